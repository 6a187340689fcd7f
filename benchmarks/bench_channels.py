"""The workbench of channels: figures of one band beside a whole season, in the engine and on the screen."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEASON = Path(os.environ.get("BCASTPLAN_TEST_DATA", ROOT.parent / "shared" / "data"))
ARCHIVE = SEASON / "hfcc" / "A26allx2.zip"
PLAN = ROOT / "schedules" / "dprk-a26"
BUSY = "voice-of-america-korean-9310-1130"
"""Three and a half hours on 31 m in the evening of East Asia: 910 pairs on the channels of the band."""
RUNS = 5


def run() -> list[tuple[str, str]]:
    """What was measured, and the figures."""
    if not ARCHIVE.exists():
        return [("channels beside a season", f"not measured: {ARCHIVE} is not there")]
    with tempfile.TemporaryDirectory() as folder:
        for name in ("CACHE", "STATE", "CONFIG"):
            os.environ[f"BCASTPLAN_{name}_DIR"] = str(Path(folder) / name)
        return [*in_the_engine(), *asyncio.run(on_the_screen())]


def in_the_engine() -> list[tuple[str, str]]:
    """Processor time of the parts, without anything kept from before, and what sharing the work of a band saves."""
    from bcastplan.coverage.coverage_options import CoverageOptions
    from bcastplan.workspace.opening.open_plans import open_paths
    from bcastplan.workspace.prediction.channel_workbench import ChannelWorkbench, band_of_transmission

    workspace = open_paths([str(PLAN)], [str(ARCHIVE)])
    row = next(row for row, one in enumerate(workspace.table.transmissions) if one.id == BUSY)
    transmission, opened = workspace.table.transmissions[row], workspace.plan_of_row(row)
    assert opened is not None
    band = band_of_transmission(transmission, opened)

    def bench() -> ChannelWorkbench:
        return ChannelWorkbench(workspace, opened, row, transmission, band, CoverageOptions())

    first = [_processor(lambda: (made := bench()).conflicts() and made.slots()) for _ in range(RUNS)]
    made = bench()
    heard = _processor(made.heard)
    everything = _processor(lambda: made.verdicts(range(len(made.channels))))
    some = range(0, len(made.channels), len(made.channels) // 10)
    single = sum(_processor(lambda number=number: made.verdicts([number])) for number in some) / len(some)
    count = len(made.channels)
    return [
        (
            f"conflicts and hours of {count} channels, {len(workspace.table):,} rows",
            f"{1000 * sorted(first)[2]:.0f} ms",
        ),
        ("heard on them without interference", f"{1000 * heard:.0f} ms"),
        ("margins, heard and served under interference", f"{everything:.2f} s"),
        ("the same channel by channel, in times of that", f"{single * count / everything:.1f}"),
    ]


async def on_the_screen() -> list[tuple[str, str]]:
    """From the key to the first and to all figures, with nothing kept from before and then with everything kept."""
    from bcastplan.tui.app import PlannerApp

    lines = []
    app = PlannerApp([str(PLAN)], [str(ARCHIVE)])
    async with app.run_test(size=(120, 36)) as pilot:
        screen = app.plan_screen
        while screen.session is None or not (screen.session.checked and screen.session.pairs_known):
            await pilot.pause(0.05)
        screen.select(next(n for n, one in enumerate(screen.session.table.transmissions) if one.id == BUSY))
        for words in ("with nothing kept", "the second time"):
            await screen.views.choose("table")
            await pilot.pause(0.5)
            started = previous = time.perf_counter()
            spent = time.process_time()
            app.simulate_key("9")
            first, longest, bench = 0.0, 0.0, None
            while bench is None or not bench.done:
                await asyncio.sleep(0.002)
                now = time.perf_counter()
                longest, previous = max(longest, now - previous), now
                bench = getattr(screen.view, "bench", None)
                if bench is not None and bench.conflicts and not first:
                    first, spent = now - started, time.process_time() - spent
            lines += [
                (f"key to first figures, {words}", f"{1000 * first:.0f} ms, {1000 * spent:.0f} of the processor"),
                (f"key to all figures, {words}", f"{time.perf_counter() - started:.2f} s"),
                (f"longest time without an answer to keys, {words}", f"{1000 * longest:.0f} ms"),
            ]
            bench.question, bench.conflicts, bench.done = None, [], False
    return lines


def _processor(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    for name, value in run():
        print(f"{name}: {value}")
