"""How far conflicts with others are coordinated is kept under ``agreed``; only what is agreed settles one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bcastplan.document.plan_reader import read_plan
from bcastplan.document.splice import EditRefused
from bcastplan.workspace.editing.coordination import coordination, counts, set_status
from bcastplan.workspace.editing.session import Session

HEAD = """\
bcastplan: 1
service: {name}
season: A26
defaults: {{manager: {fmo}, target: 44NE, site: {site}}}
transmissions:
"""


@pytest.fixture
def session(tmp_path, monkeypatch) -> Session:
    monkeypatch.setenv("BCASTPLAN_STATE_DIR", str(tmp_path / "state"))
    folder = tmp_path / "plan"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("bcastplan.yaml").write_text("bcastplan: 1   # ours\n")
    ours = "  - {id: one, frequency: 9565, time: 1000-1100}\n  - {frequency: 7455, time: 1200-1300}\n"
    Path("ours.yaml").write_text(HEAD.format(name="Ours", fmo="AGM", site="PHT") + ours)
    theirs = "  - {id: t1, frequency: 9565, time: 1030-1130}\n  - {id: t2, frequency: 7455, time: 1200-1300}\n"
    (tmp_path / "theirs.yaml").write_text(HEAD.format(name="Theirs", fmo="RRI", site="JAK") + theirs)
    return Session.open(["."], [str(tmp_path / "theirs.yaml")])


def statuses(session) -> list[tuple[str, str, str]]:
    return [(case.manager, session.table.transmissions[case.theirs].id, case.status) for case in coordination(session)]


def test_conflicts_with_others_are_open_until_they_are_asked_for(session) -> None:
    assert statuses(session) == [("RRI", "t2", "open"), ("RRI", "t1", "open")]
    case = next(case for case in coordination(session) if case.theirs == session.own_rows)
    set_status(session, case, "asked", "asked on 2026-09-01")
    assert session.documents["bcastplan.yaml"].text == (
        "bcastplan: 1   # ours\nagreed:\n  - {a: one, b: t1, reason: asked on 2026-09-01, status: asked}\n"
    )
    assert len(session.pairs) == 2
    assert statuses(session) == [("RRI", "t2", "open"), ("RRI", "t1", "asked")]
    assert not [finding for finding in session.check().findings if finding.rule == "PLN002"]


def test_what_is_agreed_settles_the_conflict_and_refused_opens_it_again(session) -> None:
    case = coordination(session)[0]
    set_status(session, case, "agreed", "by mail")
    assert session.table.transmissions[1].id == "ours-7455-1200"  # it needed a name
    assert len(session.pairs) == 1
    assert statuses(session) == [("RRI", "t1", "open"), ("RRI", "t2", "agreed")]
    set_status(session, coordination(session)[1], "refused", "they need it")
    assert len(session.pairs) == 2
    assert counts(coordination(session)) == {"open": 1, "refused": 1}
    assert "reason: they need it, status: refused" in session.documents["bcastplan.yaml"].text
    set_status(session, coordination(session)[0], "open")
    assert session.documents["bcastplan.yaml"].text == "bcastplan: 1   # ours\n"
    for _ in range(3):
        session.undo()
    assert not session.dirty


def test_a_reason_is_needed(session) -> None:
    with pytest.raises(EditRefused, match="what was asked"):
        set_status(session, coordination(session)[0], "asked", " ")
    assert not session.dirty


def test_an_unknown_status_is_told_at_its_place() -> None:
    text = "bcastplan: 1\nagreed:\n  - {a: x, b: y, reason: z, status: maybe}\n"
    plan, problems = read_plan("p.yaml", text)
    assert [(problem.place.line, "maybe" in problem.message) for problem in problems] == [(3, True)]
    assert [item.status for item in plan.agreed] == ["agreed"]
