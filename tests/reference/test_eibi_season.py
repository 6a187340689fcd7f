"""EiBi's list of A26 as published (July 2026): every row read, each kind counted by the README's own words."""

from collections import Counter

import pytest

from bcastplan.airtime import build
from bcastplan.exchange.eibi.eibi_reader import read_eibi
from bcastplan.exchange.eibi.eibi_rows import split_row
from bcastplan.exchange.eibi.eibi_writer import write_eibi
from bcastplan.model.season import parse_season


@pytest.fixture(scope="module")
def data(shared_data):
    return (shared_data / "eibi" / "sked-a26.csv").read_bytes()


@pytest.fixture(scope="module")
def rows(data):
    return [line.split(";") for line in data.decode("iso-8859-1").split("\r\n")[1:] if line]


@pytest.fixture(scope="module")
def reading(data):
    return read_eibi("sked-a26.csv", data)


def test_no_row_is_dropped(reading, rows):
    schedule, problems = reading
    assert schedule.season == parse_season("A26")
    assert len(schedule.transmissions) == len(rows) == 9360
    assert [problem.code for problem in problems if problem.data.get("row")] == []


def test_the_broken_rows_are_findings(reading):
    found = [(problem.code, problem.place.line) for problem in reading[1] if problem.place.id]
    assert found == [("EIB003", 2426), ("EIB004", 3555), ("EIB004", 9150)]


def test_what_is_set_aside_is_counted_by_the_columns(reading, rows):
    persistence = Counter(row[8] for row in rows)
    told = next(problem for problem in reading[1] if problem.code == "EIB010").data
    assert f"inactive {persistence['8']}" in told["unused"]
    assert f"winter only {persistence['4']}" in told["unused"]
    days = Counter(row[2].lower().removesuffix("s") for row in rows)
    assert f"irr {days['irr']}" in told["remarks"]
    assert f"test {days['test']}" in told["remarks"]


def test_jammers_are_told_by_their_names(reading):
    schedule, _ = reading
    names = Counter(one.service for one in schedule.transmissions if one.jammer)
    assert names == {"CNR1 Jammer/Firedrake": 210, "Noise Jammer": 4, "Chinese Jammer": 3}
    assert sum(one.jams for one in schedule.transmissions) == 215, "one is heard in winter only, one is inactive"


def test_only_what_is_unused_is_off_the_air(reading):
    schedule, _ = reading
    table = build(schedule.transmissions)
    never = {one.origin.line for row, one in enumerate(schedule.transmissions) if one.counts and not table.minutes[row]}
    # Thursdays and Saturdays in a stretch of 29 to 31 March, and the like: days that do not occur between the dates.
    assert len(never) < 20
    for line in never:
        one = schedule.transmissions[line - 2]
        assert (one.last_date - one.first_date).days < 7 or one.repeat is not None


def test_days_and_dates_equal_a_walk_over_the_calendar(reading, rows):
    """A second reading of the plain expressions, written without the reader's code."""
    from datetime import date, timedelta

    schedule, _ = reading
    table = build(schedule.transmissions)
    names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    checked = 0
    for number, (one, row) in enumerate(zip(schedule.transmissions, rows, strict=True)):
        text, start, stop = row[2], row[9], row[10].partition("[")[0]
        if not one.counts or number % 5 or len(start) not in (0, 4) or len(stop) not in (0, 4):
            continue
        if text == "":
            wanted = set(range(7))
        elif text in names:
            wanted = {names.index(text)}
        elif text.isdigit():
            wanted = {int(digit) - 1 for digit in text}
        elif len(text) == 5 and text[2] == "-" and text[:2] in names:
            first, last = names.index(text[:2]), names.index(text[3:])
            wanted = {(first + step) % 7 for step in range((last - first) % 7 + 1)}
        else:
            continue
        begin = date(2026, int(start[2:]), int(start[:2])) if start and row[8] == "6" else date(2026, 3, 29)
        end = date(2026, int(stop[2:]), int(stop[:2])) if stop and row[8] == "6" else date(2026, 10, 25)
        if row[8] != "6" and (start or stop):
            continue
        begin, end = max(begin, date(2026, 3, 29)), min(end, date(2026, 10, 25))
        expected = [begin + timedelta(days=step) for step in range((end - begin).days + 1)]
        expected = [day for day in expected if day.weekday() in wanted]
        found = table.date_list(number)
        edges = {date(2026, 3, 29), date(2026, 10, 25)}  # airings that the season's edge cuts off whole
        assert set(found) - edges == set(expected) - edges, row
        assert set(found) <= set(expected)
        checked += 1
    assert checked > 1500


def test_every_site_code_of_the_readme_is_used_or_said(reading, rows):
    told = next(problem for problem in reading[1] if problem.code == "EIB009").data
    unknown = sum(int(text.rsplit(" ", 1)[1]) for text in told["sites"])
    named = [one for one, row in zip(reading[0].transmissions, rows, strict=True) if row[7]]
    without = [one for one in named if one.site is None]
    # Codes for "unknown site" (xx), sites without a position in the README, and hosts with several sites (/KWT).
    assert unknown == 12
    assert len(without) < 0.07 * len(named)


def test_it_is_written_back_byte_for_byte(reading, data):
    schedule, _ = reading
    written, problems = write_eibi(schedule.transmissions, season=schedule.season, extensions=schedule.extensions)
    assert written == data
    assert problems == []


def test_rows_without_their_own_text_say_the_same(reading):
    schedule, _ = reading
    bare = [
        one.changed(extensions={}) for one in schedule.transmissions if one.frequency_khz == 9310 or "K" in one.service
    ]
    again, _ = read_eibi("sked-a26.csv", write_eibi(bare, season=schedule.season)[0])
    for before, after in zip(bare, again.transmissions, strict=True):
        for name in ("frequency_khz", "time", "days", "repeat", "language", "target", "status", "mode"):
            assert getattr(before, name) == getattr(after, name), (name, before)


def test_the_list_has_ten_semicolons_everywhere(rows):
    assert all(len(row) == 11 for row in rows)
    assert split_row(";".join(rows[0]) + ";")[0] == rows[0]


def test_the_season_is_told_by_the_rows_too(data):
    schedule, problems = read_eibi("-", data)
    assert schedule.season == parse_season("A26")
    assert [problem.code for problem in problems if problem.code == "EIB006"] == ["EIB006"]
