"""Audiences: people decide where they are known, equal weights are the plain mean, and a place counts once."""

import numpy as np
import pytest

from bcastplan.airtime import build
from bcastplan.coverage.audiences import Audience, Received, audience_of_points, hearing, listeners_of
from bcastplan.coverage.coverage_facts import coverage_facts
from bcastplan.coverage.coverage_hours import coverage_of
from bcastplan.coverage.receiver_places import place_coordinates, place_numbers
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Transmission
from bcastplan.reference import target_numbers, target_points, targets
from bcastplan.reference.directory import Directory

POINTS = targets.test_points()
PYONGYANG, HAMHUNG = (39.03, 125.75), (39.92, 127.54)


def spots(target: str) -> list[tuple[float, float]]:
    return [(point.latitude, point.longitude) for point in POINTS if point.number in target_numbers(target)]


def test_test_points_keep_their_numbers_and_other_places_get_the_next():
    assert place_numbers([(POINTS[43].latitude, POINTS[43].longitude)]) == [44]
    first, again, other = place_numbers([PYONGYANG, PYONGYANG, HAMHUNG])
    assert first == again > 911
    assert other not in (first, *range(1, 912))
    latitude, longitude = place_coordinates()
    assert (latitude[first - 1], longitude[first - 1]) == PYONGYANG


def test_equal_weights_on_test_points_give_the_figures_of_the_target_to_the_last_digit():
    season = parse_season("A26")
    rows = [
        Transmission(frequency=khz, time=time, target="44NE", site=site, power=power, window=season.window)
        for khz, time, site, power in (
            ("9565", "1430-1630", "PHT", 250),
            ("11570", "1500-1700", "TIN", 250),
            ("1188", "1500-1600", {"name": "Seoul", "latitude": 37.5, "longitude": 127.0}, 100),
        )
    ]
    people = Audience.of_people("alike", [(*spot, 7000.0) for spot in spots("44NE")])
    assert people.points == target_points("44NE")
    results = [
        coverage_of(build(rows), [coverage_facts(row, Directory(), listeners=listeners) for row in rows])
        for listeners in (None, people)
    ]
    points, weighed = ([row.heard for row in result.per_transmission] + [result.total] for result in results)
    assert [heard.coverage_minutes for heard in weighed] == [heard.coverage_minutes for heard in points]
    assert [heard.served_share for heard in weighed] == [heard.served_share for heard in points]
    assert {heard.people for heard in weighed} == {35_000.0}
    assert {(heard.people, heard.person_minutes) for heard in points} == {(None, None)}
    for heard in weighed:
        assert heard.person_minutes == pytest.approx(35_000.0 * heard.coverage_minutes)


def test_the_share_is_weighed_by_people_and_the_threshold_belongs_to_the_served():
    town = Audience.of_people("town", [(*PYONGYANG, 900.0), (*HAMHUNG, 100.0)])
    share, served, people = hearing([Received(town, np.array([0.8, 0.4], np.float32))], 0.8)
    assert (share, served, people) == (pytest.approx(0.76), pytest.approx(0.9), 1000.0)


def test_where_people_are_known_test_points_have_no_part():
    town = Audience.of_people("town", [(*PYONGYANG, 900.0)])
    points = audience_of_points(target_points("44NE"))
    received = [Received(points, np.ones(5, np.float32)), Received(town, np.array([0.25], np.float32))]
    assert hearing(received, 0.8) == (0.25, 0.0, 900.0)
    assert hearing(received[:1], 0.8) == (1.0, 1.0, None)


def test_a_place_of_two_groups_counts_once_with_the_larger_number():
    north = Audience.of_people("north", [(*PYONGYANG, 900.0), (*HAMHUNG, 100.0)])
    east = Audience.of_people("east", [(*HAMHUNG, 150.0)])
    assert listeners_of([north, None, east, north]) == (("east", "north"), 1050.0)
    best = hearing([Received(north, np.array([0.5, 0.2])), Received(east, np.array([1.0]))], 0.8)
    assert best == (pytest.approx((900 * 0.5 + 150) / 1050), pytest.approx(150 / 1050), 1050.0)


def test_two_places_at_one_spot_are_added_up_and_empty_ones_left_out():
    town = Audience.of_people("town", [(*PYONGYANG, 600.0), (*PYONGYANG, 300.0), (*HAMHUNG, 0.0)])
    assert town.people.tolist() == [900.0]
    assert listeners_of([audience_of_points(1)]) == ((), None)
