"""A lock on an open file that the system releases when the process that holds it ends, however it ends."""

from __future__ import annotations

import errno
import sys

_HELD_BY_ANOTHER = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK)


class NoLocks(OSError):
    """The file system has no locks, so that nobody can say whether the file is in use."""


def hold(descriptor: int) -> bool:
    """Lock an open file without waiting; False where another opening of the file holds the lock.

    The lock goes with the descriptor: closing it, or the end of the process, releases it. On POSIX systems this is
    ``flock``, on Windows ``msvcrt.locking`` of a byte far behind the contents, so that they stay readable.

    Raises NoLocks where the file system cannot lock.
    """
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno in _HELD_BY_ANOTHER:
            return False
        raise NoLocks(error.errno, error.strerror) from None
    return True


if sys.platform == "win32":
    import msvcrt
    import os

    _FAR_BEHIND = 1 << 40

    def _lock(descriptor: int) -> None:
        position = os.lseek(descriptor, 0, os.SEEK_CUR)
        os.lseek(descriptor, _FAR_BEHIND, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(descriptor, position, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
