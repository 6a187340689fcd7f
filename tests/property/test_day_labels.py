"""Days within limits against every such day there is."""

from itertools import product

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.coverage import day_labels
from bcastplan.coverage.day_labels import DayLabels, DayLimits, LayerChoice, Need


def layer_of(rng, options=3, steps=6, circular=False):
    return LayerChoice(
        value=rng.random((options, steps)).round(2),
        allowed=rng.random((options, steps)) < 0.8,
        price=rng.integers(1, 4, options).astype(float),
        dates=np.where(rng.random(steps) < 0.2, 0.75, 1.0),
        shortest=rng.integers(1, 3, options),
        silent=rng.random(steps) < 0.8,
        circular=circular,
    )


def runs_of(chosen, circular):
    """(option, start, length) of the blocks of a day that has one option, or -1, in each step."""
    count = len(chosen)
    turn = next((step for step in range(count) if chosen[step] != chosen[step - 1]), 0) if circular else 0
    runs, step = [], 0
    while step < count:
        option, begin = chosen[(turn + step) % count], step
        while step < count and chosen[(turn + step) % count] == option:
            step += 1
        if option >= 0:
            runs.append((option, (turn + begin) % count, step - begin))
    return runs


def every_best(layer, limits, budget):
    """(steps missing, value) of the best day within a budget, by brute force."""
    options, count = layer.value.shape
    best = None
    for chosen in product(range(-1, options), repeat=count):
        runs = runs_of(chosen, layer.circular)
        on_air = [step for step, option in enumerate(chosen) if option >= 0]
        counted = [step for step in on_air if layer.silent[step]]
        if (
            len(runs) > limits.most_blocks
            or any(length < min(layer.shortest[option], count) for option, _, length in runs)
            or not all(layer.allowed[chosen[step], step] for step in on_air)
            or sum(layer.price[chosen[step]] * layer.dates[step] for step in on_air) > budget + 0.005
            or (limits.most_steps is not None and len(counted) > limits.most_steps)
        ):
            continue
        missing = sum(max(0, need.least - sum(need.within[step] for step in counted)) for need in limits.needs)
        worth = sum(layer.value[chosen[step], step] for step in on_air)
        best = max(best, (-missing, worth)) if best is not None else (-missing, worth)
    return best


def limits_of(rng, steps):
    needs = [
        Need(tuple((rng.random(steps) < 0.5).tolist()), int(rng.integers(0, 3))) for _ in range(rng.integers(0, 3))
    ]
    most = None if rng.random() < 0.4 else int(rng.integers(1, steps))
    return DayLimits(int(rng.integers(1, 4)), None, most, tuple(needs))


@given(st.integers(0, 2**32 - 1), st.booleans())
@examples(60)
def test_the_best_day_within_limits_is_the_best_of_all(seed, circular):
    rng = np.random.default_rng(seed)
    layer = layer_of(rng, steps=5 if circular else 6, circular=circular)
    limits = limits_of(rng, layer.value.shape[1])
    days = DayLabels(layer, limits, dearest=12.0)
    assert days.exact
    for budget in (0.0, 3.0, 6.0, 12.0):
        day = days.best(budget)
        missing, value = every_best(layer, limits, budget)
        assert -day.missing == missing
        assert day.value == pytest.approx(value, rel=2e-4)
        assert day.cost <= budget + 0.005
        assert day.value == pytest.approx(
            sum(layer.value[block.option, (block.start + step) % layer.value.shape[1]]
                for block in day.blocks for step in range(block.length))
        )  # fmt: skip
        assert day.cost == pytest.approx(
            sum(layer.price[block.option] * layer.dates[(block.start + step) % layer.value.shape[1]]
                for block in day.blocks for step in range(block.length))
        )  # fmt: skip


def test_without_money_the_best_day_is_that_of_any_budget():
    rng = np.random.default_rng(5)
    layer = layer_of(rng)
    limits = DayLimits(2, None, 4)
    day = DayLabels(layer, limits).best(None)
    assert (-day.missing, day.value) == pytest.approx(every_best(layer, limits, 1e9), rel=2e-4)


def test_fewer_blocks_can_be_asked_for():
    layer = layer_of(np.random.default_rng(8))
    days = DayLabels(layer, DayLimits(3), dearest=50.0)
    for most in (1, 2, 3):
        assert days.best(9.0, most).value == pytest.approx(every_best(layer, DayLimits(most), 9.0)[1], rel=2e-4)


def test_too_many_labels_are_thinned_out_and_that_is_told(monkeypatch):
    monkeypatch.setattr(day_labels, "MOST_LABELS", 4)
    layer = layer_of(np.random.default_rng(3))
    days = DayLabels(layer, DayLimits(3), dearest=50.0)
    assert not days.exact
    assert days.best(9.0).value <= every_best(layer, DayLimits(3), 9.0)[1] + 1e-9
