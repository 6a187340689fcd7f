"""A proposal as a record, schema ``bcastplan.optimise/1``, and as a schedule whose comments say why."""

from __future__ import annotations

from typing import Any

from bcastplan.exchange.schedule_text import schedule_yaml
from bcastplan.model.clock import clock
from bcastplan.model.days import format_days
from bcastplan.model.frequency import format_khz
from bcastplan.model.percent import percent
from bcastplan.model.transmission import Transmission
from bcastplan.reports.group_records import heard_record
from bcastplan.reports.optimise.optimise_text import asked_words, programme_words
from bcastplan.reports.safe_text import json_text
from bcastplan.workspace.prediction.better_frequencies import OptimiseAnswer, Scenario
from bcastplan.workspace.prediction.block_choices import Choice
from bcastplan.workspace.prediction.programme_sets import ProgrammeSet, offer_of

SCHEMA = "bcastplan.optimise/1"


def optimise_json(answer: OptimiseAnswer) -> str:
    """One object; keys may be added, never renamed."""
    record = {
        "schema": SCHEMA,
        **set_record(answer.programme),
        "now": heard_record(answer.present),
        "proposed": heard_record(answer.proposed),
        "choices": [_choice(choice) for choice in answer.choices],
        "coverage_minutes_by_transmissions": [round(minutes, 2) for minutes in answer.curve],
        "bound_coverage_minutes": round(answer.bound, 2),
        "gap": round(answer.gap, 4),
        "channels_considered": answer.considered,
        "channels_predicted": answer.predicted,
        "uncovered_minutes_per_day": answer.uncovered_minutes,
        "refused": list(answer.refused),
        "findings": list(answer.findings),
        "asked": asked_record(answer.programme),
        "counted_minutes": {"now": round(answer.worth[0], 2), "proposed": round(answer.worth[1], 2)},
        "cost": None if answer.costs is None else {"now": answer.costs[0], "proposed": answer.costs[1]},
        "currency": answer.currency,
        "missing_minutes_per_day": answer.missing_minutes,
        "longer_but_for": answer.longer,
        "error_coverage_minutes": None if answer.error_minutes is None else round(answer.error_minutes, 2),
        "scenarios": [scenario_record(scenario) for scenario in answer.scenarios],
        "interrupted": answer.interrupted,
    }
    return json_text(record, indent=1) + "\n"


def scenario_record(scenario: Scenario) -> dict[str, Any]:
    """What is heard now and as proposed under other assumptions."""
    return {
        "name": scenario.name,
        "now": heard_record(scenario.present),
        "proposed": heard_record(scenario.proposed),
    }


def _choice(choice: Choice) -> dict[str, Any]:
    other, minutes = choice.runner_up, choice.runner_up_minutes
    return transmission_record(choice.transmission) | {
        "coverage_minutes_interfered": round(choice.minutes, 2),
        "runner_up_khz": None if other is None else other.frequency_khz,
        "runner_up_coverage_minutes_interfered": None if minutes is None else round(minutes, 2),
        "offer": offer_of(choice.transmission),
        "binds": [
            {"kind": binding.kind, "coverage_minutes": round(binding.minutes, 2), "about": binding.words}
            for binding in choice.binds
        ],
    }


def asked_record(programme: ProgrammeSet) -> dict[str, Any] | None:
    """What is asked of the day of a programme; None where its hours stay."""
    wishes = programme.wishes
    if wishes is None:
        return None
    hours = programme.step_minutes / 60.0
    limits = wishes.limits
    return {
        "programme": wishes.name,
        "clock": wishes.clock,
        "value_by_step": [round(weight, 4) for weight in wishes.weights],
        "first_step": f"{clock(programme.begins)}",
        "step_minutes": programme.step_minutes,
        "transmissions": limits.most_blocks,
        "most_hours": None if limits.most_steps is None else limits.most_steps * hours,
        "budget": limits.budget,
        "value": wishes.rule,
        "scenario": wishes.scenario,
        "left_out": list(wishes.notes),
    }


def set_record(programme: ProgrammeSet) -> dict[str, Any]:
    """Which transmissions a proposal replaces."""
    first = programme.pattern
    return {
        "service": programme.service,
        "days": format_days(first.days),
        "from": first.first_date.isoformat(),
        "until": first.last_date.isoformat(),
        "at_once": max(programme.at_once),
        "replaces": [transmission_record(item) | {"id": item.id} for item in programme.transmissions],
    }


def transmission_record(transmission: Transmission) -> dict[str, Any]:
    """What of a transmission a proposal decides."""
    return {
        "frequency_khz": transmission.frequency_khz,
        "time": str(transmission.time),
        "site": transmission.site_code,
        "power_kw": transmission.power_kw,
        "antenna": transmission.antenna,
        "azimuth": transmission.azimuth_deg,
    }


def optimise_yaml(answer: OptimiseAnswer) -> str:
    """The proposal as a schedule file."""
    first = answer.programme.pattern
    replaced = ", ".join(f"{format_khz(item.frequency_khz)} kHz {item.time}" for item in answer.programme.transmissions)
    comments = [
        f"A draft of bcastplan optimise for {programme_words(answer.programme)}.",
        f"In place of {replaced}." if replaced else "It is not on the air yet.",
        f"Still heard under interference: {_percent(answer.present.heard_interfered)} now, "
        f"{_percent(answer.proposed.heard_interfered)} as proposed.",
        *asked_words(answer.programme),
        *(_why(choice) for choice in answer.choices),
    ]
    return schedule_yaml(
        answer.programme.service,
        # Ids are unique in a plan, and the transmissions that the draft replaces still have theirs.
        [choice.transmission.changed(id=None) for choice in answer.choices],
        season=first.season,
        window=first.window,
        comments=comments,
    )


def _why(choice: Choice) -> str:
    other, minutes = choice.runner_up, choice.runner_up_minutes
    runner_up = "no other channel is free then"
    if other is not None and minutes is not None:
        runner_up = f"the next best is {format_khz(other.frequency_khz)} kHz with {minutes / 60:,.2f}"
    hours = f"{choice.minutes / 60:,.2f} coverage-hours"
    transmission = choice.transmission
    bound = [f"{binding.kind} ({binding.words})" for binding in choice.binds[:1]]
    binds = f"; what binds: {bound[0]}" if bound else ""
    return f"{format_khz(transmission.frequency_khz)} kHz {transmission.time}: {hours}; {runner_up}{binds}."


def _percent(share: float | None) -> str:
    return "?" if share is None else percent(share)
