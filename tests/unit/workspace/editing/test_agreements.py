"""An agreement settles its pair at once, in the plan file and in nothing else, and can be taken back."""

import pytest

from bcastplan.document.splice import EditRefused
from bcastplan.files.writing import ChangedOnDisk
from bcastplan.workspace.editing.agreements import agree, proposed_id
from bcastplan.workspace.editing.disk_merge import merge
from bcastplan.workspace.editing.session import Session

OURS = """\
bcastplan: 1
service: V/A Korean
season: A26
defaults: {manager: AGM, target: 44NE}
transmissions:
  - {id: ours, frequency: 9565, time: 1500-1600}
  - {frequency: 7215, time: 0100-0200}   # no id
"""
THEIRS = """\
bcastplan: 1
service: T
season: A26
defaults: {manager: XYZ, target: 44NE}
transmissions:
  - {id: theirs, frequency: 9565, time: 1530-1630}
  - {id: more, frequency: 7215, time: 0130-0230}
"""
PLAN = "bcastplan: 1  # made by hand\nplan: P\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("BCASTPLAN_STATE_DIR", str(tmp_path / "state"))
    made = tmp_path / "plan"
    made.mkdir()
    (made / "a.yaml").write_text(OURS)
    (made / "b.yaml").write_text(THEIRS)
    return made


def open_pairs(folder, against=()):
    session = Session.open([str(folder)], against)
    return session, {(pair.a.id, pair.b.id): pair for pair in session.pairs}


@pytest.mark.parametrize("plan_file", [None, PLAN])
def test_an_agreed_pair_is_gone_at_once_and_after_reopening(folder, plan_file):
    if plan_file:
        (folder / "bcastplan.yaml").write_text(plan_file)
    session, pairs = open_pairs(folder)
    pair = pairs["ours", "theirs"]
    agree(session, pair.a_row, pair.b_row, " settled: by letter ")
    assert [(one.a.id, one.b.id) for one in session.pairs] == [(None, "more")]
    assert session.dirty == [f"{folder}/bcastplan.yaml"]
    session.files.save()
    text = (folder / "bcastplan.yaml").read_text()
    assert text.startswith(plan_file or "bcastplan: 1\n")
    assert (folder / "a.yaml").read_text() == OURS
    again, left = open_pairs(folder)
    assert list(left) == [(None, "more")]
    (agreement,) = again.workspace.plans[0].plan.agreed
    assert (agreement.a, agreement.b, agreement.reason) == ("ours", "theirs", "settled: by letter")


def test_undo_brings_the_pair_back_and_leaves_no_file_behind(folder):
    session, pairs = open_pairs(folder)
    before = [(one.a_row, one.b_row) for one in session.pairs]
    pair = pairs["ours", "theirs"]
    agree(session, pair.a_row, pair.b_row, "settled")
    assert session.undo() == "agree"
    assert [(one.a_row, one.b_row) for one in session.pairs] == before
    assert session.dirty == []
    assert session.workspace.plans[0].plan.file is None
    session.redo()
    assert len(session.pairs) == len(before) - 1


def test_a_transmission_without_an_id_gets_one_in_the_same_step(folder):
    session, pairs = open_pairs(folder)
    pair = pairs[None, "more"]
    agree(session, pair.a_row, pair.b_row, "settled")
    assert session.table.transmissions[pair.a_row].id == "v-a-korean-7215-0100"
    assert len(session.pairs) == 1
    assert session.undo() == "agree"
    assert session.dirty == []
    assert len(session.pairs) == 2


def test_an_id_is_proposed_that_nothing_has_to_be_quoted_in(folder):
    session, _ = open_pairs(folder)
    assert proposed_id(session.table.transmissions[1]) == "v-a-korean-7215-0100"


def test_a_ghost_without_an_id_cannot_be_agreed_with_and_nothing_is_changed(folder, tmp_path):
    ghost = tmp_path / "ghost.yaml"
    ghost.write_text(THEIRS.replace("id: theirs, ", ""))
    (folder / "b.yaml").unlink()
    session, pairs = open_pairs(folder, [str(ghost)])
    pair = pairs["ours", None]
    with pytest.raises(EditRefused, match=r"line 6 of .*ghost\.yaml has no id"):
        agree(session, pair.a_row, pair.b_row, "settled")
    pair = pairs[None, "more"]
    agree(session, pair.a_row, pair.b_row, "settled")
    with pytest.raises(EditRefused, match="reference schedules"):
        agree(session, 2, 3, "settled")
    assert len(session.pairs) == 1


