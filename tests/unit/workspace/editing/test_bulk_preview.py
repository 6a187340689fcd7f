"""The effect of an edit of many rows equals what the session is after it; what is refused, the session refuses too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.document.splice import EditRefused
from bcastplan.model.errors import ValueFault
from bcastplan.workspace.editing.batches import delete_parts, finish, move_parts
from bcastplan.workspace.editing.bulk_preview import Relocation, Removal, preview_edit
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.editing.tried_rows import refusals
from bcastplan.workspace.inspection.plan_conflicts import resources_of

ROWS = 12
VALUES = {
    "frequency": ["9565", "9570", "7455", "12.5.1"],
    "time": ["1000-1100", "1030-1130", "2330-0030", "1000-2500"],
    "days": ["Mon-Fri", "Sat", "daily", None],
    "target": ["44NE", "45", None],
    "site": ["JAK", None],
    "transmitter": ["A", "B", None],
    "status": ["unused", "planned", None],
}
PLAN = """\
bcastplan: 1
sites: {PHT: {transmitters: [{id: A}, {id: B}]}}
jammers:
  - {name: wide, latitude: 39, longitude: 125.7, power: 10, frequencies: [9560-9568, 9574], time: 1000-1130}
  - {name: follower, latitude: 39, longitude: 125.7, power: 10, follows: [ours, third]}
