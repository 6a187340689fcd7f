"""Run every benchmark of this folder (``python -m benchmarks``), or those whose names contain one of the words given.

A benchmark is a module ``bench_*.py`` with ``run() -> list[tuple[str, str]]``: what was measured, and the figure. Each
runs in a process of its own, so that the memory of one is not counted for another.
"""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ONE = "--one"


def main(words: list[str]) -> int:
    """Print all figures; 1 where a benchmark failed or none matched."""
    if words[:1] == [ONE]:
        return run_one(words[1])
    names = [path.stem for path in sorted(FOLDER.glob("bench_*.py"))]
    chosen = [name for name in names if not words or any(word in name for word in words)]
    if not chosen:
        print(f"no benchmark is called so: there are {', '.join(names)}", file=sys.stderr)
        return 1
    return max(
        subprocess.run([sys.executable, "-m", "benchmarks", ONE, name], cwd=FOLDER.parent).returncode for name in chosen
    )


def run_one(name: str) -> int:
    """Print the figures of one benchmark; 1 where it failed: the others still have theirs to show."""
    sys.path[:0] = [str(FOLDER.parent), str(FOLDER)]
    print(f"\n{name.removeprefix('bench_')}", flush=True)
    try:
        lines = import_module(f"benchmarks.{name}").run()
    except Exception as error:
        print(f"  failed: {type(error).__name__}: {error}")
        return 1
    width = max((len(what) for what, _ in lines), default=0)
    for what, figure in lines:
        print(f"  {what:<{width}}  {figure}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
