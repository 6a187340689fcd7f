"""Improve: looked for beside the work, shown before it is made, one step to undo."""

from __future__ import annotations

from pathlib import Path

from bcastplan.tui.screens.edit_preview import EditPreview

JAMMED = """\
bcastplan: 1
plan: Test plan
rates: {currency: USD, items: [{site: PHT, per_hour: 40}]}
sites: {PHT: {transmitters: [{id: T1, power: 250, frequencies: [9400-9415, 9565]}]}}
jammers: [{name: Pyongyang, latitude: 39.03, longitude: 125.75, power: 50, frequencies: [9565]}]
"""
SMALL = """\
bcastplan: 1
service: VOA Korean
from: 2026-07-01
until: 2026-07-31
defaults: {manager: AGM, language: Kor, target: 44NE, site: PHT, transmitter: T1, antenna: 216, azimuth: 21}
transmissions:
  - {id: early, frequency: 9565, time: 1500-1600}
  - {id: late, frequency: 9565, time: 1600-1700}
"""


def small(plan: Path) -> None:
    """One service on one jammed channel, for a month."""
    (plan / "bcastplan.yaml").write_text(JAMMED)
    (plan / "korean.yaml").write_text(SMALL)
    (plan / "other.yaml").unlink(missing_ok=True)


async def test_a_proposal_is_shown_made_and_undone_as_one_step(planner, plan: Path) -> None:
    small(plan)
    async with planner() as p:
        await p.press("a", "O")
        await p.until(lambda: isinstance(p.app.screen, EditPreview))
        await p.until(lambda: "still heard" in p.text())
        before = p.session.documents[next(iter(p.session.schedule_files))].text
        await p.press("enter")
        await p.plan_again()
        await p.until(lambda: {row.frequency_khz for row in p.session.table.transmissions} != {9565.0})
        assert p.session.history.done[-1].label == "improve VOA Korean"
        await p.press("u")
        await p.until(lambda: p.session.documents[next(iter(p.session.schedule_files))].text == before)


async def test_escape_in_the_preview_changes_nothing(planner, plan: Path) -> None:
    small(plan)
    async with planner() as p:
        await p.press("a", "O")
        await p.until(lambda: isinstance(p.app.screen, EditPreview))
        await p.press("escape")
        await p.plan_again()
        assert {row.frequency_khz for row in p.session.table.transmissions} == {9565.0}
        assert not p.session.history.done


async def test_two_services_are_not_improved_together(planner) -> None:
    async with planner() as p:
        await p.press("a", "O")
        await p.until(lambda: any("one service at a time" in notice for notice in p.notices()))