def test_without_a_reason_nothing_is_agreed(folder):
    session, pairs = open_pairs(folder)
    pair = pairs["ours", "theirs"]
    with pytest.raises(EditRefused, match="reason"):
        agree(session, pair.a_row, pair.b_row, "  ")
    assert session.dirty == []


def test_two_plans_have_no_agreement_between_them(folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (folder / "b.yaml").rename(other / "b.yaml")
    (other / "bcastplan.yaml").write_text(PLAN)
    session = Session.open([str(folder), str(other)])
    pair = session.pairs[0]
    with pytest.raises(EditRefused, match="two plans"):
        agree(session, pair.a_row, pair.b_row, "settled")


def test_a_broken_plan_file_is_refused_whole(folder):
    (folder / "bcastplan.yaml").write_text(PLAN + "agreed: {a: b}\n")
    session, pairs = open_pairs(folder)
    pair = pairs[None, "more"]
    with pytest.raises(EditRefused, match="correct it first"):
        agree(session, pair.a_row, pair.b_row, "settled")
    assert session.dirty == []
    assert session.table.transmissions[pair.a_row].id is None


def test_a_killed_program_loses_no_agreement(folder):
    session, pairs = open_pairs(folder)
    pair = pairs[None, "more"]
    agree(session, pair.a_row, pair.b_row, "settled")
    session.journal.release()
    again, pairs = open_pairs(folder)
    (left,) = again.files.left_behind()
    assert again.restore(left) == []
    assert len(again.pairs) == len(pairs) - 1
    assert again.documents[f"{folder}/bcastplan.yaml"].text == session.documents[f"{folder}/bcastplan.yaml"].text


def test_a_plan_file_that_somebody_else_has_made_meanwhile_is_not_overwritten(folder):
    session, pairs = open_pairs(folder)
    pair = pairs["ours", "theirs"]
    agree(session, pair.a_row, pair.b_row, "settled")
    (folder / "bcastplan.yaml").write_text(PLAN)
    assert session.files.changed_on_disk() == [f"{folder}/bcastplan.yaml"]
    with pytest.raises(ChangedOnDisk):
        session.files.save()
    assert (folder / "bcastplan.yaml").read_text() == PLAN
    session.files.reload(f"{folder}/bcastplan.yaml")
    assert session.workspace.plans[0].plan.name == "P"
    assert session.dirty == []
    assert len(session.pairs) == len(pairs)


@pytest.mark.parametrize("before", [None, PLAN])
def test_a_plan_file_that_changed_on_disk_is_merged_without_losing_an_agreement_of_either(folder, before):
    if before:
        (folder / "bcastplan.yaml").write_text(before)
    session, pairs = open_pairs(folder)
    pair = pairs["ours", "theirs"]
    agree(session, pair.a_row, pair.b_row, "ours says so")
    changed = PLAN.replace("plan: P", "plan: Q") + "agreed:\n  - {a: x, b: y, reason: theirs}\n"
    (folder / "bcastplan.yaml").write_text(changed)
    report = merge(session, f"{folder}/bcastplan.yaml")
    assert report.added == 1
    session.files.save()
    text = (folder / "bcastplan.yaml").read_text()
    assert text == changed + "  - {a: ours, b: theirs, reason: ours says so}\n"
    assert [(one.a.id, one.b.id) for one in session.pairs] == [(None, "more")]


def test_what_both_have_agreed_is_written_once(folder):
    session, pairs = open_pairs(folder)
    pair = pairs["ours", "theirs"]
    agree(session, pair.a_row, pair.b_row, "ours says so")
    changed = PLAN + "agreed:\n  - {a: theirs, b: ours, reason: theirs}\n"
    (folder / "bcastplan.yaml").write_text(changed)
    assert merge(session, f"{folder}/bcastplan.yaml").added == 0
    assert session.dirty == []
    assert [(one.a.id, one.b.id) for one in session.pairs] == [(None, "more")]
