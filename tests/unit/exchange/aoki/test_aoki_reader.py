import pytest

from bcastplan.exchange.aoki.aoki_fields import read_azimuth, read_days, read_languages, read_position, read_power
from bcastplan.exchange.aoki.aoki_reader import read_aoki
from bcastplan.exchange.file_kind import recognise
from bcastplan.model.days import parse_days
from bcastplan.model.errors import UnreadableInput, ValueFault
from bcastplan.model.season import parse_season
from bcastplan.model.sites import InlineSite
from bcastplan.rules.registry import all_rules

SHORT_HEAD = (
    "B18 Shortwave Frequency list  November 25, 2018  1200UTC   Day 1 = Sunday",
    "kHz           Time(UTC)       ITU Station                Lang. Location    Days ",
    "+-------------+---------+-----+---+------------------------+---+-----------+----",
)


def row(
    khz="9490", flag=" ", name="VOICE OF AMERICA", time="1200-1300", days="1234567", language="Korean", power="250",
    azimuth=" 21", site="Tinang", administration="PHL", position="1521N12037E", remark="VOA/IBB b18",
):  # fmt: skip
    cells = list(" " * 159)
    texts = [(0, khz.rjust(5)), (5, flag), (6, name), (38, time), (48, days), (56, language), (80, power.rjust(5)),
             (86, azimuth), (90, site), (113, administration), (117, position), (134, remark)]  # fmt: skip
    for first, text in texts:
        cells[first : first + len(text)] = text
    return "".join(cells).rstrip()


def read(*lines, name="bib18.txt", **options):
    schedule, problems = read_aoki(name, "".join(f"{line}\r\n" for line in lines).encode("iso-8859-1"), **options)
    for problem in problems:
        assert set(problem.data) <= set(all_rules()[problem.code].fields), problem.code
    return schedule, problems


def codes(problems):
    return [problem.code for problem in problems]


def test_a_row_is_read_whole():
    schedule, problems = read(row())
    found = schedule.transmissions[0]
    assert problems == []
    assert (schedule.kind, schedule.season) == ("aoki", parse_season("B18"))
    assert (found.id, found.frequency_khz, str(found.time)) == ("k1", 9490.0, "1200-1300")
    assert (found.service, found.language, found.power_kw, found.azimuth_deg) == (
        "VOICE OF AMERICA",
        ("Kor",),
        250.0,
        21.0,
    )
    assert (found.administration, found.note, found.status) == ("PHL", "VOA/IBB b18", "active")
    assert found.site == InlineSite("Tinang", 15.35, 120.6167)


@pytest.mark.parametrize(
    ("text", "words"),
    [("1234567", "daily"), (".2.4...", "Mon,Wed"), ("......7", "Sat"), ("1.....7", "Sat,Sun"), ("1-7", "daily"),
     ("2-6", "Mon-Fri"), ("7-1", "Sat,Sun"), ("1", "Sun"), ("124-7", "Sun,Mon,Wed-Sat"), ("1-57", "Sun-Thu,Sat"),
     ("1-467", "Sun-Wed,Fri,Sat"), ("13-7", "Tue-Sun"), ("5-3", "Thu-Tue"), ("12,4-5", "Sun,Mon,Wed,Thu"),
     ("36-2", "Tue,Fri-Mon"), ("1..456 ", "Sun,Wed,Thu,Fri")],
)  # fmt: skip
def test_sunday_is_day_one(text, words):
    assert read_days(text) == parse_days(words)


