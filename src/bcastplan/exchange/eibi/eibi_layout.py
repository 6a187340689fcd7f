"""Heading, blank lines, comments and line ends of an EiBi list, kept so that the same bytes can be written.

The top-level ``x-eibi-`` keys of a schedule hold it. A list without such keys gets what EiBi's own lists have: their
heading, CR LF after every line, ISO-8859-1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bcastplan.exchange.text_lists import LATIN, UTF8, TextLines

HEADER = "kHz:75;Time(UTC):93;Days:59;ITU:49;Station:201;Lng:49;Target:62;Remarks:135;P:35;Start:60;Stop:60;"
"""The heading of EiBi's lists: a name and a width for each column."""

HEADER_KEY = "x-eibi-header"
OTHER_LINES_KEY = "x-eibi-other-lines"
NEWLINE_KEY = "x-eibi-newline"
ENCODING_KEY = "x-eibi-encoding"
MARK_KEY = "x-eibi-byte-order-mark"
END_KEY = "x-eibi-end"

NO_HEADER = "none"
NEWLINE_NAMES = {"\r\n": "crlf", "\n": "lf", "\r": "cr", "\r\r\n": "crcrlf"}
_OPEN = "no line end"
_END_MARKS = re.compile(r"(no line end)?,? ?([0-9]{1,4} end marks)?")

_COMMENT = "#"
_CLOCKS = re.compile(r"[0-9]{3,4}\s*-\s*[0-9]{3,4}")
_NUMBER = re.compile(r"\s*[\"']?[0-9]")


def is_heading(line: str) -> bool:
    """Whether a line names columns: semicolons, words where frequency and time stand, and no clock times.

    The form is what counts: ``kHz:75;Time(UTC):93``, ``kHz;Time(UTC)`` and ``Freq;UTC`` all are headings.
    """
    first, _, rest = line.partition(";")
    second = rest.partition(";")[0]
    return (
        line.count(";") >= 7
        and any(letter.isalpha() for letter in first)
        and not _NUMBER.match(first)
        and any(letter.isalpha() for letter in second)
        and not _CLOCKS.search(second)
    )


@dataclass(slots=True)
class Layout:
    """The lines of a list apart from its rows, filled while the list is read from top to bottom."""

    text: TextLines
    header: str | None = None
    others: list[str] = field(default_factory=list)
    lines: int = 0
    """Lines so far that will be written back."""

    def takes(self, line: str) -> bool:
        """Whether a line is no row; such a line is kept with its place."""
        if self.header is None and is_heading(line):
            self.header = line
            if self.lines:
                # Lines stood before the heading: this entry keeps its place.
                self.others.append(f"{self.lines}: {NO_HEADER}")
        elif not line.strip() or line.startswith(_COMMENT) or is_heading(line):
            self.others.append(f"{self.lines}: {line}")
        else:
            return False
        self.lines += 1
        return True

    def extensions(self) -> dict[str, Any]:
        """The top-level keys for what differs from EiBi's own lists."""
        kept: dict[str, Any] = {HEADER_KEY: self.header or NO_HEADER}
        if self.others:
            kept[OTHER_LINES_KEY] = self.others
        if self.text.newline != "\r\n":
            kept[NEWLINE_KEY] = NEWLINE_NAMES[self.text.newline]
        if self.text.encoding != LATIN:
            kept[ENCODING_KEY] = self.text.encoding
        if self.text.marked:
            kept[MARK_KEY] = "yes"
        end = [_OPEN] if not self.text.closed else []
        end += [f"{len(self.text.tail)} end marks"] if self.text.tail else []
        if end:
            kept[END_KEY] = ", ".join(end)
        return kept


def laid_out(rows: Sequence[str], kept: Mapping[str, Any]) -> bytes:
    """The bytes of a list of these rows, laid out as the one that the ``x-eibi-`` keys were read from."""
    header = kept.get(HEADER_KEY, HEADER)
    header = header if isinstance(header, str) else NO_HEADER
    others = kept.get(OTHER_LINES_KEY)
    lines = _merged(rows, header, others if isinstance(others, list) else ())
    newline = next((end for end, name in NEWLINE_NAMES.items() if name == kept.get(NEWLINE_KEY)), "\r\n")
    encoding = UTF8 if kept.get(ENCODING_KEY) == UTF8 else LATIN
    end = _END_MARKS.fullmatch(str(kept.get(END_KEY, "")))
    text = newline.join(lines)
    if lines and not (end and end[1]):
        text += newline
    if end and end[2]:
        text += "\x1a" * int(end[2].split()[0])
    mark = b"\xef\xbb\xbf" if kept.get(MARK_KEY) == "yes" else b""
    return mark + text.encode(encoding, "replace")


def _merged(rows: Sequence[str], header: str, others: Iterable[Any]) -> list[str]:
    """Merge heading, rows and the lines between them, each line at its old place."""
    kept: list[tuple[int, str]] = []
    with_header = header != NO_HEADER
    header_at = 0
    for entry in others:
        number, colon, line = str(entry).partition(": ")
        # Anybody may have edited the key, so that an entry need not be one of ours.
        if not (colon and number.isascii() and number.isdigit() and len(number) < 9):
            continue
        if line == NO_HEADER and with_header:
            header_at = int(number)
        else:
            kept.append((int(number), line))
    if with_header:
        kept.append((header_at, header))
    lines: list[str] = []
    waiting = iter(rows)
    for place, line in sorted(kept, key=lambda pair: pair[0]):
        while len(lines) < place and (row := next(waiting, None)) is not None:
            lines.append(row)
        lines.append(line)
    return [*lines, *waiting]
