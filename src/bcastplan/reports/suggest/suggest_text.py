"""Suggestions as a short list, best first, the frequency in use marked."""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.reports.suggest.suggest_view import SuggestView
from bcastplan.reports.text_columns import align


def suggest_text(view: SuggestView) -> str:
    """A line for each candidate."""
    heading = ["kHz", "band", "errors", "warnings", "infos", "heard", ""]
    rows = [
        [
            format_khz(one.frequency_khz),
            one.band,
            str(one.errors),
            str(one.warnings),
            str(one.infos),
            "?" if one.share is None else f"{100 * one.share:.0f} %",
            "in use now" if one.current else "" if one.status == "in" else one.status,
        ]
        for one in view.candidates
    ]
    table = align([heading, *rows], [True, False, True, True, True, True, False])
    return "\n".join([*_title(view), "", *table, *_notes(view)]) + "\n"


def _title(view: SuggestView) -> Iterator[str]:
    side = view.side
    name = f" [{inert(side.id)}]" if side.id else ""
    where = f" from {inert(side.site)}" if side.site else ""
    target = f" to {inert(side.target_text)}" if side.target_text else ""
    yield f"{inert(side.service)}{where}{target}{name}: the best of {view.considered:,} channels"


def _notes(view: SuggestView) -> Iterator[str]:
    if view.facts.missing:
        yield f"\nNot predicted: {', '.join(view.facts.missing)} missing. The channels stand by their conflicts alone."
    if view.facts.assumed:
        yield f"\nAssumed: {inert(view.facts.assumed)}."