@pytest.mark.parametrize("text", [".......", "8", "", "Mon", "1-", "-3", "2--4", "1-8"])
def test_days_that_are_none(text):
    with pytest.raises(ValueFault):
        read_days(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("372514N1264519E", (37.42056, 126.75528)),
        ("9000N18000E", (90.0, 180.0)),
        ("900000S1800000W", (-90.0, -180.0)),
        ("9001N12037E", None),
        ("900001S12037E", None),
        ("1521N18001E", None),
        ("1521N1800001W", None),
        ("1503N14536E", (15.05, 145.6)),
        ("3829N06848E", (38.48333, 68.8)),
        ("652223N342022W", (65.37306, -34.33944)),
        ("352S06030W", None),
        ("1234S06030W", (-12.56667, -60.5)),
    ],
)
def test_positions(text, place):
    if place is None:
        with pytest.raises(ValueFault):
            read_position(text)
    else:
        assert read_position(text) == pytest.approx(place, abs=1e-4)


def test_other_fields():
    assert (read_power("0.1"), read_power(" "), read_power("0")) == (0.1, None, None)
    assert (read_azimuth("ND"), read_azimuth("352"), read_azimuth("")) == (None, 352.0, None)
    assert read_languages("Korean/Japanese") == ("Kor", "Jpn")
    assert read_languages("Danish weather/News") == ()
    for broken in ("25O", "-5"):
        with pytest.raises(ValueFault):
            read_power(broken)
    with pytest.raises(ValueFault):
        read_azimuth("361")


def test_an_azimuth_one_column_to_the_right():
    line = row(azimuth="   ", site="Jeju")
    line = line[:87] + "352" + line[90:]
    schedule, problems = read(line)
    assert schedule.transmissions[0].azimuth_deg == 352.0
    assert codes(problems) == ["AOK002"]
    assert problems[0].data == {"lines": [1]}


@pytest.mark.parametrize("by", [-2, -1, 1, 3])
def test_rows_shifted_from_the_time_on(by):
    line = row()
    line = line[:30] + (" " * (8 + by)) + line[38:]
    schedule, problems = read(line)
    found = schedule.transmissions[0]
    assert (found.power_kw, found.azimuth_deg, found.language) == (250.0, 21.0, ("Kor",))
    assert found.note == "VOA/IBB b18"
    assert codes(problems) == ["AOK002"]


def test_ended_rows_count_nowhere():
    schedule, problems = read(row(flag="x"), row(flag="*"))
    assert [one.status for one in schedule.transmissions] == ["unused", "active"]
    assert schedule.transmissions[1].note == "jammed; VOA/IBB b18"
    assert codes(problems) == ["AOK007"]


def test_rows_with_a_star_are_jammers():
    schedule, _ = read(row(flag="*"), row(flag=" "), row(flag="x"))
    assert [transmission.jammer for transmission in schedule.transmissions] == [True, False, False]
    assert [transmission.counts for transmission in schedule.transmissions] == [False, True, False]
    assert [transmission.jams for transmission in schedule.transmissions] == [True, False, False]


@pytest.mark.parametrize("line", ["not a row at all", row(days="......."), row(time="1200-1299"), row(khz="abc")])
def test_rows_that_cannot_be_read(line):
    schedule, problems = read(row(), line)
    assert len(schedule.transmissions) == 1
    assert codes(problems) == ["AOK001"]
    assert problems[0].place.line == 2


def test_broken_details_leave_the_row_on_the_air():
    schedule, problems = read(row(power="25O"), row(position="4810N114"), row(azimuth="999"))
    assert len(schedule.transmissions) == 3
    assert [(problem.code, problem.data["field"]) for problem in problems] == [
        ("AOK003", "power"),
        ("AOK003", "site"),
        ("AOK003", "azimuth"),
    ]


def test_start_is_stop():
    schedule, problems = read(row(time="1200-1200"))
    assert schedule.transmissions[0].status == "unused"
    assert codes(problems) == ["AOK006"]


def test_the_season_by_tags_or_not_at_all():
    schedule, problems = read(row(), row(), row(remark="a18"), name="-")
    assert schedule.season == parse_season("B18")
    assert codes(problems) == ["AOK004"]
    schedule, problems = read(row(remark="VOA"), name="-")
    assert schedule.season is None
    assert codes(problems) == ["AOK004"]
    assert read(row(), name="-", season=parse_season("A19"))[0].season == parse_season("A19")


