"""Suggestions as a short list and as JSON, best first.

The JSON schema is ``bcastplan.suggest/1``: keys may be added, never renamed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bcastplan.model.frequency import format_khz, khz_number
from bcastplan.model.inert import inert
from bcastplan.model.percent import percent
from bcastplan.reference.towns import CREDIT
from bcastplan.reports.group_records import rounded
from bcastplan.reports.safe_text import json_text
from bcastplan.reports.text_columns import align
from bcastplan.workspace.prediction.clear_channels import Candidate, SuggestAnswer
from bcastplan.workspace.prediction.coverage_notes import UNDISTURBED

SCHEMA = "bcastplan.suggest/1"


def suggest_text(answer: SuggestAnswer) -> str:
    """A line for each candidate; the frequency in use is marked."""
    people = any(candidate.person_hours is not None for candidate in answer.candidates)
    of_people = ["person-hours"] if people else []
    heading = ["kHz", "band", "errors", "warnings", "infos", "jammed", "heard", "served", *of_people, ""]
    rows = [
        [
            format_khz(candidate.frequency_khz),
            candidate.band,
            str(candidate.errors),
            str(candidate.warnings),
            str(candidate.infos),
            f"by {candidate.jammers}" if candidate.jammers else "no",
            "?" if candidate.share is None else percent(candidate.share),
            "?" if candidate.served_share is None else percent(candidate.served_share),
            *([f"{candidate.person_hours or 0.0:,.0f}"] if people else []),
            # That a channel is allocated goes without saying; what is said is that it is customary only, or in use.
            "in use now" if candidate.current else "" if candidate.status == "in" else candidate.status,
        ]
        for candidate in answer.candidates
    ]
    table = align([heading, *rows], [True, False, *[True] * (len(heading) - 3), False])
    return "\n".join([*_title(answer), "", *table, *_notes(answer)]) + "\n"


def _title(answer: SuggestAnswer) -> Iterator[str]:
    side = answer.side
    name = f" [{inert(side.id)}]" if side.id else ""
    where = f" from {inert(side.site)}" if side.site else ""
    towards = answer.facts.listeners or side.target_text
    target = f" to {inert(towards)}" if towards else ""
    yield f"{inert(side.service)}{where}{target}{name}: the best of {answer.considered:,} channels"


def _notes(answer: SuggestAnswer) -> Iterator[str]:
    if answer.facts.missing:
        missing = ", ".join(answer.facts.missing)
        yield f"\nNot predicted: {missing} missing. The channels stand by their conflicts alone."
    if answer.facts.assumed:
        yield f"\nAssumed: {inert(answer.facts.assumed)}."
    yield "\n" + UNDISTURBED
    if answer.facts.peopled is not None:
        yield CREDIT + "."


def suggest_json(answer: SuggestAnswer) -> str:
    """The candidates as one JSON object, best first."""
    side = answer.side
    people = answer.facts.peopled.total if answer.facts.peopled is not None else None
    record = {
        "schema": SCHEMA,
        "transmission": {
            "file": side.file,
            "line": side.line,
            "id": side.id,
            "frequency_khz": khz_number(side.frequency_khz),
            "service": side.service,
            "site": side.site,
            "target": side.target_text,
            "listeners": answer.facts.listeners,
            "people": None if people is None else round(people),
            "missing": list(answer.facts.missing),
            "assumed": answer.facts.assumed or None,
        },
        "considered": answer.considered,
        "mode": answer.mode,
        "notes": [UNDISTURBED, *([f"{CREDIT}."] if people is not None else [])],
        "candidates": [candidate_record(candidate) for candidate in answer.candidates],
    }
    return json_text(record, indent=1) + "\n"


def candidate_record(candidate: Candidate) -> dict[str, Any]:
    """One channel with its conflicts and what is heard there."""
    return {
        "frequency_khz": khz_number(candidate.frequency_khz),
        "band": candidate.band,
        "status": candidate.status,
        "errors": candidate.errors,
        "warnings": candidate.warnings,
        "infos": candidate.infos,
        "jammers": candidate.jammers,
        "share": rounded(candidate.share, 4),
        "served_share": rounded(candidate.served_share, 4),
        "person_hours": rounded(candidate.person_hours, 2),
        "current": candidate.current,
    }
