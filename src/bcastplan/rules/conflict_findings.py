"""Turns conflicts into problems of the plan that has to act; each names our side, the other side and the facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from bcastplan.airtime import AirtimeTable
from bcastplan.conflicts import Jammed, JammedResult, Kind, Pair, PairResult, Resource, RowSide
from bcastplan.conflicts.jammed import heard_words
from bcastplan.conflicts.words import Wording
from bcastplan.model.dates import today
from bcastplan.model.finding import DataValue, Problem, WordedLater
from bcastplan.model.frequency import format_khz

PAIR_FIELDS = (
    "own",
    "separation_khz",
    "overlap_minutes",
    "dates",
    "first",
    "last",
    "hours_a_week",
    "shared_test_points",
    "probably_ours",
)
JAMMED_FIELDS = (
    "jammer",
    "separation_khz",
    "overlap_minutes",
    "dates",
    "first",
    "last",
    "hours_a_week",
    "shared_test_points",
    "heard",
    "since",
)
RESOURCE_FIELDS = (
    "site",
    "transmitter",
    "antenna",
    "overlap_minutes",
    "dates",
    "first",
    "last",
    "worst_at",
    "available",
    "most_at_once",
    "gap_minutes",
    "retune_minutes",
    "members",
)
_MOST_MEETINGS = 2


def pair_problems(result: PairResult) -> Iterator[Problem]:
    """Yields each pair as a problem at its side ``a``, in the order of the pairs."""
    return (pair_problem(result.table, pair, result.wording) for pair in result)


def resource_problems(table: AirtimeTable, conflicts: Iterable[Resource]) -> Iterator[tuple[str, Problem]]:
    """Each conflict over a resource as its plan and a problem at its first member."""
    wording = Wording(table)
    for resource in conflicts:
        yield resource.members[0].plan, resource_problem(table, resource, wording)


def pair_problem(table: AirtimeTable, pair: Pair, wording: Wording) -> Problem:
    """Returns one pair as a problem; its message says with whom, when, how much, over which area and what to do."""
    place, other = table.transmissions[pair.a_row].place(), table.transmissions[pair.b_row].place()
    # A season has thousands of pairs, of which most are only counted: their words are made when they are listed.
    return WordedLater(pair.kind.rule, place, other, pair.severity, partial(_words, pair, wording))


def _words(pair: Pair, wording: Wording) -> tuple[str, dict[str, DataValue]]:
    """The message of a pair, and its facts."""
    weekly = wording.hours_a_week(pair.a_row, pair.b_row)
    when = "; ".join(wording.overlap(pair.a_row, pair.b_row, _MOST_MEETINGS))
    message = f"{_relation(pair)}: {when} ({weekly:.1f} h a week), {_area(pair)}. {_advice(pair)}"
    return message, {
        "own": pair.own,
        "separation_khz": pair.separation_khz,
        "overlap_minutes": pair.overlap_minutes,
        "dates": pair.dates,
        "first": pair.first.isoformat(),
        "last": pair.last.isoformat(),
        "hours_a_week": round(weekly, 2),
        "shared_test_points": pair.shared_test_points,
        # The key is written only where it is true, because a baseline recognises findings by their data.
        **({"probably_ours": True} if pair.probably_ours else {}),
    }


def jammed_problem(result: JammedResult, item: Jammed) -> Problem:
    """One jammed transmission; the message says by whom, when, how much, and how long ago the jammer was heard."""
    place, other = result.table.transmissions[item.row].place(), item.jammer.transmission.place()
    return WordedLater(item.kind.rule, place, other, item.severity, partial(_jammed_words, result, item))


def _jammed_words(result: JammedResult, item: Jammed) -> tuple[str, dict[str, DataValue]]:
    weekly = result.hours_a_week(item)
    when = "; ".join(result.when(item, _MOST_MEETINGS))
    khz = format_khz(item.side.frequency_khz)
    known = [word for word in (since_words(item), heard_words(item.heard, today())) if word]
    told = f"; {', '.join(known)}" if known else ""
    message = (
        f"{khz} kHz is jammed by {jammer_words(item)}: {when} ({weekly:.1f} h a week){told}. "
        "Nobody can be asked to move it: look for a clear channel (`bcastplan suggest`), or send on several at once"
    )
    return message, {
        "jammer": item.jammer.name,
        "separation_khz": item.separation_khz,
        "overlap_minutes": item.overlap_minutes,
        "dates": item.dates,
        "first": item.first.isoformat(),
        "last": item.last.isoformat(),
        "hours_a_week": round(weekly, 2),
        "shared_test_points": item.shared_test_points,
        "heard": f"{item.heard:%Y-%m}" if item.heard else None,
        "since": item.since.isoformat() if item.since else None,
    }


def jammer_words(item: Jammed) -> str:
    """A jammer by its name, with what it covers where that is more than the transmission's own frequency."""
    jammer = item.jammer
    if jammer.low_hz != jammer.high_hz:
        return f"{jammer.name} ({format_khz(jammer.low_hz / 1000)} to {format_khz(jammer.high_hz / 1000)} kHz)"
    if item.separation_khz:
        return f"{jammer.name} on {format_khz(jammer.low_hz / 1000)} kHz"
    return jammer.name


