"""The rows of a sweep as records, for CSV, JSON and Parquet: column names may be added, and none is ever changed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from bcastplan.coverage.coverage_result import CoverageRow
from bcastplan.reports.coverage.coverage_data import row_record
from bcastplan.reports.safe_text import csv_text, json_text, plain_cell
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
    header = [list(records[0])] if records else []
    return csv_text([*header, *([plain_cell(value) for value in record.values()] for record in records)])


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
    # All rows are looked at: the first hundred may have no figure, or only whole numbers, in a column.
    frame = polars.DataFrame(records, infer_schema_length=None, strict=False)
    unknown = [name for name, kind in frame.schema.items() if kind == polars.Null]  # of which every value is unknown
    frame.with_columns(polars.col(unknown).cast(polars.Float64)).write_parquet(out)
    return out.getvalue()
