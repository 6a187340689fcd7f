from datetime import date

import pytest

from bcastplan.airtime import build
from bcastplan.exchange.eibi.eibi_reader import read_eibi
from bcastplan.exchange.eibi.eibi_writer import HEADER
from bcastplan.exchange.file_kind import recognise
from bcastplan.model.days import parse_days
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import Severity
from bcastplan.model.season import parse_season
from bcastplan.model.sites import InlineSite
from bcastplan.rules.registry import all_rules

ROW = "9685;1500-1530;;CLA;Nippon no Kaze;K;KRE;/TWN-p;1;;[0726]"


def read(*rows, name="sked-a26.csv", header=True, newline="\r\n", **options):
    text = newline.join([*([HEADER] if header else []), *rows, ""])
    schedule, problems = read_eibi(name, text.encode("iso-8859-1"), **options)
    for problem in problems:
        assert set(problem.data) <= set(all_rules()[problem.code].fields), problem.code
    return schedule, problems


def one(row, **options):
    schedule, _ = read(row, **options)
    assert len(schedule.transmissions) == 1
    return schedule.transmissions[0]


def codes(problems):
    return [problem.code for problem in problems]


def test_a_row_is_read_whole():
    schedule, problems = read(ROW)
    found = schedule.transmissions[0]
    assert problems == []
    assert (schedule.kind, schedule.season) == ("eibi", parse_season("A26"))
    assert (found.id, found.frequency_khz, str(found.time), found.service) == (
        "e2",
        9685.0,
        "1500-1530",
        "Nippon no Kaze",
    )
    assert (found.language, found.target, found.status, found.mode) == (("Kor",), "44NE", "active", "AM")
    assert (found.broadcaster, found.manager) == (None, None)
    assert isinstance(found.site, InlineSite)
    assert found.site.name.startswith("Paochung")
    assert (found.site.latitude, found.site.longitude) == (23.7167, 120.3)
    assert found.extensions["x-eibi-heard"] == "2026-07"
    assert found.extensions["x-eibi-persistence"] == "1"
    assert (found.first_date, found.last_date) == (date(2026, 3, 29), date(2026, 10, 25))
    assert (found.origin.line, found.place("site").column) == (2, ROW.index("/TWN") + 1)


def test_decimals_and_latin_letters():
    found = one("13760.4;1700-1750;;KRE;Rádio Ñ;K,E;Eu;u;5;;[0626]")
    assert found.frequency_khz == 13760.4
    assert found.service == "Rádio Ñ"
    assert found.language == ("Kor", "Eng")


def test_a_site_that_is_surely_hfccs_has_its_code():
    assert one("6015;0350-1400;;KOR;KBS Hanminjok;K;FE;h;1;;").site == "HWA"
    assert one("9310;1130-1500;;USA;Voice of America;K;FE;/PHL-i;1;;").site == "IBA"


@pytest.mark.parametrize("code", ["", "xx", "/KWT", "/XYZ-a"])
def test_a_site_that_is_not_known_is_not_given(code):
    assert one(f"9310;1530-1630;;TWN;Example;K;FE;{code};1;;").site is None


def test_the_only_site_of_a_country_needs_no_code():
    palau = one("9965;1015-1100;Sa;USA;Hope Radio 5;K;FE;/PLW;1;;").site
    assert isinstance(palau, InlineSite)  # HFCC's Palau is 12 km away: not surely the same
    assert palau.name == "Koror-Babeldaob (Medorn)"
    assert one("5815;1730-1800;;CLA;Nippon no Kaze;K;KRE;/UZB;5;;").administration == "UZB"


def test_dates_of_part_of_the_season():
    found = one("9310;1530-1630;Mo-Fr;USA;Voice of America;K;FE;/KWT;6;2206;2606")
    assert (found.valid_from, found.valid_until) == (date(2026, 6, 22), date(2026, 6, 26))
    assert found.days == parse_days("Mon-Fri")


def test_a_date_among_the_days():
    found = one("15565;0805-0940;5Apr;CVA;Radio Vaticana;P;SAf;;6;0104;0504")
    assert found.valid_from == found.valid_until == date(2026, 4, 5)


