"""Sets of minutes as sorted stretches that do not touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """The minutes from ``start`` up to, and without, ``stop``."""

    start: int
    stop: int


Spans = list[Span]


def union(spans: Iterable[tuple[int, int]]) -> Spans:
    """The minutes of all of some stretches; empty ones have none."""
    merged: Spans = []
    for start, stop in sorted(spans):
        if start >= stop:
            continue
        if merged and start <= merged[-1].stop:
            merged[-1] = Span(merged[-1].start, max(merged[-1].stop, stop))
        else:
            merged.append(Span(start, stop))
    return merged


def clipped(spans: Iterable[tuple[int, int]], start: int, stop: int) -> Spans:
    """The minutes of some stretches that lie between two."""
    return union((max(first, start), min(last, stop)) for first, last in spans)


def without(spans: Spans, taken: Spans) -> Spans:
    """The minutes of ``spans`` that are not among ``taken``; both are sorted and do not touch."""
    left: Spans = []
    for start, stop in spans:
        for first, last in taken:
            if last <= start or first >= stop:
                continue
            if first > start:
                left.append(Span(start, first))
            start = max(start, last)
        if start < stop:
            left.append(Span(start, stop))
    return left


def minutes(spans: Iterable[tuple[int, int]]) -> int:
    """How many minutes some stretches that do not touch have."""
    return sum(stop - start for start, stop in spans)


def split(spans: Iterable[tuple[int, int]], every: int) -> Iterator[Span]:
    """The same minutes, cut at every multiple of ``every``."""
    for start, stop in spans:
        while start < stop:
            cut = min(stop, (start // every + 1) * every)
            yield Span(start, cut)
            start = cut
