"""Positions of the small charts; templates draw them. Lengths are in the units of each chart's own view box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bcastplan.hours.hours_result import HoursResult
from bcastplan.reports.page.figures import MONTHS, whole_hours

WIDE, NARROW = 1000.0, 360.0
"""Widths of the chart on a wide screen and on a telephone."""
_CHART_HEIGHT = 240.0
_TOP, _BOTTOM, _LEFT = 44.0, 40.0, 4.0  # the marks of fiscal years stand above the figures of the columns
_WIDEST_COLUMN = 84.0


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a chart with the words at its foot and head."""

    x: float
    y: float
    width: float
    height: float
    label: str
    below: str
    value: str
    show_value: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A vertical line with words, as where a budget year begins."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Columns over a common base line."""

    width: float
    height: float
    base: float
    columns: tuple[Column, ...]
    marks: tuple[Mark, ...]


def month_columns(result: HoursResult, fiscal_year_starts: int | None, chart_width: float = WIDE) -> ColumnChart | None:
    """Frequency-hours by month, with a line where a fiscal year begins (if one does); None for less than two months."""
    rows = [row for row in result.rows if row.period]
    if len(rows) < 2:
        return None
    most = max(row.frequency_minutes for row in rows)
    base = _CHART_HEIGHT - _BOTTOM
    step = (chart_width - 2 * _LEFT) / len(rows)
    width = min(step * 0.72, _WIDEST_COLUMN)
    columns, marks = [], []
    for number, row in enumerate(rows):
        year, month = (int(part) for part in str(row.period).split("-"))
        height = (base - _TOP) * row.frequency_minutes / most if most else 0.0
        x = _LEFT + step * number + (step - width) / 2
        # A year is written once, below its first column.
        first = number == 0 or month == 1
        value = whole_hours(row.frequency_minutes)
        columns.append(
            Column(
                x=x,
                y=base - height,
                width=width,
                height=height,
                # Below this width three letters would touch those of the next month.
                label=MONTHS[month - 1] if step >= 26 else MONTHS[month - 1][0],
                below=str(year) if first else "",
                value=value,
                # A digit is about seven units wide.
                show_value=step >= 7 * len(value) + 4,
                spoken=f"{MONTHS[month - 1]} {year}: {value} frequency-hours",
            )
        )
        if number and month == fiscal_year_starts:
            # A fiscal year bears the number of the calendar year in which it ends.
            ends = year if fiscal_year_starts == 1 else year + 1
            marks.append(Mark(_LEFT + step * number, f"FY{ends}"))
    return ColumnChart(chart_width, _CHART_HEIGHT, base, tuple(columns), tuple(marks))


@dataclass(frozen=True, slots=True)
class Spark:
    """A row of tiny columns, one a month: (x, y, width, height)."""

    width: float
    height: float
    columns: tuple[tuple[float, float, float, float], ...]
    spoken: str


def sparks(result: HoursResult, labels: Sequence[str]) -> Mapping[object, Spark]:
    """Frequency-hours by month of each group of a result by (group,) and month; all on one scale."""
    if len(labels) < 2:
        return {}
    minutes: dict[object, dict[str, int]] = {}
    for row in result.rows:
        minutes.setdefault(row.values[0], {})[row.period or ""] = row.frequency_minutes
    most = max((value for months in minutes.values() for value in months.values()), default=0)
    return {group: _spark(months, labels, most) for group, months in minutes.items()}


def _spark(months: Mapping[str, int], labels: Sequence[str], most: int) -> Spark:
    step, height = min(12.0, 180.0 / len(labels)), 22.0
    columns = []
    for number, label in enumerate(labels):
        value = months.get(label, 0)
        # A month with little airtime stays in sight beside one with much.
        tall = max(1.0, height * value / most) if value and most else 0.0
        columns.append((step * number, height - tall, step * 0.78, tall))
    spoken = ", ".join(f"{label}: {whole_hours(months.get(label, 0))} h" for label in labels)
    return Spark(step * len(labels), height, tuple(columns), spoken)
