"""Reads HFCC's reference files (fixed columns, comments from ';', two encodings); no content raises an exception.

Only organisations are read from fmorg.txt. Names of persons, telephone numbers and addresses stay in the file.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

MEMBER_LIMIT_BYTES = 8_000_000  # ten times the largest reference file of 2026; a zip bomb stops here

SITE_COLUMNS = ("code", "name", "administration", "latitude", "longitude")
ANTENNA_COLUMNS = ("code", "definition", "family", "parameters")
NAME_COLUMNS = ("code", "name")

ENGLISH_ADMINISTRATIONS = {
    "Dem. Reb. of Congo": "Dem. Rep. of Congo",
    "Moldava": "Moldova",
    "Ouzbékistan": "Uzbekistan",
}
"""Names that admin.txt writes in French or wrongly, and what they are in English like all its others."""

_POSITION = re.compile(r"(\d{1,2})([NS])(\d{2})\s+(\d{1,3})([EW])(\d{2})")
_DATE = re.compile(r"^\ufeff?;\s*(\d{1,2}-[A-Za-z]{3}-\d{4})")
_FAMILY = re.compile(r"(AHR|CHR|EHR|CH|CT|LPH|LPV|RH|HQ|HX|VM)(\(S\))?([\d./]+)")


class ReferenceFile(NamedTuple):
    """The rows of one HFCC reference file, the date its first line bears, and the lines that made no sense."""

    date: str
    rows: list[tuple[str, ...]]
    problems: list[str]


class ReferenceZipError(ValueError):
    """The archive cannot be used; the message says why and what to do."""


def decode(content: bytes) -> str:
    """Text of a reference file: UTF-8 when it begins with a byte-order mark, else ISO-8859-1."""
    if content.startswith(b"\xef\xbb\xbf"):
        return content.decode("utf-8-sig", errors="replace")
    return content.decode("iso-8859-1")


def parse_sites(text: str) -> ReferenceFile:
    """site.txt: code 1-3, name 5-34, administration 36-38, position 40-51 (some longitudes have two digits)."""

    def row(line: str) -> tuple[str, ...]:
        position = _POSITION.search(line[38:])
        if position is None:
            raise ValueError("no position such as 52N08 004E38 after column 39")
        latitude = _degrees(position[1], position[2], position[3], limit=90)
        longitude = _degrees(position[4], position[5], position[6], limit=180)
        return (line[:3].strip(), _clean(line[4:34]), line[35:38].strip(), latitude, longitude)

    return _parse(text, "site.txt", row)


def parse_antennas(text: str) -> ReferenceFile:
    """antenna.txt: code 1-3, definition 5-53; remarks stay out."""

    def row(line: str) -> tuple[str, ...]:
        definition = _clean(line[4:53])
        family, parameters = split_definition(definition)
        return (line[:3].strip(), definition, family, parameters)

    return _parse(text, "antenna.txt", row)


def parse_names(text: str, file_name: str, width: int) -> ReferenceFile:
    """A list of code 1-3 and name from column 5, ``width`` characters wide (0: to the end of the line)."""

    def row(line: str) -> tuple[str, ...]:
        name = _clean(line[4 : 4 + width] if width else line[4:])
        if not name:
            raise ValueError("no name after the code")
        return (line[:3].strip(), name)

    return _parse(text, file_name, row)


def parse_administrations(text: str) -> ReferenceFile:
    """admin.txt: code 1-3, name 5-54; every name in English."""
    read = parse_names(text, "admin.txt", 50)
    return read._replace(rows=[(code, ENGLISH_ADMINISTRATIONS.get(name, name)) for code, name in read.rows])


def split_definition(definition: str) -> tuple[str, str]:
    """Family and parameters of a BS.705 designation: ``AHR(S)4/4/0.5`` gives ``AHR(S)`` and ``4/4/0.5``.

    What is no designation gives two empty texts.
    """
    match = _FAMILY.fullmatch(definition.replace(" ", ""))
    if match is None:
        return "", ""
    return match[1] + (match[2] or ""), match[3]


class TableSpec(NamedTuple):
    """How one of HFCC's files becomes one of the project's tables."""

    table: str
    member: str
    columns: tuple[str, ...]
    parse: Callable[[str], ReferenceFile]


# Names run over their printed width in broadcas.txt; in the others a further column follows.
TABLE_SPECS = (
    TableSpec("sites", "site.txt", SITE_COLUMNS, parse_sites),
    TableSpec("antennas", "antenna.txt", ANTENNA_COLUMNS, parse_antennas),
    TableSpec("languages", "language.txt", NAME_COLUMNS, lambda text: parse_names(text, "language.txt", 0)),
    TableSpec("broadcasters", "broadcas.txt", NAME_COLUMNS, lambda text: parse_names(text, "broadcas.txt", 0)),
    TableSpec("fmos", "fmorg.txt", NAME_COLUMNS, lambda text: parse_names(text, "fmorg.txt", 50)),
    TableSpec("administrations", "admin.txt", NAME_COLUMNS, parse_administrations),
)


def read_reference_zip(archive: Path) -> Mapping[str, ReferenceFile]:
    """The reference files in an HFCC archive by table name; members are found in any case and any folder.

    Raises:
        ReferenceZipError: no such file, no zip, damaged, or without a single reference file.
    """
    tables: dict[str, ReferenceFile] = {}
    try:
        with zipfile.ZipFile(archive) as opened:
            members = {Path(info.filename).name.lower(): info for info in opened.infolist()}
            for spec in TABLE_SPECS:
                info = members.get(spec.member)
                if info is None:
                    continue
                with opened.open(info) as stream:
                    # The size that the archive states may be false, so that one byte more than the limit is asked for
                    # and counted.
                    content = stream.read(MEMBER_LIMIT_BYTES + 1)
                if len(content) > MEMBER_LIMIT_BYTES:
                    raise ReferenceZipError(
                        f"{archive}: {info.filename} is larger than {MEMBER_LIMIT_BYTES} bytes; "
                        "this is no HFCC reference file, download the archive again"
                    )
                tables[spec.table] = spec.parse(decode(content))
    except FileNotFoundError:
        raise ReferenceZipError(f"{archive}: no such file") from None
    # RuntimeError: the member is encrypted. NotImplementedError: it is compressed in a way that Python does not know.
    except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, RuntimeError, NotImplementedError) as error:
        raise ReferenceZipError(f"{archive}: cannot be read as a zip archive ({error}); download it again") from None
    except zlib.error as error:
        raise ReferenceZipError(f"{archive}: damaged zip archive ({error}); download it again") from None
    if not tables:
        names = ", ".join(spec.member for spec in TABLE_SPECS)
        raise ReferenceZipError(f"{archive}: none of HFCC's reference files is in it ({names})")
    return tables


def _parse(text: str, file_name: str, make: Callable[[str], tuple[str, ...]]) -> ReferenceFile:
    rows: list[tuple[str, ...]] = []
    problems: list[str] = []
    seen: set[str] = set()
    for number, line in _data_lines(text):
        code = line[:3].strip()
        try:
            # Columns are fixed: a line without a blank in column 4 is shifted, and everything behind would be read
            # wrongly.
            if not code or len(line) < 5 or line[3] != " ":
                raise ValueError("a line begins with a code of three characters and a blank")
            if code in seen:
                raise ValueError(f"the code {code} is there already; the first one counts")
            rows.append(make(line))
            seen.add(code)
        except ValueError as error:
            problems.append(f"{file_name}:{number}: {error}")
    date = _DATE.match(text)
    return ReferenceFile(date[1].upper() if date else "", rows, problems)


def _data_lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if line.strip() and not line.lstrip("\ufeff").startswith(";"):
            # Files from DOS end with Ctrl+Z (0x1A).
            yield number, line.rstrip("\r\x1a")


def _degrees(degrees: str, letter: str, minutes: str, limit: int) -> str:
    value = int(degrees) + int(minutes) / 60
    if int(minutes) >= 60 or value > limit:
        raise ValueError(f"{degrees}{letter}{minutes} is no position")
    return f"{-value if letter in 'SW' else value:.4f}"


def _clean(name: str) -> str:
    return " ".join("".join(character for character in name if character.isprintable()).split())
