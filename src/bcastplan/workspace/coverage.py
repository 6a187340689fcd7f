"""Coverage of what was opened; plain functions, so that a worker may run them while the screen goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bcastplan.coverage.dates import CoverageRequestError
from bcastplan.coverage.engine import (
    HOUR,
    CoverageOptions,
    Division,
    coverage_of,
    never,
    reliability_at,
)
from bcastplan.coverage.facts import CoverageFacts, coverage_facts
from bcastplan.coverage.results import CoverageResult
from bcastplan.coverage.samples import Cancelled
from bcastplan.hours.facts import GROUPS
from bcastplan.hours.groups import Groups
from bcastplan.model.finding import Finding
from bcastplan.model.plan import Plan
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.check import check_workspace
from bcastplan.workspace.hours import READING_RULES, facts_of, inventory_power_kw
from bcastplan.workspace.opening import Progress, Workspace, no_progress, open_paths

__all__ = ["CoverageAnswer", "coverage_of_paths", "coverage_of_workspace", "prediction_facts", "reliability_at"]


@dataclass(slots=True)
class CoverageAnswer:
    """The coverage, the workspace it is of, and the findings that tell what could not be counted."""

    workspace: Workspace
    result: CoverageResult
    findings: list[Finding]


def coverage_of_paths(
    paths: Sequence[str],
    *,
    by: Sequence[str] = ("band",),
    options: CoverageOptions | None = None,
    first: date | None = None,
    last: date | None = None,
    progress: Progress = no_progress,
) -> CoverageAnswer:
    """Open the paths and predict; raises CoverageRequestError for a question without an answer."""
    _division_names(by)
    workspace = open_paths(paths, plan_against=False, progress=progress)
    result = coverage_of_workspace(workspace, by=by, options=options, first=first, last=last, progress=progress)
    return CoverageAnswer(workspace, result, check_workspace(workspace, select=READING_RULES).findings)


def coverage_of_workspace(
    workspace: Workspace,
    *,
    by: Sequence[str] = ("band",),
    options: CoverageOptions | None = None,
    first: date | None = None,
    last: date | None = None,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> CoverageResult:
    """Coverage of the plans of a workspace; reference schedules take no part.

    Raises:
        CoverageRequestError: for an unknown grouping or a year without sunspot number.
        CoverageCancelled: ``cancelled`` said so.
    """
    groups, by_hour = _division_names(by)
    divided = Groups.of(facts_of(workspace), groups)
    return coverage_of(
        workspace.own_table,
        prediction_facts(workspace),
        Division(groups, divided.of_row.astype("intp"), divided.values, divided.names),
        options,
        by_hour=by_hour,
        first=first,
        last=last,
        progress=progress,
        cancelled=cancelled,
    )


def prediction_facts(workspace: Workspace) -> list[CoverageFacts]:
    """What predictions know of the rows of the plans, in the order of the table."""
    return [
        coverage_facts(
            transmission,
            opened.directory,
            power_kw=inventory_power_kw(opened.plan, transmission),
            antenna=inventory_antenna(opened.plan, transmission),
        )
        for opened in workspace.plans
        for transmission in opened.transmissions
    ]


def inventory_antenna(plan: Plan, transmission: Transmission) -> str | None:
    """Code or designation of the plan's own antenna of that name, or None."""
    site = plan.sites.get(transmission.site_code or "")
    if site is None or transmission.antenna is None:
        return None
    return next((one.antenna for one in site.antennas if one.id == transmission.antenna), None)


def _division_names(by: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    known = (*GROUPS, HOUR)
    for group in by:
        if group not in known:
            raise CoverageRequestError(f"coverage is grouped by {', '.join(known)}, not by '{group}'")
    return tuple(dict.fromkeys(group for group in by if group != HOUR)), HOUR in by
