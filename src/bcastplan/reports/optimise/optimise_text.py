"""A proposal for a terminal: what it is worth, block by block, what bounds it, and whether it holds otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bcastplan.coverage.coverage_result import Heard
from bcastplan.model.clock import MINUTES_PER_DAY, clock, clock_stop
from bcastplan.model.counts import count
from bcastplan.model.days import format_days
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.percent import percent
from bcastplan.reports.text_columns import align
from bcastplan.workspace.prediction.better_frequencies import OptimiseAnswer, Scenario
from bcastplan.workspace.prediction.block_choices import Choice
from bcastplan.workspace.prediction.programme_sets import ProgrammeSet, offer_of

_MOST_REFUSED = 5
_NARROW = (0, 1, 2, 4, 5)  # columns of a block: time, frequency, site or offer, azimuth, coverage-hours
_MOST_BINDINGS = 2  # of a block; JSON has all
DRAFT = "A draft for a planner: sporadic E, storms, what jammers choose to do and habits of listeners are not in it."


def optimise_text(answer: OptimiseAnswer) -> str:
    """Title, both plans, the blocks, the proof, the scenarios and the notes."""
    lines = [programme_words(answer.programme), *asked_words(answer.programme), ""]
    lines += [*_aligned(both_rows(answer)), "", *_aligned(block_rows(answer), 2), *binding_lines(answer), ""]
    scenarios = _aligned(scenario_rows(answer.scenarios)) if answer.scenarios else []
    return "\n".join([*lines, *proof_lines(answer), "", *scenarios, "", *note_lines(answer)]) + "\n"


def narrow_lines(answer: OptimiseAnswer) -> list[str]:
    """The same for a dialog of 80 columns: figures below each other, blocks without their runners-up."""
    figures = [list(row) for row in zip(*both_rows(answer), strict=True)]
    blocks = [[row[column] for column in _NARROW] for row in block_rows(answer)]
    return [
        *asked_words(answer.programme),
        *_aligned(figures),
        "",
        *_aligned(blocks, 2),
        *binding_lines(answer),
        "",
        *note_lines(answer),
    ]


def _aligned(rows: list[list[str]], *words: int) -> list[str]:
    """Rows as lines; the first column holds words, others numbers but for those in ``words``."""
    return align(rows, [column not in words and column > 0 for column in range(len(rows[0]))])


def programme_words(programme: ProgrammeSet) -> str:
    """Which transmissions are rearranged."""
    first = programme.pattern
    towards = first.listeners or first.target
    target = f" -> {inert(towards)}" if towards else ""
    when = f"{format_days(first.days)}, {first.first_date} to {first.last_date}"
    now = (
        count(len(programme.transmissions), "transmission") + " a day" if programme.transmissions else "not on the air"
    )
    return f"{inert(programme.service)}{target}, {when}: {now}"


def asked_words(programme: ProgrammeSet) -> list[str]:
    """What is asked of the day of a programme; nothing where its hours stay."""
    wishes = programme.wishes
    if wishes is None:
        return []
    limits, hours = wishes.limits, programme.step_minutes / 60.0
    parts = [f"at most {count(limits.most_blocks, 'transmission')} a day"]
    if max(programme.at_once) > 1:
        parts.append(f"{max(programme.at_once)} frequencies at a time")
    if limits.most_steps is not None:
        parts.append(f"at most {limits.most_steps * hours:g} h a day")
    if limits.budget is not None:
        parts.append(f"a budget of {limits.budget:,.0f}")
    if wishes.staying:
        parts.append(f"{count(len(wishes.staying), 'transmission')} kept")
    lines = [f"Asked as '{inert(wishes.name)}': {', '.join(parts)}; {_hours_words(programme)}"]
    return [*lines, *(inert(note) for note in wishes.notes)]


def _hours_words(programme: ProgrammeSet) -> str:
    """The hours that are asked for, with what a minute counts in each run of them where that differs."""
    assert programme.wishes is not None
    weighted = programme.wishes.is_weighted
    if not weighted and all(programme.wishes.weights):
        return "all day"
    runs: list[tuple[int, int, float]] = []
    for step, weight in enumerate(programme.wishes.weights):
        minute = programme.begins + step * programme.step_minutes
        if weight and runs and runs[-1][1] == minute and runs[-1][2] == weight:
            runs[-1] = (runs[-1][0], minute + programme.step_minutes, weight)
        elif weight:
            runs.append((minute, minute + programme.step_minutes, weight))
    # A run may end after midnight; one that ends at midnight is written 2400.
    shown = (
        f"{clock(start)}-{clock_stop(stop % MINUTES_PER_DAY or MINUTES_PER_DAY)}{f' {weight:g}' if weighted else ''}"
        for start, stop, weight in runs
    )
    return f"{'what counts by the hour' if weighted else 'hours'} (UTC): {', '.join(shown)}"


def both_rows(answer: OptimiseAnswer) -> list[list[str]]:
    """The plan as it is and the proposal, below headings."""
    money = f"cost {inert(answer.currency or '')}".strip()
    rows = [
        ["", "programme-hours", money, "heard against noise", "under interference", "counted", "still heard",
         "still person-hours"]
    ]  # fmt: skip
    for number, (name, heard) in enumerate((("now", answer.present), ("proposed", answer.proposed))):
        rows.append(
            [
                name,
                f"{heard.programme_minutes / 60:,.2f}",
                "" if answer.costs is None else f"{answer.costs[number]:,.2f}",
                heard_percent(heard.share),
                f"{(heard.coverage_minutes_interfered or 0.0) / 60:,.2f}",
                f"{answer.worth[number] / 60:,.2f}",
                heard_percent(heard.heard_interfered),
                f"{heard.person_hours_interfered or 0.0:,.0f}",
            ]
        )
    shown = {
        money: answer.programme.wishes is not None and answer.costs is not None,
        "counted": counts_otherwise(answer.programme),
        "still person-hours": answer.proposed.person_minutes_interfered is not None,
    }
    kept = [number for number, heading in enumerate(rows[0]) if shown.get(heading, True)]
    return [[row[number] for number in kept] for row in rows]


def counts_otherwise(programme: ProgrammeSet) -> bool:
    """Whether minutes count by what is asked, and not as coverage counts them."""
    wishes = programme.wishes
    return wishes is not None and (wishes.is_weighted or wishes.rule == "any" or wishes.scenario != "base")


def binding_lines(answer: OptimiseAnswer) -> Iterator[str]:
    """What keeps more from being heard, block by block, and what keeps the day from being longer."""
    for choice in answer.choices:
        item = choice.transmission
        for binding in choice.binds[:_MOST_BINDINGS]:
            yield (
                f"{item.time} {format_khz(item.frequency_khz)} kHz: {binding.kind} binds, "
                f"{binding.minutes / 60:,.2f} coverage-hours ({inert(binding.words)})"
            )
    longer = {
        "hours": "More hours would be heard: the hours a day bind.",
        "budget": "More hours would be heard: the budget binds.",
        "transmissions": "More hours would be heard: the transmissions a day, or what an offer sells at a time, bind.",
    }
    if answer.longer is not None:
        yield longer[answer.longer]


def block_rows(answer: OptimiseAnswer) -> list[list[str]]:
    """The blocks of the proposal, below headings."""
    heading = ["UTC", "kHz", "site", "antenna", "azimuth", "coverage-hours", "runner-up", "coverage-hours"]
    return [heading, *(_block(choice) for choice in answer.choices)]


def _block(choice: Choice) -> list[str]:
    transmission, other = choice.transmission, choice.runner_up
    azimuth = transmission.azimuth_deg
    minutes = choice.runner_up_minutes
    return [
        str(transmission.time),
        format_khz(transmission.frequency_khz),
        inert(offer_of(transmission) or transmission.site_code or ""),
        inert(transmission.antenna or ""),
        "" if azimuth is None else f"{azimuth:g}",
        f"{choice.minutes / 60:,.2f}",
        "none" if other is None else format_khz(other.frequency_khz),
        "" if minutes is None else f"{minutes / 60:,.2f}",
    ]


def proof_lines(answer: OptimiseAnswer) -> Iterator[str]:
    """How good the proposal is of all that was looked at, and what was refused."""
    yield f"Of {answer.considered:,} channels at these facilities {answer.predicted:,} are near the best in some hour."
    bound = f"{answer.bound / 60:,.2f} coverage-hours (gap {100.0 * answer.gap:.1f} %)"
    if answer.programme.wishes is not None:
        yield f"Of these no day within what is asked counts more than {bound}."
    elif max(answer.programme.at_once) > 1:
        # With several frequencies at a time the day is not proved to be the best, and only the bound is certain.
        yield f"Of these no choice of frequencies in any hour is worth more than {bound}."
    else:
        most = count(len(answer.curve), "transmission")
        yield f"Of these no day with at most {most} is worth more, and none with any number of them more than {bound}."
    if answer.missing_minutes:
        yield f"Not to be had: {answer.missing_minutes} minutes a day of what was to be on the air at least."
    curve = ", ".join(f"{number}: {minutes / 60:,.2f}" for number, minutes in enumerate(answer.curve, start=1))
    yield f"Coverage-hours by transmissions a day: {curve}."
    if answer.uncovered_minutes:
        yield f"Without a free channel: {answer.uncovered_minutes} minutes a day."
    yield from refused_lines(answer.refused)


def refused_lines(refused: Sequence[str]) -> Iterator[str]:
    """What the engines refused on the way, the first few."""
    for words in refused[:_MOST_REFUSED]:
        yield f"Refused on the way: {inert(words)}"
    if len(refused) > _MOST_REFUSED:
        yield f"Refused on the way: {len(refused) - _MOST_REFUSED:,} more (--format json lists them)"


def scenario_rows(scenarios: Sequence[Scenario]) -> list[list[str]]:
    """What is still heard of both under other assumptions, below headings."""
    rows = [["still heard", "now", "proposed"]]
    return rows + [
        [
            scenario.name,
            heard_percent(scenario.present.heard_interfered),
            heard_percent(scenario.proposed.heard_interfered),
        ]
        for scenario in scenarios
    ]


def note_lines(answer: OptimiseAnswer) -> Iterator[str]:
    """Whether the gain holds, what adds nothing, and what the model does not know."""
    wishes = answer.programme.wishes
    if not answer.choices:
        yield "Nothing can be put on the air within what is asked: it takes more money, other hours or facilities."
        return
    if answer.interrupted and not answer.scenarios:
        yield "Other sunspots, noise and silent jammers were not looked at: the search was stopped before."
    lost = [scenario.name for scenario in answer.scenarios if not _gains(scenario.present, scenario.proposed)]
    gains = _gains(answer.present, answer.proposed) if wishes is None else answer.worth[1] > answer.worth[0]
    if not gains:
        yield (
            "The proposal gains nothing: keep the plan as it is."
            if wishes is None
            else f"Counted as asked, less is heard than now{_cheaper(answer)}."
        )
    elif (error := answer.error_minutes) is not None and answer.programme.transmissions:
        gain = (answer.proposed.coverage_minutes or 0.0) - (answer.present.coverage_minutes or 0.0)
        perhaps = ": it may be none" if abs(gain) < error else ""
        yield (
            f"Against noise the change is {gain / 60:+,.2f} coverage-hours, of which the prediction's own error is "
            f"{error / 60:,.2f}{perhaps}."
        )
    if lost and gains and answer.programme.transmissions:
        yield f"The gain does not hold with {', '.join(lost)}: it is smaller than the uncertainty of the prediction."
    for choice in answer.redundant if len(answer.choices) > 1 else ():
        khz, time = format_khz(choice.transmission.frequency_khz), choice.transmission.time
        yield f"{khz} kHz {time} adds nothing to the others in this model: redundant, not useless where jammers move."
    for finding in answer.findings:
        yield f"check says of the proposal: {inert(finding)}"
    yield DRAFT


def _cheaper(answer: OptimiseAnswer) -> str:
    """How much less a proposal costs that gains nothing; it may be asked for to save."""
    if answer.costs is None or answer.costs[1] >= answer.costs[0]:
        return ": what is asked leaves no room for more"
    return f", for {answer.costs[0] - answer.costs[1]:,.2f} {inert(answer.currency or '')}".rstrip() + " less"


def _gains(present: Heard, proposed: Heard) -> bool:
    return (proposed.heard_interfered or 0.0) > (present.heard_interfered or 0.0)


def heard_percent(share: float | None) -> str:
    """A share as per cent, or a question mark where it is not known."""
    return "?" if share is None else percent(share)
