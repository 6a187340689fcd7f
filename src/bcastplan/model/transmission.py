"""One transmission (ITU: requirement), with the schedule's defaults applied; frozen, so that engines may share it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar

from bcastplan.model.clock import ClockTime
from bcastplan.model.days import DAILY, format_days
from bcastplan.model.finding import Place
from bcastplan.model.repeat import Repeat, anchor_of, repeat_dates
from bcastplan.model.season import Season, Window
from bcastplan.model.values import TRANSMISSION_PARSERS, InlineSite


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a transmission is written.

    ``positions`` maps a key of the file to the (line, column) of its value, both from 1; keys that came from
    `defaults` point there.
    """

    file: str
    line: int = 1
    column: int = 1
    positions: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    index: int = 0

    def place(self, key: str | None, identifier: str | None) -> Place:
        """The place of one key's value, or of the transmission where the key is not written."""
        line, column = self.positions.get(key, (self.line, self.column)) if key else (self.line, self.column)
        return Place(self.file, line, column, identifier)


NOWHERE = Origin("")


@dataclass(frozen=True, kw_only=True, init=False, eq=False)
class Transmission:
    """One frequency, one site, one clock time, one set of days; all keys resolved against the defaults.

    Frequencies in kHz, power in kW, angles in degrees (azimuth of maximum radiation, slew included), times in
    minutes of the UTC day. ``first_date`` and ``last_date`` are inclusive.
    """

    id: str | None = None
    service: str = ""
    frequency_khz: float
    time: ClockTime
    days: int = DAILY
    valid_from: date | None = None
    valid_until: date | None = None
    excepted: tuple[date, ...] = ()
    repeat: Repeat | None = None
    follows: str | None = None
    status: str = "active"
    mode: str = "AM"
    broadcaster: str | None = None
    manager: str | None = None
    administration: str | None = None
    language: tuple[str, ...] = ()
    programme: str | None = None
    target: str | None = None
    site: str | InlineSite | None = None
    transmitter: str | None = None
    power_kw: float | None = None
    antenna: str | None = None
    azimuth_deg: float | None = None
    slew_deg: float | None = None
    design_frequency_khz: float | None = None
    alternatives: tuple[str, ...] = ()
    sync: str | None = None
    rate: float | None = None
    requirement: int | None = None
    old: bool = False
    note: str | None = None
    extensions: dict[str, Any] = field(default_factory=dict)
    """Keys beginning ``x-``, as written."""
    season: Season | None = None
    window: Window
    """The schedule's window; dates default to its edges."""
    origin: Origin = field(default=NOWHERE, repr=False)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # its extensions may hold anything a file can

    def __init__(self, **values: Any) -> None:
        """Take values by key of the file or by attribute; written text may stand for any value.

        Raises:
            ValueFault: a written value is not one.
            TypeError: a key there is none of, or one of those left out that every transmission has.
        """
        attributes = {ATTRIBUTE_OF_KEY.get(key, key): _typed(key, value) for key, value in values.items()}
        if unknown := attributes.keys() - _ATTRIBUTES:
            raise TypeError(f"a transmission has no {', '.join(sorted(unknown))}")
        if missing := _REQUIRED - attributes.keys():
            raise TypeError(f"a transmission needs {', '.join(sorted(missing))}")
        self.__dict__.update(_DEFAULTS, **attributes)

    @classmethod
    def trusted(cls, attributes: dict[str, Any]) -> Transmission:
        """Build from typed values by attribute name, unchecked: what the parsers of ``model.values`` returned.

        Readers call this thousands of times.
        """
        made = cls.__new__(cls)
        made.__dict__.update(_DEFAULTS)
        made.__dict__.update(attributes)
        return made

    def __eq__(self, other: object) -> bool:
        return self.__dict__ == other.__dict__ if isinstance(other, Transmission) else NotImplemented

    @property
    def first_date(self) -> date:
        """First date on which an airing may start."""
        return self.valid_from or self.window.first_day

    @property
    def last_date(self) -> date:
        """Last date on which an airing may start."""
        return self.valid_until or self.window.last_day

    @property
    def counts(self) -> bool:
        """Whether it takes part in conflicts, hours and coverage: unused ones do not."""
        return self.status != "unused"

    @property
    def file(self) -> str:
        """The file it is written in, as given."""
        return self.origin.file

    @property
    def site_code(self) -> str | None:
        """The site as one word: its code, or the name of a site written out."""
        return str(self.site) if self.site is not None else None

    @property
    def language_text(self) -> str | None:
        """The languages as one word, as ``Kor`` or ``Kor,Eng``."""
        return ",".join(self.language) or None

    @property
    def days_text(self) -> str:
        """The days in words, as ``daily`` or ``Mon-Fri``."""
        return format_days(self.days)

    def repeat_dates(self) -> tuple[date, ...] | None:
        """The dates its repeat rule names, or None without one; raises ValueFault TIM011 without an anchor."""
        if self.repeat is None:
            return None
        anchor = anchor_of(self.repeat, self.valid_from, self.first_date)
        return repeat_dates(self.repeat.text, anchor, self.last_date)

    def place(self, key: str | None = None) -> Place:
        """Where it, or one of its keys, is written."""
        return self.origin.place(key, self.id)

    def same_as(self, other: Transmission) -> bool:
        """Whether two transmissions say the same, wherever they are written."""
        mine, theirs = self.__dict__, other.__dict__
        return all(value is theirs[key] or value == theirs[key] for key, value in mine.items() if key != "origin")

    def changed(self, **values: Any) -> Transmission:
        """A copy with attributes replaced by typed values (not checked again)."""
        return Transmission.trusted({**self.__dict__, **values})


_ATTRIBUTES = frozenset(one.name for one in fields(Transmission))
_REQUIRED = frozenset({"frequency_khz", "time", "window"})
_DEFAULTS: dict[str, Any] = {
    one.name: {} if one.default is MISSING else one.default for one in fields(Transmission) if one.name not in _REQUIRED
}

ATTRIBUTE_OF_KEY: dict[str, str] = {
    "frequency": "frequency_khz",
    "from": "valid_from",
    "until": "valid_until",
    "except": "excepted",
    "power": "power_kw",
    "azimuth": "azimuth_deg",
    "slew": "slew_deg",
    "design_frequency": "design_frequency_khz",
}
"""Key in the file -> attribute, where they differ."""

_MEASURES = frozenset({"frequency", "power", "azimuth", "slew", "design_frequency", "rate"})

KEY_OF_ATTRIBUTE: dict[str, str] = {attribute: key for key, attribute in ATTRIBUTE_OF_KEY.items()}


def _typed(key: str, value: Any) -> Any:
    key = KEY_OF_ATTRIBUTE.get(key, key)
    if key in TRANSMISSION_PARSERS and isinstance(value, str | list | dict):
        return TRANSMISSION_PARSERS[key](value)
    return float(value) if key in _MEASURES and value is not None else value


@lru_cache(maxsize=1)
def transmission_keys() -> tuple[str, ...]:
    """Every key a transmission may have in a file, in the order files are written."""
    return tuple(TRANSMISSION_PARSERS)
