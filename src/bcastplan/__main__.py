"""``python -m bcastplan`` and the console script ``bcastplan`` start here.

What concerns the whole process is settled here, so that a program that imports the package keeps its own settings.
"""

import gc
import os
from typing import NoReturn

from bcastplan.cli import main as command_line


def main() -> NoReturn:
    """Run the command line in a process of its own."""
    # The matrices here are small: BLAS threads gain nothing, and starting them costs 80 ms of processor time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        command_line()
    finally:
        gc.freeze()  # at exit all memory goes back at once; nothing is to be looked through for cycles first


if __name__ == "__main__":
    main()
