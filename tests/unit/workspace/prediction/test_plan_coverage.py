"""What a screen needs: coverage of an open workspace, stopped at will, and the points of one row for a map."""

from datetime import date
from pathlib import Path

import pytest

from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.samples import CoverageCancelled
from bcastplan.reference import numbers_in, target_points
from bcastplan.workspace.opening.open_plans import open_paths
from bcastplan.workspace.prediction.plan_coverage import coverage_of_workspace, reliability_at

PLAN = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {target: 44NE, power: 250}
transmissions:
  - {id: evening, frequency: 9565, time: 1530-1630, site: PHT, antenna: 216, azimuth: 21}
  - {id: pole, frequency: 9565, time: 0300-0400, site: {name: Pole, latitude: 90, longitude: 0}}
  - {id: south, frequency: 11700, time: 0300-0400, site: {name: South, latitude: -90, longitude: 0}}
  - {id: nowhere, frequency: 7465, time: 0500-0600}
  - {id: medium, frequency: 648, time: 1300-1400, site: USK}
"""
CODES = """\
bcastplan: 1
codes: {sites: {USK: {name: Ussuriysk, administration: RUS, latitude: 43.54, longitude: 131.93}}}
sites:
  USK: {transmitters: [{id: USK-1, power: 1000}], antennas: [{id: mast, antenna: VM120/100/120/3}]}
"""


@pytest.fixture
def workspace(tmp_path):
    Path(tmp_path, "a26.yaml").write_text(PLAN)
    Path(tmp_path, "bcastplan.yaml").write_text(CODES)
    return open_paths([str(tmp_path)])


def test_a_map_gets_the_points_of_a_row_for_a_month_and_hour(workspace):
    result = coverage_of_workspace(workspace)
    found = reliability_at(result.coverage, 0, 7, 15)
    assert set(found) == set(numbers_in(target_points("44NE")))
    assert all(0.0 <= value <= 1.0 for value in found.values())
    assert reliability_at(result.coverage, 0, 7, 3) == {}
    assert reliability_at(result.coverage, 0, 1, 15) == {}
    assert reliability_at(result.coverage, 3, 7, 5) == {}


def test_the_points_of_a_row_make_its_coverage(workspace):
    result = coverage_of_workspace(workspace, options=CoverageOptions(ssn=60.0, dates=(date(2026, 7, 15),)))
    evening = result.per_transmission[0]
    hours = [reliability_at(result.coverage, 0, 7, hour) for hour in (15, 16)]
    mean = sum(sum(found.values()) / len(found) for found in hours) / 2
    assert evening.heard.share == pytest.approx(mean, abs=1e-6)


def test_sites_at_the_poles_have_numbers(workspace):
    result = coverage_of_workspace(workspace)
    by_id = {result.coverage.table.transmissions[one.row].id: one for one in result.per_transmission}
    for name in ("pole", "south"):
        assert 0.0 <= by_id[name].heard.share <= 1.0
    assert by_id["nowhere"].missing == ("site",)


def test_the_inventory_says_what_the_row_does_not(tmp_path):
    row = "{id: medium, frequency: 648, time: 1300-1400, site: USK}"
    assert row in PLAN
    said = PLAN.replace("{target: 44NE, power: 250}", "{target: 44NE}")
    shares = []
    for text in (
        said.replace(row, row.replace("USK", "USK, transmitter: USK-1, antenna: mast")),
        said.replace(row, row.replace("USK", "USK, power: 1000, antenna: VM120/100/120/3")),
    ):
        Path(tmp_path, "a26.yaml").write_text(text)
        Path(tmp_path, "bcastplan.yaml").write_text(CODES)
        result = coverage_of_workspace(open_paths([str(tmp_path)]))
        medium = next(one for one in result.per_transmission if one.row == 4)
        assert (medium.missing, medium.assumed) == ((), "")
        shares.append(medium.heard.share)
    assert shares[0] == shares[1]


def test_a_worker_may_stop_and_tells_how_far_it_is(workspace):
    told = []
    with pytest.raises(CoverageCancelled):
        coverage_of_workspace(
            workspace,
            options=CoverageOptions(),  # with nothing kept of other runs
            progress=lambda *seen: told.append(seen),
            cancelled=lambda: len(told) > 1,
        )
    assert 0 < told[-1][1] < told[-1][2]


def test_the_ground_a_plan_states_is_that_of_its_medium_wave(tmp_path):
    """Over land at noon the ground wave is all there is: the answer is the engine's for that ground."""
    near = PLAN.replace(
        "time: 1300-1400, site: USK", "time: 0300-0400, site: {name: Wonsan, latitude: 39, longitude: 126.5}"
    )
    assert near != PLAN
    Path(tmp_path, "a26.yaml").write_text(near)
    shares = {}
    for ground in (None, 3, 30, 0.5):
        Path(tmp_path, "bcastplan.yaml").write_text(
            CODES + ("" if ground is None else f"ground_conductivity: {ground}\n")
        )
        result = coverage_of_workspace(open_paths([str(tmp_path)]), options=CoverageOptions(ssn=60.0))
        shares[ground] = {one.row: one.heard.share for one in result.per_transmission}
    assert shares[None] == shares[3]
    assert shares[0.5][4] < shares[3][4] < shares[30][4]
    assert all(shares[ground][row] == shares[3][row] for ground in shares for row in (0, 1, 2))
