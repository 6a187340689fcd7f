"""Writing into a file itself, where a new file in its place would lose its other names or its owner.

Such a write can be cut off in the middle. What the file held and what it is to hold therefore lie beside it, on the
disk, until it is done: an error puts the old contents back, and after a kill the next writer finishes the work.
"""

from __future__ import annotations

import errno
import json
import os
from contextlib import suppress

from bcastplan.files.leftovers import REDO, Claim, left_behind, write_whole
from bcastplan.files.regular import read_regular

_NO_RESERVING = (errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS)


def write_in_place(claim: Claim, target: str, old: bytes, new: bytes) -> None:
    """Give a file that holds ``old`` new contents and keep its inode; raises OSError, and then it holds ``old``.

    Args:
        claim: on the folder of the file.
        target: the file itself, no symbolic link.
        old: what it holds.
        new: what it is to hold.
    """
    descriptor = os.open(target, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        redo, path = claim.create(REDO, 0o600)
        try:
            about = {"file": os.path.basename(target), "inode": os.fstat(descriptor).st_ino, "old": len(old)}
            write_whole(redo, b"\n".join((json.dumps(about).encode(), old + new)))
            _overwrite_or_restore(descriptor, old, new)
        finally:
            with suppress(OSError):
                os.close(redo)
            with suppress(OSError):
                os.unlink(path)
    finally:
        with suppress(OSError):  # what was written is on the disk already
            os.close(descriptor)


def _overwrite_or_restore(descriptor: int, old: bytes, new: bytes) -> None:
    try:
        _overwrite(descriptor, new)
    except BaseException:
        # An interrupt comes here too: it must not leave a file of which half is new.
        _overwrite(descriptor, old)
        raise


def _overwrite(descriptor: int, data: bytes) -> None:
    """Make the file hold these bytes; on a full disk it fails before the first byte is changed."""
    if len(data) > os.fstat(descriptor).st_size and hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(descriptor, 0, len(data))
        except OSError as error:
            if error.errno not in _NO_RESERVING:
                raise
    os.lseek(descriptor, 0, os.SEEK_SET)
    write_whole(descriptor, data)
    # The file is cut last: where the write stops before, old bytes follow new ones, and `_is_torn` recognises that.
    os.ftruncate(descriptor, len(data))
    os.fsync(descriptor)


def clear_leftovers(folder: str) -> list[str]:
    """Finish the writes of killed programs in a folder and remove their files; returns the finished files.

    A file that somebody has written since is left as it is.
    """
    finished = []
    with left_behind(folder) as paths:
        for path in paths:
            if path.endswith(f".{REDO}"):
                with suppress(OSError, ValueError, KeyError, TypeError):
                    head, _, both = read_regular(path).partition(b"\n")
                    about = json.loads(head)
                    old, new = both[: about["old"]], both[about["old"] :]
                    # Only the last part of the name counts, so that a forged leftover reaches no other folder.
                    target = os.path.join(folder, os.path.basename(about["file"]))
                    if _finish(target, about["inode"], old, new):
                        finished.append(target)
    return finished


def _finish(target: str, inode: int, old: bytes, new: bytes) -> bool:
    descriptor = os.open(target, os.O_RDWR | getattr(os, "O_NONBLOCK", 0))
    try:
        status = os.fstat(descriptor)
        if status.st_ino != inode or not _is_torn(os.pread(descriptor, status.st_size, 0), old, new):
            return False
        _overwrite(descriptor, new)
        return True
    finally:
        os.close(descriptor)


def _is_torn(now: bytes, old: bytes, new: bytes) -> bool:
    """Whether contents are what a write of ``new`` over ``old`` leaves when it stops before its end."""
    if now in (old, new):
        return False
    pairs = zip(now, new, strict=False)
    same = next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(now), len(new)))
    reserved = len(old) < len(now)  # the space for the new contents, which reads as zeros until it is written
    behind = old[same:] + b"\0" * (len(now) - max(same, len(old))) if reserved else old[same:]
    return now[same:] == behind
