"""A save with each of its system calls failing, or being its last, in turn: the real ones, through `strace`."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from examples import thorough, tries

from bcastplan.files.writing import write_atomically
from bcastplan.workspace.editing.session import Session

STRACE = shutil.which("strace")
SCHEDULE = """\
bcastplan: 1
service: Radio Test
season: A26
transmissions:
  - {id: t1, frequency: 9565, time: 1530-1630}   # first
  - {id: t2, frequency: 7460, time: 1900-2100}
"""
AFTER = SCHEDULE.replace("9565", "9570.5")  # longer: the space for it is reserved first
CALLS = tuple(
    """
    openat write fsync rename renameat link linkat unlink unlinkat fchmod fchown flock ftruncate fallocate pwrite64
    read fstat newfstatat stat lstat access faccessat close mkdir getdents64 flistxattr listxattr
    """.split()  # noqa: SIM905 - a list as long as this is read by lines
)
ERRORS = ("EIO", "ENOSPC", "EACCES")
ERRORS_OF_A_CALL = int(os.environ.get("BCASTPLAN_ERRORS", len(ERRORS)))
"""With how many of them each call is tried in `make test-thorough`; `BCASTPLAN_ERRORS=1` takes them by turns."""
SPARINGLY = "--seccomp-bpf"
"""Stop the program at the traced calls only; strace injects no signals so, and counts all calls alike."""
LEAST_SHARE = 0.5
"""Of the calls that were aimed at, so many have to be met, else the test says nothing."""
SAVE = """
import json, os, sys
from bcastplan.workspace.editing.session import Session
session = Session.open(["plan"])
session.change([0], {"frequency": "9570.5"})
os.access("/begin-of-the-save", os.F_OK)
raised = None
try:
    session.files.save()
except OSError as error:
    raised = f"{type(error).__name__}: {error}"
os.access("/end-of-the-save", os.F_OK)
print(json.dumps({"dirty": session.dirty, "raised": raised, "protected": session.journal.problem is None}))
os._exit(0)
"""

pytestmark = pytest.mark.skipif(STRACE is None, reason="strace is not installed: it makes system calls fail")


class Saving:
    """A plan in a folder of its own, saved by a program under strace."""

    def __init__(self, folder: Path, links: int) -> None:
        self.folder, self.links = folder, links
        self.file = folder / "plan" / "a.yaml"

    def again(self) -> None:
        """Have everything as before the save."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.file.parent.mkdir(parents=True)
        self.file.write_text(SCHEDULE)
        if self.links == 2:
            (self.folder / "linked.yaml").hardlink_to(self.file)

    def run(self, *options: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "BCASTPLAN_STATE_DIR": str(self.folder / "state"), "PYTHONHASHSEED": "0"}
        command = [str(STRACE), "-f", "-o", str(self.folder / "trace"), *options, sys.executable, "-c", SAVE]
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False, timeout=120
        )

    def met(self) -> bool:
        """Whether what was injected came within the save: how often a program calls before it varies a little."""
        trace = (self.folder / "trace").read_text(errors="replace")
        begin, end = trace.find("/begin-of-the-save"), trace.find("/end-of-the-save")
        injected = trace.find("(INJECTED)")
        return begin >= 0 and ((injected > begin and (end < 0 or injected < end)) or end < 0)

    def calls(self) -> list[tuple[str, int]]:
        """The system calls of the save: name, and how many of that name the program had made until then."""
        self.again()
        ran = self.run("-e", f"trace={','.join('?' + name for name in CALLS)}")
        if "ptrace" in ran.stderr:
            pytest.skip("strace may not trace here")
        assert ran.returncode == 0, ran.stderr
        made: Counter[tuple[str, str]] = Counter()  # strace counts by thread
        inside, found = False, []
        for line in (self.folder / "trace").read_text(errors="replace").splitlines():
            match = re.match(r"(\d+) +(\w+)\(", line)
            if match is None:
                continue
            made[match[1], match[2]] += 1
            if "-of-the-save" in line:
                inside = "/begin" in line
            elif inside:
                found.append((match[2], made[match[1], match[2]]))
        return found


def traced(name: str) -> tuple[str, str]:
    return "-e", f"trace={name},?access,?faccessat,?faccessat2"


def tried(saving: Saving) -> list[tuple[str, int]]:
    """The calls of a save that are tried: all of them in `make test-thorough`, by default one."""
    calls = saving.calls()
    return calls if tries(3) == 3 else [call for call in calls if call[0] == "fsync"][:1]


def offered(saving: Saving) -> str:
    """What the next session has on its screen when it restores what is offered."""
    before = os.environ["BCASTPLAN_STATE_DIR"]
    os.environ["BCASTPLAN_STATE_DIR"] = str(saving.folder / "state")
    try:
        session = Session.open([str(saving.file.parent)])
        for left in session.files.left_behind():
            assert session.restore(left) == []
        text = session.documents[str(saving.file)].text
        session.journal.clear()
    finally:
        os.environ["BCASTPLAN_STATE_DIR"] = before
    return text


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".bcastplan-*")]


@pytest.mark.parametrize("links", [1, 2])
@pytest.mark.parametrize("turn", [0, *(thorough(turn) for turn in range(1, ERRORS_OF_A_CALL))])
def test_a_call_that_fails_tears_nothing_and_what_is_said_is_true(tmp_path: Path, links: int, turn: int) -> None:
    saving = Saving(tmp_path / "day", links)
    calls, met = tried(saving), 0
    for place, (name, number) in enumerate(calls):
        error = ERRORS[(place + links + turn) % len(ERRORS)]
        saving.again()
        ran = saving.run(SPARINGLY, *traced(name), "-e", f"inject={name}:error={error}:when={number}")
        if not saving.met():
            continue
        met += 1
        where = f"{name} number {number} failing with {error}: {ran.stderr[-600:]}"
        held = saving.file.read_text()
        assert held in (SCHEDULE, AFTER), where
        assert ran.returncode == 0, where
        said = json.loads(ran.stdout)
        assert (said["dirty"] == []) == (held == AFTER), where
        if held == SCHEDULE:
            assert said["raised"], where
        if links == 2:
            assert (saving.folder / "linked.yaml").read_text() == held, where
        assert offered(saving) == AFTER, where
        write_atomically(saving.file.with_name("next.yaml"), b"")
        assert not leftovers(saving.file.parent), where
    assert met >= len(calls) * LEAST_SHARE


@pytest.mark.parametrize("links", [1, thorough(2)])
def test_a_kill_at_any_call_leaves_a_whole_file_and_loses_no_edit(tmp_path: Path, links: int) -> None:
    saving = Saving(tmp_path / "day", links)
    calls, met = tried(saving), 0
    for name, number in calls:
        saving.again()
        ran = saving.run(*traced(name), "-e", f"inject={name}:signal=KILL:when={number}")
        if not saving.met():
            continue
        met += 1
        where = f"killed at {name} number {number}"
        assert ran.returncode != 0, where
        write_atomically(saving.file.with_name("next.yaml"), b"")  # the next writer finishes what was cut off
        assert saving.file.read_text() in (SCHEDULE, AFTER), where
        assert not leftovers(saving.file.parent), where
        saving.file.with_name("next.yaml").unlink()
        assert offered(saving) == AFTER, where
    assert met >= len(calls) * LEAST_SHARE
