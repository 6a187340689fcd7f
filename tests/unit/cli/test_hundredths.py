"""Hundredths of a kilohertz go unchanged from a list through YAML to conflicts, hours and lists again."""

import json
from pathlib import Path

import pytest

HEAD = "kHz:75;Time(UTC):93;Days:59;ITU:49;Station:201;Lng:49;Target:62;Remarks:135;P:35;Start:60;Stop:60;\n"
ROWS = "3209.95;1200-1300;;KRE;Alpha;K;KRE;;1;;\n3210.07;1230-1330;;KRE;Beta;K;KRE;;1;;\n"


@pytest.fixture
def imported(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("sked-a26.csv").write_text(HEAD + ROWS)
    assert run("import", "eibi", "sked-a26.csv", "--single", "-o", "plan.yaml").code == 0
    return run


def test_a_schedule_holds_them(imported):
    written = Path("plan.yaml").read_text()
    assert "frequency: 3209.95\n" in written
    assert "frequency: 3210.07\n" in written


def test_the_separation_of_a_pair_is_exact(imported):
    pairs = json.loads(imported("conflicts", "plan.yaml", "--format", "json").out)["pairs"]
    assert [(pair["separation_khz"], pair["overlap_minutes"]) for pair in pairs] == [(0.12, 210 * 30)]


def test_hours_name_them(imported):
    rows = json.loads(imported("hours", "plan.yaml", "--by", "frequency", "--format", "json").out)["rows"]
    assert [(row["frequency"], row["frequency_minutes"]) for row in rows] == [
        (3209.95, 12600),
        (3210.07, 12600),
    ]


@pytest.mark.parametrize("kind", ["csv", "eibi"])
def test_exported_lists_read_back(imported, kind):
    name = f"{kind}-a26.csv"
    assert imported("export", kind, "plan.yaml", "-o", name).code == 0
    again = json.loads(imported("hours", name, "--by", "frequency", "--format", "json").out)
    assert [row["frequency"] for row in again["rows"]] == [3209.95, 3210.07]
    if kind == "eibi":
        assert Path(name).read_text() == HEAD + ROWS


def test_a_list_without_room_for_them_says_so(imported):
    ran = imported("export", "hfcc", "plan.yaml", "-o", "-")
    assert ran.code == 1
    assert "3209.95 kHz is no whole number of kHz: the row is not written" in ran.err
