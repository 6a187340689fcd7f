"""Everything a reviewer's page or spreadsheet shows, gathered from one opening of the files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from bcastplan.airtime.table import build
from bcastplan.files.regular import is_there, read_regular
from bcastplan.hours import HoursRequestError, HoursResult, Period, RowFacts, rate_ledger, summarise
from bcastplan.hours.periods import FISCAL
from bcastplan.installed import __version__
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import MOST_FINDINGS, Finding
from bcastplan.rules.registry import all_rules
from bcastplan.workspace.inspection.daily_hours import daily_hours
from bcastplan.workspace.inspection.plan_conflicts import conflicts_of
from bcastplan.workspace.inspection.plan_hours import (
    RATE_RULES,
    Question,
    counting_findings,
    dated,
    facts_of,
    fiscal_year_is_stated,
    one_fiscal_year,
)
from bcastplan.workspace.inspection.rule_check import (
    READING_RULES,
    check_workspace,
    of_reading,
)
from bcastplan.workspace.opening.open_plans import OpenPlan, Progress, Workspace, no_progress, open_paths
from bcastplan.workspace.report.broadcast_hours import broadcast_hours
from bcastplan.workspace.report.day_timeline import timeline_of
from bcastplan.workspace.report.report_data import (
    VIEWS,
    Comparison,
    CurrencyCost,
    HoursBook,
    MonitoredBook,
    PlanRates,
    PlanStanding,
    Provenance,
    ReportData,
    Source,
)
from bcastplan.workspace.seasons.plan_changes import changes_between

if TYPE_CHECKING:
    from bcastplan.coverage.coverage_options import CoverageOptions
    from bcastplan.coverage.coverage_result import Heard

STDIN = "-"


@dataclass(slots=True)
class ReportAnswer:
    """The page's data, the findings of reading and how many inputs could not be read."""

    data: ReportData
    findings: list[Finding]
    unreadable: int


@dataclass(slots=True)
class BookAnswer:
    """The spreadsheet's data, the findings of reading and how many inputs could not be read."""

    book: HoursBook
    findings: list[Finding]
    unreadable: int


def book_of_paths(
    paths: Sequence[str],
    question: Question,
    *,
    made_at: datetime,
    against: Sequence[str] = (),
    coverage: CoverageOptions | None = None,
    progress: Progress = no_progress,
) -> BookAnswer:
    """Open the paths and count every standing view besides the question.

    With options for ``coverage`` all of them are predicted too. ``against`` are reference schedules besides those of
    the plans; they are opened where the options ask for interference only.

    Raises:
        HoursRequestError: as hours do.
        CoverageRequestError: for coverage of a year without a known sunspot number.
    """
    interference = coverage is not None and coverage.interference
    workspace = open_paths(paths, against if interference else (), plan_against=interference, progress=progress)
    book = book_of(workspace, dated(workspace, question), made_at=made_at)
    if coverage is not None:
        book = _predicted(workspace, book, coverage, progress)
    monitored, of_logs = _monitored(workspace, coverage, progress)
    findings = [*counting_findings(workspace), *of_logs]
    return BookAnswer(replace(book, monitored=monitored), findings, workspace.unreadable)


def report_of_paths(
    paths: Sequence[str],
    *,
    made_at: datetime,
    against: Sequence[str] = (),
    compare: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
    fiscal_year: int | None = None,
    coverage: CoverageOptions | None = None,
    progress: Progress = no_progress,
) -> ReportAnswer:
    """Open the paths and gather the whole page.

    Args:
        paths: files and folders of the plan.
        made_at: the time the page is to bear, UTC.
        against: reference schedules for the conflicts, besides those the plans name.
        compare: files or folders of other plans, each a plan of its own; the page says what changed from each.
        first: first UTC date that counts.
        last: last UTC date that counts.
        fiscal_year: the budget year whose dates count, by the calendar year in which it ends.
        coverage: how to predict who can hear the plan, which takes time; None does not predict it.
        progress: told about every file.

    Raises:
        HoursRequestError: for a period that ends before it starts.
        CoverageRequestError: for coverage of a year without a known sunspot number.
    """
    workspace = open_paths(paths, against, progress=progress)
    others = [_other(path, against, coverage, progress) for path in compare]
    question = dated(workspace, Question(first=first, last=last, fiscal_year=fiscal_year))
    book = book_of(workspace, question, made_at=made_at, compared=others)
    if coverage is not None:
        book = _predicted(workspace, book, coverage, progress)
    monitored, of_logs = _monitored(workspace, coverage, progress)
    book = replace(book, monitored=monitored)
    check = check_workspace(workspace, most=MOST_FINDINGS)
    period = book.views["bands"].period
    path = ", ".join(paths)
    plans = [opened.plan for opened in workspace.plans for _ in range(opened.rows)]
    data = ReportData(
        book=book,
        timeline=timeline_of(workspace.own_table, facts_of(workspace), period, plans) if period else None,
        check=check,
        conflicts=conflicts_of(workspace),
        path=path,
        compared=tuple(
            _comparison(other, other_path, workspace, path, coverage, progress)
            for other, other_path in zip(others, compare, strict=True)
        ),
        coverage=book.coverage.section if book.coverage is not None else None,
        rule_names={rule.code: rule.summary for rule in all_rules().values()},
    )
    unreadable = workspace.unreadable + sum(other.unreadable for other in others)
    findings = of_reading(workspace, check.findings, (*READING_RULES, *RATE_RULES))
    findings += [finding for other in others for finding in counting_findings(other)]
    findings += of_logs
    return ReportAnswer(data, findings, unreadable)


