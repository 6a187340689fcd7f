"""The search for moves: whoever looks, and whatever numbers places have there, the answer is the same."""

import pickle
from pathlib import Path

import pytest

from bcastplan.coverage import receiver_places
from bcastplan.tasks.processes import Processes
from bcastplan.tasks.runner import InThisProcess
from bcastplan.workspace.inspection.plan_conflicts import pairs_of, sides_of
from bcastplan.workspace.moves import season_search
from bcastplan.workspace.moves.own_rules import OwnRules
from bcastplan.workspace.moves.proposals import SettleOptions
from bcastplan.workspace.moves.season_moves import judges_of, pool_of
from bcastplan.workspace.moves.season_problems import problems_of
from bcastplan.workspace.moves.season_search import search, settle_some
from bcastplan.workspace.moves.settlement import Settlement
from bcastplan.workspace.opening.open_plans import no_progress, open_paths
from bcastplan.workspace.prediction.local_means import prediction_settings

PLAN = """\
bcastplan: 1
listeners:
  near: {places: [{name: A, latitude: 38.74, longitude: 125.41, people: 3000}, {name: B, latitude: 41.4, longitude: 128.2, people: 900}]}
sites:
  PHT:
    transmitters: [{id: PHT-1, power: 250}]
    antennas: [{id: north, antenna: 216, azimuth: 21}]
"""  # noqa: E501
OURS = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {broadcaster: VOA, manager: AGM, language: Kor, target: 44NE, listeners: near, power: 100}
transmissions:
  - {id: noon, frequency: 9565, time: 1100-1200, site: TIN, antenna: 216, azimuth: 325}
  - {id: night, frequency: 7465, time: 1500-1600, site: TIN, antenna: 216, azimuth: 325}
"""
THEIRS = """\
bcastplan: 1
service: X
season: A26
defaults: {manager: DWL, broadcaster: DWL, target: '27,28,44NE', site: WER, power: 100, antenna: 218, azimuth: 300}
transmissions:
  - {id: same, frequency: 9565, time: 1100-1200}
  - {id: near, frequency: 7470, time: 1500-1530}
"""


@pytest.fixture
def season(tmp_path: Path):
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "bcastplan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "plan" / "ours.yaml").write_text(OURS, encoding="utf-8")
    (tmp_path / "theirs.yaml").write_text(THEIRS, encoding="utf-8")
    workspace = open_paths([str(tmp_path / "plan")], [str(tmp_path / "theirs.yaml")])
    sides = sides_of(workspace)
    pool, options = pool_of(workspace, sides), SettleOptions()
    ours = [not side.is_reference for side in sides]
    judges = judges_of(workspace, pool, OwnRules(workspace, pool), prediction_settings(kept=False), options)
    return Settlement(pool, ours, judges, options), problems_of(pairs_of(workspace, sides=sides), [], ours, ())


def facts(settled):
    return [
        [
            (move.place, move.loss_points, move.mutual_loss_points, proposal.people)
            for proposal in (part.proposal, part.runner_up)
            if proposal is not None
            for move in proposal.moves
        ]
        for part in settled
    ]


def test_processes_and_places_by_other_numbers_change_nothing(season, monkeypatch):
    finder, problems = season
    sent = pickle.dumps(finder)
    alone = search(finder, problems, runner=InThisProcess(), progress=no_progress)
    assert len(alone.settled) == 2
    assert all(part.proposal is not None for part in alone.settled)
    assert alone.settled[0].proposal.people == 0, "another site comes first: nobody tunes anew"
    assert alone.settled[1].proposal.people == 3900
    monkeypatch.setattr(season_search, "WORTH_PROBLEMS", 1)
    monkeypatch.setattr(season_search, "_MOST_TOGETHER", 1)
    several = search(finder, problems, runner=Processes(2), progress=no_progress)
    assert facts(several.settled) == facts(alone.settled)
    monkeypatch.setattr(receiver_places, "_places", [])
    monkeypatch.setattr(receiver_places, "_numbers", {})
    receiver_places.place_numbers([(0.0, 0.0), (41.4, 128.2), (1.0, 1.0)])
    elsewhere = pickle.loads(pickle.dumps(settle_some(pickle.loads(sent), problems)))
    assert facts(elsewhere) == facts(alone.settled)


def test_what_was_not_looked_at_is_marked(season, monkeypatch):
    finder, problems = season
    monkeypatch.setattr(season_search, "_MOST_TOGETHER", 1)
    stopped = search(finder, problems, until=0.0, progress=no_progress)
    assert stopped.stopped_by == "time"
    assert [part.looked_at for part in stopped.settled] == [True, False]
