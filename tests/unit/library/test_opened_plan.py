"""A script gets what the commands print: the same rows, the same text, the same sentences where something is wrong."""

import json
from datetime import date, datetime, timezone
from pathlib import Path

import pytest

import bcastplan as bp


def plain(records):
    """Records as JSON has them."""
    return json.loads(json.dumps(records))


def test_findings_are_those_of_check(files, as_json):
    findings = bp.open("plan").check(against="other.yaml")
    shown = as_json("check", "plan", "--against", "other.yaml")
    assert plain(findings.to_dicts()) == shown["findings"] != []
    assert findings.summary.errors == shown["summary"]["errors"]
    assert not findings.ok


def test_rules_are_chosen_as_by_check(files, as_json):
    plan = bp.open("plan")
    shown = as_json("check", "plan", "--against", "other.yaml", "--select", "CON", "--ignore", "CON101,CON2")
    chosen = plan.check(against=["other.yaml"], select="CON", ignore=("CON101", "CON2"))
    assert plain(chosen.to_dicts()) == shown["findings"]


@pytest.mark.parametrize(
    ("given", "options"),
    [
        ({}, []),
        ({"separation": 0, "all_areas": True}, ["--separation", "0", "--all-areas"]),
        ({"side": "external"}, ["--external"]),
        ({"side": "own"}, ["--own"]),
    ],
)
def test_conflicts_are_those_of_the_command(files, as_json, given, options):
    conflicts = bp.open("plan").conflicts(against=Path("other.yaml"), **given)
    shown = as_json("conflicts", "plan", "--against", "other.yaml", *options)
    assert plain(conflicts.to_dicts()) == shown["pairs"]
    assert plain(conflicts.resources.to_dicts()) == shown["resources"]
    assert plain(conflicts.jammed.to_dicts()) == shown["jammed"]


@pytest.mark.parametrize(
    ("given", "options"),
    [
        ({}, []),
        ({"by": "service, site", "per": "month"}, ["--by", "service,site", "--per", "month"]),
        ({"first": "2026-06-01", "last": date(2026, 6, 9)}, ["--from", "2026-06-01", "--until", "2026-06-09"]),
        ({"fiscal_year": 2026}, ["--fiscal-year", "2026"]),
    ],
)
def test_hours_are_those_of_the_command(files, as_json, given, options):
    hours = bp.open("plan").hours(**given)
    shown = as_json("hours", "plan", *options)
    assert plain(hours.to_dicts()) == shown["rows"]
    assert hours.total.programme_minutes == shown["total"]["programme_minutes"]
    assert str(hours.period.first) == shown["period"]["from"]


def test_coverage_is_that_of_the_command(files, as_json):
    options = ["--ssn", "90", "--snr", "20", "--environment", "city", "--served", "70", "--date", "2026-07-01"]
    shown = as_json("coverage", "plan", "--by", "service,hour", "--no-cache", "--jobs", "1", *options)
    coverage = bp.open("plan").coverage(
        by=("service", "hour"), ssn=90, snr=20, environment="city", served=0.7, dates=["2026-07-01"], cache=False
    )
    assert plain(coverage.to_dicts()) == shown["rows"]
    assert plain(coverage.transmissions.to_dicts()) == shown["transmissions"]
    assert plain(coverage.strips.to_dicts()) == shown["strips"]
    assert coverage.total.programme_minutes == shown["total"]["programme_minutes"]
    assert list(coverage.notes) == shown["notes"]


def test_coverage_under_interference_takes_lists(files, as_json):
    given = {"interference": True, "against": "other.yaml", "dates": [date(2026, 7, 1)], "cache": False}
    coverage = bp.open("plan").coverage(**given)
    options = ["--interference", "--against", "other.yaml", "--date", "2026-07-01", "--no-cache", "--jobs", "1"]
    shown = as_json("coverage", "plan", *options)
    assert plain(coverage.to_dicts()) == shown["rows"]
    assert coverage.total.heard_interfered < coverage.total.share


def test_suggestions_are_those_of_the_command(files, as_json):
    changes = ["--time", "1400-1500", "--band", "31m", "--count", "3"]
    shown = as_json("suggest", "plan", "evening", "--against", "other.yaml", *changes, "--no-cache", "--jobs", "1")
    suggested = bp.open("plan").suggest(
        "evening", against="other.yaml", changes={"time": "1400-1500"}, bands="31m", count=3, cache=False
    )
    assert plain(suggested.to_dicts()) == shown["candidates"]
    assert suggested.considered == shown["considered"]
    assert suggested.transmission.id == "evening"


