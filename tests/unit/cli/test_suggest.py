"""A suggested channel has just the conflicts it would have if the schedule said so."""

import json
from pathlib import Path

import pytest

from bcastplan.workspace.prediction.coverage_notes import UNDISTURBED

OURS = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {manager: AGM, language: Kor, target: 44NE, site: PHT, power: 250, antenna: 216, azimuth: 21}
transmissions:
  - {id: evening, frequency: 9565, time: 1530-1630}
  - {id: beside, frequency: 9700, time: 1600-1700, language: Eng}
"""
THEIRS = """\
bcastplan: 1
service: Other
season: A26
defaults: {manager: NHK, language: Jpn, target: '44', site: YAM, power: 300, antenna: 216, azimuth: 290}
transmissions:
  - {id: same, frequency: 9565, time: 1500-1600}
  - {id: aside, frequency: 9600, time: 1500-1600}
  - {id: elsewhere, frequency: 9650, time: 1500-1600, target: '27'}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("ours.yaml").write_text(OURS)
    Path("theirs.yaml").write_text(THEIRS)


def data(run, *options):
    ran = run("suggest", "ours.yaml", "evening", "--against", "theirs.yaml", "--format", "json", *options)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def by_khz(answer):
    return {one["frequency_khz"]: one for one in answer["candidates"]}


def test_conflicts_are_those_of_the_conflicts_command(run):
    found = by_khz(data(run, "--band", "31m", "--count", "1000"))
    for khz in (9565, 9560, 9570, 9600, 9610, 9650, 9695, 9700, 9705, 9800):
        Path("moved.yaml").write_text(OURS.replace("9565", str(khz)))
        pairs = json.loads(run("conflicts", "moved.yaml", "--against", "theirs.yaml", "--format", "json").out)["pairs"]
        mine = [pair for pair in pairs if "evening" in (pair["a"]["id"], pair["b"]["id"])]
        expected = [sum(pair["severity"] == name for pair in mine) for name in ("error", "warning", "info")]
        assert [found[khz][name] for name in ("errors", "warnings", "infos")] == expected, khz
    assert found[9565]["current"]
    assert found[9565]["errors"] == 1


def test_the_share_is_that_of_the_coverage_command(run):
    found = by_khz(data(run, "--band", "31m", "--count", "1000"))
    Path("moved.yaml").write_text(OURS.replace("9565", "9800"))
    coverage = json.loads(run("coverage", "moved.yaml", "--format", "json").out)
    evening = next(one for one in coverage["transmissions"] if one["id"] == "evening")
    assert found[9800]["share"] == evening["share"]
    assert found[9805]["share"] == found[9800]["share"]  # predicted every 25 kHz


def test_the_order_is_conflicts_then_what_is_heard(run):
    candidates = data(run, "--count", "1000")["candidates"]
    ranks = [(one["errors"], one["warnings"], -one["share"], one["infos"]) for one in candidates]
    assert ranks == sorted(ranks)


def test_channels_are_allocated_and_on_the_raster(run):
    answer = data(run, "--count", "1000")
    allocated = by_khz(answer)
    assert answer["considered"] == len(allocated) > 500
    assert all(khz % 5 == 0 for khz in allocated)
    assert {one["status"] for one in allocated.values()} == {"in"}
    assert 9390 not in allocated
    assert by_khz(data(run, "--customary", "--count", "3000"))[9390]["status"] == "customary"
    assert {one["band"] for one in data(run, "--band", "31m", "--band", "49 m", "--count", "999")["candidates"]} == {
        "31 m",
        "49 m",
    }


def test_medium_wave_has_the_raster_of_its_region(run):
    Path("ours.yaml").write_text(OURS.replace("9565", "1188").replace(", antenna: 216, azimuth: 21", ""))
    khz = by_khz(data(run, "--count", "500", "--date", "2026-07-15"))
    assert {531, 540, 1188, 1602} <= set(khz)
    assert all(value % 9 == 0 for value in khz)


def test_its_own_registration_is_no_conflict(run):
    Path("theirs.yaml").write_text(OURS.replace("id: evening", "id: registered"))
    found = by_khz(data(run, "--band", "31m", "--count", "1000", "--time", "1500-1600"))
    assert found[9565]["errors"] == found[9570]["warnings"] == 0


