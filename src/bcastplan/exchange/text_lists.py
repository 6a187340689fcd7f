"""Splits the bytes of a list into lines; binary data, and web pages saved under a list's name, are refused."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import NamedTuple

from bcastplan.model.errors import UnreadableInput

_BOM = b"\xef\xbb\xbf"
_WEB_PAGE = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
"""A comment ends at its first ``-->``, and no other end is tried: a row of comments would take 2^n steps."""
_LINE_END = re.compile("\r{1,4}\n|\n|\r")
_ENDS = ("\r\r\n", "\r\n", "\n", "\r")
_SAMPLE = 4096

LATIN = "iso-8859-1"
UTF8 = "utf-8"


class TextLines(NamedTuple):
    """The lines of a list without their ends.

    ``newline`` is the most frequent line end, ``mixed`` whether there are others; CR CR LF, which programs write that
    put a CR before every LF twice, is one end. ``encoding`` is what the bytes were, ``marked`` whether a byte-order
    mark stood before them. ``closed`` tells whether the last line has an end; ``tail`` holds the end-of-file
    characters (Ctrl-Z) after it.
    """

    lines: list[str]
    newline: str
    mixed: bool
    encoding: str
    closed: bool
    marked: bool = False
    tail: str = ""


def is_web_page(data: bytes) -> bool:
    """Whether some bytes are the beginning of an HTML page."""
    return _WEB_PAGE.match(data[:_SAMPLE].removeprefix(_BOM)) is not None


def refuse_what_is_no_list(file: str, data: bytes) -> None:
    """Raise UnreadableInput for binary data, UTF-16 and HTML pages."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)):
        raise UnreadableInput(file, "the text is UTF-16 or UTF-32: save it as UTF-8 or ISO-8859-1")
    if b"\0" in data:
        raise UnreadableInput(file, "a binary or UTF-16 file, not a list: save it as UTF-8 or ISO-8859-1")
    if is_web_page(data):
        raise UnreadableInput(
            file,
            "an HTML page, not the list it is named after: open it in a browser, it may say why, and save the list",
        )


def text_lines(file: str, data: bytes) -> TextLines:
    """Split a list into lines, whatever ends them: CR LF, LF, CR or a mixture.

    UTF-8 is told by a byte-order mark or by being valid with letters beyond ASCII; everything else is ISO-8859-1.
    Raises UnreadableInput for what is no list.
    """
    refuse_what_is_no_list(file, data)
    marked = data.startswith(_BOM)
    text, encoding = _decoded(data.removeprefix(_BOM), marked)
    whole, text = text, text.rstrip("\x1a")
    line_ends = Counter(_LINE_END.findall(text)) if "\r" in text else Counter({"\n": text.count("\n")})
    counts = {end: line_ends[end] for end in _ENDS if line_ends[end]}
    newline = max(counts, key=counts.__getitem__, default="\r\n")
    mixed = line_ends.total() > line_ends[newline]
    lines = _LINE_END.split(text) if mixed else text.split(newline)
    closed = not lines[-1]
    if closed:
        lines.pop()
    return TextLines(lines, newline, mixed, encoding, closed, marked, whole[len(text) :])


def _decoded(data: bytes, marked: bool) -> tuple[str, str]:
    if data.isascii():
        # ASCII alone could be either; without a mark it counts as ISO-8859-1, in which the lists are published.
        return data.decode("ascii"), UTF8 if marked else LATIN
    try:
        return data.decode(UTF8), UTF8
    except UnicodeDecodeError:
        return data.decode(LATIN), LATIN
