"""The three formats tell the same verdicts, and the constants they rest on."""

import csv
import io
import json
from pathlib import Path

import pytest

OURS = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {manager: AGM, language: Kor, target: 44NE, site: PHT, power: 250, antenna: 216, azimuth: 21}
transmissions:
  - {id: evening, frequency: 9565, time: 1530-1630}
  - {id: lonely, frequency: 7465, time: 0030-0130}
"""
THEIRS = """\
bcastplan: 1
service: Other
season: A26
defaults: {manager: NHK, language: Jpn, target: '44', site: YAM, power: 300, antenna: 216, azimuth: 290}
transmissions:
  - {id: same, frequency: 9565, time: 1500-1600}
  - {id: aside, frequency: 9575, time: 1500-1600}
  - {id: unknown, frequency: 9570, time: 1500-1600, site: ZZZ}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("ours.yaml").write_text(OURS)
    Path("theirs.yaml").write_text(THEIRS)


def compat(run, *options):
    return run("compat", "ours.yaml", "--against", "theirs.yaml", *options)


def data(run):
    return json.loads(compat(run, "--format", "json").out)


def test_pairs_are_judged_by_what_is_heard(run):
    answer = data(run)
    assert answer["schema"] == "bcastplan.compat/1"
    by_id = {pair["b"]["id"]: pair for pair in answer["pairs"]}
    assert set(by_id) == {"same", "aside", "unknown"}
    same, aside = by_id["same"], by_id["aside"]
    assert same["margin_db"] == min(same["a_wanted"]["margin_db"], same["b_wanted"]["margin_db"])
    assert aside["a_wanted"]["margin_db"] > same["a_wanted"]["margin_db"] + 30
    severity = {"clean": "info", "fair": "info", "interference": "warning", "unusable": "error"}
    assert same["severity"] == severity[same["class"]]
    assert same["a_wanted"]["protection_db"] == 17.0
    assert same["a_wanted"]["overall_reliability"] <= same["a_wanted"]["basic_reliability"]


def test_what_is_unknown_keeps_the_severity_of_the_conflict(run):
    unknown = next(pair for pair in data(run)["pairs"] if pair["b"]["id"] == "unknown")
    assert (unknown["margin_db"], unknown["class"], unknown["missing"]) == (None, "unknown", ["site"])
    assert unknown["severity"] == "warning"  # adjacent, external
    assert "not predicted: site" in compat(run).out


def test_gravest_first(run):
    pairs = data(run)["pairs"]
    ranks = [("error", "warning", "info").index(pair["severity"]) for pair in pairs]
    assert ranks == sorted(ranks)


def test_text_and_csv_agree_with_json(run):
    answer = data(run)
    text = compat(run).out
    rows = list(csv.DictReader(io.StringIO(compat(run, "--format", "csv").out)))
    for pair, row in zip(answer["pairs"], rows, strict=True):
        assert row["severity"] == pair["severity"]
        assert row["class"] == pair["class"]
        assert row["b_id"] == pair["b"]["id"]
        if pair["margin_db"] is not None:
            assert float(row["margin_db"]) == pair["margin_db"]
            assert f"margin {pair['a_wanted']['margin_db']:+.1f} dB" in text
    assert text.count("with ") >= len(answer["pairs"])


def test_a_transmission_is_judged_under_all_that_disturb_it(run):
    """``same`` and ``aside`` are on the air together with ``evening``; ``unknown`` has no site to predict from."""
    answer = data(run)
    (evening,) = answer["transmissions"]
    alone = min(pair["a_wanted"]["margin_db"] for pair in answer["pairs"] if pair["a_wanted"])
    assert (evening["transmission"]["id"], evening["interferers"], evening["not_predicted"]) == ("evening", 2, 1)
    assert [one["id"] for one in evening["at_once"]] == ["same", "aside"]
    assert evening["overlap_minutes"] == 30 * 210
    assert alone - 3.1 <= evening["margin_db"] <= alone
    text = compat(run).out
    assert f"margin {evening['margin_db']:+.1f} dB" in text.split("Under all their interferers together")[1]
    assert "1 transmission under all interferers:" in text
    for row in csv.DictReader(io.StringIO(compat(run, "--format", "csv").out)):
        assert (row["a_together_margin_db"], row["b_together_margin_db"]) == (str(evening["margin_db"]), "")


def test_constants_that_are_remembered_are_shown(run):
    constants = {one["name"]: one for one in data(run)["constants"]}
    assert constants["HF co-channel"]["confidence"] == "source"
    assert constants["curve HF"]["confidence"] == "memory_high"
    text = compat(run).out
    assert "Constants to be checked" in text
    assert "HF co-channel: 17 dB" not in text
    assert "curve HF: 0/-3/-35/-49/-54 dB at 0/5/10/15/20 kHz (memory high: ITU-R BS.560" in text


