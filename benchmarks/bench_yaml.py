"""Reading and checking a season-sized YAML schedule, against the bare C parser and yamllint on the same file."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

from benchmarks.bench_hfcc import SEASON
from benchmarks.season_yaml import SEASON_ROWS, season_yaml
from yaml.cyaml import CParser

from bcastplan.airtime import build
from bcastplan.document.parse import parse_text, without_gc
from bcastplan.document.schedule_reader import read_schedule

REPEATS = 5
PROCESS_REPEATS = 3


def run() -> list[tuple[str, str]]:
    """What was measured and the figure: best of some runs, with its ratio to the baseline of the same run."""
    text = season_yaml()
    compared = processes(text) + published()  # first: a child's peak memory starts at its parent's
    ten = season_yaml(10 * SEASON_ROWS)
    size = f"{SEASON_ROWS:,} transmissions, {len(text) // 1000} kB, {text.count(chr(10)):,} lines"
    events = best(lambda: scan(text))
    nodes = best(lambda: parse_text("season.yaml", text))
    read = best(lambda: read_schedule("season.yaml", text))
    schedule, problems = read_schedule("season.yaml", text)
    assert schedule is not None
    assert not problems
    assert len(schedule.transmissions) == SEASON_ROWS
    table = best(lambda: build(list(schedule.transmissions)))
    read_ten = best(lambda: read_schedule("season.yaml", ten), 2)
    lines = [
        (f"YAML {size}: bare event scan (baseline)", f"{1000 * events:.0f} ms"),
        ("YAML nodes with positions", f"{1000 * nodes:.0f} ms, {nodes / events:.1f} x the scan"),
        ("YAML read into the model", f"{1000 * read:.0f} ms, {read / events:.1f} x the scan"),
        ("YAML airtime table of it", f"{1000 * table:.0f} ms"),
        ("YAML ten times the transmissions, read", f"{1000 * read_ten:.0f} ms, {read_ten / read:.1f} x one season"),
    ]
    return lines + compared


def scan(text: str) -> int:
    """Number of events of a text: the least any reader has to do."""
    count = 0
    with without_gc():
        parser = CParser(text)
        while parser.get_event() is not None:
            count += 1
    return count


def processes(text: str) -> list[tuple[str, str]]:
    """The same file checked by a process of ours and by yamllint: processor time, as machines are busy."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "season.yaml"
        path.write_text(text, encoding="utf-8")
        checked, peak_mb = spent("bcastplan", "check", "--fail-on", "never", str(path))
        selected, _ = spent("bcastplan", "check", "--fail-on", "never", "--select", "YML,TIM,PLN,FIL", str(path))
        linted, _ = spent("yamllint", str(path))
    return [
        ("yamllint as a process (baseline)", f"{linted:.2f} s"),
        ("check, every rule, as a process", f"{checked:.2f} s, {linted / checked:.1f} x faster than yamllint"),
        ("check, reading and times only, as a process", f"{selected:.2f} s, {linted / selected:.1f} x faster"),
        ("check, every rule: peak memory", f"{peak_mb:.0f} MB"),
    ]


def published() -> list[tuple[str, str]]:
    """The published season as HFCC text and as one YAML file, where the zip is at hand."""
    if not SEASON.exists():
        return []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "season.yaml"
        command = [sys.executable, "-m", "bcastplan", "import", "hfcc", str(SEASON), "--single", "-o", str(path)]
        subprocess.run(command, check=True, capture_output=True)
        as_text, _ = spent("bcastplan", "check", "--fail-on", "never", str(SEASON))
        checked, peak_mb = spent("bcastplan", "check", "--fail-on", "never", str(path))
        linted, _ = spent("yamllint", str(path))
        size = path.stat().st_size // 1000
    return [
        (f"published season as YAML, {size} kB: yamllint (baseline)", f"{linted:.2f} s"),
        ("published season as YAML: check", f"{checked:.2f} s, {linted / checked:.1f} x faster, {peak_mb:.0f} MB"),
        ("published season as HFCC text: check", f"{as_text:.2f} s"),
    ]


def spent(module: str, *arguments: str) -> tuple[float, float]:
    """Best processor seconds and the peak memory in MB of ``python -m module``; fails where it does."""
    times, peaks = [], []
    for _ in range(PROCESS_REPEATS):
        started = subprocess.Popen([sys.executable, "-m", module, *arguments], stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(started.pid, 0)
        started.returncode = 0
        assert module == "yamllint" or os.waitstatus_to_exitcode(status) == 0
        times.append(usage.ru_utime + usage.ru_stime)
        peaks.append(usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10))
    return min(times), max(peaks)


def best(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Best processor seconds of some runs."""
    times = []
    for _ in range(repeats):
        started = process_time()
        work()
        times.append(process_time() - started)
    return min(times)


if __name__ == "__main__":
    for what, figure in run():
        print(f"{what}: {figure}")
