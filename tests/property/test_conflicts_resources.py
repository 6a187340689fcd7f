"""Double bookings, overbooked sites and short gaps against a twin that looks at every minute of every date."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.conflicts import Kind, Resource, RowSide, resource_conflicts
from bcastplan.model.clock import ClockTime
from bcastplan.model.plan import InventoryAntenna, InventorySite, Transmitter
from bcastplan.model.season import Window
from bcastplan.model.transmission import Origin, Transmission

WINDOW = Window(date(2026, 3, 1), date(2026, 3, 6), 60, 60)
"""A window that is cut at 0100 on both edges, as a season is."""
DAY = 1440
INVENTORY = {
    "": {
        "USK": InventorySite(
            transmitters=(Transmitter(id="T1", retune_minutes=15), Transmitter(id="T2")),
            antennas=(InventoryAntenna(id="mast", antenna="975"), InventoryAntenna(id="curtain", antenna="216")),
        )
    }
}


@st.composite
def transmission(draw: st.DrawFn, line: int) -> Transmission:
    start = draw(st.sampled_from([0, 30, 50, 600, 660, 665, 1380, 1410]))
    return Transmission.trusted(
        {
            "service": "VOA",
            "frequency_khz": draw(st.sampled_from([648.0, 1350.0])),
            "time": ClockTime(start, start + draw(st.sampled_from([5, 30, 60, 75, 690, DAY]))),
            "days": draw(st.sampled_from([0b1111111, 0b1010101, 0b0000011])),
            "valid_from": draw(st.none() | st.dates(WINDOW.first_day, WINDOW.last_day)),
            "site": "USK",
            "transmitter": draw(st.sampled_from([None, "T1", "T1", "T2"])),
            "antenna": draw(st.sampled_from([None, "mast", "975", "216"])),
            "sync": draw(st.sampled_from([None, None, "net"])),
            "window": WINDOW,
            "origin": Origin("usk.yaml", line),
        }
    )


@st.composite
def plans(draw: st.DrawFn) -> list[Transmission]:
    return [draw(transmission(line)) for line in range(1, draw(st.integers(1, 5)) + 1)]


def airings(row: Transmission) -> list[range]:
    opens = WINDOW.first_day.toordinal() * DAY + WINDOW.start_minute
    closes = WINDOW.last_day.toordinal() * DAY + WINDOW.stop_minute
    found = []
    for day in range(WINDOW.first_day.toordinal(), WINDOW.last_day.toordinal() + 1):
        wanted = row.days >> date.fromordinal(day).weekday() & 1 and date.fromordinal(day) >= row.first_date
        airing = range(max(day * DAY + row.time.start_minute, opens), min(day * DAY + row.time.stop_minute, closes))
        if wanted and len(airing):
            found.append(airing)
    return found


def at(minute: int) -> datetime:
    return datetime(1, 1, 1, tzinfo=UTC) + timedelta(minutes=minute - DAY)


def one_emission(a: Transmission, b: Transmission) -> bool:
    return bool(a.sync) and a.sync == b.sync and a.frequency_khz == b.frequency_khz


def in_order(rows: list[Transmission], members) -> tuple[int, ...]:
    return tuple(sorted(members, key=lambda row: (rows[row].frequency_khz, rows[row].origin.line)))


def expected_pairs(rows: list[Transmission]) -> set[tuple]:
    found = set()
    antenna = {"mast": "mast", "975": "mast", "216": "curtain"}
    for a, b in combinations(range(len(rows)), 2):
        one, other = rows[a], rows[b]
        meetings = [
            range(max(left.start, right.start), min(left.stop, right.stop))
            for left in airings(one)
            for right in airings(other)
        ]
        meetings = [meeting for meeting in meetings if len(meeting)]
        if not meetings:
            continue
        facts = (
            in_order(rows, (a, b)),
            sum(len(meeting) for meeting in meetings),
            len({meeting.start // DAY for meeting in meetings}),
            at(min(meeting.start for meeting in meetings)),
        )
        if one.transmitter and one.transmitter == other.transmitter and not one_emission(one, other):
            found.add((Kind.TRANSMITTER, one.transmitter, *facts))
        shared = antenna.get(one.antenna or "")
        if shared and shared == antenna.get(other.antenna or "") and one.frequency_khz != other.frequency_khz:
            found.add((Kind.ANTENNA, shared, *facts))
    return found


def expected_capacity(rows: list[Transmission]) -> tuple[int, int | None, datetime | None]:
    """Overbooked minutes, the most at once, and the first moment of it."""
    counted: dict[int, int] = {}
    stands_for: list[Transmission] = []
    for row in rows:
        if row.transmitter and any(
            one_emission(row, other) and row.transmitter == other.transmitter for other in stands_for
        ):
            continue
        stands_for.append(row)
        for airing in airings(row):
            for minute in airing:
                counted[minute] = counted.get(minute, 0) + 1
    over = {minute: count for minute, count in counted.items() if count > 2}
    if not over:
        return 0, None, None
    most = max(over.values())
    return len(over), most, at(min(minute for minute, count in over.items() if count == most))


def expected_gaps(rows: list[Transmission]) -> set[tuple]:
    booked = sorted(
        (airing.start, airing.stop, number)
        for number, row in enumerate(rows)
        if row.transmitter == "T1"
        for airing in airings(row)
    )
    gaps: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for _, stop, number in booked:
        later = [start for start, _, _ in booked if start >= stop]
        for start, _, other in booked:
            differs = rows[number].frequency_khz != rows[other].frequency_khz
            if later and start == min(later) and start - stop < 15 and differs:
                gaps.setdefault(in_order(rows, (number, other)), []).append((start - stop, start))
    return {
        (members, min(gap for gap, _ in some), len({start // DAY for _, start in some}))
        for members, some in gaps.items()
    }


def found(rows: list[Transmission]) -> list[Resource]:
    return resource_conflicts(build(rows), [RowSide.of(row) for row in rows], INVENTORY)


@given(plans())
def test_double_bookings_equal_interval_expansion(rows):
    pairs = {
        (one.kind, one.transmitter or one.antenna, one.member_rows, one.overlap_minutes, one.dates, one.worst_at)
        for one in found(rows)
        if one.kind in (Kind.TRANSMITTER, Kind.ANTENNA)
    }
    assert pairs == expected_pairs(rows)


@given(plans())
def test_overbooked_minutes_equal_counting_every_minute(rows):
    groups = [one for one in found(rows) if one.kind is Kind.CAPACITY]
    minutes, most, worst_at = expected_capacity(rows)
    assert sum(one.overlap_minutes for one in groups) == minutes
    assert max((one.most_at_once for one in groups), default=None) == most
    assert min((one.worst_at for one in groups if one.most_at_once == most), default=None) == worst_at
    members = [row for one in groups for row in one.member_rows]
    assert len(members) == len(set(members)), "a row belongs to one group"


@given(plans())
def test_short_gaps_equal_interval_expansion(rows):
    gaps = {(one.member_rows, one.gap_minutes, one.dates) for one in found(rows) if one.kind is Kind.RETUNE}
    assert gaps == expected_gaps(rows)
