"""What can be written at a place: keys with their meaning, codes by code or name, days, ids, rule codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from zoneinfo import available_timezones

from lsprotocol import types as lsp

from bcastplan.lsp.cursor import Cursor, cursor_at
from bcastplan.lsp.path_completions import is_path, path_completions
from bcastplan.lsp.question import Question
from bcastplan.lsp.stated_keys import record_in, shape_at
from bcastplan.model.inert import inert
from bcastplan.model.keys import Key, Many, Named, Record, Records, Shape, Written
from bcastplan.reference.choices import CHOICES, Choice, matching_choices
from bcastplan.rules.registry import all_rules

TRIGGERS = [":", " ", "[", ",", "{", "-", "/"]
_MOST_ITEMS = 300
_IGNORING = re.compile(r"#[ \t]*bcastplan[ \t]*:[ \t]*ignore\[[^\]\n]{0,400}$", re.IGNORECASE)
_DAYS = (
    ("daily", "every day"), ("Mon-Fri", "weekdays"), ("Sat,Sun", "weekends"), ("Mon", "Monday"), ("Tue", "Tuesday"),
    ("Wed", "Wednesday"), ("Thu", "Thursday"), ("Fri", "Friday"), ("Sat", "Saturday"), ("Sun", "Sunday"),
)  # fmt: skip


def completions(question: Question, params: lsp.CompletionParams) -> lsp.CompletionList | None:
    """What can be written at a place; None in comments other than ignore comments."""
    text = question.text
    offset = text.offset(params.position)
    content = text.content
    line = content[content.rfind("\n", 0, offset) + 1 : offset]
    cursor = cursor_at(content, offset)
    if _IGNORING.search(line):
        return _listed(question, cursor, _rules(), len(line) - len(re.split(r"[\[,]\s*", line)[-1]))
    if re.search(r"(^|\s)#", line):
        return None
    if is_path(question, cursor):
        return path_completions(question, cursor, offset)
    shape = shape_at(cursor.path, is_plan_file=question.is_plan_file)
    if cursor.is_key and record_in(shape) is not None:
        return _keys(question, cursor, shape)
    name = cursor.key if cursor.key is not None else (cursor.path[-1] if cursor.path else "")
    below = shape_at((*cursor.path, cursor.key), is_plan_file=question.is_plan_file) if cursor.key else shape
    return _listed(question, cursor, values(question, cursor, name, below, offset))


def _keys(question: Question, cursor: Cursor, shape: Shape | None) -> lsp.CompletionList:
    record = record_in(shape)
    assert record is not None
    content = question.text.content
    # A key that is being corrected has its colon and value already.
    has_colon = content[cursor.end : cursor.end + 1] == ":"
    span = question.text.range(cursor.start, cursor.end)
    items = []
    for number, (name, key) in enumerate(record.keys.items()):
        if name in cursor.siblings:
            continue
        items.append(
            lsp.CompletionItem(
                name,
                kind=lsp.CompletionItemKind.Property,
                documentation=lsp.MarkupContent(lsp.MarkupKind.Markdown, _key_words(key)),
                # Editors sort by the alphabet unless they are told otherwise; the order of the file format tells more.
                sort_text=f"{not key.required:d}{number:03d}",
                text_edit=lsp.TextEdit(span, name if has_colon else f"{name}:{_behind(key, cursor)}"),
            )
        )
    return lsp.CompletionList(False, items)


def _key_words(key: Key) -> str:
    examples = [f"`{example}`" for example in key.examples if not isinstance(example, dict | list)]
    return key.says + (f"\n\nFor example {', '.join(examples)}" if examples else "")


def _behind(key: Key, cursor: Cursor) -> str:
    """What follows the colon of a key: a blank, or nothing where its value begins on the next line."""
    return "" if isinstance(key.shape, Record | Records | Named) and not cursor.flow else " "


def _listed(
    question: Question, cursor: Cursor, choices: Iterable[Choice], column: int | None = None
) -> lsp.CompletionList:
    """Choices as completions; those that fit what is typed, by code or name."""
    content = question.text.content
    start = cursor.start
    if column is not None:
        start = content.rfind("\n", 0, cursor.start + 1 if cursor.start < cursor.end else cursor.start) + 1 + column
    span = question.text.range(start, cursor.end)
    fitting = matching_choices(choices, cursor.typed)
    items = [
        lsp.CompletionItem(
            choice.code,
            kind=lsp.CompletionItemKind.Value,
            detail=inert(choice.name) or None,
            # Editors filter once more themselves: by the code alone, they would drop what was found by name.
            filter_text=f"{choice.code} {choice.name} {choice.words}",
            sort_text=f"{number:05d}",
            text_edit=lsp.TextEdit(span, choice.value),
        )
        for number, choice in enumerate(fitting[:_MOST_ITEMS])
    ]
    # An incomplete list makes the editor ask again at the next character, when fewer choices fit.
    return lsp.CompletionList(len(fitting) > _MOST_ITEMS, items)


def values(question: Question, cursor: Cursor, name: str, shape: Shape | None, offset: int) -> Iterator[Choice]:
    """What a value may be, by the name of its key and what the key states."""
    special = _SPECIAL.get(name)
    if cursor.path[:1] == ("rules",) and not (isinstance(shape, Written)):
        yield from _rules()
    elif isinstance(shape, Named):
        yield from _names(question, cursor.path)
    elif special is not None:
        yield from special(question)
    elif name in CHOICES:
        yield from CHOICES[name](question.directory)
    elif name == "transmitter":
        yield from _transmitters(question, question.item_at(offset))
    else:
        item = shape.item if isinstance(shape, Many) else shape
        for word in _closed_list(item) if isinstance(item, Written) else ():
            yield Choice(word, word, "")


def _closed_list(shape: Written) -> list[str]:
    """The words of a value that is one of a closed list."""
    return [
        str(word)
        for form in shape.forms
        for part in form.get("anyOf", [form])
        for word in part.get("enum", ())
        if isinstance(word, str)
    ]


def _names(question: Question, path: tuple[str, ...]) -> Iterator[Choice]:
    """What can stand for keys that the user chooses: site codes under `sites`, codes of broadcasters under aliases."""
    if path == ("sites",):
        yield from CHOICES["site"](question.directory)
    elif path == ("codes", "aliases"):
        yield from CHOICES["broadcaster"](question.directory)


def _days(_question: Question) -> Iterator[Choice]:
    return (Choice(value, value, words) for value, words in _DAYS)


def _ids(question: Question) -> Iterator[Choice]:
    """The ids of the plan's transmissions, with what each is."""
    opened = question.opened
    for transmission in opened.transmissions if opened is not None else ():
        if transmission.id:
            words = f"{transmission.frequency_khz:g} kHz {transmission.time} {transmission.service}"
            yield Choice(transmission.id, transmission.id, words)