"""
THIRD = """\
bcastplan: 1
service: third
season: A26
defaults: {manager: AGM, target: 45, transmitter: A, power: 100}
transmissions:
  - {id: third0, frequency: 9565, time: 1030-1130, site: PHT}
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory) -> Session:
    folder = tmp_path_factory.mktemp("bulk")
    for name, manager in (("ours", "AGM"), ("theirs", "RRI")):
        rows = "".join(
            f"  - {{id: {name}{n}, frequency: {9565 + 5 * (n % 3)}, time: 1{n % 3}00-1{n % 3}50}}\n"
            for n in range(ROWS // 2)
        )
        head = (
            f"bcastplan: 1\nservice: {name}\nseason: A26\ndefaults: {{manager: {manager}, target: 44NE, site: PHT}}\n"
        )
        (folder / f"{name}.yaml").write_text(f"{head}transmissions:\n{rows}")
    (folder / "bcastplan.yaml").write_text(PLAN)
    (folder / "third.yaml").write_text(THIRD)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BCASTPLAN_STATE_DIR", str(folder / "state"))
        session = Session.open([str(folder)], [str(folder / "theirs.yaml")])
    assert not [problem for opened in session.workspace.plans for problem in opened.problems]
    assert session.kept_pairs.jammed
    return session


Names = frozenset[str]


class Seen:
    """What a session shows of its conflicts, by the ids of the transmissions, as rows are numbered anew by edits."""

    def __init__(self, session: Session) -> None:
        own = session.own_rows
        ids = [row.id for row in session.table.transmissions]
        self.names = [*ids[:own], *(f"ghost {name}" for name in ids[own:])]
        self.pairs = {self.of_rows(pair.a_row, pair.b_row): facts(pair) for pair in session.pairs}
        self.bookings = {self.booking(item) for item in resources_of(session.workspace)}
        self.jammed: dict[tuple[str, str], int] = {}
        for item in session.kept_pairs.jammed:
            key = (self.names[item.row], item.jammer.name)
            self.jammed[key] = self.jammed.get(key, 0) + item.overlap_minutes
        self.minutes = int(session.table.minutes[:own].sum())

    def of_rows(self, *rows: int) -> Names:
        return frozenset(self.names[row] for row in rows)

    def booking(self, item) -> tuple[object, ...]:
        return *place(item), self.of_rows(*item.member_rows)


def facts(pair) -> tuple[object, ...]:
    return pair.kind, pair.severity, pair.overlap_minutes, pair.dates


def place(item) -> tuple[object, ...]:
    return item.kind, item.site, item.transmitter, item.antenna


def check_effect(effect, before: Seen, after: Seen, gone: Names = frozenset()) -> None:
    """The effect that was told is what has become of a session.

    Rows of the effect are those of ``before`` for what is gone, else those of the table in which nothing moves.
    """
    stay = [name for name in before.names if name not in gone]

    def now(*rows: int) -> Names:
        return frozenset(stay[row] for row in rows)

    assert {now(pair.a_row, pair.b_row) for pair in effect.added} == after.pairs.keys() - before.pairs.keys()
    assert {before.of_rows(pair.a_row, pair.b_row) for pair in effect.removed} == before.pairs.keys() - after.pairs
    for pair in effect.changed:
        assert after.pairs[now(pair.a_row, pair.b_row)] == facts(pair)
    told = {now(pair.a_row, pair.b_row) for pair in effect.changed}
    assert {both for both in before.pairs.keys() & after.pairs if before.pairs[both] != after.pairs[both]} <= told
    was = {item: item[4] - gone for item in before.bookings}
    grown = {
        item for item in after.bookings if not any(item[:4] == old[:4] and item[4] <= left for old, left in was.items())
    }
    assert {(*place(item), now(*item.member_rows)) for item in effect.booked} == grown
    kept = {
        old
        for old, left in was.items()
        for item in after.bookings
        if item[:4] == old[:4] and (item[4] <= left or (len(left) > 1 and left <= item[4]))
    }
    assert {before.booking(item) for item in effect.released} == before.bookings - kept
    assert {(stay[item.row], item.jammer.name) for item in effect.jammed} == after.jammed.keys() - before.jammed
    assert {
        (before.names[item.row], item.jammer.name) for item in effect.cleared
    } == before.jammed.keys() - after.jammed
    assert {(stay[item.row], item.jammer.name) for item in effect.jammed_otherwise} == {
        key for key in before.jammed.keys() & after.jammed if before.jammed[key] != after.jammed[key]
    }
    assert (effect.minutes_before, effect.minutes_after) == (before.minutes, after.minutes)


some_changes = st.dictionaries(
    st.integers(0, ROWS - 1),
    st.sampled_from(sorted(VALUES)).flatmap(lambda key: st.sampled_from(VALUES[key]).map(lambda value: {key: value})),
    min_size=1,
    max_size=ROWS,
).map(lambda rows: sorted(rows.items()))
some_rows = st.lists(st.integers(0, ROWS), min_size=1, max_size=ROWS, unique=True)


@contextmanager
def prepared(session: Session, changes: list) -> Iterator[None]:
    """The session with some changes that can be made: plans of many kinds out of one."""
    refused = {refusal.row for refusal in refusals(session, changes)}
    changes = [change for change in changes if change[0] not in refused]
    if changes:
        session.change_each(changes, "prepare")
    try:
        yield
    finally:
        if changes:
            session.undo()


@given(some_changes, some_changes)
def test_the_effect_is_what_the_edit_does(session, first, changes) -> None:
    with prepared(session, first):
        before = Seen(session)
        effect = preview_edit(session, changes)
        assert Seen(session).__dict__ == before.__dict__
        if effect.refused:
            assert effect.minutes_after == effect.minutes_before == before.minutes
            with pytest.raises((EditRefused, ValueFault)):
                session.change_each(changes, "edit")
            return
        session.change_each(changes, "edit")
        try:
            check_effect(effect, before, Seen(session))
        finally:
            session.undo()


@given(some_changes, some_rows)
def test_the_effect_of_taking_rows_out_is_what_the_edit_does(session, first, rows) -> None:
    with prepared(session, first):
        before = Seen(session)
        effect = preview_edit(session, Removal(tuple(rows)))
        assert Seen(session).__dict__ == before.__dict__
        finish(delete_parts(session, rows))
        try:
            check_effect(effect, before, Seen(session), before.of_rows(*rows))
            assert (effect.booked, effect.jammed) == ((), ())
        finally:
            session.undo()


@given(some_changes, some_rows, st.sampled_from(["ours.yaml", "theirs.yaml", "third.yaml"]))
def test_the_effect_of_another_file_is_what_the_edit_does(session, first, rows, name) -> None:
    file = next(file for file in session.schedule_files if file.endswith(name))
    with prepared(session, first):
        before = Seen(session)
        effect = preview_edit(session, Relocation(tuple(rows), file))
        assert Seen(session).__dict__ == before.__dict__
        finish(move_parts(session, rows, file))
        try:
            check_effect(effect, before, Seen(session))
        finally:
            session.undo()


def test_rows_that_cannot_be_edited_are_neither_taken_out_nor_moved(session) -> None:
    ghost = session.own_rows
    for edit in (Removal((0, ghost)), Relocation((0, ghost), session.schedule_files[0])):
        effect = preview_edit(session, edit)
        assert [refusal.row for refusal in effect.refused] == [ghost]
        assert not effect.removed


def test_an_edit_that_changes_nothing_of_a_conflict_tells_none(session) -> None:
    row = session.pairs[0].a_row
    effect = preview_edit(session, [(row, {"note": "as before"})])
    assert (effect.added, effect.removed, effect.changed, effect.jammed_otherwise) == ((), (), (), ())


def test_what_a_transmission_cannot_lack_is_refused_by_its_row(session) -> None:
    found = refusals(session, [(0, {"note": "x"}), (1, {"time": None}), (2, {"power": "loud"})])
    assert [(refusal.row, refusal.key) for refusal in found] == [(1, ""), (2, "power")]
    assert "time" in found[0].reason


def test_days_are_those_of_the_schedules(session) -> None:
    window = session.workspace.schedules[0].window
    assert preview_edit(session, [(0, {"note": "x"})]).days == (window.last_day - window.first_day).days + 1
