"""A file is the old one or the new one, whole, whatever happens while it is written; foreign changes are never lost."""

import errno
import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bcastplan.files import leftovers, writing
from bcastplan.files.leftovers import Claim
from bcastplan.files.writing import ChangedOnDisk, FileWrite, Over, ReadOnlyFile, Transaction, write_atomically

OLD, NEW = b"old\r\n" * 300, b"new\n" * 3_000


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "voa.yaml"
    path.write_bytes(OLD)
    return path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_replaces_and_keeps_bytes_mode_and_link(file, tmp_path):
    file.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(file)
    write_atomically(link, b"new\r\n\xff")
    assert file.read_bytes() == b"new\r\n\xff"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert names(tmp_path) == ["link.yaml", "voa.yaml"]


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
    monkeypatch.setattr(writing, "Claim", full_disk)  # were it to be replaced, every program would suffer
    write_atomically(os.devnull, b"x")
    assert Path(os.devnull).stat().st_mode == before.st_mode


@pytest.mark.parametrize("over", [Over.NOTHING, OLD])
def test_a_pipe_in_the_place_of_a_file_is_never_waited_for(tmp_path, over):
    os.mkfifo(tmp_path / "voa.yaml")
    with pytest.raises(OSError, match="pipe"):
        Transaction([FileWrite(str(tmp_path / "voa.yaml"), NEW, over)]).run()
    assert names(tmp_path) == ["voa.yaml"]


def test_a_folder_in_the_place_of_a_file_is_said(tmp_path):
    (tmp_path / "voa.yaml").mkdir()
    with pytest.raises(IsADirectoryError, match="a folder, not a file"):
        write_atomically(tmp_path / "voa.yaml", NEW)


