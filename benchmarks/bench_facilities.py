"""The lanes of all sites on a date, and the use of all transmitters, with a whole season as the plan."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

SEASON = Path(os.environ.get("BCASTPLAN_TEST_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
ARCHIVE = SEASON / "hfcc" / "A26allx2.zip"
RUNS = 5


def run() -> list[tuple[str, str]]:
    """What was measured, and the figures."""
    if not ARCHIVE.exists():
        return [("facilities of a season", f"not measured: {ARCHIVE} is not there")]
    from bcastplan.workspace.inspection.facility_lanes import facility_lanes, facility_use
    from bcastplan.workspace.inspection.plan_conflicts import sides_of
    from bcastplan.workspace.opening.open_plans import open_paths

    workspace = open_paths([str(ARCHIVE)])
    sides = sides_of(workspace)
    day = date(2026, 6, 22)
    sites = facility_lanes(workspace, day, sides)
    lanes = sum(len(site.lanes) for site in sites)
    words = f"{len(workspace.table):,} rows, {len(sites)} sites, {lanes} lanes"
    every = _processor(lambda: facility_lanes(workspace, day, sides))
    busiest = max(sites, key=lambda site: site.most_at_once)
    single = _processor(lambda: facility_lanes(workspace, day, sides, {busiest.site}))
    use = _processor(lambda: facility_use(workspace))
    return [
        (f"lanes of a date, {words}", f"{every:.0f} ms"),
        (f"lanes of {busiest.site} alone, {busiest.most_at_once} at once", f"{single:.0f} ms"),
        (
            "hours and cost of every transmitter over the season",
            f"{use:.0f} ms",
        ),
    ]


def _processor(work: Callable[[], object]) -> float:
    """Milliseconds of processor time, the median of some runs."""
    took = []
    for _ in range(RUNS):
        started = time.process_time()
        work()
        took.append((time.process_time() - started) * 1000)
    return sorted(took)[RUNS // 2]


if __name__ == "__main__":
    for name, value in run():
        print(f"{name}: {value}")
