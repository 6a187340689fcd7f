"""A sweep with one process, with one on each core, and on a Dask cluster of one and of two workers on this machine.

All of them compute the same combinations of the shipped Korean plan, and have to agree. Times are on the clock; a
machine that does other things at the same time makes them long.

python -m benchmarks sweep
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bcastplan.tasks.processes import Processes
from bcastplan.tasks.runner import InThisProcess, Runner
from bcastplan.workspace.opening.open_plans import open_paths
from bcastplan.workspace.prediction.scenario_sweep import Axes, Sweep, sweep_of

PLAN = Path(__file__).resolve().parents[1] / "schedules" / "dprk-a26"
AXES = Axes(tuple(20.0 + 20.0 * number for number in range(8)), tuple(range(1, 13)), ("rural", "city"), (0.5, 1.0))


def run() -> list[tuple[str, str]]:
    """The time of the same sweep by each runner, and how many times as fast as one process it is."""
    sweep = sweep_of(open_paths([str(PLAN)], plan_against=False), AXES)
    expected, alone = timed(sweep, InThisProcess())
    count = len(sweep.combinations)
    lines = [(f"{count} combinations of the Korean plan, one process", f"{alone:.1f} s")]

    def add(name: str, runner: Runner) -> None:
        answer, seconds = timed(sweep, runner)
        assert answer == expected, name
        lines.append((name, f"{seconds:.1f} s, {alone / seconds:.2f} times as fast"))

    add("two processes", Processes(2))
    try:
        import distributed  # noqa: F401
    except ImportError:
        return [*lines, ("a Dask cluster", "not measured: distributed is not installed")]
    from bcastplan.tasks.cluster import Cluster

    for workers in (1, 2):
        with cluster(workers) as address:
            runner = Cluster(address)
            timed(sweep_of(open_paths([str(PLAN)], plan_against=False), Axes((20.0,))), runner)  # imports, on each
            add(f"a Dask cluster of {workers} worker{'s' if workers > 1 else ''}", runner)
            runner.close()
    return lines


def timed(sweep: Sweep, runner: Runner) -> tuple[dict[int, Any], float]:
    """All rows of a sweep, and the seconds it took."""
    started = perf_counter()
    return dict(sweep.rows(runner)), perf_counter() - started


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """A scheduler and workers of one thread each, as processes of this machine: the address."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scheduler.json"
        common = ["--no-dashboard", "--scheduler-file", str(file)]
        commands = [
            ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", *common],
            *[["distributed.cli.dask_worker", "--nthreads", "1", *common]] * workers,
        ]
        quiet: Any = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        processes = [subprocess.Popen([sys.executable, "-m", *command], **quiet) for command in commands]
        try:
            while not file.exists() or not file.read_text():
                sleep(0.05)
            yield json.loads(file.read_text())["address"]
        finally:
            for process in reversed(processes):
                process.terminate()
                process.wait()
