"""``bcastplan settle``: moves that end the conflicts with others, sheet by sheet."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from bcastplan.cli.common import (
    FINDINGS,
    INTERRUPTED,
    UNREADABLE,
    Progress,
    Quantity,
    against_option,
    flat,
    missing_from,
    output_option,
    paths_argument,
    tell_missing,
    write_result,
)
from bcastplan.cli.prediction_options import coverage_asked
from bcastplan.cli.runner_options import runner_of, runner_options

if TYPE_CHECKING:
    from bcastplan.workspace.moves.season_moves import SettleAnswer
    from bcastplan.workspace.opening.open_plans import Workspace

FORMATS = ("text", "json", "csv", "xlsx", "html")
_MOVES = ("own", "theirs", "both")


class _Words(click.ParamType[tuple[str, ...]]):
    """Words with commas between them; the option may be repeated."""

    name = "WORDS"

    def __init__(self, choices: tuple[str, ...] = (), *, numbers: bool = False) -> None:
        self.choices, self.numbers = choices, numbers

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Split and check the words."""
        # Click also passes on what has the type already, as a default.
        if isinstance(value, tuple):
            return value
        words = tuple(word.strip() for word in value.split(",") if word.strip())
        for word in words:
            if self.choices and word not in self.choices:
                self.fail(f"'{word}' is none of {', '.join(self.choices)}", param, ctx)
            if self.numbers and not word.isdigit():
                self.fail(f"'{word}' is no number of a conflict, as the list has them", param, ctx)
        return words


@click.command("settle")
@paths_argument
@against_option
@click.option("--manager", metavar="FMO", help="Whose transmissions are ours; default: all of PATHS.")
@click.option(
    "--only", multiple=True, type=_Words(), metavar="CODES",
    help="Only with these counterparts (manager, broadcaster or service), or of these rules (CON101).",
)  # fmt: skip
@click.option(
    "--moves", multiple=True, type=_Words(_MOVES), metavar="SIDES",
    help="Whose rows may be moved: own, theirs, both (two rows); default: own,theirs,both.",
)  # fmt: skip
@click.option("--keep-time", is_flag=True, help="Move frequencies only.")
@click.option(
    "--shift", type=click.IntRange(0, 720), default=30, show_default=True, metavar="MINUTES",
    help="How far a time may be moved, in steps of 5 minutes; the start stays on its day.",
)  # fmt: skip
@click.option("--predict", is_flag=True, help="Predict what each move costs of the coverage of its row.")
@click.option(
    "--loss", type=Quantity(0, 100), default=5.0, show_default=True, metavar="POINTS",
    help="With --predict: percentage points of its coverage that a row may lose at most.",
)  # fmt: skip
@click.option("--together", is_flag=True, help="At most one move for each row, so that most ends at once.")
@click.option(
    "--time-limit", type=click.FloatRange(0.1, 86_400), metavar="SECONDS",
    help="How long to look; what was found until then is written. [default: as long as it takes, --together 60 s more]",
)  # fmt: skip
@runner_options
@click.option(
    "--apply", "applied", multiple=True, type=_Words(numbers=True), metavar="NUMBERS",
    help="Write the moves of these conflicts into our schedules; they move own rows only.",
)  # fmt: skip
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
@output_option
def command(
    paths: tuple[str, ...],
    against: tuple[str, ...],
    applied: tuple[tuple[str, ...], ...],
    style: str,
    output: str | None,
    **asked: Any,
) -> None:
    """Propose moves that end the conflicts with others and the jamming, for a meeting.

    For every external pair of warning or error, and every jammed transmission, the moves of one row (or of two rows
    where moving one is not enough) that end it: another channel of the band that is allocated at the site,
    `alternatives` first, another time, or with --predict another antenna or site of the inventory, from which neither
    side disturbs the other. A move counts only if no row of either side gets a new pair of warning or error from it,
    with the whole season, and no rule of the plan speaks against it. First come those that disturb the fewest people,
    then those of fewest rows, within the band, with the smallest shift. With --predict no row loses more than --loss of
    its coverage, theirs by the same measure as ours, and what loses less comes first.

    Each conflict is judged as if nobody else moved. --together chooses at most one move for each row, so that as much
    as possible (hours a week, errors four times) ends at once: by HiGHS where the extra [optimise] is installed, else
    greedily; the gap to the proven bound is shown.

    Ctrl-C ends the search: what was found until then is written, nothing is applied, and the exit code is 130.
    """
    from bcastplan.workspace.inspection.rule_check import reading_findings
    from bcastplan.workspace.opening.open_plans import open_paths

    if style == "xlsx" and output in (None, "-") and sys.stdout.isatty():
        raise click.UsageError("a workbook is not text for a terminal: name a file with -o moves.xlsx")
    progress = Progress()
    workspace = open_paths(paths, against, progress=progress)
    lacking = missing_from(reading_findings(workspace, also=("TGT001",)))
    answer = _answer(workspace, progress, **asked)
    progress.done()
    interrupted = answer.stopped_by == "interrupt"
    numbers = [int(word) for words in applied for word in words]
    # Moves are judged against everybody: without one list nobody knows what they would meet.
    if numbers and not interrupted and not workspace.unreadable:
        _apply(paths, against, answer, numbers)
    write_result(_render(style, answer, lacking), output)
    if answer.stopped_by:
        _tell_stopped(answer, numbers)
    broken = tell_missing(lacking)
    if interrupted:
        raise click.exceptions.Exit(INTERRUPTED)
    if workspace.unreadable:
        if numbers:
            click.echo("bcastplan: nothing is applied, because an input could not be read", err=True)
        raise click.exceptions.Exit(UNREADABLE)
    if broken:
        raise click.exceptions.Exit(FINDINGS)


