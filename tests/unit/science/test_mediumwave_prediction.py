import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.science.hf.radio_noise import environment, noise_at
from bcastplan.science.mediumwave import (
    Ground,
    defaults,
    field_strength,
    local_noise,
    man_made_noise,
    millington_dbuv,
    noise_field_dbuv,
    reliability_pct,
)

USSURIYSK, PYONGYANG, SEOUL = (43.5, 131.95), (39.0, 125.75), (37.55, 126.9)
NIGHT = {"month": 3, "day": 21, "hours_utc": [16.0], "mast_wavelengths": None}


# Worked examples: kHz, kW, transmitter, receiver, km, elevation, P.1147 night field, FCC field of half and of a
# tenth of the nights. e.m.r.p. in all directions, R12 = 0. Tolerance 0.1 dB.
CASES = [
    (648, 500, USSURIYSK, PYONGYANG, 720.0, 13.8, 69.6, 69.7, 75.7),
    (648, 1000, USSURIYSK, PYONGYANG, 720.0, 13.8, 72.6, 72.7, 78.7),
    (648, 500, USSURIYSK, (41.78, 129.78), 260.9, 36.7, 79.0, 79.0, 85.0),
    (1350, 500, (48.0, 114.45), PYONGYANG, 1350.8, 5.3, 61.7, 61.7, 67.7),
    (1188, 100, SEOUL, PYONGYANG, 189.9, 65.9, 68.1, 74.2, 80.2),
    (1188, 100, SEOUL, (41.78, 129.78), 531.0, 19.3, 66.1, 66.1, 72.1),
    (1188, 100, SEOUL, (40.1, 124.4), 356.8, 28.3, 69.9, 69.9, 75.9),
    (1566, 250, (33.4, 126.3), PYONGYANG, 624.6, 16.2, 68.7, 68.7, 74.7),
    (1566, 250, (33.4, 126.3), (40.1, 124.4), 763.9, 12.8, 66.4, 66.5, 72.5),
    (648, 1000, USSURIYSK, (55.75, 37.6), 6388.3, None, 34.5, 28.8, 36.6),
]


@pytest.mark.parametrize(("khz", "kw", "tx", "rx", "km", "elevation", "p1147", "fcc_50", "fcc_10"), CASES)
def test_worked_sky_waves(khz, kw, tx, rx, km, elevation, p1147, fcc_50, fcc_10):
    ours = field_strength(*tx, *rx, frequency_khz=khz, power_kw=kw, **NIGHT)
    assert ours.distance_km[0] == pytest.approx(km, abs=0.1)
    if elevation is not None:
        assert ours.elevation_deg[0] == pytest.approx(elevation, abs=0.06)
    assert ours.night_sky_dbuv[0] == pytest.approx(p1147, abs=0.1)
    fcc = field_strength(*tx, *rx, frequency_khz=khz, power_kw=kw, method="fcc", **NIGHT)
    assert fcc.night_sky_dbuv[0] == pytest.approx(fcc_50, abs=0.1)
    assert fcc.night_sky_dbuv[0] + fcc.sky_decile_db[0] == pytest.approx(fcc_10, abs=0.12)


# Ground waves of the examples with inland ends, land of 10, 3 and 1 mS/m, the path cut by landcheck itself. Tolerance
# 1 dB (the coast of the shipped mask is coarser).
@pytest.mark.parametrize(
    ("khz", "kw", "tx", "rx", "expected"),
    [
        (648, 500, USSURIYSK, PYONGYANG, (30.9, 14.1, 3.0)),
        (648, 500, USSURIYSK, (41.78, 129.78), (70.4, 59.3, 50.1)),
        (1188, 100, SEOUL, PYONGYANG, (51.7, 40.3, 32.5)),
        (1188, 100, SEOUL, (41.78, 129.78), (25.6, 13.7, 5.6)),
        (1188, 100, SEOUL, (40.1, 124.4), (40.1, 28.0, 19.8)),
    ],
)
def test_worked_ground_waves(khz, kw, tx, rx, expected):
    got = [
        field_strength(*tx, *rx, frequency_khz=khz, power_kw=kw, ground=Ground(land_ms_m=land), **NIGHT).ground_dbuv[0]
        for land in (10.0, 3.0, 1.0)
    ]
    np.testing.assert_allclose(got, expected, atol=1.0)


# The examples that start on the shore of Jeju, with the sections landcheck finds (km, land first): 250 kW at 1566 kHz.
# Tolerance 0.15 dB.
@pytest.mark.parametrize(
    ("sections_km", "expected"),
    [
        ((7.5, 99.2, 19.4, 22.3, 9.5, 343.4, 123.4), (36.8, 27.2, 19.9)),
        ((8.0, 505.2, 5.5, 14.7, 35.9, 166.5, 28.1), (39.7, 29.5, 22.0)),
    ],
)
def test_worked_ground_waves_from_a_shore(sections_km, expected):
    land = np.arange(len(sections_km)) % 2 == 0
    lengths = np.array([sections_km])
    got = [millington_dbuv(1566, lengths, np.where(land, ground, 5.0)[None])[0] for ground in (0.01, 0.003, 0.001)]
    np.testing.assert_allclose(np.array(got) + 10.0 * np.log10(250.0), expected, atol=0.15)


