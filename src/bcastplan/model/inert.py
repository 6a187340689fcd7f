"""User text made harmless for the place it is printed in."""

from __future__ import annotations

import re

# Besides control characters: the line separators of Unicode, and the signs that turn the direction of writing and can
# make a text look like another one.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# 0x80 to 0x9f are control characters too: some terminals take 0x9b for the beginning of an escape sequence.
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CONTROL_UTF8 = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def inert(text: str) -> str:
    """Text without control characters, terminal escapes and direction overrides, each shown by its number."""
    return _CONTROL.sub(lambda match: _escape(match.group()), text)


def _escape(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"


def inert_cell(text: str) -> str:
    """Text that a spreadsheet opens as text: what would start a formula gets an apostrophe in front."""
    clean = inert(text)
    return f"'{clean}" if clean.startswith(_FORMULA_STARTS) else clean


def reversible_cell(text: str) -> str:
    """The same for a table that is read back: a text with an apostrophe of its own gets another one in front."""
    clean = inert(text)
    return f"'{clean}" if clean.startswith((*_FORMULA_STARTS, "'")) else clean


def text_of_cell(cell: str) -> str:
    """The text that ``reversible_cell`` wrote; an apostrophe that guards nothing is the text's own."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA_STARTS, "'")) else cell


def inert_list(data: bytes) -> tuple[bytes, int]:
    """A list for a terminal: every control character as question marks, and how many characters that were.

    Tabs and line ends stay, and so do the columns. The text is ISO-8859-1, or UTF-8 where it is valid as that.
    """
    try:
        data.decode("utf-8")
        pattern = _CONTROL_UTF8
    except UnicodeDecodeError:
        pattern = _CONTROL_BYTES
    return pattern.subn(lambda match: b"?" * len(match.group()), data)
