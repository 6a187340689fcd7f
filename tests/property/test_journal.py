"""After any edits, undos, saves, merges and reloads and a kill at any moment, what was on the screen is offered."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

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
FILES = ("a.yaml", "b.yaml", "c.yaml")
Action = tuple[str, int, int]
"""What is done, to which file, and a number that tells more."""


class Killed(BaseException):
    """The process is gone."""


class Days:
    """A plan, the session over it, and what others do to the files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in FILES:
            (folder / name).write_text(SCHEDULE.format(name=name[0]))
        self.session = Session.open([str(folder)])

    def texts(self) -> dict[str, str]:
        """What is on the screen and not saved, by file."""
        return {Path(name).name: one.text for name, one in self.session.documents.items() if one.dirty}

    def changed_under_edit(self) -> set[str]:
        """The files under edit that somebody else has changed on disk."""
        return set(self.session.files.changed_on_disk()) & set(self.session.dirty)

    def do(self, action: Action) -> None:
        """One thing a planner, or somebody else, does."""
        kind, at, value = action
        name = f"{self.folder}/{FILES[at % len(FILES)]}"
        rows = [row for row, one in enumerate(self.session.table.transmissions) if one.file == name]
        if kind == "edit" and rows:
            self.session.change([rows[value % len(rows)]], {"frequency": str(5900 + 5 * value)})
        elif kind == "insert":
            self.session.insert(name, {"frequency": str(5900 + 5 * value), "time": "0000-0100"})
        elif kind == "delete" and len(rows) > 1:
            self.session.delete([rows[value % len(rows)]])
        elif kind == "undo":
            self.session.undo()
        elif kind == "redo":
            self.session.redo()
        elif kind == "save":
            try:
                self.session.files.save([name] if value % 2 and name in self.session.dirty else None)
            except ChangedOnDisk:
                return
        elif kind == "theirs":
            Path(name).write_text(Path(name).read_text() + f"# {value}\n")
        elif kind in ("merge", "reload", "keep") and name in self.session.files.changed_on_disk():
            {"merge": lambda: merge(self.session, name), "reload": lambda: self.session.files.reload(name)}.get(
                kind, lambda: self.session.files.keep(name)
            )()


def offered(folder: Path) -> dict[str, str] | None:
    """What the next session has on its screen when everything is restored; None where a file changed since."""
    session = Session.open([str(folder)])
    for left in session.files.left_behind():
        if session.restore(left):
            return None
    return {Path(name).name: one.text for name, one in session.documents.items() if one.dirty}


ACTION = st.tuples(
    st.sampled_from(
        (
            "edit",
            "edit",
            "edit",
            "insert",
            "delete",
            "undo",
            "undo",
            "redo",
            "save",
            "theirs",
            "merge",
            "reload",
            "keep",
        )
    ),
    st.integers(0, 2),
    st.integers(0, 40),
)


class Dying:
    """Kills the journal's writer at its n-th system call, in the middle of what it writes."""

    def __init__(self, calls: int) -> None:
        self.left = calls
        self.write_whole, self.replace = journal_module.write_whole, os.replace

    def __enter__(self) -> None:
        journal_module.write_whole = self._write
        os.replace = self._replace

    def __exit__(self, *_: object) -> None:
        journal_module.write_whole, os.replace = self.write_whole, self.replace

    def _count(self) -> bool:
        self.left -= 1
        return self.left == 0

    def _write(self, descriptor: int, data: bytes) -> None:
        if self._count():
            os.write(descriptor, data[: len(data) * 2 // 3])
            raise Killed
        self.write_whole(descriptor, data)

    def _replace(self, *names: str) -> None:
        if self._count():
            raise Killed
        self.replace(*names)


@given(st.lists(ACTION, max_size=14), ACTION, st.integers(0, 4))
def test_what_was_on_the_screen_is_offered(
    actions: list[tuple[str, int, int]], last: tuple[str, int, int], at: int
) -> None:
    folder = Path(tempfile.mkdtemp())
    before_state = os.environ["BCASTPLAN_STATE_DIR"]
    os.environ["BCASTPLAN_STATE_DIR"] = str(folder / "state")
    try:
        plan = folder / "plan"
        plan.mkdir()
        days = Days(plan)
        for action in actions:
            days.do(action)
        shown, changed = [days.texts()], days.changed_under_edit()
        try:
            with Dying(at):
                days.do(last)
        except Killed:
            pass
        shown.append(days.texts())
        changed |= days.changed_under_edit()  # the journal holds the state before the last step or the one after it
        days.session.journal.release()
        found = offered(plan)
        if found is None:
            assert changed, "refused although nobody changed a file that was under edit"
        else:
            assert found in shown or changed
    finally:
        os.environ["BCASTPLAN_STATE_DIR"] = before_state
        shutil.rmtree(folder)
