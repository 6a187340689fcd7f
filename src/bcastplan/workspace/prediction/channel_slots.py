"""Who is on the channels of a band when, and when a transmission could be there: stretches of the days of a week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.bits import WORD_BITS, Bits, from_ints
from bcastplan.airtime.jamming import Jamming
from bcastplan.airtime.table import AirtimeTable
from bcastplan.conflicts import RowSide
from bcastplan.conflicts.kinds import raster_steps_hz
from bcastplan.conflicts.pool import GRAVE, Pool
from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime
from bcastplan.model.days import DAILY
from bcastplan.model.frequency import hertz
from bcastplan.model.transmission import Transmission
from bcastplan.reference import target_points
from bcastplan.workspace.prediction.channel_neighbours import Neighbourhood

DAYS = 7


class Use(IntEnum):
    """What a stretch of a channel is to the transmission; what is higher hides what is lower."""

    ELSEWHERE = 0
    """Somebody is on the channel, and there would be no conflict of warning or error."""
    BESIDE = 1
    """Somebody on a neighbouring channel would be such a conflict."""
    THEIRS = 2
    """Somebody of others on the channel would be such a conflict."""
    OURS = 3
    """Another transmission of the plans is on the channel."""
    JAMMED = 4
    """A jammer is on the channel."""


class Stretch(NamedTuple):
    """Minutes of the day, on some days of the week (bit 0: Monday), in which somebody is on the air.

    ``row`` is a row of the workspace's table, -1 for a jammer.
    """

    use: Use
    start_minute: int
    stop_minute: int
    weekdays: int
    label: str
    row: int


@dataclass(frozen=True, eq=False)
class ChannelSlots:
    """The stretches of each channel, those that hide others last; what none of them covers is free.

    ``own`` are the minutes of the transmission itself, wherever it is, as (start, stop, days of the week).
    """

    channels: tuple[tuple[Stretch, ...], ...]
    own: tuple[tuple[int, int, int], ...]

    @property
    def weekdays(self) -> int:
        """The days of the week on which the transmission is on the air."""
        mask = 0
        for _, _, days in self.own:
            mask |= days
        return mask


def channel_slots(
    neighbourhood: Neighbourhood, transmission: Transmission, channels_khz: Sequence[float]
) -> ChannelSlots:
    """The use of some channels, rising, between the first and the last date of a transmission.

    A minute is free where the transmission could be on the air, on that day of the week and with the same site and
    target, without a conflict of warning or error and without a jammer.
    """
    # On the air all day, every day, it meets everybody who is ever in the way; the stretches tell when.
    all_day = transmission.changed(time=ClockTime(0, MINUTES_PER_DAY), days=DAILY, repeat=None, excepted=(), sync=None)
    table, sides = neighbourhood.with_candidates([all_day, transmission])
    me = len(neighbourhood.rows)
    jamming = neighbourhood.jamming(neighbourhood.table)
    pool = Pool.of(table, sides, {}, jamming)
    hz = np.array([hertz(khz) for khz in channels_khz], dtype=np.int64)
    neighbours = pool.neighbours(me, int(hz[0]), int(hz[-1]))
    ranks = neighbours.ranks(hz, sides[me].region)
    grave = {
        row: np.flatnonzero(ranks[:, place] <= GRAVE).tolist() for place, row in enumerate(neighbours.rows.tolist())
    }
    days = _WeekdaysOf(table, transmission)
    channels: list[list[Stretch]] = [[] for _ in channels_khz]
    step = raster_steps_hz(hz, np.full(hz.size, sides[me].region or 0, dtype=np.uint8))
    on_channel = _nearest(hz, step, table.frequency_hz)
    own_rows = neighbourhood.workspace.own_rows
    for place, row in enumerate(neighbourhood.rows):
        ours = row < own_rows and not neighbourhood.sides[place].is_reference
        here = int(on_channel[place])
        for number in {here, *grave.get(place, ())} - {_NOWHERE}:
            in_conflict = number in grave.get(place, ())
            use = Use.BESIDE
            if number == here:
                use = Use.OURS if ours else Use.THEIRS if in_conflict else Use.ELSEWHERE
            channels[number] += days.stretches(place, use, _label(table.transmissions[place]), row)
    for number, stretch in _jammed(jamming, sides[me], transmission, hz, step):
        channels[number].append(stretch)
    own = tuple(
        (stretch.start_minute, stretch.stop_minute, stretch.weekdays)
        for stretch in days.stretches(me + 1, Use.OURS, "", me)
    )
    # Stretches begin with their use, so sorting puts those that hide others last.
    return ChannelSlots(tuple(tuple(sorted(each)) for each in channels), own)


_NOWHERE = -1


def _nearest(
    channels_hz: NDArray[np.int64], step_hz: NDArray[np.int64], frequency_hz: NDArray[np.int64]
) -> NDArray[np.int64]:
    """(n,) the channel on which each frequency is shown: the nearest, _NOWHERE where it is a step and more away."""
    behind = np.clip(np.searchsorted(channels_hz, frequency_hz), 0, channels_hz.size - 1)
    before = np.maximum(behind - 1, 0)
    nearer = np.where(
        np.abs(frequency_hz - channels_hz[before]) <= np.abs(channels_hz[behind] - frequency_hz), before, behind
    )
    return np.where(np.abs(channels_hz[nearer] - frequency_hz) < step_hz[nearer], nearer, _NOWHERE)


def _jammed(
    jamming: Jamming,
    side: RowSide,
    transmission: Transmission,
    channels_hz: NDArray[np.int64],
    step_hz: NDArray[np.int64],
) -> Iterator[tuple[int, Stretch]]:
    """The channels on which jammers of the plan or of lists meet a side, each with a stretch of it."""
    if not len(jamming):
        return
    days = _WeekdaysOf(jamming.table, transmission)
    for place, jammer in enumerate(jamming.rows):
        aimed = target_points(jammer.transmission.target)
        if jammer.plan not in (None, side.plan) or (aimed and side.target_bits and not aimed & side.target_bits):
            continue
        near = np.maximum(jammer.low_hz - channels_hz, channels_hz - jammer.high_hz) < step_hz
        for stretch in days.stretches(place, Use.JAMMED, jammer.name, -1):
            yield from ((number, stretch) for number in np.flatnonzero(near).tolist())


def _label(transmission: Transmission) -> str:
    """Who it is, as the codes of a list have it: broadcaster or service, and site."""
    who = transmission.broadcaster or transmission.service or transmission.manager or ""
    return " ".join(part for part in (who, transmission.site_code or "") if part)


class _WeekdaysOf:
    """The stretches of the rows of a table between the first and the last date of a transmission."""

    def __init__(self, table: AirtimeTable, transmission: Transmission) -> None:
        within = table.mask(transmission.first_date, transmission.last_date)
        dates: Bits = table.segment_dates[:] & within
        first = table.epoch.weekday()
        bits = table.words * WORD_BITS
        of_day = from_ints(
            (sum(1 << bit for bit in range((day - first) % DAYS, bits, DAYS)) for day in range(DAYS)), table.words
        )
        self._weekdays = sum(((dates & of_day[day]).any(axis=1).astype(np.int64) << day) for day in range(DAYS))
        self._table = table

    def stretches(self, place: int, use: Use, label: str, row: int) -> Iterator[Stretch]:
        """Those of one row as they are used; days on which it is never on the air have none."""
        table, part = self._table, self._table.segments_of(place)
        for number in range(part.start, part.stop):
            if weekdays := int(self._weekdays[number]):
                start, stop = int(table.segment_start[number]), int(table.segment_stop[number])
                yield Stretch(use, start, stop, weekdays, label, row)
