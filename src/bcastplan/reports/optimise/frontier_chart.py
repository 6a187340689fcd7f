"""Positions of the chart of a frontier, what is heard against money; the template draws them."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10

from bcastplan.workspace.prediction.budget_frontier import Frontier, FrontierPoint

WIDTH, HEIGHT = 720.0, 320.0
"""Of the view box."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 24.0, 16.0, 44.0
_MOST_TICKS = 6


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid with its label."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One point with what a pointer over it tells."""

    x: float
    y: float
    spoken: str


@dataclass(frozen=True, slots=True)
class FrontierChart:
    """Points of the best days, the bound above them, and the plan as it is.

    ``line`` and ``bound`` are coordinates as SVG's polylines have them, in steps: until the next day is affordable the
    one before is the best, and the bound of a budget holds for all smaller amounts down to the budget before.
    """

    width: float
    height: float
    left: float
    right: float
    top: float
    base: float
    line: str
    bound: str
    points: tuple[ChartPoint, ...]
    now: ChartPoint | None
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    unit: str
    money: str


def frontier_chart(frontier: Frontier) -> FrontierChart:
    """The chart of a frontier."""
    points = list(frontier.points)
    bounds = [(point.budget or 0.0, (point.bound or 0.0) / 60.0) for point in points]
    # At least 1, because positions are parts of it, and a plan without rates costs nothing.
    most_money = max([point.cost for point in points] + [budget for budget, _ in bounds] + [frontier.present.cost, 1.0])
    most_hours = max([hours for _, hours in bounds] + [_hours(frontier.present), 1.0])

    def x_of(money: float) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * money / most_money, 1)

    def y_of(hours: float) -> float:
        return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * hours / most_hours, 1)

    def placed(point: FrontierPoint) -> ChartPoint:
        name = "now" if point.budget is None else f"within {point.budget:,.0f}"
        spoken = f"{name}: {_hours(point):,.1f} hours for {point.cost:,.0f}"
        return ChartPoint(x_of(point.cost), y_of(_hours(point)), spoken)

    ordered = sorted((placed(point) for point in points), key=lambda point: point.x)
    return FrontierChart(
        width=WIDTH,
        height=HEIGHT,
        left=_LEFT,
        right=WIDTH - _RIGHT,
        top=_TOP,
        base=HEIGHT - _BOTTOM,
        line=_stairs([(point.x, point.y) for point in ordered], WIDTH - _RIGHT),
        bound=_bound_stairs([(x_of(budget), y_of(hours)) for budget, hours in bounds], _LEFT),
        points=tuple(ordered),
        # A programme that the plan only asks for is not on the air yet.
        now=placed(frontier.present) if frontier.present.transmissions else None,
        across=tuple(Tick(x_of(value), f"{value:,.0f}") for value in round_values(most_money)),
        up=tuple(Tick(y_of(value), f"{value:,.0f}") for value in round_values(most_hours)),
        unit="counted coverage-hours" if frontier.present.worth is not None else "coverage-hours",
        money=frontier.currency or "money",
    )


def _stairs(points: list[tuple[float, float]], end: float) -> str:
    """Steps that rise where the points are, on to the end."""
    corners: list[tuple[float, float]] = []
    for x, y in points:
        if corners:
            corners.append((x, corners[-1][1]))
        corners.append((x, y))
    return _coordinates([*corners, (end, corners[-1][1])])


def _bound_stairs(points: list[tuple[float, float]], begin: float) -> str:
    """Steps that rise at the point before each."""
    corners: list[tuple[float, float]] = []
    for x, y in points:
        corners += [(begin, y), (x, y)]
        begin = x
    return _coordinates(corners)


def _coordinates(corners: list[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in corners)


def round_values(most: float) -> list[float]:
    """Round values from 0 up to a number, at most six of them above 0."""
    step = 10.0 ** floor(log10(most)) if most > 0.0 else 1.0
    for factor in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0):
        if most / (step * factor) <= _MOST_TICKS:
            step *= factor
            break
    # The addend keeps the last value where the division falls short of a whole number: 0.6 / 0.2 is 2.999...
    return [step * number for number in range(int(most / step + 1e-9) + 1)]


def _hours(point: FrontierPoint) -> float:
    return point.minutes / 60.0
