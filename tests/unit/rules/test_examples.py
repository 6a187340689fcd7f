from pathlib import Path

import pytest

from bcastplan.model.finding import Finding, Severity
from bcastplan.rules.registry import Rule, all_rules
from bcastplan.workspace.inspection.rule_check import check_paths

LISTS = ("HFC", "EIB", "AOK", "CSV", "MON")  # what reading a list says has its examples with the readers' tests
EXAMPLES = Path(__file__).resolve().parents[2] / "rules"
RULES = [rule for rule in all_rules().values() if rule.family not in LISTS]


def _example(code: str, name: str) -> Path:
    folder = EXAMPLES / code / name
    return folder if folder.is_dir() else folder.with_suffix(".yaml")


def _findings(path: Path) -> list[Finding]:
    return check_paths([str(path)]).findings


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_bad_example_breaks_the_rule(rule: Rule) -> None:
    found = [finding for finding in _findings(_example(rule.code, "bad")) if finding.rule == rule.code]
    assert found
    for finding in found:
        assert finding.name == rule.name
        assert set(finding.data) <= set(rule.fields)
        assert finding.message
        assert "\n" not in finding.message


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_good_example_keeps_it(rule: Rule) -> None:
    path = _example(rule.code, "good")
    assert path.exists()
    findings = _findings(path)
    assert rule.code not in {finding.rule for finding in findings}
    assert not [finding for finding in findings if finding.severity is Severity.ERROR]


def test_every_example_belongs_to_a_rule() -> None:
    assert {path.name for path in EXAMPLES.iterdir() if path.is_dir()} <= set(all_rules())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_findings_say_where(rule: Rule) -> None:
    for finding in _findings(_example(rule.code, "bad")):
        assert finding.place.file
        assert finding.place.line is not None or finding.rule.startswith("FIL")
