"""Divides a day into blocks with one option on the air in each; dynamic programming finds the best division exactly.

The day is a circle of steps, so that a block may run past midnight. The value of an option in a step must not depend on
the other steps; it does not where one frequency is on the air at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bcastplan.science.arrays import BoolArray, FloatArray, IntArray

_NEVER = -np.inf


class Block(NamedTuple):
    """One option for some steps on end; ``start`` is 0 to T-1, and ``start + length`` may lie beyond T."""

    option: int
    start: int
    length: int


@dataclass(frozen=True)
class DayPlan:
    """Blocks by their start, what they are worth together, and the wanted steps that none of them covers."""

    blocks: tuple[Block, ...]
    value: float
    uncovered: tuple[int, ...]


def best_day_plans(
    value: FloatArray,
    allowed: BoolArray,
    steps: Sequence[int],
    *,
    most_blocks: int,
    shortest: int | IntArray = 1,
    circular: bool = True,
) -> list[DayPlan]:
    """The best plan with at most 1, 2, ... ``most_blocks`` blocks; equal plans take as few blocks as they can.

    Args:
        value: (O, T) what each option is worth in each step; a block that is worth less than 0 is never taken.
        allowed: (O, T) whether an option may be on the air in a step.
        steps: those that are to be covered; a step in which nothing is allowed stays uncovered.
        most_blocks: at least 1.
        shortest: steps of the shortest block, of all options or, (O,), of each.
        circular: whether a block may run on from the last step to the first.

    Returns:
        One plan for each number of blocks; where these are too few to cover every step, it covers what is worth most.
    """
    count = value.shape[1]
    to_cover = np.zeros(count, dtype=bool)
    to_cover[list(steps)] = True
    # A step in which nothing is allowed would leave no plan at all if it had to be covered.
    to_cover &= allowed.any(axis=0)
    if not to_cover.any():
        return [DayPlan((), 0.0, tuple(sorted(set(steps))))] * most_blocks
    best, option = best_segments(np.where(allowed & to_cover, value, _NEVER), shortest)
    plans = _plans(best, most_blocks, range(value.shape[1]) if circular else (0,))
    return [_plan(blocks, best, option, to_cover, steps) for blocks in plans]


def best_segments(value: FloatArray, shortest: int | IntArray) -> tuple[FloatArray, IntArray]:
    """(T, T + 1) the most that one option is worth from a step on for a number of steps, and which option.

    ``shortest`` are the steps of the shortest block, of all options or, (O,), of each.
    """
    count = value.shape[1]
    least = np.minimum(np.broadcast_to(shortest, value.shape[0]), count)
    best, option = np.full((count, count + 1), _NEVER), np.full((count, count + 1), -1, dtype=np.intp)
    for start, most_steps in enumerate(_runs(np.asarray(np.isfinite(value).any(axis=0))).tolist()):
        if not most_steps:
            continue
        lengths = np.arange(1, most_steps + 1)
        # Running sums from this step on are what an option is worth for each number of steps.
        turned = np.cumsum(value[:, (start + lengths - 1) % count], axis=1)
        # Where the whole day is shorter than the shortest block, the day is one block (``least``).
        turned[lengths < least[:, None]] = _NEVER
        which = turned.argmax(axis=0)
        best[start, lengths] = turned[which, lengths - 1]
        option[start, lengths] = which
    return best, option


def _runs(usable: BoolArray) -> IntArray:
    """(T,) how many steps from each one on can be used on end, the day being a circle."""
    count = usable.size
    runs = np.zeros(count, dtype=np.intp)
    run = 0
    for step in range(2 * count - 1, -1, -1):  # round twice, so that a run may pass the end of the day
        run = min(run + 1, count) if usable[step % count] else 0
        runs[step % count] = run
    return runs


def _plans(best: FloatArray, most_blocks: int, cuts: Iterable[int]) -> list[list[tuple[int, int]]]:
    """For each number of blocks the (start, length) of the best ones, over the steps at which the day may be cut."""
    count = best.shape[0]
    cut_at = np.array(list(cuts), dtype=np.intp)
    # total[cut, k, e]: the best of the first e steps after a cut with at most k blocks; a step may stay empty.
    total = np.zeros((cut_at.size, most_blocks + 1, count + 1))
    taken = np.zeros((cut_at.size, most_blocks + 1, count + 1), dtype=np.intp)
    every = np.arange(cut_at.size)
    longest = max(1, int(np.flatnonzero(np.isfinite(best).any(axis=0)).max(initial=0)))
    for end in range(1, count + 1):
        lengths = np.arange(1, min(end, longest) + 1)
        segments = best[(cut_at[:, None] + end - lengths) % count, lengths]
        for blocks in range(1, most_blocks + 1):
            worth = total[:, blocks - 1, end - lengths] + segments
            length = worth.argmax(axis=1)
            most, before = worth[every, length], total[:, blocks, end - 1]
            total[:, blocks, end] = np.maximum(most, before)
            taken[:, blocks, end] = np.where(most > before, lengths[length], 0)
    winners = []
    for blocks in range(1, most_blocks + 1):
        worth = total[:, blocks, count]
        # Sums of floats in another order differ in their last bits: among equal days the first cut is taken.
        cut = int((worth > worth.max() - 1e-9).argmax())
        winners.append((float(worth[cut]), _traced(taken[cut], int(cut_at[cut]), blocks)))
    for blocks in range(1, most_blocks):
        if winners[blocks][0] <= winners[blocks - 1][0] + 1e-9:
            winners[blocks] = winners[blocks - 1]
    return [blocks for _, blocks in winners]


def _traced(taken: NDArray[np.intp], cut: int, blocks: int) -> list[tuple[int, int]]:
    end = count = taken.shape[1] - 1
    segments = []
    while end > 0 and blocks > 0:
        length = int(taken[blocks, end])
        if length:
            segments.append(((cut + end - length) % count, length))
            blocks -= 1
        end -= length or 1
    return segments


def _plan(
    blocks: Sequence[tuple[int, int]], best: FloatArray, option: IntArray, to_cover: BoolArray, steps: Sequence[int]
) -> DayPlan:
    count = to_cover.size
    chosen = sorted(Block(int(option[start, length]), start, length) for start, length in blocks)
    chosen.sort(key=lambda block: block.start)
    covered = {(block.start + step) % count for block in chosen for step in range(block.length)}
    value = float(sum(best[block.start, block.length] for block in chosen))
    return DayPlan(tuple(chosen), value, tuple(sorted(set(steps) - covered)))
