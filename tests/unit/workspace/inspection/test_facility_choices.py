"""What becomes of a booking on another transmitter is what the conflicts say once it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from bcastplan.workspace.inspection.facility_choices import facility_choices
from bcastplan.workspace.inspection.facility_lanes import facility_use
from bcastplan.workspace.inspection.plan_conflicts import resources_of
from bcastplan.workspace.inspection.plan_hours import hours_of
from bcastplan.workspace.opening.open_plans import open_paths

PLAN = """\
bcastplan: 1
sites:
  SMG:
    transmitters: [{id: one, retune: 10, frequencies: [5900-7400]}, {id: two}]
    antennas: [{id: north}, {id: south, antenna: 216}]
rates: {items: [{transmitter: one, per_hour: 20}, {per_hour: 5}]}
"""
ROWS = """\
bcastplan: 1
service: Vatican
season: A26
defaults: {site: SMG, broadcaster: VAT, language: Ita}
transmissions:
  - {id: f-1, frequency: 5885, time: 0400-0500, transmitter: one, antenna: north}
  - {id: f-2, frequency: 7250, time: 0430-0530, transmitter: two, antenna: 216}
  - {id: f-3, frequency: 9645, time: 0505-0600, transmitter: one, antenna: north}
  - {id: f-4, frequency: 15595, time: 0500-0600, site: TIN}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("plan").mkdir()
    Path("plan/bcastplan.yaml").write_text(PLAN)
    Path("plan/rows.yaml").write_text(ROWS)


def opened():
    return open_paths(["plan"])


def row_of(workspace, identifier):
    return next(row for row, item in enumerate(workspace.table.transmissions) if item.id == identifier)


@pytest.mark.parametrize(
    ("identifier", "key", "name"),
    [
        ("f-1", "transmitter", "two"), ("f-2", "transmitter", "one"), ("f-1", "antenna", "south"),
        ("f-3", "transmitter", "two"),
    ],
)  # fmt: skip
def test_conflicts_are_those_of_the_written_plan(identifier, key, name):
    workspace = opened()
    choice = next(one for one in facility_choices(workspace, row_of(workspace, identifier), key) if one.name == name)
    lines = [
        line if f"id: {identifier}," not in line else line[: line.index(f"{key}: ")] + f"{key}: {name}, X: 0}}"
        for line in ROWS.splitlines()
    ]
    other = {"antenna": "transmitter", "transmitter": "antenna"}[key]
    kept = getattr(workspace.table.transmissions[row_of(workspace, identifier)], other)
    Path("plan/rows.yaml").write_text("\n".join(lines).replace("X: 0", f"{other}: {kept}") + "\n")
    written = opened()
    row = row_of(written, identifier)
    assert getattr(written.table.transmissions[row], key) == name
    expected = [conflict for conflict in resources_of(written) if row in conflict.member_rows]
    facts = [(conflict.kind, conflict.dates, conflict.overlap_minutes) for conflict in expected]
    assert [(one.kind, one.dates, one.overlap_minutes) for one in choice.conflicts] == facts


def test_the_present_one_ranges_and_sites_without_inventory():
    workspace = opened()
    choices = facility_choices(workspace, row_of(workspace, "f-3"))
    assert [(one.name, one.current, one.out_of_range) for one in choices] == [
        ("one", True, True),
        ("two", False, False),
    ]
    assert facility_choices(workspace, row_of(workspace, "f-4")) == []


def test_use_is_counted_as_hours_does():
    workspace = opened()
    use = facility_use(workspace)
    for row in hours_of(workspace, by=("site", "transmitter")).rows:
        assert use[row.values] == (row.transmitter_minutes, row.cost, row.currency)
    assert use["SMG", ""].minutes == use["SMG", "one"].minutes + use["SMG", "two"].minutes
    assert use["SMG", "one"].cost > use["SMG", "two"].cost
