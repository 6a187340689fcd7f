import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.science.mediumwave import millington_dbuv, uniform_field_dbuv
from bcastplan.science.mediumwave.sections import merge_short

GROUNDS_S_M = (5.0, 0.01, 0.003, 0.001)


# LFMF run directly: 1 kW e.m.r.p., kHz, km, then dB(uV/m) over sea, 10, 3 and 1 mS/m. Tolerance 0.15 dB.
@pytest.mark.parametrize(
    ("frequency_khz", "distance_km", "expected"),
    [
        (648, 50, (75.27, 70.17, 60.71, 49.83)),
        (648, 200, (61.25, 45.76, 31.61, 21.65)),
        (648, 500, (46.91, 19.58, 4.27, -6.25)),
        (1188, 50, (75.15, 60.74, 48.36, 40.25)),
        (1188, 200, (60.43, 30.38, 19.02, 11.16)),
        (1188, 500, (44.12, -0.66, -13.01, -21.35)),
        (1566, 50, (75.07, 54.61, 43.55, 36.63)),
        (1566, 200, (59.95, 24.03, 13.69, 6.81)),
        (1566, 500, (42.56, -9.72, -20.93, -28.23)),
    ],
)
def test_ground_wave_over_uniform_ground(frequency_khz, distance_km, expected):
    got = uniform_field_dbuv(frequency_khz, distance_km, np.array(GROUNDS_S_M))
    np.testing.assert_allclose(got, expected, atol=0.15)


# LFMF run directly at shortwave, as above.
@pytest.mark.parametrize(
    ("frequency_khz", "distance_km", "expected"),
    [
        (3300, 0.1, (129.54, 128.44, 126.83, 125.30)),
        (5900, 50, (74.03, 31.20, 26.16, 22.48)),
        (9950, 1, (109.49, 94.29, 90.33, 87.07)),
        (9950, 17, (83.98, 44.81, 41.08, 37.74)),
        (9950, 29, (78.59, 34.99, 31.30, 27.95)),
        (9950, 200, (48.96, -14.42, -18.24, -21.72)),
        (21500, 5, (94.45, 58.64, 55.74, 52.55)),
    ],
)
def test_ground_wave_at_shortwave(frequency_khz, distance_km, expected):
    got = uniform_field_dbuv(frequency_khz, distance_km, np.array(GROUNDS_S_M))
    np.testing.assert_allclose(got, expected, atol=0.15)


def test_a_jammer_on_the_spot_wins_out_to_its_distance():
    """VOA 9950 kHz comes to Pyongyang with 68.8 dB(uV/m); 17 dB above a local jammer it is protected."""
    distance_km = np.linspace(1.0, 60.0, 1181)
    reach_km = [
        distance_km[68.8 - (uniform_field_dbuv(9950, distance_km, 0.003) + power_db) < 17.0].max()
        for power_db in (10.0, 20.0)  # 10 kW and 100 kW
    ]
    np.testing.assert_allclose(reach_km, [17.0, 29.0], atol=1.0)


def test_both_tables_agree_where_they_meet():
    distance_km = np.geomspace(1.0, 800.0, 50)
    below, above = (uniform_field_dbuv(frequency, distance_km, 0.01) for frequency in (1710.0, 1710.001))
    np.testing.assert_allclose(below, above, atol=0.02)
    mixed = uniform_field_dbuv(np.array([1000.0, 9950.0]), 17.0, 0.003)
    np.testing.assert_allclose(mixed, [uniform_field_dbuv(f, 17.0, 0.003) for f in (1000.0, 9950.0)], atol=0)


def test_close_to_the_mast_the_field_is_inverse_distance():
    # 300 mV/m at 1 km from 1 kW e.m.r.p., 3 V/m at 100 m.
    np.testing.assert_allclose(uniform_field_dbuv(648, [1.0, 0.1], 5.0), [109.54, 129.54], atol=0.02)


