"""Days of several frequencies at a time against every such day there is."""

from itertools import pairwise, product

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from small_days import blocks_of, made, states

from bcastplan.coverage.day_blocks import Block, best_day_plans
from bcastplan.coverage.day_layers import best_layers


def every_day(day, most_blocks):
    """The rank of the best day by brute force: steps on the air, and what they are worth."""
    best = (0, 0.0)
    for chosen in product(*states(day)):
        if blocks_of(chosen, day.circular) > most_blocks:
            continue
        heard = [
            (day.reliability[list(options), step].max(axis=0) * day.weight[step]).sum() if options else 0.0
            for step, options in enumerate(chosen)
        ]
        best = max(best, (sum(map(len, chosen)), float(sum(heard))))
    return best


def rank(day, layers):
    return int((day.options_on_air(layers) >= 0).sum()), day.value(layers)


@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.booleans())
@examples(40)
def test_a_day_is_possible_and_never_better_than_the_best(seed, most_blocks, circular):
    day = made(seed, circular=circular)
    covered, worth = every_day(day, most_blocks)
    days = best_layers(day, most_blocks)
    assert len(days) == most_blocks
    for number, layers in enumerate(days, start=1):
        on_air = day.options_on_air(layers)
        assert sum(map(len, layers)) <= number
        assert sum(block.length for blocks in layers for block in blocks) == (on_air >= 0).sum()
        for step, allowed in enumerate(states(day)):
            assert tuple(sorted(on_air[on_air[:, step] >= 0, step].tolist())) in allowed
    assert rank(day, days[-1])[0] <= covered
    if rank(day, days[-1])[0] == covered:
        assert rank(day, days[-1])[1] <= worth + 1e-9
    assert all(rank(day, later) >= rank(day, earlier) for earlier, later in pairwise(days))


@given(st.integers(0, 2**32 - 1), st.integers(1, 2))
@examples(40)
def test_no_day_is_worth_more_than_the_bound(seed, at_once):
    day = made(seed, at_once=at_once)
    choices = [
        max((day.reliability[list(chosen), step].max(axis=0, initial=0.0) * day.weight[step]).sum() for chosen in sets)
        for step, sets in enumerate(states(day))
    ]
    assert day.bound() == pytest.approx(sum(choices))


def test_three_at_a_time_stay_below_the_bound():
    for seed in range(8):
        day = made(seed, options=4, at_once=3)
        choices = [
            max((day.reliability[list(c), step].max(axis=0, initial=0.0) * day.weight[step]).sum() for c in sets)
            for step, sets in enumerate(states(day))
        ]
        assert day.bound() >= sum(choices) - 1e-9
        assert day.value(best_layers(day, 4)[-1]) <= day.bound() + 1e-9


def test_nearly_every_day_is_the_best_there_is():
    best = 0
    for seed in range(60):
        day = made(seed)
        covered, worth = every_day(day, 3)
        now = rank(day, best_layers(day, 3)[-1])
        best += now[0] == covered and now[1] >= worth - 1e-9
    assert best >= 56


@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
@examples(30)
def test_one_at_a_time_is_the_exact_day(seed, most_blocks):
    day = made(seed, options=4, steps=6, at_once=1)
    value = np.einsum("otc,tc->ot", day.reliability, day.weight)
    steps = np.flatnonzero(day.at_a_time).tolist()
    exact = best_day_plans(value + 100.0, day.allowed, steps, most_blocks=most_blocks)[-1]
    layers = best_layers(day, most_blocks)[-1] if steps else ()
    assert day.value(layers) == pytest.approx(exact.value - 100.0 * sum(block.length for block in exact.blocks))


def test_a_day_that_is_given_is_improved_and_kept_where_it_is_better():
    day = made(5, options=4, steps=6)
    begin = best_layers(day, 4)[-1]
    assert rank(day, best_layers(day, 4, begin)[-1]) >= rank(day, begin)


@given(st.integers(0, 2**32 - 1), st.integers(1, 2), st.integers(1, 3))
@examples(30)
def test_a_day_that_is_given_never_brings_more_blocks_than_there_may_be(seed, at_once, most_blocks):
    day = made(seed, options=4, steps=6, at_once=at_once)
    begin = best_layers(day, 6)[-1] if day.at_once else ()
    for number, layers in enumerate(best_layers(day, most_blocks, begin), start=1):
        assert sum(map(len, layers)) <= number


def test_what_is_added_is_what_the_value_gains():
    day = made(11, options=4, steps=5)
    layers = ((Block(0, 0, 5),), ())
    added = day.added(day.options_on_air(layers))
    for option in range(4):
        both = ((Block(0, 0, 5),), (Block(option, 2, 1),))
        assert day.value(both) - day.value(layers) == pytest.approx(added[option, 2])
