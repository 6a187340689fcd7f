"""The hours of the plan as it is being edited, against sums done by hand."""

from datetime import date

from bcastplan.tui.views.hours_figures import bar, monday_of
from bcastplan.tui.views.hours_view import HoursView

RATES = "rates: {currency: USD, items: [{per_hour: 10, per_kwh: 0.1}]}\n"


async def opened(p):
    await p.press("4")
    await p.until(lambda: isinstance(p.screen.view, HoursView) and p.screen.view.counted is not None)
    await p.pilot.pause()
    return p.screen.view


def cells(view, name):
    """The cells of a line by the columns' keys."""
    keys = [column.key for column in view.grid.columns]
    return next(dict(zip(keys, line.cells, strict=True)) for line in view._lines if line.cells[0] == name)


async def test_season_week_and_typical_day_per_band(planner):
    async with planner() as p:
        view = await opened(p)
        # 210 days, and one hour on each of 30 Fridays and 30 Saturdays: 9565 is used by two services.
        assert cells(view, "31 m")["season"] == "480.0"
        assert cells(view, "31 m")["week"] == "16.0"  # 7 x 2 h, and Friday's and Saturday's hour
        assert cells(view, "31 m")["day"] == "2.0"
        assert cells(view, "41 m")["season"] == "300.0"  # 150 weekdays of two hours
        assert cells(view, "41 m")["week"] == "10.0"
        assert cells(view, "41 m")["day"] == "2.0"
        assert "week 2026-W26 from Mon 2026-06-22" in p.text()
        assert [line.cells[0] for line in view._lines] == ["41 m", "31 m", "total"]


async def test_groupings_measures_and_weeks_are_chosen(planner):
    async with planner() as p:
        view = await opened(p)
        await p.press("r")
        await p.until(lambda: view.counted.season.by == ("service",))
        assert cells(view, "Radio Other")["season"] == "210.0"
        await p.press("r")
        await p.until(lambda: view.counted.season.by == ("service", "band"))
        assert cells(view, "VOA Korean / 41 m")["season"] == "300.0"
        await p.press("R", "R")
        await p.until(lambda: view.counted.season.by == ("band",))
        await p.press("v")
        assert "transmitter hours" in p.text()
        await p.press("v")
        assert "programme hours" in p.text()
        await p.press("less_than_sign")
        await p.until(lambda: view.counted.week.period.first == date(2026, 6, 15))
        await p.press("greater_than_sign", "greater_than_sign")
        await p.until(lambda: view.counted.week.period.first == date(2026, 6, 29))
        await p.press("N")
        await p.until(lambda: view.counted.week.period.first == date(2026, 6, 22))


async def test_the_numbers_follow_an_edit_and_undo(planner):
    async with planner() as p:
        view = await opened(p)
        p.screen.edits.do("longer", lambda session: session.change([p.row("night")], {"time": "1900-2200"}))
        await p.until(lambda: cells(view, "41 m")["season"] == "450.0")
        await p.press("u")
        await p.until(lambda: cells(view, "41 m")["season"] == "300.0")


async def test_what_a_worker_counted_for_an_older_plan_is_dropped(planner):
    async with planner() as p:
        view = await opened(p)
        old = view.counted
        p.screen.edits.do("longer", lambda session: session.change([p.row("night")], {"time": "1900-2200"}))
        from bcastplan.tui.views.hours_view import HoursCounted

        view.post_message(HoursCounted((p.session, p.session.generation - 1, ("band",), monday_of(view.day)), old))
        await p.until(lambda: cells(view, "41 m")["season"] == "450.0")
        await p.pilot.pause()
        assert cells(view, "41 m")["season"] == "450.0"


async def test_cost_and_energy_are_shown_where_there_are_rates(planner, plan):
    async with planner() as p:
        view = await opened(p)
        assert "cost" not in [column.key for column in view.grid.columns]
    (plan / "bcastplan.yaml").write_text((plan / "bcastplan.yaml").read_text() + RATES)
    async with planner(size=(200, 60)) as p:
        view = await opened(p)
        line = cells(view, "41 m")
        assert line["energy"] == "75,000"  # 300 h of 250 kW
        assert line["cost"] == "10,500.00"  # 300 h at 10, and 75,000 kWh at 0.10
        assert "cost USD" in p.text()


async def test_the_total_is_no_sum_of_services(planner, plan):
    (plan / "other.yaml").write_text((plan / "other.yaml").read_text().replace("Radio Other", "VOA Korean"))
    async with planner() as p:
        view = await opened(p)
        total, rows = cells(view, "total"), [cells(view, name) for name in ("41 m", "31 m")]
        assert float(total["programme"]) <= sum(float(row["programme"]) for row in rows)
        await p.press("v", "v")
        assert cells(view, "total")["season"] == total["programme"]


def test_bars_are_as_long_as_their_share_and_never_nothing():
    assert bar(1.0, 8) == "█" * 8
    assert bar(0.5, 8) == "█" * 4
    assert bar(0.0, 8) == ""
    assert bar(0.0001, 8) == "▏"
    assert len(bar(0.99, 8)) == 8
