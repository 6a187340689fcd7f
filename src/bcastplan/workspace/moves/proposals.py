"""A problem to be settled, the moves that may end it, and what was found: values, in the order planners read them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bcastplan.conflicts import Jammed, Pair, RowSide
from bcastplan.model.transmission import Transmission

MOVES = ("own", "theirs", "both")
"""Whose rows may be moved."""


@dataclass(frozen=True, slots=True)
class SettleOptions:
    """What may be moved, and how far.

    Attributes:
        moves: whose rows may be moved: of ``own``, ``theirs`` and ``both`` (one of each, or two of one side).
        keep_time: whether times stay as they are.
        shift_minutes: how far a time may be moved, in steps of five minutes.
        most_loss_points: percentage points of its predicted coverage that a row may lose, where that is predicted.
    """

    moves: tuple[str, ...] = MOVES
    keep_time: bool = False
    shift_minutes: int = 30
    most_loss_points: float = 5.0


@dataclass(frozen=True, slots=True)
class Move:
    """One row becomes another transmission: on another frequency or at another time.

    ``disturbed`` are the test points of its target: who listens there has to find it anew. ``distance`` is in kHz or
    minutes. ``change`` is ``frequency`` or ``time``. ``loss_points`` are the percentage points of its predicted
    coverage that it loses (it gains where they are negative), None where nothing is predicted.
    """

    row: int
    own: bool
    change: str
    before: Transmission
    after: Transmission
    disturbed: int
    in_band: bool = True
    alternative: bool = False
    loss_points: float | None = None

    @property
    def distance(self) -> float:
        """How far it goes, in kHz or minutes."""
        if self.change == "frequency":
            return abs(self.after.frequency_khz - self.before.frequency_khz)
        return abs(self.after.time.start_minute - self.before.time.start_minute)

    @property
    def shift_minutes(self) -> int:
        """Minutes by which its time moves."""
        return 0 if self.change == "frequency" else int(self.distance)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One or two moves that end a pair, verified."""

    moves: tuple[Move, ...]

    @property
    def order(self) -> tuple[float, ...]:
        """Fewest test points disturbed, fewest rows, least lost, in band, least shift, alternative, nearest, ours."""
        return (
            sum(move.disturbed for move in self.moves),
            len(self.moves),
            sum(round(max(move.loss_points or 0.0, 0.0)) for move in self.moves),
            sum(not move.in_band for move in self.moves),
            sum(move.shift_minutes for move in self.moves),
            -sum(move.alternative for move in self.moves),
            sum(move.distance for move in self.moves),
            sum(not move.own for move in self.moves),
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """A pair of ours with another organisation, or a jammed transmission: a jammer has no row.

    ``a_row`` is ours, ``b_row`` theirs.
    """

    number: int
    a: RowSide
    a_row: int
    pair: Pair | None = None
    jammed: Jammed | None = None
    b_row: int | None = None

    @property
    def counterpart(self) -> str:
        """Whom to settle it with: the manager of the other side, else its broadcaster or service."""
        if self.pair is None:
            return ""
        other = self.pair.b if self.pair.b_row == self.b_row else self.pair.a
        return other.manager or other.broadcaster or other.service or "?"


@dataclass(slots=True)
class Settled:
    """What was found for one problem; ``blocked_by`` counts what is in the way on its channels, if nothing was."""

    problem: Problem
    proposal: Proposal | None = None
    runner_up: Proposal | None = None
    blocked_by: Counter[str] = field(default_factory=Counter)
    channels: int = 0

    @property
    def blockers(self) -> list[tuple[str, int]]:
        """Who is in the way, on how many channels; those with most first."""
        return sorted(self.blocked_by.items(), key=lambda item: (-item[1], item[0]))

    @property
    def rows_moved(self) -> int:
        """Rows of the proposal, 0 without one."""
        return len(self.proposal.moves) if self.proposal is not None else 0
