"""The table against its twin: every date in turn, weekday by weekday, minute by minute."""

from datetime import date, datetime, time, timedelta

import numpy as np
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime import AirtimeTable, build
from bcastplan.airtime.table import RowSplice
from bcastplan.model.clock import ClockTime
from bcastplan.model.days import DAILY
from bcastplan.model.repeat import parse_repeat
from bcastplan.model.season import Window, parse_season
from bcastplan.model.transmission import Transmission

ORIGIN = date(1999, 1, 1)

WINDOWS = st.one_of(
    st.sampled_from(["A24", "B23", "B24", "A99"]).map(lambda text: parse_season(text).window),
    st.builds(
        lambda first, days: Window(first, first + timedelta(days=days)),
        st.dates(date(2023, 12, 1), date(2024, 3, 10)),
        st.integers(0, 40),
    ),
    st.builds(
        lambda first, days, edges: Window(first, first + timedelta(days=days), *edges),
        st.dates(date(2024, 2, 20), date(2024, 3, 10)),
        st.integers(0, 3),
        st.tuples(st.integers(0, 700), st.integers(701, 1440)),
    ),
)
MINUTES = st.one_of(st.integers(0, 1439), st.sampled_from([0, 30, 59, 60, 61, 90, 1410, 1439]))
TIMES = st.builds(
    lambda start, length: ClockTime(start, start + length),
    MINUTES,
    st.one_of(st.integers(1, 1440), st.sampled_from([1, 30, 60, 1440])),
)
REPEATS = st.sampled_from(
    [
        "FREQ=MONTHLY;BYDAY=1SA",
        "FREQ=MONTHLY;BYMONTHDAY=29",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=WEEKLY;BYDAY=MO,SU",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU",
        "FREQ=DAILY;COUNT=5",
        "FREQ=MONTHLY;BYDAY=SU;BYSETPOS=-1",
    ]
).map(parse_repeat)


@st.composite
def transmissions(draw: st.DrawFn) -> Transmission:
    window = draw(WINDOWS)
    near = st.dates(window.first_day - timedelta(days=3), window.last_day + timedelta(days=3)) | st.sampled_from(
        [window.first_day, window.last_day, window.last_day - timedelta(days=1), date(2024, 2, 29), date(2023, 12, 31)]
    )
    return Transmission(
        frequency=9565.0,
        time=draw(TIMES),
        days=draw(st.integers(1, DAILY) | st.just(DAILY)),
        window=window,
        valid_from=draw(st.none() | near),
        valid_until=draw(st.none() | near),
        excepted=tuple(draw(st.lists(near, max_size=3))),
        repeat=draw(st.none() | REPEATS),
        status=draw(st.sampled_from(["active", "active", "planned", "unused"])),
    )


def repeated_dates(transmission: Transmission) -> set[date] | None:
    if transmission.repeat is None:
        return None
    if transmission.repeat.needs_first_date and transmission.valid_from is None:
        return set()
    anchor = transmission.valid_from or transmission.window.first_day
    rule = rrulestr(transmission.repeat.text, dtstart=datetime.combine(anchor, time.min))
    horizon = datetime.combine(date(2030, 1, 1), time.min)
    named = set()
    for moment in rule:
        if moment > horizon:
            break
        named.add(moment.date())
    return named


def twin(transmission: Transmission) -> dict[date, set[int]]:
    """Date on which an airing starts -> its minutes since ORIGIN, by walking every date of the window."""
    window = transmission.window
    opens = (window.first_day - ORIGIN).days * 1440 + window.start_minute
    closes = (window.last_day - ORIGIN).days * 1440 + window.stop_minute
    if window.stop_minute == 1440:
        closes += 1440
    repeated = repeated_dates(transmission)
    airings: dict[date, set[int]] = {}
    day = window.first_day
    if window.start_minute and transmission.valid_from is not None:
        day -= timedelta(days=1)  # what starts on the eve of a season is clipped like everything else
    while day <= window.last_day and transmission.status != "unused":
        if (
            transmission.days >> day.weekday() & 1
            and (transmission.valid_from is None or day >= transmission.valid_from)
            and (transmission.valid_until is None or day <= transmission.valid_until)
            and day not in transmission.excepted
            and (repeated is None or day in repeated)
        ):
            midnight = (day - ORIGIN).days * 1440
            minutes = {
                minute
                for minute in range(midnight + transmission.time.start_minute, midnight + transmission.time.stop_minute)
                if opens <= minute < closes
            }
            if minutes:
                airings[day] = minutes
        day += timedelta(days=1)
    return airings