def full_disk(*_arguments):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def half_written(descriptor, data):
    os.pwrite(descriptor, bytes(data[: len(data) // 2]), 0)
    full_disk()


@pytest.mark.parametrize("where", ["write", "fsync"])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(file, monkeypatch, where):
    monkeypatch.setattr(os, where, half_written if where == "write" else full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(file, NEW)
    monkeypatch.undo()
    assert file.read_bytes() == OLD
    assert names(file.parent) == ["voa.yaml"]


def interrupt(*_arguments):
    raise KeyboardInterrupt


@pytest.mark.parametrize("where", ["write", "fsync", "replace"])
def test_an_interrupt_before_the_rename_leaves_the_old_file(file, monkeypatch, where):
    monkeypatch.setattr(os, where, interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(file, NEW)
    monkeypatch.undo()
    assert file.read_bytes() == OLD
    assert names(file.parent) == ["voa.yaml"]


CALLS = (
    "open", "close", "write", "fsync", "fchmod", "fchown", "fstat", "stat", "lstat", "listxattr", "getxattr",
    "setxattr", "scandir", "replace", "link", "unlink", "access", "mkdir", "ftruncate", "posix_fallocate", "lseek",
)  # fmt: skip


class Failing:
    """Makes the n-th call of any of these functions of ``os`` fail."""

    def __init__(self, monkeypatch, number, error):
        self.left, self.error, self.failed = number, error, None
        for name in CALLS:
            monkeypatch.setattr(os, name, self.wrapped(name, getattr(os, name)))

    def wrapped(self, name, call):
        def made(*arguments, **keys):
            self.left -= 1
            if self.left == 0:
                if name == "close":
                    call(*arguments, **keys)  # a descriptor is closed even where closing reports an error
                self.failed = name
                raise OSError(self.error, os.strerror(self.error))
            return call(*arguments, **keys)

        return made


def all_failures(monkeypatch, act, error=errno.EIO):
    """Run ``act`` again and again, each time with the next call failing, until none is left to fail."""
    for number in range(1, 400):
        with monkeypatch.context() as patch:
            failing = Failing(patch, number, error)
            raised = act()
        if failing.failed is None:
            return
        yield failing.failed, raised
    raise AssertionError("more calls than expected")


@pytest.mark.parametrize("links", [1, 2])
@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC, errno.EACCES])
def test_whatever_call_fails_the_file_is_whole_and_what_is_said_is_true(tmp_path, monkeypatch, links, error):
    file = tmp_path / "plan" / "voa.yaml"

    def act():
        transaction = Transaction([FileWrite(str(file), NEW, OLD)])
        try:
            transaction.run()
        except OSError as failure:
            return transaction, failure
        return transaction, None

    def reset():
        file.parent.mkdir(exist_ok=True)
        for left in file.parent.iterdir():
            left.unlink()
        file.write_bytes(OLD)
        if links == 2:
            (file.parent / "other.yaml").hardlink_to(file)

    reset()
    met = set()
    for call, (transaction, failure) in all_failures(monkeypatch, act, error):
        met.add(call)
        held = file.read_bytes()
        assert held in (OLD, NEW), call
        assert transaction.written == ([str(file)] if held == NEW else []), call
        if held == OLD:
            assert failure is not None, f"{call} failed, nothing was written, and nothing was said"
        if links == 2:
            assert (file.parent / "other.yaml").read_bytes() == held
        if call != "unlink":
            left = [name for name in names(file.parent) if name.startswith(leftovers.PREFIX)]
            assert not left, (call, left)
        reset()
    assert {"open", "write", "fsync", "unlink"} <= met


CRASH = """
import os, sys
from bcastplan.files.writing import FileWrite, Transaction
calls, number = sys.argv[2].split(","), int(sys.argv[3])
left = number
def dying(call):
    def made(*arguments, **keys):
        global left
        left -= 1
        if left == 0:
            if call is write:
                write(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
            os._exit(9)
        return call(*arguments, **keys)
    return made
write = os.write
for name in calls:
    setattr(os, name, dying(getattr(os, name)))
Transaction([FileWrite(sys.argv[1], b"new\\n" * 3_000, b"old\\r\\n" * 300)]).run()
"""


@pytest.mark.parametrize("links", [1, 2])
def test_a_kill_at_any_call_leaves_the_old_or_the_new_file_whole(tmp_path, links):
    calls = "write,fsync,replace,unlink" if links == 1 else "write,fsync,ftruncate,posix_fallocate,unlink"
    seen = set()
    for number in range(1, 60):
        folder = tmp_path / str(number)
        folder.mkdir()
        file = folder / "voa.yaml"
        file.write_bytes(OLD)
        if links == 2:
            (folder / "other.yaml").hardlink_to(file)
        died = subprocess.run([sys.executable, "-c", CRASH, str(file), calls, str(number)], check=False)
        if died.returncode == 0:
            break
        assert died.returncode == 9
        if links == 1:
            assert file.read_bytes() in (OLD, NEW)
        write_atomically(folder / "next.yaml", b"x")  # the next writer finishes or sweeps what was left
        assert file.read_bytes() in (OLD, NEW)
        assert names(folder) == sorted(["next.yaml", "voa.yaml", *(["other.yaml"] if links == 2 else [])])
        seen.add(file.read_bytes())
    else:
        raise AssertionError("more calls than expected")
    assert seen == {OLD, NEW}


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "no" / "x.yaml", b"x")


# Foreign changes


def run_between(monkeypatch, act):
    """Act between the writing of the temporary file and what comes after it."""
    whole = writing.write_whole

    def late(descriptor, data):
        whole(descriptor, data)
        act()

    monkeypatch.setattr(writing, "write_whole", late)


def test_a_change_while_the_new_contents_are_written_is_not_overwritten(file, monkeypatch):
    run_between(monkeypatch, lambda: file.write_bytes(b"theirs"))
    with pytest.raises(ChangedOnDisk) as failure:
        Transaction([FileWrite(str(file), NEW, OLD)]).run()
    assert str(failure.value) == f"{file} has changed on disk since it was read"
    assert file.read_bytes() == b"theirs"
    assert names(file.parent) == ["voa.yaml"]


def test_a_change_of_the_same_size_and_time_is_not_overwritten(file, monkeypatch):
    def replaced():
        """As ``rsync -t`` does."""
        status = file.stat()
        other = file.with_name("other")
        other.write_bytes(OLD.swapcase())
        os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
        other.replace(file)

    run_between(monkeypatch, replaced)
    with pytest.raises(ChangedOnDisk):
        Transaction([FileWrite(str(file), NEW, OLD)]).run()
    assert file.read_bytes() == OLD.swapcase()


def test_a_change_between_comparing_and_renaming_is_seen_by_inode_and_change_time(file, monkeypatch):
    compare = writing._Prepared.compare

    def late(self):
        compare(self)
        status = file.stat()
        file.write_bytes(OLD.swapcase())
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))

    monkeypatch.setattr(writing._Prepared, "compare", late)
    with pytest.raises(ChangedOnDisk):
        Transaction([FileWrite(str(file), NEW, OLD)]).run()
    assert file.read_bytes() == OLD.swapcase()


