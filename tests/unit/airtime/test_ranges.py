"""Ranges laid out in one array."""

import numpy as np

from bcastplan.airtime.ranges import numbers_of_ranges


def test_every_number_of_every_range_in_order():
    which, number = numbers_of_ranges(np.array([5, 9, 0, 2]), np.array([2, 0, 3, 1]))
    assert which.tolist() == [0, 0, 2, 2, 2, 3]
    assert number.tolist() == [5, 6, 0, 1, 2, 2]


def test_nothing_gives_nothing():
    which, number = numbers_of_ranges(np.array([], dtype=np.int64), np.array([], dtype=np.int64))
    assert which.tolist() == number.tolist() == []
