"""Decodes bytes to text without losing any; bytes that are no text are refused with the reason."""

from __future__ import annotations

import codecs

from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import Place, Problem

BOM = "\ufeff"


def decode_text(file: str, data: bytes) -> tuple[str, list[Problem]]:
    """Decode UTF-8, a byte-order mark kept out of the text.

    Raises UnreadableInput for UTF-16, UTF-32 and binary data. Bytes that are not UTF-8 become a problem at their
    line and an empty text.
    """
    # The mark of UTF-32 LE begins with that of UTF-16 LE, which therefore finds both.
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)):
        raise UnreadableInput(file, "the text is UTF-16 or UTF-32: save it as UTF-8")
    if b"\0" in data[:4096]:
        # Every second byte of Latin letters in UTF-16 is zero; other binary data rarely has so many.
        wide = data[:4096].count(b"\0") * 3 > len(data[:4096])
        raise UnreadableInput(
            file,
            "the text is UTF-16 without a mark: save it as UTF-8" if wide else "a binary file, not a schedule",
        )
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        message = f"the byte 0x{data[error.start]:02X} is not UTF-8: save the file as UTF-8"
        return "", [Problem("YML008", message, Place(file, line, column))]
