"""The 24-hour day of a plan: who is on the air when, over the dates of a period, with the listeners' clocks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from bcastplan.airtime.bits import to_int
from bcastplan.airtime.table import AirtimeTable
from bcastplan.conflicts.words import date_words
from bcastplan.hours import Period, RowFacts
from bcastplan.model.clock import MINUTES_PER_DAY
from bcastplan.model.plan import Plan
from bcastplan.reference import TargetClock, target_clock
from bcastplan.reference.listener_places import listeners_clock
from bcastplan.reference.target_clocks import minutes_ahead

_STEP_MINUTES = 15


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the UTC day in which a service uses a frequency, ``stop_minute`` at most 1440.

    ``days`` of the period's ``HoursResult.period.days`` dates have it; ``words`` says which.
    """

    frequency_khz: float
    band: str
    band_order: int
    service: str
    sites: tuple[str, ...]
    targets: tuple[str, ...]
    start_minute: int
    stop_minute: int
    days: int
    words: str


@dataclass(frozen=True, slots=True)
class LocalClock:
    """What the clocks of some listeners or targets show; several ``zones`` show the same.

    ``changes`` are the minutes ahead of UTC from a date on, the first one from the period's first date.
    """

    zones: tuple[str, ...]
    targets: tuple[str, ...]
    changes: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The 24-hour UTC day of a period of ``days`` dates.

    ``load`` is, by band, the mean number of transmitters on the air in each of the 96 quarters of an hour.
    ``unplaced_targets`` have no one local clock.
    """

    days: int
    bars: tuple[Bar, ...]
    load: tuple[tuple[str, tuple[float, ...]], ...]
    clocks: tuple[LocalClock, ...]
    unplaced_targets: tuple[str, ...] = ()


def timeline_of(
    table: AirtimeTable, facts: Sequence[RowFacts], period: Period, plans: Sequence[Plan] | None = None
) -> Timeline:
    """The day of the airings that start on the dates of ``period``.

    ``facts`` are those of the table's rows, ``plans`` the plan of each, whose groups of listeners it may name.
    """
    clocks, unplaced = _clocks(table, facts, period, plans or [Plan()] * len(facts))
    return Timeline(period.days, _bars(table, facts, period), _load(table, facts, period), clocks, unplaced)


@dataclass(slots=True)
class _Gathered:
    dates: int = 0
    sites: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    fact: RowFacts | None = None


def _bars(table: AirtimeTable, facts: Sequence[RowFacts], period: Period) -> tuple[Bar, ...]:
    """One bar for all rows with the same frequency, service and clock time."""
    period_dates = to_int(table.mask(*period))
    gathered: dict[tuple[int, str, int, int], _Gathered] = defaultdict(_Gathered)
    starts, stops, frequencies = table.start_minute.tolist(), table.stop_minute.tolist(), table.frequency_hz.tolist()
    for row, dates in enumerate(table.dates.ints()):
        if dates & period_dates:
            fact = facts[row]
            group = gathered[frequencies[row], fact.service, starts[row], stops[row]]
            group.dates |= dates & period_dates
            group.fact = fact
            if fact.site:
                group.sites.add(fact.site)
            if fact.target:
                group.targets.add(fact.target)
    words_of_dates: dict[int, str] = {}
    for group in gathered.values():
        # Many bars have the same dates, which are put into words once.
        if group.dates not in words_of_dates:
            words_of_dates[group.dates] = _words(table.epoch, group.dates)
    bars = [bar for key, group in gathered.items() for bar in _pieces(key, group, words_of_dates[group.dates])]
    return tuple(sorted(bars, key=lambda bar: (bar.frequency_khz, bar.start_minute, bar.service)))


def _words(epoch: date, bits: int) -> str:
    dates = [epoch + timedelta(days=bit) for bit in range(bits.bit_length()) if bits >> bit & 1]
    return ", ".join(part for part in date_words(dates) if part)


def _pieces(key: tuple[int, str, int, int], group: _Gathered, words: str) -> Iterable[Bar]:
    hertz, service, start, stop = key
    assert group.fact is not None
    days = group.dates.bit_count()
    stretches = [(start, min(stop, MINUTES_PER_DAY))]
    # The day is drawn once: what goes on after midnight stands at its beginning.
    if stop > MINUTES_PER_DAY:
        stretches.append((0, stop - MINUTES_PER_DAY))
    for begin, end in stretches:
        yield Bar(
            frequency_khz=hertz / 1000,
            band=group.fact.band,
            band_order=group.fact.band_order,
            service=service,
            sites=tuple(sorted(group.sites)),
            targets=tuple(sorted(group.targets)),
            start_minute=begin,
            stop_minute=end,
            days=days,
            words=words,
        )


def _load(table: AirtimeTable, facts: Sequence[RowFacts], period: Period) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """Transmitter minutes by band and quarter of an hour, as a mean over the days of the period."""
    weights = table.segment_dates.counts(table.mask(*period)).tolist()
    minutes: dict[tuple[int, str], np.ndarray] = {}
    rows = table.segment_row.tolist()
    for row, start, stop, weight in zip(
        rows, table.segment_start.tolist(), table.segment_stop.tolist(), weights, strict=True
    ):
        if weight:
            key = (facts[row].band_order, facts[row].band)
            if key not in minutes:
                minutes[key] = np.zeros(MINUTES_PER_DAY)
            # One more for each date on which the segment is on the air; divided by the days this becomes a mean.
            minutes[key][start:stop] += weight
    return tuple(
        (band, tuple((minutes[order, band].reshape(-1, _STEP_MINUTES).mean(axis=1) / period.days).tolist()))
        for order, band in sorted(minutes)
    )


def _clocks(
    table: AirtimeTable, facts: Sequence[RowFacts], period: Period, plans: Sequence[Plan]
) -> tuple[tuple[LocalClock, ...], tuple[str, ...]]:
    """The clocks of the listeners, else of the targets, most airtime first, and the names that have no one clock."""
    airtime: Counter[tuple[str, int]] = Counter()
    example: dict[tuple[str, int], int] = {}
    for row, (fact, minutes) in enumerate(zip(facts, table.minutes.tolist(), strict=True)):
        listeners = table.transmissions[row].listeners
        name = listeners or fact.target
        if name and minutes:
            # A name of listeners means the group of its own plan; a target means the same everywhere.
            key = (name, id(plans[row]) if listeners else 0)
            airtime[key] += minutes
            example.setdefault(key, row)
    by_clock: dict[TargetClock, list[tuple[str, int]]] = defaultdict(list)
    unplaced = []
    for key, _ in airtime.most_common():
        transmission, plan = table.transmissions[example[key]], plans[example[key]]
        kept = {
            listeners_clock(plan, transmission, year) if transmission.listeners else target_clock(key[0], year)
            for year in range(period.first.year, period.last.year + 1)
        }
        # A clock counts only where it is the same in every year of the period.
        clock = kept.pop()
        if clock and not kept:
            by_clock[clock].append(key)
        else:
            unplaced.append(key[0])
    order = sorted(by_clock, key=lambda clock: (-sum(airtime[key] for key in by_clock[clock]), clock))
    clocks = [
        LocalClock(
            shared_clock.zones,
            tuple(dict.fromkeys(name for name, _ in by_clock[shared_clock])),
            clock_changes(shared_clock.zone, period),
        )
        for shared_clock in order
    ]
    return tuple(clocks), tuple(dict.fromkeys(unplaced))


def clock_changes(zone: str, period: Period) -> tuple[tuple[date, int], ...]:
    """Minutes ahead of UTC that a zone keeps at noon of the period's first date, and of each date they change on."""
    place = ZoneInfo(zone)
    changes: list[tuple[date, int]] = []
    for number in range(period.days):
        day = period.first + timedelta(days=number)
        minutes = minutes_ahead(place, day)
        if not changes or changes[-1][1] != minutes:
            changes.append((day, minutes))
    return tuple(changes)
