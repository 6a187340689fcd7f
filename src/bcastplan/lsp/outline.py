"""The outline of a text: its keys and transmissions, and the stretches that can be folded."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from bcastplan.document.nodes import ListNode, MapNode, Node, ScalarNode
from bcastplan.document.splice import EditRefused, content_end
from bcastplan.lsp.editor_text import EditorText
from bcastplan.lsp.question import Question
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert

_MOST_NAME = 60


def symbols(question: Question, _params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
    """The keys at the top of a text, each with what is below it: transmissions, items of lists, keys of mappings."""
    root = question.root
    if not isinstance(root, MapNode):
        return []
    transmissions = _transmissions(question)
    listed = []
    for name, (key, value) in root.entries.items():
        span = question.text.range(key.start.index, max(content_end(value), key.end.index))
        inside = transmissions if name == "transmissions" else list(_inside(question.text, value))
        kind = lsp.SymbolKind.Array if isinstance(value, ListNode) else lsp.SymbolKind.Key
        listed.append(_symbol(name, kind, span, question.text.range(key.start.index, key.end.index), inside, value))
    return listed


def _symbol(
    name: str, kind: lsp.SymbolKind, span: lsp.Range, head: lsp.Range, inside: list[lsp.DocumentSymbol], value: Node
) -> lsp.DocumentSymbol:
    detail = inert(value.value)[:_MOST_NAME] if isinstance(value, ScalarNode) else None
    return lsp.DocumentSymbol(inert(name)[:_MOST_NAME] or "?", kind, span, head, detail=detail, children=inside or None)


def _transmissions(question: Question) -> list[lsp.DocumentSymbol]:
    document, text = question.document, question.text
    if document is None or document.schedule is None:
        return []
    try:
        spans = document.items.spans
    except EditRefused:
        return []
    listed = []
    for row in document.schedule.transmissions:
        span = text.range(spans[row.origin.index].start, spans[row.origin.index].end)
        name = f"{format_khz(row.frequency_khz)} {row.time}"
        detail = " ".join(part for part in (row.id, row.site_code, row.target, row.service) if part)
        head = lsp.Range(span.start, span.start)
        listed.append(lsp.DocumentSymbol(inert(name), lsp.SymbolKind.Event, span, head, detail=inert(detail)))
    return listed


def _inside(text: EditorText, node: Node) -> Iterator[lsp.DocumentSymbol]:
    """One level of what is in a mapping or a list."""
    # What is inside an alias stands at its anchor, which lies outside of the range of the symbol around it.
    if node.alias:
        return
    if isinstance(node, MapNode):
        for name, (key, value) in node.entries.items():
            span = text.range(key.start.index, max(content_end(value), key.end.index))
            yield _symbol(name, lsp.SymbolKind.Key, span, text.range(key.start.index, key.end.index), [], value)
    elif isinstance(node, ListNode):
        for number, item in enumerate(node.items, start=1):
            first = next(iter(item.entries.values()))[1] if isinstance(item, MapNode) and item.entries else item
            words = first.value if isinstance(first, ScalarNode) else f"{number}"
            span = text.range(item.start.index, content_end(item))
            yield lsp.DocumentSymbol(inert(words)[:_MOST_NAME] or f"{number}", lsp.SymbolKind.Object, span, span)


def folds(question: Question, _params: lsp.FoldingRangeParams) -> list[lsp.FoldingRange]:
    """The transmissions and the keys at the top that stand on several lines."""
    ranges = []
    for symbol in symbols(question, lsp.DocumentSymbolParams(lsp.TextDocumentIdentifier(question.text.uri))):
        for part in (symbol, *(symbol.children or ())):
            start, end = part.range.start, part.range.end
            last = end.line - 1 if end.character == 0 else end.line
            if last > start.line:
                ranges.append(lsp.FoldingRange(start.line, last))
    return ranges
