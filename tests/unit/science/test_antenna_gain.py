import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.science.antennas import exact_gain_dbi, gain_dbi, parse_definition, peak_gain_dbi
from bcastplan.science.antennas.gain import mean_square
from bcastplan.science.antennas.pattern import effective_ratio, pattern_for

CURTAIN = parse_definition("AHR(S)4/4/0.5")
ONE_OF_EACH = (
    "AHR(S)4/4/0.5",
    "CHR(S)3/2/0.5",
    "EHR(S)4/4/0.5",
    "CH2/2/0.3",
    "CT2/2/0.3",
    "LPH18/36.5/32.2/16.7/1.4/13.2/200",
    "LPV12/56/2/14/2/12.5/450",
    "RH90/60/40",
    "HQ2/0.3",
    "HX0.3",
    "VM8/8/120/3",
)


# Azimuth-averaged gains at elevation 4, 8, 12, 20, 30, 45, 60, 80 degrees; ground eps 4, sigma 0.01 S/m; computed
# independently from the same formulas to two decimals. Tolerance 0.05 dB.
@pytest.mark.parametrize(
    ("text", "frequency_mhz", "expected_dbi"),
    [
        ("HQ1/0.3", 6.0, (-12.54, -6.76, -3.50, 0.27, 2.71, 4.26, 4.68, 4.68)),
        ("HQ1/0.4", 7.0, (-10.17, -4.43, -1.28, 2.15, 3.91, 3.93, 2.33, -0.15)),
        ("HQ1/1.0", 15.0, (-1.91, 3.04, 4.82, 2.94, -9.80, 4.73, 1.44, -6.85)),
        ("HQ2/0.3", 9.6, (-3.49, 1.96, 4.62, 6.44, 4.91, -3.75, -20.22)),
        ("CH1/1/0.3", 4.0, (-13.31, -7.56, -4.29, -0.38, 2.35, 4.39, 5.16, 5.32)),
        ("CT1/1/0.3", 6.0, (-13.20, -7.47, -4.22, -0.37, 2.28, 4.23, 4.94, 5.05)),
        ("HX0.3", 5.9, (-13.20, -7.47, -4.22, -0.37, 2.29, 4.24, 4.95, 5.06)),
        ("VM8/8/120/3", 6.0, (-6.15, -2.24, -0.56, 0.74, 0.86, -0.46, -3.38, -12.59)),
        ("VM12.5/12.5/120/3", 7.4, (-6.81, -2.80, -1.09, 0.13, -0.03, -2.01, -5.65, -15.53)),
    ],
)
def test_gain_averaged_over_azimuth(text, frequency_mhz, expected_dbi):
    elevation = np.array([4.0, 8.0, 12.0, 20.0, 30.0, 45.0, 60.0, 80.0])[: len(expected_dbi)]
    got = pattern_for(parse_definition(text), frequency_mhz).averaged_dbi(elevation)
    np.testing.assert_allclose(got, expected_dbi, atol=0.05)


# Greatest gains in NTIA's tables for its own curtains and mast (dBi). Tolerance 0.05 dB.
@pytest.mark.parametrize(
    ("text", "frequency_mhz", "design_mhz", "expected_dbi"),
    [
        ("HR4/4/1", 2.0, 2.0, 22.13),
        ("HR4/4/1", 30.0, 30.0, 21.89),
    ],
)
def test_greatest_gain_of_the_ntia_tables(text, frequency_mhz, design_mhz, expected_dbi):
    assert peak_gain_dbi(text, frequency_mhz, design_mhz)[0] == pytest.approx(expected_dbi, abs=0.05)


@pytest.mark.parametrize("text", ONE_OF_EACH)
def test_perfect_ground_radiates_what_the_reference_says(text):
    """Averaged over the sphere, gain over perfect ground is 0 dBi by definition: check the quadrature by another."""
    from bcastplan.science.antennas.angles import Angles
    from bcastplan.science.antennas.gain import field

    definition, frequency_mhz = parse_definition(text), 9.6
    nodes, weights = np.polynomial.legendre.leggauss(160)
    elevation = np.degrees(np.arcsin((nodes + 1.0) / 2.0))
    azimuth = np.arange(-179.75, 180.0, 0.5)
    strength = field(definition, Angles.grid(elevation, azimuth), ratio=1.0, frequency_mhz=frequency_mhz, ground=None)
    mean = (weights / 2.0) @ (strength**2).mean(axis=1) / 2.0
    ratio_db = 10.0 * np.log10(mean / mean_square(definition, 1.0, frequency_mhz, 0.0))
    assert ratio_db == pytest.approx(0.0, abs=0.02)


@pytest.mark.parametrize("text", ONE_OF_EACH)
def test_the_table_follows_the_formulas_in_the_main_region(text):
    """Within 10 dB of the peak the looked-up gain is within 0.25 dB (rhombics) or 0.12 dB of the exact one."""
    definition = parse_definition(text)
    rng = np.random.default_rng(7)
    azimuth, elevation = rng.uniform(-180, 180, 20000), rng.uniform(0.2, 90, 20000)
    exact = exact_gain_dbi(definition, ratio=1.0, frequency_mhz=9.613, azimuth_deg=azimuth, elevation_deg=elevation)
    table = gain_dbi(definition, frequency_mhz=9.613, off_boresight_deg=azimuth, elevation_deg=elevation)
    main = exact > exact.max() - 10.0
    limit = 0.25 if definition.family == "RH" else 0.12
    assert np.abs(table - exact)[main].max() < limit


