"""Tables with a header line (CSV) <-> the model; a mapping names their columns, our own columns need none."""
