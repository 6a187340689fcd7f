"""``bcastplan compare``: two lists side by side, row against row."""

from __future__ import annotations

import click

from bcastplan.cli.choice_options import choice_of, choice_options
from bcastplan.cli.common import Progress, leave_after, output_option, write_result

FORMATS = ("text", "json", "csv")


@click.command("compare")
@click.argument("a", metavar="A", type=click.Path(allow_dash=True))
@click.argument("b", metavar="B", type=click.Path(allow_dash=True))
@choice_options
@click.option(
    "--heard-within", "months", type=click.IntRange(1, 240), default=12, show_default=True, metavar="MONTHS",
    help="A last report that is older than this, counted from the newest in the list, is not recent.",
)  # fmt: skip
@click.option(
    "--everything", is_flag=True, help="Also list rows of B in bands and for areas that A does not deal with."
)
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
@output_option
def command(
    a: str,
    b: str,
    manager: str | None,
    broadcaster: str | None,
    language: str | None,
    service: str | None,
    target: str | None,
    months: int,
    everything: bool,
    style: str,
    output: str | None,
) -> None:
    """Compare the list A (a plan, an HFCC file) with the list B (EiBi, Aoki, HFCC, another plan).

    It lists what is on the air and not registered, what is registered and not listed or not heard lately, and what
    differs in frequency, time, days or site. Rows match within 1 kHz where their times overlap and the site or the area
    makes it plausible.
    """
    from bcastplan.workspace.lists.list_comparison import compare_paths

    if a == b == "-":
        raise click.UsageError("only one of A and B can be standard input")
    choice = choice_of(manager, broadcaster, language, service, target)
    progress = Progress()
    answer = compare_paths(a, b, choice=choice, heard_within_months=months, everything=everything, progress=progress)
    progress.done()
    if style == "text":
        from bcastplan.reports.compare.compare_text import compare_text

        text = compare_text(answer.result)
    else:
        from bcastplan.reports.compare.compare_json import compare_csv, compare_json

        text = compare_json(answer.result) if style == "json" else compare_csv(answer.result)
    write_result(text, output)
    # Warnings about a list are for those who publish it; here only what the comparison lacks matters.
    missing = [finding for finding in answer.findings if finding.severity == "error" or finding.loses is not None]
    leave_after(missing, unreadable=answer.unreadable)
