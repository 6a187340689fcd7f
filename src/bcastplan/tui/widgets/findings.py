"""The pane at the bottom: what is selected and everything that is to be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from bcastplan.model.finding import Finding, Severity
from bcastplan.reports.inert import inert

SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "▲", Severity.INFO: "·"}


class FindingsPane(VerticalScroll):
    """The findings of the selection; scrolls when there are many."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "findings--error",
        "findings--warning",
        "findings--info",
        "findings--head",
    }
    DEFAULT_CSS = """
    FindingsPane {
        height: 25%;
        min-height: 4;
        max-height: 14;
        border-top: solid $primary;
        border-title-color: $text-primary;
        scrollbar-size-vertical: 1;
        & > .findings--error { color: $text-error; }
        & > .findings--warning { color: $text-warning; }
        & > .findings--info { color: $text-muted; }
        & > .findings--head { text-style: bold; }
    }
    FindingsPane:focus { border-top: heavy $accent; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.findings: Sequence[Finding] = ()
        self._shown: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """One block of text."""
        yield Static(markup=False)

    def show(self, head: str, findings: Sequence[Finding]) -> None:
        """Show a selection and its findings."""
        state = (head, tuple(findings))
        if state == self._shown:
            return
        self._shown, self.findings = state, findings
        counted = {severity: sum(one.severity is severity for one in findings) for severity in Severity}
        words = [f"{SIGNS[severity]} {count}" for severity, count in counted.items() if count]
        self.border_title = f"Findings of the selection: {'  '.join(words) or 'none'}" if head else "Findings"
        text = Text(inert(head), self.get_component_rich_style("findings--head", partial=True))
        for finding in findings:
            style = self.get_component_rich_style(f"findings--{finding.severity}", partial=True)
            text.append(f"\n{SIGNS[finding.severity]} {finding.rule} {finding.name}: ", style)
            text.append(inert(finding.message), "not bold")
        self.query_one(Static).update(text)
        self.scroll_home(animate=False)
