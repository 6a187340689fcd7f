"""What a plan loses without each of its transmissions, and in which order they can be cut for the least loss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from heapq import heapify, heappop, heappush
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bcastplan.coverage.airtime_cells import Coverage
from bcastplan.coverage.cell_minutes import minutes_by_hour
from bcastplan.coverage.coverage_hours import dates_between
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.coverage_result import Heard
from bcastplan.coverage.reliabilities import ABSENT, date_flags
from bcastplan.coverage.service_units import heard_of
from bcastplan.hours.periods import Period
from bcastplan.hours.rate_ledger import row_costs
from bcastplan.hours.row_facts import RowFacts
from bcastplan.model.finding import Finding
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.inspection.plan_hours import (
    Question,
    asked_hours,
    counting_findings,
    facts_of,
)
from bcastplan.workspace.opening.open_plans import Progress, no_progress
from bcastplan.workspace.prediction.coverage_notes import coverage_notes, listeners_of_workspace
from bcastplan.workspace.prediction.plan_coverage import coverage_of_workspace, opened_for
from bcastplan.workspace.prediction.plan_facts import prediction_facts

MOST_CUT = 400
"""Transmissions of a plan whose order of cutting is worked out; each of a larger plan is judged alone only."""
_LITTLE_LOSS, _MUCH_COST = 0.01, 0.2


class Worth(NamedTuple):
    """Minutes that are on the air, heard, and heard by people, undisturbed and under interference (None: not known)."""

    programme: float
    coverage: float
    interfered: float | None
    person: float | None
    person_interfered: float | None

    def less(self, other: Worth) -> Worth:
        """Returns what is left when another worth is taken away."""
        return Worth(
            *(None if a is None else a - (b or 0.0) for a, b in zip(self, other, strict=True))  # type: ignore[arg-type]
        )

    def more(self, other: Worth) -> Worth:
        """Returns the sum of both."""
        return Worth(
            *(b if a is None else a + (b or 0.0) for a, b in zip(self, other, strict=True))  # type: ignore[arg-type]
        )


NOTHING = Worth(0.0, 0.0, None, None, None)


@dataclass(frozen=True, slots=True)
class MarginalRow:
    """One transmission: what is lost without it alone, and what is left when it is cut after those before it.

    ``lost`` is None where nothing can be predicted for it: its worth is unknown, so it is not cut. ``cost``
    is that of its hours, exact; None where it is not known. ``left`` and ``cost_left`` are None for what is not cut,
    because the plan is too large to be put in order.
    """

    transmission: Transmission
    transmitter_minutes: int
    cost: Fraction | None
    lost: Worth | None
    left: Worth | None = None
    cost_left: Fraction | None = None


@dataclass(frozen=True, slots=True)
class MarginalValues:
    """The transmissions in the order of cutting: the least loss for what it costs first.

    Attributes:
        rows: each with what is left after it and all before it are cut.
        total: of the whole plan.
        cost: of all hours, None where one is not known; then what is cut is weighed with transmitter minutes.
        currency: of the cost.
        not_judged: how many transmissions cannot be predicted; they stand last.
        measure: the field of ``Worth`` by which losses are compared.
        redundant: how many of the first rows cost a fifth at least and lose a hundredth at most; 0 for none.
    """

    rows: tuple[MarginalRow, ...]
    total: Worth
    cost: Fraction | None
    currency: str | None
    measure: str
    redundant: int
    not_judged: int

    @property
    def disturbed(self) -> bool:
        """Whether something in the model disturbs, so that a second frequency can be worth something."""
        return self.total.interfered is not None


def marginal_values(coverage: Coverage, facts: Sequence[RowFacts], period: Period) -> MarginalValues:
    """Judge every transmission with a minute on the air inside a period; ``facts`` are those of the table's rows."""
    judged = _Judged(coverage, facts, period)
    alone = {row: judged.lost(row, judged.kept[facts[row].service]) for row in judged.known}
    if len(judged.known) <= MOST_CUT:
        rows = _in_order(judged, alone)
    else:
        rows = [
            judged.row(row, alone[row]) for row in sorted(alone, key=lambda row: (judged.rank(row, alone[row]), row))
        ]
    unknown = [row for row in judged.rows if row not in alone]
    return MarginalValues(
        rows=(*rows, *(judged.row(row, None) for row in unknown)),
        total=judged.total,
        cost=judged.cost,
        currency=judged.currency,
        measure=judged.measure,
        redundant=_redundant(rows, judged),
        not_judged=len(unknown),
    )


