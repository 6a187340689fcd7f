from datetime import date
from typing import Any

import pytest

from bcastplan.airtime import build
from bcastplan.hours import HoursRequestError, HoursResult, RowFacts, row_facts, summarise
from bcastplan.model.season import Window, parse_season
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory

MARCH = Window(date(2008, 3, 2), date(2008, 3, 30))
A07, B07 = parse_season("A07").window, parse_season("B07").window


def transmission(service: str, frequency: str, time: str, window: Window = MARCH, **keys: Any) -> Transmission:
    return Transmission(service=service, frequency=frequency, time=time, window=window, **keys)


def ask(rows: list[Transmission], **question: Any) -> HoursResult:
    directory = Directory(region=3)
    return summarise(build(rows), [row_facts(row, directory) for row in rows], **question)


def lines(result: HoursResult) -> list[tuple[Any, ...]]:
    """Values, period and the three measures in hours a day."""
    return [
        (
            *row.values,
            *([row.period] if row.period else []),
            row.frequency_minutes / 60 / row.days,
            row.transmitter_minutes / 60 / row.days,
            row.programme_minutes / 60 / row.days,
        )
        for row in result.rows
    ]


def monitored_on_2_march_2008() -> list[Transmission]:
    """The Korean services as heard from that day (hiroshi.mediacat-blog.jp/e19129.html)."""
    heard = {
        "VOA": {
            "1200-1300": "1350 5890 7235 9555",
            "1300-1500": "648 5890 7235 9555",
            "1900-2100": "648 6060 7110 7135",
        },
        "RFA": {"1500-1700": "1350 5860 7210 9385", "1700-1900": "1350 5860 9385", "2100-2200": "1350 5835 7460 9385"},
    }
    return [
        transmission(service, frequency, time)
        for service, hours in heard.items()
        for time, frequencies in hours.items()
        for frequency in frequencies.split()
    ]


def test_the_published_hours_of_march_2008() -> None:
    result = ask(monitored_on_2_march_2008(), by=("service",))
    assert lines(result) == [("RFA", 18, 18, 5), ("VOA", 20, 20, 5)]
    assert result.period is not None
    assert (result.period.first, result.period.last, result.period.days) == (date(2008, 3, 2), date(2008, 3, 30), 29)
    assert result.total.frequency_minutes == 38 * 60 * 29
    assert result.total.programme_minutes == 10 * 60 * 29
    bands = {row.values: row.frequency_minutes_per_day / 60 for row in ask(monitored_on_2_march_2008()).rows}
    assert bands[("MW",)] == 10
    assert sum(bands.values()) == 38


def test_bands_are_listed_by_frequency() -> None:
    result = ask(monitored_on_2_march_2008())
    assert [row.values[0] for row in result.rows] == ["MW", "49 m", "41 m", "31 m"]


def test_two_transmitters_on_one_frequency_are_one_frequency_hour() -> None:
    rows = [transmission("VOA", "9565", "1500-1600", site=site) for site in ("PHT", "SAI")]
    assert lines(ask(rows)) == [("31 m", 1, 2, 1)]
    assert lines(ask(rows, by=("site",))) == [("PHT", 1, 1, 1), ("SAI", 1, 1, 1)]


def test_half_an_hour_on_a_second_frequency_adds_no_programme() -> None:
    """Free North Korea Radio in April 2008: 5 programme hours in 5.5 frequency-hours (nkd.or.kr 3606)."""
    rows = [
        transmission("FNK", frequency, time)
        for frequency, time in [
            ("9730", "1000-1100"),
            ("9730", "1300-1400"),
            ("7390", "1330-1530"),
            ("9785", "2000-2130"),
        ]
    ]
    assert lines(ask(rows, by=("service",))) == [("FNK", 5.5, 5.5, 5.0)]


def test_the_same_service_in_two_files_is_one_and_two_services_are_two() -> None:
    rows = [transmission("VOA", "9565", "1500-1600"), transmission("VOA", "9565", "1530-1630")]
    assert lines(ask(rows, by=())) == [(1.5, 2, 1.5)]
    rows[1] = transmission("RFA", "9565", "1530-1630")
    assert lines(ask(rows, by=())) == [(2, 2, 2)]


