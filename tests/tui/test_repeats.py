"""The last edit made once more of other transmissions, wherever it was made; what cannot be repeated says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from bcastplan.tui.screens.dialogs import Ask
from bcastplan.tui.screens.edit_preview import EditPreview
from bcastplan.tui.screens.form import Form
from bcastplan.tui.screens.paste import Paste
from bcastplan.tui.screens.pick import Pick

SITES = """\
sites:
  PHT:
    transmitters: [{id: PHT-1}, {id: PHT-2}]
"""


async def view(p, key: str, name: str):
    await p.press(key)
    await p.until(lambda: p.screen.view is not None and p.screen.view.view_name == name)
    return p.screen.view


async def repeat_on(p, identifier: str) -> None:
    await p.select(identifier)
    await p.press("full_stop")


async def test_a_channel_that_was_taken_is_taken_by_others(planner, plan: Path) -> None:
    text = (plan / "korean.yaml").read_text().replace("days: Mon-Fri", "days: Mon-Fri, sync: pair")
    (plan / "korean.yaml").write_text(text)
    async with planner() as p:
        channels = await view(p, "9", "channels")
        await p.until(lambda: channels.bench.khz is not None)
        await p.press("down", "enter")
        await p.until(lambda: p.one("evening").frequency_khz != 9565)
        khz = p.one("evening").frequency_khz
        await p.press("full_stop")
        await p.until(lambda: any("kHz already" in notice for notice in p.notices()))
        await view(p, "1", "table")
        await repeat_on(p, "night")
        await p.until(lambda: p.one("night").frequency_khz == khz)
        assert p.one("night").sync is None
        assert p.screen.selected == p.row("night")
        p.screen.listing.marks = {p.row("late"), p.row("other"), p.row("night")}
        await p.press("full_stop")
        await p.until(lambda: p.one("late").frequency_khz == p.one("other").frequency_khz == khz)
        assert [step.label for step in p.session.history.done] == ["change frequency"] * 3


async def test_a_booking_is_made_of_others_where_their_site_has_the_transmitter(planner, plan: Path) -> None:
    (plan / "bcastplan.yaml").write_text(f"bcastplan: 1\n{SITES}")
    async with planner() as p:
        await p.until(lambda: p.session.pairs_known)
        facilities = await view(p, "0", "facilities")
        await p.until(lambda: facilities.uses is not None)
        await p.press("L")
        await p.until(lambda: p.one("evening").transmitter == "PHT-1")
        await p.press("L")
        await p.until(lambda: p.one("evening").transmitter == "PHT-2")
        await repeat_on(p, "night")
        await p.until(lambda: p.one("night").transmitter == "PHT-2")
        await repeat_on(p, "other")
        await p.until(lambda: any("no inventory of JAK" in notice for notice in p.notices()))
        assert p.one("other").transmitter is None
        assert p.one("night").transmitter == "PHT-2"


async def test_a_bar_of_the_timeline_is_moved_and_resized_again(planner) -> None:
    async with planner() as p:
        await view(p, "2", "timeline")
        await p.press("right_square_bracket")
        await p.until(lambda: str(p.one("evening").time) == "1535-1635")
        await repeat_on(p, "night")
        await p.until(lambda: str(p.one("night").time) == "1905-2105")
        await p.press("right_curly_bracket")
        await p.until(lambda: str(p.one("night").time) == "1905-2110")
        p.screen.listing.marks = {p.row("evening"), p.row("other")}
        await p.press("full_stop")
        await p.until(lambda: str(p.one("other").time) == "1700-1805")
        assert str(p.one("evening").time) == "1535-1640"
        assert len(p.session.history.done) == 4


async def test_a_move_to_a_file_and_a_cut_are_made_again(planner) -> None:
    async with planner() as p:
        await p.press("m")
        await p.dialog(Pick)
        await p.press("enter")
        await p.plan_again()
        await p.press("full_stop")
        await p.until(lambda: any("it is in other.yaml already" in notice for notice in p.notices()))
        await repeat_on(p, "night")
        await p.until(lambda: p.one("night").file == "other.yaml")
        await p.press("s")
        question = await p.dialog(Ask)
        question.query_one("Input").value = "1545"
        await p.select("evening")
        await p.press("escape")
        await p.plan_again()
        await p.press("s")
        question = await p.dialog(Ask)
        question.query_one("Input").value = "1545"
        await p.press("enter")
        await p.until(lambda: str(p.one("evening").time) == "1530-1545")
        await repeat_on(p, "late")
        await p.until(lambda: any("1545 does not lie inside 2330-0030" in notice for notice in p.notices()))


async def test_copies_and_deletions_are_made_again_and_several_ask_first(planner) -> None:
    async with planner() as p:
        await p.press("d")
        await p.until(lambda: "evening-2" in p.ids())
        await repeat_on(p, "night")
        await p.until(lambda: "night-2" in p.ids())
        await p.press("x")
        await p.until(lambda: "night-2" not in p.ids())
        await repeat_on(p, "evening-2")
        await p.until(lambda: "evening-2" not in p.ids())
        await p.press("a", "full_stop")
        await p.dialog(EditPreview)
        await p.press("escape")
        await p.plan_again()
        assert p.ids() == ["evening", "night", "late", "other"]


@pytest.mark.parametrize(
    ("keys", "dialog", "more", "reason"),
    [
        ("n", Form, ("f2",), "a new transmission is not written twice: d copies"),
        ("p", Paste, ("f2",), "p pastes it again"),
    ],
)
async def test_what_cannot_be_repeated_says_why(planner, keys, dialog, more, reason) -> None:
    async with planner() as p:
        p.app.copy_to_clipboard("- {frequency: 9700, time: 0100-0200}\n")
        await p.press("right_square_bracket", *keys)
        await p.dialog(dialog)
        if dialog is Form:
            await p.press(*"9700", "tab", *"0100", "minus", *"0200")
        await p.press(*more)
        await p.plan_again()
        await p.until(lambda: len(p.session.table) == 5)
        await p.press("full_stop")
        await p.until(lambda: any(reason in notice for notice in p.notices()))
        assert len(p.session.history.done) == 2


async def test_an_agreement_is_about_one_conflict(planner, plan: Path) -> None:
    (plan / "other.yaml").write_text((plan / "other.yaml").read_text().replace("1700-1800", "1600-1700"))
    async with planner() as p:
        await p.until(lambda: p.session.pairs_known and p.session.pairs)
        await view(p, "3", "conflicts")
        await p.press("A")
        question = await p.dialog(Ask)
        question.query_one("Input").value = "settled at the conference"
        await p.press("enter")
        await p.until(lambda: not p.session.pairs)
        await p.press("full_stop")
        await p.until(lambda: any("an agreement is about one conflict" in notice for notice in p.notices()))
