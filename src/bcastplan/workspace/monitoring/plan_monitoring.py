"""Holds the logs of a plan, and others, against its schedules: what was on the air, and what was heard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from bcastplan.airtime.airing_list import AiringList, airing_list
from bcastplan.airtime.bits import WORD_BITS, Bits
from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.predicted_months import CoverageRequestError
from bcastplan.hours.money import Charge, ChargeBook
from bcastplan.model.finding import MOST_FINDINGS, Finding, Place, Problem
from bcastplan.model.reception import ReceptionReport, date_of_minute
from bcastplan.monitoring.monitored_result import GROUPS, HeardResult, UnscheduledRow
from bcastplan.monitoring.report_counts import PriceOf, ReportCounts
from bcastplan.monitoring.report_matches import MatchOptions, match_reports
from bcastplan.rules.run import shortened
from bcastplan.workspace.inspection.plan_hours import facts_of
from bcastplan.workspace.inspection.rule_check import reading_findings
from bcastplan.workspace.lists.list_import import findings_of
from bcastplan.workspace.monitoring.logged_stations import LoggedStations
from bcastplan.workspace.monitoring.plan_logs import Logs
from bcastplan.workspace.monitoring.predicted_reports import predicted_reports
from bcastplan.workspace.monitoring.receiver_sites import ReceiverSites
from bcastplan.workspace.opening.open_plans import (
    Progress,
    Workspace,
    no_progress,
    open_paths,
)

_MINUTES_PER_HOUR = 60
_HOURS = 24
_SERVICE_AND_HOUR = ("service", "hour")


class HeardRequestError(ValueError):
    """A question without an answer, as an unknown grouping."""


@dataclass(frozen=True, slots=True)
class HeardQuestion:
    """What to hold against the plans, and how.

    Attributes:
        logs: log files besides those that the plans name.
        mapping: a mapping file that says what the columns of logs mean, None for the usual names.
        by: groups of ``GROUPS``.
        first, last: UTC dates of the period; None for the first and last whole month of the logs.
        match: how near a report has to be.
        prediction: how to predict, None for no prediction.
    """

    logs: Sequence[str] = ()
    mapping: str | None = None
    by: Sequence[str] = ("service", "frequency")
    first: date | None = None
    last: date | None = None
    match: MatchOptions = field(default_factory=MatchOptions)
    prediction: CoverageOptions | None = field(default_factory=CoverageOptions)


@dataclass(slots=True)
class HeardAnswer:
    """The result, the workspace it is about, what could not be counted, and what to know besides."""

    workspace: Workspace
    result: HeardResult
    findings: list[Finding]
    unreadable: int
    logs: list[str]
    notes: list[str]


def heard_of_paths(
    paths: Sequence[str],
    question: HeardQuestion,
    *,
    against: Iterable[str] = (),
    progress: Progress = no_progress,
) -> HeardAnswer:
    """Open plans and logs, and hold them against each other; raises HeardRequestError for an unknown grouping."""
    return heard_of_workspace(open_paths(paths, against, progress=progress), question, progress=progress)


def heard_of_workspace(
    workspace: Workspace, question: HeardQuestion, *, progress: Progress = no_progress
) -> HeardAnswer:
    """The same for a workspace that is open."""
    for group in question.by:
        if group not in GROUPS:
            raise HeardRequestError(f"reports are grouped by {', '.join(GROUPS)}, not by '{group}'")
    logs = Logs.read(workspace, question.logs, question.mapping)
    # A log that cannot be read is reported as such; only with none at all has the question no answer.
    if not (logs.files or logs.problems):
        raise HeardRequestError("there is no log: name one, or put it under `monitoring` in the plan")
    receivers = ReceiverSites(workspace)
    logs.problems += _unknown_places(logs.reports, receivers)
    notes = [f"{name} says that it is synthetic: nobody heard any of it." for name in logs.synthetic]
    result = _result(workspace, logs.reports, question, receivers, notes, progress)
    findings = [*reading_findings(workspace), *shortened(findings_of(logs.problems), MOST_FINDINGS)]
    return HeardAnswer(workspace, result, findings, workspace.unreadable + logs.unreadable, logs.files, notes)


def _unknown_places(reports: Sequence[ReceptionReport], receivers: ReceiverSites) -> list[Problem]:
    """One problem for each place that nobody knows, where it is first named."""
    first: dict[str, ReceptionReport] = {}
    counts: dict[str, int] = {}
    for report in reports:
        if report.place is not None and receivers.of(report) is None:
            first.setdefault(report.place, report)
            counts[report.place] = counts.get(report.place, 0) + 1
    return [
        Problem(
            "MON007",
            f"nobody knows where '{place}' is: nothing is predicted for its reports ({counts[place]:,})",
            Place(report.file, report.line),
            {"place": place, "count": counts[place]},
        )
        for place, report in first.items()
    ]


def _result(
    workspace: Workspace,
    reports: Sequence[ReceptionReport],
    question: HeardQuestion,
    receivers: ReceiverSites,
    notes: list[str],
    progress: Progress,
) -> HeardResult:
    period = _period(reports, question)
    by = tuple(dict.fromkeys(question.by))
    table = workspace.own_table
    if period is None:
        # From the last date to the first: a period without a day.
        empty = ReportCounts(table, airing_list(table, []), [], [], {}, _no_price, date.max, date.min)
        return HeardResult(by, None, None, (), empty.total(), (), (), (), (), 0, 0, 0, 0)
    first, last = period
    inside = [report for report in reports if first <= date_of_minute(report.start_minute) <= last]
    names = LoggedStations(workspace)
    airings = airing_list(table)
    matched = match_reports(inside, airings, table.frequency_hz, names.fit, question.match)
    predicted: dict[tuple[int, int], float] = {}
    if question.prediction is not None:
        try:
            signals = predicted_reports(workspace, inside, airings, matched, receivers, question.prediction, progress)
            predicted = {key: signal.reliability for key, signal in signals.items()}
        # What was heard can be told without a prediction.
        except CoverageRequestError as error:
            notes.append(f"Not predicted: {error}.")
    counts = ReportCounts(table, airings, inside, matched, predicted, prices_of(workspace), first, last)
    unmatched = [report for report, numbers in zip(inside, matched, strict=True) if not numbers]
    return HeardResult(
        by=by,
        first=first,
        last=last,
        rows=tuple(counts.rows(by)),
        total=counts.total(),
        strips=tuple(counts.rows(_SERVICE_AND_HOUR)),
        deliveries=tuple(counts.deliveries()),
        incidents=tuple(counts.incidents()),
        unscheduled=_unscheduled([report for report in unmatched if not report.off], workspace, names, question.match),
        reports=len(inside),
        matched=len(inside) - len(unmatched),
        off_unscheduled=sum(report.off for report in unmatched),
        outside=len(reports) - len(inside),
        reports_of_row=_reports_of_rows(inside, matched, airings),
    )


def _period(reports: Sequence[ReceptionReport], question: HeardQuestion) -> tuple[date, date] | None:
    """The dates that count: as asked, else whole months from the first report to the last; None without reports."""
    if question.first and question.last and question.last < question.first:
        raise HeardRequestError(f"the period from {question.first} until {question.last} ends before it starts")
    if not reports:
        return None
    days = [date_of_minute(report.start_minute) for report in reports]
    first = question.first or min(days).replace(day=1)
    # Whole months, because deliveries are paid and counted by the month.
    # The day 32 days after the first of a month lies in the next one, however long the month is.
    last = question.last or (max(days).replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return (first, last) if first <= last else None


def _reports_of_rows(
    reports: Sequence[ReceptionReport], matched: Sequence[tuple[int, ...]], airings: AiringList
) -> dict[int, Sequence[ReceptionReport]]:
    by_row: dict[int, list[ReceptionReport]] = {}
    for report, numbers in zip(reports, matched, strict=True):
        for row in dict.fromkeys(int(airings.row[number]) for number in numbers):
            by_row.setdefault(row, []).append(report)
    return dict(by_row)


def _unscheduled(
    reports: Sequence[ReceptionReport], workspace: Workspace, names: LoggedStations, options: MatchOptions
) -> tuple[UnscheduledRow, ...]:
    """What was heard where nothing of the plans is scheduled, by frequency and hour, with who is registered there."""
    registered = _registered(reports, workspace, names, options)
    groups: dict[tuple[int, int], list[int]] = {}
    for number, report in enumerate(reports):
        hour = report.start_minute // _MINUTES_PER_HOUR % _HOURS
        groups.setdefault((report.frequency_hz, hour), []).append(number)
    rows = []
    for (frequency_hz, hour), numbers in sorted(groups.items()):
        these = [reports[number] for number in numbers]
        merits = [report.overall for report in these if report.overall is not None]
        days = [date_of_minute(report.start_minute) for report in these]
        rows.append(
            UnscheduledRow(
                frequency_hz=frequency_hz,
                hour=hour,
                reports=len(these),
                services=tuple(sorted({report.service for report in these if report.service})),
                places=tuple(sorted({report.place for report in these if report.place})),
                first=min(days),
                last=max(days),
                mean_overall=sum(merits) / len(merits) if merits else None,
                registered=tuple(sorted({row for number in numbers for row in registered.get(number, ())})),
            )
        )
    return tuple(rows)


def _registered(
    reports: Sequence[ReceptionReport], workspace: Workspace, names: LoggedStations, options: MatchOptions
) -> dict[int, set[int]]:
    """The rows of reference schedules on the air on the frequency and at the time of each report."""
    table = workspace.table
    frequencies = np.array([report.frequency_hz for report in reports], dtype=np.int64)
    rows = [
        row
        for row in range(workspace.own_rows, len(table))
        if np.any(np.abs(frequencies - table.frequency_hz[row]) <= options.within_hz)
    ]
    if not rows:
        return {}
    airings = airing_list(table, rows)
    # Whoever is registered there is told, whatever name the log has: the listener may have been wrong.
    matched = match_reports(reports, airings, table.frequency_hz, lambda _name, _row: True, options)
    return {
        number: {int(airings.row[airing]) for airing in numbers} for number, numbers in enumerate(matched) if numbers
    }


def prices_of(workspace: Workspace) -> PriceOf:
    """The price of an hour of each row by date, energy included; fixed amounts of rates are in none."""
    table, facts = workspace.own_table, facts_of(workspace)
    book = ChargeBook(table)

    def price(row: int, day: date) -> tuple[Fraction | None, str | None]:
        for charge, dates in book.charges_of(facts[row]):
            if dates is None or _holds(table, dates, day):
                return _price_of(charge)
        return None, None

    return price


def _price_of(charge: Charge) -> tuple[Fraction | None, str | None]:
    return charge.price_per_hour, charge.currency


def _holds(table: AirtimeTable, dates: Bits, day: date) -> bool:
    bit = table.bit_of(day)
    return 0 <= bit < table.words * WORD_BITS and bool(int(dates[bit // WORD_BITS]) >> (bit % WORD_BITS) & 1)


def _no_price(_row: int, _day: date) -> tuple[Fraction | None, str | None]:
    return None, None
