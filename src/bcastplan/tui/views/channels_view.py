"""The selected transmission on every channel of a band; Enter writes a frequency, Escape goes back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from bcastplan.model.frequency import format_khz
from bcastplan.tui.messages import BackWanted, EditWanted
from bcastplan.tui.views.channel_bench import ChannelBench
from bcastplan.tui.views.channel_words import take_channel
from bcastplan.tui.views.view import View
from bcastplan.workspace.editing.session import Session


class ChannelsView(View):
    """The workbench of the selected row."""

    view_name: ClassVar[str] = "channels"
    title: ClassVar[str] = "Channels"
    DEFAULT_CSS = "ChannelsView { height: 1fr; }"

    def compose(self) -> ComposeResult:
        """The workbench alone."""
        yield ChannelBench()

    @property
    def bench(self) -> ChannelBench:
        """The workbench."""
        return self.query_one(ChannelBench)

    def show(self, session: Session, rows: Sequence[int], selected: int | None) -> None:
        """Show the channels for the selected row."""
        if selected is None:
            self.bench.say_instead("nothing is selected: 1 shows the table, n writes a new transmission")
        elif not session.editable(selected):
            self.bench.say_instead("channels are shown for schedules of yours: 1 shows the table, to select another")
        else:
            transmission = session.table.transmissions[selected]
            self.bench.ask(session, selected, transmission, {}, transmission.file)

    @property
    def counted(self) -> bool | None:
        """Whether all figures are there; None while some are not."""
        return self.bench.done or None

    def on_hide(self) -> None:
        """Stop the worker, because nobody sees its figures any more."""
        self.bench.stop()

    @on(ChannelBench.Taken)
    def _taken(self, event: ChannelBench.Taken) -> None:
        event.stop()
        question = self.bench.question
        if question is None or question.row is None:
            return
        row, khz = question.row, event.frequency_khz
        if khz == question.transmission.frequency_khz:
            self.notify(f"it is on {format_khz(khz)} kHz already")
            return
        edit = partial(take_channel, khz=khz)
        self.post_message(EditWanted("change frequency", lambda session: edit(session, [row]), again=edit))
        self.notify(f"{format_khz(question.transmission.frequency_khz)} kHz became {format_khz(khz)} kHz")

    @on(ChannelBench.Left)
    def _left(self, event: ChannelBench.Left) -> None:
        event.stop()
        self.post_message(BackWanted())