def test_an_entry_found_twice_is_no_interference(run):
    Path("ours.yaml").write_text(OURS.replace("0030-0130", "1530-1630").replace("7465", "9565"))
    twice = next(pair for pair in data(run)["pairs"] if pair["own"])
    assert twice["missing"] == ["entered twice"]


@pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("info", 1)])
def test_fail_on(run, fail_on, code):
    assert compat(run, "--fail-on", fail_on).code == code


def test_nothing_to_compare_is_an_empty_list(run):
    ran = run("compat", "ours.yaml")
    assert (ran.code, ran.out) == (0, "0 pairs: 0 errors, 0 warnings, 0 infos\n")


def test_bad_usage_and_bad_input(run):
    assert compat(run, "--ssn", "999").code == 2
    assert run("compat", "ours.yaml", "--against", "nowhere.txt").code == 3


ELSEWHERE = """\
bcastplan: 1
service: To Europe
season: A26
defaults: {manager: XYZ, language: Eng, target: '28', site: KWT, power: 500, antenna: 216, azimuth: 45}
transmissions:
  - {id: east, frequency: 9565, time: 1600-1700}
  - {id: far, frequency: 9575, time: 1600-1700, azimuth: 225, target: '48'}
  - {id: dark, frequency: 9560, time: 1600-1700, site: ZZZ}
"""


@pytest.fixture
def elsewhere():
    Path("theirs.yaml").write_text(ELSEWHERE)


@pytest.mark.usefixtures("elsewhere")
def test_what_is_aimed_elsewhere_disturbs_too(run):
    """Its target shares no test point with ours, yet it beams past it; each side is judged at its own points."""
    answer = data(run)
    (pair,) = answer["pairs"]
    assert (pair["b"]["id"], pair["shared_test_points"], pair["elsewhere"]) == ("east", 0, True)
    assert pair["class"] in ("interference", "unusable")
    assert pair["a_wanted"]["overall_reliability"] < pair["a_wanted"]["basic_reliability"]
    (evening,) = answer["transmissions"]
    assert (evening["interferers"], evening["not_predicted"], evening["overlap_minutes"]) == (2, 1, 30 * 210)
    assert evening["margin_db"] == pytest.approx(pair["a_wanted"]["margin_db"], abs=0.2)
    assert (answer["clean_elsewhere"], answer["unknown_elsewhere"]) == (1, 1)
    text = compat(run).out
    assert "0 shared test points: each judged at its own" in text
    assert "1 more pair whose targets share no test point: clean" in text
    assert "1 more pair whose targets share no test point: not predicted" in text


@pytest.mark.usefixtures("elsewhere")
def test_harm_to_others_is_told_at_their_own_points(run):
    """Ours beams over Korea with 250 kW; a weak transmission to its neighbours loses."""
    weak = ELSEWHERE.replace("target: '28'", "target: '42E'").replace("power: 500", "power: 1")
    Path("theirs.yaml").write_text(weak)
    answer = data(run)
    harmed = {one["transmission"]["id"]: one for one in answer["harm"]}["east"]
    assert harmed["margin_db"] < 0.0
    assert [one["id"] for one in harmed["at_once"]] == ["evening"]
    assert harmed["severity"] in ("warning", "error")
    text = compat(run).out
    section = text.split("Harm done to others at their own test points")[1]
    assert "by 9565 kHz [evening], for 105.0 hours" in section
    assert "pushed below 0 dB at their own test points" in section
    assert compat(run, "--fail-on", "warning").code == 1
    (row,) = [row for row in csv.DictReader(io.StringIO(compat(run, "--format", "csv").out)) if row["b_id"] == "east"]
    assert row["b_harm_margin_db"] == str(harmed["margin_db"])
    assert row["b_together_margin_db"] == ""


def test_jammers_interfere_and_are_not_judged(run):
    Path("theirs.yaml").write_text(ELSEWHERE.replace("id: east, frequency: 9565", "id: east, frequency: 7000"))
    Path("bcastplan.yaml").write_text(
        "bcastplan: 1\nagainst: [theirs.yaml]\nschedules: [ours.yaml]\n"
        "jammers: [{name: Baekdu, latitude: 42.05, longitude: 128.0, power: 100, follows: [evening]}]\n"
    )
    answer = json.loads(run("compat", "ours.yaml", "--format", "json").out)
    (evening,) = answer["transmissions"]
    assert evening["interferers"] == 2
    assert evening["at_once"][0]["service"] == "Baekdu"
    assert evening["at_once"][0]["jammer"] is True
    assert all("Baekdu" not in (pair["a"]["service"], pair["b"]["service"]) for pair in answer["pairs"])
    assert all(one["transmission"]["service"] != "Baekdu" for one in answer["harm"])
