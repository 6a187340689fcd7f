"""The pane at the bottom: what is selected and everything that is to be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from bcastplan.model.finding import Finding, Severity
from bcastplan.model.inert import inert
from bcastplan.tui.severity_signs import SIGNS


class FindingsPane(ScrollView, can_focus=True):
    """The findings of the selection, wrapped to the width; changing them moves nothing else on the screen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"findings--error", "findings--warning", "findings--info", "findings--head"}
    DEFAULT_CSS = """
    FindingsPane {
        height: 25%;
        min-height: 4;
        max-height: 9;
        border-top: solid $primary;
        border-title-color: $text-primary;
        scrollbar-size-vertical: 1;
        overflow-x: hidden;
        overflow-y: scroll;
        & > .findings--error { color: $text-error; }
        & > .findings--warning { color: $text-warning; }
        & > .findings--info { color: $text-secondary; }
        & > .findings--head { text-style: bold; }
    }
    FindingsPane:focus { border-top: heavy $accent; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.head = ""
        self.findings: Sequence[Finding] = ()
        self.unknown = ""
        self._explained: Sequence[str] | None = None
        """Lines that are shown in place of the findings; None while these are."""
        self._lines: list[Strip] = []

    def show(self, head: str, findings: Sequence[Finding], unknown: str = "") -> None:
        """Show a selection and its findings; ``unknown`` names what is still being looked for."""
        same = (head, unknown) == (self.head, self.unknown) and list(findings) == list(self.findings)
        if same and self._explained is None:
            return
        self._explained = None
        self.head, self.findings, self.unknown = head, findings, unknown
        counted = {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}
        words = [f"{SIGNS[severity]} {count}" for severity, count in counted.items() if count]
        if unknown:
            words.append(f"{unknown} not known yet")
        self.border_title = f"Findings of the selection: {'  '.join(words) or 'none'}" if head else "Findings"
        self._wrap()
        self.scroll_to(y=0, animate=False)

    @property
    def explained(self) -> Sequence[str]:
        """The lines that are shown instead of the findings; none while the findings are shown."""
        return self._explained or ()

    def explain(self, title: str, lines: Sequence[str]) -> None:
        """Show something else until findings are shown again, as the effect of what is being typed.

        A line that begins with the sign of a severity is shown in its colour.
        """
        self.border_title = inert(title)
        self._explained = list(lines)
        self._wrap()
        self.scroll_to(y=0, animate=False)

    def notify_style_update(self) -> None:
        """Paint in other colours when the theme changes: what is painted is kept."""
        super().notify_style_update()
        self._wrap()

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap to the new width."""
        self._wrap()

    def _wrap(self) -> None:
        width = self.scrollable_content_region.width
        # There is no width before the first layout.
        if not width:
            return
        console = self.app.console
        lines = (self._findings_text() if self._explained is None else self._explanation()).wrap(console, width)
        base = self.rich_style
        self._lines = [Strip(line.render(console)).adjust_cell_length(width).apply_style(base) for line in lines]
        self.virtual_size = Size(width, len(self._lines))
        self.refresh()

    def _findings_text(self) -> Text:
        style = self.get_component_rich_style
        text = Text(inert(self.head), style("findings--head", partial=True))
        for finding in self.findings:
            text.append(f"\n{SIGNS[finding.severity]} ", style(f"findings--{finding.severity}", partial=True))
            text.append(f"{finding.rule} {finding.name}: ")
            # The style of the head holds for the whole text, and what follows has to take it back.
            text.append(inert(finding.message), "not bold")
        return text

    def _explanation(self) -> Text:
        text = Text()
        for line in self.explained:
            severity = next((severity for severity, sign in SIGNS.items() if line.startswith(sign)), None)
            style = self.get_component_rich_style(f"findings--{severity}", partial=True) if severity else ""
            text.append("\n" if text else "")
            text.append(inert(line), style)
        return text

    def render_line(self, y: int) -> Strip:
        """Paint one line."""
        number = self.scroll_offset.y + y
        if number < len(self._lines):
            return self._lines[number]
        return Strip.blank(self.scrollable_content_region.width, self.rich_style)
