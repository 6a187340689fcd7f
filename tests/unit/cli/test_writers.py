"""Commands that write several files write all or none, say what stands, and never overwrite what another one wrote."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bcastplan.files import writing

SERVICES = ("Radio Alpha", "Radio Beta", "Radio Gamma", "Radio Delta")
CSV = "service,season,frequency,time\n" + "".join(
    f"{name},A26,{9565 + 10 * at},1530-1630\n" for at, name in enumerate(SERVICES)
)
SCHEDULE = """\
bcastplan: 1
service: {name}
season: A26
transmissions:
  - {{id: {name}-1, frequency: {khz}, time: 1530-1630}}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("list.csv").write_text(CSV)
    for at, name in enumerate(("one", "two", "three")):
        Path(f"{name}-a26.yaml").write_text(SCHEDULE.format(name=name, khz=9565 + 10 * at))


def full(*_arguments, **_keys):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def fail_at(monkeypatch, owner, name, number):
    call, calls = getattr(owner, name), []

    def failing(*arguments):
        calls.append(1)
        if len(calls) == number:
            full()
        return call(*arguments)

    monkeypatch.setattr(owner, name, failing)


COMMANDS = {
    "import": (["import", "csv", "list.csv", "-o", "plan"], "plan", 4),
    "rollover": (["rollover", "A26", "B26", ".", "-o", "next"], "next", 3),
    "new": (["new", "fresh", "--plan", "--season", "A26"], "fresh", 4),
}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("call", ["write_whole", "link"])
def test_a_disk_that_is_full_midway_leaves_nothing_and_the_command_can_be_run_again(run, monkeypatch, name, call):
    arguments, folder, files = COMMANDS[name]
    with monkeypatch.context() as patch:
        fail_at(patch, os if call == "link" else writing, call, 2)
        ran = run(*arguments)
    assert ran.code == 3
    assert "No space left on device; nothing written" in ran.err
    assert not Path(folder).exists()
    again = run(*arguments)
    assert again.code == 0, again.err
    assert len([path for path in Path(folder).rglob("*") if path.is_file()]) == files


def test_what_stands_of_forced_files_is_said(run, monkeypatch):
    assert run("import", "csv", "list.csv", "-o", "plan").code == 0
    before = Path("plan/radio-delta.yaml").read_bytes()
    with monkeypatch.context() as patch:
        fail_at(patch, os, "replace", 3)
        ran = run("import", "csv", "list.csv", "-o", "plan", "--force")
    assert ran.code == 3
    assert "plan/radio-gamma.yaml" in ran.err
    assert "written all the same: plan/radio-alpha.yaml, plan/radio-beta.yaml" in ran.err
    assert Path("plan/radio-delta.yaml").read_bytes() == before
    assert {path.suffix for path in Path("plan").iterdir()} == {".yaml"}


def test_of_several_imports_into_one_folder_at_once_exactly_one_succeeds(tmp_path):
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", "bcastplan", "import", "csv", "list.csv", "-o", "plan"],
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    said = [program.communicate()[1] for program in programs]
    codes = [program.returncode for program in programs]
    assert sorted(codes) == [0, 2, 2, 2], said
    assert all("nothing written" in text for text, code in zip(said, codes, strict=True) if code)
    assert sorted(path.name for path in Path("plan").iterdir()) == sorted(
        f"{name.lower().replace(' ', '-')}.yaml" for name in SERVICES
    )


def test_a_file_that_appears_after_the_look_is_not_overwritten(run, monkeypatch):
    whole = writing.write_whole

    def late(descriptor, data):
        whole(descriptor, data)
        Path("plan/radio-beta.yaml").write_text("theirs")

    monkeypatch.setattr(writing, "write_whole", late)
    ran = run("import", "csv", "list.csv", "-o", "plan")
    assert ran.code == 2
    assert "plan/radio-beta.yaml exists already, nothing written" in ran.err
    assert [path.name for path in Path("plan").iterdir()] == ["radio-beta.yaml"]
    assert Path("plan/radio-beta.yaml").read_text() == "theirs"


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "csv", "one-a26.yaml", "-o", "kept.out"],
        ["export", "hfcc", "one-a26.yaml", "-o", "kept.out"],
        ["check", "one-a26.yaml", "-o", "kept.out"],
        ["check", "one-a26.yaml", "--baseline", "kept.out", "--update-baseline"],
        ["hours", "one-a26.yaml", "--format", "csv", "-o", "kept.out"],
        ["report", "one-a26.yaml", "-o", "kept.out"],
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_a_read_only_file_is_not_replaced_without_a_word(run, arguments):
    Path("kept.out").write_text("kept")
    Path("kept.out").chmod(0o444)
    ran = run(*arguments)
    assert ran.code == 3, ran.err
    assert "kept.out: the file is read-only" in ran.err
    assert Path("kept.out").read_text() == "kept"


def test_a_name_of_255_bytes_can_be_written(run):
    name = "n" * 251 + ".csv"
    assert run("export", "csv", "one-a26.yaml", "-o", name).code == 0
    assert Path(name).read_bytes().startswith(b"\xef\xbb\xbfid,")
