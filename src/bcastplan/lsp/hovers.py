"""What an editor shows beside the pointer: what a rule says, what a key is, what a value means."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types as lsp

from bcastplan.lsp.cursor import Cursor, cursor_at
from bcastplan.lsp.diagnostics import findings_at
from bcastplan.lsp.id_places import word_at
from bcastplan.lsp.inlay_hints import hours_a_week
from bcastplan.lsp.question import Question
from bcastplan.lsp.stated_keys import key_at
from bcastplan.model.clock import parse_time
from bcastplan.model.errors import ValueFault
from bcastplan.model.inert import inert
from bcastplan.model.transmission import KEYS
from bcastplan.reference import zone_at
from bcastplan.reference.target_clocks import TargetClock, clock_range
from bcastplan.rules.registry import all_rules
from bcastplan.workspace.editing.meanings import meaning

_MOST_RULES = 3
_RULE_CODE = re.compile(r"\b[A-Z]{3}\d{3}\b")
_IGNORING = re.compile(r"#[ \t]*bcastplan[ \t]*:[ \t]*ignore\[[^\]\n]{0,400}$", re.IGNORECASE)
_SITES = (("sites",), ("codes", "sites"))
"""Where a plan file has codes of sites for keys."""


def hover(question: Question, params: lsp.HoverParams) -> lsp.Hover | None:
    """What there is to say of a place; None where there is nothing."""
    text = question.text
    offset = text.offset(params.position)
    cursor = cursor_at(text.content, offset)
    parts = [*_named_rule(question, cursor, offset), *_key_or_value(question, cursor, offset)]
    parts += _findings(question, offset)
    if not parts:
        return None
    contents = lsp.MarkupContent(lsp.MarkupKind.Markdown, "\n\n---\n\n".join(parts))
    return lsp.Hover(contents, text.range(cursor.start, cursor.end) if cursor.end > cursor.start else None)


def _findings(question: Question, offset: int) -> Iterator[str]:
    if question.typed is None:
        return
    codes = dict.fromkeys(
        finding.rule for finding in findings_at(question.typed.check(), question.text, question.file, offset, offset)
    )
    for code in list(codes)[:_MOST_RULES]:
        yield _rule_words(question, code)


def _rule_words(question: Question, code: str) -> str:
    rule = all_rules()[code]
    page = question.pages.uri(code)
    link = f"[The whole page]({page})" if page else ""
    return f"**{code} {rule.name}**\n\n{_section(rule.docs)}\n\n{link}".strip()


def _named_rule(question: Question, cursor: Cursor, offset: int) -> Iterator[str]:
    """The rule whose code stands at a place: in the plan's settings of rules, or in an ignore comment."""
    content = question.text.content
    begin = content.rfind("\n", 0, offset) + 1
    end = content.find("\n", offset)
    line = content[begin : end if end >= 0 else len(content)]
    for match in _RULE_CODE.finditer(line):
        if match.start() <= offset - begin <= match.end() and match.group() in all_rules():
            in_settings = question.is_plan_file and cursor.path[:1] == ("rules",) and "#" not in line[: match.start()]
            if in_settings or _IGNORING.search(line, 0, match.start()):
                yield _rule_words(question, match.group())


def _section(docs: str) -> str:
    """What a rule checks and how to satisfy it."""
    sections = docs.split("\n\n## ")
    kept = [section for section in sections[1:] if section.startswith(("What it checks", "How to fix"))]
    bodies = [f"*{head}*  \n{body}" for head, _, body in (section.partition("\n") for section in kept)]
    return "\n\n".join((sections[0], *bodies))


