from dataclasses import replace
from datetime import date

import pytest

from bcastplan.exchange.hfcc.hfcc_fields import Uncarried, write_alternatives
from bcastplan.exchange.hfcc.hfcc_header import header_lines, kept_header, season_of_header
from bcastplan.exchange.hfcc.hfcc_problems import CODES
from bcastplan.exchange.hfcc.hfcc_reader import read_hfcc
from bcastplan.exchange.hfcc.hfcc_writer import row_order, write_hfcc
from bcastplan.model.finding import Severity
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Transmission

A26 = parse_season("A26")
MADE_ON = date(2026, 7, 21)
THIRTEEN = ",".join(map(str, range(1, 14)))


def transmission(**values):
    """A complete transmission of A26; values as a schedule file would have them."""
    written = {
        "service": "VOA", "frequency": "9565", "time": "1530-1630", "broadcaster": "VOA", "manager": "AGM",
        "administration": "PHL", "language": "Kor", "target": "44NE", "site": "PHT", "power": "250", "antenna": "216",
        "azimuth": "21", "slew": "0", "requirement": "4711", "season": A26, "window": A26.window,
    }  # fmt: skip
    return Transmission(**{key: value for key, value in (written | values).items() if value is not None})


def written(*transmissions, **options):
    """Rows without the header, and the problems as (code, message)."""
    data, problems = write_hfcc(transmissions, season=A26, header=[], **options)
    assert all(set(problem.data) <= set(CODES[problem.code].fields) for problem in problems)
    return data.decode("iso-8859-1").split("\r\n")[:-1], [(problem.code, problem.message) for problem in problems]


def test_a_row_has_its_texts_in_their_columns(row):
    assert written(transmission()) == ([row()], [])


def test_every_value_has_its_column(row):
    full = transmission(
        days="Sat,Sun", **{"from": "2026-06-01", "until": "2026-08-31"}, mode="DRM", language=["Nld", "Eng"],
        slew="-15", design_frequency="9700", old="yes", alternatives=["9500", "15"], note="OLD B25", requirement="12",
    )  # fmt: skip
    expected = row(
        slew="-15", days="17     ", first="010626", last="310826", modulation="N", design=" 9700", language="NldEng",
        requirement="   12", old="1", alternatives=" 9500    15", notes="OLD B25",
    )  # fmt: skip
    assert written(full) == ([expected], [])


def test_midnight_is_written_as_2400(row):
    assert written(transmission(time="2300-0000"))[0] == [row(start="2300", stop="2400")]


@pytest.mark.parametrize("power", ["0.1", "0.5", "1"])
def test_less_than_a_kilowatt_is_one(row, power):
    lines, problems = written(transmission(power=power))
    assert lines == [row(power="   1")]
    assert [code for code, _ in problems] == ([] if power == "1" else ["HFC102"])


@pytest.mark.parametrize(
    ("values", "texts", "code", "words"),
    [
        ({"power": "12.5"}, {"power": "  13"}, "HFC102", "12.5 kW"),
        ({"azimuth": "20.6"}, {"azimuth": "21"}, "HFC102", "20.6 degrees"),
        ({"azimuth": "359.7"}, {"azimuth": "0 "}, "HFC102", "written as 0"),
        ({"slew": "-14.6"}, {"slew": "-15"}, "HFC102", "-14.6"),
        ({"design_frequency": "9700.5"}, {"design": " 9701"}, "HFC102", "9700.5"),
        ({"language": ["Kor", "Eng", "Rus", "Jpn"]}, {"language": "KorEngRus"}, "HFC102", "KorEngRus is written"),
        ({"note": "sunrise at 0530"}, {"notes": "sunrise"}, "HFC102", "sunrise at 0530"),
        ({"alternatives": ["9500", "9505", "9510", "9515"]}, {"alternatives": " 9500  9505  9510"}, "HFC102", "9515"),
        ({"except": ["2026-07-03"]}, {}, "HFC104", "`except`"),
        ({"repeat": "FREQ=MONTHLY;BYDAY=1SA"}, {}, "HFC104", "`repeat`"),
        ({"note": "\u97d3"}, {"notes": "?"}, "HFC106", "\u97d3"),
        (
            {"target": "41NE,41SE,42N,42S,43N,43S,44N,44S"}, {"target": "41NE,41SE,42N,42S,43N,43S,44N"}, "HFC105",
            "30 characters",
        ),
        ({"target": THIRTEEN}, {"target": THIRTEEN}, "HFC105", "13 zones"),
        ({"sync": "asia"}, {}, "HFC103", "sync (1)"),
        ({"service": "VOA Korean", "rate": "9"}, {}, "HFC103", "rate (1), service (1)"),
        ({"requirement": None}, {"requirement": "    1"}, "HFC107", "got 1"),
        ({"power": None, "target": None}, {"power": "    ", "target": "    "}, "HFC110", "target, power"),
    ],
)  # fmt: skip
def test_what_a_row_cannot_carry_is_said(row, values, texts, code, words):
    lines, problems = written(transmission(**values))
    assert lines == [row(**texts)]
    ((said, message),) = problems
    assert said == code
    assert words in message


