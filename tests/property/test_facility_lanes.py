"""The lanes of the dates of a plan show what `conflicts` finds, minute by minute, and lose no booking."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime.bits import positions
from bcastplan.conflicts.kinds import Kind
from bcastplan.model.clock import ClockTime
from bcastplan.model.plan import InventoryAntenna, InventorySite, Plan, Transmitter
from bcastplan.model.schedule import Schedule
from bcastplan.model.season import Window
from bcastplan.model.transmission import Origin, Transmission
from bcastplan.workspace.inspection.facility_lanes import LaneKind, facility_lanes
from bcastplan.workspace.inspection.plan_conflicts import resources_of
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace

WINDOW = Window(date(2026, 6, 1), date(2026, 6, 5))
DATES = [WINDOW.first_day + timedelta(days=number) for number in range(-1, 7)]
SITES = {
    "AAA": InventorySite(
        transmitters=(Transmitter(id="T1", retune_minutes=20), Transmitter(id="T2")),
        antennas=(InventoryAntenna(id="A1", antenna="216"), InventoryAntenna(id="A2")),
    )
}

transmissions = st.builds(
    lambda khz, start, length, days, site, transmitter, antenna, sync: {
        "frequency_khz": khz, "time": ClockTime(start, start + length), "days": days, "site": site,
        "transmitter": transmitter, "antenna": antenna, "sync": sync,
    },
    st.sampled_from([6000.0, 7300.0, 9500.0]),
    st.integers(0, 95).map(lambda quarter: 15 * quarter),
    st.sampled_from([15, 30, 60, 240, 1440]),
    st.integers(1, 127),
    st.sampled_from(["AAA", "AAA", "AAA", "BBB"]),
    st.sampled_from([None, "T1", "T1", "T2", "T3"]),
    st.sampled_from([None, "A1", "216", "A2"]),
    st.sampled_from([None, None, "net"]),
)  # fmt: skip


def workspace_of(rows):
    listed = tuple(
        Transmission.trusted({"service": "S", "window": WINDOW, "origin": Origin("plan.yaml", number), **values})
        for number, values in enumerate(rows, 1)
    )
    schedule = Schedule(file="plan.yaml", window=WINDOW, transmissions=listed)
    return Workspace([OpenPlan(Plan(root=".", sites=SITES), [schedule])])


@examples(120)
@given(st.lists(transmissions, max_size=7))
def test_troubles_are_the_conflicts_over_resources(rows):
    workspace = workspace_of(rows)
    seen: dict[Kind, dict[frozenset[int], int]] = {}
    over = 0
    for day in DATES:
        for site in facility_lanes(workspace, day):
            over += sum(trouble.stop_minute - trouble.start_minute for trouble in site.troubles)
            for lane in site.lanes:
                for trouble in lane.troubles:
                    minutes = seen.setdefault(trouble.kind, {})
                    key = frozenset(trouble.rows)
                    minutes[key] = minutes.get(key, 0) + trouble.stop_minute - trouble.start_minute
    conflicts = resources_of(workspace)
    for kind in (Kind.TRANSMITTER, Kind.ANTENNA):
        expected = {
            frozenset(conflict.member_rows): conflict.overlap_minutes for conflict in conflicts if conflict.kind is kind
        }
        assert seen.get(kind, {}) == expected
    short = {frozenset(conflict.member_rows) for conflict in conflicts if conflict.kind is Kind.RETUNE}
    assert set(seen.get(Kind.RETUNE, {})) == short
    assert over == sum(conflict.overlap_minutes for conflict in conflicts if conflict.kind is Kind.CAPACITY)


@examples(60)
@given(st.lists(transmissions, max_size=7))
def test_every_minute_is_booked_once_and_free_minutes_are_the_others(rows):
    workspace = workspace_of(rows)
    table = workspace.table
    for day in DATES:
        booked: dict[int, int] = {}
        for site in facility_lanes(workspace, day):
            for lane in site.lanes:
                on = np.zeros(1440, dtype=bool)
                for booking in lane.bookings:
                    on[booking.start_minute : booking.stop_minute] = True
                    if lane.kind is not LaneKind.ANTENNA:
                        length = booking.stop_minute - booking.start_minute
                        booked[booking.row] = booked.get(booking.row, 0) + length
                assert lane.on_minutes == on.sum()
                for start, stop in lane.retunes:
                    assert stop - start <= 20
                    on[start:stop] = True
                assert lane.free_minutes == 1440 - on.sum()
            names = [lane.name for lane in site.lanes if lane.name]
            assert len(names) == len(set(names))
            if site.available is None:
                nameless = [lane for lane in site.lanes if not lane.name]
                assert len(nameless) <= max(1, site.most_at_once)
        bit = table.bit_of(day)
        expected: dict[int, int] = {}
        for segment, row in enumerate(table.segment_row.tolist()):
            if bit in positions(table.segment_dates[segment]):
                length = int(table.segment_stop[segment] - table.segment_start[segment])
                expected[row] = expected.get(row, 0) + length
        assert booked == expected
