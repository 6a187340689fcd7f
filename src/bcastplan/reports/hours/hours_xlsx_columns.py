"""The columns of the workbook's sheets, and whether a column's rows add up to its total."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bcastplan.coverage.coverage_result import CoverageColumn, Heard, cost_per_person_hour
from bcastplan.hours.hours_result import HoursResult, HoursRow
from bcastplan.hours.row_facts import GroupValue
from bcastplan.model.percent import whole_percent
from bcastplan.reports.group_records import NAMED


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers; ``exact`` is the whole number that tells whether rows add up."""

    heading: str
    format: str
    value: Callable[[HoursRow], float | None]
    exact: Callable[[HoursRow], int | Decimal | float | None]
    adds_up: bool = True
    """Whether a sum means anything (a mean per day does not)."""


def _hours(name: str) -> tuple[Callable[[HoursRow], float], Callable[[HoursRow], int]]:
    # Minutes are whole numbers and add up exactly, where hours are fractions that are rounded.
    return (lambda row: getattr(row, name) / 60), (lambda row: getattr(row, name))


_MEASURES = (
    Column("Frequency-hours", "hours", *_hours("frequency_minutes")),
    Column("Transmitter-hours", "hours", *_hours("transmitter_minutes")),
    Column("Programme-hours", "hours", *_hours("programme_minutes")),
    Column("Frequency-hours a day", "hours", *_hours("frequency_minutes_per_day"), adds_up=False),
    Column("Frequency-hours a day on the air", "hours", *_hours("frequency_minutes_per_day_on_air"), adds_up=False),
)
_ENERGY = Column("Energy, kWh", "whole", lambda row: row.energy_kwh, lambda row: row.energy_kwh)
_UNKNOWN = Column("Hours of unknown power", "hours", *_hours("unknown_power_minutes"))
_COST = Column("Cost", "money", lambda row: float(row.cost) if row.cost is not None else None, lambda row: row.cost)
_UNPRICED = Column("Hours without a price", "hours", *_hours("unpriced_minutes"))


def sums_to(column: Column, rows: Sequence[HoursRow], total: HoursRow) -> bool:
    """Whether a column's rows add up to its total: minutes and cents exactly, energy to the last digits.

    Rows without a figure have no part in it: their energy is not in the total either.
    """
    shown_total = column.exact(total)
    values = [value for row in rows if (value := column.exact(row)) is not None]
    if shown_total is None:
        return False
    if isinstance(shown_total, float):
        # Energies are sums of floats in another order than here.
        return math.isclose(math.fsum(map(float, values)), shown_total, rel_tol=1e-12)
    return sum(values) == shown_total


def labels_of(result: HoursResult) -> list[str]:
    """The headings of the columns of labels."""
    labels = []
    for group in result.by:
        heading = "Frequency, kHz" if group == "frequency" else group.capitalize()
        labels += [heading, f"{heading} name"] if group in NAMED else [heading]
    if result.per is not None:
        labels.append(result.per.replace("-", " ").capitalize())
    return labels or [""]


def label_cells(result: HoursResult, row: HoursRow) -> list[str | int | float]:
    """The labels of one row, frequencies as numbers."""
    cells: list[str | int | float] = []
    for group, value, name in zip(result.by, row.values, row.names, strict=True):
        cells.append(_label(group, value))
        if group in NAMED:
            cells.append(name or "")
    if result.per is not None:
        cells.append(row.period or "")
    return cells or ["All"]


def _label(group: str, value: GroupValue) -> str | int | float:
    if value is None:
        return "(none)"
    return value if group == "frequency" else str(value)


def coverage_columns(
    result: HoursResult, coverage: CoverageColumn, more: Sequence[tuple[HoursRow, Heard]] = ()
) -> list[Column]:
    """The columns of what is predicted of each row; shares and people never add up, for rows share airtime."""
    # By identity, because two groups with equal figures are equal rows.
    heard_of = {id(row): heard for row, heard in zip(result.rows, coverage.rows, strict=True)}
    heard_of[id(result.total)] = coverage.total
    heard_of |= {id(row): heard for row, heard in more}

    def column(heading: str, look: str, figure: Callable[[HoursRow, Heard], float | None]) -> Column:
        def value(row: HoursRow) -> float | None:
            return figure(row, heard_of[id(row)])

        return Column(heading, look, value, value, adds_up=False)

    columns = [
        column("Predicted programme-hours", "hours", lambda _, heard: heard.predicted_minutes / 60),
        column("Coverage-hours", "hours", lambda _, heard: _sixtieth(heard.coverage_minutes)),
        column("Heard", "share", lambda _, heard: _whole_share(heard.share)),
        column("Heard, at least", "share", lambda _, heard: _whole_share(heard.heard_low)),
        column("Heard, at most", "share", lambda _, heard: _whole_share(heard.heard_high)),
        column("Heard under interference", "share", lambda _, heard: _whole_share(heard.heard_interfered)),
        column("Served", "share", lambda _, heard: _whole_share(heard.served_share)),
    ]
    if coverage.total.people is not None:
        columns += [
            column("People", "whole", lambda _, heard: heard.people),
            column("Person-hours", "whole", lambda _, heard: heard.person_hours),
            column("Cost per million person-hours", "money", _million),
        ]
    return columns


def _million(row: HoursRow, heard: Heard) -> float | None:
    price = cost_per_person_hour(row.cost, heard)
    return None if price is None else 1e6 * price


def _sixtieth(minutes: float | None) -> float | None:
    return None if minutes is None else minutes / 60


def _whole_share(share: float | None) -> float | None:
    """A share in whole per cent, as every other place shows it."""
    return None if share is None else whole_percent(share) / 100


def columns_of(
    result: HoursResult, coverage: CoverageColumn | None = None, more: Sequence[tuple[HoursRow, Heard]] = ()
) -> list[Column]:
    """The columns of numbers in which at least one row has a value; ``more`` are totals beside the result's own."""
    columns = [*_MEASURES]
    everything = (*result.rows, result.total)
    if any(row.energy_kwh is not None for row in everything):
        columns.append(_ENERGY)
        if any(row.unknown_power_minutes for row in everything):
            columns.append(_UNKNOWN)
    if any(row.cost is not None for row in everything):
        columns.append(_COST)
        if any(row.unpriced_minutes for row in everything):
            columns.append(_UNPRICED)
    if coverage is not None:
        columns += [
            column
            for column in coverage_columns(result, coverage, more)
            if any(column.value(row) is not None for row in everything)
        ]
    return columns
