"""Changes the transmissions of a list so that schedules and tables can hold them; each change is a problem.

A schedule has frequencies with two decimals and a start that differs from the stop. Lists have more decimals, rows with
one time twice, and days that run from one hour to the same hour of the next day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime
from bcastplan.model.finding import Problem
from bcastplan.model.frequency import format_khz, rounded_khz
from bcastplan.model.transmission import Transmission

_DAYS = 7
_WEEK = (1 << _DAYS) - 1


def writable(transmissions: Iterable[Transmission], code: str) -> tuple[list[Transmission], list[Problem]]:
    """The transmissions with rounded frequencies and days split at midnight, without those that cannot be written.

    Every difference is a problem with the given code at its row; ``data["count"]`` is 1 where the row is left out.
    """
    kept: list[Transmission] = []
    problems: list[Problem] = []
    for transmission in transmissions:
        khz = rounded_khz(transmission.frequency_khz)
        if khz != transmission.frequency_khz:
            message = (
                f"{format_khz(transmission.frequency_khz)} kHz is written as {format_khz(khz)}: two decimals are kept"
            )
            problems.append(Problem(code, message, transmission.place("frequency")))
            transmission = transmission.changed(frequency_khz=khz)
        if transmission.time.minutes < MINUTES_PER_DAY or not transmission.time.start_minute:
            kept.append(transmission)
        # A repeat rule names the dates on which airings begin, which
        # a part after midnight would have to name a day later.
        elif transmission.status == "unused" or transmission.repeat is not None:
            message = "start and stop are the same: this cannot be written, the row is left out"
            problems.append(Problem(code, message, transmission.place("time"), {"count": 1}))
        else:
            kept += _split_at_midnight(transmission)
            message = "start and stop are the same, 24 hours later: written as two transmissions, split at midnight"
            problems.append(Problem(code, message, transmission.place("time")))
    return kept, problems


def _split_at_midnight(transmission: Transmission) -> list[Transmission]:
    """Split a transmission of 24 hours that starts at some hour: its part before midnight, and that of the next day."""
    start = transmission.time.start_minute
    window = transmission.window
    step = timedelta(days=1)
    last = transmission.last_date + step
    days = transmission.days
    return [
        transmission.changed(time=ClockTime(start, MINUTES_PER_DAY)),
        transmission.changed(
            id=f"{transmission.id}-after-midnight" if transmission.id else None,
            time=ClockTime(0, start),
            # The part after midnight is on the air a day later than its airing began.
            days=(days << 1 | days >> (_DAYS - 1)) & _WEEK,
            valid_from=transmission.first_date + step,
            valid_until=None if last >= window.last_day else last,
            excepted=tuple(day + step for day in transmission.excepted),
        ),
    ]