def test_rules_of_the_month():
    found = one("1602;0000-1800;1.Sa;FIN;Scandinavian Weekend R.;FI;FIN;v;5;;")
    assert found.repeat is not None
    assert found.repeat_dates()[:2] == (date(2026, 4, 4), date(2026, 5, 2))


def test_every_second_day_counts_from_its_first_date():
    dated = one("6000;1000-1100;altFr;G;Example;E;Eu;w;6;0804;2510")
    assert dated.repeat is not None
    assert dated.repeat.text == "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"
    assert dated.repeat_dates()[:2] == (date(2026, 4, 10), date(2026, 4, 24))
    undated = one("6000;1000-1100;altFr;G;Example;E;Eu;w;1;;")
    assert undated.repeat is None
    assert undated.days == parse_days("Fri")
    assert "every second" in undated.note


@pytest.mark.parametrize(
    ("days", "persistence", "dates", "status"),
    [
        ("", "0", ";", "active"),
        ("", "1", ";", "active"),
        ("", "2", ";", "active"),
        ("", "3", ";", "active"),
        ("", "4", ";", "unused"),  # winter only, in a summer list
        ("", "5", ";", "active"),
        ("", "6", "0107;0207", "active"),
        ("", "8", ";", "unused"),
        ("", "91", ";", "active"),
        ("", "94", ";", "unused"),
        ("", "98", ";", "unused"),
        ("irr", "1", ";", "active"),
        ("tent", "1", ";", "active"),
        ("Test", "1", ";", "active"),
        ("alt", "1", ";", "unused"),
        ("harm", "1", ";", "unused"),
        ("imod", "1", ";", "unused"),
        ("spur", "1", ";", "unused"),
        ("Ram", "1", ";", "unused"),
        ("Ram", "6", "0104;1004", "active"),
        ("Haj", "1", ";", "unused"),
        ("4u", "1", ";", "unused"),
        ("", "1", "0111;2802", "unused"),  # of another part of the year
    ],
)
def test_what_counts(days, persistence, dates, status):
    assert one(f"6000;1000-1100;{days};G;Example;E;Eu;w;{persistence};{dates}").status == status


def test_summer_rows_do_not_count_in_winter():
    row = "6000;1000-1100;;G;Example;E;Eu;w;{};;"
    assert one(row.format(5), name="sked-b26.csv").status == "unused"
    assert one(row.format(4), name="sked-b26.csv").status == "active"


@pytest.mark.parametrize(
    ("row", "mode"),
    [
        ("5673;0000-2400;LSB;CHN;Beijing Volmet;E;FE;b;1;;", "SSB"),
        ("5673;0000-2400;USB;CHN;Guangzhou Volmet;E;FE;b;1;;", "SSB"),
        ("5673;0000-2400;;CHN;Guangzhou Volmet;E;FE;b;91;;", "SSB"),  # a voice on a utility frequency
        ("5673;0000-2400;;CHN;Teletype;-TY;FE;b;91;;", "AM"),
        ("3205;1950-1800;;KRE;KCBS DIGITAL;K;KRE;k;1;;", "DRM"),
    ],
)
def test_modes(row, mode):
    assert one(row).mode == mode


def test_languages_that_are_none_are_a_note():
    found = one("18.1;0000-2400;;RUS;RDL;-CW;RUS;xx;1;;")
    assert found.language == ()
    assert "Morse" in found.note


def test_start_is_stop_is_kept_and_off_the_air():
    schedule, problems = read("6200;1241-1241;;CHN;Voice of Jinling;C;TWN;nj;1;;[1125]")
    assert codes(problems) == ["EIB003", "EIB010"] or codes(problems) == ["EIB010", "EIB003"]
    assert schedule.transmissions[0].status == "unused"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("8167;1000-1010;Su;RUS;E06;E;RUS;or;1;0102;28021", "stop"),
        ("8167;1000-1010;Su;RUS;E06;E;RUS;or;1;3102;", "start"),
    ],
)
def test_a_broken_date_is_a_finding_and_the_row_is_read(row, column):
    schedule, problems = read(row)
    assert codes(problems) == ["EIB004"]
    assert problems[0].data == {"field": column}
    assert (problems[0].place.line, problems[0].place.id) == (2, "e2")
    assert schedule.transmissions[0].status == "active"


