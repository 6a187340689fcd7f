"""What the command prints follows from one result; nothing unknown is shown as zero."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bcastplan.model.percent import whole_percent

PLAN = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {language: Kor, target: 44NE, site: PHT, antenna: 216, azimuth: 21}
transmissions:
  - {id: night, frequency: 9565, time: 1530-1630, power: 250}
  - {id: more, frequency: 7465, time: 1530-1600, power: 250}
  - {id: blind, frequency: 11700, time: 0300-0400}
  - {id: elsewhere, frequency: 9720, time: 2330-0030, days: [Fri], target: 45, power: 100}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a26.yaml").write_text(PLAN)


def data(run, *options):
    ran = run("coverage", "a26.yaml", "--format", "json", *options)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_json_has_rows_strips_and_transmissions(run):
    answer = data(run, "--by", "band,hour")
    assert answer["schema"] == "bcastplan.coverage/1"
    assert answer["by"] == ["band", "hour"]
    assert [(one["year"], one["month"]) for one in answer["predicted_for"]] == [(2026, 4), (2026, 7), (2026, 10)]
    rows = {(row["band"], row["hour"]): row for row in answer["rows"]}
    assert set(rows) == {("41 m", 15), ("31 m", 15), ("31 m", 16), ("31 m", 0), ("31 m", 23), ("25 m", 3)}
    assert rows["31 m", 15]["programme_minutes"] == 30 * 210
    by_id = {one["id"]: one for one in answer["transmissions"]}
    night = by_id["night"]
    assert night["programme_minutes"] == night["predicted_minutes"] == 60 * 210
    assert 0 < night["coverage_minutes"] <= night["programme_minutes"]
    assert night["share"] == pytest.approx(night["coverage_minutes"] / night["predicted_minutes"], abs=1e-4)


def test_the_best_frequency_of_a_moment_counts_and_only_once(run):
    answer = data(run)
    by_id = {one["id"]: one for one in answer["transmissions"]}
    strip = next(one for one in answer["strips"] if one["target"] == "44NE")
    fifteen = strip["hours"][15]
    assert fifteen["programme_minutes"] == 30 * 210
    assert fifteen["coverage_minutes"] >= by_id["more"]["coverage_minutes"] - 0.01
    assert answer["total"]["programme_minutes"] == (60 + 60) * 210 + sum(
        one["programme_minutes"] for one in answer["transmissions"] if one["id"] == "elsewhere"
    )


def test_what_is_missing_is_null_and_counted(run):
    answer = data(run)
    blind = next(one for one in answer["transmissions"] if one["id"] == "blind")
    assert blind["coverage_minutes"] is None
    assert blind["share"] is None
    assert blind["missing"] == ["power"]
    assert answer["left_out"] == [{"reason": "power", "transmissions": 1, "minutes": 60 * 210}]
    band = next(row for row in answer["rows"] if row["band"] == "25 m")
    assert (band["predicted_minutes"], band["coverage_minutes"], band["share"]) == (0, None, None)
    text = run("coverage", "a26.yaml").out
    assert "Not predicted: 1 transmission (210.00 hours): no power." in text
    assert " ?" in next(line for line in text.splitlines() if line.startswith("  %hear"))


def test_a_power_is_assumed_only_when_asked(run):
    answer = data(run, "--assume-power", "100")
    blind = next(one for one in answer["transmissions"] if one["id"] == "blind")
    assert (blind["missing"], blind["assumed"]) == ([], "power 100 kW assumed")
    assert blind["coverage_minutes"] is not None
    night = next(one for one in answer["transmissions"] if one["id"] == "night")
    assert night == next(one for one in data(run)["transmissions"] if one["id"] == "night")
    assert answer["assumed_transmissions"] == 1
    assert "1 transmission with something assumed" in run("coverage", "a26.yaml", "--assume-power", "100").out


def test_text_shows_a_strip_of_24_hours(run):
    ran = run("coverage", "a26.yaml")
    lines = ran.out.splitlines()
    first = lines.index(next(line for line in lines if line.startswith("VOA Korean -> 44NE")))
    utc, heard, served, band = lines[first + 1 : first + 5]
    assert utc[8:].split() == [f"{hour:02d}" for hour in range(24)]
    cells = [heard[8 + 3 * hour : 10 + 3 * hour] for hour in range(24)]
    strip = next(one for one in data(run)["strips"] if one["target"] == "44NE")
    for hour, cell in enumerate(strip["hours"]):
        if not cell["programme_minutes"]:
            assert cells[hour] == " ."
        elif cell["share"] is None:
            assert cells[hour] == " ?"
        else:
            assert int(cells[hour]) == min(whole_percent(cell["share"]), 99)
            assert int(served[8 + 3 * hour : 10 + 3 * hour]) == min(whole_percent(cell["served_share"]), 99)
            assert band[8 + 3 * hour : 10 + 3 * hour] == cell["band"].removesuffix(" m")
    assert all(len(line) <= 80 for line in (utc, heard, served, band))
    assert "Required S/N 34 dB in 9 kHz; rural noise." in ran.out
    assert ran.err == ""


def test_csv_has_the_same_rows(run):
    rows = list(csv.DictReader(io.StringIO(run("coverage", "a26.yaml", "--format", "csv", "--by", "site,band").out)))
    answer = data(run, "--by", "site,band")
    assert [row["band"] for row in rows] == [row["band"] for row in answer["rows"]]
    for row, same in zip(rows, answer["rows"], strict=True):
        assert row["coverage_minutes"] == (
            "" if same["coverage_minutes"] is None else f"{same['coverage_minutes']:.10g}"
        )
        assert row["programme_hours"] == f"{same['programme_minutes'] / 60:.2f}"
        assert row["site_name"] == same["site_name"]


def test_conditions_change_what_is_heard(run):
    plain = data(run)["total"]["coverage_minutes"]
    assert data(run, "--snr", "20")["total"]["coverage_minutes"] > plain
    assert data(run, "--environment", "city")["total"]["coverage_minutes"] < plain
    assert data(run, "--ssn", "150")["total"]["coverage_minutes"] != plain
    one = data(run, "--date", "2026-07-01", "--ssn", "40")
    assert one["predicted_for"] == [{"year": 2026, "month": 7, "r12": 40.0, "r12_status": "given"}]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--by", "colour"), "not by 'colour'"),
        (("--ssn", "-3"), "R12 from 0 to 311"),
        (("--ssn", "nan"), "R12 from 0 to 311"),
        (("--snr", "nan"), "--snr takes a ratio"),
        (("--assume-power", "0"), "--assume-power"),
        (("--date", "2026-13-01"), "2026-13-01"),
    ],
)
def test_wrong_usage(run, options, said):
    ran = run("coverage", "a26.yaml", *options)
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""


def test_exit_codes_follow_the_input(run):
    assert run("coverage", "nowhere.yaml").code == 3
    Path("broken.yaml").write_text("bcastplan: 1\nservice: X\nseason: A26\ntransmissions:\n  - {frequency: 95x5}\n")
    ran = run("coverage", "broken.yaml")
    assert ran.code == 1
    assert "broken.yaml:5" in ran.err


def test_names_are_inert(run):
    Path("evil.yaml").write_text(PLAN.replace("VOA Korean", '"=cmd\\u009b31m"'))
    assert "\x9b" not in run("coverage", "evil.yaml").out
    assert "\n'=cmd" in run("coverage", "evil.yaml", "--format", "csv", "--by", "service").out


def test_the_mode_is_told_and_changes_what_is_above_the_muf(run):
    usual, calibrated = data(run), data(run, "--mode", "calibrated")
    assert (usual["mode"], calibrated["mode"]) == ("recommendation", "calibrated")
    assert calibrated["total"]["coverage_minutes"] != usual["total"]["coverage_minutes"]
    assert "calibrated mode" in run("coverage", "a26.yaml", "--mode", "calibrated").out
    assert run("coverage", "a26.yaml", "--mode", "guessed").code == 2


def test_processes_and_kept_predictions_change_nothing(run):
    first = run("coverage", "a26.yaml").out
    assert run("coverage", "a26.yaml", "--jobs", "3").out == first
    assert run("coverage", "a26.yaml", "--no-cache", "--jobs", "1").out == first
    assert run("coverage", "a26.yaml", "--jobs", "0").code == 2


def test_the_likely_range_stands_beside_every_figure(run):
    plain, ranged = data(run), data(run, "--range")
    assert plain["total"]["heard_low"] is None
    hours = [hour for strip in ranged["strips"] for hour in strip["hours"]]
    assert any(hour["share"] for hour in hours)
    figures = [ranged["total"], *ranged["rows"], *ranged["strips"], *ranged["transmissions"], *hours]
    for figure in figures:
        if figure["share"] is None:
            assert figure["heard_low"] is figure["heard_high"] is None
        else:
            assert 0.0 <= figure["heard_low"] <= figure["heard_high"] <= 1.0
    assert ranged["total"]["share"] == plain["total"]["share"]
    assert data(run, "--range", "--jobs", "2") == ranged
    text = run("coverage", "a26.yaml", "--range").out
    low, high = (whole_percent(ranged["total"][key]) for key in ("heard_low", "heard_high"))
    assert f"{low} to {high} %" in text
    assert "likely heard" in text
    assert "Likely: 16 to 84 % of 200 draws" in text
    cells = list(csv.DictReader(io.StringIO(run("coverage", "a26.yaml", "--range", "--format", "csv").out)))
    assert float(cells[0]["heard_low"]) <= float(cells[0]["heard_high"])


FAR = """\
bcastplan: 1
service: Ulan Bator
season: A26
defaults: {site: U-B, power: 500, frequency: 1350}
transmissions:
  - {id: far, time: 1530-1630, target: 14-16}
  - {id: partly, time: 1630-1730, target: "12,44"}
  - {id: near, time: 1730-1830, target: "44"}
