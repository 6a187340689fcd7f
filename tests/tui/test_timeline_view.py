"""The timeline by keys and mouse: what it shows, and what it does to the plan."""

import re
from datetime import date

import pytest

from bcastplan.reference import target_clock
from bcastplan.tui.screens.dialogs import Ask
from bcastplan.tui.views.timeline_chart import TimelineChart
from bcastplan.tui.views.timeline_model import short_clock_name
from bcastplan.tui.views.timeline_view import TimelineView


async def opened(p, select=None):
    """Bring the timeline to the front with a row selected."""
    if select is not None:
        await p.select(select)
    await p.press("2")
    await p.until(lambda: isinstance(p.screen.view, TimelineView) and p.session.pairs_known)
    await p.pilot.pause()
    return p.screen.view


def selected(p):
    return p.session.table.transmissions[p.screen.selected].id


def lines(view):
    return [
        (line.label, [view.session.table.transmissions[bar.row].id for bar in line.bars])
        for line in view.chart.day.lines
    ]


async def test_it_opens_on_today_with_both_clocks_and_the_selection(planner):
    async with planner(size=(80, 24)) as p:
        view = await opened(p, "evening")
        shown = p.text()
        assert "Mon 2026-06-22  now 1545  by frequency  24 h  snap 5 min" in shown
        assert "UTC" in shown
        assert "KST" in shown
        assert lines(view) == [("7460", ["night"]), ("9565", ["evening", "other"])]
        assert view.chart.place is not None


@pytest.mark.parametrize(
    ("name", "width", "shown"),
    [
        ("KST", 7, "KST"), ("UTC+9", 7, "UTC+9"), ("UTC+4:30", 8, "UTC+4:30"), ("UTC+4:30", 7, "+4:30"),
        ("UTC-3:30", 7, "-3:30"), ("UTC+12:45", 7, "+12:45"), ("UTC+12:45", 5, "+12:…"), ("ACWST", 3, "AC…"),
    ],
)  # fmt: skip
def test_a_clock_without_room_is_never_shown_as_another_offset(name, width, shown):
    assert short_clock_name(name, width) == shown


async def test_the_clock_of_a_target_with_half_hours_is_named_in_whole(planner):
    async with planner(size=(80, 24)) as p:
        view = await opened(p, "evening")
        view.chart.day.clock = lambda row: target_clock("40E", 2026)
        view._say()
        await p.pilot.pause()
        assert re.search(r"\+4:30 ", p.text())


async def test_airings_over_midnight_are_joined_by_marks(planner):
    async with planner() as p:
        view = await opened(p, "late")
        view.show_day(date(2026, 6, 27))
        await p.pilot.pause()
        row = next(line for line in p.text().splitlines() if line.startswith("9720"))
        assert "‹" in row
        assert "›" in row


async def test_keys_walk_over_the_bars_and_the_app_follows(planner):
    async with planner() as p:
        view = await opened(p, "night")
        await p.press("down")
        await p.until(lambda: selected(p) == "other")
        await p.press("left")
        await p.until(lambda: selected(p) == "evening")
        await p.press("right", "up")
        await p.until(lambda: selected(p) == "night")
        await p.press("end")
        await p.until(lambda: selected(p) in ("evening", "other"))
        await p.press("home", "pagedown", "pageup")
        await p.until(lambda: selected(p) == "night")
        assert view.chart.has_focus


async def test_lines_are_grouped_by_what_the_planner_chooses(planner):
    async with planner() as p:
        view = await opened(p)
        await p.press("r")
        assert [label for label, _ in lines(view)] == ["JAK", "PHT"]
        await p.press("r")
        assert [label for label, _ in lines(view)] == ["Radio Other", "VOA Korean"]
        await p.press("r")
        assert [label for label, _ in lines(view)] == ["41 m", "31 m"]
        await p.press("r")
        assert [label for label, _ in lines(view)] == ["7460", "9565"]


