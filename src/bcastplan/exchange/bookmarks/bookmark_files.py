"""The three files of bookmarks -> plain bookmarks: SDR# (XML), SDR++ (JSON) and Gqrx (text with semicolons).

Forms: SDR# writes ``ArrayOfMemoryEntry`` with a ``MemoryEntry`` each, SDR++ ``lists`` of ``bookmarks`` by name, Gqrx
lines of frequency, name, modulation, bandwidth and tags. Frequencies are in hertz in all three.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.parsers import expat

from bcastplan.exchange.text_lists import text_lines
from bcastplan.model.errors import UnreadableInput

_SDRPP_MODES = ("NFM", "WFM", "AM", "DSB", "USB", "CW", "LSB", "RAW")
"""SDR++ writes the number of a mode in its own list."""
_JSON_NAME = re.compile(r'"(?:[^"\\]|\\.)*"')
_GQRX_COLUMNS = 4
_UNKNOWN = "no bookmarks of SDR# (XML), SDR++ (JSON) or Gqrx (lines with semicolons)"


class Bookmark(NamedTuple):
    """One bookmark as it is written, and its line."""

    line: int
    hertz: str
    name: str
    mode: str
    group: str


def bookmarks_in(file: str, data: bytes) -> list[Bookmark]:
    """The bookmarks of a file; raises UnreadableInput for any other file."""
    lines = text_lines(file, data).lines
    text = "\n".join(lines)
    start = text.lstrip()[:1]
    if start == "<":
        return _of_xml(file, text)
    if start == "{":
        return _of_json(file, text)
    bookmarks = list(_of_lines(lines))
    if not bookmarks:
        raise UnreadableInput(file, _UNKNOWN)
    return bookmarks


def _of_xml(file: str, text: str) -> list[Bookmark]:
    """The entries of SDR#; a document that declares entities is refused, so that none is ever expanded."""
    bookmarks: list[Bookmark] = []
    fields: dict[str, str] = {}
    path: list[str] = []
    parser = expat.ParserCreate()
    line = 1

    def begin(name: str, _attributes: dict[str, str]) -> None:
        nonlocal line
        # A prefix of a namespace is a matter of the program that wrote the file.
        path.append(name.rpartition(":")[2])
        if path[-1] == "MemoryEntry":
            fields.clear()
            line = parser.CurrentLineNumber

    def end(_name: str) -> None:
        if path.pop() == "MemoryEntry":
            name, mode = fields.get("Name", "").strip(), fields.get("DetectorType", "").strip()
            hertz, group = fields.get("Frequency", "").strip(), fields.get("GroupName", "").strip()
            bookmarks.append(Bookmark(line, hertz, name, mode, group))

    def written(data: str) -> None:
        if len(path) > 1 and path[-2] == "MemoryEntry":
            # expat may hand over one text in several pieces.
            fields[path[-1]] = fields.get(path[-1], "") + data

    def declared(*_: Any) -> None:
        raise UnreadableInput(file, "the XML declares entities, which no list of bookmarks has: it is not read")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, written
    parser.EntityDeclHandler = declared
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise UnreadableInput(file, f"the XML breaks off or is damaged ({error})") from None
    if not bookmarks:
        raise UnreadableInput(file, _UNKNOWN)
    return bookmarks


def _of_json(file: str, text: str) -> list[Bookmark]:
    """The bookmarks of SDR++: of every list of its configuration, or of one list as it is exported."""
    try:
        root = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(file, f"the JSON breaks off or is damaged ({error})") from None
    lists = root.get("lists") if isinstance(root.get("lists"), dict) else {"": root}
    lines = _lines_of_names(text)
    bookmarks = []
    for group, entries in lists.items():
        marks = entries.get("bookmarks") if isinstance(entries, dict) else None
        for name, mark in marks.items() if isinstance(marks, dict) else ():
            values = mark if isinstance(mark, dict) else {}
            number = values.get("mode")
            known = range(len(_SDRPP_MODES))
            mode = _SDRPP_MODES[number] if isinstance(number, int) and number in known else ""
            waiting = lines.get(name, [1])
            # Several groups may have bookmarks of one name: each takes the next of the lines on which that name stands.
            line = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            bookmarks.append(Bookmark(line, str(values.get("frequency", "")), name, mode, group))
    if not bookmarks:
        raise UnreadableInput(file, _UNKNOWN)
    return bookmarks


def _lines_of_names(text: str) -> dict[str, list[int]]:
    """The lines on which each string of a JSON text stands."""
    lines: dict[str, list[int]] = {}
    line, counted = 1, 0
    for match in _JSON_NAME.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        try:
            lines.setdefault(json.loads(match[0]), []).append(line)
        except ValueError:
            continue
    return lines


def _of_lines(lines: list[str]) -> Iterator[Bookmark]:
    """The lines of Gqrx below the names of its columns; the tags above them are no bookmarks."""
    for number, line in enumerate(lines, 1):
        cells = [cell.strip() for cell in line.split(";")]
        if len(cells) >= _GQRX_COLUMNS and not line.startswith("#"):
            group = cells[4] if len(cells) > _GQRX_COLUMNS else ""
            yield Bookmark(number, cells[0], cells[1], cells[2], group)
