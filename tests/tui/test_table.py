"""The table: cursor, filter, order, columns, marks, ghosts, findings, and user text that stays text."""

from __future__ import annotations

from pathlib import Path

import pytest
from examples import thorough
from textual.widgets import ContentSwitcher

from bcastplan.tui.preferences import Remembered
from bcastplan.tui.screens.pick import Pick
from bcastplan.tui.widgets.filter_line import FilterLine
from bcastplan.tui.widgets.findings import FindingsPane


async def test_the_first_screen_shows_plan_season_clock_and_rows(planner) -> None:
    async with planner() as p:
        shown = p.text()
        assert "Test plan · A26 · Table" in shown
        assert "Mon 22 Jun 1545 UTC" in shown
        assert p.ids() == ["evening", "night", "late", "other"]
        assert "9565 1530-1630 0030-0130 KST    daily" in shown
        assert "e Edit" in shown


async def test_cursor_keys_select_and_the_pane_follows(planner) -> None:
    async with planner() as p:
        await p.press("down")
        assert p.screen.selected == p.row("night")
        assert "7460 kHz 1900-2100 UTC Mon-Fri" in p.screen.query_one(FindingsPane).head
        await p.press("end")
        assert p.screen.selected == p.row("other")
        await p.press("home", "up")
        assert p.screen.selected == p.row("evening")


async def test_the_filter_narrows_as_typed_and_escape_clears_it(planner) -> None:
    async with planner() as p:
        await p.press("slash")
        await p.type("bc:VOA day:Sat")
        assert p.ids() == ["evening", "late"]
        assert "2 of 4" in p.text()
        await p.press("enter")
        assert p.app.focused is not None
        assert p.app.focused.id is None
        await p.press("escape")
        assert len(p.ids()) == 4


async def test_a_wrong_term_is_explained_and_the_list_stays(planner) -> None:
    async with planner() as p:
        for query in ("night", "night sight:PHT"):
            p.screen.query_one(FilterLine).input.value = query
            await p.pilot.pause()
        assert "no key 'sight', did you mean site?" in p.text()
        assert p.ids() == ["night", "late"]


async def test_selection_moves_into_the_filtered_rows(planner) -> None:
    async with planner() as p:
        await p.press("slash")
        await p.type("Other")
        assert p.screen.selected == p.row("other")
        assert p.screen.query_one(FilterLine).input.has_focus


async def test_sorting_by_a_column_and_the_other_way_round(planner) -> None:
    async with planner() as p:
        for expected in (["night", "evening", "other", "late"], ["late", "evening", "other", "night"]):
            await p.press("o")
            await p.dialog(Pick)
            await p.type("frequency")
            await p.press("enter")
            await p.plan_again()
            assert p.ids() == expected
        assert "kHz↓" in p.text()


async def test_a_click_on_a_head_sorts_and_a_click_on_a_row_selects(planner) -> None:
    async with planner() as p:
        await p.pilot.click("Grid", offset=(6, 0))
        assert p.ids()[0] == "night"
        await p.pilot.click("Grid", offset=(8, 2))
        assert p.screen.selected == p.row("evening")


async def test_a_query_typed_in_one_burst_is_judged_by_its_end(planner) -> None:
    async with planner() as p:
        line = p.screen.query_one(FilterLine)
        for typed in ("o", "on", "on:2500"):
            line.input.value = typed
        await p.until(lambda: "✗ on:2500" in p.text())
        await p.pilot.pause(0.2)
        assert "✗ on:2500" in p.text()
        for typed in ("e", "evening"):
            line.input.value = typed
        await p.until(lambda: p.ids() == ["evening"])


async def test_columns_are_chosen_in_an_order(planner) -> None:
    async with planner() as p:
        await p.press("c")
        picker = await p.dialog(Pick)
        picker.marked[:] = ["id", "frequency"]
        await p.press("enter")
        await p.plan_again()
        lines = p.text().splitlines()
        assert lines[3].split() == ["Id", "kHz"]
        assert "evening" in lines[4]


