"""Which changes wake a check up, and that none is lost while one runs."""

import os
import shutil
import time
from pathlib import Path
from threading import Event, Thread, Timer

import pytest
from watchfiles import Change

from bcastplan.workspace.opening import file_watch
from bcastplan.workspace.opening.file_watch import CannotWatch, _Watched, rounds


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("plan/.git").mkdir(parents=True)
    Path("plan/bcastplan.yaml").write_text("bcastplan: 1\n")
    Path("plan/x.yaml").write_text("bcastplan: 1\n")


def matters(watched, name):
    return watched.matters(Change.modified, str(Path(name).resolve()))


@pytest.mark.parametrize(
    ("name", "does"),
    [
        ("plan/x.yaml", True), ("plan/new.yml", True), ("plan/deep/list.csv", True), ("plan/A26.zip", True),
        ("plan/bcastplan.yaml", True), ("plan/x.yaml.swp", False), ("plan/.x.yaml.tmp", False),
        ("plan/.git/index.yaml", False), ("plan/venv/page.yaml", False), ("elsewhere.yaml", False),
        ("plan/site/page.yaml", True), ("hfcc.txt", True), ("plan/report.html", False),
    ],
)  # fmt: skip
def test_what_matters_to_a_folder(name, does):
    assert matters(_Watched(["plan"], ["hfcc.txt"]), name) is does


@pytest.mark.parametrize(
    ("name", "does"),
    [("plan/x.yaml", True), ("plan/other.yaml", False), ("plan/bcastplan.yaml", True), ("bcastplan.yaml", False)],
)
def test_what_matters_to_a_file(name, does):
    watched = _Watched(["plan/x.yaml"], [])
    assert matters(watched, name) is does
    assert watched.folders == []


def test_a_plan_file_that_is_made_later_matters():
    Path("bare").mkdir()
    assert matters(_Watched(["bare/x.yaml"], []), "bare/bcastplan.yaml")


def test_nothing_to_watch_is_told():
    with pytest.raises(CannotWatch, match="nothing to watch: no/such"):
        next(rounds(["no/such/folder/x.yaml"]))


def test_a_system_that_refuses_is_told(monkeypatch):
    def refusing(*_roots, **_options):
        raise OSError("OS file watch limit reached")
        yield

    monkeypatch.setattr("bcastplan.workspace.opening.file_watch.watch", refusing)
    with pytest.raises(CannotWatch, match="cannot watch plan: OS file watch limit reached; check without --watch"):
        next(rounds(["plan"]))


@pytest.mark.parametrize("path", ["plan", "plan/x.yaml"])
def test_a_change_made_while_a_check_runs_is_not_lost(path):
    stop = Event()
    seen = 0
    guard = Timer(30, stop.set)
    guard.start()
    for _ in rounds([path], stop=stop):
        seen += 1
        if seen == 1:
            Path("plan/x.yaml.new").write_text("bcastplan: 1\nseason: A26\n")
            os.replace("plan/x.yaml.new", "plan/x.yaml")  # noqa: PTH105 - as editors save
        else:
            stop.set()
    guard.cancel()
    assert seen == 2


@pytest.mark.parametrize("above_too", [False, True])
def test_a_folder_that_is_removed_and_made_again_is_still_watched(tmp_path, above_too):
    plan = tmp_path / "above" / "plan"
    plan.mkdir(parents=True)
    (plan / "a.yaml").write_text("bcastplan: 1\n")
    stop, seen = Event(), []

    def watcher():
        for _ in rounds([str(plan)], stop=stop):
            try:
                seen.append((plan / "a.yaml").read_text())
            except FileNotFoundError:  # it may go at any moment
                seen.append(None)

    thread = Thread(target=watcher, daemon=True)
    thread.start()

    def wait_for(text):
        for _ in range(200):
            if seen and seen[-1] == text:
                return
            time.sleep(0.05)
        pytest.fail(f"not seen: {text!r}, but {seen}")

    wait_for("bcastplan: 1\n")
    for text in ("second\n", "third\n"):
        shutil.rmtree(plan.parent if above_too else plan)
        wait_for(None)
        plan.mkdir(parents=True)
        (plan / "a.yaml").write_text(text)
        wait_for(text)
        (plan / "a.yaml").write_text(f"edited {text}")
        wait_for(f"edited {text}")
    shutil.rmtree(plan)
    plan.mkdir()
    (plan / "a.yaml").write_text("at once\n")
    wait_for("at once\n")
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def test_a_folder_made_while_the_watch_is_set_up_is_watched(tmp_path, monkeypatch):
    """It is missing when it is looked for, and there when the watch begins."""
    plan = tmp_path / "above" / "plan"
    was_folder = file_watch.is_folder

    def is_folder(path):
        answer = was_folder(path)
        plan.mkdir(parents=True, exist_ok=True)
        return answer

    monkeypatch.setattr(file_watch, "is_folder", is_folder)
    assert file_watch._Watched([str(plan)], ()).replaced()
