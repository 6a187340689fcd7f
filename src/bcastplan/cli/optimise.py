"""``bcastplan optimise``: better frequencies for a service at the facilities it has."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

import click

from bcastplan.cli.common import (
    Progress,
    against_option,
    leave_after,
    paths_argument,
    write_draft,
)
from bcastplan.cli.date_options import Day
from bcastplan.cli.network_options import is_network, run_network
from bcastplan.cli.outage_options import outage_asked, outage_options, run_outage
from bcastplan.cli.prediction_options import band_named, coverage_options, prediction_options, served_option
from bcastplan.cli.time_limits import BEST_UNTIL_THEN, searched, tell_interrupted, time_limit_option
from bcastplan.cli.wish_options import NAMES, asked_programme, wish_options

if TYPE_CHECKING:
    from bcastplan.workspace.opening.open_plans import Workspace
    from bcastplan.workspace.prediction.programme_sets import ProgrammeSet

FORMATS = ("text", "json", "html", "xlsx")
OUTAGE_FORMATS = ("text", "json")
_MOST_BUDGETS = 100


class Budgets(click.ParamType[tuple[float, ...]]):
    """Amounts of money with commas between them; ``FIRST:LAST:COUNT`` stands for so many at equal distances."""

    name = "AMOUNTS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, ...]:
        """Read the amounts, in rising order."""
        # Click also passes on what has the type already, as a default.
        if isinstance(value, tuple):
            return value
        amounts: list[float] = []
        for part in value.split(","):
            try:
                amounts += self._series(part.strip())
            except ValueError:
                self.fail(f"'{part.strip()}' is neither an amount nor a series such as 10000:200000:10", param, ctx)
        if len(amounts) > _MOST_BUDGETS:
            self.fail(f"more than {_MOST_BUDGETS} budgets", param, ctx)
        return tuple(sorted(set(amounts)))

    @staticmethod
    def _series(text: str) -> list[float]:
        first, *rest = text.split(":")
        low = float(first)
        # A series has three numbers; with any other number of them, a count of 0 is refused below.
        high, count = (low, 1) if not rest else (float(rest[0]), int(rest[1])) if len(rest) == 2 else (low, 0)
        if not 0.0 <= low <= high < 1e15 or not 0 < count <= _MOST_BUDGETS:
            raise ValueError(text)
        # A series of one amount has no distance to divide by.
        return [low + (high - low) * number / max(1, count - 1) for number in range(count)]


@click.command("optimise")
@paths_argument
@against_option
@click.option(
    "--service", "services", multiple=True, metavar="NAME",
    help="The service to improve; default: the one with most hours on the air. Several, or a name with * for any "
    "letters, are improved together.",
)  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Improve all services together.")
@click.option("--on", "day", type=Day(), help="Improve what is on the air on this date; default: what has most hours.")
@click.option(
    "--transmissions", "most_blocks", type=click.IntRange(1, 24), metavar="N",
    help="At most so many transmissions a day; default: as many as there are now.",
)  # fmt: skip
@click.option(
    "--budgets", type=Budgets(),
    help="What is most heard within each of these amounts of money, as 20000 or 10000:200000:10 (ten of them); hours "
    "may be given up. The plan's rates say what an hour costs.",
)  # fmt: skip
@click.option("--band", "only_bands", multiple=True, metavar="BAND", help="Only this band, as 31m; may be repeated.")
@time_limit_option
@wish_options
@outage_options
@prediction_options
@served_option
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, allow_dash=True),
    help="Write the proposal here as a schedule, its comments saying why; the result still goes to standard output, "
    "but for `-`, which puts the schedule there instead.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def command(
    paths: tuple[str, ...],
    against: tuple[str, ...],
    services: tuple[str, ...],
    everything: bool,
    day: date | None,
    most_blocks: int | None,
    budgets: tuple[float, ...] | None,
    only_bands: tuple[str, ...],
    time_limit_seconds: float | None,
    style: str,
    output: str | None,
    force: bool,
    **prediction: Any,
) -> None:
    """Propose frequencies under which most is heard of a service, against noise, interference and jammers.

    It rearranges the transmissions of one service on shortwave with the same days and dates; their hours, how many are
    on the air at a time, sites, powers, antennas and directions stay. Every channel that is allocated at the site and
    within the range of transmitter and antenna is predicted as `coverage --interference` does. With one frequency at a
    time the best division of the day is exact for these values, with several a bound says how near it is. What makes a
    pair of warning or error, or pushes a registered transmission below 0 dB at its own test points, is refused.

    What a programme is to be can stand in the plan, under `optimise`, or be asked by options: hours that listeners
    want, on their clock and with what a minute counts then, at least and at most so many hours a day, frequencies at a
    time, a budget, and what must stay. Its facilities may be those of now, sites of the inventory, and airtime that is
    offered.

    With --all, several --service or a name such as 'VOA*' the frequencies of all these transmissions are chosen
    together: each keeps its hours, and no two that are on the air at a time come within 10 kHz of each other.
    Programmes are told apart by service, language and whom they are meant for.

    With --budgets it tells what money buys: the best day within each budget, and how far it may lie below the best.

    The proposal is a draft: nothing is written but to -o.

    With --without SITE --from DATE a site is off the air from a date on: what it had to send goes to other sites of the
    inventory, on its frequency or another one, so that as much as possible stays on the air with the fewest changes
    elsewhere. --apply lets the old transmissions end the day before, and writes the new ones.
    """
    from bcastplan.coverage.predicted_months import CoverageRequestError
    from bcastplan.workspace.inspection.rule_check import reading_findings
    from bcastplan.workspace.opening.open_plans import open_paths
    from bcastplan.workspace.prediction.programme_sets import OptimiseError, programme_sets

    if budgets is not None and len(budgets) > 1 and output is not None:
        raise click.UsageError("-o writes one schedule: choose one budget for it")
    if style == "xlsx" and output != "-" and sys.stdout.isatty():
        raise click.UsageError("a workbook is not text for a terminal: send it to a file, as > optimise.xlsx")
    wishes = {name: prediction.pop(name) for name in NAMES}
    asked_for = any(value not in (None, ()) for value in wishes.values())
    failed = outage_asked(
        prediction, rearranged=any((services, everything, day, most_blocks, only_bands, budgets, asked_for))
    )
    if day is not None and asked_for:
        raise click.UsageError(
            "--on is for what is on the air on a date, as it is: it goes with no option of a programme"
        )
    together = is_network(services, everything=everything, style=style, other=(most_blocks, budgets, asked_for or None))
    options = coverage_options(**prediction)
    written: _Written = {
        "style": style, "output": output, "force": force, "time_limit_seconds": time_limit_seconds,
    }  # fmt: skip
    if failed is not None and style not in OUTAGE_FORMATS:
        raise click.UsageError(f"--without is answered as {' or '.join(OUTAGE_FORMATS)}, not as {style}")
    if failed is not None:
        run_outage(paths, against, failed, options, **written)
        return
    bands = [band_named(text) for text in only_bands]
    if together:
        run_network(paths, against, services, day, options, only_bands=bands, **written)
        return
    progress = Progress()
    workspace = open_paths(paths, against, progress=progress)
    # Nothing could be read, or nothing is there: the findings say which, where "no service" would hide it.
    if not workspace.own_rows and not any(opened.plan.optimise.programmes for opened in workspace.plans):
        progress.done()
        leave_after(reading_findings(workspace), unreadable=workspace.unreadable)
        return
    try:
        service = next(iter(services), None)
        programme = asked_programme(workspace, service, wishes, options, most_blocks) if day is None else None
        asked = {
            "most_blocks": most_blocks, "only_bands": bands, "options": options, "progress": progress,
        }  # fmt: skip
        if programme is None:
            programme = _chosen(*programme_sets(workspace, service), day)
        answer, limit = searched(time_limit_seconds, lambda: _answer(workspace, programme, budgets, asked))
    except (OptimiseError, CoverageRequestError) as error:
        raise click.UsageError(str(error)) from None
    progress.done()
    write_draft(answer.forms[style], answer.schedule, output, force=force)
    if answer.interrupted:
        tell_interrupted(limit, BEST_UNTIL_THEN)
    leave_after(reading_findings(workspace), unreadable=workspace.unreadable)


class _Written(TypedDict):
    """How an answer is written, and how long it may be looked for."""

    style: str
    output: str | None
    force: bool
    time_limit_seconds: float | None


class _Answer(NamedTuple):
    """A proposal, or what budgets buy, in the forms in which it can be had; only the one asked for is made."""

    forms: dict[str, Callable[[], str | bytes]]
    schedule: Callable[[], str]
    interrupted: bool


def _answer(workspace: Workspace, programme: ProgrammeSet, budgets: tuple[float, ...] | None, asked: Any) -> _Answer:
    from bcastplan.reports.optimise import frontier_tables, optimise_data, optimise_page, optimise_text, optimise_xlsx
    from bcastplan.workspace.prediction.better_frequencies import better_frequencies
    from bcastplan.workspace.prediction.budget_frontier import budget_frontier

    if budgets is None:
        proposal = better_frequencies(workspace, programme, **asked)
        forms: dict[str, Callable[[], str | bytes]] = {
            "text": partial(optimise_text.optimise_text, proposal),
            "json": partial(optimise_data.optimise_json, proposal),
            "html": partial(optimise_page.optimise_page, proposal),
            "xlsx": partial(optimise_xlsx.optimise_xlsx, proposal),
        }
        return _Answer(forms, partial(optimise_data.optimise_yaml, proposal), proposal.interrupted)
    frontier = budget_frontier(workspace, programme, budgets, **asked)
    forms = {
        "text": partial(frontier_tables.frontier_text, frontier),
        "json": partial(frontier_tables.frontier_json, frontier),
        "html": partial(optimise_page.frontier_page, frontier),
        "xlsx": partial(optimise_xlsx.frontier_xlsx, frontier),
    }
    return _Answer(forms, partial(frontier_tables.frontier_yaml, frontier), frontier.interrupted)


def _chosen(sets: list[ProgrammeSet], refused: list[str], day: date | None) -> ProgrammeSet:
    """The set with most hours, of those on the air on a day."""
    from bcastplan.airtime.table import build
    from bcastplan.workspace.prediction.programme_sets import OptimiseError

    for programme in sets:
        table = build(programme.transmissions)
        if day is None or any(table.airs_on(row, day) for row in range(len(table))):
            return programme
    on_day = f" on {day}" if day is not None else ""
    reasons = f": {'; '.join(refused)}" if refused else ""
    raise OptimiseError(f"nothing to rearrange{on_day}{reasons}")
