"""``bcastplan hours``: counts hours, energy and cost for planners and for budgets."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from bcastplan.cli.common import (
    Progress,
    against_option,
    leave_after,
    output_option,
    paths_argument,
    write_result,
)
from bcastplan.cli.date_options import Day, FiscalYear, chosen_dates
from bcastplan.cli.prediction_options import check_against, coverage_asked, served_option

if TYPE_CHECKING:
    from bcastplan.coverage.coverage_options import CoverageOptions
    from bcastplan.coverage.coverage_result import CoverageColumn
    from bcastplan.workspace.inspection.plan_hours import HoursAnswer, Question

FORMATS = ("text", "json", "csv", "markdown", "xlsx", "html")
_BOOKS = ("xlsx", "html")
"""Formats that show every standing view beside the question."""
_PERIODS = ("day", "week", "month", "quarter", "fiscal-quarter", "fiscal-year", "season")


@click.command("hours")
@paths_argument
@click.option(
    "--by", default="band", show_default=True, metavar="GROUPS",
    help="What to group by, separated by commas: band, service, broadcaster, manager, administration, site, "
    "transmitter, language, mode, target, frequency, file, status.",
)  # fmt: skip
@click.option("--from", "first", type=Day(), help="First UTC date that counts; default: the earliest of the schedules.")
@click.option("--until", "last", type=Day(), help="Last UTC date that counts; default: the latest of the schedules.")
@click.option(
    "--fiscal-year", type=FiscalYear(),
    help="The dates of one budget year, by the year in which it ends; it begins in the month that the plan says.",
)  # fmt: skip
@click.option("--per", type=click.Choice(_PERIODS), help="A row for each calendar bucket.")
@click.option(
    "--coverage", "with_coverage", is_flag=True,
    help="Predict coverage besides: coverage-hours, heard, served, person-hours and what one costs.",
)  # fmt: skip
@click.option(
    "--marginal", is_flag=True,
    help="What is lost without each transmission, and what can be cut first for the least loss; predicts coverage.",
)  # fmt: skip
@served_option
@click.option(
    "--interference", is_flag=True,
    help="With --coverage: also what is heard under all that is on the air within 10 kHz, and under jammers.",
)  # fmt: skip
@click.option(
    "--range", "likely_range", is_flag=True,
    help="With --coverage: also the likely range of what is heard, as `coverage --range` draws it.",
)  # fmt: skip
@against_option
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
@output_option
def command(
    paths: tuple[str, ...],
    by: str,
    first: date | None,
    last: date | None,
    fiscal_year: int | None,
    per: str | None,
    with_coverage: bool,
    marginal: bool,
    served_percent: float | None,
    interference: bool,
    likely_range: bool,
    against: tuple[str, ...],
    style: str,
    output: str | None,
) -> None:
    """Count frequency-hours, transmitter-hours, programme-hours, energy and cost.

    A frequency-hour is one frequency of a service on the air for an hour, however many transmitters carry it;
    a transmitter-hour is one transmitter on the air for an hour; a programme-hour is an hour in which a service is
    on the air at all.

    A coverage-hour is a programme-hour weighed with how well its listeners or its target are predicted to receive it, a
    person-hour one person predicted to hear one programme-hour; `coverage` has the options of the prediction.

    xlsx and html show bands, services, sites, months, quarters and fiscal years besides, with definitions.
    """
    from bcastplan.coverage.predicted_months import CoverageRequestError
    from bcastplan.hours import HoursRequestError
    from bcastplan.workspace.inspection.plan_hours import Question

    if style == "xlsx" and output in (None, "-") and sys.stdout.isatty():
        raise click.UsageError("a workbook is not text for a terminal: name a file with -o hours.xlsx")
    chosen_dates(first, last, fiscal_year)
    if marginal and (style == "markdown" or per is not None):
        raise click.UsageError("--marginal goes with text, json, csv, xlsx and html, and without --per")
    if marginal and likely_range:
        raise click.UsageError("--marginal has no ranges: --range goes with --coverage alone")
    coverage = coverage_asked(
        with_coverage or marginal, served_percent, interference=interference, likely_range=likely_range
    )
    check_against(against, interference)
    progress = Progress()
    groups = tuple(group.strip() for group in by.split(",") if group.strip())
    question = Question(groups, per, first, last, fiscal_year)
    answer_with: Any = _book if style in _BOOKS else _marginal if marginal else _with_coverage if coverage else _counted
    try:
        answer, rendered = answer_with(_Request(paths, against, question, style, coverage, progress))
    except HoursRequestError as error:
        raise click.UsageError(str(error)) from None
    except CoverageRequestError as error:
        # The engine advises an option that this command does not have.
        raise click.UsageError(str(error).replace("with --ssn", "to `bcastplan coverage --ssn`")) from None
    progress.done()
    write_result(rendered, output)
    leave_after(answer.findings, unreadable=answer.unreadable)


@dataclass(frozen=True, slots=True)
class _Request:
    """What was asked for on the command line; ``coverage`` is None where nothing is to be predicted."""

    paths: tuple[str, ...]
    against: tuple[str, ...]
    question: Question
    style: str
    coverage: CoverageOptions | None
    progress: Progress


def _counted(request: _Request) -> tuple[Any, str | bytes]:
    """Count hours alone. Like the next three functions it returns the answer, and the answer in the asked style."""
    from bcastplan.workspace.inspection.plan_hours import hours_of_paths

    answer = hours_of_paths(request.paths, request.question, progress=request.progress)
    return answer, _render(request.style, answer)


def _with_coverage(request: _Request) -> tuple[Any, str | bytes]:
    """Count, predict beside it, and render both."""
    from bcastplan.workspace.prediction.plan_coverage import hours_and_coverage_of_paths

    answer, column = hours_and_coverage_of_paths(
        request.paths,
        request.question,
        options=request.coverage,
        against=request.against,
        progress=request.progress,
    )
    return answer, _render(request.style, answer, column)


def _marginal(request: _Request) -> tuple[Any, str | bytes]:
    """Judge every transmission, and render it."""
    from bcastplan.reports.hours.marginal_tables import marginal_csv, marginal_json, marginal_text
    from bcastplan.workspace.prediction.marginal_values import marginal_of_paths

    assert request.coverage is not None
    answer = marginal_of_paths(
        request.paths,
        request.question,
        options=request.coverage,
        against=request.against,
        progress=request.progress,
    )
    render = {"text": marginal_text, "json": marginal_json, "csv": marginal_csv}[request.style]
    return answer, render(answer)


def _book(request: _Request) -> tuple[Any, str | bytes]:
    """Count every standing view too, and render it."""
    from bcastplan.cli.date_options import made_at
    from bcastplan.workspace.report.plan_report import book_of_paths

    answer = book_of_paths(
        request.paths,
        request.question,
        made_at=made_at(),
        against=request.against,
        coverage=request.coverage,
        progress=request.progress,
    )
    if request.style == "xlsx":
        from bcastplan.reports.hours.hours_xlsx import hours_xlsx

        return answer, hours_xlsx(answer.book)
    from bcastplan.reports.page import report_html
    from bcastplan.workspace.report.report_data import ReportData

    section = answer.book.coverage.section if answer.book.coverage is not None else None
    return answer, report_html(ReportData(answer.book, coverage=section))


def _render(style: str, answer: HoursAnswer, coverage: CoverageColumn | None = None) -> str | bytes:
    result = answer.result
    if style in ("json", "csv"):
        from bcastplan.reports.hours.hours_data import hours_csv, hours_json

        if style == "json":
            return hours_json(result, coverage, answer.findings)
        return hours_csv(result, coverage)
    from bcastplan.reports.hours.hours_table import hours_markdown, hours_text

    return hours_text(result, coverage) if style == "text" else hours_markdown(result, coverage)
