"""Dots are where the world is, beams follow great circles, and nothing is drawn outside the screen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.science.geodesy import bearing_deg, great_circle_distance_km
from bcastplan.tui.braille import Canvas
from bcastplan.tui.views.map_canvas import (
    BEAM,
    CHOSEN,
    COAST,
    SITE,
    ZOOMS,
    Path,
    Projection,
    SiteMark,
    destinations,
    draw,
    fitted,
)


def text_of(canvas):
    return ["".join(text for text, _ in canvas.line(line)) for line in range(canvas.height)]


# Dot numbers as the Unicode standard prints them in its braille chart, left column 1-2-3-7, right 4-5-6-8.
@pytest.mark.parametrize(
    ("x", "y", "character"),
    [(0, 0, "⠁"), (0, 1, "⠂"), (0, 2, "⠄"), (0, 3, "⡀"), (1, 0, "⠈"), (1, 1, "⠐"), (1, 2, "⠠"), (1, 3, "⢀")],
)
def test_each_dot_of_a_cell(x, y, character):
    canvas = Canvas(1, 1)
    canvas.plot(np.array([x]), np.array([y]), COAST)
    assert text_of(canvas) == [character]


@given(st.lists(st.tuples(st.integers(-5, 30), st.integers(-5, 30)), max_size=40))
def test_as_many_dots_are_set_as_different_places_lie_inside(places):
    canvas = Canvas(8, 5)
    canvas.plot(np.array([x for x, _ in places]), np.array([y for _, y in places]), COAST)
    dots = sum((ord(cell) - 0x2800).bit_count() for line in text_of(canvas) for cell in line if cell != " ")
    assert dots == len({(x, y) for x, y in places if 0 <= x < 16 and 0 <= y < 20})


def test_the_most_important_thing_colours_a_cell_and_a_sign_covers_dots():
    canvas = Canvas(3, 1)
    canvas.plot(np.array([0, 2]), np.array([0, 0]), BEAM)
    canvas.plot(np.array([0]), np.array([1]), COAST)
    assert [*canvas.line(0)] == [("⠃⠁", BEAM), (" ", 0)]
    assert canvas.put(1, 0, "AB", SITE)
    assert not canvas.put(2, 0, "X", SITE, over=False)
    assert not canvas.put(2, 0, "XY", SITE)
    assert not canvas.put(-1, 0, "XY", SITE)
    assert [*canvas.line(0)] == [("⠃", BEAM), ("AB", SITE)]


@given(st.floats(-89, 89), st.floats(-180, 180), st.floats(0, 359.9), st.floats(1, 19_000))
def test_a_destination_lies_at_the_distance_and_the_bearing(latitude, longitude, azimuth, distance):
    there = destinations(latitude, longitude, azimuth, np.array([distance]))
    back = great_circle_distance_km(latitude, longitude, there[0][0], there[1][0])
    assert back == pytest.approx(distance, abs=0.01)
    turned = (bearing_deg(latitude, longitude, there[0][0], there[1][0]) - azimuth + 180) % 360 - 180
    assert turned == pytest.approx(0, abs=0.01)


@given(st.integers(20, 200), st.integers(5, 60), st.floats(-90, 90), st.floats(-720, 720), st.sampled_from(ZOOMS))
def test_the_middle_of_the_map_is_where_it_is_centred(width, height, latitude, longitude, zoom):
    projection = Projection(width, height).zoomed(zoom).centred(latitude, longitude)
    assert -180 <= projection.longitude < 180
    x, y = projection.dots(np.array(projection.latitude), np.array(projection.longitude))
    assert (x, y) == (pytest.approx(width), pytest.approx(height * 2))
    top, bottom = (projection.dots(np.array(pole), np.array(0.0))[1] for pole in (90.0, -90.0))
    if bottom - top >= height * 4:
        assert top <= 1e-6
        assert bottom >= height * 4 - 1e-6


def test_the_world_wraps_at_the_date_line():
    projection = Projection(72, 18).centred(0, 180)
    assert projection.cell(0, 179)[0] < projection.cell(0, -179)[0] <= projection.cell(0, 179)[0] + 1


def test_sites_are_signed_by_how_many_transmissions_they_have_and_named():
    signs = {count: SiteMark("UDO", 17.4, 102.8, count).sign for count in (1, 2, 5, 6, 20, 21, 3000)}
    assert signs == {1: "·", 2: "•", 5: "•", 6: "●", 20: "●", 21: "◉", 3000: "◉"}
    text = "\n".join(text_of(draw(Projection(80, 20), [SiteMark("UDO", 17.4, 102.8, 3)], None)))
    assert "•UDO" in text


def test_a_path_shows_site_beam_points_and_target_in_their_places():
    path = Path("PHT", 15.35, 120.62, 21.0, 3000.0, (41.0, 126.0), ((38.0, 124.0), (43.0, 130.0)))
    projection = fitted(Projection(80, 20), path)
    canvas = draw(projection, [], path)
    column, line = projection.cell(path.latitude, path.longitude)
    assert canvas.cell(column, line) == "›"
    assert canvas.cell(*projection.cell(41.0, 126.0)) == "✚"
    assert canvas.cell(*projection.cell(43.0, 130.0)) == "+"
    far = destinations(path.latitude, path.longitude, 21.0, np.array([2000.0]))
    beam = projection.cell(float(far[0][0]), float(far[1][0]))
    layers = [layer for text, layer in canvas.line(beam[1]) for _ in text]
    assert layers[beam[0]] == BEAM
    assert CHOSEN in [layer for _, layer in canvas.line(line)]


def test_without_an_azimuth_no_beam_is_drawn():
    path = Path("PHT", 15.35, 120.62, None, 3000.0, None, ())
    canvas = draw(Projection(80, 20), [], path)
    assert BEAM not in {layer for line in range(20) for _, layer in canvas.line(line)}


@given(st.integers(1, 120), st.integers(1, 40), st.sampled_from(ZOOMS), st.floats(-90, 90), st.floats(-180, 180))
def test_every_line_is_as_wide_as_the_screen(width, height, zoom, latitude, longitude):
    path = Path("PHT", 15.35, 120.62, 350.0, 12_000.0, (41.0, 126.0), ((38.0, 124.0),))
    projection = Projection(width, height).zoomed(zoom).centred(latitude, longitude)
    lines = text_of(draw(projection, [SiteMark("TIN", 15.0, 145.6, 9)], path))
    assert len(lines) == height
    assert {len(line) for line in lines} == {width}


@given(st.floats(-60, 60), st.floats(-180, 179), st.floats(0, 359), st.floats(100, 9000))
def test_a_fitted_path_lies_on_the_screen_when_any_scale_holds_it(latitude, longitude, azimuth, length):
    path = Path("X", latitude, longitude, azimuth, length, None, ())
    projection = fitted(Projection(120, 40), path)
    if projection.zoom > 1:
        ends = destinations(latitude, longitude, azimuth, np.array([0.0, length]))
        x, y = projection.dots(*ends)
        assert (x >= 0).all()
        assert (x < 240).all()
        assert (y >= 0).all()
        assert (y < 160).all()
