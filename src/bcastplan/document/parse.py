"""YAML text -> nodes in one pass of libyaml's event parser; no implicit types, no tags, bounded in size."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.scanner import ScannerError

from bcastplan.document.nodes import ListNode, MapNode, Mark, Node, ScalarNode, named_at
from bcastplan.model.collector import without_gc
from bcastplan.model.finding import Place, Problem

try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs do not re-export it
except ImportError as error:  # pragma: no cover - PyYAML's wheels all carry libyaml
    raise ImportError("PyYAML was built without libyaml: install the wheel from PyPI") from error

MAX_TEXT = 64_000_000  # characters; the world's season is 0.8 million
MAX_NODES = 500_000  # values, keys, lists and mappings; the world's season has 0.1 million
MAX_SCALAR = 1_000_000  # characters
MAX_DEPTH = 32  # levels; a plan file uses six
MAX_EXPANDED = 2_000_000  # nodes once every alias is expanded
_CUTS = 3
"""How often a text is cut before a fault: at a bad character, at the quoted value it cuts in two, at a half key."""
_NOT_A_WORD = "not a word"
"""The style of what stands for a key that is a list or a mapping."""


@dataclass(slots=True)
class _Build:
    """The state of one parse."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    stack: list[Node] = field(default_factory=list)
    keys: list[ScalarNode | None] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)
    open_anchors: set[int] = field(default_factory=set)
    root: Node | None = None
    documents: int = 0
    expanded: int = 0

    def say(self, code: str, message: str, mark: Mark) -> None:
        self.problems.append(Problem(code, message, Place(self.file, mark.line + 1, mark.column + 1)))


class _Stop(Exception):
    """Ends the reading of a text; the problem is already noted."""


def parse_text(file: str, text: str) -> tuple[Node | None, list[Problem]]:
    """Read one YAML document.

    Returns its root, or None where the text is empty or its syntax is broken, and the problems:
    YML001 syntax, YML003 duplicate keys, YML005 keys that are not words, YML006 tags, YML007 limits.
    """
    build = _Build(file)
    if len(text) > MAX_TEXT:
        build.problems.append(
            Problem("YML007", f"{len(text):,} characters are more than {MAX_TEXT:,}: split the file", Place(file, 1, 1))
        )
        return None, build.problems
    with without_gc():
        try:
            _consume(CParser(text), build)
        except (yaml.YAMLError, UnicodeEncodeError) as error:
            fault = _syntax_fault(text, error)
            limit = _limit_before(file, text[: fault.index])
            build.problems.append(limit or fault.problem(file))
            return None, build.problems
        except _Stop:
            return None, build.problems
    return build.root, build.problems


def _consume(parser: Any, build: _Build) -> None:
    next_event = parser.get_event
    stack, keys = build.stack, build.keys
    parent: MapNode | None = None  # the node that is open, where it is a mapping
    room = MAX_NODES
    while (event := next_event()) is not None:
        kind = type(event)
        room -= 1
        if room < 0:
            build.say("YML007", f"more than {MAX_NODES:,} values and keys: split the file", event.start_mark)
            raise _Stop
        if kind is ScalarEvent:
            value = event.value
            node = ScalarNode(value, event.start_mark, event.end_mark, event.style)
            if event.tag is not None or event.anchor is not None:
                _tag_and_anchor(event, node, build)
            if len(value) > MAX_SCALAR:
                build.say("YML007", f"a value of {len(value):,} characters is too long", event.start_mark)
                raise _Stop
            if parent is not None:  # nine scalars in ten are keys or values: placed without a call
                key = keys[-1]
                if key is None:
                    keys[-1] = node
                    parent.size += 1
                    continue
                if key.value not in parent.entries and key.style is not _NOT_A_WORD:
                    keys[-1] = None
                    parent.entries[key.value] = (key, node)
                    parent.size += 1
                    continue
            _place(node, build)
            continue
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            _open(event, kind is MappingStartEvent, build)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            _close(event, build)
        elif kind is AliasEvent:
            _alias(event, build)
        elif kind is DocumentStartEvent:
            build.documents += 1
            if build.documents > 1:
                build.say("YML001", "a second document starts here: one schedule a file", event.start_mark)
                return
        opened = stack[-1] if stack else None
        parent = opened if type(opened) is MapNode else None


def _open(event: Any, is_map: bool, build: _Build) -> None:
    start, end = event.start_mark, event.end_mark
    flow = bool(event.flow_style)
    node: Node = MapNode(start, end, flow) if is_map else ListNode(start, end, flow)
    if event.tag is not None or event.anchor is not None:
        _tag_and_anchor(event, node, build)
    if len(build.stack) >= MAX_DEPTH:
        build.say("YML007", f"nested deeper than {MAX_DEPTH} levels", event.start_mark)
        raise _Stop
    build.stack.append(node)
    build.keys.append(None)


