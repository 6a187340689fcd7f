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

from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.ground_waves import add_ground_waves
from bcastplan.coverage.medium_wave import sample_medium_wave
from bcastplan.coverage.predicted_months import Slot
from bcastplan.coverage.samples import (
    SIGNALS,
    Cancelled,
    CoverageCancelled,
    Listening,
    Means,
    Progress,
    Request,
    Samples,
    SampleStore,
)
from bcastplan.coverage.shortwave import sample_shortwave
from bcastplan.science.arrays import BoolArray, IntArray
from bcastplan.tasks.runner import InThisProcess, Work

SAMPLES_AT_ONCE = 60_000
WORTH_SAMPLES = 100_000
"""How many samples have to be predicted before other processes pay (half a second of one core)."""
_KEY_BYTES = 20
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
    request: Request,
    listening: Listening,
    *,
    means: Means | None = None,
    progress: Progress,
    cancelled: Cancelled,
) -> Samples:
    """Predict every sample of a request.

    Raises:
        CoverageCancelled: ``cancelled`` said so between two batches.
    """
    means = means or Means()
    samples = Samples.empty(request.emission.size)
    done = 0

    def between(count: int) -> None:
        nonlocal done
        done += count
        progress("predicted", done, request.emission.size)
        if cancelled():
            raise CoverageCancelled

    # Whoever cancels before the first batch does not wait for it.
    between(0)
    kept = _Kept(emissions, slots, request, listening, means.store)
    missing = kept.fill(samples)
    if not missing.all():
        between(int(np.count_nonzero(~missing)))
    batches = list(_batches(emissions, slots, request, np.flatnonzero(missing)))
    work = Work(predict_batch, listening, [batch for _, batch in batches])
    worth = np.count_nonzero(missing) >= WORTH_SAMPLES
    for number, signals in (means.runner if worth else InThisProcess()).answers(work):
        chosen = batches[number][0]
        samples.put(chosen, signals)
        between(chosen.size)
    kept.keep(samples, missing)
    required_db = np.array([listening.required_db(emission.drm) for emission in emissions], dtype=np.float32)
    samples.judge(required_db[request.emission])
    return samples


def predict_batch(listening: Listening, batch: SampleBatch) -> NDArray[np.float32]:
    """The signals (7, S) of a batch; a task for any process."""
    samples = Samples.empty(batch.request.emission.size)
    shortwave = batch.emissions[0].is_shortwave
    sampler = sample_shortwave if shortwave else sample_medium_wave
    sampler(batch.emissions, batch.slots, batch.request, listening, samples)
    add_ground_waves(batch.emissions, batch.request, samples)
    return samples.signals()


class _Kept:
    """The groups of a request (what one emission gives in one month) and what a store has of them."""

    def __init__(
        self,
        emissions: Sequence[Emission],
        slots: Sequence[Slot],
        request: Request,
        listening: Listening,
        store: SampleStore | None,
    ) -> None:
        self._store = store
        if store is None or not request.emission.size:
            self._groups: dict[bytes, slice | IntArray] = {}
            return
        receiver = listening.receiver
        of_emission = [
            _digest(_radiated(emission), receiver.environment, receiver.bandwidth_hz) for emission in emissions
        ]
        of_slot = [_digest((slot.year, slot.month, slot.r12), listening.mode) for slot in slots]
        places = np.stack([request.latitude, request.longitude], axis=1)
        self._groups = {
            _digest(
                of_emission[emission],
                of_slot[slot],
                request.hour[group].astype(np.uint8).tobytes(),
                places[request.point[group]].tobytes(),
            ): group
            for emission, slot, group in _groups(request)
        }

    def fill(self, samples: Samples) -> BoolArray:
        """Set the samples that are kept; which are not."""
        missing = np.ones(samples.level_db.size, dtype=bool)
        if self._store is not None:
            for key, value in self._store.stored(list(self._groups)).items():
                group = self._groups[key]
                signals = np.frombuffer(value, dtype="<f4")
                # A store may be damaged or of another version: what does not have the right size is predicted anew.
                if signals.size == len(SIGNALS) * missing[group].size:
                    samples.put(group, signals.reshape(len(SIGNALS), -1))
                    missing[group] = False
        return missing

    def keep(self, samples: Samples, missing: BoolArray) -> None:
        """Keep what was predicted anew."""
        if self._store is not None and missing.any():
            self._store.keep(
                {
                    key: samples.signals(group).astype("<f4", copy=False).tobytes()
                    for key, group in self._groups.items()
                    if missing[group].all()
                }
            )


def _groups(request: Request) -> Iterator[tuple[int, int, slice | IntArray]]:
    """The samples of each emission in each month; slices where they stand together, as they mostly do."""
    slots = int(request.slot.max()) + 1
    pair = request.emission * slots + request.slot
    order = None if (pair[1:] >= pair[:-1]).all() else np.argsort(pair, kind="stable")
    rising = pair if order is None else pair[order]
    edges = [0, *(np.flatnonzero(rising[1:] != rising[:-1]) + 1).tolist(), pair.size]
    for begin, end in pairwise(edges):
        emission, slot = divmod(int(rising[begin]), slots)
        yield emission, slot, slice(begin, end) if order is None else order[begin:end]


def _radiated(emission: Emission) -> tuple[object, ...]:
    return tuple(getattr(emission, field.name) for field in fields(Emission) if field.name not in _LISTENERS_SIDE)


def _digest(*parts: object) -> bytes:
    digest = blake2b(digest_size=_KEY_BYTES)
    for part in parts:
        digest.update(part if isinstance(part, bytes) else repr(part).encode())
        digest.update(b"\0")
    return digest.digest()


def _batches(
    emissions: Sequence[Emission], slots: Sequence[Slot], request: Request, chosen: IntArray
) -> Iterator[tuple[IntArray, SampleBatch]]:
    """Whole sites together, shortwave and medium wave apart, the largest first.

    Large sites are taken month by month, and with thousands of places some of these at a time.
    """
    numbers: dict[tuple[bool, float, float], int] = {}
    site_of = np.array(
        [
            numbers.setdefault((emission.is_shortwave, emission.latitude, emission.longitude), len(numbers))
            for emission in emissions
        ],
        dtype=np.intp,
    )
    site = site_of[request.emission[chosen]]
    order = np.argsort(site, kind="stable")
    parts: list[IntArray] = []
    for members in np.split(chosen[order], np.flatnonzero(np.diff(site[order])) + 1):
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
