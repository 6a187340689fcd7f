"""Shipped code tables: a few rows everybody knows, and what every row must hold."""

import subprocess
import sys

import pytest

import bcastplan.reference as reference
from bcastplan.reference.hfcc_tables import split_definition


def test_rows_everybody_knows() -> None:
    assert reference.site("UDO") == ("UDO", "Udorn", "THA", 17.4167, 102.8)
    assert reference.antenna("216") == ("216", "AHR(S)4/4/0.5", "AHR(S)", "4/4/0.5")
    assert reference.languages()["Kor"].name == "Korean"
    assert reference.broadcasters()["VOA"].name == "Voice of America"
    assert reference.fmos()["RNZ"].code == "RNZ"
    assert reference.administrations()["KRE"].name == "Dem. People's Rep. of Korea"


def test_sites_whose_longitude_has_two_digits_in_the_list() -> None:
    assert [(row.latitude, row.longitude) for row in map(reference.sites().get, ("ANK", "WAL", "WIW")) if row] == [
        (52.5333, 6.25),
        (51.0667, 12.9833),
        (51.95, 6.6667),
    ]


def test_unknown_codes_and_other_spellings_are_not_found() -> None:
    assert reference.site("udo") is None
    assert reference.antenna("") is None
    assert "kor" not in reference.languages()


def test_sizes() -> None:
    tables = (
        reference.sites(),
        reference.antennas(),
        reference.languages(),
        reference.broadcasters(),
        reference.fmos(),
        reference.administrations(),
    )
    assert [len(table) for table in tables] == [700, 733, 7699, 308, 166, 190]
    for table in tables:
        assert all(code == row.code and row[1] for code, row in table.items())


def test_every_site_has_a_position_and_a_known_administration() -> None:
    named = {row.administration for row in reference.sites().values()}
    assert named - set(reference.administrations()) == {"BRM", "MRA"}  # older codes the site list still uses
    assert all(-90 <= row.latitude <= 90 and -180 <= row.longitude <= 180 for row in reference.sites().values())


def test_every_antenna_but_the_five_undefined_is_a_designation() -> None:
    undefined = {row.code for row in reference.antennas().values() if not row.family}
    assert undefined == {"991", "992", "993", "994", "995"}


def test_curtain_heights_follow_their_numbers() -> None:
    for row in reference.antennas().values():
        if 100 <= int(row.code) < 700:
            assert row.parameters.endswith("/" + ("0.3", "0.5", "0.8", "1.0", "1.5")[int(row.code) % 5])
            assert row.family.startswith(("AHR", "CHR", "EHR")[(int(row.code) - 100) // 200])


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        ("AHR(S)4/4/0.5", ("AHR(S)", "4/4/0.5")),
        ("CH1/1/0.3", ("CH", "1/1/0.3")),
        ("HQ1/0.3", ("HQ", "1/0.3")),
        ("HX0.3", ("HX", "0.3")),
        ("LPH18/35/30/30/3/26/89", ("LPH", "18/35/30/30/3/26/89")),
        ("to be defined", ("", "")),
        ("AHR", ("", "")),
    ],
)
def test_split_definition(definition: str, expected: tuple[str, str]) -> None:
    assert split_definition(definition) == expected


def test_slew_is_marked_in_the_family() -> None:
    slewable = {code: row.slewable for code, row in reference.antennas().items() if code in ("100", "216", "999")}
    assert slewable == {"100": False, "216": True, "999": True}


def test_looking_codes_up_imports_no_heavy_library() -> None:
    program = (
        "import sys, bcastplan.reference as r\n"
        "assert not [name for name in sys.modules if name.startswith('bcastplan.reference.')]\n"
        "r.sites(); r.languages(); r.target_points('44NE'); r.itu_region(39.0, 125.7)\n"
        "print(sorted({'numpy', 'pydantic', 'zipfile'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_can_be_imported() -> None:
    for name in reference.__all__:
        assert getattr(reference, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = reference.no_such_name
