"""Hours of a season, of one week and of a typical day, group by group; totals come from airings, never from rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from bcastplan.hours import GROUPS, HoursResult, HoursRow
from bcastplan.model.inert import inert
from bcastplan.model.percent import whole_percent
from bcastplan.tui.widgets.grid import GridColumn, GridRow
from bcastplan.workspace.inspection.plan_hours import hours_of
from bcastplan.workspace.opening.open_plans import Workspace

if TYPE_CHECKING:
    from bcastplan.coverage.coverage_result import Heard
    from bcastplan.workspace.prediction.kept_coverage import PlanCoverage

MEASURES = ("frequency", "transmitter", "programme")
GROUPINGS: tuple[tuple[str, ...], ...] = (
    ("band",),
    ("service",),
    ("service", "band"),
    *((group,) for group in GROUPS if group not in ("band", "service")),
)
BAR_WIDTH = 18
_NARROW_BAR_WIDTH = 13
_EIGHTHS = " ▏▎▍▌▋▊▉█"

Values = tuple[object, ...]


class Counted(NamedTuple):
    """What a worker counted: the season, the week, and the median day of each group that is on the air on it."""

    season: HoursResult
    week: HoursResult
    typical: dict[Values, tuple[float, float, float]]
    """Group -> minutes of a typical day by measure; the empty group is the total."""
    heard: Mapping[Values, Heard] | None = None
    """Group -> what is heard of it, where coverage was predicted; the empty group is the total."""
    heard_is_old: bool = False
    """Whether the plan was edited since."""


def monday_of(day: date) -> date:
    """The Monday of a date's week."""
    return day - timedelta(days=day.weekday())


def count(
    workspace: Workspace,
    by: tuple[str, ...],
    monday: date,
    is_stale: Callable[[], bool] = lambda: False,
    predicted: PlanCoverage | None = None,
) -> Counted | None:
    """Count the plans of a workspace; takes half a second for a whole season, so it gives up where it is stale."""
    season = hours_of(workspace, by=by)
    week = hours_of(workspace, by=by, first=monday, last=monday + timedelta(days=6))
    typical: dict[Values, tuple[float, float, float]] = {}
    # The median of the total is no sum of the medians of its groups.
    for groups in (by, ()):
        if is_stale():
            return None
        days: dict[Values, list[HoursRow]] = {}
        for row in hours_of(workspace, by=groups, per="day").rows:
            days.setdefault(row.values, []).append(row)
        typical |= {values: _median(rows) for values, rows in days.items()}
    return Counted(season, week, typical, predicted.by_group(by) if predicted is not None and not is_stale() else None)


def _median(rows: Sequence[HoursRow]) -> tuple[float, float, float]:
    frequency, transmitter, programme = (median(minutes(row, measure) for row in rows) for measure in MEASURES)
    return frequency, transmitter, programme


def minutes(row: HoursRow, measure: str) -> int:
    """One of the three measures of a row."""
    return {
        "frequency": row.frequency_minutes,
        "transmitter": row.transmitter_minutes,
        "programme": row.programme_minutes,
    }[measure]


def columns(counted: Counted, measure: str) -> list[GridColumn]:
    """What is shown; energy and cost only where something is known of them."""
    everything, told = (*counted.season.rows, counted.season.total), counted.heard is not None
    columns_shown = [
        GridColumn(
            "group",
            "/".join(counted.season.by),
            8 + 8 * len(counted.season.by) + 2,
            most=20 * len(counted.season.by) + 4,
        ),
        GridColumn("bar", f"{measure} {'h' if told else 'hours'}", bar_width(counted), style="grid--bar"),
        GridColumn("season", "season h", 10, right=True, most=12),
        GridColumn("week", "week h", 8, right=True, most=9),
        GridColumn("day", "day h", 7, right=True, most=9),
        *(
            [
                GridColumn("heard", "heard h", 9, right=True, most=11),
                GridColumn("share", "heard", 6, right=True),
                GridColumn("served", "served", 6, right=True),
            ]
            if told
            else []
        ),
        *([GridColumn("people", "person-hours", 14, right=True, most=18)] if tells_people(counted) else []),
        *(GridColumn(other, f"{other[:5]}. h", 10, right=True, most=12) for other in MEASURES if other != measure),
    ]
    if any(row.energy_kwh is not None for row in everything):
        columns_shown.append(GridColumn("energy", "kWh", 11, right=True, most=14))
    if any(row.cost is not None or row.currencies for row in everything):
        currency = _only_currency(counted)
        title = f"cost {currency}" if currency else "cost"
        columns_shown.append(GridColumn("cost", title, 12 if currency else 15, right=True, most=20))
    return columns_shown


