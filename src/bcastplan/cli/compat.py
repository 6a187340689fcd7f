"""``bcastplan compat``: which frequency pairs really disturb each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bcastplan.cli.common import (
    FAIL_ON,
    FINDINGS,
    UNREADABLE,
    Progress,
    against_option,
    output_option,
    paths_argument,
    separation_option,
    severity_of,
    tell_missing,
    write_result,
)
from bcastplan.cli.prediction_options import coverage_options, prediction_options

if TYPE_CHECKING:
    from bcastplan.workspace.prediction.plan_compatibility import CompatibilityAnswer

FORMATS = ("text", "json", "csv")


@click.command("compat")
@paths_argument
@against_option
@separation_option
@prediction_options
@click.option(
    "--fail-on", type=click.Choice(FAIL_ON), default="never", show_default=True,
    help="The severity from which on the exit code is 1.",
)  # fmt: skip
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
@output_option
def command(
    paths: tuple[str, ...],
    against: tuple[str, ...],
    separation: float | None,
    fail_on: str,
    style: str,
    output: str | None,
    **prediction: Any,
) -> None:
    """Judge frequency pairs by signal to interference, both ways, at the test points their targets share.

    Pairs are those of `conflicts`. Both signals are predicted as `coverage` does, 30 minutes past each hour that both
    are on the air. The margin is what is left over the protection ratio (17 dB co-channel on shortwave; 30, 27 or
    26 dB on medium wave; tables of Resolution 543 for DRM) after the relative ratio for the separation (ITU-R BS.560).
    Median over the points in the worst hour: from 10 dB clean, from 0 fair, from -10 interference (a warning), below
    unusable (an error). Overall reliability is against noise and the other signal (ITU-R P.842).

    Each transmission of PATHS is also judged at all points of its target under the power sum of all that disturb it,
    jammers too, while they are on the air together; and rows of --against under all of PATHS that disturb them, the
    harm done to others. Not modelled: sporadic E, storms. Constants that were taken from memory and not read in their
    source are listed with the result.
    """
    from bcastplan.conflicts import PairOptions
    from bcastplan.coverage.predicted_months import CoverageRequestError
    from bcastplan.workspace.inspection.rule_check import reading_findings
    from bcastplan.workspace.prediction.plan_compatibility import compatibility_of_paths

    options = coverage_options(**prediction)
    progress = Progress()
    try:
        answer = compatibility_of_paths(
            paths, against, asked=PairOptions(separation), options=options, progress=progress
        )
    except CoverageRequestError as error:
        raise click.UsageError(str(error)) from None
    progress.done()
    write_result(_render(style, answer), output)
    workspace = answer.workspace
    broken = tell_missing(reading_findings(workspace, also=("TGT001",)))
    if workspace.unreadable:
        raise click.exceptions.Exit(UNREADABLE)
    threshold = severity_of(fail_on)
    if broken or (threshold is not None and answer.gravest_at_least(threshold)):
        raise click.exceptions.Exit(FINDINGS)


def _render(style: str, answer: CompatibilityAnswer) -> str:
    if style == "text":
        from bcastplan.reports.compat.compat_text import compat_text

        return compat_text(answer)
    from bcastplan.reports.compat.compat_data import compat_csv, compat_json

    return compat_json(answer) if style == "json" else compat_csv(answer)
