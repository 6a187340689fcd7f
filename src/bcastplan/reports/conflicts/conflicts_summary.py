"""Conflicting pairs counted by the broadcasters of both sides, each pair once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bcastplan.conflicts import PairResult, RowSide
from bcastplan.model.counts import count
from bcastplan.model.inert import inert
from bcastplan.reports.text_columns import align, cut, width

_LONGEST_NAME = 12
_GAP = 2


def conflicts_summary(pairs: PairResult, jammed: int = 0, *, columns: int = 80) -> str:
    """Print a matrix, our broadcasters down and the others across; a wide matrix is printed in blocks.

    A cell is ``errors/warnings/all``, and ``.`` where there is none. Rows and columns stand by falling number of
    pairs; within ours a pair counts under its first side. ``jammed`` transmissions are told in the closing line.
    """
    cells: dict[tuple[str, str], Counter[str]] = {}
    for pair in pairs:
        cell = cells.setdefault((_name(pair.a), _name(pair.b)), Counter())
        cell[str(pair.severity)] += 1
    closing_jammed = f"; {count(jammed, 'transmission')} jammed besides" if jammed else ""
    if not cells:
        return f"no pairs{closing_jammed}\n"
    rows = _by_size({name: _sum(cells, 0, name) for name, _ in cells})
    others = _by_size({name: _sum(cells, 1, name) for _, name in cells})
    blocks = []
    while others:
        block = _block(cells, rows, others, columns)
        blocks.append("\n".join(block.lines))
        others = others[block.taken :]
    closing = f"{count(len(pairs), 'pair')}; cells: errors/warnings/all pairs{closing_jammed}"
    return "\n\n".join([*blocks, closing]) + "\n"


class _Block:
    """As many columns of the matrix as fit, one at least."""

    def __init__(self, lines: list[str], taken: int) -> None:
        self.lines = lines
        self.taken = taken


def _block(cells: dict[tuple[str, str], Counter[str]], rows: list[str], others: list[str], columns: int) -> _Block:
    taken, room = 0, columns - max(width(name) for name in rows)
    for other in others:
        needed = max(width(other), *(width(_cell(cells.get((row, other)))) for row in rows)) + _GAP
        if taken and needed > room:
            break
        room -= needed
        taken += 1
    chosen = others[:taken]
    table = [["", *chosen]]
    # A block lists only those of ours that meet somebody in it, which keeps the blocks of a wide matrix short.
    table += [line for line in _lines(cells, rows, chosen) if any(cell != "." for cell in line[1:])]
    return _Block(align(table, [False, *[True] * taken], " " * _GAP), taken)


def _lines(cells: dict[tuple[str, str], Counter[str]], rows: list[str], chosen: list[str]) -> Iterator[list[str]]:
    for row in rows:
        yield [row, *(_cell(cells.get((row, other))) for other in chosen)]


def _cell(counted: Counter[str] | None) -> str:
    if not counted:
        return "."
    return f"{counted['error']}/{counted['warning']}/{counted.total()}"


def _name(side: RowSide) -> str:
    return cut(inert(side.broadcaster or side.service or "(none)"), _LONGEST_NAME)


def _sum(cells: dict[tuple[str, str], Counter[str]], side: int, name: str) -> int:
    return sum(counted.total() for key, counted in cells.items() if key[side] == name)


def _by_size(sizes: dict[str, int]) -> list[str]:
    return sorted(sizes, key=lambda name: (-sizes[name], name))
