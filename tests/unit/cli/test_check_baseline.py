"""--baseline: only new findings are shown and fail; --watch: a check at every change."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HEAD = "bcastplan: 1\nservice: X\nseason: A26\ntransmissions:\n"
BAD = "  - {frequency: 9565, time: 1530-2530}\n"
LATE = "  - {frequency: 9575, time: 0100-0200, until: 2026-11-30}\n"
SELECT = ("--select", "TIM,YML,FIL")


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("x.yaml").write_text(HEAD + BAD + LATE)


def test_noting_and_then_only_new_findings_fail(run):
    assert run("check", "x.yaml", *SELECT).code == 1
    noting = run("check", "x.yaml", *SELECT, "--baseline", "base.json", "--update-baseline")
    assert (noting.code, noting.out, noting.err) == (0, "", "2 findings noted in base.json\n")
    again = run("check", "x.yaml", *SELECT, "--baseline", "base.json", "--fail-on", "info")
    assert again.code == 0
    counted = "1 file, 1 transmission: 0 errors, 0 warnings, 0 infos"
    assert again.out == f"{counted}; left out of every count: 1 transmission (TIM001)\n"
    assert again.err == "2 known findings of base.json left out\n"
    Path("x.yaml").write_text(HEAD + LATE + BAD.replace("9565", "9600") + BAD)
    new = run("check", "x.yaml", *SELECT, "--baseline", "base.json", "--format", "json")
    report = json.loads(new.out)
    assert new.code == 1
    assert [(one["rule"], one["line"]) for one in report["findings"]] == [("TIM001", 6)]
    assert report["summary"]["errors"] == 1


def test_what_is_not_found_any_more_is_told(run):
    run("check", "x.yaml", *SELECT, "--baseline", "base.json", "--update-baseline")
    Path("x.yaml").write_text(HEAD + LATE)
    ran = run("check", "x.yaml", *SELECT, "--baseline", "base.json")
    assert "1 finding of base.json not found any more: --update-baseline forgets them" in ran.err


def test_what_cannot_be_read_is_3_in_spite_of_a_baseline(run):
    noting = run("check", "x.yaml", "no.yaml", "--baseline", "base.json", "--update-baseline")
    assert noting.code == 3
    assert "no.yaml: error FIL001" in noting.err
    assert run("check", "x.yaml", "no.yaml", "--baseline", "base.json", "--fail-on", "never").code == 3


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--update-baseline"], 2, "--update-baseline needs --baseline FILE"),
        (["--baseline", "no.json"], 3, "cannot read the baseline no.json"),
        (["--baseline", "x.yaml"], 3, "x.yaml:1:1: the baseline is no JSON"),
        (["--baseline", "no/such/base.json", "--update-baseline"], 3, "cannot write no/such/base.json"),
        (["--watch", "--format", "json"], 2, "--watch shows text"),
        (["--watch", "-o", "x.txt"], 2, "--watch shows text"),
    ],
)
def test_wrong_use_and_unusable_files(run, arguments, code, says):
    ran = run("check", "x.yaml", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err


def test_watching_what_is_not_there_ends(run):
    ran = run("check", "no/such/x.yaml", "--watch")
    assert ran.code == 3
    assert "nothing to watch" in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts are sent as POSIX signals")
def test_watch_prints_a_line_a_check_and_an_interrupt_ends_it_with_130():
    watching = subprocess.Popen(
        [sys.executable, "-m", "bcastplan", "check", "x.yaml", "--watch", *SELECT],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        left_out = "left out of every count: 1 transmission (TIM001)"
        assert watching.stdout.readline() == f"1 file, 1 transmission: 1 error, 1 warning, 0 infos; {left_out}\n"
        Path("x.yaml.tmp").write_text(HEAD + LATE)
        os.replace("x.yaml.tmp", "x.yaml")  # noqa: PTH105 - as editors save
        assert watching.stdout.readline() == "1 file, 1 transmission: 0 errors, 1 warning, 0 infos\n"
        watching.send_signal(signal.SIGINT)
        out, err = watching.communicate(timeout=30)
    finally:
        watching.kill()
    assert (watching.returncode, out, err.strip()) == (130, "", "")


@pytest.mark.terminal
def test_watch_on_a_terminal_shows_the_findings_on_a_clean_screen():
    pexpect = pytest.importorskip("pexpect")
    watching = pexpect.spawn(
        sys.executable, ["-m", "bcastplan", "check", "x.yaml", "--watch", *SELECT],
        dimensions=(40, 200), encoding="utf-8", timeout=30, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    watching.expect_exact("\x1b[H\x1b[2J\x1b[3J")
    watching.expect_exact("error TIM001 bad-time")
    watching.expect_exact("Ctrl-C ends.")
    Path("x.yaml").write_text(HEAD + LATE)
    watching.expect_exact("\x1b[H\x1b[2J\x1b[3J")
    watching.expect_exact("0 errors, 1 warning")
    watching.sendintr()
    watching.expect(pexpect.EOF)
    watching.close()
    assert watching.exitstatus == 130