@pytest.mark.parametrize("become", ["gone", "folder", "pipe"])
def test_a_file_that_is_no_file_any_more_has_changed(file, monkeypatch, become):
    def change():
        file.unlink()
        if become == "folder":
            file.mkdir()
        elif become == "pipe":
            os.mkfifo(file)

    run_between(monkeypatch, change)
    with pytest.raises(ChangedOnDisk):
        Transaction([FileWrite(str(file), NEW, OLD)]).run()


def test_a_new_file_is_created_by_exactly_one_of_many_writers(tmp_path):
    target, won, lost = tmp_path / "voa.yaml", [], []
    start = threading.Barrier(8)

    def write(number):
        start.wait()
        data = str(number).encode() * 10_000
        try:
            Transaction([FileWrite(str(target), data, Over.NOTHING)]).run()
        except FileExistsError:
            lost.append(number)
        else:
            won.append(data)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert len(lost) == 7
    assert target.read_bytes() == won[0]
    assert names(tmp_path) == ["voa.yaml"]


def test_a_new_file_is_created_exclusively_without_hard_links_too(tmp_path, monkeypatch):
    def no_links(*_arguments):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", no_links)
    target = tmp_path / "voa.yaml"
    Transaction([FileWrite(str(target), NEW, Over.NOTHING)]).run()
    assert target.read_bytes() == NEW
    with pytest.raises(FileExistsError):
        Transaction([FileWrite(str(target), OLD, Over.NOTHING)]).run()
    assert target.read_bytes() == NEW
    assert names(tmp_path) == ["voa.yaml"]


# Several files


def three(tmp_path, over):
    return [FileWrite(str(tmp_path / "new" / f"{name}.yaml"), name.encode(), over) for name in "abc"]


@pytest.mark.parametrize("fail_at", [1, 2, 3])
def test_new_files_come_all_or_none_and_so_does_their_folder(tmp_path, monkeypatch, fail_at):
    calls, link = [], os.link

    def failing(*arguments):
        calls.append(1)
        if len(calls) == fail_at:
            full_disk()
        link(*arguments)

    monkeypatch.setattr(os, "link", failing)
    transaction = Transaction(three(tmp_path, Over.NOTHING), make_folders=True)
    with pytest.raises(OSError, match="No space left"):
        transaction.run()
    assert transaction.written == []
    assert names(tmp_path) == []
    monkeypatch.undo()
    Transaction(three(tmp_path, Over.NOTHING), make_folders=True).run()
    assert names(tmp_path / "new") == ["a.yaml", "b.yaml", "c.yaml"]


def test_what_stands_of_replaced_files_is_known(tmp_path, monkeypatch):
    (tmp_path / "new").mkdir()
    for name in "abc":
        (tmp_path / "new" / f"{name}.yaml").write_bytes(OLD)
    replace, calls = os.replace, []

    def failing(*arguments):
        calls.append(1)
        if len(calls) == 3:
            full_disk()
        replace(*arguments)

    monkeypatch.setattr(os, "replace", failing)
    transaction = Transaction(three(tmp_path, Over.ANYTHING))
    with pytest.raises(OSError, match="No space left") as failure:
        transaction.run()
    assert failure.value.filename == str(tmp_path / "new" / "c.yaml")
    assert transaction.written == [str(tmp_path / "new" / f"{name}.yaml") for name in "ab"]
    assert set(transaction.written) <= set(writing.files_written())


