"""Who is jammed by jammers of other plans, off the raster, or in several stretches; and how long ago one was heard."""

from datetime import date, timedelta

import pytest

from bcastplan.airtime import build
from bcastplan.airtime.jamming import JammerRow, PlanJammers, jamming_of
from bcastplan.conflicts import PairOptions, RowSide, jammed_transmissions
from bcastplan.conflicts.jammed import heard_words
from bcastplan.model.clock import ClockTime
from bcastplan.model.frequency import FrequencyRange
from bcastplan.model.jammers import Jammer
from bcastplan.model.season import Window
from bcastplan.model.transmission import Transmission

FIRST = date(2026, 7, 6)
WINDOW = Window(FIRST, FIRST + timedelta(days=6))


def broadcast(khz=9565.0, start=600, length=60, **more):
    return Transmission(
        frequency=khz, time=ClockTime(start, start + length), window=WINDOW, service="VOA", target="44NE", **more
    )


def jammer(low=9565.0, high=9565.0, **more):
    return Jammer(name="J", latitude=39.0, longitude=125.0, frequencies=(FrequencyRange(low, high),), **more)


def jammed(broadcasts, *, plan="p", of_plan="p", of_jammer=None, listed=()):
    table = build(broadcasts)
    sides = [RowSide.of(row, is_reference=row.jammer, plan=plan) for row in broadcasts]
    plans = [PlanJammers(of_plan, [of_jammer], range(len(broadcasts)))] if of_jammer else []
    jamming = jamming_of(table, plans, [JammerRow.of_list(row, None) for row in listed])
    return jammed_transmissions(table, sides, jamming, PairOptions(all_areas=True))


def test_a_jammer_of_a_plan_without_rows_here_jams_nobody():
    assert len(jammed([broadcast()], of_jammer=jammer())) == 1
    assert len(jammed([broadcast()], of_plan="another", of_jammer=jammer())) == 0


@pytest.mark.parametrize(("khz", "separation"), [(9565.0, 0), (9566.0, 1), (9565.5, 0.5), (9567.3, 2.3)])
def test_a_separation_is_a_whole_number_where_it_is_one(khz, separation):
    (item,) = jammed([broadcast(khz)], of_jammer=jammer())
    assert item.separation_khz == separation
    assert type(item.separation_khz) is type(separation)


def test_the_longest_overlap_comes_first_and_then_the_lower_frequency():
    rows = [broadcast(9567.0, 600, 30), broadcast(9566.0, 600, 90), broadcast(9563.0, 600, 90)]
    result = jammed(rows, of_jammer=jammer())
    assert [(item.overlap_minutes, item.side.frequency_khz) for item in result] == [
        (630, 9563.0),
        (630, 9566.0),
        (210, 9567.0),
    ]


def test_every_stretch_of_a_broadcast_meets_every_stretch_of_a_jammer():
    over_midnight = broadcast(start=1410, length=60)
    for time, minutes in ((ClockTime(0, 30), 210), (ClockTime(1410, 1440), 210), (ClockTime(1410, 1470), 420)):
        (item,) = jammed([over_midnight], of_jammer=jammer(time=time))
        assert item.overlap_minutes == minutes, time


def test_what_goes_on_past_midnight_is_counted_on_the_date_it_began():
    """The jammer follows two services, whose airings end at different times after midnight."""
    once = {"valid_from": FIRST, "valid_until": FIRST}
    longer, shorter = broadcast(start=1430, length=150, **once), broadcast(start=1410, length=90)
    follows = Jammer(name="J", latitude=39.0, longitude=125.0, frequencies=(), follows=("VOA",))
    items = {item.row: item for item in jammed([longer, shorter], of_jammer=follows)}
    assert (items[0].overlap_minutes, items[0].dates, items[0].first, items[0].last) == (150, 1, FIRST, FIRST)
    assert (items[1].overlap_minutes, items[1].dates) == (7 * 90, 7)


@pytest.mark.parametrize(
    ("heard", "words"),
    [
        (None, ""),
        (date(2026, 12, 1), "last heard in December 2026"),
        (date(2026, 11, 1), "last heard in November 2026, this month"),
        (date(2026, 10, 1), "last heard in October 2026, 1 month ago"),
        (date(2026, 1, 1), "last heard in January 2026, 10 months ago"),
        (date(2024, 12, 1), "last heard in December 2024, 23 months ago"),
        (date(2024, 11, 1), "last heard in November 2024, 2 years ago"),
        (date(2021, 12, 1), "last heard in December 2021, 4 years ago"),
    ],
)
def test_how_long_ago_a_jammer_was_heard(heard, words):
    assert heard_words(heard, date(2026, 11, 28)) == words
