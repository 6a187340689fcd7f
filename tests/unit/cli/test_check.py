import json
import subprocess
import sys
from pathlib import Path

import pytest

WARNED = """\
bcastplan: 1
service: X
season: A26
transmissions:
  - {id: late, frequency: 9565, time: 1530-1630, until: 2026-11-30, site: PHT, power: 250, antenna: 216, azimuth: 21,
     target: 44NE, language: Kor}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("x.yaml").write_text(WARNED)


def test_a_finding_is_a_line_an_editor_can_jump_to(run):
    ran = run("check", "x.yaml")
    first, blank, last = ran.out.rstrip("\n").split("\n")
    assert first == (
        "x.yaml:5:57: warning TIM003 outside-window [late]: until 2026-11-30 lies outside season A26 "
        "(2026-03-29 to 2026-10-25): airings are cut off there"
    )
    assert blank == ""
    assert last == "1 file, 1 transmission: 0 errors, 1 warning, 0 infos"
    assert ran.err == ""


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_fail_on_decides_the_exit_code(run, fail_on, code):
    assert run("check", "x.yaml", "--fail-on", fail_on).code == code


def test_never_still_tells_what_cannot_be_read(run):
    assert run("check", "nowhere.yaml", "--fail-on", "never").code == 3


def test_select_and_ignore_match_by_prefix_and_repeat(run):
    assert "TIM003" in run("check", "x.yaml", "--select", "TIM").out
    assert "TIM003" not in run("check", "x.yaml", "--select", "SIT,LNG", "--select", "TGT").out
    assert "TIM003" not in run("check", "x.yaml", "--ignore", "tim").out
    assert "TIM003" not in run("check", "x.yaml", "--select", "TIM", "--ignore", "TIM003").out


def test_a_plan_and_a_comment_silence_a_rule(run):
    Path("x.yaml").write_text(
        WARNED.replace("target: 44NE,", "target: 44NE,   # bcastplan: ignore[TIM003] known\n     ")
    )
    assert "TIM003" in run("check", "x.yaml").out
    Path("x.yaml").write_text(WARNED.replace("  - {id", "  # bcastplan: ignore[TIM003] known\n  - {id"))
    assert "TIM003" not in run("check", "x.yaml").out
    Path("x.yaml").write_text(WARNED)
    Path("bcastplan.yaml").write_text("bcastplan: 1\nrules: {severity: {TIM003: error}}\n")
    assert run("check", "x.yaml").code == 1
    Path("bcastplan.yaml").write_text("bcastplan: 1\nrules: {files: {'x.yaml': {ignore: [TIM]}}}\n")
    assert "TIM003" not in run("check", "x.yaml").out


def test_json_has_the_documented_keys(run):
    report = json.loads(run("check", "x.yaml", "--format", "json").out)
    assert report["schema"] == "bcastplan.report/1"
    assert report["summary"] == {"files": 1, "transmissions": 1, "errors": 0, "warnings": 1, "infos": 0}
    (finding,) = report["findings"]
    assert {key: finding[key] for key in ("rule", "name", "severity", "file", "line", "column", "id", "data")} == {
        "rule": "TIM003", "name": "outside-window", "severity": "warning", "file": "x.yaml", "line": 5, "column": 57,
        "id": "late", "data": {"first": "2026-03-29", "last": "2026-10-25"},
    }  # fmt: skip


def test_json_is_printed_where_nothing_can_be_read(run):
    ran = run("check", "nowhere.yaml", "--format", "json")
    report = json.loads(ran.out)
    assert ran.code == 3
    assert [finding["rule"] for finding in report["findings"]] == ["FIL001"]


def test_output_goes_into_a_file(run):
    ran = run("check", "x.yaml", "-o", "report.txt")
    assert ran.out == ""
    assert "TIM003" in Path("report.txt").read_text()
    refused = run("check", "x.yaml", "-o", "no/such/report.txt")
    assert refused.code == 3
    assert "cannot write no/such/report.txt" in refused.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["hours"], ["'PATHS...'", "bcastplan hours --help"]),
        (["check", "x.yaml", "--fail-on", "fatal"], ["'--fail-on'", "'fatal'", "error", "warning", "info", "never"]),
        (
            ["check", "x.yaml", "--format", "pdf"],
            ["'--format'", "'pdf'", "text", "json", "sarif", "junit", "github", "gitlab"],
        ),
        (["check", "x.yaml", "--select", "TIN"], ["no rule begins with 'TIN'"]),
        (["chek", "x.yaml"], ["no command 'chek', did you mean check?"]),
        (["check", "x.yaml", "--agianst", "y"], ["--agianst", "--against"]),
        (["rule", "TIM999"], ["no rule 'TIM999'"]),
        (["rule", "FRQ"], ["no rule 'FRQ', did you mean FRQ001? (`bcastplan rule` lists them)"]),
    ],
)
def test_wrong_usage_is_2_on_standard_error(run, arguments, says):
    """The sentence around an option, a wrong value and the right ones is Click's, and may change with it."""
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert [words for words in says if words not in ran.err] == []


