"""A proposal becomes an edit of one step; its preview is what the session shows after it, and undo restores bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.model.clock import parse_time
from bcastplan.workspace.editing.batches import finish
from bcastplan.workspace.editing.bulk_preview import preview_edit
from bcastplan.workspace.editing.proposed_edit import rearrange_parts, rearrangement_of
from bcastplan.workspace.editing.session import Session

OURS = """\
bcastplan: 1
service: ours
season: A26
defaults: {manager: AGM, target: 44NE, site: PHT, power: 250}
transmissions:
  - {id: a, frequency: 9565, time: 1000-1100}   # the first
  - {id: b, frequency: 9570, time: 1100-1200, note: second}
  - {id: c, frequency: 7455, time: 1200-1300}
"""
THEIRS = """\
bcastplan: 1
service: theirs
season: A26
defaults: {manager: RRI, target: 44NE, site: JAK, power: 250}
transmissions:
  - {frequency: 9575, time: 1000-1300}
  - {frequency: 7455, time: 1030-1130}
"""


def opened(folder: Path, monkeypatch) -> Session:
    monkeypatch.setenv("BCASTPLAN_STATE_DIR", str(folder / "state"))
    (folder / "ours.yaml").write_text(OURS)
    (folder / "theirs.yaml").write_text(THEIRS)
    session = Session.open([str(folder / "ours.yaml")], [str(folder / "theirs.yaml")])
    assert session.pairs is not None
    return session


def proposals():
    block = st.tuples(st.sampled_from([9565.0, 9570.0, 7455.0, 11600.0]), st.sampled_from(range(10, 14)))
    return st.lists(block, min_size=1, max_size=5, unique=True)


def proposed(session, blocks):
    pattern = session.table.transmissions[0]
    return [
        pattern.changed(frequency_khz=khz, time=parse_time(f"{hour}00-{hour + 1}00"), power_kw=100.0)
        for khz, hour in blocks
    ]


def facts(session):
    return sorted(
        (item.frequency_khz, str(item.time), item.power_kw, item.service)
        for item in session.table.transmissions[: session.own_rows]
    )


@given(blocks=proposals())
@examples(25)
def test_the_edit_makes_the_proposal_and_is_as_its_preview_said(tmp_path_factory, blocks):
    tmp_path = tmp_path_factory.mktemp("plan")
    with pytest.MonkeyPatch.context() as patch:
        session = opened(tmp_path, patch)
    text = session.documents[str(tmp_path / "ours.yaml")].text
    items = proposed(session, blocks)
    edit = rearrangement_of(session, [0, 1, 2], items)
    before = {(pair.kind, pair.a_row, pair.b_row) for pair in session.pairs}
    effect = preview_edit(session, edit)
    assert not effect.refused
    finish(rearrange_parts(session, edit, "improve ours"))
    assert facts(session) == sorted((khz, f"{hour}00-{hour + 1}00", 100.0, "ours") for khz, hour in blocks)
    assert effect.minutes_after == int(session.table.minutes[: session.own_rows].sum())
    assert len(session.pairs) == len(before) + len(effect.added) - len(effect.removed)
    session.undo()
    assert session.documents[str(tmp_path / "ours.yaml")].text == text


def test_what_stays_keeps_its_row_id_and_comment(tmp_path, monkeypatch):
    session = opened(tmp_path, monkeypatch)
    first, second, _ = session.table.transmissions[:3]
    edit = rearrangement_of(session, [0, 1, 2], [second, first])
    assert edit.changed == ()
    assert edit.copied == ()
    assert edit.removed == (2,)
    finish(rearrange_parts(session, edit, "improve"))
    text = session.documents[str(tmp_path / "ours.yaml")].text
    assert "# the first" in text
    assert "note: second" in text
    assert "7455" not in text


def test_a_proposal_that_is_the_plan_changes_nothing(tmp_path, monkeypatch):
    session = opened(tmp_path, monkeypatch)
    assert rearrangement_of(session, [0, 1, 2], session.table.transmissions[:3]).is_nothing


def test_a_copy_takes_no_id_along(tmp_path, monkeypatch):
    session = opened(tmp_path, monkeypatch)
    items = [*session.table.transmissions[:3], *proposed(session, [(11600.0, 13)])]
    edit = rearrangement_of(session, [0, 1, 2], items)
    finish(rearrange_parts(session, edit, "improve"))
    new = session.table.transmissions[session.own_rows - 1]
    assert (new.id, new.frequency_khz, str(new.time)) == (None, 11600.0, "1300-1400")


@pytest.mark.parametrize("key", ["azimuth", "slew"])
def test_a_key_that_the_proposal_has_not_goes(tmp_path, monkeypatch, key):
    session = opened(tmp_path, monkeypatch)
    session.change_each([(0, {key: "20"})], "x")
    item = session.table.transmissions[0].changed(azimuth_deg=None, slew_deg=None)
    edit = rearrangement_of(session, [0], [item])
    assert edit.changed == ((0, {key: None}),)
