"""`bcastplan heard`: logs against schedules, in every format."""

import csv
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

PLAN = """\
bcastplan: 1
rates: {currency: USD, items: [{per_hour: 60.00}]}
"""
SCHEDULE = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {broadcaster: VOA, language: Kor, target: 44NE, site: PHT, power: 250, antenna: 216, azimuth: 21}
transmissions:
  - {id: night, frequency: 9565, time: 2330-0030}
  - {id: noon, frequency: 12140, time: 1200-1300, days: Mon-Fri}
"""
LOG = """\
time,frequency,place,service,sinpo,status,observer
2026-06-21T23:40Z,9565,Seoul,VOA,55444,,Kim
2026-06-22T00:20Z,9565,Seoul,,45343,,Kim
2026-06-22T12:10Z,12140,Seoul,,,off,Park
2026-06-22T12:40Z,12140,Tokyo,,35332,,Kim
2026-06-23T12:30Z,12140,Seoul,,,off,Park
2026-06-24T14:00Z,7777,Seoul,Unknown,33333,,Kim
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("bcastplan.yaml").write_text(PLAN)
    Path("a26.yaml").write_text(SCHEDULE)
    Path("log.csv").write_text(LOG)


def data(run, *options):
    ran = run("heard", ".", "log.csv", "--format", "json", *options)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_delivered_is_told_by_transmission_and_month(run):
    answer = data(run, "--no-prediction")
    assert answer["schema"] == "bcastplan.heard/1"
    assert answer["period"] == {"from": "2026-06-01", "until": "2026-06-30"}
    night, noon = answer["delivered"]
    assert (night["id"], night["month"], night["airings"], night["airings_confirmed"]) == ("night", "2026-06", 30, 1)
    assert night["scheduled_minutes"] == 30 * 60
    assert (night["monitored_minutes"], night["off_minutes"], night["credit"]) == (2, 0, 0.0)
    assert (noon["airings"], noon["airings_confirmed"], noon["airings_off"]) == (22, 1, 1)
    assert noon["late_minutes"] == 11
    assert noon["undelivered_minutes"] == 11 + 60
    assert (noon["credit"], noon["currency"]) == (71.0, "USD")


def test_an_airing_that_was_not_delivered_whole_is_listed_with_its_evidence(run):
    late, off = data(run, "--no-prediction")["incidents"]
    assert (late["date"], late["off"], late["late_minutes"], late["credit"]) == ("2026-06-22", False, 11, 11.0)
    assert [report["line"] for report in late["evidence"]] == [4, 5]
    assert (off["date"], off["off"], off["undelivered_minutes"], off["credit"]) == ("2026-06-23", True, 60, 60.0)


def test_what_was_heard_elsewhere_is_listed_with_who_is_registered_there(run):
    Path("others.yaml").write_text(
        "bcastplan: 1\nservice: Somebody\nseason: A26\ntransmissions: [{frequency: 7777, time: 1330-1500}]\n"
    )
    ran = run("heard", "a26.yaml", "log.csv", "--against", "others.yaml", "--format", "json", "--no-prediction")
    [row] = json.loads(ran.out)["unscheduled"]
    assert (row["frequency_khz"], row["hour"], row["services"]) == (7777, 14, ["Unknown"])
    assert [registered["service"] for registered in row["registered"]] == ["Somebody"]


def test_the_prediction_for_the_same_moments_stands_beside(run):
    [night, noon] = data(run, "--by", "frequency")["rows"]
    assert (night["reports"], night["judged"], night["mean_overall"], night["usable_share"]) == (2, 2, 3.5, 1.0)
    assert night["compared"] == 2
    assert 0.0 < night["predicted"] <= 1.0
    assert night["usable_low"] == pytest.approx(0.3424, abs=1e-4)  # Wilson, 2 of 2
    assert noon["judged"] == 1


def test_groups_by_place_hour_and_month(run):
    rows = data(run, "--by", "place,hour,month", "--no-prediction")["rows"]
    keys = [(row["place"], row["hour"], row["month"], row["reports"]) for row in rows]
    assert keys == [
        ("Seoul", 0, "2026-06", 1),
        ("Seoul", 12, "2026-06", 2),
        ("Seoul", 23, "2026-06", 1),
        ("Tokyo", 12, "2026-06", 1),
    ]
    assert all(row["credit"] is None for row in rows)


def test_observers_are_named_only_where_it_is_asked_for(run):
    for style in ("text", "json", "csv"):
        options = ("--table", "incidents") if style == "csv" else ()
        ran = run("heard", ".", "log.csv", "--format", style, "--no-prediction", *options)
        assert "Park" not in ran.out
    assert "Park" in run("heard", ".", "log.csv", "--format", "json", "--no-prediction", "--observers").out


def test_every_table_is_a_csv_of_its_own_and_the_workbook_has_all(run):
    for table, rows in (("rows", 2), ("delivered", 2), ("incidents", 2), ("unscheduled", 1)):
        ran = run("heard", ".", "log.csv", "--format", "csv", "--table", table, "--no-prediction")
        assert len(list(csv.DictReader(io.StringIO(ran.out)))) == rows
    assert run("heard", ".", "log.csv", "--format", "xlsx", "-o", "h.xlsx", "--no-prediction").code == 0
    book = openpyxl.load_workbook("h.xlsx")
    assert book.sheetnames == ["Delivered", "Not delivered", "Heard", "Heard, not scheduled", "About"]
    assert not any("Park" in name for name in zipfile.ZipFile("h.xlsx").namelist())
    assert book["Delivered"].max_row == 3


