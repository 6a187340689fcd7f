"""Edits in parts: done to the end they equal the edit at once; stopped anywhere they leave nothing behind."""

from pathlib import Path

import pytest

from bcastplan.document.splice import EditRefused
from bcastplan.workspace.editing import batches
from bcastplan.workspace.editing.batches import (
    change_parts,
    delete_parts,
    finish,
    insert_parts,
    move_parts,
    replay_parts,
    shift_parts,
)
from bcastplan.workspace.editing.operations import move, shift
from bcastplan.workspace.editing.session import Session

HEAD = "bcastplan: 1\nservice: S\nseason: A26\ndefaults: {manager: AGM, target: 44NE}\ntransmissions:\n"
ROWS = "".join(f"  - {{id: t{n}, frequency: {9500 + 5 * n}, time: 0{n}00-0{n}30}}   # {n}\n" for n in range(7))
OTHER = "bcastplan: 1\nservice: T\nseason: A26\ntransmissions:\n  - {id: t, frequency: 7000, time: 0600-0700}\n"


@pytest.fixture
def session(tmp_path, monkeypatch):
    monkeypatch.setenv("BCASTPLAN_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setattr(batches, "PART_ROWS", 2)
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "a.yaml").write_text(HEAD + ROWS)
    (folder / "b.yaml").write_text(OTHER)
    opened = Session.open([str(folder)])
    _ = opened.pairs, opened.check()
    return opened


def file(session, name):
    return next(one for one in session.documents if one.endswith(name))


def undo(session):
    session.change([0, 1, 2, 3, 4], {"power": "100"})
    finish(shift_parts(session, range(7), 5))
    return replay_parts(session)


LISTED = [{"frequency": str(6000 + 5 * number), "time": "1000-1100"} for number in range(5)]
EDITS = {
    "change": lambda session: change_parts(session, [(row, {"power": "50"}) for row in range(7)], "power"),
    "shift": lambda session: shift_parts(session, range(7), 30),
    "delete": lambda session: delete_parts(session, [0, 6, 2, 3, 5]),
    "insert": lambda session: insert_parts(session, file(session, "b.yaml"), LISTED, "paste"),
    "move": lambda session: move_parts(session, [1, 2, 3, 6], file(session, "b.yaml")),
    "undo": undo,
}


def state(session):
    """Everything an edit may change."""
    _ = session.pairs
    return (
        [document.text for document in session.documents.values()],
        list(session.table.transmissions),
        [session.row_status.severity(row) for row in range(len(session.table))],
        [(pair.kind, pair.a.id, pair.b.id, pair.overlap_minutes) for pair in session.pairs],
        [(step.label, len(step.edits)) for step in session.history.done],
        [(step.label, len(step.edits)) for step in session.history.undone],
        Path(session.journal.path).read_bytes() if Path(session.journal.path).exists() else b"",
    )


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_that_is_stopped_after_any_part_leaves_nothing_behind(session, name):
    for wanted in range(1, 5):
        parts = EDITS[name](session)
        before = state(session)
        done = [next(parts, None) for _ in range(wanted)]
        if done[-1] is None:
            break
        assert state(session)[1] != before[1]
        parts.close()
        assert state(session)[:-1] == before[:-1]
        while session.undo():
            pass
        session.history.undone.clear()
    assert wanted > 2


@pytest.mark.parametrize("name", [name for name in EDITS if name != "undo"])
def test_an_edit_in_parts_is_one_step_and_one_undo(session, name):
    before = state(session)
    finish(EDITS[name](session))
    after = state(session)
    assert len(session.history.done) == 1
    finish(replay_parts(session))
    assert state(session)[:4] == before[:4]
    finish(replay_parts(session, redo=True))
    assert state(session)[:5] == after[:5]


def test_parts_equal_the_edit_at_once(session):
    finish(shift_parts(session, range(7), 30))
    in_parts = state(session)
    session.undo()
    shift(session, range(7), 30)
    assert state(session)[:4] == in_parts[:4]
    session.undo()
    rows = finish(move_parts(session, [1, 2, 3, 6], file(session, "b.yaml")))
    in_parts = state(session)
    session.undo()
    assert move(session, [1, 2, 3, 6], file(session, "b.yaml")) == rows
    assert state(session)[:4] == in_parts[:4]


def test_a_part_that_is_refused_takes_back_the_parts_before_it(session):
    before = state(session)
    changes = [(row, {"power": "50"}) for row in range(6)] + [(6, {"time": "never"})]
    with pytest.raises((EditRefused, ValueError)):
        finish(change_parts(session, changes, "power"))
    assert state(session)[:-1] == before[:-1]
