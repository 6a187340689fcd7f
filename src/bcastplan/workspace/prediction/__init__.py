"""What propagation predicts of opened plans: coverage, compatibility, clear channels, tables of circuits."""
