"""Whatever is wrong with an input: a message that says where and what to do, the exit code, and the rest is checked."""

import json
import os
import zipfile
from pathlib import Path

import pytest

GOOD = """\
bcastplan: 1
service: Good
season: A26
transmissions:
  - {frequency: 9565, time: 1530-1630, site: PHT, power: 250, antenna: 216, azimuth: 21, target: 44NE, language: Kor}
"""
HEAD = "bcastplan: 1\nservice: Bad\nseason: A26\ntransmissions:\n"
ITEM = (
    "  - {frequency: 9580, time: 1530-1630, site: PHT, power: 250, antenna: 216, azimuth: 21, target: 44NE,"
    " language: Kor"
)
OTHER = HEAD + ITEM + "}\n"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def write(name, content):
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content, encoding="utf-8", newline="")


def check(run, *names, severities=("error", "warning", "info")):
    """Run check on the bad input and a good file beside it; the good one must have been checked."""
    write("good.yaml", GOOD)
    ran = run("check", *names, "good.yaml", "--format", "json")
    report = json.loads(ran.out)
    assert ran.err == ""
    assert report["summary"]["transmissions"] >= 1
    assert [finding for finding in report["findings"] if finding["file"] == "good.yaml"] == []
    return ran.code, [
        (finding["rule"], finding["file"], finding["line"], finding["message"])
        for finding in report["findings"]
        if finding["severity"] in severities
    ]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.zip", b"", "0 bytes"),
        ("broken.zip", b"PK\x03\x04" + b"x" * 50, "damaged or cut off"),
        ("fake.zip", b"hello", "not a zip archive"),
        ("binary.yaml", b"\x7fELF\0\0" + bytes(range(256)) * 8, "a binary file"),
        ("wide.yaml", GOOD.encode("utf-16"), "save it as UTF-8"),
        ("wide-le.yaml", GOOD.encode("utf-16-le"), "UTF-16 without a mark: save it as UTF-8"),
        ("very-wide.yaml", GOOD.encode("utf-32"), "save it as UTF-8"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\x01" * 100, "binary"),
        ("letter.txt", b"Dear colleagues,\nplease find\n", "no format that is known here"),
    ],
)
def test_what_cannot_be_read_at_all_is_3(run, name, content, says):
    write(name, content)
    code, findings = check(run, name)
    assert code == 3
    assert [finding[:2] for finding in findings] == [("FIL001", name)]
    assert says in findings[0][3]


def test_a_missing_file_is_3(run):
    code, findings = check(run, "nowhere.yaml")
    assert (code, findings) == (3, [("FIL001", "nowhere.yaml", None, "cannot be read: no such file")])


def test_a_file_without_permission_is_3(run, monkeypatch):
    write("secret.yaml", GOOD)
    real = os.open

    def refuse(name, *arguments, **keys):
        if str(name).endswith("secret.yaml"):
            raise PermissionError(13, "Permission denied", str(name))
        return real(name, *arguments, **keys)

    monkeypatch.setattr(os, "open", refuse)
    code, findings = check(run, "secret.yaml")
    assert (code, findings) == (3, [("FIL001", "secret.yaml", None, "cannot be read: no permission to read it")])


def test_a_folder_without_permission_is_3_and_the_rest_of_it_checked(run, monkeypatch):
    write("plan/a.yaml", GOOD)
    write("plan/locked/b.yaml", GOOD)
    real = os.scandir

    def scandir(path="."):
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    ran = run("check", "plan", "--format", "json")
    report = json.loads(ran.out)
    assert ran.code == 3
    assert report["summary"]["transmissions"] == 1
    assert [(one["rule"], one["file"]) for one in report["findings"]] == [("FIL001", "plan/locked")]
    assert "no permission to read the folder" in report["findings"][0]["message"]


@pytest.mark.parametrize("names", [[], ["readme.md"], ["ci.yaml"], ["sub/ci.yaml"]])
def test_a_folder_without_schedules_is_3(run, names):
    Path("folder").mkdir()
    for name in names:
        write(f"folder/{name}", "on: push\n")
    ran = run("check", "folder")
    assert ran.code == 3
    assert "folder: error FIL002 no-schedules: no schedules in it" in ran.out
    assert "`bcastplan new` makes one" in ran.out


def test_a_symlink_loop_named_is_3(run):
    Path("loop.yaml").symlink_to("loop.yaml")
    code, findings = check(run, "loop.yaml")
    assert code == 3
    assert findings[0][:2] == ("FIL001", "loop.yaml")
    assert "Too many levels of symbolic links" in findings[0][3]


def test_a_symlink_loop_in_a_folder_does_not_stop_the_check(run):
    write("plan/a.yaml", GOOD)
    Path("plan/again").symlink_to(Path("plan").resolve(), target_is_directory=True)
    ran = run("check", "plan", "--fail-on", "info")
    assert (ran.code, ran.out) == (0, "1 file, 1 transmission: 0 errors, 0 warnings, 0 infos\n")


def test_a_folder_where_a_file_should_be_a_reference_is_3(run):
    Path("refs").mkdir()
    write("good.yaml", GOOD)
    ran = run("check", "good.yaml", "--against", "refs")
    assert ran.code == 3
    assert "this is a folder: name a file in it" in ran.out


