"""Moves for the conference: the season of HFCC, every manager against every other, and one manager with prediction.

Time on the wall and of the processors; nothing is kept from earlier predictions. Without the published season there is
nothing to measure.

python -m benchmarks settle
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from os import environ, times
from pathlib import Path

from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.tasks.processes import Processes
from bcastplan.tasks.runner import InThisProcess
from bcastplan.workspace.moves.proposals import SettleOptions
from bcastplan.workspace.moves.season_moves import SettleAnswer, settle_workspace
from bcastplan.workspace.opening.open_plans import open_paths
from bcastplan.workspace.prediction.local_means import local_means

DATA = Path(environ.get("BCASTPLAN_TEST_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
SEASON = DATA / "hfcc" / "A26allx2.zip"
MANAGER = "AGM"


def run() -> list[tuple[str, str]]:
    """What was measured and the figure."""
    if not SEASON.exists():
        return [("moves", f"the season is not at {SEASON}")]
    workspace = open_paths([str(SEASON)])
    prediction = CoverageOptions(means=local_means(kept=False))
    settle = partial(settle_workspace, workspace)
    rows = sum(transmission.manager == MANAGER for transmission in workspace.table.transmissions)
    lines = []
    for words, action in (
        (f"{MANAGER}, {rows} rows", partial(settle, manager=MANAGER)),
        (f"{MANAGER}, predicted", partial(settle, manager=MANAGER, prediction=prediction)),
        ("season, one process", partial(settle, runner=InThisProcess())),
        ("season, two processes", partial(settle, runner=Processes(2))),
        ("season, own moves alone", partial(settle, options=SettleOptions(moves=("own",)), runner=Processes(2))),
        ("season, predicted, two processes", partial(settle, prediction=prediction, runner=Processes(2))),
        ("season, all together", partial(settle, together=True, runner=Processes(2))),
    ):
        seconds, answer = _timed(action)
        lines.append((words, f"{seconds}: {_solved(answer)}"))
    return lines


def _solved(answer: SettleAnswer) -> str:
    summary = answer.summary
    if answer.joint is not None:
        joint = answer.joint
        return (
            f"{len(joint.ended)} of {summary['problems']} end by {joint.rows_moved} rows, gap {100 * joint.gap:.3f} %"
        )
    one = summary["by_one_row"]
    two = summary["by_two_rows"]
    by_one = [settled.rows_moved == 1 for settled in answer.settled if settled.problem.pair.kind == "co-channel"]
    co_channel = f"; co-channel {sum(by_one)} of {len(by_one)} by one" if by_one else ""
    return f"{one} of {summary['problems']} by one row, {two} by two{co_channel}"


def _timed(action: Callable[[], SettleAnswer]) -> tuple[str, SettleAnswer]:
    started = times()
    answer = action()
    ended = times()
    processors = sum(ended[:4]) - sum(started[:4])  # ours and that of processes that have ended
    return f"{ended.elapsed - started.elapsed:.1f} s, of the processors {processors:.1f} s", answer
