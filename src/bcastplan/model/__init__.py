"""The vocabulary of the plan: frozen values, no input or output."""
