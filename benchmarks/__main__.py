"""Run every benchmark of this folder (``python -m benchmarks``), or those whose names contain one of the words given.

A benchmark is a module ``bench_*.py`` with ``run() -> list[tuple[str, str]]``: what was measured, and the figure.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main(words: list[str]) -> int:
    """Print all figures; 1 where a benchmark failed or none matched."""
    sys.path[:0] = [str(FOLDER.parent), str(FOLDER)]
    names = [path.stem for path in sorted(FOLDER.glob("bench_*.py"))]
    chosen = [name for name in names if not words or any(word in name for word in words)]
    if not chosen:
        print(f"no benchmark is called so: there are {', '.join(names)}", file=sys.stderr)
        return 1
    failed = 0
    for name in chosen:
        print(f"\n{name.removeprefix('bench_')}", flush=True)
        try:
            lines = import_module(f"benchmarks.{name}").run()
        except Exception as error:  # one that fails must not hide the figures of the others
            print(f"  failed: {type(error).__name__}: {error}")
            failed = 1
            continue
        width = max((len(what) for what, _ in lines), default=0)
        for what, figure in lines:
            print(f"  {what:<{width}}  {figure}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
