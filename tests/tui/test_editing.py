"""Everything a planner does to one or many transmissions by keys, and undo of all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bcastplan.tui.messages import EditWanted, JumpTo
from bcastplan.tui.screens.days_dialog import ChooseDays
from bcastplan.tui.screens.dialogs import Ask
from bcastplan.tui.screens.edit_preview import EditPreview
from bcastplan.tui.screens.form import Form
from bcastplan.tui.screens.pick import Pick
from bcastplan.tui.screens.text_page import Page

HFCC_ROW = (
    " 9565 1530 1630 44NE                           PHT  250 21        0 216 1234567 290326 241026 D       "
    "Kor        PHL VOA AGM  2347                     \n"
)


async def undo_everything(p, plan: Path) -> None:
    while p.session.history.done:
        await p.press("u")
        await p.pilot.pause()
    for name in ("korean.yaml", "other.yaml"):
        assert p.session.documents[name].text == (plan / name).read_text()


async def test_duplicate_puts_a_copy_behind_under_a_free_id(planner, plan: Path) -> None:
    async with planner() as p:
        await p.press("d")
        await p.pilot.pause()
        assert p.ids() == ["evening", "evening-2", "night", "late", "other"]
        assert p.screen.selected == p.row("evening-2")
        await undo_everything(p, plan)


async def test_delete_takes_the_marked_ones_and_undo_brings_them_back(planner, plan: Path) -> None:
    async with planner() as p:
        await p.press("space", "space", "x")
        dialog = await p.dialog(EditPreview)
        assert dialog.heading == "Delete 2 transmissions"
        await p.until(lambda: "no conflict comes or goes; 3.7 to 1.3 h on the air a day (-2.42)" in p.text())
        await p.press("escape")
        await p.plan_again()
        assert p.ids() == ["evening", "night", "late", "other"]
        await p.press("x", "f2")
        await p.plan_again()
        assert p.ids() == ["late", "other"]
        assert not p.screen.listing.marks
        assert any("deleted 2 transmissions" in notice for notice in p.notices())
        await undo_everything(p, plan)
        assert p.ids() == ["evening", "night", "late", "other"]
        await p.press("ctrl+r")
        await p.pilot.pause()
        assert p.ids() == ["late", "other"]


async def test_deleting_everything_leaves_a_plan_that_can_be_undone(planner, plan: Path) -> None:
    async with planner() as p:
        await p.press("a", "x", "enter")
        await p.plan_again()
        assert p.ids() == []
        assert p.screen.selected is None
        await p.press("e", "d", "x", "s", "space", "f8")
        await undo_everything(p, plan)


async def test_split_asks_for_a_time_inside(planner, plan: Path) -> None:
    async with planner() as p:
        await p.select("late")
        await p.press("s")
        question = await p.dialog(Ask)
        question.query_one("Input").value = "25:00"
        await p.press("enter")
        await p.pilot.pause()
        assert p.app.screen is question
        assert "write a time of day" in p.text()
        question.query_one("Input").value = "0000"
        await p.press("enter")
        await p.plan_again()
        assert [(str(p.one(name).time), p.one(name).days_text) for name in ("late", "late-2")] == [
            ("2330-2400", "Fri,Sat"),
            ("0000-0030", "Sat,Sun"),
        ]
        await undo_everything(p, plan)


async def test_split_outside_is_refused_and_changes_nothing(planner) -> None:
    async with planner() as p:
        await p.press("s")
        question = await p.dialog(Ask)
        question.query_one("Input").value = "1200"
        await p.press("enter")
        await p.plan_again()
        assert any("does not lie inside" in notice for notice in p.notices())
        assert not p.session.dirty


async def test_marked_rows_that_the_filter_hides_are_left_alone_and_told(planner, plan: Path) -> None:
    async with planner() as p:
        await p.press("space", "space")  # evening and night
        await p.press("slash")
        await p.type("9565")
        await p.press("enter")
        await p.until(lambda: "2 marked (1 hidden)" in p.text())
        await p.press("x")
        await p.until(lambda: len(p.session.table) == 3)
        assert sorted(p.session.table.transmissions[row].id for row in range(3)) == ["late", "night", "other"]
        assert any("the filter hides 1 marked transmission: it stays" in notice for notice in p.notices())
        assert p.screen.listing.marks == {p.row("night")}


@pytest.mark.parametrize("key", ["x", "d", "right_square_bracket", "b", "y"])
async def test_nothing_is_done_where_the_filter_hides_all_that_is_marked(planner, key: str) -> None:
    async with planner() as p:
        await p.press("space", "slash")
        await p.type("id:late")
        await p.press("enter")
        await p.until(lambda: "1 marked (1 hidden)" in p.text())
        before = [(one.id, str(one.time)) for one in p.session.table.transmissions]
        await p.press(key)
        await p.until(lambda: any("the filter hides all" in notice for notice in p.notices()))
        assert [(one.id, str(one.time)) for one in p.session.table.transmissions] == before
        assert not any("no transmission is selected" in notice for notice in p.notices())


async def test_shift_moves_marked_rows_and_their_days_over_midnight(planner, plan: Path) -> None:
    async with planner() as p:
        await p.press("down", "space", "space", "t")
        question = await p.dialog(Ask)
        question.query_one("Input").value = "90"
        await p.press("enter")
        await p.plan_again()
        assert str(p.one("night").time) == "2030-2230"
        assert (str(p.one("late").time), p.one("late").days_text) == ("0100-0200", "Sat,Sun")
        assert len(p.session.history.done) == 1
        await undo_everything(p, plan)


async def test_brackets_shift_by_five_minutes(planner, plan: Path) -> None:
    async with planner() as p:
        await p.press("right_square_bracket", "right_square_bracket", "left_square_bracket")
        await p.pilot.pause()
        assert str(p.one("evening").time) == "1535-1635"
        await undo_everything(p, plan)


async def test_days_of_marked_rows(planner, plan: Path) -> None:
    async with planner() as p:
        await p.press("space", "space", "w")
        await p.dialog(ChooseDays)
        await p.press("w", "enter")
        await p.plan_again()
        assert [p.one(name).days_text for name in ("evening", "night")] == ["Mon-Fri", "Mon-Fri"]
        await undo_everything(p, plan)


async def test_no_day_at_all_is_not_accepted(planner) -> None:
    async with planner() as p:
        await p.select("late")
        await p.press("w")
        chooser = await p.dialog(ChooseDays)
        await p.press("right", "right", "right", "right", "space", "right", "space", "enter")
        await p.pilot.pause()
        assert p.app.screen is chooser
        await p.press("escape")
        await p.plan_again()
        assert p.one("late").days_text == "Fri,Sat"


async def test_move_to_another_file_writes_what_the_defaults_said(planner, plan: Path) -> None:
    async with planner() as p:
        await p.press("m")
        await p.dialog(Pick)
        await p.press("enter")
        await p.plan_again()
        moved = p.one("evening")
        assert (moved.file, moved.broadcaster, moved.site, moved.service) == ("other.yaml", "VOA", "PHT", "VOA Korean")
        await undo_everything(p, plan)


async def test_what_a_move_would_do_is_told_for_the_file_under_the_cursor(planner, plan: Path) -> None:
    (plan / "third.yaml").write_text("bcastplan: 1\nservice: Third\nseason: A26\ntransmissions: []\n")
    (plan / "bcastplan.yaml").write_text(
        "bcastplan: 1\njammers:\n"
        "  - {name: Noise, latitude: 39, longitude: 125.7, power: 10, follows: [VOA Korean]}\n"
        "  - {name: Hum, latitude: 39, longitude: 125.7, power: 10, frequencies: [9500-9600]}\n"
    )
    (plan / "other.yaml").write_text(
        (plan / "other.yaml").read_text().replace("target: 44NE", "target: 44NE, status: unused")
    )
    async with planner(size=(100, 30)) as p:
        await p.until(lambda: p.session.pairs_known)
        await p.press("space", "space", "m")
        picker = await p.dialog(Pick)
        await p.until(lambda: "3 jammed fewer; 2.7 to 0.3 h on the air a day" in p.text())
        assert [choice.value for choice in picker.shown] == ["other.yaml", "third.yaml"]
        await p.press("f4")
        page = await p.dialog(Page)
        assert "- ▲ evening (9565 kHz) is jammed by Hum (9500 to 9600 kHz): 210.0 h on 210 dates" in str(page.content)
        assert "- ▲ night (7460 kHz) is jammed by Noise: 300.0 h on 150 dates" in str(page.content)
        await p.press("escape", "down")
        await p.until(lambda: "no conflict comes or goes; 2.7 h on the air a day, as before" in p.text())
        await p.press("escape")
        await p.plan_again()
        await undo_everything(p, plan)


async def test_files_of_a_folder_are_named_without_it_and_defaults_are_told_before(planner, plan: Path) -> None:
    folder = plan / "a-season-with-a-long-name"
    (folder / "north").mkdir(parents=True)
    for name in ("korean.yaml", "other.yaml"):
        (plan / name).rename(folder / ("north" if name == "other.yaml" else ".") / name)
    (folder / "korean.yaml").write_text((folder / "korean.yaml").read_text().replace("  power: 250\n", ""))
    other = folder / "north" / "other.yaml"
    other.write_text(other.read_text().replace("target: 44NE", "target: 44NE, power: 100"))
    async with planner(size=(80, 24)) as p:
        await p.until(lambda: p.session.pairs_known)
        await p.press("m")
        picker = await p.dialog(Pick)
        assert [choice.code for choice in picker.choices] == ["north/other.yaml"]
        await p.until(lambda: "no conflict comes or goes" in p.text() and "takes over" in p.text())
        await p.press("f4")
        page = await p.dialog(Page)
        assert "· from the defaults of the file: power 100.0" in str(page.content)
        await p.press("escape", "enter")
        await p.plan_again()
        assert p.one("evening").file.endswith("north/other.yaml")


async def test_a_move_keeps_dates_and_says_what_the_new_file_gives(planner, plan: Path) -> None:
    (plan / "early.yaml").write_text(
        "bcastplan: 1\nservice: Early\nfrom: 2026-04-05\nuntil: 2026-09-30\n"
        "transmissions:\n  - {id: early, frequency: 11850, time: 0100-0200, target: 44NE}\n"
    )
    async with planner() as p:
        await p.select("early")
        await p.press("m")
        await p.dialog(Pick)
        await p.type("other")
        await p.press("enter")
        await p.plan_again()
        moved = p.one("early")
        assert (moved.file, str(moved.first_date), str(moved.last_date)) == ("other.yaml", "2026-04-05", "2026-09-30")
        assert moved.broadcaster == "RRI"
        assert any("broadcaster RRI" in notice for notice in p.notices())


async def test_keys_go_from_field_to_field_of_the_form(planner) -> None:
    async with planner(size=(80, 24)) as p:
        await p.press("e")
        form = await p.dialog(Form)
        fields = [form.sheet.current.field.key]
        for key in ("down", "enter", "enter", "tab", "shift+tab", "up", "up", "up", "up"):
            await p.press(key)
            fields.append(form.sheet.current.field.key)
        assert fields[:6] == ["frequency", "time", "days", "from", "until", "from"]
        assert fields[6:] == ["days", "time", "frequency", form.lines[-1].field.key]
        await p.pilot.pause()
        assert form.focused is form.sheet.input
        assert "Frequency" not in p.text()  # the last line has been scrolled into sight


async def test_bulk_edit_writes_one_key_of_all_marked_rows(planner, plan: Path) -> None:
    async with planner() as p:
        await p.press("space", "space", "b")
        await p.dialog(Pick)
        await p.type("power")
        await p.press("enter")
        question = await p.dialog(Ask)
        question.query_one("Input").value = "-5"
        await p.press("enter")
        await p.pilot.pause()
        assert p.app.screen is question
        question.query_one("Input").value = "100"
        await p.press("enter")
        await p.plan_again()
        assert [p.one(name).power_kw for name in ("evening", "night", "late")] == [100, 100, 250]
        assert len(p.session.history.done) == 1
        await undo_everything(p, plan)


async def test_a_filter_that_hides_the_result_is_said(planner) -> None:
    async with planner() as p:
        await p.press("slash")
        await p.type("on:1545")
        await p.press("enter", "t")
        question = await p.dialog(Ask)
        question.query_one("Input").value = "120"
        await p.press("enter")
        await p.plan_again()
        assert p.ids() == []


async def test_undo_with_nothing_to_undo(planner) -> None:
    async with planner() as p:
        await p.press("u", "ctrl+r")
        await p.pilot.pause()
        assert [notice for notice in p.notices() if "there is nothing to undo" in notice]


async def test_notices_that_begin_alike_do_not_pile_up_and_leave_a_dialog_free(planner) -> None:
    async with planner() as p:
        await p.press(*["right_square_bracket"] * 3, "u", "u", "u")
        await p.pilot.pause()
        shown = p.shown_notices()
        assert [notice for notice in shown if notice.startswith("undone")] == ["undone: shift by +5 minutes"]
        p.screen.tell("this went wrong", "error")
        await p.press("t")
        await p.dialog(Ask)
        assert p.shown_notices() == ["this went wrong"]


async def test_views_ask_for_edits_and_jumps(planner) -> None:
    async with planner() as p:
        p.screen.post_message(EditWanted("power", lambda session: session.change([0], {"power": "50"})))
        await p.until(lambda: p.one("evening").power_kw == 50)
        p.screen.post_message(EditWanted("nonsense", lambda session: session.change([0], {"power": "much"})))
        await p.until(lambda: any("much" in notice for notice in p.notices()))
        assert p.one("evening").power_kw == 50
        p.screen.post_message(JumpTo("table", p.row("other")))
        await p.until(lambda: p.screen.selected == p.row("other"))


async def test_findings_follow_at_once_and_the_check_later(planner) -> None:
    async with planner() as p:
        assert not p.screen.listing.in_conflict(0)
        p.screen.edits.do("move", lambda session: session.change([0], {"time": "1700-1800"}))
        assert p.screen.listing.in_conflict(0)
        assert any(one.rule == "CON101" for one in p.screen.listing.row_status.findings(0))
        await p.until(lambda: p.session.checked)
        assert "✗ 1" in p.text().splitlines()[0]
        await p.press("u")
        await p.until(lambda: p.session.checked)
        assert not p.screen.listing.in_conflict(0)


async def test_a_check_that_comes_too_late_is_dropped(planner) -> None:
    async with planner() as p:
        generation, workspace = p.session.check_snapshot()
        from bcastplan.workspace.editing.kept_check import check_session

        result = check_session(workspace)
        p.screen.edits.do("move", lambda session: session.change([0], {"time": "1700-1800"}))
        assert not p.session.take_check(generation, result)


@pytest.mark.parametrize("key", ["d", "x", "s", "t", "w", "m", "b", "left_square_bracket"])
async def test_lists_are_not_edited(planner, plan: Path, key: str) -> None:
    (plan / "list.txt").write_text(HFCC_ROW)
    async with planner("list.txt") as p:
        assert len(p.session.table) == 1
        await p.press(key)
        await p.pilot.pause()
        assert p.app.screen is p.screen
        assert any("not a schedule of yours" in notice for notice in p.notices())


async def test_the_last_change_is_repeated_on_other_transmissions(planner) -> None:
    async with planner() as p:
        await p.press("full_stop")
        await p.until(lambda: any("could be repeated" in notice for notice in p.notices()))
        await p.press("e", "tab", *"1700", "minus", *"1800", "f2")
        await p.until(lambda: str(p.one("evening").time) == "1700-1800")
        await p.press("down", "full_stop")
        await p.until(lambda: str(p.one("night").time) == "1700-1800")
        await p.press("right_square_bracket", "down", "full_stop")
        await p.until(lambda: str(p.one("late").time) == "2335-0035")
        assert p.screen.selected == p.row("late")
        assert str(p.one("night").time) == "1705-1805"
        await p.press("u")
        await p.until(lambda: str(p.one("late").time) == "2330-0030")


async def test_keys_of_one_transmission_are_copied_to_the_marked_ones(planner) -> None:
    async with planner() as p:
        await p.press("B")
        await p.until(lambda: any("mark the transmissions" in notice for notice in p.notices()))
        p.screen.listing.marks = {p.row("evening"), p.row("other")}
        await p.select("night")
        await p.press("B")
        picker = await p.dialog(Pick)
        assert "id" not in [choice.value for choice in picker.choices]
        await p.type("days")
        await p.press("enter")
        await p.dialog(EditPreview)
        await p.press("enter")
        await p.plan_again()
        await p.until(lambda: p.one("evening").days_text == p.one("other").days_text == "Mon-Fri")
        assert p.one("late").days_text == "Fri,Sat"
        assert len(p.session.history.done) == 1
        await p.press("escape")
        await p.select("late")
        await p.press("full_stop")
        await p.until(lambda: p.one("late").days_text == "Mon-Fri")
