"""A signal ends the program with the code shells expect at any moment, without a traceback and without leftovers."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from examples import THOROUGH

from bcastplan.files import writing

ROWS = 40
PLAN = "bcastplan: 1\nservice: Radio Test\nseason: A26\ntransmissions:\n" + "".join(
    f"  - {{id: t{at}, frequency: {9400 + 5 * at}, time: 1530-1630, target: 44NE}}\n" for at in range(ROWS)
)
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
MOMENTS = 24 if THOROUGH else 4  # of the first second
PROGRAM = [sys.executable, "-m", "bcastplan"]


def started(*arguments, cwd):
    return subprocess.Popen([*PROGRAM, *arguments], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("number", CODES)
def test_at_whatever_moment_it_comes(tmp_path, number):
    (tmp_path / "a.yaml").write_text(PLAN)
    codes = set()
    for moment in range(MOMENTS):
        program = started("report", "a.yaml", "-o", "page.html", cwd=tmp_path)
        time.sleep(moment / MOMENTS)
        program.send_signal(number)
        _, said = program.communicate(timeout=60)
        # Before our first line Python itself ends, by the signal or by a traceback that names none of our files.
        assert "src/bcastplan" not in said
        assert "fault in the program" not in said
        assert program.returncode in (0, CODES[number], -number, 1), said
        codes.add(program.returncode)
        left = {path.name for path in tmp_path.iterdir()} - {"a.yaml", "page.html"}
        assert not left
    assert CODES[number] in codes


AT = """
import os, signal, sys
import bcastplan.__main__ as program
from bcastplan.files import writing
number, call = int(sys.argv[1]), sys.argv[2]
owner = writing if call == "write_whole" else os
before, calls = getattr(owner, call), []
def signalled(*arguments, **keys):
    calls.append(1)
    result = before(*arguments, **keys)
    if len(calls) == 2:
        signal.raise_signal(number)
    return result
setattr(owner, call, signalled)
sys.argv[1:] = sys.argv[3:]
program.main()
"""
LIST = "service,season,frequency,time\nA,A26,9565,1530-1630\nB,A26,9575,1530-1630\nC,A26,9585,1530-1630\n"


@pytest.mark.parametrize("number", CODES)
@pytest.mark.parametrize("call", ["write_whole", "link"])
def test_what_has_become_of_the_files_decides_the_message(tmp_path, number, call):
    (tmp_path / "list.csv").write_text(LIST)
    arguments = [sys.executable, "-c", AT, str(int(number)), call, "import", "csv", "list.csv", "-o", "plan"]
    ran = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == CODES[number], ran.stderr
    how = "interrupted" if number == signal.SIGINT else "ended by a signal"
    if call == "write_whole":
        assert ran.stderr.strip() == f"bcastplan: {how}; no file was written"
        assert not (tmp_path / "plan").exists()
    else:  # between two renames: the rest follows, and all of it is told
        assert ran.stderr.strip() == f"bcastplan: {how}; written before: plan/a.yaml, plan/b.yaml, plan/c.yaml"
        assert sorted(path.name for path in (tmp_path / "plan").iterdir()) == ["a.yaml", "b.yaml", "c.yaml"]


def test_a_signal_the_program_was_started_to_ignore_stays_ignored(tmp_path):
    (tmp_path / "a.yaml").write_text(PLAN)
    arguments = [*PROGRAM, "check", "a.yaml"]
    code = (
        "import os, signal\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "print('ignored', flush=True)\n"
        f"os.execv({sys.executable!r}, {arguments!r})\n"
    )
    program = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert program.stdout.readline() == "ignored\n"
    while program.poll() is None:
        program.send_signal(signal.SIGHUP)
        time.sleep(0.02)
    program.communicate(timeout=60)
    assert program.returncode in (0, 1)


def test_a_program_that_imports_the_package_keeps_its_handlers():
    code = (
        "import signal, bcastplan, bcastplan.cli, bcastplan.ending\n"
        "assert signal.getsignal(signal.SIGINT) is signal.default_int_handler\n"
        "assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_fault_of_the_program_says_what_stands(run, tmp_path, monkeypatch):
    from bcastplan.cli import new
    from bcastplan.cli.common import write_files

    def failing(files, **keys):
        write_files(files, **keys)
        raise ZeroDivisionError

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(writing, "_written_so_far", {})  # of the tests before
    monkeypatch.setattr(new, "write_files", failing)
    ran = run("new", "voa.yaml")
    assert ran.code == 3
    assert "a fault in the program" in ran.err
    assert "; written before: voa.yaml." in ran.err
    assert Path("voa.yaml").exists()


@pytest.mark.parametrize(
    "error", [FileNotFoundError(2, "No such file or directory", "gone.yaml"), OSError(5, "I/O error")]
)
def test_what_the_system_refuses_is_no_fault_of_the_program(run, monkeypatch, error):
    from bcastplan.cli import program

    def failing(**_keys):
        raise error

    monkeypatch.setattr(program.app, "main", failing)
    ran = run("check", ".")
    assert ran.code == 3
    assert error.strerror in ran.err
    assert "fault" not in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("number", CODES)
def test_the_server_ends_like_every_command(tmp_path, number):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "a.yaml").write_text(PLAN)
    arguments = [*PROGRAM, "serve", "a.yaml", "--port", str(port)]
    program = subprocess.Popen(arguments, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    assert "in a browser" in program.stderr.readline()
    program.send_signal(number)
    _, said = program.communicate(timeout=60)
    assert program.returncode == CODES[number], said
    assert "Traceback" not in said
