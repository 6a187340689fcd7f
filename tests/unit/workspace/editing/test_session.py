"""A session keeps rows, conflicts, text and history together through every edit."""

import random
from pathlib import Path

import pytest

from bcastplan.document.splice import EditRefused
from bcastplan.files.writing import ChangedOnDisk
from bcastplan.model.errors import ValueFault
from bcastplan.workspace.editing.operations import move
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.inspection.plan_conflicts import pairs_of
from bcastplan.workspace.inspection.rule_check import check_workspace
from bcastplan.workspace.opening.open_plans import open_paths

TEXT = """\
# my plan
bcastplan: 1
service: VOA Korean
season: A26
defaults: {manager: AGM, target: 44NE, language: Kor}
transmissions:
  - id: a   # the first
    frequency: 9565
    time: 1530-1630
    days: Mon-Fri   # weekdays
  # between
  - {id: b, frequency: 9570, time: 1600-1700}
  - id: c
    frequency: 7465
    time: 2330-0030
# the end
"""
OTHER = """\
bcastplan: 1
service: Other
season: A26
transmissions:
  - {id: x, frequency: 9570, time: 1500-1600, target: 44NE, manager: XYZ}
"""


@pytest.fixture
def plan(tmp_path, monkeypatch):
    monkeypatch.setenv("BCASTPLAN_STATE_DIR", str(tmp_path / "state"))
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "a.yaml").write_text(TEXT, newline="")
    (folder / "b.yaml").write_text(OTHER, newline="")
    return folder


def facts(pairs):
    return [(p.kind, p.severity, p.a.id, p.b.id, p.overlap_minutes, p.dates, p.first, p.last) for p in pairs]


def assert_same_as_reopened(session, folder):
    """What the session shows is what opening its texts anew would show."""
    for name, document in session.documents.items():
        Path(name).write_text(document.text, newline="")
    again = open_paths([str(folder)])
    own = [t for plan in session.workspace.plans for t in plan.transmissions]
    expected = [t for plan in again.plans for t in plan.transmissions]
    assert own == expected
    assert list(session.table.transmissions) == expected
    assert (session.table.minutes == again.table.minutes).all()
    assert sorted(facts(session.pairs)) == sorted(facts(pairs_of(again)))
    assert check_workspace(session.workspace).findings == check_workspace(again).findings


def test_one_change_touches_one_line_and_undo_restores_the_bytes(plan):
    session = Session.open([str(plan)])
    session.change([0], {"time": "1700-1800"})
    document = session.documents[f"{plan}/a.yaml"]
    changed = [pair for pair in zip(TEXT.split("\n"), document.text.split("\n"), strict=True) if pair[0] != pair[1]]
    assert changed == [("    time: 1530-1630", "    time: 1700-1800")]
    assert_same_as_reopened(session, plan)
    assert session.undo() == "change time"
    assert document.text == TEXT
    assert session.redo() == "change time"
    assert "1700-1800" in document.text


def test_random_edits_stay_consistent_and_undo_completely(plan):
    rng = random.Random(7)
    session = Session.open([str(plan)])
    before = {name: document.text for name, document in session.documents.items()}
    for step in range(40):
        rows = list(range(session.own_rows))
        what = rng.choice(["change", "change", "many", "insert", "delete", "undo", "redo"])
        if what == "change":
            session.change(
                [rng.choice(rows)],
                rng.choice(
                    [
                        {"frequency": "9565"},
                        {"time": "1545-1615", "days": "Sat"},
                        {"note": f"n: {step} # x"},
                        {"days": None},
                        {"until": "2026-06-30", "power": "100"},
                    ]
                ),
            )
        elif what == "many":
            session.change(rng.sample(rows, 2), {"azimuth": str(rng.randrange(360))})
        elif what == "insert":
            file = rng.choice(list(session.documents))
            session.insert(file, {"frequency": "9575", "time": "1500-1700"})
        elif what == "delete" and len(rows) > 3:
            session.delete([rng.choice(rows)])
        elif what == "undo":
            session.undo()
        elif what == "redo":
            session.redo()
        if step % 5 == 0:
            assert_same_as_reopened(session, plan)
    while session.undo():
        pass
    assert {name: document.text for name, document in session.documents.items()} == before


