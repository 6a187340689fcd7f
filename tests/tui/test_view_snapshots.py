"""Whole screens of the views beside the table, clock stopped, at the three sizes planners have."""

from datetime import UTC, datetime

import pytest

from bcastplan.tui.app import PlannerApp

NOW = datetime(2026, 6, 26, 15, 45, tzinfo=UTC)
SPECIAL = """\
bcastplan: 1
service: Radio [Special]
season: A26
defaults: {broadcaster: RSP, manager: RSP, language: Kor, target: 44NE, site: TIN, power: 250, azimuth: 325}
transmissions:
  - {id: s-1, frequency: 9565, time: 1600-1700, transmitter: TIN-1}
  - {id: s-2, frequency: 7465, time: 2000-2200, transmitter: TIN-1}
  - {id: s-3, frequency: 15720, time: 2330-0130, transmitter: TIN-2}
"""
PLAN = """\
bcastplan: 1
plan: Test plan
codes: {broadcasters: {RSP: Radio Special}, managers: {RSP: Radio Special}}
sites: {TIN: {transmitters: [{id: TIN-1, power: 250}, {id: TIN-2, power: 250}]}}
rates: {currency: USD, items: [{per_hour: 10, per_kwh: 0.1}]}
"""
CASES = [
    ("timeline", ("2", "down"), (80, 24)),
    ("timeline", ("2", "down", "r", "r"), (120, 36)),
    ("timeline", ("2", "end", "plus", "plus"), (200, 60)),
    ("conflicts", ("3",), (80, 24)),
    ("conflicts", ("3", "v"), (120, 36)),
    ("conflicts", ("3", "r"), (200, 60)),
    ("hours", ("4",), (80, 24)),
    ("hours", ("4", "r"), (120, 36)),
    ("hours", ("4", "r", "r"), (200, 60)),
    ("map", ("5",), (80, 24)),
    ("map", ("5", "f"), (120, 36)),
    ("map", ("C", "5", "f"), (80, 24)),
    ("map", ("5",), (200, 60)),
    ("on_air", ("6",), (80, 24)),
    ("on_air", ("6", "plus", "plus", "plus"), (120, 36)),
    ("facilities", ("0",), (80, 24)),
    ("facilities", ("0", "end"), (120, 36)),
    ("channels", ("9",), (80, 24)),
    ("channels", ("9", "r"), (120, 36)),
    ("channels", ("9", "v"), (200, 60)),
    ("table", ("C",), (120, 36)),
]


@pytest.mark.parametrize(("name", "keys", "size"), CASES, ids=lambda one: "".join(map(str, one)) if one else "")
def test_screen(plan, snap_compare, name, keys, size):
    (plan / "bcastplan.yaml").write_text(PLAN)
    (plan / "special.yaml").write_text(SPECIAL)

    async def run(pilot):
        screen = pilot.app.plan_screen
        for _ in range(2000):
            if screen.session is not None and screen.session.checked and screen.session.pairs_known and screen.view:
                break
            await pilot.pause(0.01)
        for key in keys:
            await pilot.press(key)
            for _ in range(2000):
                view = screen.view
                shown = view is not None and getattr(view, "counted", True) is not None
                shown = shown and getattr(getattr(view, "bench", None), "done", True)
                computing = any(worker._thread_worker and worker.is_running for worker in pilot.app.workers)
                if shown and not computing and not screen.coverage_prediction.is_predicting:
                    break
                await pilot.pause(0.01)
            await pilot.pause()
        pilot.app.clear_notifications()
        await pilot.pause(0.2)

    assert snap_compare(PlannerApp((), now=lambda: NOW), terminal_size=size, run_before=run)
