from datetime import date, timedelta
from typing import Any

import pytest

from bcastplan.airtime import AirtimeTable, build
from bcastplan.airtime.airings import Calendar
from bcastplan.airtime.table import RowSplice
from bcastplan.model.clock import ClockTime
from bcastplan.model.season import Window, parse_season
from bcastplan.model.transmission import Origin, Transmission

A26 = parse_season("A26").window  # 2026-03-29 0100 to 2026-10-25 0100
B26 = parse_season("B26").window  # 2026-10-25 0100 to 2027-03-28 0100
MARCH = Window(date(2008, 3, 2), date(2008, 3, 30))


def transmission(time: str, window: Window = A26, **keys: Any) -> Transmission:
    return Transmission(frequency="9565", time=time, window=window, **keys)


def segments(table: AirtimeTable, row: int = 0) -> list[tuple[int, int, bool, int]]:
    """(start, stop, is_tail, number of dates) of a row."""
    part = table.segments_of(row)
    return [
        (int(start), int(stop), bool(tail), int(sum(int(word).bit_count() for word in dates)))
        for start, stop, tail, dates in zip(
            table.segment_start[part],
            table.segment_stop[part],
            table.segment_is_tail[part],
            table.segment_dates[part],
            strict=True,
        )
    ]


def test_a_season_of_daily_hours() -> None:
    table = build([transmission("1530-1630")])
    assert table.row_dates_first_last(0) == (date(2026, 3, 29), date(2026, 10, 24))
    assert segments(table) == [(930, 990, False, 210)]
    assert table.minutes.tolist() == [210 * 60]
    assert table.frequency_hz.tolist() == [9_565_000]


def test_an_airing_across_midnight_belongs_to_its_first_date() -> None:
    table = build([transmission("2330-0030", days="Fri")])
    assert segments(table) == [(1410, 1440, False, 30), (0, 30, True, 30)]
    assert all(day.weekday() == 4 for day in table.date_list(0))


def test_the_season_opens_at_0100() -> None:
    table = build([transmission("0030-0130"), transmission("0000-0100")])
    assert segments(table, 0) == [(30, 90, False, 209), (60, 90, False, 1), (30, 60, False, 1)]
    assert table.airs_on(0, date(2026, 3, 29))
    assert not table.airs_on(1, date(2026, 3, 29))
    assert table.airs_on(1, date(2026, 10, 25))


def test_an_airing_of_the_eve_reaches_into_the_season_where_an_explicit_date_asks_for_it() -> None:
    eve = date(2026, 3, 28)
    table = build([transmission("2300-0130", **{"from": "2026-03-28"}), transmission("2300-0130")])
    assert segments(table, 0)[0] == (1380, 1440, False, 210)
    assert (60, 90, False, 1) in segments(table, 0)
    assert table.airs_on(0, eve)
    assert not table.airs_on(1, eve)
    assert int(table.minutes[0] - table.minutes[1]) == 30


def test_exceptions_reach_the_eve_of_the_season_and_those_long_before_it_do_not() -> None:
    """The eve is the first date that the table has; a date before it stands for no other."""
    eve = {"from": "2026-03-28", "until": "2026-03-29"}
    rows = [[], ["2026-03-28"], ["1920-01-01"], ["2026-03-27"], ["2026-03-29"]]
    table = build([transmission("2330-0130", **eve, **({"except": days} if days else {})) for days in rows])
    first, second = date(2026, 3, 28), date(2026, 3, 29)
    assert [table.date_list(row) for row in range(5)] == [
        [first, second], [second], [first, second], [first, second], [first],
    ]  # fmt: skip


def test_a_repeat_rule_names_the_eve_of_the_season_or_leaves_it_out() -> None:
    eve = {"from": "2026-03-28", "until": "2026-03-31"}  # a Saturday
    rules = ["FREQ=MONTHLY;BYDAY=-1SA", "FREQ=MONTHLY;BYDAY=-1TU", "FREQ=DAILY;INTERVAL=2"]
    table = build([transmission("2330-0130", repeat=rule, **eve) for rule in rules])
    assert [[day.day for day in table.date_list(row)] for row in range(3)] == [[28], [31], [28, 30]]


def test_the_season_closes_at_0100() -> None:
    table = build([transmission("2330-0130", days="Sat"), transmission("0100-0200", days="Sun")])
    assert table.date_list(0)[-1] == date(2026, 10, 24)
    assert segments(table, 0) == [(1410, 1440, False, 30), (0, 90, True, 29), (0, 60, True, 1)]
    assert table.date_list(1)[-1] == date(2026, 10, 18)


