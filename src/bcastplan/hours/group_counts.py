"""Airings divided into groups and buckets, each measure from the airings themselves by its own definition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import NamedTuple

import numpy as np

from bcastplan.airtime.bits import Bits, popcount
from bcastplan.airtime.table import AirtimeTable
from bcastplan.hours.fixed_amounts import IdleAmounts, fixed_charges
from bcastplan.hours.groups import Groups, numbered
from bcastplan.hours.hours_result import HoursRow
from bcastplan.hours.measures import DateMasks, Integers, Stretches, joined, minutes_by_bucket, split_at, union
from bcastplan.hours.money import Charge, ChargeBook, ChargeScale
from bcastplan.hours.periods import Bucket, Period
from bcastplan.hours.row_facts import RowFacts

_BUCKETS_AT_ONCE = 512  # bounds the memory that a century counted by days takes


@dataclass(frozen=True, slots=True)
class Counting:
    """The airings of a table, ready to be counted for any groups and buckets.

    ``by_row`` is keyed by row of the table, ``by_charge`` by ``row * number of charges + charge``. A channel is
    one frequency of one service.
    """

    table: AirtimeTable
    edge_minute: int
    by_row: Stretches
    by_charge: Stretches
    scale: ChargeScale
    idle: IdleAmounts
    service_of_row: Integers
    services: int
    channel_of_row: Integers
    channels: int

    @classmethod
    def of(cls, table: AirtimeTable, facts: Sequence[RowFacts], edge_minute: int) -> Counting:
        """Prepare a table; ``edge_minute`` is the minute of the day at which the buckets to come may meet."""
        by_row = Stretches(
            table.segment_row.astype(np.int64),
            table.segment_start.astype(np.int64),
            table.segment_stop.astype(np.int64),
            table.segment_dates,
        )
        by_row = split_at(by_row, edge_minute)
        by_charge, scale, idle = _charged(table, facts, by_row)
        services = numbered(fact.service for fact in facts)
        channels = numbered(zip((fact.service for fact in facts), table.frequency_hz.tolist(), strict=True))
        return cls(table, edge_minute, by_row, by_charge, scale, idle, *services, *channels)

    def rows(
        self, groups: Groups, buckets: Iterator[Bucket], period: Period, spans: Sequence[Period]
    ) -> list[HoursRow]:
        """One row per group and bucket with a minute on the air inside the period, groups first.

        ``spans`` are the dates on which a schedule holds. Rows without groups bear the fixed amounts of months and
        seasons without airtime too.
        """
        measures = _Measures.of(self, groups)
        dates = self._dates_by_group(groups)
        listed: list[tuple[int, int, HoursRow]] = []
        number = 0
        while batch := list(islice(buckets, _BUCKETS_AT_ONCE)):
            masks = [self._masks(bucket, period) for bucket in batch]
            frequency, programme, charged = measures.minutes(masks, self.edge_minute)
            for column, bucket in enumerate(batch):
                days = bucket.days_in(period)
                scheduled = min(days, sum(bucket.days_of(span) for span in spans))
                # Idle amounts are in totals only: no group of transmissions bears them.
                idle = self.idle.between(bucket.first, bucket.last, period) if groups.values == [()] else {}
                for group, charges in measures.charges_by_group(charged[:, column]).items():
                    frequency_minutes = int(frequency[group, column])
                    row = HoursRow(
                        values=groups.values[group],
                        names=groups.names[group],
                        period=bucket.label,
                        days=days,
                        frequency_minutes=frequency_minutes,
                        programme_minutes=int(programme[group, column]),
                        frequency_minutes_per_day=frequency_minutes / days,
                        bucket_days=max(days, bucket.days),
                        scheduled_days=scheduled,
                        # All minutes of a group may run over from the evening before the bucket: it has airtime, and no
                        # airing starts in it.
                        days_on_air=max(1, int(popcount(dates[group] & masks[column].from_edge))),
                        **self.scale.account(charges, idle)._asdict(),
                    )
                    listed.append((group, number + column, row))
            number += len(batch)
        listed.sort(key=lambda entry: entry[:2])
        return [row for _, _, row in listed]

    def _dates_by_group(self, groups: Groups) -> Bits:
        """(groups, words) the dates on which an airing of each group starts."""
        dates = np.zeros((len(groups.values), self.table.words), dtype=np.uint64)
        sets = self.table.dates
        # Rows of one group that have the same dates are looked at once: a season has few different sets.
        different = int(sets.numbers.max(initial=0)) + 1
        _, first = np.unique(groups.of_row * different + sets.numbers, return_index=True)
        np.bitwise_or.at(dates, groups.of_row[first], sets[first])
        return dates

    def _masks(self, bucket: Bucket, period: Period) -> DateMasks:
        first, last = max(bucket.first, period.first), min(bucket.last, period.last)
        from_edge = self.table.mask(first, last)
        if not bucket.edge_minute:
            return DateMasks(from_edge, from_edge)
        next_day = timedelta(days=1)
        # Before the edge minute a bucket has the dates one day later: a season begins and ends at 0100, not at
        # midnight.
        first, last = max(bucket.first + next_day, period.first), min(bucket.last + next_day, period.last)
        return DateMasks(self.table.mask(first, last), from_edge)


class _Measures(NamedTuple):
    """Stretches of every measure for one division into groups; ``charged`` is keyed by number of the pair."""

    channels: Stretches
    services: Stretches
    groups: int
    charged: Stretches
    pairs: list[tuple[int, int]]
    """(group, charge) of each number."""

    @classmethod
    def of(cls, counting: Counting, groups: Groups) -> _Measures:
        def united(unit_of_row: Integers, units: int) -> Stretches:
            row = counting.by_row.key
            # The union is taken per group and unit; only then are the units of a group added up.
            cells = union(counting.by_row.with_key(groups.of_row[row] * units + unit_of_row[row]))
            return cells.with_key(cells.key // units)

        charges = len(counting.scale.charges)
        row, charge = np.divmod(counting.by_charge.key, charges)
        pairs, pair = np.unique(groups.of_row[row] * charges + charge, return_inverse=True)
        return cls(
            united(counting.channel_of_row, counting.channels),
            united(counting.service_of_row, counting.services),
            len(groups.values),
            counting.by_charge.with_key(pair.astype(np.int64)),
            [divmod(number, charges) for number in pairs.tolist()],
        )

    def minutes(self, masks: list[DateMasks], edge_minute: int) -> tuple[Integers, Integers, Integers]:
        """Minutes per bucket: of frequencies and programmes by group, of transmitters by pair."""
        return (
            minutes_by_bucket(self.channels, self.groups, masks, edge_minute),
            minutes_by_bucket(self.services, self.groups, masks, edge_minute),
            minutes_by_bucket(self.charged, len(self.pairs), masks, edge_minute),
        )

    def charges_by_group(self, minutes_of_pair: Integers) -> dict[int, list[tuple[int, int]]]:
        """Group -> (charge, transmitter minutes above 0)."""
        charges: dict[int, list[tuple[int, int]]] = {}
        used = np.flatnonzero(minutes_of_pair)
        for number, minutes in zip(used.tolist(), minutes_of_pair[used].tolist(), strict=True):
            group, charge = self.pairs[number]
            charges.setdefault(group, []).append((charge, minutes))
        return charges


def _charged(
    table: AirtimeTable, facts: Sequence[RowFacts], by_row: Stretches
) -> tuple[Stretches, ChargeScale, IdleAmounts]:
    """Divide the stretches, rows rising, by the charges that hold on their dates; add what bears fixed amounts."""
    book = ChargeBook(table)
    by_the_hour = [book.charges_of(fact) for fact in facts]
    shared, idle = fixed_charges(table, facts, by_the_hour)
    numbers: dict[Charge, int] = {}
    steady = np.full(len(facts), -1, dtype=np.int64)
    dated: list[tuple[int, int, Bits]] = []
    for row, charges in enumerate(by_the_hour):
        for charge, on in charges:
            number = numbers.setdefault(charge, len(numbers))
            if on is None:
                steady[row] = number
            else:
                dated.append((row, number, on))
    dated += [(row, numbers.setdefault(charge, len(numbers)), on) for row, charge, on in shared]
    lasting = by_row.chosen(steady[by_row.key] >= 0)
    parts = [lasting.with_key(lasting.key * len(numbers) + steady[lasting.key])]
    for row, number, on in dated:
        # Rows rise, so the stretches of one row are a slice.
        low, high = np.searchsorted(by_row.key, (row, row + 1)).tolist()
        part = by_row.chosen(np.arange(low, high))
        key = np.full(high - low, row * len(numbers) + number)
        parts.append(part.with_key(key)._replace(dates=part.dates.within(on)))
    return joined(parts), ChargeScale(list(numbers)), idle
