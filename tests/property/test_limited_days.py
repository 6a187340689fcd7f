"""Days of several frequencies at a time within limits, against every such day there is."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from small_days import blocks_of, made, states

from bcastplan.coverage.day_blocks import Block
from bcastplan.coverage.day_labels import DayLimits, Need
from bcastplan.coverage.limited_days import LimitedDays


def day_of(seed, at_once=2, rule="best", **shape):
    rng = np.random.default_rng(seed + 7)
    day = made(seed, at_once=at_once, circular=False, **shape)
    return replace(day, price=rng.integers(1, 5, day.allowed.shape[0]).astype(float), rule=rule)


def worth_of(day, chosen):
    """By the definition of the rule, case by case."""
    total = 0.0
    for step, options in enumerate(chosen):
        for case in range(day.weight.shape[1]):
            heard = [day.reliability[option, step, case] for option in options]
            combined = max(heard, default=0.0) if day.rule == "best" else 1.0 - np.prod([1.0 - p for p in heard])
            total += combined * day.weight[step, case]
    return total


def every_best(day, limits, budget):
    """(steps missing, value) of the best day, by brute force."""
    best = None
    for chosen in product(*states(day)):
        on_air = [bool(options) for options in chosen]
        if (
            blocks_of(chosen, circular=False) > limits.most_blocks
            or (budget is not None and sum(day.price[list(options)].sum() for options in chosen) > budget + 0.005)
            or (limits.most_steps is not None and sum(on_air) > limits.most_steps)
        ):
            continue
        missing = sum(
            max(0, need.least - sum(on and there for on, there in zip(on_air, need.within, strict=True)))
            for need in limits.needs
        )
        ranked = (-missing, worth_of(day, chosen))
        best = ranked if best is None else max(best, ranked)
    return best


def limits_of(seed, steps):
    rng = np.random.default_rng(seed)
    needs = [Need(tuple((rng.random(steps) < 0.6).tolist()), int(rng.integers(0, 3)))] if rng.random() < 0.5 else []
    return DayLimits(
        int(rng.integers(1, 5)), None, None if rng.random() < 0.5 else int(rng.integers(1, 4)), tuple(needs)
    )


@given(st.integers(0, 2**32 - 1), st.integers(1, 2), st.sampled_from(["best", "any"]), st.floats(0.0, 20.0))
@examples(60)
def test_a_day_keeps_its_limits_and_lies_between_nothing_and_the_bound(seed, at_once, rule, budget):
    day, limits = day_of(seed, at_once, rule), limits_of(seed, 4)
    best = LimitedDays(day, limits, dearest=budget).best(budget)
    missing, value = every_best(day, limits, budget)
    on_air = day.options_on_air(best.layers)
    assert best.cost == pytest.approx(day.cost(best.layers))
    assert best.cost <= budget + 0.01
    assert sum(map(len, best.layers)) <= limits.most_blocks
    assert limits.most_steps is None or (on_air >= 0).any(axis=0).sum() <= limits.most_steps
    assert (-best.missing, best.value) <= (missing, value + 1e-9)
    assert value <= best.bound + 1e-9
    chosen = [[int(option) for option in on_air[:, step] if option >= 0] for step in range(4)]
    assert best.value == pytest.approx(worth_of(day, chosen))


@pytest.mark.parametrize("rule", ["best", "any"])
def test_with_one_at_a_time_it_is_the_best_and_with_two_nearly_always(rule):
    alone = both = worth = 0.0
    for seed in range(40):
        for at_once in (1, 2):
            day, limits, budget = day_of(seed, at_once, rule), limits_of(seed, 4), 4.0 + seed % 9
            best = LimitedDays(day, limits, dearest=budget).best(budget)
            missing, value = every_best(day, limits, budget)
            if at_once == 1:
                assert (-best.missing, best.value) == pytest.approx((missing, value), rel=2e-4)
            elif best.missing == -missing:
                alone, both, worth = alone + 1, both + best.value, worth + value
    assert alone >= 38
    assert both >= 0.985 * worth


def test_what_must_stay_counts_in_all_limits():
    day = day_of(11, at_once=2, steps=4)
    day = replace(day, allowed=np.ones_like(day.allowed), at_a_time=np.full(4, 2), clash=np.eye(3, dtype=bool))
    stays = Block(0, 1, 2)
    limits = DayLimits(2, None, 3)
    best = LimitedDays(day, limits, [stays], dearest=100.0).best(day.cost(((stays,),)) + 100.0)
    assert sum(map(len, best.layers)) <= 1
    on_air = day.options_on_air([(stays,), *best.layers])
    assert (on_air >= 0).any(axis=0).sum() <= 3
    assert best.value == pytest.approx(day.value([(stays,), *best.layers]))
    assert best.cost == pytest.approx(day.cost([(stays,), *best.layers]))
    poor = LimitedDays(day, limits, [stays], dearest=1.0).best(1.0)
    assert not any(poor.layers)


def test_a_block_that_adds_next_to_nothing_is_not_paid_for():
    day = day_of(5, at_once=2, steps=4)
    reliability = np.zeros_like(day.reliability)
    reliability[0], reliability[1, :, 0] = 0.9, 0.90001  # at one place a little more is heard of the other one
    day = replace(
        day,
        reliability=reliability,
        weight=np.ones_like(day.weight),
        allowed=np.ones_like(day.allowed),
        at_a_time=np.full(4, 2),
        clash=np.eye(3, dtype=bool),
        pool=np.arange(3),
        pool_size=np.ones(3, dtype=int),
        price=np.array([1.0, 5.0, 1.0]),
    )
    best = LimitedDays(day, DayLimits(4), dearest=100.0).best(100.0)
    assert best.cost == 4.0
    assert {block.option for layer in best.layers for block in layer} == {0}


def test_more_blocks_never_give_less():
    day = day_of(21, at_once=2)
    days = LimitedDays(day, DayLimits(4))
    values = [day.value(layers) for layers in days.by_blocks(None)]
    assert values == sorted(values)
    assert days.best(None).value == pytest.approx(values[-1], rel=2e-4)


def worst_of(day, count):
    """The same day with cases of several scenarios: a second half as likely to be heard, a third one turned about."""
    parts = [day.reliability, day.reliability * 0.5, day.reliability[::-1]][:count]
    return replace(
        day,
        reliability=np.concatenate(parts, axis=2),
        weight=np.concatenate([day.weight / count] * count, axis=1),
        worst_of=count,
    )


def worth_at_worst(day, chosen):
    cases = day.weight.shape[1] // day.worst_of
    return day.worst_of * min(
        worth_of(
            replace(
                day,
                reliability=day.reliability[:, :, first : first + cases],
                weight=day.weight[:, first : first + cases],
            ),
            chosen,
        )
        for first in range(0, day.weight.shape[1], cases)
    )


@given(st.integers(0, 2**32 - 1), st.integers(1, 2), st.integers(2, 3))
@examples(30)
def test_the_worst_scenario_counts_and_the_bound_holds_for_it(seed, at_once, count):
    day, limits = worst_of(day_of(seed, at_once), count), DayLimits(2, None, 3)
    best = LimitedDays(day, limits, dearest=9.0).best(9.0)
    on_air = day.options_on_air(best.layers)
    chosen = [[int(option) for option in on_air[:, step] if option >= 0] for step in range(4)]
    most = max(
        worth_at_worst(day, every)
        for every in product(*states(day))
        if blocks_of(every, circular=False) <= 2
        and sum(day.price[list(options)].sum() for options in every) <= 9.005
        and sum(map(bool, every)) <= 3
    )
    assert best.value == pytest.approx(worth_at_worst(day, chosen))
    assert best.value <= most + 1e-9 <= best.bound + 2e-9
    assert best.value >= 0.7 * most


def test_of_three_at_a_time_the_bound_holds_for_both_rules():
    for rule in ("best", "any"):
        for seed in range(6):
            day, limits = day_of(seed, 3, rule), DayLimits(4)
            best = LimitedDays(day, limits, dearest=12.0).best(12.0)
            _, value = every_best(day, limits, 12.0)
            assert best.value <= value + 1e-9 <= best.bound + 2e-9