def test_the_night_of_the_last_sunday_is_of_the_next_season() -> None:
    """The season closes at 0100 on its last date: what starts that evening airs neither then nor after midnight."""
    table = build([transmission("2330-0130"), transmission("2330-0130", B26)])
    assert table.row_dates_first_last(0) == (A26.first_day, date(2026, 10, 24))
    assert int(table.minutes[0]) == 209 * 120 + 30 + 60
    assert table.row_dates_first_last(1) == (date(2026, 10, 25), date(2027, 3, 27))


def test_a_first_date_before_a_window_that_opens_at_midnight_names_no_eve() -> None:
    table = build([transmission("2330-0130", MARCH, **{"from": "2008-03-01"}), transmission("1500-1600")])
    assert table.row_dates_first_last(0) == (MARCH.first_day, MARCH.last_day)
    assert int(table.minutes[0]) == 29 * 120


def test_a_repeat_may_name_the_first_day_of_the_window_and_the_only_one() -> None:
    last_sunday = "FREQ=MONTHLY;BYDAY=-1SU"
    day = Window(date(2026, 5, 31), date(2026, 5, 31))
    table = build([transmission("1500-1600", repeat=last_sunday), transmission("1500-1600", day, repeat=last_sunday)])
    assert table.date_list(0)[:2] == [date(2026, 3, 29), date(2026, 4, 26)]
    assert table.date_list(1) == [date(2026, 5, 31)]


def test_a_window_of_part_of_one_day_cuts_an_airing_at_both_edges() -> None:
    """What is left begins in the window, so it goes on with nothing."""
    noon = Window(date(2026, 6, 3), date(2026, 6, 3), 600, 840)
    table = build([transmission("0000-2400", noon), transmission("2300-2400", noon), transmission("1100-1500", noon)])
    assert segments(table, 0) == [(600, 840, False, 1)]
    assert segments(table, 1) == []
    assert segments(table, 2) == [(660, 840, False, 1)]
    assert [table.date_list(row) for row in range(3)] == [[noon.first_day], [], [noon.first_day]]
    assert table.epoch == date(2026, 6, 2)


def test_the_edge_sunday_is_shared_without_overlap() -> None:
    night = [transmission("0000-0200", window) for window in (A26, B26)]
    table = build(night)
    edge = date(2026, 10, 25)
    assert table.airs_on(0, edge)
    assert table.airs_on(1, edge)
    last_of_a, first_of_b = segments(table, 0)[-1], segments(table, 1)[1]
    assert last_of_a == (0, 60, False, 1)
    assert first_of_b == (60, 120, False, 1)


def test_of_the_night_before_the_season_only_the_minutes_inside_it_air() -> None:
    eve = {"from": "2026-03-28", "until": "2026-03-28"}
    table = build(
        [transmission("2330-0130", **eve), transmission("2330-0100", **eve), transmission("2200-2300", **eve)]
    )
    assert [table.date_list(row) for row in range(3)] == [[date(2026, 3, 28)], [], []]
    assert table.minutes.tolist() == [30, 0, 0]


def test_a_row_that_airs_only_on_the_edge_sunday() -> None:
    table = build(
        [
            transmission("0030-0045", **{"from": "2026-10-25"}),
            transmission("0100-0200", **{"from": "2026-10-25"}),
        ]
    )
    assert table.date_list(0) == [date(2026, 10, 25)]
    assert table.date_list(1) == []
    assert table.minutes.tolist() == [15, 0]


def test_a_schedule_with_dates_is_not_cut_and_its_last_airing_runs_out() -> None:
    table = build([transmission("2330-0030", MARCH)])
    assert table.minutes.tolist() == [29 * 60]
    assert table.row_dates_first_last(0) == (date(2008, 3, 2), date(2008, 3, 30))
    assert segments(table) == [(1410, 1440, False, 29), (0, 30, True, 29)]


def test_all_day_is_one_segment() -> None:
    rows = [("0000-2400", "daily"), ("1200-0000", "daily"), ("0000-2400", "Sun")]
    table = build([transmission(time, MARCH, days=days) for time, days in rows])
    assert segments(table, 0) == [(0, 1440, False, 29)]
    assert segments(table, 1) == [(720, 1440, False, 29)]
    assert segments(table, 2) == [(0, 1440, False, 5)]


