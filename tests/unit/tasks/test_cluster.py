"""A cluster answers what one process would, also where workers die.

To start a scheduler and two workers takes seconds, so that all but the messages is left to `make test-thorough`.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="Dask distributed is not installed")

import cluster_tasks
from cluster_tasks import dies_elsewhere, dies_once, doubled, fails, of_process

from bcastplan.tasks.cluster import Cluster, NoCluster
from bcastplan.tasks.machines import chosen_runner
from bcastplan.tasks.runner import InThisProcess, Work
from bcastplan.workspace.opening.open_plans import open_paths
from bcastplan.workspace.prediction.scenario_sweep import Axes, sweep_of

SCHEDULE = """\
bcastplan: 1
service: Radio Morning
season: A26
transmissions:
  - {frequency: 9800, time: 2000-2130, site: TIN, power: 100, antenna: 216, azimuth: 325, target: 44NE, listeners: KRE}
  - {frequency: 7310, time: 1200-1230, site: TIN, power: 100, antenna: 216, azimuth: 325, target: 44NE}
"""
SUPPORT = Path(cluster_tasks.__file__).parent


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """A scheduler and two workers, started as the documentation says, each a process of its own: the address."""
    folder = tmp_path_factory.mktemp("cluster")
    file = folder / "scheduler.json"
    quiet = {
        "cwd": folder,
        "env": os.environ | {"PYTHONPATH": str(SUPPORT)},
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    dask = [sys.executable, "-m"]
    there = ["--scheduler-file", str(file)]
    processes = [
        subprocess.Popen(
            [*dask, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", *there],
            **quiet,
        )
    ]
    try:
        processes += [
            subprocess.Popen(
                [*dask, "distributed.cli.dask_worker", "--nthreads", "1", "--no-dashboard", *there], **quiet
            )
            for _ in range(2)
        ]
        deadline = time.monotonic() + 60
        while not file.exists() or not file.read_text():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield json.loads(file.read_text())["address"]
    finally:
        for process in reversed(processes):  # a worker whose scheduler is gone would wait for it to come back
            process.terminate()
            process.wait(20)


@pytest.fixture
def cluster(started):
    runner = Cluster(started)
    yield runner
    runner.close()


@pytest.mark.thorough
def test_answers_are_those_of_one_process(cluster):
    work = Work(doubled, 100, [5, 1, 4, 0])
    assert dict(cluster.answers(work)) == dict(InThisProcess().answers(work)) == {0: 110, 1: 102, 2: 108, 3: 100}
    assert list(cluster.answers(Work(doubled, 0, []))) == []


@pytest.mark.thorough
def test_both_workers_have_a_part(cluster):
    cluster._client.wait_for_workers(2, timeout=30)
    answers = list(cluster.answers(Work(of_process, None, list(range(12)))))
    assert sorted(task for _, (_, task) in answers) == list(range(12))
    doers = {process for _, (process, _) in answers}
    assert len(doers) == 2
    assert os.getpid() not in doers


@pytest.mark.thorough
def test_a_worker_that_dies_costs_its_tasks_only(cluster, tmp_path):
    answers = dict(cluster.answers(Work(dies_once, tmp_path, list(range(8)))))
    assert answers == {number: number * number for number in range(8)}
    assert (tmp_path / "died").exists()


@pytest.mark.thorough
def test_what_kills_every_worker_is_computed_here(cluster):
    assert dict(cluster.answers(Work(dies_elsewhere, os.getpid(), [0, 1, 2]))) == {0: 0, 1: -1, 2: -2}


@pytest.mark.thorough
def test_a_task_that_fails_raises_its_fault(cluster):
    with pytest.raises(ValueError, match="task 2 makes no sense"):
        list(cluster.answers(Work(fails, None, [1, 2, 3])))


@pytest.mark.thorough
def test_whoever_stops_asking_stops_the_work(cluster):
    answers = cluster.answers(Work(of_process, None, list(range(200))))
    next(answers)
    answers.close()
    assert dict(cluster.answers(Work(doubled, 1, [1]))) == {0: 3}


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch):
    monkeypatch.setattr("bcastplan.tasks.cluster._CONNECT_SECONDS", 0.2)
    with pytest.raises(NoCluster, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        chosen_runner(scheduler="tcp://127.0.0.1:9")
    with pytest.raises(NoCluster, match="no scheduler answers at nonsense://"):
        chosen_runner(scheduler="nonsense://here")


@pytest.mark.thorough
def test_another_version_on_a_worker_is_refused(started, monkeypatch):
    monkeypatch.setattr("bcastplan.tasks.cluster.__version__", "99.0")
    with pytest.raises(NoCluster, match=r"scheduler and workers need bcastplan 99.0, and tcp:.* has version"):
        Cluster(started)


def test_without_dask_the_way_to_get_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NoCluster, match=r"pip install 'bcastplan\[cluster\]'"):
        Cluster("tcp://127.0.0.1:9")


@pytest.mark.thorough
def test_a_sweep_is_the_same_on_a_cluster_of_which_a_worker_dies(cluster, tmp_path):
    schedule = tmp_path / "morning.yaml"
    schedule.write_text(SCHEDULE, encoding="utf-8")
    sweep = sweep_of(open_paths([str(schedule)]), Axes((20.0, 60.0, 100.0, 140.0), (4, 7)), by=["band"])
    killed = []

    def kill_one(_what, done, _all):
        if done == 1 and not killed:
            worker, process = next(iter(cluster._client.run(os.getpid).items()))
            killed.append(worker)
            os.kill(process, signal.SIGKILL)

    assert dict(sweep.rows(cluster, progress=kill_one)) == dict(sweep.rows(InThisProcess()))
    assert len(killed) == 1
