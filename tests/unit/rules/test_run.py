from pathlib import Path

import pytest

from bcastplan.model.finding import Place, Problem, Severity
from bcastplan.model.plan import Plan, RuleSettings
from bcastplan.rules.context import Context
from bcastplan.rules.registry import all_rules
from bcastplan.rules.run import listed, run_rules, shortened
from bcastplan.workspace.inspection.rule_check import check_paths

SCHEDULE = """\
bcastplan: 1
service: Example
season: A26
defaults: {broadcaster: VOA, manager: AGM, administration: PHL, language: Kor, target: 44NE, site: PHT, power: 250,
  antenna: 216, azimuth: 21}
transmissions:
  - {id: one, frequency: 7460, time: 1530-1630}
  - id: two
    frequency: 7463
    time: 1700-1800
"""


def _codes(folder: Path, text: str = SCHEDULE, plan: str = "", **options: list[str]) -> list[tuple[str, str, str]]:
    (folder / "b07").mkdir(exist_ok=True)
    (folder / "b07" / "voa.yaml").write_text(text, encoding="utf-8")
    (folder / "bcastplan.yaml").write_text(f"bcastplan: 1\n{plan}", encoding="utf-8")
    found = check_paths([str(folder)], **options).findings
    return [(finding.rule, str(finding.severity), finding.place.id or "") for finding in found]


ALL = [("FRQ001", "info", "one"), ("FRQ001", "info", "two"), ("FRQ002", "warning", "two")]


def test_everything_is_said_by_default(tmp_path: Path) -> None:
    assert _codes(tmp_path) == ALL


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ({"select": ["FRQ"]}, ALL),
        ({"select": ["FRQ002", "SIT"]}, ALL[2:]),
        ({"ignore": ["FRQ001"]}, ALL[2:]),
        ({"ignore": ["FRQ"]}, []),
        ({"select": ["FRQ"], "ignore": ["FRQ002"]}, ALL[:2]),
    ],
)
def test_codes_are_selected_and_ignored_by_prefix(
    tmp_path: Path, options: dict[str, list[str]], left: list[tuple[str, str, str]]
) -> None:
    assert _codes(tmp_path, **options) == left


def test_a_plan_ignores_and_weighs(tmp_path: Path) -> None:
    assert _codes(tmp_path, plan="rules: {ignore: [FRQ001]}\n") == ALL[2:]
    weighed = _codes(tmp_path, plan="rules: {severity: {FRQ: warning, FRQ002: error}}\n")
    assert weighed == [("FRQ001", "warning", "one"), ("FRQ001", "warning", "two"), ("FRQ002", "error", "two")]


def test_a_plan_settles_single_files(tmp_path: Path) -> None:
    assert _codes(tmp_path, plan='rules: {files: {"b07/*.yaml": {ignore: [FRQ002]}}}\n') == ALL[:2]
    assert _codes(tmp_path, plan='rules: {files: {"b08/*.yaml": {ignore: [FRQ002]}}}\n') == ALL
    plan = 'rules: {severity: {FRQ: error}, files: {"b07/*": {severity: {FRQ001: info}}}}\n'
    assert [severity for _, severity, _ in _codes(tmp_path, plan=plan)] == ["info", "info", "error"]


def test_a_comment_beside_a_value_silences_its_line(tmp_path: Path) -> None:
    text = SCHEDULE.replace("time: 1530-1630}", "time: 1530-1630}  # bcastplan: ignore[FRQ001] heard well there")
    assert _codes(tmp_path, text) == ALL[1:]


def test_a_comment_at_the_head_of_an_item_silences_the_whole_item(tmp_path: Path) -> None:
    text = SCHEDULE.replace("- id: two", "- id: two  # bcastplan: ignore[FRQ001, FRQ002] settled")
    assert _codes(tmp_path, text) == ALL[:1]


def test_a_comment_on_its_own_line_speaks_of_the_next(tmp_path: Path) -> None:
    text = SCHEDULE.replace("  - id: two", "  # bcastplan: ignore[FRQ] settled\n  - id: two")
    assert _codes(tmp_path, text) == ALL[:1]


def test_a_comment_inside_an_item_silences_that_line_only(tmp_path: Path) -> None:
    text = SCHEDULE.replace("time: 1700-1800", "time: 1700-1800  # bcastplan: ignore[FRQ]")
    assert _codes(tmp_path, text) == [*ALL, ("IGN001", "warning", "")]


