"""What is kept is found again, whoever else uses the file and whatever happens to it."""

import multiprocessing
import os
import sqlite3
import time

import pytest

from bcastplan.files import value_cache
from bcastplan.files.value_cache import ValueCache, cache_folder

MOST = 1_000_000
KEYS = [f"key {number}".encode() for number in range(5)]


def values(size=1000):
    return {key: bytes([number]) * size for number, key in enumerate(KEYS)}


@pytest.fixture
def cache(tmp_path):
    return ValueCache(tmp_path / "below" / "here" / "values.sqlite3", MOST, b"code")


def test_what_is_kept_is_found_by_the_next_one(cache):
    assert cache.stored(KEYS) == {}
    cache.keep(values())
    again = ValueCache(cache.file, MOST, b"code")
    assert again.stored([*KEYS, b"another"]) == values()
    assert again.stored([]) == {}


def test_nothing_to_keep_makes_no_file(cache):
    cache.keep({})
    assert not cache.file.parent.exists()


def test_other_code_finds_nothing(cache):
    cache.keep(values())
    assert ValueCache(cache.file, MOST, b"another program").stored(KEYS) == {}


def test_what_was_used_longest_ago_goes_first(tmp_path, monkeypatch):
    now = 1_000_000
    monkeypatch.setattr(time, "time", lambda: now)
    small = ValueCache(tmp_path / "values", 5000, b"code")  # 4,500 of values
    small.keep({KEYS[0]: bytes(1000), KEYS[1]: bytes(1000)})
    now += 10_000
    small.keep({KEYS[2]: bytes(1000), KEYS[3]: bytes(1000)})
    now += 10_000
    assert set(small.stored([KEYS[0]])) == {KEYS[0]}  # used again
    small.keep({KEYS[4]: bytes(1000)})
    assert set(small.stored(KEYS)) == {KEYS[0], KEYS[2], KEYS[3], KEYS[4]}
    small.keep({b"large": bytes(4000)})
    assert set(small.stored([*KEYS, b"large"])) == {b"large"}


def test_the_file_stays_below_its_bound(tmp_path):
    small = ValueCache(tmp_path / "values", MOST, b"code")
    for number in range(30):
        small.keep({f"{number} {part}".encode(): os.urandom(10_000) for part in range(10)})
    assert small.file.stat().st_size <= 1_000_000
    assert len(small.stored([f"29 {part}".encode() for part in range(10)])) == 10


@pytest.mark.parametrize(
    "rubbish", [b"", b"no database", b"SQLite format 3\0" + bytes(range(256)) * 20], ids=["empty", "text", "torn"]
)
def test_a_file_that_is_no_database_is_made_anew(cache, rubbish):
    cache.file.parent.mkdir(parents=True)
    cache.file.write_bytes(rubbish)
    assert cache.stored(KEYS) == {}
    cache.keep(values())
    cache.keep(values())
    assert cache.stored(KEYS) == values()


def test_a_file_of_another_format_is_made_anew(cache):
    cache.keep(values())
    with sqlite3.connect(cache.file) as database:
        database.execute("PRAGMA user_version = 99")
        database.execute("ALTER TABLE entries RENAME COLUMN value TO worth")
    database.close()
    assert cache.stored(KEYS) == {}
    cache.keep(values())
    assert cache.stored(KEYS) == values()


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_to_is_not_believed(cache, mode):
    cache.keep(values())
    cache.file.chmod(mode)
    assert cache.stored(KEYS) == {}
    cache.keep({b"more": b"1"})
    cache.file.chmod(0o600)
    assert cache.stored([*KEYS, b"more"]) == values()


def test_a_file_of_somebody_else_is_not_believed(cache, monkeypatch):
    cache.keep(values())
    mine = os.geteuid()
    monkeypatch.setattr(value_cache.os, "geteuid", lambda: mine + 1)
    assert cache.stored(KEYS) == {}


def test_the_file_is_the_users_alone(cache):
    cache.keep(values())
    assert cache.file.stat().st_mode & 0o777 == 0o600


def test_a_folder_or_pipe_in_its_place_keeps_nothing(tmp_path):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("folder", "pipe"):
        cache = ValueCache(tmp_path / name, MOST, b"code")
        cache.keep(values())
        assert cache.stored(KEYS) == {}


def test_the_table_of_an_older_format_goes(cache):
    cache.file.parent.mkdir(parents=True)
    with sqlite3.connect(cache.file) as database:
        database.execute("CREATE TABLE samples (name BLOB)")
        database.execute("PRAGMA user_version = 1")
    database.close()
    cache.file.chmod(0o600)
    cache.keep(values())
    assert cache.stored(KEYS) == values()
    with sqlite3.connect(cache.file) as database:
        assert database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall() == [("entries",)]
    database.close()


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    cache = ValueCache(tmp_path / "file" / "below", MOST, b"code")
    cache.keep(values())
    assert cache.stored(KEYS) == {}


def test_while_another_process_writes_the_program_goes_on(cache, monkeypatch):
    monkeypatch.setattr(value_cache, "_PATIENCE_SECONDS", 0.05)
    cache.keep(values())
    other = sqlite3.connect(cache.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    cache.keep({b"more": b"1"})
    assert cache.stored(KEYS) == values()
    other.execute("ROLLBACK")
    other.close()
    assert cache.stored([b"more"]) == {}


def test_several_processes_may_use_it_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(value_cache, "_PATIENCE_SECONDS", 60)  # a loaded machine lets one of them wait
    fork = multiprocessing.get_context("fork")
    others = [fork.Process(target=_use, args=(tmp_path, number)) for number in range(3)]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert [other.exitcode for other in others] == [0, 0, 0]
    keys = [f"{number} {part}".encode() for number in range(3) for part in range(20)]
    assert ValueCache(tmp_path / "values", MOST, b"").stored(keys) == {key: key * 100 for key in keys}


def _use(folder, number):
    cache = ValueCache(folder / "values", MOST, b"")
    for part in range(20):
        key = f"{number} {part}".encode()
        cache.keep({key: key * 100})
        assert cache.stored([key]) == {key: key * 100}


def test_the_folder_is_the_users_unless_one_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("BCASTPLAN_CACHE_DIR", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("BCASTPLAN_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setattr(value_cache.sys, "platform", "linux")
    assert cache_folder() == tmp_path / "xdg" / "bcastplan"
