"""What `optimise` takes and gains on real services, and how much less a greedy choice would find.

Without the published season (BCASTPLAN_TEST_DATA) the shipped Korean plan alone stands in. Seconds are processor time
of this process and of those it starts; nothing is taken from earlier runs.

python -m benchmarks optimise
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.day_blocks import Block
from bcastplan.coverage.day_layers import DayOptions, Layers, best_layers
from bcastplan.coverage.samples import never
from bcastplan.workspace.opening.open_plans import Workspace, no_progress, open_paths
from bcastplan.workspace.prediction.asked_programmes import asked_programmes, asked_set
from bcastplan.workspace.prediction.better_frequencies import better_frequencies
from bcastplan.workspace.prediction.budget_frontier import budget_frontier
from bcastplan.workspace.prediction.frequency_options import FrequencyOptions
from bcastplan.workspace.prediction.programme_sets import ProgrammeSet, programme_sets

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("BCASTPLAN_TEST_DATA", ROOT.parent / "shared" / "data"))
SEASON = DATA / "hfcc" / "A26allx2.zip"
SERVICES = (
    "Voice of America, Korean", "Trans World Radio, Korean", "Shiokaze", "Free North Korea Radio", "BBC Korean",
)  # fmt: skip
SMALL_BUDGETS = tuple(2000.0 * number for number in range(1, 11))
"""Money for a station that buys two hours a day."""
BUDGETS = (10_000.0, 20_000.0, 30_000.0, 40_000.0, 50_000.0, 60_000.0, 70_000.0, 80_000.0, 90_000.0, 100_000.0)


def run() -> list[tuple[str, str]]:
    """A line for each service, and one for a frontier of ten budgets."""
    against = [str(SEASON)] if SEASON.exists() else []
    workspace = open_paths([str(ROOT / "schedules" / "dprk-a26")], against)
    lines = [("against the season", "yes" if against else "no: the published file is not there")]
    for service in SERVICES:
        programme = programme_sets(workspace, service)[0][0]
        began = seconds()
        answer = better_frequencies(workspace, programme, options=CoverageOptions())
        took = seconds() - began
        now = answer.present.coverage_minutes_interfered or 0.0
        gain = (answer.proposed.coverage_minutes_interfered or 0.0) / now - 1.0 if now else float("inf")
        lines.append(
            (
                service,
                f"{took:.1f} s, {100 * gain:+.1f} % heard, gap {100 * answer.gap:.1f} %; "
                f"{greedy(workspace, programme)}",
            )
        )
    programme = programme_sets(workspace, SERVICES[0])[0][0]
    began = seconds()
    frontier = budget_frontier(workspace, programme, BUDGETS, options=CoverageOptions())
    worst = max(point.gap or 0.0 for point in frontier.points)
    lines.append(
        (
            f"frontier of {len(BUDGETS)} budgets, {SERVICES[0]}",
            f"{seconds() - began:.1f} s, largest gap {100 * worst:.1f} %",
        )
    )
    return [*lines, *small_station(against)]


def small_station(against: list[str]) -> list[tuple[str, str]]:
    """A service of two hours a day that buys its hours: ten budgets, and the best for the mean of scenarios."""
    workspace = open_paths([str(ROOT / "schedules" / "small-station")], against)
    options = CoverageOptions()
    ((name, (opened, wishes)),) = asked_programmes(workspace).items()
    lines = []
    began = seconds()
    programme = asked_set(workspace, name, opened, wishes, options)
    frontier = budget_frontier(workspace, programme, SMALL_BUDGETS, options=options)
    worst = max(point.gap or 0.0 for point in frontier.points)
    lines.append(
        (
            f"frontier of {len(SMALL_BUDGETS)} budgets, two hours a day from brokers",
            f"{seconds() - began:.1f} s, largest gap {100 * worst:.2f} %",
        )
    )
    for scenario, frequencies in (("base", 1), ("mean", 1), ("worst", 1), ("base", 2)):
        began = seconds()
        asked = replace(wishes, scenario=scenario, frequencies=frequencies, value="any" if frequencies > 1 else "best")
        answer = better_frequencies(workspace, asked_set(workspace, name, opened, asked, options), options=options)
        what = f"two hours a day within 10,000, {scenario}, {frequencies} at a time"
        lines.append((what, f"{seconds() - began:.1f} s, gap {100 * answer.gap:.2f} %"))
    return lines


def seconds() -> float:
    """Processor time of this process and of those it started."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def greedy(workspace: Workspace, programme: ProgrammeSet) -> str:
    """How a choice block by block compares with the search, on what the engines have not refused yet."""
    search = FrequencyOptions(workspace, programme, CoverageOptions(), no_progress, never)
    kept = search.near_the_best(search.candidates())
    day = search.day_options(kept)
    blocks = len(programme.transmissions)
    best = best_layers(day, blocks, search.present_layers(kept))[-1]
    alone = day.value(block_by_block(day, blocks))
    return f"greedy has {100 * (1 - alone / day.value(best)):.1f} % less"


def block_by_block(day: DayOptions, most_blocks: int) -> Layers:
    """The block that adds most, and then the next one beside it, until there are as many as may be."""
    layers: list[list[Block]] = [[] for _ in range(day.at_once)]
    for _ in range(most_blocks):
        on_air = day.options_on_air(layers)
        room = day.at_a_time > (on_air >= 0).sum(axis=0)
        added = np.where(day.free_beside(on_air) & room, day.added(on_air), -np.inf)
        found = longest(added, day.circular)
        layer = next((row for row in range(day.at_once) if fits(on_air[row], found, day.steps)), None)
        if found is None or layer is None:
            break
        layers[layer].append(found)
    return tuple(map(tuple, layers))


def longest(added: np.ndarray, circular: bool) -> Block | None:
    """The block of one option that adds most."""
    best, most = None, 0.0
    count = added.shape[1]
    for start in range(count):
        turned = np.cumsum(np.roll(added, -start, axis=1), axis=1)[:, : count if circular else count - start]
        option, last = np.unravel_index(int(turned.argmax()), turned.shape)
        if turned[option, last] > most:
            most, best = float(turned[option, last]), Block(int(option), start, int(last) + 1)
    return best


def fits(options: np.ndarray, block: Block | None, steps: int) -> bool:
    """Whether a layer has nothing on the air in the steps of a block."""
    return block is not None and bool((options[np.arange(block.start, block.start + block.length) % steps] < 0).all())