def _close(event: Any, build: _Build) -> None:
    node = build.stack.pop()
    build.keys.pop()
    node.end = event.end_mark
    build.open_anchors.discard(id(node))
    _place(node, build)


def _tag_and_anchor(event: Any, node: Node, build: _Build) -> None:
    if event.tag is not None:
        build.say(
            "YML006", f"the tag {event.tag} is refused: values are read as written, so remove it", event.start_mark
        )
    if event.anchor is not None:
        build.anchors[event.anchor] = node
        if not isinstance(node, ScalarNode):
            build.open_anchors.add(id(node))


def _alias(event: Any, build: _Build) -> None:
    target = build.anchors.get(event.anchor)
    if target is None:
        build.say("YML001", f"the alias *{event.anchor} has no anchor &{event.anchor} above it", event.start_mark)
        raise _Stop
    if id(target) in build.open_anchors:
        build.say("YML007", f"the alias *{event.anchor} stands inside the value it repeats", event.start_mark)
        raise _Stop
    build.expanded += target.size
    if build.expanded > MAX_EXPANDED:
        build.say("YML007", f"aliases repeat more than {MAX_EXPANDED:,} values", event.start_mark)
        raise _Stop
    _place(named_at(target, event.start_mark, event.end_mark), build)


def _place(node: Node, build: _Build) -> None:
    """Put a finished node into the one that is open."""
    if not build.stack:
        if build.root is None:
            build.root = node
        return
    parent = build.stack[-1]
    parent.size += node.size
    if isinstance(parent, ListNode):
        parent.items.append(node)
        return
    assert isinstance(parent, MapNode)
    key = build.keys[-1]
    if key is None:
        if not isinstance(node, ScalarNode):
            build.say("YML005", "a key must be a plain word", node.start)
            node = ScalarNode(f"{node.line}:{node.column}", node.start, node.end, _NOT_A_WORD)
        build.keys[-1] = node
        return
    build.keys[-1] = None
    if key.style is _NOT_A_WORD:
        return
    if key.value in parent.entries:
        first = parent.entries[key.value][0]
        places = Place(build.file, key.line, key.column), Place(build.file, first.line, first.column)
        build.problems.append(duplicate_key(key.value, *places))
    else:
        parent.entries[key.value] = (key, node)


def duplicate_key(key: str, place: Place, first: Place) -> Problem:
    """The problem of a key that stands twice in one mapping."""
    message = f"'{key}' stands twice: the first is on line {first.line}, remove one"
    return Problem("YML003", message, place, {"key": key}, first)


@dataclass(frozen=True, slots=True)
class _SyntaxFault:
    """The fault that the parser reports, and its place."""

    words: str
    line: int
    column: int
    index: int
    """Number of characters before the fault."""

    def problem(self, file: str) -> Problem:
        return Problem("YML001", f"not YAML: {self.words}", Place(file, self.line, self.column))


def _syntax_fault(text: str, error: Exception) -> _SyntaxFault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).split("\n")[0]
    context = getattr(error, "context", None)
    words = f"{context}: {reason}" if context else str(reason)
    if mark is not None:
        # A faulty token begins at its context; a faulty structure has its context far above what is wrong.
        began = getattr(error, "context_mark", None) if isinstance(error, ScannerError) else None
        return _SyntaxFault(words, mark.line + 1, mark.column + 1, (began or mark).index)
    character = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    if character:
        line = text.count("\n", 0, character.start()) + 1
        column = character.start() - text.rfind("\n", 0, character.start())
        words = f"the character {character.group()!r} has no place in a text"
        return _SyntaxFault(words, line, column, character.start())
    return _SyntaxFault(words, 1, 1, 0)


def _limit_before(file: str, text: str) -> Problem | None:
    """The limit of ours that a text breaks before its first fault of syntax, or None.

    libyaml reads ahead of the events it gives (a whole line of brackets may turn out to be a key), and has limits of
    its own that differ between versions. What stands before the fault is therefore read again without the fault:
    whether it is nested too deep is then for us to say, whatever the parser would have refused later.

    Args:
        file: the name that a problem carries.
        text: what stands before the fault.
    """
    for _ in range(_CUTS):
        build = _Build(file)
        try:
            _consume(CParser(text), build)
        except (yaml.YAMLError, UnicodeEncodeError) as error:
            text = text[: _syntax_fault(text, error).index]
        except _Stop:
            last = build.problems[-1]
            return last if last.code == "YML007" else None
        else:
            break
    return None
