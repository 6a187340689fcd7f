"""A search that is stopped answers with the best it has; one that has nothing yet says so."""

import json
import threading
from pathlib import Path

import pytest

from bcastplan.workspace.prediction import accepted_days
from bcastplan.workspace.prediction.frequency_options import FrequencyOptions
from bcastplan.workspace.prediction.proposal_verdicts import ProposalVerdicts

PLAN = """\
bcastplan: 1
sites:
  TIN: {transmitters: [{id: T1, power: 250, frequencies: [9400, 9415, 9565]}]}
rates: {currency: USD, items: [{per_hour: 100}]}
"""
OURS = """\
bcastplan: 1
service: Evening
from: 2026-07-01
until: 2026-07-31
defaults: {manager: AGM, language: Kor, target: 44NE, site: TIN, transmitter: T1, antenna: 216, azimuth: 321}
transmissions:
  - {frequency: 9565, time: 1500-1600}
  - {frequency: 9400, time: 1500-1600}
"""
ASKED = ("optimise", "plan", "--date", "2026-07-15", "--format", "json")


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("plan").mkdir()
    Path("plan/bcastplan.yaml").write_text(PLAN)
    Path("plan/ours.yaml").write_text(OURS)


def interrupt(*_, **__):
    raise KeyboardInterrupt


def test_an_interrupt_among_the_scenarios_leaves_the_proposal_whole(run, monkeypatch):
    whole = json.loads(run(*ASKED).out)
    assert whole["interrupted"] is False
    monkeypatch.setattr(ProposalVerdicts, "heard", only_first_heard(ProposalVerdicts.heard))
    ran = run(*ASKED, "-o", "proposal.yaml")
    assert ran.code == 130
    assert "interrupted; this is the best of what was found until then" in ran.err
    answer = json.loads(ran.out)
    assert answer["choices"] == whole["choices"]
    assert answer["scenarios"] == []
    assert answer["interrupted"] is True
    assert Path("proposal.yaml").exists()


def only_first_heard(heard):
    """``heard`` for the two plans as they are predicted; an interrupt where scenarios begin."""

    def counted(verdicts, *args, likely_range=False, jammers=True, **more):
        if not likely_range:
            raise KeyboardInterrupt
        return heard(verdicts, *args, likely_range=likely_range, jammers=jammers, **more)

    return counted


def test_an_interrupt_among_the_exchanges_gives_the_day_that_was_accepted(run, monkeypatch):
    best_layers, searched = accepted_days.best_layers, []

    def without_exchanges(*args, search, **more):
        searched.append(search)
        return interrupt() if search else best_layers(*args, search=search, **more)

    monkeypatch.setattr(accepted_days, "best_layers", without_exchanges)
    ran = run(*ASKED)
    assert ran.code == 130
    assert searched == [False, True]
    assert len(json.loads(ran.out)["choices"]) == 2


def test_the_first_budgets_are_told_when_the_search_is_stopped(run, monkeypatch):
    heard, calls = ProposalVerdicts.heard, []

    def counted(*args, **more):
        calls.append(args)
        return interrupt() if len(calls) > 3 else heard(*args, **more)

    monkeypatch.setattr(ProposalVerdicts, "heard", counted)
    ran = run(*ASKED, "--budgets", "2000:8000:4")
    assert ran.code == 130
    answer = json.loads(ran.out)
    assert [point["budget"] for point in answer["frontier"]] == [2000, 4000]
    assert answer["interrupted"] is True


def test_a_time_limit_stops_the_search_without_an_error(run, monkeypatch):
    def late(*args, search, **more):
        if search:
            (timer,) = (thread for thread in threading.enumerate() if isinstance(thread, threading.Timer))
            timer.function()
            threading.Event().wait(60)
        return best_layers(*args, search=search, **more)

    best_layers = accepted_days.best_layers
    monkeypatch.setattr(accepted_days, "best_layers", late)
    ran = run(*ASKED, "--time-limit", "3600")
    assert ran.code == 0, ran.err
    assert "stopped at the time limit" in ran.err
    assert json.loads(ran.out)["interrupted"] is True


def test_a_time_limit_that_is_too_short_is_wrong_usage(run, monkeypatch):
    monkeypatch.setattr(FrequencyOptions, "near_the_best", lambda *_: threading.Event().wait(60))
    ran = run(*ASKED, "--time-limit", "0.1")
    assert ran.code == 2
    assert "--time-limit 0.1: nothing had been found by then" in ran.err
    assert not ran.out
