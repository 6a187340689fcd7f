import pytest

from bcastplan.exchange.places import distance_km, site_at
from bcastplan.model.sites import InlineSite
from bcastplan.reference import sites


def test_distances():
    assert distance_km(0, 0, 0, 90) == pytest.approx(6371.0 * 3.14159265 / 2, abs=0.1)
    assert distance_km(51.5, 0, 51.5, 0) == 0
    # Frankfurt to New York, 6,200 km on the sphere (great-circle tables)
    assert distance_km(50.03, 8.57, 40.64, -73.78) == pytest.approx(6200, abs=15)


def test_a_site_alone_within_15_km_is_certain():
    hwasong = sites()["HWA"]
    assert site_at("x", hwasong.latitude + 0.01, hwasong.longitude) == "HWA"


def test_a_site_between_two_is_not_certain():
    found = site_at("Tinang (VoA)", 15.35, 120.6167)  # PHT and PHX are 2 km apart
    assert found == InlineSite("Tinang (VoA)", 15.35, 120.6167)


def test_a_site_5_km_away_is_another_one():
    hwasong = sites()["HWA"]
    assert isinstance(site_at("x", hwasong.latitude + 0.05, hwasong.longitude), InlineSite)


def test_every_answer_equals_a_search_of_all_sites():
    for known in list(sites().values())[::7]:
        place = (known.latitude + 0.02, known.longitude - 0.01)
        near = [one.code for one in sites().values() if distance_km(*place, one.latitude, one.longitude) <= 15.0]
        certain = len(near) == 1 and distance_km(*place, sites()[near[0]].latitude, sites()[near[0]].longitude) <= 4.0
        found = site_at("x", *place)
        assert (found == near[0]) if certain else isinstance(found, InlineSite)


def test_the_date_line_is_no_edge():
    assert isinstance(site_at("x", -18.0, 179.99), str | InlineSite)
    assert isinstance(site_at("x", 89.9, -180.0), InlineSite)
