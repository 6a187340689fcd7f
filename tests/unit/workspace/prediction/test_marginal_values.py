"""What is lost without each transmission against predictions anew, and the order of cutting against a plain search."""

import json
from fractions import Fraction

import pytest

from bcastplan.reports.hours.marginal_tables import marginal_json, marginal_text
from bcastplan.workspace.inspection.plan_hours import Question, facts_of, hours_of
from bcastplan.workspace.opening.open_plans import open_paths
from bcastplan.workspace.prediction.marginal_values import MOST_CUT, marginal_of_paths, marginal_values
from bcastplan.workspace.prediction.plan_coverage import coverage_of_workspace, local_options

HEAD = """\
bcastplan: 1
service: VOA Korean
from: 2008-03-02
until: 2008-03-08
defaults: {target: 44NE, broadcaster: VOA, language: Kor}
transmissions:
"""
PHT = "site: PHT, power: 250, antenna: 216, azimuth: 21}"
USSURIYSK = "site: {name: Ussuriysk, latitude: 43.54, longitude: 131.93}, power: 500}"
ROWS = {
    "mw": f"  - {{id: mw, frequency: 648, time: 1300-1500, {USSURIYSK}\n",
    "a": f"  - {{id: a, frequency: 5890, time: 1300-1500, {PHT}\n",
    "b": f"  - {{id: b, frequency: 9555, time: 1330-1600, {PHT}\n",
    "c": f"  - {{id: c, frequency: 15600, time: 1500-1600, {PHT}\n",
    "d": "  - {id: d, frequency: 7210, time: 1500-1700, service: RFA Korean, site: TIN, power: 250, antenna: 216,"
    " azimuth: 325}\n",
}
RATES = """\
bcastplan: 1
rates: {currency: USD, items: [{site: PHT, per_hour: 30}, {site: TIN, per_hour: 60}, {per_hour: 220}]}
"""


@pytest.fixture
def plan(tmp_path, monkeypatch):
    """Write a plan of some of the rows and return its values."""
    monkeypatch.chdir(tmp_path)

    def written(*names, rates=RATES, more=""):
        (tmp_path / "bcastplan.yaml").write_text(rates)
        (tmp_path / "a.yaml").write_text(HEAD + "".join(ROWS[name] for name in names) + more)
        return open_paths(["."])

    return written


def values_of(workspace):
    coverage = coverage_of_workspace(workspace, by=("service",)).coverage
    return marginal_values(coverage, facts_of(workspace), hours_of(workspace, by=()).period)


def covered(workspace):
    return coverage_of_workspace(workspace, by=()).total.coverage_minutes or 0.0


def test_what_is_lost_is_what_a_prediction_without_it_lacks(plan):
    values = values_of(plan(*ROWS))
    whole = covered(plan(*ROWS))
    assert values.total.coverage == pytest.approx(whole, rel=1e-9)
    assert {row.transmission.id for row in values.rows} == set(ROWS)
    for row in values.rows:
        rest = covered(plan(*(name for name in ROWS if name != row.transmission.id)))
        assert row.lost.coverage == pytest.approx(whole - rest, abs=1e-6)


def test_programme_hours_are_lost_where_nothing_else_is_on_the_air(plan):
    lost = {row.transmission.id: row.lost.programme for row in values_of(plan(*ROWS)).rows}
    assert lost == {"mw": 0, "a": 0, "b": 0, "c": 0, "d": 7 * 120}
    lost = {row.transmission.id: row.lost.programme for row in values_of(plan("a", "b")).rows}
    assert lost == {"a": 7 * 30, "b": 7 * 60}


@pytest.mark.parametrize("mixed", [False, True])
def test_each_cut_is_the_one_that_a_search_through_all_would_take(plan, monkeypatch, mixed):
    """With targets that differ too, where a cut may even raise the mean over those that are left."""
    if mixed:
        monkeypatch.setitem(ROWS, "b", ROWS["b"].replace("azimuth: 21", "azimuth: 21, target: '45'"))
        monkeypatch.setitem(ROWS, "c", ROWS["c"].replace("azimuth: 21", "azimuth: 21, target: '43'"))
    values = values_of(plan(*ROWS))
    kept = list(ROWS)
    costs = {row.transmission.id: float(row.cost) for row in values.rows}
    for row in values.rows:
        before = covered(plan(*kept))
        ranks = {name: (before - covered(plan(*(x for x in kept if x != name)))) / costs[name] for name in kept}
        assert ranks[row.transmission.id] == pytest.approx(min(ranks.values()), abs=1e-7)
        kept.remove(row.transmission.id)
        assert row.left.coverage == pytest.approx(covered(plan(*kept)) if kept else 0.0, abs=1e-6)
        assert row.cost_left == pytest.approx(sum(costs[name] for name in kept))
    assert values.rows[-1].cost_left == 0


def test_the_cost_is_exact_and_leaves_fixed_amounts_alone(plan):
    fixed = RATES.replace("items: [", "items: [{per_month: 1000}, ")
    values = values_of(plan("a", "d", rates=fixed))
    assert {row.transmission.id: row.cost for row in values.rows} == {
        "a": Fraction(7 * 2 * 30),
        "d": Fraction(7 * 2 * 60),
    }
    assert values.cost == 7 * 2 * 90
    assert values.currency == "USD"


def test_without_prices_the_airtime_is_what_is_saved(plan):
    values = values_of(plan("a", "b", rates="bcastplan: 1\n"))
    assert values.cost is None
    assert all(row.cost is None and row.cost_left is None for row in values.rows)
    assert "a transmitter-hour comes first" in marginal_text(answer())


def answer():
    return marginal_of_paths(["."], Question(), options=local_options())


def test_what_cannot_be_predicted_is_not_cut_and_stands_last(plan):
    plan("a", "b", more="  - {id: unknown, frequency: 9335, time: 1300-1500}\n")
    values = answer().values
    assert values.not_judged == 1
    assert values.rows[-1].transmission.id == "unknown"
    assert (values.rows[-1].lost, values.rows[-1].left) == (None, None)
    assert "1 transmission cannot be predicted" in marginal_text(answer())
    last = json.loads(marginal_json(answer()))["rows"][-1]
    assert last["coverage_minutes_lost"] is None


def test_a_warning_where_nothing_disturbs_and_much_is_spent_twice(plan):
    plan("mw", "a", "b")
    text = marginal_text(answer())
    assert "Nothing disturbs in this model" in text
    assert "Careful: the first" in text
    assert json.loads(marginal_json(answer()))["redundant"] >= 1


def test_a_plan_of_nothing_has_no_rows(plan):
    plan()
    assert answer().values.rows == ()
    assert json.loads(marginal_json(answer()))["rows"] == []


def test_a_large_plan_is_judged_one_by_one(plan, monkeypatch):
    monkeypatch.setattr("bcastplan.workspace.prediction.marginal_values.MOST_CUT", 2)
    values = values_of(plan("mw", "a", "b"))
    assert MOST_CUT > 100
    assert all(row.left is None for row in values.rows)
    ranks = [row.lost.coverage / float(row.cost) for row in values.rows]
    assert ranks == sorted(ranks)
