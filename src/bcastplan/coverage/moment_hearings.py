"""Judges what is heard at moments; each is judged once, in one array with the moments that have the same audiences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from bcastplan.coverage.audiences import Audience, Received, hearing
from bcastplan.coverage.reliabilities import ABSENT, HOURS, Reliabilities
from bcastplan.science.arrays import FloatArray, IntArray

_VALUES_AT_ONCE = 60_000  # bounds the memory, and stays in a processor's cache


class Moment(NamedTuple):
    """A clock hour in which some sources are on the air together, each in its month (slot)."""

    sources: tuple[int, ...]
    slots: tuple[int, ...]
    hour: int


_Part = tuple[int, int]
"""A source that was predicted for a moment: the number of its audience, and where its samples begin."""


@dataclass(frozen=True, eq=False)
class Hearings:
    """What is heard at moments, each judged once and known by a number.

    The numbers of moments with one source are ``(source * slots + slot) * 24 + hour``; all others follow as they are
    first asked for.
    """

    reliabilities: Reliabilities
    sources: Sequence[tuple[int, Audience]]
    slots: int
    served_from: float
    _numbers: dict[Moment, int] = field(default_factory=dict, repr=False)
    _moments: list[Moment] = field(default_factory=list, repr=False)
    _unjudged: list[list[_Part]] = field(default_factory=list, repr=False)  # the parts of the last of the moments
    _judged: list[FloatArray] = field(default_factory=list, repr=False)

    @property
    def singles(self) -> int:
        """How many moments with one source there are."""
        return len(self.sources) * self.slots * HOURS

    def number(self, moment: Moment) -> int:
        """The number of a moment, ABSENT when nothing of it was predicted."""
        # One source alone is by far the most frequent case, and its number is plain arithmetic.
        if len(moment.sources) == 1:
            number = (moment.sources[0] * self.slots + moment.slots[0]) * HOURS + moment.hour
            return ABSENT if np.isnan(self.alone[0][number]) else number
        known = self._numbers.get(moment)
        if known is None:
            known = ABSENT
            if parts := self._parts(moment):
                known = self.singles + len(self._moments)
                self._moments.append(moment)
                self._unjudged.append(parts)
            self._numbers[moment] = known
        return known

    def moment(self, number: int) -> Moment:
        """The moment that has a number."""
        if number >= self.singles:
            return self._moments[number - self.singles]
        source, rest = divmod(number, self.slots * HOURS)
        slot, hour = divmod(rest, HOURS)
        return Moment((source,), (slot,), hour)

    def values(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Share, served and people (NaN: test points) by number; NaN throughout where nothing was predicted."""
        if self._unjudged:
            self._judged.append(self._several(self._unjudged))
            self._unjudged.clear()
        several = np.concatenate([np.zeros((3, 0)), *self._judged], axis=1)
        share, served, people = (np.concatenate(part) for part in zip(self.alone, several, strict=True))
        return share, served, people

    @cached_property
    def alone(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Share, served and people of every source alone, by number."""
        shape = (len(self.sources), self.slots * HOURS)
        share, served, people = (np.full(shape, np.nan) for _ in range(3))
        reliability = self.reliabilities.predicted.samples.reliability
        for number, (emission, audience) in enumerate(self.sources):
            start = self.reliabilities.predicted.start[emission].reshape(-1)
            asked = np.flatnonzero(start != ABSENT)
            # Test points weigh alike, so that all moments of a source are judged in one step.
            values = reliability[start[asked, None] + np.arange(audience.places.size)]
            if audience.people is None:
                share[number, asked] = np.add.reduce(values, axis=1, dtype=np.float64) / audience.places.size
                served[number, asked] = np.count_nonzero(values >= self.served_from, axis=1) / audience.places.size
                continue
            for column, part in zip(asked.tolist(), values, strict=True):
                heard = hearing([Received(audience, part)], self.served_from)
                share[number, column], served[number, column] = heard.share, heard.served
                people[number, column] = np.nan if heard.people is None else heard.people
        return share.ravel(), served.ravel(), people.ravel()

    @cached_property
    def _audiences(self) -> tuple[list[Audience], list[int]]:
        """The different audiences, and which of them each source has."""
        numbers: dict[Audience, int] = {}
        of_source = [numbers.setdefault(audience, len(numbers)) for _, audience in self.sources]
        return list(numbers), of_source

    @cached_property
    def _starts(self) -> list[int]:
        """Where the samples of every source in each month and clock hour begin."""
        start = self.reliabilities.predicted.start
        starts: list[int] = start[[emission for emission, _ in self.sources]].ravel().tolist()
        return starts

    def _parts(self, moment: Moment) -> list[_Part]:
        """What of a moment was predicted."""
        of_source, starts, slots = self._audiences[1], self._starts, self.slots
        parts = []
        for source, slot in zip(moment.sources, moment.slots, strict=True):
            begin = starts[(source * slots + slot) * HOURS + moment.hour]
            if begin != ABSENT:
                parts.append((of_source[source], begin))
        return parts

    def _several(self, moments: Sequence[Sequence[_Part]]) -> FloatArray:
        """Share, served and people of moments with several sources, (3, M)."""
        values = np.full((3, len(moments)), np.nan)
        alike: dict[tuple[int, ...], list[int]] = {}
        for number, parts in enumerate(moments):
            alike.setdefault(tuple(sorted({part[0] for part in parts})), []).append(number)
        for numbers, members in alike.items():
            audiences = [self._audiences[0][number] for number in numbers]
            if any(audience.people is not None for audience in audiences):
                for number in members:
                    values[:, number] = self._peopled(moments[number])
                continue
            places = np.unique(np.concatenate([audience.places for audience in audiences]))
            at_once = max(1, _VALUES_AT_ONCE // places.size)
            for begin in range(0, len(members), at_once):
                some = members[begin : begin + at_once]
                values[:2, some] = self._at_test_points(places, [moments[number] for number in some])
        return values

    def _peopled(self, parts: Sequence[_Part]) -> tuple[float, float, float]:
        reliability = self.reliabilities.predicted.samples.reliability
        received = []
        for number, start in parts:
            audience = self._audiences[0][number]
            received.append(Received(audience, reliability[start : start + audience.places.size]))
        heard = hearing(received, self.served_from)
        return heard.share, heard.served, np.nan if heard.people is None else heard.people

    def _at_test_points(self, places: IntArray, moments: Sequence[Sequence[_Part]]) -> FloatArray:
        """Share and served (2, M) of moments whose audiences are test points and have ``places`` between them."""
        reliability = self.reliabilities.predicted.samples.reliability
        best = np.full((len(moments), places.size), -1.0, dtype=reliability.dtype)
        for number, rounds in _rounds(moments).items():
            audience = self._audiences[0][number]
            column = np.searchsorted(places, audience.places)
            for entries in rounds:
                rows, starts = np.array(entries, dtype=np.intp).T
                values = reliability[starts[:, None] + np.arange(audience.places.size)]
                if values.shape == best.shape:  # all places of all moments, in order
                    np.maximum(best, values, out=best)
                else:
                    where = np.ix_(rows, column)
                    best[where] = np.maximum(best[where], values)
        share = np.add.reduce(best.astype(np.float64), axis=1) / places.size
        return np.stack([share, np.count_nonzero(best >= self.served_from, axis=1) / places.size])


def _rounds(moments: Sequence[Sequence[_Part]]) -> dict[int, list[list[tuple[int, int]]]]:
    """Audience -> rounds of (row, start); no round has a row twice, so that one assignment can write all of it."""
    rounds: dict[int, list[list[tuple[int, int]]]] = {}
    for row, parts in enumerate(moments):
        counts: dict[int, int] = {}
        for number, start in parts:
            count = counts.get(number, 0)
            counts[number] = count + 1
            of_audience = rounds.setdefault(number, [])
            if count == len(of_audience):
                of_audience.append([])
            of_audience[count].append((row, start))
    return rounds
