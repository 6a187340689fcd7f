"""A combination of a sweep is what a prediction with the same options says, wherever it is computed."""

from datetime import date

import pytest

from bcastplan.coverage import receiver_places
from bcastplan.coverage.predicted_months import CoverageRequestError
from bcastplan.tasks.processes import Processes
from bcastplan.tasks.runner import InThisProcess
from bcastplan.workspace.opening.open_plans import open_paths
from bcastplan.workspace.prediction.local_means import prediction_settings
from bcastplan.workspace.prediction.plan_coverage import coverage_of_workspace
from bcastplan.workspace.prediction.scenario_sweep import Axes, Combination, facts_here, predicted_rows, sweep_of

PLAN = """\
bcastplan: 1
listeners:
  towns: {places: [{name: Hyesan, latitude: 41.4, longitude: 128.18, people: 1000},
                   {name: Nampo, latitude: 38.74, longitude: 125.41, people: 3000}]}
"""
SCHEDULE = """\
bcastplan: 1
service: Radio Morning
season: A26
defaults: {site: TIN, power: 100, antenna: 216, azimuth: 325, target: 44NE}
transmissions:
  - {frequency: 9800, time: 2000-2130, listeners: towns}
  - {frequency: 15300, time: 0700-0730, days: Mon}
"""


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "bcastplan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "morning.yaml").write_text(SCHEDULE, encoding="utf-8")
    return open_paths([str(tmp_path)])


def test_each_combination_is_a_prediction_with_its_options(workspace):
    axes = Axes((None, 100.0), (None, 11), ("rural", "city"))
    sweep = sweep_of(workspace, axes, by=["band"])
    rows = dict(sweep.rows(InThisProcess()))
    assert len(rows) == len(sweep.combinations) == 8
    for number, combination in enumerate(sweep.combinations):
        options = prediction_settings(
            ssn=combination.ssn, environment=combination.environment, kept=False, runner=InThisProcess(),
            dates=() if combination.month is None else (date(2026, 11, 15),),
        )  # fmt: skip
        expected = coverage_of_workspace(workspace, by=["band"], options=options)
        assert rows[number] == expected.rows, combination


def test_without_groups_there_is_the_total(workspace):
    [(_, rows)] = sweep_of(workspace, Axes((80.0,))).rows(InThisProcess())
    expected = coverage_of_workspace(workspace, options=prediction_settings(ssn=80, kept=False))
    assert [row.heard for row in rows] == [expected.total]
    assert rows[0].heard.people == 4000


def test_powers_are_multiplied(workspace, tmp_path):
    stronger = tmp_path / "stronger"
    stronger.mkdir()
    (stronger / "bcastplan.yaml").write_text(PLAN, encoding="utf-8")
    (stronger / "morning.yaml").write_text(SCHEDULE.replace("power: 100", "power: 25"), encoding="utf-8")
    [(_, rows)] = sweep_of(workspace, Axes((80.0,), power_scale=(0.25,))).rows(InThisProcess())
    expected = coverage_of_workspace(open_paths([str(stronger)]), options=prediction_settings(ssn=80, kept=False))
    assert rows[0].heard == expected.total


def test_a_month_that_is_over_when_the_schedules_begin_is_the_next_years(workspace):
    sweep = sweep_of(workspace, Axes(month=(2, 3)))
    result = dict(sweep.rows(InThisProcess()))
    options = prediction_settings(dates=(date(2027, 2, 15),), kept=False)
    assert result[0][0].heard == coverage_of_workspace(workspace, options=options).total
    options = prediction_settings(dates=(date(2026, 3, 15),), kept=False)
    assert result[1][0].heard == coverage_of_workspace(workspace, options=options).total


def test_processes_and_places_by_other_numbers_change_nothing(workspace, monkeypatch):
    axes = Axes((20.0, 150.0), (4,), power_scale=(1.0, 2.0))
    sweep = sweep_of(workspace, axes, by=["service", "hour"])
    alone = dict(sweep.rows(InThisProcess()))
    assert dict(sweep.rows(Processes(2))) == alone
    monkeypatch.setattr(receiver_places, "_places", [])
    monkeypatch.setattr(receiver_places, "_numbers", {})
    receiver_places.place_numbers([(0.0, 0.0), (38.74, 125.41), (1.0, 1.0)])
    moved = facts_here(sweep.basis)
    latitude, _ = receiver_places.place_coordinates()
    peopled = moved[0].peopled
    assert latitude[peopled.places].tolist() == [38.74, 41.4]
    assert peopled.people.tolist() == [3000.0, 1000.0]
    assert moved[0].emission.points == peopled.points
    assert moved[1] == sweep.basis.facts[1]
    assert {
        number: predicted_rows(sweep.basis, combination) for number, combination in enumerate(sweep.combinations)
    } == (alone)


def test_the_digest_says_what_the_figures_follow_from(workspace, tmp_path):
    sweep = sweep_of(workspace, Axes((80.0,)), by=["band"])
    assert sweep_of(open_paths([str(tmp_path)]), Axes((80.0,)), by=["band"]).digest == sweep.digest
    others = [
        sweep_of(workspace, Axes((81.0,)), by=["band"]),
        sweep_of(workspace, Axes((80.0,)), by=["service"]),
        sweep_of(workspace, Axes((80.0,)), by=["band"], options=prediction_settings(snr=20)),
    ]
    (tmp_path / "morning.yaml").write_text(SCHEDULE.replace("9800", "9805"), encoding="utf-8")
    others.append(sweep_of(open_paths([str(tmp_path)]), Axes((80.0,)), by=["band"]))
    (tmp_path / "bcastplan.yaml").write_text(PLAN.replace("3000", "3001"), encoding="utf-8")
    others.append(sweep_of(open_paths([str(tmp_path)]), Axes((80.0,)), by=["band"]))
    assert len({sweep.digest, *(other.digest for other in others)}) == 6


def test_what_is_done_is_not_computed_again(workspace):
    sweep = sweep_of(workspace, Axes((20.0, 60.0, 100.0)))
    told = []
    rows = list(sweep.rows(InThisProcess(), known={1: "done"}, progress=lambda *step: told.append(step)))
    assert [number for number, _ in rows] == [0, 2]
    assert told == [("combinations", 1, 3), ("combinations", 2, 3), ("combinations", 3, 3)]


def test_what_cannot_be_swept_says_why(workspace, tmp_path):
    with pytest.raises(CoverageRequestError, match="grouped by"):
        sweep_of(workspace, Axes(), by=["colour"])
    with pytest.raises(CoverageRequestError, match="combinations are too many"):
        Axes(tuple(range(300)), tuple(range(400))).combinations()
    assert Axes((1.0,), (2, 3)).combinations() == [Combination(1.0, 2, "rural", 1.0), Combination(1.0, 3, "rural", 1.0)]
    (tmp_path / "morning.yaml").write_text(SCHEDULE.partition("transmissions")[0] + "transmissions: []\n", "utf-8")
    with pytest.raises(CoverageRequestError, match="nothing is on the air"):
        sweep_of(open_paths([str(tmp_path)]), Axes())
