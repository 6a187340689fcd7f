"""Rollover, export, report and comparisons from the screen: made by a worker, written to where the user says."""

from __future__ import annotations

from pathlib import Path

import pytest
from examples import thorough
from textual.command import CommandPalette

from bcastplan.tui.screens.dialogs import Ask, Decide
from bcastplan.tui.screens.pick import Pick
from bcastplan.tui.screens.text_page import Page
from bcastplan.workspace.editing.output_files import reads, write_outputs
from bcastplan.workspace.opening.open_plans import open_paths


async def begin(p, name: str) -> None:
    await p.press("X")
    await p.dialog(Pick)
    await p.type(name)
    await p.press("enter")


async def answer(p, text: str) -> None:
    question = await p.dialog(Ask)
    question.query_one("Input").value = text
    await p.press("enter")


async def test_a_season_is_copied_into_the_next_one(planner, plan: Path) -> None:
    async with planner() as p:
        await begin(p, "rollover")
        question = await p.dialog(Ask)
        assert question.query_one("Input").value == "B26"
        await p.press("enter")
        await p.dialog(Decide)
        assert "korean-b26.yaml: 3 carried over" in p.text()
        assert not (plan / "korean-b26.yaml").exists()
        await p.press("f2")
        await p.until(lambda: (plan / "korean-b26.yaml").exists() and (plan / "other-b26.yaml").exists())
        assert {str(one.season) for one in open_paths([str(plan / "korean-b26.yaml")]).schedules} == {"B26"}
        assert (plan / "korean.yaml").read_text().count("A26") == 1


@pytest.mark.parametrize("work", ["rollover", "report"])
async def test_what_is_made_of_files_offers_to_save_and_goes_on(planner, plan: Path, work: str) -> None:
    async with planner() as p:
        await p.press("right_square_bracket")
        await begin(p, work)
        await p.dialog(Decide)
        assert "time: 1535-1635" in p.text()
        await p.press("escape")
        await p.plan_again()
        assert any("save first, then it goes on" in notice for notice in p.notices())
        assert p.session.dirty
        await begin(p, work)
        await p.dialog(Decide)
        await p.press("f2")
        await p.dialog(Ask)
        assert not p.session.dirty
        assert "time: 1535-1635" in (plan / "korean.yaml").read_text()
        await p.press("escape")
        await p.plan_again()


async def test_an_export_has_what_is_on_the_screen_and_spares_what_is_open(planner, plan: Path) -> None:
    async with planner() as p:
        await p.press("right_square_bracket")
        await begin(p, "export")
        await p.dialog(Pick)
        await p.type("hfcc")
        await p.press("enter")
        question = await p.dialog(Ask)
        assert question.query_one("Input").value == "a26-hfcc.txt"
        question.query_one("Input").value = "korean.yaml"
        await p.press("enter")
        await p.until(lambda: "is open here or compared with" in p.text())
        question.query_one("Input").value = "out.txt"
        await p.press("enter")
        await p.until((plan / "out.txt").exists)
        assert " 9565 1535 1635 44NE" in (plan / "out.txt").read_text()
        assert any("wrote 4 of 4 transmissions" in notice for notice in p.notices())


async def test_a_file_that_is_there_gives_way_only_when_the_user_says_so(planner, plan: Path) -> None:
    (plan / "out.csv").write_text("mine")
    async with planner() as p:
        for keys, kept in ((("enter",), True), (("right", "enter"), False)):
            await begin(p, "export")
            await p.dialog(Pick)
            await p.type("csv")
            await p.press("enter")
            await answer(p, "out.csv")
            await p.dialog(Decide)
            await p.press(*keys)
            await p.plan_again()
            assert ((plan / "out.csv").read_text() == "mine") is kept


@pytest.mark.parametrize(("work", "said"), [("compare", "there is no"), ("report", "File name too long")])
async def test_a_name_that_can_be_no_path_is_refused(planner, plan: Path, work: str, said: str) -> None:
    async with planner() as p:
        await begin(p, work)
        question = await p.dialog(Ask)
        question.query_one("Input").value = "a" * 300
        await p.press("enter")
        if work == "report":
            await p.dialog(Pick)
            await p.press("enter")
        await p.until(lambda: said in p.text() or any(said in notice for notice in p.notices()))


@pytest.mark.parametrize("name", ["page.html", thorough("book.xlsx")])
async def test_a_report_is_written(planner, plan: Path, name: str) -> None:
    async with planner() as p:
        await begin(p, "report")
        await answer(p, name)
        await p.dialog(Pick)
        await p.press("enter")
        await p.until((plan / name).exists)
        start = (plan / name).read_bytes()[:2]
        assert start == (b"PK" if name.endswith("x") else b"<!")


