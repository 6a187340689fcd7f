import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.model.errors import ValueFault
from bcastplan.model.frequency import format_khz, hertz, parse_frequency
from bcastplan.model.nearest import did_you_mean
from bcastplan.model.schedule import SCHEDULE_PARSERS
from bcastplan.model.sites import InlineSite
from bcastplan.model.transmission import TRANSMISSION_PARSERS
from bcastplan.model.values import integer, number

PARSE = TRANSMISSION_PARSERS


@pytest.mark.parametrize(
    ("key", "written", "value"),
    [
        ("frequency", "9565", 9565.0),
        ("frequency", "6348.5", 6348.5),
        ("frequency", "010", 10.0),
        ("power", "0.5", 0.5),
        ("azimuth", "360", 360.0),
        ("slew", "-15", -15.0),
        ("language", "Kor", ("Kor",)),
        ("language", ["Kor", "Eng"], ("Kor", "Eng")),
        ("mode", "drm", "DRM"),
        ("status", "Planned", "planned"),
        ("old", "yes", True),
        ("old", "no", False),
        ("target", "5-19,27-60", "5-19,27-60"),
        ("site", "PHT", "PHT"),
        ("site", {"name": "Jeju", "latitude": "33.4", "longitude": "126.6"}, InlineSite("Jeju", 33.4, 126.6)),
        ("requirement", "4711", 4711),
        ("follows", "Asia/Seoul", "Asia/Seoul"),
        ("note", "no", "no"),
        ("alternatives", "9570", ("9570",)),
    ],
)
def test_reads_values_as_written(key, written, value):
    assert PARSE[key](written) == value


@pytest.mark.parametrize(
    ("key", "written", "code", "says"),
    [
        ("frequency", "9.565 MHz", "YML005", "as 9565"),
        ("frequency", "9565.125", "YML005", "at most two decimals"),
        ("frequency", "-9565", "YML005", "write kHz as a plain number"),
        ("frequency", "0", "FRQ004", "outside 0 to 30000"),
        ("frequency", "30000.1", "FRQ004", "outside 0 to 30000"),
        ("frequency", ["9565"], "YML005", "one value is expected here, not a list"),
        ("frequency", "", "YML005", "empty"),
        ("power", "-250", "SIT005", "write kW above 0"),
        ("power", "0", "SIT005", "write kW above 0"),
        ("power", "250 kW", "YML005", "not a number"),
        ("power", "9" * 400, "YML005", "too long"),
        ("requirement", "9" * 5000, "YML005", "too long"),
        ("azimuth", "361", "YML005", "outside 0 to 360 degrees"),
        ("mode", "DMR", "YML005", "did you mean DRM"),
        ("status", "on", "YML005", "planned, active, unused"),
        ("old", "maybe", "YML005", "neither yes nor no"),
        ("follows", "Asia/Soul", "YML005", "not an IANA time zone"),
        ("follows", "../../etc/passwd", "YML005", "not an IANA time zone"),
        ("id", "voa 9565", "YML005", "join the words with hyphens"),
        ("site", {"name": "Jeju", "lattitude": "33"}, "YML002", "did you mean latitude"),
        ("site", {"name": "Jeju", "latitude": "33"}, "YML004", "'longitude' is missing"),
        ("site", {"name": "Jeju", "latitude": "93", "longitude": "1"}, "YML005", "outside -90 to 90"),
        ("site", ["PHT"], "YML005", "a site is a code"),
        ("repeat", "FREQ=HOURLY", "TIM011", "its hours belong in `time`"),
        ("repeat", "FREQ=DAILY;UNTIL=20261001", "TIM011", "the last date belongs in `until`"),
        ("repeat", "FREQ=YEARLY;BYEASTER=0", "TIM011", "not a part of a rule about days"),
        ("repeat", "BYDAY=1SA", "TIM011", "needs FREQ"),
        ("repeat", "FREQ=MONTHLY;BYDAY=1XX", "TIM011", "cannot be read"),
        ("days", {"Mon": "yes"}, "TIM010", "days are daily"),
    ],
)
def test_refuses_other_values_with_a_code_and_a_way_out(key, written, code, says):
    with pytest.raises(ValueFault) as refused:
        PARSE[key](written)
    assert refused.value.code == code
    assert says in str(refused.value)


def test_a_fault_in_a_list_points_at_the_item():
    with pytest.raises(ValueFault) as refused:
        PARSE["except"](["2026-07-03", "2026-02-30"])
    assert refused.value.path == (1,)
    assert refused.value.code == "TIM009"


def test_numbers_are_ascii_and_bounded():
    assert number("+1.50") == 1.5
    assert integer("-3") == -3
    for wrong in ("１２", "1e3", "0x10", "1_000", "inf", "nan", ""):
        with pytest.raises(ValueFault):
            number(wrong)


def test_frequencies_compare_as_whole_hertz_and_print_without_zeros():
    assert hertz(parse_frequency("6348.5")) == 6_348_500
    assert [format_khz(parse_frequency(text)) for text in ("9565", "9565.0", "6348.50")] == ["9565", "9565", "6348.5"]


def test_suggestions_only_where_a_word_is_close():
    assert did_you_mean("untill", tuple(PARSE)) == ", did you mean until?"
    assert did_you_mean("lat", ("name", "latitude")) == ", did you mean latitude?"
    assert did_you_mean("zzzzzz", tuple(PARSE)) == ""
    assert did_you_mean("", tuple(PARSE)) == ""


def test_every_parser_refuses_nothing_silently():
    for parse in (*PARSE.values(), *SCHEDULE_PARSERS.values()):
        with pytest.raises(ValueFault):
            parse("   ")


@given(st.integers(1, 3_000_000))
def test_hundredths_of_a_kilohertz_are_exact(hundredths):
    khz = parse_frequency(f"{hundredths // 100}.{hundredths % 100:02d}")
    assert hertz(khz) == hundredths * 10
    assert parse_frequency(format_khz(khz)) == khz
