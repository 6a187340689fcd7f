"""The conflicts side by side: which are listed, how they are read, and how they are settled."""

import pytest

from bcastplan.tui.actions.shown_plan import describe
from bcastplan.tui.screens.dialogs import Ask
from bcastplan.tui.screens.pick import Pick
from bcastplan.tui.views.conflicts_view import ConflictsView
from bcastplan.tui.views.timeline_view import TimelineView
from bcastplan.tui.widgets.findings import FindingsPane

CLASH = """\
bcastplan: 1
service: VOA Special
season: A26
defaults: {broadcaster: VOA, manager: AGM, language: Kor, target: 44NE, site: PHT, power: 250}
transmissions:
  - {id: special, frequency: 9570, time: 1600-1700, transmitter: PHT-1}
  - {frequency: 7465, time: 2000-2200, transmitter: PHT-1, days: Sat}   # no id
"""
INVENTORY = "sites: {PHT: {transmitters: [{id: PHT-1, power: 250}]}}\n"


@pytest.fixture
def clashing(plan):
    """Co-channel with another, adjacent with ourselves, and one transmitter where two are needed."""
    (plan / "other.yaml").write_text((plan / "other.yaml").read_text().replace("1700-1800", "1600-1700"))
    (plan / "special.yaml").write_text(CLASH)
    (plan / "bcastplan.yaml").write_text((plan / "bcastplan.yaml").read_text() + INVENTORY)
    return plan


async def opened(p, wanted):
    await p.press("3")
    await p.until(lambda: isinstance(p.screen.view, ConflictsView) and p.session.pairs_known)
    view = p.screen.view
    await p.until(lambda: view.listed is not None and len(view.listed) == wanted)
    await p.pilot.pause()
    return view


def kinds(view):
    return [str(view.listed[number].kind) for number in range(len(view.listed))]


async def test_double_bookings_come_first_then_others_then_our_own(planner, clashing):
    async with planner() as p:
        view = await opened(p, 4)
        assert kinds(view)[0] == "capacity"
        assert kinds(view)[1] == "co-channel"
        assert [str(pair.severity) for pair in view.listed.pairs if not pair.own] == ["error", "warning"]
        assert [pair.own for pair in view.listed.pairs] == [False, False, True]
        await p.press("r")
        assert view.which == "external"
        assert all(not pair.own for pair in view.listed.pairs)
        assert not view.listed.resources
        await p.press("r")
        assert [pair.own for pair in view.listed.pairs] == [True]
        await p.press("r")
        assert kinds(view) == ["capacity"]
        await p.press("r")
        assert view.which == "jammed"
        assert kinds(view) == []
        await p.press("r")
        assert len(view.listed) == 4


async def test_both_sides_are_shown_with_what_differs_marked(planner, clashing):
    async with planner(size=(120, 60)) as p:
        await p.select("other")
        view = await opened(p, 4)
        assert {view.conflict.a.id, view.conflict.b.id} == {"evening", "other"}
        shown = p.text()
        assert "✗ co-channel, external: 0 kHz apart" in shown
        assert "daily 1600-1630" in shown
        site = next(line for line in shown.splitlines() if line.startswith("Site"))
        assert "≠" in site
        assert "PHT Tinang" in site
        same = next(line for line in shown.splitlines() if line.startswith("Target"))
        assert "=" in same
        assert shown.index("Frequency") > shown.index("Site")
        assert "5 test points of the targets in common" in shown


async def test_either_side_is_selected_and_shown_elsewhere(planner, clashing):
    async with planner() as p:
        await p.select("evening")
        view = await opened(p, 4)
        first = p.screen.selected
        await p.press("v")
        await p.until(lambda: p.screen.selected != first)
        assert {first, p.screen.selected} == {view.conflict.a_row, view.conflict.b_row}
        other = p.screen.selected
        await p.press("L")
        await p.until(lambda: isinstance(p.screen.view, TimelineView))
        assert p.screen.selected == other
        await p.press("3", "T")
        await p.until(lambda: p.screen.view.view_name == "table")
        assert p.screen.selected == other


async def test_the_cursor_selects_the_row_of_each_conflict(planner, clashing):
    async with planner() as p:
        view = await opened(p, 4)
        await p.press("home")
        for number in range(4):
            await p.until(lambda number=number: p.screen.selected in view.listed.rows_of(number))
            await p.press("down")


async def test_a_selection_without_conflicts_gives_way_to_the_conflict_that_is_shown(planner, clashing):
    (clashing / "aside.yaml").write_text(
        "bcastplan: 1\nservice: Aside\nseason: A26\n"
        "transmissions:\n  - {id: aside, frequency: 15500, time: 0300-0330}\n"
    )
    async with planner(size=(120, 40)) as p:
        await p.select("aside")
        assert "15500 kHz" in p.text()
        view = await opened(p, 4)
        await p.until(lambda: p.screen.selected == view.selected_row)
        assert p.screen.selected in view.listed.rows_of(view.grid.cursor)
        assert p.screen.query_one(FindingsPane).head == describe(p.session, p.screen.selected)
        assert "15500 kHz" not in p.text()