def test_totals_are_not_sums_of_rows() -> None:
    result = ask([transmission("VOA", "9565", "1500-1600"), transmission("VOA", "5995", "1500-1600")])
    assert [row.programme_minutes for row in result.rows] == [29 * 60, 29 * 60]
    assert result.total.programme_minutes == 29 * 60


def test_a_period_counts_from_midnight_to_midnight() -> None:
    rows = [transmission("VOA", "9565", "2330-0030")]
    one_day = ask(rows, first=date(2008, 3, 10), last=date(2008, 3, 10))
    assert one_day.total.transmitter_minutes == 60
    first_day = ask(rows, first=date(2008, 3, 1), last=date(2008, 3, 2))
    assert first_day.total.transmitter_minutes == 30
    after = ask(rows, first=date(2008, 3, 31), last=date(2008, 4, 30))
    assert after.total.transmitter_minutes == 30
    assert ask(rows).total.transmitter_minutes == 29 * 60 - 30


def test_dates_default_to_the_schedules_read() -> None:
    rows = [transmission("VOA", "9565", "1500-1600")]
    result = ask(rows, windows=[MARCH, Window(date(2008, 4, 1), date(2008, 4, 10))])
    assert result.period == (date(2008, 3, 2), date(2008, 4, 10))
    assert result.total.frequency_minutes_per_day == 29 * 60 / 40
    assert ask(rows, last=date(2008, 3, 3)).period == (date(2008, 3, 2), date(2008, 3, 3))


def test_months_split_at_midnight() -> None:
    rows = [transmission("VOA", "9565", "2330-0030", Window(date(2008, 2, 28), date(2008, 3, 2)))]
    result = ask(rows, per="month")
    assert [(row.period, row.transmitter_minutes, row.days) for row in result.rows] == [
        ("2008-02", 30 + 60, 2),
        ("2008-03", 60 + 60, 2),
    ]


def test_the_minutes_before_0100_on_the_edge_sunday_belong_to_the_season_that_ends() -> None:
    rows = [transmission("VOA", "9565", "0030-0130", window) for window in (A07, B07)]
    result = ask(rows, by=("service",), per="season")
    days_a, days_b = 217, 154
    assert [(row.period, row.transmitter_minutes, row.days) for row in result.rows] == [
        ("A07", days_a * 60, days_a),
        ("B07", days_b * 60, days_b),
    ]
    assert result.total.transmitter_minutes == (days_a + days_b) * 60


def test_one_season_file_has_one_season() -> None:
    for time in ("0000-2400", "2330-0130", "0000-0200"):
        assert [row.period for row in ask([transmission("VOA", "9565", time, A07)], per="season").rows] == ["A07"]


def test_groups_first_then_buckets_and_missing_codes_last() -> None:
    rows = [
        transmission("VOA", "9565", "1500-1600", language="Kor"),
        transmission("VOA", "5995", "1600-1700"),
        transmission("VOA", "7210", "1600-1700", language=["Eng", "Kor"]),
    ]
    result = ask(rows, by=("language",), per="month", first=date(2008, 3, 1), last=date(2008, 4, 30))
    assert [row.values for row in result.rows] == [("Eng,Kor",), ("Kor",), (None,)]
    days = ask(rows, by=("language",), per="week").rows
    assert [(row.values[0], row.period) for row in days[:2]] == [("Eng,Kor", "2008-W09"), ("Eng,Kor", "2008-W10")]
    assert "Korean" in (result.rows[1].names[0] or "")


def test_frequencies_are_numbers_and_sort_as_such() -> None:
    rows = [transmission("VOA", khz, "1500-1600") for khz in ("15150", "648", "6348.5", "9565")]
    values = [row.values[0] for row in ask(rows, by=("frequency",)).rows]
    assert values == [648, 6348.5, 9565, 15150]
    assert [type(value) for value in values] == [int, float, int, int]


