"""Reads regular files only: a pipe, a device or a folder under a file's name is refused and never waited for."""

from __future__ import annotations

import errno
import os
import stat
import sys

from bcastplan.model.errors import UnreadableInput

_READ_BYTES = 1 << 20
_KINDS = (
    (stat.S_ISDIR, "a folder, not a file"),
    (stat.S_ISFIFO, "a pipe, not a file"),
    (stat.S_ISSOCK, "a socket, not a file"),
    (stat.S_ISCHR, "a device, not a file"),
    (stat.S_ISBLK, "a device, not a file"),
)


def kind_of(mode: int) -> str | None:
    """The kind of thing at a path, as ``a folder``; None where it is a regular file."""
    if stat.S_ISREG(mode):
        return None
    return next((words for test, words in _KINDS if test(mode)), "not a file")


def read_regular(name: str, most_bytes: int | None = None) -> bytes:
    """The bytes of a regular file; ``most_bytes`` bounds how many are read.

    Nothing that is no regular file is waited for: opening does not block, and what was opened is looked at before it
    is read, so that a file that becomes a pipe in between does no harm.

    Raises UnreadableInput where something else than a file stands there, OSError where it cannot be read.
    """
    try:
        descriptor = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        _refuse_what_is_no_file(name, os.stat(name).st_mode)  # sockets, and folders on Windows, cannot be opened
        raise
    try:
        _refuse_what_is_no_file(name, os.fstat(descriptor).st_mode)
        return _whole(descriptor, most_bytes)
    finally:
        os.close(descriptor)


def _whole(descriptor: int, most_bytes: int | None) -> bytes:
    """All bytes up to the limit, in pieces: asked for at once, the limit itself would be reserved."""
    parts = []
    missing = sys.maxsize if most_bytes is None else most_bytes
    while missing and (part := os.read(descriptor, min(missing, _READ_BYTES))):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _refuse_what_is_no_file(name: str, mode: int) -> None:
    kind = kind_of(mode)
    if kind is not None:
        raise UnreadableInput(name, kind)


def read_if_there(name: str) -> bytes | None:
    """The bytes of a regular file, None where nothing stands there.

    Raises UnreadableInput where something else than a file stands there, OSError where it cannot be read.
    """
    try:
        return read_regular(name)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            return None
        raise


def stands(name: str | os.PathLike[str]) -> bool:
    """Whether something stands at a path, a broken symbolic link too; False for what can be no path at all."""
    try:
        os.lstat(name)
    except (OSError, ValueError):
        return False
    return True


def is_folder(name: str | os.PathLike[str]) -> bool:
    """Whether a folder is there; False for what can be no path at all, as a name of 300 letters."""
    return os.path.isdir(name)


def is_file(name: str | os.PathLike[str]) -> bool:
    """Whether a regular file is there; False for what can be no path at all."""
    return os.path.isfile(name)


def is_there(name: str | os.PathLike[str]) -> bool:
    """Whether something is there, links followed; False for what can be no path at all."""
    return os.path.exists(name)