def test_exceptions_leave_dates_out_and_miss_without_harm() -> None:
    row = transmission("1530-1630", MARCH, **{"except": ["2008-03-04", "2008-03-31", "1920-01-01", "2099-12-31"]})
    assert build([row]).minutes.tolist() == [28 * 60]


def test_a_repeat_meets_days_and_window() -> None:
    table = build([transmission("1530-1630", repeat="FREQ=MONTHLY;BYDAY=1SA", days="Sat")])
    assert table.date_list(0) == [
        date(2026, 4, 4),
        date(2026, 5, 2),
        date(2026, 6, 6),
        date(2026, 7, 4),
        date(2026, 8, 1),
        date(2026, 9, 5),
        date(2026, 10, 3),
    ]


def test_a_counted_repeat_without_a_first_date_is_a_problem_and_keeps_its_row() -> None:
    counted = transmission("1530-1630", repeat="FREQ=DAILY;INTERVAL=2", origin=Origin("a.yaml", 7, 5))
    table = build([transmission("1200-1300"), counted])
    assert [problem.code for problem in table.problems] == ["TIM011"]
    assert table.problem_rows == (1,)
    assert (table.problems[0].place.file, table.problems[0].place.line) == ("a.yaml", 7)
    assert table.date_list(1) == []
    anchored = counted.changed(valid_from=date(2026, 3, 1))
    assert table.replaced(1, anchored).problems == ()
    assert table.replaced(1, anchored).date_list(1)[0] == date(2026, 3, 29)  # 14 steps of two days from 1 March


def test_a_count_runs_from_the_first_date_even_before_the_season() -> None:
    row = transmission("1530-1630", repeat="FREQ=DAILY;COUNT=30", **{"from": "2026-03-01"})
    assert build([row]).date_list(0) == [date(2026, 3, 29), date(2026, 3, 30)]


def test_unused_rows_have_no_dates_and_planned_ones_do() -> None:
    table = build([transmission("1530-1630", status="unused"), transmission("1530-1630", status="planned")])
    assert table.minutes.tolist() == [0, 210 * 60]


def test_an_imported_row_whose_start_is_its_stop_never_airs() -> None:
    row = transmission("1530-1630").changed(time=ClockTime(930, 930))
    assert build([row]).date_list(0) == []


def test_an_empty_table() -> None:
    table = build([])
    assert len(table) == 0
    assert table.minutes.tolist() == []
    assert table.dates.shape == (0, table.words)
    assert len(table.appended(transmission("1530-1630")).date_list(0)) == 210


def test_another_season_makes_the_calendar_wider() -> None:
    table = build([transmission("1530-1630")]).appended(transmission("1530-1630", parse_season("B07").window))
    assert table.minutes.tolist() == [210 * 60, 154 * 60]
    assert table.epoch == date(2007, 10, 27)


def test_questions_about_dates_the_table_does_not_reach() -> None:
    table = build([transmission("1530-1630")])
    assert not table.airs_on(0, date(1990, 1, 1))
    assert not table.airs_on(0, date(2090, 1, 1))
    assert not table.mask(date(1990, 1, 1), date(1991, 1, 1)).any()
    assert int(table.mask(date(1990, 1, 1), date(2090, 1, 1)).view("u1").sum()) == 255 * 8 * table.words
    assert table.last_bit_date > A26.last_day


def test_a_row_that_is_not_there() -> None:
    with pytest.raises(IndexError, match="no row 3"):
        build([transmission("1530-1630")]).removed(3)


def test_an_empty_window_has_no_dates_and_takes_no_room() -> None:
    nothing = Window(date(2000, 1, 2), date(2000, 1, 1))
    table = build([transmission("1530-1630"), transmission("2330-0030", nothing)])
    assert table.minutes.tolist() == [210 * 60, 0]
    assert table.epoch == date(2026, 3, 28)
    assert build([transmission("1530-1630", nothing)]).minutes.tolist() == [0]
    assert table.replaced(0, transmission("1530-1630", nothing)).minutes.tolist() == [0, 0]


