"""The head of a schedule and the plan file as forms: every edit is one step, and no comment is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from bcastplan.tui.screens.dialogs import Ask, Decide
from bcastplan.tui.screens.file_page import FilePage
from bcastplan.tui.screens.pick import Pick

RICH = """\
bcastplan: 1   # ours
plan: Test plan
sites:
  PHT:
    transmitters:
      - {id: A, power: 250}   # the old one
rates:
  currency: USD
  items:
    - {per_hour: 40}   # any
"""


async def page_of(p, title: str) -> FilePage:
    await p.until(lambda: isinstance(p.app.screen, FilePage) and p.app.screen.heading == title)
    await p.pilot.pause()
    return p.app.screen


def go_to(page: FilePage, name: str) -> None:
    page.grid.move_to([line.name for line in page.lines].index(name))


async def test_the_head_of_a_schedule_is_edited_in_one_step(planner, plan: Path) -> None:
    async with planner() as p:
        await p.press("E")
        page = await page_of(p, "korean.yaml")
        names = [line.name for line in page.lines]
        assert names == ["service", "season", "from", "until", "listeners", "note", "defaults"]
        go_to(page, "season")
        await p.press("enter")
        await p.type("A27")
        await p.press("enter")
        go_to(page, "note")
        await p.press("enter")
        await p.type("as registered")
        await p.press("enter")
        assert not p.session.dirty
        await p.press("f2")
        await p.plan_again()
        text = (plan / "korean.yaml").read_text()
        expected = text.replace("season: A26\n", "season: A27\nnote: as registered\n")
        assert p.session.documents["korean.yaml"].text == expected
        assert [step.label for step in p.session.history.done] == ["korean.yaml: season, note"]
        assert str(p.one("evening").season) == "A27"
        await p.press("u")
        assert p.session.documents["korean.yaml"].text == text


async def test_defaults_say_what_their_values_mean_and_wrong_ones_are_refused(planner, plan: Path) -> None:
    async with planner() as p:
        await p.press("E")
        page = await page_of(p, "korean.yaml")
        go_to(page, "defaults")
        await p.press("enter")
        page = await page_of(p, "korean.yaml · defaults")
        assert "Tinang 1, PHL" in p.text()
        assert "id" not in [line.name for line in page.lines]
        go_to(page, "power")
        await p.press("enter")
        await p.type("loud")
        await p.press("enter")
        assert page.editor.is_open
        assert "✗" in p.text()
        await p.press("escape", "enter")
        await p.type("100")
        await p.press("enter", "f2")
        page = await page_of(p, "korean.yaml")
        assert p.one("evening").power_kw == 100
        await p.press("escape")
        await p.plan_again()
        expected = (plan / "korean.yaml").read_text().replace("power: 250", "power: 100")
        assert p.session.documents["korean.yaml"].text == expected


async def test_a_head_that_would_take_everything_off_the_air_is_refused(planner, plan: Path) -> None:
    async with planner() as p:
        await p.press("E")
        page = await page_of(p, "korean.yaml")
        go_to(page, "season")
        await p.press("x", "f2")
        await p.until(lambda: any("'season' is missing" in notice for notice in p.notices()))
        page = await page_of(p, "korean.yaml")
        assert not p.session.dirty
        assert page.lines[1].text == ""  # what was typed is still there
        page.lines[1].text = "A26"
        await p.press("escape")
        await p.plan_again()
        assert len(p.ids()) == 4


async def test_the_inventory_is_edited_item_by_item_and_comments_stay(planner, plan: Path) -> None:
    (plan / "bcastplan.yaml").write_text(RICH)
    async with planner() as p:
        await p.press("I")
        page = await page_of(p, "bcastplan.yaml")
        go_to(page, "sites")
        await p.press("enter")
        await page_of(p, "bcastplan.yaml · sites")
        await p.press("enter")
        await page_of(p, "bcastplan.yaml · sites · PHT")
        await p.press("enter")
        page = await page_of(p, "bcastplan.yaml · sites · PHT · transmitters")
        assert "id: A, power: 250" in p.text()
        await p.press("n")
        page = await page_of(p, "bcastplan.yaml · sites · PHT · transmitters · new")
        await p.press("enter", "B", "down")
        await p.type("100")
        await p.press("enter", "f2")
        page = await page_of(p, "bcastplan.yaml · sites · PHT · transmitters")
        await p.until(lambda: len(p.app.screen.lines) == 2)
        await p.press("home", "x")
        await p.until(lambda: isinstance(p.app.screen, FilePage) and len(p.app.screen.lines) == 1)
        for _ in range(4):
            await p.press("escape")
            await p.pilot.pause()
        await p.plan_again()
        expected = RICH.replace("      - {id: A, power: 250}   # the old one\n", "      - {id: B, power: 100}\n")
        assert p.session.documents["bcastplan.yaml"].text == expected
        assert [one.id for one in p.session.workspace.plans[0].plan.sites["PHT"].transmitters] == ["B"]
        assert len(p.session.history.done) == 2


async def test_what_the_plan_would_refuse_is_told_and_can_be_corrected(planner, plan: Path) -> None:
    (plan / "bcastplan.yaml").write_text(RICH)
    async with planner() as p:
        await p.press("I")
        page = await page_of(p, "bcastplan.yaml")
        go_to(page, "jammers")
        await p.press("enter")
        page = await page_of(p, "bcastplan.yaml · jammers")
        assert "There are none yet: n makes one" in p.text()
        await p.press("n")
        page = await page_of(p, "bcastplan.yaml · jammers · new")
        await p.press("enter")
        await p.type("Pyongyang")
        await p.press("enter", "f2")
        await p.until(lambda: any("'longitude' is missing" in notice for notice in p.notices()))
        page = await page_of(p, "bcastplan.yaml · jammers · new")
        assert page.lines[0].text == "Pyongyang"
        for name, text in (("latitude", "39.03"), ("longitude", "125.75"), ("frequencies", "5860-6300,7210")):
            page.lines[[line.name for line in page.lines].index(name)].text = text
        await p.press("f2")
        await page_of(p, "bcastplan.yaml · jammers")
        assert p.session.documents["bcastplan.yaml"].text == RICH + (
            'jammers:\n  - {name: Pyongyang, latitude: 39.03, longitude: 125.75, frequencies: [5860-6300, "7210"]}\n'
        ).replace('"7210"', "7210")
        await p.press("escape", "escape")
        await p.plan_again()


async def test_names_of_the_users_own_are_added_typed_and_taken_out(planner, plan: Path) -> None:
    (plan / "bcastplan.yaml").unlink()
    async with planner() as p:
        await p.press("I")
        page = await page_of(p, "bcastplan.yaml")
        go_to(page, "listeners")
        await p.press("enter")
        await page_of(p, "bcastplan.yaml · listeners")
        await p.press("n")
        await p.dialog(Ask)
        await p.type("north")
        await p.press("enter")
        page = await page_of(p, "bcastplan.yaml · listeners · north · new")
        await p.press("enter")
        await p.type("KRE")
        await p.press("enter", "f2")
        await page_of(p, "bcastplan.yaml · listeners")
        assert p.session.documents["bcastplan.yaml"].text == (
            "bcastplan: 1\nlisteners:\n  north:\n    administration: KRE\n"
        )
        await p.press("x")
        await p.until(lambda: "listeners" not in p.session.documents["bcastplan.yaml"].text)
        await p.press("escape")
        page = await page_of(p, "bcastplan.yaml")
        go_to(page, "plan")
        await p.press("enter", "x", "enter", "escape")
        await p.dialog(Decide)
        await p.press("escape")
        await page_of(p, "bcastplan.yaml")
        await p.press("f2")
        await p.plan_again()
        assert p.session.title == "x"


async def test_codes_are_chosen_from_a_list(planner) -> None:
    async with planner() as p:
        await p.press("E")
        page = await page_of(p, "korean.yaml")
        go_to(page, "defaults")
        await p.press("enter")
        page = await page_of(p, "korean.yaml · defaults")
        go_to(page, "site")
        await p.press("enter", "f3")
        await p.dialog(Pick)
        await p.type("tinian")
        await p.press("enter")
        await p.until(lambda: page.editor.value == "TIN")
        await p.press("enter", "f2", "escape")
        await p.plan_again()
        assert p.one("evening").site == "TIN"


async def test_lists_to_compare_with_are_read_when_the_plan_names_others(planner, plan: Path, tmp_path: Path) -> None:
    theirs = plan / "theirs"
    theirs.mkdir()
    (theirs / "list.txt").write_text(
        " 9565 1530 1630 44NE                           PHT  250 21        0 216 1234567 290326 241026 D       "
        "Kor        PHL VOA AGM  2347                     \n"
    )
    async with planner("korean.yaml", "bcastplan.yaml") as p:
        rows = len(p.session.table)
        await p.press("I")
        page = await page_of(p, "bcastplan.yaml")
        go_to(page, "against")
        await p.press("enter")
        await p.type("theirs/list.txt")
        await p.press("enter", "f2")
        await p.until(lambda: len(p.session.table) == rows + 1)


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_a_page_fits_the_screen_and_says_the_next_key(planner, size) -> None:
    async with planner(size=size) as p:
        await p.press("I")
        page = await page_of(p, "bcastplan.yaml")
        assert page.query_one(".page").region.bottom <= size[1]
        last = p.text().splitlines()[-1]
        for word in ("Open", "Write", "Back"):
            assert word in last
        await p.press("escape")
        await p.plan_again()


async def test_items_and_entries_get_another_place_with_their_comments(planner, plan: Path) -> None:
    text = (
        "bcastplan: 1\nrates:\n  items:\n    - {band: MW, per_hour: 55}   # top\n    # rest\n    - {per_hour: 30}\n"
        "listeners:\n  north: {administration: KRE}   # first\n  south: {administration: KOR}\n"
    )
    (plan / "bcastplan.yaml").write_text(text)
    async with planner(size=(80, 24)) as p:
        await p.press("I")
        page = await page_of(p, "bcastplan.yaml")
        assert page.check_action("exchange", (1,)) is False
        go_to(page, "rates")
        await p.press("enter")
        page = await page_of(p, "bcastplan.yaml · rates")
        go_to(page, "items")
        await p.press("enter")
        await page_of(p, "bcastplan.yaml · rates · items")
        await p.press("K")  # there is nothing above the first one
        await p.press("L", "L", "shift+up", "shift+down")
        page = await page_of(p, "bcastplan.yaml · rates · items")
        await p.until(lambda: p.app.screen.grid.cursor == 1)
        assert [line.text for line in p.app.screen.lines] == ["per_hour: 30", "band: MW, per_hour: 55"]
        await p.press("escape", "escape")
        page = await page_of(p, "bcastplan.yaml")
        go_to(page, "listeners")
        await p.press("enter")
        await page_of(p, "bcastplan.yaml · listeners")
        await p.press("L")
        await p.until(lambda: [line.name for line in p.app.screen.lines] == ["south", "north"])
        assert p.app.screen.grid.cursor == 1
        await p.press("escape", "escape")
        await p.plan_again()
        assert p.session.documents["bcastplan.yaml"].text == (
            "bcastplan: 1\nrates:\n  items:\n    # rest\n    - {per_hour: 30}\n    - {band: MW, per_hour: 55}   # top\n"
            "listeners:\n  south: {administration: KOR}\n  north: {administration: KRE}   # first\n"
        )
        for _ in range(len(p.session.history.done)):
            await p.press("u")
        assert p.session.documents["bcastplan.yaml"].text == text
