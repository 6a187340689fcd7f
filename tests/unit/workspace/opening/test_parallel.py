"""Files read by several processes are read as by one."""

import os
import sys
import threading

import pytest

from bcastplan.exchange.archive import Source
from bcastplan.workspace.inspection.rule_check import check_paths
from bcastplan.workspace.opening import parallel
from bcastplan.workspace.opening.discovery import STDIN, Candidate
from bcastplan.workspace.opening.parallel import read_all
from bcastplan.workspace.opening.schedule_files import read_candidate


@pytest.fixture
def names(tmp_path):
    made = []
    for number in range(40):
        path = tmp_path / f"s{number:02d}.yaml"
        text = "bcastplan: 1\nseason: A26\nservice: X\ntransmissions:\n" + "".join(
            f"  - {{id: t{number}-{row}, frequency: {6000 + 5 * row}, time: 0{row}00-0{row}30}}\n"
            for row in range(number % 7 + 1)
        )
        path.write_text(text if number % 9 else text.replace("frequency", "frequencty"))
        made.append(str(path))
    (tmp_path / "notes.yaml").write_text("no: schedule\n")
    return [*made, str(tmp_path / "notes.yaml"), str(tmp_path / "missing.yaml")]


def candidates(names, explicit=False):
    return [Candidate(name, explicit) for name in names]


@pytest.mark.parametrize("explicit", [False, True])
@pytest.mark.parametrize("processes", [2, 3])
def test_the_readings_are_those_of_one_process_in_the_same_order(names, processes, explicit):
    told: list[str] = []
    alone = read_all(candidates(names, explicit), lambda _name: None, processes=1)
    shared = read_all(candidates(names, explicit), told.append, processes=processes)
    assert [reading.name for reading in shared] == names
    assert shared == alone
    assert set(told) <= set(names)


def test_standard_input_is_read_in_this_process(names, monkeypatch):
    here = os.getpid()
    asked = []

    def read_input(name, **_keys):
        asked.append((name, os.getpid()))
        return [Source(name, b"bcastplan: 1\nseason: A26\ntransmissions: []\n", "yaml")]

    monkeypatch.setattr("bcastplan.workspace.opening.schedule_files.read_input", read_input)
    shared = read_all(candidates([*names[:5], STDIN, *names[5:]]), lambda _name: None, processes=2)
    assert [reading.name for reading in shared][5] == STDIN
    assert (STDIN, here) in asked


def test_empty_files_are_shared_out_too(tmp_path):
    paths = [tmp_path / f"{number}.yaml" for number in range(300)]
    for path in paths:
        path.touch()
    shared = read_all(candidates([str(path) for path in paths], explicit=True), lambda _name: None, processes=2)
    assert [reading.name for reading in shared] == [str(path) for path in paths]


def test_what_a_killed_process_owed_is_read_here(names, monkeypatch):
    here = os.getpid()
    alone = read_all(candidates(names), lambda _name: None, processes=1)

    def dies_elsewhere(candidate):
        if os.getpid() != here:
            os._exit(9)
        return read_candidate(candidate)

    monkeypatch.setattr(parallel, "read_candidate", dies_elsewhere)
    assert read_all(candidates(names), lambda _name: None, processes=2) == alone


def test_an_interrupt_goes_through(names):
    def interrupt(_name):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_all(candidates(names), interrupt, processes=2)


def test_few_files_and_threads_keep_to_one_process(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1}, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert parallel._processes(parallel.WORTH_BYTES - 1) == 1
    assert parallel._processes(parallel.WORTH_BYTES) == 2
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert parallel._processes(parallel.WORTH_BYTES) == 1


def test_a_check_of_a_tree_finds_the_same(names, tmp_path, monkeypatch):
    alone = check_paths([str(tmp_path)])
    monkeypatch.setattr(parallel, "_processes", lambda _bytes: 2)
    assert check_paths([str(tmp_path)]) == alone
    assert alone.summary.errors