# 648 kHz, 500 kW, Ussuriysk to Pyongyang: date, then UT hour and sky wave in dB(uV/m). Tolerance 0.15 dB.
@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (6, {11: 57.1, 12: 63.8, 14: 68.0, 16: 69.6, 19: 66.9, 20: 58.2, 21: 34.6}),
        (12, {7: 45.2, 8: 57.5, 9: 64.0, 10: 66.9, 12: 69.6, 19: 69.6, 22: 66.5, 23: 57.1}),
        (3, {9: 50.4, 10: 60.4, 11: 65.4, 12: 67.4, 14: 69.6, 18: 69.6, 21: 64.8, 22: 52.2}),
    ],
)
def test_sky_wave_hour_by_hour(month, expected):
    got = field_strength(
        *USSURIYSK,
        *PYONGYANG,
        frequency_khz=648,
        power_kw=500,
        month=month,
        day=21,
        hours_utc=list(expected),
        mast_wavelengths=None,
    )
    np.testing.assert_allclose(got.sky_dbuv[0], list(expected.values()), atol=0.15)


def test_a_quarter_wave_mast_sends_little_steeply_upwards():
    ring = field_strength(*SEOUL, *PYONGYANG, frequency_khz=1188, power_kw=100, month=3, day=21, hours_utc=[16.0])
    assert ring.night_sky_dbuv[0] == pytest.approx(68.1 - 9.0, abs=1.0)


def test_ground_and_sky_wave_add_as_powers_at_every_hour():
    got = field_strength(
        *USSURIYSK, 41.78, 129.78, frequency_khz=648, power_kw=500, month=3, day=21, hours_utc=[3.0, 16.0]
    )
    assert got.is_night[0].tolist() == [False, True]
    powers = 10 ** (got.ground_dbuv[0] / 10) + 10 ** (got.sky_dbuv[0] / 10)
    np.testing.assert_allclose(got.total_dbuv[0], 10 * np.log10(powers))
    assert got.sky_dbuv[0, 1] - got.sky_dbuv[0, 0] == pytest.approx(35.0)
    up, down = got.day_to_day_deciles_db()
    assert 0.0 < down[0, 1] < up[0, 1] < 8.0
    assert up[0, 0] < 0.5


def test_a_short_path_does_not_lose_its_sky_wave_at_sunrise():
    """The loss after sunrise is a curve that ends 7 dB short of the loss by day: nothing else may jump."""
    hours = np.arange(0.0, 24.0, 1.0 / 60.0)
    got = field_strength(29.4, 60.9, 31.2, 61.5, frequency_khz=1440, power_kw=300, month=2, hours_utc=hours)
    assert 150.0 < got.distance_km[0] < 300.0
    assert np.abs(np.diff(got.total_dbuv[0])).max() < 7.0
    assert got.night_sky_dbuv[0] - got.ground_dbuv[0] > 20.0


def test_shapes_and_many_paths_at_once():
    latitudes = np.array([39.0, 40.1, 41.78])
    longitudes = np.array([125.75, 124.4, 129.78])
    options = {"frequency_khz": 648, "power_kw": 500, "month": 6, "hours_utc": np.arange(24.0)}
    many = field_strength(*USSURIYSK, latitudes, longitudes, **options)
    assert many.total_dbuv.shape == (3, 24)
    for index in range(3):
        one = field_strength(*USSURIYSK, latitudes[index], longitudes[index], **options)
        np.testing.assert_allclose(many.total_dbuv[index], one.total_dbuv[0])


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180), st.floats(150, 1705))
def test_there_is_an_answer_or_a_documented_nan(lat_1, lon_1, lat_2, lon_2, frequency_khz):
    got = field_strength(
        lat_1, lon_1, lat_2, lon_2, frequency_khz=frequency_khz, power_kw=1.0, month=6, hours_utc=[0.0, 12.0]
    )
    distance = got.distance_km[0]
    assert np.isfinite(got.ground_dbuv).all()
    assert np.isfinite(got.total_dbuv).all() == (distance <= 12000.0)
    assert np.isfinite(got.sky_dbuv).all() == (50.0 <= distance <= 12000.0)


