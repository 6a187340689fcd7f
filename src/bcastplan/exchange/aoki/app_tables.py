"""Aoki's list as apps store it: CSV with the app's own column names, JSON objects, or bars between columns.

Which app wrote a file is told by its names alone; a table with other names comes from no app that is known here, and is
left to the reader of tables. Days count from Sunday, as in the list itself.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bcastplan.exchange.aoki.aoki_layouts import AokiRow

_PARTS = {
    "frequency": "khz", "freq": "khz", "time": "time", "starttime": "start", "endtime": "stop", "days": "days",
    "stationname": "station", "station": "station", "language": "language", "power": "power", "azimuth": "azimuth",
    "txlocation": "site", "location": "site", "itu": "administration", "coordinates": "position", "remarks": "remark",
}  # fmt: skip
"""Name in an app's table, in small letters -> part of a row."""
_SIGNATURES = (
    frozenset({"frequency", "time", "days", "stationname", "language", "itu", "txlocation"}),
    frozenset({"freq", "starttime", "endtime", "itu", "station", "language", "location", "days"}),
)
"""The names an app's table has at least; nobody else uses all of them together."""
_WITH_BARS = (
    "khz", "flag", "station", "time", "days", "language", "power", "azimuth", "site", "administration", "position",
    "remark",
)  # fmt: skip
_BARS = re.compile(r"[0-9]{1,5}(?:\.[0-9]+)?\|.?\|[^|]*\|[0-9]{4}-[0-9]{4}\|[1-7.-]*\|(?:[^|]*\|){6}[^|]*$")
_OBJECT = re.compile(r"\{")
_JSON_KEY = re.compile(r'"([A-Za-z]+)"\s*:')
_TEXTS = AokiRow._fields[: AokiRow._fields.index("shifted")]
_SAMPLE = 20
_DELIMITERS = (",", ";", "\t", "|")

PlacedRow = tuple[int, AokiRow]
"""A row and the line it stands on."""


def is_app_header(names: Iterable[str]) -> bool:
    """Whether column names or keys are those of an app."""
    folded_names = {name.strip().strip('"').lower() for name in names}
    return any(signature <= folded_names for signature in _SIGNATURES)


def is_app_table(lines: Sequence[str]) -> bool:
    """Whether the first lines of a file are an app's: its header, its JSON, or rows with bars."""
    written = [line for line in lines if line.strip() and not line.startswith("#")][:_SAMPLE]
    if not written:
        return False
    if any(is_app_header(written[0].split(delimiter)) for delimiter in _DELIMITERS):
        return True
    if 2 * sum(_BARS.match(line) is not None for line in written) >= len(written):
        return True
    return is_app_header(_JSON_KEY.findall("\n".join(written[:_SAMPLE])))


def app_rows(lines: Sequence[str]) -> Iterator[PlacedRow]:
    """The rows of an app's table, whichever of the three it is."""
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    for delimiter in _DELIMITERS:
        if is_app_header(first.split(delimiter)):
            yield from _of_table(lines, delimiter)
            return
    if any(_BARS.match(line) for line in lines[:_SAMPLE]):
        yield from _with_bars(lines)
        return
    yield from _of_objects("\n".join(lines))


def _of_table(lines: Sequence[str], delimiter: str) -> Iterator[PlacedRow]:
    reader = csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)
    names: list[str] = []
    line = 1
    for cells in reader:
        # A cell in quotes may run over several lines: a row begins behind the last line of the one before it.
        at, line = line, reader.line_num + 1
        if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
            continue
        if names:
            yield at, _row(dict(zip(names, cells, strict=False)))
        else:
            names = cells


def _with_bars(lines: Sequence[str]) -> Iterator[PlacedRow]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            cells = [cell.strip() for cell in line.split("|")]
            texts = dict(zip(_WITH_BARS, cells, strict=False))
            yield number, _row_of(texts)


def _of_objects(text: str) -> Iterator[PlacedRow]:
    """Every JSON object of a text, in whatever program text an app wraps them."""
    # Numbers stay the texts that they are, so that the readers of the fields see what stands in the file.
    decoder = json.JSONDecoder(parse_float=str, parse_int=str)
    at, line, counted = 0, 1, 0
    while (match := _OBJECT.search(text, at)) is not None:
        try:
            value, at = decoder.raw_decode(text, match.start())
        except json.JSONDecodeError as error:
            # The search goes on behind the fault: trying every brace before it again
            # would take time with the square of the length.
            at = max(error.pos, match.end())
            continue
        except RecursionError:
            return
        # Lines are counted on from the object before, not from the top each time.
        line += text.count("\n", counted, match.start())
        counted = match.start()
        if isinstance(value, dict) and is_app_header(value):
            yield line, _row({name: "" if part is None else str(part) for name, part in value.items()})


def _row(texts: Mapping[str, str]) -> AokiRow:
    parts = {_PARTS[name]: text.strip() for key, text in texts.items() if (name := key.strip().lower()) in _PARTS}
    start, stop = parts.pop("start", ""), parts.pop("stop", "")
    if start or stop:
        parts["time"] = f"{start}-{stop}"
    return _row_of(parts)


def _row_of(parts: Mapping[str, str]) -> AokiRow:
    """A row made of the given parts; a missing flag becomes a blank, as in the list."""
    texts = {"khz": "", "time": "", "days": "", **parts, "flag": parts.get("flag") or " "}
    return AokiRow._make([texts.get(name, "") for name in _TEXTS] + [False, ""])
