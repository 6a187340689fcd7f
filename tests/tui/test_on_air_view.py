"""What is on the air: now by default, then at every moment that is asked for."""

from datetime import UTC, datetime

from bcastplan.tui.screens.dialogs import Ask
from bcastplan.tui.views.on_air_view import OnAirView


async def opened(p):
    await p.press("6")
    await p.until(lambda: isinstance(p.screen.view, OnAirView) and p.session.pairs_known)
    await p.pilot.pause()
    return p.screen.view


def ids(view):
    return [view.session.table.transmissions[one.row].id for one in view.listed]


async def test_it_opens_now(planner):
    async with planner(size=(80, 24)) as p:
        view = await opened(p)
        assert "Mon 2026-06-22 1545 UTC (now)  1 on the air on 1 frequency" in p.text()
        assert ids(view) == ["evening"]
        line = next(line for line in p.text().splitlines() if "1530-1630" in line and "9565" in line)
        assert "45" in line
        assert "PHT Tinang" in line


async def test_the_row_under_the_cursor_is_the_selection(planner):
    async with planner() as p:
        await p.select("night")
        view = await opened(p)
        assert ids(view) == ["evening"]
        await p.until(lambda: p.screen.selected == p.row("evening"))
        await p.press("x")
        await p.until(lambda: not ids(view))
        assert sorted(one.id for one in p.session.table.transmissions) == ["late", "night", "other"]


async def test_minutes_hours_and_days_are_stepped(planner):
    async with planner() as p:
        view = await opened(p)
        await p.press("minus", "minus", "minus", "minus")
        assert view.moment == datetime(2026, 6, 22, 15, 25, tzinfo=UTC)
        assert ids(view) == []
        await p.press("plus")
        assert ids(view) == ["evening"]
        await p.press("f", "equals_sign")
        assert view.moment == datetime(2026, 6, 22, 16, 35, tzinfo=UTC)
        await p.press("f")
        assert ids(view) == ["other"]
        await p.press("F", "greater_than_sign", "less_than_sign", "comma")
        assert view.moment == datetime(2026, 6, 21, 16, 35, tzinfo=UTC)
        await p.press("N")
        assert view.chosen is None
        assert ids(view) == ["evening"]


async def test_a_moment_is_picked_and_an_airing_over_midnight_has_both_its_ends(planner):
    async with planner() as p:
        view = await opened(p)
        await p.press("v")
        await p.dialog(Ask)
        await p.type("25:00")
        await p.press("enter")
        assert isinstance(p.app.screen, Ask)
        await p.press("ctrl+u")
        await p.type("Sun 0010")
        await p.press("enter")
        await p.plan_again()
        assert view.moment == datetime(2026, 6, 28, 0, 10, tzinfo=UTC)
        assert ids(view) == ["late"]
        assert "2330-0030" in p.text()
        assert "(now)" not in p.text()


async def test_the_clock_is_followed_until_a_moment_is_chosen(planner):
    async with planner() as p:
        view = await opened(p)
        view.now = lambda: datetime(2026, 6, 22, 17, 30, 12, tzinfo=UTC)
        view._tick()
        assert ids(view) == ["other"]
        await p.press("F")
        view.now = lambda: datetime(2026, 6, 22, 19, 30, tzinfo=UTC)
        view._tick()
        assert view.moment == datetime(2026, 6, 22, 16, 30, tzinfo=UTC)


async def test_only_conflicts_of_the_moment_are_marked(planner, plan):
    (plan / "other.yaml").write_text((plan / "other.yaml").read_text().replace("1700-1800", "1600-1700"))
    async with planner() as p:
        view = await opened(p)
        assert not [line for line in p.text().splitlines() if "✗" in line[:3] and "9565" in line[:12]]
        await p.press("plus", "plus", "plus")
        assert ids(view) == ["evening", "other"]
        marked = [line for line in p.text().splitlines() if "✗" in line[:3] and "9565" in line[:12]]
        assert len(marked) == 2


async def test_the_cursor_selects_and_edits_are_followed(planner, plan):
    (plan / "other.yaml").write_text((plan / "other.yaml").read_text().replace("1700-1800", "1500-1700"))
    async with planner() as p:
        view = await opened(p)
        await p.press("home")
        await p.press("down")
        await p.until(lambda: p.screen.selected == p.row("other"))
        await p.press("right_square_bracket")
        await p.until(lambda: str(p.one("other").time) == "1505-1705")
        assert "1505-1705" in p.text()
        p.screen.edits.do("away", lambda session: session.change([p.row("other")], {"time": "0100-0200"}))
        await p.until(lambda: ids(view) == ["evening"])


async def test_the_filter_holds_here_too(planner):
    async with planner() as p:
        view = await opened(p)
        await p.press("slash")
        await p.type("7460")
        await p.press("enter")
        await p.until(lambda: ids(view) == [])
