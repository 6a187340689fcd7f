"""The best day is what trying every division of it finds."""

from functools import cache

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.coverage.day_blocks import best_day_plans

OPTIONS, STEPS = 3, 6


@st.composite
def days(draw):
    value = np.array(draw(st.lists(st.integers(0, 9), min_size=OPTIONS * STEPS, max_size=OPTIONS * STEPS)), float)
    allowed = np.array(draw(st.lists(st.booleans(), min_size=OPTIONS * STEPS, max_size=OPTIONS * STEPS)))
    steps = draw(st.sets(st.integers(0, STEPS - 1)))
    return value.reshape(OPTIONS, STEPS), allowed.reshape(OPTIONS, STEPS), sorted(steps)


def brute_force(value, allowed, steps, most_blocks, shortest):
    """The most that any choice of an option or nothing in every step is worth, within the limits on its runs."""
    best = 0.0
    choices = [[None, *(option for option in range(OPTIONS) if allowed[option, step])] if step in steps else [None]
               for step in range(STEPS)]  # fmt: skip

    @cache
    def days_from(step):
        if step == STEPS:
            return [()]
        return [(choice, *rest) for choice in choices[step] for rest in days_from(step + 1)]

    for day in days_from(0):
        runs = runs_of(day)
        if len(runs) <= most_blocks and all(len(run) >= shortest for run in runs):
            best = max(best, sum(value[choice, step] for step, choice in enumerate(day) if choice is not None))
    return best


def runs_of(day):
    """Stretches of one option on end around the clock, as lists of steps."""
    cuts = [step for step in range(STEPS) if day[step] != day[step - 1]]
    if not cuts:
        return [] if day[0] is None else [list(range(STEPS))]
    runs = []
    for number, start in enumerate(cuts):
        stop = cuts[(number + 1) % len(cuts)]
        length = (stop - start) % STEPS or STEPS
        if day[start] is not None:
            runs.append([(start + step) % STEPS for step in range(length)])
    return runs


@examples(60)
@given(days(), st.integers(1, 4), st.integers(1, 2))
def test_no_division_of_the_day_is_worth_more(day, most_blocks, shortest):
    value, allowed, steps = day
    plans = best_day_plans(value, allowed, steps, most_blocks=most_blocks, shortest=shortest)
    assert len(plans) == most_blocks
    for number, plan in enumerate(plans, start=1):
        assert plan.value == pytest.approx(brute_force(value, allowed, steps, number, shortest))
        assert len(plan.blocks) <= number
        covered = []
        for block in plan.blocks:
            assert block.length >= shortest
            for step in range(block.start, block.start + block.length):
                assert allowed[block.option, step % STEPS]
                covered.append(step % STEPS)
        assert len(covered) == len(set(covered))
        assert set(covered) | set(plan.uncovered) == set(steps)
        assert not set(covered) & set(plan.uncovered)
        worth = sum(value[block.option, step % STEPS] for block in plan.blocks
                    for step in range(block.start, block.start + block.length))  # fmt: skip
        assert worth == pytest.approx(plan.value)
