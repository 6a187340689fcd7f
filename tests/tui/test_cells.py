"""Cells of the table: typed into, judged while typed, written one key at a time, left as they were."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input

from bcastplan.tui.screens.form import Form
from bcastplan.tui.screens.pick import Pick
from bcastplan.tui.widgets.findings import FindingsPane


def column_of(p, key: str) -> int:
    return list(p.screen.view.column_keys).index(key)


async def go_to(p, identifier: str, key: str) -> None:
    """Put the cursor on the cell of a row."""
    await p.select(identifier)
    p.screen.view.grid.move_to_column(column_of(p, key))
    await p.pilot.pause()


async def test_enter_types_into_the_cell_and_writes_only_its_key(planner, plan: Path) -> None:
    async with planner() as p:
        await go_to(p, "night", "power")
        await p.press("enter")
        assert p.screen.view.editor.placeholder == "250"
        await p.type("100")
        await p.press("enter")
        await p.pilot.pause()
        expected = (plan / "korean.yaml").read_text().replace("days: Mon-Fri}", "power: 100, days: Mon-Fri}")
        assert p.one("night").power_kw == 100
        after, before = (text.splitlines() for text in (p.session.documents["korean.yaml"].text, expected))
        assert [line for line, was in zip(after, before, strict=True) if line != was and "id: night" not in line] == []
        assert [step.label for step in p.session.history.done] == ["change power"]
        assert not p.screen.view.editor.is_open
        assert p.screen.view.cell == (p.row("night"), "power")
        await p.press("u")
        assert p.session.documents["korean.yaml"].text == (plan / "korean.yaml").read_text()


async def test_a_wrong_value_is_told_below_and_leaves_the_cell_open(planner) -> None:
    async with planner() as p:
        await go_to(p, "evening", "time")
        await p.press("enter")
        await p.type("1530-2500")
        await p.until(lambda: "✗" in "".join(p.screen.query_one(FindingsPane).explained))
        await p.press("enter")
        assert p.screen.view.editor.is_open
        assert not p.session.dirty
        assert any("Time" in notice for notice in p.notices())
        await p.press("escape")
        assert not p.screen.view.editor.is_open
        assert "Findings of the selection" in str(p.screen.query_one(FindingsPane).border_title)


async def test_the_effect_of_what_is_typed_stands_below(planner) -> None:
    async with planner() as p:
        await p.until(lambda: p.session.pairs_known)
        await go_to(p, "other", "time")
        await p.press("enter")
        await p.type("1545-1645")
        await p.until(lambda: "Conflicts +1 -0" in p.text())
        assert "co-channel with VOA Korean" in p.text()
        assert not p.session.dirty


async def test_tab_and_arrows_write_and_go_on_and_pass_over_what_is_worked_out(planner) -> None:
    async with planner() as p:
        await go_to(p, "evening", "time")
        await p.press("enter")
        await p.type("1500-1600")
        await p.press("tab")  # over the local time, which follows from others, to the days
        assert p.screen.view.cell == (p.row("evening"), "days")
        await p.type("Sat")
        await p.press("shift+tab")
        assert p.screen.view.cell == (p.row("evening"), "time")
        assert p.screen.view.editor.value == "1500-1600"
        await p.press("down")
        assert p.screen.view.cell == (p.row("night"), "time")
        await p.type("1900-2000")
        await p.press("up", "escape")
        assert p.screen.selected == p.row("evening")
        assert [(str(p.one(name).time), p.one(name).days_text) for name in ("evening", "night")] == [
            ("1500-1600", "Sat"),
            ("1900-2000", "Mon-Fri"),
        ]
        assert len(p.session.history.done) == 3


async def test_an_emptied_cell_takes_the_key_away_and_what_is_needed_stays(planner) -> None:
    async with planner() as p:
        await go_to(p, "night", "days")
        await p.press("enter", "delete", "enter")
        assert p.one("night").days_text == "daily"
        await go_to(p, "night", "frequency")
        await p.press("enter", "delete", "enter")
        assert p.screen.view.editor.is_open
        assert p.one("night").frequency_khz == 7460
        assert any("frequency" in notice for notice in p.notices())


async def test_a_column_that_follows_from_others_and_a_foreign_row_are_not_typed_into(planner, plan, tmp_path) -> None:
    reference = tmp_path / "theirs.yaml"
    reference.write_text((plan / "other.yaml").read_text().replace("other", "theirs"))
    async with planner(against=(str(reference),)) as p:
        await go_to(p, "evening", "local")
        await p.press("enter")
        assert any("follows from other values" in notice for notice in p.notices())
        await go_to(p, "theirs", "time")
        await p.press("enter")
        assert any("not a schedule of yours" in notice for notice in p.notices())
        assert not p.screen.view.editor.is_open


async def test_codes_are_chosen_and_the_change_is_made_again_of_others(planner) -> None:
    async with planner() as p:
        await go_to(p, "evening", "site")
        await p.press("enter", "f3")
        await p.dialog(Pick)
        await p.type("tinian")
        await p.press("enter")
        await p.plan_again()
        await p.press("enter")
        assert p.one("evening").site == "TIN"
        await p.press("down", "full_stop")
        assert p.one("night").site == "TIN"


async def test_nothing_else_is_done_to_the_plan_while_a_cell_is_open(planner) -> None:
    async with planner() as p:
        await p.press("right_square_bracket", "enter", "ctrl+z", "f8")
        assert p.screen.view.editor.is_open
        assert str(p.one("evening").time) == "1535-1635"
        await p.press("escape", "u")
        assert str(p.one("evening").time) == "1530-1630"


async def test_a_cell_is_closed_when_the_plan_changes_below_it(planner) -> None:
    async with planner() as p:
        await p.press("enter")
        p.screen.edits.do("elsewhere", lambda session: session.change([1], {"note": "x"}))
        await p.until(lambda: not p.screen.view.editor.is_open)
        await p.until(lambda: any("changed meanwhile" in notice for notice in p.notices()))


async def test_enter_opens_the_form_in_other_views(planner) -> None:
    async with planner() as p:
        await p.press("2")
        await p.until(lambda: p.screen.view is not None and p.screen.view.view_name == "timeline")
        await p.press("enter")
        await p.dialog(Form)
        await p.press("escape")
        await p.plan_again()


async def test_a_burst_of_keys_fills_a_column(planner) -> None:
    async with planner() as p:
        await go_to(p, "evening", "power")
        await p.press("enter", *"100", "down", *"50", "down", *"10", "enter")
        assert [p.one(name).power_kw for name in ("evening", "night", "late")] == [100, 50, 10]
        assert not isinstance(p.app.focused, Input)
