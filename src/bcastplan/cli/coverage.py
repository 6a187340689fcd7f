"""``bcastplan coverage``: how many of those whom it is meant for can be expected to hear what is on the air."""

from __future__ import annotations

from dataclasses import replace
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
from bcastplan.cli.prediction_options import check_against, coverage_options, prediction_options, served_option

if TYPE_CHECKING:
    from bcastplan.workspace.prediction.plan_coverage import CoverageAnswer

FORMATS = ("text", "json", "csv")


@click.command("coverage")
@paths_argument
@click.option(
    "--by", default="band", show_default=True, metavar="GROUPS",
    help="What to group by, separated by commas: band, service, hour (of the day, UTC), broadcaster, manager, "
    "administration, site, transmitter, language, mode, target, frequency, file, status.",
)  # fmt: skip
@click.option(
    "--interference", is_flag=True,
    help="Also predict what is heard under all that is on the air within 10 kHz: other rows of PATHS, --against and "
    "what the plans name there, and jammers.",
)  # fmt: skip
@click.option(
    "--heard", multiple=True, metavar="LOG", type=click.Path(allow_dash=True),
    help="Correct predictions by the reports of a monitoring log, circuit by circuit; may be repeated.",
)  # fmt: skip
@click.option(
    "--range", "likely_range", is_flag=True,
    help="Also tell the likely range of each figure: 16 to 84 per cent of 200 draws with the model's own error.",
)  # fmt: skip
@against_option
@prediction_options
@served_option
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
@output_option
def command(
    paths: tuple[str, ...],
    by: str,
    interference: bool,
    heard: tuple[str, ...],
    likely_range: bool,
    against: tuple[str, ...],
    style: str,
    output: str | None,
    **prediction: Any,
) -> None:
    """Predict coverage-hours: programme-hours weighed with how well its audience can receive them.

    The audience is the people that `listeners` names, a group of the plan or the towns of an administration, each place
    weighing as many people as it has; without it the CIRAF test points of the target. For every transmission, clock
    hour and place the basic circuit reliability is predicted, 30 minutes past the hour: sky wave after ITU-R P.533-14,
    P.372 and P.842 with antennas after BS.705 from 2 to 30 MHz, ground and sky wave from 150 to 1705 kHz. At each
    moment the best of a service's frequencies counts at each place. Heard is the mean reliability over the audience,
    served the share of it with the reliability of --served or more, a person-hour one person predicted to hear one
    programme-hour. Not modelled: sporadic E, storms; jamming and interference only with --interference, which shows
    both figures. With --range the model's error on each circuit is drawn 200 times, one error for all its hours and
    months; the range of a figure may lie below it, for where all are predicted to hear, errors only take away.

    Transmissions without site, target, listeners or power are counted and listed, never taken for unheard; what the
    plan assumes of them (`assume`) is named with its reason. Text shows a strip of 24 hours for each service and its
    listeners or target: per cent heard and served (99 also stands for 100, `.` off the air, `?` not predicted) and the
    band that reaches most.
    """
    from bcastplan.coverage.predicted_months import CoverageRequestError
    from bcastplan.workspace.prediction.plan_coverage import coverage_of_paths

    check_against(against, interference)
    options = replace(coverage_options(**prediction), interference=interference, likely_range=likely_range)
    progress = Progress()
    groups = [group.strip() for group in by.split(",") if group.strip()]
    unreadable = 0
    try:
        if heard:
            from bcastplan.workspace.monitoring.heard_coverage import corrected_coverage

            # Logs are no part of the workspace, so those that cannot be read are counted beside it.
            answer, unreadable = corrected_coverage(
                paths, heard, by=groups, options=options, against=against, progress=progress
            )
        else:
            answer = coverage_of_paths(paths, by=groups, options=options, against=against, progress=progress)
    except CoverageRequestError as error:
        raise click.UsageError(str(error)) from None
    progress.done()
    write_result(_render(style, answer), output)
    leave_after(answer.findings, unreadable=bool(answer.workspace.unreadable or unreadable))


def _render(style: str, answer: CoverageAnswer) -> str:
    if style == "text":
        from bcastplan.reports.coverage.coverage_text import coverage_text

        return coverage_text(answer)
    from bcastplan.reports.coverage.coverage_data import coverage_csv, coverage_json

    return coverage_json(answer) if style == "json" else coverage_csv(answer)
