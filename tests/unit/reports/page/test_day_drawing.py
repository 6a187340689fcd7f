"""The drawn day: bars where the schedule has airings, none over another, local hours where the clocks have them."""

import re
from datetime import date, timedelta
from itertools import pairwise

from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.hours import Period, RowFacts
from bcastplan.model.clock import ClockTime
from bcastplan.model.days import parse_days
from bcastplan.model.listeners import ListenerGroup
from bcastplan.model.plan import Plan
from bcastplan.model.season import season
from bcastplan.model.transmission import Transmission
from bcastplan.reports.page.charts import month_columns
from bcastplan.reports.page.day_drawing import MOST_LANES, NARROW, WIDE, drawing_of, nice_maximum
from bcastplan.reports.page.service_colours import HUES, hues_of
from bcastplan.workspace.report.day_timeline import clock_changes, timeline_of

A26 = season("A", 2026)
PERIOD = Period(A26.first_day, A26.last_day)


def timeline(*rows, period=PERIOD, window=A26.window):
    """Rows are (kHz, start, stop, days, service, target)."""
    transmissions, facts = [], []
    for khz, start, stop, days, service, target in rows:
        transmissions.append(Transmission(frequency=float(khz), time=ClockTime(start, stop), days=days, window=window))
        band = "31 m" if khz < 10_000 else "25 m"
        facts.append(RowFacts(khz, service, band, 8 if band == "31 m" else 9, target=target))
    return timeline_of(build(transmissions), facts, period)


def test_an_airing_over_midnight_is_drawn_on_both_ends_of_the_day():
    drawn = drawing_of(timeline((9565, 1410, 1470, 127, "S", "44NE")), {"S": 0})
    assert [(round(bar.x), round(bar.x + bar.width)) for bar in drawn.bars] == [
        (round(drawn.left), round(drawn.left + (drawn.right - drawn.left) / 48)),
        (round(drawn.right - (drawn.right - drawn.left) / 48), round(drawn.right)),
    ]
    assert not drawn.has_partial
    assert "210 of 211 days" in drawn.bars[0].spoken


def test_airings_that_follow_on_are_one_bar_and_others_are_striped():
    whole = timeline((9565, 600, 630, 127, "S", None), (9565, 630, 660, 127, "S", None), (9565, 900, 960, 3, "S", None))
    drawn = drawing_of(whole, {"S": 0})
    assert [bar.partial for bar in drawn.bars] == [False, True]
    assert "1000–1100" in drawn.bars[0].spoken
    assert "Mon, Tue" in drawn.bars[1].spoken


def test_the_listeners_decide_whose_clock_is_drawn():
    transmissions = [
        Transmission(frequency=9565.0, time="1500-1600", target="44", listeners=name, window=A26.window)
        for name in ("far", None)
    ]
    facts = [RowFacts(9565, "S", "31 m", 8, target="44")] * 2
    plan = Plan(listeners={"far": ListenerGroup(administration=("J",))})
    drawn = timeline_of(build(transmissions), facts, PERIOD, [plan, plan])
    assert [(clock.zones, clock.targets) for clock in drawn.clocks] == [(("Asia/Tokyo",), ("far",))]
    assert drawn.unplaced_targets == ("44",)


def test_local_hours_stand_where_the_clock_shows_them():
    drawn = drawing_of(timeline((9565, 900, 960, 127, "S", "44NE")), {"S": 0})
    axis = drawn.axes[0]
    assert (axis.label, axis.note) == ("Pyongyang", "44NE, UTC+9")
    at = {tick.label: tick.x for tick in axis.ticks}
    utc = {tick.label: tick.x for tick in drawn.hours}
    assert at["00"] == utc["15"]
    assert at["09"] == utc["00"]


def test_the_bound_beside_a_band_holds():
    rows = [(6000 + 5 * number, 0, 60, 127, "S", "44NE") for number in range(MOST_LANES)]
    drawn = drawing_of(timeline(*rows, (17790, 0, 60, 1, "S", "44NE")), {"S": 0})
    spoken = {profile.label: float(re.search(r"at most ([\d.]+)", profile.spoken)[1]) for profile in drawn.profiles}
    shown = {profile.label: int(profile.most) for profile in drawn.profiles}
    assert 0 < spoken["25 m"] < 0.5
    assert all(spoken[band] <= shown[band] < spoken[band] + 1 for band in shown)


def test_zones_that_show_the_same_have_one_axis_as_long_as_they_do():
    rows = [(9565, 900, 960, 127, "S", "44NE,45")]
    axis = drawing_of(timeline(*rows), {"S": 0}).axes[0]
    assert (axis.label, axis.note) == ("Pyongyang, Tokyo", "44NE,45, UTC+9")
    assert drawing_of(timeline(*rows), {"S": 0}, frame=NARROW).axes[0].label == "Pyongyang …", "no room for both"
    a18 = season("A", 2018)  # Pyongyang's clocks were half an hour behind until May
    then = drawing_of(timeline(*rows, period=Period(a18.first_day, a18.last_day), window=a18.window), {"S": 0})
    assert not then.axes
    assert any("44NE,45" in note for note in then.notes)


