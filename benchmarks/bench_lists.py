"""Reading and writing EiBi's season and tables, as ratios of merely splitting the lines at their semicolons.

Run with ``python benchmarks/bench_lists.py [sked-a26.csv]``; without a file 9,360 made-up rows are measured.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bcastplan.exchange.eibi.eibi_reader import read_eibi
from bcastplan.exchange.eibi.eibi_writer import HEADER, write_eibi
from bcastplan.exchange.tables.table_reader import read_csv
from bcastplan.exchange.tables.table_writer import write_csv

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("BCASTPLAN_TEST_DATA", ROOT.parent / "shared" / "data"))
SEASON = DATA / "eibi" / "sked-a26.csv"
ROWS = 9360
REPEATS = 7
PROCESS_BUDGET_S = 0.5
_READ = (
    "import sys; from pathlib import Path; from bcastplan.workspace.opening.schedule_files import read; "
    "assert read(sys.argv[1]).schedules"
)


def made_up_season() -> bytes:
    """A season of as many rows in all of the usual expressions."""
    days = ("", "", "", "Mo-Fr", "Su", "156", "We-Mo", "1.Sa", "irr", "Tu,Fr")
    stops = ("", "[0726]", "2510", "1104[0426]", "[0925]")
    rows = [HEADER]
    for number in range(ROWS):
        stop = stops[number % 5]
        dates = f"6;2903;{stop}" if stop[:1].isdigit() else f"1;;{stop}"
        khz, start = 2300 + 5 * (number % 4700), number % 24
        area, site = ("KRE", "FE", "Eu", "NAm")[number % 4], ("k", "h", "", "/UZB")[number % 4]
        rows.append(
            f"{khz};{start:02d}00-{start:02d}30;{days[number % 10]};KOR;Station {number % 900};"
            f"{'KEMRS'[number % 5]};{area};{site};{dates}"
        )
    return "".join(f"{row}\r\n" for row in rows).encode("iso-8859-1")


def split(data: bytes) -> list[list[str]]:
    """The baseline: every row as a list of its columns, nothing understood."""
    return [line.split(";") for line in data.decode("iso-8859-1").split("\r\n")]


def best_ms(action: Callable[[], object]) -> float:
    """The fastest of some runs, in milliseconds of this process, so that other work on the machine counts little."""
    times = []
    for _ in range(REPEATS):
        started = time.process_time()
        action()
        times.append(time.process_time() - started)
    return 1000 * min(times)


def process_seconds(path: Path) -> float:
    """Processor time of a whole process that reads the list, imports and tables included; the fastest of some."""
    times = []
    for _ in range(REPEATS):
        before = os.times()
        subprocess.run([sys.executable, "-c", _READ, str(path)], check=True)
        after = os.times()
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return min(times)


def run(path: Path | None = None) -> list[tuple[str, str]]:
    """Figures in words: what was measured, and the result."""
    path = path or (SEASON if SEASON.is_file() else None)
    if path is None:
        path = Path(tempfile.mkdtemp()) / "sked-a26.csv"
        path.write_bytes(made_up_season())
    data = path.read_bytes()
    schedule, _ = read_eibi(path.name, data)
    assert schedule.season is not None
    season, rows, kept = schedule.season, schedule.transmissions, schedule.extensions
    lines = data.split(b"\r\n")
    ten = b"\r\n".join([lines[0], *(lines[1:-1] * 10), b""])
    table, _ = write_csv(rows)
    baseline = best_ms(lambda: split(data))
    figures = [
        ("read", best_ms(lambda: read_eibi(path.name, data))),
        ("written unchanged", best_ms(lambda: write_eibi(rows, season=season, extensions=kept))),
        ("ten times the rows, read", best_ms(lambda: read_eibi(path.name, ten))),
        ("as a table, written", best_ms(lambda: write_csv(rows))),
        ("as a table, read", best_ms(lambda: read_csv("x.csv", table))),
    ]
    told = [(f"EiBi {path.name}: {len(rows):,} rows split", f"{baseline:.1f} ms")]
    told += [(f"EiBi {what}", f"{ms:.1f} ms, {ms / baseline:.1f} x splitting") for what, ms in figures]
    seconds = process_seconds(path)
    told.append(("EiBi season read by a new process", f"{seconds:.2f} s of CPU (budget {PROCESS_BUDGET_S:g} s)"))
    return told


if __name__ == "__main__":
    for what, result in run(Path(sys.argv[1]) if len(sys.argv) > 1 else None):
        print(f"{what}: {result}")
