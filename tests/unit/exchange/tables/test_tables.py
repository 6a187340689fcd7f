import codecs
from datetime import date

import pytest

from bcastplan.exchange.tables.column_mapping import read_mapping
from bcastplan.exchange.tables.table_columns import COLUMNS
from bcastplan.exchange.tables.table_reader import read_csv
from bcastplan.exchange.tables.table_writer import write_csv
from bcastplan.model.days import parse_days
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.season import parse_season
from bcastplan.model.sites import InlineSite
from bcastplan.model.transmission import Transmission
from bcastplan.rules.registry import all_rules

A26 = parse_season("A26")


def mapping(text):
    found, problems = read_mapping("map.yaml", text)
    assert problems == []
    return found


def read(text, **options):
    schedule, problems = read_csv("x.csv", text.encode() if isinstance(text, str) else text, **options)
    for problem in problems:
        assert set(problem.data) <= set(all_rules()[problem.code].fields), problem.code
    return schedule, problems


def codes(problems):
    return [problem.code for problem in problems]


HEAD = "service,season,frequency,time,days\n"


def test_our_own_columns_need_no_mapping():
    schedule, problems = read(HEAD + "VOA,A26,9565,1530-1630,Mon-Fri\n")
    found = schedule.transmissions[0]
    assert problems == []
    assert (found.service, found.frequency_khz, str(found.time)) == ("VOA", 9565.0, "1530-1630")
    assert (found.days, found.season, found.origin.line) == (parse_days("Mon-Fri"), A26, 2)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    text = (HEAD + "VOA,A26,9565,1530-1630,daily\n").replace(",", delimiter)
    assert len(read(text)[0].transmissions) == 1


def test_a_foreign_table():
    rules = mapping(
        "columns:\n  frequency: Freq. kHz\n  time: [Begin, End]\n  days: Tage\n  service: Sender\n  from: Ab\n"
        "delimiter: ';'\ntime: HH:MM\nfirst_day: Sunday\ndates: dd.mm.yyyy\n"
        "defaults: {season: A26, language: Kor, target: 44NE}\n"
    )
    text = "Sender;Freq. kHz;Begin;End;Tage;Ab;Bemerkung\nVOA;9565;15:30;0:00;2-9;\n"
    text += "VOA;9570;9:00;24:00;2356;01.07.2026;x\n"
    schedule, problems = read(text, mapping=rules)
    assert codes(problems) == ["CSV006", "CSV003"]
    assert "Bemerkung" in problems[0].message
    assert len(schedule.transmissions) == 1
    second = schedule.transmissions[0]
    assert (str(second.time), second.days, second.valid_from) == (
        "0900-2400",
        parse_days("Mon,Tue,Thu,Fri"),
        date(2026, 7, 1),
    )
    assert (second.language, second.target) == (("Kor",), "44NE")


def test_digits_of_days_are_refused_without_a_mapping():
    schedule, problems = read(HEAD + "VOA,A26,9565,1530-1630,1245\n")
    assert schedule.transmissions == ()
    assert codes(problems) == ["CSV003", "CSV005"] or codes(problems) == ["CSV005", "CSV003"]
    assert any("ambiguous" in problem.message for problem in problems)


def test_the_first_day_decides():
    text = "frequency,time,days\n9565,1530-1630,12\n"
    for first_day, words in (("Monday", "Mon,Tue"), ("Sunday", "Mon,Sun"), ("sat", "Sat,Sun")):
        rules = mapping(
            f"columns: {{frequency: frequency, time: time, days: days}}\nfirst_day: {first_day}\n"
            "defaults: {season: A26}\n"
        )
        assert read(text, mapping=rules)[0].transmissions[0].days == parse_days(words)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("colums: {}\n", "unknown key 'colums', did you mean columns"),
        ("columns: {freq: x}\n", "'freq' is no key of a transmission"),
        ("columns: [a]\n", "'columns' holds keys"),
        ("first_day: 1\n", "'1' is no day"),
        ("time: sundial\n", "'sundial' is none of hhmm"),
        ("dates: yyyy\n", "no form of a date"),
        ("delimiter: x\n", "'x' is none of"),
        ("encoding: klingon\n", "no encoding"),
        ("defaults: {power: [1]}\n", "power is one value"),
        ("", "a mapping has the keys"),
        ("a: [\n", ""),
    ],
)
def test_a_mapping_that_says_something_unknown(text, message):
    _, problems = read_mapping("map.yaml", text)
    assert set(codes(problems)) == {"CSV007"}
    assert message in problems[0].message
    assert problems[0].place.file == "map.yaml"
    assert problems[0].place.line == 1 or text.startswith("a")


@pytest.mark.parametrize(
    "text", ["a,b\n1,2\n", "frequency;power\n9565;1\n", "frequency,start\n9565,1530\n", "service\tkHz\nx\t1\n"]
)
def test_a_header_without_frequency_and_time(text):
    schedule, problems = read(text)
    assert schedule.transmissions == ()
    assert codes(problems) == ["CSV001"]
    assert "a mapping tells" in problems[0].message