def table(counted: Counted, measure: str) -> list[GridRow]:
    """A row for each group of the season, and the total last."""
    season = {row.values: row for row in counted.season.rows}
    week = {row.values: row for row in counted.week.rows}
    most = max((minutes(row, measure) for row in season.values()), default=0)
    shown = [_cells(row, week.get(row.values), counted, measure, most) for row in counted.season.rows]
    # No bar for the total: against it all others would be too short to compare.
    total = _cells(counted.season.total, counted.week.total, counted, measure, 0)
    return [GridRow(cells) for cells in shown] + [GridRow(["total", "", *total[2:]], styles=["grid--head"])]


def _cells(row: HoursRow, week: HoursRow | None, counted: Counted, measure: str, most: int) -> list[str]:
    typical = counted.typical.get(row.values, (0.0, 0.0, 0.0))
    cells = [
        _name(row.values),
        bar(minutes(row, measure) / most if most else 0.0, bar_width(counted)),
        _hours(minutes(row, measure)),
        # What is on the air in the season need not be in this week.
        _hours(minutes(week, measure) if week is not None else 0),
        _hours(typical[MEASURES.index(measure)]),
        *_heard(row.values, counted),
        *(_hours(minutes(row, other)) for other in MEASURES if other != measure),
    ]
    keys = {column.key for column in columns(counted, measure)}
    if "energy" in keys:
        cells.append(f"{row.energy_kwh:,.0f}" if row.energy_kwh is not None else "unknown")
    if "cost" in keys:
        unit = "" if _only_currency(counted) else row.currency or ""
        cells.append(f"{row.cost:,.2f} {unit}".strip() if row.cost is not None else "not all known")
    return cells


def _only_currency(counted: Counted) -> str:
    """The currency of every cost that is known, for the head of the column; empty where there are several."""
    rows = (*counted.season.rows, counted.season.total)
    currencies = {row.currency for row in rows if row.cost is not None}
    return (currencies.pop() or "") if len(currencies) == 1 else ""


def bar_width(counted: Counted) -> int:
    """Cells of a bar; fewer beside the coverage, so that it is in sight on a narrow screen too."""
    return BAR_WIDTH if counted.heard is None else _NARROW_BAR_WIDTH


def _heard(values: Values, counted: Counted) -> list[str]:
    """Coverage-hours and the share of the target; ``?`` where nothing was predicted."""
    if counted.heard is None:
        return []
    heard, old = counted.heard.get(values), "~" if counted.heard_is_old else ""
    people = tells_people(counted)
    if heard is None:
        return [old] * (4 if people else 3)
    covered, share, served = heard.coverage_minutes, heard.share, heard.served_share
    cells = [
        _hours(covered) if covered is not None else "?",
        *(f"{whole_percent(part)}%" if part is not None else "?" for part in (share, served)),
    ]
    if people:
        cells.append(f"{heard.person_hours:,.0f}" if heard.person_hours is not None else "")
    return [f"{old}{cell}" for cell in cells]


def tells_people(counted: Counted) -> bool:
    """Whether somebody is counted: some transmission names its listeners."""
    total = counted.heard.get(()) if counted.heard is not None else None
    return total is not None and total.person_hours is not None


def meaning(counted: Counted) -> str:
    """What the columns mean that do not explain themselves."""
    words = "day h: the median of the dates on which there is something on the air"
    total = counted.heard.get(()) if counted.heard is not None else None
    if total is None:
        return words
    of = f"of {_hours(total.predicted_minutes)} h predicted of {_hours(total.programme_minutes)} programme hours"
    old = "; ~ predicted before the last edits" if counted.heard_is_old else ""
    who = "target"
    if total.people is not None:
        who = f"{total.people:,.0f} people of {' and '.join(map(inert, total.listeners))}, or target"
    shares = f"heard: mean reliability over {who}; served: those with 80 % or more; without interference and jamming"
    return f"heard h: coverage-hours {of}{old}; {shares}; {words}"


def _name(values: Iterable[object]) -> str:
    return inert(
        " / ".join(
            "none" if value is None else f"{value:g}" if isinstance(value, float) else str(value) for value in values
        )
    )


def _hours(count: float) -> str:
    return f"{count / 60:,.1f}"


def bar(share: float, width: int) -> str:
    """A bar in steps of an eighth of a cell; a share above 0 always shows at least one step."""
    eighths = max(1 if share > 0 else 0, round(share * width * 8))
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")
