"""The command line: stdout is data, stderr is talk, and the exit code is documented."""

from bcastplan.cli.program import main

__all__ = ["main"]
