"""One line of the timeline as runs of characters and style names; whatever colour says, a character says too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from bcastplan.airtime.airings import DayAiring
from bcastplan.model.finding import Severity
from bcastplan.tui.severity_signs import SIGNS
from bcastplan.tui.views.clashes import Clash
from bcastplan.tui.views.timeline_layout import Scale

FILLS = ("░", "═", "▒", "∙", "╱", "▓", "╲", "≈")
"""Patterns of services; with as many colours that repeat after another number, pairs of both stay apart longer."""
COLOURS = 5
GHOST_FILL, CLASH_FILL = "┄", "╳"
NOW, TICK, BEFORE, AFTER, SEAM = "│", "┊", "‹", "›", "▏"
_LEAST_FOR_LABEL = 5
_SECOND_HALF = ""
"""What stands in the second cell of a wide character."""

Run = tuple[str, str]
"""Text and the name of its style; an empty name is the background."""


class Look(NamedTuple):
    """How a row's bars look: pattern, colour, what is written in them, and where on this date they clash."""

    fill: str
    style: str
    label: str
    clashes: tuple[Clash, ...] = ()


class Filling(NamedTuple):
    """Minutes of a line that are no bar: what fills them, and the name of its style."""

    start_minute: int
    stop_minute: int
    fill: str
    style: str


def service_look(number: int) -> tuple[str, str]:
    """Pattern and style name of the ``number``-th service."""
    return FILLS[number % len(FILLS)], f"bar-{number % COLOURS}"


def paint(
    bars: Sequence[DayAiring],
    scale: Scale,
    look_of: Callable[[int], Look],
    selected: int | None,
    now_minute: int | None,
    under: Sequence[Filling] = (),
) -> list[Run]:
    """The runs of one line, ``scale.width`` cells in all; ``under`` is painted before the bars."""
    characters, styles = [" "] * scale.width, [""] * scale.width
    for minute in scale.ticks(_LEAST_FOR_LABEL):
        _set(characters, styles, scale.column(minute), TICK, "grid")
    for start, stop, fill, style in under:
        cells = scale.cells(DayAiring(-1, start, stop))
        for column in range(*(cells or (0, 0))):
            _set(characters, styles, column, fill, style)
    now_cell = scale.cell(now_minute) if now_minute is not None else None
    if now_cell is not None:
        _set(characters, styles, now_cell, NOW, "now")
    end_before = -1
    for bar in bars:
        cells = scale.cells(bar)
        if cells is not None:
            # Bars that touch would look like one.
            edge = "[" if bar.row == selected else SEAM if cells[0] == end_before else ""
            _paint_bar(characters, styles, bar, cells, scale, look_of(bar.row), edge)
            end_before = cells[1]
    if now_cell is not None:
        styles[now_cell] = "now"
        # The line of the present minute must not hide letters of a label.
        if characters[now_cell] in (*FILLS, GHOST_FILL, CLASH_FILL):
            characters[now_cell] = NOW
    _without_halves(characters)
    return [
        ("".join(characters[place] for place in places), style)
        for style, places in groupby(range(scale.width), key=styles.__getitem__)
    ]


def _set(characters: list[str], styles: list[str], column: int, character: str, style: str) -> None:
    if 0 <= column < len(characters):
        characters[column], styles[column] = character, style


def _paint_bar(
    characters: list[str],
    styles: list[str],
    bar: DayAiring,
    cells: tuple[int, int],
    scale: Scale,
    look: Look,
    edge: str,
) -> None:
    """Paint a bar; ``edge`` is what its left end shows when it begins here, a bracket when it is selected."""
    chosen = edge == "["
    first, stop = cells
    width = stop - first
    body = [look.fill] * width
    colours = ["selected" if chosen else look.style] * width
    clashing = [
        clash for clash in look.clashes if clash.start_minute < bar.stop_minute and bar.start_minute < clash.stop_minute
    ]
    # Clashes come gravest first; painted in reverse, the gravest lies on top.
    for clash in reversed(clashing):
        part = scale.cells(_common(bar, clash))
        # Remarks have a sign only: hatching them would look like trouble.
        if part is not None and clash.severity is not Severity.INFO:
            for place in range(max(part[0], first) - first, min(part[1], stop) - first):
                body[place] = CLASH_FILL
                colours[place] = "selected" if chosen else f"clash-{clash.severity}"
    sign = SIGNS[clashing[0].severity] if clashing else ""
    left = BEFORE if bar.from_before else edge
    right = AFTER if bar.goes_on else "]" if chosen else ""
    # With one cell only, the sign of a clash is more important than where the bar begins.
    head = (sign + left)[:1] if width == 1 else left + sign
    body[: len(head)] = head
    if right and width > len(head):
        body[-1] = right
    room = width - len(head) - len(right) - 1
    if width >= _LEAST_FOR_LABEL and room >= min(3, cell_len(look.label)) and _is_whole(look.label, room):
        _write(body, len(head), look.label, room)
    characters[first:stop] = body
    styles[first:stop] = colours


def _is_whole(label: str, room: int) -> bool:
    """Whether there is a label with room for its frequency: without its last digits that would be another frequency."""
    first = label.partition(" ")[0]
    return bool(label) and not (first[:1].isdigit() and len(first) > room)


def _common(bar: DayAiring, clash: Clash) -> DayAiring:
    start, stop = max(clash.start_minute, bar.start_minute), min(clash.stop_minute, bar.stop_minute)
    return DayAiring(bar.row, start, stop)


def _write(body: list[str], at: int, label: str, room: int) -> None:
    """Put a label into a bar's cells; a wide character takes two of them, the second left empty."""
    fitting = set_cell_size(label, min(room, cell_len(label)))
    for number, character in enumerate(fitting):
        # An accent or a skin tone alone may have cells of its own that it does not take behind another character.
        cells = cell_len(fitting[: number + 1]) - cell_len(fitting[:number])
        if cells <= 0:
            body[at - 1] += character
            continue
        body[at] = character
        if cells == 2:
            body[at + 1] = _SECOND_HALF
        at += cells


def _without_halves(characters: list[str]) -> None:
    """Blank what is left of a wide character where a neighbouring bar has taken one of its two cells."""
    for column, text in enumerate(characters):
        first_alone = cell_len(text) == 2 and characters[column + 1 : column + 2] != [_SECOND_HALF]
        second_alone = text == _SECOND_HALF and (column == 0 or cell_len(characters[column - 1]) != 2)
        if first_alone or second_alone:
            characters[column] = " "


def ruler(scale: Scale, label_of: Callable[[int], str], now_minute: int | None = None) -> str:
    """A line with a label under each round minute and a mark where now is."""
    line = [" "] * scale.width
    mark = scale.cell(now_minute) if now_minute is not None else None
    for minute in scale.ticks(_LEAST_FOR_LABEL):
        column, label = scale.column(minute), label_of(minute)
        # The mark may stand before or behind a label, but half a label would be read as another time.
        if column + len(label) <= scale.width and (mark is None or not column <= mark < column + len(label)):
            line[column : column + len(label)] = label
    if mark is not None:
        line[mark] = "▼"
    return "".join(line)
