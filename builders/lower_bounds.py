"""Say where an environment does not hold the lowest release that pyproject.toml allows.

`make test-lowest` runs it before the tests: a bound that another package lifts is not tried, so it may be untrue.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
GROUPS = ("build", "test")
_BOUND = re.compile(r"([\w.-]+)\s*(?:>=|==)\s*([\w.]+)")


def lower_bounds() -> dict[str, str]:
    """Package -> the lowest release that the project, its build and its tests declare."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    groups = [requirement for group in GROUPS for requirement in project["dependency-groups"][group]]
    requirements = [*project["project"]["dependencies"], *groups]
    return {match[1]: match[2] for requirement in requirements if (match := _BOUND.match(requirement))}


def is_release(installed: str, bound: str) -> bool:
    """Whether two versions name one release: ``3.2`` and ``3.2.0`` do."""
    parts = [[int(part) for part in re.findall(r"\d+", text)] for text in (installed, bound)]
    longest = max(map(len, parts))
    first, second = ([*part, *[0] * (longest - len(part))] for part in parts)
    return first == second


def main() -> int:
    """Print the bounds that are not tried; 1 where there is one."""
    untried = 0
    for name, bound in lower_bounds().items():
        try:
            installed = version(name)
        except PackageNotFoundError:
            installed = "nothing"
        if not is_release(installed, bound):
            untried += 1
            print(f"{name}>={bound} is not tried: {installed} is installed")
    return min(untried, 1)


if __name__ == "__main__":
    sys.exit(main())
