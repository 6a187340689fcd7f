"""Rectangles of cells as tab-separated text, which every spreadsheet copies and pastes; no session is changed here."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bcastplan.document.scalars import value_text
from bcastplan.exchange.file_kind import recognise
from bcastplan.exchange.tables.column_mapping import meaning_of_heading
from bcastplan.model.counts import count
from bcastplan.model.errors import ValueFault
from bcastplan.model.inert import reversible_cell, text_of_cell
from bcastplan.model.transmission import KEYS
from bcastplan.model.values import Raw
from bcastplan.workspace.editing.clipboard import LARGEST_PASTE, parse_pasted, value_of_cell
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.editing.tried_rows import Refusal, RowChanges

Shown = Callable[[int, str], str]
"""What a column of the table shows of a row."""
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


@dataclass(slots=True)
class Placement:
    """What pasted cells would write: changes row by row, values that cannot be, and how many cells were passed over.

    Cells of columns that are computed from others, and cells that change nothing, are passed over.
    """

    changes: list[RowChanges] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    computed: int = 0
    same: int = 0


def cell_text(session: Session, row: int, key: str, shown: Shown) -> str:
    """A cell as it is copied: the value as it is written, the file's default included, else what the table shows."""
    if key in KEYS and session.editable(row):
        raw = session.resolved_raw(row).get(key)
        if raw is not None:
            return _line(raw)
    return shown(row, key)


def cells_text(session: Session, rows: Sequence[int], keys: Sequence[str], shown: Shown) -> str:
    """A rectangle of cells as lines with tabs between them; a single cell without a line end."""
    block = [[_guarded(cell_text(session, row, key, shown)) for key in keys] for row in rows]
    if len(block) == 1 and len(block[0]) == 1:
        return block[0][0]
    lines = io.StringIO()
    csv.writer(lines, delimiter="\t", lineterminator="\n").writerows(block)
    return lines.getvalue()


def read_cells(text: str) -> list[list[str]]:
    """The cells of tab-separated text, all rows as long as the longest. Raises ValueError where it holds none."""
    if len(text) > LARGEST_PASTE:
        raise ValueError(f"{len(text):,} characters are too many to paste")
    # Spreadsheets end the last row with a line end too, which is no row more.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    try:
        block = list(csv.reader(io.StringIO(lines), delimiter="\t"))
    except csv.Error as error:
        raise ValueError(f"what was copied is no table of cells: {error}") from None
    width = max(map(len, block), default=0)
    if not width:
        raise ValueError("there is nothing to paste: copy cells first")
    # A quoted cell of a spreadsheet may have line breaks; values of a schedule have none.
    return [[" ".join(cell.split("\n")) for cell in row] + [""] * (width - len(row)) for row in block]


def is_block(text: str) -> bool:
    """Whether a text holds cells, and not whole transmissions: YAML, lines of a list, or a table with its headings."""
    lines = text.strip("\r\n").splitlines()
    if not lines:
        return False
    if "\t" in lines[0]:
        meanings = {meaning_of_heading(heading.strip()) for heading in lines[0].split("\t")}
        return "frequency" not in meanings
    if recognise("pasted", text.encode("utf-8", "replace")) in ("hfcc", "eibi", "aoki"):
        return False
    if any(line.lstrip().startswith(("- ", "{", "#")) or re.search(r":(\s|$)", line) for line in lines):
        return False
    # Last, because it reads the whole text.
    return not parse_pasted(text).items


def spread(block: Sequence[Sequence[str]], rows: int, columns: int) -> list[list[str]]:
    """The cells repeated over a selection that they fill a whole number of times; else as they are."""
    down, across = len(block), len(block[0])
    times_down = rows // down if rows % down == 0 else 1
    times_across = columns // across if columns % across == 0 else 1
    return [[*row] * times_across for _ in range(times_down) for row in block]


def placed(
    session: Session, block: Sequence[Sequence[str]], rows: Sequence[int], keys: Sequence[str], shown: Shown
) -> Placement:
    """What pasting cells over some rows and columns would write; the first cell goes to the first row and column."""
    placement = Placement()
    below, beside = len(block) - len(rows), len(block[0]) - len(keys)
    if below > 0:
        placement.refused.append(
            Refusal(rows[-1], "", f"{count(below, 'row')} of the text: there is nothing below the last transmission")
        )
    if beside > 0:
        placement.refused.append(
            Refusal(rows[0], "", f"{count(beside, 'column')} of the text: there is nothing beyond the last column")
        )
    for cells, row in zip(block, rows, strict=False):
        changes: dict[str, Raw | None] = {}
        for text, key in zip(cells, keys, strict=False):
            if key not in KEYS:
                placement.computed += 1
                continue
            before, after = cell_text(session, row, key, shown), text_of_cell(text.strip())
            try:
                value = None if after == before else _value(key, after)
            except ValueFault as fault:
                placement.refused.append(Refusal(row, key, str(fault)))
                continue
            # What was pasted may be written otherwise and still be the same value.
            if after == before or (value is None and key not in session.raw(row)) or _line(value) == before:
                placement.same += 1
            else:
                changes[key] = value
        if changes:
            placement.changes.append((row, changes))
    return placement


def _value(key: str, text: str) -> Raw | None:
    """The value of a pasted cell; None where it is empty. Raises ValueFault."""
    raw = value_of_cell(key, text) if text else None
    if raw is not None:
        KEYS[key].shape.parse(raw)
    return raw


def filled_down(session: Session, rows: Sequence[int], keys: Sequence[str]) -> list[RowChanges]:
    """The changes that give all rows but the first the first one's values of some keys, defaults included."""
    source = session.resolved_raw(rows[0])
    values = {key: source.get(key) for key in keys if key in KEYS}
    return [(row, changes) for row in rows[1:] if (changes := _differing(session.resolved_raw(row), values))]


def emptied(session: Session, rows: Sequence[int], keys: Sequence[str]) -> list[RowChanges]:
    """The changes that take some keys away where rows write them, so that the defaults of their files hold."""
    gone: Mapping[str, Raw | None] = {key: None for key in keys if key in KEYS}
    return [(row, changes) for row in rows if (changes := _differing(session.raw(row), gone))]


def _differing(held: Mapping[str, Raw], values: Mapping[str, Raw | None]) -> dict[str, Raw | None]:
    return {key: value for key, value in values.items() if held.get(key) != value}


def _line(raw: Raw | None) -> str:
    if raw is None:
        return ""
    if isinstance(raw, list):
        return ",".join(item if isinstance(item, str) else value_text(item, flow=True) for item in raw)
    return raw if isinstance(raw, str) else value_text(raw, flow=True)


def _guarded(text: str) -> str:
    """The text, marked where a spreadsheet would take it for a formula.

    Numbers, negative ones too, stay as they are.
    """
    return text if _NUMBER.fullmatch(text) else reversible_cell(text)
