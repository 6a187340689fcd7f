"""Moves, what they cost, why others come after them and what is in the way, in the words of every format."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bcastplan.model.counts import count, people
from bcastplan.model.frequency import format_khz
from bcastplan.model.transmission import Transmission
from bcastplan.reference.towns import CREDIT
from bcastplan.workspace.moves.joint_moves import JointAnswer
from bcastplan.workspace.moves.proposals import Move, Proposal, Settled
from bcastplan.workspace.moves.season_moves import SettleAnswer

_Words = Callable[[float], str]

COUNTED = (
    "People are those of the listeners that a plan names, else of the towns nearest to the test points of the target; "
    f"they are counted to put moves in order. {CREDIT}."
)
UNDISTURBED = "What is lost is counted against noise alone: interference and jamming are left out."


def proposal_words(proposal: Proposal, their_row: int | None = None) -> str:
    """What is moved where, as ``ours to 9570 kHz, and BBC's r71 to 1500-1600``.

    ``their_row`` is the other side of the pair, which is theirs on this sheet though all rows may be ours.
    """
    return ", and ".join(_move_words(move, move.own and move.row != their_row) for move in proposal.moves)


def _move_words(move: Move, own: bool) -> str:
    before, after = move.before, move.after
    whose = "ours" if own else f"{before.broadcaster or before.service or 'theirs'}'s"
    named = f" {before.id}" if before.id else ""
    was = f" ({format_khz(before.frequency_khz)} kHz)"
    if move.change == "frequency":
        band = "" if move.in_band else ", another band"
        return f"{whose}{named}{was} to {format_khz(after.frequency_khz)} kHz{band}"
    if move.change == "time":
        return f"{whose}{named}{was} to {after.time}"
    return f"{whose}{named}{was} {_facility_words(move)}"


def _facility_words(move: Move) -> str:
    if move.change == "antenna":
        return f"to {antenna_words(move.after)}"
    return facility_words(move.after)


def facility_words(after: Transmission) -> str:
    """Where a transmission comes from, as ``to TIN, TIN-2, 250 kW, antenna 216 at 280°``."""
    power = f"{after.power_kw:g} kW" if after.power_kw is not None else ""
    parts = (after.site_code, after.transmitter, power, antenna_words(after))
    return f"to {', '.join(part for part in parts if part)}"


def antenna_words(transmission: Transmission) -> str:
    """Its antenna and where that looks."""
    azimuth = f" at {transmission.azimuth_deg:g}°" if transmission.azimuth_deg is not None else ""
    return f"antenna {transmission.antenna or 'not known'}{azimuth}"


def reason_words(proposal: Proposal) -> str:
    """What a proposal costs, in the order in which costs decide its place."""
    return ", ".join(_reasons(proposal))


def _reasons(proposal: Proposal) -> Iterator[str]:
    yield people_words(proposal)
    yield count(len(proposal.moves), "row") + " moved"
    losses = [move.loss_points for move in proposal.moves if move.loss_points is not None]
    if losses:
        lost = max(0.0, *losses)
        # Less would be printed as 0.0 points.
        yield f"{lost:.1f} points of coverage lost" if lost >= 0.05 else "no coverage lost"
    if shifted := sum(move.shift_minutes for move in proposal.moves):
        yield f"{shifted} minutes"
    if any(move.alternative for move in proposal.moves):
        yield "one of its alternatives"
    for move in proposal.moves:
        if move.mutual_loss_points is not None:
            yield f"on the same channel either side loses {move.mutual_loss_points:.1f} points at most to the other"


def people_words(proposal: Proposal) -> str:
    """Who is disturbed."""
    number = proposal.people
    if number is None:
        return "nobody knows how many people it disturbs"
    if not any(move.is_retuned for move in proposal.moves):
        return "nobody has to tune anew"
    return f"{people(number)} people disturbed"


def second_words(first: Proposal, second: Proposal) -> str:
    """Why a proposal comes second: the first thing that counts in which it is worse."""
    # Proposals whose people nobody knows come after all others.
    if (second.people is None) != (first.people is None):
        return "nobody knows how many people it disturbs"
    if first.people is not None and second.people is not None and second.people > first.people:
        return f"{people(second.people - first.people)} people more"
    for worse, words in _comparisons(first, second):
        if worse > 0:
            return words(worse)
    return "as good"


def _comparisons(first: Proposal, second: Proposal) -> Iterator[tuple[float, _Words]]:
    """By how much the second one is worse in each thing that counts behind the people, and words for it."""
    # `order` begins with the people, which `second_words` has compared already; its ninth entry is whose rows move.
    worse = [then - now for now, then in zip(first.order[2:8], second.order[2:8], strict=True)]
    words: tuple[_Words, ...] = (
        lambda more: count(round(more), "row") + " more",
        lambda more: count(round(more), "point") + " of coverage more",
        lambda more: "another band",
        lambda more: count(round(more), "minute") + " more",
        lambda more: "none of the alternatives",
        lambda more: f"{more:g} kHz farther",
    )
    yield from zip(worse, words, strict=True)
    yield second.order[8] - first.order[8], lambda more: "moves theirs instead of ours"


def blocked_words(settled: Settled) -> str:
    """What is in the way where no move was found."""
    if not settled.looked_at:
        return "not looked at: the search was stopped before"
    if not settled.channels and not settled.times:
        return "no channel of its band is allocated there and within reach of its equipment"
    named = ", ".join(f"{name} ({number})" for name, number in settled.blockers[:4])
    if not named:
        return "a rule of the plan speaks against every move"
    counted = ((settled.channels, "channel"), (settled.times, "other time"))
    places = [count(number, noun) for number, noun in counted if number]
    return f"none of {' and '.join(places)} is clear: {named}"


def joint_words(answer: SettleAnswer, joint: JointAnswer) -> str:
    """How many problems the moves chosen together end, and how much better a choice could be at most."""
    how = "by HiGHS" if joint.solver == "highs" else "greedily (the extra [optimise] is not installed)"
    return (
        f"together: {len(joint.ended):,} of {len(answer.settled):,} end at once by moving "
        f"{count(joint.rows_moved, 'row')}, chosen {how}; at most {100 * joint.gap:.1f} % of the weighted hours may be "
        "missing to the best choice"
    )


def summary_words(answer: SettleAnswer) -> str:
    """How many problems there are, and how many of them end by moving one row or two."""
    summary = answer.summary
    stopped = f"; {stopped_words(answer)}" if answer.stopped_by else ""
    if answer.joint is not None:
        return joint_words(answer, answer.joint) + stopped
    return (
        f"{count(summary['pairs'], 'pair')}, {summary['jammed']:,} jammed: {summary['by_one_row']:,} end by moving one "
        f"row, {summary['by_two_rows']:,} by two, {summary['unsolved']:,} by none that was found{stopped}"
    )


def stopped_words(answer: SettleAnswer) -> str:
    """Why the search ended early, and how many problems it did not look at."""
    left = answer.summary["not_looked_at"]
    why = "interrupted" if answer.stopped_by == "interrupt" else "stopped at the time limit"
    if left:
        return f"{why} before {count(left, 'more was', 'more were')} looked at"
    return why if answer.joint is not None else f"{why} before all were chosen together"


def notes_of(answer: SettleAnswer) -> list[str]:
    """Sentences that belong beside the figures."""
    moves = [
        move
        for settled in answer.settled
        for proposal in (settled.proposal, settled.runner_up)
        for move in (proposal.moves if proposal is not None else ())
    ]
    predicted = any(move.loss_points is not None for move in moves)
    return [*([COUNTED] if moves else []), *([UNDISTURBED] if predicted else [])]
