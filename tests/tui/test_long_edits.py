"""Edits of many rows: progress is shown, Escape leaves nothing half done, keys wait until they are made."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events

from bcastplan.tui.actions import long_edits
from bcastplan.tui.widgets.progress import ProgressLine
from bcastplan.workspace.editing import batches

HEAD = "bcastplan: 1\nservice: Many\nseason: A26\ntransmissions:\n"


@pytest.fixture
def many(plan: Path, monkeypatch) -> Path:
    """A schedule of ten transmissions; an edit takes one at a time, and says at once how far it is."""
    monkeypatch.setattr(batches, "PART_ROWS", 1)
    monkeypatch.setattr(long_edits, "PROGRESS_AFTER_SECONDS", 0)
    rows = "".join(f"  - {{id: t{n}, frequency: {5000 + 5 * n}, time: 0100-0200}}\n" for n in range(10))
    (plan / "many.yaml").write_text(HEAD + rows)
    return plan / "many.yaml"


class Gate:
    """Stands in for ``asyncio`` where an edit pauses between its parts: no part goes on before the user stops it."""

    def __init__(self, edits) -> None:
        self.edits = edits

    async def sleep(self, _seconds: float) -> None:
        while not self.edits._stopped:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("key", ["x", "right_square_bracket", "u"])
async def test_escape_takes_back_an_edit_that_is_under_way(planner, many: Path, key: str, monkeypatch) -> None:
    async with planner("many.yaml") as p:
        await p.press("a")
        if key == "u":
            await p.press("right_square_bracket")
            await p.until(lambda: not p.screen.long_edits.is_working)
        monkeypatch.setattr(long_edits, "asyncio", Gate(p.screen.long_edits))
        before, history = p.session.documents["many.yaml"].text, len(p.session.history.done)
        p.app.post_message(events.Key(key, None))
        if key == "x":
            p.app.post_message(events.Key("enter", "\r"))
        progress = p.screen.query_one(ProgressLine)
        await p.until(lambda: progress.is_shown)
        assert p.session.documents["many.yaml"].text != before
        assert "Esc stops it" in str(progress.content)
        p.app.post_message(events.Key("escape", "\x1b"))
        await p.until(lambda: not p.screen.long_edits.is_working)
        await p.pilot.pause()
        assert p.session.documents["many.yaml"].text == before
        assert len(p.session.history.done) == history
        assert len(p.ids()) == 10
        assert len(p.screen.listing.marks) == 10
        assert not progress.display
        assert "stopped: nothing was changed" in p.notices()


async def test_keys_typed_meanwhile_wait_for_the_end(planner, many: Path) -> None:
    async with planner("many.yaml") as p:
        for key in ("a", "right_square_bracket", "x", "enter", "u", "u"):
            p.app.post_message(events.Key(key, None))
        await p.until(lambda: len(p.session.history.undone) == 2 and not p.screen.long_edits.is_working)
        assert p.session.documents["many.yaml"].text == many.read_text()
        assert [step.label for step in p.session.history.undone] == ["delete 10 transmissions", "shift by +5 minutes"]
        assert len(p.screen.listing.marks) == 10


async def test_a_part_that_is_refused_takes_all_back_and_says_why(planner, many: Path) -> None:
    text = many.read_text().replace("id: t6, ", "id: t6, days: Mon, repeat: FREQ=MONTHLY;BYDAY=1MO, ")
    many.write_text(text)
    async with planner("many.yaml") as p:
        await p.press("a", "t")
        await p.type("-90")
        await p.press("enter")
        await p.until(lambda: any("past midnight" in notice for notice in p.notices()))
        await p.until(lambda: not p.screen.long_edits.is_working)
        assert p.session.documents["many.yaml"].text == text
