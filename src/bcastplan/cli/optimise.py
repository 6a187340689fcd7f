"""``bcastplan optimise``: better frequencies for a service at the facilities it has."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from bcastplan.cli.common import (
    FINDINGS,
    UNREADABLE,
    Progress,
    against_option,
    paths_argument,
    tell_findings,
    write_files,
    write_result,
)
from bcastplan.cli.date_options import Day
from bcastplan.cli.prediction_options import band_named, coverage_options, prediction_options, served_option

if TYPE_CHECKING:
    from bcastplan.workspace.prediction.programme_sets import ProgrammeSet

FORMATS = ("text", "json")


@click.command("optimise")
@paths_argument
@against_option
@click.option("--service", metavar="NAME", help="The service to improve; default: the one with most hours on the air.")
@click.option("--on", "day", type=Day(), help="Improve what is on the air on this date; default: what has most hours.")
@click.option(
    "--transmissions", "most_blocks", type=click.IntRange(1, 24), metavar="N",
    help="At most so many transmissions a day; default: as many as there are now.",
)  # fmt: skip
@click.option("--band", "only_bands", multiple=True, metavar="BAND", help="Only this band, as 31m; may be repeated.")
@prediction_options
@served_option
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, allow_dash=True),
    help="Write the proposal here as a schedule, its comments saying why; the result still goes to standard output, "
    "but for `-`, which puts the schedule there instead.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def command(
    paths: tuple[str, ...],
    against: tuple[str, ...],
    service: str | None,
    day: date | None,
    most_blocks: int | None,
    only_bands: tuple[str, ...],
    style: str,
    output: str | None,
    force: bool,
    **prediction: Any,
) -> None:
    """Propose frequencies under which most is heard of a service, against noise, interference and jammers.

    It rearranges the transmissions of one service on shortwave with the same days and dates; their hours, how many are
    on the air at a time, sites, powers, antennas and directions stay. Every channel that is allocated at the site and
    within the range of transmitter and antenna is predicted as `coverage --interference` does. With one frequency at a
    time the best division of the day is exact for these values, with several a bound says how near it is. What makes a
    pair of warning or error, or pushes a registered transmission below 0 dB at its own test points, is refused.

    The proposal is a draft: nothing is written but to -o.
    """
    from bcastplan.coverage.predicted_months import CoverageRequestError
    from bcastplan.reports.optimise.optimise_data import optimise_json, optimise_yaml
    from bcastplan.reports.optimise.optimise_text import optimise_text
    from bcastplan.workspace.inspection.rule_check import reading_findings
    from bcastplan.workspace.opening.open_plans import open_paths
    from bcastplan.workspace.prediction.better_frequencies import better_frequencies
    from bcastplan.workspace.prediction.programme_sets import OptimiseError, programme_sets

    options = coverage_options(**prediction)
    bands = [band_named(text) for text in only_bands]
    progress = Progress()
    workspace = open_paths(paths, against, progress=progress)
    if not workspace.own_rows:
        progress.done()
        broken = tell_findings(reading_findings(workspace))
        raise click.exceptions.Exit(UNREADABLE if workspace.unreadable else FINDINGS if broken else 0)
    try:
        sets, refused = programme_sets(workspace, service)
        answer = better_frequencies(
            workspace, _chosen(sets, refused, day), most_blocks=most_blocks, only_bands=bands, options=options,
            progress=progress,
        )  # fmt: skip
    except (OptimiseError, CoverageRequestError) as error:
        raise click.UsageError(str(error)) from None
    progress.done()
    if output not in (None, "-"):
        write_files({str(output): optimise_yaml(answer).encode()}, force=force, make_folders=False)
    if output == "-":
        write_result(optimise_yaml(answer), None)
    else:
        write_result(optimise_json(answer) if style == "json" else optimise_text(answer), None)
    broken = tell_findings(reading_findings(workspace))
    if workspace.unreadable:
        raise click.exceptions.Exit(UNREADABLE)
    if broken:
        raise click.exceptions.Exit(FINDINGS)


def _chosen(sets: list[ProgrammeSet], refused: list[str], day: date | None) -> ProgrammeSet:
    """The set with most hours, of those on the air on a day."""
    from bcastplan.airtime.table import build
    from bcastplan.workspace.prediction.programme_sets import OptimiseError

    for programme in sets:
        table = build(programme.transmissions)
        if day is None or any(table.airs_on(row, day) for row in range(len(table))):
            return programme
    on_day = f" on {day}" if day is not None else ""
    reasons = f": {'; '.join(refused)}" if refused else ""
    raise OptimiseError(f"nothing to rearrange{on_day}{reasons}")
