"""``bcastplan conflicts``: the pairs, for a coordination meeting or a script."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import click

from bcastplan.cli.common import (
    FINDINGS,
    UNREADABLE,
    Progress,
    against_option,
    fail_on_option,
    missing_from,
    output_option,
    paths_argument,
    separation_option,
    severity_of,
    tell_missing,
    write_result,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bcastplan.model.finding import Finding
    from bcastplan.workspace.inspection.plan_conflicts import PlanConflicts

FORMATS = ("text", "json", "csv")
_WIDTH_WITHOUT_TERMINAL = 100


@click.command("conflicts")
@paths_argument
@against_option
@separation_option
@click.option("--all-areas", is_flag=True, help="Also pairs whose targets share no test point.")
@click.option("--own", is_flag=True, help="Only pairs within one organisation.")
@click.option("--external", is_flag=True, help="Only pairs with others.")
@click.option("--summary", is_flag=True, help="A matrix by broadcaster instead of the pairs (text).")
@fail_on_option
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
@output_option
def command(
    paths: tuple[str, ...],
    against: tuple[str, ...],
    separation: float | None,
    all_areas: bool,
    own: bool,
    external: bool,
    summary: bool,
    fail_on: str,
    style: str,
    output: str | None,
) -> None:
    """List the frequency and time conflicts inside the plans and with reference schedules.

    Two transmissions are a pair when their airings overlap by a minute or more, their frequencies are close and
    their targets share a CIRAF test point. Own pairs (same manager) are listed apart, and so are transmissions that a
    jammer of the plan or of a list disturbs: no jammer can be asked to move.
    """
    from bcastplan.conflicts import PairOptions
    from bcastplan.workspace.inspection.plan_conflicts import conflicts_of, only_found_lists
    from bcastplan.workspace.inspection.rule_check import reading_findings
    from bcastplan.workspace.opening.open_plans import open_paths

    if own and external:
        raise click.UsageError("--own and --external each choose one of the two lists: leave both out for both")
    side = "own" if own else "external" if external else None
    progress = Progress()
    workspace = open_paths(paths, against, progress=progress)
    conflicts = conflicts_of(workspace, PairOptions(separation, all_areas), side=side)
    progress.done()
    if only_found_lists(workspace):
        click.echo("lists found in a folder are not held against each other: name one to see its pairs", err=True)
    # A transmission whose target cannot be read has no test points and makes no pairs: the reader has to know.
    lacking = missing_from(reading_findings(workspace, also=("TGT001",)))
    write_result(_render(style, conflicts, summary, lacking), output)
    broken = tell_missing(lacking)
    # Before --fail-on is looked at: what could not be read may hold the gravest conflict.
    if workspace.unreadable:
        raise click.exceptions.Exit(UNREADABLE)
    threshold = severity_of(fail_on)
    if threshold is not None and (broken or conflicts.gravest_at_least(threshold)):
        raise click.exceptions.Exit(FINDINGS)


def _render(style: str, conflicts: PlanConflicts, summary: bool, broken: Sequence[Finding]) -> Iterable[str]:
    if style == "json":
        from bcastplan.reports.conflicts.conflicts_json import conflicts_json

        return conflicts_json(conflicts, broken)
    if style == "csv":
        from bcastplan.reports.conflicts.conflicts_csv import conflicts_csv

        return conflicts_csv(conflicts)
    width = (
        shutil.get_terminal_size((_WIDTH_WITHOUT_TERMINAL, 0)).columns
        if sys.stdout.isatty()
        else _WIDTH_WITHOUT_TERMINAL
    )
    if summary:
        from bcastplan.reports.conflicts.conflicts_summary import conflicts_summary

        return [conflicts_summary(conflicts.pairs, len({item.row for item in conflicts.jammed or ()}), columns=width)]
    from bcastplan.reports.conflicts.conflicts_text import conflicts_text

    return conflicts_text(conflicts, width=width)
