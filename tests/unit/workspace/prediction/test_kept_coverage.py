"""Coverage that was predicted once: by row, by hour, by group, and for rows that still say the same after edits."""

from pathlib import Path

import pytest

from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.samples import CoverageCancelled
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.inspection.plan_hours import hours_of
from bcastplan.workspace.prediction.kept_coverage import predict_plan
from bcastplan.workspace.prediction.plan_coverage import coverage_column, reliability_at

PLAN = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {target: 44NE, power: 250, site: PHT, antenna: 216, azimuth: 21}
transmissions:
  - {id: evening, frequency: 9565, time: 1530-1630}
  - {id: late, frequency: 9720, time: 2330-0130, days: [Fri, Sat]}
  - {id: june, frequency: 11700, time: 0500-0600, from: 2026-06-01, until: 2026-06-10}
  - {id: nowhere, frequency: 7465, time: 0500-0600, target: ""}
"""


@pytest.fixture
def session(tmp_path, monkeypatch):
    monkeypatch.setenv("BCASTPLAN_STATE_DIR", str(tmp_path / "state"))
    Path(tmp_path, "a26.yaml").write_text(PLAN.replace(', target: ""', ", target: none"))
    Path(tmp_path, "b.yaml").write_text(PLAN.split("transmissions:")[0] + "transmissions: []\n")
    monkeypatch.chdir(tmp_path)
    return Session.open(["."])


@pytest.fixture
def predicted(session):
    return predict_plan(*session.check_snapshot(), CoverageOptions(ssn=60.0))


def test_hours_and_months_are_those_in_which_a_row_is_on_the_air(predicted):
    assert predicted.hours_of(0) == [15, 16]
    assert predicted.hours_of(1) == [23, 0, 1]
    assert [slot.month for slot in predicted.slots_of(0)] == [4, 7, 10]
    assert [slot.month for slot in predicted.slots_of(2)] == [7]


def test_points_are_those_of_the_engine(predicted):
    for row in range(3):
        for slot in predicted.slots_of(row):
            for hour in range(24):
                wanted = reliability_at(predicted.result.coverage, row, slot.month, hour)
                assert predicted.heard_at(row, slot, hour) == wanted
                assert bool(wanted) == (hour in predicted.hours_of(row))
    assert predicted.heard_at(3, predicted.result.slots[0], 5) == {}


@pytest.mark.parametrize("by", [(), ("band",), ("service", "target")])
def test_groups_are_those_of_hours_with_coverage(predicted, session, by):
    hours = hours_of(session.workspace, by=by)
    column = coverage_column(session.workspace, hours, CoverageOptions(ssn=60.0))
    found = predicted.by_group(by)
    assert found[()] == column.total
    assert [found[row.values] for row in hours.rows] == list(column.rows if by else [column.total])


def test_a_row_is_found_again_as_long_as_it_says_the_same(predicted, session):
    def rows():
        return {one.id: predicted.row_of(one) for one in session.table.transmissions}

    assert rows() == {"evening": 0, "late": 1, "june": 2, "nowhere": 3}
    session.change([0], {"power": "100"})
    assert rows()["evening"] is None
    session.undo()
    assert rows()["evening"] == 0
    session.delete([0])
    assert rows() == {"late": 1, "june": 2, "nowhere": 3}


def test_a_row_that_was_never_predicted_has_nothing(predicted):
    assert predicted.of_row(0).heard.share > 0
    assert predicted.of_row(3).heard.share is None
    assert predicted.of_row(3).missing == ("target",)


def test_predicting_stops_when_it_is_not_wanted_any_more(session):
    with pytest.raises(CoverageCancelled):
        predict_plan(*session.check_snapshot(), CoverageOptions(ssn=60.0), cancelled=lambda: True)
