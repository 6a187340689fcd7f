"""``bcastplan diff``: what changed between two plans.

The result goes to standard output, messages to standard error.
"""

from __future__ import annotations

import click

from bcastplan.cli.common import Progress, leave_after, output_option, write_result


@click.command("diff")
@click.argument("before", type=click.Path(allow_dash=True))
@click.argument("after", required=False, type=click.Path(allow_dash=True))
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True)
@output_option
def command(before: str, after: str | None, style: str, output: str | None) -> None:
    """Show what changed from BEFORE to AFTER (files or folders, of any format), by transmission.

    Either may be REVISION:FILE, a file as git has it. Without AFTER the transmissions of BEFORE are printed, one
    value a line, as git needs it from a textconv.

    Transmissions are paired by id, and without one by service, frequency, time, site and days. Plans that are not
    equally long compare by the hours a day of each service.
    """
    from bcastplan.reports.compare.diff_text import diff_json, diff_text
    from bcastplan.workspace.opening.git_files import NoRevision, texts_of_revisions
    from bcastplan.workspace.seasons.plan_changes import diff_paths

    progress = Progress()
    if after is None:
        _print_values(before, style, output)
        return
    try:
        texts = texts_of_revisions((before, after))
    except NoRevision as error:
        raise click.UsageError(str(error)) from None
    answer = diff_paths(before, after, texts=texts, progress=progress)
    progress.done()
    write_result(diff_json(answer.changes) if style == "json" else diff_text(answer.changes), output)
    leave_after(answer.findings, unreadable=answer.unreadable)


def _print_values(path: str, style: str, output: str | None) -> None:
    """Print the transmissions of one file or folder; faults go to standard error, and the exit code says so."""
    from bcastplan.reports.compare.values_text import values_text
    from bcastplan.workspace.inspection.rule_check import reading_findings
    from bcastplan.workspace.opening.git_files import NoRevision, texts_of_revisions
    from bcastplan.workspace.opening.open_plans import open_paths

    if style != "text":
        raise click.UsageError("values are printed as text: leave out --format, or name AFTER")
    try:
        # git runs this for every version of a file that it shows, so the lists that the plan names are not read.
        workspace = open_paths([path], plan_against=False, texts=texts_of_revisions((path,)))
    except NoRevision as error:
        raise click.UsageError(str(error)) from None
    write_result(values_text([row for schedule in workspace.schedules for row in schedule.transmissions]), output)
    leave_after(reading_findings(workspace), unreadable=workspace.unreadable)
