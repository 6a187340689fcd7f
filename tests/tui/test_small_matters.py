"""Copies that paste, marks that stay, looks that stay, questions with the right answer preset, and plain words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.widgets import Input, Markdown

from bcastplan.reference import administrations, eibi_countries
from bcastplan.reference.choices import CHOICES, matching_choices
from bcastplan.reference.directory import Directory
from bcastplan.tui.palette import LiveActions
from bcastplan.tui.screens.dialogs import Ask
from bcastplan.tui.screens.paste import Paste
from bcastplan.tui.screens.pick import Pick
from bcastplan.tui.screens.text_page import Page
from bcastplan.tui.views.timeline_model import Day
from bcastplan.workspace.editing.clipboard import parse_pasted

NOON = datetime(2026, 6, 22, 15, 45, tzinfo=UTC)


async def test_what_is_copied_as_a_table_can_be_pasted(planner, plan: Path) -> None:
    async with planner() as p:
        before = [one for one in p.session.table.transmissions if one.file == "korean.yaml"]
        await p.press("a", "Y", "p")
        dialog = await p.dialog(Paste)
        assert dialog.pasted.problems == []
        await p.press("f2")
        await p.plan_again()
        await p.until(lambda: len(p.session.table) == 8)
        added = [one for one in p.session.table.transmissions if one.file == "korean.yaml" and one not in before]
        for one in before:
            same = [(two.frequency_khz, two.time, two.days, two.power_kw, two.language) for two in added]
            assert (one.frequency_khz, one.time, one.days, one.power_kw, one.language) in same


def test_a_spreadsheets_columns_are_taken_by_name() -> None:
    pasted = parse_pasted("Frequency\tTime\tDays\tColour\n9565\t1500-1600\tSat,Sun\tred\n\t\t\t\n7000\tnever\t\t\n")
    assert pasted.items == [{"frequency": "9565", "time": "1500-1600", "days": "Sat,Sun"}]
    assert any("'Colour' is no key" in problem for problem in pasted.problems)
    assert any(problem.startswith("line 4:") for problem in pasted.problems)


async def test_undo_brings_marks_back_and_other_edits_keep_them(planner) -> None:
    async with planner() as p:
        await p.select("evening")
        await p.press("space", "space")
        assert p.screen.listing.marks == {p.row("evening"), p.row("night")}
        await p.select("late")
        await p.press("d")
        await p.until(lambda: len(p.session.table) == 5)
        assert p.screen.listing.marks == {p.row("evening"), p.row("night")}
        await p.press("x", "u")
        await p.until(lambda: len(p.session.table) == 5)
        assert p.screen.listing.marks == {p.row("evening"), p.row("night")}


async def test_bulk_edit_says_what_holds(planner) -> None:
    async with planner() as p:
        for key, said in (
            ("power", "All take '250' from the defaults."),
            ("time", "2 different values"),
            ("note", "None of them"),
        ):
            await p.press("home", "space", "space", "b")
            await p.dialog(Pick)
            await p.type(key)
            await p.press("enter")
            await p.dialog(Ask)
            await p.until(lambda said=said: said in p.text())
            await p.press("escape")
            await p.plan_again()
            await p.press("escape")


async def test_on_the_air_opens_in_the_plans_season(planner, plan: Path) -> None:
    for file in ("korean.yaml", "other.yaml"):
        (plan / file).write_text((plan / file).read_text().replace("season: A26", "season: A22"))
    async with planner() as p:
        await p.press("6")
        await p.until(lambda: "on the air on" in p.text())
        assert p.screen.view.moment.year == 2022


async def test_a_service_looks_the_same_whatever_is_listed(planner, plan: Path) -> None:
    (plan / "other.yaml").write_text((plan / "other.yaml").read_text().replace("Radio Other", "A Radio"))
    async with planner() as p:
        row = p.row("evening")
        days = (NOON.date(), NOON.date() + timedelta(days=5))
        lists = (list(range(4)), [row])
        looks = {Day(p.session, rows, day, "frequency").look(row)[:2] for rows in lists for day in days}
        assert len(looks) == 1


async def test_rule_pages_are_rendered_and_nothing_found_is_said_plainly(planner, plan: Path) -> None:
    (plan / "other.yaml").write_text((plan / "other.yaml").read_text().replace("1700-1800", "1600-1700"))
    async with planner() as p:
        await p.press("f8", "question_mark")
        page = await p.dialog(Page)
        assert page.query_one(Markdown)
        await p.until(lambda: "What it checks" in p.text())
        assert "##" not in p.text()
        await p.press("escape")
        await p.plan_again()
        await p.select("late")
        await p.press("question_mark")
        await p.until(lambda: any("has no findings" in notice for notice in p.notices()))


async def test_the_palette_offers_movements_last(planner) -> None:
    async with planner() as p:
        commands = list(LiveActions(p.screen)._commands())
        moves = [one.moves_only for one in commands]
        assert moves == sorted(moves)
        assert any(moves)


@pytest.mark.parametrize(
    ("country", "site"),
    [
        ("mongolia", "U-B"), ("sri lanka", "TRM"), ("uzbekistan", "TAC"), ("Moldova", "KCH"), ("vietnam", "HAN"),
        ("north korea", "PYO"), ("russian federation", "VLD"),
    ],
)  # fmt: skip
def test_sites_are_found_by_the_english_name_of_their_country(country: str, site: str) -> None:
    assert site in [choice.code for choice in matching_choices(CHOICES["site"](Directory()), country)]


def test_names_of_countries_are_english() -> None:
    names = [name for code in administrations() if (name := Directory().administration_name(code))]
    names += [country.name for country in eibi_countries().values()]
    assert "Uzbekistan" in names
    assert not {"Ouzbékistan", "Moldava", "Brasil", "Tchad", "Comores", "La Réunion", "Bangla Desh"} & set(names)
    assert not [name for name in names if " et " in name or name.startswith(("Iles ", "La ", "Le "))]


async def test_a_new_plan_asks_for_the_season_with_the_next_one_preset(planner, plan: Path) -> None:
    for path in plan.glob("*.yaml"):
        path.unlink()
    async with planner(wait=False) as p:
        await p.dialog(Pick)
        await p.press("enter")
        await p.dialog(Ask)
        await p.press("enter")
        await p.until(lambda: "season" in p.text() and p.app.screen.query_one(Input).value == "B26")
        await p.press("enter")
        await p.until(lambda: (plan / "b26.yaml").exists())
        await p.until(lambda: p.session.documents)
        assert len(p.session.table) == 0


async def test_gg_goes_to_the_first_row_under_the_vim_preset(planner, plan: Path) -> None:
    (plan.parent / "config").mkdir()
    (plan.parent / "config" / "keymap.yaml").write_text("preset: vim\n")
    async with planner() as p:
        await p.press("G")
        await p.until(lambda: p.screen.selected == 3)
        await p.press("g", "j", "g")
        assert p.screen.selected == 3
        await p.press("g")
        await p.until(lambda: p.screen.selected == 0)
        await p.press("slash")
        await p.type("gg")
        assert p.screen.query_one("QueryInput").value == "gg"
