"""What a change would do, in a few lines: what stands in the way, conflicts that come and go, hours."""

from __future__ import annotations

from collections.abc import Mapping

from bcastplan.conflicts.pairs import Pair
from bcastplan.model.counts import count
from bcastplan.model.finding import Severity
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.values import Raw
from bcastplan.workspace.editing.preview import Effect

SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "▲", Severity.INFO: "·"}


def effect_text(effect: Effect, changes: Mapping[str, Raw | None]) -> str:
    """The effect of a change of keys, line by line, the gravest first."""
    if effect.transmission is None:
        return "\n".join(f"✗ {inert(problem.message)}" for problem in effect.problems) or "✗ not a transmission yet"
    keys = ", ".join(changes)
    hours = f"{effect.minutes_after / 60:,.1f} h on the air"
    if effect.minutes_before != effect.minutes_after:
        hours = (
            f"{effect.minutes_before / 60:,.1f} → {hours} ({(effect.minutes_after - effect.minutes_before) / 60:+,.1f})"
        )
    lines = [f"Changes {keys}. {hours}. Conflicts +{len(effect.added)} -{len(effect.removed)}."]
    lines += [f"✗ {inert(problem.message)}" for problem in effect.problems]
    row = effect.row
    lines += [f"+ {pair_text(pair, row)}" for pair in effect.added]
    lines += [f"- {pair_text(pair, row)}" for pair in effect.removed]
    lines += [f"~ {pair_text(pair, row)}" for pair in effect.changed]
    lines += [
        f"{SIGNS[finding.severity]} {finding.rule} {finding.name}: {inert(finding.message)}"
        for finding in effect.findings
    ]
    return "\n".join(lines)


def pair_text(pair: Pair, row: int) -> str:
    """One pair in a line: the other side, how much and how grave."""
    other = pair.b if pair.a_row == row else pair.a
    name = " ".join(part for part in (other.service, other.site or "") if part) or other.id or "another"
    area = "target unknown" if pair.shared_test_points is None else f"{pair.shared_test_points} test points"
    return inert(
        f"{SIGNS[pair.severity]} {pair.kind} with {name} on {format_khz(other.frequency_khz)} kHz: "
        f"{pair.overlap_minutes / 60:,.1f} h on {count(pair.dates, 'date')}, {area}"
    )
