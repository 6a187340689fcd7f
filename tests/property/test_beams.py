"""The beam check against a twin that asks the spherical triangle about every test point of the target."""

from datetime import date
from math import atan2, cos, degrees, radians, sin

from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.model.clock import ClockTime
from bcastplan.model.plan import Plan
from bcastplan.model.season import Window
from bcastplan.model.sites import InlineSite
from bcastplan.model.transmission import Transmission
from bcastplan.reference import targets
from bcastplan.reference.directory import Directory
from bcastplan.reference.targets import numbers_in, target_points
from bcastplan.rules.beams import Beams
from bcastplan.rules.context import Context
from bcastplan.science.antennas import six_db_width_deg

POINTS = targets.test_points()

zones = st.integers(1, 85).map(str) | st.sampled_from(["44NE", "40E", "37-39", "41SW", "27N"])
antennas = st.sampled_from(["AHR(S)4/4/0.5", "AHR1/1/0.5", "EHR(S)4/4/1.0", "RH155/68/40", "AHR(S)8/4/1.0"])


@st.composite
def transmissions(draw: st.DrawFn) -> Transmission:
    return Transmission(
        frequency=draw(st.sampled_from([5990, 9565, 15300])),
        time=ClockTime(0, 60),
        window=Window(date(2026, 3, 29), date(2026, 10, 25)),
        target=draw(st.lists(zones, min_size=1, max_size=3).map(",".join)),
        site=InlineSite("A", draw(st.integers(-70, 70)) + 0.25, draw(st.integers(-179, 179)) + 0.25),
        antenna=draw(antennas),
        azimuth=draw(st.integers(1, 360)),
        design_frequency=draw(st.sampled_from([None, 9000.0, 14000.0])),
    )


def bearing(site: InlineSite, latitude: float, longitude: float) -> float:
    here, there, apart = radians(site.latitude), radians(latitude), radians(longitude - site.longitude)
    north = cos(here) * sin(there) - sin(here) * cos(there) * cos(apart)
    return degrees(atan2(sin(apart) * cos(there), north)) % 360


def nearest_offset(transmission: Transmission) -> float:
    assert isinstance(transmission.site, InlineSite)
    assert transmission.target is not None
    assert transmission.azimuth_deg is not None
    offsets = []
    for number in numbers_in(target_points(transmission.target)):
        point = POINTS[number - 1]
        turn = abs(bearing(transmission.site, point.latitude, point.longitude) - transmission.azimuth_deg) % 360
        offsets.append(min(turn, 360 - turn))
    return min(offsets)


def widest_half(transmission: Transmission) -> float:
    frequency_mhz = transmission.frequency_khz / 1000
    design_khz = transmission.design_frequency_khz
    designs = [None, design_khz / 1000 if design_khz else None]
    return max(six_db_width_deg(transmission.antenna or "", frequency_mhz, design) for design in designs) / 2


@given(st.lists(transmissions(), min_size=1, max_size=6))
@examples(80)
def test_exactly_the_beams_that_miss_every_point_are_named(rows: list[Transmission]) -> None:
    context = Context(Plan(), (), build(rows), range(len(rows)), Directory())
    beams = Beams(context)
    for transmission in rows:
        miss = beams.miss(transmission)
        offset, half = nearest_offset(transmission), widest_half(transmission)
        if abs(offset - half) < 1e-6:
            continue
        assert (miss is not None) == (offset > half)
        if miss is not None:
            assert abs(miss.offset_deg - offset) < 1e-6
            assert abs(miss.half_width_deg - half) < 1e-9
