"""Reports held against airings, against a twin that looks at every airing minute by minute."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.airtime.airing_list import airing_list
from bcastplan.model.clock import ClockTime
from bcastplan.model.days import DAILY
from bcastplan.model.reception import ReceptionReport, absolute_minute, date_of_minute
from bcastplan.model.season import Window
from bcastplan.model.transmission import Transmission
from bcastplan.monitoring.monitored_result import GROUPS
from bcastplan.monitoring.report_counts import ReportCounts
from bcastplan.monitoring.report_matches import MatchOptions, match_reports

FIRST = date(2026, 5, 28)
LAST = FIRST + timedelta(days=6)
WINDOWS = (Window(FIRST, LAST), Window(FIRST, LAST - timedelta(days=2), 60, 60))
PERIOD = (FIRST + timedelta(days=1), LAST)
FREQUENCIES = (9565.0, 9565.5, 7465.0)
SERVICES = ("VOA Korean", "RFA Korean")
ORIGIN = absolute_minute(FIRST)


@st.composite
def transmissions(draw):
    start = draw(st.sampled_from([0, 30, 1380, 1430, 720]))
    return Transmission(
        frequency=draw(st.sampled_from(FREQUENCIES)),
        service=draw(st.sampled_from(SERVICES)),
        time=ClockTime(start, start + draw(st.sampled_from([5, 30, 60, 90]))),
        days=draw(st.just(DAILY) | st.integers(1, DAILY)),
        window=draw(st.sampled_from(WINDOWS)),
    )


@st.composite
def reports(draw):
    start = ORIGIN + draw(st.integers(-1, 7)) * 1440 + draw(st.sampled_from([0, 25, 30, 60, 715, 1375, 1425]))
    start += draw(st.integers(0, 12))
    overall = draw(st.none() | st.integers(0, 5))
    return ReceptionReport(
        "log.csv",
        draw(st.integers(1, 99)),
        start,
        start + draw(st.sampled_from([1, 1, 7, 40, 120])),
        round(draw(st.sampled_from([9565.0, 9564.2, 9565.9, 7465.0, 5000.0])) * 1000),
        place=draw(st.sampled_from(["Seoul", "Tokyo", None])),
        service=draw(st.none() | st.sampled_from(["VOA Korean", "RFA Korean", "BBC"])),
        overall=overall,
        off=overall is None and draw(st.booleans()),
    )


def fits(name, row):
    return name == TABLE_ROWS[row].service


TABLE_ROWS: list[Transmission] = []


def twin_airings(rows):
    """(row, start, stop) of every airing, minute by minute inside its window."""
    found = []
    for number, transmission in enumerate(rows):
        window = transmission.window
        opens = absolute_minute(window.first_day, window.start_minute)
        closes = absolute_minute(window.last_day, window.stop_minute)
        if window.stop_minute == 1440:
            closes += 1440  # what starts on the last day runs to its end
        for day in range(-1, 9):
            at = FIRST + timedelta(days=day)
            if not (window.first_day - timedelta(days=1) <= at <= window.last_day):
                continue
            if at < window.first_day:
                continue
            if not transmission.days >> at.weekday() & 1:
                continue
            begin = absolute_minute(at)
            minutes = [
                minute
                for minute in range(begin + transmission.time.start_minute, begin + transmission.time.stop_minute)
                if opens <= minute < closes
            ]
            if minutes:
                found.append((number, minutes[0], minutes[-1] + 1))
    return sorted(found)


def twin_matches(report, airings, rows):
    """The airings that a report speaks of, by looking at each."""
    moment = report.stop_minute - report.start_minute == 1
    last = report.start_minute if moment else report.stop_minute
    near = []
    for number, (row, start, stop) in enumerate(airings):
        off_by = abs(round(rows[row].frequency_khz * 1000) - report.frequency_hz)
        gap = max(start - last, report.start_minute - stop, 0)
        if off_by <= 1000 and gap <= 5 and report.service in (None, rows[row].service):
            shared = set(range(report.start_minute, report.stop_minute)) & set(range(start, stop))
            near.append((number, bool(shared), off_by))
    inside = [item for item in near if item[1]] or near
    nearest = min((item[2] for item in inside), default=0)
    return tuple(item[0] for item in inside if item[2] == nearest)


def twin_evidence(reports, start, stop):
    """Sets of minutes: monitored, confirmed, off, undelivered; and late and early minutes."""
    airing = set(range(start, stop))
    heard_anywhere, monitored, silent = set(), set(), set()
    for report in reports:
        span = set(range(report.start_minute, report.stop_minute))
        monitored |= span & airing
        if report.off:
            silent |= span & airing
        elif report.overall != 0:
            heard_anywhere |= span
    off = silent - heard_anywhere
    if not heard_anywhere:
        return monitored, set(), off, airing if off else set(), 0, 0
    before = [minute for minute in off if minute < min(heard_anywhere)]
    after = [minute for minute in off if minute > max(heard_anywhere)]
    late = max(before) + 1 - start if before else 0
    early = stop - min(after) if after else 0
    lost = off | set(range(start, start + late)) | set(range(stop - early, stop))
    return monitored, heard_anywhere & airing, off, lost, late, early


def counts_of(rows, listed):
    TABLE_ROWS[:] = rows
    table = build(rows)
    airings = airing_list(table)
    inside = [report for report in listed if PERIOD[0] <= date_of_minute(report.start_minute) <= PERIOD[1]]
    matched = match_reports(inside, airings, table.frequency_hz, fits, MatchOptions())
    predicted = {
        (number, int(airings.row[airing])): (number % 7) / 7
        for number, of_report in enumerate(matched)
        for airing in of_report
    }
    price = lambda row, day: (Fraction(10 + row) if day.day % 3 else Fraction(7, 3), "USD")  # noqa: E731
    return ReportCounts(table, airings, inside, matched, predicted, price, *PERIOD), inside, matched, price


@examples(60)
@given(st.lists(transmissions(), min_size=1, max_size=4), st.lists(reports(), max_size=12))
def test_airings_and_matches_equal_a_look_at_each(rows, listed):
    TABLE_ROWS[:] = rows
    table = build(rows)
    airings = airing_list(table)
    expected = twin_airings(rows)
    assert sorted(zip(airings.row.tolist(), airings.start.tolist(), airings.stop.tolist(), strict=True)) == expected
    matched = match_reports(listed, airings, table.frequency_hz, fits, MatchOptions())
    in_order = list(zip(airings.row.tolist(), airings.start.tolist(), airings.stop.tolist(), strict=True))
    assert matched == [twin_matches(report, in_order, rows) for report in listed]


@examples(60)
@given(
    st.lists(transmissions(), min_size=1, max_size=3),
    st.lists(reports(), max_size=10),
    st.lists(st.sampled_from(GROUPS), unique=True, max_size=5),
)
def test_counts_equal_sets_of_minutes(rows, listed, by):
    counts, inside, matched, price = counts_of(rows, listed)
    airings = counts.airings
    speaking = defaultdict(list)
    for report, numbers in zip(inside, matched, strict=True):
        for number in numbers:
            speaking[number].append(report)

    def key(row, minute, place):
        values = {
            "service": rows[row].service,
            "frequency": rows[row].frequency_khz,
            "place": place,
            "hour": minute // 60 % 24,
            "month": date_of_minute(minute).isoformat()[:7],
        }
        return tuple(values[name] for name in by)

    expected = defaultdict(lambda: defaultdict(int))
    money = defaultdict(Fraction)
    for number, reports_there in speaking.items():
        row, start, stop = int(airings.row[number]), int(airings.start[number]), int(airings.stop[number])
        places = {report.place for report in reports_there} if "place" in by else {"all"}
        for place in places:
            chosen = [report for report in reports_there if place == "all" or report.place == place]
            monitored, confirmed, off, lost, _, _ = twin_evidence(chosen, start, stop)
            for name, minutes in (("monitored", monitored), ("confirmed", confirmed), ("off", off), ("lost", lost)):
                for minute in minutes:
                    if PERIOD[0] <= date_of_minute(minute) <= PERIOD[1]:
                        expected[key(row, minute, place)][name] += 1
                        if name == "lost":
                            money[key(row, minute, place)] += price(row, date_of_minute(minute))[0] / 60
    result = {row.values: row for row in counts.rows(by)}
    for values, row in result.items():
        assert row.monitored_minutes == expected[values]["monitored"]
        assert row.confirmed_minutes == expected[values]["confirmed"]
        assert row.off_minutes == expected[values]["off"]
        if "place" not in by:
            assert row.undelivered_minutes == expected[values]["lost"]
            assert float(row.credit.amount) == pytest.approx(float(money[values]), abs=0.00501)
    for values, minutes in expected.items():
        if any(minutes.values()):
            assert values in result
    if "place" not in by:
        scheduled = sum(
            1
            for row, start, stop in zip(airings.row, airings.start, airings.stop, strict=True)
            for minute in range(start, stop)
            if PERIOD[0] <= date_of_minute(int(minute)) <= PERIOD[1]
        )
        assert sum(row.scheduled_minutes for row in result.values()) == scheduled
    groups_of_report = [
        {key(int(airings.row[number]), report.start_minute, report.place) for number in numbers}
        for report, numbers in zip(inside, matched, strict=True)
    ]
    assert sum(row.reports for row in result.values()) == sum(len(groups) for groups in groups_of_report)


@examples(60)
@given(st.lists(transmissions(), min_size=1, max_size=3), st.lists(reports(), max_size=10))
def test_deliveries_and_incidents_equal_sets_of_minutes(rows, listed):
    counts, inside, matched, _ = counts_of(rows, listed)
    airings = counts.airings
    expected = defaultdict(lambda: defaultdict(int))
    incidents = set()
    for number in range(len(airings)):
        row, start, stop = int(airings.row[number]), int(airings.start[number]), int(airings.stop[number])
        speaking = [report for report, numbers in zip(inside, matched, strict=True) if number in numbers]
        monitored, confirmed, off, lost, late, early = twin_evidence(speaking, start, stop)
        month = date_of_minute(start).isoformat()[:7]
        if PERIOD[0] <= date_of_minute(start) <= PERIOD[1]:
            expected[row, month]["airings"] += 1
        expected[row, month]["late"] += late
        expected[row, month]["early"] += early
        expected[row, month]["confirmed airings"] += any(not report.off and report.overall != 0 for report in speaking)
        expected[row, month]["off airings"] += (
            bool(lost)
            and lost == set(range(start, stop))
            and not any(not report.off and report.overall != 0 for report in speaking)
        )
        for name, minutes in (("monitored", monitored), ("confirmed", confirmed), ("off", off), ("lost", lost)):
            for minute in minutes:
                if PERIOD[0] <= date_of_minute(minute) <= PERIOD[1]:
                    expected[row, date_of_minute(minute).isoformat()[:7]][name] += 1
                    if name == "lost":
                        incidents.add((row, start))
    deliveries = {(delivery.row, delivery.month): delivery for delivery in counts.deliveries()}
    for key, delivery in deliveries.items():
        assert type(delivery.confirmed_airings) is type(delivery.off_airings) is int  # written to JSON
        assert delivery.airings == expected[key]["airings"]
        assert delivery.confirmed_airings == expected[key]["confirmed airings"]
        assert delivery.off_airings == expected[key]["off airings"]
        assert (delivery.late_minutes, delivery.early_minutes) == (expected[key]["late"], expected[key]["early"])
        assert delivery.monitored_minutes == expected[key]["monitored"]
        assert delivery.confirmed_minutes == expected[key]["confirmed"]
        assert delivery.off_minutes == expected[key]["off"]
        assert delivery.undelivered_minutes == expected[key]["lost"]
    assert {(incident.row, incident.start_minute) for incident in counts.incidents()} == incidents
