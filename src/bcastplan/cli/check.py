"""``bcastplan check``: all rules over files and folders."""

from __future__ import annotations

import click

from bcastplan.cli.common import (
    FINDINGS,
    UNREADABLE,
    Progress,
    against_option,
    codes_option,
    fail_on_option,
    flat,
    output_option,
    paths_argument,
    severity_of,
    wants_colour,
    write_result,
)

FORMATS = ("text", "json")


@click.command("check")
@paths_argument
@against_option
@codes_option("--select", "Run only rules whose code begins so, as CON or TIM004,TIM007.")
@codes_option("--ignore", "Leave out rules whose code begins so.")
@fail_on_option
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
@output_option
def command(
    paths: tuple[str, ...],
    against: tuple[str, ...],
    select: tuple[tuple[str, ...], ...],
    ignore: tuple[tuple[str, ...], ...],
    fail_on: str,
    style: str,
    output: str | None,
) -> None:
    """Check schedules: syntax, times, frequencies, sites, targets, conflicts.

    Findings are sorted by file and line. `bcastplan rule CODE` explains a rule.
    """
    from bcastplan.workspace.check import check_paths

    progress = Progress()
    result = check_paths(paths, against, select=flat(select), ignore=flat(ignore), progress=progress)
    progress.done()
    if style == "json":
        from bcastplan.reports.check_json import check_json

        text = check_json(result)
    else:
        from bcastplan.reports.check_text import check_text

        text = check_text(result, colour=output is None and wants_colour())
    write_result(text, output)
    if result.unreadable:
        raise click.exceptions.Exit(UNREADABLE)
    if result.failed(severity_of(fail_on)):
        raise click.exceptions.Exit(FINDINGS)