async def test_columns_and_colours_are_remembered_until_they_are_left_to_the_plan(planner) -> None:
    async with planner() as p:
        automatic = p.text().splitlines()[3].split()
        await p.press("c")
        picker = await p.dialog(Pick)
        picker.marked[:] = ["id", "frequency"]
        await p.press("enter")
        await p.plan_again()
        p.app.theme = "nord"
        await p.pilot.pause()
    async with planner() as p:
        assert p.text().splitlines()[3].split() == ["Id", "kHz"]
        assert p.app.theme == "nord"
        await p.press("c")
        picker = await p.dialog(Pick)
        await p.type("automatic")
        await p.press("tab", "enter")
        await p.plan_again()
        assert p.text().splitlines()[3].split() == automatic
    async with planner() as p:
        assert p.text().splitlines()[3].split() == automatic
        assert p.app.theme == "nord"


async def test_a_theme_of_the_environment_is_kept(planner, monkeypatch) -> None:
    Remembered().note(theme="nord")
    monkeypatch.setenv("TEXTUAL_THEME", "dracula")
    async with planner() as p:
        assert p.app.theme != "nord"


@pytest.mark.parametrize("text", ["", "[]", '{"theme": 3, "columns": "id"}', '{"theme": "gone", "columns": ["x", 1]}'])
async def test_what_is_remembered_may_be_nonsense(planner, tmp_path, text) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "screen.json").write_text(text)
    async with planner() as p:
        assert "kHz" in p.text().splitlines()[3]
        assert p.app.theme == "textual-dark"


