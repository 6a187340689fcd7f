"""`kill -9` loses no edit: whatever a session had on its screen is offered to the next one, and nothing else is."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bcastplan.files import leftovers
from bcastplan.files.writing import ChangedOnDisk
from bcastplan.workspace.editing import journal as journal_module
from bcastplan.workspace.editing.disk_merge import merge
from bcastplan.workspace.editing.session import Session

SCHEDULE = """\
bcastplan: 1
service: {name}
season: A26
transmissions:
  - {{id: {name}1, frequency: 9565, time: 1530-1630}}   # first
  - {{id: {name}2, frequency: 7460, time: 1900-2100}}
"""


@pytest.fixture
def plan(tmp_path, monkeypatch):
    monkeypatch.setenv("BCASTPLAN_STATE_DIR", str(tmp_path / "state"))
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "bcastplan.yaml").write_text("bcastplan: 1\nplan: Test\n")
    for name in "ab":
        (folder / f"{name}.yaml").write_text(SCHEDULE.format(name=name))
    return folder


def opened(plan):
    return Session.open([str(plan)])


def edit(session, identifier, khz):
    row = next(row for row, one in enumerate(session.table.transmissions) if one.id == identifier)
    session.change([row], {"frequency": str(khz)})


def texts(session):
    return {name: document.text for name, document in session.documents.items() if document.dirty}


def killed(session):
    """End a session as a kill does; returns what was on the screen and not saved."""
    shown = texts(session)
    session.journal.release()
    return shown


def journals(plan):
    return sorted(path.name for path in (plan.parent / "state" / "journal").glob("*"))


def assert_offers(plan, shown):
    """The next session restores exactly this."""
    session = opened(plan)
    found = session.files.left_behind()
    if shown:
        (left,) = found
        assert session.restore(left) == []
    else:
        assert found == []
    assert {Path(name).name: text for name, text in texts(session).items()} == {
        Path(name).name: text for name, text in shown.items()
    }
    return session


# 1: names and liveness


def test_two_sessions_of_one_process_have_each_their_journal(plan):
    first, second = opened(plan), opened(plan)
    edit(first, "a1", 9570)
    edit(second, "b1", 9575)
    assert len(journals(plan)) == 2
    assert second.files.left_behind() == first.files.left_behind() == []  # both live
    shown = killed(first)
    second.files.save()
    assert len(journals(plan)) == 1
    assert_offers(plan, shown)


CONTAINER = """
import os, sys
os.getpid = lambda: 1
from bcastplan.workspace.editing.session import Session
session = Session.open([sys.argv[1]])
session.change([0], {"frequency": sys.argv[2]})
os.kill(int(open("/proc/self/stat").read().split()[0]), 9)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs the true process id")
def test_lost_work_is_offered_where_every_program_has_the_same_number(plan, monkeypatch):
    for khz in ("9570", "9575"):
        died = subprocess.run([sys.executable, "-c", CONTAINER, str(plan), khz], check=False)
        assert died.returncode == -9
    monkeypatch.setattr(os, "getpid", lambda: 1)
    session = opened(plan)
    found = session.files.left_behind()
    assert len(found) == 2
    restored = [left.states[f"{plan}/a.yaml"].text for left in found]
    assert sorted(text.partition("frequency: ")[2][:4] for text in restored) == ["9570", "9575"]
    for left in found:
        left.release()
    edit(session, "b1", 9600)
    session.files.save()
    assert len(opened(plan).files.left_behind()) == 2  # a save of this session removes its own journal only


def test_a_journal_is_offered_by_one_screen_at_a_time(plan):
    session = opened(plan)
    edit(session, "a1", 9570)
    killed(session)
    first, second = opened(plan), opened(plan)
    (left,) = first.files.left_behind()
    assert second.files.left_behind() == []
    left.release()
    assert len(second.files.left_behind()) == 1


def test_a_process_that_outlives_its_parent_does_not_keep_the_journal_alive(plan):
    session = opened(plan)
    edit(session, "a1", 9570)
    child = subprocess.Popen(["sleep", "30"])
    try:
        shown = killed(session)
        assert_offers(plan, shown)
    finally:
        child.kill()
        child.wait()


# 2: states, not chains


def test_two_files_of_which_one_was_merged(plan):
    session = opened(plan)
    edit(session, "a1", 9570)
    edit(session, "b1", 9575)
    theirs = plan / "a.yaml"
    theirs.write_text(theirs.read_text().replace("1900-2100", "1900-2000"))
    merge(session, f"{plan}/a.yaml")
    shown = killed(session)
    assert len(shown) == 2
    assert_offers(plan, shown)


