"""Rectangles of cells: selected, copied, pasted, filled down, emptied, in one step and with the effect told before."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from bcastplan.tui.actions import long_edits
from bcastplan.tui.screens.dialogs import Ask
from bcastplan.tui.screens.edit_preview import EditPreview
from bcastplan.tui.screens.text_page import Page
from bcastplan.workspace.editing import batches


async def go_to(p, identifier: str, key: str) -> None:
    """Put the cursor on the cell of a row."""
    await p.select(identifier)
    p.screen.view.grid.move_to_column(list(p.screen.view.column_keys).index(key))
    await p.pilot.pause()


def block(p):
    listing = p.screen.listing
    ids = [p.session.table.transmissions[row].id for row in listing.block.rows] if listing.block else []
    return ids, listing.block.keys if listing.block else ()


async def test_shift_and_arrows_select_a_rectangle_that_escape_and_arrows_drop(planner) -> None:
    async with planner() as p:
        await go_to(p, "evening", "time")
        await p.press("shift+down", "shift+down", "shift+right", "shift+up")
        assert block(p) == (["evening", "night"], ("time", "local"))
        assert "2 x 2 cells" in p.text()
        assert "[1530-1630 0030-0130 KST   ]" in p.text()
        await p.press("escape")
        assert block(p) == ([], ())
        await p.press("v", "down", "right", "v")
        assert block(p) == (["night", "late"], ("local", "days"))
        await p.press("left")
        assert block(p) == ([], ())
        await p.press("shift+up", "space")
        assert p.screen.listing.marks == {p.row("late"), p.row("night")}


async def test_copied_cells_go_to_the_clipboard_and_come_back_over_others(planner, plan: Path) -> None:
    async with planner() as p:
        await go_to(p, "evening", "time")
        await p.press("shift+down", "ctrl+c")
        assert p.app.clipboard == "1530-1630\n1900-2100\n"
        assert (plan.parent / "state" / "clipboard.tsv").read_text() == p.app.clipboard
        await p.press("shift+right", "shift+right", "Y")
        assert p.app.clipboard == "1530-1630\t0030-0130 KST\tdaily\n1900-2100\t0400-0600 KST\tMon-Fri\n"
        await p.press("escape")
        await go_to(p, "late", "time")
        await p.press("P")
        dialog = await p.dialog(EditPreview)
        await p.until(lambda: "h on the air a day" in p.text())
        assert "2 cells in columns that follow from others" in p.text()
        assert dialog.heading == "Paste 2 x 3 cells"
        await p.press("f2")
        await p.plan_again()
        assert [(str(p.one(name).time), p.one(name).days_text) for name in ("late", "other")] == [
            ("1530-1630", "daily"),
            ("1900-2100", "Mon-Fri"),
        ]
        assert [step.label for step in p.session.history.done] == ["paste 2 x 3 cells"]
        await p.press("u")
        assert all(
            p.session.documents[name].text == (plan / name).read_text() for name in ("korean.yaml", "other.yaml")
        )


async def test_text_of_a_spreadsheet_is_pasted_over_cells_and_the_effect_told_before(planner) -> None:
    async with planner() as p:
        await p.until(lambda: p.session.pairs_known)
        await go_to(p, "evening", "frequency")
        p.screen.post_message(events.Paste("9565\t1700-1800\r\n7455\t1900-2000\r\n"))
        await p.dialog(EditPreview)
        await p.until(lambda: "+ ✗ co-channel of evening (9565 kHz) and other (9565 kHz)" in p.text())
        assert "1 conflict more" in p.text()
        assert "h on the air a day (-" in p.text()
        assert not p.session.dirty
        await p.press("escape")
        await p.plan_again()
        assert not p.session.dirty


async def test_values_that_cannot_be_are_named_with_their_cells_and_nothing_is_written(planner) -> None:
    async with planner() as p:
        await go_to(p, "night", "frequency")
        p.screen.post_message(events.Paste("9570\t1000-1100\nloud\t2500-2600\n"))
        dialog = await p.dialog(EditPreview)
        assert "✗ late, frequency: " in p.text()
        assert "✗ late, time: " in p.text()
        await p.press("f2")
        await p.pilot.pause()
        assert p.app.screen is dialog
        await p.press("escape")
        await p.plan_again()
        assert not p.session.dirty


async def test_one_cell_is_pasted_at_once_and_over_a_whole_selection(planner) -> None:
    async with planner() as p:
        await go_to(p, "evening", "power")
        p.screen.post_message(events.Paste("100"))
        await p.until(lambda: p.one("evening").power_kw == 100)
        p.screen.post_message(events.Paste("loud"))
        await p.until(lambda: any("evening, power" in notice for notice in p.notices()))
        p.app.copy_to_clipboard("50")
        await p.press("shift+down", "shift+down", "ctrl+v", "f2")
        await p.plan_again()
        assert [p.one(name).power_kw for name in ("evening", "night", "late")] == [50, 50, 50]
        await p.press("end", "full_stop")
        await p.until(lambda: p.one("other").power_kw == 50)


async def test_fill_down_copies_the_first_row_and_of_one_cell_the_cell_above(planner) -> None:
    async with planner() as p:
        await go_to(p, "night", "days")
        await p.press("shift+down", "D")
        await p.until(lambda: p.one("late").days_text == "Mon-Fri")
        assert [step.label for step in p.session.history.done] == ["fill down 1 cell"]
        await go_to(p, "other", "days")
        await p.press("D")
        await p.until(lambda: p.one("other").days_text == "Mon-Fri")
        await p.press("home", "full_stop")
        await p.until(lambda: p.one("evening").days_text == "Mon-Fri")
        await p.press("D")
        assert any("no row above" in notice for notice in p.notices())


async def test_delete_empties_selected_cells_and_takes_no_transmission_out(planner, plan: Path) -> None:
    async with planner() as p:
        await go_to(p, "night", "days")
        await p.press("shift+down", "delete")
        await p.dialog(EditPreview)
        await p.press("enter")
        await p.plan_again()
        assert [p.one(name).days_text for name in ("night", "late")] == ["daily", "daily"]
        assert len(p.ids()) == 4
        assert len(p.session.history.done) == 1
        await go_to(p, "night", "time")
        await p.press("shift+down", "delete", "enter")
        await p.until(lambda: "2 values cannot be written" in p.text())
        await p.press("escape")
        await p.plan_again()
        assert len(p.ids()) == 4


async def test_bulk_edit_and_shift_are_about_the_selected_rows_and_tell_their_effect(planner) -> None:
    async with planner() as p:
        await p.until(lambda: p.session.pairs_known)
        await go_to(p, "late", "power")
        await p.press("shift+down", "b")
        dialog = await p.dialog(Ask)
        assert dialog.heading == "power of 2 transmissions"
        await p.type("33")
        await p.press("enter")
        await p.plan_again()
        assert [p.one(name).power_kw for name in ("night", "late", "other")] == [250, 33, 33]
        await go_to(p, "other", "time")
        await p.press("t")
        await p.dialog(Ask)
        await p.type("-90")
        await p.until(lambda: "1 conflict more; " in p.text())
        await p.press("f4")
        await p.dialog(Page)
        assert "co-channel of evening (9565 kHz) and other (9565 kHz)" in p.text()
        await p.press("escape", "escape")
        await p.plan_again()


async def test_foreign_rows_are_copied_and_never_pasted_over(planner, plan: Path, tmp_path: Path) -> None:
    reference = tmp_path / "theirs.yaml"
    reference.write_text((plan / "other.yaml").read_text().replace("other", "theirs"))
    async with planner(against=(str(reference),)) as p:
        await go_to(p, "theirs", "frequency")
        await p.press("shift+up", "ctrl+c")
        assert p.app.clipboard == "9565\n9565\n"
        for key in ("P", "D", "delete"):
            await p.press(key)
            await p.until(lambda: any("not a schedule of yours" in notice for notice in p.notices()))
            p.app.clear_notifications()
            await p.pilot.pause()
        assert not p.session.dirty


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_the_question_before_many_are_changed_fits_the_screen(planner, size) -> None:
    async with planner(size=size) as p:
        await go_to(p, "evening", "frequency")
        p.screen.post_message(events.Paste("\n".join(["loud"] * 4)))
        dialog = await p.dialog(EditPreview)
        assert dialog.query_one(".dialog").region.bottom < size[1]
        last = p.text().splitlines()[-1]
        assert "Write" in last
        assert "Cancel" in last


async def test_a_long_paste_is_made_in_parts_and_is_one_step(planner, plan: Path, monkeypatch) -> None:
    monkeypatch.setattr(batches, "PART_ROWS", 1)
    monkeypatch.setattr(long_edits, "PROGRESS_AFTER_SECONDS", 0)
    async with planner() as p:
        await go_to(p, "evening", "power")
        p.screen.post_message(events.Paste("1\n2\n3\n4\n"))
        await p.dialog(EditPreview)
        await p.press("f2")
        await p.until(lambda: [p.one(name).power_kw for name in p.ids()] == [1, 2, 3, 4])
        await p.until(lambda: not p.screen.long_edits.is_working)
        assert len(p.session.history.done) == 1
