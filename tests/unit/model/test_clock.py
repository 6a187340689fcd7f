import pytest

from bcastplan.model.clock import clock, clock_stop, clock_time, parse_time
from bcastplan.model.errors import ValueFault


@pytest.mark.parametrize(
    ("written", "start", "stop", "minutes"),
    [
        ("1530-1630", 930, 990, 60),
        ("0000-2400", 0, 1440, 1440),
        ("2330-0030", 1410, 1470, 60),
        ("2300-2400", 1380, 1440, 60),
        ("2300-0000", 1380, 1440, 60),
        ("0000-0001", 0, 1, 1),
        ("0001-0000", 1, 1440, 1439),
        ("1000-0959", 600, 2039, 1439),
        (" 0100 - 0200 ", 60, 120, 60),
    ],
)
def test_reads_a_time_as_minutes_of_the_day_it_starts_on(written, start, stop, minutes):
    time = parse_time(written)
    assert (time.start_minute, time.stop_minute, time.minutes) == (start, stop, minutes)


@pytest.mark.parametrize(
    ("written", "code", "says"),
    [
        ("25:00", "TIM001", "write start and stop in UTC as 1530-1630"),
        ("2500-2600", "TIM001", "hours run from 00 to 24"),
        ("1260-1300", "TIM001", "minutes from 00 to 59"),
        ("2401-0100", "TIM001", "hours run from 00 to 24"),
        ("2400-0100", "TIM001", "write 0000 and the day after"),
        ("15:30-16:30", "TIM001", "write 1530-1630"),
        ("9:05–10:00", "TIM001", "write 0905-1000"),
        ("1530", "TIM001", "as 1530-1630"),
        ("١٥٣٠-١٦٣٠", "TIM001", "is not a time"),
        ("0600-0600", "TIM002", "0000-2400 for all day"),
        ("0000-0000", "TIM002", "0000-2400 for all day"),
    ],
)
def test_refuses_what_is_no_time_and_says_what_to_write(written, code, says):
    with pytest.raises(ValueFault) as refused:
        parse_time(written)
    assert refused.value.code == code
    assert says in str(refused.value)


def test_a_time_prints_as_it_is_written():
    for written in ("1530-1630", "2330-0030", "0000-2400", "2300-2400"):
        assert str(parse_time(written)) == written


def test_only_a_stop_past_2400_crosses_midnight():
    assert parse_time("2330-0030").crosses_midnight
    assert not parse_time("2300-2400").crosses_midnight


def test_minutes_of_lists_take_the_same_road_as_text():
    assert clock_time(1380, 0) == parse_time("2300-0000")
    assert clock_time(0, 1440) == parse_time("0000-2400")
    with pytest.raises(ValueFault):
        clock_time(60, 60)
    assert (clock(1440), clock_stop(1440), clock_stop(1441)) == ("0000", "2400", "0001")
