"""The conflicts of a whole season, A26 as HFCC published it: numbers that must not move unnoticed."""

from pathlib import Path

import numpy as np
import pytest

from bcastplan.airtime import build
from bcastplan.conflicts import PairOptions, PairResult, RowSide, frequency_pairs
from bcastplan.conflicts.kinds import PAIR_KINDS
from bcastplan.model.transmission import Transmission

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "season_conflicts.txt"


@pytest.fixture(scope="module")
def season(shared_data: Path) -> tuple[Transmission, ...]:
    from bcastplan.exchange.archive import read_input
    from bcastplan.exchange.hfcc.hfcc_reader import read_hfcc

    archive = shared_data / "hfcc" / "A26allx2.zip"
    if not archive.exists():
        pytest.skip(f"{archive.name} is not among the reference data")
    (source,) = [one for one in read_input(str(archive)) if one.kind == "hfcc"]
    schedule, problems = read_hfcc(source.name, source.data)
    assert not problems
    return schedule.transmissions


def figures(rows: tuple[Transmission, ...]) -> str:
    table, sides = build(rows), [RowSide.of(row) for row in rows]
    lines = ["area      kHz  side      kind             pairs    minutes   dates"]
    for all_areas in (False, True):
        found = frequency_pairs(table, sides, PairOptions(all_areas=all_areas))
        for own in (False, True):
            lines += _lines("all" if all_areas else "shared", "own" if own else "external", found, own)
    return "\n".join(lines) + "\n"


def _lines(area: str, side: str, found: PairResult, own: bool) -> list[str]:
    columns, lines = found.columns, []
    for separation_khz in (0, 5, 10):
        for number, kind in enumerate(PAIR_KINDS):
            chosen = (columns.separation_hz == separation_khz * 1000) & (columns.own == own) & (columns.kind == number)
            if chosen.any():
                pairs, minutes = np.count_nonzero(chosen), columns.minutes[chosen].sum()
                dates = columns.dates[chosen].sum()
                lines.append(f"{area:8}  {separation_khz:3}  {side:8}  {kind:15}  {pairs:5}  {minutes:9}  {dates:6}")
    return lines


def test_the_season_has_as_many_conflicts_as_before(season):
    assert figures(season) == GOLDEN.read_text(encoding="utf-8")
