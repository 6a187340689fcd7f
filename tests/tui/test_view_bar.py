"""The names of the views in one line: where there is room for it, and what a click does."""

from __future__ import annotations

from pathlib import Path

from bcastplan.tui.bindings import VIEWS
from bcastplan.tui.widgets.view_bar import LEAST_HEIGHT, ViewBar


async def test_a_high_screen_names_every_view_with_its_key(planner) -> None:
    async with planner(size=(120, LEAST_HEIGHT)) as p:
        line = p.text().splitlines()[1]
        assert all(f"{key} {title}" in line for _, key, title, _ in VIEWS)


async def test_a_low_screen_keeps_the_line_for_rows(planner) -> None:
    async with planner(size=(120, LEAST_HEIGHT - 1)) as p:
        assert "2 Timeline" not in p.text()


async def test_a_click_on_a_name_brings_its_view_to_the_front(planner) -> None:
    async with planner() as p:
        assert p.screen.query_one(ViewBar).front == "table"
        column = p.text().splitlines()[1].index("Conflicts")
        await p.pilot.click(ViewBar, offset=(column, 0))
        await p.until(lambda: p.screen.view.view_name == "conflicts")
        assert p.screen.query_one(ViewBar).front == "conflicts"


async def test_the_names_have_the_keys_of_the_users_keymap(planner, plan: Path) -> None:
    (plan.parent / "config").mkdir()
    (plan.parent / "config" / "keymap.yaml").write_text("view.hours: f7\n")
    async with planner() as p:
        line = p.text().splitlines()[1]
        assert "f7 Hours" in line
        assert "3 Conflicts" in line
