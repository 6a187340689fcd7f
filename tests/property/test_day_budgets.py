"""Days within budgets against every such day there is."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from small_days import blocks_of, made, states

from bcastplan.coverage.day_budgets import best_within, trimmed
from bcastplan.coverage.day_layers import best_layers


def priced(seed, at_once=1, **shape):
    rng = np.random.default_rng(seed + 1)
    day = made(seed, at_once=at_once, **shape)
    return replace(day, price=rng.integers(1, 6, day.allowed.shape[0]).astype(float))


def every_worth(day, budget, most_blocks):
    """The value of the best day within a budget, by brute force."""
    best = 0.0
    for chosen in product(*states(day)):
        cost = sum(day.price[list(options)].sum() for options in chosen)
        if cost > budget or blocks_of(chosen, day.circular) > most_blocks:
            continue
        best = max(
            best,
            sum(
                (day.reliability[list(options), step].max(axis=0) * day.weight[step]).sum() if options else 0.0
                for step, options in enumerate(chosen)
            ),
        )
    return best


@given(st.integers(0, 2**32 - 1), st.integers(1, 3), st.integers(1, 2), st.floats(0.0, 30.0))
@examples(40)
def test_a_day_fits_its_budget_and_lies_between_nothing_and_the_bound(seed, most_blocks, at_once, budget):
    day = priced(seed, at_once)
    (found,) = best_within(day, [budget], most_blocks)
    worth = every_worth(day, budget + 0.005, most_blocks)  # half a cent is nobody's
    assert found.cost == pytest.approx(day.cost(found.layers))
    assert found.cost <= budget + 0.01
    assert found.value == pytest.approx(day.value(found.layers))
    assert sum(map(len, found.layers)) <= most_blocks
    assert found.value <= worth + 1e-9
    assert worth <= found.bound + 1e-9
    assert 0.0 <= found.gap <= 1.0


def test_most_days_are_the_best_within_their_budgets():
    values = [
        (best_within(day, [budget], 3)[0].value, every_worth(day, budget, 3))
        for seed in range(40)
        for day, budget in [(priced(seed), 4.0 + seed % 9)]
    ]
    assert sum(value >= worth - 1e-9 for value, worth in values) >= 30
    assert sum(value for value, _ in values) >= 0.97 * sum(worth for _, worth in values)


def test_more_money_never_buys_less():
    day = priced(3, 2, options=4, steps=8)
    budgets = [0.0, 2.0, 5.0, 9.0, 20.0, 100.0, 1000.0]
    days = best_within(day, budgets, 5)
    assert [found.budget for found in days] == budgets
    assert [found.value for found in days] == sorted(found.value for found in days)
    assert days[0].value == 0.0
    assert days[-1].value == pytest.approx(
        day.value(best_layers(replace(day, worth_of_money=0.0), 5, search=False)[-1])
    )


def test_a_trimmed_day_fits():
    day = priced(9, 2, options=4, steps=8)
    whole = best_layers(replace(day, worth_of_money=0.0), 4)[-1]
    for budget in np.linspace(0.0, day.cost(whole), 7):
        layers = trimmed(day, whole, float(budget))
        assert day.cost(layers) <= budget + 0.01
        assert all(block.length >= day.shortest for blocks in layers for block in blocks)
