"""One transmission (ITU: requirement), with the schedule's defaults applied; frozen, so that engines may share it."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from operator import attrgetter
from typing import Annotated, Any, ClassVar, Self

from bcastplan.model import written as w
from bcastplan.model.days import DAILY, format_days
from bcastplan.model.errors import ValueFault
from bcastplan.model.finding import Place
from bcastplan.model.keys import Key, Keyed, Many, Records, Written, keys_of
from bcastplan.model.nearest import did_you_mean
from bcastplan.model.repeat import anchor_of, repeat_dates
from bcastplan.model.season import NO_WINDOW, Season, Window
from bcastplan.model.sites import InlineSite
from bcastplan.model.values import Raw


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
        return Place(self.file, line, column, identifier, self.index)


NOWHERE = Origin("")


# The __init__ of dataclasses would store every default in each of thousands of transmissions.
@dataclass(frozen=True, kw_only=True, init=False, eq=False)
class Transmission(Keyed):
    """One frequency, one site, one clock time, one set of days.

    All keys are resolved against the defaults of the file. Frequencies in kHz, power in kW, angles in degrees (azimuth
    of maximum radiation, slew included), times in minutes of the UTC day. ``first_date`` and ``last_date`` are
    inclusive.
    """

    # fmt: off
    id: Annotated[w.Identifier | None, Key(
        "Name of the transmission, unique in the plan, without white space; needed to be named in `agreed`.",
        "voa-9565-evening", own=True, label="Id", hint="unique in the plan",
    )] = None
    service: Annotated[w.Text, Key(
        "Whose programme it is. The same words in two files are one service; default: the file's `service`.",
        "VOA Korean", label="Service", hint="whose programme it is",
    )] = ""
    frequency_khz: Annotated[w.FrequencyKhz, Key(
        "Carrier frequency in kHz, up to two decimals.",
        9565, 648, 6348.5, name="frequency", required=False, exact=True, own=True, label="Frequency", hint="kHz",
    )]
    time: Annotated[w.Time, Key(
        "Start and stop in UTC, 0000 to 2400. A stop before the start lies on the next day; days and dates belong to "
        "the day on which it starts.",
        "1530-1630", "2330-0030", "0000-2400",
        required=False, exact=True, own=True, label="Time", hint="UTC, as 1530-1630",
    )]
    days: Annotated[w.Days, Key(
        "Days of the week in UTC on which it starts; default: daily. Digits are refused, because lists count from "
        "different days.",
        "daily", "Mon-Fri", "Wed-Mon", "Sat,Sun", ["Fri", "Sat"],
        exact=True, label="Days", hint="daily, Mon-Fri, Sat,Sun",
    )] = DAILY
    valid_from: Annotated[w.Date | None, Key(
        "First date, included; default: the edge of the season.",
        "2026-06-22", name="from", exact=True, label="From", hint="first date, as 2026-06-22",
    )] = None
    valid_until: Annotated[w.Date | None, Key(
        "Last date, included; default: the edge of the season.",
        "2026-06-26", name="until", exact=True, label="Until", hint="last date",
    )] = None
    excepted: Annotated[tuple[w.Date, ...], Key(
        "Dates on which it does not start after all.",
        ["2026-07-03"], "2026-07-03",
        name="except", exact=True, listed=True, label="Except", hint="dates, separated by commas",
    )] = ()
    repeat: Annotated[w.RepeatRule | None, Key(
        "An RFC 5545 RRULE of whole days, without DTSTART and UNTIL; it meets with `days`. With INTERVAL above 1 or "
        "COUNT it counts from an explicit `from`.",
        "FREQ=MONTHLY;BYDAY=1SA", "FREQ=WEEKLY;INTERVAL=2",
        exact=True, label="Repeat", hint="RRULE, as FREQ=MONTHLY;BYDAY=1SA",
    )] = None
    follows: Annotated[w.TimeZone | None, Key(
        "An IANA zone whose clock the time keeps from season to season.",
        "Asia/Seoul", "America/New_York", label="Follows", hint="IANA zone whose clock it keeps",
    )] = None
    status: Annotated[w.Status, Key(
        "planned and active count everywhere, unused counts nowhere.",
        "active", "planned", "unused", label="Status", hint="planned, active or unused",
    )] = "active"
    mode: Annotated[w.Mode, Key(
        "Modulation; default: AM.", "AM", "SSB", "DRM", label="Mode", hint="AM, SSB or DRM",
    )] = "AM"
    broadcaster: Annotated[w.Code | None, Key(
        "HFCC broadcaster code, or one of the plan's own.", "VOA", label="Broadcaster", hint="code",
    )] = None
    manager: Annotated[w.Code | None, Key(
        "HFCC frequency-management organisation. Conflicts inside one manager are its own affair.",
        "AGM", label="FMO", hint="frequency-management organisation",
    )] = None
    administration: Annotated[w.Code | None, Key(
        "ITU code of the administration that notifies it.", "PHL", label="Administration", hint="ITU code",
    )] = None
    language: Annotated[tuple[w.Code, ...], Key(
        "HFCC three-letter language code, or a list of them.",
        "Kor", ["Kor", "Eng"], label="Language", hint="codes, separated by commas",
    )] = ()
    programme: Annotated[w.Text | None, Key(
        "What is on, where one service has several programmes.", "Morning news", label="Programme",
    )] = None
    target: Annotated[w.Text | None, Key(
        "CIRAF zones and quadrants it is aimed at, kept as written.",
        "44NE", "37-39", "01,02,06", label="Target", hint="CIRAF zones, as 44NE",
    )] = None
    listeners: Annotated[w.Code | None, Key(
        "Whom it is meant for: a group of the plan's `listeners` or an ITU administration code, whose shipped towns "
        "count by their people. Coverage goes by them instead of the target.",
        "dprk", "KRE", label="Listeners", hint="group of the plan, or KRE",
    )] = None
    site: Annotated[w.Code | InlineSite | None, Key(
        "HFCC site code, a code of the plan, or a place written out.",
        "PHT", {"name": "Jeju", "latitude": 33.45, "longitude": 126.57},
        label="Site", hint="HFCC code, or {name: , latitude: , longitude: }",
    )] = None
    transmitter: Annotated[w.Code | None, Key(
        "A transmitter of the plan's inventory at that site.",
        "PHT-1", label="Transmitter", hint="of the plan's inventory",
    )] = None
    power_kw: Annotated[w.PowerKw | None, Key(
        "Transmitter power in kW.", 250, name="power", label="Power", hint="kW",
    )] = None
    antenna: Annotated[w.Code | None, Key(
        "HFCC antenna code, an antenna of the inventory, or a BS.705 designation.",
        216, "AHR4/4/0.5", label="Antenna", hint="HFCC code or BS.705 designation",
    )] = None
    azimuth_deg: Annotated[w.Azimuth | None, Key(
        "Degrees from true north of maximum radiation, slew included.",
        21, name="azimuth", label="Azimuth", hint="degrees, slew included",
    )] = None
    slew_deg: Annotated[w.Slew | None, Key(
        "Degrees by which the beam is turned from the array's own direction.",
        0, -15, name="slew", label="Slew", hint="degrees",
    )] = None
    design_frequency_khz: Annotated[w.FrequencyKhz | None, Key(
        "Frequency in kHz the antenna is designed for.",
        9700, name="design_frequency", label="Design freq.", hint="kHz of the antenna",
    )] = None
    alternatives: Annotated[tuple[w.Text, ...], Key(
        "Frequencies in kHz or bands that would do as well; never counted.",
        [9570, 9645], "49 m", label="Alternatives", hint="frequencies or bands, by commas",
    )] = ()
    sync: Annotated[w.Code | None, Key(
        "The same word on the same frequency: synchronised transmitters, never a conflict.",
        "korea-648", label="Sync", hint="same word = synchronised",
    )] = None
    rate: Annotated[w.HourPrice | None, Key(
        "Price of an hour of this transmission, in the plan's currency.", 55.0, label="Rate", hint="per hour",
    )] = None
    requirement: Annotated[w.Whole | None, Key(
        "Requirement number in the HFCC files.", 4711, own=True, label="Requirement", hint="HFCC number",
    )] = None
    old: Annotated[w.Flag, Key(
        "HFCC's flag for data carried over unchecked from the season before.",
        False, label="Old", hint="yes or no (HFCC flag)",
    )] = False
    jammer: Annotated[w.Flag, Key(
        "Whether this is a jammer and no programme, as lists name them: it interferes, and counts nowhere.",
        False, own=True, label="Jammer", hint="yes or no",
    )] = False
    note: Annotated[w.Note | None, Key(
        "Anything worth knowing; shown, never interpreted.", "weak in winter", own=True, label="Note", hint="anything",
    )] = None
    # fmt: on
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
        attributes = {ATTRIBUTE_OF_KEY.get(name, name): _typed(name, value) for name, value in values.items()}
        if unknown := attributes.keys() - _ATTRIBUTES:
            raise TypeError(f"a transmission has no {', '.join(sorted(unknown))}")
        if missing := _REQUIRED - attributes.keys():
            raise TypeError(f"a transmission needs {', '.join(sorted(missing))}")
        self.__dict__.update(attributes)

    @classmethod
    def trusted(cls, attributes: dict[str, Any]) -> Self:
        """Build from typed values by attribute name, unchecked: what ``TRANSMISSION_PARSERS`` returned.

        Readers call this thousands of times. A transmission holds what it was given and nothing of what is left at
        its default, which the class has for all: that takes half the memory.
        """
        transmission = cls.__new__(cls)
        transmission.__dict__.update(attributes)
        return transmission

    @classmethod
    def of_keys(cls, **attributes: Any) -> Self:
        """A transmission by itself: on no date until a schedule gives it a window."""
        if missing := [key for key in ("frequency", "time") if ATTRIBUTE_OF_KEY[key] not in attributes]:
            raise ValueFault(f"'{missing[0]}' is missing", "YML004")
        return cls(window=NO_WINDOW, **attributes)

    def __eq__(self, other: object) -> bool:
        return self.values() == other.values() if isinstance(other, Transmission) else NotImplemented

    def values(self) -> dict[str, Any]:
        """Every attribute with its value, where it was left at its default too."""
        return _DEFAULTS | self.__dict__

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
        """Whether it takes part in conflicts, hours and coverage: unused ones and jammers do not."""
        return self.status != "unused" and not self.jammer

    @property
    def jams(self) -> bool:
        """Whether it is a jammer that is on the air."""
        return self.jammer and self.status != "unused"

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

    def same_as(self, other: Self) -> bool:
        """Whether two transmissions have equal values, wherever they are written."""
        mine, theirs = self.values(), other.values()
        # By identity first: readers give equal texts one typed value.
        return all(value is theirs[key] or value == theirs[key] for key, value in mine.items() if key != "origin")

    def changed(self, **values: Any) -> Self:
        """A copy with attributes replaced by typed values (not checked again)."""
        return type(self).trusted({**self.__dict__, **values})


_ATTRIBUTES = frozenset(field.name for field in fields(Transmission))
_REQUIRED = frozenset({"frequency_khz", "time", "window"})
_DEFAULTS: dict[str, Any] = {
    # Only `extensions` has a factory, and one empty dict does for all, because nobody writes into it.
    field.name: {} if field.default is MISSING else field.default
    for field in fields(Transmission)
    if field.name not in _REQUIRED
}
Transmission.extensions = _DEFAULTS["extensions"]  # as the class has all other defaults

KEYS = keys_of(Transmission)
"""Every key of a transmission in the order files are written; what reads, writes and shows keys goes by it."""

TRANSMISSION_PARSERS: dict[str, Callable[[Raw], Any]] = {name: key.shape.parse for name, key in KEYS.items()}
ATTRIBUTE_OF_KEY: dict[str, str] = {name: key.attribute for name, key in KEYS.items()}
KEY_OF_ATTRIBUTE: dict[str, str] = {key.attribute: name for name, key in KEYS.items()}


def _typed(name: str, value: Any) -> Any:
    key = KEYS.get(KEY_OF_ATTRIBUTE.get(name, name))
    return value if key is None or value is None or value == key.default else key.shape.take(value)


def typed_values(written: Mapping[str, Raw]) -> dict[str, Any]:
    """Attribute -> value of keys as a file has them; raises ValueFault, naming the key, at the first fault."""
    values = {}
    for name, raw in written.items():
        if name not in KEYS:
            raise ValueFault(f"unknown key '{name}'{did_you_mean(name, KEYS)}", "YML002")
        try:
            values[KEYS[name].attribute] = KEYS[name].shape.parse(raw)
        except ValueFault as fault:
            raise ValueFault(f"{name}: {fault}", fault.code) from None
    return values


def _line_maker(key: Key) -> Callable[[Transmission], str]:
    """The function that makes the line of a key; screens and tables call it for every row."""
    value_of = attrgetter(key.attribute)
    text_of = key.shape.text_of if isinstance(key.shape, Written) else str
    if isinstance(key.shape, Many | Records):
        part = key.shape.item.text_of if isinstance(key.shape, Many) else str
        return lambda transmission: ",".join(map(part, value_of(transmission)))
    return lambda transmission: "" if (value := value_of(transmission)) is None or value is False else text_of(value)


LINES: dict[str, Callable[[Transmission], str]] = {name: _line_maker(key) for name, key in KEYS.items()}
"""Key -> its value in one line as files have it, lists by commas, a place by its name; empty for none."""


def transmission_keys() -> tuple[str, ...]:
    """Every key a transmission may have in a file, in the order files are written."""
    return tuple(KEYS)
