"""Who hears the selected row on the map: one clock hour of one month, out of what was predicted for the plan."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from bcastplan.workspace.editing.session import Session

if TYPE_CHECKING:
    from bcastplan.coverage.predicted_months import Slot
    from bcastplan.workspace.prediction.kept_coverage import PlanCoverage


class Hearing(NamedTuple):
    """The reliability (0 to 1) of a row by number of the test point, empty where it is not known, and what is said."""

    points: dict[int, float]
    words: str
    hours: tuple[int, ...] = ()
    """Clock hours in which it is on the air."""
    hour: int | None = None
    slots: tuple[Slot, ...] = ()
    """Months that were predicted for it."""
    slot: Slot | None = None


def hearing_of(
    predicted: PlanCoverage, session: Session, selected: int, day: date, hour: int | None, slot: Slot | None
) -> Hearing:
    """Who hears a row in an hour and a month, or in others of its own where it is not on the air in those."""
    if selected >= session.own_rows:
        return Hearing({}, "coverage is predicted for the rows of the plan only")
    row = predicted.row_of(session.table.transmissions[selected])
    if row is None:
        return Hearing({}, "edited since coverage was predicted: C predicts it again")
    hours, slots = tuple(predicted.hours_of(row)), tuple(predicted.slots_of(row))
    if not hours or not slots:
        return Hearing({}, "never on the air: nothing to predict")
    chosen_hour = hour if hour in hours else hours[0]
    chosen_slot = slot if slot in slots else predicted.slot_on(row, day) or slots[0]
    points = predicted.heard_at(row, chosen_slot, chosen_hour)
    old = predicted.generation != session.generation
    coverage = predicted.of_row(row)
    missing = coverage.missing if coverage is not None else ()
    words = _words(points, chosen_hour, chosen_slot, missing, old)
    return Hearing(points, words, hours, chosen_hour, slots, chosen_slot)


def _words(points: dict[int, float], hour: int, slot: Slot, missing: tuple[str, ...], old: bool) -> str:
    if not points:
        return f"coverage cannot be predicted without {' and '.join(missing) or 'more'}"
    mean, worst, best = sum(points.values()) / len(points), f"{min(points.values()):.0%}", f"{max(points.values()):.0%}"
    words = f"{hour:02d}-{hour + 1:02d} UTC in {slot.year}-{slot.month:02d}: {'~' if old else ''}{mean:.0%} hear it"
    if worst != best:
        words += f", {worst} to {best} by test point"
    return f"{words} (before the last edits)" if old else words
