"""What changes the number of rows leaves no conflict unsaid: views, signs, pane, filter and header."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from bcastplan.tui.views.conflicts_view import ConflictsView
from bcastplan.tui.widgets.findings import FindingsPane
from bcastplan.workspace.editing.kept_pairs import KeptPairs
from bcastplan.workspace.editing.session import Session

PLAN = Path(__file__).parents[2] / "schedules" / "dprk-a26"
BLOCK = "- frequency: 7205\n  time: 0700-0800\n  site: QQQ\n- frequency: 7210\n  time: 0700-0800\n"


@pytest.fixture
def korea(plan: Path) -> str:
    shutil.copytree(PLAN, plan / "korea")
    return "korea"


def said(session: Session) -> list[tuple[str, ...]]:
    """Sign and findings of every row."""
    return [
        (str(session.row_status.severity(row)), *map(str, session.row_status.findings(row)))
        for row in range(len(session.table))
    ]


async def as_opened_anew(p, folder: str, *, conflicts: bool = True) -> None:
    """Every part of the screen says what the files as edited say when they are opened."""
    session = p.session
    await p.until(lambda: session.pairs_known and session.checked)
    texts = {name: document.text for name, document in session.documents.items()}
    before = {name: Path(name).read_text(encoding="utf-8") for name in texts}
    for name, text in texts.items():
        Path(name).write_text(text, encoding="utf-8")
    anew = Session.open([folder])
    for name, text in before.items():
        Path(name).write_text(text, encoding="utf-8")
    _ = anew.pairs, anew.check()
    assert said(session) == said(anew)
    assert list(session.pairs) == list(anew.pairs)
    await p.until(lambda: not p.screen.shown_plan.checking)
    counts = anew.counts()
    assert session.counts() == counts
    head = p.text().splitlines()[0]
    assert f"✗ {counts.errors} " in head
    assert f"▲ {counts.warnings} " in head
    await p.press("slash", *"conflict")
    in_conflict = [row for row in range(len(anew.table)) if anew.row_status.in_conflict(row)]
    assert bool(in_conflict) == conflicts
    await p.until(lambda: p.screen.listing.rows == in_conflict)
    await p.until(lambda: f"{len(in_conflict)} of {len(anew.table)}" in p.text())
    pane = p.screen.query_one(FindingsPane)
    if conflicts:
        await p.until(lambda: list(pane.findings) == anew.row_status.findings(p.screen.selected))
    await p.press("f3", "3")
    await p.until(lambda: isinstance(p.screen.view, ConflictsView))
    await p.until(lambda: len(p.screen.view.listed.pairs) == len(anew.pairs))
    await p.press("1")
    await p.until(lambda: p.screen.view.view_name == "table")


async def test_conflicts_stay_known_whatever_comes_and_goes(planner, korea: str) -> None:
    async with planner(korea) as p:
        await p.until(lambda: p.session.pairs_known and p.session.checked)
        rows = p.session.table.transmissions
        row = next(row for row, one in enumerate(rows) if one.site == "PHT")
        file = rows[row].file
        p.screen.select(row)
        await p.press("d")
        await as_opened_anew(p, korea)
        p.screen.select(3)
        await p.press("x")
        await as_opened_anew(p, korea)
        from bcastplan.workspace.editing.clipboard import parse_pasted, paste

        assert p.screen.edits.do("paste", lambda one: paste(one, file, parse_pasted(BLOCK).items))
        await as_opened_anew(p, korea)
        for _ in range(3):
            await p.press("u")
        assert not p.session.dirty
        await as_opened_anew(p, korea, conflicts=False)
        await p.press("ctrl+r")
        await as_opened_anew(p, korea)


async def test_none_is_never_said_while_pairs_are_unknown(planner, korea: str, monkeypatch) -> None:
    held, found = threading.Event(), KeptPairs.find

    def slowly(self: KeptPairs) -> object:
        held.wait(20)
        return found(self)

    monkeypatch.setattr(KeptPairs, "find", slowly)
    async with planner(korea, wait=False) as p:
        await p.until(lambda: p.screen.view is not None)
        pane = p.screen.query_one(FindingsPane)
        await p.until(lambda: "conflicts not known yet" in str(pane.border_title))
        assert "none" not in str(pane.border_title)
        p.screen.edits.do("delete", lambda session: session.delete([0]))  # what the worker finds is of before
        await p.until(lambda: "conflicts not known yet" in str(pane.border_title))
        from bcastplan.tui.query import parse_query

        p.screen.listing.query = parse_query("conflict")
        p.screen.views.list_again()
        await p.until(lambda: "findings not known yet" in p.text())
        held.set()
        await p.until(lambda: p.session.pairs_known and p.session.checked)
        await p.until(lambda: "not known yet" not in p.text())
