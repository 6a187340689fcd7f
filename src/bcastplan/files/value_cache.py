"""Results of earlier runs in the user's cache folder: bytes by key, of which those used longest ago go first.

A key says everything that a value follows from, so that nothing kept can be out of date. The file is an SQLite
database, which several processes may use at once; whatever goes wrong with it, the program goes on without it. It is
believed only where it is the user's own and nobody else may write to it, and nothing in it is ever executed.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TypeVar

from bcastplan.files.home import NO_HOME, settled

Item = TypeVar("Item")

CACHE_FOLDER_VARIABLE = "BCASTPLAN_CACHE_DIR"
_FORMAT = 2
_SHARE_OF_VALUES = 0.9  # of the size of the file; the rest is for the database's index and free pages
_KEYS_AT_ONCE = 500  # SQLite before 3.32 takes 999 variables in a query
_PATIENCE_SECONDS = 2.0  # while another process writes
_FRESH_SECONDS = 3600  # an entry's last use is noted once an hour


def cache_folder() -> Path:
    """Where results are kept: ``BCASTPLAN_CACHE_DIR``, else the platform's folder for caches."""
    own = os.environ.get(CACHE_FOLDER_VARIABLE)
    if own:
        return Path(own)
    if sys.platform == "linux":  # as platformdirs has it (XDG), without 10 ms of imports
        base = os.environ.get("XDG_CACHE_HOME", "").strip()
        return settled(lambda: Path(base or "~/.cache")) / "bcastplan"
    import platformdirs

    return settled(lambda: Path(platformdirs.user_cache_dir("bcastplan", appauthor=False)))


class ValueCache:
    """Values in one file; where the file cannot be made nothing is kept.

    Args:
        file: where the database is, or is made with its folder.
        most_bytes: how large the file may grow.
        code: a digest of the program that computes the values; values computed by another program are never returned.
    """

    def __init__(self, file: Path, most_bytes: int, code: bytes) -> None:
        self.file = file
        self._most_bytes = int(most_bytes * _SHARE_OF_VALUES)
        self._code = code

    def stored(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Returns key -> value for those of the keys that are kept."""
        by_name = {self._name(key): key for key in keys}
        values: dict[bytes, bytes] = {}

        def look_up(database: sqlite3.Connection) -> None:
            now = int(time.time())
            old = []
            for names in _parts(by_name):
                marks = ",".join("?" * len(names))
                query = f"SELECT name, used, value FROM entries WHERE name IN ({marks})"
                for name, used, value in database.execute(query, names):
                    values[by_name[name]] = value
                    if not now - _FRESH_SECONDS < used <= now:
                        old.append((now, name))
            database.executemany("UPDATE entries SET used = ? WHERE name = ?", old)

        if is_own_file(self.file):
            self._within_transaction(look_up)
        return values

    def keep(self, fresh: Mapping[bytes, bytes]) -> None:
        """Keep values by key; the oldest entries make room for them, and values beyond ``most_bytes`` are not kept."""
        rows = []
        room = self._most_bytes
        now = int(time.time())
        for key, value in fresh.items():
            room -= len(value)
            if room < 0:
                break
            rows.append((self._name(key), now, len(value), value))

        def write(database: sqlite3.Connection) -> None:
            database.execute("BEGIN IMMEDIATE")
            _make_room(database, max(room, 0))
            database.executemany("INSERT OR REPLACE INTO entries (name, used, size, value) VALUES (?, ?, ?, ?)", rows)

        if rows and not self.file.is_relative_to(NO_HOME):
            with suppress(OSError):
                self.file.parent.mkdir(parents=True, exist_ok=True)
                # SQLite would make the file by the umask, and one that a group may write to is not believed later.
                self.file.touch(mode=0o600)
            if is_own_file(self.file):
                self._within_transaction(write)

    def _within_transaction(self, action: Callable[[sqlite3.Connection], None]) -> None:
        """Run an action on the database; a failure is ignored, and a file that is no database is deleted."""
        try:
            with closing(sqlite3.connect(self.file, timeout=_PATIENCE_SECONDS)) as database:
                database.execute("PRAGMA synchronous = NORMAL")
                if not _is_ours(database):
                    _set_up(database)
                with database:
                    action(database)
        except sqlite3.OperationalError:
            return  # another process writes for long, the disk is full, the folder cannot be written
        except sqlite3.DatabaseError:
            for suffix in ("", "-journal"):
                with suppress(OSError):
                    Path(f"{self.file}{suffix}").unlink()

    def _name(self, key: bytes) -> bytes:
        return blake2b(self._code + key, digest_size=20).digest()


def is_own_file(file: Path) -> bool:
    """Whether a file is there, belongs to who runs the program, and can be written by nobody else."""
    try:
        status = file.stat()
    except OSError:
        return False
    if not stat.S_ISREG(status.st_mode):
        return False
    return sys.platform == "win32" or (status.st_uid == os.geteuid() and not status.st_mode & OTHERS_WRITE)


OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def _is_ours(database: sqlite3.Connection) -> bool:
    return bool(database.execute("PRAGMA user_version").fetchone()[0] == _FORMAT)


def _set_up(database: sqlite3.Connection) -> None:
    """Make the table, unless another process has made it meanwhile."""
    with database:
        database.execute("BEGIN IMMEDIATE")
        if not _is_ours(database):
            for table in ("samples", "entries"):  # the first is what an older format called it
                database.execute(f"DROP TABLE IF EXISTS {table}")
            database.execute("CREATE TABLE entries (name BLOB PRIMARY KEY, used INTEGER, size INTEGER, value BLOB)")
            database.execute(f"PRAGMA user_version = {_FORMAT}")


def _make_room(database: sqlite3.Connection, most_bytes: int) -> None:
    """Drop what was used longest ago until the rest is no more than ``most_bytes``."""
    (too_many,) = database.execute("SELECT COALESCE(SUM(size), 0) FROM entries").fetchone()
    too_many -= most_bytes
    oldest = []
    for number, size in database.execute("SELECT rowid, size FROM entries ORDER BY used, rowid"):
        if too_many <= 0:
            break
        oldest.append((number,))
        too_many -= size
    database.executemany("DELETE FROM entries WHERE rowid = ?", oldest)


def _parts(items: Mapping[Item, object]) -> Iterator[list[Item]]:
    """Keys of a mapping, as many at once as a query takes."""
    left = iter(items)
    while part := list(islice(left, _KEYS_AT_ONCE)):
        yield part
