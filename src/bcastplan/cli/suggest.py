"""``bcastplan suggest``: clear channels for a transmission."""

from __future__ import annotations

from typing import Any

import click

from bcastplan.cli.common import (
    FINDINGS,
    UNREADABLE,
    Progress,
    adding,
    against_option,
    output_option,
    tell_missing,
    write_result,
)
from bcastplan.cli.prediction_options import band_named, coverage_options, prediction_options, served_option

FORMATS = ("text", "json")
_CHANGES = (
    ("time", "Clock time, as 1530-1630."),
    ("days", "Days, as Mon-Fri."),
    ("from", "First date."),
    ("until", "Last date."),
    ("target", "CIRAF zones, as 44NE; without --listeners they count, not the listeners that it names."),
    ("listeners", "Group of the plan, or an administration as KRE."),
    ("site", "HFCC site code."),
    ("power", "Power, kW."),
    ("antenna", "HFCC code or BS.705 designation."),
    ("azimuth", "Direction of maximum radiation, degrees."),
    ("slew", "Slew, degrees."),
)


def _change_options(function: Any) -> Any:
    options = [
        # The prefix tells them from the options of the prediction, with which they come in one dictionary.
        click.option(f"--{name}", f"change_{name}", metavar="VALUE", help=f"{text} Instead of its own.")
        for name, text in _CHANGES
    ]
    return adding(options)(function)


@click.command("suggest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.argument("transmission", metavar="TRANSMISSION")
@against_option
@click.option("--band", "only_bands", multiple=True, metavar="BAND", help="Only this band, as 31m; may be repeated.")
@click.option("--customary", is_flag=True, help="Also frequencies outside the allocations that broadcasters use.")
@click.option("--count", type=click.IntRange(1, 10_000), default=10, show_default=True, help="How many to list.")
@_change_options
@prediction_options
@served_option
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
@output_option
def command(
    paths: tuple[str, ...],
    transmission: str,
    against: tuple[str, ...],
    only_bands: tuple[str, ...],
    customary: bool,
    count: int,
    style: str,
    output: str | None,
    **rest: Any,
) -> None:
    """Look for clear channels for TRANSMISSION: an id, or FILE:LINE.

    Every channel of its range that is allocated at the site on its first date (5 kHz raster on shortwave, 9 or 10 kHz
    below) is held against the plans and the --against schedules as `conflicts` does, and predicted as `coverage` does,
    on shortwave at multiples of 25 kHz. Fewest errors come first, then fewest jammers of the plan and of the lists,
    then fewest warnings, then what most of its listeners (or of its target) hear. Not modelled: interference at a
    distance beyond the pairs of `conflicts`, sporadic E, storms, what a jammer does.
    """
    from bcastplan.coverage.predicted_months import CoverageRequestError
    from bcastplan.workspace.inspection.rule_check import reading_findings
    from bcastplan.workspace.opening.open_plans import open_paths
    from bcastplan.workspace.prediction.clear_channels import SuggestError, suggest

    changes = {name: value for name, _ in _CHANGES if (value := rest.pop(f"change_{name}")) is not None}
    options = coverage_options(**rest)
    bands = tuple(band_named(text) for text in only_bands)
    progress = Progress()
    workspace = open_paths(paths, against, progress=progress)
    if workspace.unreadable:
        _tell_unreadable(workspace)
    try:
        answer = suggest(
            workspace, transmission, changes=changes, only_bands=bands, customary=customary, count=count,
            options=options, progress=progress,
        )  # fmt: skip
    except (SuggestError, CoverageRequestError) as error:
        raise click.UsageError(str(error)) from None
    progress.done()
    if style == "json":
        from bcastplan.reports.suggested_channels import suggest_json

        write_result(suggest_json(answer), output)
    else:
        from bcastplan.reports.suggested_channels import suggest_text

        write_result(suggest_text(answer), output)
    # Channels are ranked by who hears them, so that unknown targets and listeners count as missing too.
    if tell_missing(reading_findings(workspace, also=("TGT001", "LIS", "ASM002"))):
        raise click.exceptions.Exit(FINDINGS)


def _tell_unreadable(workspace: Any) -> None:
    """Name what could not be read, and leave: without one of the lists a channel may look clear that is not."""
    import sys

    from bcastplan.reports.check.check_text import finding_line
    from bcastplan.workspace.inspection.rule_check import check_workspace

    for finding in check_workspace(workspace, select=("FIL",)).findings:
        print(finding_line(finding), file=sys.stderr)  # noqa: T201
    raise click.exceptions.Exit(UNREADABLE)
