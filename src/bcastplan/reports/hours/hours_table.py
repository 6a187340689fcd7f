"""Hours as a table that people read: two decimals, a total, and notes that name what is not counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bcastplan.hours.hours_result import HoursResult, HoursRow
from bcastplan.model.counts import hours
from bcastplan.model.inert import inert
from bcastplan.model.percent import percent
from bcastplan.reports.group_records import likely_words
from bcastplan.reports.hours.part_years import CALENDAR_YEARS, part_of_bucket, period_words
from bcastplan.reports.text_columns import align

if TYPE_CHECKING:
    from bcastplan.coverage.coverage_result import CoverageColumn, Heard

_HEADINGS = ("frequency-hours", "transmitter-hours", "programme-hours", "per day", "per day on air")


def hours_text(result: HoursResult, coverage: CoverageColumn | None = None) -> str:
    """The table for a terminal, the period above it."""
    lines = [period_words(result), ""] if result.period else []
    rows = _cells(result, coverage)
    right = [number >= _label_columns(result) for number in range(len(rows[0]))]
    table = align(rows, right)
    rule = "-" * max(len(line) for line in table)
    lines += [table[0], rule, *table[1:-1], *([rule] if len(table) > 2 else []), table[-1]]
    beside = ["", *map(inert, coverage.notes)] if coverage is not None and coverage.notes else []
    return "\n".join([*lines, *_notes(result, coverage), *beside]) + "\n"


def hours_markdown(result: HoursResult, coverage: CoverageColumn | None = None) -> str:
    """The table in Markdown."""
    rows = [[_markdown_cell(cell) for cell in row] for row in _cells(result, coverage)]
    labels = _label_columns(result)
    marks = ["---" if number < labels else "---:" for number in range(len(rows[0]))]
    lines = [f"{period_words(result)}", ""] if result.period else []
    lines += [f"| {' | '.join(cells)} |" for cells in (rows[0], marks, *rows[1:])]
    notes = [*_notes(result, coverage), *(_markdown_cell(inert(note)) for note in (coverage.notes if coverage else ()))]
    return "\n".join([*lines, *(f"\n{note}" for note in notes if note)]) + "\n"


def _label_columns(result: HoursResult) -> int:
    return max(1, len(result.by) + (result.per is not None))


def _cells(result: HoursResult, coverage: CoverageColumn | None) -> list[list[str]]:
    labels = [*result.by, *([result.per] if result.per else [])] or [""]
    energy = result.total.energy_kwh is not None
    cost = result.total.cost is not None or any(row.cost is not None for row in result.rows)
    people = coverage is not None and coverage.total.people is not None
    disturbed = coverage is not None and coverage.total.heard_interfered is not None
    drawn = coverage is not None and coverage.total.heard_low is not None
    heading = [
        *labels,
        *_HEADINGS,
        *(["coverage-hours", "heard", "served"] if coverage else []),
        *(["likely heard"] if drawn else []),
        *(["under interference", "still heard"] if disturbed else []),
        *(["person-hours"] if people else []),
        *(["kWh"] if energy else []),
        *(["cost"] if cost else []),
        *(["per million person-hours"] if cost and people else []),
    ]
    rows = [heading]
    heard = coverage.rows if coverage else [None] * len(result.rows)
    for row, covered in zip(result.rows, heard, strict=True):
        names = [_label(group, value) for group, value in zip(result.by, row.values, strict=True)]
        rows.append(
            [
                *names,
                *([_bucket(row, result.per)] if result.per else []),
                *_numbers(row, covered, energy, cost, people, disturbed, drawn),
            ]
        )
    total = [
        "total",
        *[""] * (len(labels) - 1),
        *_numbers(result.total, coverage.total if coverage else None, energy, cost, people, disturbed, drawn),
    ]
    # The only row would be the total once more.
    if not result.by and not result.per:
        return [heading, total]
    return [*rows, total]


def _bucket(row: HoursRow, per: str) -> str:
    part = part_of_bucket(row, per)
    return f"{row.period} ({part})" if part else row.period or ""


def _label(group: str, value: str | int | float | None) -> str:
    if value is None:
        return "(none)"
    return f"{value:g} kHz" if group == "frequency" and not isinstance(value, str) else inert(str(value))


def _numbers(
    row: HoursRow, covered: Heard | None, energy: bool, cost: bool, people: bool, disturbed: bool, drawn: bool
) -> list[str]:
    cells = [
        f"{row.frequency_minutes / 60:,.2f}",
        f"{row.transmitter_minutes / 60:,.2f}",
        f"{row.programme_minutes / 60:,.2f}",
        f"{row.frequency_minutes_per_day / 60:,.2f}",
        f"{row.frequency_minutes_per_day_on_air / 60:,.2f}",
    ]
    if covered is not None:
        minutes = covered.coverage_minutes
        cells.append("?" if minutes is None else f"{minutes / 60:,.2f}")
        cells += ["?" if share is None else percent(share) for share in (covered.share, covered.served_share)]
    if covered is not None and drawn:
        cells.append(likely_words(covered) or "?")
    if covered is not None and disturbed:
        minutes, share = covered.coverage_minutes_interfered, covered.heard_interfered
        cells += ["?" if minutes is None else f"{minutes / 60:,.2f}", "?" if share is None else percent(share)]
    if covered is not None and people:
        cells.append("-" if covered.person_hours is None else f"{covered.person_hours:,.0f}")
    if energy:
        cells.append(f"{row.energy_kwh:,.0f}" if row.energy_kwh is not None else "-")
    if cost:
        cells.append(f"{row.cost:,.2f} {inert(row.currency or '')}".rstrip() if row.cost is not None else "-")
    if cost and covered is not None and people:
        # Here and not above, so that hours without coverage load nothing that predicts.
        from bcastplan.coverage.coverage_result import cost_per_person_hour

        price = cost_per_person_hour(row.cost, covered)
        cells.append("-" if price is None else f"{1e6 * price:,.2f}")
    return cells


def _notes(result: HoursResult, coverage: CoverageColumn | None) -> Iterator[str]:
    total = result.total
    if result.calendar_fiscal_years:
        yield f"\n{CALENDAR_YEARS}"
    if total.energy_kwh is not None and total.unknown_power_minutes:
        yield f"\n{hours(total.unknown_power_minutes)} transmitter-hours have no power: their energy is not in the sum."
    if len(total.currencies) > 1:
        amounts = ", ".join(f"{amount:,.2f} {inert(currency or '(no currency)')}" for currency, amount in total.amounts)
        yield f"\nPrices in different currencies are not added together: {amounts}."
    elif total.cost is None and total.currencies and total.unpriced_minutes:
        unpriced = hours(total.unpriced_minutes)
        yield f"\n{unpriced} transmitter-hours have no price: no cost is given for sums that hold them."
    if coverage is not None and (left_out := coverage.total.programme_minutes - coverage.total.predicted_minutes):
        yield f"\n{hours(left_out)} programme-hours could not be predicted (`bcastplan coverage` says why)."


def _markdown_cell(text: str) -> str:
    # The backslash comes first, so that those put in for the others stay single.
    for mark in "\\|<>*_`[]#":
        text = text.replace(mark, f"\\{mark}")
    return text
