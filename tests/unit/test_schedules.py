"""The shipped schedules say what was published: totals from the monitors' lists, no more than the rows name."""

import importlib.util
import re
import shutil
import sys
from datetime import date

import pytest

from bcastplan.model.finding import Severity
from bcastplan.workspace.inspection.plan_hours import Question, hours_of_paths
from bcastplan.workspace.inspection.rule_check import check_paths
from bcastplan.workspace.opening.open_plans import open_paths
from bcastplan.workspace.prediction.plan_coverage import coverage_of_paths

MONITORED = ["schedules/dprk-b06", "schedules/dprk-b07", "schedules/dprk-b08", "schedules/dprk-b09"]


@pytest.fixture(autouse=True)
def _in_the_checkout(root, monkeypatch):
    monkeypatch.chdir(root)


def per_day(paths, day, by=("service",)):
    """Group -> (programme-hours, frequency-hours) of one day."""
    answer = hours_of_paths(paths, Question(by, first=day, last=day))
    assert answer.findings == []
    rows = {row.values if len(by) > 1 else row.values[0]: row for row in answer.result.rows}
    rows["total"] = answer.result.total
    return {name: (row.programme_minutes / 60, row.frequency_minutes / 60) for name, row in rows.items()}


def test_9_december_2006():
    # Hours a day computed from the rows of hiroshi.mediacat-blog.jp/d2006-12-09.html; the post itself says 3.5 and 4.
    assert per_day(["schedules/dprk-b06"], date(2006, 12, 9)) == {
        "VOA Korean": (3.5, 10.5),
        "RFA Korean": (4.0, 14.0),
        "total": (7.5, 24.5),
    }


VOA_AND_RFA = ["schedules/dprk-b07/voa.yaml", "schedules/dprk-b07/rfa.yaml"]


def test_2_march_2008():
    # hiroshi.mediacat-blog.jp/e19129.html; ten hours a day together: KBS World, 4 March 2008.
    assert per_day(VOA_AND_RFA, date(2008, 3, 2)) == {
        "VOA Korean": (5.0, 20.0),
        "RFA Korean": (5.0, 18.0),
        "total": (10.0, 38.0),
    }


def test_2_march_2008_by_medium_and_short_wave():
    by_band = per_day(VOA_AND_RFA, date(2008, 3, 2), ("service", "band"))
    medium = {service: hours for (service, band), (_, hours) in pairs(by_band) if band == "MW"}
    short = {
        service: sum(hours for (other, band), (_, hours) in pairs(by_band) if other == service and band != "MW")
        for service in medium
    }
    assert medium == {"VOA Korean": 5.0, "RFA Korean": 5.0}
    assert short == {"VOA Korean": 15.0, "RFA Korean": 13.0}


def pairs(by_band):
    return [(group, hours) for group, hours in by_band.items() if group != "total"]


def test_the_whole_month_is_29_times_the_day():
    answer = hours_of_paths(VOA_AND_RFA)
    assert (answer.result.period.first, answer.result.period.last) == (date(2008, 3, 2), date(2008, 3, 30))
    assert answer.result.total.frequency_minutes == 29 * 38 * 60
    assert answer.result.total.programme_minutes == 29 * 10 * 60
    assert answer.result.total.frequency_minutes_per_day == 38 * 60


def test_independents_count_from_the_date_they_were_observed():
    before = per_day(["schedules/dprk-b07/independents.yaml"], date(2008, 3, 9))
    assert before == {"total": (0, 0)}  # a Sunday: only the Monday to Friday programme had been seen
    after = per_day(["schedules/dprk-b07/independents.yaml"], date(2008, 3, 12))
    assert after["Furusato no Kaze"] == (1.0, 1.0)
    assert after["Nippon no Kaze"] == (0.5, 0.5)


def test_nothing_shipped_has_an_error_or_a_warning():
    result = check_paths(["schedules"])
    assert [finding for finding in result.findings if finding.severity is not Severity.INFO] == []
    assert result.unreadable == 0


@pytest.mark.parametrize("plan", [*MONITORED, "schedules/dprk-a26"])
def test_a_shipped_plan_leaves_out_what_would_be_found_and_nothing_else(plan, root, tmp_path, monkeypatch):
    text = (root / plan / "bcastplan.yaml").read_text(encoding="utf-8")
    before, rules, after = re.fullmatch(r"(.*\n)(rules:\n(?:  [^\n]*\n)+)(.*)", text, re.DOTALL).groups()
    ignored = re.findall(r"^ +- (\w+)   # \w.+$", rules, re.MULTILINE)
    assert len(ignored) == rules.count("  - "), "each rule that is left out has a reason beside it"
    shutil.copytree(root / plan, tmp_path / "plan")
    (tmp_path / "plan" / "bcastplan.yaml").write_text(before + after, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    shown = {finding.rule for finding in check_paths(["plan"]).findings}
    monkeypatch.chdir(root)
    assert shown - {finding.rule for finding in check_paths([plan]).findings} == set(ignored)


def test_every_row_with_a_frequency_is_there():
    summary = check_paths(MONITORED).summary
    assert (summary.files, summary.transmissions) == (7, 72)


def test_the_example_has_no_finding_at_all():
    assert check_paths(["schedules/example"]).findings == []
    assert check_paths(["schedules/example/voa-korean.yaml"]).findings == []


def test_a_country_is_no_site():
    opened = open_paths(MONITORED)
    sites = {one.site_code for schedule in opened.schedules for one in schedule.transmissions}
    assert sites == {None, "DRW", "WHR", "YAM", "DB", "ERV", "TAC", "WER", "Jeju"}
    assert {one.target for schedule in opened.schedules for one in schedule.transmissions} == {None}
    for schedule in opened.schedules:
        for one in schedule.transmissions:
            if one.frequency_khz == 1350:
                assert (one.site, one.note) == (None, "from Mongolia")


def test_every_file_names_its_source(root):
    for path in root.glob("schedules/dprk-*/*.yaml"):
        if path.name != "bcastplan.yaml":
            assert "# Source: " in path.read_text(encoding="utf-8")


def test_the_files_are_those_the_builder_writes(root, shared_data):
    name = "korea_schedules"
    spec = importlib.util.spec_from_file_location(name, root / "builders" / f"{name}.py")
    builder = importlib.util.module_from_spec(spec)
    sys.modules[name] = builder
    spec.loader.exec_module(builder)
    for path, text in builder.all_texts(shared_data / "korea_2006_2010.csv").items():
        assert path.read_text(encoding="utf-8") == text


def test_every_hour_of_2_march_2008_is_predicted_and_what_that_rests_on_is_named():
    answer = coverage_of_paths(VOA_AND_RFA, by=["service"], first=date(2008, 3, 2), last=date(2008, 3, 2))
    assert {strip.towards for strip in answer.result.strips} == {"dprk"}
    for strip in answer.result.strips:
        heard = [cell.heard.share for cell in strip.hours if cell.heard.programme_minutes]
        assert len(heard) >= 5
        assert None not in heard
    assert answer.result.total.people == 12_876_883
    assert [(left_out.reason, left_out.transmissions) for left_out in answer.result.left_out] == [("site", 11)]
    medium = [use for use in answer.result.assumptions if "Choibalsan" in use.what]
    assert [(use.transmissions, "EiBi" in use.why) for use in medium] == [(4, True)]
    hours = hours_of_paths(VOA_AND_RFA, Question(("site",)))
    assert [row.values for row in hours.result.rows] == [(None,)], "what is assumed is in no hours"
    assert hours.result.total.energy_kwh is None
