"""The clock of a target that spans zones with equal clocks, wherever a local time is shown."""

from datetime import UTC, datetime

import pytest

from bcastplan.tui.screens.form import Form


@pytest.fixture
def korea_and_japan(plan):
    """The plan, its first schedule towards Korea and Japan."""
    file = plan / "korean.yaml"
    file.write_text(file.read_text().replace("target: 44NE", 'target: "44NE,45"'))
    return plan


async def test_table_timeline_on_air_and_form_tell_the_hour_there(korea_and_japan, planner):
    async with planner() as p:
        assert "1530-1630 0030-0130 UTC+9" in p.text()
        await p.select("evening")
        await p.press("2")
        await p.until(lambda: "Timeline" in p.text() and "UTC+9" in p.text())
        await p.press("6")
        await p.until(lambda: "0045 UTC+9" in p.text())
        await p.press("e")
        await p.dialog(Form)
        assert "1 h, 0030-0130 UTC+9" in p.text()


async def test_there_is_none_in_a_year_in_which_the_clocks_differ(korea_and_japan, planner):
    file = korea_and_japan / "korean.yaml"
    file.write_text(file.read_text().replace("season: A26", "season: A16"))
    async with planner() as p:
        assert p.one("evening").first_date == datetime(2016, 3, 27, tzinfo=UTC).date()
        assert "UTC+" not in p.text()