def test_the_short_layout():
    line = "9490          1200-1300       PHL VOICE OF AMERICA         Kor Tinang      .2.4... "
    schedule, problems = read(*SHORT_HEAD, "", line, name="userlist1.txt")
    found = schedule.transmissions[0]
    assert problems == []
    assert schedule.season == parse_season("B18")
    assert (found.id, found.frequency_khz, found.service) == ("k5", 9490.0, "VOICE OF AMERICA")
    assert found.days == parse_days("Mon,Wed")
    assert found.language == ()  # three letters of a name may be two languages
    assert found.extensions == {"x-aoki-language": "Kor"}
    assert (found.site, found.note) == (None, "site Tinang")  # a name without a position is no place


def test_both_layouts_are_recognised():
    assert recognise("x", f"{row()}\r\n{row()}\r\n".encode()) == "aoki"
    assert recognise("x", "\n".join(SHORT_HEAD).encode()) == "aoki"


def test_an_empty_list_and_a_web_page():
    assert codes(read(*SHORT_HEAD)[1]) == ["AOK005"]
    with pytest.raises(UnreadableInput):
        read_aoki("x", b"<html>")


def test_the_sample_of_b18(shared_data):
    path = shared_data / "aoki" / "aoki_sample.txt"
    schedule, problems = read_aoki("aoki_sample.txt", path.read_bytes())
    assert len(schedule.transmissions) == 155
    assert schedule.season == parse_season("B18")
    assert codes(problems) == ["AOK007", "AOK002"]
    assert problems[1].data == {"lines": [61, 62, 63, 64]}
    jeju = [one for one in schedule.transmissions if one.frequency_khz == 1566]
    assert {one.azimuth_deg for one in jeju} == {352.0}
    assert {one.days_text for one in jeju} == {"daily", "Mon,Wed", "Sat"}


@pytest.mark.parametrize(
    "title",
    [
        "A26 Shortwave Frequecy List  May 9 2026,  0200 UTC   Day 1 = Sunday",
        "A26 Short-wave Frequncy list",
        "a26 SW FREQUENCIES   Day 1 = Sunday",
        "# A26 Shortwave List",
    ],
)
@pytest.mark.parametrize(
    "names", [SHORT_HEAD[1], "KHz  Time (UTC)  ITU Staton  Lang. Loction  Days", "Frequenz UTC Land"]
)
def test_a_heading_is_told_by_its_form(title, names):
    line = "9490          1200-1300       PHL VOICE OF AMERICA         Kor Tinang      2-6"
    schedule, problems = read(title, names, SHORT_HEAD[2], "", line, name="userlist1.txt")
    assert schedule.season == parse_season("A26")
    assert [one.id for one in schedule.transmissions] == ["k5"]
    assert problems == []


def test_a_short_list_needs_no_heading():
    line = "9490          1200-1300       PHL VOICE OF AMERICA         Kor Tinang      13-5"
    schedule, problems = read(line, name="userlist-a26.txt")
    assert problems == []
    assert schedule.transmissions[0].days == parse_days("Sun,Tue-Thu")


def test_names_that_disagree_are_told():
    schedule, problems = read("A26 Shortwave Frequency List", row(remark="VOA"), name="bib18.txt")
    assert schedule.season is None
    assert [(problem.code, "nothing goes on the air" in problem.message) for problem in problems] == [("AOK004", True)]
    assert read("A26 Shortwave Frequency List", row(), name="bib18.txt")[0].season == parse_season("B18")


def test_a_name_that_fills_its_columns_touches_the_time():
    name = "A name as long as its columns go"
    schedule, problems = read(row(name=name))
    assert (len(name), problems) == (32, [])
    assert schedule.transmissions[0].service == name
