"""Channels for a whole network: the bounds hold against every choice, and what is chosen keeps its distance."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.examples import examples

from bcastplan.workspace.moves.highs_choice import has_highs
from bcastplan.workspace.moves.network_channels import RowChannels
from bcastplan.workspace.moves.network_choice import NetworkChoices, NetworkSearch, simple_bound
from bcastplan.workspace.moves.network_programme import cliques, proven_bounds
from bcastplan.workspace.moves.network_values import NetworkValues, Shared

APART_KHZ = 10.0


@st.composite
def networks(draw):
    """Up to four transmissions with up to four channels each, some of which meet, and some of which share listeners."""
    count = draw(st.integers(2, 4))
    grid = [9500.0 + 5.0 * step for step in range(8)]
    channels = []
    for _ in range(count):
        khz = np.array(sorted(draw(st.sets(st.sampled_from(grid), min_size=1, max_size=4))))
        channels.append(RowChannels(khz, draw(st.integers(0, khz.size - 1))))
    share = st.floats(0.0, 1.0, allow_subnormal=False)
    alone = tuple(np.array([100.0 * draw(share) for _ in some.khz]) for some in channels)
    shared = []
    for members in draw(st.lists(st.sets(st.integers(0, count - 1), min_size=2), max_size=2)):
        cases = draw(st.integers(1, 3))
        reliability = tuple(
            np.array([[draw(share) for _ in range(cases)] for _ in channels[member].khz]) for member in sorted(members)
        )
        weight = np.array([100.0 * draw(share) for _ in range(cases)])
        shared.append(Shared(tuple(sorted(members)), reliability, weight))
    allowed = []
    for some in channels:
        flags = np.array([draw(st.booleans()) for _ in some.khz])
        flags[some.present] = True
        allowed.append(flags)
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    meetings = sorted(draw(st.sets(st.sampled_from(pairs))))
    bonus = np.array([draw(st.sampled_from([0.0, 1.0])) for _ in channels])
    return NetworkChoices(tuple(channels), tuple(allowed), NetworkValues(alone, tuple(shared)), bonus, meetings)


def goes_together(choices, chosen):
    """Whether a choice is allowed, and keeps every two that meet more than 10 kHz apart."""
    khz = [some.khz[number] if number >= 0 else None for some, number in zip(choices.channels, chosen, strict=True)]
    return all(number < 0 or flags[number] for number, flags in zip(chosen, choices.allowed, strict=True)) and all(
        khz[a] is None or khz[b] is None or abs(khz[a] - khz[b]) > APART_KHZ for a, b in choices.meetings
    )


def worth(choices, chosen):
    """What a choice is worth, case by case."""
    total = 0.0
    for member, number in enumerate(chosen):
        if number >= 0:
            total += float(choices.values.alone[member][number])
            total += float(choices.bonus[member]) * (number == choices.channels[member].present)
    for shared in choices.values.shared:
        for case, weight in enumerate(shared.weight.tolist()):
            heard = [
                float(values[chosen[member], case])
                for member, values in zip(shared.members, shared.reliability, strict=True)
                if chosen[member] >= 0
            ]
            total += weight * max(heard, default=0.0)
    return total


def best_of_all(choices):
    """The most that any choice is worth, some transmissions without a channel among them."""
    every = product(*(range(-1, some.khz.size) for some in choices.channels))
    return max(worth(choices, chosen) for chosen in every if goes_together(choices, chosen))


@examples(60)
@given(networks())
def test_what_is_chosen_keeps_its_distance_and_no_bound_is_exceeded(choices):
    best = best_of_all(choices)
    chosen = NetworkSearch(choices).go()
    found_worth = worth(choices, chosen)
    assert goes_together(choices, chosen)
    assert found_worth <= best + 1e-6
    for member, some in enumerate(choices.channels):
        for number in range(some.khz.size):
            moved = [*chosen[:member], number, *chosen[member + 1 :]]
            if goes_together(choices, moved):  # no transmission has a better channel that the others leave free
                assert worth(choices, moved) <= found_worth * (1.0 + 1e-6) + 1e-6
    assert simple_bound(choices) >= best - 1e-6


@pytest.mark.skipif(not has_highs(), reason="HiGHS is not installed (extra optimise)")
@examples(40)
@given(networks())
def test_the_integer_programme_finds_the_best_choice_and_proves_it(choices):
    best = best_of_all(choices)
    nothing = [-1] * len(choices.channels)
    bounds, better = proven_bounds(choices, nothing, simple_bound(choices), seconds=30.0)
    assert bounds.relaxation is not None
    assert bounds.relaxation >= best - 1e-4 * max(1.0, best)
    assert bounds.integer is not None
    assert bounds.integer >= best - 1e-4 * max(1.0, best)
    if best > 1e-3:
        assert better is not None
        assert goes_together(choices, better)
        assert worth(choices, better) >= best * (1.0 - 1e-3) - 1e-3


@examples(60)
@given(networks())
def test_what_a_channel_adds_is_what_the_choice_is_worth_with_it_less_without_it(choices):
    chosen = [some.present for some in choices.channels]
    for member, some in enumerate(choices.channels):
        others = [number if other != member else -1 for other, number in enumerate(chosen)]
        added = choices.added(member, others)
        for number in range(some.khz.size):
            there = [*others[:member], number, *others[member + 1 :]]
            assert added[number] == pytest.approx(worth(choices, there) - worth(choices, others), abs=1e-6)


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] < pair[1])))
def test_every_pair_that_meets_is_in_a_clique_and_all_of_a_clique_meet(meetings):
    sets = cliques(7, sorted(meetings))
    pairs = {(a, b) for members in sets for a in members for b in members if a < b}
    assert pairs == meetings
