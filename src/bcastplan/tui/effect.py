"""What a change would do, in a few lines: what stands in the way, conflicts that come and go, hours."""

from __future__ import annotations

from collections.abc import Mapping

from bcastplan.conflicts.jammed import Jammed
from bcastplan.conflicts.pairs import Pair
from bcastplan.conflicts.resources import Resource
from bcastplan.conflicts.sides import RowSide
from bcastplan.model.counts import count
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.values import Raw
from bcastplan.rules.conflict_findings import jammer_words
from bcastplan.tui.severity_signs import SIGNS
from bcastplan.workspace.editing.bulk_preview import BulkEffect
from bcastplan.workspace.editing.preview import Effect
from bcastplan.workspace.editing.session import Session


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


_MOST_NAMED = 3
MOST_LISTED = 500
"""Lines of a list of conflicts that a dialog shows."""


def bulk_line(effect: BulkEffect) -> str:
    """The effect of an edit of many rows, as ``3 conflicts fewer, 1 new; 14.0 to 13.5 h on the air a day``."""
    if effect.refused:
        return f"✗ {count(len(effect.refused), 'value')} cannot be written; nothing would be changed"
    if not effect.rows:
        return "nothing would be changed"
    taken = f"; takes over {', '.join(effect.taken_over[:_MOST_NAMED])}" if effect.taken_over else ""
    more = len(effect.taken_over) - _MOST_NAMED
    return f"{conflict_words(effect)}; {_hours_words(effect)}{taken}{f' and {more:,} more' if more > 0 else ''}"


def conflict_words(effect: BulkEffect) -> str:
    """What an edit changes of conflicts, as ``1 conflict fewer, 1 double booking more``."""
    if not effect.pairs_known:
        return "conflicts are not known yet"
    parts = []
    if effect.removed:
        parts.append(f"{count(len(effect.removed), 'conflict')} fewer")
    if effect.added:
        # Only the first part names what is counted, so that the line fits a dialog.
        parts.append(f"{len(effect.added):,} new" if parts else f"{count(len(effect.added), 'conflict')} more")
    if effect.changed:
        parts.append(
            f"{len(effect.changed):,} otherwise" if parts else f"{count(len(effect.changed), 'conflict')} otherwise"
        )
    if effect.released:
        parts.append(f"{count(len(effect.released), 'double booking')} fewer")
    if effect.booked:
        parts.append(f"{count(len(effect.booked), 'double booking')} more")
    jammed = ((effect.cleared, "fewer"), (effect.jammed, "more"), (effect.jammed_otherwise, "otherwise"))
    parts += [f"{len(items):,} jammed {how}" for items, how in jammed if items]
    return ", ".join(parts) or "no conflict comes or goes"


def _hours_words(effect: BulkEffect) -> str:
    # By the day, as a planner counts; hours of a whole season are too large to be compared at sight.
    before, after = (minutes / 60 / max(1, effect.days) for minutes in (effect.minutes_before, effect.minutes_after))
    if effect.minutes_before == effect.minutes_after:
        return f"{before:,.1f} h on the air a day, as before"
    return f"{before:,.1f} to {after:,.1f} h on the air a day ({(after - before):+,.2f})"


def bulk_lines(session: Session, effect: BulkEffect) -> list[str]:
    """The effect of an edit of many rows line by line: refused values, then conflicts that come, go and change."""
    lines = [
        f"✗ {row_name(session, refusal.row)}{_of_key(refusal.key)}: {refusal.reason}" for refusal in effect.refused
    ]
    lines += [f"· from the defaults of the file: {value}" for value in effect.taken_over]
    for sign, bookings in (("+", effect.booked), ("-", effect.released)):
        lines += [f"{sign} {_booking(session, item)}" for item in bookings[:MOST_LISTED]]
    for sign, pairs in (("+", effect.added), ("-", effect.removed), ("~", effect.changed)):
        lines += [f"{sign} {_both_sides(pair)}" for pair in pairs[:MOST_LISTED]]
        if len(pairs) > MOST_LISTED:
            lines.append(f"{sign} and {len(pairs) - MOST_LISTED:,} more")
    for sign, jammed in (("+", effect.jammed), ("-", effect.cleared), ("~", effect.jammed_otherwise)):
        lines += [f"{sign} {_jammed(item)}" for item in jammed[:MOST_LISTED]]
        if len(jammed) > MOST_LISTED:
            lines.append(f"{sign} and {len(jammed) - MOST_LISTED:,} more that are jammed")
    return [inert(line) for line in lines]


def row_name(session: Session, row: int) -> str:
    """What a row is called in a sentence: its id, else its frequency and time."""
    transmission = session.table.transmissions[row]
    return transmission.id or f"{format_khz(transmission.frequency_khz)} kHz {transmission.time}"


def _booking(session: Session, item: Resource) -> str:
    what = item.transmitter or item.antenna or item.site
    rows = ", ".join(row_name(session, row) for row in item.member_rows[:4])
    return f"{SIGNS[item.severity]} {item.kind} at {what}: {rows}, on {count(item.dates, 'date')}"


def _jammed(item: Jammed) -> str:
    return (
        f"{SIGNS[item.severity]} {_side_name(item.side)} is jammed by {jammer_words(item)}: "
        f"{item.overlap_minutes / 60:,.1f} h on {count(item.dates, 'date')}"
    )


def _of_key(key: str) -> str:
    return f", {key}" if key else ""


def _both_sides(pair: Pair) -> str:
    return (
        f"{SIGNS[pair.severity]} {pair.kind} of {_side_name(pair.a)} and {_side_name(pair.b)}: "
        f"{pair.overlap_minutes / 60:,.1f} h on {count(pair.dates, 'date')}"
    )


def _side_name(side: RowSide) -> str:
    return f"{side.id or side.service or 'a transmission'} ({format_khz(side.frequency_khz)} kHz)"
