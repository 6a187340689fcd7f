"""A calendar, expanded as its readers do, is the airtime table minute by minute, on the clock of any zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.airtime.bits import positions
from bcastplan.model.clock import ClockTime
from bcastplan.model.repeat import parse_repeat
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory
from bcastplan.workspace.lists.calendars import calendar, occurrences

ZONES = ("UTC", "Asia/Seoul", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca",
         "America/St_Johns", "Pacific/Chatham")  # fmt: skip
REPEATS = (None, "FREQ=MONTHLY;BYDAY=1SA", "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=WEEKLY;BYDAY=MO,SU", "FREQ=DAILY")


@st.composite
def transmissions(draw):
    season = parse_season(draw(st.sampled_from(["A26", "B26", "B25"])))
    start = draw(st.integers(0, 1439) | st.sampled_from([0, 59, 60, 90, 1410, 1439]))
    length = draw(st.sampled_from([1, 30, 60, 119, 180, 1440]))
    start = 0 if length == 1440 else start  # a whole day is written 0000-2400 and in no other way
    near = st.dates(season.first_day, season.last_day) | st.sampled_from([season.first_day, season.last_day])
    repeat = draw(st.sampled_from(REPEATS))
    return Transmission(
        service="S", frequency=9565.0, time=ClockTime(start, start + length), days=draw(st.integers(1, 127)),
        season=season, window=season.window, repeat=parse_repeat(repeat) if repeat else None,
        **{"from": draw(st.none() | near), "until": draw(st.none() | near)},
        excepted=tuple(draw(st.lists(near, max_size=4))),
    )  # fmt: skip


def events(text):
    """Events as lists of (name, parameters, value), lines unfolded."""
    lines = text.replace("\r\n ", "").split("\r\n")
    found, current = [], None
    for line in lines:
        if line == "BEGIN:VEVENT":
            current = {}
        elif line == "END:VEVENT":
            found.append(current)
            current = None
        elif current is not None:
            head, _, value = line.partition(":")
            name, _, parameters = head.partition(";")
            current[name] = (parameters, value)
    return found


def moment(parameters, value, zones):
    if value.endswith("Z"):
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    zone = zones[parameters.removeprefix("TZID=")]
    return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=zone)


def minutes_of(text):
    """Minutes on the air, in UTC, of every event expanded with dateutil and the system's own zones."""
    zones = {name: ZoneInfo(name) for name in ZONES}
    found = []
    for event in events(text):
        start = moment(*event["DTSTART"], zones)
        starts = [start]
        if "RRULE" in event:
            starts = list(rrulestr(event["RRULE"][1], dtstart=start))
        if "RDATE" in event:
            parameters, values = event["RDATE"]
            starts += [moment(parameters, value, zones) for value in values.split(",")]
        if "EXDATE" in event:
            parameters, values = event["EXDATE"]
            gone = {moment(parameters, value, zones) for value in values.split(",")}
            assert gone <= set(starts), "an exception that the rule does not name"
            starts = [one for one in starts if one not in gone]
        hours, _, rest = event["DURATION"][1].removeprefix("PT").rpartition("H")
        length = int(hours or 0) * 60 + int(rest.rstrip("M") or 0)
        found += [one.astimezone(UTC) + timedelta(minutes=step) for one in starts for step in range(length)]
    return sorted(found)


def minutes_of_table(table):
    epoch = datetime(table.epoch.year, table.epoch.month, table.epoch.day, tzinfo=UTC)
    found = []
    for at in range(len(table.segment_row)):
        for bit in positions(table.segment_dates[at]):
            begin = epoch + timedelta(days=int(bit), minutes=int(table.segment_start[at]))
            found += [
                begin + timedelta(minutes=step) for step in range(int(table.segment_stop[at] - table.segment_start[at]))
            ]
    return sorted(found)


@given(transmissions(), st.sampled_from(ZONES))
def test_a_calendar_is_the_table_on_any_clock(transmission, zone):
    table = build([transmission])
    stamp = datetime(2026, 7, 1, tzinfo=UTC)
    made = calendar(table, [0], Directory(), zone=None if zone == "UTC" else ZoneInfo(zone), made_at=stamp).decode()
    assert minutes_of(made) == minutes_of_table(table)


@given(transmissions())
def test_a_season_takes_few_events(transmission):
    """At most one for each stretch between changes of the clock, and one for each airing cut by the season's edge."""
    made = calendar(
        build([transmission]),
        [0],
        Directory(),
        zone=ZoneInfo("Europe/Berlin"),
        made_at=datetime(2026, 7, 1, tzinfo=UTC),
    ).decode()
    assert made.count("BEGIN:VEVENT") <= 6


def test_the_clock_of_the_listener_moves_with_summer_time():
    season = parse_season("A26")
    evening = Transmission(
        service="S", frequency=9565.0, time=ClockTime(20 * 60, 21 * 60), days=127, season=season, window=season.window
    )
    made = calendar(
        build([evening]), [0], Directory(), zone=ZoneInfo("America/New_York"), made_at=datetime(2026, 7, 1, tzinfo=UTC)
    ).decode()
    starts = {event["DTSTART"][1][9:13] for event in events(made)}
    assert starts == {"1600"}  # daylight time all through an A season's American part
    winter = parse_season("B26")
    evening = evening.changed(season=winter, window=winter.window)
    made = calendar(
        build([evening]), [0], Directory(), zone=ZoneInfo("America/New_York"), made_at=datetime(2026, 7, 1, tzinfo=UTC)
    ).decode()
    first, second, third = (event["DTSTART"][1] for event in events(made))
    assert (first, second[9:13], third[9:13]) == ("20261025T160000", "1500", "1600")
    assert date(2026, 11, 1) == datetime.strptime(second, "%Y%m%dT%H%M%S").replace(tzinfo=UTC).date()


def test_two_airings_begin_on_the_edge_sunday():
    """Saturday's, cut at 0100, and Sunday's own."""
    one = Transmission(
        frequency=6350,
        time="2330-0130",
        season=parse_season("A26"),
        window=parse_season("A26").window,
        **{"from": "2026-03-20", "until": "2026-04-05"},
    )
    found = occurrences(build([one]), 0)
    assert [(str(each.start)[:16], each.minutes) for each in found[:3]] == [
        ("2026-03-29 01:00", 30), ("2026-03-29 23:30", 120), ("2026-03-30 23:30", 120),
    ]  # fmt: skip