def test_one_file_saved_while_the_other_is_refused_and_the_first_edited_again(plan):
    session = opened(plan)
    edit(session, "a1", 9570)
    edit(session, "b1", 9575)
    (plan / "b.yaml").write_text((plan / "b.yaml").read_text() + "# theirs\n")
    session.files.save([f"{plan}/a.yaml"])
    with pytest.raises(ChangedOnDisk):
        session.files.save([f"{plan}/b.yaml"])
    edit(session, "a2", 7465)
    (plan / "b.yaml").write_text(SCHEDULE.format(name="b"))
    shown = killed(session)
    assert len(shown) == 2
    assert_offers(plan, shown)


def test_keep_mine(plan):
    session = opened(plan)
    edit(session, "a1", 9570)
    (plan / "a.yaml").write_text((plan / "a.yaml").read_text() + "# theirs\n")
    session.files.keep(f"{plan}/a.yaml")
    shown = killed(session)
    again = assert_offers(plan, shown)
    edit(again, "a2", 7465)
    assert_offers(plan, killed(again))


def test_reload_forgets_one_file_only(plan):
    session = opened(plan)
    edit(session, "a1", 9570)
    edit(session, "b1", 9575)
    session.files.reload(f"{plan}/a.yaml")
    shown = killed(session)
    assert list(shown) == [f"{plan}/b.yaml"]
    assert_offers(plan, shown)


def test_a_merge_that_cannot_be_done_loses_nothing(plan, monkeypatch):
    session = opened(plan)
    edit(session, "a1", 9570)
    before = texts(session)
    (plan / "a.yaml").write_text("bcastplan: 1\nservice: a\nseason: A26\n")  # no list of transmissions any more
    monkeypatch.setattr("bcastplan.workspace.editing.disk_merge._items", refused_after_the_reload(session))
    with pytest.raises(ValueError, match="by hand"):
        merge(session, f"{plan}/a.yaml")
    assert texts(session) == before
    assert session.undo() is not None
    session.redo()
    killed(session)
    (plan / "a.yaml").write_text(SCHEDULE.format(name="a"))
    assert_offers(plan, before)


def refused_after_the_reload(session):
    calls = []

    def items(_file, _text):
        calls.append(1)
        if len(calls) == 3:
            raise ValueError("by hand")
        return []

    return items


def test_a_file_that_git_removed_meanwhile_is_offered_too(plan):
    session = opened(plan)
    edit(session, "a1", 9570)
    (plan / "a.yaml").unlink()
    shown = killed(session)
    again = assert_offers(plan, shown)
    assert [one.id for one in again.table.transmissions] == ["a1", "a2", "b1", "b2"]
    again.files.save()
    assert (plan / "a.yaml").read_text() == shown[f"{plan}/a.yaml"]


# 3: a disk that is full