def _other(path: str, against: Sequence[str], coverage: CoverageOptions | None, progress: Progress) -> Workspace:
    """Opens a plan to compare with, and what disturbs it where that is asked for."""
    disturbed = coverage is not None and coverage.interference
    return open_paths([path], against if disturbed else (), plan_against=disturbed, progress=progress)


def _comparison(
    other: Workspace,
    other_path: str,
    workspace: Workspace,
    path: str,
    coverage: CoverageOptions | None,
    progress: Progress,
) -> Comparison:
    changes = changes_between(other, workspace, other_path, path)
    heard = _heard(other, coverage, progress) if coverage is not None else None
    return Comparison(PlanStanding(_title(other), other_path, changes.before_daily, heard), changes)


def _heard(workspace: Workspace, options: CoverageOptions, progress: Progress) -> Heard:
    from bcastplan.workspace.prediction.plan_coverage import coverage_of_workspace  # predictions take time to import

    return coverage_of_workspace(workspace, by=("service",), options=options, progress=progress).total


def _predicted(workspace: Workspace, book: HoursBook, options: CoverageOptions, progress: Progress) -> HoursBook:
    from bcastplan.workspace.report.book_sections import predicted_book  # predictions take time to import

    return predicted_book(workspace, book, options, progress)


def _monitored(
    workspace: Workspace, options: CoverageOptions | None, progress: Progress
) -> tuple[MonitoredBook | None, list[Finding]]:
    if not any(opened.plan.monitoring for opened in workspace.plans):
        return None, []
    from bcastplan.workspace.report.book_sections import monitored_book  # predictions take time to import

    return monitored_book(workspace, options, progress)


def book_of(
    workspace: Workspace, question: Question, *, made_at: datetime, compared: Sequence[Workspace] = ()
) -> HoursBook:
    """Count every standing view of a workspace."""
    facts = facts_of(workspace)
    starts = _one_start(workspace)
    windows = [schedule.window for schedule in workspace.schedules if schedule.window.days > 0]

    def asked(by: Sequence[str], per: str | None) -> HoursResult:
        return summarise(
            workspace.own_table,
            facts,
            by=by,
            first=question.first,
            last=question.last,
            per=per,
            fiscal_year_starts=one_fiscal_year(workspace, per),
            windows=windows,
        )

    views = [view for view in VIEWS if starts is not None or view.per not in FISCAL]
    own = asked(question.by, question.per)
    standing = any((view.by, view.per) == (own.by, own.per) for view in views)
    years = asked((), "fiscal-year").rows if starts is not None else ()
    names = {id(other): _title(other) for other in (*compared, workspace)}
    plans = [(names[id(other)], other) for other in (*compared, workspace)]
    return HoursBook(
        title=_title(workspace),
        views={
            view.key: own if (view.by, view.per) == (own.by, own.per) else asked(view.by, view.per) for view in views
        },
        month_bands=asked(("band",), "month"),
        costs=tuple(_costs(workspace, facts, own.period)),
        fiscal_year_starts=starts,
        provenance=Provenance(__version__, made_at, tuple(_sources(workspace, compared))),
        daily=daily_hours(workspace, question.first, question.last),
        asked=None if standing else own,
        broadcast=broadcast_hours(plans, own.period) if starts is not None else None,
        # Within a single year these tables would repeat the standing ones.
        yearly={
            view.key: asked(view.by, "fiscal-year") for view in views if view.by and view.per is None and len(years) > 1
        },
        fiscal_year_stated=fiscal_year_is_stated(workspace),
        rates=tuple(_rates(workspace, facts, own.period)),
        priced=any(fact.rate is not None or (fact.rates is not None and fact.rates.items) for fact in facts),
    )


