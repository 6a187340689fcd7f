"""Transactions for all writers: no file is torn, changes by others are kept, and the caller learns what stands.

All new contents are written beside their files and are on the disk before the first file is touched; what stands
there is compared just before it is replaced. A failure before that leaves everything as it was.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from bcastplan.files.attributes import take_over
from bcastplan.files.confined import refuse_outside
from bcastplan.files.in_place import clear_leftovers, write_in_place
from bcastplan.files.leftovers import TEMPORARY, Claim, write_whole
from bcastplan.files.regular import kind_of, read_regular, stands
from bcastplan.files.undisturbed import undisturbed
from bcastplan.model.errors import UnreadableInput

_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL, errno.EXDEV)


class Over(Enum):
    """What a file may be written over, unless exact contents are expected."""

    ANYTHING = "anything"
    """Pipes and devices too: they are written to."""
    ANY_FILE = "any file"
    NOTHING = "nothing"


class ChangedOnDisk(OSError):
    """The file does not hold what it held when it was read; ``filename`` names it."""

    def __init__(self, file: str) -> None:
        super().__init__(errno.ESTALE, "it has changed on disk since it was read", file)

    def __str__(self) -> str:
        return f"{self.filename} has changed on disk since it was read"


class ReadOnlyFile(PermissionError):
    """The file is protected against writing, which a new file in its place would pass over; ``filename`` names it."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(errno.EACCES, reason, file)


@dataclass(frozen=True, slots=True)
class FileWrite:
    """One file to be written.

    Attributes:
        path: the file; a symbolic link is followed.
        data: its new contents.
        over: what may stand there now. Bytes: exactly these contents, as they were read.
        read_only_too: whether a file that is protected against writing is replaced.
    """

    path: str
    data: bytes
    over: Over | bytes = Over.ANYTHING
    read_only_too: bool = False


_written_so_far: dict[str, None] = {}


def files_written() -> list[str]:
    """The files of the user that this process has written, in order; a message lists them when it ends early."""
    return list(_written_so_far)


def write_atomically(path: str | Path, data: bytes, *, of_user: bool = True) -> None:
    """Write one file over whatever stands there: the old file or the new one stands, whole, at any moment.

    A device or a pipe (``/dev/null``, ``/dev/stdout``) is written to, never replaced.

    Raises OSError where it cannot be written; the old file is then untouched.
    """
    Transaction([FileWrite(str(path), data)], of_user=of_user).run()


class Transaction:
    """Writes files together.

    Args:
        writes: the files, each once.
        make_folders: whether folders that are missing are made.
        of_user: whether the files are the user's, for :func:`files_written`.

    Attributes:
        written: after :meth:`run`, also where it failed: the files that hold their new contents.
    """

    def __init__(self, writes: Sequence[FileWrite], *, make_folders: bool = False, of_user: bool = True) -> None:
        self._writes = writes
        self._make_folders = make_folders
        self._of_user = of_user
        self._new_folders: list[str] = []
        self._claims: dict[str, Claim] = {}
        self.written: list[str] = []

    def run(self) -> None:
        """Write all files; raises OSError (ChangedOnDisk, FileExistsError, ReadOnlyFile ...) at the first that fails.

        Files that were new are then removed again; ``written`` says which replaced ones stand.
        """
        if self._of_user:
            for write in self._writes:
                refuse_outside(write.path)
        streams = [write for write in self._writes if write.over is Over.ANYTHING and _is_stream(write.path)]
        prepared: list[_Prepared] = []
        try:
            for write in self._writes:
                if write not in streams:
                    with _named(write.path):
                        self._prepare(write, prepared)
            with undisturbed():
                self._commit(prepared)
        finally:
            with undisturbed():
                self._clear_away(prepared)
            if self._of_user:
                _written_so_far.update(dict.fromkeys(self.written))
        for folder in self._claims:
            _sync_folder(folder)
        for write in streams:
            _write_to_stream(write)

    def _prepare(self, write: FileWrite, prepared: list[_Prepared]) -> None:
        target = os.path.realpath(write.path)
        folder = os.path.dirname(target)
        if self._make_folders:
            self._make_folder(folder)
        if folder not in self._claims:
            clear_leftovers(folder)
            self._claims[folder] = Claim(folder)
        prepared.append(_Prepared(write, target, self._claims[folder]))
        prepared[-1].write_beside()

    def _make_folder(self, folder: str) -> None:
        missing = []
        while folder and not os.path.isdir(folder):
            missing.append(folder)
            folder = os.path.dirname(folder)
        for new_folder in reversed(missing):
            try:
                os.mkdir(new_folder)
            except FileExistsError:
                continue  # somebody else has made it meanwhile; a file of that name fails at the next step
            except OSError as error:
                raise OSError(error.errno, f"cannot make the folder {new_folder}: {error.strerror}") from None
            self._new_folders.append(new_folder)

    def _clear_away(self, prepared: Sequence[_Prepared]) -> None:
        """Remove temporary files, and new folders that are empty."""
        for file in prepared:
            file.remove_temporary()
        for claim in self._claims.values():
            claim.release()
        for folder in reversed(self._new_folders):
            with suppress(OSError):
                os.rmdir(folder)  # fails where a file has been written into it

    def _commit(self, prepared: Sequence[_Prepared]) -> None:
        for file in prepared:
            with _named(file.write.path):
                file.compare()
        placed = []
        try:
            for file in prepared:
                with _named(file.write.path):
                    file.place()
                placed.append(file)
        except BaseException:
            placed = [file for file in placed if not file.take_back()]
            raise
        finally:
            self.written = [file.write.path for file in placed]


