"""The list of what is to be coordinated: by organisation, with keys for asked, agreed and refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from bcastplan.tui.screens.coordination_list import CoordinationList
from bcastplan.tui.screens.dialogs import Ask


@pytest.fixture
def clash(plan: Path) -> Path:
    text = (plan / "other.yaml").read_text().replace("1700-1800", "1600-1700")
    (plan / "other.yaml").write_text(text)
    return plan


async def test_a_conflict_is_asked_for_agreed_and_taken_back(planner, clash: Path) -> None:
    async with planner() as p:
        await p.until(lambda: p.session.pairs_known)
        pairs = len(p.session.pairs)
        await p.press("J")
        await p.dialog(CoordinationList)
        assert "Coordination: 1 open" in p.text()
        await p.press("s")
        question = await p.dialog(Ask)
        assert question.query_one("Input").value == "asked on 2026-06-22"
        await p.press("enter")
        await p.until(lambda: isinstance(p.app.screen, CoordinationList) and "1 asked" in p.text())
        assert "status: asked" in p.session.documents["bcastplan.yaml"].text
        assert len(p.session.pairs) == pairs
        await p.press("a")
        await p.dialog(Ask)
        await p.press("enter")
        await p.until(lambda: isinstance(p.app.screen, CoordinationList) and "1 agreed" in p.text())
        assert len(p.session.pairs) == pairs - 1
        assert "settled" in p.text()
        await p.press("escape")
        await p.plan_again()
        await p.press("u", "u")
        await p.until(lambda: not p.session.dirty)


async def test_enter_goes_to_the_conflict(planner, clash: Path) -> None:
    async with planner() as p:
        await p.until(lambda: p.session.pairs_known)
        await p.press("J")
        await p.dialog(CoordinationList)
        await p.press("enter")
        await p.until(lambda: p.screen.view is not None and p.screen.view.view_name == "conflicts")


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_where_there_is_nothing_to_coordinate_it_says_so(planner, size) -> None:
    async with planner(size=size) as p:
        await p.until(lambda: p.session.pairs_known)
        await p.press("J")
        await p.dialog(CoordinationList)
        assert "There is nothing to coordinate" in p.text()
        last = p.text().splitlines()[-1]
        for word in ("Asked", "Agreed", "Back"):
            assert word in last
        await p.press("s", "escape")
        await p.plan_again()