async def test_an_agreement_is_asked_for_written_and_taken_back(planner, clashing):
    async with planner() as p:
        await p.select("other")
        view = await opened(p, 4)
        await p.press("A")
        await p.dialog(Ask)
        assert "Why is it settled?" in p.text()
        assert "\\x0a" not in p.text()
        await p.press("enter")
        assert "needs a reason" in p.text()
        await p.type("by letter")
        await p.press("enter")
        await p.plan_again()
        await p.until(lambda: len(view.listed.pairs) == 2)
        text = p.session.documents["bcastplan.yaml"].text
        assert text.endswith("agreed:\n  - {a: evening, b: other, reason: by letter}\n")
        assert (clashing / "bcastplan.yaml").read_text().endswith(INVENTORY)
        await p.press("u")
        await p.until(lambda: len(view.listed.pairs) == 3)


async def test_leaving_the_question_agrees_nothing(planner, clashing):
    async with planner() as p:
        await opened(p, 4)
        await p.press("end", "A")
        await p.dialog(Ask)
        await p.type("no")
        await p.press("escape")
        await p.plan_again()
        assert p.session.dirty == []


async def test_a_double_booking_cannot_be_agreed(planner, clashing):
    async with planner() as p:
        view = await opened(p, 4)
        await p.press("home")
        await p.until(lambda: view.grid.cursor == 0)
        await p.press("A")
        await p.until(lambda: any("move a double booking" in one for one in p.notices()))


async def test_an_edit_elsewhere_takes_a_conflict_off_the_list(planner, clashing):
    async with planner() as p:
        await p.select("other")
        view = await opened(p, 4)
        p.screen.edits.do("move", lambda session: session.change([p.row("other")], {"time": "0900-1000"}))
        await p.until(lambda: len(view.listed.pairs) == 1)
        p.screen.edits.do(
            "move", lambda session: session.change([p.row("special")], {"transmitter": None, "time": "1100-1200"})
        )
        await p.until(lambda: len(view.listed) == 0)
        assert "no conflict among the transmissions listed" in p.text()


async def test_only_conflicts_of_what_the_filter_lists_are_shown(planner, clashing):
    async with planner() as p:
        view = await opened(p, 4)
        await p.press("slash")
        await p.type("7465")
        await p.until(lambda: len(p.screen.listing.rows) == 1)
        await p.press("enter")
        await p.until(lambda: len(view.listed) == 0)
        assert "0 of 4 conflicts" in p.text()


async def test_a_small_screen_scrolls_what_is_said(planner, clashing):
    async with planner(size=(80, 24)) as p:
        await p.select("evening")
        await opened(p, 4)
        assert "≠" in p.text()
        assert "Written in" not in p.text()
        await p.press("f", "f", "f", "f")
        await p.until(lambda: "Written in" in p.text() or "Manager" in p.text())
        await p.press("F", "F", "F", "F")
        await p.until(lambda: "kHz apart" in p.text())


async def test_a_missing_target_is_said(planner, clashing):
    (clashing / "other.yaml").write_text((clashing / "other.yaml").read_text().replace(", target: 44NE", ""))
    async with planner() as p:
        await p.select("other")
        await opened(p, 4)
        assert "a target is missing" in p.text()


async def test_what_is_jammed_is_listed_last_with_the_jammer_and_is_not_agreed(planner, clashing):
    jammer = "{name: Pyongyang, latitude: 39.03, longitude: 125.75, power: 10, frequencies: [9568], heard: 2026-04}"
    jammers = f"jammers:\n  - {jammer}\n"
    (clashing / "bcastplan.yaml").write_text((clashing / "bcastplan.yaml").read_text() + jammers)
    async with planner() as p:
        view = await opened(p, 7)
        assert kinds(view)[-3:] == ["jammed"] * 3
        await p.press("end")
        await p.until(lambda: "jammed by Pyongyang" in p.text())
        assert p.screen.selected in {p.row("evening"), p.row("other"), p.row("special")}
        assert p.screen.selected == view.conflict.row
        for _ in range(4):
            await p.press("r")
        assert view.which == "jammed"
        assert kinds(view) == ["jammed"] * 3
        await p.press("home")
        lines = p.text()
        assert "› ours" in lines
        assert "jammer" in lines
        await p.press("v", "A")
        await p.until(lambda: any("only a pair can be agreed" in notice for notice in p.notices()))
        row = view.conflict.row
        p.screen.edits.do("move", lambda session: session.change([row], {"frequency": "9900"}))
        await p.until(lambda: len(view.listed) == 2)


async def test_moves_that_end_the_conflict_are_listed_and_made(planner, clashing):
    async with planner() as p:
        await p.select("other")
        view = await opened(p, 4)
        before = len(view.listed)
        frequencies = [row.frequency_khz for row in p.session.table.transmissions]
        await p.press("M")
        dialog = await p.dialog(Pick)
        assert dialog.choices[0].code.endswith("kHz")
        assert dialog.choices[0].name.startswith("ours ")
        await p.press("enter")
        await p.until(lambda: view.listed is not None and len(view.listed) < before)
        changed = [row.frequency_khz for row in p.session.table.transmissions]
        assert sum(left != right for left, right in zip(frequencies, changed, strict=True)) == 1
        await p.press("u")
        await p.until(lambda: len(view.listed) == before)
        assert [row.frequency_khz for row in p.session.table.transmissions] == frequencies


async def test_own_conflicts_have_no_moves(planner, clashing):
    async with planner() as p:
        view = await opened(p, 4)
        await p.press("r", "r")
        assert view.which == "own"
        await p.press("M")
        await p.until(lambda: any("moves are for conflicts with others" in notice for notice in p.notices()))