def _answer(
    workspace: Workspace,
    progress: Progress,
    *,
    manager: str | None,
    only: tuple[tuple[str, ...], ...],
    moves: tuple[tuple[str, ...], ...],
    keep_time: bool,
    shift: int,
    predict: bool,
    loss: float,
    together: bool,
    time_limit: float | None,
    jobs: int | None,
    scheduler: str | None,
) -> SettleAnswer:
    """Look for the moves as the options say; what cannot be asked for is wrong usage."""
    from bcastplan.coverage.predicted_months import CoverageRequestError
    from bcastplan.workspace.moves.proposals import SettleOptions
    from bcastplan.workspace.moves.season_moves import SettleError, settle_workspace

    try:
        return settle_workspace(
            workspace,
            manager=manager,
            only=flat(only),
            options=SettleOptions(flat(moves) or _MOVES, keep_time, shift, loss),
            prediction=coverage_asked(predict, None),
            together=together,
            time_limit_seconds=time_limit,
            runner=runner_of(jobs, scheduler),
            progress=progress,
        )
    except (SettleError, CoverageRequestError) as error:
        raise click.UsageError(str(error)) from None


def _tell_stopped(answer: SettleAnswer, numbers: Sequence[int]) -> None:
    """Say on standard error what the result lacks."""
    from bcastplan.reports.settle.settle_words import stopped_words

    nothing = "; nothing was applied" if numbers and answer.stopped_by == "interrupt" else ""
    click.echo(f"bcastplan: {stopped_words(answer)}; what was found is written{nothing}", err=True)


def _apply(paths: Sequence[str], against: Sequence[str], answer: SettleAnswer, numbers: Sequence[int]) -> None:
    from bcastplan.document.splice import EditRefused
    from bcastplan.workspace.moves.applied_moves import apply_moves
    from bcastplan.workspace.moves.season_moves import SettleError

    try:
        written = apply_moves(paths, against, answer, numbers)
    except (SettleError, EditRefused) as error:
        raise click.UsageError(str(error)) from None
    for words in written:
        click.echo(words, err=True)


def _render(style: str, answer: SettleAnswer, lacking: Sequence[Any]) -> str | bytes:
    if style == "json":
        from bcastplan.reports.settle.settle_json import settle_json

        return settle_json(answer, lacking)
    if style == "csv":
        from bcastplan.reports.settle.settle_csv import settle_csv

        return settle_csv(answer)
    if style == "xlsx":
        from bcastplan.reports.settle.settle_xlsx import settle_xlsx

        return settle_xlsx(answer)
    if style == "html":
        from bcastplan.reports.settle.settle_page import settle_page

        return settle_page(answer)
    from bcastplan.reports.settle.settle_text import settle_text

    return settle_text(answer)
