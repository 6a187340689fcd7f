"""Listeners and assumptions on the command line: what is wrong is told with its line, and the rest is counted."""

import json
from pathlib import Path

import pytest

SCHEDULE = """\
bcastplan: 1
service: VOA Korean
season: A26
listeners: dprk
defaults: {language: Kor, target: 44NE, antenna: 216, azimuth: 21}
transmissions:
  - {id: full, frequency: 12140, time: 0500-0700, site: PHT, power: 250}
  - {id: lost, frequency: 9565, time: 1530-1630, site: PHT, power: 250, listeners: dkpr}
  - {id: bare, frequency: 7465, time: 1530-1600}
"""
PLAN = """\
bcastplan: 1
listeners:
  dprk: {administration: KRE}
  half:
    places:
      - {name: Hyesan, latitude: 41.40, longitude: 128.18, people: 192680}
      - {name: Musan, latitude: 42.23, longitude: 129.21, people: -5}
      - {name: Rason, people: 196954}
      - {name: Nobody, latitude: 42.0, longitude: 129.0, people: 0}
  wrong: {administration: [KRE, PRK]}
  empty: {places: []}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("plan").mkdir()
    write(SCHEDULE, PLAN)


def write(schedule, plan):
    Path("plan/a26.yaml").write_text(schedule)
    Path("plan/bcastplan.yaml").write_text(plan)


def coverage(run, *options):
    """The answer for a plan that has faults, and its transmissions by id."""
    ran = run("coverage", "plan", "--format", "json", *options)
    assert ran.code == 1, ran.err
    answer = json.loads(ran.out)
    return answer, {row["id"]: row for row in answer["transmissions"]}


def test_every_fault_is_a_finding_at_its_line(run):
    findings = json.loads(run("check", "plan", "--format", "json").out)["findings"]
    told = {(finding["rule"], Path(finding["file"]).name, finding["line"]) for finding in findings}
    assert {
        ("LIS001", "a26.yaml", 8),
        ("YML005", "bcastplan.yaml", 7),
        ("YML004", "bcastplan.yaml", 8),
        ("LIS002", "bcastplan.yaml", 10),
        ("LIS003", "bcastplan.yaml", 11),
    } <= told
    messages = {finding["rule"]: finding["message"] for finding in findings}
    assert "did you mean dprk?" in messages["LIS001"]
    assert "the ITU writes KRE" in messages["LIS002"]
    assert "-5 people" in messages["YML005"]


@pytest.mark.parametrize(
    "asked", [("coverage",), ("hours", "--coverage"), ("suggest", "full", "--band", "31m", "--count", "1")]
)
def test_whoever_predicts_tells_the_faults_and_answers_all_the_same(run, asked):
    ran = run(asked[0], "plan", *asked[1:])
    assert ran.code == 1
    told = ("LIS001", "LIS002") if asked[0] == "suggest" else ("LIS001", "LIS002", "LIS003", "YML004", "YML005")
    for code in told:
        assert code in ran.err
    assert len(ran.out.splitlines()) > 4
    write(SCHEDULE.replace(", listeners: dkpr", ""), "bcastplan: 1\nlisteners: {dprk: {administration: KRE}}\n")
    assert run(asked[0], "plan", *asked[1:]).code == 0


def test_the_rest_is_counted(run):
    answer, rows = coverage(run)
    assert (rows["full"]["listeners"], rows["full"]["people"]) == ("dprk", 12_876_883)
    assert rows["full"]["person_hours"] > 0
    assert (rows["lost"]["missing"], rows["lost"]["share"], rows["lost"]["people"]) == (["listeners"], None, None)
    assert {left_out["reason"]: left_out["transmissions"] for left_out in answer["left_out"]} == {
        "listeners": 1, "site": 1, "power": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("group", "people"), [("half", 192_680), ("wrong", 12_876_883), ("KRE", 12_876_883), ("HKG", None)]
)
def test_what_is_right_of_a_group_is_enough(run, group, people):
    write(SCHEDULE.replace("listeners: dprk", f"listeners: {group}"), PLAN)
    _, rows = coverage(run)
    assert rows["full"]["listeners"] == group
    assert rows["full"]["people"] == people if people else rows["full"]["people"] > 1_000_000


@pytest.mark.parametrize("group", ["empty", "PRK", "nobody"])
def test_without_people_nothing_is_predicted_whatever_the_target(run, group):
    write(SCHEDULE.replace("listeners: dprk", f"listeners: {group}"), PLAN)
    _, rows = coverage(run)
    assert (rows["full"]["missing"], rows["full"]["served_share"]) == (["listeners"], None)


def test_without_listeners_the_target_stands_and_people_are_null(run):
    write(SCHEDULE.replace("listeners: dprk\n", ""), PLAN)
    answer, rows = coverage(run)
    assert rows["full"]["share"] is not None
    assert [rows["full"][name] for name in ("listeners", "people", "person_hours")] == [None, None, None]
    assert not any("GeoNames" in note for note in answer["notes"])


def test_what_is_assumed_is_counted_named_and_in_no_hours(run):
    assume = "assume:\n  - {language: Kor, site: PHT, power: 100, why: a <guess>}\n"
    write(SCHEDULE, PLAN + assume)
    answer, rows = coverage(run)
    assert rows["bare"]["share"] is not None
    assert "site PHT, power 100 kW assumed (a <guess>)" in rows["bare"]["assumed"]
    assert rows["bare"]["site"] is None
    assert answer["assumptions"] == [{"assumed": "site PHT, power 100 kW", "why": "a <guess>", "transmissions": 1}]
    text = run("coverage", "plan").out
    assert "Assumed of 1 transmission: site PHT, power 100 kW (a <guess>)." in text
    with_it = run("hours", "plan", "--by", "site", "--format", "json").out
    write(SCHEDULE, PLAN)
    assert run("hours", "plan", "--by", "site", "--format", "json").out == with_it
    assert run("export", "hfcc", "plan").out.count("PHT") == 2


def test_the_share_of_the_people_stands_beside_them_and_is_never_scaled(run):
    answer, _ = coverage(run)
    assert answer["listeners"] == [
        {"listeners": "dprk", "administrations": ["KRE"], "places": 97, "people": 12_876_883,
         "administration_people": 25_549_819}
    ]  # fmt: skip
    assert "Listeners dprk: 97 towns of KRE with 12,876,883 people, 50 % of the 25,549,819 there; " in " ".join(
        answer["notes"]
    )
    assert "People of towns: GeoNames (www.geonames.org), CC BY 4.0." in answer["notes"]
    write(SCHEDULE.replace("listeners: dprk", "listeners: HKG"), PLAN)
    assert any("districts of large towns are listed as towns" in note for note in coverage(run)[0]["notes"])


def test_user_text_is_inert_in_every_format(run):
    name = "<b>=1+1"
    plan = f'bcastplan: 1\nlisteners: {{"{name}": {{administration: KRE}}}}\nassume: [{{power: 1, why: "<i>|x"}}]\n'
    write(SCHEDULE.replace("listeners: dprk", f'listeners: "{name}"').replace(", listeners: dkpr", ""), plan)
    page = run("hours", "plan", "--coverage", "--format", "html").out
    assert name not in page
    assert "&lt;b&gt;=1+1" in page
    assert "\\<b\\>" in run("hours", "plan", "--coverage", "--format", "markdown").out
    assert f",{name}," in run("coverage", "plan", "--format", "csv").out


@pytest.mark.parametrize("percent", ["0", "-1", "100.1", "nan", "x"])
def test_a_threshold_is_a_share_in_per_cent(run, percent):
    assert run("coverage", "plan", "--served", percent).code == 2
