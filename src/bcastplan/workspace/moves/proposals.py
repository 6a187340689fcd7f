"""A problem to be settled, the moves that may end it, and what was found: values, in the order planners read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bcastplan.conflicts import Jammed, Pair, RowSide
from bcastplan.coverage.audiences import Audience, listeners_of
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.prediction.facility_channels import facility_of

MOVES = ("own", "theirs", "both")
"""Whose rows may be moved."""
FACILITY_KEYS = (
    "site", "transmitter", "power_kw", "antenna", "azimuth_deg", "slew_deg", "design_frequency_khz",
)  # fmt: skip
"""What a move to another antenna or site changes."""

Place = tuple[int, float, str, tuple[object, ...]]
"""Row, frequency, time and facility: what tells a move from others."""


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
    """One row becomes another transmission: on another frequency, at another time, or from elsewhere.

    ``change`` is ``frequency``, ``time``, ``antenna`` or ``site``. ``audience`` are the people it is meant for, None
    where they are not known, and ``test_points`` those of its target: who listens there has to find it anew, unless it
    stays on its frequency at its time. ``distance`` is in kHz or minutes. ``loss_points`` are the percentage points of
    its predicted coverage that it loses (it gains where they are negative), None where nothing is predicted.
    ``parted`` are the rows with which it shares channel and time as before, but that cost it, and it costs them, no
    more coverage than is allowed; ``mutual_loss_points`` is what the worse side loses then.
    """

    row: int
    own: bool
    change: str
    before: Transmission
    after: Transmission
    audience: Audience | None = None
    test_points: int = 0
    in_band: bool = True
    alternative: bool = False
    loss_points: float | None = None
    parted: frozenset[int] = frozenset()
    mutual_loss_points: float | None = None

    @property
    def is_retuned(self) -> bool:
        """Whether its listeners have to look for it elsewhere."""
        before, after = self.before, self.after
        return (before.frequency_khz, before.time) != (after.frequency_khz, after.time)

    @property
    def disturbed(self) -> int:
        """The test points of its target, if its listeners have to find it anew."""
        return self.test_points if self.is_retuned else 0

    @property
    def distance(self) -> float:
        """How far it goes, in kHz or minutes."""
        if self.change == "time":
            return abs(self.after.time.start_minute - self.before.time.start_minute)
        return abs(self.after.frequency_khz - self.before.frequency_khz)

    @property
    def shift_minutes(self) -> int:
        """Minutes by which its time moves."""
        return int(self.distance) if self.change == "time" else 0

    @property
    def place(self) -> Place:
        """What tells it from other moves."""
        return self.row, self.after.frequency_khz, str(self.after.time), facility_of(self.after)


def people_disturbed(moves: Iterable[Move]) -> float | None:
    """How many people have to find a programme anew, those of several moves once; None where that is not known."""
    audiences = [move.audience for move in moves if move.is_retuned]
    if None in audiences:
        return None
    # One move, as most proposals have, needs no look at places where audiences overlap.
    if len(audiences) == 1 and audiences[0] is not None:
        return audiences[0].total
    return listeners_of(audiences).people or 0.0


@dataclass(frozen=True, slots=True)
class Proposal:
    """One or two moves that end a pair, verified."""

    moves: tuple[Move, ...]

    @property
    def people(self) -> float | None:
        """How many people it disturbs; None where that is not known."""
        return people_disturbed(self.moves)

    @property
    def order(self) -> tuple[float, ...]:
        """Sorts by people disturbed, rows, coverage lost, in band, time shift, alternative, nearness, and ours first.

        People who are not known come after all that are.
        """
        people = self.people
        return (
            people is None,
            people or 0.0,
            len(self.moves),
            sum(round(max(move.loss_points or 0.0, 0.0)) for move in self.moves),
            sum(not move.in_band for move in self.moves),
            sum(move.shift_minutes for move in self.moves),
            -sum(move.alternative for move in self.moves),
            sum(move.distance for move in self.moves),
            sum(not move.own for move in self.moves),
            sum((move.mutual_loss_points for move in self.moves if move.mutual_loss_points is not None), 0.0),
        )

    @property
    def places(self) -> tuple[Place, ...]:
        """What tells it from other proposals."""
        return tuple(move.place for move in self.moves)


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

    def other_than(self, row: int) -> int | None:
        """The row of the other side of the pair; None where a jammer is there, or the row has no part in it."""
        return {self.a_row: self.b_row, self.b_row: self.a_row}.get(row)


@dataclass(slots=True)
class Settled:
    """What was found for one problem.

    ``blocked_by`` counts what is in the way on its ``channels`` and at its other ``times``, if nothing was found.
    ``looked_at`` is False where the search was stopped before its turn came.
    """

    problem: Problem
    proposal: Proposal | None = None
    runner_up: Proposal | None = None
    blocked_by: Counter[str] = field(default_factory=Counter)
    channels: int = 0
    times: int = 0
    looked_at: bool = True

    @property
    def blockers(self) -> list[tuple[str, int]]:
        """Who is in the way, on how many channels; those with most first."""
        return sorted(self.blocked_by.items(), key=lambda item: (-item[1], item[0]))

    @property
    def rows_moved(self) -> int:
        """Rows of the proposal, 0 without one."""
        return len(self.proposal.moves) if self.proposal is not None else 0