@pytest.mark.parametrize("style", ["hfcc", "eibi", "csv", "ics", "timetable"])
def test_an_exported_file_is_that_of_the_command(files, printed, style, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    made_at = datetime.fromtimestamp(1790000000, timezone.utc)  # noqa: UP017 - the module's own constant is newer
    exported = bp.open("plan").export(style, made_at=made_at, service="Radio*")
    assert exported.data.decode() == printed("export", style, "plan", "--service", "Radio*")
    assert exported.transmissions == 3


def test_results_print_as_the_commands_do(files, printed):
    plan = bp.open("plan")
    assert str(plan.check()) == printed("check", "plan")
    assert str(plan.conflicts()) == printed("conflicts", "plan")
    assert str(plan.hours(per="month")) == printed("hours", "plan", "--per", "month")
    assert repr(plan) == "<Plan plan: 3 transmissions>"
    assert repr(plan.transmissions) == "<Transmissions: 3 rows>"
    assert repr(plan.hours()) == "<Hours: 1 row>"


def test_transmissions_have_every_key(files):
    first, _, third = bp.open("plan/morning.yaml").transmissions
    assert (first.frequency_khz, first.broadcaster) == (9800.0, "RMO")
    record = bp.open("plan/morning.yaml").transmissions.to_dicts()[2]
    assert record["file"] == "plan/morning.yaml"
    assert record["line"] == 8
    assert (record["frequency"], record["time"], record["days"]) == (9805.0, "1300-1330", "daily")
    assert (record["from"], record["until"], record["except"]) == ("2026-06-01", None, ["2026-06-09"])
    assert (record["site"], record["language"], record["power"]) == ("TIN", ["Kor"], 250.0)
    assert third.valid_from == date(2026, 6, 1)


def test_lists_are_read_once(files, monkeypatch):
    from bcastplan.workspace.opening import open_plans

    plan = bp.open("plan")
    names = []
    read = open_plans.read
    monkeypatch.setattr(open_plans, "read", lambda name, **options: names.append(name) or read(name, **options))
    assert plan.conflicts(against="other.yaml").to_dicts() == plan.conflicts(against="other.yaml").to_dicts()
    assert len(plan.conflicts()) < len(plan.conflicts(against="other.yaml"))
    assert names == ["other.yaml"]


def test_the_plans_own_lists_count_in_conflicts_and_never_in_hours(files):
    alone = bp.open("plan")
    hours, pairs = alone.hours().to_dicts(), len(alone.conflicts())
    text = (files / "plan" / "bcastplan.yaml").read_text(encoding="utf-8")
    (files / "plan" / "bcastplan.yaml").write_text(text + "against: [../other.yaml]\n", encoding="utf-8")
    compared = bp.open("plan")
    assert compared.hours().to_dicts() == hours
    assert len(compared.conflicts()) > pairs
    assert len(compared.transmissions) == 3


def test_faults_are_told_and_the_rest_is_counted(files):
    (files / "plan" / "morning.yaml").write_text(SCHEDULE_WITH_A_FAULT, encoding="utf-8")
    plan = bp.open("plan")
    assert [finding.rule for finding in plan.findings] == ["TIM001"]
    assert len(plan.hours()) == 1
    assert [finding.rule for finding in plan.hours().findings] == ["TIM001"]
    assert [finding.rule for finding in plan.conflicts().findings] == ["TIM001"]


SCHEDULE_WITH_A_FAULT = """\
bcastplan: 1
service: Radio Morning
season: A26
transmissions:
  - {frequency: 9800, time: 25:00-26:00, target: 44NE, site: TIN, power: 250}
  - {frequency: 9650, time: 1230-1400, target: 44NE, site: TIN, power: 250}
"""


def test_what_cannot_be_read_is_an_error_that_names_it(files):
    with pytest.raises(bp.UnreadableInput, match="nothing-here"):
        bp.open("plan", "nothing-here.yaml")
    with pytest.raises(bp.UnreadableInput, match="no-list"):
        bp.open("plan").conflicts(against="no-list.txt")
    with pytest.raises(ValueError, match="name a file"):
        bp.open()


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda plan: plan.hours(by="colour"), "colour"),
        (lambda plan: plan.hours(first="1.6.2026"), "2026-06-22"),
        (lambda plan: plan.hours(fiscal_year=2026, last="2026-06-01"), "leave first and last out"),
        (lambda plan: plan.coverage(by="colour"), "colour"),
        (lambda plan: plan.coverage(against="other.yaml"), "interference=True"),
        (lambda plan: plan.coverage(snr=500), "-100 to 200 dB"),
        (lambda plan: plan.coverage(served=80), "at most 1"),
        (lambda plan: plan.conflicts(side="theirs"), "'own', 'external'"),
        (lambda plan: plan.suggest("mornin"), "morning"),
        (lambda plan: plan.suggest("morning", bands="32m"), "32m"),
        (lambda plan: plan.export("pdf"), "hfcc, eibi"),
        (lambda plan: plan.export("csv", service="Nobody"), "none of 3"),
        (lambda plan: plan.export("hfcc", season="26A"), "26A"),
    ],
)
def test_questions_without_an_answer_say_why(files, ask, sentence):
    with pytest.raises(ValueError, match=sentence):
        ask(bp.open("plan"))


def test_an_unknown_option_of_a_prediction_is_refused(files):
    with pytest.raises(TypeError, match="enviroment"):
        bp.open("plan").coverage(enviroment="city")


def test_a_file_is_written_whole_and_replaces_nothing_unasked(files):
    exported = bp.open("plan").export("csv")
    exported.write("plan.csv")
    assert (files / "plan.csv").read_bytes() == exported.data
    with pytest.raises(FileExistsError):
        exported.write("plan.csv")
    exported.write(Path("plan.csv"), force=True)
    before = (files / "plan" / "morning.yaml").read_bytes()
    with pytest.raises(ValueError, match="one of the files that were read"):
        exported.write(files / "plan" / "morning.yaml", force=True)
    assert (files / "plan" / "morning.yaml").read_bytes() == before
