"""A table is a commented CSV file in UTF-8; reading one never fails: it records the lines that it cannot use.

The user's own table of the same name, in the user's data folder, is laid over the shipped one row by row: a newer
list wins, and a code that only the older list knows can still be looked up for older seasons.
"""

import csv
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from bcastplan.files.home import settled

Row = TypeVar("Row")

SHIPPED_FOLDER = Path(__file__).with_name("data")
DATA_FOLDER_VARIABLE = "BCASTPLAN_DATA_DIR"

_COMMENT = "#"
_problems: list["TableProblem"] = []


class TableProblem(NamedTuple):
    """A line of the user's own table that could not be used, and what to do about it."""

    file: Path
    line: int
    message: str


@cache
def user_tables_folder() -> Path:
    """Folder of the user's newer tables; it need not exist. BCASTPLAN_DATA_DIR replaces the platform's choice."""
    chosen = os.environ.get(DATA_FOLDER_VARIABLE)
    if chosen:
        return Path(chosen) / "tables"
    if sys.platform == "linux":  # what platformdirs answers there (XDG), without its 10 ms of imports
        base = os.environ.get("XDG_DATA_HOME", "").strip()
        return settled(lambda: Path(base or "~/.local/share")) / "bcastplan" / "tables"
    import platformdirs

    return settled(lambda: Path(platformdirs.user_data_dir("bcastplan", appauthor=False))) / "tables"


def table_problems() -> tuple[TableProblem, ...]:
    """The lines left out of the user's tables read so far, in order of reading."""
    return tuple(_problems)


def read_table(name: str, columns: Sequence[str], make: Callable[[list[str]], Row]) -> list[Row]:
    """Rows of a shipped table, followed by those of the user's newer table of the same name.

    For tables with a key, where a later row replaces an earlier one.

    Args:
        name: file name without ``.csv``.
        columns: the header line the file must have.
        make: turns the texts of one line into a row; raises ValueError for a line that cannot be used.

    A line of the user's table that cannot be used is passed over and kept in :func:`table_problems`.
    """
    rows = read_shipped(name, columns, make)
    newer = user_tables_folder() / f"{name}.csv"
    if newer.is_file():
        rows.extend(_user_rows(newer, columns, make))
    return rows


def read_shipped(name: str, columns: Sequence[str], make: Callable[[list[str]], Row]) -> list[Row]:
    """Rows of a shipped table alone; a fault in one is a defect and raises ValueError."""
    text = (SHIPPED_FOLDER / f"{name}.csv").read_text(encoding="utf-8")
    lines = text.rstrip("\n").split("\n")
    first = next(index for index, line in enumerate(lines) if not line.startswith(_COMMENT))
    if lines[first] != ",".join(columns):
        raise ValueError(f"{name}.csv: expected the columns {','.join(columns)}, found {lines[first]}")
    return list(map(make, csv.reader(lines[first + 1 :])))


def _user_rows(file: Path, columns: Sequence[str], make: Callable[[list[str]], Row]) -> Iterator[Row]:
    remedy = "run `bcastplan import hfcc --tables` again or delete the file"
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        _problems.append(TableProblem(file, 1, f"cannot be read as UTF-8 text ({error}); {remedy}"))
        return
    header_seen = False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith(_COMMENT) or not line.strip():
            continue
        try:
            # Each line is parsed alone, so that a quote that is never closed costs its own line only.
            fields = next(csv.reader([line]), [])
            if not header_seen:
                if fields != list(columns):
                    message = f"the columns must be {','.join(columns)}; {remedy}"
                    _problems.append(TableProblem(file, number, message))
                    return
                header_seen = True
            elif len(fields) != len(columns):
                raise ValueError(f"{len(fields)} columns where {len(columns)} are needed")
            else:
                yield make(fields)
        except (ValueError, csv.Error) as error:
            _problems.append(TableProblem(file, number, f"line passed over: {error}"))


def table_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]], head: Sequence[str]) -> bytes:
    """A table with its comment head as bytes of a file."""
    stream = io.StringIO(newline="")
    stream.writelines(f"# {line}\n" for line in head)
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return stream.getvalue().encode()


def write_table(file: Path, columns: Sequence[str], rows: Iterable[Sequence[str]], head: Sequence[str]) -> None:
    """Store a table with its comment head, whole or not at all; raises OSError."""
    write_tables({file: table_bytes(columns, rows, head)})


def write_tables(tables: Mapping[Path, bytes]) -> None:
    """Store tables together, and their folder where it is missing; raises OSError."""
    # Imported here because look-ups, which every command makes, write nothing.
    from bcastplan.files.writing import FileWrite, Transaction

    Transaction([FileWrite(str(file), data) for file, data in tables.items()], make_folders=True).run()


def forget() -> None:
    """Make the next look-up read the tables again, as after newer ones were installed."""
    from bcastplan.reference import caches

    user_tables_folder.cache_clear()
    _problems.clear()
    caches.clear_all()
