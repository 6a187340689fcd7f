"""Closed and full standard streams, and a user without a home: a clear message and the right exit code."""

import os
import subprocess
import sys

import pytest
from examples import thorough

pytestmark = pytest.mark.skipif(os.name != "posix", reason="streams are closed as a POSIX shell does it")
COMMANDS = {
    "check schedules/example": 0,
    "conflicts schedules/example": 0,
    "hours schedules/example": 0,
    "export eibi schedules/example": 0,
    "check -": 1,
    "--help": 0,
    "--version": 0,
    "rule CON101": 0,
    "schema schedule": 0,
    "completion bash": 0,
    "nonsense": 2,
    "check no/such/file.yaml": 3,
}
SOME = ("check -", "--help", "nonsense")
CASES = [command if command in SOME else thorough(command) for command in COMMANDS]
FULL = "/dev/full"


def shell(root, command, redirected, **environment):
    """Run a command of ours in a shell; its exit code and everything it wrote."""
    line = f"{sys.executable} -m bcastplan {command} {redirected}"
    ran = subprocess.run(
        ["/bin/sh", "-c", line], cwd=root, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    written = ran.stdout + ran.stderr
    assert "Traceback" not in written
    assert "fault in the program" not in written
    return ran.returncode, written


@pytest.mark.parametrize("command", CASES)
def test_a_result_that_cannot_be_written_is_3(root, command):
    for redirected, reason in ((">&-", "it is closed"), (f">{FULL}", "No space left")):
        code, written = shell(root, command, redirected)
        assert code == (2 if COMMANDS[command] == 2 else 3)
        if code == 3 and "no/such" not in command:
            assert f"cannot write to standard output: {reason}" in written


@pytest.mark.parametrize("command", CASES)
def test_messages_that_cannot_be_written_change_nothing(root, command):
    for redirected in ("2>&-", f"2>{FULL}"):
        assert shell(root, command, redirected)[0] == COMMANDS[command]


def test_closed_standard_input_cannot_be_read(root):
    code, written = shell(root, "check -", "<&-")
    assert code == 3
    assert "standard input is closed" in written
    assert shell(root, "check schedules/example", "<&-")[0] == 0


def test_all_closed(root):
    assert shell(root, "check schedules/example", ">&- 2>&- <&-")[0] == 3


def test_a_file_that_is_written_does_not_receive_what_was_meant_for_a_closed_stream(root, tmp_path):
    kept, other = tmp_path / "a.csv", tmp_path / "b.csv"
    assert shell(root, f"export eibi schedules/example -o {other}", "")[0] == 0
    assert shell(root, f"export eibi schedules/example -o {kept}", ">&- 2>&- <&-")[0] == 0
    assert kept.read_bytes() == other.read_bytes()


NO_HOME = """
import os, pwd, sys
for name in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "BCASTPLAN_DATA_DIR", "BCASTPLAN_STATE_DIR",
             "BCASTPLAN_CONFIG_DIR"):
    os.environ.pop(name, None)
def unknown(number):
    raise KeyError(number)
pwd.getpwuid = unknown
"""


@pytest.mark.parametrize(
    "command", ["check", "coverage", *map(thorough, ["hours", "conflicts", "export hfcc", "suggest"])]
)
def test_a_user_without_a_home(root, tmp_path, command):
    code = f"{NO_HOME}\nfrom bcastplan.cli import main\nmain(sys.argv[1:])"
    plan = str(root / "schedules" / "example")
    given = [*command.split(), plan]
    before = subprocess.run([sys.executable, "-m", "bcastplan", *given], cwd=tmp_path, capture_output=True, check=False)
    ran = subprocess.run([sys.executable, "-c", code, *given], cwd=tmp_path, capture_output=True, check=False)
    assert (ran.returncode, ran.stdout) == (before.returncode, before.stdout), ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_folders_of_a_user_without_a_home(tmp_path):
    asked = (
        f"{NO_HOME}\nfrom bcastplan.workspace.editing.journal import state_folder\n"
        "from bcastplan.tui.keymap import config_folder\nfrom bcastplan.reference.storage import user_tables_folder\n"
        "for folder in (state_folder(), config_folder(), user_tables_folder()):\n"
        "    assert not folder.exists(), folder\n    assert '~' not in str(folder), folder\n"
        "    try:\n        folder.mkdir(parents=True)\n    except OSError:\n        continue\n"
        "    raise SystemExit(str(folder))"
    )
    ran = subprocess.run([sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_stream_that_python_made_stays_usable(root):
    """Textual draws its screen on ``sys.__stderr__``."""
    code = "from bcastplan.streams import settle_streams; settle_streams(); import sys; sys.__stderr__.write('drawn')"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "drawn")