@pytest.mark.parametrize(
    "values",
    [
        {"site": {"name": "Ussuriysk", "latitude": "43.5", "longitude": "131.9"}},
        {"site": "LONG"},
        {"antenna": "none such"},
    ],
)
def test_places_and_antennas_without_a_code_are_left_blank_and_said(values):
    _, problems = written(transmission(**values))
    assert [code for code, _ in problems] == ["HFC102", "HFC110"]


def test_a_designation_is_written_as_its_code(row):
    assert written(transmission(antenna="AHR1/1/0.5")) == ([row(antenna="101")], [])


def test_a_rounded_frequency_is_never_filed():
    assert written(transmission(frequency="9565.5")) == (
        [],
        [("HFC101", "9565.5 kHz is no whole number of kHz: the row is not written")],
    )


def test_unused_ones_are_not_filed(row):
    lines, problems = written(transmission(status="unused"), transmission(status="planned"))
    assert (lines, [code for code, _ in problems]) == ([row()], ["HFC109"])


def test_numbers_go_on_after_the_highest_and_fill_gaps_at_the_end():
    lines, _ = written(*(transmission(requirement=number) for number in (None, "7", None)))
    assert [line[125:130] for line in lines] == ["    8", "    7", "    9"]
    lines, _ = written(*(transmission(requirement=number) for number in (None, "99999", "1", None)))
    assert [line[125:130] for line in lines] == ["    2", "99999", "    1", "    3"]


@pytest.mark.parametrize("number", ["0", "-5", "100000"])
def test_an_impossible_number_is_left_blank_and_said(row, number):
    lines, problems = written(transmission(requirement=number))
    assert lines == [row(requirement="     ")]
    assert problems == [("HFC102", f"the requirement number {number} is not from 1 to 99999: left blank")]


def test_a_number_used_twice_is_said_with_both_places(row):
    data, (problem,) = write_hfcc([transmission(), transmission()], season=A26, header=[])
    assert (problem.code, problem.other is not None) == ("HFC108", True)
    assert data.decode().split("\r\n") == [row(), row(), ""]


def test_a_schedule_of_dates_is_cut_to_the_season(row):
    from bcastplan.model.season import Window

    months = Window(date(2026, 3, 1), date(2026, 5, 31))
    lines, problems = written(transmission(season=None, window=months))
    assert lines == [row(last="310526")]
    assert [code for code, _ in problems] == ["HFC102"]
    inside = Window(date(2026, 5, 1), date(2026, 5, 31))
    assert written(transmission(season=None, window=inside)) == ([row(first="010526", last="310526")], [])
    lines, problems = written(transmission(season=parse_season("A25"), window=parse_season("A25").window))
    assert (lines, [code for code, _ in problems]) == ([], ["HFC101"])


def test_text_of_the_user_never_makes_a_row(row):
    lines, _ = written(transmission(note="a\nb", site="P\r\n"))
    assert len(lines) == 1


def test_a_kept_text_gives_way_to_a_changed_value(row, hfcc_file):
    read = read_hfcc("x", hfcc_file(row(power="0250", manager="   ", requirement="04711")))[0].transmissions[0]
    assert written(read)[0] == [row(power="0250", manager="   ", requirement="04711")]
    changed = read.changed(power_kw=100.0, manager="BBC", requirement=4712)
    assert written(changed)[0] == [row(power=" 100", manager="BBC", requirement=" 4712")]


def test_an_unreadable_detail_is_written_back(row, hfcc_file):
    line = row(power=" 2SO", old="x")
    read = read_hfcc("x", hfcc_file(line))[0].transmissions[0]
    assert written(read)[0] == [line]
    assert written(read.changed(power_kw=5.0, old=True))[0] == [row(power="   5", old="1")]


@pytest.mark.parametrize("length", ["3", "-1", "9" * 5000, ["3"]])
def test_a_kept_text_of_the_wrong_width_is_not_used(row, length):
    made = transmission().changed(
        extensions={"x-hfcc-power": "250", "x-hfcc-length": length, "x-hfcc-before": ["oops"]}
    )
    assert written(made) == ([row()], [])


def test_a_header_names_season_organisation_and_date():
    data, _ = write_hfcc([transmission()], season=A26, made_on=MADE_ON)
    lines = data.decode("ascii").split("\r\n")
    assert lines[0] == ";A26 AGM 21-JUL-2026"
    assert lines[1] == lines[3]
    assert [at + 1 for at, mark in enumerate(lines[1]) if mark == "+"] == [
        6, 11, 16, 47, 51, 56, 64, 68, 72, 80, 87, 94, 96, 102, 113, 117, 121, 125, 131, 133, 139, 145, 151,
    ]  # fmt: skip
    assert season_of_header(lines) == A26
    assert header_lines(A26, ["AGM", "BBC"], MADE_ON)[0] == ";A26 ALL 21-JUL-2026"