def _seasons(_question: Question) -> Iterator[Choice]:
    year = datetime.now(UTC).year % 100
    for name in (f"A{year:02d}", f"B{year:02d}", f"A{(year + 1) % 100:02d}", f"B{(year + 1) % 100:02d}"):
        yield Choice(name, name, "season")


def _listeners(question: Question) -> Iterator[Choice]:
    for name in question.plan.listeners:
        yield Choice(name, name, "group of the plan")
    yield from CHOICES["administration"](question.directory)


def _services(question: Question) -> Iterator[Choice]:
    opened = question.opened
    for name in dict.fromkeys(row.service for row in (opened.transmissions if opened is not None else ())):
        yield Choice(name, name, "service of the plan")


def _zones(_question: Question) -> Iterator[Choice]:
    return (Choice(zone, zone, "") for zone in _all_zones())


@cache
def _all_zones() -> tuple[str, ...]:
    # Names without a slash are old abbreviations such as `EST`, which know no daylight saving time.
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone))


def _transmitters(question: Question, index: int | None) -> Iterator[Choice]:
    """The transmitters of the site, of all sites where it is not known."""
    transmission = question.transmission(index)
    site = transmission.site_code if transmission is not None else None
    for code, inventory in question.plan.sites.items():
        for transmitter in inventory.transmitters if site in (None, code) else ():
            power = f"{transmitter.power_kw:g} kW" if transmitter.power_kw else ""
            yield Choice(transmitter.id, transmitter.id, f"{code} {power}".strip())


def _rules() -> Iterator[Choice]:
    return (Choice(code, code, rule.name, rule.summary) for code, rule in all_rules().items())


_SPECIAL: dict[str, Callable[[Question], Iterable[Choice]]] = {
    "days": _days,
    "season": _seasons,
    "listeners": _listeners,
    "service": _services,
    "follows": _zones,
    "clock": _zones,
    "only": _ids,
    "keep": _ids,
    "a": _ids,
    "b": _ids,
}
"""Key -> its values, where they come from elsewhere than the tables of codes."""
