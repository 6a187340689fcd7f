"""Merge our edits into a file that somebody else has changed, transmission by transmission and key by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bcastplan.document.nodes import MapNode
from bcastplan.document.parse import parse_text
from bcastplan.document.splice import EditRefused
from bcastplan.model.schedule import VERSION_KEY
from bcastplan.model.values import Raw
from bcastplan.workspace.editing.disk_copy import DiskCopy
from bcastplan.workspace.editing.documents import YamlDocument
from bcastplan.workspace.editing.key_merge import KeyMerge
from bcastplan.workspace.editing.plan_document import PlanDocument
from bcastplan.workspace.editing.session import Session

Item = dict[str, Raw]


@dataclass(slots=True)
class Merged:
    """What a merge did; ``disputed`` names what both had changed: theirs was kept there."""

    changed: int = 0
    added: int = 0
    removed: int = 0
    disputed: list[str] = field(default_factory=list)


def merge(session: Session, file: str) -> Merged:
    """Take the file as it is on disk and do our edits of it again, transmission by transmission.

    Transmissions are matched by id, else by being equal. The history of the session ends here. Raises EditRefused,
    UnreadableInput or OSError where it cannot be done; then everything is as it was, in the journal too.
    """
    ours, history = session.documents[file], session.history
    with session.files.journalled_once("merge"):
        try:
            return _merge_plan(session, ours) if isinstance(ours, PlanDocument) else _merge_schedule(session, ours)
        # What cannot be read is refused before anything has changed; what is caught here comes later.
        except (EditRefused, ValueError):
            session.files.put_back(ours, history)
            raise


def _merge_schedule(session: Session, ours: YamlDocument) -> Merged:
    file = ours.name
    base = _items(file, ours.saved_text)
    mine = _items(file, ours.text)
    session.files.reload(file)
    report = Merged()
    theirs = _items(file, session.documents[file].text)
    head_before, head = _top(ours.saved_text), _top(ours.text)
    base_by, mine_by, theirs_by = _keyed(base), _keyed(mine), _keyed(theirs)
    with session.one_step("merge"):
        _merge_keys(session, file, head_before, head, report)
        for key, before in base_by.items():
            if key not in mine_by:
                _remove(session, file, theirs_by, key, before, report)
            elif mine_by[key] != before:
                _change(session, file, theirs_by, key, before, mine_by[key], report)
        for key, item in mine_by.items():
            # Both may have added the same transmission, which is to be there once.
            if key not in base_by and item not in theirs_by.values():
                session.insert(file, item)
                report.added += 1
    return report


def _merge_plan(session: Session, ours: PlanDocument) -> Merged:
    """Take a plan file as it is on disk and do our edits in it again, key by key and item by item."""
    base, mine = _top(ours.saved_text), _top(ours.text)
    session.files.reload(ours.name)
    report = Merged()
    with session.one_step("merge"):
        _merge_keys(session, ours.name, base, mine, report)
    return report


def _merge_keys(session: Session, file: str, base: dict[str, Raw], mine: dict[str, Raw], report: Merged) -> None:
    merging = KeyMerge(session, file)
    merging.merge(base, mine)
    report.changed += merging.changed
    report.added += merging.added
    report.disputed += merging.disputed


def _top(text: str) -> dict[str, Raw]:
    """What a file says at its top, without its transmissions; nothing where it cannot be read."""
    root, _ = parse_text("", text)
    raw = root.raw() if isinstance(root, MapNode) else {}
    assert isinstance(raw, dict)
    return {key: value for key, value in raw.items() if key not in (VERSION_KEY, "transmissions")}


def _items(file: str, text: str) -> list[Item]:
    document = YamlDocument(file, text, text, DiskCopy(file))
    document.read_again()
    try:
        raw = document.listed().raw()
    except EditRefused:
        return []
    assert isinstance(raw, list)
    return [item for item in raw if isinstance(item, dict)]


def _keyed(items: list[Item]) -> dict[str, Item]:
    """Items by id; an item without one by its content and the number of equal items before it."""
    keyed: dict[str, Item] = {}
    for item in items:
        name = f"id {item['id']}" if "id" in item else repr(sorted((key, repr(value)) for key, value in item.items()))
        while name in keyed:
            name += "+"
        keyed[name] = item
    return keyed


def _index(session: Session, file: str, item: Mapping[str, Raw]) -> int | None:
    raw = session.documents[file].listed().raw()
    assert isinstance(raw, list)
    # Every edit of this merge may have moved the items: what an item says finds it, not its number.
    return next((index for index, entry in enumerate(raw) if entry == item), None)


def _remove(session: Session, file: str, theirs: dict[str, Item], key: str, before: Item, report: Merged) -> None:
    now = theirs.get(key)
    if now is None:
        return
    if now != before:
        report.disputed.append(_name(before))
        return
    index = _index(session, file, now)
    if index is not None:
        session.delete([session.row_at(file, index)])
        report.removed += 1


def _change(
    session: Session, file: str, theirs: dict[str, Item], key: str, before: Item, after: Item, report: Merged
) -> None:
    now = theirs.get(key)
    if now is None:
        report.disputed.append(_name(after))
        return
    changes: dict[str, Raw | None] = {}
    for name in {*before, *after}:
        if before.get(name) == after.get(name):
            continue
        if now.get(name) not in (before.get(name), after.get(name)):
            report.disputed.append(f"{_name(after)}: {name}")
            continue
        changes[name] = after.get(name)
    index = _index(session, file, now)
    if changes and index is not None:
        session.change([session.row_at(file, index)], changes)
        report.changed += 1


def _name(item: Item) -> str:
    return str(item.get("id") or f"{item.get('frequency')} {item.get('time')}")