async def test_a_report_has_coverage_and_comparisons_when_they_are_marked(planner, plan: Path) -> None:
    earlier = plan.parent / "earlier.yaml"
    earlier.write_text((plan / "korean.yaml").read_text().replace("9565", "9570"))
    async with planner() as p:
        await begin(p, "report")
        await answer(p, "page.html")
        await p.dialog(Pick)
        await p.press("down", "tab", "down", "down", "tab", "enter")
        question = await p.dialog(Ask)
        question.query_one("Input").value = "; ".join([str(earlier), "nowhere.yaml"])
        await p.press("enter")
        await p.until(lambda: "there is no nowhere.yaml" in p.text())
        question.query_one("Input").value = f"{earlier};"
        await p.press("enter")
        await p.until((plan / "page.html").exists)
        page = (plan / "page.html").read_text()
        assert "earlier.yaml" in page
        assert "Who can hear" in page or "Coverage" in page


async def test_an_export_has_what_the_filter_lists_or_what_is_marked_on_request(planner, plan: Path) -> None:
    async with planner() as p:
        await p.press("slash", *"9565", "enter")
        await p.until(lambda: len(p.ids()) == 2)
        p.screen.listing.marks = {p.row("other"), p.row("late")}
        for way, ids in (("all", 4), ("listed", 2), ("marked", 1)):
            await begin(p, "export")
            await p.dialog(Pick)
            await p.type("csv")
            await p.press("enter")
            await p.until(lambda: isinstance(p.app.screen, Pick) and p.app.screen.heading == "Export which?")
            await p.type(way)
            await p.press("enter")
            await answer(p, f"{way}.csv")
            await p.until((plan / f"{way}.csv").exists)
            assert len(open_paths([str(plan / f"{way}.csv")]).schedules[0].transmissions) == ids


async def test_plans_are_compared_and_last_season_is_proposed(planner, plan: Path) -> None:
    earlier = plan.parent / "korean-a25.yaml"
    earlier.write_text((plan / "korean.yaml").read_text().replace("season: A26", "season: A25").replace("9565", "9570"))
    (plan.parent / "korean-a26.yaml").write_text((plan / "korean.yaml").read_text())
    async with planner("../korean-a26.yaml") as p:
        await begin(p, "last season")
        question = await p.dialog(Ask)
        assert Path(question.query_one("Input").value) == earlier
        await p.press("enter")
        await p.dialog(Page)
        assert "9570" in p.text()
        assert "9565" in p.text()
        await p.press("escape")
        await p.plan_again()


async def test_each_is_found_in_the_palette_by_its_name(planner) -> None:
    async with planner() as p:
        await p.press("ctrl+p")
        await p.dialog(CommandPalette)
        await p.type("last season")
        await p.until(lambda: "Compare with last season" in p.text())
        await p.press("enter")
        await p.dialog(Ask)
        await p.press("escape")
        await p.plan_again()


@pytest.mark.parametrize("view", ["1", "9"])
async def test_escape_stops_what_is_being_made(planner, plan: Path, monkeypatch, view: str) -> None:
    """In the channels (9) too, where Escape otherwise goes back."""
    import threading

    gate = threading.Event()

    def made(*_arguments, **_keys):
        gate.wait(20)
        raise AssertionError("nobody waits for it")

    monkeypatch.setattr("bcastplan.workspace.lists.list_export.export_plans", made)
    async with planner() as p:
        await p.press(view)
        await begin(p, "export")
        await p.dialog(Pick)
        await p.type("csv")
        await p.press("enter")
        await answer(p, "out.csv")
        await p.until(lambda: p.screen.background_work.is_working)
        await p.press("escape")
        assert not p.screen.background_work.is_working
        assert any("nothing was written" in notice for notice in p.notices())
        monkeypatch.undo()
        gate.set()
    assert not (plan / "out.csv").exists()


async def test_nothing_that_is_read_is_written_over_under_any_name(planner, plan: Path) -> None:
    logs = plan / "logs"
    logs.mkdir()
    (logs / "one.csv").write_text("time\n")
    (plan / "bcastplan.yaml").write_text('bcastplan: 1\nmonitoring: ["logs/*.csv"]\n')
    (plan / "link.yaml").symlink_to("korean.yaml")
    async with planner("korean.yaml", "other.yaml") as p:
        for name in ("korean.yaml", "./korean.yaml", str(plan / "link.yaml"), "bcastplan.yaml", "logs/../logs/one.csv"):
            assert reads(p.session, name), name
        assert not reads(p.session, "new.yaml")
        (plan / "there").write_text("x")
        with pytest.raises(FileExistsError):
            write_outputs(p.session, {"there": b"y"})
