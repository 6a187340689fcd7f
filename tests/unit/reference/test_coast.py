"""The coast: lines on the globe that a map may draw point to point."""

import itertools

from bcastplan.reference import coastline


def test_lines_stay_on_the_globe_and_never_jump_across_the_map() -> None:
    lines = coastline()
    assert len(lines) > 100
    for line in lines:
        assert len(line) >= 2
        for (latitude, longitude), (next_latitude, next_longitude) in itertools.pairwise(line):
            assert -90 <= latitude <= 90
            assert -180 <= longitude <= 180
            assert abs(longitude - next_longitude) < 60
            assert abs(latitude - next_latitude) < 30


def test_coasts_everybody_knows_are_near_a_line() -> None:
    points = [point for line in coastline() for point in line]
    for latitude, longitude in [(38.4, 141.5), (-34.4, 18.5), (36.0, -5.6), (-55.0, -67.3), (35.1, 129.0)]:
        assert min((lat - latitude) ** 2 + (lon - longitude) ** 2 for lat, lon in points) < 4