@pytest.mark.parametrize(
    "row", ["28x;1000-1010;;RUS;E06;E;RUS;or;1;;", "6000;1000-1060;;RUS;E06;E;RUS;or;1;;", "6000;10-11;;G;A;E;Eu;w;1;;",
            "31000;1000-1100;;G;A;E;Eu;w;1;;", "0;1000-1100;;G;A;E;Eu;w;1;;", "6000;;;G;A;E;Eu;w;1;;"]
)  # fmt: skip
def test_rows_without_frequency_or_time_are_findings(row):
    schedule, problems = read(ROW, row)
    assert len(schedule.transmissions) == 1
    assert codes(problems) == ["EIB002"]
    assert problems[0].place.line == 3
    assert problems[0].data["row"] == row


def test_cut_and_shifted_rows():
    cut = "9685;1500-1530;;CLA;Nippon no Kaze;K;KRE;/TWN-p;1;"
    long = ROW.replace(";;[0726]", ";;[0726];;")
    named = "9685;1500-1530;;CLA;Nippon; no Kaze;K;KRE;/TWN-p;1;;"
    shifted = "5815;1730-1800;CLA;Nippon no Kaze;K;KRE;/UZB;4;;"
    short = "5815;1730-1800"
    schedule, problems = read(cut, long, named, shifted, short)
    assert codes(problems) == ["EIB001"] * 5
    assert [transmission.origin.line for transmission in schedule.transmissions] == [2, 3, 4]
    assert schedule.transmissions[2].service == "Nippon; no Kaze"
    assert schedule.transmissions[2].language == ("Kor",)
    assert [problem.data.get("row") for problem in problems] == [None, None, None, shifted, short]


def test_the_season_without_a_name():
    rows = [ROW] * 3 + ["9310;1530-1630;;USA;VOA;K;FE;/KWT;6;2903;1904"]
    schedule, problems = read(*rows, name="download.csv")
    assert schedule.season == parse_season("A26")
    assert codes(problems) == ["EIB006"]
    schedule, problems = read("9310;1530-1630;;USA;VOA;K;FE;/PHL-t;1;;", name="-")
    assert schedule.season is None
    assert schedule.window.days <= 0
    assert "nothing goes on the air" in problems[0].message


def test_the_season_that_is_given_goes_before_the_name():
    schedule, _ = read("9310;1530-1630;;USA;VOA;K;FE;/KWT;6;2206;2606", season=parse_season("A25"))
    assert schedule.transmissions[0].valid_from == date(2025, 6, 22)


@pytest.mark.parametrize(("separator", "words"), [(",", "commas"), ("\t", "tabs"), ("|", "bars")])
def test_another_delimiter_is_one_clear_finding(separator, words):
    schedule, problems = read(*[ROW.replace(";", separator)] * 3, header=False)
    assert schedule.transmissions == ()
    assert codes(problems) == ["EIB007"]
    assert problems[0].message.startswith(f"{words} separate the columns")
    assert recognise("x", (ROW.replace(";", separator) + "\n").encode()) == "eibi"  # so that every command says it


def test_an_empty_list_is_reported():
    assert codes(read()[1]) == ["EIB007"]
    assert codes(read_eibi("sked-a26.csv", b"")[1]) == ["EIB007"]


def test_mixed_line_ends():
    data = f"{HEADER}\r\n{ROW}\n{ROW}\r{ROW}\r\n".encode()
    schedule, problems = read_eibi("sked-a26.csv", data)
    assert len(schedule.transmissions) == 3
    assert codes(problems) == ["EIB008"]
    assert [transmission.origin.line for transmission in schedule.transmissions] == [2, 3, 4]


