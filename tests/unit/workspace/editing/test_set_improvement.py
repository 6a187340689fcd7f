"""What is improved of a programme stays within what the whole of it may take."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.workspace.editing.set_improvement import improve_rows
from bcastplan.workspace.opening.open_plans import open_paths
from bcastplan.workspace.prediction.programme_sets import OptimiseError

PLAN = """\
bcastplan: 1
rates: {currency: USD, items: [{per_hour: 40}]}
sites: {PHT: {transmitters: [{id: T1, power: 250, frequencies: [9400-9415, 9565]}]}}
optimise: {programmes: {evening: {service: Evening, wanted: [{time: 1200-1800}], most_hours: 2, budget: 2480}}}
"""
OURS = """\
bcastplan: 1
service: Evening
from: 2026-07-01
until: 2026-07-31
defaults: {manager: AGM, language: Kor, target: 44NE, site: PHT, transmitter: T1, antenna: 216, azimuth: 21}
transmissions:
  - {id: early, frequency: 9565, time: 1300-1400}
  - {id: late, frequency: 9565, time: 1600-1700}
"""


@pytest.mark.parametrize("marked", [0, 1])
def test_what_is_not_marked_has_its_share_of_hours_and_money(tmp_path: Path, monkeypatch, marked: int) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bcastplan.yaml").write_text(PLAN)
    Path("ours.yaml").write_text(OURS)
    workspace = open_paths(["."])
    improvement = improve_rows(workspace, [marked], CoverageOptions(dates=(date(2026, 7, 15),)))
    assert (improvement.asked, improvement.others) == (1, 0)
    proposed = [choice.transmission for choice in improvement.answer.choices]
    other = workspace.own_table.transmissions[1 - marked]
    assert [str(item.time) for item in proposed if item.frequency_khz == 9565].count(str(other.time)) == 1
    assert sum(item.time.minutes for item in proposed) <= 120
    assert improvement.answer.costs is not None
    assert improvement.answer.costs[1] <= 2480


def test_what_the_programme_does_not_name_is_not_improved(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bcastplan.yaml").write_text(
        PLAN.replace("service: Evening, wanted", "service: Evening, only: [late], wanted")
    )
    Path("ours.yaml").write_text(OURS)
    with pytest.raises(OptimiseError, match="no transmission of 'Evening' has one of the ids"):
        improve_rows(open_paths(["."]), [0])
