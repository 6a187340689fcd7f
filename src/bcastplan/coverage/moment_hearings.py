"""Judges what is heard at moments; each is judged once, in arrays with others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from bcastplan.airtime.ranges import numbers_of_ranges
from bcastplan.coverage.audiences import Audience, Received, hearing
from bcastplan.coverage.reliabilities import ABSENT, HOURS, Reliabilities
from bcastplan.science.arrays import FloatArray, IntArray

_MOMENTS_AT_ONCE = 4096  # bounds the memory, and their values at all places stay in a processor's cache
_VALUES_AT_ONCE = 1_000_000
_NOWHERE = np.float32(-1.0)  # below any reliability


class Moment(NamedTuple):
    """A clock hour in which some sources are on the air together, each in its month (slot)."""

    sources: tuple[int, ...]
    slots: tuple[int, ...]
    hour: int


@dataclass(frozen=True, eq=False)
class Hearings:
    """What is heard at moments, each judged once and known by a number.

    The numbers of moments with one source are ``(source * slots + slot) * 24 + hour``; all others follow as they are
    first asked for. A moment with several sources is the set of the moments of each of them alone.
    """

    reliabilities: Reliabilities
    sources: Sequence[tuple[int, Audience]]
    slots: int
    served_from: float
    _numbers: dict[bytes, int] = field(default_factory=dict, repr=False)
    _moments: list[bytes] = field(default_factory=list, repr=False)  # those with several sources
    _judged: list[FloatArray] = field(default_factory=list, repr=False)

    @property
    def singles(self) -> int:
        """How many moments with one source there are."""
        return len(self.sources) * self.slots * HOURS

    def numbers(self, count: int, moment: IntArray, single: IntArray) -> IntArray:
        """The numbers of moments, (count,), ABSENT where nothing of a moment was predicted.

        Args:
            count: how many moments.
            moment: (N,) the moment, from 0, that a source is on the air in.
            single: (N,) the number of the moment with that source alone; all of one moment have the same hour.
        """
        predicted = self._starts[single] != ABSENT
        moment, single = moment[predicted], single[predicted]
        order = np.argsort(moment * max(self.singles, 1) + single)
        moment, single = moment[order], single[order]
        # Transmissions of one source are on the air together where a plan books it twice; the source counts once.
        fresh = (np.diff(moment, prepend=-1) != 0) | (np.diff(single, prepend=-1) != 0)
        moment, single = moment[fresh], single[fresh]
        sizes = np.bincount(moment, minlength=count)
        stops = np.cumsum(sizes)
        numbers = np.full(count, ABSENT, dtype=np.intp)
        alone = sizes == 1
        numbers[alone] = single[stops[alone] - 1]
        several = np.flatnonzero(sizes > 1)
        octets, width = single.tobytes(), single.itemsize
        known, moments, singles = self._numbers, self._moments, self.singles
        looked_up = []
        for begin, end in zip((stops - sizes)[several].tolist(), stops[several].tolist(), strict=True):
            key = octets[begin * width : end * width]
            number = known.get(key)
            if number is None:
                number = known[key] = singles + len(moments)
                moments.append(key)
            looked_up.append(number)
        numbers[several] = looked_up
        return numbers

    def moment(self, number: int) -> Moment:
        """The moment that has a number."""
        if number < self.singles:
            return self._of_singles([number])
        return self._of_singles(np.frombuffer(self._moments[number - self.singles], dtype=np.intp).tolist())

    def values(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Share, served and people (NaN: test points) by number; NaN throughout where nothing was predicted."""
        judged = sum(part.shape[1] for part in self._judged)
        if judged < len(self._moments):
            self._judged.append(self._several(self._moments[judged:]))
        several = np.concatenate([np.zeros((3, 0)), *self._judged], axis=1)
        share, served, people = (np.concatenate(part) for part in zip(self.alone, several, strict=True))
        return share, served, people

    @cached_property
    def alone(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Share, served and people of every source alone, by number."""
        share, served, people = (np.full(self.singles, np.nan) for _ in range(3))
        asked = np.flatnonzero(self._starts != ABSENT)
        audiences, of_source = self._audiences
        audience, begin = of_source[asked // (self.slots * HOURS)], self._starts[asked]
        peopled = np.array([audience.people is not None for audience in audiences], dtype=bool)
        for place in np.flatnonzero(peopled[audience]).tolist():
            judged = self._peopled([(int(audience[place]), int(begin[place]))])
            share[asked[place]], served[asked[place]], people[asked[place]] = judged
        sizes = np.array([audience.places.size for audience in audiences], dtype=np.intp)[audience]
        # Test points weigh alike, so that all moments of audiences of one size are judged in one step.
        for size, some in _by_size(np.where(peopled[audience], 0, sizes)):
            values = self._reliability(size)[begin[some]]
            share[asked[some]] = np.add.reduce(values, axis=1, dtype=np.float64) / size
            served[asked[some]] = np.count_nonzero(values >= self.served_from, axis=1) / size
        return share, served, people

    def _of_singles(self, singles: Sequence[int]) -> Moment:
        of_moment = [(*divmod(single // HOURS, self.slots), single % HOURS) for single in singles]
        sources, slots, hours = zip(*of_moment, strict=True)
        return Moment(sources, slots, hours[0])

    def _reliability(self, size: int) -> NDArray[np.float32]:
        """The reliabilities at so many places in order, by where they begin, (N, size)."""
        return sliding_window_view(self.reliabilities.predicted.samples.reliability, size)

    @cached_property
    def _audiences(self) -> tuple[list[Audience], IntArray]:
        """The different audiences, and which of them each source has."""
        numbers: dict[Audience, int] = {}
        of_source = [numbers.setdefault(audience, len(numbers)) for _, audience in self.sources]
        return list(numbers), np.array(of_source, dtype=np.intp)

    @cached_property
    def _starts(self) -> IntArray:
        """Where the samples of every source alone begin, by number; ABSENT where none were asked for."""
        start = self.reliabilities.predicted.start
        return start[[emission for emission, _ in self.sources], : self.slots].reshape(-1)

    def _several(self, moments: Sequence[bytes]) -> FloatArray:
        """Share, served and people of moments with several sources, (3, M)."""
        values = np.full((3, len(moments)), np.nan)
        single = np.frombuffer(b"".join(moments), dtype=np.intp)
        sizes = np.array([len(key) for key in moments], dtype=np.intp) // single.itemsize
        audiences, of_source = self._audiences
        audience, begin = of_source[single // (self.slots * HOURS)], self._starts[single]
        first = np.cumsum(sizes) - sizes
        peopled = np.array([audience.people is not None for audience in audiences], dtype=bool)
        among_people = np.logical_or.reduceat(peopled[audience], first)
        for number in np.flatnonzero(among_people).tolist():
            stop = first[number] + sizes[number]
            parts = zip(audience[first[number] : stop].tolist(), begin[first[number] : stop].tolist(), strict=True)
            values[:, number] = self._peopled(parts)
        # Moments with the same audiences stand together, so that few places are looked at in each step.
        at_points = np.flatnonzero(~among_people)
        at_points = at_points[np.argsort(audience[first[at_points]], kind="stable")]
        for low in range(0, at_points.size, _MOMENTS_AT_ONCE):
            some = at_points[low : low + _MOMENTS_AT_ONCE]
            moment, part = numbers_of_ranges(first[some], sizes[some])
            values[:2, some] = self._at_test_points(some.size, moment, audience[part], begin[part])
        return values

    def _peopled(self, parts: Iterable[tuple[int, int]]) -> tuple[float, float, float]:
        """The same of one moment, of which each part is the number of its audience and where its samples begin."""
        reliability = self.reliabilities.predicted.samples.reliability
        received = []
        for number, start in parts:
            audience = self._audiences[0][number]
            received.append(Received(audience, reliability[start : start + audience.places.size]))
        heard = hearing(received, self.served_from)
        return heard.share, heard.served, np.nan if heard.people is None else heard.people

    def _at_test_points(self, count: int, moment: IntArray, audience: IntArray, begin: IntArray) -> FloatArray:
        """Share and served (2, count) of moments whose audiences are test points.

        ``moment``, ``audience`` and ``begin`` say for each source (N,) in which moment it is on the air, for whom,
        and where its samples begin.
        """
        used, of = np.unique(audience, return_inverse=True)
        listening = [self._audiences[0][number].places for number in used.tolist()]
        places, place = np.unique(np.concatenate(listening), return_inverse=True)
        best = np.full(count * places.size, _NOWHERE)
        lengths = np.array([part.size for part in listening], dtype=np.intp)
        column = np.cumsum(lengths) - lengths
        for size, some in _by_size(lengths[of]):
            # The same audience is often reached on several frequencies: the best of them comes first.
            some = some[np.argsort(moment[some] * used.size + of[some], kind="stable")]
            key = moment[some] * used.size + of[some]
            first = np.flatnonzero(np.diff(key, prepend=-1))
            values = np.maximum.reduceat(self._reliability(size)[begin[some]], first, axis=0)
            where = moment[some[first], None] * places.size + sliding_window_view(place, size)[column[of[some[first]]]]
            np.maximum.at(best, where.ravel(), values.ravel())
        # What is left are the places of each moment, one moment behind the other.
        reached = best >= 0.0
        sizes = np.count_nonzero(reached.reshape(count, -1), axis=1)
        heard, first = best[reached], np.cumsum(sizes) - sizes
        answer = np.empty((2, count))
        for size, some in _by_size(sizes):
            values = sliding_window_view(heard, size)[first[some]]
            answer[0, some] = np.add.reduce(values.astype(np.float64), axis=1) / size
            answer[1, some] = np.count_nonzero(values >= self.served_from, axis=1) / size
        return answer


def _by_size(sizes: IntArray) -> Iterator[tuple[int, IntArray]]:
    """Each size but 0, and the places where it stands, at most so many at once as memory is meant for."""
    order = np.argsort(sizes, kind="stable")
    rising = sizes[order]
    edges = np.flatnonzero(np.diff(rising, prepend=-1, append=-1)).tolist()
    for begin, end in pairwise(edges):
        size = int(rising[begin])
        at_once = max(1, _VALUES_AT_ONCE // max(size, 1))
        for low in range(begin, end if size else begin, at_once):
            yield size, order[low : min(low + at_once, end)]
