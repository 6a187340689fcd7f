"""A date chosen in one view is the date of the others; choosing none leaves each with its own."""

from datetime import UTC, date, datetime

from bcastplan.tui.views.hours_view import HoursView
from bcastplan.tui.views.on_air_view import OnAirView
from bcastplan.tui.views.timeline_view import TimelineView

VIEWS = {"2": TimelineView, "4": HoursView, "6": OnAirView}


async def front(p, key):
    """The view a key brings to the front."""
    await p.press(key)
    await p.until(lambda: isinstance(p.screen.view, VIEWS[key]))
    await p.pilot.pause()
    return p.screen.view


async def test_a_date_of_the_timeline_is_that_of_hours_and_on_air(planner):
    async with planner() as p:
        timeline = await front(p, "2")
        assert timeline.day == date(2026, 6, 22)
        for _ in range(9):
            await p.press("greater_than_sign")
        assert timeline.day == date(2026, 7, 1)
        on_air = await front(p, "6")
        assert on_air.moment == datetime(2026, 7, 1, 15, 45, tzinfo=UTC)
        assert "Wed 2026-07-01 1545 UTC" in p.text()
        hours = await front(p, "4")
        await p.until(lambda: hours.counted is not None and hours.counted.week.period.first == date(2026, 6, 29))


async def test_a_week_of_hours_keeps_the_weekday_for_the_others(planner):
    async with planner() as p:
        await front(p, "2")
        await p.press("greater_than_sign")
        hours = await front(p, "4")
        await p.press("greater_than_sign")
        await p.until(lambda: hours.counted is not None and hours.counted.week.period.first == date(2026, 6, 29))
        assert (await front(p, "2")).day == date(2026, 6, 30)
        await front(p, "4")
        await p.press("N")
        assert (await front(p, "2")).day == date(2026, 6, 22)


async def test_a_moment_over_midnight_and_now_again(planner):
    async with planner() as p:
        on_air = await front(p, "6")
        for _ in range(9):
            await p.press("f")
        assert on_air.moment == datetime(2026, 6, 23, 0, 45, tzinfo=UTC)
        assert (await front(p, "2")).day == date(2026, 6, 23)
        await front(p, "6")
        await p.press("N")
        assert on_air.chosen is None
        assert (await front(p, "2")).day == date(2026, 6, 22)


async def test_the_clock_is_followed_as_long_as_today_is_shown(planner):
    async with planner() as p:
        await front(p, "2")
        await p.press("greater_than_sign", "less_than_sign")
        assert (await front(p, "6")).chosen is None
        assert "(now)" in p.text()


async def test_another_plan_begins_with_a_date_of_its_own(planner, plan):
    async with planner() as p:
        await front(p, "2")
        await p.press("greater_than_sign")
        before = p.session
        p.screen.plan_load.load((str(plan),), ())
        await p.until(lambda: p.session is not before and p.screen.view is not None)
        assert (await front(p, "2")).day == date(2026, 6, 22)


async def test_dates_that_no_schedule_can_have_are_refused_and_not_stepped_to(planner):
    async with planner() as p:
        timeline = await front(p, "2")
        await p.press("v")
        await p.pilot.pause()
        await p.type("9999-12-31")
        await p.press("enter")
        await p.until(lambda: "lies outside 1920 to 2099" in p.text())
        await p.press("escape")
        await p.plan_again()
        timeline.show_day(date(2099, 12, 31))
        await p.press("greater_than_sign")
        assert timeline.day == date(2099, 12, 31)
        on_air = await front(p, "6")
        await p.press("greater_than_sign")
        assert on_air.moment.date() == date(2099, 12, 31)
        hours = await front(p, "4")
        await p.until(lambda: hours.counted is not None and hours.counted.week.period.last == date(2100, 1, 3))