def test_cells_that_cannot_be_read():
    rows = [
        "VOA,A26,95x,1530-1630,daily",
        "VOA,A26,9565,1530,daily",
        "VOA,A26,9565,1530-1530,daily",
        "VOA,A26,,1530-1630,daily",
        "VOA,A2026,9565,1530-1630,daily",
        "VOA,A26,9565,1530-1630,daily,250,x",
        "VOA,A26,9565,1530-1630,daily",
    ]
    schedule, problems = read(HEAD + "\n".join(rows) + "\n")
    assert [one.origin.line for one in schedule.transmissions] == [8]
    assert codes(problems) == ["CSV003"] * 5 + ["CSV002"]
    assert [problem.place.line for problem in problems] == [2, 3, 4, 5, 6, 7]


def test_a_detail_that_cannot_be_read_leaves_the_row():
    schedule, problems = read("season,frequency,time,power,azimuth\nA26,9565,1530-1630,25O,400\n")
    assert len(schedule.transmissions) == 1
    assert [problem.data for problem in problems] == [{"column": "power"}, {"column": "azimuth"}]


def test_a_quote_that_does_not_close():
    schedule, problems = read(
        HEAD + 'VOA,A26,9565,1530-1630,daily\n"VOA,A26,9570,1530-1630,daily\nVOA,A26,1,1-2,daily\n'
    )
    assert len(schedule.transmissions) == 1
    assert "CSV002" in codes(problems)


def test_quoted_cells_over_several_lines_keep_line_numbers():
    schedule, _ = read('season,frequency,time,note\nA26,9565,1530-1630,"a\nb"\nA26,9570,1530-1630,c\n')
    assert [one.origin.line for one in schedule.transmissions] == [2, 4]
    assert schedule.transmissions[0].note == "a\nb"


def test_seasons_of_a_table():
    two = HEAD + "VOA,A26,9565,1530-1630,\nVOA,A26,9570,1530-1630,\nVOA,B26,9575,1530-1630,\n"
    schedule, problems = read(two)
    assert (len(schedule.transmissions), schedule.season) == (2, A26)
    assert codes(problems) == ["CSV004"]
    assert read(two, season=parse_season("B26"))[0].season == parse_season("B26")
    assert len(read(two, season=parse_season("B26"))[0].transmissions) == 1
    none = "frequency,time\n9565,1530-1630\n"
    assert codes(read(none)[1])[0] == "CSV004"
    assert read(none, season=A26)[1] == []


def test_a_table_with_dates_and_no_season():
    text = "frequency,time,from,until\n9565,1530-1630,2008-03-02,2008-03-30\n9570,1530-1630,2008-03-10,2008-03-30\n"
    schedule, problems = read(text)
    assert problems == []
    assert (schedule.window.first_day, schedule.window.last_day) == (date(2008, 3, 2), date(2008, 3, 30))
    assert [one.valid_from for one in schedule.transmissions] == [None, date(2008, 3, 10)]


@pytest.mark.parametrize("data", [b"<!doctype html>\n", b"frequency,time\0\n", "frequency,time\n".encode("utf-16")])
def test_what_is_no_table(data):
    with pytest.raises(UnreadableInput):
        read_csv("x.csv", data)


def test_encodings():
    text = "season,frequency,time,service\nA26,9565,1530-1630,Rádio\n"
    for data in (text.encode(), codecs.BOM_UTF8 + text.encode(), text.encode("iso-8859-1")):
        assert read(data)[0].transmissions[0].service == "Rádio"
    rules = mapping("encoding: windows-1252\n")
    assert (
        read("season,frequency,time,service\nA26,9565,1530-1630,€\n".encode("cp1252"), mapping=rules)[0]
        .transmissions[0]
        .service
        == "€"
    )
    with pytest.raises(UnreadableInput, match="not ascii"):
        read_csv("x.csv", text.encode(), mapping=mapping("encoding: ascii\n"))


def test_every_key_of_a_transmission_has_a_column():
    from bcastplan.model.transmission import transmission_keys

    assert set(transmission_keys()) <= set(COLUMNS)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "'=1", "''x", "'x", 'x,"y"', "a;b", "<b>", "é"])
def test_texts_are_inert_in_a_spreadsheet_and_come_back(text):
    one = Transmission(
        service=f"S{text}", frequency=9565.0, time="1530-1630", window=A26.window, season=A26, note=text, programme=text
    )
    data, _ = write_csv([one])
    for line in data.decode("utf-8-sig").splitlines():
        for cell in line.split(","):
            assert not cell.strip('"').startswith(("=", "+", "@", "\t"))
            assert not cell.strip('"').startswith("-")
    back = read(data)[0].transmissions[0]
    assert back.service == f"S{text}"
    assert back.note == back.programme == text


