"""Who is on the air at a minute of a date, and since when and until when; asked of the airtime table alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import numpy as np

from bcastplan.airtime import AirtimeTable
from bcastplan.model.clock import MINUTES_PER_DAY
from bcastplan.science.arrays import IntArray


class OnAir(NamedTuple):
    """One row on the air; minutes count from 0000 UTC of the date asked for, and may lie before or after it."""

    row: int
    since_minute: int
    until_minute: int


def on_air(table: AirtimeTable, day: date, minute: int, rows: Iterable[int]) -> list[OnAir]:
    """The rows, out of some, that are on the air in a minute of a UTC date: frequency rising, then row."""
    bit = table.bit_of(day)
    now = (table.segment_start <= minute) & (minute < table.segment_stop) & table.segment_dates.have(bit)
    segments = np.flatnonzero(now)
    if not segments.size:
        return []
    asked = set(rows)
    on = [_reach(table, int(segment), bit) for segment in segments if int(table.segment_row[segment]) in asked]
    return sorted(on, key=lambda airing: (int(table.frequency_hz[airing.row]), airing.row))


def _reach(table: AirtimeTable, segment: int, bit: int) -> OnAir:
    """How far the airing of a segment reaches over midnight."""
    row = int(table.segment_row[segment])
    start, stop = int(table.segment_start[segment]), int(table.segment_stop[segment])
    if table.segment_is_tail[segment]:
        # The part before midnight is a segment of the date before, and the one after midnight of the next.
        evening = _other(table, row, bit - 1, tail=False)
        if start == 0 and evening is not None and table.segment_stop[evening] == MINUTES_PER_DAY:
            start = int(table.segment_start[evening]) - MINUTES_PER_DAY
    elif stop == MINUTES_PER_DAY:
        morning = _other(table, row, bit + 1, tail=True)
        if morning is not None and table.segment_start[morning] == 0:
            stop = MINUTES_PER_DAY + int(table.segment_stop[morning])
    return OnAir(row, start, stop)


def _other(table: AirtimeTable, row: int, bit: int, *, tail: bool) -> int | None:
    """The segment of a row on another date: what began the day before, or what begins there."""
    mine = table.segments_of(row)
    numbers: IntArray = np.arange(mine.start, mine.stop)
    fits = table.segment_dates.taken(mine).have(bit) & (table.segment_is_tail[mine] == tail)
    fitting = numbers[fits]
    return int(fitting[0]) if fitting.size else None
