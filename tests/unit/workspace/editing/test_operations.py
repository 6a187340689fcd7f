"""What planners do to transmissions, checked on the airings that come of it."""

from pathlib import Path

import pytest

from bcastplan.document.splice import EditRefused, apply_edits
from bcastplan.model.errors import ValueFault
from bcastplan.workspace.editing import operations
from bcastplan.workspace.editing.agreements import agreement_edits
from bcastplan.workspace.editing.disk_merge import merge
from bcastplan.workspace.editing.preview import preview
from bcastplan.workspace.editing.session import Session

TEXT = """\
bcastplan: 1
service: S
season: A26
defaults: {manager: AGM, target: 44NE}
transmissions:
  - {id: night, frequency: 9565, time: 2300-0100, days: Fri}
  - {id: noon, frequency: 9570, time: 1200-1300}
"""
OTHER = """\
bcastplan: 1
service: T
season: A26
defaults: {manager: XYZ, power: 100}
transmissions:
  - {id: t, frequency: 7000, time: 0600-0700}
"""


@pytest.fixture
def session(tmp_path, monkeypatch):
    monkeypatch.setenv("BCASTPLAN_STATE_DIR", str(tmp_path / "state"))
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "a.yaml").write_text(TEXT)
    (folder / "b.yaml").write_text(OTHER)
    return Session.open([str(folder)])


def airings(session):
    """Every minute on the air, by frequency."""
    table, minutes = session.table, set()
    for row, transmission in enumerate(table.transmissions):
        part = table.segments_of(row)
        for start, stop, dates in zip(
            table.segment_start[part], table.segment_stop[part], table.segment_dates[part], strict=True
        ):
            for word, bits in enumerate(dates.tolist()):
                for bit in range(64):
                    if bits >> bit & 1:
                        day = word * 64 + bit
                        minutes.update((transmission.frequency_khz, day, m) for m in range(start, stop))
    return minutes


def by_id(session, name):
    return next(n for n, t in enumerate(session.table.transmissions) if t.id == name)


@pytest.mark.parametrize("minute", [2330 // 100 * 60 + 30, 0, 30])
def test_the_halves_of_a_split_air_when_the_whole_did(session, minute):
    before = airings(session)
    first, second = operations.split(session, by_id(session, "night"), minute)
    assert airings(session) == before
    assert session.table.transmissions[first].id == "night"
    assert session.table.transmissions[second].id == "night-2"
    assert session.undo().startswith("split")
    assert session.documents[session.table.transmissions[0].file].text == TEXT


def test_a_split_outside_the_airing_is_refused(session):
    with pytest.raises(ValueFault, match="does not lie inside"):
        operations.split(session, by_id(session, "noon"), 600)


@pytest.mark.parametrize("minutes", [15, -15, 120, -1440 + 30, 1500])
def test_a_shift_moves_every_airing(session, minutes):
    number = by_id(session, "night")
    before = int(session.table.minutes[number])
    old = session.table.transmissions[number]
    operations.shift(session, [number], minutes)
    new = session.table.transmissions[number]
    moved, start = divmod(old.time.start_minute + minutes, 1440)
    assert new.time.start_minute == start
    assert new.time.minutes == old.time.minutes
    assert new.days == 1 << (4 + moved) % 7
    assert abs(int(session.table.minutes[number]) - before) <= old.time.minutes


def test_a_duplicate_gets_an_id_of_its_own(session):
    row = operations.duplicate(session, by_id(session, "noon"))
    assert session.table.transmissions[row].id == "noon-2"
    assert session.table.transmissions[row].same_as(
        session.table.transmissions[by_id(session, "noon")].changed(id="noon-2")
    )


def test_a_transmission_keeps_its_meaning_in_another_file(session):
    old = session.table.transmissions[by_id(session, "noon")]
    (row,) = operations.move(session, [by_id(session, "noon")], session.table.transmissions[-1].file)
    new = session.table.transmissions[row]
    assert (new.service, new.manager, new.target, new.time) == (old.service, old.manager, old.target, old.time)
    assert new.file.endswith("b.yaml")
    assert session.undo().startswith("move")
    assert not session.dirty


def test_a_step_that_fails_half_way_is_taken_back(session):
    def both():
        with session.one_step("both"):
            session.change([0], {"frequency": "9600"})
            session.change([1], {"frequency": "nonsense"})

    with pytest.raises(ValueFault):
        both()
    assert not session.dirty
    assert not session.history.done


def test_a_preview_tells_the_effect_and_changes_nothing(session):
    number = by_id(session, "noon")
    effect = preview(session, number, {"frequency": "9565", "time": "2330-0000"})
    assert [pair.kind.value for pair in effect.added] == ["co-channel"] or effect.added
    assert effect.minutes_before == int(session.table.minutes[number])
    assert effect.minutes_after < effect.minutes_before
    assert not session.dirty
    assert len(session.pairs) == 0


def test_a_preview_of_a_fault_tells_the_fault(session):
    effect = preview(session, 0, {"time": "9999-0000"})
    assert [problem.code for problem in effect.problems] == ["TIM001"]
    assert effect.transmission is None


def test_both_sides_edits_survive_a_merge(session):
    file = session.table.transmissions[0].file
    session.change([by_id(session, "noon")], {"power": "250"})
    session.insert(file, {"id": "new", "frequency": "6000", "time": "0000-0100"})
    theirs = TEXT.replace("time: 1200-1300", "time: 1215-1300") + "  - {id: theirs, frequency: 5000, time: 0100-0200}\n"
    Path(file).write_text(theirs)
    report = merge(session, file)
    assert (report.changed, report.added, report.disputed) == (1, 1, [])
    noon = session.table.transmissions[by_id(session, "noon")]
    assert str(noon.time) == "1215-1300"
    assert noon.power_kw == 250
    assert {t.id for t in session.table.transmissions} >= {"new", "theirs", "night", "noon"}


def test_what_both_changed_is_disputed_and_theirs_stays(session):
    file = session.table.transmissions[0].file
    session.change([by_id(session, "noon")], {"frequency": "9600"})
    Path(file).write_text(TEXT.replace("frequency: 9570", "frequency: 9700"))
    report = merge(session, file)
    assert report.disputed == ["noon: frequency"]
    assert session.table.transmissions[by_id(session, "noon")].frequency_khz == 9700


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bcastplan: 1\n",
        "bcastplan: 1",
        "bcastplan: 1\nagreed:\n  - {a: p, b: q, reason: r}  # c\n# end\n",
        "bcastplan: 1\nagreed: [{a: p, b: q, reason: r}]\nplan: x\n",
        "bcastplan: 1\nagreed: []\n",
    ],
)
def test_an_agreement_is_added_and_the_rest_of_the_plan_file_stays(text):
    from bcastplan.document.plan_reader import read_plan

    new = apply_edits(text, agreement_edits(text, "a1", "b-2", "settled: at the A26 conference"))[0]
    plan, problems = read_plan("p", new)
    assert not problems
    assert (plan.agreed[-1].a, plan.agreed[-1].b, plan.agreed[-1].reason) == (
        "a1",
        "b-2",
        "settled: at the A26 conference",
    )
    for line in text.splitlines():
        if not line.startswith("agreed: ["):
            assert line in new.splitlines()


def test_an_agreement_in_a_broken_plan_file_is_refused():
    with pytest.raises(EditRefused):
        agreement_edits("agreed: {a: b}\n", "a", "b", "c")
