"""Jammers on the air against a twin that keeps a set of minutes for each jammer and each frequency it may be on."""

from datetime import date, timedelta
from fnmatch import fnmatchcase

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.airtime.jamming import Jamming, PlanJammers, jamming_of
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
    jamming = jamming_of(table, [], [(row, None) for row in table.transmissions if row.jammer])
    listed = [row for row in jammers if row.jams]
    assert [row.transmission for row in jamming.rows] == listed
    for number, row in enumerate(listed):
        assert set(minutes_of(jamming, number)) == of_broadcast(row)
    assert all(minutes == 0 for row, minutes in zip(jammers, table.minutes, strict=True) if row.jammer)
