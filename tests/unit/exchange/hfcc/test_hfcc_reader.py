from datetime import date

import pytest

from bcastplan.exchange.hfcc.hfcc_problems import CODES
from bcastplan.exchange.hfcc.hfcc_reader import RowPositions, read_hfcc
from bcastplan.model.clock import ClockTime
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.season import NO_WINDOW, parse_season


@pytest.fixture
def read(row, hfcc_file):
    """Read one row with some texts replaced: (transmission or None, problems)."""

    def one(**texts):
        schedule, problems = read_hfcc("x.txt", hfcc_file(row(**texts)))
        return (schedule.transmissions or (None,))[0], problems

    return one


def test_every_column_reaches_its_value(read):
    made, problems = read(
        target="37-39,40E",
        slew="-15",
        days="17",
        first="010626",
        last="310826",
        modulation="N",
        design=" 9700",
        language="NldEng",
        requirement="   12",
        old="1",
        alternatives=" 9500        15",
        notes="OLD B25",
    )
    assert problems == []
    assert (made.frequency_khz, made.time, made.days) == (9565.0, ClockTime(930, 990), 0b1100000)
    assert (made.valid_from, made.valid_until) == (date(2026, 6, 1), date(2026, 8, 31))
    assert (made.target, made.site, made.power_kw, made.antenna) == ("37-39,40E", "PHT", 250.0, "216")
    assert (made.azimuth_deg, made.slew_deg, made.design_frequency_khz) == (21.0, -15.0, 9700.0)
    assert (made.language, made.administration, made.broadcaster, made.manager) == (("Nld", "Eng"), "PHL", "VOA", "AGM")
    assert (made.requirement, made.id, made.service) == (12, "r12", "VOA")
    assert (made.old, made.alternatives, made.note, made.mode) == (True, ("9500", "15"), "OLD B25", "DRM")
    assert made.season == parse_season("A26")
    assert made.window == parse_season("A26").window


@pytest.mark.parametrize(
    ("digits", "names"),
    [("1", "Sun"), ("2", "Mon"), ("7", "Sat"), ("23456", "Mon-Fri"), ("17", "Sat,Sun"), ("1234567", "daily")],
)
def test_sunday_is_day_one(read, digits, names):
    made, _ = read(days=digits.ljust(7))
    assert made.days_text == names


def test_the_edges_of_the_season_are_left_out(read):
    made, _ = read()
    assert (made.valid_from, made.valid_until, made.extensions) == (None, None, {})
    made, _ = read(last="241026")
    assert made.valid_until == date(2026, 10, 24)


def test_dates_outside_the_season_are_kept(row, hfcc_file):
    outside = row(first="010126", last="311226")
    schedule, problems = read_hfcc("x", hfcc_file(outside, row(requirement="    9")))
    made = schedule.transmissions[0]
    assert (made.first_date, made.last_date, problems) == (date(2026, 1, 1), date(2026, 12, 31), [])


@pytest.mark.parametrize(("digits", "year"), [("59", 2059), ("60", 1960), ("98", 1998), ("00", 2000)])
def test_years_count_from_1960(row, hfcc_file, digits, year):
    schedule, _ = read_hfcc("x", hfcc_file(row(first=f"0105{digits}")))
    assert schedule.transmissions[0].valid_from == date(year, 5, 1)


@pytest.mark.parametrize(
    ("text", "codes"), [("    0", []), ("00000", []), ("-4711", ["HFC004"]), ("    -", ["HFC004"])]
)
def test_no_number_is_no_id(read, text, codes):
    made, problems = read(requirement=text)
    assert (made.requirement, made.id, made.extensions) == (None, None, {"x-hfcc-requirement": text})
    assert [problem.code for problem in problems] == codes


@pytest.mark.parametrize(
    ("start", "stop", "time"),
    [
        ("2330", "0030", ClockTime(1410, 1470)),
        ("0000", "2400", ClockTime(0, 1440)),
        ("2300", "0000", ClockTime(1380, 1440)),
        ("1000", "0959", ClockTime(600, 2039)),
    ],
)
def test_times_cross_midnight(read, start, stop, time):
    made, problems = read(start=start, stop=stop)
    assert (made.time, problems) == (time, [])


def test_a_blank_manager_is_the_administration(read):
    made, problems = read(manager="   ")
    assert (made.manager, made.extensions, problems) == ("PHL", {"x-hfcc-manager": "   "}, [])


