"""Who runs tasks: this process, the cores of this machine, or a cluster."""

from __future__ import annotations

from bcastplan.tasks.processes import Processes, usable_cores
from bcastplan.tasks.runner import InThisProcess, Runner


def chosen_runner(jobs: int | None = None, scheduler: str | None = None) -> Runner:
    """The runner that a user chose.

    Args:
        jobs: how many processes of this machine, None for one on each core.
        scheduler: the address of a Dask scheduler, which then runs the tasks instead.

    Raises:
        NoCluster: the scheduler cannot be used.
    """
    if scheduler is not None:
        from bcastplan.tasks.cluster import Cluster

        return Cluster(scheduler)
    processes = usable_cores() if jobs is None else jobs
    return InThisProcess() if processes < 2 else Processes(processes)
