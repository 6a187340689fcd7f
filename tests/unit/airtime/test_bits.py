import numpy as np
import pytest

from bcastplan.airtime import bits

SETS = [0, 1, 1 << 63, 1 << 64, 1 << 127, (1 << 128) - 1, 0b1011 << 60, 1 << 5 | 1 << 100]


@pytest.fixture
def matrix() -> np.ndarray:
    return bits.from_ints(SETS, 2)


def test_integers_come_back(matrix: np.ndarray) -> None:
    assert matrix.shape == (len(SETS), 2)
    assert [bits.to_int(row) for row in matrix] == SETS
    assert bits.from_ints([], 3).shape == (0, 3)


def test_counting_and_outer_bits(matrix: np.ndarray) -> None:
    assert bits.popcount(matrix).tolist() == [value.bit_count() for value in SETS]
    assert bits.first_bit(matrix).tolist() == [(value & -value).bit_length() - 1 for value in SETS]
    assert bits.last_bit(matrix).tolist() == [value.bit_length() - 1 for value in SETS]


@pytest.mark.parametrize("number", range(len(SETS)))
def test_one_set_alone(matrix: np.ndarray, number: int) -> None:
    value = SETS[number]
    assert bits.positions(matrix[number]).tolist() == [bit for bit in range(128) if value >> bit & 1]
    assert int(bits.first_bit(matrix[number])) == (value & -value).bit_length() - 1
    assert int(bits.last_bit(matrix[number])) == value.bit_length() - 1


@pytest.mark.parametrize("days", [0, 1, 5, 63, 64, 65, 127, 128, 300])
def test_shifting_loses_only_what_leaves_the_words(matrix: np.ndarray, days: int) -> None:
    everything = (1 << 128) - 1
    later = bits.shifted(matrix, days)
    earlier = bits.shifted(matrix, -days)
    assert [bits.to_int(row) for row in later] == [value << days & everything for value in SETS]
    assert [bits.to_int(row) for row in earlier] == [value >> days for value in SETS]


@pytest.mark.parametrize("days", [0, 1, 64, 127, 191, 192, 193, 255, 256, 1000])
def test_shifting_by_more_than_the_words_leaves_nothing(days: int) -> None:
    everything = (1 << 192) - 1
    sets = [everything, 1, 1 << 191, 0b101 << 126]
    matrix = bits.from_ints(sets, 3)
    assert [bits.to_int(row) for row in bits.shifted(matrix, days)] == [value << days & everything for value in sets]
    assert [bits.to_int(row) for row in bits.shifted(matrix, -days)] == [value >> days for value in sets]


@pytest.mark.parametrize(
    ("first", "last"), [(0, 0), (3, 70), (-5, 10), (60, 500), (-9, -1), (128, 140), (10, 9), (-2, 999)]
)
def test_range_masks_are_cut_to_the_words(first: int, last: int) -> None:
    expected = [bit for bit in range(128) if first <= bit <= last]
    assert bits.positions(bits.range_mask(first, last, 2)).tolist() == expected
