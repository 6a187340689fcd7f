"""Small random days of several options at a time, and everything that may be on the air in them."""

from itertools import combinations

import numpy as np

from bcastplan.coverage.day_layers import DayOptions


def made(seed, options=3, steps=4, cases=3, at_once=2, circular=True):
    """A small random day; two of its options clash now and then, and pools have one or two transmitters."""
    rng = np.random.default_rng(seed)
    clash = np.triu(rng.random((options, options)) < 0.15, 1)
    return DayOptions(
        reliability=rng.random((options, steps, cases)).round(2),
        weight=rng.random((steps, cases)).round(2),
        allowed=rng.random((options, steps)) < 0.85,
        pool=rng.integers(0, 2, options),
        pool_size=rng.integers(1, 3, 2),
        clash=clash | clash.T | np.eye(options, dtype=bool),
        at_a_time=rng.integers(0, at_once + 1, steps),
        circular=circular,
    )


def states(day):
    """For each step, every set of options that may be on the air together."""
    for step in range(day.steps):
        allowed = np.flatnonzero(day.allowed[:, step]).tolist()
        yield [
            chosen
            for size in range(day.at_a_time[step] + 1)
            for chosen in combinations(allowed, size)
            if not any(day.clash[a, b] for a, b in combinations(chosen, 2))
            and all(np.bincount(day.pool[list(chosen)], minlength=2) <= day.pool_size)
        ]


def blocks_of(chosen, circular):
    """How many blocks a day has in which these options are on the air, step by step."""
    count = 0
    for step, options in enumerate(chosen):
        before = chosen[step - 1] if step or circular else ()
        count += len(set(options) - set(before))
    always = set.intersection(*map(set, chosen))
    return count + (len(always) if circular else 0)
