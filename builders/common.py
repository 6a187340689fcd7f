"""What the builders share: where the shipped tables live, and how a table says where it came from."""

from collections.abc import Sequence
from pathlib import Path

from bcastplan.reference.storage import SHIPPED_FOLDER, write_table

DEFAULT_OUTPUT = SHIPPED_FOLDER


def ship(
    output: Path,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    source: str,
    date: str,
    script: str,
    notes: Sequence[str] = (),
) -> None:
    """Write ``name``.csv with its comment head and say so."""
    head = [f"source: {source}", f"date: {date}", f"built by builders/{script}", *notes]
    write_table(output / f"{name}.csv", columns, rows, head)
    print(f"{name}.csv: {len(rows)} rows")
