"""Options that choose where tasks are computed, for the commands that cut their work into tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bcastplan.cli.common import CannotRead, adding

if TYPE_CHECKING:
    from bcastplan.tasks.runner import Runner

runner_options = adding((
    click.option("--jobs", type=click.IntRange(min=1, max=1024), metavar="N",
                 help="How many processes compute; default: one on each core. The figures do not depend on it."),
    click.option("--scheduler", metavar="ADDRESS",
                 help="Compute on the workers of a Dask scheduler instead, as tcp://host:8786."),
))  # fmt: skip
"""The command takes ``jobs`` and ``scheduler``."""


def runner_of(jobs: int | None, scheduler: str | None) -> Runner:
    """The runner that was asked for; a cluster that cannot be used is an input that cannot be read."""
    from bcastplan.tasks.machines import chosen_runner

    if scheduler is None:
        return chosen_runner(jobs)
    if jobs is not None:
        raise click.UsageError("--jobs is for this machine: with --scheduler the cluster has its own workers")
    from bcastplan.tasks.cluster import NoCluster

    try:
        return chosen_runner(scheduler=scheduler)
    except NoCluster as error:
        raise CannotRead(str(error)) from None
