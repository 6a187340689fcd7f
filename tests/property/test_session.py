"""Whatever is edited, undone and loaded, in whatever order: a session shows what its texts show when opened anew."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

import hypothesis.strategies as st
import pytest
from examples import examples
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from schedule_texts import GHOSTS, PLAN, schedule_texts

from bcastplan.document.splice import EditRefused
from bcastplan.model.errors import ValueFault
from bcastplan.model.finding import Finding
from bcastplan.workspace.editing import file_keys
from bcastplan.workspace.editing.clipboard import copy_text, parse_pasted, paste
from bcastplan.workspace.editing.disk_merge import merge
from bcastplan.workspace.editing.operations import duplicate, move, shift, split
from bcastplan.workspace.editing.row_findings import OF_THE_PLAN
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.inspection.rule_check import check_workspace

CHANGES = st.sampled_from(
    (
        {"frequency": "9565"},
        {"frequency": "6000", "id": None},
        {"time": "1545-1615", "days": "Sat"},
        {"note": "it's: # not\nplain"},
        {"days": None, "note": None},
        {"site": "QQQ", "power": "100"},
        {"from": "2025-01-01"},
        {"note": "Radio & TV *"},
    )
)

HEADS = (
    ((), {"service": "Another"}),
    ((), {"season": "B26"}),
    ((), {"note": "of the whole file", "listeners": "KRE"}),
    ((), {"note": None, "listeners": None}),
    (("defaults",), {"power": "100", "days": "Sat"}),
    (("defaults",), {"power": None, "site": None}),
)

ONLY_A_CHECK_TELLS = (*tuple(family for family in OF_THE_PLAN if family != "CON"), "CON2")
"""Rules whose findings follow at the next whole check; pairs and jammed rows are followed at once."""


def speaks_of_the_plan(findings: list[Finding]) -> bool:
    """Whether only a whole check can tell some of these: until the next one they stand as they were."""
    return any(finding.rule.startswith(ONLY_A_CHECK_TELLS) for finding in findings)


class EditedPlan(RuleBasedStateMachine):
    """A session over a small plan, compared with its texts opened anew after every step."""

    def __init__(self) -> None:
        super().__init__()
        self.context = contextlib.ExitStack()
        self.folder = Path(self.context.enter_context(tempfile.TemporaryDirectory()))
        os.environ["BCASTPLAN_STATE_DIR"] = str(self.folder / "state")
        self.plan = self.folder / "plan"
        self.plan.mkdir()
        (self.plan / "bcastplan.yaml").write_text(PLAN)

    def teardown(self) -> None:
        self.context.close()

    @initialize(one=schedule_texts("One"), two=schedule_texts("Two"), ghosts=st.booleans(), early=st.booleans())
    def open(self, one: str, two: str, ghosts: bool, early: bool) -> None:
        (self.plan / "a.yaml").write_text(one, newline="")
        (self.plan / "b.yaml").write_text(two, newline="")
        (self.folder / "ghosts.yaml").write_text(GHOSTS)
        self.against = [str(self.folder / "ghosts.yaml")] if ghosts else []
        self.session = Session.open([str(self.plan)], self.against)
        self.disk = {name: document.text for name, document in self.session.documents.items()}
        if early:
            _ = self.session.pairs

    def edit(self, action: object) -> None:
        """Do an edit; one that is refused has to leave everything as it was."""
        before = {name: document.text for name, document in self.session.documents.items()}
        try:
            action()  # type: ignore[operator]
        except (EditRefused, ValueFault):
            assert {name: document.text for name, document in self.session.documents.items()} == before

    def some(self, data: st.DataObject) -> list[int]:
        rows = range(self.session.own_rows)
        return data.draw(st.lists(st.sampled_from(rows), min_size=1, max_size=3, unique=True)) if rows else []

    @rule(data=st.data(), changes=CHANGES)
    def change(self, data: st.DataObject, changes: dict[str, str | None]) -> None:
        if rows := self.some(data):
            self.edit(lambda: self.session.change(rows, changes))

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        if rows := self.some(data):
            self.edit(lambda: self.session.delete(rows))

    @rule(data=st.data(), minutes=st.sampled_from((-30, 45, 700)))
    def shift(self, data: st.DataObject, minutes: int) -> None:
        if rows := self.some(data):
            self.edit(lambda: shift(self.session, rows, minutes))

    @rule(data=st.data())
    def duplicate_or_split(self, data: st.DataObject) -> None:
        if rows := self.some(data):
            middle = self.session.table.transmissions[rows[0]].time.start_minute + 30
            halve = data.draw(st.booleans())
            self.edit(
                lambda: split(self.session, rows[0], middle % 1440) if halve else duplicate(self.session, rows[0])
            )

    @rule(data=st.data(), file=st.sampled_from(("a.yaml", "b.yaml")))
    def move(self, data: st.DataObject, file: str) -> None:
        if rows := self.some(data):
            self.edit(lambda: move(self.session, rows, f"{self.plan}/{file}"))

    @rule(data=st.data(), file=st.sampled_from(("a.yaml", "b.yaml")))
    def copy_and_paste(self, data: st.DataObject, file: str) -> None:
        if rows := self.some(data):
            items = parse_pasted(copy_text(self.session, rows, "yaml")).items
            self.edit(lambda: paste(self.session, f"{self.plan}/{file}", items))

    @rule(file=st.sampled_from(("a.yaml", "b.yaml")), written=st.sampled_from(HEADS))
    def write_the_head(self, file: str, written: tuple[tuple[str, ...], dict[str, str | None]]) -> None:
        self.edit(lambda: file_keys.write(self.session, f"{self.plan}/{file}", *written))

    @rule()
    def undo(self) -> None:
        self.session.undo()

    @rule()
    def redo(self) -> None:
        self.session.redo()

    @rule(file=st.sampled_from(("a.yaml", "b.yaml")), text=schedule_texts("Three"), way=st.sampled_from((0, 1)))
    def somebody_else_writes(self, file: str, text: str, way: int) -> None:
        name = f"{self.plan}/{file}"
        self.disk[name] = text
        Path(name).write_text(text, newline="")
        self.edit_after_load(lambda: merge(self.session, name) if way else self.session.files.reload(name))

    def edit_after_load(self, action: object) -> None:
        with contextlib.suppress(EditRefused, ValueFault):
            action()  # type: ignore[operator]

    @precondition(lambda self: hasattr(self, "session"))
    @invariant()
    def as_opened_anew(self) -> None:
        session = self.session
        for name, document in session.documents.items():
            Path(name).write_text(document.text, newline="")
        again = Session.open([str(self.plan)], self.against)
        for name, text in self.disk.items():
            Path(name).write_text(text, newline="")
        assert list(session.table.transmissions) == list(again.table.transmissions)
        assert session.own_rows == again.own_rows
        assert session.table.minutes.tolist() == again.table.minutes.tolist()
        assert session.table.segment_row.tolist() == again.table.segment_row.tolist()
        assert session.workspace.own_table.minutes.tolist() == again.workspace.own_table.minutes.tolist()
        assert list(session.pairs) == list(again.pairs)
        assert list(session.kept_pairs.jammed) == list(again.kept_pairs.jammed)
        assert check_workspace(session.workspace).findings == check_workspace(again.workspace).findings
        _ = again.pairs, again.check()
        signs = [session.row_status.severity(row) for row in range(len(session.table))]
        before = [speaks_of_the_plan(session.row_status.findings(row)) for row in range(len(session.table))]
        followed = session.row_status.known
        _ = session.check()
        for row in range(len(session.table)):
            findings = session.row_status.findings(row)
            assert findings == again.row_status.findings(row)
            assert session.row_status.severity(row) == again.row_status.severity(row)
            if followed and not before[row] and not speaks_of_the_plan(findings):
                assert signs[row] == again.row_status.severity(row)
        assert session.counts() == again.counts()
        for file in session.documents.schedule_files:
            assert session.documents[file].problems == again.documents[file].problems
            assert session.documents[file].schedule == again.documents[file].schedule


EditedPlan.TestCase.settings = settings(
    examples(45), stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
)
TestEditedPlan = pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")(
    EditedPlan.TestCase
)
