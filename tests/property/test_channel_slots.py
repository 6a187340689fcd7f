"""A minute of a channel is free exactly where the transmission could be on the air without a conflict or a jammer."""

from __future__ import annotations

from datetime import date

from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.model.clock import ClockTime
from bcastplan.model.plan import Plan
from bcastplan.model.schedule import Schedule
from bcastplan.model.season import Window
from bcastplan.model.transmission import Origin, Transmission
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace
from bcastplan.workspace.prediction.channel_neighbours import Neighbourhood
from bcastplan.workspace.prediction.channel_slots import Use, channel_slots

WINDOW = Window(date(2026, 3, 29), date(2026, 10, 24))
CHANNELS = [9500.0 + 5.0 * number for number in range(9)]


def transmission(line, khz, start, length, days, target, manager, *, jammer=False):
    return Transmission.trusted({
        "service": manager, "manager": manager, "frequency_khz": khz, "time": ClockTime(start, start + length),
        "days": days, "target": target, "site": "PHT" if manager == "AGM" else "YAM", "window": WINDOW,
        "jammer": jammer, "origin": Origin("theirs.yaml", line),
    })  # fmt: skip


rows = st.lists(
    st.tuples(
        st.sampled_from([9490.0, *CHANNELS, 9503.0, 9522.5]),
        st.integers(0, 23).map(lambda hour: 60 * hour),
        st.sampled_from([30, 60, 180, 1440]),
        st.integers(1, 127),
        st.sampled_from(["44NE", "44", "27", None]),
        st.sampled_from(["NHK", "AGM", "CRI"]),
        st.booleans(),
    ),
    max_size=8,
)


def workspace_of(others, mine):
    """Some rows of a list, jammers among them, and a transmission of ours."""
    listed = [
        transmission(number, *values[:6], jammer=values[6] and values[5] != "AGM")
        for number, values in enumerate(others, 1)
    ]
    ours = Schedule(file="ours.yaml", window=WINDOW, transmissions=(mine,))
    theirs = Schedule(file="theirs.yaml", window=WINDOW, transmissions=tuple(listed))
    return Workspace([OpenPlan(Plan(root="."), [ours])], [theirs])


@examples(60)
@given(others=rows, hour=st.integers(0, 23), days=st.integers(1, 127), channel=st.integers(0, len(CHANNELS) - 1))
def test_free_minutes_are_those_without_conflict(others, hour, days, channel):
    mine = transmission(99, 9700.0, 600, 60, days, "44NE", "AGM")
    workspace = workspace_of(others, mine)
    opened = workspace.plans[0]
    near = Neighbourhood.of(workspace, opened, mine, 0, (CHANNELS[0], CHANNELS[-1]))
    slots = channel_slots(near, mine, CHANNELS)
    weekday = hour % 7
    tried = mine.changed(frequency_khz=CHANNELS[channel], time=ClockTime(60 * hour, 60 * hour + 60), days=1 << weekday)
    (count,) = near.conflicts([tried])
    uses = {
        stretch.use
        for stretch in slots.channels[channel]
        if stretch.weekdays >> weekday & 1 and stretch.start_minute < 60 * hour + 60 and 60 * hour < stretch.stop_minute
    }
    in_conflict = bool(count.errors or count.warnings or count.jammers)
    assert in_conflict == bool(uses & {Use.BESIDE, Use.THEIRS, Use.JAMMED})


def test_ones_own_minutes_and_days():
    mine = transmission(99, 9700.0, 1410, 60, 0b0010000, "44NE", "AGM")
    workspace = workspace_of([], mine)
    near = Neighbourhood.of(workspace, workspace.plans[0], mine, 0, (9500.0, 9540.0))
    slots = channel_slots(near, mine, CHANNELS)
    assert sorted(slots.own) == [(0, 30, 0b0100000), (1410, 1440, 0b0010000)]
    assert slots.weekdays == 0b0110000
    assert slots.channels == ((),) * len(CHANNELS)
