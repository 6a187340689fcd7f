"""A file is the old one or the new one, whole, whatever happens while it is written."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bcastplan.document import atomic
from bcastplan.document.atomic import write_atomically


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "voa.yaml"
    path.write_bytes(b"old\r\n")
    return path


def test_replaces_and_keeps_bytes_mode_and_link(file, tmp_path):
    file.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(file)
    write_atomically(link, b"new\r\n\xff")
    assert file.read_bytes() == b"new\r\n\xff"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "voa.yaml"]


def test_a_new_file_has_the_mode_of_any_new_file(tmp_path):
    write_atomically(tmp_path / "new.yaml", b"x")
    (tmp_path / "plain").write_bytes(b"x")
    assert (tmp_path / "new.yaml").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    pipe, got = tmp_path / "pipe", tmp_path / "got"
    os.mkfifo(pipe)
    with got.open("wb") as stream:
        reader = subprocess.Popen(["cat", str(pipe)], stdout=stream)
        write_atomically(pipe, b"x" * 300_000)
        reader.wait()
    assert got.read_bytes() == b"x" * 300_000
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_device_stays_a_device(monkeypatch):
    before = Path(os.devnull).stat()
    monkeypatch.setattr(atomic.tempfile, "mkstemp", full_disk)  # were it to be replaced, every program would suffer
    write_atomically(os.devnull, b"x")
    assert Path(os.devnull).stat().st_mode == before.st_mode


def full_disk(*_arguments):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class FullStream:
    def __init__(self, descriptor, _mode):
        self.descriptor = descriptor

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.descriptor)

    def write(self, data):
        os.write(self.descriptor, data[: len(data) // 2])
        full_disk()


@pytest.mark.parametrize("where", ["fdopen", "fsync"])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(file, monkeypatch, where):
    monkeypatch.setattr(atomic.os, where, FullStream if where == "fdopen" else full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old\r\n"
    assert [path.name for path in file.parent.iterdir()] == ["voa.yaml"]


def test_an_interrupt_before_the_rename_leaves_the_old_file(file, monkeypatch):
    def interrupt(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old\r\n"
    assert [path.name for path in file.parent.iterdir()] == ["voa.yaml"]


NEW = b"new" * 1_000
CRASH = """
import os, sys
from bcastplan.document import atomic
step = sys.argv[2]
def dies(*arguments, **keys):
    os._exit(9)
if step == "fsync":
    atomic.os.fsync = dies
elif step == "rename":
    atomic.Path.replace = dies
elif step == "after":
    atomic._sync_folder = dies
atomic.write_atomically(sys.argv[1], b"new" * 1_000)
"""


@pytest.mark.parametrize(
    ("step", "left"), [("fsync", b"old\r\n"), ("rename", b"old\r\n"), ("after", NEW)], ids=["fsync", "rename", "after"]
)
def test_a_crash_at_any_step_leaves_the_old_or_the_new_file_whole(file, step, left):
    died = subprocess.run([sys.executable, "-c", CRASH, str(file), step], check=False)
    assert died.returncode == 9
    assert file.read_bytes() == left


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "no" / "x.yaml", b"x")
