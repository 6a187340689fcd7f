"""``bcastplan optimise --without SITE``: other places for what a failed site had to send."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from bcastplan.cli.common import (
    FINDINGS,
    UNREADABLE,
    Progress,
    adding,
    missing_from,
    tell_missing,
    write_draft,
)
from bcastplan.cli.date_options import Day
from bcastplan.cli.time_limits import searched, tell_interrupted

if TYPE_CHECKING:
    from bcastplan.coverage.coverage_options import CoverageOptions
    from bcastplan.workspace.moves.outage_search import OutageAnswer


outage_options = adding((
    click.option("--without", metavar="SITE",
                 help="Instead: a site fails; find other places for what it had to send."),
    click.option("--from", "first", type=Day(), help="With --without: the first date on which it is off the air."),
    click.option("--keep", type=click.Choice(("others",)), help="With --without: change nothing at other sites."),
    click.option("--apply", "applied", is_flag=True, help="With --without: write the places into the schedules."),
))  # fmt: skip
"""``outage_asked`` takes them out of a command's keywords."""


class FailedSite(NamedTuple):
    """A site that fails from a date on, whether others stay as they are, and whether the places are to be written."""

    site: str
    first: date
    keep_others: bool
    applied: bool


def outage_asked(asked: dict[str, Any], *, rearranged: bool) -> FailedSite | None:
    """What is asked about a failed site, None where nothing is; options that do not go together are wrong usage."""
    without, first, keep, applied = (asked.pop(name) for name in ("without", "first", "keep", "applied"))
    if without is None:
        if first is not None or keep is not None or applied:
            raise click.UsageError("--from, --keep and --apply are for --without: name the site that fails")
        return None
    if first is None:
        raise click.UsageError("--without needs --from: the first date on which the site is off the air")
    if rearranged:
        raise click.UsageError(
            "--service, --all, --on, --transmissions, --budgets and --band do not go with --without: a site moves whole"
        )
    return FailedSite(without, first, keep is not None, applied)


def run_outage(
    paths: Sequence[str],
    against: Sequence[str],
    failed: FailedSite,
    options: CoverageOptions,
    *,
    style: str,
    output: str | None,
    force: bool,
    time_limit_seconds: float | None,
) -> None:
    """Look for the places, write them where that is asked for, and print them."""
    from bcastplan.coverage.predicted_months import CoverageRequestError
    from bcastplan.reports.optimise.outage_report import outage_json, outage_text, outage_yaml
    from bcastplan.workspace.inspection.rule_check import reading_findings
    from bcastplan.workspace.moves.failed_site import OutageError
    from bcastplan.workspace.moves.outage_search import plan_for_outage
    from bcastplan.workspace.opening.open_plans import open_paths

    progress = Progress()
    workspace = open_paths(paths, against, progress=progress)
    lacking = missing_from(reading_findings(workspace))
    try:
        answer, limit = searched(
            time_limit_seconds,
            lambda: plan_for_outage(
                workspace, failed.site, failed.first, keep_others=failed.keep_others, options=options, progress=progress
            ),
        )
    except (OutageError, CoverageRequestError) as error:
        # Often what could not be read is the reason why nothing can be planned.
        tell_missing(lacking)
        raise click.UsageError(str(error)) from None
    progress.done()
    # Before anything is printed, because the text says that the places are written.
    if failed.applied and not answer.interrupted:
        _apply(paths, against, answer)
    result = partial(outage_json, answer) if style == "json" else partial(outage_text, answer, applied=failed.applied)
    write_draft(result, lambda: outage_yaml(answer), output, force=force)
    broken = tell_missing(lacking)
    if answer.interrupted:
        tell_interrupted(limit, "what was found is written, nothing was applied")
    if workspace.unreadable:
        raise click.exceptions.Exit(UNREADABLE)
    if broken:
        raise click.exceptions.Exit(FINDINGS)


def _apply(paths: Sequence[str], against: Sequence[str], answer: OutageAnswer) -> None:
    from bcastplan.document.splice import EditRefused
    from bcastplan.workspace.moves.outage_edits import apply_outage

    try:
        written = apply_outage(paths, against, answer)
    except EditRefused as error:
        raise click.UsageError(str(error)) from None
    for words in written:
        click.echo(words, err=True)
