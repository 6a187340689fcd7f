"""Write the JSON Schemas of schedule and plan files; with ``--check`` exit 1 where one is stale."""

from __future__ import annotations

import sys
from pathlib import Path

from bcastplan.model.schemas import FILES, schema_text

ROOT = Path(__file__).resolve().parents[1]


def pages() -> dict[str, str]:
    """Path from the checkout -> content."""
    return {f"schema/{name}-1.json": schema_text(name) for name in FILES}


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit code."""
    stale = 0
    for name, content in pages().items():
        path = ROOT / name
        if path.exists() and path.read_text(encoding="utf-8") == content:
            continue
        if "--check" in arguments:
            print(f"out of date: {name} (run builders/schemas.py)")
            stale = 1
        else:
            path.write_text(content, encoding="utf-8")
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