class _Judged:
    """The airtime of a plan, ready to be weighed with any of its transmissions left out."""

    def __init__(self, coverage: Coverage, facts: Sequence[RowFacts], period: Period) -> None:
        self.coverage = coverage
        self.facts = facts
        self.within: NDArray[np.bool_] = dates_between(coverage.table, *period)
        minutes = _transmitter_minutes(coverage, self.within)
        self.minutes = minutes
        self.rows = [row for row in range(len(facts)) if minutes[row]]
        priced = row_costs(coverage.table, facts, first=period.first, last=period.last)
        currencies = {priced[row][1] for row in self.rows}
        # Losses are weighed by money only where every row has a price in one currency; else by transmitter minutes.
        known = len(currencies) == 1 and all(priced[row][0] is not None for row in self.rows)
        self.costs = [cost if known else None for cost, _ in priced]
        self.currency = currencies.pop() if known else None
        self.cost = sum((self.costs[row] or Fraction(0) for row in self.rows), Fraction(0)) if known else None
        self.kept: dict[str, frozenset[int]] = {}
        for row in self.rows:
            service = facts[row].service
            self.kept[service] = self.kept.get(service, frozenset()) | {row}
        emission_of_row = coverage.reliabilities.emission_of_row
        self.known = [
            row for row in self.rows if emission_of_row[row] != ABSENT and coverage.audience_of_row[row] is not None
        ]
        audiences: dict[str, set[object]] = {}
        for row in self.known:
            audiences.setdefault(facts[row].service, set()).add(coverage.audience_of_row[row])
        # With several audiences in one service a loss need not grow when others are cut, so those are weighed anew each
        # time.
        self.mixed = {service for service, some in audiences.items() if len(some) > 1}
        self._known: dict[frozenset[int], Worth] = {frozenset(): NOTHING}
        total, predicted, peopled = NOTHING, 0, 0
        for rows in self.kept.values():
            heard = self._heard(rows)
            total = total.more(self.worth(rows))
            predicted += heard.predicted_minutes
            peopled += heard.peopled_minutes
        self.total = total
        disturbed = total.interfered is not None
        # People are the measure only where all that is predicted counts people; test points and people do not add up.
        peopled_throughout = bool(predicted) and peopled == predicted
        self.measure = {
            (True, True): "person_interfered",
            (True, False): "person",
            (False, True): "interfered",
            (False, False): "coverage",
        }[peopled_throughout, disturbed]

    def worth(self, rows: frozenset[int]) -> Worth:
        """What some transmissions of one service are worth together."""
        known = self._known.get(rows)
        if known is None:
            known = self._known[rows] = _worth(self._heard(rows))
        return known

    def _heard(self, rows: frozenset[int]) -> Heard:
        unit = np.full(len(self.facts), ABSENT, dtype=np.intp)
        unit[sorted(rows)] = 0
        return heard_of(minutes_by_hour(self.coverage, unit, 1, self.within), slice(None))

    def lost(self, row: int, kept: frozenset[int]) -> Worth:
        """What its service loses without a transmission, of those that are kept."""
        return self.worth(kept).less(self.worth(kept - {row}))

    def rank(self, row: int, lost: Worth) -> float:
        """Loss by what is saved: the smaller, the sooner it can be cut."""
        loss = max(0.0, getattr(lost, self.measure) or 0.0)
        cost = self.costs[row]
        saved = float(cost) if cost is not None else float(self.minutes[row])
        return loss / saved if saved else (0.0 if not loss else float("inf"))

    def row(
        self, row: int, alone: Worth | None, left: Worth | None = None, cost_left: Fraction | None = None
    ) -> MarginalRow:
        """The record of one transmission."""
        transmission = self.coverage.table.transmissions[row]
        return MarginalRow(transmission, int(self.minutes[row]), self.costs[row], alone, left, cost_left)


