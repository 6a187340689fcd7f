"""What can be cut: the transmissions in the order of cutting, and coverage against budget as a curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bcastplan.reports.hours.marginal_tables import (
    MEASURE_WORDS,
    marginal_notes,
    price_of_loss,
    transmission_words,
)
from bcastplan.reports.page import figures

if TYPE_CHECKING:  # predictions take time to import
    from bcastplan.workspace.prediction.marginal_values import MarginalRow, MarginalValues, Worth

MOST_ROWS = 60
WIDTH, HEIGHT = 1000.0, 260.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 56.0, 10.0, 12.0, 40.0


@dataclass(frozen=True, slots=True)
class CutRow:
    """One transmission."""

    label: str
    programme: str
    coverage: str
    interfered: str
    person: str
    cost: str
    price: str
    left: str


@dataclass(frozen=True, slots=True)
class Curve:
    """Coverage left against budget left, both in percent of the whole: a polyline and its grid."""

    points: str
    grid: tuple[tuple[float, float, str], ...]
    """(x, y, percent) of the marks on both axes."""
    x_label: str
    y_label: str
    spoken: str


@dataclass(frozen=True, slots=True)
class MarginalSection:
    """The section; rows are cut, the curve is whole."""

    rows: tuple[CutRow, ...]
    all_rows: int
    has_interfered: bool
    has_people: bool
    has_cost: bool
    curve: Curve | None
    notes: tuple[str, ...]


def marginal_section(values: MarginalValues) -> MarginalSection | None:
    """The section; None where nothing is on the air."""
    if not values.rows:
        return None
    return MarginalSection(
        rows=tuple(_row(row) for row in values.rows[:MOST_ROWS]),
        all_rows=len(values.rows),
        has_interfered=values.disturbed,
        has_people=values.total.person is not None,
        has_cost=values.cost is not None,
        curve=_curve(values),
        notes=tuple(figures.plain(note) for note in marginal_notes(values)),
    )


def _row(row: MarginalRow) -> CutRow:
    price = price_of_loss(row)
    return CutRow(
        label=figures.plain(transmission_words(row.transmission)),
        programme=_lost(row.lost, "programme"),
        coverage=_lost(row.lost, "coverage"),
        interfered=_lost(row.lost, "interfered"),
        person=_lost(row.lost, "person"),
        cost=figures.NOTHING if row.cost is None else f"{float(row.cost):,.2f}",
        price=figures.NOTHING if price is None else figures.price(price, None),
        left=_lost(row.left, "coverage"),
    )


def _lost(worth: Worth | None, name: str) -> str:
    value = getattr(worth, name) if worth is not None else None
    if value is None:
        return "?" if worth is None else figures.NOTHING
    minutes = 0.0 if abs(value) < 1e-6 else value
    return figures.whole(minutes / 60) if name.startswith("person") else figures.hours(minutes)


def _curve(values: MarginalValues) -> Curve | None:
    """None where the order, the budget or what is heard is not known."""
    whole = getattr(values.total, values.measure)
    cut = [row for row in values.rows if row.left is not None]
    minutes = sum(row.transmitter_minutes for row in values.rows)
    if not whole or not cut or not minutes:
        return None
    points, gone = [(1.0, 1.0)], 0
    for row in cut:
        gone += row.transmitter_minutes
        budget = 1 - gone / minutes
        if values.cost and row.cost_left is not None:
            budget = float(row.cost_left / values.cost)
        points.append((budget, (getattr(row.left, values.measure) or 0.0) / whole))
    # The points go from the whole budget down to what is left at last.
    half = next((coverage for budget, coverage in points if budget <= 0.5), 0.0)
    what = "the cost" if values.cost else "the transmitter-hours"
    measure = MEASURE_WORDS[values.measure]
    return Curve(
        points=" ".join(f"{_x(budget):.1f},{_y(max(0.0, coverage)):.1f}" for budget, coverage in points),
        grid=tuple((_x(part / 100), _y(part / 100), f"{part} %") for part in (0, 25, 50, 75, 100)),
        x_label=f"left of {what}",
        y_label=f"left of the {measure}",
        spoken=f"With half of {what} {figures.share(max(0.0, half))} of the {measure} are left.",
    )


def _x(part: float) -> float:
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * part


def _y(part: float) -> float:
    return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * part
