"""Reading and writing the season, as ratios of what merely cutting its lines into columns costs.

Run with ``python benchmarks/bench_hfcc.py [A26allx2.zip]``; without a file 3,305 made-up rows are measured.
"""

from __future__ import annotations

import itertools
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bcastplan.document.schedule_reader import read_schedule
from bcastplan.exchange.archive import read_input
from bcastplan.exchange.hfcc.hfcc_reader import read_hfcc
from bcastplan.exchange.hfcc.hfcc_writer import write_hfcc
from bcastplan.exchange.schedule_text import schedule_yaml

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("BCASTPLAN_TEST_DATA", ROOT.parent / "shared" / "data"))
SEASON = DATA / "hfcc" / "A26allx2.zip"
ROWS = 3305
REPEATS = 7
READ_BUDGET_MS = 80.0
_RULER = (
    ";----+----+----+------------------------------+---+----+-------+---+---+-------+------+------+-+-----+----------+"
    "---+---+---+-----+-+-----+-----+-----+-------"
)


def made_up_season() -> bytes:
    """A season of as many rows, every field canonical."""
    lines = ["; A26 ALL 21-jul-2026"]
    for number in range(1, ROWS + 1):
        khz, start = 5900 + 5 * (number % 600), number % 24
        target = f"{1 + number % 85},{1 + number % 17}".ljust(30)
        lines.append(
            f"{khz:5d} {start:02d}00 {start:02d}30 {target} {'PHT'} {50 * (1 + number % 9):4d} {number % 360:<7d}   0 "
            f"216 1234567 290326 251026 D {'':5} {'Kor':10} PHL VOA AGM {number:5d} {'':19} "
        )
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def cut(data: bytes) -> list[list[str]]:
    """The baseline: every row as a list of its columns, nothing understood."""
    edges = [0, *(at + 1 for at, mark in enumerate(_RULER) if mark == "+"), 200]
    spans = [slice(first, last) for first, last in itertools.pairwise(edges)]
    return [[line[span] for span in spans] for line in data.decode("iso-8859-1").split("\r\n") if line[:1] != ";"]


def ten_times(data: bytes) -> bytes:
    """Ten copies of the rows, every one with a requirement number of its own."""
    lines = [line for line in data.split(b"\r\n") if line and not line.startswith(b";")]
    copies = (line[:125] + b"%5d" % number + line[130:] for number, line in enumerate(lines * 10, 1))
    return b"; A26 ALL\r\n" + b"".join(line + b"\r\n" for line in copies)


def best_ms(action: Callable[[], object]) -> float:
    """The fastest of some runs, in milliseconds of this process, so that other work on the machine counts little."""
    times = []
    for _ in range(REPEATS):
        started = time.process_time()
        action()
        times.append(time.process_time() - started)
    return 1000 * min(times)


def run(path: Path | None = None) -> list[tuple[str, str]]:
    """Figures in words: what was measured, and the result."""
    path = path or (SEASON if SEASON.is_file() else None)
    name, data = ("made-up rows", made_up_season())
    if path is not None:
        source = read_input(str(path))[0]
        name, data = path.name, source.data
    schedule, _ = read_hfcc("x", data)
    assert schedule.season is not None
    season, rows = schedule.season, schedule.transmissions
    text = schedule_yaml(None, rows, season=season)
    ten = ten_times(data)
    baseline = best_ms(lambda: cut(data))
    figures = [
        ("read", best_ms(lambda: read_hfcc("x", data)), f" (budget {READ_BUDGET_MS:g} ms)"),
        ("write", best_ms(lambda: write_hfcc(rows, season=season, header=[])), ""),
        ("to YAML", best_ms(lambda: schedule_yaml(None, rows, season=season)), ""),
        (f"back from YAML ({text.count(chr(10)):,} lines)", best_ms(lambda: read_schedule("x", text)), ""),
        ("ten times the rows, read", best_ms(lambda: read_hfcc("x", ten)), ""),
    ]
    lines = [(f"HFCC {name}: {len(rows):,} rows cut into columns", f"{baseline:.1f} ms")]
    lines += [(f"HFCC {what}", f"{ms:.1f} ms, {ms / baseline:.1f} x cutting{more}") for what, ms, more in figures]
    if path is not None:
        lines.append(("HFCC zip unpacked and recognised", f"{best_ms(lambda: read_input(str(path))):.1f} ms"))
    return lines


if __name__ == "__main__":
    for what, result in run(Path(sys.argv[1]) if len(sys.argv) > 1 else None):
        print(f"{what}: {result}")
