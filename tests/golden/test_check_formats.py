"""One nasty data set in every format of `check`: the bytes are pinned, and all formats show the same findings.

To accept new bytes on purpose: BCASTPLAN_WRITE_GOLDEN=1 pytest tests/golden/test_check_formats.py
"""

import json
import os
import re
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from bcastplan.cli import main
from bcastplan.cli.check import FORMATS

GOLDEN = Path(__file__).parent / "check"
NASTY = {
    "plan/bcastplan.yaml": "bcastplan: 1\nplan: Nasty\nagreed:\n  - {a: late, b: nobody, reason: gone}\n",
    "plan/a, b%20:c.yaml": (
        "bcastplan: 1\n"
        'service: "<script>alert(1)</script> & \\"]]>\\" [click](https://example.org) {0} ::error::x ##[error]y"\n'
        "season: A26\n"
        "transmissions:\n"
        "  - {id: late, frequency: 9565, time: 1530-1630, until: 2026-11-30, site: PHT, power: 250, antenna: 216,\n"
        "     azimuth: 21, target: 44NE, language: Kor}\n"
        "  - {frequency: 9565, time: 1600-1700, site: PHT, power: 250, antenna: 216, azimuth: 21, target: 44NE,\n"
        "     language: Kor}\n"
        '  - {frequency: 9600, time: "[t](u) {1} 100% <b> \\e[31m\\u2028::warning::x", language: Kor}\n'
        '  - {"fre,quency:": 5, "\\u202e=cmd|\\x07": 1, frequency: 9700, time: 0100-0200, language: Kor}\n'
    ),
    "plan/clean.yaml": (
        "bcastplan: 1\nservice: Clean\nseason: A26\ntransmissions:\n"
        "  - {frequency: 15120, time: 0900-0930, site: PHT, power: 250, antenna: 216, azimuth: 21, target: 44NE,\n"
        "     language: Kor}\n"
    ),
    "plan/ünï ✓.yaml": "bcastplan: 1\nseason: A26\ntransmissions: [\n",
    "list.txt": "",
}
PAGE_OF_A_RULE = re.compile(rb'("(?:text|markdown)": "## What it checks).*(?=",?$)', re.MULTILINE)
"""SARIF carries the rules' pages, whose wording is no contract."""
PATHS = ("plan", "missing é.yaml", "list.txt")


@pytest.fixture
def outputs(tmp_path, monkeypatch, capfdbinary):
    for name, text in NASTY.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    made = {}
    for style in FORMATS:
        with pytest.raises(SystemExit) as left:
            main(["check", *PATHS, "--format", style])
        assert left.value.code == 3
        captured = capfdbinary.readouterr()
        assert captured.err == b""
        made[style] = captured.out
    return made


def of_json(output):
    return [
        (one["rule"], one["severity"], one["file"], one["line"], one["column"])
        for one in json.loads(output)["findings"]
    ]


def of_text(output):
    lines = re.findall(r"^(.+?)(?::(\d+))?(?::(\d+))?: (error|warning|info) ([A-Z]{3}\d{3}) ", output.decode(), re.M)
    return [(rule, level, file, (line and int(line)) or None, (column and int(column)) or None)
            for file, line, column, level, rule in lines]  # fmt: skip


