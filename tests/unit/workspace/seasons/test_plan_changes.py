"""Two plans compared: who is paired with whom, what differs, what it means in hours."""

import json

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.model.clock import ClockTime
from bcastplan.model.plan import Plan
from bcastplan.model.schedule import Schedule
from bcastplan.model.season import season
from bcastplan.model.transmission import Transmission
from bcastplan.reports.compare.diff_text import diff_json, diff_text
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace
from bcastplan.workspace.seasons.plan_changes import changes_between, diff_paths

A26 = season("A", 2026)
HEAD = "bcastplan: 1\nservice: S\nseason: A26\ntransmissions:\n"


def workspace(transmissions, kind="yaml"):
    schedule = Schedule(file="s.yaml", kind=kind, season=A26, window=A26.window, transmissions=tuple(transmissions))
    return Workspace([OpenPlan(Plan(), [schedule])])


def one(frequency=9565.0, start=600, stop=660, **values):
    return Transmission(
        frequency=frequency,
        time=ClockTime(start, stop),
        window=A26.window,
        season=A26,
        **{"service": "S", **values},
    )


def compared(old, new, **kinds):
    return changes_between(workspace(old, **kinds), workspace(new, **kinds), "old", "new")


def test_a_plan_compared_with_itself_has_no_changes():
    plan = [one(), one(), one(id="x", frequency=6005.0)]
    changes = compared(plan, plan)
    assert changes.is_empty
    assert changes.unchanged == 3


def test_an_id_names_the_same_transmission_whatever_changed():
    changes = compared(
        [one(id="x")], [one(id="x", frequency=11805.0, start=720, stop=840, service="T", note="new"), one()]
    )
    assert len(changes.changed) == len(changes.added) == 1
    found = {change.key: (change.before, change.after) for change in changes.changed[0].changes}
    assert found == {
        "service": ("S", "T"),
        "frequency": ("9565", "11805"),
        "time": ("1000-1100", "1200-1400"),
        "note": (None, "new"),
    }
    assert changes.changed[0].minutes == 210 * 60


def test_ids_that_occur_twice_or_count_lines_pair_nothing_by_themselves():
    twice = compared([one(id="x"), one(id="x", frequency=6005.0)], [one(id="x", frequency=6005.0)])
    assert [aired.transmission.frequency_khz for aired in twice.removed] == [9565.0]
    lines = compared([one(id="e10")], [one(id="e10", service="T", frequency=3955.0)], kind="eibi")
    assert len(lines.added) == len(lines.removed) == 1


def test_without_an_id_the_likest_one_is_taken():
    later = one(start=660, stop=720)
    changes = compared([one(), one(frequency=6005.0)], [later, one(frequency=6005.0, stop=690)])
    assert [(both.before.transmission, both.after.transmission) for both in changes.changed] == [
        (one(frequency=6005.0), one(frequency=6005.0, stop=690)),
        (one(), later),
    ]
    assert not changes.added
    assert not changes.removed


def test_a_new_frequency_is_a_change_inside_its_band_and_another_transmission_in_another():
    moved = compared([one()], [one(frequency=9720.0)])
    assert [change.key for change in moved.changed[0].changes] == ["frequency"]
    other = compared([one()], [one(frequency=1350.0)])
    assert len(other.added) == len(other.removed) == 1


def test_hours_of_bands_and_services_before_and_after():
    changes = compared([one()], [one(), one(frequency=6005.0, service="T")])
    bands = {delta.label: delta for delta in changes.deltas if delta.group == "band"}
    assert list(bands) == ["49 m", "31 m"]
    assert bands["49 m"].before is None
    assert bands["49 m"].after.frequency_minutes == 210 * 60
    assert changes.after.total.frequency_minutes - changes.before.total.frequency_minutes == 210 * 60


PLANS = st.lists(
    st.builds(
        one,
        frequency=st.sampled_from([6005.0, 9565.0, 9720.0]),
        start=st.sampled_from([0, 600]),
        stop=st.sampled_from([660, 720]),
        id=st.sampled_from([None, "a", "b"]),
        days=st.sampled_from([0b1111111, 0b0000011]),
        service=st.sampled_from(["S", "T"]),
        site=st.sampled_from([None, "PHT"]),
    ),
    max_size=6,
)


