"""With what this machine predicts: its cores, and what it kept of earlier predictions."""

from __future__ import annotations

from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.samples import Means, SampleStore
from bcastplan.tasks.processes import Processes, usable_cores
from bcastplan.tasks.runner import InThisProcess, Runner
from bcastplan.workspace.prediction.sample_cache import SampleCache, cache_folder


def local_means(jobs: int | None = None, *, kept: bool = True) -> Means:
    """The means of this machine.

    Args:
        jobs: how many processes to use, None for one on each core.
        kept: whether predictions of earlier runs count and new ones are kept.
    """
    processes = usable_cores() if jobs is None else jobs
    runner: Runner = InThisProcess() if processes < 2 else Processes(processes)
    store: SampleStore | None = SampleCache(cache_folder()) if kept else None
    return Means(runner, store)


def local_options() -> CoverageOptions:
    """The options of whoever has not asked for any, with the means of this machine."""
    return CoverageOptions(means=local_means())
