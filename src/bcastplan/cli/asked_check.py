"""What `bcastplan check` is asked for, the findings that its baseline knows, and its rounds under `--watch`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from bcastplan.cli.common import CannotRead, Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from bcastplan.workspace.inspection.check_result import CheckResult
    from bcastplan.workspace.opening.kept_readings import KeptReadings
    from bcastplan.workspace.opening.open_plans import Workspace


@dataclass(frozen=True, slots=True)
class AskedCheck:
    """What is to be checked, and how."""

    paths: tuple[str, ...]
    against: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    baseline: str | None
    most: int | None
    """Findings of one rule that are listed; None for all."""
    exclude: tuple[str, ...]
    stdin_name: str | None
    since: str | None
    quiet: bool
    kept: bool
    """Whether kept results of earlier runs may be used."""


def without_known(request: AskedCheck, result: CheckResult, *, tell: bool) -> CheckResult:
    """The check without the findings that the baseline knows, if there is one."""
    if request.baseline is None:
        return result
    from bcastplan.model.counts import count
    from bcastplan.workspace.inspection.baseline import BaselineError, divide

    try:
        division = divide(result.findings, request.baseline)
    except BaselineError as error:
        raise CannotRead(str(error)) from None
    if division.known and tell:
        click.echo(f"{count(division.known, 'known finding')} of {request.baseline} left out", err=True)
    if division.gone and tell:
        gone = count(division.gone, "finding")
        click.echo(f"{gone} of {request.baseline} not found any more: --update-baseline forgets them", err=True)
    return result.narrowed(division.new)


def repeated(request: AskedCheck) -> Callable[[], CheckResult]:
    """The check that `--watch` runs in each round: only what has changed since the round before is judged anew."""
    from bcastplan.workspace.inspection.repeated_check import RepeatedCheck
    from bcastplan.workspace.opening.open_plans import open_paths

    rounds = RepeatedCheck()
    most = None if request.baseline is not None else request.most  # the baseline knows findings, not numbers of them

    def check() -> CheckResult:
        # The time that a round takes counts from its own start, not from that of the program.
        progress = Progress(enabled=not request.quiet)

        def opened(kept: KeptReadings) -> Workspace:
            return open_paths(request.paths, request.against, progress=progress, exclude=request.exclude, kept=kept)

        try:
            result = rounds.check(opened, select=request.select, ignore=request.ignore, most=most)
        finally:
            progress.done()
        if request.baseline is None:
            return result
        return without_known(request, result, tell=not request.quiet).shortened(request.most)

    return check