def test_a_row_without_a_broadcaster_belongs_to_its_manager(read):
    assert read(broadcaster="   ")[0].service == "AGM"
    assert read(broadcaster="   ", manager="   ")[0].service == "PHL"


def test_blank_details_are_none(read):
    names = ("target", "site", "power", "azimuth", "slew", "antenna", "language", "requirement")
    blanks = {
        "target": 4,
        "site": 3,
        "power": 4,
        "azimuth": 2,
        "slew": 3,
        "antenna": 3,
        "language": 3,
        "requirement": 5,
    }
    made, problems = read(**{name: " " * blanks[name] for name in names})
    assert problems == []
    assert [made.target, made.site, made.power_kw, made.azimuth_deg, made.slew_deg, made.antenna] == [None] * 6
    assert (made.language, made.requirement, made.id, made.extensions) == ((), None, None, {})


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        ({"frequency": "9565 "}, {"x-hfcc-frequency": "9565 "}),
        ({"power": "250 "}, {"x-hfcc-power": "250 "}),
        ({"power": "   0"}, {"x-hfcc-power": "   0"}),
        ({"azimuth": "021"}, {"x-hfcc-azimuth": "021    "}),
        ({"stop": "0000"}, {"x-hfcc-time": "1530 0000"}),
        ({"days": "1.3.5.7"}, {"x-hfcc-days": "1.3.5.7"}),
        ({"design": "    0"}, {"x-hfcc-design": "    0"}),
        ({"requirement": "04711"}, {"x-hfcc-requirement": "04711"}),
        ({"old": "0"}, {"x-hfcc-old": "0"}),
        ({"modulation": " "}, {"x-hfcc-modulation": " "}),
        ({"first": "      "}, {"x-hfcc-dates": "       251026"}),
        ({"alternatives": "       9500"}, {"x-hfcc-alternatives": "       9500      "}),
        ({"notes": "DRM   "}, {"x-hfcc-notes": "DRM   "}),
        ({"language": "Kor,Eng"}, {"x-hfcc-language": "Kor,Eng   "}),
    ],
)
def test_another_way_of_writing_a_value_is_kept_beside_it(read, texts, kept):
    made, problems = read(**texts)
    assert (made.extensions, problems) == (kept, [])


@pytest.mark.parametrize(
    ("texts", "code", "column", "words"),
    [
        ({"frequency": " 9A65"}, "HFC003", 1, "9A65"),
        ({"frequency": "     "}, "HFC003", 1, "frequency"),
        ({"frequency": "31000"}, "HFC003", 1, "outside"),
        ({"frequency": "   15"}, "HFC010", 1, "band in MHz"),
        ({"start": "2560"}, "HFC003", 7, "2560"),
        ({"start": "2400", "stop": "0100"}, "HFC003", 7, "2400"),
        ({"stop": "163 "}, "HFC003", 7, "163"),
        ({"stop": "1530"}, "HFC005", 7, "1530"),
        ({"start": "0000", "stop": "0000"}, "HFC005", 7, "0000 2400"),
        ({"days": "       "}, "HFC003", 73, "names no days"),
        ({"days": "1834567"}, "HFC003", 73, "1834567"),
        ({"first": "310226"}, "HFC003", 81, "does not exist"),
        ({"last": "2510 6"}, "HFC003", 81, "no date"),
        ({"modulation": "X"}, "HFC003", 95, "D is AM"),
    ],
)
def test_a_row_without_exact_times_is_reported_and_kept_off_the_air(row, hfcc_file, texts, code, column, words):
    broken = row(**texts)
    schedule, problems = read_hfcc("x.txt", hfcc_file(broken, row(requirement="    9")))
    assert [made.requirement for made in schedule.transmissions] == [9]
    (problem,) = problems
    assert set(problem.data) == set(CODES[code].fields)
    assert (problem.code, problem.place.file, problem.place.line, problem.place.column) == (code, "x.txt", 2, column)
    assert words in problem.message
    assert problem.data["row"] == broken


