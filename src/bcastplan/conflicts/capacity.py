"""More on the air at once than there are transmitters: counted minute by minute, whatever the bookings say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from bcastplan.conflicts.ordered_airings import Airings


class Overbooked(NamedTuple):
    """Rows that are on the air together, directly or through others, while too many are.

    ``starts`` are the minutes at which an overbooked stretch begins; ``minutes`` their total length.
    """

    rows: tuple[int, ...]
    starts: tuple[int, ...]
    minutes: int
    worst_at: int
    most_at_once: int


class _Stretch(NamedTuple):
    start: int
    stop: int
    worst_at: int
    most_at_once: int


def overbooked(airings: Airings, available: int) -> Iterator[Overbooked]:
    """Groups of rows that exceed ``available`` transmitters, by the start of their first stretch."""
    stretches = _stretches(airings, available)
    by_members: dict[frozenset[int], list[_Stretch]] = {}
    if stretches:
        begins = np.array([stretch.start for stretch in stretches])
        ends = np.array([stretch.stop for stretch in stretches])
        members: list[set[int]] = [set() for _ in stretches]
        first = np.searchsorted(ends, airings.start, "right")
        last = np.searchsorted(begins, airings.stop, "left")
        for airing in np.flatnonzero(first < last):
            for number in range(int(first[airing]), int(last[airing])):
                members[number].add(int(airings.row[airing]))
        for rows, stretch in zip(members, stretches, strict=True):
            by_members.setdefault(frozenset(rows), []).append(stretch)
    for rows_together in _components(list(by_members)):
        parts = sorted(part for rows, some in by_members.items() if rows <= rows_together for part in some)
        most = max(part.most_at_once for part in parts)
        worst = next(part.worst_at for part in parts if part.most_at_once == most)
        minutes = sum(part.stop - part.start for part in parts)
        yield Overbooked(tuple(sorted(rows_together)), tuple(part.start for part in parts), minutes, worst, most)


def _stretches(airings: Airings, available: int) -> list[_Stretch]:
    """Longest stretches of time, rising, with more than ``available`` airings on at every minute."""
    minutes, at = np.unique(np.concatenate((airings.start, airings.stop)), return_inverse=True)
    change = np.zeros(minutes.size, dtype=np.int64)
    np.add.at(change, at[: airings.start.size], 1)
    np.add.at(change, at[airings.start.size :], -1)
    on_air = np.cumsum(change)
    over = on_air > available
    begins = np.flatnonzero(over & ~np.concatenate(([False], over[:-1])))
    ends = np.flatnonzero(~over & np.concatenate(([False], over[:-1])))
    found = []
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        worst = begin + int(on_air[begin:end].argmax())
        found.append(_Stretch(int(minutes[begin]), int(minutes[end]), int(minutes[worst]), int(on_air[worst])))
    return found


def _components(sets: list[frozenset[int]]) -> list[frozenset[int]]:
    """Unite sets that share a member until none do."""
    united: list[frozenset[int]] = []
    for one in sets:
        touching = [group for group in united if group & one]
        united = [group for group in united if not group & one]
        united.append(one.union(*touching))
    return united