@pytest.mark.parametrize("text", ["\tx", "\x1b[31mred", "a\nb"])
def test_control_characters_are_shown_by_their_number(text):
    one = Transmission(frequency=9565.0, time="1530-1630", window=A26.window, season=A26, note=text)
    data, _ = write_csv([one])
    assert data.decode().isprintable() is False  # only the line ends of the table are left
    assert not set(data.decode("utf-8-sig")) & {"\t", "\x1b"}
    assert data.count(b"\n") == data.count(b"\r\n") == 2


def test_a_site_written_out_and_keys_without_a_column():
    one = Transmission(
        frequency=9565.0, time="1530-1630", window=A26.window, season=A26, site=InlineSite("A, b", 1.5, -2.25),
        extensions={"x-heard": "2026-07"},
    )  # fmt: skip
    data, problems = write_csv([one])
    assert read(data)[0].transmissions[0].site == one.site
    assert codes(problems) == ["CSV101"]


NUMBERED = mapping(
    "columns: {frequency: f, time: t, days: d, power: kw, azimuth: az}\nfirst_day: Sunday\ndefaults: {season: A26}\n"
)
FROM_MONDAY = mapping("columns: {frequency: f, time: t, days: d}\nfirst_day: Monday\ndefaults: {season: A26}\n")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1234567", "daily"), ("......7", "Sat"), (".2.4.6.", "Mon,Wed,Fri"), ("1....6.", "Sun,Fri"),
        ("12.4567", "Sun,Mon,Wed-Sat"), ("124-7", "Sun,Mon,Wed-Sat"), ("2-6", "Mon-Fri"), ("6-2", "Fri-Mon"),
        ("1 3 5", "Sun,Tue,Thu"), ("0.234567", "Mon-Sat"), ("Mon-Fri", "Mon-Fri"), ("daily", "daily"),
    ],
)  # fmt: skip
def test_days_in_every_notation_of_the_trade(text, days):
    schedule, problems = read(f"f,t,d,kw,az\n9745,0200-0300,{text},,\n", mapping=NUMBERED)
    assert [one.days for one in schedule.transmissions] == [parse_days(days)]
    assert problems == []


def test_the_first_day_shifts_ranges_too():
    schedule, _ = read("f,t,d\n9745,0200-0300,5-7\n9745,0300-0400,..3....\n", mapping=FROM_MONDAY)
    assert [one.days_text for one in schedule.transmissions] == ["Fri-Sun", "Wed"]


@pytest.mark.parametrize("text", ["8", "1-8", "0101010", ".......", "1--3"])
def test_other_digits_are_no_days(text):
    schedule, problems = read(f"f,t,d\n9745,0200-0300,{text}\n", mapping=FROM_MONDAY)
    assert schedule.transmissions == ()
    assert "CSV003" in codes(problems)


@pytest.mark.parametrize(
    ("azimuth", "power", "read_as"),
    [
        ("ND", "100", (None, 100.0)), ("nd", ".25", (None, 0.25)), ("Non-dir.", "100 kW", (None, 100.0)),
        ("75°", "0.5kW", (75.0, 0.5)), ("-", "1", (None, 1.0)), ("90 deg", '"2,5"', (90.0, 2.5)),
    ],
)  # fmt: skip
def test_azimuth_and_power_as_tables_write_them(azimuth, power, read_as):
    schedule, problems = read(f"f,t,d,az,kw\n9745,0200-0300,1,{azimuth},{power}\n", mapping=NUMBERED)
    assert [(one.azimuth_deg, one.power_kw) for one in schedule.transmissions] == [read_as]
    assert codes(problems) == []


def test_a_detail_that_cannot_be_read_is_a_warning_and_the_row_stays():
    schedule, problems = read("f,t,d,az,kw\n9745,0200-0300,1,x,y\n", mapping=NUMBERED)
    assert len(schedule.transmissions) == 1
    assert [(problem.code, problem.severity) for problem in problems] == [("CSV003", "warning")] * 2


@pytest.mark.parametrize(
    ("text", "khz"), [("4810.26", 4810.26), ("9745.0", 9745.0), ('"9745,5"', 9745.5), ("10159.876", 10159.876)]
)
def test_frequencies_with_decimals(text, khz):
    schedule, _ = read(f"f,t,d\n{text},0200-0300,1\n", mapping=NUMBERED)
    assert [one.frequency_khz for one in schedule.transmissions] == [khz]


@pytest.mark.parametrize("text", ['"9,745"', "31000.123", "9.745 MHz", "1e4"])
def test_what_is_no_frequency_takes_the_row_with_it(text):
    schedule, problems = read(f"f,t,d\n{text},0200-0300,1\n", mapping=NUMBERED)
    assert schedule.transmissions == ()
    assert "CSV003" in codes(problems)


def test_the_name_of_a_site_without_a_position_is_kept():
    schedule, _ = read("service,season,frequency,time,site_name,note\nA,A26,9745,0200-0300,Nauen,by night\n")
    assert schedule.transmissions[0].note == "site Nauen; by night"
