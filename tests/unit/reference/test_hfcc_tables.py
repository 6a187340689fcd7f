"""HFCC's own reference files: read as they are, from any archive, and installed for the user."""

import zipfile
from pathlib import Path

import pytest

from bcastplan import reference
from bcastplan.reference import hfcc_tables
from bcastplan.reference.hfcc_tables import ReferenceZipError, decode, parse_antennas, parse_names, parse_sites

SITES = """;         20-May-2026 SITE.TXT REFERENCE TABLE
;
AAR Alphen aan den Rijn            HOL 52N08 004E38
ANK Ankum                          HOL 52N32 06E15
AIA Anguilla                       G   18N13 063W01
"""


def archive(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name.replace("__", "/").replace("_", "."), content)
    return path


def test_sites() -> None:
    table = parse_sites(SITES)
    assert table.date == "20-MAY-2026"
    assert table.problems == []
    assert table.rows == [
        ("AAR", "Alphen aan den Rijn", "HOL", "52.1333", "4.6333"),
        ("ANK", "Ankum", "HOL", "52.5333", "6.2500"),
        ("AIA", "Anguilla", "G", "18.2167", "-63.0167"),
    ]


def test_lines_without_sense_are_told_with_their_number_and_the_rest_is_read() -> None:
    text = SITES + "BAD No position here               HOL\nXX\nFAR Far away                       HOL 95N00 004E38\n"
    table = parse_sites(text + "AAR Twice                          HOL 52N08 004E38\n\n\x1a")
    assert len(table.rows) == 3
    assert [problem.split(": ")[0] for problem in table.problems] == [f"site.txt:{line}" for line in (6, 7, 8, 9, 11)]


def test_antennas_keep_the_definition_and_drop_the_remarks() -> None:
    text = f"999 {'AHR(S)2/2/0.5':50}array (2) Used by TER\n991 {'to be defined':50}Send full\n"
    assert parse_antennas(text).rows == [
        ("999", "AHR(S)2/2/0.5", "AHR(S)", "2/2/0.5"),
        ("991", "to be defined", "", ""),
    ]


def test_persons_telephones_and_addresses_of_managers_stay_out() -> None:
    line = f"ABC {'Some Broadcasting Union':<50} {'Jane Doe':<20} +00 123 456789 jane@example.org\n"
    assert parse_names(line, "fmorg.txt", 50).rows == [("ABC", "Some Broadcasting Union")]
    assert not any("@" in row.name for row in reference.fmos().values())


def test_a_file_with_a_byte_order_mark_is_utf_8_and_others_are_latin_1() -> None:
    assert decode("\ufeff;\nAnb Anambé".encode()).endswith("Anambé")
    assert decode("AGC Agência".encode("iso-8859-1")) == "AGC Agência"


def test_escape_sequences_in_names_are_dropped() -> None:
    assert parse_names("ABC Radio \x1b[31mRed\x07\n", "broadcas.txt", 0).rows == [("ABC", "Radio [31mRed")]


def test_members_are_found_in_any_case_and_folder(tmp_path: Path) -> None:
    found = hfcc_tables.read_reference_zip(archive(tmp_path / "a.zip", SITE_TXT=SITES.encode()))
    assert set(found) == {"sites"}
    found = hfcc_tables.read_reference_zip(archive(tmp_path / "b.zip", deep__Site_Txt=SITES.encode()))
    assert len(found["sites"].rows) == 3


def test_archives_that_cannot_be_used(tmp_path: Path) -> None:
    whole = archive(tmp_path / "whole.zip", site_txt=SITES.encode() * 50).read_bytes()
    cases = {"empty.zip": b"", "text.zip": b"no zip at all", "cut.zip": whole[: len(whole) // 2]}
    for name, content in cases.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ReferenceZipError, match=name):
            hfcc_tables.read_reference_zip(tmp_path / name)
    damaged = bytearray(whole)
    damaged[60:80] = bytes(20)
    (tmp_path / "damaged.zip").write_bytes(bytes(damaged))
    with pytest.raises(ReferenceZipError, match=r"damaged\.zip"):
        hfcc_tables.read_reference_zip(tmp_path / "damaged.zip")
    with pytest.raises(ReferenceZipError, match="no such file"):
        hfcc_tables.read_reference_zip(tmp_path / "missing.zip")
    with pytest.raises(ReferenceZipError, match="none of HFCC's reference files"):
        hfcc_tables.read_reference_zip(archive(tmp_path / "other.zip", readme_txt=b"hello"))


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    bomb = archive(tmp_path / "bomb.zip", site_txt=b";" * (hfcc_tables.MEMBER_LIMIT_BYTES + 1))
    with pytest.raises(ReferenceZipError, match="larger than"):
        hfcc_tables.read_reference_zip(bomb)


def test_installed_tables_take_precedence_at_once(user_tables: Path, tmp_path: Path) -> None:
    assert reference.site("ZZZ") is None
    newer = SITES + "ZZZ Somewhere new                  NZL 40S00 175E00\nBAD nothing\n"
    (installed,) = reference.install_tables(archive(tmp_path / "A30.zip", site_txt=newer.encode()))
    assert (installed.name, installed.rows, len(installed.problems)) == ("sites", 4, 1)
    assert installed.file == user_tables / "sites.csv"
    assert reference.site("ZZZ") == ("ZZZ", "Somewhere new", "NZL", -40.0, 175.0)
    assert reference.site("UDO") is not None


def test_a_table_without_rows_is_not_installed(user_tables: Path, tmp_path: Path) -> None:
    assert reference.install_tables(archive(tmp_path / "empty.zip", site_txt=b"; nothing\n")) == []
    assert list(user_tables.iterdir()) == []


def test_the_season_archive_installs_every_table(user_tables: Path, shared_data: Path) -> None:
    installed = reference.install_tables(shared_data / "hfcc" / "A26allx2.zip")
    assert [(table.name, table.rows, table.problems) for table in installed] == [
        ("sites", 700, ()),
        ("antennas", 733, ()),
        ("languages", 7699, ()),
        ("broadcasters", 308, ()),
        ("fmos", 166, ()),
        ("administrations", 190, ()),
    ]
    assert len(reference.sites()) == 700
    assert reference.table_problems() == ()
