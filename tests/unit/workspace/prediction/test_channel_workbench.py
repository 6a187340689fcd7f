"""A channel of the workbench has the figures that the commands give for a schedule that says so."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from bcastplan.conflicts import Kind
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.workspace.opening.open_plans import open_paths
from bcastplan.workspace.prediction.channel_workbench import ChannelWorkbench, NoWorkbench, band_of_transmission
from bcastplan.workspace.prediction.clear_channels import suggest
from bcastplan.workspace.prediction.plan_compatibility import compatibility_of_paths
from bcastplan.workspace.prediction.plan_coverage import coverage_of_paths

PLAN = """\
bcastplan: 1
plan: Bench
jammers:
  - {name: Noise, frequencies: [9750-9755], latitude: 38.0, longitude: 126.1, power: 20}
  - {name: Shadow, follows: [b-1], latitude: 39.1, longitude: 125.6, power: 40}
"""
OURS = """\
bcastplan: 1
service: Bench
season: A26
defaults: {manager: AGM, language: Kor, target: 44NE, site: PHT, power: 250, antenna: 216, azimuth: 21}
transmissions:
  - {id: b-1, frequency: 9565, time: 1300-1400}
  - {id: b-2, frequency: 9700, time: 1330-1430, language: Eng}
"""
THEIRS = """\
bcastplan: 1
service: Neighbour
season: A26
defaults: {manager: NHK, language: Jpn, target: '44', site: YAM, power: 300, antenna: 216, azimuth: 290}
transmissions:
  - {id: n-1, frequency: 9600, time: 1300-1330}
  - {id: n-2, frequency: 9605, time: 1345-1430}
  - {id: n-3, frequency: 9650, time: 1300-1400, target: '27'}
  - {id: n-4, frequency: 9690, time: 1200-1500, power: 5}
  - {id: n-5, frequency: 9565, time: 1300-1400, manager: AGM, site: PHT, target: 44NE, language: Kor}
"""
OPTIONS = CoverageOptions(interference=True)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("plan").mkdir()
    Path("plan/bcastplan.yaml").write_text(PLAN)
    Path("plan/ours.yaml").write_text(OURS)
    Path("theirs.yaml").write_text(THEIRS)
    return tmp_path


def bench_of(identifier="b-1", band=None, row_of_it=True):
    workspace = open_paths(["plan"], ["theirs.yaml"])
    row = next(n for n, one in enumerate(workspace.table.transmissions) if one.id == identifier)
    transmission, opened = workspace.table.transmissions[row], workspace.plans[0]
    band = band or band_of_transmission(transmission, opened)
    return ChannelWorkbench(workspace, opened, row if row_of_it else None, transmission, band, CoverageOptions())


def number_of(bench, khz):
    return next(n for n, channel in enumerate(bench.channels) if channel.frequency_khz == khz)


def test_candidates_and_their_order_are_those_of_suggest(folder):
    bench = bench_of()
    answer = suggest(
        bench.workspace, "b-1", only_bands=("31 m",), customary=True, count=1000, options=CoverageOptions()
    )
    candidates = bench.candidates(bench.conflicts(), bench.heard())
    assert sorted(candidates, key=lambda one: one.rank) == list(answer.candidates)
    by_khz = {one.frequency_khz: one for one in candidates}
    assert by_khz[9565.0].current
    assert (by_khz[9565.0].errors, by_khz[9565.0].jammers) == (0, 1)  # n-5 is its own registration
    assert by_khz[9750.0].jammers == 2
    assert (by_khz[9600.0].errors, by_khz[9605.0].errors, by_khz[9650.0].errors) == (1, 1, 0)
    assert {one.status for one in candidates} == {"in", "customary"}


@pytest.mark.parametrize("khz", [9565, 9605, 9690, 9695, 9750])
def test_verdicts_are_those_of_coverage_and_compatibility_for_that_schedule(folder, khz):
    bench = bench_of()
    (verdict,) = bench.verdicts([number_of(bench, khz)])
    registered = THEIRS[: THEIRS.index("  - {id: n-5")]  # which would be somebody else's once ours has moved
    Path("theirs.yaml").write_text(registered)
    Path("plan/ours.yaml").write_text(OURS.replace("9565", str(khz)))
    coverage = coverage_of_paths(["plan"], options=OPTIONS, against=("theirs.yaml",)).result
    expected = coverage.per_transmission[0].heard
    assert verdict.heard == expected
    judged = compatibility_of_paths(["plan"], ["theirs.yaml"])
    together = [one for one in judged.transmissions if one.side.id == "b-1"]
    assert verdict.ours_db == (together[0].together.margin_db if together else math.inf)
    left = [
        side
        for one in judged.pairs
        if one.pair.kind is not Kind.DUPLICATE and "b-1" in (one.pair.a.id, one.pair.b.id)
        for side in [one.reception.b if one.pair.a.id == "b-1" else one.reception.a]
    ]
    if left:  # clean pairs of other targets are not listed
        assert verdict.theirs_db == min(side.margin_db for side in left)


def test_options_do_not_disturb_each_other_and_parts_give_the_same_figures(folder):
    bench = bench_of()
    numbers = [number_of(bench, khz) for khz in (9555, 9560, 9565, 9570, 9600, 9605, 9755, 9800)]
    everything = dict(zip(numbers, bench.verdicts(numbers), strict=True))
    for khz in (9560, 9565, 9600, 9755):
        number = number_of(bench, khz)
        assert bench.verdicts([number]) == [everything[number]]
    assert everything[number_of(bench, 9800)].ours_db < 30.0  # its jammer goes with it
    Path("plan/bcastplan.yaml").write_text(PLAN[: PLAN.index("  - {name: Shadow")])
    bench = bench_of()
    (free,) = bench.verdicts([number_of(bench, 9800)])
    assert (free.ours_db, free.theirs_db, free.theirs) == (math.inf, math.inf, None)


def test_what_lacks_a_site_has_conflicts_and_no_predictions(folder):
    Path("plan/ours.yaml").write_text(OURS.replace("site: PHT, ", ""))
    bench = bench_of()
    number = number_of(bench, 9605)
    assert bench.conflicts()[number].errors == 1
    assert bench.heard()[number].share is None
    (verdict,) = bench.verdicts([number])
    assert (verdict.ours_db, verdict.theirs_db, verdict.unknown) == (None, None, 2)
    (alone,) = bench.verdicts([number_of(bench, 9800)])
    assert alone.ours_db is None  # its jammer goes with it


def test_a_new_transmission_meets_the_one_it_was_made_of(folder):
    bench = bench_of(row_of_it=False)
    assert bench.conflicts()[number_of(bench, 9565)].errors >= 1
    assert not any(one.current for one in bench.candidates(bench.conflicts()))


def test_another_band_and_none_at_all(folder):
    bench = bench_of(band="49 m")
    assert all(channel.band == "49 m" for channel in bench.channels)
    assert bench.conflicts()[0].errors == 0
    with pytest.raises(NoWorkbench, match="no channel"):
        bench_of(band="MW")
    Path("plan/ours.yaml").write_text(
        OURS.replace("1300-1400}", "1300-1400, from: 2026-06-01, until: 2026-06-02, days: Fri}")
    )
    with pytest.raises(NoWorkbench, match="never on the air"):
        bench_of()
