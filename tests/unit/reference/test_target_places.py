"""The middle of a target and the clock of its listeners."""

from zoneinfo import ZoneInfo, available_timezones

import pytest

from bcastplan.reference import parse_target, target_centroid, target_points, target_time_zone
from bcastplan.reference.storage import read_shipped


def test_the_middle_is_the_median_of_the_points() -> None:
    assert target_centroid("44NE") == (42.0, 125.0)  # latitudes 37 38 42 42 43, longitudes 122 123 125 128 128


def test_a_target_across_the_date_line_stays_together() -> None:
    latitude, longitude = target_centroid("26") or (0.0, 0.0)
    assert latitude == 67.0
    assert abs(longitude) > 170


def test_no_points_have_no_middle() -> None:
    assert target_centroid("") is None
    assert target_centroid("86") is None


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("44NE", "Asia/Pyongyang"),
        ("45", "Asia/Tokyo"),
        ("45N", "Asia/Tokyo"),
        ("43-44", None),
        ("44S,43", "Asia/Shanghai"),
        ("40W", "Asia/Tehran"),
        ("40E", "Asia/Kabul"),
        ("49E", "Asia/Bangkok"),
        ("44", None),
        ("44NE,45", None),
        ("44N", None),
        ("40", None),
        ("41NW", None),
        ("1-85", None),
        ("2", None),
        ("", None),
        ("86", None),
    ],
)
def test_clock_of_a_target(text: str, zone: str | None) -> None:
    assert target_time_zone(text) == zone


def test_every_row_names_a_part_with_points_and_a_zone_that_exists() -> None:
    rows = read_shipped("target_time_zones", ("target", "zone", "reason"), tuple)
    known = available_timezones()
    for target, zone, reason in rows:
        assert parse_target(target).problems == ()
        assert target_points(target)
        assert reason
        assert zone == "" or (zone in known and ZoneInfo(zone))
    assert len({target for target, _, _ in rows}) == len(rows)
