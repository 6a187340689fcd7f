"""The season of HFCC, every manager against every other: what the moves solve; the plain engine agrees."""

import random
from pathlib import Path

import pytest
from examples import tries

from bcastplan.conflicts import PairOptions, frequency_pairs
from bcastplan.workspace.moves.proposals import Proposal
from bcastplan.workspace.moves.season_moves import SettleAnswer, settle_workspace
from bcastplan.workspace.opening.open_plans import open_paths

WHOLE = tries(300) == 300
"""Whether the whole season is settled; else, for the sake of time, what has to do with four of its managers."""


@pytest.fixture(scope="module")
def answer(shared_data: Path) -> SettleAnswer:
    only = () if WHOLE else ("AGM", "TDF", "RRS", "GFC")
    return settle_workspace(open_paths([str(shared_data / "hfcc" / "A26allx2.zip")]), only=only)


@pytest.mark.skipif(not WHOLE, reason="takes seconds: make test-thorough settles the whole season")
def test_nearly_all_pairs_end_by_one_move(answer: SettleAnswer) -> None:
    assert answer.summary == {
        "problems": 277, "pairs": 277, "jammed": 0, "by_one_row": 273, "by_two_rows": 4, "unsolved": 0,
        "not_looked_at": 0,
    }  # fmt: skip
    co_channel = [
        settled
        for settled in answer.settled
        if settled.problem.pair is not None and settled.problem.pair.kind == "co-channel"
    ]
    one = sum(settled.rows_moved == 1 for settled in co_channel)
    assert one / len(co_channel) >= 0.6
    assert sum(settled.rows_moved > 0 for settled in co_channel) / len(co_channel) >= 0.8


def test_a_fresh_look_at_the_whole_season_refuses_no_proposal(answer: SettleAnswer) -> None:
    table, sides = answer.pool.table, answer.pool.sides
    before = ranks(table, sides)
    proposals = [
        (settled.problem, proposal)
        for settled in answer.settled
        for proposal in (settled.proposal, settled.runner_up)
        if proposal is not None
    ]
    two_rows = [found for found in proposals if len(found[1].moves) == 2]
    chosen = random.Random(26).sample(proposals, min(tries(300), len(proposals)))
    for problem, proposal in [*chosen, *two_rows]:
        after = ranks(moved(table, proposal), moved_sides(sides, proposal))
        assert after.get(tuple(sorted((problem.a_row, problem.b_row))), 3) > 1
        assert all(rank > 1 or rank >= before.get(pair, 3) for pair, rank in after.items())


def moved(table, proposal: Proposal):
    for move in proposal.moves:
        table = table.replaced(move.row, move.after)
    return table


def moved_sides(sides, proposal: Proposal):
    after = {move.row: move.after for move in proposal.moves}
    return [side.moved(after[row]) if row in after else side for row, side in enumerate(sides)]


def ranks(table, sides) -> dict[tuple[int, int], int]:
    result = frequency_pairs(table, sides, PairOptions())
    columns = result.columns
    return {
        (min(a, b), max(a, b)): rank
        for a, b, rank in zip(columns.a.tolist(), columns.b.tolist(), columns.severity.tolist(), strict=True)
    }
