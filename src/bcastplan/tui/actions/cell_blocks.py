"""Rectangles of cells: copied and pasted as any spreadsheet does, filled down, emptied; many are previewed first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bcastplan.model.counts import count
from bcastplan.tui.actions.controller import Controller, asks
from bcastplan.tui.views.table_view import TableView

if TYPE_CHECKING:
    from bcastplan.workspace.editing.tried_rows import RowChanges


class CellBlocks(Controller):
    """Acts on the selected cells of the table, or on the cell under the cursor."""

    def chosen(self) -> tuple[list[int], list[str]] | None:
        """Rows and columns of the selected cells, as the table has them; None, with a notice, where there are none."""
        view, block = self.screen.view, self.block
        if block is not None:
            return [*block.rows], [*block.keys]
        cell = view.cell if isinstance(view, TableView) else None
        if cell is None:
            self.tell("there is no cell here: cells stand in the table", "warning")
            return None
        return [cell[0]], [cell[1]]

    def copy(self) -> None:
        """Copy the cells, without headings."""
        from bcastplan.tui.actions.copy_paste import kept_copy
        from bcastplan.workspace.editing.cell_block import cells_text

        chosen, listing = self.chosen(), self.listing
        if chosen is None or listing is None:
            return
        rows, keys = chosen
        text = cells_text(self.opened, rows, keys, listing.cell)
        self.app.copy_to_clipboard(text)
        # Many terminals do not take what a program copies, and none says whether it did.
        file = kept_copy(text, "tsv")
        self.tell(f"copied {_size(len(rows), len(keys))}{f'; also in {file}' if file else ''}")

    def paste(self) -> None:
        """Paste what was copied here."""
        self.paste_text(self.app.clipboard)

    @asks
    async def paste_text(self, text: str) -> None:
        """Put cells over those of the table, from the cell under the cursor or the selection's corner on."""
        from bcastplan.workspace.editing.cell_block import placed, read_cells, spread

        chosen, view, listing = self.chosen(), self.screen.view, self.listing
        if chosen is None or listing is None or not isinstance(view, TableView):
            return
        rows, keys = chosen
        try:
            block = spread(read_cells(text), len(rows), len(keys))
        except ValueError as error:
            self.tell(str(error), "warning", "Not pasted")
            return
        # Cells go over the rows as they are listed, which need not lie beside each other in the file.
        below = listing.rows[listing.rows.index(rows[0]) :][: max(len(block), 1)]
        beside = view.column_keys[view.column_keys.index(keys[0]) :][: len(block[0])]
        foreign = [row for row in below if not self.opened.editable(row)]
        if foreign:
            self.foreign(foreign[0])
            return
        placement = placed(self.opened, block, below, beside, listing.cell)
        refused = [self._refusal_words(row, key, reason) for row, key, reason in placement.refused]
        notes = [f"· {count(placement.computed, 'cell')} in columns that follow from others: left out"] * bool(
            placement.computed
        )
        # A paste goes by the place of the cursor, whatever rows are the targets of the repetition.
        self.screen.repeats.note(lambda _rows: self.paste_text(text))
        size = _size(len(block), len(block[0]))
        await self._take(f"Paste {size}", "paste", placement.changes, refused, notes)

    def _refusal_words(self, row: int, key: str, reason: str) -> str:
        from bcastplan.tui.effect import row_name

        return f"{row_name(self.opened, row)}{f', {key}' if key else ''}: {reason}"

    @asks
    async def fill_down(self) -> None:
        """Copy the cells of the first selected row to the rows below; of one cell: the cell above to it."""
        from bcastplan.workspace.editing.cell_block import filled_down

        chosen, listing = self.chosen(), self.listing
        if chosen is None or listing is None:
            return
        rows, keys = chosen
        # As in spreadsheets, where filling a single cell down copies the cell above it.
        if len(rows) == 1:
            at = listing.rows.index(rows[0])
            if not at:
                self.tell("there is no row above to fill from", "warning")
                return
            rows = [listing.rows[at - 1], rows[0]]
        foreign = [row for row in rows if not self.opened.editable(row)]
        if foreign:
            self.foreign(foreign[0])
            return
        changes = filled_down(self.opened, rows, keys)
        source = self.opened.resolved_raw(rows[0])
        self.screen.repeats.note(
            lambda others: self.screen.repeats.write(others, {key: source.get(key) for key in _written(keys)}, "fill")
        )
        await self._take(f"Fill down {_size(len(rows) - 1, len(keys))}", "fill", changes)

    @asks
    async def empty(self) -> None:
        """Take the keys of the selected cells away, so that the defaults of their files hold."""
        from bcastplan.workspace.editing.cell_block import emptied

        chosen = self.chosen()
        if chosen is None:
            return
        rows, keys = chosen
        foreign = [row for row in rows if not self.opened.editable(row)]
        if foreign:
            self.foreign(foreign[0])
            return
        self.screen.repeats.note(
            lambda others: self.screen.repeats.write(others, dict.fromkeys(_written(keys)), "empty")
        )
        await self._take(f"Empty {_size(len(rows), len(keys))}", "empty", emptied(self.opened, rows, keys))

    async def _take(
        self,
        title: str,
        label: str,
        changes: Sequence[RowChanges],
        refused: Sequence[str] = (),
        notes: Sequence[str] = (),
    ) -> None:
        """Make changes in one step; of more than one value, when the user has seen what they would do."""
        from bcastplan.tui.screens.edit_preview import EditPreview
        from bcastplan.workspace.editing.batches import change_parts
        from bcastplan.workspace.editing.tried_rows import refusals

        values = sum(len(written) for _, written in changes)
        if not values and not refused:
            self.tell("the cells hold these values already: nothing is changed")
            return
        # A single value is seen at once in its cell; of several the user sees the effect before.
        if values + len(refused) > 1:
            question = EditPreview(self.opened, title, changes, refused=refused, notes=notes)
            if not await self.app.push_screen_wait(question):
                return
        else:
            reasons = [*refused, *(self._refusal_words(*refusal) for refusal in refusals(self.opened, changes))]
            if reasons:
                self.tell(reasons[0], "error", "Not written")
                return
        selected = self.selected
        words = f"{title[0].lower()}{title[1:]}"
        self.screen.long_edits.do(
            label,
            len(changes),
            lambda session: change_parts(session, changes, words),
            lambda _: self.screen.select(selected),
        )


def _written(keys: Sequence[str]) -> list[str]:
    """The columns that are keys of a transmission and can be given to others."""
    from bcastplan.model.transmission import KEYS
    from bcastplan.workspace.editing.operations import NOT_COPIED

    return [key for key in keys if key in KEYS and key not in NOT_COPIED]


def _size(rows: int, columns: int) -> str:
    """How many cells, as ``3 x 2 cells``."""
    return "1 cell" if rows == columns == 1 else f"{rows} x {columns} cells"
