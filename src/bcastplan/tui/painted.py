"""Only cells that changed are sent to the terminal: a slow line carries what is new, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeVar

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console, RenderableType
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.screen import Screen
from textual.strip import Strip

Result = TypeVar("Result")
_CHEAPER_THAN_A_MOVE = 6
"""So many unchanged cells between two changed ones are sent again: moving the cursor takes as many bytes."""


class Look(NamedTuple):
    """How a cell is painted: codes of SGR, as a terminal takes them."""

    attributes: str = ""
    foreground: str = ""
    background: str = ""

    def after(self, before: Look | None) -> str:
        """The sequence that turns a terminal which paints as ``before`` says to this look."""
        if before == self:
            return ""
        # SGR has no code that ends just one attribute on every terminal, so the look is set anew as a whole.
        if before is None or before.attributes != self.attributes:
            return f"\x1b[{';'.join(part for part in ('0', *self) if part)}m"
        changed = []
        if before.foreground != self.foreground:
            changed.append(self.foreground or "39")
        if before.background != self.background:
            changed.append(self.background or "49")
        return f"\x1b[{';'.join(changed)}m"


class Cell(NamedTuple):
    """One cell: a character with what combines with it, nothing in the second cell of a wide one."""

    text: str
    look: Look


class Painted:
    """What the terminal shows, cell by cell; a cell of which nothing is known is always painted."""

    def __init__(self) -> None:
        self._rows: dict[int, list[Cell | None]] = {}

    def forget(self) -> None:
        """Know nothing: the terminal was cleared, resized or written to by somebody else."""
        self._rows.clear()

    def difference(self, pieces: Iterable[tuple[int, int, Strip]], system: ColorSystem | None) -> str:
        """What to send so that the terminal shows some pieces too; it shows them afterwards.

        Args:
            pieces: column, line and content of each.
            system: the colours that the terminal has.
        """
        sent: list[str] = []
        look: Look | None = None
        for x, y, strip in pieces:
            row = self._rows.setdefault(y, [])
            cells = _cells(strip, system)
            if len(row) < x + len(cells):
                row.extend([None] * (x + len(cells) - len(row)))
            # Cells that the terminal was never sent are None, which equals no cell.
            before: list[Cell | None] = row[x : x + len(cells)]
            if before == cells:
                continue
            row[x : x + len(cells)] = cells
            for first, stop in _changed(before, cells):
                sent.append(f"\x1b[{y + 1};{x + first + 1}H")
                for cell in cells[first:stop]:
                    sent.append(cell.look.after(look))
                    sent.append(cell.text)
                    look = cell.look
        # What a terminal prints by itself must not be in our colours.
        if sent:
            sent.append("\x1b[0m")
        return "".join(sent)


class Difference(CompositorUpdate):
    """An update of the screen that leaves out the cells which the terminal already shows as they should be."""

    def __init__(self, update: LayoutUpdate | ChopsUpdate, painted: Painted) -> None:
        self._update, self._painted = update, painted

    def render_segments(self, console: Console) -> str:
        """What to send."""
        pieces = _layout(self._update) if isinstance(self._update, LayoutUpdate) else _chops(self._update)
        return self._painted.difference(pieces, console._color_system)


class SparingApp(App[Result]):
    """An app that sends the difference to what the terminal shows."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = Painted()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if isinstance(renderable, (LayoutUpdate, ChopsUpdate)) and not self.is_inline:
            super()._display(screen, Difference(renderable, self.painted))  # type: ignore[arg-type]
        else:
            super()._display(screen, renderable)

    def action_redraw(self) -> None:
        """Paint every cell anew, whatever the terminal shows now."""
        self.painted.forget()
        self.screen.refresh(layout=True)


def _layout(update: LayoutUpdate) -> Iterator[tuple[int, int, Strip]]:
    for y, line in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in line:
            yield x, y, strip
            x += strip.cell_length


def _chops(update: ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    for y, first, stop in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x < stop and end > first:
                yield x, y, strip if end <= stop else strip.crop(0, stop - x)


def _changed(before: list[Cell | None], after: list[Cell]) -> Iterator[tuple[int, int]]:
    """Stretches of cells to send: those that differ, with few others between them, and never half a wide character."""
    start = stop = -1
    for place, cell in enumerate(after):
        if before[place] == cell:
            continue
        # Sending a few unchanged cells costs less than moving the cursor over them.
        if start >= 0 and place - stop <= _CHEAPER_THAN_A_MOVE:
            stop = place + 1
            continue
        if start >= 0:
            yield _whole(after, start, stop)
        start, stop = place, place + 1
    if start >= 0:
        yield _whole(after, start, stop)


def _whole(cells: list[Cell], start: int, stop: int) -> tuple[int, int]:
    # An empty text is the second half of a wide character, which is sent with its first half.
    while start and not cells[start].text:
        start -= 1
    while stop < len(cells) and not cells[stop].text:
        stop += 1
    return start, stop


def _cells(strip: Strip, system: ColorSystem | None) -> list[Cell]:
    cells: list[Cell] = []
    for segment in strip:
        if segment.control:
            continue
        look = _look(segment.style, system) if segment.style is not None else Look()
        if segment.text.isascii():
            cells += [Cell(character, look) for character in segment.text]
            continue
        for character in segment.text:
            width = cell_len(character)
            if width:
                cells += [Cell(character, look), *[Cell("", look)] * (width - 1)]
            elif cells:  # an accent that belongs to the character before it
                place = len(cells) - (2 if not cells[-1].text and len(cells) > 1 else 1)
                cells[place] = Cell(cells[place].text + character, cells[place].look)
    return cells


@lru_cache(maxsize=4096)
def _look(style: Style, system: ColorSystem | None) -> Look:
    if system is None:
        return Look()
    foreground, background = (
        ";".join(color.downgrade(system).get_ansi_codes(foreground=is_front)) if color is not None else ""
        for color, is_front in ((style.color, True), (style.bgcolor, False))
    )
    return Look(style.without_color._make_ansi_codes(system), foreground, background)