def test_today_is_in_the_header_by_default():
    data, _ = write_hfcc([transmission()], season=A26)
    assert season_of_header(data.decode().split("\r\n")[:1]) == A26


def test_header_and_footer_are_written_as_they_were(row):
    lines = ["; A26 ALL", "; x", row(), "; between", row(requirement="    9"), "; end"]
    data = "".join(f"{line}\r\n" for line in lines).encode()
    schedule, _ = read_hfcc("x", data)
    header, footer = schedule.extensions["x-hfcc-header"], schedule.extensions["x-hfcc-footer"]
    assert write_hfcc(schedule.transmissions, season=A26, header=header, footer=footer)[0] == data


def test_a_header_is_kept_when_all_files_agree(row, hfcc_file):
    one, _ = read_hfcc("x", hfcc_file(row()))
    other, _ = read_hfcc("y", hfcc_file(row(), header="; A26 AGM"))
    assert kept_header([one, one]) == ["; A26 ALL 21-jul-2026"]
    assert kept_header([one, other]) is None
    assert kept_header([]) is None
    assert kept_header([one, replace(one, extensions={})]) is None


def test_rows_of_several_files_find_their_order():
    times = ["0000-0100", "0000-2400", "0100-0000", "0100-0030"]
    made = [transmission(time=time, requirement=str(number)) for number, time in enumerate(times, 1)]
    made += [transmission(frequency="2485"), transmission(time="0000-0100", requirement="3")]
    ordered = [(int(t.frequency_khz), str(t.time), t.requirement) for t in sorted(reversed(made), key=row_order)]
    assert ordered == [
        (2485, "1530-1630", 4711), (9565, "0000-0100", 1), (9565, "0000-0100", 3), (9565, "0000-2400", 2),
        (9565, "0100-0030", 4), (9565, "0100-2400", 3),
    ]  # fmt: skip


def test_severities_follow_what_is_lost():
    assert CODES["HFC101"].severity is Severity.ERROR
    assert CODES["HFC103"].severity is Severity.INFO


def test_a_frequency_that_would_be_a_band_has_no_row():
    assert written(transmission(frequency="11"))[0] == []
    lines, problems = written(transmission(frequency="11"))
    assert (lines, [code for code, _ in problems]) == ([], ["HFC101"])
    assert "the band 11 MHz" in problems[0][1]
    assert len(written(transmission(frequency="30"))[0]) == 1


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ({"note": "a\0b\rc\nd"}, {"notes": "a b c d"}),
        ({"note": "a\tb"}, {"notes": "a\tb"}),
        ({"broadcaster": "V\0A"}, {"broadcaster": "V A"}),
        ({"administration": "P\tL"}, {"administration": "P L"}),
        ({"target": "44\n"}, {"target": "44"}),
    ],
)
def test_nothing_that_ends_a_row_or_shifts_its_columns_is_written(row, values, texts):
    lines, problems = written(transmission(service="VOA", **values))
    assert lines == [row(**texts)]
    told = [code for code, _ in problems if code != "HFC103"]
    assert told == ([] if values in ({"note": "a\tb"}, {"target": "44\n"}) else ["HFC106"])
    again, faults = read_hfcc("x", (f"; A26\r\n{lines[0]}\r\n").encode())
    assert len(again.transmissions) == 1
    assert not faults


def test_zones_are_written_with_commas_and_counted_without_them(row):
    lines, problems = written(transmission(target="44NE 45,  46"))
    assert (lines, problems) == ([row(target="44NE,45,46")], [])
    thirteen = " ".join(map(str, range(1, 14)))
    assert "HFC105" in [code for code, _ in written(transmission(target=thirteen))[1]]


@pytest.mark.parametrize(("key", "day", "text"), [("from", "2026-03-20", "200326"), ("until", "2026-11-01", "011126")])
def test_dates_outside_the_season_are_written_and_said(row, key, day, text):
    lines, problems = written(transmission(**{key: day}))
    assert lines == [row(**{"first" if key == "from" else "last": text})]
    assert [code for code, _ in problems] == ["HFC102"]
    assert f"{key} {day} lies outside A26" in problems[0][1]


def test_a_number_that_is_none_is_written_back_as_it_was(row, hfcc_file):
    line = row(requirement=" 4A56")
    schedule, _ = read_hfcc("x", hfcc_file(line))
    assert written(*schedule.transmissions)[0] == [line]


def test_alternatives_of_five_characters_fill_their_columns():
    assert write_alternatives(("11695", "9565", "49")) == "11695  9565    49"
    assert write_alternatives(("11695", "17890", "15605")) == "11695 17890 15605"
    with pytest.raises(Uncarried, match="11695 written"):
        write_alternatives(("11695", "9565.5"))
