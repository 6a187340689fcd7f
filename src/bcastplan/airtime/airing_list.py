"""Airings one by one, each with its first and last minute, for questions about single ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.bits import Bits
from bcastplan.airtime.table import AirtimeTable
from bcastplan.model.clock import MINUTES_PER_DAY
from bcastplan.model.reception import absolute_minute


@dataclass(frozen=True, slots=True, eq=False)
class AiringList:
    """Airings in the order of rows and starts; minutes as ``absolute_minute`` counts them.

    Shapes (n,): ``row`` of the table, ``start`` the first minute on the air, ``stop`` the first after it.
    """

    row: NDArray[np.int32]
    start: NDArray[np.int64]
    stop: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.row)


def airing_list(table: AirtimeTable, rows: Sequence[int] | NDArray[np.integer] | None = None) -> AiringList:
    """The airings of some rows of a table (None: of all), cut to the windows of their schedules."""
    chosen = np.ones(table.segment_row.size, dtype=bool)
    if rows is not None:
        chosen = np.isin(table.segment_row, np.asarray(rows, dtype=np.int64))
    heads = _dated(table, np.flatnonzero(chosen & ~table.segment_is_tail))
    tails = _dated(table, np.flatnonzero(chosen & table.segment_is_tail))
    # A tail belongs to the airing that started the day before.
    goes_on = {(row, day - 1): stop for row, day, _, stop in zip(*tails, strict=True)}
    day_starts = absolute_minute(table.epoch)
    listed = []
    for row, day, start, stop in zip(*heads, strict=True):
        end = MINUTES_PER_DAY + goes_on.get((row, day), 0) if stop == MINUTES_PER_DAY else stop
        at = day_starts + day * MINUTES_PER_DAY
        listed.append((row, at + start, at + end))
    # Without airings the array has one dimension, and the columns could not be taken.
    columns = np.array(sorted(listed), dtype=np.int64).reshape(-1, 3)
    return AiringList(columns[:, 0].astype(np.int32), columns[:, 1], columns[:, 2])


def _dated(table: AirtimeTable, segments: NDArray[np.intp]) -> tuple[list[int], list[int], list[int], list[int]]:
    """Row, day after the epoch, first minute and first minute after it of some segments on each of their dates."""
    number, day = np.nonzero(_flags(table.segment_dates[segments]))
    segment = segments[number]
    return (
        table.segment_row[segment].tolist(),
        day.tolist(),
        table.segment_start[segment].tolist(),
        table.segment_stop[segment].tolist(),
    )


def _flags(dates: Bits) -> NDArray[np.bool_]:
    """(m, words) date sets as (m, 64 words) flags."""
    as_bytes = np.ascontiguousarray(dates.astype("<u8")).view(np.uint8)
    in_bytes = as_bytes.reshape(len(dates), 8 * dates.shape[-1])
    return np.unpackbits(in_bytes, axis=1, bitorder="little").astype(bool)