def test_a_clock_that_changes_in_the_period_is_said():
    drawn = drawing_of(
        timeline((9565, 900, 960, 127, "S", "8NE"), period=Period(date(2026, 3, 1), date(2026, 4, 1))), {"S": 0}
    )
    assert any("UTC−4 from 8 Mar 2026" in note for note in drawn.notes)
    assert clock_changes("America/New_York", Period(date(2026, 3, 1), date(2026, 4, 1))) == (
        (date(2026, 3, 1), -300),
        (date(2026, 3, 8), -240),
    )


def test_targets_without_one_clock_are_named():
    assert any("37-39" in note for note in drawing_of(timeline((9565, 0, 60, 127, "S", "37-39")), {"S": 0}).notes)


def test_too_many_frequencies_become_profiles_of_bands():
    rows = [(9400 + 5 * number, 600, 660, 127, "S", None) for number in range(MOST_LANES + 1)]
    drawn = drawing_of(timeline(*rows), {"S": 0})
    assert not drawn.bars
    assert [profile.label for profile in drawn.profiles] == ["31 m"]
    load = dict(timeline(*rows).load)["31 m"]
    assert max(load) == (MOST_LANES + 1) * 210 / 211
    assert [number for number, value in enumerate(load) if value] == [40, 41, 42, 43]


def test_services_beyond_the_colours_share_the_last_one():
    services = [f"S{number}" for number in range(HUES + 3)]
    rows = [(9400 + 5 * number, 600, 660, 127, service, None) for number, service in enumerate(services)]
    drawn = drawing_of(timeline(*rows), hues_of(services))
    assert drawn.legend[-1] == (HUES - 1, "4 other services")
    assert {bar.hue for bar in drawn.bars} == set(range(HUES))


ROWS = st.lists(
    st.tuples(
        st.sampled_from([9565, 9720, 11805]),
        st.sampled_from([0, 30, 600, 630, 1410]),
        st.sampled_from([30, 60, 90, 1440]),
        st.sampled_from([127, parse_days("Mon"), parse_days("Sat,Sun")]),
        st.sampled_from(["S", "T"]),
        st.sampled_from([None, "44NE"]),
    ).map(lambda row: (row[0], row[1], row[1] + row[2], *row[3:])),
    min_size=1,
    max_size=10,
)


@given(ROWS, st.sampled_from([WIDE, NARROW]))
@examples(60)
def test_no_bar_lies_over_another_and_every_minute_on_the_air_is_covered(rows, frame):
    made = timeline(*rows)
    drawn = drawing_of(made, {"S": 0, "T": 1}, frame)
    lanes = {}
    for bar in drawn.bars:
        lanes.setdefault(bar.y, []).append(bar)
        assert drawn.left <= bar.x
        assert bar.x + bar.width <= drawn.right + 0.5
    for bars in lanes.values():
        for before, after in pairwise(sorted(bars, key=lambda bar: bar.x)):
            assert before.x + before.width <= after.x
    wanted = {(khz, minute % 1440) for khz, start, stop, *_ in rows for minute in range(start, stop)}
    covered = {
        (int(bar.frequency_khz), minute) for bar in made.bars for minute in range(bar.start_minute, bar.stop_minute)
    }
    assert covered == wanted


@given(ROWS, st.integers(0, 200), st.integers(0, 40))
@examples(40)
def test_the_load_adds_up_to_the_minutes_of_the_table(rows, first, length):
    period = Period(A26.first_day + timedelta(days=first), A26.first_day + timedelta(days=first + length))
    minutes = sum(sum(load) * 15 for _, load in timeline(*rows, period=period).load) * period.days
    on_air = range(-1, (A26.last_day - A26.first_day).days + 2)
    expected = 0
    for _, start, stop, days, *_ in rows:
        for number in on_air:
            day = A26.first_day + timedelta(days=number)
            started = A26.first_day <= day <= A26.last_day and days >> day.weekday() & 1
            for on, begin, end in (
                (day, start, min(stop, 1440)),
                (day + timedelta(days=1), 0, max(0, stop - 1440)),
            ):
                begin = max(begin, 60) if on == A26.first_day else begin
                end = min(end, 60) if on == A26.last_day else 0 if on > A26.last_day else end
                expected += max(0, end - begin) if started and period.first <= on <= period.last else 0
    assert abs(minutes - expected) < 1e-6


def test_round_numbers_for_scales():
    assert [nice_maximum(value) for value in (0, 0.3, 1, 3, 7, 99, 101)] == [1, 0.5, 1, 5, 10, 100, 200]


def test_the_months_have_a_mark_where_a_budget_year_begins(book):
    chart = month_columns(book().views["months"], 10)
    assert [mark.label for mark in chart.marks] == ["FY2027"]
    assert len(chart.columns) == 13
    assert [column.below for column in chart.columns if column.below] == ["2026", "2027"]


def test_a_service_has_its_colour_by_its_name_alone():
    alone = {name: hues_of([name])[name] for name in ("VOA Korean", "RFA Korean", "KBS")}
    assert hues_of(["RFA Korean", "VOA Korean"]) == {name: alone[name] for name in ("RFA Korean", "VOA Korean")}
    many = hues_of([f"S{number}" for number in range(HUES + 5)])
    assert len(set(many.values())) == HUES
    assert list(many.values()).count(HUES - 1) == 6