def test_a_table_without_rows_keeps_its_header(run):
    Path("log.csv").write_text("time,frequency\n2026-06-21T23:40Z,9565\n")
    for table in ("incidents", "unscheduled"):
        ran = run("heard", ".", "log.csv", "--format", "csv", "--table", table, "--no-prediction")
        [header] = list(csv.reader(io.StringIO(ran.out)))
        assert len(header) > 8


def test_the_plan_names_its_logs(run):
    Path("logs").mkdir()
    Path("log.csv").rename("logs/june.csv")
    Path("bcastplan.yaml").write_text(PLAN + 'monitoring: ["logs/*.csv", "other/*.csv"]\n')
    ran = run("heard", ".", "--format", "json", "--no-prediction")
    answer = json.loads(ran.out)
    assert answer["logs"] == ["logs/june.csv"]
    assert answer["summary"]["reports"] == 6
    [missing] = [finding for finding in answer["findings"] if finding["rule"] == "MON008"]
    assert (missing["file"], missing["line"]) == ("bcastplan.yaml", 3)
    assert ran.code == 1


def test_odd_rows_are_findings_and_the_rest_is_counted(run):
    Path("log.csv").write_text(LOG + "yesterday,9565,,,,,\n2026-06-25T12:30Z,12140,Atlantis,,99999,,\n")
    ran = run("heard", ".", "log.csv", "--no-prediction")
    assert ran.code == 1
    assert "log.csv:8: error MON003" in ran.err
    assert "log.csv:9: warning MON004" in ran.err
    assert "7 reports from 1 log" in ran.out


def test_a_thousand_faults_of_one_kind_are_listed_and_the_others_counted(run):
    Path("log.csv").write_text(LOG + "noon,9565,,,,,\n" * 1_005)
    ran = run("heard", ".", "log.csv", "--no-prediction")
    assert ran.code == 1
    assert ran.err.count("MON003") == 1_001
    assert "5 more" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("nowhere.csv",), 3),
        (("log.csv", "--by", "colour"), 2),
        (("log.csv", "--format", "xlsx"), 2),
        (("log.csv", "--mapping", "nowhere.yaml"), 3),
        (("log.csv", "--from", "2026-07-01", "--until", "2026-06-01"), 2),
    ],
)
def test_exit_codes(run, arguments, code):
    assert run("heard", ".", *arguments, "--no-prediction").code == code


def test_a_plan_without_logs_says_so(run):
    ran = run("heard", ".", "--no-prediction")
    assert ran.code == 2
    assert "there is no log" in ran.err


def test_a_log_comes_from_standard_input(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LOG.encode())))
    ran = run("heard", ".", "-", "--no-prediction")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("6 reports from 1 log")


def test_names_of_stations_are_inert(run):
    Path("log.csv").write_text('time,frequency,service\n2026-06-24T14:00Z,7777,"=cmd|\x1b[2J"\n')
    assert "\x1b" not in run("heard", ".", "log.csv", "--no-prediction").out
    ran = run("heard", ".", "log.csv", "--format", "csv", "--table", "unscheduled", "--no-prediction")
    assert "\n'=cmd" in ran.out.replace(",", "\n")


def corrected(run, rows):
    """Coverage of the plan with and without a log of these rows."""
    Path("reports.csv").write_text("time,frequency,place,snr_db,overall\n" + rows)
    plain = json.loads(run("coverage", ".", "--format", "json", "--no-cache").out)
    ran = run("coverage", ".", "--format", "json", "--no-cache", "--heard", "reports.csv")
    assert ran.code == 0, ran.err
    return plain, json.loads(ran.out)


def test_what_was_heard_corrects_coverage_and_says_so(run):
    rows = "".join(f"2026-06-{day:02d}T12:30Z,12140,Pyongyang,5,\n" for day in (1, 2, 3, 4, 5, 8, 9, 10))
    plain, answer = corrected(run, rows)
    [offset] = answer["corrections"]
    assert (offset["band"], offset["reports"]) == ("25 m", 8)
    assert offset["offset_db"] < -5
    assert plain["corrections"] is None
    shares = [{row["id"]: row["share"] for row in some["transmissions"]} for some in (plain, answer)]
    assert shares[1]["noon"] < shares[0]["noon"]
    assert shares[1]["night"] == shares[0]["night"]
    assert "Corrected by 8 reports" in answer["notes"][0]


def test_a_log_that_agrees_or_is_far_away_changes_nothing(run):
    far = "".join(f'2026-06-{day:02d}T12:30Z,12140,"-35,149",5,\n' for day in (1, 2, 3, 4, 5))
    plain, answer = corrected(run, far)
    assert answer["total"] == plain["total"]


def test_a_log_for_coverage_that_is_not_there(run):
    assert run("coverage", ".", "--heard", "nowhere.csv").code == 3
