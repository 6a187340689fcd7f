"""JUnit and GitHub annotations: well-formed whatever the text says, and red exactly where the check fails."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.model.finding import Finding, Place, Severity
from bcastplan.reports.check.check_github import annotation, check_github
from bcastplan.reports.check.check_junit import check_junit
from bcastplan.workspace.inspection.check_result import CheckResult, Summary

ANY = st.text(st.characters(exclude_categories=()))


def finding(severity=Severity.ERROR, rule="TIM001", file="a.yaml", message="m", name=None):
    return Finding(rule, "bad-time", severity, message, Place(file, 3, 7, name))


def result_of(*findings, files=()):
    return CheckResult(list(findings), Summary(0, 0, 0, 0, 0), 0, list(files))


@pytest.mark.parametrize("fail_at", [*Severity, None])
@pytest.mark.parametrize("severity", list(Severity))
def test_a_file_fails_where_the_check_fails(severity, fail_at):
    result = result_of(finding(severity), files=["a.yaml", "clean.yaml"])
    suites = ET.fromstring(check_junit(result, fail_at))
    fails = result.failed(fail_at)
    assert (suites.get("tests"), suites.get("failures"), suites.get("errors")) == ("2", str(int(fails)), "0")
    case, clean = suites.iter("testcase")
    assert (case.find("failure") is not None) is fails
    assert (case.find("system-out") is not None) is not fails
    assert list(clean) == []


def test_what_cannot_be_read_is_an_error_even_where_nothing_fails():
    suites = ET.fromstring(check_junit(result_of(finding(rule="FIL001"), finding()), None))
    assert (suites.get("failures"), suites.get("errors")) == ("0", "1")
    (case,) = suites.iter("testcase")
    assert case.find("error").get("type") == "FIL001"
    assert "TIM001" in case.find("system-out").text


def test_all_findings_of_a_file_are_lines_of_one_failure():
    text = check_junit(result_of(*(finding(message=f"number {number}") for number in range(3))), Severity.ERROR)
    (failure,) = ET.fromstring(text).iter("failure")
    assert failure.get("message") == "3 findings: number 0"
    assert failure.text.strip().split("\n") == [
        f"a.yaml:3:7: error TIM001 bad-time: number {number}" for number in range(3)
    ]


@given(ANY, ANY, st.sampled_from(list(Severity)))
def test_any_text_is_well_formed_xml(message, name, severity):
    text = check_junit(result_of(finding(severity, file=name, message=message, name=name)), Severity.WARNING)
    root = ET.fromstring(text.encode("utf-8"))
    assert len(list(root.iter("testcase"))) == 1


@given(ANY, ANY, st.sampled_from(list(Severity)))
def test_any_text_is_one_annotation(message, name, severity):
    line = annotation(finding(severity, file=name, message=message, name=name))
    assert len(line.encode("utf-8").splitlines()) == 1
    assert len(line.splitlines()) == 1
    command, properties = re.fullmatch(r"::(error|warning|notice) ([^:]*)::.*", line).groups()
    assert command == {"error": "error", "warning": "warning", "info": "notice"}[severity]
    keys = [part.split("=", 1)[0] for part in properties.split(",")]
    assert keys == ["file", "line", "col", "title"]


def test_the_last_line_counts():
    assert check_github(result_of()) == "0 files, 0 transmissions: 0 errors, 0 warnings, 0 infos\n"
