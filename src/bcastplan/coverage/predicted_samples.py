"""Emissions at places, month by month and hour by hour: the only module of coverage that calls the propagation models.

What an emission gives in one month is predicted once for all questions and may be kept. What is not known yet is
worked off site by site, in batches that any process can take, so that memory depends on the batch, a season can be
stopped half way, and what depends on the path alone is computed once for all its frequencies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.ranges import numbers_of_ranges
from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.predicted_months import Slot
from bcastplan.coverage.receiver_places import place_coordinates
from bcastplan.coverage.samples import (
    SIGNALS,
    AskedMoments,
    Cancelled,
    CoverageCancelled,
    Listening,
    Means,
    Progress,
    Request,
    Samples,
    SampleStore,
)
from bcastplan.science.arrays import IntArray
from bcastplan.tasks.runner import InThisProcess, Work

SAMPLES_AT_ONCE = 60_000
WORTH_SAMPLES = 100_000
"""How many samples have to be predicted before other processes pay (half a second of one core)."""
_KEY_BYTES = 20
_GROUPS_AT_ONCE = 1000  # looked up in a store; bounds the memory of what it returns
_LISTENERS_SIDE = ("points", "drm")  # fields of an emission that say who listens, and not what is radiated


@dataclass(frozen=True)
class SampleBatch:
    """A request by itself: shortwave, or long and medium wave, of some emissions in some months."""

    emissions: tuple[Emission, ...]
    slots: tuple[Slot, ...]
    request: Request


def sample(
    emissions: Sequence[Emission],
    slots: Sequence[Slot],
    asked: AskedMoments,
    listening: Listening,
    *,
    means: Means | None = None,
    progress: Progress,
    cancelled: Cancelled,
) -> Samples:
    """Predict every sample of some moments.

    Raises:
        CoverageCancelled: ``cancelled`` said so between two batches.
    """
    means = means or Means()
    done = 0

    def between(count: int) -> None:
        nonlocal done
        done += count
        progress("predicted", done, asked.count)
        if cancelled():
            raise CoverageCancelled

    # Whoever cancels before the first batch does not wait for it.
    between(0)
    signals = np.empty((len(SIGNALS), asked.count), dtype=np.float32)
    kept = _Kept(emissions, slots, asked, listening, means.store)
    missing = kept.fill(signals)
    sizes = asked.sizes
    # Where each sample that has to be predicted lies among all of them.
    place = numbers_of_ranges((np.cumsum(sizes) - sizes)[missing], sizes[missing])[1]
    if place.size < asked.count:
        between(asked.count - place.size)
    batches = list(_batches(emissions, slots, asked.request(missing)))
    work = Work(predict_batch, listening, [batch for _, batch in batches])
    for number, answer in (means.runner if place.size >= WORTH_SAMPLES else InThisProcess()).answers(work):
        chosen = place[batches[number][0]]
        signals[:, chosen] = answer
        between(chosen.size)
    kept.keep(signals, missing)
    required_db = np.array([listening.required_db(emission.drm) for emission in emissions], dtype=np.float32)
    return Samples.judged(signals, np.repeat(required_db[asked.emission], sizes))


def predict_batch(listening: Listening, batch: SampleBatch) -> NDArray[np.float32]:
    """The signals (7, S) of a batch; a task for any process."""
    # The physics is loaded by what predicts, and not by what finds its predictions kept.
    from bcastplan.coverage.ground_waves import add_ground_waves
    from bcastplan.coverage.medium_wave import sample_medium_wave
    from bcastplan.coverage.shortwave import sample_shortwave

    samples = Samples.empty(batch.request.emission.size)
    shortwave = batch.emissions[0].is_shortwave
    sampler = sample_shortwave if shortwave else sample_medium_wave
    sampler(batch.emissions, batch.slots, batch.request, listening, samples)
    add_ground_waves(batch.emissions, batch.request, samples)
    return samples.signals()


class _Kept:
    """The groups of what is asked for (what one emission gives in one month) and what a store has of them."""

    def __init__(
        self,
        emissions: Sequence[Emission],
        slots: Sequence[Slot],
        asked: AskedMoments,
        listening: Listening,
        store: SampleStore | None,
    ) -> None:
        self._store = store
        self._count = asked.emission.size
        self._groups: dict[bytes, tuple[slice, slice]] = {}  # its moments, and its samples
        if store is None or not self._count:
            return
        receiver = listening.receiver
        of_emission = [
            _digest(_radiated(emission), receiver.environment, receiver.bandwidth_hz) for emission in emissions
        ]
        of_slot = [_digest((slot.year, slot.month, slot.r12), listening.mode) for slot in slots]
        moments, width = _octets_of_moments(asked)
        pair = asked.emission * len(slots) + asked.slot
        edges = np.flatnonzero(np.diff(pair, prepend=-1, append=-1))
        samples = np.append(0, np.cumsum(asked.sizes))[edges].tolist()
        for (begin, end), (first, last) in zip(pairwise(edges.tolist()), pairwise(samples), strict=True):
            emission, slot = divmod(int(pair[begin]), len(slots))
            key = _digest(of_emission[emission], of_slot[slot], moments[begin * width : end * width])
            self._groups[key] = slice(begin, end), slice(first, last)

    def fill(self, signals: NDArray[np.float32]) -> IntArray:
        """Set the signals (7, S) that are kept; returns the numbers of the moments that are not."""
        missing = np.ones(self._count, dtype=bool)
        keys = list(self._groups)  # none without a store
        for begin in range(0, len(keys), _GROUPS_AT_ONCE):
            assert self._store is not None
            for key, value in self._store.stored(keys[begin : begin + _GROUPS_AT_ONCE]).items():
                moments, samples = self._groups[key]
                known = np.frombuffer(value, dtype="<f4")
                # A store may be damaged or of another version: what does not have the right size is predicted anew.
                if known.size == len(SIGNALS) * (samples.stop - samples.start):
                    signals[:, samples] = known.reshape(len(SIGNALS), -1)
                    missing[moments] = False
        return np.flatnonzero(missing)

    def keep(self, signals: NDArray[np.float32], missing: IntArray) -> None:
        """Keep what was predicted anew."""
        if self._store is not None and missing.size:
            fresh = np.isin(np.arange(self._count), missing)
            self._store.keep(
                {
                    key: signals[:, samples].astype("<f4", copy=False).tobytes()
                    for key, (moments, samples) in self._groups.items()
                    if fresh[moments].all()
                }
            )


def _octets_of_moments(asked: AskedMoments) -> tuple[bytes, int]:
    """The clock hours and places of all moments, one behind the other, and how many octets each has."""
    coordinates = np.stack(place_coordinates(), axis=1)
    digests = b"".join(_digest(coordinates[places].tobytes()) for places in asked.sets)
    of_set = np.frombuffer(digests, dtype=np.uint8).reshape(len(asked.sets), _KEY_BYTES)
    octets = np.concatenate([asked.hour.astype(np.uint8)[:, None], of_set[asked.set_of]], axis=1)
    return octets.tobytes(), octets.shape[1]


def _radiated(emission: Emission) -> tuple[object, ...]:
    return tuple(getattr(emission, field.name) for field in fields(Emission) if field.name not in _LISTENERS_SIDE)


def _digest(*parts: object) -> bytes:
    digest = blake2b(digest_size=_KEY_BYTES)
    for part in parts:
        digest.update(part if isinstance(part, bytes) else repr(part).encode())
        digest.update(b"\0")
    return digest.digest()


def _batches(
    emissions: Sequence[Emission], slots: Sequence[Slot], request: Request
) -> Iterator[tuple[IntArray, SampleBatch]]:
    """Batches, and which samples of the request each has: whole sites together, shortwave and medium wave apart.

    The largest come first. Large sites are taken month by month, and with thousands of places some of these at a time.
    """
    numbers: dict[tuple[bool, float, float], int] = {}
    site_of = np.array(
        [
            numbers.setdefault((emission.is_shortwave, emission.latitude, emission.longitude), len(numbers))
            for emission in emissions
        ],
        dtype=np.intp,
    )
    site = site_of[request.emission]
    order = np.argsort(site, kind="stable")
    parts: list[IntArray] = []
    for members in np.split(order, np.flatnonzero(np.diff(site[order])) + 1):
        if members.size > SAMPLES_AT_ONCE:
            for slot in np.unique(request.slot[members]).tolist():
                parts += _by_places(request, members[request.slot[members] == slot])
        elif members.size:
            parts.append(members)
    # Large batches first: with several processes the small ones then fill the gaps at the end.
    parts.sort(key=lambda part: (not emissions[int(request.emission[part[0]])].is_shortwave, -part.size))
    together: list[IntArray] = []
    for part in parts:
        if together and not _fit(emissions, request, together, part):
            yield _batch(emissions, slots, request, np.concatenate(together))
            together = []
        together.append(part)
    if together:
        yield _batch(emissions, slots, request, np.concatenate(together))


def _by_places(request: Request, part: IntArray) -> list[IntArray]:
    """A site in one month, cut between its places; all that belongs to one place stays together."""
    pieces = -(-part.size // SAMPLES_AT_ONCE)
    if pieces < 2:
        return [part]
    places, place = np.unique(request.point[part], return_inverse=True)
    piece = place * pieces // places.size
    return [some for number in range(pieces) if (some := part[piece == number]).size]


def _fit(emissions: Sequence[Emission], request: Request, together: Sequence[IntArray], part: IntArray) -> bool:
    """Whether a part goes into a batch with others."""
    kinds = {emissions[int(request.emission[some[0]])].is_shortwave for some in (together[0], part)}
    return len(kinds) == 1 and sum(some.size for some in together) + part.size <= SAMPLES_AT_ONCE


def _batch(
    emissions: Sequence[Emission], slots: Sequence[Slot], request: Request, chosen: IntArray
) -> tuple[IntArray, SampleBatch]:
    """A batch of some samples, with its own numbers of emissions, months and places."""
    used, emission = np.unique(request.emission[chosen], return_inverse=True)
    months, slot = np.unique(request.slot[chosen], return_inverse=True)
    places, point = np.unique(request.point[chosen], return_inverse=True)
    return chosen, SampleBatch(
        tuple(emissions[number] for number in used.tolist()),
        tuple(slots[number] for number in months.tolist()),
        Request(emission, slot, request.hour[chosen], point, request.latitude[places], request.longitude[places]),
    )
