"""Jammers on the air against a twin that keeps a set of minutes for each jammer and each frequency it may be on."""

import dataclasses
import math
from datetime import date, timedelta
from fnmatch import fnmatchcase

import numpy as np
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.airtime.jamming import JammerRow, Jamming, PlanJammers, jamming_of
from bcastplan.conflicts import PairOptions, RowSide, frequency_pairs, jammed_transmissions
from bcastplan.model.clock import ClockTime
from bcastplan.model.days import DAILY
from bcastplan.model.frequency import FrequencyRange
from bcastplan.model.jammers import Jammer
from bcastplan.model.season import Window
from bcastplan.model.transmission import Transmission

DAY = 1440
FIRST = date(2026, 10, 20)
WINDOWS = st.sampled_from(
    [Window(FIRST, FIRST + timedelta(days=9)), Window(FIRST, date(2026, 10, 25), 60, 60), Window(FIRST, FIRST, 0, 1440)]
)
TIMES = st.builds(
    lambda start, length: ClockTime(start % DAY, start % DAY + length),
    st.sampled_from([0, 30, 60, 600, 630, 1380, 1410, 1439]),
    st.sampled_from([1, 30, 60, 90, 120, 1440]),
)
DAYS = st.sampled_from([DAILY, 0b0000001, 0b1100000, 0b0011111])
DATES = st.none() | st.dates(FIRST - timedelta(days=2), FIRST + timedelta(days=8))
SERVICES = ("VOA", "VOA Korean", "RFA")
BROADCASTS = st.builds(
    lambda khz, time, days, window, service, name, status: Transmission(
        frequency=khz, time=time, days=days, window=window, service=service, id=name, status=status
    ),
    st.sampled_from([6000.0, 6005.0, 9565.0]),
    TIMES,
    DAYS,
    WINDOWS,
    st.sampled_from(SERVICES),
    st.sampled_from([None, "voa-1", "rfa-1"]),
    st.sampled_from(["active", "active", "unused"]),
)
RANGES = st.sampled_from(
    [FrequencyRange(5990.0, 6003.0), FrequencyRange(6000.0, 6000.0), FrequencyRange(6003.0, 6100.0)]
)
JAMMERS = st.builds(
    lambda ranges, follows, time, days, first, last: Jammer(
        name="J",
        latitude=39.0,
        longitude=125.0,
        frequencies=tuple(ranges),
        follows=tuple(follows),
        time=time,
        days=days,
        valid_from=first,
        valid_until=last,
    ),
    st.lists(RANGES, max_size=3),
    st.lists(st.sampled_from(["voa-*", "VOA*", "RFA", "*"]), max_size=2),
    st.none() | TIMES,
    DAYS,
    DATES,
    DATES,
)


def airings(days: int, time: ClockTime, first: date, last: date) -> set[int]:
    """The minutes of all airings that start on some days of the week between two dates."""
    minutes: set[int] = set()
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        if days >> date.fromordinal(ordinal).weekday() & 1:
            minutes.update(range(ordinal * DAY + time.start_minute, ordinal * DAY + time.stop_minute))
    return minutes


def of_broadcast(transmission: Transmission) -> set[int]:
    """The minutes that a broadcast is on the air: one whose window closes at 2400 runs on into the next day."""
    window = transmission.window
    opens = window.first_day.toordinal() * DAY + window.start_minute
    closes = (window.last_day.toordinal() + (window.stop_minute == DAY)) * DAY + window.stop_minute
    minutes = airings(transmission.days, transmission.time, window.first_day, window.last_day)
    return {minute for minute in minutes if opens <= minute < closes} if transmission.status == "active" else set()


