import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from bcastplan.model.finding import Severity
from bcastplan.rules.registry import HEADINGS, Rule, add, all_rules, find_rule, matches

RULES = all_rules()
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)


@every_rule
def test_the_page_has_all_headings_in_order(rule: Rule) -> None:
    assert tuple(re.findall(r"^## (.+)$", rule.docs, re.MULTILINE)) == HEADINGS
    for part in re.split(r"^## .+$", rule.docs, flags=re.MULTILINE)[1:]:
        assert part.strip(), "a heading without text"


@every_rule
def test_the_summary_is_one_sentence(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z].{8,98}\.", rule.summary)
    assert rule.docs.split("\n")[1] == ""


@every_rule
def test_code_name_and_fields_keep_their_form(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", field) for field in rule.fields)
    assert len(set(rule.fields)) == len(rule.fields)
    assert re.fullmatch(r"\d+\.\d+", rule.since)
    assert isinstance(rule.severity, Severity)


def test_names_are_unique() -> None:
    assert len({rule.name for rule in RULES.values()}) == len(RULES)


def test_a_taken_code_or_name_is_refused() -> None:
    known = RULES["FRQ001"]
    with pytest.raises(ValueError, match="registered twice"):
        add(known)
    with pytest.raises(ValueError, match="registered twice"):
        add(Rule("FRQ999", known.name, known.severity, "0.1", known.docs, known.check))
    assert "FRQ999" not in all_rules()


def test_rules_are_found_by_code_or_name_whatever_the_case() -> None:
    assert find_rule("frq001") is find_rule("Outside-Allocations") is RULES["FRQ001"]
    assert find_rule("FRQ") is None


def test_codes_match_by_prefix() -> None:
    assert matches("FRQ001", ["SIT", "FRQ"])
    assert matches("FRQ001", ["FRQ001"])
    assert not matches("FRQ001", ["RQ", "FRQ0011"])
    assert not matches("FRQ001", [])


def _builder(root: Path) -> ModuleType:
    spec = spec_from_file_location("rule_pages", root / "builders" / "rule_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["rule_pages"] = module
    spec.loader.exec_module(module)
    return module


def test_pages_are_current(root: Path) -> None:
    assert _builder(root).out_of_date() == []


def test_a_stale_a_missing_and_a_retired_page_are_noticed(root: Path, tmp_path: Path) -> None:
    builder = _builder(root)
    for name, content in builder.pages().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert builder.out_of_date(tmp_path) == []
    (tmp_path / "docs/rules/FRQ001.md").write_text("old", encoding="utf-8")
    (tmp_path / "docs/rules/FRQ002.md").unlink()
    (tmp_path / "docs/rules/OLD001.md").write_text("retired", encoding="utf-8")
    assert builder.out_of_date(tmp_path) == ["docs/rules/FRQ001.md", "docs/rules/FRQ002.md", "docs/rules/OLD001.md"]


def test_every_rule_is_registered_by_the_module_that_names_its_family(root):
    import subprocess
    import sys

    from bcastplan.rules.registry import RULE_MODULES

    script = (  # each module as the only one that is imported
        "import sys; from bcastplan.rules import registry; from importlib import import_module\n"
        "for module in sys.argv[1:]:\n"
        "    registry._RULES.clear()\n"
        "    for name in [name for name in sys.modules if name.startswith('bcastplan.rules.')]:\n"
        "        if name != registry.__name__: del sys.modules[name]\n"
        "    import_module('bcastplan.rules.' + module)\n"
        "    print(module, *sorted({rule.family for rule in registry._RULES.values()}))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, *RULE_MODULES], capture_output=True, text=True, check=True, cwd=root
    )
    registered = {module: tuple(families) for module, *families in map(str.split, ran.stdout.splitlines())}
    assert registered == {module: tuple(sorted(families)) for module, families in RULE_MODULES.items()}
    written = {path.stem for path in (root / "src/bcastplan/rules").glob("*.py") if "@rule(" in path.read_text()}
    assert written <= set(RULE_MODULES)
