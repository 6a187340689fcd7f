"""Logs in CSV and JSON lines: what is read, and what is reported with its line."""

from datetime import date

import pytest

from bcastplan.exchange.monitoring.locators import coordinates_of
from bcastplan.exchange.monitoring.log_columns import MEANINGS
from bcastplan.exchange.monitoring.log_reader import read_log
from bcastplan.exchange.tables.column_mapping import read_mapping
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.reception import absolute_minute


def read(text, **options):
    return read_log("log.csv", text.encode(), **options)


def one_report(header, row):
    reports, problems = read(f"{header}\n{row}\n")
    assert problems == []
    [report] = reports
    return report


def minute(day, hour, minutes=0):
    return absolute_minute(date.fromisoformat(day), hour * 60 + minutes)


@pytest.mark.parametrize(
    ("written", "hour", "minutes"),
    [
        ("2026-06-22T15:30Z", 15, 30),
        ("2026-06-22 15:30", 15, 30),
        ("2026-06-22 15:30:59 UTC", 15, 30),
        ("2026-06-23T00:30+09:00", 15, 30),
        ("2026-06-22 1530", 15, 30),
        ("20260622T153000", 15, 30),
    ],
)
def test_a_time_is_utc_however_it_is_written(written, hour, minutes):
    report = one_report("time,frequency", f"{written},9565")
    assert report.start_minute == minute("2026-06-22", hour, minutes)
    assert report.stop_minute == report.start_minute + 1


@pytest.mark.parametrize(
    ("start", "stop", "length"),
    [("23:50", "00:10", 20), ("15:30", "15:31", 1), ("1530", "1600", 30), ("15:30:20", "15:59:10", 30)],
)
def test_start_and_stop_are_a_stretch_that_may_pass_midnight(start, stop, length):
    report = one_report("date,start,stop,freq (kHz)", f"2026-06-22,{start},{stop},9565")
    assert report.stop_minute - report.start_minute == length


def test_start_and_stop_may_be_whole_dates():
    report = one_report("start,stop,frequency", "2026-06-22T23:50Z,2026-06-23T00:10Z,9565")
    assert (report.start_minute, report.stop_minute) == (minute("2026-06-22", 23, 50), minute("2026-06-23", 0, 10))


@pytest.mark.parametrize(
    ("column", "written", "merit"),
    [
        ("overall", "0", 0),
        ("overall", "5.0", 5),
        ("sinpo", "45444", 4),
        ("sinpo", "SINPO 4-5-4-3-2", 2),
        ("sio", "353", 3),
    ],
)
def test_the_overall_merit_comes_from_its_column_or_the_last_digit(column, written, merit):
    assert one_report(f"time,frequency,{column}", f"2026-06-22T15:30Z,9565,{written}").overall == merit


def test_merit_0_says_nothing_of_the_transmitter_and_off_says_that_no_carrier_was_there():
    reports, _ = read("time,frequency,overall,status\n2026-06-22T15:30Z,9565,0,\n2026-06-22T15:31Z,9565,,off\n")
    assert [(report.confirms, report.off) for report in reports] == [(False, False), (False, True)]


def test_json_lines_hold_the_same():
    reports, problems = read(
        '# a comment\n{"time": "2026-06-22T15:30Z", "frequency": 9565, "overall": 3, "lat": 37.5, "lon": 127}\n'
        '{"time": "2026-06-22T15:31Z", "frequency": "9565.2", "snr_db": -3.5, "status": null}\n'
    )
    assert problems == []
    assert (reports[0].overall, reports[0].latitude, reports[0].longitude) == (3, 37.5, 127.0)
    assert (reports[1].frequency_hz, reports[1].snr_db, reports[1].line) == (9_565_200, -3.5, 3)


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ("15:30,9565,,", "MON003", "no date and time"),
        ("2026-06-22T15:30Z,,,", "MON003", "there is no frequency"),
        ("2026-06-22T15:30Z,9.565,,", "MON003", "in MHz it would be 9565"),
        ("2026-06-22T15:30Z,9565,,maybe", "MON003", "no status"),
        ("0001-01-01T00:00+14:00,9565,,", "MON003", "calendar"),
        ("2026-06-22T15:30Z,9565,12,", "MON004", "no overall merit"),
        ("2026-06-22T15:30Z,9565,3,on,too,many", "MON002", "6 cells under 4 headers"),
    ],
)
def test_an_odd_value_is_a_problem_with_its_line_and_the_rest_is_counted(row, code, words):
    reports, problems = read(f"time,frequency,overall,status\n{row}\n2026-06-22T15:40Z,9565,4,\n")
    assert [(problem.code, problem.place.line) for problem in problems] == [(code, 2)]
    assert words in problems[0].message
    assert len(reports) == (2 if code == "MON004" else 1)


def test_an_end_before_the_start_leaves_the_report_out():
    reports, problems = read("start,stop,frequency\n2026-06-22T15:30Z,2026-06-22T15:20Z,9565\n")
    assert reports == []
    assert [problem.code for problem in problems] == ["MON005", "MON003"]


def test_a_header_without_time_is_reported_with_what_was_read():
    _, problems = read("when was it;kHz\n2026;9565\n")
    assert [problem.code for problem in problems] == ["MON001"]
    assert "no column means time (or start)" in problems[0].message


def test_a_mapping_names_the_columns_and_gives_what_all_rows_share():
    mapping, problems = read_mapping(
        "m.yaml",
        "columns: {date: Datum, time: Zeit, frequency: QRG, overall: O}\ndelimiter: ';'\ndates: dd.mm.yyyy\n"
        "defaults: {place: PM37}\n",
        MEANINGS,
        MEANINGS,
    )
    assert problems == []
    reports, problems = read("Datum;Zeit;QRG;O;Wetter\n22.06.2026;15:30;9565,2;4;schön\n", mapping=mapping)
    assert [problem.code for problem in problems] == ["MON006"]
    assert reports[0].start_minute == minute("2026-06-22", 15, 30)
    assert (reports[0].frequency_hz, reports[0].overall) == (9_565_200, 4)
    assert (reports[0].latitude, reports[0].longitude) == (37.5, 127.0)


def test_a_mapping_with_a_key_that_is_none_says_so():
    _, problems = read_mapping("m.yaml", "columns: {frequncy: QRG}\n", MEANINGS, MEANINGS)
    assert [problem.code for problem in problems] == ["CSV007"]
    assert "monitoring log" in problems[0].message
    assert "frequency" in problems[0].message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("37.57,126.98", (37.57, 126.98)),
        ("-33.9 / 151.2", (-33.9, 151.2)),
        ("PM37", (37.5, 127.0)),
        ("pm37lm", (37 + 12.5 / 24, 126 + 11.5 / 12)),
        ("Seoul", None),
        ("91,0", None),
    ],
)
def test_places_are_coordinates_or_locators(text, expected):
    assert coordinates_of(text) == (None if expected is None else pytest.approx(expected))


def test_binary_data_is_refused():
    with pytest.raises(UnreadableInput):
        read_log("log.csv", b"\0\1\2")
