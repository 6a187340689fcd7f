"""Kept predictions are those that would be made anew, whoever else uses the file and whatever happens to it."""

import multiprocessing
import os
import sqlite3
import time

import pytest

from bcastplan.workspace.prediction import sample_cache
from bcastplan.workspace.prediction.sample_cache import SampleCache, cache_folder, code_fingerprint

KEYS = [f"key {number}".encode() for number in range(5)]


def values(size=1000):
    return {key: bytes([number]) * size for number, key in enumerate(KEYS)}


@pytest.fixture
def cache(tmp_path):
    return SampleCache(tmp_path / "below" / "here")


def test_what_is_kept_is_found_by_the_next_one(cache):
    assert cache.stored(KEYS) == {}
    cache.keep(values())
    again = SampleCache(cache.file.parent)
    assert again.stored([*KEYS, b"another"]) == values()
    assert again.stored([]) == {}


def test_nothing_to_keep_makes_no_file(cache):
    cache.keep({})
    assert not cache.file.parent.exists()


def test_other_code_finds_nothing(cache):
    cache.keep(values())
    assert SampleCache(cache.file.parent, code=b"another physics").stored(KEYS) == {}


def test_the_code_is_known_by_all_that_predicts(monkeypatch, tmp_path):
    fingerprints = set()
    for text in ("a = 1", "a = 2"):
        package = tmp_path / text
        (package / "science").mkdir(parents=True)
        (package / "science" / "one.py").write_text(text)
        monkeypatch.setattr(sample_cache, "PACKAGE_FOLDER", package)
        code_fingerprint.cache_clear()
        fingerprints.add(code_fingerprint())
    code_fingerprint.cache_clear()
    assert len(fingerprints) == 2


def test_what_was_used_longest_ago_goes_first(tmp_path, monkeypatch):
    now = 1_000_000
    monkeypatch.setattr(time, "time", lambda: now)
    small = SampleCache(tmp_path, most_bytes=5000)  # 4,500 of values
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
    small = SampleCache(tmp_path, most_bytes=1_000_000)
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
        database.execute("ALTER TABLE samples RENAME COLUMN value TO worth")
    database.close()
    assert cache.stored(KEYS) == {}
    cache.keep(values())
    assert cache.stored(KEYS) == values()


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    cache = SampleCache(tmp_path / "file" / "below")
    cache.keep(values())
    assert cache.stored(KEYS) == {}


def test_while_another_process_writes_the_program_goes_on(cache, monkeypatch):
    monkeypatch.setattr(sample_cache, "_PATIENCE_SECONDS", 0.05)
    cache.keep(values())
    other = sqlite3.connect(cache.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    cache.keep({b"more": b"1"})
    assert cache.stored(KEYS) == values()
    other.execute("ROLLBACK")
    other.close()
    assert cache.stored([b"more"]) == {}


def test_several_processes_may_use_it_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(sample_cache, "_PATIENCE_SECONDS", 60)  # a loaded machine lets one of them wait
    fork = multiprocessing.get_context("fork")
    others = [fork.Process(target=_use, args=(tmp_path, number)) for number in range(3)]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert [other.exitcode for other in others] == [0, 0, 0]
    keys = [f"{number} {part}".encode() for number in range(3) for part in range(20)]
    assert SampleCache(tmp_path, code=b"").stored(keys) == {key: key * 100 for key in keys}


def _use(folder, number):
    cache = SampleCache(folder, code=b"")
    for part in range(20):
        key = f"{number} {part}".encode()
        cache.keep({key: key * 100})
        assert cache.stored([key]) == {key: key * 100}


def test_the_folder_is_the_users_unless_one_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("BCASTPLAN_CACHE_DIR", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("BCASTPLAN_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setattr(sample_cache.sys, "platform", "linux")
    assert cache_folder() == tmp_path / "xdg" / "bcastplan"
