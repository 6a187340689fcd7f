"""What a request is about: a text, the plan it belongs to, and what stands where in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import PurePosixPath

from bcastplan.document.nodes import Node
from bcastplan.document.parse import parse_text
from bcastplan.document.splice import EditRefused, item_line
from bcastplan.lsp.editor_text import EditorText
from bcastplan.lsp.file_places import FilePlaces
from bcastplan.lsp.plan_desk import key_of, name_of
from bcastplan.lsp.rule_pages import RulePages
from bcastplan.model.plan import PLAN_FILE, Plan
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory
from bcastplan.workspace.editing.documents import YamlDocument
from bcastplan.workspace.editing.item_list import NOT_ALONE
from bcastplan.workspace.editing.meanings import Sense, sense_of
from bcastplan.workspace.editing.plan_document import PlanDocument
from bcastplan.workspace.editing.typed_plan import TypedPlan
from bcastplan.workspace.opening.open_plans import OpenPlan

_LONG_CHARACTERS = 50_000  # of a text that is read in 10 ms


def _blank(text: str) -> str:
    """Blanks in place of all characters but line feeds, so that offsets and lines stay."""
    return "\n".join(" " * len(line) for line in text.split("\n"))


@dataclass(frozen=True)
class Question:
    """What a request is about.

    Attributes:
        text: the text it names.
        typed: the plans the text belongs to, None where it belongs to none.
        places: where files are, and what stands there.
        pages: the pages of the rules.
    """

    text: EditorText
    typed: TypedPlan | None
    places: FilePlaces
    pages: RulePages

    @cached_property
    def key(self) -> str:
        """What the text's file is recognised by."""
        return key_of(self.text)

    @cached_property
    def file(self) -> str:
        """The name of the text's file, as findings have it."""
        known = self.typed.file_of(self.key) if self.typed is not None else None
        return known or name_of(self.text.uri)

    @property
    def is_plan_file(self) -> bool:
        """Whether it is a plan file, and no schedule."""
        return PurePosixPath(self.file).name == PLAN_FILE

    @cached_property
    def document(self) -> YamlDocument | None:
        """The schedule as it is read, None where it cannot be read at present and for plan files."""
        document = self.typed.document(self.key) if self.typed is not None else None
        return None if isinstance(document, PlanDocument) else document

    @cached_property
    def root(self) -> Node | None:
        """The nodes of the whole text, None where it cannot be read; a season takes 0.2 s."""
        return parse_text(self.file, self.text.content)[0]

    def around(self, start: int, end: int) -> str:
        """The text with blanks in place of the transmissions that a stretch does not touch, as long as the whole text.

        What is left means what it means in the whole, and is read in a moment. The whole text where items may name
        each other, and where it is short.
        """
        content = self.text.content
        try:
            items = self.document.items if self.document is not None else None
        except EditRefused:
            return content
        if items is None or items.flow or len(content) < _LONG_CHARACTERS or NOT_ALONE.search(content):
            return content
        kept = [span for span in items.spans if span.end >= start and span.start <= end]
        if not kept:
            return content
        first, behind = item_line(content, kept[0].start, items.indent), kept[-1].end
        top, bottom = item_line(content, items.spans[0].start, items.indent), max(items.behind, behind)
        return "".join(
            (
                content[:top],
                _blank(content[top:first]),
                content[first:behind],
                _blank(content[behind:bottom]),
                content[bottom:],
            )
        )

    @cached_property
    def opened(self) -> OpenPlan | None:
        """The plan that the text belongs to."""
        if self.typed is None:
            return None
        for opened in self.typed.session.workspace.plans:
            if opened.plan.file == self.file or any(schedule.file == self.file for schedule in opened.schedules):
                return opened
        return None

    @property
    def plan(self) -> Plan:
        """The plan, an empty one where there is none."""
        return self.opened.plan if self.opened is not None else Plan()

    @property
    def directory(self) -> Directory:
        """The meaning of codes in the plan."""
        return self.opened.directory if self.opened is not None else Directory()

    def item_at(self, offset: int) -> int | None:
        """The number of the transmission in whose lines an offset lies, None outside of all."""
        try:
            spans = self.document.items.spans if self.document is not None else []
        except EditRefused:
            return None
        at = bisect_right(spans, offset, key=lambda span: span.start) - 1
        return at if at >= 0 and offset <= spans[at].end else None

    def transmission(self, index: int | None) -> Transmission | None:
        """The transmission of an item, None where the item cannot be read as one."""
        schedule = self.document.schedule if self.document is not None else None
        if schedule is None or index is None:
            return None
        rows = schedule.transmissions
        # An item that cannot be read has no row, so that rows and items have different numbers.
        at = bisect_left(rows, index, key=lambda row: row.origin.index)
        return rows[at] if at < len(rows) and rows[at].origin.index == index else None

    def sense(self, index: int | None) -> Sense:
        """What the values of a transmission (or of the defaults) are read against."""
        document = self.document
        if self.typed is None or document is None:
            return Sense(self.directory, self.plan, {}, datetime.now(UTC).date())
        try:
            values = document.raw_item(index) if index is not None else {}
        except EditRefused:
            values = {}
        return sense_of(self.typed.session, document.name, values)
