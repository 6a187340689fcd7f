"""Airings written out on one line of minutes, for what needs an order in time: who is next, how many at once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime import AirtimeTable
from bcastplan.conflicts.overlap import Index
from bcastplan.model.clock import MINUTES_PER_DAY


class Airings(NamedTuple):
    """Dated airings ``(k,)`` by rising start; minutes count from 0000 UTC of the table's epoch."""

    row: Index
    start: NDArray[np.int64]
    stop: NDArray[np.int64]


def airings_of_rows(table: AirtimeTable, rows: Index) -> Airings:
    """Every airing of some rows, whole across midnight and cut at the window's edges."""
    segments = np.flatnonzero(np.isin(table.segment_row, rows))
    octets = np.ascontiguousarray(table.segment_dates[segments], dtype="<u8").view(np.uint8)
    piece, day = np.nonzero(np.unpackbits(octets, axis=1, bitorder="little"))
    segment = segments[piece]
    row = table.segment_row[segment].astype(np.intp)
    start = day * MINUTES_PER_DAY + table.segment_start[segment]
    stop = day * MINUTES_PER_DAY + table.segment_stop[segment]
    by_row = np.lexsort((start, row))
    row, start, stop, tail = row[by_row], start[by_row], stop[by_row], table.segment_is_tail[segment][by_row]
    goes_on = np.zeros(row.size, dtype=np.bool_)
    goes_on[1:] = tail[1:] & (row[1:] == row[:-1]) & (start[1:] == stop[:-1])
    begins = np.flatnonzero(~goes_on)
    ends = np.append(begins[1:], row.size)[: begins.size] - 1
    in_time = np.lexsort((row[begins], start[begins]))
    return Airings(row[begins][in_time], start[begins][in_time], stop[ends][in_time])


def moment(table: AirtimeTable, minute: int) -> datetime:
    """The UTC moment of a minute on the line."""
    return datetime.combine(table.epoch, time(0), UTC) + timedelta(minutes=int(minute))