def test_beyond_the_table_the_field_keeps_falling():
    field = uniform_field_dbuv(200, np.array([2400.0, 2500.0, 2600.0, 5000.0]), 5.0)
    assert (np.diff(field) < 0).all()
    assert field[2] - field[1] == pytest.approx(field[1] - field[0], abs=0.3)


@given(st.one_of(st.floats(150, 1705), st.floats(1711, 30_000)), st.floats(0.05, 4000), st.floats(0.0001, 5))
def test_field_falls_with_distance_and_rises_with_conductivity(frequency_khz, distance_km, conductivity):
    here = uniform_field_dbuv(frequency_khz, distance_km, conductivity)
    assert uniform_field_dbuv(frequency_khz, distance_km * 1.2, conductivity) < here
    assert uniform_field_dbuv(frequency_khz, distance_km, min(conductivity * 3, 5.0)) >= here - 1.0


# Millington by hand from LFMF values. Tolerance 0.05 dB (same table either way).
def test_mixed_paths():
    half = millington_dbuv(1188, np.array([[100.0, 100.0], [100.0, 100.0]]), np.array([[0.003, 5.0], [5.0, 0.003]]))
    np.testing.assert_allclose(half, [39.73, 39.73], atol=0.05)
    island = millington_dbuv(648, np.array([[50.0, 200.0, 50.0]]), np.array([[0.01, 5.0, 0.003]]))
    np.testing.assert_allclose(island, [43.77], atol=0.05)


sections = st.lists(st.tuples(st.floats(1.0, 400.0), st.sampled_from(GROUNDS_S_M)), min_size=1, max_size=6)


@given(sections, st.sampled_from([153.0, 648.0, 1566.0, 9950.0]))
def test_mixed_paths_are_reciprocal_and_blind_to_padding(parts, frequency_khz):
    lengths = np.array([[length for length, _ in parts]])
    ground = np.array([[conductivity for _, conductivity in parts]])
    there = millington_dbuv(frequency_khz, lengths, ground)
    back = millington_dbuv(frequency_khz, lengths[:, ::-1], ground[:, ::-1])
    padded = millington_dbuv(
        frequency_khz, np.pad(lengths, ((0, 0), (0, 3))), np.pad(ground, ((0, 0), (0, 3)), mode="edge")
    )
    np.testing.assert_allclose([back, padded], [there, there], atol=1e-9)


@given(sections, st.sampled_from([153.0, 648.0, 1566.0, 9950.0]))
def test_a_path_over_one_ground_is_not_mixed(parts, frequency_khz):
    lengths = np.array([[length for length, _ in parts]])
    got = millington_dbuv(frequency_khz, lengths, np.full(lengths.shape, 0.003))
    np.testing.assert_allclose(got, uniform_field_dbuv(frequency_khz, lengths.sum(), 0.003), atol=1e-6)


@given(st.lists(st.floats(0.5, 100.0), min_size=1, max_size=12), st.booleans())
def test_merging_keeps_the_length_and_alternates(lengths, starts_on_land):
    land = np.array([(index % 2 == 0) == starts_on_land for index in range(len(lengths))])
    merged, flags = merge_short(np.array(lengths), land)
    assert merged.sum() == pytest.approx(sum(lengths))
    assert len(merged) == 1 or (merged.min() >= 1.5 and merged[1:-1].min(initial=5.0) >= 5.0)
    assert (flags[1:] != flags[:-1]).all()


def test_a_short_strip_joins_its_neighbours():
    merged, flags = merge_short(np.array([50.0, 3.0, 40.0, 20.0]), np.array([True, False, True, False]))
    np.testing.assert_allclose(merged, [93.0, 20.0])
    assert flags.tolist() == [True, False]


def test_the_ground_under_the_ends_is_kept():
    lengths, land = np.array([3.0, 90.0, 1.0]), np.array([True, False, True])
    merged, flags = merge_short(lengths, land)
    np.testing.assert_allclose(merged, [3.0, 91.0])
    assert flags.tolist() == [True, False]