@pytest.mark.parametrize(
    ("content", "rule", "line", "says"),
    [
        ("", "YML009", 1, "the file is empty"),
        ("# only this\n", "YML009", 1, "the file is empty"),
        (b"bcastplan: 1\nservice: Liberaci\xf3n\n", "YML008", 2, "save the file as UTF-8"),
        ("on: push\n", "YML011", 1, "start with `bcastplan: 1`"),
        (HEAD + "  - {frequency: 9580, time: 1530-1630\n", "YML001", 6, "not YAML"),
        (OTHER.replace("power: 250", "power: -250"), "SIT005", 5, "write kW above 0"),
        (OTHER.replace("1530-1630", "25:00"), "TIM001", 5, "write start and stop in UTC as 1530-1630"),
        (OTHER.replace("A26", "Z99"), "TIM008", 3, "as A26 or B26"),
        (HEAD + ITEM + ", from: 2026-02-30}\n", "TIM009", 5, "2026-02-30 does not exist"),
        (HEAD + ITEM + ", repeat: FREQ=SECONDLY}\n", "TIM011", 5, "its hours belong in `time`"),
        (HEAD + ITEM + ", repeat: FREQ=DAILY;COUNT=99999}\n", "TIM011", 5, "needs an explicit `from`"),
        (HEAD + ITEM + ", days: 23456}\n", "TIM005", 5, "EiBi counts Monday as 1"),
        (OTHER + "#" * 5000 + "\nx: \x00\n", "YML001", 7, "has no place in a text"),
        ("bcastplan: 1\nx-a: " + "[" * 1000, "YML007", 2, "nested deeper than 32 levels"),
    ],
)
def test_what_has_a_line_is_1(run, content, rule, line, says):
    write("bad.yaml", content)
    code, findings = check(run, "bad.yaml", severities=("error",))
    assert code == 1
    assert [finding[:3] for finding in findings] == [(rule, "bad.yaml", line)]
    assert says in findings[0][3]


def test_a_rule_that_never_comes_true_is_a_transmission_that_never_airs(run):
    write("bad.yaml", HEAD + ITEM + ", repeat: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30}\n")
    code, findings = check(run, "bad.yaml")
    assert code == 0
    assert [finding[:3] for finding in findings] == [("TIM004", "bad.yaml", 5)]
    assert "meet on no date" in findings[0][3]


def test_a_rule_without_end_ends_with_the_season(run):
    write("bad.yaml", HEAD + ITEM + ", repeat: FREQ=DAILY}\n")
    assert check(run, "bad.yaml") == (0, [])


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_newlines_of_any_system_are_read(run, newline):
    write("windows.yaml", OTHER.replace("\n", newline))
    assert check(run, "windows.yaml") == (0, [])


def test_a_mark_at_the_start_is_read(run):
    write("marked.yaml", b"\xef\xbb\xbf" + OTHER.encode())
    assert check(run, "marked.yaml") == (0, [])


def test_a_zip_bomb_is_refused(run):
    with zipfile.ZipFile("bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("season.yaml", b"bcastplan: 1\n" + b"#" * 50_000_000)
    code, findings = check(run, "bomb.zip")
    assert code == 3
    assert findings[0][:2] == ("FIL001", "bomb.zip")


def test_names_that_climb_out_of_a_zip_are_only_printed(run):
    with zipfile.ZipFile("climb.zip", "w") as archive:
        archive.writestr("../../evil.yaml", HEAD.replace("A26", "Z99"))
    code, findings = check(run, "climb.zip")
    assert code == 1
    assert {finding[1] for finding in findings} == {"climb.zip!../../evil.yaml"}
    assert not Path("../../evil.yaml").exists()


def test_unreadable_beats_findings(run):
    write("bad.yaml", OTHER.replace("1530-1630", "25:00"))
    code, findings = check(run, "bad.yaml", "nowhere.yaml")
    assert code == 3
    assert {finding[0] for finding in findings} == {"TIM001", "FIL001"}


def test_terminal_escapes_of_a_file_do_not_reach_the_terminal(run):
    write("bad.yaml", 'bcastplan: 1\nservice: X\nseason: "\\e]0;owned\\a\\e[31m"\ntransmissions: []\n')
    write("\x1b[31mred.yaml", "")
    ran = run("check", "bad.yaml", "\x1b[31mred.yaml")
    assert ran.code == 1
    assert "\x1b" not in ran.out + ran.err
    assert "\x07" not in ran.out
    assert r"\x1b]0;owned\x07" in ran.out
    assert r"\x1b[31mred.yaml:1: error YML009" in ran.out


def test_names_that_are_no_unicode_survive(run):
    name = os.fsdecode(b"b\xe4d.yaml")
    write(name, "")
    ran = run("check", name)
    assert ran.code == 1
    assert f"{name}:1: error YML009" in ran.out


def test_standard_input_is_read(run, monkeypatch):
    import io
    import sys

    class Stdin:
        buffer = io.BytesIO(GOOD.replace("1530-1630", "25:00").encode())

        def isatty(self):
            return False

    monkeypatch.setattr(sys, "stdin", Stdin())
    ran = run("check", "-")
    assert ran.code == 1
    assert "-:5:" in ran.out
    assert "error TIM001 bad-time" in ran.out


@pytest.mark.parametrize(("command", "listed"), [("check", "findings"), ("conflicts", "pairs"), ("hours", "rows")])
def test_json_is_whole_and_tells_the_unreadable_inputs_at_3(run, command, listed):
    result = run(command, "missing.yaml", "--format", "json")
    assert result.code == 3
    told = json.loads(result.out)
    assert [(one["rule"], one["file"]) for one in told["findings"]] == [("FIL001", "missing.yaml")]
    assert listed in told


def test_one_list_or_the_other(run):
    result = run("conflicts", "missing.yaml", "--own", "--external")
    assert result.code == 2
    assert result.out == ""
