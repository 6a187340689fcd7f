"""The facilities by keys: lanes with figures, clashes where they are, and bookings that are moved."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from bcastplan.tui.screens.pick import Pick
from bcastplan.tui.views.facilities_view import FacilitiesView
from bcastplan.workspace.inspection.plan_hours import hours_of

PLAN = """\
bcastplan: 1
plan: Test plan
sites:
  PHT:
    transmitters: [{id: PHT-1, power: 250, retune: 15}, {id: PHT-2, power: 250, frequencies: [5900-8000]}]
    antennas: [{id: A1, antenna: 216}]
rates: {currency: USD, items: [{per_hour: 10}]}
"""


def lines_of(view) -> list[tuple[str, list[str]]]:
    """Label and ids of each line."""
    table = view.session.table.transmissions
    return [(line.label.strip(), [table[bar.row].id for bar in line.bars]) for line in view.chart.day.lines]


async def opened(p, identifier: str) -> FacilitiesView:
    await p.until(lambda: p.session.pairs_known)
    await p.select(identifier)
    await p.press("0")
    await p.until(lambda: isinstance(p.screen.view, FacilitiesView) and p.screen.view.uses is not None)
    await p.pilot.pause()
    return p.screen.view


def write(plan: Path) -> None:
    (plan / "bcastplan.yaml").write_text(PLAN)
    text = (plan / "korean.yaml").read_text()
    text = text.replace("time: 1530-1630", "time: 1530-1630, transmitter: PHT-1")
    text = text.replace("time: 1900-2100", "time: 1635-1900, transmitter: PHT-1")
    (plan / "korean.yaml").write_text(text)


async def test_lanes_figures_and_a_gap_that_is_too_short(planner, plan: Path) -> None:
    write(plan)
    async with planner(size=(120, 36)) as p:
        view = await opened(p, "evening")
        assert lines_of(view) == [
            ("PHT", []), ("PHT-1 250 kW", ["evening", "night"]), ("PHT-2 250 kW", []),
            ("ant A1 216", ["evening", "night"]), ("JAK", []), ("#1", ["other"]),
        ]  # fmt: skip
        screen = p.text().splitlines()
        row = next(line for line in screen if line.startswith("  PHT-1"))
        assert row.count("▲") == 2
        use = next(one for one in hours_of(p.session.workspace, by=("site", "transmitter")).rows if one.values[1])
        assert row.split()[-4:] == ["3.4", "20.6", f"{use.transmitter_minutes / 60:,.0f}", f"{use.cost:,.0f}"]
        assert use.cost == Decimal(use.transmitter_minutes) / 6
        assert "2 transmitters, 1 at once" in p.text()
        assert "no inventory, 1 at once" in p.text()
        assert "USD" in p.text()
        await p.press("r")
        assert [label for label, _ in lines_of(view)] == ["PHT", "PHT-1 250 kW", "PHT-2 250 kW", "JAK", "#1"]
        await p.press("r")
        assert [label for label, _ in lines_of(view)] == ["PHT", "ant A1 216", "JAK"]


async def test_a_bar_is_booked_elsewhere_and_moved_in_time(planner, plan: Path) -> None:
    write(plan)
    async with planner(size=(80, 24)) as p:
        view = await opened(p, "evening")
        await p.press("shift+down")
        await p.until(lambda: p.one("evening").transmitter == "PHT-2" and view.uses is not None)
        assert view.chart.place.line == 2
        await p.press("L")
        await p.until(lambda: "there is no other transmitter below" in p.text())
        await p.press("u")
        await p.until(lambda: p.one("evening").transmitter == "PHT-1")
        await p.press("R")
        dialog = await p.dialog(Pick)
        words = {choice.code: choice.name for choice in dialog.choices}
        assert words == {
            "PHT-1": "now, no time to retune on 150 dates",
            "PHT-2": "cannot be tuned to the frequency",
        }
        await p.until(lambda: "no conflict comes or goes" in p.text())
        await p.press("down")
        await p.until(lambda: "1 double booking fewer" in p.text())
        await p.press("enter")
        await p.until(lambda: p.one("evening").transmitter == "PHT-2")
        await p.press("right_square_bracket")
        await p.until(lambda: str(p.one("evening").time) == "1535-1635")
        assert "transmitter: PHT-2" in p.session.documents["korean.yaml"].text


async def test_a_lane_of_antennas_books_antennas_and_the_cursor_passes_empty_lanes(planner, plan: Path) -> None:
    write(plan)
    text = (plan / "bcastplan.yaml").read_text().replace("{id: A1, antenna: 216}", "{id: A1, antenna: 216}, {id: A2}")
    (plan / "bcastplan.yaml").write_text(text)
    async with planner(size=(80, 24)) as p:
        view = await opened(p, "night")
        await p.press("down")
        assert view.chart.place.line == 3
        await p.press("shift+down")
        await p.until(lambda: p.one("night").antenna == "A2")
        await p.until(lambda: view.chart.place.line == 4)
        await p.press("down")
        await p.until(lambda: p.screen.selected == p.row("other"))
        await p.press("R")
        await p.until(lambda: "no inventory of this site" in p.text())
        await p.press("home")
        assert view.chart.place.line == 1


async def test_empty_states_and_help(planner, plan: Path) -> None:
    for name in ("korean.yaml", "other.yaml"):
        (plan / name).write_text((plan / name).read_text().replace("site: PHT", "note: x").replace("site: JAK, ", ""))
    async with planner() as p:
        await opened(p, "evening")
        assert "no transmission listed here names a site" in p.text()
        await p.press("shift+up", "R", "down", "end", "plus")
        await p.press("f1")
        await p.until(lambda: "time to change" in " ".join(p.text().split()))


async def test_the_date_is_shared_and_the_selection_is_looked_for(planner, plan: Path) -> None:
    write(plan)
    async with planner() as p:
        view = await opened(p, "late")
        assert "not on the air on this date" in p.text()
        await p.press("D")
        await p.until(lambda: view.chart.place is not None)
        chosen = view.day
        await p.press("2")
        await p.until(lambda: p.screen.view.view_name == "timeline")
        assert p.screen.view.day == chosen


async def drag(p, view: FacilitiesView, identifier: str, to: str, columns: int = 0, *, release: bool = True):
    """Drag a bar with the mouse to the lane of another name, some columns to the side; returns where that is."""
    chart = view.chart
    place = chart.day.place_of(p.row(identifier), 900)
    first, stop = chart.scale.cells(chart.day.bar(place))
    line = next(number for number, entry in enumerate(chart.day.lines) if entry.label.strip().startswith(to))
    at = chart.label_width + (first + stop) // 2
    await p.pilot.mouse_down(chart, offset=(at, place.line))
    await p.pilot.hover(chart, offset=(at + columns, line))
    if release:
        await p.pilot.mouse_up(chart, offset=(at + columns, line))
    return at + columns, line


async def test_the_mouse_drags_a_bar_to_another_transmitter(planner, plan: Path) -> None:
    write(plan)
    async with planner(size=(120, 36)) as p:
        view = await opened(p, "evening")
        there = await drag(p, view, "evening", "PHT-2", 1, release=False)
        await p.until(lambda: "1530-1630 on PHT-2: 1 double booking fewer" in p.text())
        assert p.one("evening").transmitter == "PHT-1"
        lines = {line.split()[0]: line for line in p.text().splitlines() if line.startswith("  PHT-")}
        assert "[" in lines["PHT-2"]
        assert "[" not in lines["PHT-1"]
        await p.pilot.mouse_up(view.chart, offset=there)
        await p.until(lambda: p.one("evening").transmitter == "PHT-2")
        assert str(p.one("evening").time) == "1530-1630"  # a cell to the side is no other time
        assert [step.label for step in p.session.history.done] == ["book on PHT-2"]
        assert view.chart.place.line == 2


async def test_the_mouse_drags_a_bar_to_another_transmitter_and_time_in_one_step(planner, plan: Path) -> None:
    write(plan)
    async with planner(size=(120, 36)) as p:
        view = await opened(p, "evening")
        await drag(p, view, "evening", "PHT-2", -12)
        await p.until(lambda: p.one("evening").transmitter == "PHT-2")
        start, stop = p.one("evening").time
        assert (stop - start, start % 5) == (60, 0)
        assert start < 930 - 60
        await p.press("u")
        await p.until(lambda: (p.one("evening").transmitter, str(p.one("evening").time)) == ("PHT-1", "1530-1630"))


async def test_the_mouse_books_antennas_and_says_where_a_bar_cannot_go(planner, plan: Path) -> None:
    write(plan)
    text = (plan / "bcastplan.yaml").read_text().replace("{id: A1, antenna: 216}", "{id: A1, antenna: 216}, {id: A2}")
    (plan / "bcastplan.yaml").write_text(text)
    async with planner(size=(120, 36)) as p:
        view = await opened(p, "evening")
        for to, reason in (
            ("PHT", "leave it on a lane"), ("JAK", "JAK is another site"), ("ant A1", "booked on this antenna already"),
        ):  # fmt: skip
            await drag(p, view, "evening", to)
            await p.until(lambda reason=reason: reason in p.text())
            assert not p.session.dirty
        await drag(p, view, "evening", "ant A2")
        await p.until(lambda: p.one("evening").antenna == "A2")
        # The check that follows an edit paints the view anew, which takes a hint away that stands there already.
        await p.until(lambda: p.session.checked and not p.screen.shown_plan.checking)
        await drag(p, view, "other", "PHT-1")
        await p.until(lambda: "PHT is another site" in p.text())
        await drag(p, view, "night", "PHT-1", 4)
        await p.until(lambda: str(p.one("night").time) != "1635-1900")
        assert p.one("night").transmitter == "PHT-1"
