"""Emissions at test points, month by month and hour by hour: the one place where coverage asks the physics.

Samples are worked off site by site, so that memory depends on the chunk, a season can be stopped half way, and what
depends on the path alone is computed once for all its frequencies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from bcastplan.coverage.coverage_facts import Emission
from bcastplan.coverage.ground_waves import add_ground_waves
from bcastplan.coverage.medium_wave import sample_medium_wave
from bcastplan.coverage.predicted_months import Slot
from bcastplan.coverage.samples import Cancelled, CoverageCancelled, Listening, Progress, Request, Samples
from bcastplan.coverage.shortwave import sample_shortwave
from bcastplan.science.arrays import IntArray

SAMPLES_AT_ONCE = 300_000


def sample(
    emissions: Sequence[Emission],
    slots: Sequence[Slot],
    request: Request,
    listening: Listening,
    *,
    progress: Progress,
    cancelled: Cancelled,
) -> Samples:
    """Predict every sample of a request.

    Raises:
        CoverageCancelled: ``cancelled`` said so between two batches.
    """
    samples = Samples.empty(request.emission.size)
    done = 0

    def between(count: int) -> None:
        nonlocal done
        done += count
        progress("predicted", done, request.emission.size)
        if cancelled():
            raise CoverageCancelled

    between(0)
    for chosen in _chunks(emissions, request):
        if emissions[int(request.emission[chosen[0]])].is_shortwave:
            sample_shortwave(emissions, slots, request, chosen, listening, samples, between)
        else:
            sample_medium_wave(emissions, slots, request, chosen, listening, samples)
            between(chosen.size)
    add_ground_waves(emissions, request, samples)
    return samples


def _chunks(emissions: Sequence[Emission], request: Request) -> Iterator[IntArray]:
    """Numbers of samples, whole sites at a time, shortwave and medium wave apart."""
    sites: dict[tuple[bool, float, float], int] = {}
    for site_key in sorted({(emission.is_shortwave, emission.latitude, emission.longitude) for emission in emissions}):
        sites[site_key] = len(sites)
    site_of = np.array(
        [sites[emission.is_shortwave, emission.latitude, emission.longitude] for emission in emissions], dtype=np.intp
    )
    first_shortwave = sum(not shortwave for shortwave, _, _ in sites)
    site = site_of[request.emission]
    order = np.argsort(site, kind="stable")
    counts = np.bincount(site, minlength=len(sites))
    start = size = 0
    for number, count in enumerate(counts.tolist()):
        if size and (size + count > SAMPLES_AT_ONCE or number == first_shortwave):
            yield order[start : start + size]
            start, size = start + size, 0
        size += count
    if size:
        yield order[start : start + size]
