"""Coverage under every combination of assumptions: sunspot numbers, months, noise and powers.

A combination is a task for any process or machine: what it needs of the plans is sent along, with the coordinates of
the places, because numbers of places differ between processes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from itertools import product
from typing import Any

from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.audiences import Audience
from bcastplan.coverage.circuit_ends import Receiver
from bcastplan.coverage.coverage_facts import CoverageFacts
from bcastplan.coverage.coverage_hours import Division, coverage_of
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.coverage_result import CoverageRow
from bcastplan.coverage.predicted_months import CoverageRequestError
from bcastplan.coverage.receiver_places import place_coordinates, place_numbers, point_indices, set_of
from bcastplan.hours.groups import Groups
from bcastplan.reference import test_points
from bcastplan.science.arrays import FloatArray
from bcastplan.tasks.runner import Runner, Work
from bcastplan.workspace.inspection.plan_hours import facts_of
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress
from bcastplan.workspace.prediction.plan_coverage import division_names
from bcastplan.workspace.prediction.plan_facts import prediction_facts
from bcastplan.workspace.prediction.sample_cache import code_fingerprint

MOST_COMBINATIONS = 100_000
_MIDDLE_OF_MONTH = 15


@dataclass(frozen=True, slots=True)
class Combination:
    """One set of assumptions; None leaves R12 and the predicted months as they are without a sweep."""

    ssn: float | None
    month: int | None
    environment: str
    power_scale: float


@dataclass(frozen=True, slots=True)
class Axes:
    """The values of each assumption, every one of which is combined with every other."""

    ssn: tuple[float | None, ...] = (None,)
    month: tuple[int | None, ...] = (None,)
    environment: tuple[str, ...] = ("rural",)
    power_scale: tuple[float, ...] = (1.0,)

    def combinations(self) -> list[Combination]:
        """All combinations, the last axis running fastest.

        Raises:
            CoverageRequestError: there are more than ``MOST_COMBINATIONS``.
        """
        count = len(self.ssn) * len(self.month) * len(self.environment) * len(self.power_scale)
        if count > MOST_COMBINATIONS:
            raise CoverageRequestError(f"{count:,} combinations are too many: at most {MOST_COMBINATIONS:,}")
        return [Combination(*values) for values in product(self.ssn, self.month, self.environment, self.power_scale)]


@dataclass(frozen=True)
class SweepBasis:
    """What all combinations share, in a form that means the same in every process.

    ``latitude`` and ``longitude`` are those of all places that have a number where this was made, in degrees.
    """

    table: AirtimeTable
    facts: tuple[CoverageFacts, ...]
    division: Division
    by_hour: bool
    options: CoverageOptions
    latitude: FloatArray
    longitude: FloatArray


@dataclass(frozen=True)
class Sweep:
    """A sweep that is to be run: its groups, its combinations and the work.

    ``digest`` says everything that the figures follow from: rows that are kept under the same one are the same.
    """

    by: tuple[str, ...]
    combinations: tuple[Combination, ...]
    basis: SweepBasis
    digest: str

    def rows(
        self, runner: Runner, *, known: Mapping[int, Any] | None = None, progress: Progress = no_progress
    ) -> Iterator[tuple[int, tuple[CoverageRow, ...]]]:
        """The number of each combination that is not known yet and its rows, as they come, in any order."""
        known = known or {}
        left = [number for number in range(len(self.combinations)) if number not in known]
        done = len(self.combinations) - len(left)
        work = Work(predicted_rows, self.basis, [self.combinations[number] for number in left])
        progress("combinations", done, len(self.combinations))
        for position, rows in runner.answers(work):
            done += 1
            progress("combinations", done, len(self.combinations))
            yield left[position], rows


def sweep_of(
    workspace: Workspace, axes: Axes, *, by: Sequence[str] = (), options: CoverageOptions | None = None
) -> Sweep:
    """Prepare a sweep over the plans of a workspace.

    Args:
        workspace: the plans; what is on the air beside them takes no part.
        axes: the assumptions to combine.
        by: groups of each combination's rows; none gives its total.
        options: what is assumed in all combinations.

    Raises:
        CoverageRequestError: an unknown group, too many combinations, or nothing on the air.
    """
    options = options or CoverageOptions()
    names, by_hour = division_names(by)
    groups = Groups.of(facts_of(workspace), names)
    division = Division(names, groups.of_row.astype("intp"), groups.values, groups.names)
    table = workspace.own_table
    if not len(table.segment_row):
        raise CoverageRequestError("nothing is on the air: there is nothing to predict")
    facts = tuple(prediction_facts(workspace, options))
    combinations = axes.combinations()
    # Means have processes and an open cache, which cannot be sent elsewhere; they change no figure.
    plain = replace(options, means=CoverageOptions().means)
    basis = SweepBasis(table, facts, division, by_hour, plain, *place_coordinates())
    digest = _digest(workspace, combinations, by, plain)
    return Sweep((*names, *(("hour",) if by_hour else ())), tuple(combinations), basis, digest)


def predicted_rows(basis: SweepBasis, combination: Combination) -> tuple[CoverageRow, ...]:
    """The coverage of each group under one combination, or the total alone; a task for any process."""
    facts = [_scaled(fact, combination.power_scale) for fact in facts_here(basis)]
    options = _options(basis, combination)
    whole = not basis.division.by and not basis.by_hour
    result = coverage_of(basis.table, facts, None if whole else basis.division, options, by_hour=basis.by_hour)
    return (CoverageRow((), (), result.total),) if whole else result.rows


def facts_here(basis: SweepBasis) -> list[CoverageFacts]:
    """The facts with the numbers that places have in this process."""
    fixed = len(test_points())  # they have the same numbers everywhere
    others = place_numbers(zip(basis.latitude[fixed:].tolist(), basis.longitude[fixed:].tolist(), strict=True))
    numbers = [*range(1, fixed + 1), *others]
    # Where the places have the same numbers here, as in a process of their own, nothing needs translating.
    if numbers == list(range(1, len(numbers) + 1)):
        return list(basis.facts)
    audiences: dict[int, Audience | None] = {}
    sets: dict[int, int] = {}

    def set_here(points: int) -> int:
        if points not in sets:
            sets[points] = set_of(numbers[place] for place in point_indices(points).tolist())
        return sets[points]

    moved = []
    for fact in basis.facts:
        if id(fact.peopled) not in audiences:
            audiences[id(fact.peopled)] = _audience_here(fact.peopled, numbers)
        emission = fact.emission and replace(fact.emission, points=set_here(fact.emission.points))
        moved.append(replace(fact, emission=emission, peopled=audiences[id(fact.peopled)]))
    return moved


def _audience_here(audience: Audience | None, numbers: Sequence[int]) -> Audience | None:
    if audience is None or audience.people is None:
        return audience
    people_at = {
        numbers[place]: people for place, people in zip(audience.places.tolist(), audience.people.tolist(), strict=True)
    }
    return Audience.of_numbers(audience.name, people_at)


def _scaled(fact: CoverageFacts, scale: float) -> CoverageFacts:
    if fact.emission is None or scale == 1.0:
        return fact
    return replace(fact, emission=replace(fact.emission, power_kw=fact.emission.power_kw * scale))


def _options(basis: SweepBasis, combination: Combination) -> CoverageOptions:
    listening = basis.options.listening
    receiver = Receiver(combination.environment, listening.receiver.bandwidth_hz, listening.receiver.required_snr_db)
    dates = basis.options.dates if combination.month is None else (_date_in(basis.table, combination.month),)
    ssn = basis.options.ssn if combination.ssn is None else combination.ssn
    return replace(basis.options, ssn=ssn, dates=dates, listening=replace(listening, receiver=receiver))


def _date_in(table: AirtimeTable, month: int) -> date:
    """The middle of the first such month that does not end before the schedules begin; it says the year of R12."""
    first = min(transmission.first_date for transmission in table.transmissions)
    return date(first.year + (month < first.month), month, _MIDDLE_OF_MONTH)


def _digest(
    workspace: Workspace, combinations: Sequence[Combination], by: Sequence[str], options: CoverageOptions
) -> str:
    digest = blake2b(code_fingerprint(), digest_size=20)
    for plan in workspace.plans:
        digest.update(repr((plan.plan, plan.transmissions)).encode())
    digest.update(repr((tuple(combinations), tuple(by), options)).encode())
    return digest.hexdigest()
