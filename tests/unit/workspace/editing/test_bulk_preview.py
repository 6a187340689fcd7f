"""The effect of an edit of many rows equals what the session is after it; what is refused, the session refuses too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.document.splice import EditRefused
from bcastplan.model.errors import ValueFault
from bcastplan.workspace.editing.bulk_preview import preview_rows, refusals
from bcastplan.workspace.editing.session import Session
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
    (folder / "bcastplan.yaml").write_text("bcastplan: 1\nsites: {PHT: {transmitters: [{id: A}, {id: B}]}}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BCASTPLAN_STATE_DIR", str(folder / "state"))
        session = Session.open([str(folder)], [str(folder / "theirs.yaml")])
    _ = session.pairs
    return session


def both_of(pair) -> tuple[int, int]:
    return min(pair.a_row, pair.b_row), max(pair.a_row, pair.b_row)


def pairs_of(session: Session) -> dict[tuple[int, int], tuple[object, ...]]:
    return {both_of(pair): (pair.kind, pair.severity, pair.overlap_minutes, pair.dates) for pair in session.pairs}


def key_of(item) -> tuple[object, ...]:
    return item.kind, item.site, item.transmitter, item.antenna, frozenset(item.member_rows)


def bookings_of(session: Session) -> set[tuple[object, ...]]:
    return {key_of(item) for item in resources_of(session.workspace)}


changes = st.dictionaries(
    st.integers(0, ROWS - 1),
    st.sampled_from(sorted(VALUES)).flatmap(lambda key: st.sampled_from(VALUES[key]).map(lambda value: {key: value})),
    min_size=1,
    max_size=ROWS,
).map(lambda rows: sorted(rows.items()))


@given(changes)
def test_the_effect_is_what_the_edit_does(session, changes) -> None:
    before, minutes = pairs_of(session), int(session.table.minutes[: session.own_rows].sum())
    effect = preview_rows(session, changes)
    assert pairs_of(session) == before
    if effect.refused:
        assert effect.minutes_after == effect.minutes_before == minutes
        with pytest.raises((EditRefused, ValueFault)):
            session.change_each(changes, "edit")
        return
    booked = bookings_of(session)
    session.change_each(changes, "edit")
    try:
        assert {key_of(item) for item in effect.booked} == bookings_of(session) - booked
        assert {key_of(item) for item in effect.released} == booked - bookings_of(session)
        after = pairs_of(session)
        assert {both_of(pair) for pair in effect.added} == after.keys() - before.keys()
        assert {both_of(pair) for pair in effect.removed} == before.keys() - after.keys()
        for pair in effect.changed:
            now = (pair.kind, pair.severity, pair.overlap_minutes, pair.dates)
            assert after[both_of(pair)] == now
        told = {both_of(pair) for pair in effect.changed}
        assert {both for both in before.keys() & after.keys() if before[both] != after[both]} <= told
        assert effect.minutes_after == int(session.table.minutes[: session.own_rows].sum())
        assert effect.minutes_before == minutes
    finally:
        session.undo()


def test_what_a_transmission_cannot_lack_is_refused_by_its_row(session) -> None:
    found = refusals(session, [(0, {"note": "x"}), (1, {"time": None}), (2, {"power": "loud"})])
    assert [(refusal.row, refusal.key) for refusal in found] == [(1, ""), (2, "power")]
    assert "time" in found[0].reason


def test_days_are_those_of_the_schedules(session) -> None:
    window = session.workspace.schedules[0].window
    assert preview_rows(session, [(0, {"note": "x"})]).days == (window.last_day - window.first_day).days + 1
