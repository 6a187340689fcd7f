"""What a planner needs is in sight: buttons, the keys to save and quit, whole words, and what an edit is about."""

from __future__ import annotations

from pathlib import Path

import pytest
from examples import thorough
from textual.command import CommandPalette
from textual.screen import ModalScreen
from textual.widgets import Button

from bcastplan.tui.screens.days_dialog import ChooseDays
from bcastplan.tui.screens.dialogs import Ask, Decide
from bcastplan.tui.screens.form import Form
from bcastplan.tui.screens.paste import Paste
from bcastplan.tui.screens.pick import Pick
from bcastplan.tui.screens.text_page import Page


def many(count: int) -> str:
    """A schedule of so many transmissions."""
    head = "bcastplan: 1\nservice: Many\nseason: A26\ntransmissions:\n"
    return head + "".join(f"  - {{id: t{n}, frequency: {5000 + 5 * n}, time: 0100-0200}}\n" for n in range(count))


def lines_of(widget) -> range:
    return range(widget.region.y, widget.region.bottom)


@pytest.mark.parametrize("size", [(80, 24), thorough((120, 36)), thorough((200, 60))])
async def test_a_long_difference_leaves_the_buttons_in_sight_and_f2_saves(planner, plan: Path, size) -> None:
    (plan / "many.yaml").write_text(many(260))
    async with planner("many.yaml", size=size) as p:
        await p.press("a")
        p.screen.edits.do("set", lambda session: session.change(list(range(260)), {"power": "100"}))
        await p.press("ctrl+s")
        dialog = await p.dialog(Decide)
        labels = [str(button.label) for button in dialog.query(Button)]
        assert labels == ["Save", "Cancel"]
        for button in dialog.query(Button):
            assert button.region.bottom < size[1]
            assert button.region.height
            assert str(button.label) in p.text().splitlines()[button.region.y]
        bars = [one for one in dialog.walk_children() if getattr(one, "show_vertical_scrollbar", False)]
        assert len(bars) == 1
        await p.press("f2")
        await p.plan_again()
        await p.until(lambda: "power: 100" in (plan / "many.yaml").read_text())


async def test_findings_are_wrapped_before_the_scrollbar(planner, plan: Path) -> None:
    text = (plan / "other.yaml").read_text().replace("1700-1800", "1600-1700")
    rows = "".join(text.splitlines(keepends=True)[-1].replace("id: other", f"id: other{n}") for n in range(8))
    (plan / "other.yaml").write_text(text + rows)
    async with planner(size=(80, 24)) as p:
        await p.select("evening")
        pane = p.screen.query_one("FindingsPane")
        await p.until(lambda: len(pane.findings) > 3)
        await p.pilot.pause()
        assert pane.show_vertical_scrollbar
        width = pane.scrollable_content_region.width
        assert width < pane.size.width + 1
        assert all(line.cell_length == width for line in pane._lines)
        shown = " ".join(" ".join(line.text for line in pane._lines).split())
        for finding in pane.findings:
            assert " ".join(finding.message.split()) in shown


async def test_save_quit_and_help_are_in_sight_in_every_view(planner) -> None:
    async with planner(size=(80, 24)) as p:
        for key in "1234567890":
            await p.press(key)
            await p.until(lambda: not p.app.holds_input)
            await p.pilot.pause(0.1)
            last = p.text().splitlines()[-1]
            for word in ("Save", "Quit", "Help"):
                assert word in last, f"view {key}: {last}"


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        (("e",), Form), (("t",), Ask), (("w",), ChooseDays), (("o",), Pick), (("p",), Paste),
        (("right_square_bracket", "ctrl+s"), Decide), (("f1",), Page),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)  # fmt: skip
async def test_help_and_the_palette_work_in_every_dialog(planner, keys: tuple[str, ...], kind: type) -> None:
    async with planner() as p:
        await p.press(*keys)
        dialog = await p.dialog(kind)
        await p.press("ctrl+p")
        await p.dialog(CommandPalette)
        await p.press("escape")
        await p.until(lambda: p.app.screen is dialog)
        if kind is not Page:
            await p.press("f1")
            await p.dialog(Page)
            await p.press("escape")
            await p.until(lambda: p.app.screen is dialog)


def test_every_dialog_has_the_keys_of_dialogs() -> None:
    import bcastplan.tui.screens.import_dialog
    import bcastplan.tui.screens.repair  # noqa: F401
    from bcastplan.tui.screens.dialog_base import Dialog

    ours = [one for one in every(ModalScreen) if one.__module__.startswith("bcastplan")]
    assert len(ours) > 7
    assert all(issubclass(one, Dialog) for one in ours)


def every(kind: type) -> list[type]:
    return [one for child in kind.__subclasses__() for one in (child, *every(child))]


async def test_the_pane_speaks_of_a_row_that_is_selected_again(planner) -> None:
    async with planner() as p:
        pane = p.screen.query_one("FindingsPane")
        await p.until(lambda: "9565 kHz" in pane.head)
        p.screen.select(None)
        p.screen.listing.rows = []
        p.screen.shown_plan.show()
        p.screen.listing.refresh()
        await p.select("evening")
        assert "9565 kHz" in pane.head


async def test_the_selection_stays_on_its_transmission_through_deletes(planner) -> None:
    async with planner() as p:
        p.screen.listing.marks = {p.row("evening"), p.row("night")}
        await p.select("late")
        await p.press("x", "enter")
        await p.until(lambda: p.ids() == ["late", "other"])
        assert p.screen.selected == p.row("late")
        p.screen.views.sort_by("time")
        await p.select("late")
        await p.press("x")
        await p.until(lambda: p.ids() == ["other"])
        assert p.screen.selected == p.row("other")


async def test_a_view_without_transmissions_refuses_to_edit_them(planner) -> None:
    async with planner() as p:
        await p.press("4", "x", "right_square_bracket", "e")
        await p.until(lambda: any("does not show single transmissions" in notice for notice in p.notices()))
        assert len(p.session.table) == 4
        assert p.session.dirty == []
        assert p.app.screen is p.screen
