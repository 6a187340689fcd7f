"""Agreements are judged by the whole plan only: one file of it cannot tell what the others hold."""

from pathlib import Path

import pytest

from bcastplan.workspace.inspection.rule_check import check_paths

ROW = "frequency: 9565, time: 1530-1630, site: PHT, power: 250, antenna: 216, azimuth: 21, target: 44NE, language: Kor"


@pytest.fixture(autouse=True)
def _plan(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("plan").mkdir()
    Path("plan/bcastplan.yaml").write_text(
        "bcastplan: 1\nagreed:\n  - {a: one, b: two, reason: r}\n  - {a: nobody, b: none, reason: r}\n"
    )
    for name in ("one", "two"):
        Path(f"plan/{name}.yaml").write_text(
            f"bcastplan: 1\nservice: {name}\nseason: A26\ntransmissions:\n  - {{id: {name}, {ROW}}}\n"
        )


def codes(*paths):
    return [(one.rule, one.place.line) for one in check_paths(paths, select=["PLN"]).findings]


def test_the_whole_plan_tells_what_is_missing():
    assert codes("plan") == [("PLN003", 4), ("PLN003", 4)]
    Path("plan/two.yaml").write_text(Path("plan/two.yaml").read_text().replace("1530-1630", "0530-0630"))
    assert codes("plan") == [("PLN002", 3), ("PLN003", 4), ("PLN003", 4)]


@pytest.mark.parametrize("paths", [["plan/one.yaml"], ["plan/two.yaml"], ["plan/one.yaml", "plan/two.yaml"]])
def test_some_of_its_files_do_not(paths):
    assert codes(*paths) == []


def test_the_plan_file_stands_for_the_plan():
    assert codes("plan/bcastplan.yaml") == [("PLN003", 4), ("PLN003", 4)]


def test_an_agreement_with_a_row_of_a_list_waits_for_the_list():
    Path("plan/bcastplan.yaml").write_text(
        "bcastplan: 1\nagreed:\n  - {a: one, b: r71, reason: r}\n  - {a: one, b: partner, reason: r}\n"
    )
    found = check_paths(["plan"], select=["PLN"]).findings
    assert [(one.rule, one.place.line) for one in found] == [("PLN002", 4)]
    assert "nothing that was read has the id 'partner'" in found[0].message
    Path("partner.yaml").write_text(
        "bcastplan: 1\nservice: p\nseason: A26\ntransmissions:\n"
        f"  - {{id: partner, {ROW}}}\n  - {{id: r71, {ROW.replace('9565', '7300')}}}\n"
    )
    found = check_paths(["plan"], ["partner.yaml"], select=["PLN"]).findings
    assert [(one.rule, one.place.line) for one in found] == [("PLN002", 3)]
    assert "one and r71 are not in conflict any more" in found[0].message
