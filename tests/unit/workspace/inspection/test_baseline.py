"""What a baseline knows: the same finding after lines moved, as often as it was noted, no graver than it was."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.model.finding import Finding, Place, Severity
from bcastplan.workspace.inspection.baseline import BaselineError, divide, fingerprints, write_baseline
from bcastplan.workspace.inspection.rule_check import check_paths

HEAD = "bcastplan: 1\nservice: X\nseason: A26\ntransmissions:\n"
LATE = "  - {frequency: 9565, time: 1530-1630, until: 2026-11-30, site: PHT, language: Kor}\n"
NAMED = "  - {id: late, frequency: 9565, time: 1030-1130, until: 2026-11-30, site: PHT, language: Kor}\n"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def found(*paths):
    return check_paths(paths or ["x.yaml"], select=["TIM", "YML", "PLN", "FIL"]).findings


def finding(severity=Severity.WARNING, line=1, rule="TIM003", **data):
    return Finding(rule, "name", severity, "message", Place("x.yaml", line), data=data)


def test_nothing_is_new_right_after_noting():
    Path("x.yaml").write_text(HEAD + LATE + NAMED)
    assert len(found()) == 2
    assert write_baseline(found(), "base.json") == 2
    division = divide(found(), "base.json")
    assert (division.new, division.known, division.gone) == ([], 2, 0)


@pytest.mark.parametrize("before", ["", "# a comment\n\n\n", "x-note: anything\n"])
def test_lines_may_move(before):
    Path("x.yaml").write_text(HEAD + LATE + NAMED)
    write_baseline(found(), "base.json")
    Path("x.yaml").write_text(before + HEAD + "  - {frequency: 9600, time: 0100-0200}\n" + NAMED + LATE)
    division = divide(found(), "base.json")
    assert (division.new, division.known, division.gone) == ([], 2, 0)


def test_the_same_line_once_more_is_new():
    Path("x.yaml").write_text(HEAD + LATE)
    write_baseline(found(), "base.json")
    Path("x.yaml").write_text(HEAD + LATE + LATE)
    division = divide(found(), "base.json")
    assert ([one.rule for one in division.new], division.known) == (["TIM003"], 1)


def test_other_values_are_new_and_the_old_finding_is_gone():
    Path("x.yaml").write_text(HEAD + LATE)
    write_baseline(found(), "base.json")
    Path("x.yaml").write_text(HEAD + LATE.replace("9565", "9575"))
    division = divide(found(), "base.json")
    assert (len(division.new), division.known, division.gone) == (1, 0, 1)


def test_a_message_that_names_a_line_is_recognised_after_it_moved():
    twice = NAMED + NAMED.replace("1030-1130", "2030-2130")
    Path("x.yaml").write_text(HEAD + twice)
    assert "line 5" in next(one.message for one in found() if one.rule == "PLN001")
    write_baseline(found(), "base.json")
    Path("x.yaml").write_text(f"# moved\n{HEAD}{twice}")
    assert divide(found(), "base.json").new == []


def test_the_working_folder_does_not_matter(monkeypatch):
    Path("plan/deep").mkdir(parents=True)
    Path("plan/deep/x.yaml").write_text(HEAD + LATE)
    write_baseline(found("plan"), "plan/base.json")
    monkeypatch.chdir("plan/deep")
    assert divide(found("x.yaml"), "../base.json").new == []
    assert divide(found(str(Path.cwd())), "../base.json").new == []


def test_rows_of_lists_are_recognised_by_their_text_where_their_id_is_their_line(tmp_path):
    rows = ["kHz:75;Time(UTC):93;Days:59;ITU:49;Station:201;Lng:49;Target:62;Remarks:135;P:35;Start:60;Stop:60;"]
    rows += ["9565;1530-1630;;PHL;Voice;K;KRE;;1;;", "9575;1530-2630;;PHL;Voice;K;KRE;;1;;"]
    Path("list.csv").write_text("\n".join(rows) + "\n", encoding="latin-1")
    findings = check_paths(["list.csv"]).findings
    assert any(one.rule.startswith("EIB") and one.place.line == 3 for one in findings)
    write_baseline(findings, "base.json")
    rows.insert(1, "6000;0000-0100;;PHL;Other;K;KRE;;1;;")
    Path("list.csv").write_text("\n".join(rows) + "\n", encoding="latin-1")
    moved = [one for one in divide(check_paths(["list.csv"]).findings, "base.json").new if one.place.line == 4]
    assert moved == []


def test_a_graver_finding_is_new_and_a_milder_one_is_known():
    for noted in Severity:
        write_baseline([finding(noted)], "base.json")
        for now in Severity:
            new = divide([finding(now)], "base.json").new
            assert bool(new) == (now.rank < noted.rank), (noted, now)


def test_severities_are_matched_so_that_as_few_as_possible_are_new():
    write_baseline([finding(Severity.ERROR), finding(Severity.INFO)], "base.json")
    assert divide([finding(Severity.INFO), finding(Severity.WARNING)], "base.json").new == []


def test_what_cannot_be_read_is_never_known():
    unreadable = replace(finding(Severity.ERROR), rule="FIL001")
    assert write_baseline([unreadable], "base.json") == 0
    assert divide([unreadable], "base.json").new == [unreadable]


def test_new_findings_keep_their_order():
    listed = [finding(severity, line, key=str(line)) for line in range(1, 5) for severity in Severity]
    write_baseline([], "base.json")
    assert divide(listed, "base.json").new == listed


@given(st.lists(st.tuples(st.sampled_from(list(Severity)), st.integers(0, 3)), max_size=12), st.randoms())
def test_any_findings_are_known_in_any_order(tmp_path_factory, rows, shuffling):
    listed = [finding(severity, key=str(key)) for severity, key in rows]
    path = str(tmp_path_factory.mktemp("any") / "base.json")
    write_baseline(listed, path)
    shuffled = listed[:]
    shuffling.shuffle(shuffled)
    division = divide(shuffled, path)
    assert (division.new, division.known, division.gone) == ([], len(listed), 0)


def test_the_file_is_the_same_bytes_whatever_the_order():
    listed = [finding(key=str(number)) for number in range(20)]
    write_baseline(listed, "a.json")
    random.Random(4).shuffle(listed)
    write_baseline(listed, "b.json")
    assert Path("a.json").read_bytes() == Path("b.json").read_bytes()
    content = json.loads(Path("a.json").read_text())
    assert content["schema"] == "bcastplan.baseline/1"
    assert {row["file"] for row in content["findings"]} == {"x.yaml"}


def test_fingerprints_tell_rules_data_and_places_apart():
    marks = fingerprints([finding(), finding(rule="TIM004"), finding(key="a"), finding(key="b")])
    assert len(set(marks)) == 4
    assert fingerprints([finding(line=7)]) == fingerprints([finding(line=9)])  # neither file is there to tell more


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "No such file or directory (--update-baseline writes it)"),
        (b"{", "base.json:1:2: the baseline is no JSON"),
        (b"[]", "is no baseline of bcastplan"),
        (b'{"schema": "bcastplan.report/1", "findings": []}', "is no baseline of bcastplan"),
        (b'{"schema": "bcastplan.baseline/1", "findings": [{"count": 1e99}]}', "is no baseline of bcastplan"),
        (b'{"schema": "bcastplan.baseline/1", "findings": [{"count": 1, "severity": "x", "fingerprint": "y"}]}',
         "is no baseline of bcastplan"),
        (b"[" * 100_000, "is no baseline of bcastplan"),
        (b"\xff\xfe", "is not UTF-8 text"),
    ],
)  # fmt: skip
def test_a_broken_baseline_is_told_with_a_way_out(content, says):
    if content is not None:
        Path("base.json").write_bytes(content)
    with pytest.raises(BaselineError) as told:
        divide([], "base.json")
    assert says in str(told.value)
    assert "--update-baseline" in str(told.value)
