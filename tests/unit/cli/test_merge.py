"""The merge driver of git, as a command and in a real repository."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HEAD = "# head\nbcastplan: 1\nservice: OK\nseason: A26\ndefaults: {language: Kor, site: PHT}\ntransmissions:\n"
A = "  - {id: a, frequency: 9565, time: 1530-1630}  # why\n"
B = "  - id: b\n    frequency: 9570\n    time: 1630-1730\n"
ALIAS = "  - &a {id: a}\n  - *a\n"
A2, B2 = A.replace("9565", "9600"), B.replace("9570", "9580")
N = "  - {frequency: 9575, time: 1730-1830, power: 100}\n"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def merge(run, base, ours, theirs, *options):
    for name, text in (("base", base), ("ours", ours), ("theirs", theirs)):
        Path(name).write_bytes(text.encode())
    ran = run("merge", "base", "ours", "theirs", *options)
    return ran.code, Path("ours").read_bytes().decode()


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        (A2 + B, A + B2, A2 + B2),
        (A2 + B, A.replace("1530", "1500") + B, A2.replace("1530", "1500") + B),
        (A + B + N, A, A + N),  # taken away and added
        (A, B.replace("id: b", "id: c") + A + B, B.replace("id: b", "id: c") + A),
        (B + A, A.replace("9565", "9600") + B, B + A.replace("9565", "9600")),  # moved
        (A + "  # new\n" + B, A + B.replace("id: b", "id: b # b"), A + "  # b\n  # new\n" + B),
        ("", A, ""),
    ],
)  # fmt: skip
def test_changes_that_do_not_contradict_each_other(run, ours, theirs, merged):
    empty = HEAD.replace("transmissions:\n", "transmissions: []\n")
    code, text = merge(run, HEAD + A + B, HEAD + ours if ours else empty, HEAD + theirs)
    assert (code, text) == (0, HEAD + merged if merged else empty)


def test_a_transmission_without_an_id_is_recognised(run):
    code, text = merge(run, HEAD + N, HEAD + N.replace("100", "250"), HEAD + N.replace("power", "days: Mon, power"))
    assert code == 0
    assert text == HEAD + "  - {frequency: 9575, time: 1730-1830, days: Mon, power: 250}\n"


def test_defaults_are_merged_by_key(run):
    ours, theirs = HEAD.replace("Kor", "Eng"), HEAD.replace("PHT", "TIN")
    assert merge(run, HEAD + A, ours + A, theirs + A) == (0, HEAD.replace("Kor", "Eng").replace("PHT", "TIN") + A)


def test_markers_stand_around_the_disputed_key(run):
    code, text = merge(
        run, HEAD + B, HEAD + B.replace("9570", "9580"), HEAD + B.replace("9570", "9590").replace("1730", "1740")
    )
    assert code == 1
    assert text == HEAD + (
        "  - id: b\n<<<<<<< ours\n    frequency: 9580\n=======\n    frequency: 9590\n>>>>>>> theirs\n"
        "    time: 1630-1740\n"
    )


def test_what_one_changed_and_the_other_took_away_is_a_conflict(run):
    code, text = merge(run, HEAD + A + B, HEAD + A, HEAD + A + B.replace("9570", "9580"), "--labels", "HEAD", "side")
    assert code == 1
    changed = B.replace("9570", "9580")
    assert text == HEAD + A + f"<<<<<<< HEAD\n=======\n{changed}>>>>>>> side\n"


def test_line_ends_stay(run):
    crlf = [
        text.replace("\n", "\r\n") for text in (HEAD + A + B, HEAD + A + B + N, HEAD + A.replace("9565", "9600") + B)
    ]
    code, text = merge(run, *crlf)
    assert code == 0
    assert text == (HEAD + A.replace("9565", "9600") + B + N).replace("\n", "\r\n")


@pytest.mark.parametrize(
    "texts",
    [
        ("a\nb\nc\nd\n", "a\nB\nc\nd\n", "a\nb\nc\nD\n"),
        (HEAD + "  - {", HEAD.replace("Kor", "Eng") + "  - {", HEAD + "  - {x"),
        (HEAD + ALIAS, "# new\n" + HEAD + ALIAS, HEAD + ALIAS.replace("id: a", "id: b")),
    ],
)  # fmt: skip
def test_other_texts_are_merged_line_by_line(run, texts):
    code, text = merge(run, *texts)
    assert code == 0
    assert set(text.splitlines()) >= {line for line in (*texts[1].splitlines(), *texts[2].splitlines())} - {
        line for line in texts[0].splitlines()
    }


def test_the_result_can_be_printed(run):
    ran = merge(run, HEAD + A, HEAD + A.replace("9565", "9600"), HEAD + A + B, "-p")
    assert ran == (0, HEAD + A.replace("9565", "9600"))
    assert run("merge", "base", "ours", "theirs", "-p").out == HEAD + A.replace("9565", "9600") + B


def test_a_file_that_is_not_there_is_3(run):
    assert run("merge", "no", "no", "no").code == 3


@pytest.fixture
def git(monkeypatch):
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)

    def go(*arguments):
        named = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        return subprocess.run(["git", *named, *arguments], check=True, capture_output=True, text=True).stdout

    go("init", "-q")
    go("config", "merge.bcastplan.driver", f"{sys.executable} -m bcastplan merge %O %A %B --path %P --marker-size %L")
    go("config", "diff.bcastplan.textconv", f"{sys.executable} -m bcastplan diff")
    Path(".gitattributes").write_text("*.yaml merge=bcastplan diff=bcastplan\n")
    Path("a.yaml").write_text(HEAD + A + B)
    go("add", "-A")
    go("commit", "-qm", "first")
    return go


@pytest.mark.thorough
def test_git_merges_and_shows_by_transmission(git):
    git("checkout", "-qb", "side")
    Path("a.yaml").write_text(HEAD + A2 + B)
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "-")
    Path("a.yaml").write_text(HEAD.replace("Kor", "Eng") + A.replace("1530", "1500") + B)
    git("commit", "-qam", "ours")
    git("merge", "-q", "side")
    assert Path("a.yaml").read_text() == HEAD.replace("Kor", "Eng") + A2.replace("1530", "1500") + B
    assert "-  frequency: 9565\n+  frequency: 9600\n" in git("diff", "HEAD~1", "--", "a.yaml")


def test_a_side_of_a_diff_is_a_file_as_git_has_it(run, git):
    Path("sub").mkdir()
    Path("a.yaml").rename("sub/a.yaml")
    git("add", "-A")
    git("commit", "-qm", "moved")
    Path("sub/a.yaml").write_text(HEAD + A2 + B)
    for before in ("HEAD~1:a.yaml", "HEAD:sub/a.yaml"):
        ran = run("diff", before, "sub/a.yaml")
        assert (ran.code, "frequency: 9565 -> 9600" in ran.out) == (0, True)
    assert "frequency: 9565" in run("diff", "HEAD:sub/a.yaml").out
    for name in ("HEAD:nowhere.yaml", "nothing:sub/a.yaml"):
        ran = run("diff", name, "sub/a.yaml")
        assert (ran.code, ran.out) == (2, "")
        assert "git has no such file there" in ran.err


def test_one_name_prints_values(run):
    Path("a.yaml").write_text(HEAD + A)
    assert run("diff", "a.yaml").out == (
        "a\n  service: OK\n  frequency: 9565\n  time: 1530-1630\n  days: daily\n  status: active\n  mode: AM\n"
        "  language: Kor\n  site: PHT\n"
    )
    assert run("diff", "a.yaml", "--format", "json").code == 2
