"""The keys of a schedule's head and of a plan file, as the model states them, and edits that keep files whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bcastplan.document.splice import Changes, EditRefused, TextEdit
from bcastplan.model.keys import Either, Many, Named, Record, Records, Shape, Written, record_of
from bcastplan.model.plan import Plan
from bcastplan.model.schedule import VERSION_KEY, ScheduleFile
from bcastplan.model.values import Raw
from bcastplan.workspace.editing import item_order, tree_edits
from bcastplan.workspace.editing.documents import YamlDocument
from bcastplan.workspace.editing.head_edits import ShortText
from bcastplan.workspace.editing.plan_document import PlanDocument
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.editing.tree_edits import Path

_ELSEWHERE = (VERSION_KEY, "transmissions")
"""Keys that no form shows: the version marks the file, and transmissions are edited in the table."""


def record_of_file(document: YamlDocument) -> Record:
    """The keys at the top of a plan file, or of a schedule without its transmissions."""
    record = record_of(Plan if isinstance(document, PlanDocument) else ScheduleFile)
    return replace(record, keys={name: key for name, key in record.keys.items() if name not in _ELSEWHERE})


def is_typed(shape: Shape, raw: Raw | None) -> bool:
    """Whether a value is typed in one line; other values are opened, key by key or item by item."""
    if isinstance(shape, Either):
        return not isinstance(raw, dict)
    return isinstance(shape, Written | Many) or (isinstance(shape, Record) and shape.closed)


def part_of(shape: Shape, raw: Raw | None) -> Record | Records | Named:
    """The shape of a value that is opened."""
    if isinstance(shape, Either):
        return shape.record
    assert isinstance(shape, Record | Records | Named)
    return shape


def shape_at(record: Record, path: Path) -> Shape | None:
    """What the model says of the value at a path; None where it says nothing."""
    shape: Shape | None = record
    for step in path:
        if isinstance(shape, Either):
            shape = shape.record
        if isinstance(shape, Record):
            key = shape.keys.get(str(step))
            shape = key.shape if key is not None else None
        elif isinstance(shape, Records | Named):
            shape = shape.item
        else:
            return None
    return shape


def record_at(session: Session, name: str, path: Path) -> Record | None:
    """What the model says of the mapping at a path of a file; None where its keys are the user's."""
    shape = shape_at(record_of_file(document_of(session, name)), path)
    return shape if isinstance(shape, Record) else None


def document_of(session: Session, name: str) -> YamlDocument:
    """The document of a schedule or of a plan file, which need not exist yet. Raises EditRefused."""
    document = session.documents.schedule_or_plan(name)
    if document is None:
        raise EditRefused(f"{name} is no schedule and no plan file of this plan")
    return document


def raw_of(session: Session, name: str, path: Path) -> Raw | None:
    """What a file says at a path; None where it says nothing."""
    text = _short_text(document_of(session, name), path).text
    return tree_edits.raw_at(text, path) if text.strip() else None


def _short_text(document: YamlDocument, path: Path) -> ShortText:
    """The text in which a value is looked for: without most of the list, where the value stands beside that."""
    return document.without_list() if path[:1] != ("transmissions",) else ShortText(document.text)


def write(session: Session, name: str, path: Path, changes: Changes, record: Record | None = None) -> None:
    """Write keys of a mapping of a file in one step. Raises EditRefused where the file would lose its meaning.

    Args:
        session: what is under edit.
        name: the file.
        path: where the mapping stands.
        changes: key -> value, None to take the key away.
        record: what the model says of the mapping; None where its keys are the user's.
    """
    short = _short_text(document_of(session, name), path)
    order = tuple(record.keys) if record is not None else ()
    edits = tree_edits.write_keys(short.text, path, changes, order)
    _edit(session, name, short.in_whole(edits), f"{_where(name, path)}: {', '.join(changes)}")


def add(session: Session, name: str, path: Path, value: Raw) -> None:
    """Put an item behind the others of a list of a file, in one step. Raises EditRefused."""
    document = document_of(session, name)
    beside = shape_at(record_of_file(document), path[:-1])
    order = tuple(beside.keys) if isinstance(beside, Record) else ()
    short = _short_text(document, path)
    edits = tree_edits.add_item(short.text, path, value, order)
    _edit(session, name, short.in_whole(edits), f"{_where(name, path)}: new")


def remove(session: Session, name: str, path: Path) -> None:
    """Take a value out of a file in one step. Raises EditRefused."""
    short = _short_text(document_of(session, name), path)
    _edit(session, name, short.in_whole(tree_edits.remove(short.text, path)), f"{_where(name, path)}: removed")


def exchange(session: Session, name: str, path: Path, number: int) -> None:
    """Let an item of a list or mapping and the one behind it change places, in one step. Raises EditRefused."""
    text = document_of(session, name).text
    _edit(session, name, item_order.exchange(text, path, number), f"{_where(name, path)}: order")


def _where(name: str, path: Path) -> str:
    return ".".join([name.rpartition("/")[2], *(str(step) for step in path)]) if path else name.rpartition("/")[2]


def _edit(session: Session, name: str, edits: Sequence[TextEdit], label: str) -> None:
    document = document_of(session, name)
    # A plan file refuses by itself what would break it.
    if not isinstance(document, PlanDocument):
        _must_stay_whole(document, edits)
    session.steps.do(label, {name: edits})


def _must_stay_whole(document: YamlDocument, edits: Sequence[TextEdit]) -> None:
    """Refuse edits that bring a new fault into a schedule: one in its head can take all rows off the air."""
    edited = document.tried(edits)
    # By their words: the edit may have moved the lines on which the known problems stand.
    known = Counter(problem.message for problem in document.problems)
    new = [problem for problem in edited.problems if not known[problem.message]]
    if new:
        raise EditRefused(new[0].message)