def _key_or_value(question: Question, cursor: Cursor, offset: int) -> Iterator[str]:
    word = question.text.content[cursor.start : cursor.end]
    if cursor.is_key:
        key = key_at(cursor.path, word, is_plan_file=question.is_plan_file)
        if key is not None:
            examples = ", ".join(f"`{example}`" for example in key.examples if not isinstance(example, dict | list))
            yield f"**{key.name}**: {key.says}" + (f"\n\nFor example {examples}" if examples else "")
        elif cursor.path in _SITES and (words := value_words(question, (), "site", word, offset)):
            yield f"**{_escaped(word)}**: {_escaped(words)}"
        return
    name = cursor.key or (cursor.path[-1] if cursor.path else None)
    if name is None or not word:
        return
    value = _whole_value(question, cursor, name, offset)
    words = _transmission_of(question, offset) or value_words(question, cursor.path, name, value, offset)
    if words:
        yield f"**{_escaped(value)}**: {_escaped(words)}"


def _whole_value(question: Question, cursor: Cursor, name: str, offset: int) -> str:
    """The value at a place: the word, or all words of one that may have several."""
    content = question.text.content
    # Values of these keys may have blanks or commas in them, at which a word ends.
    if name not in ("time", "days", "target", "service") or (cursor.flow and not cursor.key):
        return content[cursor.start : cursor.end]
    line, column = question.text.line_and_column(cursor.start)
    span = question.text.place_range(line, column)
    return content[question.text.offset(span.start) : question.text.offset(span.end)].strip("\"'")


def value_words(question: Question, path: tuple[str, ...], key: str, value: str, offset: int) -> str:
    """What a value means: by its key, in a transmission also by what stands beside it."""
    index = question.item_at(offset) if path[:1] == ("transmissions",) else None
    sense = question.sense(index)
    known = _like(path, key)
    if known == "listeners":
        return _group(question, value) or meaning("administration", value, sense)
    try:
        if known in KEYS:
            KEYS[known].shape.parse(value)  # only what is faultless means something
        words = meaning(known, value, sense)
        if key == "time":
            words = "; ".join(part for part in (words, *_at_the_site(question, index, value)) if part)
    except ValueFault:
        return ""
    return words


def _transmission_of(question: Question, offset: int) -> str:
    """What an id that an agreement or a jammer names stands for; empty for another word."""
    word = word_at(question, offset) if question.is_plan_file else None
    if word is None or word.key != "id" or question.opened is None:
        return ""
    for row in question.opened.transmissions:
        if row.id == word.value:
            site = f" from {row.site_code}" if row.site_code else ""
            return f"{row.frequency_khz:g} kHz {row.time} {row.days_text}, {row.service}{site}"
    return ""


def _group(question: Question, name: str) -> str:
    """Whom a group of listeners is made of."""
    group = question.plan.listeners.get(name)
    if group is None:
        return ""
    return f"a group of the plan: {', '.join(group.administration)}" if group.administration else "a group of the plan"


def _like(path: tuple[str, ...], key: str) -> str:
    """The key of a transmission whose values a plan file defines under a key: ``manager`` for ``managers``."""
    plural = {"managers": "manager", "broadcasters": "broadcaster", "languages": "language", "antennas": "antenna"}
    if path[-2:-1] == ("codes",) or path[-1:] == ("codes",):
        return plural.get(key, key)
    return "site" if (path[:1], key) == (("assume",), "at") else key


def _at_the_site(question: Question, index: int | None, value: str) -> Iterator[str]:
    """The time at the transmitter, and how long a week it is on the air."""
    transmission = question.transmission(index)
    if transmission is None:
        return
    place = question.directory.location(transmission.site)
    zone = zone_at(place.latitude, place.longitude) if place is not None else None
    if place is not None and zone is not None:
        yield f"at {place.name} {clock_range(TargetClock((zone,)), parse_time(value), transmission.first_date)}"
    weekly = hours_a_week(question, transmission)
    if weekly:
        yield weekly


def _escaped(words: str) -> str:
    """Text of the user as text: nothing of it is Markdown."""
    return "".join(f"\\{character}" if character in "\\`*_{}[]()<>#+!|~" else character for character in inert(words))