def twin(broadcasts: list[Transmission], jammer: Jammer, calendar: range) -> dict[tuple[int, int], set[int]]:
    """Lowest and highest hertz of what is jammed together -> the minutes of it inside the calendar."""
    eve, end = date.fromordinal(calendar.start // DAY - 1), date.fromordinal(calendar.stop // DAY)
    first = max(jammer.valid_from or eve, eve)
    last = min(jammer.valid_until or end, end)
    on = airings(jammer.days, jammer.time or ClockTime(0, DAY), first, last) & set(calendar)
    hz = {value for part in jammer.frequencies for value in range(round(part.low_khz), round(part.high_khz) + 1)}
    jammed: dict[tuple[int, int], set[int]] = {}
    for low in sorted(hz):
        if low - 1 not in hz or not any(part.low_khz <= low - 0.5 <= part.high_khz for part in jammer.frequencies):
            high = low
            while any(part.low_khz <= high + 0.5 <= part.high_khz for part in jammer.frequencies):
                high += 1
            jammed[low * 1000, high * 1000] = on
    for broadcast in broadcasts:
        names = [broadcast.service, *([broadcast.id] if broadcast.id else [])]
        if round(broadcast.frequency_khz) not in hz and any(
            fnmatchcase(name, glob) for glob in jammer.follows for name in names
        ):
            at = round(broadcast.frequency_khz) * 1000
            jammed.setdefault((at, at), set()).update(of_broadcast(broadcast) & on)
    return {key: minutes for key, minutes in jammed.items() if minutes}


def minutes_of(jamming: Jamming, row: int) -> list[int]:
    table = jamming.table
    part = table.segments_of(row)
    minutes: list[int] = []
    for number in range(part.start, part.stop):
        octets = np.ascontiguousarray(table.segment_dates[number], dtype="<u8").view(np.uint8)
        for bit in np.flatnonzero(np.unpackbits(octets, bitorder="little")[:15]).tolist():
            base = (table.epoch.toordinal() + bit) * DAY
            minutes += range(base + int(table.segment_start[number]), base + int(table.segment_stop[number]))
    return minutes


@given(st.lists(BROADCASTS, min_size=1, max_size=5), JAMMERS)
def test_a_jammer_is_on_the_air_as_its_twin(broadcasts: list[Transmission], jammer: Jammer) -> None:
    table = build(broadcasts)
    # The first date of a table is a spare one, before all broadcasts.
    calendar = range((table.epoch.toordinal() + 1) * DAY, (table.epoch.toordinal() + 13) * DAY)
    jamming = jamming_of(table, [PlanJammers("p", [jammer], range(len(broadcasts)))], [])
    found = {}
    for number, row in enumerate(jamming.rows):
        minutes = minutes_of(jamming, number)
        assert len(minutes) == len(set(minutes)), "a jammer overlaps itself"
        if seen := {minute for minute in minutes if minute in calendar}:
            found[row.low_hz, row.high_hz] = seen
    assert found == twin(broadcasts, jammer, calendar)
    both = jamming.following(table)
    assert both.minutes.tolist() == [*table.minutes.tolist(), *jamming.table.minutes.tolist()]
    assert [part.service for part in both.transmissions[len(table) :]] == ["J"] * len(jamming)
    assert not any(part.counts for part in both.transmissions[len(table) :])


@given(st.lists(BROADCASTS, min_size=1, max_size=4), st.integers(0, 3))
def test_a_jammer_of_a_list_is_on_the_air_as_a_broadcast_would_be(broadcasts: list[Transmission], at: int) -> None:
    jammers = [broadcast.changed(jammer=number == at) for number, broadcast in enumerate(broadcasts)]
    table = build(jammers)
    jamming = jamming_of(table, [], [JammerRow.of_list(row, None) for row in table.transmissions if row.jammer])
    listed = [row for row in jammers if row.jams]
    assert [row.transmission for row in jamming.rows] == listed
    for number, row in enumerate(listed):
        assert set(minutes_of(jamming, number)) == of_broadcast(row)
    assert all(minutes == 0 for row, minutes in zip(jammers, table.minutes, strict=True) if row.jammer)


TARGETS = st.sampled_from([None, "44NE", "44", "18"])
SIDES = st.lists(
    st.tuples(TARGETS, st.booleans(), st.sampled_from(["p", "q"]), st.sampled_from([None, 2, 3])), min_size=9
)


def sides_of(broadcasts: list[Transmission], facts: list[tuple]) -> list[RowSide]:
    return [
        RowSide.of(broadcast.changed(target=target), region=region, is_reference=reference, plan=plan)
        for broadcast, (target, reference, plan, region) in zip(broadcasts, facts, strict=False)
    ]


def jammed_twin(
    broadcasts: list[Transmission],
    sides: list[RowSide],
    jamming: Jamming,
    options: PairOptions,
) -> set[tuple]:
    """Every jammed transmission by a comparison of minutes: row, jammer row, minutes, dates of stretches, distance."""
    found = set()
    for number, jammer in enumerate(jamming.rows):
        on = set(minutes_of(jamming, number))
        for row, (broadcast, side) in enumerate(zip(broadcasts, sides, strict=True)):
            hz = round(broadcast.frequency_khz * 1000)
            step = 5000 if hz >= 1_800_000 else 10_000 if side.region == 2 else 9000
            apart = max(0, jammer.low_hz - hz, hz - jammer.high_hz)
            cap = math.inf if options.separation_khz is None else options.separation_khz * 1000
            if side.is_reference or jammer.plan not in (None, side.plan) or apart >= step or apart > cap:
                continue
            target = RowSide.of(jammer.transmission).target_bits
            known = side.target_bits is not None and target is not None
            shared = (side.target_bits & target).bit_count() if known else None
            if shared == 0 and not options.all_areas:
                continue
            minutes = of_broadcast(broadcast) & on if broadcast.counts else set()
            starts = {
                minute // DAY for minute in minutes if not (minute - 1 in minutes and same_airing(broadcast, minute))
            }
            if minutes:
                found.add((row, number, len(minutes), len(starts), apart / 1000, shared))
    return found


def same_airing(broadcast: Transmission, minute: int) -> bool:
    """Whether a minute and the one before it belong to one airing."""
    return minute % DAY != broadcast.time.start_minute


JAMMED_BROADCASTS = st.builds(
    lambda broadcast, khz, target, jams: broadcast.changed(frequency_khz=khz, target=target, jammer=jams),
    BROADCASTS,
    st.sampled_from([1350.0, 1359.0, 5996.0, 6000.0, 6005.0, 6104.9]),
    TARGETS,
    st.sampled_from([False, False, False, True]),
)
JAMMERS_NEAR = st.builds(
    lambda jammer, ranges: dataclasses.replace(jammer, frequencies=tuple(ranges)),
    JAMMERS,
    st.lists(st.sampled_from([*(FrequencyRange(low, low + 4) for low in (1345.0, 1350.0, 5992.0)),
                              FrequencyRange(6000.0, 6100.0)]), max_size=2),
)  # fmt: skip


@given(
    st.lists(JAMMED_BROADCASTS, min_size=1, max_size=6),
    SIDES,
    JAMMERS_NEAR,
    st.sampled_from([None, 0, 4, 20]),
    st.booleans(),
)
@examples(120)
def test_who_is_jammed_equals_the_comparison_minute_by_minute(
    broadcasts: list[Transmission], facts: list[tuple], jammer: Jammer, cap: float | None, all_areas: bool
) -> None:
    table = build(broadcasts)
    sides = sides_of(broadcasts, facts)
    listed = [JammerRow.of_list(row, None) for row in broadcasts if row.jammer]
    jamming = jamming_of(table, [PlanJammers("p", [jammer], range(len(broadcasts)))], listed)
    options = PairOptions(separation_khz=cap, all_areas=all_areas)
    result = jammed_transmissions(table, sides, jamming, options)
    assert {
        (item.row, item.jammer_row, item.overlap_minutes, item.dates, item.separation_khz, item.shared_test_points)
        for item in result
    } == jammed_twin(broadcasts, sides, jamming, options)
    assert len({(item.row, item.jammer_row) for item in result}) == len(result)
    assert [item.overlap_minutes for item in result] == sorted((item.overlap_minutes for item in result), reverse=True)
    for item in result:
        assert item.first <= item.last
        assert result.when(item)
    pairs = frequency_pairs(table, sides)
    assert not {pair.a_row for pair in pairs} & {row for row, part in enumerate(broadcasts) if part.jammer}
