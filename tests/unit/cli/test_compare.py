import csv
import io
import json
from pathlib import Path

import pytest

PLAN = """\
bcastplan: 1
service: Example
season: A26
defaults: {language: Kor, target: 44NE, site: PHT}
transmissions:
  - {id: one, frequency: 9685, time: 1500-1530}
  - {id: two, frequency: 9565, time: 1530-1630}
"""
LIST = "9685;1500-1530;Mo-Fr;USA;Voice;K;KRE;/PHL-t;1;;[0726]\n9700;1200-1300;;J;Shiokaze;K;KRE;y;1;;\n"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(PLAN)
    Path("sked-a26.csv").write_text(LIST)


def test_text(run):
    ran = run("compare", "plan.yaml", "sked-a26.csv")
    assert ran.code == 0
    words = "days; 105.00 h in A, 75.00 h in B, 75.00 h in both"
    expected = f"""\
On the air by sked-a26.csv, not registered in plan.yaml (1)
    9700  1200-1300  daily  Shiokaze  Kor  Yamata  sked-a26.csv:2

Registered in plan.yaml, not listed in sked-a26.csv (1)
    9565  1530-1630  daily  Example  Kor  Tinang 1  plan.yaml:7

In both, with differences (1)
  A  9685  1500-1530  daily    Example  Kor  Tinang 1      plan.yaml:6     {words}
  B  9685  1500-1530  Mon-Fri  Voice    Kor  Tinang (VoA)  sked-a26.csv:1  heard 2026-07

A: plan.yaml, 2 rows on the air
B: sked-a26.csv, 2 rows on the air, newest report 2026-07
0 same, 1 differs, 0 not-heard-lately, 1 only-a, 1 only-b
"""
    assert ran.out == expected


def test_json_and_csv(run):
    found = json.loads(run("compare", "plan.yaml", "sked-a26.csv", "--format", "json").out)
    assert found["schema"] == "bcastplan.compare/1"
    assert found["summary"] == {"only-b": 1, "only-a": 1, "not-heard-lately": 0, "differs": 1, "same": 0, "beyond": 0}
    differing = found["items"][2]
    assert differing["differences"] == ["days"]
    assert (differing["minutes_a"], differing["minutes_both"]) == (105 * 60, 75 * 60)
    assert differing["b"][0] == {
        "file": "sked-a26.csv", "line": 1, "id": "e1", "frequency_khz": 9685, "time": "1500-1530", "days": "Mon-Fri",
        "service": "Voice", "broadcaster": None, "manager": None, "language": "Kor", "target": "44NE",
        "site": "Tinang (VoA)", "site_name": None, "heard": "2026-07",
    }  # fmt: skip
    table = list(csv.DictReader(io.StringIO(run("compare", "plan.yaml", "sked-a26.csv", "--format", "csv").out)))
    assert [(row["item"], row["side"], row["status"]) for row in table] == [
        ("1", "b", "only-b"),
        ("2", "a", "only-a"),
        ("3", "a", "differs"),
        ("3", "b", "differs"),
    ]


def test_a_list_first_turns_the_words(run):
    out = run("compare", "sked-a26.csv", "plan.yaml").out
    assert "On the air by sked-a26.csv, not registered in plan.yaml (1)" in out
    assert "Registered in plan.yaml, not listed in sked-a26.csv (1)" in out


def test_errors_and_what_cannot_be_read(run):
    Path("sked-a26.csv").write_text("6200;1241-1241;;CHN;J;C;TWN;nj;1;;\n" + LIST)
    ran = run("compare", "plan.yaml", "sked-a26.csv")
    assert ran.code == 1
    assert "EIB003" in ran.err
    ran = run("compare", "plan.yaml", "gone.csv")
    assert ran.code == 3
    assert "no such file" in ran.err
    assert run("compare", "-", "-").code == 2


def test_the_season_against_what_is_heard(run, shared_data):
    found = json.loads(
        run(
            "compare", shared_data / "hfcc" / "A26allx2.zip", shared_data / "eibi" / "sked-a26.csv", "--format", "json"
        ).out
    )
    assert found["a"]["rows"] == 3305
    rows_a = [(row["file"], row["line"]) for item in found["items"] for row in item["a"]]
    assert len(rows_a) == len(set(rows_a)) == 3305  # every row of A stands in one item, once
    rows_b = [(row["file"], row["line"]) for item in found["items"] for row in item["b"]]
    assert len(rows_b) == len(set(rows_b)) == found["b"]["rows"] - found["summary"]["beyond"]
    for item in found["items"]:
        assert item["minutes_both"] <= min(item["minutes_a"], item["minutes_b"])
        assert (item["status"] == "same") <= (item["minutes_a"] == item["minutes_b"] == item["minutes_both"])
