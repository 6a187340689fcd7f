from datetime import date, timedelta

import pytest

from bcastplan.exchange.eibi.eibi_days import not_following, read_days, write_days
from bcastplan.model.days import DAILY, parse_days
from bcastplan.model.season import parse_season

A26 = parse_season("A26")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "daily"),
        ("Mo", "Mon"),
        ("Mo-Fr", "Mon-Fri"),
        ("We-Mo", "Wed-Mon"),
        ("Su-Th", "Sun-Thu"),
        ("SaSu", "Sat,Sun"),
        ("Tu,Th", "Tue,Thu"),
        ("Tu, Th", "Tue,Thu"),
        ("MoWeFr", "Mon,Wed,Fri"),
        ("1245", "Mon,Tue,Thu,Fri"),
        ("7", "Sun"),
        ("156", "Mon,Fri,Sat"),
        ("MF", "Mon-Fri"),
        ("Th-Tu", "Thu-Tue"),
    ],
)
def test_days_of_the_week_count_from_monday(text, words):
    found = read_days(text)
    assert found.mask == parse_days(words)
    assert found.understood
    assert found.repeat is None
    assert not found.remarks


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("1.Sa", "FREQ=MONTHLY;BYDAY=1SA"),
        ("2Su", "FREQ=MONTHLY;BYDAY=2SU"),
        ("1,3Sa", "FREQ=MONTHLY;BYDAY=1SA,3SA"),
        ("1.3.Sa", "FREQ=MONTHLY;BYDAY=1SA,3SA"),
        ("Last7", "FREQ=MONTHLY;BYDAY=-1SU"),
        ("LastSu", "FREQ=MONTHLY;BYDAY=-1SU"),
        ("Last67", "FREQ=MONTHLY;BYDAY=-1SA,-1SU"),
        ("15th", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("03rd", "FREQ=MONTHLY;BYMONTHDAY=3"),
        ("22ND", "FREQ=MONTHLY;BYMONTHDAY=22"),
        ("1st,16th", "FREQ=MONTHLY;BYMONTHDAY=1,16"),
        ("31st/1st", "FREQ=MONTHLY;BYMONTHDAY=1,31"),
        ("Sep", "FREQ=DAILY;BYMONTH=9"),
        ("ix", "FREQ=DAILY;BYMONTH=9"),
        ("XI-II", "FREQ=DAILY;BYMONTH=11,12,1,2"),
        ("Jun-Jul", "FREQ=DAILY;BYMONTH=6,7"),
    ],
)
def test_days_of_the_month_are_rules(text, rule):
    found = read_days(text)
    assert found.repeat is not None
    assert found.repeat.text == rule
    assert found.mask == DAILY


def test_up_to_a_day_of_the_month():
    found = read_days("MF-15")
    assert found.mask == parse_days("Mon-Fri")
    assert found.repeat is not None
    assert found.repeat.text == "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(map(str, range(1, 16)))


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("15Sep", ((15, 9), (15, 9))),
        ("5Apr", ((5, 4), (5, 4))),
        ("2-5Apr", ((2, 4), (5, 4))),
        ("29Feb", ((29, 2),) * 2),
    ],
)
def test_single_dates(text, dates):
    assert read_days(text).dates == dates


@pytest.mark.parametrize(
    ("text", "remarks", "words"),
    [
        ("irr", ("irr",), "daily"),
        ("Test", ("test",), "daily"),
        ("Tests", ("test",), "daily"),
        ("alt", ("alt",), "daily"),
        ("irrSu", ("irr",), "Sun"),
        ("2irr", ("irr",), "Tue"),
        ("Ram", ("ram",), "daily"),
        ("Haj", ("haj",), "daily"),
        ("USB", ("usb",), "daily"),
        ("tent", ("tent",), "daily"),
        ("Sa test", ("test",), "Sat"),
        ("irr,USB", ("irr", "usb"), "daily"),
    ],
)
def test_remarks_stand_alone_or_beside_days(text, remarks, words):
    found = read_days(text)
    assert found.remarks == remarks
    assert found.mask == parse_days(words)
    assert found.understood


def test_sidebands_are_single_sideband():
    assert read_days("LSB").mode == read_days("USB").mode == "SSB"
    assert read_days("Su").mode == "AM"


def test_alternating_days_are_not_an_alternative_frequency():
    assert read_days("altFr").alternating
    assert read_days("altFr").remarks == ()
    assert read_days("alt").remarks == ("alt",)
    assert not read_days("alt").alternating


@pytest.mark.parametrize(
    "text", ["4u", "8", "0", "31Foo", "32Jan", "30Feb", "6.Sa", "Mo-Xx", "12Sa", "XxYy", "Last8", "MF-32"]
)
def test_what_is_not_known_names_no_days(text):
    assert not read_days(text).understood


