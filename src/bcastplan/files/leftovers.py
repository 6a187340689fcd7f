"""Temporary files of a write; the next write removes those that a killed program has left behind.

A writer claims a folder by a lock file that it holds; all its files there bear the claim's name. Files of a claim that
nobody holds were left behind, and the next writer in the folder removes them.
"""

from __future__ import annotations

import os
import secrets
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bcastplan.files.locks import NoLocks, hold

PREFIX = ".bcastplan-"
TEMPORARY, REDO = "tmp", "redo"
_LOCK = "lock"
_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class Claim:
    """A folder in which files are being written; ``release`` it when they are done.

    Names are short and random: the name of the file they are made for may itself be as long as names can be.

    Raises OSError where nothing can be made in the folder.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._made = 0
        while True:
            self._name = PREFIX + secrets.token_hex(8)
            self._lock_path = _path(folder, f"{self._name}.{_LOCK}")
            self._lock = os.open(self._lock_path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
            try:
                with suppress(NoLocks):
                    hold(self._lock)
                if os.fstat(self._lock).st_nlink:
                    return
            except BaseException:
                self.release()
                raise
            os.close(self._lock)  # another program took it for left behind and removed it before it was locked

    def create(self, kind: str, mode: int) -> tuple[int, str]:
        """Make an empty file beside; returns its descriptor and path. Raises OSError."""
        self._made += 1
        path = _path(self.folder, f"{self._name}.{self._made}.{kind}")
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, mode), path

    def release(self) -> None:
        """Release the folder; the caller has to remove the files made in it before."""
        with suppress(OSError):
            os.unlink(self._lock_path)
        with suppress(OSError):
            os.close(self._lock)


def write_whole(descriptor: int, data: bytes) -> None:
    """Write all bytes from where the descriptor stands, and have them on the disk before going on. Raises OSError."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.fsync(descriptor)


@contextmanager
def left_behind(folder: str) -> Iterator[list[str]]:
    """The files in a folder that no program works on any more; they are removed at the end of the block."""
    held: list[int] = []
    dead: list[str] = []
    try:
        for name, files in _claims(folder).items():
            lock = _path(folder, f"{name}.{_LOCK}")
            try:
                descriptor = os.open(lock, os.O_RDWR | _BINARY | getattr(os, "O_NONBLOCK", 0))
            except FileNotFoundError:
                dead += files
                continue
            except OSError:
                continue
            held.append(descriptor)
            with suppress(NoLocks):
                if hold(descriptor):
                    dead += [*files, lock]
        yield [path for path in dead if not path.endswith(f".{_LOCK}")]
    finally:
        for path in dead:
            with suppress(OSError):
                os.unlink(path)
        for descriptor in held:
            os.close(descriptor)


def _claims(folder: str) -> dict[str, list[str]]:
    """Name of a claim -> its files but the lock."""
    claims: dict[str, list[str]] = defaultdict(list)
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX):
                name = PREFIX + entry.name.removeprefix(PREFIX).partition(".")[0]
                claims[name] += [] if entry.name.endswith(f".{_LOCK}") else [entry.path]
    return claims


def _path(folder: str, name: str) -> str:
    return os.path.join(folder, name)
