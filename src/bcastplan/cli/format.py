"""``bcastplan format``: schedule and plan files in the house style; with --check or --diff nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from bcastplan.cli.common import FINDINGS, UNREADABLE, diff_lines, run_transaction, write_result

if TYPE_CHECKING:
    from bcastplan.document.house_style import ItemStyle
    from bcastplan.workspace.editing.formatted_files import FormattedFile, FormattedFiles, LeftFile


@click.command("format")
@click.argument("paths", nargs=-1, type=click.Path(allow_dash=True))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 where a file would change.")
@click.option(
    "--diff", "show_diff", is_flag=True, help="Write nothing; print what would change; exit 1 where there is something."
)
@click.option(
    "--items", type=click.Choice(("keep", "block", "flow")),
    help="How transmissions are written: as they are, one key a line, or in braces where that fits on a line; "
    "default: what the plan has under format: items:, else keep.",
)  # fmt: skip
def command(paths: tuple[str, ...], only_check: bool, show_diff: bool, items: ItemStyle | None) -> None:
    """Write the schedules and plan files under PATHS (default: this folder) in one style.

    Keys are put in order, indentation, quotes and blank lines made alike. Comments stay with the key that they belong
    to. What a file says never changes: a file where it would is left as it is, and the reason is given. `-` formats
    standard input to standard output.
    """
    from bcastplan.workspace.editing.formatted_files import formatted_files

    answer = formatted_files(paths or (".",), items)
    changed = [file for file in answer.files if file.changed]
    if show_diff:
        write_result("".join(line for file in changed for line in diff_lines(file.name, file.before, file.after)), None)
    elif not only_check:
        _write(answer.files)
    for left in (*answer.left, *answer.unreadable):
        click.echo(_left_line(left), err=True)
    click.echo(_closing_line(answer, len(changed), only_check or show_diff), err=True)
    if answer.unreadable:
        raise click.exceptions.Exit(UNREADABLE)
    if answer.left or (changed and (only_check or show_diff)):
        raise click.exceptions.Exit(FINDINGS)


def _write(files: Iterable[FormattedFile]) -> None:
    """Replace the files that change, together; standard input goes to standard output, changed or not."""
    from bcastplan.files.writing import FileWrite
    from bcastplan.workspace.opening.discovery import STDIN

    changed = []
    for file in files:
        if file.name == STDIN:
            write_result(file.after, None)
        elif file.changed:
            changed.append(file)
    # What somebody saved since the files were read is not written over: the transaction compares with `over`.
    run_transaction([FileWrite(file.name, file.after, over=file.before) for file in changed])
    for file in changed:
        click.echo(f"formatted {file.name}", err=True)


def _left_line(left: LeftFile) -> str:
    from bcastplan.model.inert import inert
    from bcastplan.reports.check.check_text import place_text

    return f"{place_text(left.place)}: left as it is: {inert(left.reason)}"


def _closing_line(answer: FormattedFiles, changed: int, dry: bool) -> str:
    same = len(answer.files) - changed
    verb = "would be formatted" if dry else "formatted"
    left = len(answer.left) + len(answer.unreadable)
    counts = [f"{_files(changed)} {verb}", f"{_files(same)} in style already"] + (
        [f"{_files(left)} left"] if left else []
    )
    return ", ".join(counts)


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"