async def test_days_are_stepped_picked_by_weekday_and_refused_when_there_is_no_such_day(planner):
    async with planner() as p:
        view = await opened(p, "late")
        assert "not on the air on this date" in p.text()
        await p.press("greater_than_sign")
        assert view.day == date(2026, 6, 23)
        await p.press("comma", "comma")
        assert view.day == date(2026, 6, 21)
        await p.press("N")
        assert view.day == date(2026, 6, 22)
        await p.press("v")
        await p.dialog(Ask)
        await p.type("friday 13")
        await p.press("enter")
        assert isinstance(p.app.screen, Ask)
        await p.press("ctrl+u")
        await p.type("Sat")
        await p.press("enter")
        await p.plan_again()
        assert view.day == date(2026, 6, 27)
        await p.press("D")
        assert view.day == date(2026, 7, 3)


async def test_zoom_keeps_the_bar_in_sight_and_hours_scroll(planner):
    async with planner() as p:
        view = await opened(p, "other")
        await p.press("plus")
        assert view.chart.scale.minutes == 720
        await p.press("equals_sign", "plus", "plus")
        scale = view.chart.scale
        assert scale.minutes == 180
        assert scale.first_minute <= 17 * 60 < scale.first_minute + 180
        assert "3 h" in p.text()
        await p.press("F")
        assert view.chart.scale.first_minute == scale.first_minute - 60
        await p.press("f", "minus", "minus", "minus")
        assert view.chart.scale.minutes == 1440


async def test_the_same_keys_as_elsewhere_move_a_bar_to_the_grid_and_undo_takes_it_back(planner):
    async with planner() as p:
        await opened(p, "evening")
        await p.press("right_square_bracket")
        await p.until(lambda: str(p.one("evening").time) == "1535-1635")
        await p.press("S", "right_square_bracket")
        await p.until(lambda: str(p.one("evening").time) == "1545-1645")
        await p.press("left_square_bracket")
        await p.until(lambda: str(p.one("evening").time) == "1530-1630")
        assert selected(p) == "evening"
        await p.press("u")
        await p.until(lambda: str(p.one("evening").time) == "1545-1645")


@pytest.mark.parametrize(
    ("key", "time"),
    [
        ("left_parenthesis", "1525-1630"),
        ("right_parenthesis", "1535-1630"),
        ("left_curly_bracket", "1530-1625"),
        ("right_curly_bracket", "1530-1635"),
    ],
)
async def test_either_end_of_a_bar_is_moved_alone(planner, key, time):
    async with planner() as p:
        await opened(p, "evening")
        await p.press(key)
        await p.until(lambda: str(p.one("evening").time) == time)


def bars_with_clashes(p):
    return "\n".join(line for line in p.text().splitlines() if "╳" in line and "its time" not in line)


async def test_a_move_shows_the_conflict_it_makes_by_signs(planner):
    async with planner() as p:
        await opened(p, "other")
        assert bars_with_clashes(p) == ""
        await p.press("S", "S", "left_square_bracket", "left_square_bracket")
        await p.until(lambda: str(p.one("other").time) == "1600-1700")
        await p.pilot.pause()
        assert "✗" in bars_with_clashes(p)


async def test_an_end_cannot_be_moved_past_the_other(planner):
    async with planner() as p:
        await opened(p, "late")
        for _ in range(3):
            await p.press("S")
        p.screen.edits.do("short", lambda session: session.change([p.row("late")], {"time": "0000-0005"}))
        p.screen.view.show_day(date(2026, 6, 26))
        await p.press("left_curly_bracket")
        await p.until(lambda: bool(p.notices()))
        assert str(p.one("late").time) == "0000-0005"
        await p.press("left_parenthesis")
        await p.until(lambda: len(p.notices()) > 1)
        assert str(p.one("late").time) == "0000-0005"


async def drag(p, chart: TimelineChart, row: int, minutes: int, *, end: bool = False):
    """Drag a row's bar with the mouse."""
    place = chart.day.place_of(row, 900)
    first, stop = chart.scale.cells(chart.day.bar(place))
    at = stop - 1 if end else (first + stop) // 2
    to = at + round(minutes * chart.scale.width / chart.scale.minutes)
    await p.pilot.mouse_down(chart, offset=(chart.label_width + at, place.line))
    await p.pilot.hover(chart, offset=(chart.label_width + to, place.line))
    await p.pilot.mouse_up(chart, offset=(chart.label_width + to, place.line))


