"""The user's newer tables lie over the shipped ones; nothing in them can break a look-up."""

import sys
from pathlib import Path

import platformdirs
import pytest

from bcastplan import reference
from bcastplan.reference import storage, targets

HEADER = "code,name,administration,latitude,longitude\n"


def test_a_newer_row_wins_and_older_codes_stay(user_tables: Path) -> None:
    (user_tables / "sites.csv").write_text(
        f"# date: 2030\n{HEADER}UDO,Udon Thani,THA,17.5,102.9\nNEW,New site,NZL,-40,175\n"
    )
    assert reference.site("UDO") == ("UDO", "Udon Thani", "THA", 17.5, 102.9)
    assert reference.site("NEW") == ("NEW", "New site", "NZL", -40.0, 175.0)
    assert reference.site("PHT") is not None
    assert reference.table_problems() == ()


def test_newer_languages_are_found_too(user_tables: Path) -> None:
    (user_tables / "languages.csv").write_text("code,name\nQqq,Quenya\n", encoding="utf-8")
    assert reference.languages()["Qqq"] == ("Qqq", "Quenya")
    assert reference.languages()["Kor"] == ("Kor", "Korean")


def test_lines_that_cannot_be_used_are_passed_over_and_told(user_tables: Path) -> None:
    file = user_tables / "sites.csv"
    file.write_text(
        f'# x\n{HEADER}UDO,Udon,THA,ninety,102\nAAA,short\nBAD,Far,THA,91,0\n\n"unclosed\nNEW,New,NZL,-40,175\n'
    )
    assert reference.site("NEW") is not None
    assert reference.site("UDO") == ("UDO", "Udorn", "THA", 17.4167, 102.8)
    assert [(problem.file, problem.line) for problem in reference.table_problems()] == [
        (file, line) for line in (3, 4, 5, 7)
    ]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00c", b"name,code\nx,y\n", b"<html></html>"])
def test_a_file_that_is_no_table_leaves_the_shipped_one(user_tables: Path, content: bytes) -> None:
    (user_tables / "sites.csv").write_bytes(content)
    assert len(reference.sites()) == 700
    (problem,) = reference.table_problems()
    assert "import hfcc --tables" in problem.message


def test_an_empty_file_and_a_folder_in_its_place_do_no_harm(user_tables: Path) -> None:
    (user_tables / "sites.csv").write_bytes(b"")
    (user_tables / "antennas.csv").mkdir()
    assert len(reference.sites()) == 700
    assert len(reference.antennas()) == 733


def test_tables_without_a_key_are_never_replaced(user_tables: Path) -> None:
    (user_tables / "test_points.csv").write_text("number,zone,quadrants,latitude,longitude\n912,44,NE,0,0\n")
    assert len(targets.test_points()) == 911


def test_without_a_variable_the_platform_chooses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(storage.DATA_FOLDER_VARIABLE, raising=False)
    for value in (str(tmp_path), "", None):
        if value is None:
            monkeypatch.delenv("XDG_DATA_HOME", raising=False)
        else:
            monkeypatch.setenv("XDG_DATA_HOME", value)
        storage.user_tables_folder.cache_clear()
        expected = Path(platformdirs.user_data_dir("bcastplan", appauthor=False)) / "tables"
        assert reference.user_tables_folder() == expected, sys.platform
    storage.user_tables_folder.cache_clear()


def test_writing_is_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    storage.write_table(file, ("code", "name"), [("A", "first, with comma")], ["source: test"])
    before = file.read_text(encoding="utf-8")
    assert before == '# source: test\ncode,name\nA,"first, with comma"\n'

    def rows() -> object:
        yield ("B", "second")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        storage.write_table(file, ("code", "name"), rows(), [])  # type: ignore[arg-type]
    assert file.read_text(encoding="utf-8") == before
    assert list(tmp_path.iterdir()) == [file]


def test_every_shipped_table_says_where_it_comes_from() -> None:
    for file in sorted(storage.SHIPPED_FOLDER.glob("*.csv")):
        head = file.read_text(encoding="utf-8").splitlines()[:4]
        assert head[0].startswith("# source: "), file
        assert head[1].startswith("# licence: "), file
        assert head[2].startswith("# date: "), file
        assert head[3].startswith(("# built by builders/", "# kept by hand")), file
