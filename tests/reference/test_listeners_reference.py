"""Two circuits over the towns of North Korea and over the target, against figures from an earlier prediction of them.

VOA on 12140 kHz from Tinang, 0500-1500 in July 2026 (HFCC requirement 4655): heard 88.8 %, served 67 % at 80 % and 54 %
at 90 %; over 44NE heard 82.7 %. That was with R12 63.7, which the sunspot table had then, and before corrections of the
model. 1188 kHz, 100 kW, Seoul, January: heard 64.8 %, over 44NE 71.4 %; site, hours and mast are not given with them.
"""

from datetime import date

import pytest

from bcastplan.airtime.table import build
from bcastplan.coverage.audiences import Audience
from bcastplan.coverage.coverage_facts import coverage_facts
from bcastplan.coverage.coverage_hours import coverage_of
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.model.season import Window
from bcastplan.model.transmission import Transmission
from bcastplan.reference import towns_of
from bcastplan.reference.directory import Directory

TOWNS = Audience.of_people("KRE", [(town.latitude, town.longitude, town.people) for town in towns_of("KRE")])


def per_cent(transmission, listeners, served, ssn):
    """Heard and served of one transmission."""
    facts = coverage_facts(transmission, Directory(), listeners=listeners)
    options = CoverageOptions(ssn=ssn, dates=(transmission.first_date,), served=served)
    heard = coverage_of(build([transmission]), [facts], None, options).total
    return 100.0 * heard.share, 100.0 * heard.served_share


def test_voice_of_america_on_12140_khz_in_july():
    day = date(2026, 7, 15)
    voa = Transmission(
        frequency="12140", time="0500-1500", site="PHT", power="250", antenna="216", azimuth="21",
        design_frequency="8750", target="44NE", window=Window(day, day),
    )  # fmt: skip
    heard, served = per_cent(voa, TOWNS, 0.8, 63.7)
    assert heard == pytest.approx(88.8, abs=1.0)
    assert served == pytest.approx(67.0, abs=1.0)
    assert per_cent(voa, TOWNS, 0.9, 63.7)[1] == pytest.approx(54.0, abs=3.5)
    assert per_cent(voa, None, 0.8, 63.7)[0] == pytest.approx(82.7, abs=1.0)


def test_medium_wave_from_seoul_in_january():
    day = date(2026, 1, 15)
    seoul = {"name": "Seoul", "latitude": 37.5667, "longitude": 126.9667}
    medium = Transmission(
        frequency="1188", time="0000-2400", site=seoul, power="100", target="44NE", window=Window(day, day)
    )
    assert per_cent(medium, TOWNS, 0.8, None)[0] == pytest.approx(64.8, abs=1.5)
    assert per_cent(medium, None, 0.8, None)[0] == pytest.approx(71.4, abs=1.0)
