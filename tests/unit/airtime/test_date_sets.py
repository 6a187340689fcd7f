"""Sets that are packed and shared answer as a matrix of all of them in full width does."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bcastplan.airtime.bits import WORD_BITS, popcount, range_mask, to_int
from bcastplan.airtime.date_sets import DateSets

WORDS = 7
DATES = st.integers(0, WORDS * WORD_BITS - 1)


@st.composite
def spans(draw):
    """A set of some dates near one another, as those of a season are, or an empty one."""
    first = draw(DATES)
    pattern = draw(st.integers(0, 2 ** draw(st.sampled_from((0, 1, 40, 130)))))
    return (pattern << first) & (1 << WORDS * WORD_BITS) - 1


VALUES = st.lists(spans(), min_size=1, max_size=8).flatmap(lambda some: st.lists(st.sampled_from(some), max_size=20))


def matrix(values):
    packed = b"".join(value.to_bytes(WORDS * 8, "little") for value in values)
    return np.frombuffer(packed, dtype="<u8").reshape(-1, WORDS)


def same(sets, values):
    assert sets.shape == (len(values), WORDS)
    assert sets.ints() == values
    np.testing.assert_array_equal(sets[:], matrix(values))
    return True


@given(VALUES, st.data())
def test_indexing_is_that_of_a_matrix(values, data):
    sets, full = DateSets.of_ints(values, WORDS), matrix(values)
    assert same(sets, values)
    assert [to_int(bits) for bits in sets] == values
    if values:
        number = data.draw(st.integers(0, len(values) - 1))
        rows = np.array(data.draw(st.lists(st.integers(0, len(values) - 1), max_size=9)), dtype=np.int64)
        word = data.draw(st.integers(0, WORDS - 1))
        for index in (number, slice(number), rows, (number, word), (rows, word), (slice(None), slice(word))):
            np.testing.assert_array_equal(sets[index], full[index])
        assert same(sets.taken(rows), [values[row] for row in rows])


@given(VALUES, DATES, DATES)
@example([(1 << 130) - 1 << 60], WORD_BITS, 2 * WORD_BITS - 1)  # a set of three words, and a mask of the middle one
def test_counts_and_single_dates(values, first, last):
    sets, full = DateSets.of_ints(values, WORDS), matrix(values)
    mask = range_mask(first, last, WORDS)
    np.testing.assert_array_equal(sets.counts(), popcount(full))
    np.testing.assert_array_equal(sets.counts(mask), popcount(full & mask))
    assert sets.have(first).tolist() == [bool(value >> first & 1) for value in values]


@pytest.mark.parametrize("bit", [-1, WORDS * WORD_BITS, 10_000])
def test_no_set_has_a_date_outside_its_words(bit):
    assert DateSets.of_ints([1, 1 << WORDS * WORD_BITS - 1], WORDS).have(bit).tolist() == [False, False]


@given(VALUES, VALUES)
def test_lists_of_sets_are_joined(values, others):
    assert same(DateSets.of_ints(values, WORDS).followed_by(DateSets.of_ints(others, WORDS)), values + others)


@given(VALUES.filter(bool), st.data())
def test_sets_that_have_a_date_in_common_may_meet(values, data):
    sets = DateSets.of_ints(values, WORDS)
    numbers = st.lists(st.integers(0, len(values) - 1), min_size=5, max_size=5)
    left, right = np.array(data.draw(numbers)), np.array(data.draw(numbers))
    meet = sets.may_meet(left, right).tolist()
    for a, b, may in zip(left, right, meet, strict=True):
        one, other = values[a], values[b]
        bounds = [((some & -some).bit_length(), some.bit_length()) for some in (one, other)]
        apart = not one or not other or bounds[0][1] < bounds[1][0] or bounds[1][1] < bounds[0][0]
        assert may == (not apart)


def test_equal_sets_of_many_seasons_take_the_memory_of_one():
    season = (1 << 210) - 1
    sets = DateSets.of_ints([season << 210 * number for number in range(50) for _ in range(100)], 165)
    assert sets.nbytes == 5_000 * 4 + 50 * (5 + 1) * 8  # numbers; words and the place of the first one
    assert sets[:].nbytes == 5_000 * 165 * 8


def test_sets_that_edits_leave_behind_are_dropped():
    sets = DateSets.of_ints([1], WORDS)
    for number in range(1, 400):
        sets = sets.followed_by(DateSets.of_ints([number], WORDS)).taken([1])
    assert same(sets, [399])
    assert sets.nbytes < 200 * WORDS * 8


@given(VALUES, DATES, DATES)
def test_sets_are_cut_to_some_dates(values, first, last):
    mask = range_mask(first, last, WORDS)
    assert same(DateSets.of_ints(values, WORDS).within(mask), [value & to_int(mask) for value in values])


@given(st.lists(VALUES, min_size=1, max_size=4))
def test_many_lists_are_joined(lists):
    every = [value for values in lists for value in values]
    assert same(DateSets.joined([DateSets.of_ints(values, WORDS) for values in lists]), every)
    whole = DateSets.of_ints(lists[0], WORDS)
    halves = [whole.taken(slice(None, None, 2)), whole.taken(slice(1, None, 2))]
    assert same(DateSets.joined(halves), lists[0][::2] + lists[0][1::2])
