"""One line about work in the background, during which the user goes on; it takes no room at other times."""

from __future__ import annotations

from time import monotonic

from textual.widgets import Static

_WIDTH = 20


class ProgressLine(Static):
    """What is being done, how far it is, and how to stop it."""

    DEFAULT_CSS = """
    ProgressLine {
        display: none;
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $text-accent;
        &.-working { display: block; }
    }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.shown_at = 0.0
        """When the work that is shown was shown first."""

    @property
    def is_shown(self) -> bool:
        """Whether work goes on."""
        return self.has_class("-working")

    def show(self, what: str, done: int, total: int) -> None:
        """Show how far it is; a total of 0 is one that is not known yet."""
        if not self.is_shown:
            # An Escape that was pressed earlier was not meant for this work.
            self.shown_at = monotonic()
        share = min(1.0, done / total) if total else 0.0
        full = int(share * _WIDTH)
        self.update(f"{what}  {'█' * full}{'░' * (_WIDTH - full)} {share:4.0%}  Esc stops it")
        self.set_class(True, "-working")

    def hide(self) -> None:
        """Give the line back."""
        self.set_class(False, "-working")
