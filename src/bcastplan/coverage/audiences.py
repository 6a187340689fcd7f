"""Whom a transmission is meant for, and how many of them hear what is on the air at one moment.

An audience is the test points of a target, which weigh alike, or the listeners that a plan names: places that weigh as
many people as live there. At each place the best of what is on the air counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bcastplan.coverage.receiver_places import place_numbers, point_indices, set_of
from bcastplan.science.arrays import FloatArray, IntArray

SERVED = 0.8
"""Reliability from which on a listener counts as served, unless asked otherwise (80 to 90 % are usual in the trade)."""


@dataclass(frozen=True, eq=False)
class Audience:
    """Places that weigh something.

    Attributes:
        name: of the group of listeners or the administration; None for the test points of a target.
        points: the set of places.
        places: their indices (P,), rising.
        people: how many live at each (P,); None for test points.
    """

    name: str | None
    points: int
    places: IntArray
    people: FloatArray | None = None

    @classmethod
    def of_people(cls, name: str, places: Iterable[tuple[float, float, float]]) -> Audience:
        """Listeners, as (latitude, longitude, people); people at one spot are added up, places without any left out."""
        listed = [place for place in places if place[2] > 0.0]
        people_at: dict[int, float] = {}
        numbers = place_numbers((latitude, longitude) for latitude, longitude, _ in listed)
        for number, (_, _, people) in zip(numbers, listed, strict=True):
            people_at[number] = people_at.get(number, 0.0) + people
        return cls.of_numbers(name, people_at)

    @classmethod
    def of_numbers(cls, name: str | None, people_at: Mapping[int, float]) -> Audience:
        """Listeners by the numbers of the places where they live."""
        points = set_of(people_at)
        places_there = point_indices(points)
        return cls(name, points, places_there, np.array([people_at[place + 1] for place in places_there.tolist()]))

    @property
    def total(self) -> float | None:
        """How many people it has; None for test points."""
        return None if self.people is None else float(self.people.sum())


@lru_cache(maxsize=2048)
def audience_of_points(points: int) -> Audience:
    """The test points of a target, each weighing as much as any other."""
    return Audience(None, points, point_indices(points))


class Received(NamedTuple):
    """One thing on the air at one moment: whom it is meant for, and its reliability (0 to 1) at their places (P,)."""

    audience: Audience
    reliability: NDArray[np.floating]


class Hearing(NamedTuple):
    """What is heard at one moment.

    ``share`` is the mean reliability over the audience, ``served`` the share of it at or above the threshold, both 0
    to 1; ``people`` is how many the audience has, None for test points.
    """

    share: float
    served: float
    people: float | None


def hearing(received: Sequence[Received], served_from: float) -> Hearing:
    """Judge what is on the air together, at least one thing.

    Where some of it is meant for people, test points do not count, because nobody is known to live there.
    """
    received = [part for part in received if part.audience.people is not None] or received
    best, people = _best(received)
    if people is None:
        share = float(np.add.reduce(best, dtype=np.float64)) / best.size
        return Hearing(share, np.count_nonzero(best >= served_from) / best.size, None)
    weight = people / people.max()  # equal weights are exactly 1, and give the plain mean to the last digit
    share, served = (float((part * weight).sum() / weight.sum()) for part in (best, best >= served_from))
    return Hearing(share, served, float(people.sum()))


def drawn_shares(received: Sequence[Received]) -> FloatArray:
    """Returns the share of the audience that hears, for each of D draws, (D,); reliabilities are (P, D)."""
    received = [part for part in received if part.audience.people is not None] or received
    best, people = _best(received)
    if people is None:
        return np.asarray(best.mean(axis=0, dtype=np.float64))
    return np.asarray(people @ best / people.sum())


class Listeners(NamedTuple):
    """Those of some audiences that are people: their names, and how many people they have together."""

    names: tuple[str, ...]
    people: float | None


NO_LISTENERS = Listeners((), None)


def listeners_of(audiences: Iterable[Audience | None]) -> Listeners:
    """The listeners among some audiences, by name; the people of one place count once."""
    peopled = [
        Received(audience, np.zeros(audience.places.size))
        for audience in dict.fromkeys(audiences)
        if audience is not None and audience.people is not None
    ]
    if not peopled:
        return NO_LISTENERS
    people = _best(peopled)[1]
    names = tuple(sorted({part.audience.name or "" for part in peopled}))
    return Listeners(names, None if people is None else float(people.sum()))


def _best(received: Sequence[Received]) -> tuple[NDArray[np.floating], FloatArray | None]:
    """The best reliability at each place of the audiences, by rising place, and the people there."""
    first = received[0].audience
    # Mostly all parts are meant for one audience, and have the same places in the same order.
    if all(part.audience is first for part in received):
        best = received[0].reliability
        for part in received[1:]:
            best = np.maximum(best, part.reliability)
        return best, first.people
    places = np.unique(np.concatenate([part.audience.places for part in received]))
    shape = (places.size, *received[0].reliability.shape[1:])
    # Below any reliability, so that the first part that reaches a place always counts there.
    best = np.full(shape, -1.0, dtype=np.result_type(*(part.reliability for part in received)))
    for part in received:
        at = np.searchsorted(places, part.audience.places)
        best[at] = np.maximum(best[at], part.reliability)
    return best, _people(received, places)


def _people(received: Sequence[Received], places: IntArray) -> FloatArray | None:
    if received[0].audience.people is None:
        return None
    people = np.zeros(places.size)
    for part in received:
        at = np.searchsorted(places, part.audience.places)
        assert part.audience.people is not None
        # Groups may overlap: at one place live the same people, whichever group names them.
        people[at] = np.maximum(people[at], part.audience.people)
    return people
