"""What is opened together: plans with their schedules, references apart, everything that cannot be read told."""

from datetime import date

import pytest

from bcastplan.model.finding import Severity
from bcastplan.workspace.inspection.rule_check import check_paths
from bcastplan.workspace.opening.open_plans import open_paths

SCHEDULE = "bcastplan: 1\nservice: {}\nseason: A26\ntransmissions: [{{frequency: {}, time: 1530-1630, target: 44NE}}]\n"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text) if isinstance(text, str) else path.write_bytes(text)
        return path

    return write


def services(workspace):
    return [one.service for plan in workspace.plans for one in plan.transmissions]


def test_other_yaml_in_a_folder_is_passed_over(here):
    here("p/a.yaml", SCHEDULE.format("A", 9565))
    here("p/ci.yaml", "on: push\njobs: {}\n")
    here("p/notes.txt", "frequency list\n")
    workspace = open_paths(["p"])
    assert services(workspace) == ["A"]
    assert workspace.unreadable == 0
    assert check_paths(["p"], select=("YML", "FIL")).findings == []


def test_a_plan_reads_only_what_its_globs_name(here):
    here("p/bcastplan.yaml", "bcastplan: 1\nschedules: [a26/*.yaml, nothing/*.yaml]\n")
    here("p/a26/a.yaml", SCHEDULE.format("A", 9565))
    here("p/b26/b.yaml", SCHEDULE.format("B", 9565))
    workspace = open_paths(["p"])
    assert services(workspace) == ["A"]
    (finding,) = check_paths(["p"], select=("PLN004",)).findings
    assert "'nothing/*.yaml' matches no file" in finding.message
    assert (finding.place.file, finding.place.line) == ("p/bcastplan.yaml", 2)


def test_a_file_named_outside_the_globs_is_read_all_the_same(here):
    here("p/bcastplan.yaml", "bcastplan: 1\nschedules: [a26/*.yaml]\n")
    here("p/b26/b.yaml", SCHEDULE.format("B", 9565))
    assert services(open_paths(["p/b26/b.yaml"])) == ["B"]


def test_what_a_plan_is_compared_with_is_not_its_own(here):
    here("p/bcastplan.yaml", "bcastplan: 1\nagainst: [others.yaml]\n")
    here("p/a.yaml", SCHEDULE.format("A", 9565))
    here("p/others.yaml", SCHEDULE.format("Others", 9565))
    workspace = open_paths(["p"])
    assert services(workspace) == ["A"]
    assert [schedule.service for schedule in workspace.reference] == ["Others"]
    assert workspace.own_rows == 1
    assert len(workspace.table.transmissions) == 2


def test_against_from_the_command_line(here):
    here("a.yaml", SCHEDULE.format("A", 9565))
    here("others.yaml", SCHEDULE.format("Others", 9570))
    assert len(open_paths(["a.yaml"], ["others.yaml"]).reference) == 1


def test_a_reference_that_is_not_there_is_a_warning_of_the_plan(here):
    here("p/bcastplan.yaml", "bcastplan: 1\nagainst: [hfcc/A26allx2.zip]\n")
    here("p/a.yaml", SCHEDULE.format("A", 9565))
    (finding,) = check_paths(["p"], select=("PLN004", "FIL")).findings
    assert "'hfcc/A26allx2.zip' matches no file" in finding.message


def test_a_reference_of_the_command_line_that_is_not_there_is_unreadable(here):
    here("a.yaml", SCHEDULE.format("A", 9565))
    result = check_paths(["a.yaml"], ["nowhere.zip"], select=("FIL",))
    assert result.unreadable == 1
    assert [(finding.rule, finding.place.file) for finding in result.findings] == [("FIL001", "nowhere.zip")]


def test_each_plan_has_its_own_rows_of_one_table(here):
    here("all/a/bcastplan.yaml", "bcastplan: 1\n")
    here("all/a/1.yaml", SCHEDULE.format("A", 9565))
    here("all/b/bcastplan.yaml", "bcastplan: 1\n")
    here("all/b/2.yaml", SCHEDULE.format("B", 9570))
    workspace = open_paths(["all"])
    rows = [(plan.plan.root, list(workspace.rows_of(plan))) for plan in workspace.plans if plan.transmissions]
    assert rows == [("all/a", [0]), ("all/b", [1])]
    assert workspace.plan_of_row(1).plan.root == "all/b"