def test_one_point_poles_antipodes_and_nan():
    got = field_strength(
        np.array([10.0, 90.0, 10.0, np.nan]),
        np.array([20.0, 0.0, 20.0, 20.0]),
        np.array([10.0, -90.0, -10.0, 10.0]),
        np.array([20.0, 0.0, -160.0, 20.0]),
        frequency_khz=648,
        power_kw=1.0,
        month=6,
        hours_utc=[0.0],
    )
    assert got.distance_km[0] == 0.0
    assert got.total_dbuv[0, 0] == pytest.approx(got.ground_dbuv[0])
    assert np.isnan(got.total_dbuv[1:, 0]).all()
    assert np.isnan(got.ground_dbuv[3])


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"frequency_khz": 149.9}, "150 to 1705 kHz"),
        ({"frequency_khz": 1706.0}, "150 to 1705 kHz"),
        ({"frequency_khz": float("nan")}, "150 to 1705 kHz"),
        ({"power_kw": 0.0}, "power must be positive"),
        ({"power_kw": float("nan")}, "power must be positive"),
        ({"month": 13}, "month must be 1 to 12"),
        ({"month": None}, "give day_of_year or month"),
        ({"day_of_year": 367}, "day_of_year must be"),
        ({"hours_utc": [float("nan")]}, "must be finite"),
        ({"ssn": float("nan")}, "must be finite"),
        ({"day": 0}, "no such date"),
        ({"year": 2025, "month": 2, "day": 29}, "no such date"),
        ({"method": "guess"}, "method must be one of"),
        ({"tx_latitude": 91.0}, "latitude must be"),
        ({"mast_wavelengths": 7.0}, "mast height"),
        ({"ground": Ground(land_ms_m=0.0)}, "conductivity must be positive"),
    ],
)
def test_impossible_values_are_refused(changes, complaint):
    plain = {
        "tx_latitude": 40.0,
        "tx_longitude": 120.0,
        "rx_latitude": 41.0,
        "rx_longitude": 121.0,
        "frequency_khz": 648,
        "power_kw": 1.0,
        "month": 6,
        "hours_utc": [0.0],
    }
    with pytest.raises(ValueError, match=complaint):
        field_strength(**{**plain, **changes})


def test_noise_field_of_rural_ground_at_1_mhz():
    # ITU-R P.372: 67.2 dB + 20 log 1 + 10 log 9000 - 95.5 = 11.24 dB(uV/m).
    assert noise_field_dbuv(1000.0) == pytest.approx(11.24, abs=0.01)
    with pytest.raises(ValueError, match="environment"):
        noise_field_dbuv(1000.0, environment="moon")


def test_atmospheric_noise_adds_to_man_made_noise():
    """By hand from the two parts; July nights in Korea are noisier than January noons."""
    options = {"frequency_khz": 648.0, "hours_utc": [3.0, 15.0]}
    july = local_noise([39.0, 60.0], [126.0, 30.0], month=7, **options)
    parts = noise_at([39.0, 60.0], [126.0, 30.0], 0.648, [3.0, 15.0], month=7, place=environment("rural"))
    total = 10.0 * np.log10(10.0 ** (parts.atmospheric / 10.0) + 10.0 ** (parts.man_made / 10.0))
    np.testing.assert_allclose(july.median_db, total[:, :, 0])
    assert (july.upper_db > 0.0).all()
    assert (july.lower_db > 0.0).all()
    january = local_noise([39.0], [126.0], month=1, **options)
    quiet = man_made_noise(648.0)
    assert january.median_db[0, 0] == pytest.approx(float(quiet.median_db), abs=0.1)
    assert noise_field_dbuv(648.0, noise=july)[0, 1] > noise_field_dbuv(648.0, noise=january)[0, 0] + 3.0
    with pytest.raises(ValueError, match="month"):
        local_noise(0.0, 0.0, month=13, **options)


def test_a_prediction_becomes_a_reliability():
    options = {"frequency_khz": 648, "hours_utc": np.arange(24.0), "month": 6}
    got = field_strength(*USSURIYSK, [39.0, 41.78], [125.75, 129.78], power_kw=500, **options)
    noise = local_noise([39.0, 41.78], [125.75, 129.78], **options)
    share = reliability_pct(
        got.total_dbuv, 648, noise=noise, day_to_day_db=got.day_to_day_deciles_db(), sky_share=got.sky_share
    )
    assert share.shape == (2, 24)
    # Chongjin hears the ground wave all day; Pyongyang, 720 km away, is reached at night only.
    assert share[1].min() > 50.0
    assert share[0, 16] > 50.0 > 10.0 > share[0, 3]


def test_reliability_is_half_at_the_required_ratio_and_90_a_decile_above():
    threshold = float(noise_field_dbuv(1000.0)) + 34.0
    # Rural man-made noise: 9.2 dB up and 4.6 dB down; a ground wave does not vary.
    got = reliability_pct([threshold, threshold + 9.2, threshold - 4.6, threshold + 60, threshold - 60, np.nan], 1000.0)
    np.testing.assert_allclose(got, [50.0, 90.0, 10.0, 100.0, 0.0, np.nan], atol=1e-6)


def test_fading_makes_good_signals_worse_and_bad_ones_better():
    threshold = float(noise_field_dbuv(1000.0)) + 34.0
    fields = np.array([threshold + 10.0, threshold - 10.0])
    steady = reliability_pct(fields, 1000.0)
    fading = reliability_pct(fields, 1000.0, day_to_day_db=(8.0, 8.0), sky_share=1.0)
    assert fading[0] < steady[0]
    assert fading[1] > steady[1]


def test_defaults_tell_their_source_and_confidence():
    assert {entry.name for entry in defaults()} >= {"land conductivity", "day loss of the sky wave"}
    assert all(entry.unit and entry.source for entry in defaults())
