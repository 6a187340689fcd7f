"""First files for a newcomer, and reference schedules chosen while a plan is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from bcastplan.model.season import parse_season
from bcastplan.workspace.editing.references import read_references, reference_names, use_references
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.inspection.rule_check import check_paths
from bcastplan.workspace.seasons.new_plan import AlreadyThere, copy_sample, sample_names, start_plan


def test_a_first_plan_passes_every_rule(tmp_path: Path) -> None:
    files = start_plan(str(tmp_path / "new"), "Radio Test", parse_season("A26"))
    assert [Path(file).name for file in files] == ["bcastplan.yaml", "a26.yaml"]
    assert check_paths([str(tmp_path / "new")]).findings == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a26.yaml").write_text("mine")
    with pytest.raises(AlreadyThere, match=r"a26.yaml is there already"):
        start_plan(str(tmp_path), "Radio Test", parse_season("A26"))
    assert [path.name for path in tmp_path.iterdir()] == ["a26.yaml"]


def test_samples_are_copied_whole_and_once(tmp_path: Path, root: Path) -> None:
    assert "dprk-b07" in sample_names()
    copy = Path(copy_sample("dprk-b07", str(tmp_path)))
    assert (copy / "voa.yaml").read_bytes() == (root / "schedules" / "dprk-b07" / "voa.yaml").read_bytes()
    with pytest.raises(AlreadyThere):
        copy_sample("dprk-b07", str(tmp_path))


def test_references_come_and_go_without_moving_the_plans_rows(tmp_path: Path, root: Path, monkeypatch) -> None:
    monkeypatch.setenv("BCASTPLAN_STATE_DIR", str(tmp_path / "state"))
    session = Session.open([str(root / "schedules" / "dprk-b07" / "voa.yaml")])
    ours = list(session.table.transmissions)
    pairs = len(session.pairs)
    generation = session.generation
    theirs = str(root / "schedules" / "dprk-b07" / "rfa.yaml")
    use_references(session, read_references([theirs]))
    assert reference_names(session) == [theirs]
    assert session.own_rows == len(ours)
    assert list(session.table.transmissions[: len(ours)]) == ours
    assert len(session.table) > len(ours)
    assert session.generation > generation
    assert not session.pairs_known
    use_references(session, read_references([]))
    assert list(session.table.transmissions) == ours
    assert len(session.pairs) == pairs


def test_a_reference_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    found = read_references([str(tmp_path / "nowhere.zip")])
    assert found.schedules == []
    assert [problem.code for problem in found.problems] == ["FIL001"]
