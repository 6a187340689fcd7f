"""Documents whose nodes are found late: they edit as documents read whole do, and follow files written meanwhile."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bcastplan.workspace.editing import session as sessions
from bcastplan.workspace.editing.documents import YamlDocument
from bcastplan.workspace.editing.session import Session

TEXT = """\
bcastplan: 1
service: A
season: A26
transmissions:
  - {frequency: 9565, time: 1530-1630}
  - frequency: 7460   # the second
    time: 1900-2100
"""


@pytest.fixture
def old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BCASTPLAN_STATE_DIR", str(tmp_path / "state"))
    file = tmp_path / "a.yaml"
    file.write_text(TEXT)
    os.utime(file, (1_700_000_000, 1_700_000_000))
    return file


def test_nodes_are_found_once_and_late(old_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    whole = YamlDocument.read_again
    monkeypatch.setattr(YamlDocument, "read_again", lambda self: read.append(self.name) or whole(self))
    session = Session.open([str(old_file)])
    assert read == []
    session.documents.prepare()
    session.documents.prepare()
    assert len(read) == 1
    session.change([1], {"time": "1900-2000"})
    assert len(read) == 1
    assert session.documents[str(old_file)].text == TEXT.replace("1900-2100", "1900-2000")


@pytest.mark.parametrize(
    "first",
    [
        lambda session, file: session.change([0], {"power": "100"}),
        lambda session, file: session.insert(file, {"frequency": "9000", "time": "0000-0100"}),
        lambda session, file: session.delete([0]),
        lambda session, file: session.raw(1),
        lambda session, file: session.resolved_raw(1),
        lambda session, file: session.documents[file].defaults(),
    ],
)
def test_whatever_comes_first_finds_them(old_file: Path, first) -> None:
    late, whole = Session.open([str(old_file)]), Session.open([str(old_file)])
    whole.documents.prepare()
    file = str(old_file)
    assert first(late, file) == first(whole, file)
    assert late.documents[file].text == whole.documents[file].text
    late.undo()
    assert late.documents[file].text == TEXT


def test_a_file_written_between_the_two_readings_is_followed(old_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_paths(*args: object, **kwargs: object) -> object:
        made = whole(*args, **kwargs)
        old_file.write_text(TEXT.replace("1530-1630", "1530-1730"))
        return made

    whole = sessions.open_paths
    monkeypatch.setattr(sessions, "open_paths", open_paths)
    session = Session.open([str(old_file)])
    assert str(session.table.transmissions[0].time) == "1530-1730"
    session.change([0], {"power": "100"})
    assert "time: 1530-1730, power: 100" in session.documents[str(old_file)].text
    assert not session.files.changed_on_disk()