def test_problems_stay_with_their_rows_through_inserts_and_removals() -> None:
    counted = transmission("1530-1630", repeat="FREQ=DAILY;INTERVAL=2", origin=Origin("a.yaml", 7, 5))
    other = counted.changed(origin=Origin("b.yaml", 9, 5))
    plain = transmission("1200-1300")
    table = build([plain, counted, plain])

    def places(changed: AirtimeTable) -> list[tuple[int, str]]:
        rows = zip(changed.problem_rows, changed.problems, strict=True)
        return [(row, problem.place.file) for row, problem in rows]

    assert places(table) == [(1, "a.yaml")]
    assert places(table.inserted(0, plain)) == [(2, "a.yaml")]
    assert places(table.inserted(2, plain)) == [(1, "a.yaml")]
    assert places(table.inserted(0, other)) == [(0, "b.yaml"), (2, "a.yaml")]
    assert places(table.inserted(2, other)) == [(1, "a.yaml"), (2, "b.yaml")]
    assert places(table.appended(other)) == [(1, "a.yaml"), (3, "b.yaml")]
    assert places(table.replaced(1, other)) == [(1, "b.yaml")]
    assert places(table.spliced([RowSplice(0, 0, (plain, other))])) == [(1, "b.yaml"), (3, "a.yaml")]
    assert places(table.removed(0)) == [(0, "a.yaml")]
    assert places(table.removed(1)) == []
    moved = table.moved([plain, counted.changed(origin=Origin("a.yaml", 12, 5)), plain])
    assert [(problem.place.line, problem.code) for problem in moved.problems] == [(12, "TIM011")]
    assert moved.transmissions[1].origin.line == 12


@pytest.mark.parametrize(
    ("first", "last", "covered"),
    [
        (date(2026, 6, 2), date(2026, 6, 30), True),
        (date(2026, 6, 1), date(2026, 6, 30), False),
        (date(2026, 5, 31), date(2026, 6, 30), False),
        (date(2026, 6, 30), date(2026, 8, 2), True),
        (date(2026, 6, 30), date(2026, 8, 3), False),
        (date(2026, 6, 30), date(2026, 8, 4), False),
        (date(2026, 6, 2), date(2026, 8, 2), True),
        (date(2026, 6, 2), date(2026, 6, 1), True),
        (date(2000, 1, 2), date(2000, 1, 1), True),
        (date(2000, 1, 2), date(2000, 1, 2), False),
    ],
)
def test_a_calendar_covers_a_window_with_a_day_to_spare_on_both_sides(first: date, last: date, covered: bool) -> None:
    calendar = Calendar(date(2026, 6, 1), 1)  # its last bit is 3 August
    assert calendar.covers(Window(first, last)) is covered
    tight = Calendar.covering([Window(date(2026, 6, 2), date(2026, 6, 30))])
    assert (tight.epoch, tight.words) == (date(2026, 6, 1), 1)


@pytest.mark.parametrize("words", [1, 2])
def test_a_window_that_ends_where_the_table_ends_keeps_its_last_night(words: int) -> None:
    """The night of a window's last day needs a bit behind it, and the eve of its first day one before it."""
    first = date(2026, 6, 2)
    table = build([transmission("1500-1600", Window(first, first + timedelta(days=64 * words - 3)))])
    assert table.words == words
    for days in range(64 * words - 5, 64 * words + 1):
        night = transmission("2330-0030", Window(first, first + timedelta(days=days)))
        changed = table.appended(night)
        assert changed.minutes.tolist() == build([*table.transmissions, night]).minutes.tolist()
        assert int(changed.minutes[1]) == 60 * (days + 1)
    for days in range(3):
        opens = first - timedelta(days=days)
        window = Window(opens, date(2026, 6, 20), start_minute=60)
        eve = transmission("2300-0130", window, **{"from": (opens - timedelta(days=1)).isoformat()})
        changed = table.appended(eve)
        assert changed.minutes.tolist() == build([*table.transmissions, eve]).minutes.tolist()
        assert changed.date_list(1)[0] == opens - timedelta(days=1)


def test_the_first_rows_alone_keep_their_dates_and_problems() -> None:
    counted = transmission("0100-0200", repeat="FREQ=DAILY;COUNT=3")
    rows = [transmission("2330-0030", MARCH), counted, transmission("1500-1600"), counted]
    table = build(rows)
    first = table.first(2)
    assert first.transmissions == tuple(rows[:2])
    assert (first.epoch, first.words) == (table.epoch, table.words)
    assert segments(first) == segments(table)
    assert len(first.segment_row) == table.segments_of(1).stop
    assert first.minutes.tolist() == table.minutes.tolist()[:2]
    assert first.problem_rows == (1,)
    assert len(table.first(4).problems) == 2
    assert len(table.first(0)) == 0
