"""`bcastplan demo` opens a copy of the Korean plan, and the same copy again."""

from pathlib import Path

import pytest

from bcastplan.cli import demo


@pytest.fixture
def opened(monkeypatch, tmp_path):
    """The paths that screens were opened for, without a screen."""
    monkeypatch.chdir(tmp_path)
    paths = []
    monkeypatch.setattr(demo, "needs_terminal", lambda: None)
    monkeypatch.setattr(demo, "open_screen", paths.append)
    return paths


def test_a_copy_is_opened_and_checks_clean(run, opened):
    assert run("demo", "play").code == 0
    assert opened == [("play/dprk-a26",)]
    assert Path("play/dprk-a26/bcastplan.yaml").is_file()
    assert Path("play/dprk-a26/logs/synthetic.csv").is_file()
    checked = run("check", "play")
    assert checked.code == 0
    assert " 0 errors, 0 warnings" in checked.out


def test_the_copy_is_opened_again_and_keeps_what_was_edited(run, opened):
    run("demo", "play")
    plan = Path("play/dprk-a26/bcastplan.yaml")
    plan.write_text(plan.read_text() + "# mine\n")
    assert run("demo", "play").code == 0
    assert opened == [("play/dprk-a26",)] * 2
    assert plan.read_text().endswith("# mine\n")


def test_without_a_folder_it_is_a_temporary_one(run, opened):
    ran = run("demo")
    assert "the plan was copied to " in ran.err
    assert Path(opened[0][0]).name == "dprk-a26"


def test_without_a_terminal_nothing_is_written(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = run("demo", "play")
    assert ran.code == 2
    assert "needs a terminal" in ran.err
    assert not Path("play").exists()
