"""`coverage --interference` shows what is heard beside what would be heard alone, and counts what it cannot predict."""

import json
from pathlib import Path

import pytest

PLAN = """\
bcastplan: 1
plan: To Korea
against: [others.yaml]
jammers:
  - {name: Baekdu, latitude: 42.05, longitude: 128.0, power: 10, follows: [jammed]}
"""
OURS = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {manager: AGM, language: Kor, target: 44NE, site: PHT, power: 250, antenna: 216, azimuth: 21}
transmissions:
  - {id: disturbed, frequency: 9565, time: 1530-1630}
  - {id: jammed, frequency: 11700, time: 1530-1600}
  - {id: alone, frequency: 7465, time: 1700-1800}
"""
OTHERS = """\
bcastplan: 1
service: Elsewhere
season: A26
defaults: {manager: XYZ, language: Eng, site: KWT, power: 250, antenna: 216, azimuth: 58, target: 29}
transmissions:
  - {frequency: 9565, time: 1600-1700}
  - {frequency: 7470, time: 1730-1900, power: 500, site: nowhere}
  - {frequency: 7485, time: 1700-1800}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("plan").mkdir()
    Path("plan/bcastplan.yaml").write_text(PLAN)
    Path("plan/ours.yaml").write_text(OURS)
    Path("plan/others.yaml").write_text(OTHERS)


def data(run, *options):
    ran = run("coverage", "plan", "--format", "json", *options)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_both_figures_stand_beside_each_other(run):
    alone, answer = data(run), data(run, "--interference")
    by_id = {row["id"]: row for row in answer["transmissions"]}
    for before, after in zip(alone["transmissions"], answer["transmissions"], strict=True):
        assert before["share"] == after["share"]
        assert before["heard_interfered"] is before["interferers"] is None
    disturbed, jammed, clear = by_id["disturbed"], by_id["jammed"], by_id["alone"]
    assert disturbed["heard_interfered"] < disturbed["share"]
    # Another service from 1600 on, aimed at Europe: half the time, at no test point of ours.
    half = (disturbed["share"] - disturbed["heard_interfered"]) / disturbed["share"]
    assert 0.0 < half <= 0.5
    assert disturbed["interferers"] == 1
    assert jammed["heard_interfered"] < jammed["share"]
    assert jammed["interferers"] == 1
    assert (clear["interferers"], clear["interferers_not_predicted"]) == (0, 1)
    assert clear["heard_interfered"] == clear["share"]
    assert answer["interference"] == {"disturbed": 2, "interferers": 1, "jammers": 1, "not_predicted": 1}
    assert alone["interference"] is None
    total = answer["total"]
    assert total["coverage_minutes_interfered"] < total["coverage_minutes"]
    strip = answer["strips"][0]
    assert strip["hours"][17]["heard_interfered"] == strip["hours"][17]["share"]
    assert strip["hours"][16]["heard_interfered"] < strip["hours"][16]["share"]
    assert strip["hours"][3]["heard_interfered"] is None


def test_text_has_a_second_strip_and_says_what_is_not_in_it(run):
    ran = run("coverage", "plan", "--interference")
    assert ran.code == 0, ran.err
    lines = ran.out.splitlines()
    assert sum(line.startswith("  %intf ") for line in lines) == 1
    heading = next(line for line in lines if line.startswith("band "))
    assert heading.endswith("coverage-hours  heard  served  under interference  still heard  still served")
    assert (
        "Under interference: 2 transmissions disturbed within 10 kHz, by 1 other transmission and 1 jammer." in ran.out
    )
    assert "Not in it: 1 more interferer without a known site or power, so that less may be heard." in ran.out
    assert "%intf" not in run("coverage", "plan").out


def test_more_to_hold_against_comes_by_option_and_only_with_interference(run):
    Path("more.yaml").write_text(OTHERS.replace("9565", "9570").replace("KWT", "TIN"))
    more = data(run, "--interference", "--against", "more.yaml")
    assert more["interference"]["interferers"] == 2
    assert more["total"]["heard_interfered"] < data(run, "--interference")["total"]["heard_interfered"]
    ran = run("coverage", "plan", "--against", "more.yaml")
    assert ran.code == 2
    assert "--against is for --interference" in ran.err


def test_csv_has_the_columns(run):
    ran = run("coverage", "plan", "--interference", "--format", "csv", "--by", "hour")
    header, *rows = [line.split(",") for line in ran.out.splitlines()]
    column = header.index("heard_interfered")
    assert [row[0] for row in rows] == ["15", "16", "17"]
    assert 0.0 < float(rows[1][column]) < float(rows[1][header.index("share")])


def test_without_anything_else_on_the_air_nothing_changes(run):
    Path("bare").mkdir()
    Path("bare/ours.yaml").write_text(OURS)
    ran = run("coverage", "bare", "--interference", "--format", "json")
    answer = json.loads(ran.out)
    assert answer["interference"] == {"disturbed": 0, "interferers": 0, "jammers": 0, "not_predicted": 0}
    assert answer["total"]["heard_interfered"] == answer["total"]["share"]


@pytest.mark.parametrize("command", [("coverage",), ("hours", "--coverage")])
def test_a_schedule_without_transmissions_has_none(run, command):
    Path("empty.yaml").write_text("bcastplan: 1\nservice: X\nseason: A26\ntransmissions: []\n")
    ran = run(*command, "--interference", "--format", "json", "empty.yaml")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["total"]["programme_minutes"] == 0


def test_hours_have_it_beside_their_coverage_by_month(run):
    """The reference schedule begins a year earlier, so that its dates count from another day."""
    early = OTHERS.replace("season: A26", "from: 2025-06-01\nuntil: 2026-10-24")
    Path("plan/others.yaml").write_text(early)
    asked = ("plan", "--coverage", "--interference", "--by", "service", "--format", "json")
    months = json.loads(run("hours", *asked, "--per", "month").out)
    whole = data(run, "--interference")["total"]
    for name in ("coverage_minutes", "coverage_minutes_interfered"):
        assert months["total"][name] == pytest.approx(whole[name], abs=0.05)
        assert sum(row[name] for row in months["rows"]) == pytest.approx(whole[name], abs=1.0)
    assert whole["coverage_minutes_interfered"] < whole["coverage_minutes"]
    heading = run("hours", "plan", "--coverage", "--interference").out.splitlines()[2]
    assert "under interference  still heard" in heading
    assert "under interference" not in run("hours", "plan", "--coverage").out
    assert run("hours", "plan", "--interference").code == 2
    assert run("hours", "plan", "--coverage", "--against", "more.yaml").code == 2


def test_the_page_has_it_without_being_asked(run):
    """Interference is known, for the plan names a reference schedule and a jammer."""
    ran = run("report", "plan", "--coverage", "-o", "report.html")
    assert ran.code == 0, ran.err
    page = Path("report.html").read_text()
    assert "Under interference: 2 transmissions disturbed within 10 kHz, by 1 other transmission and 1 jammer." in page
    assert "Left out: interference" not in page
    answer = run("hours", "plan", "--coverage", "--interference", "--format", "html")
    assert answer.code == 0, answer.err
