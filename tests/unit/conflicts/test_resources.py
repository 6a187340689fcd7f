"""Transmitters, antennas and sites of the inventory: what cannot happen whatever the target."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bcastplan.airtime import build
from bcastplan.conflicts import Kind, Resource, RowSide, resource_conflicts
from bcastplan.model.finding import Severity
from bcastplan.model.plan import InventoryAntenna, InventorySite, Transmitter
from bcastplan.model.season import Window
from bcastplan.model.transmission import Origin, Transmission

JUNE = Window(date(2026, 6, 1), date(2026, 6, 30))
TWO = InventorySite(
    transmitters=(Transmitter(id="T1", retune_minutes=10), Transmitter(id="T2")),
    antennas=(
        InventoryAntenna(id="mast", antenna="975"),
        InventoryAntenna(id="east", antenna="216"),
        InventoryAntenna(id="west", antenna="216"),
    ),
)


def made(line: int, time: str, frequency: str = "648", **keys) -> Transmission:
    written = {"site": "USK", "frequency": frequency, "time": time, "service": "VOA"} | keys
    return Transmission(window=JUNE, origin=Origin("usk.yaml", line), **written)


def found(*rows: Transmission, inventory: InventorySite = TWO, reference: int | None = None) -> list[Resource]:
    sides = [RowSide.of(row, is_reference=number == reference) for number, row in enumerate(rows)]
    return resource_conflicts(build(rows), sides, {"": {"USK": inventory}})


def test_a_transmitter_booked_twice():
    first = made(1, "1300-1400", transmitter="T1")
    second = made(2, "1330-1430", "1350", transmitter="T1", days="Mon")
    (one,) = found(first, second)
    assert (one.kind, one.severity) == (Kind.TRANSMITTER, Severity.ERROR)
    assert (one.site, one.transmitter, one.antenna) == ("USK", "T1", None)
    assert (one.overlap_minutes, one.dates) == (30 * 5, 5)
    assert (one.first, one.last) == (date(2026, 6, 1), date(2026, 6, 29))
    assert one.worst_at == datetime(2026, 6, 1, 13, 30, tzinfo=UTC)
    assert [member.line for member in one.members] == [1, 2]


@pytest.mark.parametrize(
    "second",
    [
        made(2, "1400-1500", transmitter="T1"),
        made(2, "1330-1430", "1350", transmitter="T2"),
        made(2, "1330-1430", "1350"),
        made(2, "1330-1430", "1350", transmitter="T1", site="PHT"),
        made(2, "1330-1430", "648", transmitter="T1", sync="net"),
    ],
)
def test_not_one_transmitter_twice(second):
    assert found(made(1, "1300-1400", transmitter="T1", sync="net"), second) == []


def test_reference_rows_and_unknown_transmitters_book_nothing():
    rows = made(1, "1300-1400", transmitter="T1"), made(2, "1300-1400", "1350", transmitter="T1")
    assert found(*rows, reference=1) == []
    assert found(*(row.changed(transmitter="T9") for row in rows)) == []
    assert resource_conflicts(build(rows), [RowSide.of(row) for row in rows], {}) == []


def test_more_transmissions_than_transmitters():
    rows = [made(1, "1200-1600"), made(2, "1300-1500", "1350"), made(3, "1400-1700", "9565"), made(4, "1445-1450", "1")]
    (one,) = found(*rows)
    assert (one.kind, one.available, one.most_at_once) == (Kind.CAPACITY, 2, 4)
    assert one.overlap_minutes == 60 * 30
    assert one.dates == 30
    assert one.worst_at == datetime(2026, 6, 1, 14, 45, tzinfo=UTC)
    assert sorted(member.line for member in one.members) == [1, 2, 3, 4]
    assert one.transmitter is None


def test_overbooked_hours_with_nothing_in_common_are_two_conflicts():
    morning = [made(number, "0100-0200", str(600 + number)) for number in range(3)]
    evening = [made(number, "1500-1600", str(600 + number)) for number in range(3, 6)]
    groups = found(*morning, *evening)
    assert [[member.line for member in one.members] for one in groups] == [[0, 1, 2], [3, 4, 5]]


def test_transmissions_that_only_touch_an_overbooked_hour_take_no_part_in_it():
    before, after = made(8, "1200-1300", "9485"), made(9, "1400-1500", "9585")
    crowd = [made(number, "1300-1400", str(600 + number)) for number in range(1, 4)]
    (conflict,) = found(before, *crowd, after)
    assert [member.line for member in conflict.members] == [1, 2, 3]
    assert (conflict.overlap_minutes, conflict.most_at_once) == (30 * 60, 3)


def test_two_overbooked_hours_that_one_transmission_joins_by_its_ends_alone_stay_apart():
    """The row between them begins where one ends and ends where the other begins."""
    early = [made(number, "1200-1300", str(600 + number)) for number in range(1, 4)]
    between = made(4, "1300-1400", "9485")
    late = [made(number, "1400-1500", str(600 + number)) for number in range(5, 8)]
    conflicts = found(*early, between, *late)
    assert [[member.line for member in conflict.members] for conflict in conflicts] == [[1, 2, 3], [5, 6, 7]]


def test_synchronised_transmissions_on_one_transmitter_need_it_once():
    rows = [made(number, "0100-0200", transmitter="T1", sync="net") for number in range(2)]
    assert found(*rows, made(3, "0100-0200", "1350", transmitter="T2")) == []


def test_a_site_whose_transmitters_are_not_listed_has_no_capacity():
    rows = [made(number, "0100-0200", str(600 + number)) for number in range(3)]
    assert found(*rows, inventory=InventorySite(antennas=TWO.antennas)) == []


def test_an_antenna_on_two_frequencies():
    rows = made(1, "1300-1400", antenna="mast"), made(2, "1330-1430", "1350", antenna="975")
    (one,) = found(*rows)
    assert (one.kind, one.antenna, one.overlap_minutes) == (Kind.ANTENNA, "mast", 30 * 30)
    same = rows[1].changed(frequency_khz=648.0)
    assert found(rows[0], same) == [], "one frequency may be fed by two programmes' rows"


def test_a_code_that_two_antennas_have_names_neither():
    rows = made(1, "1300-1400", antenna="216"), made(2, "1330-1430", "1350", antenna="216")
    assert found(*rows) == []
    assert len(found(*(row.changed(antenna="east") for row in rows))) == 1


@pytest.mark.parametrize(("start", "gap"), [("1330", 0), ("1333", 3), ("1339", 9), ("1340", None)])
def test_a_gap_shorter_than_it_takes_to_retune(start, gap):
    rows = made(1, "1300-1330", "9485", transmitter="T1"), made(2, f"{start}-1400", "9585", transmitter="T1")
    conflicts = found(*rows)
    if gap is None:
        assert conflicts == []
        return
    (one,) = conflicts
    assert (one.kind, one.severity) == (Kind.RETUNE, Severity.WARNING)
    assert (one.gap_minutes, one.retune_minutes, one.dates, one.overlap_minutes) == (gap, 10, 30, 0)
    assert one.worst_at == datetime(2026, 6, 1, 13, 30, tzinfo=UTC)


def test_no_retuning_on_one_frequency_nor_with_a_transmission_between():
    first = made(1, "1300-1330", "9485", transmitter="T1")
    assert found(first, made(2, "1330-1400", "9485", transmitter="T1")) == []
    between = made(2, "1330-1335", "9485", transmitter="T1")
    conflicts = found(first, between, made(3, "1337-1400", "9585", transmitter="T1"))
    assert [[member.line for member in one.members] for one in conflicts] == [[2, 3]]
    assert found(made(1, "1300-1330", "9485", transmitter="T2"), made(2, "1330-1400", "9585", transmitter="T2")) == []


def test_retuning_across_midnight_and_dates():
    evening = made(1, "2330-2355", "9485", transmitter="T1", days="Fri")
    night = made(2, "0000-0100", "9585", transmitter="T1", days="Sat")
    (one,) = found(evening, night)
    assert (one.gap_minutes, one.dates, one.first) == (5, 4, date(2026, 6, 6))
    over_midnight = made(1, "2330-0055", "9485", transmitter="T1", days="Fri")
    later = made(2, "0100-0200", "9585", transmitter="T1", days="Sat")
    assert [conflict.gap_minutes for conflict in found(over_midnight, later)] == [5]
    assert [conflict.kind for conflict in found(over_midnight, night)] == [Kind.TRANSMITTER]


def test_order_is_severity_then_minutes():
    rows = [
        made(1, "1300-1330", "9485", transmitter="T1"),
        made(2, "1320-1400", "9585", transmitter="T1"),
        made(3, "1405-1500", "9600", transmitter="T1", antenna="mast"),
        made(4, "1430-1530", "1350", antenna="mast"),
    ]
    assert [one.kind for one in found(*rows)] == [Kind.ANTENNA, Kind.TRANSMITTER, Kind.RETUNE]


def test_the_worst_moment_is_one_at_which_both_are_on_the_air():
    late, day = made(1, "2300-0100", transmitter="T2"), made(2, "0100-2330", "1350", transmitter="T2")
    from_the_second = replace(day, window=Window(date(2026, 6, 2), date(2026, 6, 30)))
    (booked,) = found(late, from_the_second)
    assert booked.worst_at == datetime(2026, 6, 2, 23, 0, tzinfo=UTC)  # at 0100 they touch
    mondays, whole = made(1, "2300-0100", days="Mon", transmitter="T2"), made(2, "0000-2400", "1350", transmitter="T2")
    (booked,) = found(mondays, whole)
    assert booked.worst_at == datetime(2026, 6, 1, 23, 0, tzinfo=UTC)  # at 0000 on the day after


@pytest.mark.parametrize("days", [63, 64, 65, 128])
def test_the_worst_moment_is_on_the_first_of_its_dates(days):
    first = JUNE.first_day + timedelta(days)
    rows = made(1, "1300-1400", transmitter="T1"), made(2, "1330-1430", "1350", transmitter="T1")
    later = [replace(row, window=Window(first, first + timedelta(9))) for row in rows]
    (booked,) = found(made(3, "1300-1400", "9565", transmitter="T2"), *later)
    assert (booked.first, booked.worst_at.date()) == (first, first)
    assert booked.dates == 10


def test_of_two_meetings_on_the_first_date_the_earlier_is_the_worst_moment():
    over_midnight = made(1, "2200-0200", transmitter="T1")
    by_day = made(2, "0100-2300", "1350", transmitter="T1", **{"from": date(2026, 6, 2)})
    (conflict,) = found(over_midnight, by_day)
    assert conflict.worst_at == datetime(2026, 6, 2, 1, 0, tzinfo=UTC)


def test_conflicts_that_weigh_the_same_stand_by_the_frequency_of_their_first_member():
    rows = [
        made(1, "1000-1100", "1350", transmitter="T1"),
        made(2, "1000-1100", "648", transmitter="T2"),
        made(3, "1000-1100", "702", transmitter="T1"),
        made(4, "1000-1100", "1593", transmitter="T2"),
    ]
    booked = [conflict for conflict in found(*rows) if conflict.kind is Kind.TRANSMITTER]
    members = [[member.frequency_khz for member in conflict.members] for conflict in booked]
    assert members == [[648.0, 1593.0], [702.0, 1350.0]]
