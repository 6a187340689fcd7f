import numpy as np
import pytest

from bcastplan.science.antennas import (
    GainBank,
    defaults,
    describe_assumption,
    front_to_back_db,
    gain_dbi,
    gain_towards,
    resolve,
    six_db_width_deg,
)

PLAIN = {
    "azimuth_deg": 21.0,
    "slew_deg": 0.0,
    "frequency_mhz": 9.6,
    "design_frequency_mhz": None,
    "power_kw": 250.0,
}


def towards(definition, bearing, elevation=9.0, **changes):
    return gain_towards(definition, bearing_deg=bearing, elevation_deg=elevation, **{**PLAIN, **changes})


def test_the_filed_azimuth_is_where_the_slewed_beam_points():
    bearings = np.arange(0.0, 360.0)
    gains = towards("AHR(S)4/4/0.5", bearings, azimuth_deg=255.0, slew_deg=15.0)
    # The element's own pattern pulls the slewed maximum a little back towards boresight (240).
    assert 251 <= bearings[np.argmax(gains)] <= 255
    mirrored = towards("AHR(S)4/4/0.5", 480.0 - bearings, azimuth_deg=225.0, slew_deg=-15.0)
    np.testing.assert_allclose(gains, mirrored, atol=1e-9)


def test_bearing_is_taken_from_physical_boresight():
    expected = gain_dbi("AHR(S)4/4/0.5", frequency_mhz=9.6, slew_deg=15.0, off_boresight_deg=30.0, elevation_deg=9.0)
    got = towards("AHR(S)4/4/0.5", 270.0, azimuth_deg=255.0, slew_deg=15.0)
    assert got == pytest.approx(expected)


def test_antennas_without_columns_ignore_slew_and_say_so():
    options = {"azimuth_deg": 100.0, "slew_deg": 15.0}
    assert towards("RH155/68/40", 100.0, **options) == towards("RH155/68/40", 100.0, azimuth_deg=100.0)
    assert "slew ignored" in describe_assumption("RH155/68/40", **{**PLAIN, **options})


@pytest.mark.parametrize("definition", ["HQ1/0.3", "HX0.3", "VM8/8/120/3"])
def test_antennas_without_direction_are_averaged(definition):
    gains = towards(definition, np.array([0.0, 90.0, 211.0]), azimuth_deg=45.0)
    assert np.ptp(gains) == 0.0
    assert describe_assumption(definition, **PLAIN) == ""


@pytest.mark.parametrize(("azimuth", "averaged"), [(0.0, True), (None, True), (90.0, False)])
def test_azimuth_zero_on_a_dipole_curtain_means_no_direction(azimuth, averaged):
    gains = towards("CH2/2/0.5", np.array([0.0, 90.0]), azimuth_deg=azimuth)
    assert bool(np.ptp(gains) == 0.0) is averaged


def test_a_curtain_without_azimuth_is_averaged_and_says_so():
    assert np.ptp(towards("AHR4/4/0.5", np.array([0.0, 90.0]), azimuth_deg=None)) == 0.0
    assert "no azimuth" in describe_assumption("AHR4/4/0.5", **{**PLAIN, "azimuth_deg": None})


def test_azimuth_zero_on_a_curtain_with_reflector_is_north():
    north, south = towards("AHR4/4/0.5", np.array([0.0, 180.0]), azimuth_deg=0.0)
    assert north - south > 15.0


@pytest.mark.parametrize(
    ("changes", "assumed"),
    [
        ({}, "AHR2/2/0.5"),
        ({"power_kw": 10.0}, "AHR1/1/0.5"),
        ({"power_kw": None}, "AHR1/1/0.5"),
        ({"frequency_mhz": 4.885}, "AHR1/1/0.3"),
        ({"azimuth_deg": None}, "HQ1/0.3"),
        ({"azimuth_deg": 0.0, "frequency_mhz": 4.885}, "CT1/1/0.3"),
    ],
)
def test_unknown_antennas_get_a_typical_one_and_say_which(changes, assumed):
    situation = resolve(
        None,
        frequency_mhz=changes.get("frequency_mhz", 9.6),
        azimuth_deg=changes.get("azimuth_deg", 21.0),
        power_kw=changes.get("power_kw", 250.0),
    )
    assert situation.antenna.definition.text == assumed
    assert assumed in describe_assumption(None, **{**PLAIN, **changes})
    assert np.isfinite(towards(None, 21.0, **changes))


