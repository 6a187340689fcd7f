"""Channels under separations: small cases are as good as the best of all assignments, and say so."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.examples import examples

from bcastplan.conflicts.channel_assignment import LEAST, assign_channels
from bcastplan.conflicts.channel_graph import Separation


@st.composite
def instances(draw):
    """Up to five variables with up to four channels, and separations of both kinds with and without a weight."""
    count = draw(st.integers(1, 5))
    grid = st.sampled_from([float(khz) for khz in range(0, 60, 6)])
    domains = [sorted(draw(st.sets(grid, min_size=1, max_size=4))) for _ in range(count)]
    variables = st.integers(0, count - 1)
    pair = st.tuples(variables, variables).filter(lambda both: both[0] != both[1])
    separation = st.builds(
        lambda both, khz, exactly, weight: Separation(*both, khz, exactly, weight),
        pair,
        st.sampled_from([0.0, 5.0, 6.0, 12.0, 18.0]),
        st.booleans(),
        st.sampled_from([None, None, 0.0, 1.0, 2.5]),
    )
    return domains, draw(st.lists(separation, max_size=7)) if count > 1 else []


def broken(separations, channels):
    return [number for number, item in enumerate(separations) if not holds(item, channels)]


def holds(item, channels):
    apart = abs(channels[item.a] - channels[item.b])
    return apart == item.khz if item.exactly else apart > item.khz


def size(channels, least):
    if least == "order":
        return len(set(channels))
    return max(channels) - (min(channels) if least == "span" else 0.0)


def rank(separations, channels, least):
    """What is compared: hard separations broken, weight of the others, and what is to be small."""
    lost = broken(separations, channels)
    hard = sum(separations[number].weight is None for number in lost)
    return hard, sum(separations[number].weight or 0.0 for number in lost), size(channels, least)


@pytest.mark.parametrize("least", LEAST)
@examples(60)
@given(instance=instances())
def test_a_small_case_is_the_best_of_all(least, instance):
    domains, separations = instance
    answer = assign_channels(domains, separations, least=least, steps=200)
    assert all(khz in domain for khz, domain in zip(answer.channels, domains, strict=True))
    assert list(answer.broken) == broken(separations, answer.channels)
    assert answer.weight == pytest.approx(sum(separations[number].weight or 0.0 for number in answer.broken))
    best = min(rank(separations, channels, least) for channels in product(*domains))
    assert answer.proven
    assert rank(separations, answer.channels, least) == pytest.approx(best)


def test_a_cell_pattern_takes_as_many_channels_as_its_largest_clique():
    """A ring of nine stations, each out of reach of all but its two neighbours each way: three channels do."""
    apart = [Separation(station, (station + step) % 9, 0.0) for station in range(9) for step in (1, 2)]
    answer = assign_channels([[9500.0 + 5.0 * channel for channel in range(6)]] * 9, apart)
    assert answer.order == 3
    assert answer.broken == ()


def test_equal_questions_have_equal_answers():
    apart = [Separation(a, b, 5.0) for a in range(12) for b in range(a) if (a * b) % 3]
    domains = [[float(khz) for khz in range(0, 100, 5)]] * 12
    assert assign_channels(domains, apart) == assign_channels(domains, apart)


@pytest.mark.parametrize(
    ("domains", "separation", "words"),
    [
        ([[1.0], []], Separation(0, 1, 5.0), "variable 1 has no channel"),
        ([[1.0]], Separation(0, 1, 5.0), "joins two of 1 variables"),
        ([[1.0], [2.0]], Separation(1, 1, 5.0), "joins two of 2 variables"),
        ([[1.0], [2.0]], Separation(0, 1, 5.0, weight=-1.0), "weight of a separation"),
    ],
)
def test_nonsense_is_refused_in_words(domains, separation, words):
    with pytest.raises(ValueError, match=words):
        assign_channels(domains, [separation])


def test_nothing_to_choose_is_nothing_chosen():
    answer = assign_channels([], [])
    assert (answer.channels, answer.order, answer.span, answer.highest) == ((), 0, 0.0, 0.0)


def test_a_thousand_variables_are_assigned_and_not_proven():
    """A chain, whose proof would be nested as deep as it is long."""
    chain = [Separation(number, number + 1, 5.0) for number in range(999)]
    answer = assign_channels([[9500.0, 9510.0]] * 1000, chain, steps=1)
    assert answer.order == 2
    assert not answer.proven
