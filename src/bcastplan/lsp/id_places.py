"""Where ids and other words of a plan are written: by transmissions, and in its plan file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bcastplan.lsp.cursor import cursor_at
from bcastplan.lsp.question import Question
from bcastplan.lsp.stated_keys import shape_at
from bcastplan.model.finding import Place
from bcastplan.model.keys import Named
from bcastplan.workspace.opening.open_plans import OpenPlan

_CODE_KEYS = {
    "broadcaster": "codes.broadcasters",
    "manager": "codes.managers",
    "administration": "codes.administrations",
    "language": "codes.languages",
    "antenna": "codes.antennas",
    "listeners": "listeners",
}
"""Key of a transmission -> where the plan may say what its value is."""
_OF_TRANSMISSIONS = ("transmissions", "defaults")


@dataclass(frozen=True)
class Word:
    """A word of a plan at a place of a text: the key whose value it is, and where it stands (offsets)."""

    key: str
    value: str
    start: int
    end: int


def word_at(question: Question, offset: int) -> Word | None:
    """The word at an offset; ids of agreements and of jammers count as ids."""
    text = question.text.content
    cursor = cursor_at(text, offset)
    value = text[cursor.start : cursor.end]
    if not value:
        return None
    top = cursor.path[:1]
    name = cursor.key if cursor.key is not None else (cursor.path[-1] if cursor.path else "")
    if question.is_plan_file:
        if (top == ("agreed",) and name in ("a", "b")) or (top == ("jammers",) and name == "follows"):
            return Word("id", value, cursor.start, cursor.end)
        if cursor.is_key and isinstance(shape_at(cursor.path, is_plan_file=True), Named):
            return Word(_key_of_code(cursor.path), value, cursor.start, cursor.end)
        return Word(name, value, cursor.start, cursor.end) if not cursor.is_key else None
    if cursor.is_key or (top[0:1] and top[0] not in _OF_TRANSMISSIONS) or not name:
        return None
    return Word(name, value, cursor.start, cursor.end)


def _key_of_code(path: tuple[str, ...]) -> str:
    """The key of a transmission that names what the user's keys behind a path are."""
    dotted = ".".join(path)
    known = {place: key for key, place in _CODE_KEYS.items()} | {"sites": "site", "codes.sites": "site"}
    return known.get(dotted, dotted)


def definitions(opened: OpenPlan, word: Word) -> Iterator[Place]:
    """Where the plan says what a word is: a transmission of that id, the inventory, its own codes."""
    plan = opened.plan
    if word.key == "id":
        yield from _transmissions_with(opened, "id", word.value)
        return
    if word.key == "site":
        names = [f"codes.sites.{word.value}", f"sites.{word.value}"]
    elif word.key == "transmitter":
        for site in plan.sites.values():
            yield from (each.place for each in site.transmitters if each.id == word.value and each.place is not None)
        return
    else:
        names = [f"{_CODE_KEYS[word.key]}.{word.value}"] if word.key in _CODE_KEYS else []
    if word.key == "antenna":
        for site in plan.sites.values():
            yield from (each.place for each in site.antennas if each.id == word.value and each.place is not None)
    yield from (plan.places[name] for name in names if name in plan.places)


def references(opened: OpenPlan, word: Word) -> Iterator[Place]:
    """Where the plan's transmissions and its agreements name a word; values that defaults give once."""
    if word.key == "id":
        yield from _transmissions_with(opened, "id", word.value)
        yield from agreed_places(opened, word.value)
        return
    seen = set()
    # Every transmission that takes a value from the defaults has the same place for it.
    for place in _transmissions_with(opened, word.key, word.value):
        if (place.file, place.line, place.column) not in seen:
            seen.add((place.file, place.line, place.column))
            yield place


def _transmissions_with(opened: OpenPlan, key: str, value: str) -> Iterator[Place]:
    attribute = {"site": "site_code"}.get(key, key)
    for schedule in opened.schedules:
        # Lists of other programs have no places of single keys, and cannot be edited.
        if schedule.kind != "yaml":
            continue
        for transmission in schedule.transmissions:
            held = getattr(transmission, attribute, None)
            if (held == value or (isinstance(held, tuple) and value in held)) and key in transmission.origin.positions:
                yield transmission.place(key)


def agreed_places(opened: OpenPlan, identifier: str) -> Iterator[Place]:
    """Where a plan file names an id: in its agreements, and in what its jammers follow."""
    plan = opened.plan
    for number, agreement in enumerate(plan.agreed):
        for side in ("a", "b"):
            place = plan.places.get(f"agreed.{number}.{side}")
            if getattr(agreement, side) == identifier and place is not None:
                yield place
    for number, jammer in enumerate(plan.jammers):
        for at, followed in enumerate(jammer.follows):
            place = plan.places.get(f"jammers.{number}.follows.{at}")
            if followed == identifier and place is not None:
                yield place
