"""The circuit view: curves, numbers and hours of the selection; month, site and antenna by keys."""

from __future__ import annotations

from bcastplan.tui.screens.pick import Pick
from bcastplan.tui.views.circuit_chart import Drawn, chart, number_rows
from bcastplan.tui.views.circuit_view import CircuitView, hours_of


async def opened(p, identifier: str) -> CircuitView:
    await p.select(identifier)
    await p.press("8")
    await p.until(lambda: isinstance(p.screen.view, CircuitView) and p.screen.view.chart.drawn is not None)
    await p.pilot.pause()
    return p.screen.view


async def test_the_numbers_stand_under_the_chart_at_80_columns(planner) -> None:
    async with planner(size=(80, 24)) as p:
        view = await opened(p, "night")
        drawn = view.chart.drawn
        assert drawn.on_air == {19, 20}
        lines = p.text().splitlines()
        for name, cells in number_rows(drawn):
            (line,) = [line for line in lines if line.startswith(name.ljust(6))]
            assert line[6:].split() == cells
        assert "7460 kHz" in p.text()
        assert "2026-06" in p.text()
        assert "━" in p.text()
        await p.press("down")
        await p.until(lambda: view.chart.drawn.own_mhz == 9.72)
        assert p.screen.selected == p.row("late")


async def test_the_months_of_the_season_go_round(planner) -> None:
    async with planner() as p:
        view = await opened(p, "night")
        months = []
        for _ in range(8):
            months.append(view.chart.drawn.day.slot.month)
            await p.press("r")
            await p.until(lambda: view.chart.drawn.day.slot.month != months[-1])
        assert months == [6, 7, 8, 9, 10, 3, 4, 5]
        await p.press("R")
        await p.until(lambda: view.chart.drawn.day.slot.month == 5)


async def test_another_site_and_antenna_are_compared(planner) -> None:
    async with planner() as p:
        view = await opened(p, "night")
        await p.press("v")
        await p.dialog(Pick)
        await p.type("TAC")
        await p.press("enter")
        await p.until(lambda: view.chart.drawn.other is not None)
        assert view.chart.drawn.other.distance_km > 4000
        assert "2: TAC" in p.text()
        assert "MUF 2" in p.text()
        await p.press("V")
        await p.dialog(Pick)
        await p.type("925")
        await p.press("enter")
        await p.until(lambda: "with antenna 925" in p.text())
        await p.press("N")
        await p.until(lambda: view.chart.drawn.other is None)


async def test_what_is_missing_is_said_and_an_edit_is_followed(planner) -> None:
    async with planner() as p:
        view = await opened(p, "evening")
        p.screen.edits.do("other", lambda session: session.change([p.row("evening")], {"frequency": "11695"}))
        await p.until(lambda: view.chart.drawn.own_mhz == 11.695)
        p.screen.edits.do("no target", lambda session: session.change([p.row("evening")], {"target": "99"}))
        await p.until(lambda: "cannot be predicted without target" in p.text())
        assert view.chart.drawn is None


async def test_the_view_is_in_palette_and_help(planner) -> None:
    from bcastplan.tui.palette import LiveActions

    async with planner() as p:
        await opened(p, "night")
        assert "Circuit" in {command.name for command in LiveActions(p.screen)._commands()}
        await p.press("f1")
        await p.until(lambda: "lowest frequency that is heard" in " ".join(p.text().split()))


async def test_hours_over_midnight_and_a_wide_chart(planner) -> None:
    async with planner() as p:
        assert hours_of(p.one("late")) == {23, 0}
        view = await opened(p, "late")
        drawn: Drawn = view.chart.drawn
        assert chart(drawn, 200, 20).width > chart(drawn, 80, 20).width
