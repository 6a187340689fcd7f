"""The order in which keys are written, in schedules and in plan files: the order in which the model states them."""

from __future__ import annotations

from collections.abc import Sequence

from bcastplan.model.keys import Either, Named, Record, Records, Shape, record_of
from bcastplan.model.plan import Plan
from bcastplan.model.schedule import ScheduleFile


def schedule_order(path: tuple[str, ...]) -> Sequence[str] | None:
    """The order of the keys of a schedule's mapping."""
    return _order(record_of(ScheduleFile), path)


def plan_order(path: tuple[str, ...]) -> Sequence[str] | None:
    """The order of the keys of a plan file's mapping; None where the user chooses the keys."""
    return _order(record_of(Plan), path)


def _order(shape: Shape, path: tuple[str, ...]) -> Sequence[str] | None:
    match shape:
        case Record():
            key = shape.keys.get(path[0]) if path else None
            return _order(key.shape, path[1:]) if key is not None else None if path else tuple(shape.keys)
        case Records():
            return _order(shape.item, path)
        case Either():
            return _order(shape.record, path)
        case Named():
            return _order(shape.item, path[1:]) if path else None
    return None
