"""What `optimise --all` takes and gains on real networks, and how much more an integer programme finds.

Without the published season (BCASTPLAN_TEST_DATA) the shipped Korean plan alone stands in. Seconds are processor time
of this process and of those it starts; nothing is taken from earlier runs.

python -m benchmarks network
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from tempfile import TemporaryDirectory

from benchmarks.bench_optimise import ROOT, SEASON, seconds

from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.workspace.moves.better_network import NetworkAnswer, better_network
from bcastplan.workspace.moves.network_rows import network_of
from bcastplan.workspace.moves.outage_search import plan_for_outage
from bcastplan.workspace.opening.open_plans import open_paths

PLAN = str(ROOT / "schedules" / "dprk-a26")
CASES = ("the Korean plan", "AGM", "NHK", "TDF", "VAT")
"""The shipped plan, with its jammers, and networks of frequency-management organisations of the season."""


def run() -> list[tuple[str, str]]:
    """A line for each network."""
    against = [str(SEASON)] if SEASON.exists() else []
    lines = [("against the season", "yes" if against else "no: the published file is not there")]
    only = os.environ.get("BCASTPLAN_NETWORKS", "").split() or CASES
    for name in CASES if against else CASES[:1]:
        if name in only or name == CASES[0]:
            with TemporaryDirectory() as folder:
                path = PLAN if name == CASES[0] else imported(name, folder)
                lines.append((name, measured(path, against)))
    lines.append(("without Tinang, the Korean plan", outage(against)))
    return lines


def outage(against: list[str]) -> str:
    """How long the plan for an outage takes."""
    workspace = open_paths([PLAN], against)
    began = seconds()
    answer = plan_for_outage(workspace, "PHT", date(2026, 9, 1), options=CoverageOptions())
    placed = sum(part.replacement is not None for part in answer.placed)
    return f"{seconds() - began:.1f} s, {placed} of {len(answer.placed)} transmissions have another place"


def imported(manager: str, folder: str) -> str:
    """A folder with the transmissions of a frequency-management organisation as schedules."""
    command = [sys.executable, "-m", "bcastplan", "import", "hfcc", str(SEASON), "--manager", manager, "-o", folder]
    subprocess.run(command, check=False, capture_output=True)
    return folder


def measured(path: str, against: list[str]) -> str:
    """How long a network takes, what it gains, its gaps, and what the integer programme finds more."""
    began = seconds()
    options = CoverageOptions()
    workspace = open_paths([path], against)
    network = network_of(workspace, (), None, options)
    answer = better_network(workspace, network, options=options)
    now = answer.present.coverage_minutes_interfered or 0.0
    gain = (answer.proposed.coverage_minutes_interfered or 0.0) / now - 1.0 if now else float("inf")
    return (
        f"{len(network.rows)} transmissions, {len(network.programmes)} programmes: {seconds() - began:.0f} s, "
        f"{100 * gain:+.1f} % heard, {answer.changed} changes; {gaps(answer)}"
    )


def gaps(answer: NetworkAnswer) -> str:
    """The gaps to both bounds, and how much more than the search the integer programme finds."""
    bounds = answer.bounds
    if bounds.relaxation is None or bounds.by_search is None:
        return f"gap {100 * answer.gap:.1f} % (without HiGHS)"
    more, kept = (
        0.0 if worth is None else worth / bounds.by_search - 1.0 for worth in (bounds.by_integer, bounds.accepted)
    )
    return (
        f"gap {100 * (answer.gap_to_relaxation or 0.0):.2f} % to the relaxation, {100 * answer.gap:.2f} % to the "
        f"integer programme, which finds {100 * more:+.2f} %, {100 * kept:+.2f} % after the engines"
    )
