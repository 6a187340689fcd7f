"""What was opened, judged by signal to interference instead of by distance alone: in pairs, and under all others."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bcastplan.conflicts import NO_OPTIONS, Kind, Pair, PairOptions, RowSide
from bcastplan.coverage.compatibility import PairReception, Reception, compatibility, worst_of
from bcastplan.coverage.coverage_facts import CoverageFacts, coverage_facts
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.samples import Cancelled, never
from bcastplan.coverage.together import Together
from bcastplan.model.finding import Severity
from bcastplan.reference.directory import Directory
from bcastplan.workspace.inspection.plan_conflicts import PlanConflicts, named_conflicts, pairs_of
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress, open_paths
from bcastplan.workspace.prediction.local_means import local_options
from bcastplan.workspace.prediction.plan_facts import prediction_facts
from bcastplan.workspace.prediction.surroundings import disturbing_pairs, ground_of_reference, surroundings_of

ENTERED_TWICE = "entered twice"
SEVERITY_OF_CLASS = {
    "clean": Severity.INFO,
    "fair": Severity.INFO,
    "interference": Severity.WARNING,
    "unusable": Severity.ERROR,
}


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """A pair with its verdict: ``severity`` by the worse direction, that of the conflict where nothing is predicted."""

    pair: Pair
    reception: PairReception
    severity: Severity

    @property
    def worst(self) -> Reception | None:
        """The direction with the smaller margin."""
        return worst_of(self.reception)


@dataclass(frozen=True, slots=True)
class JudgedTransmission:
    """A transmission of a plan under all that disturb it, and the sides of those by row."""

    side: RowSide
    together: Together
    others: Mapping[int, RowSide]

    @property
    def severity(self) -> Severity:
        """By the margin at the worst moment."""
        return SEVERITY_OF_CLASS[self.together.margin_class]


@dataclass(slots=True)
class CompatibilityAnswer:
    """The judged pairs and transmissions of a workspace, gravest first, and the conflicts they come from.

    Attributes:
        workspace: what was opened.
        conflicts: the pairs as conflicts, with names.
        pairs: those whose targets share test points or are not known, and of the others those that are not clean.
        transmissions: own ones under all that disturb them.
        harm: registered ones that ours push below a clean margin at their own points.
        clean_elsewhere: pairs left out, for their targets share no test point and both sides are clean.
        unknown_elsewhere: pairs left out that share none and cannot be predicted.
        options: how it was predicted.
    """

    workspace: Workspace
    conflicts: PlanConflicts
    pairs: list[JudgedPair]
    transmissions: list[JudgedTransmission]
    harm: list[JudgedTransmission]
    clean_elsewhere: int
    unknown_elsewhere: int
    options: CoverageOptions

    def gravest_at_least(self, severity: Severity) -> bool:
        """Whether a pair or a transmission is as grave as that."""
        severities = {pair.severity for pair in self.pairs}
        severities |= {transmission.severity for transmission in (*self.transmissions, *self.harm)}
        return any(candidate.at_least(severity) for candidate in severities)


def compatibility_of_paths(
    paths: Sequence[str],
    against: Sequence[str] = (),
    *,
    asked: PairOptions = NO_OPTIONS,
    options: CoverageOptions | None = None,
    progress: Progress = no_progress,
) -> CompatibilityAnswer:
    """Open the paths with their reference schedules and judge every pair; raises CoverageRequestError."""
    workspace = open_paths(paths, against, progress=progress)
    return compatibility_of_workspace(workspace, asked=asked, options=options, progress=progress)


def compatibility_of_workspace(
    workspace: Workspace,
    *,
    asked: PairOptions = NO_OPTIONS,
    options: CoverageOptions | None = None,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> CompatibilityAnswer:
    """Judge every frequency pair of a workspace, wherever both are aimed, and transmissions under several at once.

    Raises:
        CoverageRequestError: no sunspot number is known, or one out of range was given.
        CoverageCancelled: ``cancelled`` said so.
    """
    options = options or local_options()
    # Signals reach beyond their targets: whether a pair matters is for the prediction to say.
    conflict_pairs = pairs_of(workspace, replace(asked, all_areas=True))
    surroundings = surroundings_of(workspace, options, conflict_pairs)
    judged = compatibility(
        workspace.table,
        all_facts(workspace, options),
        disturbing_pairs(conflict_pairs),
        options,
        own_rows=workspace.own_rows,
        surroundings=surroundings,
        progress=progress,
        cancelled=cancelled,
    )
    # Pairs entered twice were not judged: the verdicts are those of the other pairs, in their order.
    receptions = iter(judged.pairs)
    answers: list[JudgedPair] = []
    clean_elsewhere = unknown_elsewhere = 0
    for pair in conflict_pairs:
        twice = pair.kind is Kind.DUPLICATE
        reception = PairReception(None, None, (ENTERED_TWICE,), False) if twice else next(receptions)
        if pair.shared_test_points == 0 and reception.missing:
            unknown_elsewhere += 1
        elif pair.shared_test_points == 0 and _is_clean(reception):
            clean_elsewhere += 1
        else:
            answers.append(JudgedPair(pair, reception, _severity(pair, reception)))
    answers.sort(key=_gravest_first)
    sides = _Sides(workspace, conflict_pairs.sides)
    return CompatibilityAnswer(
        workspace,
        named_conflicts(workspace, conflict_pairs),
        answers,
        _judged_transmissions(judged.together, sides),
        [harm for harm in _judged_transmissions(judged.harm, sides) if harm.together.margin_class != "clean"],
        clean_elsewhere,
        unknown_elsewhere,
        options,
    )


class _Sides(Mapping[int, RowSide]):
    """The sides of the rows of a workspace, and behind them those of its jammers."""

    def __init__(self, workspace: Workspace, sides: Sequence[RowSide]) -> None:
        self._sides, self._jammers = sides, workspace.jamming.rows

    def __getitem__(self, row: int) -> RowSide:
        if row < len(self._sides):
            return self._sides[row]
        return RowSide.of(self._jammers[row - len(self._sides)].transmission, is_reference=True)

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self)))

    def __len__(self) -> int:
        return len(self._sides) + len(self._jammers)


def _judged_transmissions(verdicts: Sequence[Together], sides: _Sides) -> list[JudgedTransmission]:
    """The verdicts with their sides, gravest first."""
    transmissions = [JudgedTransmission(sides[verdict.row], verdict, sides) for verdict in verdicts]
    return sorted(transmissions, key=lambda judged: (judged.severity.rank, judged.together.margin_db))


def _is_clean(reception: PairReception) -> bool:
    """Whether neither side is known to be disturbed."""
    return all(side is None or side.margin_class == "clean" for side in (reception.a, reception.b))


def all_facts(workspace: Workspace, options: CoverageOptions) -> list[CoverageFacts]:
    """What predictions know of the rows of the plans and of the reference schedules, in the order of the table.

    Reference schedules cross the ground that the plans state, for they are judged where the plans' listeners are; the
    default ground where plans differ.
    """
    directory, ground_ms_m = Directory(), ground_of_reference(workspace)
    return prediction_facts(workspace, options, to_targets=True) + [
        coverage_facts(transmission, directory, assumed_power_kw=options.assumed_power_kw, ground_ms_m=ground_ms_m)
        for schedule in workspace.reference
        for transmission in schedule.transmissions
    ]


def _severity(pair: Pair, reception: PairReception) -> Severity:
    worst = worst_of(reception)
    return pair.severity if worst is None else SEVERITY_OF_CLASS[worst.margin_class]


def _gravest_first(pair: JudgedPair) -> tuple[int, float]:
    worst = pair.worst  # margins that differ by rounding alone leave the order of the conflicts as it is
    return pair.severity.rank, math.inf if worst is None else round(worst.margin_db, 6)
