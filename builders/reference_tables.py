"""Site, antenna, language, broadcaster, manager and administration tables from an HFCC archive.

Usage: python builders/reference_tables.py path/to/A26allx2.zip [--output FOLDER]
"""

import argparse
from pathlib import Path

from common import DEFAULT_OUTPUT, ship

from bcastplan.reference.hfcc_tables import TABLE_SPECS, read_reference_zip

LICENCE = "published by HFCC (www.hfcc.org) for whoever plans or monitors; HFCC states no licence"
NOTES = {
    "sites": ["latitude and longitude in decimal degrees, north and east positive; the list gives whole minutes"],
    "antennas": ["family and parameters after ITU-R BS.705; both empty where the definition is no designation"],
    "fmos": ["organisations only: the list's persons, telephone numbers and addresses are left out"],
}


def build(archive: Path, output: Path) -> None:
    """Write the six tables; any line of the archive that makes no sense stops the build."""
    found = read_reference_zip(archive)
    for spec in TABLE_SPECS:
        table = found[spec.table]
        if table.problems:
            raise SystemExit("\n".join(table.problems))
        ship(
            output,
            spec.table,
            spec.columns,
            sorted(table.rows),
            source=f"HFCC reference table {spec.member}, www.hfcc.org public data",
            licence=LICENCE,
            date=table.date,
            script="reference_tables.py",
            notes=NOTES.get(spec.table, []),
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    arguments = parser.parse_args()
    build(arguments.archive, arguments.output)
