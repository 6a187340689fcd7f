"""Writes proposed moves into schedules: one edit of the session that the screen uses, comments kept."""

from __future__ import annotations

from collections.abc import Sequence

from bcastplan.conflicts.pool import GRAVE
from bcastplan.document.splice import Changes
from bcastplan.model.frequency import format_khz
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.moves.proposals import Move
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
    return [f"{move.before.file}:{move.before.origin.line}: {_words(move)}" for move in moves]


def make_moves(session: Session, moves: Sequence[Move]) -> None:
    """Write moves into a session, in one step; raises EditRefused for rows that cannot be edited."""
    session.change_each([(move.row, _changes(move)) for move in moves], "settle")


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
            if chosen.setdefault(move.row, move).after != move.after:
                raise SettleError(f"proposal {number} moves a row that another one moves elsewhere: apply one of them")
    return chosen


def _listed(answer: SettleAnswer) -> str:
    numbers = [settled.problem.number for settled in answer.settled if settled.proposal is not None]
    return f"{numbers[0]} to {numbers[-1]}" if numbers else "none"


def _refuse_clashes(answer: SettleAnswer, moves: Sequence[Move]) -> None:
    """Look at all moves at once: each was found with everybody else in his present place."""
    pool = answer.pool
    before = {move.row: pool.ranks_of(move.row) for move in moves}
    for move in moves:
        pool = pool.moved(move.row, move.after)
    for move in moves:
        now = pool.ranks_of(move.row)
        if ((now <= GRAVE) & (now < before[move.row])).any():
            raise SettleError(
                "these moves together make a new conflict between the rows they move: apply some, and ask again"
            )


def _changes(move: Move) -> Changes:
    if move.change == "time":
        return {"time": str(move.after.time)}
    changes: Changes = {"frequency": format_khz(move.after.frequency_khz)}
    return {**changes, "sync": None} if move.before.sync is not None else changes


def _words(move: Move) -> str:
    if move.change == "time":
        return f"time {move.before.time} is now {move.after.time}"
    return f"{format_khz(move.before.frequency_khz)} kHz is now {format_khz(move.after.frequency_khz)} kHz"
