"""The keys that a place of a file may have, and what they hold, from their one statement in ``model``."""

from __future__ import annotations

from collections.abc import Sequence

from bcastplan.model.keys import Either, Key, Many, Named, Record, Records, Shape, record_of
from bcastplan.model.plan import Plan
from bcastplan.model.schedule import ScheduleFile


def shape_at(path: Sequence[str], *, is_plan_file: bool) -> Shape | None:
    """The shape of the value at a path of keys, lists left out; None where the model states no such keys."""
    shape: Shape | None = record_of(Plan if is_plan_file else ScheduleFile)
    for name in path:
        shape = _below(shape, name)
    return shape


def _below(shape: Shape | None, name: str) -> Shape | None:
    record = record_in(shape)
    if record is not None:
        key = record.keys.get(name)
        return key.shape if key is not None else None
    return shape.item if isinstance(shape, Named) else None


def record_in(shape: Shape | None) -> Record | None:
    """The mapping that a value or the items of a list are; None where they are none, or have keys of the user's own."""
    match shape:
        case Record():
            return shape
        case Records():
            return shape.item
        case Either():
            return shape.record
    return None


def key_at(path: Sequence[str], name: str, *, is_plan_file: bool) -> Key | None:
    """The key of that name behind a path."""
    record = record_in(shape_at(path, is_plan_file=is_plan_file))
    return record.keys.get(name) if record is not None else None


def is_list(shape: Shape | None) -> bool:
    """Whether a key holds a list."""
    return isinstance(shape, Many | Records)
