"""What budgets buy, as text with a chart and as a record, schema ``bcastplan.optimise/1``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bcastplan.exchange.schedule_text import schedule_yaml
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.percent import percent
from bcastplan.reports.group_records import heard_record
from bcastplan.reports.optimise.optimise_data import SCHEMA, set_record, transmission_record
from bcastplan.reports.optimise.optimise_text import DRAFT, programme_words
from bcastplan.reports.safe_text import json_text
from bcastplan.reports.text_columns import align
from bcastplan.workspace.prediction.budget_frontier import Frontier, FrontierPoint

_BAR = 30
_MOST_REFUSED = 5


def frontier_text(frontier: Frontier) -> str:
    """A line for each budget, a chart of them, and the day of the last one."""
    lines = [programme_words(frontier.programme), "", *_table(frontier), "", *_chart(frontier), "", *_day(frontier), ""]
    return "\n".join([*lines, *_notes(frontier)]) + "\n"


def frontier_json(frontier: Frontier) -> str:
    """One object; keys may be added, never renamed."""
    record = {
        "schema": SCHEMA,
        **set_record(frontier.programme),
        "currency": frontier.currency,
        "now": _record(frontier.present),
        "frontier": [
            _record(point) | {"further": _further(frontier, number)} for number, point in enumerate(frontier.points)
        ],
        "channels_considered": frontier.considered,
        "channels_predicted": frontier.predicted,
        "refused": list(frontier.refused),
    }
    return json_text(record, indent=1) + "\n"


def frontier_yaml(frontier: Frontier) -> str:
    """The day within the last budget as a schedule file."""
    point, first = frontier.points[-1], frontier.programme.pattern
    money = f"{point.cost:,.2f} {frontier.currency or ''}".strip()
    comments = [
        f"A draft of bcastplan optimise for {programme_words(frontier.programme)}.",
        f"Within {point.budget:,.0f} it costs {money}, and is worth {_minutes(point) / 60:,.2f} coverage-hours under "
        f"interference, {_minutes(frontier.present) / 60:,.2f} now.",
    ]
    # Ids are unique in a plan, and the transmissions that the draft replaces still have theirs.
    rows = [transmission.changed(id=None) for transmission in point.transmissions]
    return schedule_yaml(frontier.programme.service, rows, season=first.season, window=first.window, comments=comments)


def _record(point: FrontierPoint) -> dict[str, Any]:
    return {
        "budget": point.budget,
        "cost": point.cost,
        "frequency_minutes": point.frequency_minutes,
        **heard_record(point.heard),
        "bound_coverage_minutes": None if point.bound is None else round(point.bound, 2),
        "gap": None if point.gap is None else round(point.gap, 4),
        "transmissions": [transmission_record(transmission) for transmission in point.transmissions],
    }


def _further(frontier: Frontier, number: int) -> dict[str, float | None]:
    """What the next budget costs for each further coverage-hour and person-hour; None where it buys none."""
    here = frontier.points[number]
    # A larger budget that buys nothing more has no price to tell.
    later = next((point for point in frontier.points[number + 1 :] if point.cost > here.cost), None)
    if later is None:
        return {"cost_per_coverage_hour": None, "cost_per_person_hour": None}
    hours = (_minutes(later) - _minutes(here)) / 60.0
    people = (later.heard.person_hours_interfered or 0.0) - (here.heard.person_hours_interfered or 0.0)
    money = later.cost - here.cost
    return {
        "cost_per_coverage_hour": round(money / hours, 4) if hours > 0.0 else None,
        "cost_per_person_hour": money / people if people > 0.0 else None,
    }


def _table(frontier: Frontier) -> list[str]:
    currency = inert(frontier.currency or "")
    heading = ["budget", f"cost {currency}".strip(), "hours", "coverage-hours", "still heard", "person-hours", "gap"]
    heading.append(f"next coverage-hour {currency}".strip())
    rows = [heading, [*_cells(frontier.present), ""]]
    for number, point in enumerate(frontier.points):
        price = _further(frontier, number)["cost_per_coverage_hour"]
        rows.append([*_cells(point), "" if price is None else f"{price:,.2f}"])
    people = frontier.present.heard.person_minutes_interfered is not None
    kept = [number for number in range(len(heading)) if people or heading[number] != "person-hours"]
    return align([[row[number] for number in kept] for row in rows], [True] * len(kept))


def _cells(point: FrontierPoint) -> list[str]:
    heard = point.heard
    return [
        "now" if point.budget is None else f"{point.budget:,.0f}",
        f"{point.cost:,.2f}",
        f"{point.frequency_minutes / 60:,.1f}",
        f"{_minutes(point) / 60:,.2f}",
        "" if heard.heard_interfered is None else percent(heard.heard_interfered),
        f"{heard.person_hours_interfered or 0.0:,.0f}",
        "" if point.gap is None else f"{100.0 * point.gap:.1f} %",
    ]


def _chart(frontier: Frontier) -> Iterator[str]:
    """Coverage-hours by cost; the plan as it is stands among the budgets where its cost does."""
    points = sorted([frontier.present, *frontier.points], key=lambda point: point.cost)
    most = max(map(_minutes, points)) or 1.0
    for point in points:
        mark = "o" if point.budget is None else "#"
        bar = mark * round(_BAR * _minutes(point) / most)
        now = " now" if point.budget is None else ""
        yield f"{point.cost:>14,.0f}  {bar:<{_BAR}}  {_minutes(point) / 60:,.1f}{now}"


def _day(frontier: Frontier) -> list[str]:
    last = frontier.points[-1]
    if not last.transmissions:
        return [f"Within {last.budget:,.0f} nothing is on the air."]
    rows = [["UTC", "kHz", "site", "antenna", "azimuth"]]
    for item in last.transmissions:
        azimuth = "" if item.azimuth_deg is None else f"{item.azimuth_deg:g}"
        site, antenna = inert(item.site_code or ""), inert(item.antenna or "")
        rows.append([str(item.time), format_khz(item.frequency_khz), site, antenna, azimuth])
    return [f"Within {last.budget:,.0f}:", *align(rows, [False, True, False, True, True])]


def _notes(frontier: Frontier) -> Iterator[str]:
    yield "No day within a budget is worth more than what the gap leaves, of the channels that were predicted."
    enough = next(point for point in frontier.points if point.cost == frontier.points[-1].cost)
    if enough is not frontier.points[-1] and enough.transmissions:
        yield f"Above {enough.budget:,.0f} no budget that was asked for buys more at these facilities."
    for words in frontier.refused[:_MOST_REFUSED]:
        yield f"Refused on the way: {inert(words)}"
    yield DRAFT


def _minutes(point: FrontierPoint) -> float:
    return point.heard.coverage_minutes_interfered or 0.0
