"""EiBi's codes: every one is known, every area has a reason, and language codes are HFCC's."""

from pathlib import Path

import pytest

from bcastplan import reference
from bcastplan.reference import eibi_language, eibi_site, eibi_target, parse_target, target_points


def test_sites() -> None:
    assert eibi_site("RUS", "v") == ("RUS", "v", "Vladivostok Razdolnoye (Ussuriysk)", 43.5333, 131.95, "")
    assert eibi_site("AFS", "") == ("AFS", "", "Meyerton", -26.5833, 28.1333, "")
    unknown = eibi_site("MNG", "c")
    assert unknown is not None
    assert unknown.latitude is None
    seconds = eibi_site("KOR", "m")  # 35N1'56"-126E14'19"
    assert seconds is not None
    assert seconds.latitude == pytest.approx(35 + 1 / 60 + 56 / 3600, abs=1e-4)
    several = eibi_site("CHN", "fz")
    assert several is not None
    assert several.note == "first of 2 positions"
    assert eibi_site("RUS", "no such") is None


@pytest.mark.parametrize(
    ("code", "target"),
    [
        ("KRE", "44NE"),
        ("KOR", "44NE"),
        ("J", "45"),
        ("FE", "43-45"),
        ("Glo", "1-85"),
        ("NNE", ""),
        ("XUU", ""),
        ("??", None),
    ],
)
def test_targets(code: str, target: str | None) -> None:
    assert eibi_target(code) == target


def test_every_target_is_written_well_and_has_a_reason() -> None:
    for row in reference.eibi_targets().values():
        assert row.reason
        assert parse_target(row.target).problems == (), row
        assert bool(target_points(row.target)) == bool(row.target)


def test_every_country_is_a_target() -> None:
    assert set(reference.eibi_countries()) <= set(reference.eibi_targets())
    assert {country for country, _ in reference.eibi_sites()} <= set(reference.eibi_countries())


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        ("K", ("Kor",)),
        ("E,F", ("Eng", "Fra")),
        ("M", ("Cmn", "Zho", "Chn")),
        ("A", ("Arb", "Ara")),
        ("-CW", ()),
        ("-MX", ()),
        ("", ()),
        ("??", ()),
    ],
)
def test_languages(code: str, codes: tuple[str, ...]) -> None:
    assert eibi_language(code) == codes


def test_every_hfcc_code_named_is_in_the_hfcc_list() -> None:
    for row in reference.eibi_languages().values():
        assert set(row.hfcc_codes) <= set(reference.languages()), row
        assert not (row.code.startswith("-") and row.hfcc_codes)


def test_codes_of_a_whole_season_are_known(shared_data: Path) -> None:
    lines = (shared_data / "eibi" / "sked-a26.csv").read_text(encoding="iso-8859-1").splitlines()[1:]
    rows = [line.split(";") for line in lines]
    areas = {row[6] for row in rows if row[6]}
    assert {area for area in areas if eibi_target(area) is None} == set()
    languages = {code for row in rows for code in row[5].split(",") if code}
    assert languages - set(reference.eibi_languages()) == {"MGO"}  # one row; not in the README's list either
