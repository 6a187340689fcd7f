"""Count the hours of the opened plans, and report what could not be counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bcastplan.hours import HoursRequestError, HoursResult, Period, RowFacts, periods, summarise
from bcastplan.hours.periods import FISCAL
from bcastplan.hours.row_facts import facts_of_plan
from bcastplan.hours.row_facts import inventory_power_kw as inventory_power_kw
from bcastplan.model.finding import Finding
from bcastplan.workspace.inspection.rule_check import reading_findings
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress, open_paths

RATE_RULES = ("PLN010", "PLN011", "PLN012", "PLN013", "PLN014", "PLN015")
"""Rules whose findings say that a cost is not what its rates were meant to give."""


@dataclass(slots=True)
class HoursAnswer:
    """The hours, and the findings that tell what could not be counted."""

    result: HoursResult
    findings: list[Finding]
    unreadable: int


@dataclass(frozen=True, slots=True)
class Question:
    """What ``hours`` was asked: groups, buckets and the dates that count.

    ``fiscal_year`` chooses the dates of one budget year of the plans, by the calendar year in which it ends.
    """

    by: tuple[str, ...] = ("band",)
    per: str | None = None
    first: date | None = None
    last: date | None = None
    fiscal_year: int | None = None


def hours_of_paths(
    paths: Sequence[str], question: Question | None = None, *, progress: Progress = no_progress
) -> HoursAnswer:
    """Open the paths and count; raises HoursRequestError for a question without an answer."""
    workspace = open_paths(paths, plan_against=False, progress=progress)
    result = asked_hours(workspace, question or Question())
    return HoursAnswer(result, counting_findings(workspace), workspace.unreadable)


def asked_hours(workspace: Workspace, question: Question) -> HoursResult:
    """The hours of the plans of a workspace that a question asks for; raises HoursRequestError as above."""
    question = dated(workspace, question)
    return hours_of(workspace, by=question.by, first=question.first, last=question.last, per=question.per)


def dated(workspace: Workspace, question: Question) -> Question:
    """The question with the dates of the fiscal year it asks for."""
    if question.fiscal_year is None:
        return question
    first, last = fiscal_year_dates(workspace, question.fiscal_year)
    return replace(question, first=first, last=last)


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
    result = summarise(
        own,
        facts_of(workspace),
        by=by,
        first=first,
        last=last,
        per=per,
        fiscal_year_starts=one_fiscal_year(workspace, per),
        # The windows are those of the files: a schedule without transmissions
        # has days too, on which nothing is on the air.
        windows=[schedule.window for schedule in workspace.schedules if schedule.window.days > 0],
    )
    return replace(result, calendar_fiscal_years=per in FISCAL and not fiscal_year_is_stated(workspace))


def counting_findings(workspace: Workspace) -> list[Finding]:
    """What could not be counted, and what is wrong with the rates."""
    return reading_findings(workspace, also=RATE_RULES)


def facts_of(workspace: Workspace) -> list[RowFacts]:
    """The facts by which the rows of the plans are grouped and priced, in the order of the table."""
    return [
        fact
        for opened in workspace.plans
        for fact in facts_of_plan(opened.plan, opened.transmissions, opened.directory)
    ]


def fiscal_year_dates(workspace: Workspace, year: int) -> Period:
    """The dates of the budget year of the plans that ends in a calendar year; raises HoursRequestError as above."""
    return periods.fiscal_year(year, one_fiscal_year(workspace, "fiscal-year"))


def fiscal_year_is_stated(workspace: Workspace) -> bool:
    """Whether a plan says in which month its budget year starts; otherwise it is the calendar year."""
    return any("fiscal_year_starts" in opened.plan.places for opened in workspace.plans)


def fiscal_year_starts(workspace: Workspace) -> int:
    """The month in which budget years start: that of the first plan that has a plan file."""
    return next(iter(_months(workspace)), 1)


def one_fiscal_year(workspace: Workspace, per: str | None) -> int:
    """The first month of the budget year for a count ``per`` fiscal year.

    Raises HoursRequestError where plans say different months: one bucket cannot hold for both.
    """
    months = _months(workspace)
    if per in FISCAL and len(months) > 1:
        listed = ", ".join(f"{file} in month {month}" for month, file in months.items())
        raise HoursRequestError(f"the budget years of the plans begin at different times, {listed}: count them apart")
    return next(iter(months), 1)


def _months(workspace: Workspace) -> dict[int, str]:
    """Month -> a plan file that says so, in the order of the plans."""
    months: dict[int, str] = {}
    for opened in workspace.plans:
        if opened.plan.file:
            months.setdefault(opened.plan.fiscal_year_starts, opened.plan.file)
    return months
