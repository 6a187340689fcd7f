"""The package as scripts and notebooks use it: ``import bcastplan as bp``. The same use cases as the command line."""
