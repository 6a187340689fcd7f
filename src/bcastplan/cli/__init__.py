"""The command line: stdout carries results, stderr carries messages, and the exit codes are documented."""

from bcastplan.cli.program import main

__all__ = ["main"]
