"""What was opened, judged by signal to interference instead of by distance alone: in pairs, and under all others."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bcastplan.conflicts import NO_OPTIONS, Kind, Pair, PairOptions, RowSide
from bcastplan.coverage.compatibility import PairReception, Reception, compatibility, worst_of
from bcastplan.coverage.coverage_facts import CoverageFacts, coverage_facts
from bcastplan.coverage.coverage_hours import CoverageOptions, never
from bcastplan.coverage.samples import Cancelled
from bcastplan.coverage.together import Together
from bcastplan.model.finding import Severity
from bcastplan.reference.directory import Directory
from bcastplan.workspace.inspection.plan_conflicts import PlanConflicts, named_conflicts, pairs_of
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress, open_paths
from bcastplan.workspace.prediction.local_means import local_options
from bcastplan.workspace.prediction.plan_facts import prediction_facts

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
    """The judged pairs and transmissions of a workspace, gravest first, and the conflicts they come from."""

    workspace: Workspace
    conflicts: PlanConflicts
    pairs: list[JudgedPair]
    transmissions: list[JudgedTransmission]
    options: CoverageOptions

    def gravest_at_least(self, severity: Severity) -> bool:
        """Whether a pair or a transmission is as grave as that."""
        severities = {pair.severity for pair in self.pairs} | {
            transmission.severity for transmission in self.transmissions
        }
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
    """Judge every frequency pair of a workspace, and every transmission of its plans under all it is paired with.

    Raises:
        CoverageRequestError: no sunspot number is known, or one out of range was given.
        CoverageCancelled: ``cancelled`` said so.
    """
    options = options or local_options()
    conflict_pairs = pairs_of(workspace, asked)
    pairs = list(conflict_pairs)
    facts = all_facts(workspace, options)
    real = [number for number, pair in enumerate(pairs) if pair.kind is not Kind.DUPLICATE]
    receptions = dict.fromkeys(range(len(pairs)), PairReception(None, None, (ENTERED_TWICE,), False))
    judged = compatibility(
        workspace.table,
        facts,
        [(pairs[number].a_row, pairs[number].b_row) for number in real],
        options,
        own_rows=workspace.own_rows,
        progress=progress,
        cancelled=cancelled,
    )
    receptions.update(zip(real, judged.pairs, strict=True))
    answers = [
        JudgedPair(pair, receptions[number], _severity(pair, receptions[number])) for number, pair in enumerate(pairs)
    ]
    answers.sort(key=_gravest_first)
    sides = {row: side for pair in pairs for row, side in ((pair.a_row, pair.a), (pair.b_row, pair.b))}
    transmissions = [JudgedTransmission(sides[together.row], together, sides) for together in judged.together]
    transmissions.sort(key=lambda transmission: (transmission.severity.rank, transmission.together.margin_db))
    return CompatibilityAnswer(workspace, named_conflicts(workspace, conflict_pairs), answers, transmissions, options)


def all_facts(workspace: Workspace, options: CoverageOptions) -> list[CoverageFacts]:
    """What predictions know of the rows of the plans and of the reference schedules, in the order of the table.

    Reference schedules cross the ground that the plans state, for they are judged where the plans' listeners are; the
    default ground where plans differ.
    """
    directory = Directory()
    stated = {opened.plan.ground_conductivity_ms for opened in workspace.plans}
    ground_ms_m = stated.pop() if len(stated) == 1 else None
    return prediction_facts(workspace, options, to_targets=True) + [
        coverage_facts(transmission, directory, assumed_power_kw=options.assumed_power_kw, ground_ms_m=ground_ms_m)
        for schedule in workspace.reference
        for transmission in schedule.transmissions
    ]


def _severity(pair: Pair, reception: PairReception) -> Severity:
    worst = worst_of(reception)
    return pair.severity if worst is None else SEVERITY_OF_CLASS[worst.margin_class]


def _gravest_first(pair: JudgedPair) -> tuple[int, float]:
    worst = pair.worst
    return pair.severity.rank, math.inf if worst is None else worst.margin_db
