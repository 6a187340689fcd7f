"""One mapping or list of a file as a page of lines.

Values are typed in place, mappings and lists open a page of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.widgets import Static

from bcastplan.document.scalars import raw_of_line
from bcastplan.model.errors import ValueFault
from bcastplan.model.inert import inert
from bcastplan.model.keys import Shape
from bcastplan.model.values import Raw
from bcastplan.reference.choices import Choice
from bcastplan.tui.dialog_bindings import FILE_PAGE_BINDINGS
from bcastplan.tui.screens.dialog_base import Dialog
from bcastplan.tui.screens.dialogs import Decide, Way
from bcastplan.tui.screens.pick import Pick
from bcastplan.tui.widgets.cell_editor import CellEditor
from bcastplan.tui.widgets.grid import Grid, GridColumn, GridRow
from bcastplan.tui.widgets.key_bar import KeyBar

NAME_WIDTH, VALUE_WIDTH = 20, 30


@dataclass(slots=True)
class PageLine:
    """One line of the page: a value to type, which ``shape`` reads, or one to open, where ``shape`` is None."""

    name: str
    text: str
    says: str
    shape: Shape | None = None
    before: str = ""
    """The text as it is written."""
    choices: Callable[[], list[Choice]] | None = None
    meaning: Callable[[str], str] = lambda _: ""

    @property
    def fault(self) -> str | None:
        """Why the text cannot be written; None where it can."""
        return None if self.shape is None else fault_of(self.text, self.shape)

    @property
    def is_changed(self) -> bool:
        """Whether the text differs from what the file has."""
        return self.shape is not None and self.text.strip() != self.before.strip()


def fault_of(text: str, shape: Shape) -> str | None:
    """Why a text is no value of a shape; None where it is one, or empty."""
    try:
        raw = raw_of_line(text, shape)
        if raw is not None:
            shape.parse(raw)
    except ValueFault as fault:
        return str(fault)
    return None


class PageAnswer(NamedTuple):
    """What the user wants next, of which line, with what was typed.

    ``action`` is ``write``, ``open``, ``new``, ``remove``, or ``up`` or ``down`` for another place of the line.
    """

    action: str
    line: int
    changes: Mapping[str, Raw | None]


class FilePage(Dialog[PageAnswer | None]):
    """Gives what was typed and what is to be done next; None when the user goes back and nothing is to be written.

    Args:
        title: where in which file this is.
        lines: what stands there.
        cursor: the line to begin on.
        adds: what a new item is called; empty where there can be none.
        removes: whether lines can be taken out whole.
        empty: the sentence shown where there is no line.
    """

    CSS_PATH = "file_page.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*FILE_PAGE_BINDINGS]

    def __init__(
        self, title: str, lines: Sequence[PageLine], *, cursor: int = 0, adds: str = "", removes: bool = False,
        empty: str = "", heads: tuple[str, str, str] = ("Key", "Value", "What it means"),
    ) -> None:  # fmt: skip
        super().__init__()
        self.heading, self.lines, self.first = title, list(lines), cursor
        self.adds, self.removes, self.empty, self.heads = adds, removes, empty, heads

    def compose(self) -> ComposeResult:
        """Title, lines, what is to be said of the line under the cursor."""
        name, value, says = self.heads
        columns = [
            GridColumn("name", name, NAME_WIDTH, most=32),
            GridColumn("value", value, VALUE_WIDTH, most=60),
            GridColumn("says", says, 12, most=100),
        ]
        with Vertical(classes="page"):
            yield Static(inert(self.heading), markup=False, classes="title")
            with Container(classes="cells"):
                yield Grid(columns, self._row, fixed=3, sign_width=3)
                yield CellEditor()
            yield Static(markup=False, classes="remark")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin on the line that is asked for."""
        self.grid.fill(len(self.lines), self.first if self.lines else None)
        self.grid.focus()
        self._remark()

    @property
    def grid(self) -> Grid:
        """The list of lines."""
        return self.query_one(Grid)

    @property
    def editor(self) -> CellEditor:
        """The text field over a value."""
        return self.query_one(CellEditor)

    @property
    def line(self) -> PageLine | None:
        """The line under the cursor."""
        cursor = self.grid.cursor
        return self.lines[cursor] if cursor is not None and cursor < len(self.lines) else None

    def _row(self, index: int) -> GridRow:
        line = self.lines[index]
        fault = line.fault
        sign = "✗" if fault else "*" if line.is_changed else " "
        name = inert(line.name) if line.shape is not None else f"{inert(line.name)} ›"
        says = inert(line.meaning(line.text) if line.text.strip() and not fault else "") or inert(line.says)
        return GridRow([name, inert(line.text), says], sign, (), "grid--error" if fault else "")

    def _remark(self, text: str | None = None) -> None:
        line, pane = self.line, self.query_one(".remark", Static)
        if line is None:
            pane.update(inert(self.empty))
            return
        shown = line.text if text is None else text
        fault = fault_of(shown, line.shape) if line.shape is not None else None
        self.editor.set_class(fault is not None, "-wrong")
        known = line.meaning(shown) if shown.strip() and fault is None else ""
        pane.update(f"✗ {inert(fault)}" if fault else inert(f"{known}. {line.says}" if known else line.says))

    @on(Grid.Moved)
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        self._remark()

    @on(Grid.Chosen)
    def _chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        self.action_type()

    # Typing

    def action_type(self) -> None:
        """Type into the value, or open what is larger than a line."""
        line, grid = self.line, self.grid
        if line is None:
            self.action_new()
        elif line.shape is None:
            self._answer("open")
        else:
            # The field lies over the value alone: right of the sign and of the name.
            left = grid.sign_width + grid.columns_wide(1)
            place = grid.row_region()
            width = grid.scrollable_content_region.width
            self.editor.open(line.text, "", place.translate((left, 0)).shrink((0, left, 0, 0)), width)
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what works: nothing of the page while a value is typed, new items and places only in lists."""
        if (
            action in ("type", "new", "remove", "exchange", "accept", "back")
            and self.is_mounted
            and self.editor.is_open
        ):
            return False
        if action in ("new", "exchange"):
            return bool(self.adds)
        return True

    @on(CellEditor.Typed)
    def _typed(self, event: CellEditor.Typed) -> None:
        event.stop()
        self._remark(event.text)

    @on(CellEditor.Accepted)
    def _accepted(self, event: CellEditor.Accepted) -> None:
        event.stop()
        line, grid = self.line, self.grid
        assert line is not None
        assert line.shape is not None
        fault = fault_of(event.text, line.shape)
        if fault is not None:
            self.notify(f"{line.name}: {inert(fault)}", severity="error", markup=False)
            return
        line.text = event.text.strip()
        self._close()
        step = {"down": 1, "right": 1, "up": -1, "left": -1}.get(event.then, 0)
        after = (grid.cursor or 0) + step
        if step and 0 <= after < len(self.lines):
            grid.move_to(after)
            # A line without a value to type would open another page, and close this one.
            if self.lines[after].shape is not None:
                self.action_type()

    @on(CellEditor.Cancelled)
    def _cancelled(self, event: CellEditor.Cancelled) -> None:
        event.stop()
        self._close()

    def _close(self) -> None:
        self.grid.focus()
        self.editor.close()
        self.grid.refresh()
        self._remark()
        self.refresh_bindings()

    @on(CellEditor.PickWanted)
    def _pick_wanted(self, event: CellEditor.PickWanted) -> None:
        event.stop()
        self._pick()

    @work
    async def _pick(self) -> None:
        line = self.line
        if line is None or line.choices is None:
            self.notify("there is no list of codes for this value", markup=False)
            return
        chosen = [part.strip() for part in self.editor.value.split(",") if part.strip()]
        picked = await self.app.push_screen_wait(
            Pick(f"{line.name}: search by code or name", line.choices(), chosen=chosen[:1])
        )
        if picked:
            self.editor.value = ",".join(picked)

    # What is to be done

    def changes(self) -> dict[str, Raw | None]:
        """The keys whose text differs from what is written."""
        return {
            line.name: raw_of_line(line.text, line.shape)
            for line in self.lines
            if line.shape is not None and line.is_changed and line.fault is None
        }

    def _answer(self, action: str) -> None:
        # Faults that were in the file before do not keep the user from other lines.
        wrong = next((line for line in self.lines if line.is_changed and line.fault), None)
        if wrong is not None:
            self.notify(f"{wrong.name}: {inert(wrong.fault or '')}", severity="error", markup=False)
            return
        self.dismiss(PageAnswer(action, self.grid.cursor or 0, self.changes()))

    def action_accept(self) -> None:
        """Write what was typed."""
        self._answer("write")

    def action_new(self) -> None:
        """Make a new item."""
        if self.adds:
            self._answer("new")

    def action_exchange(self, by: int) -> None:
        """Let the item change places with the one above or below."""
        cursor = self.grid.cursor
        if cursor is not None and 0 <= cursor + by < len(self.lines):
            self._answer("up" if by < 0 else "down")

    def action_remove(self) -> None:
        """Take the line out; a value that is typed is emptied, unless whole lines can be taken out."""
        line = self.line
        if line is None:
            return
        if self.removes:
            self._answer("remove")
        elif line.shape is not None:
            line.text = ""
            self.grid.refresh()
            self._remark()
        # A nested value is taken out as a whole; where nothing is written there is nothing to take out.
        elif line.text:
            self._answer("remove")

    @work
    async def action_back(self) -> None:
        """Go back; asks when something was typed."""
        if any(line.is_changed for line in self.lines):
            ways = [Way("back", "Go on editing"), Way("drop", "Drop the changes", grave=True)]
            question = Decide("Drop what you typed?", "It has not been written to the file.", ways)
            if await self.app.push_screen_wait(question) != "drop":
                return
        self.dismiss(None)
