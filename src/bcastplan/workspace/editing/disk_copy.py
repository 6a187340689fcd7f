"""A file on disk as it was last read, written or accepted, and whether it has changed since."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import NamedTuple

from bcastplan.document.text import BOM, decode_text
from bcastplan.files.regular import read_if_there, read_regular
from bcastplan.files.writing import FileWrite, Over
from bcastplan.model.errors import UnreadableInput


class Stamp(NamedTuple):
    """Values that change whenever somebody writes or replaces a file, even where size and time are set back."""

    device: int
    inode: int
    size: int
    modified_ns: int
    changed_ns: int


@dataclass(slots=True)
class DiskCopy:
    """What a file was known to hold.

    Attributes:
        name: the file.
        data: its bytes, None where there was no file.
        readable: False where the user accepted something there that cannot be read; then ``data`` is None too.
        stamp: its stamp, None where it is not known and the contents have to be compared.
    """

    name: str
    data: bytes | None = None
    readable: bool = True
    stamp: Stamp | None = None

    @classmethod
    def of(cls, name: str) -> DiskCopy:
        """Read a file; raises UnreadableInput where it is no regular file, OSError where it cannot be read."""
        stamp = stamp_of(name)  # first: a change after it is noticed the next time
        return cls(name, read_regular(name), stamp=stamp)

    @property
    def has_bom(self) -> bool:
        """Whether the file begins with a byte-order mark."""
        return (self.data or b"").startswith(BOM.encode())

    def changed(self) -> bool:
        """Whether the file is no longer what it was known to be."""
        now = stamp_of(self.name)
        # No stamp is also that of a file this session has just written: that both lack one proves nothing by itself.
        if now == self.stamp and (now is not None or not self.readable):
            return False
        data, readable = self._now()
        # Of two things that cannot be read nobody can say that they are the same.
        if (data, readable) != (self.data, self.readable) or not readable:
            return True
        # Only touched, not changed: the next look need not read it again.
        self.stamp = now
        return False

    def accept(self) -> None:
        """Take what is there now as known, whatever it is: it is not reported as changed, and saving replaces it."""
        self.stamp = stamp_of(self.name)
        self.data, self.readable = self._now()

    def _now(self) -> tuple[bytes | None, bool]:
        try:
            return read_if_there(self.name), True
        except (OSError, UnreadableInput):
            return None, False

    def text(self) -> str:
        """The known contents as text; empty where there are none, or none that are text."""
        try:
            return decode_text(self.name, self.data or b"")[0]
        except UnreadableInput:
            return ""

    def problem(self) -> str | None:
        """Why the file cannot be read as it is now; None where it can, or is gone."""
        try:
            data = read_if_there(self.name)
            if data is not None:
                decode_text(self.name, data)
        except UnreadableInput as error:
            return error.reason
        except OSError as error:
            return error.strerror or str(error)
        return None

    def gone(self) -> bool:
        """Whether nothing stands there any more."""
        return self._now() == (None, True)

    def writing(self, data: bytes, *, force: bool = False, read_only_too: bool = False) -> FileWrite:
        """Returns the write of new contents over the known ones, and over no others unless forced."""
        over: Over | bytes = Over.ANY_FILE
        if not force and self.readable:
            over = Over.NOTHING if self.data is None else self.data
        return FileWrite(self.name, data, over, read_only_too)

    def was_written(self, data: bytes) -> None:
        """Note that the file holds what was written; the next look compares contents, because others may write too."""
        self.data, self.readable, self.stamp = data, True, None


def stamp_of(name: str) -> Stamp | None:
    """The stamp of what stands at a path, None where nothing does."""
    try:
        status = os.stat(name)  # noqa: PTH116 - thousands of them every two seconds
    except (OSError, ValueError):
        return None
    return Stamp(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
