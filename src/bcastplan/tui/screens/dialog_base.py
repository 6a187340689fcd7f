"""The base of all dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.notifications import Notification
from textual.screen import ModalScreen

from bcastplan.tui.dialog_bindings import DIALOG_BINDINGS

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer]):
    """A dialog; help and the palette work in every one."""

    BINDINGS: ClassVar[list[BindingType]] = [*DIALOG_BINDINGS]

    def _on_mount(self, event: events.Mount) -> None:
        """Drop earlier notices: they would cover the dialog, and the user has gone on."""
        super()._on_mount(event)
        drop_notices(self.app)


def drop_notices(app: App[Any], which: Callable[[Notification], bool] = lambda _: True) -> None:
    """Take notices away that only tell something; warnings and errors stay."""
    for notice in list(app._notifications):
        if notice.severity == "information" and which(notice):
            app._unnotify(notice)
