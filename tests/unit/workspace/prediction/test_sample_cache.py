"""Kept predictions are found by what predicted them."""

from bcastplan.workspace.prediction import sample_cache
from bcastplan.workspace.prediction.sample_cache import SampleCache, code_fingerprint

VALUES = {b"key": b"1"}


def test_other_code_finds_nothing(tmp_path):
    SampleCache(tmp_path).keep(VALUES)
    assert SampleCache(tmp_path).stored([b"key"]) == VALUES
    assert SampleCache(tmp_path, code=b"another physics").stored([b"key"]) == {}


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
