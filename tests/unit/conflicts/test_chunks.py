"""However few candidates are looked at together, the pairs are the same."""

from datetime import date

import pytest

from bcastplan.airtime import build
from bcastplan.conflicts import PairOptions, RowSide, frequency_pairs, overlap
from bcastplan.conflicts.overlap import joined
from bcastplan.model.season import Window
from bcastplan.model.transmission import Transmission

WINDOW = Window(date(2026, 6, 1), date(2026, 6, 7))
TIMES = ("2300-0100", "2330-0030", "0000-2400", "0000-0015", "1200-1300", "2345-0200", "1230-1330")
ROWS = [
    Transmission(frequency=khz, time=time, service=f"{khz} {time}", manager=f"{khz} {time}", window=WINDOW)
    for khz in ("9565", "9570", "9700")
    for time in TIMES
]


def pairs(references):
    sides = [RowSide.of(row, is_reference=number in references) for number, row in enumerate(ROWS)]
    return list(frequency_pairs(build(ROWS), sides, PairOptions(all_areas=True)))


@pytest.mark.parametrize(
    "references", [set(), set(range(7, 14)), set(range(0, 21, 2))], ids=["none", "band", "every other"]
)
@pytest.mark.parametrize("most", [1, 2, 3, 7, 20, 50])
def test_pairs_do_not_depend_on_how_many_candidates_are_looked_at_together(monkeypatch, references, most):
    whole = pairs(references)
    assert len(whole) > 20
    monkeypatch.setattr(overlap, "CHUNK", most)
    assert pairs(references) == whole


def test_the_pairs_of_several_parts_are_all_of_them():
    table = build(ROWS[:7])
    parts = [overlap.overlaps(table, chunk) for chunk in overlap.all_pairs(table, table.segment_row[:0])]
    (all_of_them,) = [overlap.overlaps(table, chunk) for chunk in overlap.all_pairs(table, range(7))]
    assert [len(joined([]).left), len(joined(parts).left)] == [0, 0]
    for count in (1, 2, 3):
        assert joined([all_of_them] * count).minutes.tolist() == all_of_them.minutes.tolist() * count
