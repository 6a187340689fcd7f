"""The rows of a sweep as records, for CSV, JSON and Parquet: column names may be added, and none is ever changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from bcastplan.coverage.coverage_result import CoverageRow
from bcastplan.model.inert import inert_cell
from bcastplan.model.values import plain_number
from bcastplan.reports.coverage.coverage_data import row_record
from bcastplan.reports.safe_text import json_text
from bcastplan.workspace.prediction.scenario_sweep import Combination, Sweep

SCHEMA = "bcastplan.sweep/1"

Record = dict[str, Any]


class NoParquet(ValueError):
    """The library that writes Parquet is not installed."""


def combination_records(sweep: Sweep, combination: Combination, rows: Iterable[CoverageRow]) -> list[Record]:
    """The rows of one combination: what is assumed, the group, and what is heard."""
    return [asdict(combination) | row_record(sweep.by, row) for row in rows]


def sweep_csv(records: Sequence[Record]) -> str:
    """The records as CSV, a line each."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if records:
        writer.writerow(records[0])
    writer.writerows([_cell(value) for value in record.values()] for record in records)
    return out.getvalue()


def sweep_json(sweep: Sweep, records: Sequence[Record]) -> str:
    """The records as one JSON object."""
    return json_text({"schema": SCHEMA, "by": list(sweep.by), "rows": list(records)}, indent=1) + "\n"


def sweep_parquet(records: Sequence[Record]) -> bytes:
    """The records as a Parquet file.

    Raises:
        NoParquet: Polars is not installed.
    """
    try:
        import polars
    except ImportError:
        raise NoParquet("Parquet needs Polars: pip install 'bcastplan[dataframes]', or write CSV") from None
    out = io.BytesIO()
    frame = polars.DataFrame(records, infer_schema_length=None, strict=False)
    unknown = [name for name, kind in frame.schema.items() if kind == polars.Null]  # of which every value is unknown
    frame.with_columns(polars.col(unknown).cast(polars.Float64)).write_parquet(out)
    return out.getvalue()


def _cell(value: str | int | float | None) -> str:
    if value is None:
        return ""
    return inert_cell(value) if isinstance(value, str) else plain_number(value)
