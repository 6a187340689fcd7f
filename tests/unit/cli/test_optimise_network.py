"""Several services together: worth what coverage says, apart from each other, and hurting nobody."""

import json
from itertools import product
from pathlib import Path

import pytest

from bcastplan.workspace.moves import better_network

PLAN = """\
bcastplan: 1
against: [others.yaml]
sites:
  PHT: {transmitters: [{id: T1, power: 250, frequencies: [9400-9420, 9565]},
                       {id: T2, power: 250, frequencies: [9400-9420, 9565]}]}
"""
OURS = """\
bcastplan: 1
service: VOA Korean
from: 2026-07-01
until: 2026-07-31
defaults: {manager: AGM, language: Kor, target: 44NE, site: PHT, antenna: 216, azimuth: 21}
transmissions:
  - {id: voa, frequency: 9565, time: 1500-1600, transmitter: T1}
  - {id: rfa, service: RFA Korean, frequency: 9400, time: 1530-1600, transmitter: T2}
"""
OTHERS = """\
bcastplan: 1
service: Elsewhere
from: 2026-07-01
until: 2026-07-31
defaults: {manager: XYZ, language: Eng, site: KWT, power: 500, antenna: 216, azimuth: 58, target: 29}
transmissions:
  - {id: on-us, frequency: 9565, time: 1530-1730}
  - {id: on-9400, frequency: 9400, time: 1500-1630}
"""
FAST = ("--date", "2026-07-15")


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("plan").mkdir()
    Path("plan/bcastplan.yaml").write_text(PLAN)
    Path("plan/ours.yaml").write_text(OURS)
    Path("plan/others.yaml").write_text(OTHERS)


def data(run, *options):
    ran = run("optimise", "plan", "--format", "json", *FAST, *options)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def coverage(run, schedule):
    """Coverage-minutes of the plan with another schedule in place of ours."""
    Path("plan/ours.yaml").write_text(schedule)
    ran = run("coverage", "plan", "--interference", "--format", "json", *FAST)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)["total"]["coverage_minutes_interfered"]


def frequencies(answer):
    return {choice["id"]: choice["frequency_khz"] for part in answer["sets"] for choice in part["choices"]}


def test_all_together_are_worth_what_coverage_says_and_as_much_as_can_be(run):
    """Brute force: every two channels that are more than 10 kHz apart."""
    answer = data(run, "--all", "-o", "proposal.yaml")
    assert answer["schema"] == "bcastplan.optimise/1"
    assert answer["services"] == ["RFA Korean", "VOA Korean"]
    assert sum(part["proposed"]["coverage_minutes_interfered"] for part in answer["sets"]) == pytest.approx(
        answer["proposed"]["coverage_minutes_interfered"], abs=0.05
    )
    assert coverage(run, OURS) == pytest.approx(answer["now"]["coverage_minutes_interfered"], abs=0.05)
    proposed = answer["proposed"]["coverage_minutes_interfered"]
    assert coverage(run, Path("proposal.yaml").read_text()) == pytest.approx(proposed, abs=0.05)
    worth = {
        pair: coverage(run, OURS.replace("9565,", f"{pair[0]},").replace("9400,", f"{pair[1]},", 1))
        for pair in product((9405, 9410, 9415, 9420, 9565), (9400, 9405, 9410, 9415, 9420))
        if abs(pair[0] - pair[1]) > 10
    }
    # A registered channel is given up for half a point of coverage, not for less.
    assert proposed >= max(worth.values()) - 2 * 0.005 * 60 * 31
    assert answer["bound_coverage_minutes"] >= max(worth.values()) - 0.05
    chosen = frequencies(answer)
    assert abs(chosen["voa"] - chosen["rfa"]) > 10
    assert answer["gap"] == pytest.approx(1 - proposed / answer["bound_coverage_minutes"], abs=1e-4)


def test_a_pattern_takes_several_services_and_leaves_the_others(run):
    assert frequencies(data(run, "--service", "voa*")).keys() == {"voa"}
    assert frequencies(data(run, "--service", "VOA Korean", "--service", "RFA Korean")).keys() == {"voa", "rfa"}


def test_text_names_programmes_changes_and_bounds(run):
    ran = run("optimise", "plan", "--all", *FAST)
    assert ran.code == 0, ran.err
    assert "2 transmissions of 2 programmes together" in ran.out
    assert "VOA Korean Kor -> 44NE" in ran.out
    assert "Of these no choice is worth more than" in ran.out


def test_what_cannot_be_rearranged_is_said(run):
    more = "  - {id: dark, frequency: 9415, time: 1500-1600, site: {name: Here, latitude: 1, longitude: 2}}\n"
    Path("plan/ours.yaml").write_text(OURS + more)
    answer = data(run, "--all")
    (left,) = answer["left"]
    assert left["id"] == "dark"
    assert "power" in left["because"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--all", "--service", "VOA Korean"), "leave --service out"),
        (("--all", "--budgets", "1000"), "for one service"),
        (("--service", "V*", "--transmissions", "2"), "for one service"),
        (("--all", "--format", "html"), "answered as text or json"),
        (("--service", "X*"), "there are RFA Korean, VOA Korean"),
        (("--all", "--on", "2027-01-01"), "no transmission"),
    ],
)
def test_wrong_usage_says_what_to_do(run, options, words):
    ran = run("optimise", "plan", *FAST, *options)
    assert ran.code == 2
    assert words in " ".join(ran.err.split())


def test_an_interrupt_gives_what_the_engines_had_accepted(run, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(better_network, "proven_bounds", interrupted)
    monkeypatch.setattr(better_network, "has_highs", lambda: True)
    ran = run("optimise", "plan", "--all", "--format", "json", *FAST)
    assert ran.code == 130
    answer = json.loads(ran.out)
    assert answer["interrupted"]
    assert answer["proposed"]["coverage_minutes_interfered"] > answer["now"]["coverage_minutes_interfered"]


def test_without_a_solver_there_is_still_a_bound(run, monkeypatch):
    monkeypatch.setattr(better_network, "has_highs", lambda: False)
    answer = data(run, "--all")
    assert answer["bounds"]["linear_relaxation"] is None
    assert answer["bound_coverage_minutes"] >= answer["proposed"]["coverage_minutes_interfered"]
