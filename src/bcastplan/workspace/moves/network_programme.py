"""The choice of channels of a network as an integer programme, and what bounds every choice (HiGHS).

A binary variable for each channel of each transmission; of channels within 10 kHz of each other at most one among
transmissions that are all on the air together. What several transmissions of a programme are worth together is concave
in these variables: at each place the best that is on the air counts. Planes that touch it from above are added where a
solution claims too much (Benders cuts, as for facility location), so that both bounds are bounds at any time.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from itertools import combinations
from typing import Any

import numpy as np

from bcastplan.science.arrays import BoolArray, FloatArray, IntArray
from bcastplan.workspace.moves.highs_choice import SEED, solved_or_stopped
from bcastplan.workspace.moves.network_choice import NetworkChoices
from bcastplan.workspace.moves.network_values import Shared
from bcastplan.workspace.prediction.frequency_options import OWN_CHANNELS_APART_KHZ

MOST_CUTTING_ROUNDS = 60
_CLAIM = 1e-5
"""How much more than it is worth a solution may claim, as a share of the bound."""
PROVEN = 1e-4
"""A gap to the relaxation, as a share, below which the integer programme is not asked."""
WORTH_MORE = 0.005
"""How much more, as a share, a choice of the integer programme must be worth before the engines look at it."""


@dataclass(frozen=True, slots=True)
class ProvenBounds:
    """What no choice exceeds, in coverage-minutes.

    Attributes:
        simple: the best channel of each transmission, whoever else has it.
        relaxation: of the linear relaxation; None where it was not solved.
        integer: of the integer programme; None where it was not solved.
        by_search: what the choice of the search is worth, that frequencies are kept counted too.
        by_integer: the same of the best choice of the integer programme, before the engines have seen it; None where
            there is none.
        accepted: the same of what the engines accept of that choice; None where it was not worth looking at.
    """

    simple: float
    relaxation: float | None = None
    integer: float | None = None
    by_search: float | None = None
    by_integer: float | None = None
    accepted: float | None = None

    @property
    def least(self) -> float:
        """The least of them."""
        return min(bound for bound in (self.simple, self.relaxation, self.integer) if bound is not None)


def proven_bounds(
    choices: NetworkChoices, chosen: Sequence[int], simple: float, seconds: float
) -> tuple[ProvenBounds, list[int] | None]:
    """Bounds of a choice, and a better one where the integer programme finds one within a time.

    An interrupt (KeyboardInterrupt) ends the solver, and what is proven until then is the answer.
    """
    until = time.monotonic() + seconds
    programme = _Programme(choices)
    worth = choices.worth(chosen)
    bounds = ProvenBounds(simple, programme.relaxed(until), by_search=worth)
    if worth >= bounds.least * (1.0 - PROVEN):
        # The relaxation has proven the choice, and whatever bounds the relaxation bounds the integer programme too.
        return replace(bounds, integer=bounds.relaxation), None
    integer, better = programme.solved(until)
    if better is not None and better.count(-1) > list(chosen).count(-1):
        better = None  # whoever has no channel would have to stay on his own, in the way of others
    by_integer = None if better is None else choices.worth(better)
    bounds = replace(bounds, integer=integer, by_integer=by_integer)
    return bounds, better if by_integer is not None and by_integer > worth * (1.0 + WORTH_MORE) else None


class _Programme:
    def __init__(self, choices: NetworkChoices) -> None:
        self._choices = choices
        allowed = [np.flatnonzero(flags) for flags in choices.allowed]
        self._member = np.repeat(np.arange(len(allowed)), [some.size for some in allowed])
        self._channel = np.concatenate(allowed)
        khz = [some.khz[flags] for some, flags in zip(choices.channels, choices.allowed, strict=True)]
        self._khz = np.concatenate(khz)
        self._first = np.concatenate(([0], np.cumsum([some.size for some in allowed])))
        self._groups = [
            _Group(shared, self._columns_of(shared.members), choices.allowed) for shared in choices.values.shared
        ]
        self._solver = import_module("highspy").Highs()
        self._solver.silent()
        for option, value in (("random_seed", SEED), ("threads", 1), ("mip_rel_gap", 1e-4)):
            self._solver.setOptionValue(option, value)
        self._solver.passModel(self._model())
        self._stopped = False

    @property
    def _columns(self) -> int:
        return int(self._member.size)

    def relaxed(self, until: float) -> float | None:
        """The bound of the linear relaxation, None where there was no time for it."""
        bound = None
        for _ in range(MOST_CUTTING_ROUNDS):
            if not self._run(until):
                break
            # A plane that is still missing only lets a solution claim more, so that every solved round is a bound.
            objective = float(self._solver.getInfo().objective_function_value)
            bound = objective if bound is None else min(bound, objective)
            if not self._cut(objective):
                break
        return bound

    def solved(self, until: float) -> tuple[float | None, list[int] | None]:
        """The bound of the integer programme, and the best choice that it found."""
        high = import_module("highspy")
        columns = np.arange(self._columns, dtype=np.int32)
        kinds = np.full(self._columns, int(high.HighsVarType.kInteger), dtype=np.uint8)
        self._solver.changeColsIntegrality(self._columns, columns, kinds)
        bound, best = None, None
        for _ in range(MOST_CUTTING_ROUNDS):
            self._run(until)
            proven = float(self._solver.getInfo().mip_dual_bound)
            if np.isfinite(proven):
                bound = proven if bound is None else min(bound, proven)
            if not self._solver.getSolution().value_valid:
                break
            chosen = self._chosen()
            # Choices are compared by what they are worth: the objective
            # of a solution claims more while planes are missing.
            if best is None or self._choices.worth(chosen) > self._choices.worth(best):
                best = chosen
            if self._stopped or time.monotonic() >= until or not self._cut(abs(proven)):
                break
        return bound, best

    def _run(self, until: float) -> bool:
        """Solve in the time that is left; whether it was solved to the end."""
        # HiGHS counts the time of all runs of one solver against its
        # limit, so that what it has used is added to what is left.
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + max(0.1, until - time.monotonic()))
        self._stopped = solved_or_stopped(self._solver) or self._stopped
        optimal = import_module("highspy").HighsModelStatus.kOptimal
        return bool(self._solver.getModelStatus() == optimal)

    def _values(self) -> FloatArray:
        return np.asarray(self._solver.getSolution().col_value)

    def _chosen(self) -> list[int]:
        chosen = [-1] * len(self._choices.channels)
        for column in np.flatnonzero(self._values()[: self._columns] > 0.5).tolist():
            chosen[int(self._member[column])] = int(self._channel[column])
        return chosen

    def _cut(self, objective: float) -> bool:
        """Add a plane where a programme claims more than it is worth; whether any was added."""
        values = self._values()
        added = False
        for number, group in enumerate(self._groups):
            constant, slopes = group.plane(values[group.columns])
            claimed = values[self._columns + number]
            # Each group may claim its part of the tolerance, so that all of them together claim no more than the whole.
            if claimed > constant + float(slopes @ values[group.columns]) + _CLAIM * objective / len(self._groups):
                used = np.flatnonzero(slopes)
                columns = np.append(group.columns[used], self._columns + number).astype(np.int32)
                self._solver.addRow(-np.inf, constant, columns.size, columns, np.append(-slopes[used], 1.0))
                added = True
        return added

    def _columns_of(self, members: Sequence[int]) -> IntArray:
        return np.concatenate([np.arange(self._first[member], self._first[member + 1]) for member in members])

    def _model(self) -> Any:
        """The programme without planes."""
        high = import_module("highspy")
        rows = [*self._one_of_each, *self._one_of_window]
        lp = high.HighsLp()
        most = [float(group.weight.sum()) for group in self._groups]
        lp.num_col_, lp.num_row_ = self._columns + len(most), len(rows)
        lp.col_cost_ = np.concatenate((self._worth, np.ones(len(most))))
        lp.col_lower_ = np.zeros(lp.num_col_)
        lp.col_upper_ = np.concatenate((np.ones(self._columns), np.array(most)))
        lp.row_lower_, lp.row_upper_ = np.full(len(rows), -np.inf), np.ones(len(rows))
        lp.a_matrix_.format_ = high.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum([row.size for row in rows])))
        lp.a_matrix_.index_ = np.concatenate(rows)
        lp.a_matrix_.value_ = np.ones(sum(row.size for row in rows))
        lp.sense_ = high.ObjSense.kMaximize
        return lp

    @cached_property
    def _worth(self) -> FloatArray:
        """What each column is worth by itself, that a channel is kept included."""
        worth = [values[flags] for values, flags in zip(self._choices.values.alone, self._choices.allowed, strict=True)]
        kept = self._channel == np.array([some.present for some in self._choices.channels])[self._member]
        return np.concatenate(worth) + np.where(kept, self._choices.bonus[self._member], 0.0)

    @property
    def _one_of_each(self) -> list[IntArray]:
        """The columns of each transmission."""
        return [self._columns_of((member,)) for member in range(len(self._choices.channels))]

    @property
    def _one_of_window(self) -> list[IntArray]:
        """Columns within 10 kHz of each other, of transmissions that are all on the air together, two by two."""
        rows = []
        # One row for all who meet each other holds the relaxation closer than a row for every two of them.
        for clique in cliques(len(self._choices.channels), self._choices.meetings):
            columns = self._columns_of(clique)
            columns = columns[np.argsort(self._khz[columns], kind="stable")]
            khz = self._khz[columns]
            # Channels exactly 10 kHz apart are too near as well; the
            # millionth keeps them within the window whatever is rounded.
            stops = np.searchsorted(khz, khz + OWN_CHANNELS_APART_KHZ + 1e-6)
            last = 0
            for start, stop in enumerate(stops.tolist()):
                # A window that ends where the one before it did is a part of that one.
                if stop > last and np.unique(self._member[columns[start:stop]]).size > 1:
                    rows.append(columns[start:stop])
                last = max(last, stop)
        return rows


class _Group:
    """The columns of transmissions that share some cells, and planes above what these are worth together."""

    def __init__(self, shared: Shared, columns: IntArray, allowed: Sequence[BoolArray]) -> None:
        self.columns, self.weight = columns, shared.weight
        self._reliability = np.concatenate(
            [some[allowed[member]] for member, some in zip(shared.members, shared.reliability, strict=True)]
        )
        self._order = np.argsort(-self._reliability, axis=0, kind="stable")

    def plane(self, taken: FloatArray) -> tuple[float, FloatArray]:
        """A plane (constant, slopes) above the worth of any choice; it touches it at ``taken``.

        In each case the columns are gone through, the best one first, until the parts that are taken of them add up to
        1. The last of these is the one that another column has to beat.
        """
        # The values of a solution are floats, in which columns taken to one may add up to 0.9999999.
        filled = np.cumsum(taken[self._order], axis=0)
        last = np.minimum((filled < 1.0 - 1e-9).sum(axis=0), self._order.shape[0] - 1)
        cases = np.arange(self._order.shape[1])
        critical = self._reliability[self._order[last, cases], cases]
        critical[filled[-1] < 1.0 - 1e-9] = 0.0
        slopes = np.maximum(self._reliability - critical, 0.0) @ self.weight
        return float(critical @ self.weight), np.asarray(slopes)


def cliques(count: int, meetings: Sequence[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Sets of numbers in which every two meet; each pair that meets is in one of the sets."""
    near: list[set[int]] = [set() for _ in range(count)]
    for a, b in meetings:
        near[a].add(b)
        near[b].add(a)
    covered: set[tuple[int, int]] = set()
    sets = []
    for a, b in sorted(meetings):
        if (a, b) in covered:
            continue
        members, common = [a, b], near[a] & near[b]
        while common:
            # Sorted, because of equal ones the first is taken, and a set has no order to rely on.
            joining = max(sorted(common), key=lambda number: len(near[number] & common))
            members.append(joining)
            common &= near[joining]
        covered |= set(combinations(sorted(members), 2))
        sets.append(tuple(sorted(members)))
    return sets
