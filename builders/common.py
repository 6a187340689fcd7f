"""What the builders share: how a table says where it came from, and how generated pages are written or checked."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bcastplan.reference.storage import SHIPPED_FOLDER, write_table

DEFAULT_OUTPUT = SHIPPED_FOLDER
ROOT = Path(__file__).resolve().parents[1]


def ship(
    output: Path,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    source: str,
    licence: str,
    date: str,
    script: str,
    notes: Sequence[str] = (),
) -> None:
    """Write ``name``.csv with a comment head that says where it comes from and what it may be used for."""
    head = [f"source: {source}", f"licence: {licence}", f"date: {date}", f"built by builders/{script}", *notes]
    write_table(output / f"{name}.csv", columns, rows, head)
    print(f"{name}.csv: {len(rows)} rows")


def write_or_check(pages: Mapping[str, str], script: str, arguments: Sequence[str]) -> int:
    """Write generated files that differ, or with ``--check`` name them; returns the exit code.

    Args:
        pages: path from the checkout -> content.
        script: the builder that makes them, to be run where one is out of date.
        arguments: those of the command line.
    """
    stale = 0
    for name, content in pages.items():
        path = ROOT / name
        if path.exists() and path.read_text(encoding="utf-8") == content:
            continue
        if "--check" in arguments:
            print(f"out of date: {name} (run builders/{script})")
            stale = 1
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
            print(f"written: {name}")
    return stale
