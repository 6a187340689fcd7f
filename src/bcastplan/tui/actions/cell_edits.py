"""Typing into a cell of the table: what it means is told below while it is typed, and then one key is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bcastplan.reference.choices import CHOICES
from bcastplan.tui.actions.controller import Controller, asks
from bcastplan.tui.views.table_view import TableView
from bcastplan.tui.widgets.findings import FindingsPane

if TYPE_CHECKING:
    from textual.timer import Timer

    from bcastplan.tui.screens.plan_screen import PlanScreen
    from bcastplan.workspace.editing.session import Session

# What follows a key within 50 ms is felt as immediate; quicker keys skip the effect of those before them.
PREVIEW_AFTER_SECONDS = 0.05
SEVERAL = ("language", "target")
"""Keys of which several codes are chosen at once."""


class OpenCell(NamedTuple):
    """A cell that is being typed into, and the plan as it was when that began."""

    session: Session
    generation: int
    row: int
    key: str
    before: str
    inherited: str


class CellEdits(Controller):
    """Opens cells for typing and writes what was typed."""

    def __init__(self, screen: PlanScreen) -> None:
        super().__init__(screen)
        self.cell: OpenCell | None = None
        """The cell that is being typed into."""
        self._timer: Timer | None = None

    @property
    def is_open(self) -> bool:
        """Whether a cell is being typed into: nothing else is done to the plan meanwhile."""
        return self.cell is not None

    def start(self) -> None:
        """Type into the cell under the cursor of the table."""
        from bcastplan.document.scalars import line_text
        from bcastplan.model.transmission import KEYS
        from bcastplan.tui.form_fields import inherited_text
        from bcastplan.tui.shown_columns import COLUMNS

        view = self.screen.view
        assert isinstance(view, TableView)
        cell = view.cell
        if cell is None:
            new = self.screen.edits.key_of("edit.new")
            self.tell(f"there is no transmission here: {new} writes a new one", "warning")
            return
        row, key = cell
        session = self.opened
        file = session.table.transmissions[row].file
        if not session.editable(row):
            self.foreign(row)
            return
        if key not in KEYS:
            form = self.screen.edits.key_of("edit.form")
            self.tell(f"{COLUMNS[key].title} follows from other values: {form} opens them in the form", "warning")
            return
        before, inherited = line_text(session.raw(row).get(key)), inherited_text(session, file, key)
        self.cell = OpenCell(session, session.generation, row, key, before, inherited)
        view.open_cell(before, inherited)
        self.screen.refresh_bindings()
        self._explain(before)

    def close(self) -> None:
        """End typing, and show the findings again."""
        self.cell = None
        if self._timer is not None:
            self._timer.stop()
        view = self.screen.view
        if isinstance(view, TableView):
            view.close_cell()
        self.screen.refresh_bindings()
        self.screen.shown_plan.show_findings_again()

    def check(self) -> None:
        """Close the cell when the plan was changed below it, as by a file that was read again."""
        cell = self.cell
        if cell is not None and (cell.session is not self.session or cell.generation != cell.session.generation):
            self.close()
            self.tell("the plan was changed meanwhile: the cell was left as it is", "warning")

    # What is typed

    def typed(self, text: str) -> None:
        """Say what a text would mean, and soon after what its effect would be."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.screen.set_timer(PREVIEW_AFTER_SECONDS, lambda: self._explain(text))

    def _explain(self, text: str) -> None:
        cell, view = self.cell, self.screen.view
        if cell is None or not isinstance(view, TableView):
            return
        reason = self._fault(cell, text)
        view.editor.set_class(reason is not None, "-wrong")
        lines = [f"✗ {reason}"] if reason else [self._meaning(cell, text), *self._effect(cell, text)]
        title = f"{_label(cell.key)} of {_name(cell)}"
        self.screen.query_one(FindingsPane).explain(title, [line for line in lines if line])

    def _meaning(self, cell: OpenCell, text: str) -> str:
        from bcastplan.model.transmission import KEYS
        from bcastplan.workspace.editing.meanings import meaning, sense_of

        sense = sense_of(cell.session, cell.session.table.transmissions[cell.row].file, cell.session.raw(cell.row))
        if text.strip():
            return meaning(cell.key, text, sense) or KEYS[cell.key].hint or KEYS[cell.key].says
        if cell.inherited:
            known = meaning(cell.key, cell.inherited, sense)
            return f"Empty: the file's default '{cell.inherited}' holds{f', {known}' if known else ''}."
        return KEYS[cell.key].hint or KEYS[cell.key].says

    def _effect(self, cell: OpenCell, text: str) -> list[str]:
        from bcastplan.tui.effect import effect_text
        from bcastplan.tui.form_fields import text_raw
        from bcastplan.workspace.editing.preview import preview

        # Without the pairs every conflict would be told as new.
        if text.strip() == cell.before.strip() or not cell.session.pairs_known:
            return []
        changes = {cell.key: text_raw(cell.key, text)}
        return effect_text(preview(cell.session, cell.row, changes), changes).splitlines()

    def _fault(self, cell: OpenCell, text: str) -> str | None:
        """Why a text cannot be written; None where it can."""
        from bcastplan.tui.form_fields import problem_of, text_raw
        from bcastplan.workspace.editing.tried_rows import refusals

        if text.strip() == cell.before.strip():
            return None
        fault = problem_of(cell.key, text)
        # An empty text has no fault of its own: whether the key may be missing shows only beside the defaults.
        if fault is None and not text.strip():
            refused = refusals(cell.session, [(cell.row, {cell.key: text_raw(cell.key, text)})])
            fault = refused[0].reason if refused else None
        return fault

    def accept(self, text: str, then: str) -> None:
        """Write a text and go on to the next cell; what cannot be written is told, and the cell stays open."""
        from bcastplan.tui.form_fields import text_raw

        # The plan may have been read anew since the last key.
        self.check()
        cell = self.cell
        if cell is None:
            return
        fault = self._fault(cell, text)
        if fault is not None:
            self._explain(text)
            self.tell(f"{_label(cell.key)}: {fault}", "error", "Not written")
            return
        self.close()
        if text.strip() != cell.before.strip():
            self.screen.repeats.write([cell.row], {cell.key: text_raw(cell.key, text)}, "change")
        if then:
            self._go_on(then)

    def _go_on(self, way: str) -> None:
        from bcastplan.model.transmission import KEYS

        view = self.screen.view
        assert isinstance(view, TableView)
        if view.step(way, KEYS.__contains__) and view.cell is not None:
            self.screen.select(view.cell[0])
            self.start()

    @asks
    async def pick(self) -> None:
        """Choose the text of the cell from the codes there are."""
        from bcastplan.tui.screens.pick import Pick
        from bcastplan.workspace.editing.meanings import sense_of

        cell, view = self.cell, self.screen.view
        if cell is None or not isinstance(view, TableView):
            return
        listed = CHOICES.get(cell.key)
        if listed is None:
            self.tell("there is no list of codes for this cell")
            return
        text, several = view.editor.value, cell.key in SEVERAL
        chosen = [part.strip() for part in text.split(",") if part.strip()]
        directory = sense_of(cell.session, cell.session.table.transmissions[cell.row].file, {}).directory
        title = f"{_label(cell.key)}: search by code or name"
        picked = await self.app.push_screen_wait(Pick(title, listed(directory), chosen=chosen, several=several))
        # The cell may have been closed while the list was open, by a file that was read again.
        if picked and self.cell is cell:
            view.editor.value = ",".join(picked)


def _label(key: str) -> str:
    from bcastplan.model.transmission import KEYS

    return KEYS[key].label or key


def _name(cell: OpenCell) -> str:
    """What the row of a cell is called in a heading."""
    from bcastplan.model.frequency import format_khz

    transmission = cell.session.table.transmissions[cell.row]
    return transmission.id or f"{format_khz(transmission.frequency_khz)} kHz {transmission.time}"
