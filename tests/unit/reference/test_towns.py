"""Towns: by the codes of the ITU, the largest first, and no more than the table says."""

import pytest

from bcastplan.reference import (
    administration_of_iso,
    administrations,
    administrations_with_towns,
    eibi_countries,
    people_of,
    towns_of,
    zone_at,
)


def test_north_korea_has_its_towns_and_their_share_of_the_people():
    towns = towns_of("KRE")
    assert (len(towns), towns[0].name, sum(town.people for town in towns)) == (97, "Pyongyang", 12_876_883)
    assert {town.zone for town in towns} == {"Asia/Pyongyang"}
    assert [town.people for town in towns] == sorted((town.people for town in towns), reverse=True)
    assert min(town.people for code in ("KRE", "F", "CHN") for town in towns_of(code)) >= 15_000
    people = people_of("KRE")
    assert people is not None
    assert sum(town.people for town in towns) / people == pytest.approx(0.504, abs=0.001)


@pytest.mark.parametrize("code", ["", " ", "KR", "PRK", "kre", "K", "administration", "x,y", "\n"])
def test_what_is_no_code_of_the_itu_has_no_towns(code):
    assert towns_of(code) == ()
    assert people_of(code) is None


def test_every_code_is_one_of_the_itu_and_gives_its_own_towns():
    codes = administrations_with_towns()
    assert len(codes) == len(set(codes)) > 200
    assert codes == tuple(sorted(codes))
    for code in codes:
        assert code in administrations() or code in eibi_countries(), code
        assert {town.administration for town in towns_of(code)} == {code}
    assert sum(len(towns_of(code)) for code in codes) == 33_961


@pytest.mark.parametrize(
    ("code", "capital"),
    [("F", "Paris"), ("G", "London"), ("D", "Berlin"), ("J", "Tokyo"), ("MTN", "Nouakchott"), ("MRT", "Fort-de-France"),
     ("NGR", "Niamey"), ("NIG", "Lagos"), ("AFS", "Cape Town"), ("S", "Stockholm"), ("SUI", "Zürich"),
     ("VTN", "Ho Chi Minh City"), ("CBG", "Phnom Penh"), ("MMR", "Yangon"), ("HKG", "Kowloon"), ("KOR", "Seoul"),
     ("RUS", "Moscow"), ("USA", "New York City"), ("CHN", "Shanghai"), ("TWN", "Taipei")],
)  # fmt: skip
def test_codes_that_differ_from_iso_name_the_right_country(code, capital):
    assert capital in [town.name for town in towns_of(code)[:12]]


def test_codes_of_iso_lead_to_those_of_the_itu():
    assert [administration_of_iso(code) for code in ("PRK", "DEU", "JEY", "KRE", "KOR", "")] == [
        "KRE", "D", "G", None, None, None,
    ]  # fmt: skip


def test_a_place_keeps_the_clocks_of_the_nearest_town():
    assert zone_at(41.40, 128.18) == "Asia/Pyongyang"  # Hyesan, with China across the river
    assert zone_at(42.88, 129.5) == "Asia/Shanghai"
    assert zone_at(-17.8, 179.9) == "Pacific/Fiji"
    assert zone_at(-50.0, -140.0) is None
    assert zone_at(90.0, 0.0) is None