def test_what_could_not_be_read_is_never_silenced() -> None:
    place = Place("gone.yaml")
    plan = Plan(rules=RuleSettings(ignore=("FIL",), severity={"FIL001": Severity.INFO}))
    context = _context(plan, {"FIL001": [Problem("FIL001", "cannot be read: no such file", place)]})
    assert [finding.rule for finding in run_rules([context])] == ["FIL001"]


def test_findings_come_sorted_and_once() -> None:
    place, later = Place("a.yaml", 3, 1), Place("a.yaml", 9, 1)
    problems = {
        "YML005": [Problem("YML005", "later", later), Problem("YML005", "twice", place)],
        "TIM001": [Problem("TIM001", "first", place)],
    }
    found = run_rules([_context(Plan(), problems), _context(Plan(), problems)])
    assert [(finding.rule, finding.message) for finding in found] == [
        ("TIM001", "first"),
        ("YML005", "twice"),
        ("YML005", "later"),
    ]


def test_data_outside_the_declared_fields_is_a_mistake_of_the_program() -> None:
    assert "colour" not in all_rules()["YML002"].fields
    problem = Problem("YML002", "unknown key", Place("a.yaml", 1, 1), {"colour": "blue"})
    with pytest.raises(AssertionError, match="undeclared data fields"):
        run_rules([_context(Plan(), {"YML002": [problem]})])


def _context(plan: Plan, problems: dict[str, list[Problem]]) -> Context:
    from bcastplan.airtime import build
    from bcastplan.reference.directory import Directory

    return Context(plan, (), build([]), (), Directory(), problems)


def test_settings_of_a_file_hold_from_wherever_it_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = 'rules: {ignore: [FRQ002], files: {"b07/*.yaml": {severity: {FRQ001: warning}}}}\n'
    expected = [("FRQ001", "warning", "one"), ("FRQ001", "warning", "two")]
    assert _codes(tmp_path, plan=plan) == expected
    ways = [(tmp_path, "b07"), (tmp_path, str(tmp_path / "b07" / "voa.yaml")), (tmp_path / "b07", "voa.yaml")]
    for folder, path in ways:
        monkeypatch.chdir(folder)
        found = check_paths([path]).findings
        assert [(one.rule, str(one.severity), one.place.id or "") for one in found] == expected


def test_what_cannot_be_read_is_said_whatever_is_selected(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.yaml")
    for options in ({"select": ["CON"]}, {"ignore": ["FIL"]}):
        assert [one.rule for one in check_paths([missing], **options).findings] == ["FIL001"]


def _many(plan: Plan, first_line: int = 1) -> Context:
    problems = [Problem("YML005", f"value {line}", Place("a.yaml", line, 1)) for line in range(first_line, 51)]
    return _context(plan, {"YML005": problems, "YML002": [Problem("YML002", "key", Place("a.yaml", 60, 1))]})


def test_of_many_findings_some_are_listed_and_all_counted() -> None:
    found = listed([_many(Plan())], most=10)
    assert [finding.place.line for finding in found.findings] == [*range(1, 12), 60]
    closing = found.findings[10]
    assert closing.rule == "YML005"
    assert closing.severity is Severity.ERROR
    assert (
        closing.message
        == "and 40 more findings of this rule, which are not listed (40 errors): --max-findings lists more"
    )
    assert found.counts == {Severity.ERROR: 51}


def test_the_closing_finding_is_as_grave_as_what_it_stands_for() -> None:
    plan = Plan(rules=RuleSettings(severity={"YML005": Severity.INFO}))
    found = listed([_many(plan)], most=50)
    assert len(found.findings) == 51
    found = listed([_many(plan)], most=0)
    assert [finding.severity for finding in found.findings] == [Severity.INFO, Severity.ERROR]


def test_what_two_plans_say_is_counted_once_listed_or_not() -> None:
    found = listed([_many(Plan()), _many(Plan(), 20)], most=10)
    assert found.counts == {Severity.ERROR: 51}


def test_a_list_is_shortened_as_a_run_is() -> None:
    everything = run_rules([_many(Plan())])
    assert shortened(everything, 10) == listed([_many(Plan())], most=10).findings
    assert shortened(everything, 51) == everything
