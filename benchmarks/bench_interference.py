"""Coverage under interference, compatibility and a proposal: the Korean plan of A26, five jammers, and the season.

Time on the wall and of the processors, on the cores of this machine; nothing is kept from earlier predictions unless it
says so. Without the published season the schedules of the repository stand in for it.

python -m benchmarks interference
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from os import environ, times
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.workspace.opening.open_plans import open_paths
from bcastplan.workspace.prediction.better_frequencies import better_frequencies
from bcastplan.workspace.prediction.local_means import local_means
from bcastplan.workspace.prediction.plan_compatibility import compatibility_of_paths
from bcastplan.workspace.prediction.plan_coverage import coverage_of_paths
from bcastplan.workspace.prediction.programme_sets import programme_sets

Result = TypeVar("Result")
ROOT = Path(__file__).resolve().parents[1]
DATA = Path(environ.get("BCASTPLAN_TEST_DATA", ROOT.parent / "shared" / "data"))
KOREA = ROOT / "schedules" / "dprk-a26"
SERVICES = ("voice-of-america-korean.yaml", "heard-radio-free-asia.yaml")
PLAN = """\
bcastplan: 1
listeners:
  dprk: {administration: KRE}
assume:
  - {power: 250, listeners: dprk, why: for the benchmark}
jammers:
  - {name: Pyongyang, latitude: 39.03, longitude: 125.75, power: 10, frequencies: [5860-6300, 9300-9950]}
  - {name: Haeju, latitude: 38.04, longitude: 125.71, power: 50, follows: ["*"]}
  - {name: Kanggye, latitude: 40.97, longitude: 126.6, power: 50, follows: ["*"]}
  - {name: Chongjin, latitude: 41.8, longitude: 129.78, power: 10, follows: ["*"]}
  - {name: Hamhung, latitude: 39.92, longitude: 127.54, power: 100, follows: ["*"]}
"""


def run() -> list[tuple[str, str]]:
    """What was measured and the figure."""
    season = DATA / "hfcc" / "A26allx2.zip"
    against = [str(season if season.exists() else KOREA)]
    with TemporaryDirectory() as folder:
        environ["XDG_CACHE_HOME"] = folder
        plan = Path(folder) / "plan"
        plan.mkdir()
        for name in SERVICES:
            shutil.copy(KOREA / name, plan)
        (plan / "bcastplan.yaml").write_text(PLAN)
        paths = [str(plan)]
        fresh, kept = local_means(kept=False), local_means()
        lines = []
        for words, options in (
            ("undisturbed", CoverageOptions(means=fresh)),
            ("under interference", CoverageOptions(interference=True, means=fresh)),
            ("under interference, first to be kept", CoverageOptions(interference=True, means=kept)),
            ("under interference, kept", CoverageOptions(interference=True, means=kept)),
        ):
            seconds, answer = _timed(lambda asked=options: coverage_of_paths(paths, against=against, options=asked))
            total = answer.result.total
            heard = total.share if total.heard_interfered is None else total.heard_interfered
            lines.append((f"coverage of two services, 97 towns, {words}", f"{seconds}, {100 * (heard or 0):.0f} %"))
        options = CoverageOptions(means=fresh)
        seconds, judged = _timed(lambda: compatibility_of_paths(paths, against, options=options))
        pairs = len(judged.pairs) + judged.clean_elsewhere + judged.unknown_elsewhere
        lines.append((f"compat of the two, {pairs} pairs", f"{seconds}"))
        workspace = open_paths(paths, against)
        programme = programme_sets(workspace, "Voice of America, Korean")[0][0]
        seconds, proposal = _timed(lambda: better_frequencies(workspace, programme, options=options))
        lines.append((f"optimise, {proposal.considered} channels, gap {100 * proposal.gap:.1f} %", f"{seconds}"))
        if season.exists():
            seconds, judged = _timed(lambda: compatibility_of_paths([str(season)], options=options))
            pairs = len(judged.pairs) + judged.clean_elsewhere + judged.unknown_elsewhere
            lines.append((f"compat of the season with itself, {pairs:,} pairs", f"{seconds}"))
    return lines


def _timed(action: Callable[[], Result]) -> tuple[str, Result]:
    started = times()
    answer = action()
    ended = times()
    processors = sum(ended[:4]) - sum(started[:4])  # ours and that of processes that have ended
    return f"{ended.elapsed - started.elapsed:.1f} s, of the processors {processors:.1f} s", answer
