"""Hours of what was opened, and what stood in the way of counting all of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bcastplan.hours import HoursResult, RowFacts, row_facts, summarise
from bcastplan.model.finding import Finding
from bcastplan.model.plan import Plan
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.check import check_workspace
from bcastplan.workspace.opening import Progress, Workspace, no_progress, open_paths

READING_RULES = ("FIL", "YML", "TIM", "HFC", "EIB", "AOK", "CSV", "PLN006", "PLN007")
"""Rules whose findings say that something is missing from a count."""


@dataclass(slots=True)
class HoursAnswer:
    """The hours, and the findings that tell what could not be counted."""

    result: HoursResult
    findings: list[Finding]
    unreadable: int


def hours_of_paths(
    paths: Sequence[str],
    *,
    by: Sequence[str] = ("band",),
    first: date | None = None,
    last: date | None = None,
    per: str | None = None,
    progress: Progress = no_progress,
) -> HoursAnswer:
    """Open the paths and count; raises HoursRequestError for a question without an answer."""
    workspace = open_paths(paths, plan_against=False, progress=progress)
    result = hours_of(workspace, by=by, first=first, last=last, per=per)
    return HoursAnswer(result, check_workspace(workspace, select=READING_RULES).findings, workspace.unreadable)


def hours_of(
    workspace: Workspace,
    *,
    by: Sequence[str] = ("band",),
    first: date | None = None,
    last: date | None = None,
    per: str | None = None,
) -> HoursResult:
    """Count the hours of the plans of a workspace; reference schedules take no part."""
    own = workspace.own_table
    return summarise(
        own,
        facts_of(workspace),
        by=by,
        first=first,
        last=last,
        per=per,
        fiscal_year_starts=fiscal_year_starts(workspace),
        windows=[schedule.window for schedule in workspace.schedules if schedule.window.days > 0],
    )


def facts_of(workspace: Workspace) -> list[RowFacts]:
    """What the rows of the plans are grouped and priced by, in the order of the table."""
    facts = []
    for opened in workspace.plans:
        rates = opened.plan.rates
        for transmission in opened.transmissions:
            facts.append(
                row_facts(transmission, opened.directory, rates, inventory_power_kw(opened.plan, transmission))
            )
    return facts


def inventory_power_kw(plan: Plan, transmission: Transmission) -> float | None:
    """Power of the transmission's transmitter in the plan's inventory, or None."""
    site = plan.sites.get(transmission.site_code or "")
    if site is None or transmission.transmitter is None:
        return None
    return next((one.power_kw for one in site.transmitters if one.id == transmission.transmitter), None)


def fiscal_year_starts(workspace: Workspace) -> int:
    """The month in which budget years start: that of the first plan that has a plan file."""
    months: Iterable[int] = (plan.plan.fiscal_year_starts for plan in workspace.plans if plan.plan.file)
    return next(iter(months), 1)
