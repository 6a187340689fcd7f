"""The columns of the table: what each shows of a row, always as inert text, and what it is sorted by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.keys import Written
from bcastplan.model.plan import Plan
from bcastplan.model.transmission import KEYS, LINES, Transmission
from bcastplan.reference.listener_places import listeners_clock
from bcastplan.reference.target_clocks import clock_range


class Column(NamedTuple):
    """One column: ``text`` is what is shown, ``order`` what it is sorted by (None sorts last)."""

    key: str
    title: str
    width: int
    text: Callable[[Transmission], str]
    order: Callable[[Transmission], Any]
    right: bool = False
    explanation: str = ""
    most: int = 0
    """Cells it may take where there is room."""


def local_time(plan: Plan, transmission: Transmission) -> str:
    """The listeners' clock time on the first date, as ``0030-0130 KST``; empty where their clocks differ."""
    day = transmission.first_date
    clock_there = listeners_clock(plan, transmission, day.year)
    return clock_range(clock_there, transmission.time, day) if clock_there is not None else ""


class Look(NamedTuple):
    """How the column of a key looks."""

    title: str
    width: int
    explanation: str
    most: int = 0


_LOOKS = {
    "site": Look("Site", 5, "Transmitter site"),
    "power": Look("kW", 5, "Transmitter power in kW"),
    "azimuth": Look("Az°", 4, "Azimuth of maximum radiation in degrees"),
    "antenna": Look("Ant", 4, "Antenna code or designation"),
    "target": Look("Target", 8, "CIRAF zones it is aimed at", most=16),
    "language": Look("Lang", 5, "Languages"),
    "service": Look("Service", 18, "Whose programme it is", most=32),
    "broadcaster": Look("Bc", 4, "Broadcaster"),
    "manager": Look("FMO", 4, "Frequency-management organisation"),
    "administration": Look("Adm", 4, "ITU administration"),
    "transmitter": Look("Tx", 8, "Transmitter of the inventory"),
    "mode": Look("Mode", 4, "AM, SSB or DRM"),
    "status": Look("Status", 8, "planned, active or unused"),
    "programme": Look("Programme", 16, "Programme", most=32),
    "id": Look("Id", 18, "Id of the transmission", most=32),
    "note": Look("Note", 24, "Note", most=60),
}
"""Columns of keys with a look of their own; those of other keys are called as the form calls them."""

HEARD = "heard"
"""A column that the listing fills: a transmission alone does not tell who hears it."""
SERVED = "served"
"""A column that the listing fills, beside the one before."""
LOCAL = "local"
"""A column that the listing fills: which clock the listeners keep is a matter of the plan."""

_SPECIAL = {
    "frequency": Column(
        "frequency", "kHz", 7, lambda row: format_khz(row.frequency_khz), lambda row: row.frequency_khz, True,
        "Frequency in kHz",
    ),
    "time": Column(
        "time", "UTC", 9, lambda row: str(row.time), lambda row: row.time, explanation="Start and stop, UTC"
    ),
    LOCAL: Column(
        LOCAL, "Local", 16, lambda _: "", lambda _: None, most=18,
        explanation="Start and stop by the clock of the listeners",
    ),
    "days": Column(
        "days", "Days", 9, lambda row: row.days_text, lambda row: row.days,
        explanation="Days of the week on which airings start",
    ),
    "from": Column(
        "from", "From", 10, lambda row: row.first_date.isoformat(), lambda row: row.first_date,
        explanation="First date",
    ),
    "until": Column(
        "until", "Until", 10, lambda row: row.last_date.isoformat(), lambda row: row.last_date,
        explanation="Last date",
    ),
    HEARD: Column(
        HEARD, "Heard", 6, lambda _: "", lambda _: None, True,
        "Mean reliability over listeners or target, once predicted: ~ before the last edits, ? cannot be predicted",
    ),
    SERVED: Column(
        SERVED, "Served", 6, lambda _: "", lambda _: None, True,
        "Share of listeners or target that hear it with a reliability of 80 % or more, once predicted",
    ),
    "file": Column(
        "file", "File", 20, lambda row: inert(row.origin.file), lambda row: (row.origin.file, row.origin.line),
        explanation="Where it is written", most=48,
    ),
}  # fmt: skip
"""Columns that show more than the value of one key."""


def _of_key(name: str) -> Column:
    """The column that shows the value of a key, quantities to the right and in their order."""
    key = KEYS[name]
    label = key.label or name
    look = _LOOKS.get(name) or Look(label, max(8, len(label)), key.says, most=32)
    numeric = isinstance(key.shape, Written) and key.shape.sought == "quantity"

    line = LINES[name]

    def order(transmission: Transmission) -> Any:
        return getattr(transmission, key.attribute) if numeric else line(transmission) or None

    def text(transmission: Transmission) -> str:
        return inert(line(transmission))

    # The line of a quantity is made of a number, and has nothing that would have to be made harmless.
    shown = line if numeric else text
    return Column(name, look.title, look.width, shown, order, numeric, look.explanation, look.most)


_ORDER = (
    "frequency", "time", "local", "days", "site", "power", "azimuth", "antenna", "target", "language", "service",
    "broadcaster", "manager", "administration", "from", "until", "transmitter", "mode", "status", "programme", "id",
    "note", HEARD, SERVED, "file",
)  # fmt: skip

COLUMNS: dict[str, Column] = {name: _SPECIAL.get(name) or _of_key(name) for name in dict.fromkeys((*_ORDER, *KEYS))}
"""Every column by its key, in the order they are offered."""

DEFAULT_COLUMNS = (
    "frequency", "time", "local", "days", "site", "power", "azimuth", "target", "language", "service", "antenna",
    "broadcaster", "manager", "from", "until", "id", "note", "file",
)  # fmt: skip
"""What the table shows until the user chooses, as far as a row has it; the first ones fit on 80 cells."""

_ALWAYS = ("frequency", "time", "days", "site", "service")


def known_columns(keys: Sequence[str]) -> tuple[str, ...]:
    """Those of some keys that are columns, once each: an older or newer program may have noted them."""
    return tuple(dict.fromkeys(key for key in keys if key in COLUMNS))


def columns_for(rows: int, cell: Callable[[int, str], str]) -> tuple[str, ...]:
    """The columns that say something about some row.

    Args:
        rows: how many rows there are.
        cell: what a column shows of a row.
    """
    rest = {key for key in DEFAULT_COLUMNS if key not in _ALWAYS}
    filled: set[str] = set()
    for row in range(rows):
        # Columns that are known to say something are not looked at again; most are known after a few rows.
        filled |= {key for key in rest - filled if cell(row, key)}
        if filled == rest:
            break
    return tuple(key for key in DEFAULT_COLUMNS if key in filled or key in _ALWAYS)


def with_heard(keys: Sequence[str]) -> tuple[str, ...]:
    """Some columns and those of the coverage, where they are in sight on a narrow screen too."""
    at = keys.index("site") if "site" in keys else min(1, len(keys))
    return (*keys[:at], *(key for key in (HEARD, SERVED) if key not in keys), *keys[at:])