def test_saving_writes_the_text_and_clears_the_journal(plan):
    session = Session.open([str(plan)])
    session.change([1], {"frequency": "9600"})
    assert session.dirty == [f"{plan}/a.yaml"]
    assert session.journal.path.exists()
    assert session.files.save() == [f"{plan}/a.yaml"]
    assert "9600" in (plan / "a.yaml").read_text()
    assert not session.dirty
    assert not session.journal.path.exists()


def test_a_file_changed_on_disk_is_never_overwritten_silently(plan):
    session = Session.open([str(plan)])
    session.change([0], {"time": "1700-1800"})
    (plan / "a.yaml").write_text(TEXT.replace("9570", "9999"))
    assert session.files.changed_on_disk() == [f"{plan}/a.yaml"]
    with pytest.raises(ChangedOnDisk):
        session.files.save()
    assert "9999" in (plan / "a.yaml").read_text()
    session.files.keep(f"{plan}/a.yaml")
    session.files.save()
    assert "1700-1800" in (plan / "a.yaml").read_text()


def test_a_killed_session_is_restored(plan):
    session = Session.open([str(plan)])
    session.change([0], {"time": "1700-1800"})
    session.insert(f"{plan}/b.yaml", {"frequency": "7000", "time": "0000-0100"})
    session.undo()
    session.journal.release()
    again = Session.open([str(plan)])
    (left,) = again.files.left_behind()
    assert left.files == [f"{plan}/a.yaml"]  # what was done to b.yaml was undone
    assert again.restore(left) == []
    assert again.documents[f"{plan}/a.yaml"].text == session.documents[f"{plan}/a.yaml"].text
    assert again.documents[f"{plan}/b.yaml"].text == OTHER
    assert again.files.left_behind() == []


def test_a_journal_of_a_file_that_has_changed_since_is_refused(plan):
    session = Session.open([str(plan)])
    session.change([0], {"time": "1700-1800"})
    session.journal.release()
    (plan / "a.yaml").write_text(TEXT.replace("9570", "9999"))
    again = Session.open([str(plan)])
    (left,) = again.files.left_behind()
    assert again.restore(left) == [f"{plan}/a.yaml"]
    assert left.path.exists()


def test_faulty_values_are_refused_and_change_nothing(plan):
    session = Session.open([str(plan)])
    with pytest.raises(ValueFault, match="not a time"):
        session.change([0], {"time": "25:00"})
    with pytest.raises(ValueFault, match="did you mean from"):
        session.change([0], {"form": "2026-06-22"})
    assert not session.dirty


def test_lists_cannot_be_edited(plan):
    session = Session.open([str(plan)])
    with pytest.raises(EditRefused):
        session.insert("season.txt", {"frequency": "9575", "time": "1500-1700"})


def test_an_edit_of_two_files_that_one_refuses_changes_neither(plan):
    (plan / "b.yaml").write_text(OTHER.replace("- {id: x", "- &anchor {id: x"), newline="")
    session = Session.open([str(plan)])
    before = {name: document.text for name, document in session.documents.items()}
    document = session.documents[f"{plan}/b.yaml"]
    document.apply = lambda edits: (_ for _ in ()).throw(EditRefused("not here"))
    with pytest.raises(EditRefused, match="not here"):
        session.change([0, 3], {"power": "100"})
    assert {name: document.text for name, document in session.documents.items()} == before
    assert session.undo() is None


BROKEN = """\
bcastplan: 1
service: Broken
season: A26
transmissions:
  - {id: p, frequency: 9565, time: 1200-1300}
  - {id: q, frequency: 9600, time: 1300-1400, repeat: "FREQ=DAILY;INTERVAL=2"}
  - {id: r, frequency: 9xx, time: 1400-1500}
  - {id: s, frequency: 9700, time: 1400-1500, days: Mon}
"""


