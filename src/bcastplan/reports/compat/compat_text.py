"""Compatibility for a terminal: who disturbs whom, by how much and when, gravest first."""

from __future__ import annotations

import math
from collections.abc import Iterator

from bcastplan.conflicts import RowSide
from bcastplan.coverage.compatibility import Reception
from bcastplan.coverage.together import Together
from bcastplan.model.counts import count
from bcastplan.model.finding import Severity
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.percent import percent
from bcastplan.reports.compat.compat_constants import constants
from bcastplan.reports.text_columns import cut
from bcastplan.workspace.prediction.plan_compatibility import CompatibilityAnswer, JudgedPair, JudgedTransmission

_KNOWN = ("source", "known")
_LONGEST_TARGET = 24
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def compat_text(answer: CompatibilityAnswer) -> str:
    """List all pairs, the transmissions that several others disturb, counts by class and doubtful constants."""
    lines: list[str] = []
    for judged in answer.pairs:
        lines += [*_pair(judged), ""]
    # Under a single interferer the figures would be those of the pair above.
    several = [transmission for transmission in answer.transmissions if len(transmission.together.interferers) > 1]
    if several:
        lines += _heading("Under all their interferers together")
        for together in several:
            lines += [*_transmission(together), ""]
    if answer.harm:
        lines += _heading("Harm done to others at their own test points")
        for harmed in answer.harm:
            lines += [*_harm(harmed), ""]
    return "\n".join([*lines, *_closing(answer)]) + "\n"


def _heading(words: str) -> list[str]:
    return [words, "=" * len(words), ""]


def _pair(judged: JudgedPair) -> Iterator[str]:
    pair = judged.pair
    yield f"{judged.severity:<8}{_side(pair.a)}"
    distance = "same frequency" if not pair.separation_khz else f"{format_khz(pair.separation_khz)} kHz away"
    own = ", own" if pair.own else ""
    yield f"        with {_side(pair.b)} ({distance}{own})"
    hours = f"{pair.overlap_minutes / 60:,.1f} hours on {count(pair.dates, 'date')}"
    points = "" if pair.shared_test_points is None else f", {count(pair.shared_test_points, 'shared test point')}"
    if judged.reception.elsewhere:
        points += ": each judged at its own"
    yield f"        together for {hours}{points}"
    if judged.reception.missing:
        yield f"        not predicted: {', '.join(judged.reception.missing)}"
    for side, reception in ((pair.a, judged.reception.a), (pair.b, judged.reception.b)):
        if reception is not None:
            yield f"        {_reception(side, reception)}"
    if judged.reception.assumed:
        yield "        an antenna, direction or power is assumed"


def _side(side: RowSide) -> str:
    who = inert(side.service or side.broadcaster or "")
    where = f" from {inert(side.site)}" if side.site else ""
    target = f" to {cut(inert(side.target_text), _LONGEST_TARGET)}" if side.target_text else ""
    name = f" [{inert(side.id)}]" if side.id else ""
    return f"{format_khz(side.frequency_khz)} kHz {who}{where}{target}{name} {inert(side.file)}:{side.line}"


def _transmission(judged: JudgedTransmission) -> Iterator[str]:
    together = judged.together
    yield f"{judged.severity:<8}{_side(judged.side)}"
    unknown = f", {len(together.not_predicted)} more not predicted" if together.not_predicted else ""
    yield f"        {len(together.interferers)} interferers for {together.minutes / 60:,.1f} hours{unknown}"
    strongest = judged.others[together.at_once[0]]
    who = f"{format_khz(strongest.frequency_khz)} kHz {inert(strongest.service or strongest.broadcaster or '')}".strip()
    yield f"        {_reception(judged.side, together)}"
    yield f"        {len(together.at_once)} on the air at the worst moment, the strongest {who}"


def _harm(judged: JudgedTransmission) -> Iterator[str]:
    """A transmission of others, and which of ours disturb it."""
    together = judged.together
    yield f"{judged.severity:<8}{_side(judged.side)}"
    ours = ", ".join(_name(judged.others[row]) for row in together.at_once)
    yield f"        by {ours}, for {together.minutes / 60:,.1f} hours"
    yield f"        {_reception(judged.side, together)}"


def _name(side: RowSide) -> str:
    return (
        f"{format_khz(side.frequency_khz)} kHz [{inert(side.id)}]"
        if side.id
        else f"{format_khz(side.frequency_khz)} kHz"
    )


def _reception(side: RowSide, reception: Reception | Together) -> str:
    margin = "no interference" if math.isinf(reception.margin_db) else f"margin {reception.margin_db:+.1f} dB"
    name = inert(side.id or format_khz(side.frequency_khz))
    when = f"at {reception.worst_hour:02d} UTC in {_MONTHS[reception.worst_month - 1]}"
    reliability = f"reliability {percent(reception.basic)} -> {percent(reception.overall)}"
    return f"{name}: {reception.margin_class}, {margin} {when}; protected {percent(reception.protected)}; {reliability}"


def _closing(answer: CompatibilityAnswer) -> Iterator[str]:
    counted = [count(sum(pair.severity is severity for pair in answer.pairs), str(severity)) for severity in Severity]
    yield f"{count(len(answer.pairs), 'pair')}: {', '.join(counted)}"
    if answer.transmissions:
        disturbed = [
            count(sum(transmission.severity is severity for transmission in answer.transmissions), str(severity))
            for severity in Severity
        ]
        yield f"{count(len(answer.transmissions), 'transmission')} under all interferers: {', '.join(disturbed)}"
    if answer.harm:
        harmed = [transmission for transmission in answer.harm if transmission.together.margin_db < 0.0]
        yield f"Harm: {count(len(harmed), 'transmission')} of others pushed below 0 dB at their own test points"
    if answer.clean_elsewhere:
        yield f"{count(answer.clean_elsewhere, 'more pair')} whose targets share no test point: clean"
    if answer.unknown_elsewhere:
        yield f"{count(answer.unknown_elsewhere, 'more pair')} whose targets share no test point: not predicted"
    # Constants that were read in their source need no warning.
    doubtful = [constant for constant in constants(answer) if constant.confidence not in _KNOWN]
    if doubtful:
        yield ""
        yield "Constants to be checked before anything is signed:"
        for constant in doubtful:
            yield f"  {constant.name}: {constant.value} ({constant.confidence.replace('_', ' ')}: {constant.source})"
