"""Predictions as CSV beside the columns of the request; ``nan`` stands where nothing could be predicted."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence

from bcastplan.model.inert import inert, inert_cell
from bcastplan.reports.text_columns import align


def predict_csv(
    columns: Sequence[str], rows: Sequence[Mapping[str, str]], results: Mapping[str, Sequence[float]]
) -> str:
    """One line per row: its own cells as they were, then the results with five decimals."""
    out = io.StringIO()
    # Scripts read this: `cut` and `awk` would take the CR that CSV ends lines with for a part of the last number.
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*(inert_cell(column) for column in columns), *results])
    for row, *numbers in zip(rows, *results.values(), strict=True):
        writer.writerow([*(_own(row[column]) for column in columns), *(_number(value) for value in numbers)])
    return out.getvalue()


def predict_text(results: Mapping[str, float], units: Mapping[str, str]) -> str:
    """The results of one circuit, a line each."""
    lines = [[inert(name), "no prediction" if math.isnan(value) else f"{value:.2f}", units[name]]
             for name, value in results.items()]  # fmt: skip
    return "\n".join(align(lines, [False, True, False])) + "\n"


def _number(value: float) -> str:
    return "nan" if math.isnan(value) else f"{value:.5f}"


def _own(text: str) -> str:
    """A cell as it was written; text is made inert, because a spreadsheet could read it as a formula."""
    try:
        float(text)
    except ValueError:
        return inert_cell(text)
    return text
