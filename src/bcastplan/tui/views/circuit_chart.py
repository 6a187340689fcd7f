"""The chart of a circuit: MUF, FOT and LUF over 24 hours, with the transmission's frequency and hours drawn in."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from bcastplan.model.percent import whole_percent
from bcastplan.science.arrays import FloatArray
from bcastplan.tui.braille import DOTS_ACROSS, DOTS_DOWN, Canvas
from bcastplan.workspace.prediction.circuit_day import HOURS, CircuitDay

MUF, FOT, LUF, OTHER, OWN, AXIS = 3, 2, 1, 4, 5, 6
"""Layers of the canvas; the highest colours a cell."""
LABEL_CELLS = 6
_LEAST_CELLS, _MOST_CELLS = 3, 8
_STEPS_MHZ = (5.0, 10.0)


class Drawn(NamedTuple):
    """What is drawn: a day of the circuit, another one it is compared with, and the transmission's own frequency."""

    day: CircuitDay
    other: CircuitDay | None
    own_mhz: float
    on_air: Collection[int]
    """UTC hours in which it is on the air."""


def cells_of_hour(width: int) -> int:
    """The cells of an hour, the same in the chart and in the rows of numbers, so that the hours line up."""
    return max(_LEAST_CELLS, min(_MOST_CELLS, (width - LABEL_CELLS) // HOURS))


def chart(drawn: Drawn, width: int, height: int) -> Canvas:
    """The curves on ``height`` lines of ``width`` cells; the frequency rises to the top."""
    cell = cells_of_hour(width)
    canvas = Canvas(LABEL_CELLS + HOURS * cell, height)
    top = _top_mhz(drawn)
    _axis(canvas, top)
    for day, layers in ((drawn.other, (OTHER, None, None)), (drawn.day, (MUF, FOT, LUF))):
        if day is not None:
            for values, layer in zip((day.muf_mhz, day.fot_mhz, day.luf_mhz), layers, strict=True):
                if layer is not None:
                    _curve(canvas, values, top, cell, layer)
    _own(canvas, drawn, top, cell)
    return canvas


def _top_mhz(drawn: Drawn) -> float:
    curves = [drawn.day.muf_mhz] + ([drawn.other.muf_mhz] if drawn.other is not None else [])
    # The chart reaches 10 MHz at least, so that a winter night does not look like a summer day.
    highest = float(np.nanmax([*map(np.nanmax, curves), drawn.own_mhz, 10.0]))
    # Half a megahertz of room stays above the highest curve.
    return 5.0 * math.ceil((highest + 0.5) / 5.0)


def _axis(canvas: Canvas, top: float) -> None:
    # Labels stand two lines apart or more.
    step = _STEPS_MHZ[0] if canvas.height >= 2 * top / _STEPS_MHZ[0] else _STEPS_MHZ[1]
    for mhz in np.arange(step, top, step):
        line = int(_down(canvas, np.array([mhz]), top)[0] // DOTS_DOWN)
        canvas.put(0, line, f"{mhz:4.0f} ┤", AXIS)
    canvas.put(0, 0, " MHz │", AXIS)


def _down(canvas: Canvas, mhz: FloatArray, top: float) -> FloatArray:
    return canvas.height * DOTS_DOWN * (1.0 - mhz / top) - 0.5


def _curve(canvas: Canvas, values: FloatArray, top: float, cell: int, layer: int) -> None:
    """A line through the values, which hold in the middle of their hours; a gap where there is none."""
    moments = np.linspace(0.5, HOURS - 0.5, (HOURS - 1) * cell * DOTS_ACROSS * 2 + 1)
    before = np.clip(np.floor(moments - 0.5).astype(int), 0, HOURS - 2)
    part = moments - 0.5 - before
    # A missing hour makes its neighbours' stretches NaN, which leaves a gap in the curve.
    between = values[before] * (1.0 - part) + values[before + 1] * part
    known = ~np.isnan(between)
    across = (LABEL_CELLS + moments[known] * cell) * DOTS_ACROSS
    canvas.plot(across, _down(canvas, between[known], top), layer)


def _own(canvas: Canvas, drawn: Drawn, top: float, cell: int) -> None:
    """The transmission's frequency as a line of dots, a solid bar in the hours in which it is on the air."""
    line = int(np.clip(_down(canvas, np.array([drawn.own_mhz]), top)[0] // DOTS_DOWN, 0, canvas.height - 1))
    for hour in range(HOURS):
        sign = "━" if hour in drawn.on_air else "·"
        for place in range(cell):
            # Off the air one dot an hour shows the frequency without hiding the curves.
            if sign == "━" or place == 1:
                canvas.put(LABEL_CELLS + hour * cell + place, line, sign, OWN)


def number_rows(drawn: Drawn) -> list[tuple[str, list[str]]]:
    """Rows of numbers under the chart: a name, and the number of each hour."""
    day, other = drawn.day, drawn.other
    rows = [("UTC", [f"{hour:02d}" for hour in range(HOURS)])]
    rows += [("MUF", _whole(day.muf_mhz)), ("FOT", _whole(day.fot_mhz)), ("LUF", _whole(day.luf_mhz))]
    if other is not None:
        rows.append(("MUF 2", _whole(other.muf_mhz)))
    for name, shown in (("heard", day), ("hrd 2", other)):
        if shown is not None and shown.heard is not None:
            # An hour has two characters of room, so that 99 also stands for 100.
            rows.append((name, [f"{min(99, whole_percent(float(share)))}" for share in shown.heard]))
    rows.append(("band", [band.removesuffix(" m") or "-" for band in day.best_bands]))
    return rows


def _whole(values: FloatArray) -> list[str]:
    return ["-" if np.isnan(value) else f"{value:.0f}" for value in values]
