"""Land is filled and the beam has its shape: each cell says what most of its dots lie on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.model.clock import ClockTime
from bcastplan.model.plan import InventoryAntenna, InventorySite, Plan
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory
from bcastplan.science.antennas import six_db_width_deg
from bcastplan.science.geodesy import bearing_deg, great_circle_distance_km
from bcastplan.science.landmask import is_land
from bcastplan.tui.views.map_canvas import ZOOMS, Path, Projection
from bcastplan.tui.views.map_ground import IN_BEAM, LAND, SEA, ground
from bcastplan.tui.views.map_scene import half_width_deg

PLACES = {LAND: ((-23.0, 134.0), (47.0, 100.0)), SEA: ((-30.0, -20.0), (30.0, -45.0))}


def beam(half, azimuth=330.0, length=3000.0, points=()):
    return Path("SDA", 13.3, 144.7, azimuth, length, None, points, (), half)


@pytest.mark.parametrize(("kind", "place"), [(kind, place) for kind, places in PLACES.items() for place in places])
@pytest.mark.parametrize("zoom", ZOOMS)
def test_land_and_sea_are_where_they_are(kind, place, zoom):
    projection = Projection(80, 20).zoomed(zoom).centred(*place)
    column, line = projection.cell(*place)
    assert ground(projection, None)[line, column] == kind


@given(
    st.integers(2, 9),
    st.integers(2, 7),
    st.sampled_from(ZOOMS),
    st.floats(-89, 89),
    st.floats(-180, 179),
    st.floats(0, 359),
    st.floats(4, 60),
)
def test_each_cell_is_what_half_of_its_dots_are(width, height, zoom, latitude, longitude, azimuth, half):
    projection = Projection(width, height).zoomed(zoom).centred(latitude, longitude)
    path = beam(half, azimuth)
    cells = ground(projection, path)
    scale = projection.dots_per_degree
    for line in range(height):
        for column in range(width):
            land = inside = 0
            for down in range(4):
                for across in range(2):
                    north = projection.latitude - (line * 4 + down + 0.5 - height * 2) / scale
                    east = projection.longitude + (column * 2 + across + 0.5 - width) / scale
                    if abs(north) > 90.0:
                        continue
                    land += bool(is_land(north, east))
                    turn = (float(bearing_deg(13.3, 144.7, north, east)) - azimuth + 180.0) % 360.0 - 180.0
                    inside += abs(turn) <= half and float(great_circle_distance_km(13.3, 144.7, north, east)) <= 3000.0
            assert cells[line, column] == (IN_BEAM if inside >= 4 else LAND if land >= 4 else SEA)


def test_the_shape_reaches_the_farthest_point():
    assert beam(20.0, points=((14.0, 144.0),)).reach_km == 3000.0
    assert beam(20.0, points=((60.0, 110.0),)).reach_km == pytest.approx(5890, abs=150)


@pytest.mark.parametrize("path", [None, beam(None), beam(20.0, azimuth=None)])
def test_without_a_width_or_an_azimuth_there_is_no_shape(path):
    assert IN_BEAM not in ground(Projection(80, 20), path)


def _transmission(frequency, antenna):
    window = parse_season("A26").window
    return Transmission(
        frequency=float(frequency), antenna=antenna, time=ClockTime(900, 960), window=window, site="SDA"
    )


@pytest.mark.parametrize(("frequency", "antenna"), [(9550, "218"), (15_000, "AHR(S)4/4/1.0"), (5900, "AHR2/2/0.5")])
def test_half_of_the_width_at_which_6_db_are_lost(frequency, antenna):
    designation = Directory().antenna_definition(antenna)
    half = half_width_deg(Plan(), _transmission(frequency, antenna), Directory())
    assert half == six_db_width_deg(designation, frequency / 1000.0) / 2.0
    assert 8.0 < half < 60.0


def test_an_antenna_of_the_inventory_is_looked_up_first():
    plan = Plan(sites={"SDA": InventorySite(antennas=[InventoryAntenna(id="218", antenna="AHR2/2/0.5")])})
    half = half_width_deg(plan, _transmission(9550, "218"), Directory())
    assert half == six_db_width_deg("AHR2/2/0.5", 9.55) / 2.0


@pytest.mark.parametrize(
    ("frequency", "antenna"),
    [(9550, None), (1170, "218"), (9550, "nowhere"), (9550, "925")],
    ids=["no antenna", "medium wave", "unknown", "all around"],
)
def test_without_a_beam_there_is_no_width(frequency, antenna):
    assert half_width_deg(Plan(), _transmission(frequency, antenna), Directory()) is None
