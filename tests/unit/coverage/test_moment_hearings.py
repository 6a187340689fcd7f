"""Moments judged in arrays are what each is by itself."""

import random
from types import SimpleNamespace

import numpy as np
import pytest

from bcastplan.coverage import moment_hearings
from bcastplan.coverage.audiences import Audience, Received, audience_of_points, hearing
from bcastplan.coverage.moment_hearings import Hearings, Moment
from bcastplan.coverage.reliabilities import ABSENT, HOURS

SLOTS = 2
SERVED = 0.5
TARGETS = [0b111, 0b11110, 0b1, 0b1010100, (1 << 40) - 1, 1 << 39]


def sources_of(draw):
    """Emissions with their audiences, where their samples begin, and the samples."""
    towns = [
        Audience.of_people("towns", [(10.0, 20.0, 500.0), (11.0, 20.0, 1500.0)]),
        Audience.of_people("border", [(11.0, 20.0, 1000.0), (12.0, 20.0, 250.0), (13.0, 20.0, 4000.0)]),
    ]
    audiences = [audience_of_points(points) for points in TARGETS] + towns
    chosen = [draw.choice(audiences) for _ in range(12)]
    start = np.full((len(chosen), SLOTS, HOURS), ABSENT, dtype=np.intp)
    size = 0
    for number, audience in enumerate(chosen):
        for slot in range(SLOTS):
            for hour in draw.sample(range(HOURS), 20):
                start[number, slot, hour] = size
                size += audience.places.size
    reliability = np.random.default_rng(draw.randrange(99)).random(size, dtype=np.float32)
    reliability[reliability < 0.1] = 0.0
    samples = SimpleNamespace(reliability=reliability)
    reliabilities = SimpleNamespace(predicted=SimpleNamespace(samples=samples, start=start))
    return Hearings(reliabilities, list(enumerate(chosen)), SLOTS, SERVED)


def by_itself(hearings, moment):
    """Share, served and people of a moment, None where nothing of it was predicted."""
    predicted = hearings.reliabilities.predicted
    received = []
    for source, slot in sorted(set(zip(moment.sources, moment.slots, strict=True))):
        begin = predicted.start[source, slot, moment.hour]
        audience = hearings.sources[source][1]
        if begin != ABSENT:
            received.append(Received(audience, predicted.samples.reliability[begin : begin + audience.places.size]))
    return hearing(received, SERVED) if received else None


def drawn_moment(draw):
    sources = [draw.randrange(12) for _ in range(draw.choice([1, 1, 2, 2, 3, 9]))]
    return Moment(tuple(sources), tuple(draw.randrange(SLOTS) for _ in sources), draw.randrange(HOURS))


@pytest.mark.parametrize("at_once", [1, 3, 5000])
def test_moments_in_arrays_are_what_each_is_by_itself(monkeypatch, at_once):
    monkeypatch.setattr(moment_hearings, "_MOMENTS_AT_ONCE", at_once)
    monkeypatch.setattr(moment_hearings, "_VALUES_AT_ONCE", 10 * at_once)
    draw = random.Random(at_once)
    for _ in range(4):
        hearings = sources_of(draw)
        for moments in ([drawn_moment(draw) for _ in range(60)], [drawn_moment(draw) for _ in range(30)], []):
            numbers = numbers_of(hearings, moments)
            share, served, people = hearings.values()
            for moment, number in zip(moments, numbers, strict=True):
                alone = by_itself(hearings, moment)
                if alone is None:
                    assert number == ABSENT
                    continue
                assert (share[number], served[number]) == (alone.share, alone.served)
                assert np.isnan(people[number]) if alone.people is None else people[number] == alone.people


def numbers_of(hearings, moments):
    parts = [
        (number, (source * SLOTS + slot) * HOURS + moment.hour)
        for number, moment in enumerate(moments)
        for source, slot in zip(moment.sources, moment.slots, strict=True)
    ]
    columns = np.array(parts, dtype=np.intp).reshape(-1, 2).T
    return hearings.numbers(len(moments), *columns).tolist()


def test_equal_moments_have_one_number_and_are_found_by_it():
    hearings = sources_of(random.Random(7))
    start = hearings.reliabilities.predicted.start
    first, second = (np.flatnonzero(start[source, 1] != ABSENT) for source in (3, 5))
    hour = int(np.intersect1d(first, second)[0])
    pair, turned = Moment((3, 5), (1, 1), hour), Moment((5, 3, 3), (1, 1, 1), hour)
    alone = Moment((5,), (1,), hour)
    numbers = numbers_of(hearings, [turned, alone, pair])
    assert numbers[0] == numbers[2] != numbers[1]
    assert numbers_of(hearings, [pair]) == numbers[:1]
    assert hearings.moment(numbers[0]) == pair
    assert hearings.moment(numbers[1]) == alone


def test_what_was_not_asked_for_is_nothing():
    hearings = sources_of(random.Random(8))
    start = hearings.reliabilities.predicted.start
    hour = int(np.flatnonzero(start[4, 0] == ABSENT)[0])
    assert numbers_of(hearings, [Moment((4,), (0,), hour)]) == [ABSENT]
    assert np.isnan(hearings.alone[0][4 * SLOTS * HOURS + hour])