"""


def test_what_medium_wave_does_not_reach_is_told_and_counted(run):
    Path("a26.yaml").write_text(FAR)
    answer = data(run)
    far, partly, near = answer["transmissions"]
    assert (far["places_out_of_reach"], far["share"]) == (48, 0.0)
    assert 0 < partly["places_out_of_reach"] < 60
    assert partly["share"] > 0.0
    assert near["places_out_of_reach"] == 0
    beyond = 48 + partly["places_out_of_reach"]
    (note,) = [note for note in answer["notes"] if "12,000 km" in note]
    assert f"up to 12,000 km (ITU-R P.1147): {beyond} of the " in note
    assert "of 2 transmissions lie beyond and count as not hearing." in note
    assert note in run("coverage", "a26.yaml").out
    Path("a26.yaml").write_text(PLAN)
    assert not any("12,000" in note for note in data(run)["notes"])
    assert {one["places_out_of_reach"] for one in data(run)["transmissions"]} == {0}


PHYSICS = ("science.hf.full_grid", "science.mediumwave", "conflicts.pairs")
LOADED = """\
import json, sys
from bcastplan.cli.program import main
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)))
"""


def test_kept_predictions_are_counted_without_the_physics(run):
    """What is kept need not be predicted, so that nothing that predicts is loaded, nor what finds interference."""
    run("coverage", "a26.yaml")
    modules = []
    for more in ((), ("--ssn", "55")):
        command = [sys.executable, "-c", LOADED, "coverage", "a26.yaml", *more]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert "VOA Korean" in ran.stdout, ran.stderr
        modules.append({f"bcastplan.{name}" for name in PHYSICS} & set(json.loads(ran.stdout.splitlines()[-1])))
    kept, predicted = modules
    assert not kept
    assert predicted == {"bcastplan.science.hf.full_grid", "bcastplan.science.mediumwave"}
