"""Pipes, devices, loops and names that can be no names: told as inputs that cannot be read, and never waited for."""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

SCHEDULE = """\
bcastplan: 1
service: Radio Test
season: A26
transmissions:
  - {id: t, frequency: 9565, time: 1530-1630}
"""
LONG = "n" * 256
COMMANDS = [
    ["check"], ["conflicts"], ["hours"], ["export", "csv"], ["export", "hfcc"], ["coverage"], ["format", "--check"],
    ["rollover", "A26", "B26"], ["report", "-o", "page.html"], ["import", "csv"], ["diff", "good.yaml"],
    ["compat", "good.yaml", "--against"], ["compare", "good.yaml"], ["check", "good.yaml", "--against"],
    ["check", "good.yaml", "--baseline"], ["import", "csv", "good.csv", "--mapping"],
]  # fmt: skip


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    folder = tmp_path / "plan"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("good.yaml").write_text(SCHEDULE)
    Path("good.csv").write_text("service,frequency,time\nX,9565,1530-1630\n")


@pytest.fixture
def in_time(run):
    """The program, stopped where it waits for something: a call of the system that waits is left, too."""

    def overdue(_number, _frame):
        pytest.fail("it waits")  # raises what the program does not catch

    def go(*arguments):
        signal.alarm(30)
        try:
            return run(*arguments)
        finally:
            signal.alarm(0)

    before = signal.signal(signal.SIGALRM, overdue)
    yield go
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    "name", [LONG, f"{LONG}.yaml", f"x/{LONG}/y.yaml", "y" * 5_000], ids=["256", "yaml", "in", "5000"]
)
def test_a_name_that_can_be_no_name_is_a_message(run, command, name):
    ran = run(*command, name)
    assert ran.code in (2, 3), ran.err
    assert "Traceback" not in ran.err
    assert "a fault in the program" not in ran.err


def test_it_is_among_the_findings(run):
    ran = run("check", "good.yaml", LONG, "--format", "json")
    assert ran.code == 3
    (finding,) = [one for one in json.loads(ran.out)["findings"] if one["rule"] == "FIL001"]
    assert finding["file"] == LONG
    assert "File name too long" in finding["message"]


@pytest.mark.parametrize("command", [["new"], ["export", "csv", "good.yaml", "-o"], ["check", "good.yaml", "-o"]])
def test_it_cannot_be_written_either(run, command):
    ran = run(*command, f"{LONG}.yaml")
    assert ran.code == 3
    assert "File name too long" in ran.err


def odd(kind, name):
    if kind == "pipe":
        os.mkfifo(name)
    elif kind == "device":
        Path(name).symlink_to("/dev/zero")
    elif kind == "loop":
        Path(name).symlink_to(name)
    elif kind == "socket":
        import socket

        socket.socket(socket.AF_UNIX).bind(name)


@pytest.mark.parametrize("command", [["check"], ["hours"], ["format", "--check"], ["export", "csv"]], ids=" ".join)
@pytest.mark.parametrize("kind", ["pipe", "device", "loop", "socket"])
def test_a_folder_with_something_odd_is_never_waited_for(in_time, command, kind):
    odd(kind, "odd.yaml")
    ran = in_time(*command, ".")
    assert ran.code == 3
    said = ran.out + ran.err
    assert "odd.yaml" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("kind", ["pipe", "device", "loop"])
def test_a_plan_file_that_is_no_file_is_never_waited_for(in_time, kind):
    odd(kind, "bcastplan.yaml")
    ran = in_time("check", ".")
    assert ran.code in (0, 1)
    assert "Traceback" not in ran.err


def test_a_plan_that_names_a_pipe_to_compare_with_is_never_waited_for(in_time):
    os.mkfifo("theirs.yaml")
    Path("bcastplan.yaml").write_text("bcastplan: 1\nplan: Test\nagainst: [theirs.yaml]\n")
    ran = in_time("check", ".")
    assert ran.code == 3
    assert "theirs.yaml" in ran.out
    assert "a pipe, not a file" in ran.out


def test_a_plan_that_names_what_can_be_no_name_is_told_so(run):
    Path("bcastplan.yaml").write_text(f'bcastplan: 1\nplan: Test\nagainst: ["a\\0b", "{LONG}"]\nschedules: ["a\\0*"]\n')
    ran = run("check", ".")
    assert ran.code in (1, 3)
    assert "fault" not in ran.err


def test_a_pipe_that_the_user_names_is_read(in_time):
    os.mkfifo("given")
    writer = subprocess.Popen(["sh", "-c", "cat good.yaml > given"])
    try:
        ran = in_time("check", "given", "--select", "YML,FIL")
    finally:
        writer.wait(timeout=30)
    assert ran.code == 0, ran.out
    assert "1 transmission" in ran.out
