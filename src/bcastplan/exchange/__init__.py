"""Other people's schedule files <-> the model: what a format cannot say becomes a problem, never a silent loss."""
