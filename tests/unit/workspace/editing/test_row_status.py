"""How rows stand after edits, against a whole check of the same plan."""

from __future__ import annotations

import contextlib
import random
from bisect import bisect_right
from pathlib import Path

import pytest
from examples import tries

from bcastplan.model.errors import ValueFault
from bcastplan.workspace.editing.operations import duplicate, shift, split
from bcastplan.workspace.editing.row_status import turned
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.inspection.rule_check import check_workspace

PLAN = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {broadcaster: VOA, manager: AGM, administration: PHL, language: Kor, target: 44NE, site: PHT, power: 250,
           antenna: 216, azimuth: 21}
transmissions:
"""


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setenv("BCASTPLAN_STATE_DIR", str(tmp_path / "state"))
    rows = [
        f"  - {{id: t{number}, frequency: {9400 + 5 * (number % 7)}, time: {hour:02d}00-{hour + 2:02d}00}}"
        for number, hour in enumerate([*range(20), *range(4)])
    ]
    rows.append("  - {id: wrong, frequency: 12345, time: 0100-0200, site: QQQ}")
    (tmp_path / "plan.yaml").write_text(PLAN + "\n".join(rows) + "\n")
    return Session.open([str(tmp_path / "plan.yaml")])


def as_a_whole_check_says(session: Session) -> dict[int, set[str]]:
    """Row -> codes of the findings at its lines, pairs at both sides."""
    said: dict[int, set[str]] = {row: set() for row in range(len(session.table))}
    heads = [transmission.origin.line for transmission in session.table.transmissions]
    for finding in check_workspace(session.workspace).findings:
        if finding.place.line is not None and finding.place.line >= heads[0]:
            said[bisect_right(heads, finding.place.line) - 1].add(finding.rule)
    for pair in session.pairs:
        for row in (pair.a_row, pair.b_row):
            said[row].add(pair.kind.rule)
    return said


def test_findings_follow_random_edits_like_a_whole_check(session: Session) -> None:
    chance = random.Random(5)
    row_status = session.row_status
    _ = session.pairs
    _ = session.check()
    edits = (
        lambda row: session.change([row], {"frequency": str(9400 + 5 * chance.randrange(8))}),
        lambda row: session.change([row], {"note": "a longer\nnote"}),
        lambda row: session.change([row], {"site": "QQQ"}),
        lambda row: shift(session, [row], chance.choice((-30, 45))),
        lambda row: duplicate(session, row),
        lambda row: session.delete([row]),
        lambda row: split(session, row, session.table.transmissions[row].time.start_minute + 30),
        lambda _row: session.undo(),
    )
    for _ in range(tries(60)):
        with contextlib.suppress(ValueFault):  # a split of what is too short by now
            edits[chance.randrange(len(edits))](chance.randrange(len(session.table)))
        _ = session.pairs
        expected = as_a_whole_check_says(session)
        for row in range(len(session.table)):
            assert {one.rule for one in row_status.findings(row)} == expected[row]
            worst = min((one.severity.rank for one in row_status.findings(row)), default=None)
            severity = row_status.severity(row)
            assert (severity.rank if severity is not None else None) == worst


def test_before_pairs_are_known_none_are_told(session: Session) -> None:
    row_status = session.row_status
    assert not session.pairs_known
    assert row_status.pairs_of(0) == []
    assert not row_status.in_conflict(0)
    generation, live = session.find_pairs()
    assert session.take_pairs(generation, live)
    assert row_status.in_conflict(0)
    assert session.pairs is session.pairs


def test_pairs_of_a_worker_that_came_too_late_are_dropped(session: Session) -> None:
    generation, live = session.find_pairs()
    session.change([0], {"power": "100"})
    known = session.kept_pairs.live
    assert not session.take_pairs(generation, live)
    assert session.kept_pairs.live is known


def test_every_pair_is_told_from_the_row_that_asks(session: Session) -> None:
    row_status = session.row_status
    pair = session.pairs[0]
    assert all(one.a_row == pair.b_row for one in row_status.pairs_of(pair.b_row))
    back = turned(turned(pair))
    assert back == pair


def test_what_the_plan_ignores_is_not_said(session: Session, tmp_path: Path) -> None:
    (tmp_path / "bcastplan.yaml").write_text("bcastplan: 1\nrules: {ignore: [CON102], severity: {CON110: info}}\n")
    again = Session.open([str(tmp_path)])
    row_status = again.row_status
    _ = again.pairs
    said = {one.rule: one.severity for row in range(len(again.table)) for one in row_status.findings(row)}
    assert "CON102" not in said
    assert said["CON110"] == "info"
    _ = again.check()
    for row in range(len(again.table)):
        worst = min((one.severity.rank for one in row_status.findings(row)), default=None)
        assert worst == (None if row_status.severity(row) is None else row_status.severity(row).rank)


def test_signs_of_faults_in_the_defaults_stand_at_every_row_that_takes_them_over(tmp_path: Path) -> None:
    """Without ids the whole check says such a fault once, at the defaults, whose lines are no row's."""
    (tmp_path / "plan.yaml").write_text(
        "bcastplan: 1\nservice: S\nseason: A26\ndefaults: {site: QQQ, language: Kor, target: 44NE}\ntransmissions:\n"
        "  - {frequency: 9400, time: 0100-0200}\n  - {frequency: 9500, time: 0100-0200}\n"
        "  - {frequency: 9600, time: 0100-0200, site: PHT}\n"
    )
    session = Session.open([str(tmp_path)])
    _ = session.check()
    assert ["SIT001" in {one.rule for one in session.row_status.findings(row)} for row in range(3)] == [
        True,
        True,
        False,
    ]
    assert session.row_status.severity(1) == session.row_status.severity(0) == "warning"
    assert session.row_status.severity(2) == "info"


def test_a_whole_batch_is_looked_at_at_once(session: Session) -> None:
    _ = session.check()
    session.insert_many(
        str(session.schedule_files[0]), [{"frequency": "7100", "time": "0100-0200", "site": "QQQ"}] * 120, label="paste"
    )
    assert {session.row_status.severity(row) for row in range(25, 145)} == {"warning"}


def test_what_reading_said_of_a_row_is_among_its_findings(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(
        "bcastplan: 1\nservice: S\nseason: A26\ndefaults: {site: PHT}\ntransmissions:\n"
        "  - {frequency: 9400, time: 0100-0200}\n  - {frequency: 9500, time: 25:00}\n"
        "  - {frequency: 9600, time: 0100-0200, powr: 5}\n  - {frequency: x, time: 0100-0200}\n"
    )
    session = Session.open([str(tmp_path)])
    _ = session.check()
    codes = [{one.rule for one in session.row_status.findings(row)} for row in range(2)]
    assert "YML002" in codes[1]
    assert all(not one.startswith(("YML", "TIM", "FRQ")) for one in codes[0])
    assert session.row_status.severity(1) == "error"


def test_of_equal_transmissions_the_one_that_stays_keeps_its_own_problems(tmp_path: Path) -> None:
    """Text says which item went; the table only that one of two equal rows did."""
    path = tmp_path / "plan.yaml"
    item = "  - frequency: 9720\n    time: 1100-1200\n"
    path.write_text(PLAN + item + "    powr: 100\n" + item)
    session = Session.open([str(path)])
    _ = session.pairs, session.check()
    rules = [{finding.rule for finding in session.row_status.findings(row)} for row in (0, 1)]
    assert "YML002" in rules[0] - rules[1]
    session.delete([0])
    before = session.row_status.severity(0)
    _ = session.check()
    assert before == session.row_status.severity(0) != "error"