@given(PLANS, PLANS)
@examples(60)
def test_every_transmission_is_told_of_once_and_minutes_add_up(old, new):
    changes = compared(old, new)
    both = len(changes.changed) + changes.unchanged
    assert both + len(changes.removed) == len(old)
    assert both + len(changes.added) == len(new)
    difference = sum(aired.minutes for aired in changes.added) - sum(aired.minutes for aired in changes.removed)
    difference += sum(pair.minutes for pair in changes.changed)
    assert difference == changes.after.total.transmitter_minutes - changes.before.total.transmitter_minutes
    back = compared(new, old)
    assert (len(back.added), len(back.removed), len(back.changed)) == (
        len(changes.removed),
        len(changes.added),
        len(changes.changed),
    )


@given(PLANS)
@examples(30)
def test_order_does_not_matter_to_a_plan_compared_with_itself(plan):
    assert compared(plan, plan[::-1]).is_empty


def files(tmp_path):
    old = "  - {id: a, frequency: 9565, time: 1000-1100}\n  - {id: b, frequency: 6005, time: 0500-0600}\n"
    new = "  - {id: a, frequency: 9570, time: 1000-1130}\n  - {id: c, frequency: 7300, time: 0500-0600, days: Sun}\n"
    (tmp_path / "old.yaml").write_text(HEAD + old)
    (tmp_path / "new.yaml").write_text(HEAD + new)
    return diff_paths("old.yaml", "new.yaml").changes


@pytest.fixture
def changes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return files(tmp_path)


def test_the_text_is_what_a_planner_reads(changes):
    assert diff_text(changes) == (
        "- 6005 kHz 0500-0600 daily S [b]  -210.00 h\n"
        "+ 7300 kHz 0500-0600 Sun S [c]  +30.00 h\n"
        "~ 9570 kHz 1000-1130 daily S [a]  +105.00 h\n"
        "    frequency: 9565 -> 9570\n"
        "    time: 1000-1100 -> 1000-1130\n"
        "\n"
        "1 removed, 1 added, 1 changed, 0 transmissions as before\n"
        "\n"
        "                         before   after  difference\n"
        "frequency-hours          420.00  345.00      -75.00\n"
        "frequency-hours a day      2.00    1.64       -0.36\n"
        "transmitter-hours        420.00  345.00      -75.00\n"
        "transmitter-hours a day    2.00    1.64       -0.36\n"
        "programme-hours          420.00  345.00      -75.00\n"
        "programme-hours a day      2.00    1.64       -0.36\n"
        "49 m a day                 1.00    0.00       -1.00\n"
        "41 m a day                 0.00    0.14       +0.14\n"
        "31 m a day                 1.00    1.50       +0.50\n"
    )


def test_the_json_says_the_same(changes):
    record = json.loads(diff_json(changes))
    assert record["schema"] == "bcastplan.diff/1"
    assert record["summary"] == {"removed": 1, "added": 1, "changed": 1, "unchanged": 0}
    assert record["removed"][0]["id"] == "b"
    assert record["changed"][0]["keys"] == [
        {"key": "frequency", "before": "9565", "after": "9570"},
        {"key": "time", "before": "1000-1100", "after": "1000-1130"},
    ]
    assert record["changed"][0]["transmitter_minutes"] == 210 * 30
    assert record["hours"]["after"]["transmitter_minutes"] == 345 * 60
    assert record["hours"]["after_a_day"]["transmitter_minutes"] == pytest.approx(345 * 60 / 210)
    assert record["hours"]["after_a_day"]["services"] == [
        {"service": "S", "from": "2026-03-29", "until": "2026-10-24", "days": 210}
    ]
    assert record["hours"]["groups"][0] == {
        "band": "49 m",
        "before": record["hours"]["groups"][0]["before"],
        "after": None,
    }
