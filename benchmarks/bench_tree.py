"""A tree of a thousand files checked: reading on one core and on both, and the whole check as a process.

``WORTH_BYTES`` of ``workspace.parallel`` is read off the first figures: below it, starting a process costs more than it
saves. Elapsed time on a busy machine says little, so the processor time of both processes stands beside it: the longer
of the two is what an idle machine would take.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time, sleep

from bcastplan.model.finding import MOST_FINDINGS
from bcastplan.workspace.inspection.repeated_check import RepeatedCheck
from bcastplan.workspace.opening.discovery import Candidate, discover
from bcastplan.workspace.opening.open_plans import open_paths
from bcastplan.workspace.opening.parallel import WORTH_BYTES, read_all

SIZES = (100, 300, 1000)
PER_FILE = 10
REPEATS = 5


def run() -> list[tuple[str, str]]:
    """What was measured and the figure, best of some runs."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for files in SIZES:
            tree = Path(folder) / str(files)
            kilobytes = write_tree(tree, files) // 1000
            candidates = [one for plan in discover([str(tree)]).plans for one in plan.candidates]
            for processes in (1, 2):
                elapsed, own, other = min(reading(candidates, processes) for _ in range(REPEATS))
                what = f"{files:,} files of {PER_FILE} ({kilobytes:,} kB) read by {processes}"
                lines.append((what, f"{1000 * elapsed:.0f} ms; processor {1000 * own:.0f} + {1000 * other:.0f} ms"))
        cores = os.sched_getaffinity(0)
        for used in ({min(cores)}, cores):
            best = min(checking(tree, used) for _ in range(3))
            lines.append((f"check of {files:,} files as a process, {len(used)} core(s)", f"{best:.2f} s"))
    lines.append(("files are shared out from", f"{WORTH_BYTES // 1000} kB on"))
    return lines + scaling()


