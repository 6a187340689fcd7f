"""One clock for listeners in several zones: only where no hour of the year tells them apart."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.reference import offset_label, target_clock, target_zones

LABELS = [f"{zone}{part}" for zone in range(1, 86) for part in ("", "N", "S", "E", "W", "NE", "NW", "SE", "SW")]
CLOCKED = [label for label in LABELS if target_zones(label)]
SUMMER, WINTER = datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("44NE,45", ("Asia/Pyongyang", "Asia/Tokyo")),
        ("45,44NE", ("Asia/Tokyo", "Asia/Pyongyang")),
        ("45,45N", ("Asia/Tokyo",)),
        ("44N", ("Asia/Shanghai", "Asia/Pyongyang")),
        ("44", ("Asia/Shanghai", "Asia/Pyongyang")),
        ("43,44", ("Asia/Shanghai", "Asia/Pyongyang")),
        ("42-44", ("Asia/Shanghai", "Asia/Pyongyang")),
        ("42,43", ("Asia/Shanghai",)),
        ("2", ()),
        ("45,2", ()),
        ("", ()),
    ],
)
def test_zones_of_a_target(text, zones):
    assert sorted(target_zones(text)) == sorted(zones)


def test_korea_and_japan_share_a_clock_as_long_as_pyongyang_keeps_it():
    clock = target_clock("44NE,45", 2026)
    assert clock is not None
    assert clock.label(SUMMER) == "UTC+9"
    assert clock.at(SUMMER).strftime("%H%M") == "2100"
    assert target_clock("44NE,45", 2016) is None  # Pyongyang kept UTC+8:30
    assert target_clock("44NE,45", 2018) is None  # until 4 May
    assert target_clock("44NE,45", 2019) == clock


@pytest.mark.parametrize("target", ["44", "43,44", "42-44", "44N", "44E"])
def test_a_zone_whose_quadrants_differ_has_no_clock(target):
    assert target_clock(target, 2026) is None
    assert target_clock("44NE", 2026).label(SUMMER) == "KST"


def test_a_clock_has_the_name_that_all_its_zones_give_it():
    berlin_and_rome = target_clock("28W", 2026)
    assert berlin_and_rome is not None
    assert (berlin_and_rome.label(WINTER), berlin_and_rome.label(SUMMER)) == ("CET", "CEST")
    tokyo = target_clock("45", 2026)
    assert tokyo is not None
    assert tokyo.label(SUMMER) == "JST"
    kabul = target_clock("40E", 2026)
    assert kabul is not None
    assert kabul.label(SUMMER) == "UTC+4:30"  # the database has no letters for it


@pytest.mark.parametrize("text", ["44N", "40", "55", "38", "6N", "1-85", "2", "86", ""])
def test_clocks_that_differ_at_any_time_are_no_clock(text):
    assert target_clock(text, 2026) is None


@pytest.mark.parametrize(
    ("minutes", "label"), [(0, "UTC"), (540, "UTC+9"), (-210, "UTC-3:30"), (345, "UTC+5:45"), (-600, "UTC-10")]
)
def test_offsets_are_written_in_hours(minutes, label):
    assert offset_label(datetime(2026, 1, 1, tzinfo=timezone(timedelta(minutes=minutes)))) == label


def agree(zones, year):
    """Whether zones show the same at every half hour of a year, asked one by one."""
    first, days = datetime(year, 1, 1, tzinfo=UTC), (date(year + 1, 1, 1) - date(year, 1, 1)).days
    moments = [first + timedelta(minutes=30 * number) for number in range(48 * days)]
    shown = [[moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in moments] for zone in zones]
    return all(one == shown[0] for one in shown)


@examples(30)
@given(st.lists(st.sampled_from(CLOCKED), min_size=1, max_size=3), st.integers(2020, 2030))
def test_a_clock_is_there_exactly_where_all_zones_show_the_same_all_year(labels, year):
    text = ",".join(labels)
    clock = target_clock(text, year)
    assert (clock is not None) == agree(target_zones(text), year)
    if clock is not None:
        assert clock.zones == target_zones(text)
