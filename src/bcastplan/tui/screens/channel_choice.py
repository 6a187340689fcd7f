"""The workbench of channels over the form: the frequency that is taken goes into its field."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult

from bcastplan.model.transmission import Transmission
from bcastplan.model.values import Raw
from bcastplan.tui.screens.dialog_base import Dialog
from bcastplan.tui.views.channel_bench import ChannelBench
from bcastplan.tui.widgets.key_bar import KeyBar
from bcastplan.workspace.editing.session import Session


class ChooseChannel(Dialog[float | None]):
    """Choose a frequency (kHz) for a transmission as the form has it; arguments as for ``ChannelBench.ask``."""

    CSS_PATH = "channel_choice.tcss"

    def __init__(
        self,
        session: Session,
        row: int | None,
        transmission: Transmission,
        changes: Mapping[str, Raw | None],
        file: str,
    ) -> None:
        super().__init__()
        self.session, self.row, self.transmission, self.changes, self.file = session, row, transmission, changes, file

    def compose(self) -> ComposeResult:
        """The workbench, and its keys."""
        yield ChannelBench()
        yield KeyBar()

    def on_mount(self) -> None:
        """Ask for the channels."""
        bench = self.query_one(ChannelBench)
        bench.grid.focus()
        bench.ask(self.session, self.row, self.transmission, self.changes, self.file)

    @on(ChannelBench.Taken)
    def _taken(self, event: ChannelBench.Taken) -> None:
        self.dismiss(event.frequency_khz)

    @on(ChannelBench.Left)
    def _left(self) -> None:
        self.dismiss(None)
