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
from bcastplan.reports.optimise.optimise_text import DRAFT, asked_words, programme_words
from bcastplan.reports.safe_text import json_text
from bcastplan.reports.text_columns import align
from bcastplan.workspace.prediction.budget_frontier import Frontier, FrontierPoint
from bcastplan.workspace.prediction.programme_sets import offer_of

_BAR = 30
_MOST_REFUSED = 5


def frontier_text(frontier: Frontier) -> str:
    """A line for each budget, a chart of them, and the day of the last one."""
    rows, day = frontier_rows(frontier), day_rows(frontier)
    lines = [programme_words(frontier.programme), *asked_words(frontier.programme), ""]
    lines += [*align(rows, [True] * len(rows[0])), "", *_chart(frontier), "", last_words(frontier)]
    lines += [*align(day, [False, True, False, True, True]), ""]
    return "\n".join([*lines, *frontier_notes(frontier)]) + "\n"


def frontier_json(frontier: Frontier) -> str:
    """One object; keys may be added, never renamed."""
    record = {
        "schema": SCHEMA,
        **set_record(frontier.programme),
        "currency": frontier.currency,
        "now": _record(frontier.present),
        "frontier": [
            _record(point) | {"further": further(frontier, number)} for number, point in enumerate(frontier.points)
        ],
        "channels_considered": frontier.considered,
        "channels_predicted": frontier.predicted,
        "refused": list(frontier.refused),
        "interrupted": frontier.interrupted,
    }
    return json_text(record, indent=1) + "\n"


def frontier_yaml(frontier: Frontier) -> str:
    """The day within the last budget as a schedule file."""
    point, first = frontier.points[-1], frontier.programme.pattern
    money = f"{point.cost:,.2f} {frontier.currency or ''}".strip()
    comments = [
        f"A draft of bcastplan optimise for {programme_words(frontier.programme)}.",
        f"Within {point.budget:,.0f} it costs {money}, and is worth {point.minutes / 60:,.2f} coverage-hours under "
        f"interference, {frontier.present.minutes / 60:,.2f} now.",
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
        "counted_minutes": None if point.worth is None else round(point.worth, 2),
        "gap": None if point.gap is None else round(point.gap, 4),
        "transmissions": [transmission_record(transmission) for transmission in point.transmissions],
    }


def further(frontier: Frontier, number: int) -> dict[str, float | None]:
    """What the next budget costs for each further coverage-hour and person-hour; None where it buys none."""
    here = frontier.points[number]
    # A larger budget that buys nothing more has no price to tell.
    later = next((point for point in frontier.points[number + 1 :] if point.cost > here.cost), None)
    if later is None:
        return {"cost_per_coverage_hour": None, "cost_per_person_hour": None}
    hours = (later.minutes - here.minutes) / 60.0
    people = (later.heard.person_hours_interfered or 0.0) - (here.heard.person_hours_interfered or 0.0)
    money = later.cost - here.cost
    return {
        "cost_per_coverage_hour": round(money / hours, 4) if hours > 0.0 else None,
        "cost_per_person_hour": money / people if people > 0.0 else None,
    }


def frontier_rows(frontier: Frontier) -> list[list[str]]:
    """The plan as it is and a row for each budget, below headings."""
    currency = inert(frontier.currency or "")
    counted = "counted" if frontier.present.worth is not None else "coverage-hours"
    heading = ["budget", f"cost {currency}".strip(), "hours", counted, "still heard", "person-hours", "gap"]
    heading.append(f"next coverage-hour {currency}".strip())
    rows = [heading, [*_cells(frontier.present), ""]]
    for number, point in enumerate(frontier.points):
        price = further(frontier, number)["cost_per_coverage_hour"]
        rows.append([*_cells(point), "" if price is None else f"{price:,.2f}"])
    people = frontier.present.heard.person_minutes_interfered is not None
    kept = [number for number in range(len(heading)) if people or heading[number] != "person-hours"]
    return [[row[number] for number in kept] for row in rows]


def _cells(point: FrontierPoint) -> list[str]:
    heard = point.heard
    return [
        "now" if point.budget is None else f"{point.budget:,.0f}",
        f"{point.cost:,.2f}",
        f"{point.frequency_minutes / 60:,.1f}",
        f"{point.minutes / 60:,.2f}",
        "" if heard.heard_interfered is None else percent(heard.heard_interfered),
        f"{heard.person_hours_interfered or 0.0:,.0f}",
        "" if point.gap is None else f"{100.0 * point.gap:.1f} %",
    ]


def _chart(frontier: Frontier) -> Iterator[str]:
    """Coverage-hours by cost; the plan as it is stands among the budgets where its cost does."""
    points = sorted([frontier.present, *frontier.points], key=lambda point: point.cost)
    most = max(point.minutes for point in points) or 1.0
    for point in points:
        mark = "o" if point.budget is None else "#"
        bar = mark * round(_BAR * point.minutes / most)
        now = " now" if point.budget is None else ""
        yield f"{point.cost:>14,.0f}  {bar:<{_BAR}}  {point.minutes / 60:,.1f}{now}"


def last_words(frontier: Frontier) -> str:
    """What the day below is, or that there is none."""
    last = frontier.points[-1]
    return f"Within {last.budget:,.0f}:" if last.transmissions else f"Within {last.budget:,.0f} nothing is on the air."


def day_rows(frontier: Frontier) -> list[list[str]]:
    """The transmissions of the day within the last budget, below headings; nothing where it has none."""
    rows = [["UTC", "kHz", "site", "antenna", "azimuth"]]
    for item in frontier.points[-1].transmissions:
        azimuth = "" if item.azimuth_deg is None else f"{item.azimuth_deg:g}"
        site, antenna = inert(offer_of(item) or item.site_code or ""), inert(item.antenna or "")
        rows.append([str(item.time), format_khz(item.frequency_khz), site, antenna, azimuth])
    return rows if len(rows) > 1 else []


def frontier_notes(frontier: Frontier) -> Iterator[str]:
    """What the gap means, from where on money buys nothing more, and what was refused."""
    yield "No day within a budget is worth more than what the gap leaves, of the channels that were predicted."
    # By the cost, because a larger budget may buy the same day.
    enough = next(point for point in frontier.points if point.cost == frontier.points[-1].cost)
    if enough is not frontier.points[-1] and enough.transmissions:
        yield f"Above {enough.budget:,.0f} no budget that was asked for buys more at these facilities."
    for words in frontier.refused[:_MOST_REFUSED]:
        yield f"Refused on the way: {inert(words)}"
    yield DRAFT
