"""``python -m bcastplan`` and the console script ``bcastplan`` start here.

What concerns the whole process is settled here, so that a program that imports the package keeps its own settings.
"""

# ruff: noqa: E402 - signals are dealt with before anything that takes time is imported
# `signal` itself imports a dozen modules, and Ctrl-C in there is a traceback.
import _signal  # type: ignore[import-not-found]
import os


def _leave(number: int, _frame: object) -> None:
    os._exit(128 + number)


for _number in (_signal.SIGINT, _signal.SIGTERM, getattr(_signal, "SIGHUP", _signal.SIGTERM)):
    if _signal.getsignal(_number) != _signal.SIG_IGN:  # as `nohup` sets it
        _signal.signal(_number, _leave)

import gc
import sys
from typing import NoReturn

from bcastplan.cli import main as command_line
from bcastplan.ending import exit_code, leave_at_once, raise_at_once
from bcastplan.streams import settle_streams


def main() -> NoReturn:
    """Run the command line in a process of its own."""
    # The matrices here are small: BLAS threads gain nothing, and starting them costs 80 ms of processor time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        settle_streams()
        raise_at_once()
        command_line()
    except KeyboardInterrupt:  # in the moments before and after the command line deals with it
        sys.exit(exit_code(_signal.SIGINT))
    finally:
        leave_at_once()
        # Python notes a KeyboardInterrupt that leaves a text run by `exec` (dataclasses are made so), and at exit kills
        # itself with SIGINT instead of leaving with our code. Running another text makes it forget.
        exec("")
        gc.freeze()  # at exit all memory goes back at once; nothing is to be looked through for cycles first


if __name__ == "__main__":
    main()
