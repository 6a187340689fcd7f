"""``bcastplan report``: the page for reviewers; it is written whole or not at all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from bcastplan.cli.common import (
    Progress,
    against_option,
    leave_after,
    paths_argument,
    write_result,
)
from bcastplan.cli.date_options import Day, FiscalYear, chosen_dates, made_at
from bcastplan.cli.prediction_options import coverage_asked, served_option

if TYPE_CHECKING:
    from bcastplan.workspace.report.report_data import ReportData

_MOST_COMPARED = 3


@click.command("report")
@paths_argument
@click.option(
    "-o", "--output", required=True, metavar="FILE", type=click.Path(dir_okay=False, allow_dash=True),
    help="The page to write, as report.html, or the workbook, as report.xlsx; `-` is the page on standard output.",
)  # fmt: skip
@click.option(
    "--compare", metavar="OTHER", type=click.Path(), multiple=True,
    help="Compare with this file or folder and show what changed; up to three times, for plans side by side.",
)  # fmt: skip
@against_option
@click.option("--from", "first", type=Day(), help="First UTC date that counts; default: the earliest of the schedules.")
@click.option("--until", "last", type=Day(), help="Last UTC date that counts; default: the latest of the schedules.")
@click.option(
    "--fiscal-year", type=FiscalYear(),
    help="The dates of one budget year, by the year in which it ends; it begins in the month that the plan says.",
)  # fmt: skip
@click.option("--coverage", "with_coverage", is_flag=True, help="Predict who can hear the plan; this takes time.")
@served_option
@click.option(
    "--interference", is_flag=True,
    help="With --coverage: also what is heard under all that is on the air within 10 kHz, and under jammers.",
)  # fmt: skip
def command(
    paths: tuple[str, ...],
    output: str,
    compare: tuple[str, ...],
    against: tuple[str, ...],
    first: date | None,
    last: date | None,
    fiscal_year: int | None,
    with_coverage: bool,
    served_percent: float | None,
    interference: bool,
) -> None:
    """Write one self-contained page for reviewers: hours, energy, cost, changes, the day, conflicts, findings.

    A name that ends in .xlsx makes it a workbook with a sheet for each table, and charts.

    The page needs no network and no script, and prints. It bears the time it was made; SOURCE_DATE_EPOCH sets it.
    """
    from bcastplan.coverage.predicted_months import CoverageRequestError
    from bcastplan.hours import HoursRequestError
    from bcastplan.workspace.report.plan_report import report_of_paths

    chosen_dates(first, last, fiscal_year)
    if len(compare) > _MOST_COMPARED:
        raise click.UsageError(f"--compare may be given {_MOST_COMPARED} times: a page has room for four plans")
    progress = Progress()
    try:
        answer = report_of_paths(
            paths,
            made_at=made_at(),
            against=against,
            compare=compare,
            first=first,
            last=last,
            fiscal_year=fiscal_year,
            coverage=coverage_asked(with_coverage, served_percent, interference=interference),
            progress=progress,
        )
    except (HoursRequestError, CoverageRequestError) as error:
        raise click.UsageError(str(error)) from None
    progress.done()
    write_result(_rendered(answer.data, output), output)
    leave_after(answer.findings, unreadable=answer.unreadable)


def _rendered(data: ReportData, output: str) -> str | bytes:
    if output.lower().endswith(".xlsx"):
        from bcastplan.reports.hours.hours_xlsx import report_xlsx

        return report_xlsx(data)
    from bcastplan.reports.page import report_html

    return report_html(data)