def test_an_interrupt_is_130(run, monkeypatch):
    import bcastplan.workspace.inspection.rule_check as module

    def interrupted(*_arguments, **_keys):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "check_paths", interrupted)
    ran = run("check", "x.yaml")
    assert (ran.code, ran.out) == (130, "")


def test_help_and_version(run):
    assert "Exit codes:" in run("--help").out
    assert run("--version").out.startswith("bcastplan, version ")


def imported(names, *arguments):
    """Those of some modules that a run of the program imports."""
    heavy = f"import sys; sys.argv = ['bcastplan', *{list(arguments)}]\n" + (
        "from bcastplan.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print(*(name for name in {names} if name in sys.modules))\n"
    )
    ran = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    return ran.stdout.splitlines()[-1].split()


def test_help_imports_neither_screen_nor_numbers():
    assert imported(["textual", "numpy", "pydantic", "yaml", "rich"], "--help") == []


def test_a_check_of_one_file_starts_with_what_it_needs(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(
        "bcastplan: 1\nservice: Own\nseason: A26\ntransmissions:\n"
        "  - {frequency: 9565, time: 1500-1600, site: PHT, target: 44NE, antenna: 216, azimuth: 8}\n"
        "  - {frequency: 9570, time: 1500-1600, site: TIN, target: 44NE, antenna: 216, azimuth: 325}\n"
    )
    names = ["numpy", "yaml", "pydantic", "multiprocessing", "numpy.ma", "textual", "rich", "dateutil"]
    names += ["bcastplan.science.hf", "bcastplan.science.mediumwave"]
    assert imported(names, "check", str(path)) == ["numpy", "yaml"]


@pytest.mark.parametrize("layout", ["html", "xlsx"])
def test_a_report_without_predictions_imports_nothing_that_predicts(tmp_path, layout):
    path = tmp_path / "own.yaml"
    path.write_text(
        "bcastplan: 1\nservice: Own\nseason: A26\ntransmissions:\n  - {frequency: 9565, time: 1500-1600, site: PHT}\n"
    )
    names = [f"bcastplan.{name}" for name in ("workspace.report.plan_report", "coverage.coverage_hours", "science.hf")]
    output = str(tmp_path / "report")
    assert imported(names, "hours", str(path), "--format", layout, "-o", output) == names[:1]


def test_a_reader_that_goes_away_is_no_error():
    command = f"{sys.executable} -m bcastplan rule | head -1"
    ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    assert ran.stdout.count("\n") == 1


def test_rules_are_listed_and_explained(run):
    listed = run("rule")
    assert "TIM001  bad-time" in listed.out
    assert run("rule", "tim001").out == run("rule", "bad-time").out
    explained = run("rule", "TIM001").out
    for heading in ("## What it checks", "## Why it matters", "## Example", "## How to fix", "## Source"):
        assert heading in explained
    assert json.loads(run("rule", "TIM001", "--format", "json").out)["code"] == "TIM001"
    assert len(json.loads(run("rule", "--format", "json").out)["rules"]) == listed.out.count("\n")
