"""Jammers on shortwave come along the ground and by sky wave; a broadcast is protected 17 dB above them."""

from dataclasses import replace

import numpy as np
import pytest

from bcastplan.coverage.coverage_facts import disturbing_emission
from bcastplan.coverage.ground_waves import add_ground_waves
from bcastplan.coverage.predicted_months import Slot
from bcastplan.coverage.receiver_places import place_numbers, set_of
from bcastplan.coverage.reliabilities import predict_emissions
from bcastplan.coverage.samples import Listening, Request, Samples
from bcastplan.model.clock import ClockTime
from bcastplan.model.plan import Codes
from bcastplan.model.season import parse_season
from bcastplan.model.sites import InlineSite, OwnSite
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory
from bcastplan.science.mediumwave import ground_wave_dbuv

PYONGYANG = (39.034, 125.754)
DIRECTORY = Directory(Codes(sites={"PHT": OwnSite("Tinang", "PHL", 15.3617, 120.6186)}))
JULY = Slot(2026, 7, 63.7, "given")


def on_the_air(site, **more):
    window = parse_season("A26").window
    return Transmission(frequency=9950.0, time=ClockTime(900, 1320), window=window, site=site, **more)


def jammer(latitude, longitude, power_kw, **more):
    site = InlineSite("jammer", latitude, longitude)
    return disturbing_emission(on_the_air(site, power=power_kw, jammer=True, **more), DIRECTORY)


def field_dbuv(emission, hour=16):
    """Field in Pyongyang at an hour of July; ITU-R P.533 has the received power 107.2 dB and 20 log MHz below it."""
    emission = replace(emission, points=set_of(place_numbers([PYONGYANG])))
    flags = np.zeros((1, 1, 24), dtype=bool)
    flags[0, 0, hour] = True
    predicted = predict_emissions((emission,), flags, (JULY,), Listening(), progress=lambda *_: None,
                                  cancelled=lambda: False)  # fmt: skip
    return float(predicted.samples.level_db[0]) + 20.0 * np.log10(emission.frequency_khz / 1000.0) + 107.2


@pytest.fixture(scope="module")
def broadcast_dbuv():
    voa = on_the_air("PHT", power=250.0, antenna="AHR(S)4/4/0.5", azimuth=21.0, design_frequency=8750.0)
    return field_dbuv(disturbing_emission(voa, DIRECTORY))


def test_the_broadcast_in_pyongyang(broadcast_dbuv):
    """VOA from Tinang on 9950 kHz: 68.8 dB(uV/m)."""
    assert broadcast_dbuv == pytest.approx(68.8, abs=0.1)


# One degree of latitude is 111.2 km.
@pytest.mark.parametrize(("power_kw", "reach_km"), [(10.0, 17.0), (100.0, 29.0)])
def test_a_jammer_in_town_wins_as_far_as_its_ground_wave_goes(broadcast_dbuv, power_kw, reach_km):
    near, far = (
        field_dbuv(jammer(PYONGYANG[0] + km / 111.2, PYONGYANG[1], power_kw)) for km in (reach_km - 1.5, reach_km + 1.5)
    )
    assert broadcast_dbuv - near < 17.0 < broadcast_dbuv - far


def test_two_hundred_kilometres_away_by_sky_wave_none_wins(broadcast_dbuv):
    field = field_dbuv(jammer(PYONGYANG[0] + 200.0 / 111.2, PYONGYANG[1], 100.0))
    assert field > field_dbuv(replace(jammer(PYONGYANG[0] + 200.0 / 111.2, PYONGYANG[1], 100.0), ground_wave=False))
    assert broadcast_dbuv - field > 35.0


def test_both_waves_add_up_as_powers_and_the_steady_one_steadies():
    emission = jammer(PYONGYANG[0] + 0.5, PYONGYANG[1], 10.0)
    ground = ground_wave_dbuv(PYONGYANG[0] + 0.5, PYONGYANG[1], *PYONGYANG, frequency_khz=9950, power_kw=10.0)[0]
    as_power_dbw = ground - 20.0 * np.log10(9.95) - 107.2
    request = Request(*(np.zeros(1, np.intp),) * 3, np.array(place_numbers([PYONGYANG])) - 1)
    samples = Samples.empty(1)
    samples.reliability[0], samples.level_db[0], samples.sky_share[0] = 0.5, as_power_dbw, 1.0
    samples.upper_day_db[0], samples.lower_day_db[0] = 8.0, 10.0
    add_ground_waves([emission], request, samples)
    assert samples.level_db[0] == pytest.approx(as_power_dbw + 10 * np.log10(2), abs=1e-4)
    assert samples.sky_share[0] == pytest.approx(0.5)
    assert samples.upper_day_db[0] == pytest.approx(10 * np.log10((1 + 10**0.8) / 2), abs=1e-4)
    assert samples.lower_day_db[0] == pytest.approx(-10 * np.log10((1 + 10**-1.0) / 2), abs=1e-4)
    assert samples.reliability[0] == 0.5
    add_ground_waves([replace(emission, ground_wave=False)], request, samples)
    assert samples.sky_share[0] == pytest.approx(0.5)


def test_a_jammer_without_antenna_is_a_monopole_and_the_ground_is_the_plans():
    emission = jammer(39.0, 125.0, 10.0)
    assert (emission.antenna, emission.ground_wave) == ("VM7.532/7.532/120/3", True)
    assert jammer(39.0, 125.0, 10.0, antenna="HQ1/0.3").antenna == "HQ1/0.3"
    site = InlineSite("jammer", 39.0, 125.0)
    good_ground = disturbing_emission(on_the_air(site, power=10.0, jammer=True), DIRECTORY, ground_ms_m=10.0)
    assert good_ground.ground_ms_m == 10.0
    assert disturbing_emission(on_the_air(site, power=10.0), DIRECTORY, ground_ms_m=10.0).ground_ms_m is None
    assert disturbing_emission(on_the_air(site, jammer=True), DIRECTORY) is None
    assert disturbing_emission(on_the_air(None, power=10.0, jammer=True), DIRECTORY) is None
