"""What was delivered and heard, by month; a report is typed in and added to the plan's log."""

from pathlib import Path

from bcastplan.exchange.monitoring.log_reader import read_log
from bcastplan.tui.screens.report_dialog import TypeReport
from bcastplan.tui.screens.text_page import Page
from bcastplan.tui.views.heard_view import HeardView

LOG = """\
time,frequency,place,sinpo,status
2026-06-22T15:40Z,9565,Seoul,45444,
2026-06-22T16:20Z,9565,Seoul,,off
"""


async def opened(p):
    await p.press("7")
    await p.until(lambda: isinstance(p.screen.view, HeardView) and "reading" not in p.text())
    await p.pilot.pause()
    return p.screen.view


def with_log(plan: Path, text: str = LOG) -> Path:
    file = plan / "bcastplan.yaml"
    file.write_text(
        file.read_text() + 'monitoring: ["logs/*.csv"]\n'
        if file.exists()
        else 'bcastplan: 1\nmonitoring: ["logs/*.csv"]\n'
    )
    (plan / "logs").mkdir()
    log = plan / "logs" / "june.csv"
    if text:
        log.write_text(text)
    return log


async def test_transmissions_are_listed_by_month_with_what_was_heard(plan, planner):
    with_log(plan)
    async with planner(size=(120, 36)) as p:
        view = await opened(p)
        await p.until(lambda: view.result is not None)
        await p.pilot.pause()
        line = next(line for line in p.text().splitlines() if "1530-1630" in line and "2026-06" in line)
        assert "▲" in line
        assert "100 % of 1" in line
        assert "2 reports of 1 log" in p.text()


async def test_the_reports_of_a_transmission_are_read(plan, planner):
    with_log(plan)
    async with planner() as p:
        view = await opened(p)
        await p.until(lambda: view.result is not None)
        await p.select("evening")
        await p.press("v")
        await p.dialog(Page)
        assert "2026-06-22 1540  overall 4  Seoul" in p.text()
        assert "2026-06-22 1620  off" in p.text()


async def test_a_report_is_typed_in_with_time_and_frequency_preset(plan, planner):
    log = with_log(plan)
    async with planner() as p:
        view = await opened(p)
        await p.until(lambda: view.result is not None)
        await p.select("evening")
        await p.press("i")
        await p.dialog(TypeReport)
        assert "2026-06-22T15:45Z" in p.text()
        await p.press(*"PM37", "down", *"99", "enter")
        assert "no SINPO code" in p.text()
        await p.press("backspace", "backspace", *"35333", "f2")
        await p.until(lambda: view.result is not None and view.result.reports == 3)
    reports, problems = read_log("june.csv", log.read_bytes())
    assert problems == []
    assert log.read_text().startswith(LOG)
    assert (reports[-1].frequency_hz, reports[-1].overall, reports[-1].place) == (9_565_000, 3, "PM37")


async def test_without_a_log_it_says_how_to_begin_one(plan, planner):
    async with planner() as p:
        await opened(p)
        await p.until(lambda: "No monitoring log" in p.text())
        await p.select("evening")
        await p.press("i")
        await p.dialog(TypeReport)
        await p.press(*"PM37", "down", *"35333", "f2")
        await p.until(lambda: (plan / "logs" / "reports.csv").exists())
        assert any("name it under `monitoring`" in notice for notice in p.notices())


async def test_nothing_is_predicted_unasked(plan, planner):
    with_log(plan)
    async with planner(size=(120, 36)) as p:
        view = await opened(p)
        await p.until(lambda: view.result is not None)
        assert all(delivery.predicted is None for delivery in view.listed)
        await p.press("r")
        await p.until(lambda: any(delivery.predicted is not None for delivery in view.listed))
