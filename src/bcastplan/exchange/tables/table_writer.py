"""Writes transmissions as a table of all keys; no cell begins a formula, and the same values are read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from bcastplan.exchange.tables.table_columns import COLUMNS
from bcastplan.exchange.writable import writable
from bcastplan.model.finding import Problem
from bcastplan.model.transmission import Transmission


def write_csv(transmissions: Iterable[Transmission]) -> tuple[bytes, list[Problem]]:
    """Write a header and one line each, in UTF-8 with a byte-order mark for spreadsheets, CR LF at every line end.

    Returns the content and what it does not say, or says otherwise (CSV101, CSV102): all it holds can be read again.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    transmissions, problems = writable(transmissions, "CSV102")
    kept: dict[str, int] = {}
    first = None
    for transmission in transmissions:
        writer.writerow([text(transmission) for text in COLUMNS.values()])
        for key in transmission.extensions:
            kept[key] = kept.get(key, 0) + 1
            first = first or transmission
    if first is not None:
        listed = ", ".join(f"{key} ({count})" for key, count in sorted(kept.items()))
        problems.append(
            Problem("CSV101", f"no columns for: {listed}", first.place(), {"keys": ", ".join(sorted(kept))})
        )
    return out.getvalue().encode("utf-8-sig"), problems
