"""EiBi and Aoki lists in a folder: ours are held against them, they against nobody."""

import json
from pathlib import Path

import pytest

from bcastplan.workspace.editing.kept_check import copy_for_worker
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.inspection.rule_check import check_workspace

OURS = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {broadcaster: VOA, manager: AGM, language: Kor, target: 44NE, site: PHT, power: 250}
transmissions:
  - {id: voa, frequency: 9565, time: 1530-1630}
"""
HEADER = "kHz:75;Time(UTC):93;Days:59;ITU:49;Station:201;Lng:49;Target:62;Remarks:135;P:35;Start:60;Stop:60;\n"
EIBI = HEADER + "".join(
    f"{khz};1500-1700;;{country};{station};K;KRE;;1;;\n"
    for khz, country, station in (
        (9565, "KOR", "KBS World Radio"),
        (9565, "J", "Shiokaze"),
        (6000, "KOR", "KBS World Radio"),
        (6000, "J", "Shiokaze"),
    )
)
AOKI = (
    " 6000 VOICE OF AMERICA                1530-1630 1234567 Korean                    250  21 Tinang                 "
    "PHL 1521N12037E      VOA/IBB a26\n"
)


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("folder/sked-a26.csv").write_text(EIBI)
    Path("folder/bia26.txt").write_text(AOKI)


def pairs(run, *paths):
    answer = run("conflicts", *paths, "--format", "json", "--fail-on", "never")
    return [(pair["a"]["id"], pair["b"]["id"]) for pair in json.loads(answer.out)["pairs"]], answer.err


def test_ours_are_held_against_lists_and_lists_against_nobody(run):
    Path("folder/ours.yaml").write_text(OURS)
    assert pairs(run, "folder") == ([("voa", "e2"), ("voa", "e3")], "")
    findings = json.loads(run("check", "folder", "--format", "json", "--select", "CON").out)["findings"]
    assert [(finding["file"], finding["other"]["line"]) for finding in findings] == [
        ("folder/ours.yaml", 2),
        ("folder/ours.yaml", 3),
    ]


def test_a_folder_of_lists_has_no_pairs_and_that_is_said(run):
    found, said = pairs(run, "folder")
    assert found == []
    assert "not held against each other: name one to see its pairs" in said
    assert run("check", "folder", "--select", "CON").code == 0


def test_a_list_that_is_named_is_compared_like_any_schedule(run):
    assert pairs(run, "folder/sked-a26.csv") == ([("e4", "e5"), ("e2", "e3")], "")
    both, _ = pairs(run, "folder", "folder/sked-a26.csv")
    assert sorted(both) == [("e2", "e3"), ("e4", "e5"), ("e4", "k1"), ("e5", "k1")]


def test_a_plan_may_say_which_files_are_its_schedules(run):
    Path("folder/ours.yaml").write_text(OURS)
    Path("folder/bcastplan.yaml").write_text('bcastplan: 1\nschedules: ["*.csv", "*.yaml"]\n')
    assert pairs(run, "folder")[0] == [("voa", "e2"), ("voa", "e3")]


def test_a_session_and_its_worker_do_the_same(run, monkeypatch):
    monkeypatch.setenv("BCASTPLAN_STATE_DIR", str(Path("state").absolute()))
    Path("folder/ours.yaml").write_text(OURS)
    session = Session.open(["folder"])
    assert [(pair.a.id, pair.b.id) for pair in session.pairs] == [("voa", "e2"), ("voa", "e3")]
    copy = copy_for_worker(session.workspace)
    assert check_workspace(copy).findings == check_workspace(session.workspace).findings
    session.change([session.row_at("folder/ours.yaml", 0)], {"frequency": "6000"})
    assert {pair.b.id for pair in session.pairs} == {"e4", "e5"}, "the row of Aoki's list is ours, moved there"
