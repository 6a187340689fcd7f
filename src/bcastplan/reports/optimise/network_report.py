"""A proposal for several sets together as text, as a record (``bcastplan.optimise/1``), and as one schedule of all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bcastplan.exchange.schedule_text import schedule_yaml
from bcastplan.model.counts import count
from bcastplan.model.days import format_days
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.season import Window
from bcastplan.reports.group_records import heard_record
from bcastplan.reports.optimise.optimise_data import SCHEMA, scenario_record, transmission_record
from bcastplan.reports.optimise.optimise_text import (
    DRAFT,
    heard_percent,
    refused_lines,
    scenario_rows,
)
from bcastplan.reports.safe_text import json_text
from bcastplan.reports.text_columns import align
from bcastplan.workspace.moves.better_network import NetworkAnswer, NetworkChange, ProgrammeChange


def network_text(answer: NetworkAnswer) -> str:
    """Title, both plans, a line for each programme, the transmissions that change, the proof, scenarios and notes."""
    together = sum(len(part.changes) for part in answer.programmes)
    lines = [
        f"{count(together, 'transmission')} of {count(len(answer.programmes), 'programme')} together: "
        f"{answer.changed:,} {'gets' if answer.changed == 1 else 'get'} another frequency",
        "",
        *_both(answer),
        "",
        *_programmes(answer),
        "",
    ]
    if answer.changed:
        lines += [*_changes(answer), ""]
    lines += [*_proof(answer), ""]
    if answer.scenarios:
        lines += [*align(scenario_rows(answer.scenarios), [False, True, True]), ""]
    return "\n".join([*lines, *_notes(answer)]) + "\n"


def _both(answer: NetworkAnswer) -> list[str]:
    """The plan as it is and the proposal, all programmes together."""
    rows = [["", "programme-hours", "heard against noise", "under interference", "still heard"]]
    for name, heard in (("now", answer.present), ("proposed", answer.proposed)):
        hours = (heard.programme_minutes / 60.0, (heard.coverage_minutes_interfered or 0.0) / 60.0)
        shares = (heard_percent(heard.share), heard_percent(heard.heard_interfered))
        rows.append([name, f"{hours[0]:,.2f}", shares[0], f"{hours[1]:,.2f}", shares[1]])
    return align(rows, [False, *[True] * 4])


def _programmes(answer: NetworkAnswer) -> list[str]:
    heading = ["programme", "transmissions", "changed", "coverage-hours now", "proposed", "still heard now", "proposed"]
    rows = [heading, *(_programme(part) for part in answer.programmes)]
    return align(rows, [False, *[True] * (len(heading) - 1)])


def _programme(part: ProgrammeChange) -> list[str]:
    return [
        programme_name(part),
        f"{len(part.changes):,}",
        f"{sum(change.is_changed for change in part.changes):,}",
        *(f"{(heard.coverage_minutes_interfered or 0.0) / 60:,.2f}" for heard in (part.present, part.proposed)),
        *(heard_percent(heard.heard_interfered) for heard in (part.present, part.proposed)),
    ]


def programme_name(part: ProgrammeChange) -> str:
    """Service, languages and whom it is meant for."""
    language = f" {','.join(part.programme.language)}" if part.programme.language else ""
    return inert(f"{part.programme.service}{language} -> {part.programme.towards}")


def _changes(answer: NetworkAnswer) -> list[str]:
    heading = ["UTC", "days", "site", "programme", "now kHz", "kHz", "coverage-hours", "runner-up", "coverage-hours"]
    changed = [(part, change) for part in answer.programmes for change in part.changes if change.is_changed]
    changed.sort(key=lambda pair: (pair[1].after.time.start_minute, pair[1].after.frequency_khz))
    rows = [heading, *(_changed(part, change) for part, change in changed)]
    return align(rows, [False, False, False, False, True, True, True, True, True])


def _changed(part: ProgrammeChange, change: NetworkChange) -> list[str]:
    other, minutes = change.runner_up_khz, change.runner_up_minutes
    return [
        str(change.after.time),
        format_days(change.after.days),
        inert(change.after.site_code or ""),
        programme_name(part),
        format_khz(change.before.frequency_khz),
        format_khz(change.after.frequency_khz),
        f"{change.minutes / 60:,.2f}",
        "none" if other is None else format_khz(other),
        "" if minutes is None else f"{minutes / 60:,.2f}",
    ]


def _proof(answer: NetworkAnswer) -> Iterator[str]:
    bounds = answer.bounds
    yield (
        f"Of {answer.considered:,} channels of these transmissions that make no conflict {answer.predicted:,} are near "
        "the best."
    )
    yield f"Of these no choice is worth more than {bounds.least / 60:,.2f} coverage-hours (gap {_percent(answer.gap)})."
    if bounds.relaxation is not None:
        integer = "not solved" if bounds.integer is None else f"{bounds.integer / 60:,.2f}"
        yield (
            f"Bounds: {bounds.simple / 60:,.2f} if no two were in each other's way, {bounds.relaxation / 60:,.2f} by "
            f"the linear relaxation (gap {_percent(answer.gap_to_relaxation)}), {integer} by the integer programme."
        )
    else:
        yield "Bound: the best channel of each, whoever else has it. With the extra [optimise] (HiGHS) it is tighter."
    yield from refused_lines(answer.refused)


def _percent(gap: float | None) -> str:
    return "?" if gap is None else f"{100.0 * gap:.1f} %"


def _notes(answer: NetworkAnswer) -> Iterator[str]:
    reasons: dict[str, int] = {}
    for left in answer.left:
        reasons[left.reason] = reasons.get(left.reason, 0) + 1
    for reason, number in reasons.items():
        yield f"{count(number, 'transmission')} left as {'it is' if number == 1 else 'they are'}: {inert(reason)}."
    if answer.interrupted:
        yield "The search was stopped: this is the best that the engines had accepted until then."
    if not answer.changed:
        yield "No other choice gains anything: keep the plan as it is."
    for finding in answer.findings:
        yield f"check says of the proposal, and not of the plan as it is: {inert(finding)}"
    yield DRAFT


def network_json(answer: NetworkAnswer) -> str:
    """One object; keys may be added, never renamed."""
    bounds = answer.bounds
    record = {
        "schema": SCHEMA,
        "services": sorted({part.programme.service for part in answer.programmes}),
        "now": heard_record(answer.present),
        "proposed": heard_record(answer.proposed),
        "changed": answer.changed,
        "sets": [_set(part) for part in answer.programmes],
        "bound_coverage_minutes": round(bounds.least, 2),
        "bounds": {
            "each_alone": round(bounds.simple, 2),
            "linear_relaxation": _rounded(bounds.relaxation),
            "integer_programme": _rounded(bounds.integer),
        },
        "gap": round(answer.gap, 4),
        "gap_to_linear_relaxation": _rounded(answer.gap_to_relaxation, 4),
        "channels_considered": answer.considered,
        "channels_predicted": answer.predicted,
        "left": [
            transmission_record(left.transmission)
            | {"id": left.transmission.id, "service": left.transmission.service, "because": left.reason}
            for left in answer.left
        ],
        "refused": list(answer.refused),
        "findings": list(answer.findings),
        "scenarios": [scenario_record(scenario) for scenario in answer.scenarios],
        "interrupted": answer.interrupted,
    }
    return json_text(record, indent=1) + "\n"


def _rounded(number: float | None, digits: int = 2) -> float | None:
    return None if number is None else round(number, digits)


def _set(part: ProgrammeChange) -> dict[str, Any]:
    return {
        "service": part.programme.service,
        "language": list(part.programme.language),
        "towards": part.programme.towards,
        "now": heard_record(part.present),
        "proposed": heard_record(part.proposed),
        "choices": [
            transmission_record(change.after)
            | {
                "id": change.after.id,
                "days": format_days(change.after.days),
                "from": change.after.first_date.isoformat(),
                "until": change.after.last_date.isoformat(),
                "now_khz": change.before.frequency_khz,
                "coverage_minutes_interfered": round(change.minutes, 2),
                "runner_up_khz": change.runner_up_khz,
                "runner_up_coverage_minutes_interfered": _rounded(change.runner_up_minutes),
            }
            for change in part.changes
        ],
    }


def network_yaml(answer: NetworkAnswer) -> str:
    """All transmissions of the network in one schedule, with the ids that they have."""
    changes = [change for part in answer.programmes for change in part.changes]
    changes.sort(key=lambda change: (change.after.service, change.after.time.start_minute, change.after.frequency_khz))
    heard = (answer.present.heard_interfered, answer.proposed.heard_interfered)
    comments = [
        f"A draft of bcastplan optimise for {count(len(changes), 'transmission')} together; {answer.changed:,} change.",
        f"Still heard under interference: {heard_percent(heard[0])} now, {heard_percent(heard[1])} as proposed.",
        *(_why(change) for change in changes if change.is_changed),
    ]
    windows = {(change.after.season, change.after.window) for change in changes}
    transmissions = [change.after for change in changes]
    season, window = next(iter(windows))
    if len(windows) > 1:  # one file has one season: dates then stand with each transmission
        first, last = (min(item.first_date for item in transmissions), max(item.last_date for item in transmissions))
        season, window = None, Window(first, last)
        transmissions = [item.changed(valid_from=item.first_date, valid_until=item.last_date) for item in transmissions]
    return schedule_yaml(None, transmissions, season=season, window=window, comments=comments)


def _why(change: NetworkChange) -> str:
    named = f" ({change.after.id})" if change.after.id else ""
    return (
        f"{change.after.time}{named}: {format_khz(change.after.frequency_khz)} kHz in place of "
        f"{format_khz(change.before.frequency_khz)}."
    )