def since_words(item: Jammed) -> str:
    """Since when the list or the plan has the jammer; empty where neither says."""
    return f"since {item.since.isoformat()}" if item.since else ""


def resource_problem(table: AirtimeTable, conflict: Resource, wording: Wording) -> Problem:
    """One conflict over a transmitter, an antenna or a site."""
    return Problem(
        conflict.kind.rule,
        f"{_demand(wording, conflict)}. {_REMEDY[conflict.kind]}",
        table.transmissions[conflict.member_rows[0]].place(),
        {
            "site": conflict.site,
            "transmitter": conflict.transmitter,
            "antenna": conflict.antenna,
            "overlap_minutes": conflict.overlap_minutes,
            "dates": conflict.dates,
            "first": conflict.first.isoformat(),
            "last": conflict.last.isoformat(),
            "worst_at": conflict.worst_at.strftime("%Y-%m-%dT%H:%MZ"),
            "available": conflict.available,
            "most_at_once": conflict.most_at_once,
            "gap_minutes": conflict.gap_minutes,
            "retune_minutes": conflict.retune_minutes,
            "members": [_name(side) for side in conflict.members],
        },
        table.transmissions[conflict.member_rows[1]].place(),
        conflict.severity,
    )


def _relation(pair: Pair) -> str:
    other, khz = _who(pair.b), format_khz(pair.b.frequency_khz)
    if pair.kind is Kind.DUPLICATE:
        return f"{khz} kHz from {pair.a.site} is entered twice, the other time by {other}"
    if pair.kind is Kind.CO_CHANNEL:
        return f"{khz} kHz is also used by {other}"
    return f"{format_khz(pair.separation_khz)} kHz from {other} on {khz} kHz"


def _who(side: RowSide) -> str:
    name = side.service or side.broadcaster or side.id or "another transmission"
    # Of others the manager is named too: that is whom to write to.
    details = [detail for detail in (side.site, side.manager if side.is_reference else None) if detail]
    return f"{name} ({', '.join(details)})" if details else name


def _name(side: RowSide) -> str:
    return f"{side.id or side.service} {format_khz(side.frequency_khz)} kHz"


def _area(pair: Pair) -> str:
    shared = pair.shared_test_points
    if shared is None:
        return "target unknown"
    if shared == 0:
        return "no test point of the targets in common"
    return f"{shared} test point{'s' if shared > 1 else ''} of the targets in common"


def _advice(pair: Pair) -> str:
    if pair.probably_ours:
        return (
            "It is probably this transmission itself, as a list has it: name its station under `codes.aliases`, or "
            "correct site, language or time"
        )
    if pair.kind is Kind.DUPLICATE:
        return "Remove one, or correct what was meant to differ"
    if pair.own:
        same = ", or give both the same `sync` word" if pair.kind is Kind.CO_CHANNEL else ""
        return f"Move one of them{same}"
    partner = pair.b.manager or pair.b.broadcaster or "the other side"
    return f"Settle it with {partner} and note it under `agreed`, or move away"


def _demand(wording: Wording, conflict: Resource) -> str:
    if conflict.kind is Kind.CAPACITY:
        most, have = conflict.most_at_once, conflict.available
        return (
            f"{conflict.site} has {have} transmitter{'' if have == 1 else 's'} and is asked for {most} on "
            f"{conflict.worst_at:%Y-%m-%d} at {conflict.worst_at:%H%M}; over {conflict.dates} "
            f"date{'' if conflict.dates == 1 else 's'}, {conflict.overlap_minutes / 60:.1f} h in all"
        )
    other = _name(conflict.members[1])
    if conflict.kind is Kind.RETUNE:
        return (
            f"{conflict.transmitter} has {conflict.gap_minutes} minutes between this and {other} and needs "
            f"{conflict.retune_minutes} to change frequency, first on {conflict.first}, on {conflict.dates} "
            f"date{'' if conflict.dates == 1 else 's'}"
        )
    a_row, b_row = conflict.member_rows
    when = "; ".join(wording.overlap(a_row, b_row, _MOST_MEETINGS))
    if conflict.kind is Kind.ANTENNA:
        return f"antenna {conflict.antenna} of {conflict.site} is also used for {other}: {when}"
    return f"{conflict.transmitter} is also booked for {other}: {when}"


_REMEDY = {
    Kind.TRANSMITTER: "Move one to another transmitter or time",
    Kind.CAPACITY: "Move one of them to another time or site, or complete the inventory",
    Kind.ANTENNA: "Move one to another antenna or time",
    Kind.RETUNE: "Leave more time between them, keep the frequency, or use another transmitter",
}