@pytest.mark.parametrize(
    ("texts", "attribute", "column"),
    [
        ({"power": " 2SO"}, "power_kw", 52),
        ({"azimuth": "N"}, "azimuth_deg", 57),
        ({"azimuth": "400"}, "azimuth_deg", 57),
        ({"slew": "x15"}, "slew_deg", 65),
        ({"design": "97OO"}, "design_frequency_khz", 97),
        ({"requirement": " 47l1"}, "requirement", 126),
    ],
)
def test_letters_in_a_number_cost_the_value_and_not_the_row(read, texts, attribute, column):
    made, problems = read(**texts)
    assert getattr(made, attribute) is None
    ((code, place),) = [(problem.code, problem.place) for problem in problems]
    assert (code, place.line, place.column) == ("HFC004", 2, column)
    assert len(made.extensions) == 1


def test_a_wrong_flag_is_no_flag(read):
    made, (problem,) = read(old="x")
    assert (made.old, problem.code) == (False, "HFC004")


@pytest.mark.parametrize(
    "position", [6, 11, 16, 47, 51, 56, 64, 68, 72, 80, 87, 94, 96, 102, 113, 117, 121, 125, 131, 133, 139, 145, 151]
)
def test_every_blank_between_two_fields_is_watched(row, hfcc_file, position):
    line = row()
    schedule, (problem, *_) = read_hfcc("x", hfcc_file(line[: position - 1] + "x" + line[position:]))
    assert (problem.code, problem.place.column) == ("HFC001", position) or problem.code == "HFC008"
    assert not schedule.transmissions


@pytest.mark.parametrize(
    "shift", [lambda line: " " + line, lambda line: line[1:], lambda line: line.replace(" ", "\t", 1)]
)
def test_shifted_columns_are_reported(row, hfcc_file, shift):
    schedule, problems = read_hfcc("x", hfcc_file(shift(row()), row(requirement="    9")))
    assert [problem.code for problem in problems] == ["HFC001"]
    assert [made.requirement for made in schedule.transmissions] == [9]


@pytest.mark.parametrize("length", [2, 5, 20, 60, 90, 113, 114, 115, 118, 122, 123, 125, 126, 129])
def test_a_row_cut_in_the_middle_is_reported(row, hfcc_file, length):
    schedule, problems = read_hfcc("x", hfcc_file(row(requirement="12345")[:length], row(requirement="    9")))
    assert [problem.code for problem in problems] == ["HFC002"]
    assert [made.requirement for made in schedule.transmissions] == [9]


@pytest.mark.parametrize("length", [116, 117, 120, 121])
def test_a_row_that_ends_before_its_manager_is_read_and_reported(row, hfcc_file, length):
    schedule, problems = read_hfcc("x", hfcc_file(row(broadcaster="VOA", manager="AGM")[:length]))
    assert [(problem.code, problem.place.column) for problem in problems] == [("HFC002", length)]
    (one,) = schedule.transmissions
    assert one.manager == one.administration


@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r", "\r\r\n"])
def test_line_ends_may_be_mixed(row, hfcc_file, ends):
    data = hfcc_file(*(row(requirement=f"{number:5d}") for number in range(1, 6)))
    lines = data.decode().split("\r\n")
    mixed = "".join(line + (ends if number % 2 else "\r\n") for number, line in enumerate(lines))
    schedule, problems = read_hfcc("x", mixed.encode())
    assert problems == []
    assert [one.requirement for one in schedule.transmissions] == [1, 2, 3, 4, 5]
    assert [one.origin.line for one in schedule.transmissions] == [2, 3, 4, 5, 6]


@pytest.mark.parametrize("length", [124, 130, 131, 132, 150])
def test_a_row_may_end_after_its_number(row, hfcc_file, length):
    schedule, problems = read_hfcc("x", hfcc_file(row()[:length]))
    assert problems == []
    assert schedule.transmissions[0].extensions == {"x-hfcc-length": str(length)}


def test_text_beyond_the_columns_is_kept_and_reported(read):
    made, (problem,) = read(notes="a long note")
    assert (made.note, made.extensions["x-hfcc-notes"], problem.code) == ("a long note", "a long note", "HFC009")


def test_a_repeated_number_is_reported_and_both_rows_air(row, hfcc_file):
    schedule, (problem,) = read_hfcc("x", hfcc_file(row(), row(frequency=" 9570")))
    assert (problem.code, problem.place.line, problem.data["requirement"]) == ("HFC006", 3, 4711)
    assert [(made.id, made.requirement) for made in schedule.transmissions] == [("r4711", 4711), (None, 4711)]


