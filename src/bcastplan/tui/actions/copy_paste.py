"""Copies rows to the terminal's clipboard and to a file, and pastes text as new transmissions."""

from __future__ import annotations

from pathlib import Path

from bcastplan.model.counts import count
from bcastplan.tui.actions.controller import Controller, asks
from bcastplan.tui.views.table_view import TableView

_SUFFIXES = {"yaml": "yaml", "tsv": "tsv", "hfcc": "txt"}


class CopyPaste(Controller):
    """Copy and paste."""

    def copy(self, style: str) -> None:
        """Copy the targets as YAML, TSV or HFCC lines."""
        from bcastplan.document.splice import EditRefused
        from bcastplan.workspace.editing.clipboard import copy_text

        if style == "tsv" and self.block is not None:
            self.screen.cell_blocks.copy()
            return
        rows = self.targets_or_notice()
        if not rows:
            return
        try:
            text = copy_text(self.opened, rows, style)
        except (EditRefused, ValueError) as error:
            self.tell(str(error), "error", "Not copied")
            return
        self.app.copy_to_clipboard(text)
        file = kept_copy(text, style)
        self.tell(f"copied {count(len(rows), 'transmission')} as {style.upper()}{f'; also in {file}' if file else ''}")

    @asks
    async def paste(self) -> None:
        """Paste what the terminal sends, or what was copied here."""
        await self._paste(self.app.clipboard)

    @asks
    async def paste_text(self, text: str) -> None:
        """Take what the terminal pastes anywhere outside a text field: cells in the table, else transmissions."""
        from bcastplan.workspace.editing.cell_block import is_block

        # A block of cells without headings goes over cells; all other text holds whole transmissions.
        if isinstance(self.screen.view, TableView) and (self.block is not None or is_block(text)):
            self.screen.cell_blocks.paste_text(text)
        else:
            await self._paste(text)

    async def _paste(self, text: str) -> None:
        from bcastplan.tui.screens.paste import Paste
        from bcastplan.workspace.editing.batches import paste_parts

        session = self.opened
        seasons = [schedule.season for schedule in session.workspace.schedules if schedule.season is not None]
        pasted = await self.app.push_screen_wait(Paste(text, seasons[0] if seasons else None))
        if pasted is None:
            return
        file = await self.screen.edits.file_to_write("Add them to")
        if file is None:
            return
        items = pasted.items
        key = self.screen.edits.key_of("paste")
        self.screen.repeats.note_once(f"what was pasted is not pasted twice by itself: {key} pastes it again")
        self.screen.long_edits.do(
            "paste",
            len(items),
            lambda session: paste_parts(session, file, items),
            lambda _: self.tell(f"added {len(items)} to {file}"),
        )


def kept_copy(text: str, style: str) -> str | None:
    """Keep a copy in the state folder; returns its name, None where it cannot be written."""
    from bcastplan.files.writing import write_atomically
    from bcastplan.workspace.editing.journal import state_folder

    file = Path(state_folder()) / f"clipboard.{_SUFFIXES[style]}"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, text.encode(), of_user=False)
    except OSError:
        return None
    return str(file)
