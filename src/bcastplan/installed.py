"""What is installed: the version of the package, stated once, and the folder it lies in."""

from pathlib import Path

__version__ = "0.1.0"

PACKAGE_FOLDER = Path(__file__).parent