@pytest.mark.parametrize("newline", ["\n", "\r", "\r\n"])
def test_every_line_end_is_read(newline):
    schedule, problems = read(ROW, ROW, newline=newline)
    assert len(schedule.transmissions) == 2
    assert problems == []


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<!DOCTYPE html><html><body>404</body></html>", "an HTML page"),
        (b"\xef\xbb\xbf\r\n<html lang=en>", "an HTML page"),
        (b"<?xml version='1.0'?>\n<!-- x --><HTML>", "an HTML page"),
        ("kHz:75;Time".encode("utf-16"), "UTF-16"),
        (b"kHz:75\0;", "binary"),
    ],
)
def test_what_is_no_list_is_refused(data, reason):
    with pytest.raises(UnreadableInput, match=reason):
        read_eibi("sked-a26.csv", data)


def test_utf_8_is_read():
    schedule, _ = read_eibi("sked-a26.csv", f"{HEADER}\n6000;1000-1100;;B;Rádio Ñ;P;B;b;1;;\n".encode())
    assert schedule.transmissions[0].service == "Rádio Ñ"
    assert schedule.extensions["x-eibi-encoding"] == "utf-8"


def test_codes_and_remarks_are_counted_once_for_the_list():
    rows = [
        "6000;1000-1100;irr;D;A;E;Eu;/D-bb;1;;",
        "6000;1100-1200;irr;D;A;QQQ;Eu;/D-bb;1;;",
        "6000;1200-1300;;D;A;E;ZZZ;;8;;",
    ]
    _, problems = read(*rows)
    assert codes(problems) == ["EIB009", "EIB010"]
    assert problems[0].data == {"sites": ["/D-bb 2"], "languages": ["QQQ 1"], "areas": ["ZZZ 1"]}
    assert problems[1].data == {"unused": ["inactive 1"], "remarks": ["irr 2"]}
    assert all(all_rules()[problem.code].severity is Severity.INFO for problem in problems)


@pytest.mark.parametrize(
    ("time", "persistence", "days", "read_as", "hours"),
    [
        ("0000-0000", "2", "", "0000-2400", 24 * 210),
        ("0100-0100", "2", "", "0000-2400", 24 * 210),
        ("2300-2300", "92", "", "0000-2400", 24 * 210),
        ("0100-0100", "3", "We", "0100-0100", 24 * 30),
    ],
)
def test_midnight_to_midnight_is_a_whole_day_where_summer_time_moves_it(time, persistence, days, read_as, hours):
    schedule, problems = read(f"15105;{time};{days};TUR;Radio Day;TU;Eu;;{persistence};;")
    found = schedule.transmissions[0]
    assert codes(problems) == []
    assert (str(found.time), found.status) == (read_as, "active")
    assert build([found]).minutes.sum() == hours * 60


@pytest.mark.parametrize("row", ["6070;0000-0000;;D;R;D;Eu;n;1;;", "6070;0700-0700;;D;R;D;Eu;n;2;;"])
def test_other_rows_with_one_time_are_still_told(row):
    schedule, problems = read(row)
    assert schedule.transmissions[0].status == "unused"
    assert "EIB003" in codes(problems)


def test_a_slip_in_the_month_of_reception_is_a_warning():
    schedule, problems = read("8992;0000-2400;;ISL;Radio Eis;E;NAO;;1;;[1326]")
    assert schedule.transmissions[0].status == "active"
    assert [(problem.code, all_rules()[problem.code].severity) for problem in problems] == [("EIB012", "warning")]


def test_columns_that_are_put_right_are_a_warning():
    _, problems = read("8992;0000-2400;;ISL;Radio Eis;E;NAO;;1;;;")
    assert [(problem.code, problem.severity) for problem in problems] == [("EIB001", "warning")]


@pytest.mark.parametrize(
    ("days", "season", "status"),
    [("win", "a26", "unused"), ("sum", "a26", "active"), ("win", "b26", "active"), ("sum", "b26", "unused"),
     ("Plans", "a26", "unused"), ("Xmas", "b26", "unused"), ("tbc", "a26", "active")],
)  # fmt: skip
def test_words_of_older_lists_decide_whether_a_row_counts(days, season, status):
    schedule, problems = read(f"11710;0100-0200;{days};B;Radio Velho;P;SAm;ca;1;;", name=f"sked-{season}.csv")
    assert schedule.transmissions[0].status == status
    assert "EIB005" not in codes(problems)
