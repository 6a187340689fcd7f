"""Offsets hold for their site and band, at the nearest place within reach."""

import numpy as np

from bcastplan.coverage.corrections import REACH_KM, CircuitOffset, Corrections

TINIAN, THAILAND = (15.05, 145.61), (14.43, 101.03)
SEOUL, TOKYO = (37.57, 126.98), (35.68, 139.69)
CORRECTIONS = Corrections(
    (
        CircuitOffset(TINIAN, SEOUL, "31 m", -6.0, 9),
        CircuitOffset(TINIAN, TOKYO, "31 m", 4.0, 9),
        CircuitOffset(TINIAN, SEOUL, "25 m", 2.0, 9),
    )
)
KM_PER_DEGREE = 111.2


def at(site, band, *places):
    latitude, longitude = np.array(places, dtype=float).T
    return CORRECTIONS.at(site, band, latitude, longitude)


def test_the_nearest_place_within_reach_counts():
    inside = SEOUL[0] + (REACH_KM - 5) / KM_PER_DEGREE
    outside = SEOUL[0] + (REACH_KM + 5) / KM_PER_DEGREE
    offsets = at(TINIAN, "31 m", SEOUL, TOKYO, (inside, SEOUL[1]), (outside, SEOUL[1]))
    assert offsets.tolist() == [-6.0, 4.0, -6.0, 0.0]


def test_bands_and_sites_are_apart():
    assert at(TINIAN, "25 m", SEOUL).tolist() == [2.0]
    assert at(TINIAN, "19 m", SEOUL) is None
    assert at(THAILAND, "31 m", SEOUL) is None
    assert at(TINIAN, "31 m", (-35.0, 149.0)) is None
