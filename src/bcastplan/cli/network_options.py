"""``bcastplan optimise --all``: frequencies for several sets of a plan, chosen together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from bcastplan.cli.common import Progress, leave_after, write_draft
from bcastplan.cli.time_limits import BEST_UNTIL_THEN, searched, tell_interrupted

if TYPE_CHECKING:
    from bcastplan.coverage.coverage_options import CoverageOptions

_LETTERS = frozenset("*?")
FORMATS = ("text", "json")


def is_network(services: Sequence[str], *, everything: bool, style: str, other: Sequence[object]) -> bool:
    """Whether several sets are to be improved together; with ``other`` options that is wrong usage."""
    if everything and services:
        raise click.UsageError("--all is for all services: leave --service out")
    together = everything or len(services) > 1 or any(_LETTERS & set(name) for name in services)
    if together and any(value is not None for value in other):
        raise click.UsageError("--transmissions, --budgets and what is asked of a programme are for one service")
    if together and style not in FORMATS:
        raise click.UsageError(f"several services together are answered as {' or '.join(FORMATS)}, not as {style}")
    return together


def run_network(
    paths: Sequence[str],
    against: Sequence[str],
    services: Sequence[str],
    day: date | None,
    options: CoverageOptions,
    *,
    only_bands: Sequence[str],
    style: str,
    output: str | None,
    force: bool,
    time_limit_seconds: float | None,
) -> None:
    """Look for the frequencies, print the proposal, and write it where that is asked for."""
    from bcastplan.coverage.predicted_months import CoverageRequestError
    from bcastplan.reports.optimise.network_report import network_json, network_text, network_yaml
    from bcastplan.workspace.inspection.rule_check import reading_findings
    from bcastplan.workspace.moves.better_network import better_network
    from bcastplan.workspace.moves.network_rows import network_of
    from bcastplan.workspace.opening.open_plans import open_paths
    from bcastplan.workspace.prediction.programme_sets import OptimiseError

    progress = Progress()
    workspace = open_paths(paths, against, progress=progress)
    if not workspace.own_rows:
        progress.done()
        leave_after(reading_findings(workspace), unreadable=workspace.unreadable)
        return
    try:
        network = network_of(workspace, services, day, options)
        answer, limit = searched(
            time_limit_seconds,
            lambda: better_network(workspace, network, only_bands=only_bands, options=options, progress=progress),
        )
    except (OptimiseError, CoverageRequestError) as error:
        raise click.UsageError(str(error)) from None
    progress.done()
    result = network_json if style == "json" else network_text
    write_draft(lambda: result(answer), lambda: network_yaml(answer), output, force=force)
    if answer.interrupted:
        tell_interrupted(limit, BEST_UNTIL_THEN)
    leave_after(reading_findings(workspace), unreadable=workspace.unreadable)
