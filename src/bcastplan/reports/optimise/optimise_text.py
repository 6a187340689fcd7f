"""A proposal for a terminal: what it is worth, block by block, what bounds it, and whether it holds otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.coverage.coverage_result import Heard
from bcastplan.model.counts import count
from bcastplan.model.days import format_days
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.percent import percent
from bcastplan.reports.text_columns import align
from bcastplan.workspace.prediction.better_frequencies import Choice, OptimiseAnswer
from bcastplan.workspace.prediction.programme_sets import ProgrammeSet

_MOST_REFUSED = 5
DRAFT = "A draft for a planner: sporadic E, storms, what jammers choose to do and habits of listeners are not in it."


def optimise_text(answer: OptimiseAnswer) -> str:
    """Title, both plans, the blocks, the proof, the scenarios and the notes."""
    lines = [programme_words(answer.programme), "", *_both(answer), "", *_blocks(answer), ""]
    return "\n".join([*lines, *_proof(answer), "", *_scenarios(answer), "", *_notes(answer)]) + "\n"


def programme_words(programme: ProgrammeSet) -> str:
    """Which transmissions are rearranged."""
    first = programme.transmissions[0]
    towards = first.listeners or first.target
    target = f" -> {inert(towards)}" if towards else ""
    when = f"{format_days(first.days)}, {first.first_date} to {first.last_date}"
    return f"{inert(programme.service)}{target}, {when}: {count(len(programme.transmissions), 'transmission')} a day"


def _both(answer: OptimiseAnswer) -> list[str]:
    rows = [["", "programme-hours", "heard against noise", "under interference", "still heard", "still person-hours"]]
    people = answer.present.person_minutes_interfered is not None
    for name, heard in (("now", answer.present), ("proposed", answer.proposed)):
        rows.append(
            [
                name,
                f"{heard.programme_minutes / 60:,.2f}",
                _percent(heard.share),
                f"{(heard.coverage_minutes_interfered or 0.0) / 60:,.2f}",
                _percent(heard.heard_interfered),
                f"{heard.person_hours_interfered or 0.0:,.0f}",
            ]
        )
    return align([row if people else row[:-1] for row in rows], [False, *[True] * (len(rows[0]) - 1 - (not people))])


def _blocks(answer: OptimiseAnswer) -> list[str]:
    heading = ["UTC", "kHz", "site", "antenna", "azimuth", "coverage-hours", "runner-up", "coverage-hours"]
    rows = [heading, *(_block(choice) for choice in answer.choices)]
    return align(rows, [False, True, False, True, True, True, True, True])


def _block(choice: Choice) -> list[str]:
    transmission, other = choice.transmission, choice.runner_up
    azimuth = transmission.azimuth_deg
    minutes = choice.runner_up_minutes
    return [
        str(transmission.time),
        format_khz(transmission.frequency_khz),
        inert(transmission.site_code or ""),
        inert(transmission.antenna or ""),
        "" if azimuth is None else f"{azimuth:g}",
        f"{choice.minutes / 60:,.2f}",
        "none" if other is None else format_khz(other.frequency_khz),
        "" if minutes is None else f"{minutes / 60:,.2f}",
    ]


def _proof(answer: OptimiseAnswer) -> Iterator[str]:
    yield f"Of {answer.considered:,} channels at these facilities {answer.predicted:,} are near the best in some hour."
    bound = f"{answer.bound / 60:,.2f} coverage-hours (gap {100.0 * answer.gap:.1f} %)"
    # With several frequencies at a time the day is not proved to be the best, and only the bound is certain.
    if max(answer.programme.at_once) > 1:
        yield f"Of these no choice of frequencies in any hour is worth more than {bound}."
    else:
        most = count(len(answer.curve), "transmission")
        yield f"Of these no day with at most {most} is worth more, and none with any number of them more than {bound}."
    curve = ", ".join(f"{number}: {minutes / 60:,.2f}" for number, minutes in enumerate(answer.curve, start=1))
    yield f"Coverage-hours by transmissions a day: {curve}."
    if answer.uncovered_minutes:
        yield f"Without a free channel: {answer.uncovered_minutes} minutes a day."
    for words in answer.refused[:_MOST_REFUSED]:
        yield f"Refused on the way: {inert(words)}"
    if len(answer.refused) > _MOST_REFUSED:
        yield f"Refused on the way: {len(answer.refused) - _MOST_REFUSED:,} more (--format json lists them)"


def _scenarios(answer: OptimiseAnswer) -> Iterator[str]:
    rows = [["still heard", "now", "proposed"]]
    rows += [
        [scenario.name, _percent(scenario.present.heard_interfered), _percent(scenario.proposed.heard_interfered)]
        for scenario in answer.scenarios
    ]
    yield from align(rows, [False, True, True])


def _notes(answer: OptimiseAnswer) -> Iterator[str]:
    lost = [scenario.name for scenario in answer.scenarios if not _gains(scenario.present, scenario.proposed)]
    if not _gains(answer.present, answer.proposed):
        yield "The proposal gains nothing: keep the plan as it is."
    elif lost:
        yield f"The gain does not hold with {', '.join(lost)}: it is smaller than the uncertainty of the prediction."
    for choice in answer.redundant:
        khz, time = format_khz(choice.transmission.frequency_khz), choice.transmission.time
        yield f"{khz} kHz {time} adds nothing to the others in this model: redundant, not useless where jammers move."
    for finding in answer.findings:
        yield f"check says of the proposal: {inert(finding)}"
    yield DRAFT


def _gains(present: Heard, proposed: Heard) -> bool:
    return (proposed.heard_interfered or 0.0) > (present.heard_interfered or 0.0)


def _percent(share: float | None) -> str:
    return "?" if share is None else percent(share)
