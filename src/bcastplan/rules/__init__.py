"""What can be wrong with a plan; one module per topic, code, severity and documentation beside the check."""
