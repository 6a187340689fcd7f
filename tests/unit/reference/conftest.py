"""A folder for the user's own tables that is forgotten, with everything read from it, after each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bcastplan.reference import storage


@pytest.fixture
def user_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(storage.DATA_FOLDER_VARIABLE, str(tmp_path / "data"))
    storage.forget()
    folder = tmp_path / "data" / "tables"
    folder.mkdir(parents=True)
    yield folder
    monkeypatch.undo()
    storage.forget()