def test_nothing_is_touched_before_all_contents_are_on_the_disk(tmp_path, monkeypatch):
    whole, calls = writing.write_whole, []

    def failing(descriptor, data):
        calls.append(1)
        if len(calls) == 3:
            full_disk()
        whole(descriptor, data)

    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a.yaml").write_bytes(OLD)
    monkeypatch.setattr(writing, "write_whole", failing)
    with pytest.raises(OSError, match="No space left"):
        Transaction(three(tmp_path, Over.ANYTHING)).run()
    assert names(tmp_path / "new") == ["a.yaml"]
    assert (tmp_path / "new" / "a.yaml").read_bytes() == OLD


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_between_two_renames_waits_for_the_last(tmp_path, monkeypatch, number):
    link, came = os.link, []
    before = signal.signal(number, lambda *_: came.append(names(tmp_path / "new")))

    def signalled(*arguments):
        signal.raise_signal(number)
        link(*arguments)

    monkeypatch.setattr(os, "link", signalled)
    try:
        Transaction(three(tmp_path, Over.NOTHING), make_folders=True).run()
    finally:
        signal.signal(number, before)
    assert len(came) == 1
    assert {"a.yaml", "b.yaml", "c.yaml"} <= set(came[0])


# What the old file was


def test_hard_links_stay_links(file, tmp_path):
    other = tmp_path / "other.yaml"
    other.hardlink_to(file)
    inode = file.stat().st_ino
    write_atomically(file, NEW)
    assert other.read_bytes() == file.read_bytes() == NEW
    assert other.stat().st_ino == file.stat().st_ino == inode
    write_atomically(file, b"short")
    assert other.read_bytes() == b"short"
    assert names(tmp_path) == ["other.yaml", "voa.yaml"]


def test_extended_attributes_stay(file):
    try:
        os.setxattr(file, "user.origin", b"by hand")
    except OSError:
        pytest.skip("the file system has no extended attributes")
    write_atomically(file, NEW)
    assert os.getxattr(file, "user.origin") == b"by hand"


def test_owner_group_and_all_bits_of_the_mode_stay(file):
    if os.geteuid() != 0:
        pytest.skip("only root may give files away")
    os.chown(file, 1234, 2345)
    file.chmod(0o2664)
    write_atomically(file, NEW)
    status = file.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (1234, 2345, 0o2664)


def test_a_file_that_cannot_be_given_its_owner_is_written_in_place(file, monkeypatch):
    if os.geteuid() != 0:
        pytest.skip("only root may give files away")
    os.chown(file, 1234, 2345)
    monkeypatch.setattr(os, "fchown", lambda *_: full_disk())
    inode = file.stat().st_ino
    write_atomically(file, NEW)
    assert (file.stat().st_ino, file.stat().st_uid, file.stat().st_gid) == (inode, 1234, 2345)
    assert file.read_bytes() == NEW


def test_a_read_only_file_is_not_replaced_without_a_word(file):
    file.chmod(0o444)
    with pytest.raises(ReadOnlyFile, match="read-only"):
        write_atomically(file, NEW)
    assert file.read_bytes() == OLD
    Transaction([FileWrite(str(file), NEW, OLD, read_only_too=True)]).run()
    assert file.read_bytes() == NEW
    assert stat.S_IMODE(file.stat().st_mode) == 0o444


@pytest.mark.parametrize("length", [240, 241, 250, 255])
def test_names_as_long_as_names_can_be_are_written(tmp_path, length):
    path = tmp_path / ("é" * 60 + "n" * (length - 125) + ".yaml")
    assert len(path.name.encode()) == length
    for over in (Over.NOTHING, OLD):
        Transaction([FileWrite(str(path), OLD if over is Over.NOTHING else NEW, over)]).run()
    assert path.read_bytes() == NEW


# Leftovers


def test_files_of_a_writer_that_lives_are_left_alone_and_those_of_a_dead_one_swept(tmp_path):
    alive, dead = Claim(str(tmp_path)), Claim(str(tmp_path))
    made = [Path(one.create("tmp", 0o600)[1]).name for one in (alive, dead)]
    os.close(dead._lock)
    write_atomically(tmp_path / "voa.yaml", NEW)
    left = names(tmp_path)
    assert made[0] in left
    assert made[1] not in left
    assert len(left) == 3
    alive.release()


def test_hundreds_of_files_need_no_more_descriptors_than_a_system_gives(tmp_path):
    code = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))\n"
        "from bcastplan.files.writing import FileWrite, Over, Transaction\n"
        "Transaction([FileWrite(f'{sys.argv[1]}/{n}', b'x', Over.NOTHING) for n in range(200)]).run()\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
    assert len(names(tmp_path)) == 200
