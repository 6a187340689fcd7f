"""``bcastplan heard``: holds monitoring logs against the schedules."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from bcastplan.cli.common import (
    Progress,
    against_option,
    leave_after,
    output_option,
    write_result,
)
from bcastplan.cli.date_options import Day, made_at
from bcastplan.model.errors import UnreadableInput

if TYPE_CHECKING:
    from bcastplan.workspace.monitoring.plan_monitoring import HeardAnswer

FORMATS = ("text", "json", "csv", "xlsx")
TABLES = ("rows", "delivered", "incidents", "unscheduled")


@click.command("heard")
@click.argument("paths", metavar="PATHS [LOG]...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--mapping", metavar="FILE", type=click.Path(), help="Says what the columns of the logs mean.")
@click.option(
    "--tolerance",
    type=click.IntRange(0, 120),
    default=5,
    show_default=True,
    metavar="MIN",
    help="How many minutes before or after an airing a report may lie and still count for it.",
)
@click.option(
    "--within",
    type=click.FloatRange(0.0, 9.0),
    default=1.0,
    show_default=True,
    metavar="KHZ",
    help="How far the frequency of a report may lie from that of an airing.",
)
@click.option(
    "--by",
    default="service,frequency",
    show_default=True,
    metavar="GROUPS",
    help="What to group reports by, separated by commas: service, frequency, place, hour, month.",
)
@click.option("--from", "first", type=Day(), help="First date that counts; default: the first month of the logs.")
@click.option("--until", "last", type=Day(), help="Last date that counts; default: the last month of the logs.")
@click.option("--observers", is_flag=True, help="Name observers; without it they stay out of everything.")
@click.option("--no-prediction", is_flag=True, help="Do not hold what was heard against what is predicted.")
@against_option
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--table",
    type=click.Choice(TABLES),
    default="rows",
    show_default=True,
    help="csv: which table; rows are the groups, delivered the transmissions by month, incidents the "
    "airings not delivered whole, unscheduled what was heard besides.",
)
@output_option
def command(
    paths: tuple[str, ...],
    mapping: str | None,
    tolerance: int,
    within: float,
    by: str,
    first: date | None,
    last: date | None,
    observers: bool,
    no_prediction: bool,
    against: tuple[str, ...],
    style: str,
    table: str,
    output: str | None,
) -> None:
    """Hold monitoring logs against the schedules: what was delivered, what was heard, and what was predicted.

    PATHS are schedules and folders as for every command, LOGs tables (CSV) or JSON lines of reception reports; plans
    name logs under `monitoring`. A report counts for the airing on its frequency at its time. The credit is the price
    of what was not delivered, at the plan's rates.
    """
    from bcastplan.monitoring.report_matches import MatchOptions
    from bcastplan.workspace.monitoring.plan_logs import logs_among
    from bcastplan.workspace.monitoring.plan_monitoring import HeardQuestion, HeardRequestError, heard_of_paths
    from bcastplan.workspace.prediction.local_means import local_options

    if style == "xlsx" and output is None:
        raise click.UsageError("a workbook goes into a file: name it with -o")
    try:
        schedules, logs = logs_among(paths)
    except UnreadableInput as error:
        raise click.UsageError(str(error)) from None
    if not schedules:
        raise click.UsageError("name a schedule or a folder besides the logs: `bcastplan heard PLAN LOG...`")
    question = HeardQuestion(
        logs=logs,
        mapping=mapping,
        by=[group.strip() for group in by.split(",") if group.strip()],
        first=first,
        last=last,
        # In whole hertz the bound is exact, where 0.1 kHz more than a frequency in floating point is not.
        match=MatchOptions(tolerance, round(within * 1000)),
        prediction=None if no_prediction else local_options(),
    )
    progress = Progress()
    try:
        answer = heard_of_paths(schedules, question, against=against, progress=progress)
    except HeardRequestError as error:
        raise click.UsageError(str(error)) from None
    progress.done()
    write_result(_render(style, answer, table, observers), output)
    leave_after(answer.findings, unreadable=answer.unreadable)


def _render(style: str, answer: HeardAnswer, table: str, observers: bool) -> str | bytes:
    if style == "text":
        from bcastplan.reports.heard.heard_text import heard_text

        return heard_text(answer)
    if style == "xlsx":
        from bcastplan.reports.heard.heard_xlsx import heard_xlsx

        return heard_xlsx(answer, made_at(), observers=observers)
    from bcastplan.reports.heard.heard_records import heard_csv, heard_json

    if style == "json":
        return heard_json(answer, observers=observers)
    return heard_csv(answer, table, observers=observers)