async def test_the_mouse_drags_a_bar(planner):
    async with planner(size=(200, 60)) as p:
        view = await opened(p)
        await drag(p, view.chart, p.row("evening"), 60)
        await p.until(lambda: str(p.one("evening").time) != "1530-1630")
        start, stop = p.one("evening").time
        assert stop - start == 60
        assert start % 5 == 0
        assert abs(start - 990) <= 10
        assert selected(p) == "evening"


async def test_the_mouse_drags_an_end_of_a_bar(planner):
    async with planner(size=(200, 60)) as p:
        view = await opened(p)
        await drag(p, view.chart, p.row("evening"), 60, end=True)
        await p.until(lambda: str(p.one("evening").time) != "1530-1630")
        start, stop = p.one("evening").time
        assert start == 930
        assert abs(stop - 1050) <= 10


async def test_a_click_selects_and_changes_nothing(planner):
    async with planner() as p:
        view = await opened(p, "night")
        await drag(p, view.chart, p.row("other"), 0)
        await p.until(lambda: selected(p) == "other")
        assert p.session.dirty == []


async def test_the_filter_leaves_out_bars_and_ghosts_are_drawn_as_such(planner, plan):
    ghost = plan.parent / "ghost.yaml"
    ghost.write_text((plan / "other.yaml").read_text().replace("Radio Other", "Elsewhere").replace("1700", "1545"))
    async with planner(against=(str(ghost),)) as p:
        view = await opened(p, "evening")
        assert "┄┄ reference" in p.text()
        assert "~Elsewhere" in p.text() or "~Els" in p.text()
        await p.press("slash")
        await p.type("7460")
        await p.until(lambda: p.ids() == ["night"])
        await p.press("enter")
        await p.pilot.pause()
        assert lines(view) == [("7460", ["night"])]
        assert "┄┄┄" not in p.text()


async def test_nothing_is_laid_out_again_when_nothing_has_changed(planner):
    async with planner() as p:
        view = await opened(p, "evening")
        day = view.chart.day
        p.screen.shown_plan.show()
        await p.select("other")
        assert view.chart.day is day
        await p.press("right_square_bracket")
        await p.until(lambda: str(p.one("other").time) == "1705-1805")
        assert view.chart.day is not day


async def test_the_window_may_be_of_any_size_at_any_moment(planner):
    async with planner(size=(200, 60)) as p:
        await opened(p, "evening")
        for size in ((80, 24), (20, 8), (120, 36), (1, 1), (200, 60)):
            await p.pilot.resize_terminal(*size)
            await p.pilot.pause()
        assert "now 1545" in p.text()


async def test_names_are_shown_as_text(planner, plan):
    text = (plan / "korean.yaml").read_text()
    (plan / "korean.yaml").write_text(text.replace("service: VOA Korean", 'service: "[red]x[/red]\\e[2J"'))
    async with planner(size=(200, 60)) as p:
        await opened(p, "evening")
        assert "[red]x[/red]\\x1b[2J" in p.text()


async def test_the_legend_names_the_services_in_sight(planner, plan):
    lines_of_plan = [
        f"  - {{service: S{number:02d}, frequency: {6000 + 10 * number}, time: 1500-1600}}\n" for number in range(60)
    ]
    (plan / "many.yaml").write_text("bcastplan: 1\nservice: x\nseason: A26\ntransmissions:\n" + "".join(lines_of_plan))
    async with planner(size=(160, 24)) as p:
        await opened(p)
        await p.press("home")
        await p.until(lambda: " S00 " in p.text())
        assert " S59 " not in p.text()
        await p.press("end", "up", "up", "up")
        await p.until(lambda: " S59 " in p.text())
        assert " S00 " not in p.text()


@pytest.mark.parametrize("width", [80, 97, 120, 143])
async def test_every_two_hours_of_a_day_are_equally_wide(planner, width):
    async with planner(size=(width, 24)) as p:
        await opened(p)
        chart = p.screen.view.chart
        line = next(line for line in p.text().splitlines() if line.startswith("UTC"))
        labels = [(label.start(), int(label[0][:2])) for label in re.finditer(r"\d{4}", line)]
        assert len(labels) > 5
        assert len({place - hour * chart.scale.width // 24 for place, hour in labels if hour % 2 == 0}) == 1
        spare = chart.size.width - chart.label_width - chart.scale.width
        assert 0 <= spare < 12
