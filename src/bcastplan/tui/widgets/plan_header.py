"""One line that says which plan is open, what time it is, what is not saved and what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

from bcastplan.model.inert import inert


@dataclass(frozen=True, slots=True)
class Status:
    """What the header tells; counts are None until a check has been done, ``checking`` while one is under way."""

    plan: str = ""
    seasons: str = ""
    view: str = ""
    unsaved: int = 0
    errors: int | None = None
    warnings: int | None = None
    checking: bool = False


class PlanHeader(Widget):
    """The first line of the screen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"header--error", "header--warning", "header--unsaved", "header--dim"}
    DEFAULT_CSS = """
    PlanHeader {
        height: 1;
        background: $panel;
        color: $foreground;
        & > .header--error { color: $text-error; text-style: bold; }
        & > .header--warning { color: $text-warning; text-style: bold; }
        & > .header--unsaved { color: $text-accent; text-style: bold; }
        & > .header--dim { color: $text-muted; }
    }
    """
    status: reactive[Status] = reactive(Status())

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.now = now
        self._painted_time = ""

    def on_mount(self) -> None:
        """Start the clock."""
        # Each second, so that the minute turns when it does on every other clock.
        self.set_interval(1, self._look_at_clock)

    def _look_at_clock(self) -> None:
        """Paint only when the minute has changed, so that a slow line does not carry the same time again."""
        if self._time_words() != self._painted_time:
            self.refresh()

    def _time_words(self) -> str:
        return f"{self.now():%a %d %b %H%M} UTC"

    def render(self) -> Text:
        """The line; where there is little room, the plan's name is shortened first."""
        status, style = self.status, self.get_component_rich_style
        right = Text(no_wrap=True, overflow="crop")
        if status.unsaved:
            files = f"{status.unsaved} file{'s' if status.unsaved > 1 else ''}"
            right.append(f" ● {files} unsaved ", style("header--unsaved", partial=True))
        for sign, count, name in (("✗", status.errors, "error"), ("▲", status.warnings, "warning")):
            if count is not None:
                right.append(f" {sign} {count}", style(f"header--{name}" if count else "header--dim", partial=True))
        # Two blanks are as wide as the sign of a check, so that nothing beside it moves.
        right.append(" …" if status.checking else "  ", style("header--dim", partial=True))
        self._painted_time = self._time_words()
        right.append(f" {self._painted_time} ")
        plan = f" {inert(status.plan)}"
        rest = "".join(f" · {part}" for part in (status.seasons, status.view) if part)
        room = max(0, self.size.width - right.cell_len)
        if cell_len(plan + rest) > room:
            plan = set_cell_size(plan, max(0, room - cell_len(rest) - 1)) + "…"
        left = plan + rest
        return Text(set_cell_size(left, room), style="bold") + right