@given(
    st.sampled_from(ONE_OF_EACH),
    st.floats(3.0, 26.0),
    st.floats(-720.0, 720.0),
    st.floats(0.0, 90.0),
    st.integers(-30, 30),
)
def test_gain_is_finite_between_floor_and_peak(text, frequency_mhz, azimuth, elevation, slew):
    peak, _ = peak_gain_dbi(text, frequency_mhz, slew_deg=slew)
    value = gain_dbi(
        text, frequency_mhz=frequency_mhz, slew_deg=slew, off_boresight_deg=azimuth, elevation_deg=elevation
    )
    assert max(peak - 30.0, -30.0) - 1e-6 <= value <= peak + 0.3


@given(st.floats(-180.0, 180.0), st.floats(0.5, 90.0), st.sampled_from([5, 10, 15, 30]))
def test_negative_slew_is_the_mirror_image(azimuth, elevation, slew):
    options = {"ratio": 1.0, "frequency_mhz": 9.6}
    right = exact_gain_dbi(CURTAIN, slew_deg=slew, azimuth_deg=azimuth, elevation_deg=elevation, **options)
    left = exact_gain_dbi(CURTAIN, slew_deg=-slew, azimuth_deg=-azimuth, elevation_deg=elevation, **options)
    assert float(right) == pytest.approx(float(left), abs=1e-6)
    looked_up = [
        gain_dbi(
            CURTAIN, frequency_mhz=9.6, slew_deg=sign * slew, off_boresight_deg=sign * azimuth, elevation_deg=elevation
        )
        for sign in (1, -1)
    ]
    assert looked_up[0] == pytest.approx(looked_up[1], abs=1e-6)


def test_slew_moves_the_beam_to_its_side():
    angles = np.arange(-60.0, 61.0)
    gains = gain_dbi(CURTAIN, frequency_mhz=9.6, slew_deg=-30, off_boresight_deg=angles, elevation_deg=9.0)
    assert -30 <= angles[np.argmax(gains)] <= -24


def test_directions_without_field_get_the_floor():
    peak, _ = peak_gain_dbi(CURTAIN, 9.6)
    zenith = gain_dbi(CURTAIN, frequency_mhz=9.6, off_boresight_deg=0.0, elevation_deg=90.0)
    assert zenith == pytest.approx(peak - 30.0, abs=1e-6)


def test_gain_falls_with_the_sine_of_elevation_towards_the_horizon():
    low = gain_dbi(CURTAIN, frequency_mhz=9.6, off_boresight_deg=0.0, elevation_deg=[0.5, 1.0])
    exact = exact_gain_dbi(CURTAIN, ratio=1.0, frequency_mhz=9.6, azimuth_deg=0.0, elevation_deg=np.array([0.5, 1.0]))
    np.testing.assert_allclose(low, exact, atol=0.02)


def test_nan_angles_give_nan_and_wild_ones_are_clamped():
    got = gain_dbi(
        CURTAIN,
        frequency_mhz=9.6,
        off_boresight_deg=[np.nan, 0.0, 0.0, 0.0, 360.0],
        elevation_deg=[9.0, np.nan, -5.0, 120.0, 9.0],
    )
    assert np.isnan(got[:2]).all()
    assert np.isfinite(got[2:]).all()
    assert got[4] == gain_dbi(CURTAIN, frequency_mhz=9.6, off_boresight_deg=0.0, elevation_deg=9.0)


@pytest.mark.parametrize("frequency", [0.0, -3.0, float("nan"), float("inf")])
def test_impossible_frequencies_are_refused(frequency):
    with pytest.raises(ValueError, match="frequency must be a positive number"):
        gain_dbi(CURTAIN, frequency_mhz=frequency, off_boresight_deg=0.0, elevation_deg=9.0)


@pytest.mark.parametrize(
    ("text", "frequency", "design", "ratio"),
    [
        ("AHR(S)4/4/0.5", 9.6, None, 1.0),
        ("AHR(S)4/4/0.5", 9.6, 0.0, 1.0),
        ("AHR(S)4/4/0.5", 6.0, 10.0, 0.6),
        ("AHR(S)4/4/0.5", 5.6, 10.0, 1.0),
        ("CH1/1/0.3", 5.6, 7.5, 1.0),
        ("CH1/1/0.3", 9.0, 7.5, 1.2),
        ("RH155/68/40", 9.6, 12.0, 1.0),
    ],
)
def test_design_frequency_is_used_only_where_the_formulas_reach(text, frequency, design, ratio):
    assert effective_ratio(parse_definition(text), frequency, design) == pytest.approx(ratio)


def test_a_log_periodic_outside_its_range_still_radiates():
    peak, elevation = peak_gain_dbi("LPH18/36.5/32.2/16.7/1.4/13.2/200", 3.265)
    assert 5.0 < peak < 13.0
    assert 20.0 < elevation <= 90.0