def test_positions_are_lines_and_columns_of_the_file(row, hfcc_file):
    schedule, _ = read_hfcc("z.zip!x", hfcc_file(row(), row(requirement="    9")))
    made = schedule.transmissions[1]
    assert (made.place().file, made.place().line, made.place().id) == ("z.zip!x", 3, "r9")
    assert [made.place(key).column for key in ("frequency", "power", "from", "until", "note")] == [1, 52, 81, 88, 152]
    assert made.place("rate") == made.place()
    assert made.origin.index == 1
    assert dict(RowPositions(7))["azimuth"] == (7, 57)


def test_the_season_is_that_of_the_header(row, hfcc_file):
    for header in ("; A26 ALL 21-jul-2026", ";a26 AGM 21-JUL-2026"):
        assert read_hfcc("x", hfcc_file(row(), header=header))[0].season == parse_season("A26")


def test_without_a_header_the_dates_tell_the_season(row):
    rows = [row(first="251026", last="280327", requirement=f"{number:5d}") for number in range(1, 4)]
    schedule, problems = read_hfcc("x", "\n".join([*rows, row()]).encode())
    assert (str(schedule.season), [problem.code for problem in problems]) == ("B26", ["HFC007"])
    assert schedule.transmissions[0].valid_from is None


def test_a_file_of_another_season_than_its_header_says_is_pointed_out(row, hfcc_file):
    schedule, (problem,) = read_hfcc("x", hfcc_file(row(first="300325", last="261025")))
    assert (problem.code, str(schedule.season)) == ("HFC007", "A26")
    assert "A25" in problem.message
    assert len(schedule.transmissions) == 1


def test_an_empty_list_is_an_error(hfcc_file):
    schedule, (problem,) = read_hfcc("x", hfcc_file())
    assert (problem.code, schedule.transmissions, str(schedule.season)) == ("HFC008", (), "A26")
    schedule, problems = read_hfcc("x", b"")
    assert [problem.code for problem in problems] == ["HFC007", "HFC008"]
    assert schedule.window == NO_WINDOW


def test_latin_letters_and_utf8_with_a_mark_read_alike(row, hfcc_file):
    latin = hfcc_file(row(notes="Türk"))
    marked = b"\xef\xbb\xbf" + latin.decode("iso-8859-1").encode("utf-8")
    for data in (latin, marked):
        schedule, problems = read_hfcc("x", data)
        assert (schedule.transmissions[0].note, problems) == ("Türk", [])


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_all_line_ends_are_understood(row, newline):
    schedule, problems = read_hfcc("x", newline.join(["; A26 ALL", "", row(), "", "\x1a"]).encode())
    assert (len(schedule.transmissions), problems) == (1, [])
    assert schedule.transmissions[0].origin.line == 3


def test_comment_lines_are_kept_where_they_stand(row):
    lines = ["; A26 ALL", "; more", row(), "; between", row(requirement="    9"), "; end", ""]
    schedule, _ = read_hfcc("x", "\r\n".join(lines).encode())
    assert schedule.extensions == {"x-hfcc-header": lines[:2], "x-hfcc-footer": ["; end"]}
    assert schedule.transmissions[1].extensions == {"x-hfcc-before": ["; between"]}


def test_binary_data_are_refused():
    with pytest.raises(UnreadableInput, match="binary"):
        read_hfcc("x", b"MZ\x00\x01")


def test_every_code_has_a_name_and_a_reason():
    assert len({doc.name for doc in CODES.values()}) == len(CODES)
    assert all(len(doc.text) > 80 and doc.text.endswith(".") for doc in CODES.values())


def test_a_row_with_a_nul_is_reported_and_the_rest_is_read(row, hfcc_file):
    damaged = row().replace("Kor", "K\0r")
    schedule, problems = read_hfcc("x", hfcc_file(row(requirement="    8"), damaged, row(requirement="    9")))
    assert [one.requirement for one in schedule.transmissions] == [8, 9]
    (problem,) = problems
    assert (problem.code, problem.place.line, problem.place.column) == ("HFC001", 3, damaged.index("\0") + 1)


def test_many_nuls_are_no_list(row, hfcc_file):
    with pytest.raises(UnreadableInput, match="UTF-16"):
        read_hfcc("x", hfcc_file(row()).decode().encode("utf-16-le"))
