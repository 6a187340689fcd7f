"""The form: validation as typed, meanings, pickers, day toggles, the effect first, and only changed keys written."""

from __future__ import annotations

import gc
from pathlib import Path

from textual.widgets import Input, Static

from bcastplan.tui.screens.dialogs import Decide
from bcastplan.tui.screens.form import Form
from bcastplan.tui.screens.pick import Pick


def number(form: Form, key: str) -> int:
    return form.lines.index(form.sheet.line(key))


def value(form: Form, key: str) -> Input:
    """The input, brought to the line of a key."""
    form.sheet.go_to(number(form, key))
    return form.sheet.input


def remark(form: Form, key: str) -> str:
    return form.sheet.line(key).remark_text


def effect(form: Form) -> str:
    return str(form.query_one(".effect Static", Static).content)


async def test_values_mean_something_and_defaults_are_shown_as_such(planner) -> None:
    async with planner() as p:
        await p.press("e")
        form = await p.dialog(Form)
        assert value(form, "frequency").has_focus
        assert value(form, "site").value == ""
        assert value(form, "site").placeholder == "PHT"
        assert remark(form, "site").startswith("Tinang")
        assert remark(form, "site").endswith("(default)")
        assert remark(form, "frequency") == "kHz, 31 m"
        assert remark(form, "time") == "1 h, 0030-0130 KST"
        assert remark(form, "language") == "Korean (default)"
        assert value(form, "service").placeholder == "VOA Korean"


async def test_what_is_wrong_is_said_while_typing_and_is_not_accepted(planner, plan: Path) -> None:
    async with planner() as p:
        await p.press("e")
        form = await p.dialog(Form)
        value(form, "time").value = "1530-9900"
        await p.until(lambda: "✗" in effect(form))
        assert remark(form, "time").startswith("✗ '1530-9900' is not a time")
        await p.press("f2")
        await p.pilot.pause()
        assert p.app.screen is form
        value(form, "time").value = "1530-1730"
        await p.until(lambda: "Changes time" in effect(form))
        assert "✗" not in remark(form, "time")


async def test_the_effect_is_shown_before_and_only_the_changed_key_is_written(planner, plan: Path) -> None:
    before = (plan / "korean.yaml").read_text()
    async with planner() as p:
        await p.select("evening")
        await p.press("e")
        form = await p.dialog(Form)
        value(form, "time").value = "1630-1730"
        await p.until(lambda: "Conflicts +1 -0" in effect(form))
        assert "co-channel with Radio Other JAK on 9565 kHz" in effect(form)
        assert "h on the air" in effect(form)
        assert str(p.one("evening").time) == "1530-1630"
        await p.press("ctrl+s")
        await p.plan_again()
        assert str(p.one("evening").time) == "1630-1730"
        text = p.session.documents["korean.yaml"].text
        assert text == before.replace("time: 1530-1630", "time: 1630-1730")
        assert (plan / "korean.yaml").read_text() == before
        assert p.screen.listing.in_conflict(p.row("evening"))


async def test_emptying_a_field_lets_the_default_hold(planner) -> None:
    async with planner() as p:
        p.screen.edits.do("set", lambda session: session.change([0], {"power": "100"}))
        await p.press("e")
        form = await p.dialog(Form)
        value(form, "power").focus()
        await p.press("f4", "f2")
        await p.plan_again()
        assert "power" not in p.session.raw(0)
        assert p.one("evening").power_kw == 250


async def test_day_toggles_write_days_and_no_day_is_refused(planner) -> None:
    async with planner() as p:
        await p.select("evening")
        await p.press("e")
        form = await p.dialog(Form)
        form.sheet.toggles.focus()
        await p.press("w", "right", "space")
        await p.until(lambda: "Changes days" in effect(form))
        await p.press("f2")
        await p.plan_again()
        assert p.one("evening").days_text == "Mon,Wed-Fri"
        await p.press("e")
        form = await p.dialog(Form)
        toggles = form.sheet.toggles
        toggles.focus()
        toggles._become(0)
        await p.until(lambda: "at least one day of the week" in effect(form))
        await p.press("delete")
        await p.until(lambda: "Changes days" in effect(form))
        await p.press("f2")
        await p.plan_again()
        assert "days" not in p.session.raw(p.row("evening"))


async def test_pickers_search_by_code_and_by_name(planner) -> None:
    async with planner() as p:
        await p.press("e")
        form = await p.dialog(Form)
        for key, typed, expected in (
            ("site", "iranawila", "IRA"),
            ("antenna", "216", "216"),
            ("broadcaster", "voice of america", "VOA"),
            ("administration", "philippines", "PHL"),
        ):
            value(form, key).focus()
            await p.press("f3")
            await p.dialog(Pick)
            await p.type(typed)
            await p.press("enter")
            await p.until(lambda: p.app.screen is form)
            await p.pilot.pause()
            assert value(form, key).value == expected, key
        value(form, "language").focus()
        await p.press("f3")
        picker = await p.dialog(Pick)
        picker.marked[:] = ["Kor", "Eng"]
        await p.press("enter")
        await p.until(lambda: value(form, "language").value == "Kor,Eng")
        assert remark(form, "language") == "Korean, English"


