"""The text of a table cut into rows of cells, each with the line it starts on."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator

from bcastplan.exchange.text_lists import LATIN
from bcastplan.model.errors import UnreadableInput

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_LONGEST_CELL = 131_072


class BrokenTable(ValueError):
    """A text that cannot be cut into cells from some line on."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"from here the text cannot be cut into cells ({reason}): look at the quotes")
        self.line = line


def table_text(file: str, data: bytes, encoding: str | None) -> str:
    """The text of a table: in the encoding that a mapping names, else UTF-8, else ISO-8859-1.

    Raises UnreadableInput where the text is not in the named encoding.
    """
    if encoding:
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            raise UnreadableInput(file, f"the text is not {encoding}, as the mapping says") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode(LATIN)


def guessed_delimiter(text: str, meaning: Callable[[str], str | None]) -> str:
    """The delimiter that makes most columns of the header mean something, else the most frequent one."""
    header = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")

    def meant(delimiter: str) -> tuple[int, int]:
        cells = [cell.strip().strip('"') for cell in header.split(delimiter)]
        return sum(meaning(cell) is not None for cell in cells), header.count(delimiter)

    return max(DELIMITERS, key=meant)


def csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table with the lines they start on; blank rows and comments after ``#`` are passed over.

    Raises BrokenTable where quotes do not close.
    """
    # The limit is one for the whole process, and other code may have changed it.
    csv.field_size_limit(_LONGEST_CELL)
    # Without ``strict`` a quote that is never closed would make a cell of all that follows, without a word.
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    starts = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BrokenTable(starts, str(error)) from None
        line, starts = starts, reader.line_num + 1
        if any(cell.strip() for cell in cells) and not cells[0].startswith("#"):
            yield line, cells