def _one_start(workspace: Workspace) -> int | None:
    """The month in which the budget year of all plans begins, None where they say different ones."""
    try:
        return one_fiscal_year(workspace, "fiscal-year")
    except HoursRequestError:
        return None


def _title(workspace: Workspace) -> str:
    names = [opened.plan.name for opened in workspace.plans if opened.plan.name]
    if not names:
        names = [schedule.service for schedule in workspace.schedules if schedule.service]
    unique = list(dict.fromkeys(names))
    if not unique:
        seasons = {str(schedule.season) for schedule in workspace.schedules if schedule.season}
        return f"Broadcast schedule {seasons.pop()}" if len(seasons) == 1 else "Broadcast schedule"
    return unique[0] if len(unique) == 1 else f"{unique[0]} and {len(unique) - 1} more"


def _costs(workspace: Workspace, facts: Sequence[RowFacts], period: Period | None) -> Iterator[CurrencyCost]:
    """Cost of the plans by the currency they reckon in; plans of one currency are counted together."""
    by_currency: dict[str | None, list[OpenPlan]] = {}
    for opened in workspace.plans:
        if opened.transmissions:
            by_currency.setdefault(opened.plan.rates.currency, []).append(opened)
    if period is None:
        return
    for currency in sorted(by_currency, key=lambda name: (name is None, name or "")):
        plans = by_currency[currency]
        rows = [row for opened in plans for row in workspace.rows_of(opened)]
        table = build([workspace.own_table.transmissions[row] for row in rows])
        total = summarise(table, [facts[row] for row in rows], by=(), first=period.first, last=period.last).total
        # A currency in which nothing has a price would be listed with a cost of nothing.
        if total.unpriced_minutes < total.transmitter_minutes:
            yield CurrencyCost(
                currency,
                total.cost,
                total.transmitter_minutes,
                total.unpriced_minutes,
                tuple(opened.plan.name or opened.plan.root for opened in plans),
            )


def _rates(workspace: Workspace, facts: Sequence[RowFacts], period: Period | None) -> Iterator[PlanRates]:
    """The rates of each plan that has any, and what they came to."""
    for opened in workspace.plans:
        rows = workspace.rows_of(opened)
        own_rates = any(facts[row].rate is not None for row in rows)
        if period is None or not rows or not (opened.plan.rates.items or own_rates):
            continue
        table = build([workspace.own_table.transmissions[row] for row in rows])
        for ledger in rate_ledger(table, [facts[row] for row in rows], first=period.first, last=period.last):
            yield PlanRates(opened.plan.name or opened.plan.root, opened.plan.file, ledger)


def _sources(workspace: Workspace, compared: Sequence[Workspace]) -> Iterator[Source]:
    known: set[tuple[str, str]] = set()

    def once(name: str, role: str, transmissions: int | None = None) -> Iterator[Source]:
        if name and (name, role) not in known:
            known.add((name, role))
            yield _source(name, role, transmissions)

    for opened in workspace.plans:
        if opened.plan.file is not None:
            yield from once(opened.plan.file, "plan")
        for schedule in opened.schedules:
            yield from once(schedule.file, "schedule", len(schedule.transmissions))
    for schedule in workspace.reference:
        yield from once(schedule.file, "against", len(schedule.transmissions))
    for opened in (opened for other in compared for opened in other.plans):
        if opened.plan.file is not None:
            yield from once(opened.plan.file, "compared plan")
        for schedule in opened.schedules:
            yield from once(schedule.file, "compared schedule", len(schedule.transmissions))


def _source(name: str, role: str, transmissions: int | None) -> Source:
    if name == STDIN:
        return Source("standard input", role, None, None, transmissions)
    # A member of an archive is vouched for by the digest of the archive, which is the file that people have.
    path = name if is_there(name) else name.split("!", 1)[0]
    try:
        data = read_regular(path)
    except (OSError, UnreadableInput):
        return Source(name, role, None, None, transmissions)
    return Source(name, role, hashlib.sha256(data).hexdigest(), len(data), transmissions)
