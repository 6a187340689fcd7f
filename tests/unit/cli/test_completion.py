"""Shells complete commands, options, codes and files; the scripts are those of the installed click."""

import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import bcastplan
from bcastplan.cli.program import COMMANDS

SHELLS = ("bash", "zsh", "fish")


def offered(words, monkeypatch, run):
    """What the program answers when bash asks for the last of these words."""
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
    monkeypatch.setenv("_BCASTPLAN_COMPLETE", "bash_complete")
    ran = run()
    assert ran.err == ""
    return [line.split(",", 1) for line in ran.out.splitlines() if line]


def plain(*words):
    return [["plain", word] for word in words]


def test_commands_and_options(run, monkeypatch):
    assert offered("bcastplan che", monkeypatch, run) == plain("check")
    assert [value for _, value in offered("bcastplan ", monkeypatch, run)] == list(COMMANDS)
    assert offered("bcastplan check --for", monkeypatch, run) == plain("--format")
    assert offered("bcastplan check --format s", monkeypatch, run) == plain("sarif")
    assert offered("bcastplan completion z", monkeypatch, run) == plain("zsh")


def test_rule_codes(run, monkeypatch):
    assert offered("bcastplan rule fil", monkeypatch, run) == plain("FIL001", "FIL002")
    assert offered("bcastplan check --ignore TIM001,FIL", monkeypatch, run) == plain("TIM001,FIL001", "TIM001,FIL002")
    assert offered("bcastplan check --select XYZ", monkeypatch, run) == []


def test_files(run, monkeypatch):
    assert offered("bcastplan check sched", monkeypatch, run) == [["file", "sched"]]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_names_the_program_and_nothing_else_is_printed(run, shell):
    ran = run("completion", shell)
    assert (ran.code, ran.err) == (0, "")
    assert f"_BCASTPLAN_COMPLETE={shell}_complete" in ran.out
    assert "bcastplan" in ran.out


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_parses(run, shell):
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    parsed = subprocess.run([program, "-n"], input=run("completion", shell).out, capture_output=True, text=True)
    assert (parsed.returncode, parsed.stderr) == (0, "")


def test_bash_completes(run, tmp_path):
    bash, program = shutil.which("bash"), Path(sys.executable).with_name("bcastplan")
    if bash is None or not program.exists():
        pytest.skip("bash or the installed program is missing")
    asking = "COMP_WORDS=(bcastplan conf); COMP_CWORD=1; _bcastplan_completion bcastplan; echo ${COMPREPLY[@]}"
    (tmp_path / "script").write_text(run("completion", "bash").out + asking)
    ran = subprocess.run(
        [bash, str(tmp_path / "script")], capture_output=True, text=True, check=False,
        env={**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"},
    )  # fmt: skip
    assert ran.stdout == "conflicts\n"


def test_an_unknown_shell_is_wrong_usage(run):
    ran = run("completion", "tcsh")
    assert (ran.code, ran.out) == (2, "")
    assert [name for name in ("tcsh", "bash", "zsh", "fish") if f"'{name}'" not in ran.err] == []


def test_version_for_people_and_for_programs(run):
    assert run("--version").out == run("-V").out == f"bcastplan, version {bcastplan.__version__}\n"
    for arguments in (["--version", "--json"], ["--json", "--version"]):
        assert json.loads(run(*arguments).out) == {
            "schema": "bcastplan.version/1",
            "version": bcastplan.__version__,
            "schedule_format": 1,
            "python": platform.python_version(),
            "platform": sys.platform,
        }


def test_json_alone_is_wrong_usage(run):
    ran = run("--json")
    assert (ran.code, ran.out) == (2, "")
    assert "--json belongs to --version" in ran.err
