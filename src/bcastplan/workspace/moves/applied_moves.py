"""Writes proposed moves into schedules: one edit of the session that the screen uses, comments kept."""

from __future__ import annotations

from collections.abc import Sequence

from bcastplan.document.splice import Changes
from bcastplan.model.transmission import KEY_OF_ATTRIBUTE, LINES
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.moves.joint_moves import clashing_rows
from bcastplan.workspace.moves.proposals import FACILITY_KEYS, Move, Proposal
from bcastplan.workspace.moves.season_moves import SettleAnswer, SettleError


def apply_moves(
    paths: Sequence[str], against: Sequence[str], answer: SettleAnswer, numbers: Sequence[int]
) -> list[str]:
    """Write the proposals of some problems; returns what was written, a line each.

    Raises:
        SettleError: no such problem or proposal, one that moves rows of others, or several that clash with each other.
        EditRefused: a schedule that cannot be edited or saved.
    """
    moves = list(_chosen(answer, numbers).values())
    _refuse_clashes(answer, moves)
    session = Session.open(paths, against)
    make_moves(session, moves)
    session.files.save()
    return [f"{move.before.file}:{move.before.origin.line}: {words_of(move)}" for move in moves]


def make_moves(session: Session, moves: Sequence[Move]) -> None:
    """Write moves into a session, in one step; raises EditRefused for rows that cannot be edited."""
    session.change_each([(move.row, changes_of(move)) for move in moves], "settle")


def _chosen(answer: SettleAnswer, numbers: Sequence[int]) -> dict[int, Move]:
    by_number = {settled.problem.number: settled for settled in answer.settled}
    chosen: dict[int, Move] = {}
    for number in numbers:
        settled = by_number.get(number)
        if settled is None or settled.proposal is None:
            raise SettleError(f"there is no proposal {number}: the list has {_listed(answer)}")
        for move in settled.proposal.moves:
            if not move.own or answer.pool.sides[move.row].is_reference:
                raise SettleError(f"proposal {number} moves a row of others: ask for own moves only with --moves own")
            # Two conflicts may end by the very same move, which is then made once.
            if chosen.setdefault(move.row, move).place != move.place:
                raise SettleError(f"proposal {number} moves a row that another one moves elsewhere: apply one of them")
    return chosen


def _listed(answer: SettleAnswer) -> str:
    numbers = [settled.problem.number for settled in answer.settled if settled.proposal is not None]
    return f"{numbers[0]} to {numbers[-1]}" if numbers else "none"


def _refuse_clashes(answer: SettleAnswer, moves: Sequence[Move]) -> None:
    """Refuse moves that clash with each other: each was found while all other rows stayed where they are."""
    if clashing_rows(answer.pool, [Proposal(tuple(moves))]):
        raise SettleError(
            "these moves together make a new conflict between the rows they move: apply some, and ask again"
        )
    if not answer.rules.allow(moves):
        raise SettleError("these moves together break a rule of the plan or book something twice: apply some")


_MOVED_KEYS = tuple(KEY_OF_ATTRIBUTE[attribute] for attribute in ("frequency_khz", "time", *FACILITY_KEYS))
_UNITS = {"frequency": " kHz", "power": " kW", "azimuth": "°", "slew": "°", "design_frequency": " kHz"}


def changes_of(move: Move) -> Changes:
    """The keys that differ, as a schedule writes them; a frequency of its own ends a synchronisation."""
    return {
        key: LINES[key](move.after) or None
        for key in ("sync", *_MOVED_KEYS)
        if LINES[key](move.after) != LINES[key](move.before)
    }


def words_of(move: Move) -> str:
    """What becomes of a transmission, key by key."""
    parts = []
    for key in _MOVED_KEYS:
        was, now = (
            f"{text}{_UNITS.get(key, '')}" if text else "none" for text in map(LINES[key], (move.before, move.after))
        )
        if was != now:
            parts.append(f"{key} {was} is now {now}")
    return ", ".join(parts)
