"""``bcastplan diff``: what changed between two plans; the result goes to standard output, talk to standard error."""

from __future__ import annotations

import click

from bcastplan.cli.common import FINDINGS, UNREADABLE, Progress, output_option, tell_findings, write_result


@click.command("diff")
@click.argument("before", type=click.Path(allow_dash=True))
@click.argument("after", type=click.Path(allow_dash=True))
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True)
@output_option
def command(before: str, after: str, style: str, output: str | None) -> None:
    """Show what changed from BEFORE to AFTER (files or folders, of any format), by transmission.

    Transmissions are paired by id, and without one by service, frequency, time, site and days. Plans that are not
    equally long compare by the hours a day of each service.
    """
    from bcastplan.reports.compare.diff_text import diff_json, diff_text
    from bcastplan.workspace.seasons.plan_changes import diff_paths

    progress = Progress()
    answer = diff_paths(before, after, progress=progress)
    progress.done()
    write_result(diff_json(answer.changes) if style == "json" else diff_text(answer.changes), output)
    broken = tell_findings(answer.findings)
    if answer.unreadable:
        raise click.exceptions.Exit(UNREADABLE)
    if broken:
        raise click.exceptions.Exit(FINDINGS)
