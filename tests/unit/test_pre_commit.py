"""The hook works with the real pre-commit: it reads our manifest and lets no broken schedule be committed.

The hook runs the installed program here (`language: system`); that pre-commit can build an environment of its own from
a clone takes minutes and the network, and is a matter of packaging.
"""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest


@pytest.fixture
def sh(tmp_path):
    if find_spec("pre_commit") is None or shutil.which("git") is None:
        pytest.skip("pre-commit (test group) or git is not installed")
    if not Path(sys.executable).with_name("bcastplan").exists():
        pytest.skip("the program is not installed beside this Python")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        **{f"GIT_{who}_{what}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }

    def go(folder, *command):
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    return go


@pytest.fixture
def repository(sh, tmp_path, root):
    """A repository with a plan, whose hooks come from a clone of ours."""
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    shutil.copy(root / ".pre-commit-hooks.yaml", ours)
    theirs.mkdir()
    shutil.copytree(root / "schedules" / "example", theirs / "plan")
    for folder in (ours, theirs):
        sh(folder, "git", "init", "-q")
        sh(folder, "git", "add", "-A")
    assert sh(ours, "git", "commit", "-q", "-m", "hooks").returncode == 0
    revision = sh(ours, "git", "rev-parse", "HEAD").stdout.strip()
    (theirs / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {ours}\n    rev: {revision}\n    hooks:\n"
        "      - {id: bcastplan-check, language: system}\n"
    )
    sh(theirs, "git", "add", "-A")
    installed = sh(theirs, sys.executable, "-m", "pre_commit", "install")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return theirs


def commit(sh, repository):
    sh(repository, "git", "add", "-A")
    return sh(repository, "git", "commit", "-m", "change")


def test_a_good_plan_is_committed_and_a_broken_one_is_not(sh, repository):
    good = commit(sh, repository)
    assert (good.returncode, "Passed" in good.stderr + good.stdout) == (0, True), good.stderr
    schedule = repository / "plan" / "voa-korean.yaml"
    schedule.write_text(schedule.read_text().replace("1530-1630", "1530-2530", 1))
    broken = commit(sh, repository)
    assert broken.returncode == 1
    assert "plan/voa-korean.yaml:16:11: error TIM001 bad-time" in broken.stderr + broken.stdout
    assert sh(repository, "git", "rev-list", "--count", "HEAD").stdout == "1\n"


def test_a_conflict_with_a_file_that_did_not_change_is_found(sh, repository):
    assert commit(sh, repository).returncode == 0
    text = (repository / "plan" / "voa-korean.yaml").read_text()
    other = text.replace("service: VOA Korean", "service: Other").replace("id: voa-", "id: other-")
    (repository / "plan" / "other.yaml").write_text(other.replace("PHT-1", "PHT-2"))
    clashing = commit(sh, repository)
    assert "CON101" in clashing.stderr + clashing.stdout


def test_a_commit_without_schedules_does_not_run_it(sh, repository):
    assert commit(sh, repository).returncode == 0
    (repository / "notes.md").write_text("nothing\n")
    assert "no files to check" in commit(sh, repository).stderr
