"""A text as an editor has it, and the way between its positions and offsets.

The editor counts lines (ended by LF, CR or CR LF) and code units of the encoding that was agreed on; readers of YAML
count characters, and lines that the three line breaks of Unicode end too. A byte-order mark belongs to the editor's
text and not to what readers get.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
from lsprotocol import types as lsp

from bcastplan.document.text import BOM

MOST_CHARACTERS = 32_000_000
"""Of a text that is looked at; the world's season has 0.8 million."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_RARE_BREAK = re.compile("[\x85\u2028\u2029]")
_QUOTED = re.compile(r""""(?:[^"\\\n]|\\.)*+"?|'[^'\n]*+'?""")
_BEHIND_VALUE = re.compile(r",(?=\s|$)|[\[\]{}\n]|\s#|:(?=\s|$)")
_BRACKET = re.compile(r"""[{}\[\]]|"(?:[^"\\\n]|\\.)*+"?|'[^'\n]*+'?""")


@dataclass(frozen=True)
class Lines:
    """Where the lines of a text begin, as offsets."""

    text: str
    starts: Sequence[int]

    @classmethod
    def of(cls, text: str, *, breaks: str) -> Lines:
        """The lines of a text; ``breaks`` are the characters that end one, CR LF counting once."""
        if text.isascii():
            codes = np.frombuffer(text.encode(), dtype=np.uint8)
        else:
            codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
        ends = np.zeros(len(codes), dtype=np.bool_)
        for character in breaks:
            ends |= codes == ord(character)
        # CR LF ends one line: its CR is dropped, and its LF stays.
        ends[:-1] &= ~((codes[:-1] == ord("\r")) & (codes[1:] == ord("\n")))
        return cls(text, [0, *(np.flatnonzero(ends) + 1).tolist()])

    def line_of(self, offset: int) -> int:
        """The number of the line, from 0, in which an offset lies."""
        return bisect_right(self.starts, offset) - 1

    def end(self, line: int) -> int:
        """The offset behind a line, its line end included."""
        return self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)


