"""Options of `check`: what is searched, what is shown, and how it ends."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

HEAD = (
    "bcastplan: 1\nservice: OK\nseason: A26\n"
    "defaults: {language: Kor, target: 44NE, site: PHT, power: 250, antenna: 216, azimuth: 21, manager: AGM}\n"
    "transmissions:\n"
)
A = "  - {id: a, frequency: 9385, time: 1530-1630}\n"
B = "  - {id: b, frequency: 7500, time: 1730-1830}\n"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    Path("a.yaml").write_text(HEAD + A + B)


def ids(ran):
    return [finding["id"] for finding in json.loads(ran.out)["findings"]]


def files(ran):
    return sorted({finding["file"] for finding in json.loads(ran.out)["findings"]})


def test_without_paths_the_current_folder_is_checked(run):
    assert run("check").out == run("check", ".").out
    assert "a.yaml:6:" in run("check").out


@pytest.mark.parametrize(
    ("options", "code"),
    [((), 0), (("--fail-on", "info"), 1), (("--fail-on", "info", "--exit-zero"), 0), (("--exit-zero", "no.yaml"), 3)],
)
def test_exit_zero(run, options, code):
    assert run("check", "a.yaml", *options).code == code


def test_quiet_leaves_findings_only(run):
    loud = run("check", "a.yaml").out.splitlines()
    assert run("check", "a.yaml", "-q").out.splitlines() == loud[:-2]
    Path("a.yaml").write_text(HEAD + "  - {frequency: 9565, time: 1530-1630}\n")
    assert (run("check", "a.yaml", "--quiet").out, run("check", "a.yaml", "--quiet").err) == ("", "")


def test_statistics_count_by_rule(run):
    Path("b.yaml").write_text(HEAD + "  - {id: c, frequency: 9565, time: 25-26}\n")
    assert run("check", ".", "--statistics").out == (
        "1  error    TIM001  bad-time\n2  info     FRQ001  outside-allocations\n\n"
        "2 files, 2 transmissions: 1 error, 0 warnings, 2 infos; left out of every count: 1 transmission (TIM001)\n"
    )


def test_findings_below_their_transmissions(run):
    unnamed = "  - {frequency: 9381, time: 0000-0100}\n"
    Path("a.yaml").write_text(HEAD + A.replace("}", ", site: PHTT}") + unnamed)
    lines = run("check", "a.yaml", "--grouped", "--ignore", "FRQ001").out.splitlines()
    assert lines[0] == "a.yaml [a]"
    assert lines[1].split()[:3] == ["6:53", "warning", "SIT001"]
    assert lines[2:4] == ["", "a.yaml transmission 2"]
    assert lines[4].split()[:3] == ["7:17", "warning", "FRQ002"]


@pytest.mark.parametrize("options", [("--statistics",), ("--grouped",)])
def test_what_goes_with_text_only(run, options):
    assert run("check", "a.yaml", *options, "--format", "json").code == 2


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": ""}, False),
    ],
)
def test_colours_follow_the_environment(run, monkeypatch, environment, coloured):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[36minfo" in run("check", "a.yaml").out) == coloured


def test_junit_always_lists_the_plan_file(run):
    Path("bcastplan.yaml").write_text("bcastplan: 1\n")
    cases = ET.fromstring(run("check", ".", "--format", "junit").out).iter("testcase")
    assert [case.get("name") for case in cases] == ["a.yaml", "bcastplan.yaml"]


# Folders


def tree(*names):
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(HEAD + A)


def test_excluded_files_and_folders_are_passed_over(run):
    tree("drafts/b.yaml", "b26/old-b.yaml", "b26/c.yaml")
    ran = run("check", ".", "--exclude", "drafts/", "--exclude", "old-*", "--format", "json", "--ignore", "CON,PLN")
    assert files(ran) == ["a.yaml", "b26/c.yaml"]
    assert files(run("check", "b26/old-b.yaml", "--exclude", "old-*", "--format", "json")) == ["b26/old-b.yaml"]


def test_what_git_ignores_is_passed_over(run):
    tree("drafts/b.yaml", "b26/x.tmp.yaml", "b26/keep.tmp.yaml", "b26/deep/drafts/c.yaml")
    Path(".gitignore").write_text("drafts/\n*.tmp.yaml\n\n# a comment\n[\n!\n")
    Path("b26/.gitignore").write_text("!keep.tmp.yaml\n")
    quiet = ("--format", "json", "--ignore", "CON,PLN")
    assert files(run("check", ".", *quiet)) == ["a.yaml", "b26/keep.tmp.yaml"]
    assert files(run("check", "b26", *quiet)) == ["b26/deep/drafts/c.yaml", "b26/keep.tmp.yaml", "b26/x.tmp.yaml"]
    Path(".git").mkdir()
    assert files(run("check", "b26", *quiet)) == ["b26/keep.tmp.yaml"]
    assert files(run("check", "drafts", *quiet)) == ["drafts/b.yaml"], "a folder that is named is searched"


def test_a_folder_with_nothing_left_says_why(run):
    ran = run("check", ".", "--exclude", "*.yaml")
    assert ran.code == 3
    assert "1 file or folder passed over: .gitignore or --exclude" in ran.out


def test_hostile_patterns_take_no_time(run):
    tree("a" * 200 + ".yaml")
    Path(".gitignore").write_text("*a*a*a*a*a*a*a*a*a*a*b\n" + "**/" * 500 + "x\n")
    assert run("check", ".", "--ignore", "CON,PLN").code == 0


def test_a_pipe_in_place_of_patterns_is_not_waited_for(run):
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    os.mkfifo(".gitignore")
    assert run("check", ".").code == 0


# Standard input


def standard_input(monkeypatch, text):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_standard_input_belongs_to_the_plan_of_its_file(run, monkeypatch):
    Path("p").mkdir()
    Path("p/bcastplan.yaml").write_text("bcastplan: 1\nrules: {ignore: [FRQ001]}\n")
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO((HEAD + A + "  - {id: z, frequency: 1, time: x}\n").encode()))
    )
    ran = run("check", "-", "--stdin-filename", "p/new.yaml", "--format", "json")
    assert [(finding["file"], finding["rule"]) for finding in json.loads(ran.out)["findings"]] == [
        ("p/new.yaml", "TIM001")
    ]


def test_standard_input_takes_the_place_of_its_file(run, monkeypatch):
    tree("b.yaml")
    for paths in ((".", "-"), ("-", "a.yaml", "b.yaml")):
        standard_input(monkeypatch, HEAD + A.replace("id: a", "id: new"))
        ran = run("check", *paths, "--stdin-filename", "./a.yaml", "--select", "CON110", "--format", "json")
        (finding,) = json.loads(ran.out)["findings"]
        assert {finding["id"], finding["other"]["id"]} == {"new", "a"}


@pytest.mark.parametrize(
    "options", [("a.yaml", "--stdin-filename", "x"), ("-", "--stdin-filename", "p/bcastplan.yaml")]
)
def test_a_name_for_standard_input_that_cannot_be(run, options):
    assert run("check", *options).code == 2


# What changed since


@pytest.fixture
def git(monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)

    def go(*arguments):
        named = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        subprocess.run(["git", *named, *arguments], check=True, capture_output=True)

    go("init", "-q")
    go("add", "-A")
    go("commit", "-qm", "first")
    return go


def since(run, *options):
    ran = run("check", ".", "--since", "HEAD", "--format", "json", *options)
    return sorted({(finding["file"], finding["id"]) for finding in json.loads(ran.out)["findings"]})


@pytest.mark.usefixtures("git")
@pytest.mark.parametrize(
    ("text", "changed"),
    [
        (HEAD + A + B, []),
        ("# a comment\n" + HEAD + "\n" + B + A, []),  # moved only
        (HEAD + A.replace("1530", "1500") + B, ["a"]),
        ((HEAD + A + B).replace("power: 250", "power: 100"), ["a", "b"]),  # through the defaults
        (HEAD + A.replace("{", "{note: x, ") + B, ["a"]),
        (HEAD + A + B + B.replace("id: b", "id: c").replace("7500", "7520"), ["c"]),
        (HEAD + B, []),
    ],
)
def test_findings_of_what_changed(run, text, changed):
    Path("a.yaml").write_text(text)
    assert since(run) == [("a.yaml", name) for name in changed]


def test_a_pair_of_which_one_side_changed(run, git):
    tree("b.yaml")
    Path("b.yaml").write_text(HEAD + "  - {id: other, frequency: 9565, time: 1530-1630}\n")
    git("add", "-A")
    git("commit", "-qm", "second")
    Path("b.yaml").write_text(HEAD + "  - {id: other, frequency: 9390, time: 1530-1630}\n")
    assert since(run, "--select", "CON") == [("a.yaml", "a")]


@pytest.mark.usefixtures("git")
def test_new_files_and_lines_that_cannot_be_read_count(run):
    tree("new/b.yaml")
    assert since(run, "--ignore", "CON,PLN") == [("new/b.yaml", "a")]
    Path("a.yaml").write_text(HEAD + A + B + "  - {id: z, frequency: x, time: 1530-1630}\n")
    assert ("a.yaml", "z") in since(run, "--ignore", "CON,PLN")


def test_what_git_does_not_know_is_wrong_usage(run, git):
    for options in (("--since", "nowhere"), ("--since", "--help"), ("--since", "HEAD", "-")):
        assert run("check", ".", *options).code == 2
    assert git


def test_since_outside_of_a_repository_is_wrong_usage(run):
    ran = run("check", ".", "--since", "HEAD")
    assert ran.code == 2
    assert "in no git repository" in ran.err


@pytest.mark.usefixtures("git")
def test_the_variables_of_a_hook_do_not_matter(run, monkeypatch):
    monkeypatch.setenv("GIT_DIR", "elsewhere")
    Path("a.yaml").write_text(HEAD + A.replace("1530", "1500") + B)
    assert since(run) == [("a.yaml", "a")]