def test_an_impossible_design_frequency_is_ignored_and_said():
    odd = {**PLAIN, "design_frequency_mhz": 21.5}
    assert "design frequency 21.5 MHz ignored" in describe_assumption("AHR(S)4/4/0.5", **odd)
    assert towards("AHR(S)4/4/0.5", 21.0, design_frequency_mhz=21.5) == towards("AHR(S)4/4/0.5", 21.0)
    assert describe_assumption("AHR(S)4/4/0.5", **{**PLAIN, "design_frequency_mhz": 9.1}) == ""


def test_bearings_and_elevations_broadcast():
    gains = towards("AHR(S)4/4/0.5", np.array([[0.0], [21.0]]), np.array([3.0, 9.0, 20.0]))
    assert gains.shape == (2, 3)
    averaged = towards("HQ1/0.3", np.array([[0.0], [21.0]]), np.array([3.0, 9.0, 20.0]))
    assert averaged.shape == (2, 3)


@pytest.mark.parametrize("text", ["CH1/1/0.5", "CT2/2/0.3", "HQ1/0.3", "HX0.3", "VM8/8/120/3"])
def test_beams_that_fire_both_ways_or_all_around_are_360_degrees_wide(text):
    assert six_db_width_deg(text, 9.6) == 360.0


def test_half_the_width_off_boresight_is_six_db_down():
    width = six_db_width_deg("AHR(S)4/4/0.5", 9.6)
    peak, edge = gain_dbi("AHR(S)4/4/0.5", frequency_mhz=9.6, off_boresight_deg=[0.0, width / 2.0], elevation_deg=9.0)
    assert peak - edge == pytest.approx(6.0, abs=0.05)


def test_front_to_back_of_screen_and_tuned_reflector():
    assert front_to_back_db("AHR4/4/0.5", 9.6) == pytest.approx(21.1, abs=0.1)
    assert front_to_back_db("CHR4/4/0.5", 9.6) == pytest.approx(15.1, abs=0.1)


def test_the_bank_gives_what_every_antenna_gives_alone():
    antennas = [
        resolve("AHR(S)4/4/0.5", frequency_mhz=9.6, azimuth_deg=255.0, slew_deg=15.0, design_frequency_mhz=9.1),
        resolve("AHR(S)4/4/0.5", frequency_mhz=9.6, azimuth_deg=225.0, slew_deg=-15.0, design_frequency_mhz=9.1),
        resolve("AHR(S)4/4/0.5", frequency_mhz=9.6, azimuth_deg=21.0),
        resolve("RH155/68/40", frequency_mhz=9.6, azimuth_deg=350.0),
        resolve("HQ1/0.3", frequency_mhz=9.6),
        resolve("AHR8/8/1.0", frequency_mhz=9.6, azimuth_deg=None),
        resolve(None, frequency_mhz=9.6, azimuth_deg=21.0),
    ]
    bank = GainBank([(situation, 9.6) for situation in antennas])
    rng = np.random.default_rng(3)
    index = rng.integers(0, len(antennas), 5000)
    bearing, elevation = rng.uniform(-90, 450, 5000), rng.uniform(-2, 92, 5000)
    bearing[7], elevation[8] = np.nan, np.nan
    got = bank.gain_dbi(index, bearing, elevation)
    for number, situation in enumerate(antennas):
        own = index == number
        expected = situation.gain_dbi(9.6, bearing[own], elevation[own])
        np.testing.assert_allclose(got[own], expected, atol=1e-9)
    assert np.isnan(got[8])
    assert GainBank([]).gain_dbi(np.zeros(0, dtype=np.intp), np.zeros(0), np.zeros(0)).size == 0


def test_the_constants_nobody_files_are_shown_with_their_source():
    shown = {entry.name: entry for entry in defaults()}
    assert shown["ground permittivity"].value == 4.0
    assert all(entry.unit and entry.source for entry in shown.values())