def test_groups_without_a_minute_have_no_row() -> None:
    rows = [transmission("VOA", "9565", "1500-1600"), transmission("RFA", "9565", "1500-1600", status="unused")]
    assert [row.values for row in ask(rows, by=("service",)).rows] == [("VOA",)]
    outside = ask(rows, first=date(1990, 1, 1), last=date(1990, 12, 31), per="month")
    assert outside.rows == ()
    assert (outside.total.transmitter_minutes, outside.total.days) == (0, 365)


def test_an_empty_window_gives_no_dates_to_a_period() -> None:
    nothing = transmission("VOA", "9565", "1500-1600", Window(date(2000, 1, 2), date(2000, 1, 1)))
    assert ask([nothing]).period is None
    assert ask([nothing, transmission("VOA", "9565", "1500-1600")]).period == (MARCH.first_day, MARCH.last_day)


def test_nothing_read() -> None:
    empty = ask([])
    assert (empty.rows, empty.period, empty.total.frequency_minutes) == ((), None, 0)
    assert ask([], first=date(2008, 1, 1), last=date(2008, 1, 2)).total.days == 2


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ({"by": ("month",)}, "not by 'month'"),
        ({"per": "hour"}, "not per 'hour'"),
        ({"fiscal_year_starts": 13}, "from 1 to 12"),
        ({"first": date(2030, 1, 1)}, "from 2030-01-01 until 2008-03-30 ends before it starts"),
    ],
)
def test_questions_without_an_answer(question: dict[str, Any], words: str) -> None:
    with pytest.raises(HoursRequestError, match=words):
        ask([transmission("VOA", "9565", "1500-1600")], **question)


def test_facts_of_a_transmission() -> None:
    row = transmission("VOA", "9565", "1500-1600", site="PHT", broadcaster="VOA", language="Kor", rate="12.5")
    fact = row_facts(row, Directory(), power_kw=250.0)
    assert isinstance(fact, RowFacts)
    assert (fact.band, fact.site, fact.power_kw, fact.rate) == ("31 m", "PHT", 250.0, 12.5)
    assert fact.names["site"]
    own = row_facts(row.changed(power_kw=100.0), Directory(), power_kw=250.0)
    assert own.power_kw == 100.0


def test_a_century_by_days_is_counted_in_batches() -> None:
    century = Window(date(1990, 1, 1), date(2009, 12, 31))
    row = transmission("VOA", "9565", "1500-1600", century)
    result = ask([row], by=("service",), per="day")
    assert len(result.rows) == century.days
    assert [row.period for row in result.rows] == sorted(row.period or "" for row in result.rows)
    assert {row.transmitter_minutes for row in result.rows} == {60}


def test_days_on_which_a_schedule_holds_are_no_more_than_those_that_count() -> None:
    rows = [transmission("VOA", "9565", "1200-1300"), transmission("RFA", "9575", "1200-1300", B07)]
    (whole,) = ask(rows, first=date(2008, 3, 1), last=date(2008, 3, 31)).rows
    assert (whole.scheduled_days, whole.days) == (30, 31)  # B07 ends on the 30th
    (march,) = ask(rows[:1], per="month", first=date(2008, 3, 1), last=date(2008, 4, 30)).rows
    assert (march.scheduled_days, march.days, march.bucket_days) == (29, 31, 31)
    (quarter,) = ask(rows[:1], per="quarter", first=date(2008, 3, 1), last=date(2008, 3, 31)).rows
    assert (quarter.scheduled_days, quarter.days, quarter.bucket_days) == (29, 31, 91)


@pytest.mark.parametrize("dates", [{}, {"first": date(2008, 3, 1)}, {"last": date(2008, 3, 31)}])
def test_without_schedules_and_both_dates_there_is_no_period(dates: dict[str, date]) -> None:
    assert ask([], **dates).period is None
    assert ask([], first=date(2008, 3, 1), last=date(2008, 3, 31)).total.days == 31
