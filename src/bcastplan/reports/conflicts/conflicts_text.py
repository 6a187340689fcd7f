"""Conflicts as a list to take to a coordination meeting: by transmission, worst first, as plain text without markup."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from bcastplan.conflicts import Jammed, JammedResult, Kind, Pair, PairResult, Resource, RowSide
from bcastplan.conflicts.jammed import heard_words
from bcastplan.model.counts import count
from bcastplan.model.dates import today
from bcastplan.model.finding import Severity
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.transmission import Transmission
from bcastplan.reports.text_columns import cut
from bcastplan.reports.text_columns import width as width_of
from bcastplan.workspace.inspection.plan_conflicts import PlanConflicts

NARROWEST = 40
_LONGEST_TARGET = 24


def conflicts_text(conflicts: PlanConflicts, *, width: int = 80) -> Iterator[str]:
    """The lines of the report, with their ends, for a terminal or a printer ``width`` columns wide.

    What is to be coordinated with others comes first, what one organisation settles with itself second, who is jammed
    third, what cannot happen at a site last. A transmission stands where its worst conflict would.
    """
    return (f"{line}\n" for line in _lines(conflicts, max(width, NARROWEST)))


def _lines(conflicts: PlanConflicts, width: int) -> Iterator[str]:
    for title, pairs in (
        ("With others", conflicts.pairs.external),
        ("Within one organisation", conflicts.pairs.own),
    ):
        if pairs:
            yield from _heading(f"{title}: {count(len(pairs), 'pair')}")
            yield from _groups(conflicts, pairs, width)
    if conflicts.jammed:
        yield from _jammed_heading(conflicts.jammed)
        yield from _jammed_groups(conflicts.jammed, width)
    if conflicts.resources:
        yield from _heading(f"Transmitters and antennas: {count(len(conflicts.resources), 'conflict')}")
        for resource in conflicts.resources:
            yield from _resource(resource, width)
            yield ""
    yield from _wrapped(_closing(conflicts), width, "", "  ")


def _heading(title: str) -> list[str]:
    return [title, "=" * len(title), ""]


def _closing(conflicts: PlanConflicts) -> str:
    ranks = [*conflicts.pairs.columns.severity.tolist(), *(resource.severity.rank for resource in conflicts.resources)]
    ranks += [item.severity.rank for item in conflicts.jammed or ()]
    numbers = [count(ranks.count(severity.rank), str(severity)) for severity in Severity]
    total = f"{count(len(conflicts.pairs), 'pair')}, {count(len(conflicts.resources), 'resource conflict')}"
    if conflicts.jammed:
        total += f", {len(conflicts.jammed):,} jammed"
    if conflicts.agreed:
        total += f", {len(conflicts.agreed):,} agreed"
    return f"{total}: {', '.join(numbers)}"


def _groups(conflicts: PlanConflicts, pairs: PairResult, width: int) -> Iterator[str]:
    # Pairs are made, printed and dropped one by one: thousands of them kept alive would wake the collector.
    for row, pairs_of_row in groupby(pairs.by_transmission(), key=attrgetter("a_row")):
        yield from _wrapped(
            _side_line(conflicts.pairs.sides[row], conflicts.pairs.table.transmissions[row]), width, "", "    "
        )
        for pair in pairs_of_row:
            yield from _pair(conflicts, pair, width)
        yield ""


def _side_line(side: RowSide, transmission: Transmission) -> str:
    parts = [
        f"{format_khz(side.frequency_khz)} kHz",
        # A long list of days may then be wrapped at its blanks.
        f"{transmission.time} {transmission.days_text.replace(',', ', ')}",
        _who(side),
        _target(side),
        f"[{inert(side.id)}]" if side.id else "",
        f"{inert(side.file)}:{side.line}",
    ]
    return "  ".join(part for part in parts if part)


def _pair(conflicts: PlanConflicts, pair: Pair, width: int) -> Iterator[str]:
    distance = "same frequency" if not pair.separation_khz else f"{format_khz(pair.separation_khz)} kHz away"
    kind = "entered twice" if pair.kind is Kind.DUPLICATE else distance
    partner = inert(conflicts.managers.get(pair.b.manager or "", ""))
    who = f"{_who(pair.b)}{f', {partner}' if partner else ''}"
    named = f" [{inert(pair.b.id)}]" if pair.b.id else ""
    head = f"{pair.severity:<8}{format_khz(pair.b.frequency_khz)} kHz, {kind}: {who}{named}"
    yield from _wrapped(head, width, "  ", " " * 10)
    weekly = conflicts.pairs.wording.hours_a_week(pair.a_row, pair.b_row)
    for when in conflicts.pairs.wording.overlap(pair.a_row, pair.b_row):
        yield from _wrapped(when, width, " " * 10, " " * 12)
    facts = f"{weekly:.1f} h a week on {count(pair.dates, 'date')}; {_area(pair)}"
    if pair.probably_ours:
        facts += "; probably this transmission itself, as the list has it"
    if (note := conflicts.note_of(pair)) is not None:
        facts += f"; {note.status}: {inert(note.reason)}"
    yield from _wrapped(facts, width, " " * 10, " " * 12)


def _jammed_heading(jammed: JammedResult) -> list[str]:
    rows = len({item.row for item in jammed})
    return _heading(f"Jammed, with nobody to settle it with: {count(rows, 'transmission')}")


def _jammed_groups(jammed: JammedResult, width: int) -> Iterator[str]:
    by_row: dict[int, list[Jammed]] = {}
    for item in jammed:
        by_row.setdefault(item.row, []).append(item)
    for row, items in by_row.items():
        yield from _wrapped(_side_line(items[0].side, jammed.table.transmissions[row]), width, "", "    ")
        for item in items:
            yield from _jammed(jammed, item, width)
        yield ""


def _jammed(jammed: JammedResult, item: Jammed, width: int) -> Iterator[str]:
    transmission = item.jammer.transmission
    low, high = item.jammer.low_hz, item.jammer.high_hz
    khz = format_khz(low / 1000) if low == high else f"{format_khz(low / 1000)}-{format_khz(high / 1000)}"
    power = f"{transmission.power_kw:g} kW" if transmission.power_kw else None
    who = _described(item.jammer.name, transmission.site_code, power)
    place = f"{inert(transmission.file)}:{transmission.origin.line}"
    yield from _wrapped(f"{item.severity:<8}{khz} kHz, jammed: {who}  {place}", width, "  ", " " * 10)
    for when in jammed.when(item):
        yield from _wrapped(when, width, " " * 10, " " * 12)
    weekly = jammed.hours_a_week(item)
    facts = [
        f"{weekly:.1f} h a week on {count(item.dates, 'date')}",
        f"listed since {item.since.isoformat()}" if item.since else "",
        heard_words(item.heard, today()),
        inert(item.jammer.jammer.why or "") if item.jammer.jammer else "",
    ]
    yield from _wrapped("; ".join(fact for fact in facts if fact), width, " " * 10, " " * 12)


def _who(side: RowSide) -> str:
    return _described(side.service or side.broadcaster or "", side.site, side.language, side.manager)


# The few names and targets of a season stand in thousands of pairs.
@lru_cache(maxsize=4096)
def _described(head: str, *details: str | None) -> str:
    others = [inert(detail) for detail in details if detail and detail != head]
    return f"{inert(head)} ({', '.join(others)})" if others else inert(head)


def _target(side: RowSide) -> str:
    return f"to {_shortened(side.target_text)}" if side.target_text else "to an unknown target"


@lru_cache(maxsize=4096)
def _shortened(target: str) -> str:
    return cut(inert(target), _LONGEST_TARGET)


def _area(pair: Pair) -> str:
    theirs = _target(pair.b).removeprefix("to ")
    if pair.shared_test_points is not None:
        return f"{count(pair.shared_test_points, 'test point')} shared with {theirs}"
    if not pair.b.target_bits:
        return "no target to compare on either side" if not pair.a.target_bits else "it has no target to compare"
    return f"no target here to compare with {theirs}"


def _resource(resource: Resource, width: int) -> Iterator[str]:
    what = {
        Kind.TRANSMITTER: f"transmitter {resource.transmitter} is booked twice",
        Kind.CAPACITY: f"{resource.most_at_once} transmissions at once, "
        f"{count(resource.available or 0, 'transmitter')}",
        Kind.ANTENNA: f"antenna {resource.antenna} is on two frequencies",
        Kind.RETUNE: f"transmitter {resource.transmitter} has {resource.gap_minutes} minutes to change frequency "
        f"and needs {resource.retune_minutes}",
    }[resource.kind]
    yield from _wrapped(f"{resource.severity:<8}{inert(resource.site)}: {inert(what)}", width, "", " " * 8)
    at = f"worst on {resource.worst_at:%Y-%m-%d} at {resource.worst_at:%H%M}, {count(resource.dates, 'date')}"
    minutes = f", {resource.overlap_minutes / 60:.1f} h in all" if resource.overlap_minutes else ""
    yield from _wrapped(at + minutes, width, " " * 8, " " * 10)
    for side in resource.members:
        named = f" [{inert(side.id)}]" if side.id else ""
        line = f"{format_khz(side.frequency_khz)} kHz  {_who(side)}{named}  {inert(side.file)}:{side.line}"
        yield from _wrapped(line, width, " " * 8, " " * 10)


def _wrapped(text: str, width: int, first: str, later: str) -> Iterator[str]:
    """Break a text at its blanks; a word that is longer than a line gets a line of its own."""
    # Not `textwrap`, which counts characters instead of terminal columns and breaks times and days at their hyphens.
    if len(first) + _columns(text) <= width:
        yield first + text
        return
    line, used, empty = first, len(first), True
    for word in text.split(" "):
        taken = _columns(word)
        if not empty and used + 1 + taken > width:
            yield line.rstrip()
            line, used, empty = later, len(later), True
        if empty and not word:
            continue
        line += word if empty else f" {word}"
        used += taken + (not empty)
        empty = False
    yield line.rstrip()


def _columns(text: str) -> int:
    # Nearly every line is ASCII, and looking each of its characters up takes long for a season.
    return len(text) if text.isascii() else width_of(text)