class _Prepared:
    """One file whose new contents lie beside it."""

    def __init__(self, write: FileWrite, target: str, claim: Claim) -> None:
        self.write, self.target, self._claim = write, target, claim
        self.before = _status(target)
        self.in_place = False
        self._temporary = ""
        self._new: os.stat_result | None = None
        self._compared: os.stat_result | None = None
        self._old = b""

    def write_beside(self) -> None:
        """Write the new contents into a temporary file, with the attributes of the old one. Raises OSError."""
        before = self.before
        if before is not None:
            self._refuse(before)
        descriptor, self._temporary = self._claim.create(TEMPORARY, 0o666 if before is None else 0o600)
        try:
            if before is not None:
                self.in_place = not take_over(descriptor, before, self.target) or before.st_nlink > 1
            write_whole(descriptor, self.write.data)
            self._new = os.fstat(descriptor)
        finally:
            os.close(descriptor)

    def _refuse(self, before: os.stat_result) -> None:
        kind = kind_of(before.st_mode)
        if kind is not None:
            raise OSError(errno.EISDIR if stat.S_ISDIR(before.st_mode) else errno.EINVAL, f"{kind}, stands there")
        if self.write.read_only_too:
            return
        if not before.st_mode & 0o222:
            raise ReadOnlyFile(self.write.path, "the file is read-only: make it writable first")
        if not os.access(self.target, os.W_OK):
            raise ReadOnlyFile(self.write.path, "no permission to write it")

    def compare(self) -> None:
        """Compare what stands there with what may; raises ChangedOnDisk or FileExistsError."""
        over = self.write.over
        if over is Over.NOTHING and stands(self.write.path):
            raise FileExistsError(errno.EEXIST, "it is there already", self.write.path)
        self._compared = _status(self.target)
        if isinstance(over, bytes) or self.in_place:
            self._old = self._contents()
        if isinstance(over, bytes) and self._old != over:
            raise ChangedOnDisk(self.write.path)

    def _contents(self) -> bytes:
        try:
            return read_regular(self.target)
        except (UnreadableInput, FileNotFoundError):
            raise ChangedOnDisk(self.write.path) from None

    def place(self) -> None:
        """Put the new contents in the place of the old ones, unless that changed since it was compared."""
        if isinstance(self.write.over, bytes) and _mark(_status(self.target)) != _mark(self._compared):
            raise ChangedOnDisk(self.write.path)
        if self.in_place:
            write_in_place(self._claim, self.target, self._old, self.write.data)
        elif self.write.over is Over.NOTHING:
            self._create()
        else:
            os.replace(self._temporary, self.target)

    def _create(self) -> None:
        try:
            os.link(self._temporary, self.target)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            os.close(os.open(self.target, flags, 0o600))  # the name is ours from here on
            os.replace(self._temporary, self.target)

    def take_back(self) -> bool:
        """Remove the file if it was new and nobody has replaced it; returns whether it is gone."""
        now, new = _status(self.target), self._new
        if (
            self.before is not None
            or now is None
            or new is None
            or (now.st_dev, now.st_ino) != (new.st_dev, new.st_ino)
        ):
            return False
        try:
            os.unlink(self.target)
        except OSError:
            return False
        return True

    def remove_temporary(self) -> None:
        """Remove the temporary file where it still is."""
        if self._temporary:
            with suppress(OSError):
                os.unlink(self._temporary)


@contextmanager
def _named(path: str) -> Iterator[None]:
    """Name the user's file in errors, because the name of a temporary file tells the user nothing."""
    try:
        yield
    except OSError as error:
        if error.filename2 is not None:
            raise OSError(error.errno, error.strerror, path) from None
        error.filename = path
        raise


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _mark(status: os.stat_result | None) -> tuple[int, ...] | None:
    """A value that changes whenever a file is written or replaced, even if its size and time are set back."""
    if status is None:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _is_stream(path: str) -> bool:
    """Whether something stands there that is neither a file nor a folder."""
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _write_to_stream(write: FileWrite) -> None:
    with Path(write.path).open("wb") as stream:
        stream.write(write.data)


def _sync_folder(folder: str) -> None:
    """Make the rename itself survive a power cut, where the system lets a folder be synced; the file stands anyhow."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
