"""``bcastplan rollover``: next season's schedules from this one's; nothing is overwritten unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from bcastplan.cli.common import FINDINGS, UNREADABLE, Progress, tell_left_out, write_files
from bcastplan.cli.new import SeasonName
from bcastplan.model.season import Season

if TYPE_CHECKING:
    from bcastplan.workspace.seasons.plan_rollover import RolledFile, RolloverAnswer


@click.command("rollover")
@click.argument("old", type=SeasonName())
@click.argument("new", type=SeasonName())
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "-o", "--output", "folder", metavar="DIR", type=click.Path(file_okay=False),
    help="Folder for the new files; default: beside the old ones, named after the new season.",
)  # fmt: skip
@click.option(
    "--dates", type=click.Choice(("carry", "move")),
    help="carry: what has not ended goes on all season (the default from A to B). "
    "move: dates inside the season move by whole weeks (the default from A to A).",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Replace files that are there.")
def command(
    old: Season,
    new: Season,
    paths: tuple[str, ...],
    folder: str | None,
    dates: Literal["carry", "move"] | None,
    force: bool,
) -> None:
    """Copy the schedules of season OLD (A26) among PATHS (default: this folder) to season NEW (B26).

    Comments stay. Times with `follows` keep their local clock time; days move along where UTC midnight comes
    between. Single dates under `except` are left out. The command reports what it leaves out and what needs a look.
    """
    from bcastplan.reports.check.check_text import finding_line
    from bcastplan.workspace.seasons.plan_rollover import roll_over

    if old == new:
        raise click.UsageError(f"both seasons are {old}")
    progress = Progress()
    answer = roll_over(
        paths or (".",),
        old,
        new,
        # The same season a year later has the same weeks, so that a single date has a counterpart; in the other season
        # it has none.
        dates=dates or ("move" if old.letter == new.letter else "carry"),
        folder=folder,
        progress=progress,
    )
    progress.done()
    for finding in answer.findings:
        click.echo(finding_line(finding), err=True)
    tell_left_out(answer.findings)
    _say(answer)
    if not answer.files and not answer.refused and not answer.findings:
        met = f" (found: {', '.join(answer.seasons)})" if answer.seasons else ""
        raise click.UsageError(f"no schedule of season {old} there{met}")
    _write(answer.files, force)
    if answer.unreadable:
        raise click.exceptions.Exit(UNREADABLE)
    if answer.refused or answer.findings:
        raise click.exceptions.Exit(FINDINGS)


def _say(answer: RolloverAnswer) -> None:
    from bcastplan.model.inert import inert
    from bcastplan.reports.check.check_text import place_text

    for note in (*answer.notes, *answer.refused):
        identifier = f" [{inert(note.place.id)}]" if note.place.id else ""
        click.echo(f"{place_text(note.place)}:{identifier} {inert(note.text)}", err=True)


def _write(files: list[RolledFile], force: bool) -> None:
    """Write all files, or none where one is in the way."""
    targets = [rolled.target for rolled in files]
    # With -o the schedules of several folders come together, and two of them may have the same name.
    twice = sorted({target for target in targets if targets.count(target) > 1})
    if twice:
        raise click.UsageError(f"two schedules would become {', '.join(twice)}: copy them one by one with -o DIR")
    write_files({rolled.target: rolled.data for rolled in files}, force=force)
    for rolled in files:
        left = f", {rolled.left_out} left out" if rolled.left_out else ""
        click.echo(f"wrote {rolled.target}: {rolled.carried} carried over{left}", err=True)
