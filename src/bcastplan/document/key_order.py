"""The order in which keys are written, in schedules and in plan files."""

from __future__ import annotations

from collections.abc import Sequence

from bcastplan.document.plan_reader import PLAN_KEYS
from bcastplan.document.reader import SCHEDULE_KEYS
from bcastplan.model.transmission import transmission_keys


def schedule_order(path: tuple[str, ...]) -> Sequence[str] | None:
    """The order of the keys of a schedule's mapping."""
    if path == ():
        return SCHEDULE_KEYS
    return transmission_keys() if path in (("transmissions",), ("defaults",)) else None


def plan_order(path: tuple[str, ...]) -> Sequence[str] | None:
    """The order of the keys of a plan file's mapping."""
    return PLAN_KEYS if path == () else None
