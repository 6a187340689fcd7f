"""Copying to the terminal's clipboard and a file, pasting from the terminal or a dialog."""

from __future__ import annotations

from pathlib import Path

from textual import events
from textual.widgets import TextArea

from bcastplan.tui.screens.paste import Paste


async def test_copy_goes_to_the_clipboard_and_to_a_file(planner, plan: Path) -> None:
    async with planner() as p:
        for key, suffix, expected in (
            ("y", "yaml", "- id: evening\n"),
            ("Y", "tsv", "id\tservice\tfrequency\ttime"),
            ("H", "txt", " 9565 1530 1630 44NE"),
        ):
            await p.press(key)
            await p.pilot.pause()
            assert p.app.clipboard.startswith(expected)
            assert (plan.parent / "state" / f"clipboard.{suffix}").read_text() == p.app.clipboard
        assert any("also in" in notice for notice in p.notices())


async def test_copy_takes_the_marked_rows_and_paste_adds_them_under_free_ids(planner, plan: Path) -> None:
    async with planner() as p:
        await p.press("space", "space", "y", "p")
        await p.dialog(Paste)
        assert "2 transmissions (yaml)" in p.text()
        await p.press("f2")
        await p.plan_again()
        assert p.ids() == ["evening", "night", "late", "evening-2", "night-2", "other"]
        assert p.session.raw(p.row("evening-2")) == {"id": "evening-2", "frequency": "9565", "time": "1530-1630"}
        assert len(p.session.history.done) == 1


async def test_a_paste_of_the_terminal_opens_the_dialog_and_says_what_is_wrong(planner) -> None:
    row = " 9565 1530 1630 44NE                           PHT  250 21        0 216 1234567 290326 241026 D       "
    row += "Kor        PHL VOA AGM  2347                     \n"
    async with planner() as p:
        p.screen.post_message(events.Paste(row))
        dialog = await p.dialog(Paste)
        assert "1 transmission (hfcc)" in p.text()
        dialog.query_one(TextArea).text = "- {frequency: 9565}\n- {frequency: 7460, time: 1000-1100}\n"
        await p.until(lambda: "time missing" in p.text())
        await p.press("f2")
        await p.plan_again()
        assert len(p.session.table) == 5
        await p.press("p")
        dialog = await p.dialog(Paste)
        dialog.query_one(TextArea).text = "nonsense"
        await p.until(lambda: "is no transmission" in p.text())
        await p.press("f2")
        await p.pilot.pause()
        assert p.app.screen is dialog
        await p.press("escape")
        await p.plan_again()


async def test_what_hfcc_cannot_say_is_said(planner) -> None:
    async with planner() as p:
        p.screen.edits.do("half", lambda session: session.change([0], {"frequency": "9565.5"}))
        await p.press("H")
        await p.until(lambda: any("9565.5" in notice for notice in p.notices()))
        assert not p.app.clipboard