def test_a_day_and_the_next_other_one():
    found = read_days("1WeFr")
    assert found.following == (1, 2, 4)
    left_out = not_following(found.following, A26)
    on_air = [
        day
        for day in (date(2026, 7, number) for number in range(1, 32))
        if day.weekday() in (2, 4) and day not in left_out
    ]
    assert on_air == [date(2026, 7, 1), date(2026, 7, 3)]
    assert [day for day in (date(2026, 5, number) for number in range(1, 32)) if day.weekday() in (2, 4)
            and day not in left_out] == [date(2026, 5, 6), date(2026, 5, 8)]  # fmt: skip


@pytest.mark.parametrize("text", ["", "Mo", "Mo-Fr", "SaSu", "Tu,Th", "156", "1.Sa", "Last7", "We-Mo", "12356"])
def test_days_are_written_as_they_are_read(text):
    found = read_days(text)
    assert write_days(found.mask, found.repeat) == text


def test_what_five_characters_cannot_say():
    assert write_days(DAILY, read_days("MF-15").repeat) is None
    assert write_days(parse_days("Mon"), read_days("1.Sa").repeat) is None


@pytest.mark.parametrize(
    ("text", "remark"),
    [("Plans", "plan"), ("plan", "plan"), ("tbc", "tbc"), ("win", "win"), ("Xmas", "xmas"), ("harmo", "harm")],
)
def test_words_of_older_lists(text, remark):
    found = read_days(text)
    assert (found.remarks, found.mask, found.understood) == ((remark,), DAILY, True)


def test_days_that_look_like_a_word_stay_days():
    assert read_days("SuMo").mask == parse_days("Sun,Mon")
    assert read_days("32nd").understood is False
    assert read_days("1st15").understood is False


def test_exceptions_lie_between_the_dates_of_the_row():
    following, season = read_days("2TuTh").following, parse_season("A26")
    left_out = not_following(following, season, date(2026, 5, 5), date(2026, 5, 31))
    assert [day.isoformat()[5:] for day in left_out] == ["05-05", "05-07", "05-19", "05-21", "05-26", "05-28"]


@pytest.mark.parametrize(
    ("text", "season", "on_air"),
    [
        # The Friday before the season is the fourth of March, the Monday after it is the season's second day.
        ("4FrMo", "A26", ["2026-03-30", "2026-04-24", "2026-04-27"]),
        ("4SaSu", "A26", ["2026-03-29", "2026-04-25", "2026-04-26"]),
        ("4MoMo", "A26", ["2026-03-30", "2026-04-27", "2026-05-04"]),
        # Neither the first Wednesday of March nor the Friday after it lies in the season: none of its days is left.
        ("1WeFr", "A26", ["2026-04-01", "2026-04-03"]),
        ("1WeFr", "A17", ["2017-04-05", "2017-04-07"]),
        ("4WeFr", "B25", ["2025-11-26", "2025-11-28"]),
        ("4SaSu", "B25", ["2025-10-26", "2025-11-22", "2025-11-23"]),
    ],
)
def test_a_day_before_the_season_takes_its_later_day_into_it(text, season, on_air):
    """The first days of a season that ``1WeFr`` and its kind leave, when the pair began before the season or not."""
    days = read_days(text)
    window = parse_season(season).window
    left_out = not_following(days.following, parse_season(season))
    dates = [window.first_day + timedelta(days=step) for step in range(window.days)]
    left = [day.isoformat() for day in dates if days.mask >> day.weekday() & 1 and day not in left_out]
    assert left[: len(on_air)] == on_air


def test_exceptions_reach_to_both_edges_of_the_season():
    """The Sundays on which a season begins and ends are dates of it, and 2SuWe leaves both out."""
    left_out = not_following(read_days("2SuWe").following, A26)
    assert (left_out[0], left_out[-1]) == (A26.window.first_day, A26.window.last_day)


@pytest.mark.parametrize(
    ("text", "words", "last"),
    [("MF-1", "Mon-Fri", 1), ("MF-31", "Mon-Fri", 31), ("Mo-Sa-15", "Mon-Sat", 15), ("Sa-Tu-2", "Sat-Tue", 2)],
)
def test_up_to_any_day_of_the_month_on_any_days_of_the_week(text, words, last):
    found = read_days(text)
    assert found.understood
    assert found.mask == parse_days(words)
    assert found.repeat.text == f"FREQ=MONTHLY;BYMONTHDAY={','.join(str(day) for day in range(1, last + 1))}"


@pytest.mark.parametrize("text", ["MF-0", "MF-32"])
def test_there_is_no_such_day_of_the_month(text):
    assert not read_days(text).understood


def test_last_days_are_read_by_their_names_too():
    assert read_days("LastSaSu").repeat.text == "FREQ=MONTHLY;BYDAY=-1SA,-1SU"


@pytest.mark.parametrize(("words", "text"), [("Mon-Wed", "Mo-We"), ("Sat-Mon", "Sa-Mo"), ("Tue,Wed", "Tu,We")])
def test_three_days_on_end_are_written_as_a_range(words, text):
    assert write_days(parse_days(words), None) == text