def _in_order(judged: _Judged, alone: dict[int, Worth]) -> list[MarginalRow]:
    """Cut one after another what loses least for what it costs.

    Where all of a service is meant for the same audience, a loss only grows when others are gone: a row is weighed anew
    when it comes up, and taken if it is still the least. Elsewhere all rows of the service are weighed anew after each
    cut. Ties go to the dearer one, then to the order of the rows.
    """
    kept = dict(judged.kept)
    left, cost_left = judged.total, judged.cost

    def entry(row: int, lost: Worth) -> tuple[float, float, int, int]:
        cost = judged.costs[row]
        saved = float(cost) if cost is not None else float(judged.minutes[row])
        return judged.rank(row, lost), -saved, row, len(kept[judged.facts[row].service])

    waiting = [entry(row, alone[row]) for row in judged.known]
    heapify(waiting)
    rows = []
    while waiting:
        _, _, row, size = heappop(waiting)
        service = judged.facts[row].service
        # An entry is out of date when others of its service were cut since it was weighed.
        if row not in kept[service] or (size != len(kept[service]) and service in judged.mixed):
            continue
        lost = judged.lost(row, kept[service])
        if size != len(kept[service]):
            # It lost value to what was cut meanwhile: back it goes, and the next one is looked at.
            heappush(waiting, entry(row, lost))
            continue
        kept[service] -= {row}
        left = left.less(lost)
        cost = judged.costs[row]
        cost_left = cost_left - cost if cost_left is not None and cost is not None else None
        rows.append(judged.row(row, alone[row], left, cost_left))
        if service in judged.mixed:
            for other in kept[service] & alone.keys():
                heappush(waiting, entry(other, judged.lost(other, kept[service])))
    return rows


def _redundant(rows: Sequence[MarginalRow], judged: _Judged) -> int:
    """How many of the first rows lose next to nothing together, if they cost much of the whole."""
    whole = getattr(judged.total, judged.measure) or 0.0
    number = 0
    for place, row in enumerate(rows, 1):
        if row.left is None or whole - (getattr(row.left, judged.measure) or 0.0) > _LITTLE_LOSS * whole:
            break
        number = place
    if not number or not judged.cost:
        return 0
    cost_left = rows[number - 1].cost_left
    return number if cost_left is not None and judged.cost - cost_left >= _MUCH_COST * judged.cost else 0


def _worth(heard: Heard) -> Worth:
    return Worth(
        float(heard.programme_minutes),
        heard.coverage_minutes or 0.0,
        heard.coverage_minutes_interfered,
        heard.person_minutes,
        None if heard.person_hours_interfered is None else heard.person_hours_interfered * 60.0,
    )


def _transmitter_minutes(coverage: Coverage, within: NDArray[np.bool_]) -> NDArray[np.int64]:
    """(n,) minutes of each row on some dates."""
    table = coverage.table
    on = (date_flags(table.segment_dates[:]) & within).sum(axis=1)
    minutes = np.zeros(len(table), dtype=np.int64)
    np.add.at(minutes, table.segment_row, on * (table.segment_stop - table.segment_start))
    return minutes


@dataclass(slots=True)
class MarginalAnswer:
    """The values, the dates they are of, what is to be said beside them, and what could not be counted."""

    values: MarginalValues
    period: Period | None
    notes: tuple[str, ...]
    findings: list[Finding]
    unreadable: int


def marginal_of_paths(
    paths: Sequence[str],
    question: Question,
    *,
    options: CoverageOptions,
    against: Sequence[str] = (),
    progress: Progress = no_progress,
) -> MarginalAnswer:
    """Open the paths, predict them and judge every transmission.

    Raises:
        HoursRequestError: for a question without an answer.
        CoverageRequestError: no sunspot number is known.
    """
    workspace = opened_for(paths, against, options, progress)
    # Only the period is asked for here: transmissions are judged one by one, whatever hours are grouped by.
    period = asked_hours(workspace, replace(question, by=(), per=None)).period
    if period is None or not workspace.own_rows:
        empty = MarginalValues((), NOTHING, None, None, "coverage", 0, 0)
        return MarginalAnswer(empty, period, (), counting_findings(workspace), workspace.unreadable)
    facts = prediction_facts(workspace, options)
    result = coverage_of_workspace(
        workspace,
        by=("service",),
        options=options,
        first=period.first,
        last=period.last,
        facts=facts,
        progress=progress,
    )
    values = marginal_values(result.coverage, facts_of(workspace), period)
    notes = tuple(coverage_notes(result, listeners_of_workspace(workspace, facts)))
    return MarginalAnswer(values, period, notes, counting_findings(workspace), workspace.unreadable)