@dataclass
class EditorText:
    """One open text.

    Attributes:
        uri: how the editor names it.
        text: as the editor has it; lone surrogates are replaced. Empty where it is too long to be looked at.
        version: the editor's number of this state.
        encoding: what the editor counts characters in.
    """

    uri: str
    text: str
    version: int | None = None
    encoding: str = lsp.PositionEncodingKind.Utf16
    too_long: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self._set(self.text)

    def _set(self, text: str) -> None:
        self.too_long = len(text) > MOST_CHARACTERS
        self.text = "" if self.too_long else _SURROGATE.sub("\ufffd", text)
        for name in ("lines", "yaml_lines", "content"):
            self.__dict__.pop(name, None)

    def change(self, changes: Sequence[lsp.TextDocumentContentChangeEvent], version: int | None) -> None:
        """Follow the changes of an editor, each of which counts in the text that the one before it made."""
        self.version = version
        for change in changes:
            if isinstance(change, lsp.TextDocumentContentChangePartial):
                # The text was not kept, so a change of a part has nothing to change. Only a whole text brings it back.
                if not self.too_long:
                    # Ends that stand the wrong way round are swapped, as the reference implementation of the protocol
                    # does.
                    start, end = sorted((self._raw_offset(change.range.start), self._raw_offset(change.range.end)))
                    self._set(self.text[:start] + change.text + self.text[end:])
            else:
                self._set(change.text)

    @cached_property
    def content(self) -> str:
        """The text as readers get it: without a byte-order mark."""
        return self.text.removeprefix(BOM)

    @cached_property
    def lines(self) -> Lines:
        """The lines as the editor counts them."""
        return Lines.of(self.text, breaks="\n\r")

    @cached_property
    def yaml_lines(self) -> Lines:
        """The lines of ``content`` as readers count them."""
        # Nearly every text has the same lines for the editor and for YAML, and counting a season's takes a while.
        if not _RARE_BREAK.search(self.text) and not self._mark:
            return self.lines
        return Lines.of(self.content, breaks="\n\r\x85\u2028\u2029")

    @property
    def _mark(self) -> int:
        return int(self.text.startswith(BOM))

    def offset(self, position: lsp.Position) -> int:
        """The offset in ``content`` of a position; one beyond a line or the text is at its end."""
        return max(self._raw_offset(position) - self._mark, 0)

    def _raw_offset(self, position: lsp.Position) -> int:
        lines = self.lines
        if position.line >= len(lines.starts):
            return len(self.text)
        start = lines.starts[position.line]
        line = self.text[start : lines.end(position.line)].rstrip("\r\n")
        return start + _characters(line, position.character, self.encoding)

    def position(self, offset: int) -> lsp.Position:
        """The position of an offset in ``content``."""
        raw = min(offset + self._mark, len(self.text))
        line = self.lines.line_of(raw)
        return lsp.Position(line, _units(self.text[self.lines.starts[line] : raw], self.encoding))

    def range(self, start: int, end: int) -> lsp.Range:
        """The range between two offsets in ``content``."""
        return lsp.Range(self.position(start), self.position(end))

    def place_offset(self, line: int | None, column: int | None) -> int:
        """The offset in ``content`` of a line and column of a finding, both from 1."""
        _, start, end = self._line_span(line)
        return min(start + max((column or 1) - 1, 0), end)

    def _line_span(self, line: int | None) -> tuple[int, int, int]:
        """The number, from 0, of a line of a finding, and where it begins and ends, its line end left out."""
        lines = self.yaml_lines
        number = min(max((line or 1) - 1, 0), len(lines.starts) - 1)
        start, end = lines.starts[number], lines.end(number)
        return number, start, start + len(self.content[start:end].rstrip("\r\n\x85\u2028\u2029"))

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """The line and column, from 1 and as readers count them, of an offset in ``content``."""
        line = self.yaml_lines.line_of(offset)
        return line + 1, offset - self.yaml_lines.starts[line] + 1

    def place_range(self, line: int | None, column: int | None) -> lsp.Range:
        """The value, the key or the line that a finding speaks of."""
        number, start, end = self._line_span(line)
        written = self.content[start:end]
        stretch = _known_stretch if end - start <= _LONGEST_KNOWN else _stretch
        first, stop = stretch(written, None if column is None else column - 1)
        if self.yaml_lines is not self.lines:
            return self.range(start + first, start + stop)
        before, upto = _units(written[:first], self.encoding), _units(written[:stop], self.encoding)
        return lsp.Range(lsp.Position(number, before), lsp.Position(number, upto))


def _stretch(written: str, column: int | None) -> tuple[int, int]:
    """Where in a line the value or key at a column, from 0, begins and ends; without a column all but its blanks."""
    if column is None:
        return len(written) - len(written.lstrip()), len(written.rstrip())
    start = min(max(column, 0), len(written))
    if written[start : start + 1] in ("{", "["):
        return start, _bracket_end(written, start)
    quoted = _QUOTED.match(written, start)
    if quoted is not None:
        return start, quoted.end()
    behind = _BEHIND_VALUE.search(written, start)
    value = written[start : behind.start() if behind is not None else len(written)].rstrip()
    return start, max(start + len(value), min(start + 1, len(written)))


_known_stretch = lru_cache(maxsize=8192)(_stretch)
"""The same: a file repeats its lines, and every check asks for them again."""
_LONGEST_KNOWN = 500


def _bracket_end(line: str, start: int) -> int:
    """Behind the bracket that closes the one at ``start``; the end of the line where none does."""
    depth = 0
    for match in _BRACKET.finditer(line, start):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(match.group(), 0)
        if not depth:
            return match.end()
    return len(line)


def _units(piece: str, encoding: str) -> int:
    """How many code units characters take."""
    if encoding == lsp.PositionEncodingKind.Utf32 or piece.isascii():
        return len(piece)
    if encoding == lsp.PositionEncodingKind.Utf8:
        return len(piece.encode())
    return len(piece.encode("utf-16-le")) // 2


def _characters(line: str, units: int, encoding: str) -> int:
    """How many characters of a line take so many code units; all of them where it is shorter."""
    if encoding == lsp.PositionEncodingKind.Utf32 or line.isascii():
        return min(units, len(line))
    taken = 0
    for number, character in enumerate(line):
        if taken >= units:
            return number
        taken += _units(character, encoding)
    return len(line)
