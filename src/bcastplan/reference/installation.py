"""Newer HFCC tables replace older ones of the user's only when a whole archive was read."""

from pathlib import Path
from typing import NamedTuple

from bcastplan.reference.hfcc_tables import TABLE_SPECS, read_reference_zip
from bcastplan.reference.storage import forget, table_bytes, user_tables_folder, write_tables


class InstalledTable(NamedTuple):
    """A table now in the user's folder: its file, its number of rows and the lines of HFCC's file left out."""

    name: str
    file: Path
    rows: int
    problems: tuple[str, ...]


def install_tables(zip_path: Path) -> list[InstalledTable]:
    """Store the reference tables of an HFCC archive in the user's data folder, where they take precedence.

    A table without a single usable row is not stored; the shipped one stays in use.

    Raises:
        ReferenceZipError: the archive cannot be read or has no reference table.
        OSError: the user's data folder cannot be written.
    """
    tables = read_reference_zip(zip_path)
    installed = []
    contents: dict[Path, bytes] = {}
    for spec in TABLE_SPECS:
        table = tables.get(spec.table)
        if table is None or not table.rows:
            continue
        file = user_tables_folder() / f"{spec.table}.csv"
        # A line break in the archive's name would end the comment line that tells the source.
        source = f"{zip_path.name}, {spec.member}".replace("\n", " ")
        head = [f"source: {source}", f"date: {table.date}", "stored by bcastplan import hfcc --tables"]
        contents[file] = table_bytes(spec.columns, sorted(table.rows), head)
        installed.append(InstalledTable(spec.table, file, len(table.rows), tuple(table.problems)))
    write_tables(contents)
    forget()
    return installed
