"""What an edit says of pairs: which are new, gone or changed, and what agreements settle afterwards."""

from datetime import date, timedelta

import pytest

from bcastplan.airtime import build
from bcastplan.conflicts import PairOptions, RowSide, frequency_pairs
from bcastplan.conflicts.incremental import Incremental
from bcastplan.conflicts.pair_selection import NO_OPTIONS
from bcastplan.model.finding import Place
from bcastplan.model.plan import Agreement
from bcastplan.model.season import Window
from bcastplan.model.transmission import Origin, Transmission

FIRST = date(2026, 7, 6)
WINDOW = Window(FIRST, FIRST + timedelta(days=6))


def row(name, time="1500-1600", frequency="9565"):
    return Transmission(
        frequency=frequency, time=time, target="44NE", service=name, manager=name, id=name, window=WINDOW,
        origin=Origin("a.yaml", 1),
    )  # fmt: skip


def agreed(*names):
    return PairOptions(
        agreed={"": [Agreement(a=a, b=b, reason="r", place=Place("bcastplan.yaml", 1)) for a, b in names]}
    )


def edited(rows, number, after, options=NO_OPTIONS):
    """A kept table in which one row was replaced, what it said of that, and the same found anew."""
    kept = Incremental(build(rows), [RowSide.of(part) for part in rows], options)
    rows = [*rows[:number], after, *rows[number + 1 :]]
    changes = kept.replace(number, build(rows), RowSide.of(after))
    return kept, changes, frequency_pairs(build(rows), [RowSide.of(part) for part in rows], options)


def names(pairs):
    return sorted(f"{pair.a.id}{pair.b.id}" for pair in pairs)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_pairs_that_go_on_are_changed_and_neither_new_nor_gone(number):
    rows = [row("a"), row("b"), row("c")]
    kept, changes, anew = edited(rows, number, row("abc"[number], "1530-1630"))
    assert names(changes.changed) == [pair for pair in ("ab", "ac", "bc") if "abc"[number] in pair]
    assert {pair.overlap_minutes for pair in changes.changed} == {7 * 30}
    assert (changes.added, changes.removed) == ((), ())
    assert list(kept.result) == list(anew)


def test_a_pair_that_ends_is_gone_and_one_that_begins_is_new():
    rows = [row("a"), row("b"), row("c", frequency="9700")]
    _, changes, _ = edited(rows, 1, row("b", frequency="9700"))
    assert (names(changes.added), names(changes.removed), names(changes.changed)) == (["bc"], ["ab"], [])


def test_agreements_settle_what_they_settle_anew():
    rows = [row("a"), row("b"), row("c")]
    options = agreed(("a", "b"), ("b", "c"))
    kept, changes, anew = edited(rows, 2, row("c", frequency="9700"), options)
    assert (kept.result.settled, kept.result.stale) == (anew.settled, anew.stale) == (1, (("", 1),))
    assert names(changes.removed) == ["ac"]
    kept, changes, anew = edited([rows[0], rows[1], row("c", frequency="9700")], 2, rows[2], options)
    assert (kept.result.settled, kept.result.stale) == (anew.settled, anew.stale) == (2, ())
    assert names(changes.added) == names(kept.result) == ["ac"]


def test_without_agreements_nothing_is_settled():
    kept, _, anew = edited([row("a"), row("b")], 1, row("b", "1530-1630"))
    assert (kept.result.settled, kept.result.stale) == (anew.settled, anew.stale) == (0, ())


def test_a_pair_with_a_reference_row_that_stands_first_goes_on():
    rows = [row("a"), row("b")]
    sides = [RowSide.of(part, is_reference=number == 0) for number, part in enumerate(rows)]
    kept = Incremental(build(rows), sides)
    rows[1] = row("b", "1530-1630")
    changes = kept.replace(1, build(rows), RowSide.of(rows[1]))
    assert (len(changes.changed), changes.added, changes.removed) == (1, (), ())
