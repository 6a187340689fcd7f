"""Dots in braille cells, two across and four down; a cell has one colour, that of the most important thing in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from bcastplan.science.arrays import Floats

DOTS_ACROSS, DOTS_DOWN = 2, 4
_BLANK = 0x2800
# Unicode numbers a braille cell's dots down the left side, then down the right; the lowest row was added later.
_BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]], dtype=np.uint8)


class Canvas:
    """``height`` lines of ``width`` cells; layers are small numbers, and the highest one colours a cell."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._dots: NDArray[np.uint8] = np.zeros((height, width), dtype=np.uint8)
        self._layers: NDArray[np.uint8] = np.zeros((height, width), dtype=np.uint8)
        self._signs: dict[tuple[int, int], str] = {}

    def plot(self, x: Floats, y: Floats, layer: int) -> None:
        """Set dots at ``x`` from the left and ``y`` from the top, in dots; those outside are left out."""
        across, down = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
        inside = (across >= 0) & (across < self.width * DOTS_ACROSS) & (down >= 0) & (down < self.height * DOTS_DOWN)
        across, down = across[inside], down[inside]
        line, cell = down // DOTS_DOWN, across // DOTS_ACROSS
        # ``at`` takes every dot into account, also where several fall into one cell.
        np.bitwise_or.at(self._dots, (line, cell), _BITS[down % DOTS_DOWN, across % DOTS_ACROSS])
        np.maximum.at(self._layers, (line, cell), np.uint8(layer))

    def put(self, cell: int, line: int, text: str, layer: int, *, over: bool = True) -> bool:
        """Write one character per cell; without ``over`` only where nobody wrote; returns whether it is there."""
        places = [(line, cell + number) for number in range(len(text))]
        if not (0 <= line < self.height and cell >= 0 and cell + len(text) <= self.width):
            return False
        if not over and any(place in self._signs for place in places):
            return False
        for place, character in zip(places, text, strict=True):
            self._signs[place] = character
            self._layers[place] = layer
        return True

    def cell(self, cell: int, line: int) -> str:
        """The character of one cell."""
        sign = self._signs.get((line, cell))
        if sign is not None:
            return sign
        dots = int(self._dots[line, cell])
        # A blank, because many fonts draw the outlines of an empty braille cell.
        return chr(_BLANK + dots) if dots else " "

    def line(self, line: int) -> Iterator[tuple[str, int]]:
        """Runs of one layer on a line, from the left, as text and layer."""
        layers = self._layers[line].tolist()
        for layer, cells in groupby(range(self.width), key=layers.__getitem__):
            yield "".join(self.cell(cell, line) for cell in cells), layer