@pytest.mark.parametrize("index", [0, 1, 2, 3, None])
def test_problems_stay_with_their_transmissions_when_one_is_inserted(plan, index):
    """A repeat rule that cannot be counted and an item left out go on being told where they stand."""
    broken = plan / "aa.yaml"
    broken.write_text(BROKEN)
    session = Session.open([str(plan)])
    assert_same_as_reopened(session, plan)
    session.insert(str(broken), {"id": "new", "frequency": "9575", "time": "1500-1700"}, index=index)
    (row,) = session.table.problem_rows
    assert session.table.transmissions[row].id == "q"
    assert_same_as_reopened(session, plan)
    lines = session.documents[str(broken)].text.split("\n")
    told = {
        finding.rule: lines[finding.place.line - 1]
        for finding in check_workspace(session.workspace).findings
        if finding.place.file == str(broken)
    }
    assert "id: q" in told["TIM011"]
    assert "9xx" in told["YML005"]
    session.insert(f"{plan}/a.yaml", {"id": "first", "frequency": "9575", "time": "1500-1700"}, index=0)
    (row,) = session.table.problem_rows
    assert session.table.transmissions[row].id == "q"
    assert_same_as_reopened(session, plan)
    assert session.undo()
    assert session.undo()
    assert session.documents[str(broken)].text == BROKEN
    assert_same_as_reopened(session, plan)


@pytest.mark.parametrize("defaults", ["", "defaults: {language: Kor}\n", "defaults: {language: Kor, listeners: CHN}\n"])
@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize("name", ["KRE", "nobody"])
def test_listeners_at_the_top_of_a_file_hold_through_edits(plan, defaults, below, name):
    items = (
        "transmissions:\n  - {id: q, frequency: 9600, time: 1300-1400}\n  - {id: r, frequency: 9700, time: 1400-1500}\n"
    )
    top = f"listeners: {name}\n"
    text = "bcastplan: 1\nservice: Third\nseason: A26\n" + (items + top + defaults if below else top + defaults + items)
    file = plan / "0.yaml"
    file.write_text(text)
    session = Session.open([str(plan)])
    shared = "CHN" if "CHN" in defaults else name
    assert [row.listeners for row in session.table.transmissions[:2]] == [shared] * 2
    session.change([1], {"listeners": "KOR"})
    session.insert(str(file), {"id": "new", "frequency": "9575", "time": "1500-1700"}, index=0)
    assert [row.listeners for row in session.table.transmissions[:3]] == [shared, shared, "KOR"]
    assert_same_as_reopened(session, plan)
    (moved,) = move(session, [0], f"{plan}/b.yaml")
    assert session.table.transmissions[moved].listeners == shared
    assert_same_as_reopened(session, plan)
    while session.undo():
        pass
    assert session.documents[str(file)].text == text


def test_what_the_plan_alone_has_to_answer_for_is_no_finding_of_a_row(plan):
    (plan / "bcastplan.yaml").write_text(
        "bcastplan: 1\n"
        "listeners: {empty: {places: []}, wrong: {administration: PRK}}\n"
        "assume: [{broadcaster: XYZ, site: NOWHERE, why: nothing}]\n"
    )
    session = Session.open([str(plan)])
    assert {"ASM001", "ASM002", "LIS002", "LIS003"} <= {f.rule for f in check_workspace(session.workspace).findings}
    session.change([0], {"listeners": "nobody"})
    of_rows = {finding.rule for row in range(session.own_rows) for finding in session.row_status.findings(row)}
    assert of_rows & {"ASM001", "ASM002", "LIS002", "LIS003"} == set()
    assert "LIS001" in of_rows
    assert_same_as_reopened(session, plan)


def test_a_season_that_comes_back_leaves_jammers_no_longer_than_it(plan):
    jammer = "{name: J, latitude: 39, longitude: 125, frequencies: [9560-9570]}"
    (plan / "bcastplan.yaml").write_text(f"bcastplan: 1\njammers: [{jammer}]\n")
    session = Session.open([str(plan)])
    before = list(session.kept_pairs.jammed)
    assert before
    for season in ("A27", "A26"):
        session.set_text(f"{plan}/b.yaml", OTHER.replace("A26", season), "season")
    assert list(session.kept_pairs.jammed) == before