def of_sarif(output):
    levels = {"error": "error", "warning": "warning", "note": "info"}
    found = []
    for result in json.loads(output)["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]
        region = place.get("region", {})
        file = unquote(place["artifactLocation"]["uri"])
        found.append(
            (result["ruleId"], levels[result["level"]], file, region.get("startLine"), region.get("startColumn"))
        )
    return found


def of_junit(output):
    found = []
    for case in ET.fromstring(output).iter("testcase"):
        for part in case:
            found += of_text(part.text.encode())
    return found


def of_github(output):
    levels = {"error": "error", "warning": "warning", "notice": "info"}
    found = []
    for line in output.decode().splitlines()[:-1]:
        level, properties = re.fullmatch(r"::(\w+) ([^:]*)::.*", line).groups()
        values = dict(part.split("=", 1) for part in properties.split(","))
        values = {key: unquote(value) for key, value in values.items()}
        line_number, column = values.get("line"), values.get("col")
        found.append((
            values["title"][:6], levels[level], values["file"],
            line_number and int(line_number), column and int(column),
        ))  # fmt: skip
    return found


def of_gitlab(output):
    levels = {"major": "error", "minor": "warning", "info": "info"}
    issues = json.loads(output)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    return [
        (issue["check_name"], levels[issue["severity"]], issue["location"]["path"],
         issue["location"]["lines"]["begin"], None)
        for issue in issues
    ]  # fmt: skip


READERS = {
    "gitlab": of_gitlab,
    "text": of_text,
    "json": of_json,
    "sarif": of_sarif,
    "junit": of_junit,
    "github": of_github,
}
"""Format -> what reads its findings back: rule, severity, file, line, column."""


@pytest.mark.parametrize("style", FORMATS)
def test_bytes(outputs, style):
    path = GOLDEN / f"nasty.{style}"
    output = PAGE_OF_A_RULE.sub(rb"\1", outputs[style])
    if os.environ.get("BCASTPLAN_WRITE_GOLDEN"):
        path.write_bytes(output)
    assert output == path.read_bytes()


def test_every_format_shows_the_same_findings(outputs):
    wanted = of_json(outputs["json"])
    assert len({rule for rule, *_ in wanted}) >= 6
    assert {"error", "warning"} <= {severity for _, severity, *_ in wanted}
    of_lines = [(rule, severity, file, line or 1, None) for rule, severity, file, line, _ in wanted]
    assert of_gitlab(outputs["gitlab"]) == of_lines, "GitLab knows no columns, and no finding without a line"
    for style in READERS.keys() - {"gitlab"}:
        assert sorted(READERS[style](outputs[style]), key=str) == sorted(wanted, key=str), style
    for style in ("text", "sarif", "github"):
        assert READERS[style](outputs[style]) == wanted, f"{style} has them in another order"


def test_no_format_is_left_out():
    assert set(READERS) == set(FORMATS)


def test_every_format_counts_the_same(outputs):
    summary = json.loads(outputs["json"])["summary"]
    properties = json.loads(outputs["sarif"])["runs"][0]["properties"]
    assert properties == summary
    last = outputs["text"].decode().splitlines()[-1]
    assert outputs["github"].decode().splitlines()[-1] == last
    assert last.startswith(f"{summary['files']} files, {summary['transmissions']} transmissions: {summary['errors']} ")
    assert int(ET.fromstring(outputs["junit"]).get("tests")) == summary["files"]


# The elements of junit-10.xsd (https://github.com/jenkinsci/xunit-plugin), as far as `check` uses them: the attributes
# that each may have, those it must have, and what may stand in it.
JUNIT = {
    "testsuites": ({"name", "time", "tests", "failures", "errors"}, set(), {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp", "hostname", "id", "package",
         "file", "log", "url"},
        {"name", "tests", "failures", "errors"}, {"properties", "testcase", "system-out", "system-err"},
    ),
    "properties": (set(), set(), {"property"}),
    "property": ({"name", "value"}, {"name", "value"}, set()),
    "testcase": ({"name", "time", "classname", "group"}, {"name"}, {"error", "failure", "system-out", "system-err"}),
    "error": ({"type", "message"}, set(), set()),
    "failure": ({"type", "message"}, set(), set()),
    "system-out": (set(), set(), set()),
}  # fmt: skip


def test_junit_keeps_to_the_common_schema(outputs):
    root = ET.fromstring(outputs["junit"])
    assert root.tag == "testsuites"
    for element in root.iter():
        allowed, needed, inside = JUNIT[element.tag]
        assert needed <= set(element.attrib) <= allowed, element.tag
        assert {child.tag for child in element} <= inside, element.tag
    assert {element.tag for element in root.iter()} == set(JUNIT), "an element is not tried"


@pytest.mark.parametrize("style", FORMATS)
def test_no_control_character_gets_through(outputs, style):
    text = outputs[style].decode("utf-8")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", text) or style == "json"
    assert "\x1b" not in text


def test_no_text_of_a_file_is_a_github_command(outputs):
    lines = outputs["github"].decode().splitlines()
    assert all(re.match(r"::(error|warning|notice) file=", line) for line in lines[:-1])
    assert not lines[-1].startswith("::")
    assert len(lines) == len(of_json(outputs["json"])) + 1


def test_sarif_messages_hold_neither_links_nor_placeholders(outputs):
    for result in json.loads(outputs["sarif"])["runs"][0]["results"]:
        text = result["message"]["text"]
        assert not re.search(r"(?<!\\)\[[^\]]*(?<!\\)\]\(", text)
        assert not re.search(r"(?<!\{)\{\d+\}(?!\})", text)
    assert "\\\\[t\\\\](u) {{1}}" in outputs["sarif"].decode()