def test_changes_are_asked_for_as_a_schedule_writes_them(run):
    later = by_khz(data(run, "--band", "31m", "--count", "1000", "--time", "1700-1800"))
    assert later[9565]["errors"] == later[9600]["errors"] == 0
    other = data(run, "--band", "31m", "--target", "27")
    assert other["transmission"]["target"] == "27"


def test_without_a_site_conflicts_alone_decide(run):
    Path("ours.yaml").write_text(OURS.replace("site: PHT, ", ""))
    answer = data(run, "--band", "31m")
    assert answer["transmission"]["missing"] == ["site"]
    assert answer["candidates"][0]["share"] is None
    text = run("suggest", "ours.yaml", "evening", "--band", "31m").out
    assert "Not predicted: site missing" in text


def test_text_lists_the_best_and_the_frequency_in_use(run):
    ran = run("suggest", "ours.yaml", "ours.yaml:6", "--against", "theirs.yaml", "--count", "3")
    lines = ran.out.splitlines()
    assert lines[0].startswith("VOA Korean from PHT to 44NE [evening]: the best of ")
    assert len(lines) == 9
    assert lines[6].split()[0] == "9565"
    assert lines[6].endswith("in use now")
    assert lines[7:] == ["", UNDISTURBED]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("evenin",), "did you mean"),
        (("nothing-like-it",), "give an id, or FILE:LINE"),
        (("evening", "--time", "15-16"), "time: "),
        (("evening", "--band", "33m"), "no band '33m'"),
        (("evening", "--band", "MW"), "no channel of these bands"),
        (("evening", "--count", "0"), "--count"),
        (("evening", "--ssn", "-1"), "R12 from 0 to 311"),
        (("evening", "--target", "99"), "target: '99' names no test point"),
        (("evening", "--listeners", "PRK"), "listeners: 'PRK' is no group"),
    ],
)
def test_wrong_usage(run, arguments, said):
    ran = run("suggest", "ours.yaml", *arguments)
    assert ran.code == 2
    assert said in ran.err


def test_a_line_is_found_however_its_file_is_named(run):
    for path, place in (("ours.yaml", "./ours.yaml:6"), ("./ours.yaml", "ours.yaml:6")):
        assert run("suggest", path, place, "--count", "1").code == 0


def test_a_list_that_cannot_be_read_makes_no_channel_look_clear(run):
    ran = run("suggest", "ours.yaml", "evening", "--against", "nowhere.txt")
    assert (ran.code, ran.out) == (3, "")
    assert "nowhere.txt" in ran.err


def test_listeners_bring_people_and_person_hours(run):
    text = Path("ours.yaml").read_text().replace("target: 44NE", "target: 44NE, listeners: KRE")
    Path("ours.yaml").write_text(text)
    ran = run("suggest", "ours.yaml", "ours.yaml:6", "--count", "2", "--format", "json")
    answer = json.loads(ran.out)
    assert (answer["transmission"]["listeners"], answer["transmission"]["people"]) == ("KRE", 12_876_883)
    for candidate in answer["candidates"]:
        assert 0.0 <= candidate["served_share"] <= 1.0
        assert candidate["person_hours"] > 0
    assert any("GeoNames" in note for note in answer["notes"])
    shown = run("suggest", "ours.yaml", "ours.yaml:6", "--count", "2").out
    assert "person-hours" in shown.splitlines()[2]
    assert "GeoNames" in shown.splitlines()[-1]
    assert "to KRE" in shown.splitlines()[0]


def test_another_target_takes_the_place_of_listeners_and_the_other_way_round(run):
    def asked(*options):
        ran = run("suggest", "ours.yaml", "ours.yaml:6", "--band", "31m", "--count", "1", "--format", "json", *options)
        return json.loads(ran.out)["transmission"]

    assert (asked()["listeners"], asked("--listeners", "KRE")["listeners"]) == (None, "KRE")
    Path("ours.yaml").write_text(Path("ours.yaml").read_text().replace("target: 44NE", "target: 44NE, listeners: KRE"))
    assert (asked()["listeners"], asked("--target", "45")["listeners"]) == ("KRE", None)
    assert asked("--target", "45", "--listeners", "J")["listeners"] == "J"
