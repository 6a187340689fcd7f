"""What planners do to transmissions besides writing keys: duplicate, split, shift, move, agree."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from bcastplan.document.splice import EditRefused
from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime, clock
from bcastplan.model.days import DAILY, format_days, shift_days
from bcastplan.model.errors import ValueFault
from bcastplan.model.season import Window
from bcastplan.model.transmission import ATTRIBUTE_OF_KEY, Transmission, transmission_keys
from bcastplan.model.values import Raw
from bcastplan.workspace.editing.session import Session

NOT_COPIED = ("id", "requirement")
"""Keys that name one transmission, so that others do not get their values."""


def duplicate(session: Session, number: int) -> int:
    """Put a copy behind a transmission, under an id of its own; returns its row."""
    values = dict(session.raw(number))
    if "id" in values:
        values["id"] = free_id(session, str(values["id"]))
    origin = session.table.transmissions[number].origin
    return session.insert(origin.file, values, index=origin.index + 1, label="duplicate")


def free_id(session: Session, proposed: str) -> str:
    """The id itself if no transmission has it, else with the first number that is free."""
    return FreeIds(session).take(proposed)


class FreeIds:
    """Ids for new transmissions, none of them given twice."""

    def __init__(self, session: Session) -> None:
        self._taken = {transmission.id for transmission in session.table.transmissions}

    def take(self, proposed: str) -> str:
        """The id itself if it is free, else with the first number that is; it is taken from then on."""
        chosen = proposed
        if proposed in self._taken:
            # A copy of ``one-2`` is ``one-3``, and not ``one-2-2``.
            stem, _, last = proposed.rpartition("-")
            stem = stem if stem and last.isdigit() else proposed
            chosen = next(name for number in count(2) if (name := f"{stem}-{number}") not in self._taken)
        self._taken.add(chosen)
        return chosen


def split(session: Session, number: int, minute: int) -> tuple[int, int]:
    """Cut a transmission in two at a minute of the day inside it; returns both rows.

    The second half keeps every key; when it starts after midnight its days move one on.
    """
    transmission = session.table.transmissions[number]
    start, stop = transmission.time
    # A time of the clock before the start is one after midnight.
    at = minute if minute > start else minute + MINUTES_PER_DAY
    if not start < at < stop:
        raise ValueFault(f"{clock(minute)} does not lie inside {transmission.time}", "TIM001")
    origin = transmission.origin
    second = dict(session.raw(number))
    second["time"] = str(_clock_time(at, stop))
    if "id" in second:
        second["id"] = free_id(session, f"{second['id']}-2")
    if at >= MINUTES_PER_DAY:
        # Their dates are those of the start; there is no way to write that all of them are meant a day later.
        if transmission.repeat is not None or transmission.excepted:
            raise EditRefused("a transmission with `repeat` or `except` cannot be split after midnight: write it out")
        if transmission.days != DAILY:
            second["days"] = format_days(shift_days(transmission.days, 1))
    first_half = {"time": str(ClockTime(start, at))}
    with session.one_step(f"split at {clock(minute)}"):
        session.change([number], first_half)
        row = session.insert(origin.file, second, index=origin.index + 1)
    return number, row


def _clock_time(start: int, stop: int) -> ClockTime:
    shift = start // MINUTES_PER_DAY * MINUTES_PER_DAY
    return ClockTime(start - shift, stop - shift)


def shift(session: Session, rows: Sequence[int], minutes: int) -> list[int]:
    """Move transmissions earlier or later; days move along when a start passes midnight."""
    changes = [(number, shifted(session.table.transmissions[number], minutes)) for number in rows]
    session.change_each(changes, f"shift by {minutes:+d} minutes")
    return list(rows)


def shifted(transmission: Transmission, minutes: int) -> dict[str, Raw | None]:
    """The keys that move a transmission by some minutes."""
    start = transmission.time.start_minute + minutes
    days_moved, start = divmod(start, MINUTES_PER_DAY)
    changes: dict[str, Raw | None] = {"time": str(ClockTime(start, start + transmission.time.minutes))}
    if days_moved and transmission.days != DAILY:
        if transmission.repeat is not None or transmission.excepted:
            raise EditRefused("a transmission with `repeat` or `except` cannot be shifted past midnight: write it out")
        changes["days"] = format_days(shift_days(transmission.days, days_moved))
    return changes


def resize(session: Session, number: int, *, start: int = 0, stop: int = 0) -> int:
    """Move the start or the stop of a transmission by some minutes; it stays between a minute and a day long."""
    time = session.table.transmissions[number].time
    begin, end = time.start_minute + start, time.stop_minute + stop
    if not 1 <= end - begin <= MINUTES_PER_DAY:
        raise ValueFault("a transmission lasts from one minute to a day", "TIM002")
    if not 0 <= begin < MINUTES_PER_DAY:
        raise ValueFault("the start stays on its day: shift the transmission to move it past midnight", "TIM001")
    session.change([number], {"time": str(ClockTime(begin, end))}, "resize")
    return number


def move(session: Session, rows: Sequence[int], file: str) -> list[int]:
    """Move transmissions to the end of another file, what their file's defaults say written out where it differs."""
    with session.one_step(f"move to {file}"):
        listed = [values_for(session, number, file) for number in rows]
        session.delete(rows)
        return session.insert_many(file, listed, label=f"move to {file}")


def values_for(session: Session, number: int, file: str) -> dict[str, Raw]:
    """The keys that say the same of a transmission in another file, under the defaults there."""
    transmission = session.table.transmissions[number]
    target_defaults = session.documents[file].defaults() if file in session.documents else {}
    target = session.documents[file].schedule if file in session.documents else None
    values = dict(session.raw(number))
    for key, value in session.documents[transmission.file].defaults().items():
        if key not in values and target_defaults.get(key) != value:
            values[key] = value
    if target is not None:
        if transmission.service != (target_defaults.get("service") or target.service):
            values.setdefault("service", transmission.service)
        values |= _dates_kept(transmission, target.window)
    return values


def _dates_kept(transmission: Transmission, window: Window) -> dict[str, str]:
    """Dates that a transmission has from the edges of its schedule, to be written out where the new one's differ."""
    first, last = transmission.first_date, transmission.last_date
    if first > window.last_day or last < window.first_day:
        return {}  # moved to another season, of which it has no date: the season's own hold
    kept = {}
    if transmission.valid_from is None and first != window.first_day:
        kept["from"] = first.isoformat()
    if transmission.valid_until is None and last != window.last_day:
        kept["until"] = last.isoformat()
    return kept


def other_values(before: Sequence[Transmission], after: Sequence[Transmission]) -> list[str]:
    """What moved transmissions took over from the defaults of their new file, as ``broadcaster VOA``."""
    taken_over: dict[str, None] = {}
    for original, other in zip(before, after, strict=True):
        for key in transmission_keys():
            attribute = ATTRIBUTE_OF_KEY.get(key, key)
            value = getattr(other, attribute)
            if key not in ("from", "until") and getattr(original, attribute) != value:
                taken_over[f"{key} {value}"] = None
    return list(taken_over)


def days_text(mask: int) -> str:
    """How days of the week are written; raises ValueFault where there is none."""
    if not mask:
        raise ValueFault("a transmission is on the air on one day of the week at least", "TIM010")
    return format_days(mask)
