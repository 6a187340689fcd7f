"""The columns of the table: what each shows of a row, always as inert text, and what it is sorted by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from bcastplan.model.clock import MINUTES_PER_DAY, clock, clock_stop
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.transmission import Transmission
from bcastplan.reference import target_clock


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


def local_time(transmission: Transmission) -> str:
    """The clock time at the target on the first date, as ``0030-0130 KST``; empty where its clocks differ."""
    return _local_time(transmission.target, transmission.time, transmission.first_date) if transmission.target else ""


@lru_cache(maxsize=4096)
def _local_time(target: str, time: tuple[int, int], day: Any) -> str:
    clock_there = target_clock(target, day.year)
    if clock_there is None:
        return ""
    start, stop = time
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=start)
    there = clock_there.at(begin)
    minute = there.hour * 60 + there.minute
    end = (minute + stop - start) % MINUTES_PER_DAY or MINUTES_PER_DAY
    return f"{clock(minute)}-{clock_stop(end)} {clock_there.label(begin)}"


def _text(value: Any) -> str:
    return inert(str(value)) if value is not None else ""


def _number(value: float | None) -> str:
    return f"{value:g}" if value is not None else ""


def _plain(
    key: str, title: str, width: int, of: Callable[[Transmission], Any], explanation: str, *, most: int = 0
) -> Column:
    return Column(key, title, width, lambda one: _text(of(one)), of, False, explanation, most)


def _quantity(key: str, title: str, width: int, of: Callable[[Transmission], float | None], explanation: str) -> Column:
    return Column(key, title, width, lambda one: _number(of(one)), of, True, explanation)


HEARD = "heard"
"""The column that the listing fills: a transmission alone does not tell who hears it."""

_ALL = (
    Column(
        "frequency", "kHz", 7, lambda one: format_khz(one.frequency_khz), lambda one: one.frequency_khz, True,
        "Frequency in kHz",
    ),
    Column("time", "UTC", 9, lambda one: str(one.time), lambda one: one.time, explanation="Start and stop, UTC"),
    Column(
        "local", "Local", 16, local_time, lambda one: local_time(one) or None,
        explanation="Start and stop by the clocks of the target",
    ),
    Column(
        "days", "Days", 9, lambda one: one.days_text, lambda one: one.days,
        explanation="Days of the week on which airings start",
    ),
    _plain("site", "Site", 5, lambda one: one.site_code, "Transmitter site"),
    _quantity("power", "kW", 5, lambda one: one.power_kw, "Transmitter power in kW"),
    _quantity("azimuth", "Az°", 4, lambda one: one.azimuth_deg, "Azimuth of maximum radiation in degrees"),
    _plain("antenna", "Ant", 4, lambda one: one.antenna, "Antenna code or designation"),
    _plain("target", "Target", 8, lambda one: one.target, "CIRAF zones it is aimed at", most=16),
    _plain("language", "Lang", 5, lambda one: one.language_text, "Languages"),
    _plain("service", "Service", 18, lambda one: one.service or None, "Whose programme it is", most=32),
    _plain("broadcaster", "Bc", 4, lambda one: one.broadcaster, "Broadcaster"),
    _plain("manager", "FMO", 4, lambda one: one.manager, "Frequency-management organisation"),
    _plain("administration", "Adm", 4, lambda one: one.administration, "ITU administration"),
    Column(
        "from", "From", 10, lambda one: one.first_date.isoformat(), lambda one: one.first_date,
        explanation="First date",
    ),
    Column(
        "until", "Until", 10, lambda one: one.last_date.isoformat(), lambda one: one.last_date,
        explanation="Last date",
    ),
    _plain("transmitter", "Tx", 8, lambda one: one.transmitter, "Transmitter of the inventory"),
    _plain("mode", "Mode", 4, lambda one: one.mode, "AM, SSB or DRM"),
    _plain("status", "Status", 8, lambda one: one.status, "planned, active or unused"),
    _plain("programme", "Programme", 16, lambda one: one.programme, "Programme", most=32),
    _plain("id", "Id", 18, lambda one: one.id, "Id of the transmission", most=32),
    _plain("note", "Note", 24, lambda one: one.note, "Note", most=60),
    Column(
        HEARD, "Heard", 6, lambda _: "", lambda _: None, True,
        "Share of the target that hears it, once predicted: ~ before the last edits, ? cannot be predicted",
    ),
    Column(
        "file", "File", 20, lambda one: inert(one.origin.file), lambda one: (one.origin.file, one.origin.line),
        explanation="Where it is written", most=48,
    ),
)  # fmt: skip

COLUMNS: dict[str, Column] = {column.key: column for column in _ALL}
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


def columns_for(transmissions: Sequence[Transmission]) -> tuple[str, ...]:
    """The columns that say something about some of the transmissions."""
    rest = {key for key in DEFAULT_COLUMNS if key not in _ALWAYS}
    found: set[str] = set()
    for one in transmissions:
        found |= {key for key in rest - found if COLUMNS[key].text(one)}
        if found == rest:
            break
    return tuple(key for key in DEFAULT_COLUMNS if key in found or key in _ALWAYS)


def with_heard(keys: Sequence[str]) -> tuple[str, ...]:
    """Some columns and that of the coverage, where it is in sight on a narrow screen too."""
    at = keys.index("site") if "site" in keys else min(1, len(keys))
    return (*keys[:at], HEARD, *keys[at:])