def failing_write(after):
    whole = leftovers.write_whole

    def write(descriptor, data):
        if after[0] <= 0:
            os.write(descriptor, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        after[0] -= 1
        whole(descriptor, data)

    return write


def test_a_full_disk_cuts_back_to_the_last_whole_record_and_is_said(plan, monkeypatch):
    session = opened(plan)
    edit(session, "a1", 9570)
    assert session.journal.problem is None
    before = texts(session)
    with monkeypatch.context() as patch:
        patch.setattr(journal_module, "write_whole", failing_write([0]))
        edit(session, "a1", 9575)
        assert "No space left on device" in session.journal.problem
        assert session.journal.path.read_bytes().endswith(b"}\n")
        left = opened(plan)
        assert left.files.left_behind() == []  # still alive
    whole = session.journal.path.read_bytes()
    edit(session, "a2", 7465)
    assert session.journal.problem is None
    shown = killed(session)
    assert_offers(plan, shown)
    (session.journal.folder / "again.jsonl").write_bytes(whole)
    assert_offers(plan, before)


@pytest.mark.parametrize("what", ["a file", "forbidden"])
def test_a_state_folder_that_cannot_be_used_is_said_at_the_first_edit(plan, monkeypatch, what):
    state = plan.parent / "state"
    if what == "a file":
        state.write_text("")
    else:
        monkeypatch.setattr(journal_module, "Claim", lambda *_: forbidden())
    session = opened(plan)
    edit(session, "a1", 9570)
    assert session.journal.problem is not None
    assert session.dirty


def forbidden():
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def test_a_journal_that_somebody_removed_is_written_anew(plan):
    session = opened(plan)
    edit(session, "a1", 9570)
    session.journal.path.unlink()
    edit(session, "a2", 7465)
    assert_offers(plan, killed(session))


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_torn_last_record_leaves_the_state_before_it(plan, cut):
    session = opened(plan)
    edit(session, "a1", 9570)
    before = texts(session)
    edit(session, "a1", 9575)
    killed(session)
    data = session.journal.path.read_bytes()
    session.journal.path.write_bytes(data[:-cut] if cut > 1 else data[: data.rindex(b"\n", 0, -1) + 5])
    assert_offers(plan, before)


def test_a_bad_record_in_the_middle_hides_no_later_one(plan):
    session = opened(plan)
    for khz in (9570, 9575, 9580):
        edit(session, "a1", khz)
    shown = killed(session)
    lines = session.journal.path.read_bytes().splitlines(keepends=True)
    lines[3] = b'{"label": "torn", "tex\n'
    session.journal.path.write_bytes(b"".join(lines))
    assert_offers(plan, shown)


# 4: no false alarms


def test_edit_and_undo_leave_nothing(plan):
    session = opened(plan)
    edit(session, "a1", 9570)
    session.undo()
    assert journals(plan) == []
    session.redo()
    assert len(journals(plan)) == 1
    edit(session, "a1", 9565)  # by hand what undo would do
    assert journals(plan) == []


def test_what_is_on_the_disk_is_done(plan, monkeypatch):
    """Killed between the rename of the file and the removal of the journal."""
    session = opened(plan)
    edit(session, "a1", 9570)
    monkeypatch.setattr(session.journal, "record", lambda *_: None)
    session.files.save()
    session.journal.release()
    assert len(journals(plan)) == 1
    assert_offers(plan, {})
    assert journals(plan) == []


@pytest.mark.parametrize("ways", [("plan", "."), (".", "plan"), ("plan", "../plan"), ("plan", "link")])
def test_a_plan_opened_otherwise(plan, monkeypatch, ways):
    (plan.parent / "link").symlink_to(plan)
    first, second = ways

    def go(way):
        monkeypatch.chdir(plan if way in (".", "../plan") else plan.parent)
        return Session.open([way])

    session = go(first)
    edit(session, "a1", 9570)
    session.journal.release()
    again = go(second)
    (left,) = again.files.left_behind()
    assert again.restore(left) == []
    assert len(texts(again)) == 1


def test_a_folder_that_was_renamed(plan):
    session = opened(plan)
    edit(session, "a1", 9570)
    shown = killed(session)
    plan.rename(plan.parent / "renamed")
    assert_offers(plan.parent / "renamed", shown)


def test_a_folder_that_was_copied_elsewhere_and_removed(plan, tmp_path):
    import shutil

    session = opened(plan)
    edit(session, "a1", 9570)
    shown = killed(session)
    shutil.copytree(plan, tmp_path / "copy")
    shutil.rmtree(plan)
    assert_offers(tmp_path / "copy", shown)


def test_another_plan_is_not_asked(plan, tmp_path):
    session = opened(plan)
    edit(session, "a1", 9570)
    killed(session)
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.yaml").write_text(SCHEDULE.format(name="a"))
    assert opened(other).files.left_behind() == []
    assert len(opened(plan).files.left_behind()) == 1


# 5: damage


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\xff\xfe binary",
        b"[" * 100_000,
        b'{"journal": 2, "root": 7}\n',
        b'{"file": "a.yaml", "base": "x", "label": "l", "edits": [[1e400, 1, "x"]]}\n',
        b'{"journal": 1e400}\n',
        None,
    ],
    ids=["empty", "binary", "brackets", "no root", "old", "infinite", "folder"],
)
def test_a_damaged_journal_is_set_aside_and_named_once(plan, content):
    folder = plan.parent / "state" / "journal"
    folder.mkdir(parents=True)
    bad = folder / "bad.jsonl"
    if content is None:
        bad.mkdir()
    else:
        bad.write_bytes(content)
    found = opened(plan).files.lost_work()
    assert found.left == []
    assert found.set_aside == [f"{bad}.damaged"]
    assert Path(f"{bad}.damaged").exists()
    assert opened(plan).files.lost_work().set_aside == []


@pytest.mark.parametrize(
    "record", [b'{"bases": 1e400}', b'{"bases": {"a.yaml": 5}}', b'{"texts": [1]}', b"[]", b"1e400"]
)
def test_a_record_of_the_wrong_kind_is_passed_over(plan, record):
    session = opened(plan)
    edit(session, "a1", 9570)
    shown = killed(session)
    with session.journal.path.open("ab") as stream:
        stream.write(record + b"\n")
    assert_offers(plan, shown)
