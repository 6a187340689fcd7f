"""The rows that jammers get: dates, tails, ranges, where they are written, and what is kept of lists."""

from datetime import date, timedelta

import pytest

from bcastplan.airtime import build
from bcastplan.airtime.bits import WORD_BITS, to_int
from bcastplan.airtime.jamming import JammerRow, KeptAirings, PlanJammers, jamming_of
from bcastplan.model.clock import ClockTime
from bcastplan.model.finding import Place
from bcastplan.model.frequency import FrequencyRange
from bcastplan.model.jammers import Jammer
from bcastplan.model.season import Window
from bcastplan.model.transmission import Transmission

FIRST = date(2026, 7, 6)
WINDOW = Window(FIRST, FIRST + timedelta(days=6))


def broadcast(khz=9565.0, **more):
    return Transmission(frequency=khz, time=ClockTime(600, 660), window=WINDOW, service="VOA", **more)


def jammer(*ranges, **more):
    frequencies = tuple(FrequencyRange(low, high) for low, high in ranges)
    return Jammer(name="J", latitude=39.0, longitude=125.0, frequencies=frequencies, **more)


def rows_of(of_jammer, *broadcasts):
    table = build(broadcasts or [broadcast()])
    return jamming_of(table, [PlanJammers("p", [of_jammer], range(len(table)))], [])


def segments(jamming, row=0):
    """Start, stop, dates and whether it is a tail, of each segment of a row."""
    table, part = jamming.table, jamming.table.segments_of(row)
    return [
        (
            int(table.segment_start[number]),
            int(table.segment_stop[number]),
            to_int(table.segment_dates[number]),
            bool(table.segment_is_tail[number]),
        )
        for number in range(part.start, part.stop)
    ]


def every_date(jamming):
    return (1 << jamming.table.words * WORD_BITS) - 1


def test_a_jammer_without_times_is_on_all_day_on_all_dates_of_the_table():
    jamming = rows_of(jammer((9565.0, 9570.0)))
    everything = every_date(jamming)
    # On its first date it goes on with nothing.
    assert segments(jamming) == [(0, 1440, 1, False), (0, 1440, everything - 1, True)]
    assert jamming.table.dates.ints() == [1]


def test_a_jammer_of_some_hours_starts_anew_on_every_date():
    jamming = rows_of(jammer((9565.0, 9570.0), time=ClockTime(600, 660)))
    assert segments(jamming) == [(600, 660, every_date(jamming), False)]
    assert jamming.table.dates.ints() == [every_date(jamming)]


def test_what_goes_on_behind_the_last_date_of_the_table_is_cut():
    table = build([broadcast()])
    last = table.date_of(table.words * WORD_BITS - 1)
    jamming = rows_of(jammer((9565.0, 9570.0), time=ClockTime(1410, 1470), valid_from=last, valid_until=last))
    assert segments(jamming) == [(1410, 1440, 1 << table.words * WORD_BITS - 1, False)]
    day_before = last - timedelta(days=1)
    jamming = rows_of(
        jammer((9565.0, 9570.0), time=ClockTime(1410, 1470), valid_from=day_before, valid_until=day_before)
    )
    bit = 1 << table.words * WORD_BITS - 2
    assert segments(jamming) == [(0, 30, bit << 1, True), (1410, 1440, bit, False)]
    assert jamming.table.dates.ints() == [bit]


@pytest.mark.parametrize(("khz", "rows"), [(9564.9, 2), (9565.0, 1), (9567.0, 1), (9570.0, 1), (9570.1, 2)])
def test_a_channel_inside_a_range_is_not_jammed_twice(khz, rows):
    jamming = rows_of(jammer((9565.0, 9570.0), follows=("*",)), broadcast(khz))
    assert len(jamming) == rows


@pytest.mark.parametrize(
    ("place", "origin"),
    [
        (Place("plan.yaml", 7, 5), ("plan.yaml", 7, 5)),
        (Place("plan.yaml"), ("plan.yaml", 1, 1)),
        (None, ("", 1, 1)),
    ],
)
def test_a_row_stands_where_its_jammer_is_written(place, origin):
    (row,) = rows_of(jammer((9565.0, 9565.0), place=place)).rows
    told = row.transmission.origin
    assert (told.file, told.line or 1, told.column or 1) == origin


def test_airings_of_lists_are_kept_and_forgotten_with_their_rows(monkeypatch):
    table, kept = build([broadcast()]), KeptAirings()
    row, other = (JammerRow.of_list(broadcast(khz, jammer=True), None) for khz in (9565.0, 9570.0))
    first = jamming_of(table, [], [row, other], kept)
    known = dict(kept._kept)
    again = jamming_of(table, [], [row], kept)
    assert kept._kept == {id(row): known[id(row)]}
    assert segments(again) == segments(first)
    monkeypatch.setattr("bcastplan.airtime.jamming.airings_of", None)  # nothing is expanded a second time
    assert segments(jamming_of(table, [], [row], kept)) == segments(first)