def test_nothing_is_said_where_nothing_can_be_remembered(tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    remembered = Remembered(tmp_path / "file")
    remembered.note(theme="nord")
    assert (remembered.theme, remembered.columns) == (None, ())


async def test_the_cursor_goes_from_cell_to_cell_and_columns_scroll_with_the_first_one_fixed(planner) -> None:
    async with planner(size=(80, 24)) as p:
        assert p.screen.view.cell == (p.row("evening"), "frequency")
        await p.press("right", "right")
        assert p.screen.view.cell == (p.row("evening"), "local")
        assert p.text().splitlines()[2].split()[:2] == ["kHz", "UTC"]
        await p.press("ctrl+right")
        assert p.screen.view.cell == (p.row("evening"), p.screen.view.column_keys[-1])
        head = p.text().splitlines()[2]
        assert head.split()[:2] == ["←", "kHz"]
        assert "UTC" not in head
        await p.press("ctrl+left", "right")
        assert p.text().splitlines()[2].split()[:2] == ["kHz", "UTC"]


async def test_marks_are_shown_by_a_sign_and_escape_clears_them_before_the_filter(planner) -> None:
    async with planner() as p:
        await p.press("slash")
        await p.type("bc:VOA")
        await p.press("enter", "space")
        assert p.screen.listing.marks == {p.row("evening")}
        assert p.screen.selected == p.row("night")
        assert "◆" in p.text()
        assert "1 marked" in p.text()
        await p.press("a")
        assert len(p.screen.listing.marks) == 3
        await p.press("escape")
        assert not p.screen.listing.marks
        assert len(p.ids()) == 3
        await p.press("escape")
        assert len(p.ids()) == 4


async def test_ghost_rows_of_a_reference_are_listed_hidden_and_not_edited(planner, plan: Path, tmp_path: Path) -> None:
    reference = tmp_path / "theirs.yaml"
    reference.write_text((plan / "other.yaml").read_text().replace("1700-1800", "1530-1700").replace("other", "theirs"))
    async with planner(against=(str(reference),)) as p:
        assert p.ids()[-1] == "theirs"
        await p.until(lambda: p.session.pairs_known)
        await p.select("evening")
        assert any(one.rule == "CON101" for one in p.screen.query_one(FindingsPane).findings)
        await p.select("theirs")
        assert "~" in p.text() or "✗" in p.text()
        await p.press("e")
        await p.pilot.pause()
        assert any("not a schedule of yours" in notice for notice in p.notices())
        await p.press("G")
        assert "theirs" not in p.ids()
        await p.press("G")
        assert "theirs" in p.ids()


async def test_next_finding_goes_round(planner, plan: Path) -> None:
    text = (plan / "korean.yaml").read_text().replace("frequency: 7460", "frequency: 9568")
    (plan / "korean.yaml").write_text(text)
    async with planner() as p:
        found = [row for row in p.screen.listing.rows if p.screen.listing.severity(row) is not None]
        assert p.row("night") in found
        for expected in (
            [*found[found.index(p.screen.selected) + 1 :], found[0]] if p.screen.selected in found else found
        ):
            await p.press("f8")
            assert p.screen.selected == expected


async def test_rules_behind_findings_are_explained(planner, plan: Path) -> None:
    text = (plan / "korean.yaml").read_text().replace("site: PHT", "site: QQQ")
    (plan / "korean.yaml").write_text(text)
    async with planner() as p:
        codes = {one.rule for one in p.screen.query_one(FindingsPane).findings}
        assert codes
        await p.press("question_mark")
        await p.until(lambda: p.app.screen is not p.screen)
        await p.pilot.pause()
        assert min(codes) in p.text()
        await p.press("escape")
        await p.plan_again()


async def test_user_text_is_inert_in_table_pane_and_header(planner, plan: Path) -> None:
    (plan / "bcastplan.yaml").write_text('bcastplan: 1\nplan: "[red]x[/red] \\e[31m"\n')
    text = (plan / "korean.yaml").read_text()
    text = text.replace("service: VOA Korean", 'service: "[bold]A[/] \\e[2J"').replace("over midnight", '"[b]n\\u202e"')
    (plan / "korean.yaml").write_text(text)
    async with planner(size=(200, 60)) as p:
        await p.select("late")
        shown = p.text()
        assert "[red]x[/red] \\x1b[31m" in shown
        assert "[bold]A[/] \\x1b[2J"[:18] in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown


async def test_every_size_and_a_resize_at_any_moment(planner) -> None:
    async with planner(size=(80, 24)) as p:
        for size in ((200, 60), (40, 10), (20, 5), (120, 36)):
            await p.pilot.resize_terminal(*size)
            await p.press("down")
            await p.pilot.pause()
        assert "Test plan" in p.text()
        assert p.screen.query_one(ContentSwitcher).current == "table"


@pytest.mark.parametrize("count", [1_500, thorough(10_000)])
async def test_of_thousands_of_rows_only_those_in_sight_are_painted(planner, plan: Path, count: int) -> None:
    rows = "\n".join(f"  - {{frequency: {5900 + n % 300}, time: {n % 24:02d}00-{n % 24:02d}30}}" for n in range(count))
    head = (plan / "korean.yaml").read_text().split("transmissions:")[0]
    (plan / "korean.yaml").write_text(f"{head}transmissions:\n{rows}\n")
    async with planner(wait=False) as p:
        await p.until(lambda: p.screen.view is not None and p.screen.view.grid.count == count + 1)
        grid = p.screen.view.grid
        painted: list[int] = []
        of = grid.row_of
        grid.row_of = lambda index: painted.append(index) or of(index)
        await p.press("end")
        await p.pilot.pause()
        assert p.screen.selected == count
        assert max(painted) == count
        assert len(set(painted)) < 100


async def test_counts_above_a_thousand_are_grouped_with_a_filter_as_without(planner, plan: Path) -> None:
    rows = "".join(f"  - {{id: r{number}, frequency: {5900 + number}, time: 1000-1100}}\n" for number in range(1200))
    (plan / "many.yaml").write_text(f"bcastplan: 1\nservice: Many\nseason: A26\ntransmissions:\n{rows}")
    async with planner() as p:
        assert "1,204 transmissions" in p.text()
        await p.press("slash")
        await p.type("many")
        await p.press("enter")
        assert "1,200 of 1,204" in p.text()