async def test_an_unknown_code_is_marked_with_what_may_be_meant(planner) -> None:
    async with planner() as p:
        await p.press("e")
        form = await p.dialog(Form)
        value(form, "site").value = "PHZ"
        await p.until(lambda: remark(form, "site").startswith("? unknown code"))


async def test_new_begins_with_the_selection_and_needs_frequency_and_time(planner) -> None:
    async with planner() as p:
        await p.select("late")
        await p.press("n")
        form = await p.dialog(Form)
        assert form.file == "korean.yaml"
        await p.press("f2")
        await p.pilot.pause()
        assert p.app.screen is form
        value(form, "frequency").value = "11695"
        value(form, "time").value = "0000-0030"
        await p.until(lambda: "Conflicts" in effect(form))
        await p.press("f2")
        await p.plan_again()
        assert len(p.session.table) == 5
        made = p.session.table.transmissions[p.screen.selected]
        assert (made.frequency_khz, made.days_text, made.site) == (11695, "Fri,Sat", "PHT")


async def test_escape_asks_before_it_drops_what_was_typed(planner) -> None:
    async with planner() as p:
        await p.press("e", "escape")
        await p.plan_again()
        await p.press("e")
        form = await p.dialog(Form)
        value(form, "time").value = "1500-1600"
        await p.pilot.pause()
        await p.press("escape")
        await p.dialog(Decide)
        await p.press("enter")
        await p.until(lambda: p.app.screen is form)
        await p.press("escape")
        await p.dialog(Decide)
        await p.press("right", "enter")
        await p.plan_again()
        assert not p.session.dirty


async def test_a_site_written_out_survives_the_form(planner, plan: Path) -> None:
    text = (
        (plan / "korean.yaml")
        .read_text()
        .replace("time: 1900-2100", "time: 1900-2100, site: {name: Jeju, latitude: 33.45, longitude: 126.57}")
    )
    (plan / "korean.yaml").write_text(text)
    async with planner() as p:
        await p.select("night")
        await p.press("e")
        form = await p.dialog(Form)
        assert value(form, "site").value == "{name: Jeju, latitude: 33.45, longitude: 126.57}"
        value(form, "site").value = "{name: Jeju, latitude: 33.5, longitude: 126.57}"
        await p.until(lambda: "Changes site" in effect(form))
        await p.press("f2")
        await p.plan_again()
        assert p.one("night").site.latitude == 33.5


async def test_days_that_are_not_touched_stay_as_they_are_written(planner, plan: Path) -> None:
    async with planner() as p:
        await p.select("late")
        await p.press("e")
        form = await p.dialog(Form)
        assert form.changes() == {}
        await p.press("escape")
        await p.plan_again()
        await p.press("e")
        form = await p.dialog(Form)
        value(form, "power").value = "100"
        await p.until(lambda: "Changes power." in effect(form))
        await p.press("f2")
        await p.plan_again()
        assert p.session.raw(p.row("late"))["days"] == ["Fri", "Sat"]


async def test_opening_reads_the_values_once(planner, monkeypatch) -> None:
    senses = []
    sense = Form.sense
    monkeypatch.setattr(Form, "sense", lambda form: senses.append(form) or sense(form))
    async with planner() as p:
        await p.press("e")
        form = await p.dialog(Form)
        await p.until(lambda: effect(form) == "Nothing is changed.")
        await p.pilot.pause(0.2)
        assert len(senses) == 1
        value(form, "power").value = "100"
        await p.until(lambda: "Changes power" in effect(form))
        assert len(senses) == 2


async def test_the_name_of_the_field_one_is_in_stands_out(planner) -> None:
    async with planner() as p:
        await p.press("e")
        form = await p.dialog(Form)
        await p.press("down")
        strips = [form.sheet.render_line(line) for line in (0, 1)]
        assert [bool(strip._segments[0].style.bold) for strip in strips] == [False, True]


async def test_an_open_plan_is_out_of_the_collectors_sight_and_comes_back_with_the_next(planner) -> None:
    async with planner() as p:
        await p.until(lambda: p.session.checked and p.session.pairs_known and gc.get_freeze_count() > 0)
        frozen = gc.get_freeze_count()
        await p.press("e")
        await p.dialog(Form)
        assert 0 < gc.get_freeze_count() <= frozen  # never more than once a session
        p.screen.shown_plan.begin()
        assert gc.get_freeze_count() == 0
