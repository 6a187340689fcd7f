"""Coverage of what was opened; plain functions, so that a worker may run them while the screen goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.airtime_cells import Coverage
from bcastplan.coverage.corrections import CircuitOffset
from bcastplan.coverage.coverage_facts import CoverageFacts
from bcastplan.coverage.coverage_hours import (
    HOUR,
    CoverageResult,
    Division,
    coverage_of,
    coverage_result,
    dates_between,
    heard_in_buckets,
    predict_coverage,
    reliability_at,
)
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.coverage_result import CoverageColumn, Heard
from bcastplan.coverage.disturbers import Surroundings
from bcastplan.coverage.likely_range import DrawnCoverage
from bcastplan.coverage.predicted_months import CoverageRequestError
from bcastplan.coverage.samples import Cancelled, Listening, never
from bcastplan.hours.groups import Groups
from bcastplan.hours.hours_result import HoursResult
from bcastplan.hours.periods import Bucket, Period, buckets
from bcastplan.hours.row_facts import GROUPS
from bcastplan.model.finding import Finding
from bcastplan.workspace.inspection.plan_hours import (
    RATE_RULES,
    HoursAnswer,
    Question,
    asked_hours,
    facts_of,
    one_fiscal_year,
)
from bcastplan.workspace.inspection.rule_check import reading_findings
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress, open_paths
from bcastplan.workspace.prediction.coverage_notes import ListenersInfo, coverage_notes, listeners_of_workspace
from bcastplan.workspace.prediction.local_means import local_options
from bcastplan.workspace.prediction.plan_facts import prediction_facts

__all__ = [
    "CoverageAnswer",
    "column_of",
    "coverage_column",
    "coverage_of_paths",
    "coverage_of_workspace",
    "hours_and_coverage_of_paths",
    "prediction_facts",
    "reliability_at",
]


Flags = NDArray[np.bool_]
PREDICTION_RULES = ("LIS", "ASM002")
"""Rules that tell why something is not predicted, besides those of reading."""
_BUCKETS_AT_ONCE = 512  # bounds the memory that a century counted by days takes


@dataclass(slots=True)
class CoverageAnswer:
    """The coverage, what was asked of a receiver, the workspace, and what could not be counted.

    ``listeners`` are the people it was predicted for, ``notes`` sentences that belong beside its figures.
    """

    workspace: Workspace
    result: CoverageResult
    listening: Listening
    findings: list[Finding]
    listeners: tuple[ListenersInfo, ...] = ()
    notes: tuple[str, ...] = ()
    corrections: tuple[CircuitOffset, ...] | None = None
    """Offsets learned from what was heard, where that was asked for."""


def coverage_of_paths(
    paths: Sequence[str],
    *,
    by: Sequence[str] = ("band",),
    options: CoverageOptions | None = None,
    first: date | None = None,
    last: date | None = None,
    against: Sequence[str] = (),
    progress: Progress = no_progress,
) -> CoverageAnswer:
    """Open the paths and predict; raises CoverageRequestError for a question without an answer.

    ``against`` are reference schedules besides those of the plans; they are opened where the options ask for
    interference only.
    """
    # A slip in a grouping is told before any file is read.
    division_names(by)
    workspace = opened_for(paths, against, options, progress)
    return coverage_answer(workspace, by=by, options=options, first=first, last=last, progress=progress)


def coverage_answer(
    workspace: Workspace,
    *,
    by: Sequence[str] = ("band",),
    options: CoverageOptions | None = None,
    first: date | None = None,
    last: date | None = None,
    progress: Progress = no_progress,
) -> CoverageAnswer:
    """The same for plans that are open."""
    facts = prediction_facts(workspace, options)
    result = coverage_of_workspace(
        workspace,
        by=by,
        options=options,
        first=first,
        last=last,
        facts=facts,
        progress=progress,
    )
    listeners = listeners_of_workspace(workspace, facts)
    return CoverageAnswer(
        workspace,
        result,
        (options or CoverageOptions()).listening,
        reading_findings(workspace, also=PREDICTION_RULES),
        listeners,
        tuple(coverage_notes(result, listeners)),
    )


def opened_for(
    paths: Sequence[str], against: Sequence[str], options: CoverageOptions | None, progress: Progress
) -> Workspace:
    """The plans, with what they are held against where the options ask for interference."""
    interference = options is not None and options.interference
    return open_paths(paths, against if interference else (), plan_against=interference, progress=progress)


def coverage_of_workspace(
    workspace: Workspace,
    *,
    by: Sequence[str] = ("band",),
    options: CoverageOptions | None = None,
    first: date | None = None,
    last: date | None = None,
    facts: Sequence[CoverageFacts] | None = None,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> CoverageResult:
    """Coverage of the plans of a workspace; where the options ask for interference under all that is on the air too.

    ``facts`` are those of ``prediction_facts``, where they are known already.

    Raises:
        CoverageRequestError: for an unknown grouping or a year without sunspot number.
        CoverageCancelled: ``cancelled`` said so.
    """
    options = options or local_options()
    groups, by_hour = division_names(by)
    divided = Groups.of(facts_of(workspace), groups)
    surroundings = _surroundings(workspace, options)
    return coverage_of(
        # On the calendar of the surroundings, which reaches over the dates of lists too, so that sets of dates compare.
        surroundings.table.first(workspace.own_rows) if surroundings else workspace.own_table,
        prediction_facts(workspace, options) if facts is None else facts,
        Division(groups, divided.of_row.astype("intp"), divided.values, divided.names),
        options,
        by_hour=by_hour,
        first=first,
        last=last,
        surroundings=surroundings,
        progress=progress,
        cancelled=cancelled,
    )


def _surroundings(workspace: Workspace, options: CoverageOptions) -> Surroundings | None:
    """What else is on the air, where the options ask for interference."""
    if not options.interference:
        return None
    # Finding who is near takes the engine of conflicts, which nothing else here needs.
    from bcastplan.workspace.prediction.surroundings import surroundings_of

    return surroundings_of(workspace, options)


def hours_and_coverage_of_paths(
    paths: Sequence[str],
    question: Question | None = None,
    *,
    options: CoverageOptions | None = None,
    against: Sequence[str] = (),
    progress: Progress = no_progress,
) -> tuple[HoursAnswer, CoverageColumn]:
    """Hours as ``hours_of_paths`` counts them, and the coverage of each of their rows.

    ``against`` are reference schedules besides those of the plans; they are opened where the options ask for
    interference only.

    Raises:
        HoursRequestError: for a question without an answer.
        CoverageRequestError: no sunspot number is known.
    """
    workspace = opened_for(paths, against, options, progress)
    result = asked_hours(workspace, question or Question())
    column = coverage_column(workspace, result, options, progress=progress)
    findings = reading_findings(workspace, also=(*RATE_RULES, *PREDICTION_RULES))
    return HoursAnswer(result, findings, workspace.unreadable), column


def coverage_column(
    workspace: Workspace,
    result: HoursResult,
    options: CoverageOptions | None = None,
    *,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> CoverageColumn:
    """The coverage of the groups and buckets of an hours result, and of its total; see ``coverage_of_workspace``."""
    options = options or local_options()
    facts = prediction_facts(workspace, options)
    if result.period is None or not facts:
        return CoverageColumn(tuple(Heard(0, 0, None) for _ in result.rows), Heard(0, 0, None))
    surroundings = _surroundings(workspace, options)
    coverage = predict_coverage(
        surroundings.table.first(workspace.own_rows) if surroundings else workspace.own_table,
        facts,
        options,
        surroundings=surroundings,
        progress=progress,
        cancelled=cancelled,
    )
    drawn = DrawnCoverage(coverage, options.listening, options.means) if options.likely_range else None
    column = column_of(workspace, facts, coverage, result, drawn)
    whole = coverage_result(coverage, facts, first=result.period.first, last=result.period.last)
    notes = coverage_notes(replace(whole, total=column.total), listeners_of_workspace(workspace, facts))
    return replace(column, notes=tuple(notes))


def column_of(
    workspace: Workspace,
    facts: Sequence[CoverageFacts],
    coverage: Coverage,
    result: HoursResult,
    drawn: DrawnCoverage | None = None,
) -> CoverageColumn:
    """The coverage of the groups and buckets of an hours result, out of what was predicted for the workspace.

    With ``drawn`` figures have their likely ranges.
    """
    table, period = coverage.table, result.period
    if period is None or not facts:
        return CoverageColumn(tuple(Heard(0, 0, None) for _ in result.rows), Heard(0, 0, None))
    groups = Groups.of(facts_of(workspace), result.by)
    division = Division(result.by, groups.of_row.astype("intp"), groups.values, groups.names)
    whole = Division((), np.zeros(len(facts), dtype=np.intp), [()], [()])
    chosen = list(buckets(period, result.per, one_fiscal_year(workspace, result.per)))
    heard = {
        (groups.values[group], bucket.label): cell
        for start in range(0, len(chosen), _BUCKETS_AT_ONCE)
        for (group, number), cell in heard_in_buckets(
            coverage,
            facts,
            division,
            [_flags(table, span, period) for span in chosen[start : start + _BUCKETS_AT_ONCE]],
            drawn,
        ).items()
        for bucket in [chosen[start + number]]
    }
    total = heard_in_buckets(coverage, facts, whole, [_flags(table, Bucket(None, *period), period)], drawn)
    nothing = Heard(0, 0, None)
    return CoverageColumn(
        tuple(heard.get((row.values, row.period), nothing) for row in result.rows), total.get((0, 0), nothing)
    )


def _flags(table: AirtimeTable, bucket: Bucket, period: Period) -> tuple[Flags, Flags]:
    """The dates of a bucket inside the period: for minutes before its edge, and for those from it on."""
    first, last = max(bucket.first, period.first), min(bucket.last, period.last)
    late = dates_between(table, first, last)
    if not bucket.edge_minute:
        return late, late
    next_day = timedelta(days=1)
    first, last = max(bucket.first + next_day, period.first), min(bucket.last + next_day, period.last)
    return dates_between(table, first, last), late


def division_names(by: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The groups of rows among some names, each once, and whether the clock hour is among them too.

    Raises:
        CoverageRequestError: an unknown group.
    """
    known = (*GROUPS, HOUR)
    for group in by:
        if group not in known:
            raise CoverageRequestError(f"coverage is grouped by {', '.join(known)}, not by '{group}'")
    return tuple(dict.fromkeys(group for group in by if group != HOUR)), HOUR in by
