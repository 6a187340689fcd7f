"""The bytes of inputs: a file, standard input or the members of a zip archive, all within fixed limits.

Member names are only ever printed, never opened or created, so that `../` in them means nothing.
"""

from __future__ import annotations

import errno
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from bcastplan.exchange.file_kind import Kind, recognise
from bcastplan.files.regular import is_file, is_folder, read_regular
from bcastplan.model.errors import UnreadableInput

if TYPE_CHECKING:
    import zipfile

STDIN = "-"
MAX_INPUT_BYTES = 64_000_000  # a file, or all members of an archive together; the world's season is 0.5 million
MAX_LIST_LINES = 100_000  # of a list, or of all lists of an archive together; EiBi lists 10,000
MAX_MEMBERS = 2_000
_READ_BYTES = 1_000_000
MAX_RATIO = 200  # unpacked to packed; blank-padded columns reach about 20
SMALL_MEMBER_BYTES = 1_000_000  # the ratio of a smaller member means nothing
REFERENCE_TABLES = frozenset({"admin.txt", "antenna.txt", "broadcas.txt", "fmorg.txt", "language.txt", "site.txt"})
"""HFCC's reference files, packed beside every season: no schedules."""

_ENCRYPTED = 1  # bit of a member's flags
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


@dataclass(frozen=True, slots=True)
class Source:
    """One file's content under the name messages give it: as the user gave it, or ``zip!member``.

    ``kind`` is what :func:`bcastplan.exchange.file_kind.recognise` makes of it, None when it knows no such file.
    """

    name: str
    data: bytes
    kind: Kind | None


def read_input(path_or_stdin: str, *, pipes: bool = True) -> list[Source]:
    """Read a file, or standard input for ``-``; of a zip archive every member that is a schedule.

    Pipes and devices are read only where ``pipes`` says so: they may never end, and nobody may write to them.

    Raises UnreadableInput with the reason: missing, no permission, a folder, too large, a broken, empty or encrypted
    archive, or one without any schedule.
    """
    data = _read_bytes(path_or_stdin, pipes)
    if data.startswith(_ZIP_STARTS):
        return _members(path_or_stdin, data)
    if path_or_stdin.lower().endswith(".zip"):
        raise UnreadableInput(path_or_stdin, _no_archive(data))
    return _bounded(path_or_stdin, [Source(path_or_stdin, data, recognise(path_or_stdin, data))])


def _bounded(name: str, sources: list[Source]) -> list[Source]:
    """The sources, where their lists have no more lines than can be held in memory as transmissions."""
    lists = [source.data for source in sources if source.kind not in ("yaml", None)]
    if sum(max(data.count(b"\n"), data.count(b"\r")) for data in lists) > MAX_LIST_LINES:
        raise UnreadableInput(name, f"more than {MAX_LIST_LINES:,} lines: split the list")
    return sources


def _no_archive(data: bytes) -> str:
    if not data:
        return "the zip archive is empty (0 bytes): download it again"
    return "not a zip archive, whatever its name says: download it again, or rename it to what it is"


def _read_bytes(name: str, pipes: bool) -> bytes:
    try:
        if name == STDIN:
            data = _whole(sys.stdin.buffer)
        else:
            if is_folder(name):
                raise UnreadableInput(name, "this is a folder: name a file in it")
            if pipes and not is_file(name):
                with Path(name).open("rb") as stream:
                    data = _whole(stream)
            else:
                data = read_regular(name, MAX_INPUT_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableInput(name, "no such file") from None
    except PermissionError:
        raise UnreadableInput(name, "no permission to read it") from None
    # Python raises ValueError for a name with a NUL in it.
    except (OSError, ValueError) as error:
        closed = name == STDIN and getattr(error, "errno", None) == errno.EBADF
        reason = "standard input is closed" if closed else getattr(error, "strerror", None) or error
        raise UnreadableInput(name, f"cannot be read: {reason}") from None
    if len(data) > MAX_INPUT_BYTES:
        raise UnreadableInput(name, f"larger than {MAX_INPUT_BYTES // 1_000_000} MB: no schedule is")
    return data


def _whole(stream: BinaryIO) -> bytes:
    """The bytes of a stream, at most one more than the limit; read in pieces, so that less memory is reserved."""
    parts = []
    missing = MAX_INPUT_BYTES + 1
    while missing and (part := stream.read(min(missing, _READ_BYTES))):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _members(name: str, data: bytes) -> list[Source]:
    import io
    import zipfile
    import zlib

    sources = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in _admitted(name, archive):
                content = _unpacked(archive, info)
                kind = recognise(info.filename, content)
                if kind is not None:
                    sources.append(Source(f"{name}!{info.filename}", content, kind))
    except RuntimeError as error:  # zipfile's word for a password, and for a packing it does not know
        raise UnreadableInput(name, f"the zip archive cannot be unpacked ({error}): unpack it yourself first") from None
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise UnreadableInput(name, f"the zip archive is damaged or cut off ({error}): download it again") from None
    if not sources:
        raise UnreadableInput(name, "no schedule in the zip archive: looked for HFCC, EiBi, Aoki, CSV and YAML files")
    return _bounded(name, sources)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A member's content, never unpacked beyond the size it declares, which the limits were held against."""
    with archive.open(info) as stream:
        content = stream.read(info.file_size)
        stream.read(1)  # the end, where its checksum is compared
    return content


def _admitted(name: str, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The members to look into, once the archive as a whole is known to stay within the limits."""
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise UnreadableInput(name, f"{len(members):,} files in the zip archive, more than {MAX_MEMBERS:,}: unpack it")
    # Some packers write backslashes between the folders of a name.
    admitted = [
        info
        for info in members
        if not info.is_dir() and PurePosixPath(info.filename.replace("\\", "/")).name.lower() not in REFERENCE_TABLES
    ]
    if sum(info.file_size for info in admitted) > MAX_INPUT_BYTES:
        raise UnreadableInput(
            name, f"unpacks to more than {MAX_INPUT_BYTES // 1_000_000} MB: this is no archive of schedules"
        )
    for info in admitted:
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableInput(name, f"'{info.filename}' in it is encrypted: unpack it yourself first")
        if info.file_size > SMALL_MEMBER_BYTES and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise UnreadableInput(
                name, f"'{info.filename}' unpacks to more than {MAX_RATIO} times its size: this is no schedule"
            )
    return admitted