def on_air(table: AirtimeTable, row: int) -> list[int]:
    """Every minute of a row's segments since ORIGIN, with repetitions where segments overlap."""
    minutes = []
    for segment in range(*table.segments_of(row).indices(len(table.segment_row))):
        for bit in range(table.words * 64):
            if int(table.segment_dates[segment, bit // 64]) >> bit % 64 & 1:
                midnight = (table.date_of(bit) - ORIGIN).days * 1440
                minutes += range(
                    midnight + int(table.segment_start[segment]), midnight + int(table.segment_stop[segment])
                )
    return minutes


def assert_equals_twin(table: AirtimeTable) -> None:
    totals = table.minutes
    for row, transmission in enumerate(table.transmissions):
        expected = twin(transmission)
        assert table.date_list(row) == sorted(expected)
        bounds = (min(expected), max(expected)) if expected else None
        assert table.row_dates_first_last(row) == bounds
        minutes = sorted(minute for airing in expected.values() for minute in airing)
        assert sorted(on_air(table, row)) == minutes
        assert totals[row] == len(minutes)
        tails = {  # what is left of an airing of the eve begins where the window opens
            (minute // 1440, minute % 1440)
            for day, airing in expected.items()
            for minute in airing
            if minute // 1440 > (day - ORIGIN).days and day >= transmission.window.first_day
        }
        found = set()
        for segment in range(*table.segments_of(row).indices(len(table.segment_row))):
            start, stop = int(table.segment_start[segment]), int(table.segment_stop[segment])
            assert 0 <= start < stop <= 1440
            if table.segment_is_tail[segment]:
                for bit in range(table.words * 64):
                    if int(table.segment_dates[segment, bit // 64]) >> bit % 64 & 1:
                        found |= {((table.date_of(bit) - ORIGIN).days, minute) for minute in range(start, stop)}
        assert found == tails
    assert (np.diff(table.segment_row) >= 0).all()


@given(st.lists(transmissions(), min_size=1, max_size=3))
def test_equals_an_expansion_date_by_date(rows: list[Transmission]) -> None:
    assert_equals_twin(build(rows))


@given(
    st.lists(transmissions(), min_size=1, max_size=3),
    st.lists(
        st.tuples(st.sampled_from(["replace", "append", "insert", "remove"]), st.integers(0, 9), transmissions()),
        max_size=3,
    ),
)
def test_edits_of_the_table_equal_a_new_table(
    rows: list[Transmission], edits: list[tuple[str, int, Transmission]]
) -> None:
    table = build(rows)
    rows = list(rows)
    for edit, position, transmission in edits:
        if edit == "append":
            table, rows = table.appended(transmission), [*rows, transmission]
        elif edit == "insert":
            row = position % (len(rows) + 1)
            table, rows = table.inserted(row, transmission), [*rows[:row], transmission, *rows[row:]]
        elif rows:
            row = position % len(rows)
            new = [transmission] if edit == "replace" else []
            table = table.replaced(row, transmission) if edit == "replace" else table.removed(row)
            rows = rows[:row] + new + rows[row + 1 :]
    assert_equals_a_new_table(table, rows)


@given(st.lists(transmissions(), max_size=6), st.data())
def test_several_splices_at_once_equal_a_new_table(rows: list[Transmission], data: st.DataObject) -> None:
    edges = sorted(data.draw(st.lists(st.integers(0, len(rows)), max_size=6)))
    splices = [
        RowSplice(first, stop, tuple(data.draw(st.lists(transmissions(), max_size=2))))
        for first, stop in zip(edges[::2], edges[1::2], strict=False)
    ]
    expected = list(rows)
    for first, stop, added in reversed(splices):
        expected[first:stop] = added
    assert_equals_a_new_table(build(rows).spliced(splices), expected)


def test_a_splice_outside_the_table_is_refused() -> None:
    with pytest.raises(IndexError, match="no row 1"):
        build([]).spliced([RowSplice(1, 1, ())])


def assert_equals_a_new_table(table: AirtimeTable, rows: list[Transmission]) -> None:
    fresh = build(rows)
    assert table.transmissions == tuple(rows)
    assert [table.date_list(row) for row in range(len(rows))] == [fresh.date_list(row) for row in range(len(rows))]
    assert table.problems == fresh.problems
    assert table.problem_rows == fresh.problem_rows
    for name in ("frequency_hz", "start_minute", "stop_minute", "segment_row", "segment_start", "segment_stop"):
        assert getattr(table, name).tolist() == getattr(fresh, name).tolist()
        assert getattr(table, name).dtype == getattr(fresh, name).dtype
    assert table.segment_is_tail.tolist() == fresh.segment_is_tail.tolist()
    assert table.minutes.tolist() == fresh.minutes.tolist()
