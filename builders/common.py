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
    licence: str,
    date: str,
    script: str,
    notes: Sequence[str] = (),
) -> None:
    """Write ``name``.csv with a comment head that says where it comes from and what it may be used for."""
    head = [f"source: {source}", f"licence: {licence}", f"date: {date}", f"built by builders/{script}", *notes]
    write_table(output / f"{name}.csv", columns, rows, head)
    print(f"{name}.csv: {len(rows)} rows")
