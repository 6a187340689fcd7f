import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.science.defaults import Confidence
from bcastplan.science.protection import (
    AM_FROM_DRM,
    HF_AM,
    MF_CURVES,
    default,
    defaults,
    interference_dbuv,
    margin_class,
    margin_db,
    minimum_usable_field_dbuv,
    protection_for,
    synchronised_ratio_db,
)


def test_every_default_says_where_it_comes_from():
    for entry in defaults():
        assert entry.unit
        assert entry.source
        assert entry.confidence in Confidence
    with pytest.raises(KeyError):
        default("no such thing")


@pytest.mark.parametrize(
    ("separation", "expected"),
    [(0, 0), (5, -3), (-5, -3), (10, -35), (2.5, -1.5), (7.5, -19), (20, -54), (20.5, -60), (90, -60)],
)
def test_shortwave_curve(separation, expected):
    assert HF_AM.at(separation) == pytest.approx(expected)


# GE75: 30 dB on the channel, 9, 7, 5 dB one channel of 9 kHz away for curves A, B, C.
@pytest.mark.parametrize(("name", "adjacent"), [("A", 9.0), ("B", 7.0), ("C", 5.0), ("D", 5.0)])
def test_medium_wave_neighbour(name, adjacent):
    protection = protection_for(648, curve=name)
    assert protection.co_channel.value + protection.curve.at(9.0) == pytest.approx(adjacent)


def test_region_2_ratios():
    protection = protection_for(700, itu_region=2)
    got = protection.co_channel.value + protection.curve.at([0.0, 10.0, 20.0])
    np.testing.assert_allclose(got, [26.0, 0.0, -29.5])


def test_which_rule_applies():
    assert protection_for(9600).co_channel.value == 17.0
    assert protection_for(648).co_channel.value == 30.0
    assert protection_for(648, unwanted_by_sky_wave=True).co_channel.value == 27.0
    assert protection_for(9600, unwanted_drm=True).curve is AM_FROM_DRM
    assert protection_for(9600, wanted_drm=True).co_channel.value == 7.0
    assert protection_for(9600, wanted_drm=True, unwanted_drm=True).co_channel.value == 16.0
    assert protection_for(648).confidence is Confidence.CHOICE
    with pytest.raises(KeyError):
        protection_for(648, curve="Z")


def test_nan_separation_is_nan():
    assert np.isnan(HF_AM.at(np.nan))
    assert np.isnan(AM_FROM_DRM.at(np.nan))


@given(st.floats(-200, 200))
def test_curves_are_symmetrical_and_bounded(separation):
    for curve in (HF_AM, AM_FROM_DRM, *MF_CURVES.values()):
        assert curve.at(separation) == pytest.approx(curve.at(-separation), abs=1e-9)
        assert -60.0 <= curve.at(separation) <= 6.0


def test_interference_adds_powers():
    # Two equal signals are 3 dB stronger than one; one 35 dB down hardly counts.
    assert interference_dbuv([40.0, 40.0], [0.0, 0.0]) == pytest.approx(43.01, abs=0.01)
    assert interference_dbuv([40.0, 40.0], [0.0, -35.0]) == pytest.approx(40.0014, abs=1e-3)
    assert interference_dbuv([], []) == -np.inf
    assert margin_db(60.0, 43.0, 17.0) == pytest.approx(0.0)
    assert margin_db(60.0, -np.inf, 17.0) == np.inf


def test_margin_classes():
    got = [margin_class(margin) for margin in (12.0, 10.0, 9.9, 0.0, -0.1, -10.0, -10.1, np.nan)]
    assert got == [
        "clean", "clean", "fair", "fair", "interference", "interference", "unusable", "unknown",
    ]  # fmt: skip


def test_synchronised_transmitters_by_distance():
    got = synchronised_ratio_db([0.0, 700.0, 701.0, 2500.0, 2501.0])
    assert got.tolist() == [0.0, 0.0, 4.0, 4.0, 8.0]


def test_the_receivers_own_noise_is_the_least():
    assert minimum_usable_field_dbuv([-5.0, 10.0]).tolist() == [37.5, 44.0]
