"""People about test points: every town counts once, at the nearest point."""

from math import acos, cos, radians, sin

import pytest

from bcastplan import reference
from bcastplan.coverage.point_people import audience_about, people_of_points
from bcastplan.reference import target_points
from bcastplan.reference.towns import administrations_with_towns, towns_of


def distance(place, other) -> float:
    north, south = radians(place.latitude), radians(other.latitude)
    along = sin(north) * sin(south) + cos(north) * cos(south) * cos(radians(place.longitude - other.longitude))
    return acos(max(-1.0, min(1.0, along)))


def test_every_town_counts_once():
    towns = [town for code in administrations_with_towns() for town in towns_of(code)]
    assert people_of_points().sum() == sum(town.people for town in towns)


def test_towns_count_at_the_nearest_point():
    """All towns of Mongolia and of Fiji, which lies on both sides of the date line, by distances one by one."""
    for code in ("MNG", "FJI"):
        least: dict[int, int] = {}
        for town in towns_of(code):
            nearest = min(reference.test_points(), key=lambda point: distance(town, point))
            least[nearest.number] = least.get(nearest.number, 0) + town.people
        assert all(people_of_points()[number - 1] >= people for number, people in least.items())


@pytest.mark.parametrize("target", ["44NE", "18,27", "39", "58-61"])
def test_the_people_about_a_target_are_those_of_its_points(target):
    """Towns within reach of the target's points, counted by their nearest point one by one."""
    points = target_points(target)
    numbers = {point.number for point in reference.test_points() if points >> (point.number - 1) & 1}
    spots = {(point.latitude, point.longitude) for point in reference.test_points() if point.number in numbers}
    audience = audience_about(points)
    assert audience.total == sum(
        people_of_points()[point.number - 1]
        for point in reference.test_points()
        if (point.latitude, point.longitude) in spots
    )


def test_parts_of_a_target_add_up_to_no_more_than_all_of_it():
    north, south, whole = (audience_about(target_points(text)).total for text in ("44N", "44S", "44"))
    assert north + south == pytest.approx(whole)
    assert audience_about(target_points("44NE")).total < north