def write_tree(root: Path, files: int, *, per_file: int = PER_FILE, seasons: int = 1) -> int:
    """Write a plan of that many schedules in folders of fifty; returns their bytes. Few of them meet."""
    written = 0
    number = 0
    for file in range(files):
        rows = []
        for _ in range(per_file):
            number += 1
            hour = (7 * number + number // 1800) % 24  # one channel, one hour: as rarely as can be
            rows.append(
                f"  - {{id: t{number}, frequency: {5900 + number * 5 % 9000}, time: {hour:02d}00-{hour:02d}30, "
                f"site: PHT, power: 250, antenna: 216, azimuth: 21, target: '{1 + number % 75}'}}\n"
            )
        season = f"{'AB'[file % seasons % 2]}{26 - file % seasons // 2:02d}"
        head = f"bcastplan: 1\nservice: Service {file}\nseason: {season}\ndefaults: {{manager: AGM, language: Kor}}\n"
        path = root / f"{file // 50:02d}" / f"{file:04d}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        written += path.write_text(f"{head}transmissions:\n{''.join(rows)}", encoding="utf-8")
    (root / "bcastplan.yaml").write_text("bcastplan: 1\nplan: Many files\n", encoding="utf-8")
    return written


def reading(candidates: list[Candidate], processes: int) -> tuple[float, float, float]:
    """Seconds elapsed, of this process and of its children."""
    started, own, other = perf_counter(), process_time(), children()
    read_all(candidates, lambda _name: None, processes=processes)
    return perf_counter() - started, process_time() - own, children() - other


def children() -> float:
    """Processor seconds of ended children."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def checking(tree: Path, cores: set[int]) -> float:
    """Elapsed seconds of a whole check that may use these cores."""
    started = perf_counter()
    ran = subprocess.Popen(
        [sys.executable, "-m", "bcastplan", "check", "--fail-on", "never", "--no-cache", str(tree)],
        stdout=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )  # fmt: skip
    ran.wait()
    return perf_counter() - started


MANY = (1000, 2500, 5000)
"""Files of 44 transmissions in 50 seasons, as an archive of plans has them."""


def scaling() -> list[tuple[str, str]]:
    """Processor time and highest memory of a check of many seasons, and how they grow with the number of files."""
    lines, seconds = [], []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BCASTPLAN_CACHE_DIR"] = f"{folder}/cache"
        for files in MANY:
            tree = Path(folder) / str(files)
            write_tree(tree, files, per_file=44, seasons=50)
            used, megabytes = measured(tree)
            seconds.append(used)
            again, _ = measured(tree)
            figure = f"{used:.1f} s of processor time, {megabytes:,} MB in all processes"
            lines.append((f"check of {files:,} files of 44 in 50 seasons", figure))
            lines.append(("  the same again, nothing changed", f"{again:.2f} s, {again / used:.1%} of the first"))
            for what, change in CHANGES.items():
                change(tree)
                after, _ = measured(tree)
                lines.append((f"  a new process after {what}", f"{after:.2f} s, {after / used:.1%} of the first"))
            first, later = watching(tree)
            lines.append(("  --watch, one file changed", f"{later:.2f} s, {later / first:.1%} of the first round"))
    ratio = seconds[-1] / seconds[0]
    return [*lines, (f"{MANY[-1] / MANY[0]:g} times the files", f"{ratio:.1f} times the processor time")]


def moved_time(tree: Path) -> None:
    """Move a transmission in time, so that it meets others than before."""
    edited = tree / "00" / "0040.yaml"
    edited.write_text(re.sub(r"time: \d{4}-\d{4}", "time: 0000-2400", edited.read_text(encoding="utf-8"), count=1))


def new_file(tree: Path) -> None:
    """Add a file beside one with the same transmissions under other ids."""
    text = (tree / "00" / "0041.yaml").read_text(encoding="utf-8")
    (tree / "00" / "0041a.yaml").write_text(text.replace("id: t", "id: u"), encoding="utf-8")


CHANGES = {
    "a file was edited": moved_time,
    "another was added": new_file,
    "and another deleted": lambda tree: (tree / "00" / "0042.yaml").unlink(),
}
"""What happens to a tree between two checks; the plan file stays as it is."""


def watching(tree: Path) -> tuple[float, float]:
    """Processor seconds of the first round of a check that is repeated, and of one after a file was edited."""
    repeated = RepeatedCheck()
    edited = next(tree.glob("*/0040.yaml"))

    def round_of() -> float:
        own, other = process_time(), children()
        repeated.check(lambda kept: open_paths([str(tree)], kept=kept), most=MOST_FINDINGS)
        return process_time() - own + children() - other

    first = round_of()
    later = []
    for power in (100, 300, 500):
        text = edited.read_text(encoding="utf-8")
        edited.write_text(text.replace("power: 250", f"power: {power}", 1), encoding="utf-8")
        later.append(round_of())
    return first, min(later)


def measured(tree: Path) -> tuple[float, int]:
    """Processor seconds of a check with all its processes, and the most memory that they took together, in MB."""
    before = children()
    ran = subprocess.Popen(
        [sys.executable, "-m", "bcastplan", "check", "--fail-on", "never", str(tree)], stdout=subprocess.DEVNULL
    )
    highest = 0
    while ran.poll() is None:
        highest = max(highest, sum(map(proportional_kilobytes, family(ran.pid))))
        sleep(SAMPLED_EVERY)
    return children() - before, highest // 1024


SAMPLED_EVERY = 0.05
"""Seconds between two looks at the memory."""


def family(process: int) -> list[int]:
    """A process and those that it started, by the process table of Linux."""
    try:
        started = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:  # it has ended
        return []
    return [process, *(member for child in started for member in family(int(child)))]


def proportional_kilobytes(process: int) -> int:
    """Memory of a process; what it shares with others counts in equal parts (PSS)."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))


if __name__ == "__main__":
    for what, figure in run():
        print(f"{what}: {figure}")
