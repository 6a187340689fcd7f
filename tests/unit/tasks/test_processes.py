"""Several processes answer what one would, whatever becomes of them."""

import os
import threading
import time

import numpy as np
import pytest

from bcastplan.tasks.processes import Processes, usable_cores
from bcastplan.tasks.runner import InThisProcess, Work

HERE = os.getpid()


def scaled(shared, task):
    return shared * np.arange(task)


def process_and_task(_shared, task):
    time.sleep(0.02)
    return os.getpid(), task


def dies_elsewhere(parent, task):
    if os.getpid() != parent and task % 3 == 0:
        os._exit(9)
    return task * task


def fails(_shared, task):
    if task == 2:
        raise ValueError("task 2 makes no sense")
    return task


def never_ends(parent, _task):
    while os.getpid() != parent:
        time.sleep(60.0)


def test_answers_are_those_of_one_process():
    work = Work(scaled, 2.5, [3, 1, 400, 0, 7, 12])
    alone = dict(InThisProcess().answers(work))
    together = dict(Processes(2).answers(work))
    assert sorted(together) == sorted(alone) == [0, 1, 2, 3, 4, 5]
    for number, answer in alone.items():
        np.testing.assert_array_equal(together[number], answer)


def test_the_work_is_done_in_other_processes():
    answers = list(Processes(2).answers(Work(process_and_task, None, list(range(8)))))
    assert sorted(task for _, (_, task) in answers) == list(range(8))
    doers = {process for _, (process, _) in answers}
    assert HERE not in doers
    assert len(doers) == 2


@pytest.mark.parametrize("count", [0, 1])
def test_one_process_or_none_is_this_one(count):
    assert [pid for _, (pid, _) in Processes(count).answers(Work(process_and_task, None, [1, 2]))] == [os.getpid()] * 2


def test_one_task_needs_no_other_process():
    assert [pid for _, (pid, _) in Processes(4).answers(Work(process_and_task, None, [1]))] == [os.getpid()]


def test_no_tasks_have_no_answers():
    assert list(Processes(2).answers(Work(scaled, 1.0, []))) == []


def test_a_process_that_dies_costs_its_task_only():
    work = Work(dies_elsewhere, os.getpid(), list(range(1, 11)))
    assert dict(Processes(2).answers(work)) == {number: (number + 1) ** 2 for number in range(10)}


def test_a_task_that_fails_raises_what_it_would_raise_here():
    with pytest.raises(ValueError, match="task 2 makes no sense"):
        list(Processes(2).answers(Work(fails, None, [0, 1, 2, 3])))


def test_who_stops_asking_ends_the_processes():
    answers = Processes(2).answers(Work(dies_or_waits, os.getpid(), [0, 1, 2]))
    assert next(answers) == (0, 0)
    children = set(_children())
    assert children
    answers.close()
    assert not children & set(_children())


def dies_or_waits(parent, task):
    if task == 0:
        return 0
    never_ends(parent, task)
    return task


def test_beside_other_threads_processes_are_started_anew(monkeypatch):
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        assert dict(Processes(2).answers(Work(pow, 3, [1, 2, 3]))) == {0: 3, 1: 9, 2: 27}
    finally:
        over.set()
        thread.join()


def test_where_no_process_can_be_started_this_one_does_the_work(monkeypatch):
    import multiprocessing.context

    def refused(*_arguments):
        raise OSError("no more processes")

    monkeypatch.setattr(multiprocessing.context.ForkProcess, "start", refused)
    monkeypatch.setattr(multiprocessing.context.SpawnProcess, "start", refused)
    assert dict(Processes(2).answers(Work(pow, 3, [1, 2, 3]))) == {0: 3, 1: 9, 2: 27}


def test_cores_that_may_be_used():
    assert usable_cores() >= 1


def _children():
    import multiprocessing

    return [child.pid for child in multiprocessing.active_children()]
