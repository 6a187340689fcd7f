"""Predictions of earlier runs in the user's cache folder, so that after an edit only what was edited is predicted anew.

A key says everything that a prediction follows from, the code and tables of the physics included: nothing kept can be
out of date. The file is an SQLite database, which several processes may use at once; whatever goes wrong with it, the
program goes on without it. It holds numbers only, so that nobody's file can make the program do anything.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from functools import cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np

from bcastplan.files.home import NO_HOME, settled
from bcastplan.installed import PACKAGE_FOLDER

Item = TypeVar("Item")

MOST_BYTES = 256_000_000
CACHE_FOLDER_VARIABLE = "BCASTPLAN_CACHE_DIR"
_NAME = "predictions.sqlite3"
_FORMAT = 1
_SHARE_OF_VALUES = 0.9  # of the file, the rest is the database's own
_KEYS_AT_ONCE = 500
_PATIENCE_SECONDS = 2.0  # while another process writes
_FRESH_SECONDS = 3600  # an entry's last use is noted once an hour
_PREDICTING = ("science", "coverage")


def cache_folder() -> Path:
    """Where predictions are kept: ``BCASTPLAN_CACHE_DIR``, else the platform's folder for caches."""
    own = os.environ.get(CACHE_FOLDER_VARIABLE)
    if own:
        return Path(own)
    if (
        sys.platform == "linux"
    ):  # the folder that platformdirs names there (XDG), without the 10 ms that importing it takes
        base = os.environ.get("XDG_CACHE_HOME", "").strip()
        return settled(lambda: Path(base or "~/.cache")) / "bcastplan"
    import platformdirs

    return settled(lambda: Path(platformdirs.user_cache_dir("bcastplan", appauthor=False)))


@cache
def code_fingerprint() -> bytes:
    """A digest of the code and tables that predict, and of what computes them."""
    digest = blake2b(f"{np.__version__} {platform.machine()}".encode(), digest_size=20)
    for folder in _PREDICTING:
        for file in sorted((PACKAGE_FOLDER / folder).rglob("*")):
            if file.suffix in (".py", ".npz"):
                digest.update(file.relative_to(PACKAGE_FOLDER).as_posix().encode() + b"\0")
                digest.update(file.read_bytes())
    return digest.digest()


class SampleCache:
    """Kept predictions in a folder, at most ``most_bytes`` of them; those used longest ago go first.

    Args:
        folder: where the file is, and is made; where that is impossible nothing is kept.
        most_bytes: how large the file may grow.
        code: stands for what predicts; what other code predicted is never found.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES, code: bytes | None = None) -> None:
        self.file = folder / _NAME
        self._most_bytes = int(most_bytes * _SHARE_OF_VALUES)
        self._code = code_fingerprint() if code is None else code

    def stored(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Returns key -> prediction for those of the keys that are kept."""
        by_name = {self._name(key): key for key in keys}
        values: dict[bytes, bytes] = {}

        def look_up(database: sqlite3.Connection) -> None:
            now = int(time.time())
            old = []
            for names in _parts(by_name):
                marks = ",".join("?" * len(names))
                query = f"SELECT name, used, value FROM samples WHERE name IN ({marks})"
                for name, used, value in database.execute(query, names):
                    values[by_name[name]] = value
                    if not now - _FRESH_SECONDS < used <= now:
                        old.append((now, name))
            database.executemany("UPDATE samples SET used = ? WHERE name = ?", old)

        if self.file.is_file():
            self._within_transaction(look_up)
        return values

    def keep(self, signals: Mapping[bytes, bytes]) -> None:
        """Keep predictions by key; the oldest of all go where there is no room, and what is too much stays out."""
        entries = []
        room = self._most_bytes
        now = int(time.time())
        for key, value in signals.items():
            room -= len(value)
            if room < 0:
                break
            entries.append((self._name(key), now, len(value), value))

        def write(database: sqlite3.Connection) -> None:
            database.execute("BEGIN IMMEDIATE")
            _make_room(database, max(room, 0))
            database.executemany(
                "INSERT OR REPLACE INTO samples (name, used, size, value) VALUES (?, ?, ?, ?)", entries
            )

        if entries and not self.file.is_relative_to(NO_HOME):
            with suppress(OSError):
                self.file.parent.mkdir(parents=True, exist_ok=True)
            self._within_transaction(write)

    def _within_transaction(self, action: Callable[[sqlite3.Connection], None]) -> None:
        """Do something with the database; what fails is given up, and a file that is no database goes."""
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


def _is_ours(database: sqlite3.Connection) -> bool:
    return bool(database.execute("PRAGMA user_version").fetchone()[0] == _FORMAT)


def _set_up(database: sqlite3.Connection) -> None:
    """Make the table, unless another process has made it meanwhile."""
    with database:
        database.execute("BEGIN IMMEDIATE")
        if not _is_ours(database):
            database.execute("DROP TABLE IF EXISTS samples")
            database.execute("CREATE TABLE samples (name BLOB PRIMARY KEY, used INTEGER, size INTEGER, value BLOB)")
            database.execute(f"PRAGMA user_version = {_FORMAT}")


def _make_room(database: sqlite3.Connection, most_bytes: int) -> None:
    """Drop what was used longest ago until the rest is no more than ``most_bytes``."""
    (too_many,) = database.execute("SELECT COALESCE(SUM(size), 0) FROM samples").fetchone()
    too_many -= most_bytes
    oldest = []
    for number, size in database.execute("SELECT rowid, size FROM samples ORDER BY used, rowid"):
        if too_many <= 0:
            break
        oldest.append((number,))
        too_many -= size
    database.executemany("DELETE FROM samples WHERE rowid = ?", oldest)


def _parts(items: Mapping[Item, object]) -> Iterator[list[Item]]:
    """Keys of a mapping, as many at once as a query takes."""
    left = iter(items)
    while part := list(islice(left, _KEYS_AT_ONCE)):
        yield part