def test_a_broken_plan_file_does_not_keep_its_schedules_from_being_checked(here):
    here("p/bcastplan.yaml", "bcastplan: [\n")
    here("p/a.yaml", "bcastplan: 1\nservice: A\nseason: Z99\ntransmissions: []\n")
    assert [finding.rule for finding in check_paths(["p"], select=("YML", "TIM")).findings] == ["TIM008", "YML001"]


def test_a_binary_plan_file_is_told_and_its_schedules_checked(here):
    here("p/bcastplan.yaml", b"\x00\x01\x02" * 50)
    here("p/a.yaml", SCHEDULE.format("A", 9565))
    result = check_paths(["p"], select=("FIL",))
    assert [(finding.rule, finding.place.file) for finding in result.findings] == [("FIL001", "p/bcastplan.yaml")]
    assert result.summary.transmissions == 1


def test_a_binary_plan_file_counts_as_unreadable(here):
    here("p/bcastplan.yaml", b"\x00\x01\x02" * 50)
    here("p/a.yaml", SCHEDULE.format("A", 9565))
    assert check_paths(["p"], select=("FIL",)).unreadable == 1


def test_a_plan_is_found_from_a_file_deep_below(here):
    here("p/bcastplan.yaml", "bcastplan: 1\nplan: Named\n")
    here("p/x/y/a.yaml", SCHEDULE.format("A", 9565))
    assert open_paths(["p/x/y/a.yaml"]).plans[0].plan.name == "Named"


def test_windows_of_files_are_their_own(here):
    here("p/a.yaml", SCHEDULE.format("A", 9565))
    here("p/b.yaml", SCHEDULE.format("B", 9565).replace("season: A26", "from: 2008-03-02\nuntil: 2008-03-30"))
    workspace = open_paths(["p"])
    assert {schedule.window.first_day for schedule in workspace.schedules} == {date(2026, 3, 29), date(2008, 3, 2)}


def test_every_folder_that_was_named_must_hold_a_schedule(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder in ("full", "empty", "other"):
        (tmp_path / folder).mkdir()
    (tmp_path / "full" / "x.yaml").write_text(
        "bcastplan: 1\nservice: X\nseason: A26\ntransmissions: [{frequency: 9565, time: 1530-1630}]\n"
    )
    (tmp_path / "other" / "compose.yaml").write_text("services: {}\n")
    workspace = open_paths(["full", "empty", "other"])
    told = [(problem.code, problem.place.file) for plan in workspace.plans for problem in plan.problems]
    assert told == [("FIL002", "empty"), ("FIL002", "other")]
    assert workspace.unreadable == 2
    assert workspace.own_rows == 1
    assert open_paths(["full", "full/x.yaml", "./full"]).own_rows == 1


def test_a_reference_with_rows_that_were_not_read_is_told(tmp_path, row, hfcc_file):
    own = tmp_path / "own.yaml"
    own.write_text("bcastplan: 1\nservice: Own\nseason: A26\ntransmissions:\n  - {frequency: 9565, time: 1530-1630}\n")
    whole, part, none = tmp_path / "whole.txt", tmp_path / "part.txt", tmp_path / "none.txt"
    whole.write_bytes(hfcc_file(row()))
    part.write_bytes(hfcc_file(row(), " " + row(), row()[:90]))
    none.write_bytes(hfcc_file(" " + row()))
    for path, expected in (
        (whole, []),
        (part, [(Severity.WARNING, 3, "1 transmission of it")]),
        (none, [(Severity.ERROR, 1, "nothing of it")]),
    ):
        found = check_paths([str(own)], [str(path)], select=["PLN007"]).findings
        assert [(one.severity, one.place.line, one.message[: len(words)]) for one, (_, _, words) in zip(
            found, expected, strict=True
        )] == expected  # fmt: skip
        assert all(one.place.file.endswith(path.name) for one in found)
