"""How far a bar moves: keys go to the next multiple of the snap, the mouse to the nearest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bcastplan.airtime.airings import DayAiring
from bcastplan.model.clock import ClockTime, clock, clock_stop
from bcastplan.tui.messages import EditWanted
from bcastplan.tui.views.timeline_layout import snapped
from bcastplan.workspace.editing import operations
from bcastplan.workspace.editing.session import Session

WHOLE, START, STOP = "whole", "start", "stop"


class Grip(NamedTuple):
    """A bar held with the mouse.

    Attributes:
        row: its row.
        part: the part of it that is held: the whole, or one of its ends.
        at_minute: the minute it was taken at.
        time: its time before that.
        by: how many minutes it has come.
        line: the line it was taken in.
        over: the line that the mouse is over.
    """

    row: int
    part: str
    at_minute: int
    time: ClockTime
    by: int = 0
    line: int = 0
    over: int = 0

    def dragged(self, minute: int, snap: int) -> Grip:
        """The bar with the mouse over another minute."""
        edge = self.time.stop_minute if self.part == STOP else self.time.start_minute
        return self._replace(by=snapped(edge + minute - self.at_minute, snap) - edge if minute != self.at_minute else 0)

    def shown(self, bar: DayAiring) -> DayAiring:
        """The bar as it would lie, cut at the edges of the day."""
        # An end that lies on the day before or after is not on this screen, and stays at its edge.
        start = bar.start_minute + (self.by if self.part in (WHOLE, START) and not bar.from_before else 0)
        stop = bar.stop_minute + (self.by if self.part in (WHOLE, STOP) and not bar.goes_on else 0)
        start = max(0, min(start, 1439))
        return bar._replace(start_minute=start, stop_minute=max(start + 1, min(stop, 1440)))

    @property
    def words(self) -> str:
        """The move in words, as ``1530-1630 to 1600-1700 (+30 min)``."""
        start = self.time.start_minute + (self.by if self.part in (WHOLE, START) else 0)
        stop = self.time.stop_minute + (self.by if self.part in (WHOLE, STOP) else 0)
        end = clock_stop(stop) if stop <= 1440 else clock(stop)
        return f"{self.time} to {clock(start)}-{end} ({self.by:+d} min)"


def grip_part(column: int, first: int, stop: int) -> str:
    """Which part of a bar the mouse takes: its ends resize it where there is room for a middle."""
    if stop - first >= 4 and column == first:
        return START
    return STOP if stop - first >= 4 and column == stop - 1 else WHOLE


def step(minute: int, direction: int, snap: int) -> int:
    """Minutes to the next multiple of the snap, earlier or later."""
    return (minute // snap + 1) * snap - minute if direction > 0 else -((minute - 1) % snap + 1)


def moving(row: int, part: str, minutes: int) -> EditWanted:
    """The edit that moves a row, or one of its ends, by some minutes; repeated, it does so to other rows."""

    def edit(session: Session, rows: Sequence[int]) -> object:
        if part == WHOLE:
            return operations.shift(session, rows, minutes)
        start, stop = (minutes, 0) if part == START else (0, minutes)
        with session.one_step("resize"):
            for number in rows:
                operations.resize(session, number, start=start, stop=stop)
        return None

    return EditWanted(f"move by {minutes:+d} minutes", lambda session: edit(session, [row]), again=edit)
