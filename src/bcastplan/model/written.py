"""The kinds of values that files hold: how each is read, how it is written, and what an editor accepts for it.

Patterns are portable between ECMAScript, Python and Rust; ``patternErrorMessage`` is what editors show instead. A form
accepts whatever the reader accepts, as text and as the value that a YAML program with types makes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from bcastplan.model import values as v
from bcastplan.model.clock import ClockTime, parse_time
from bcastplan.model.dates import parse_date, parse_month
from bcastplan.model.days import FULL_NAMES, format_days, parse_days
from bcastplan.model.finding import Severity
from bcastplan.model.frequency import HIGHEST_KHZ, FrequencyRange, format_khz, parse_frequency
from bcastplan.model.keys import Json, Written
from bcastplan.model.paths import parse_glob
from bcastplan.model.repeat import FREQUENCIES, Repeat, parse_repeat
from bcastplan.model.season import Season, parse_season


def any_case(*words: str) -> str:
    """A pattern of any of the words, whatever their case, for dialects without a flag for it."""
    return "|".join("".join(f"[{c.upper()}{c.lower()}]" if c.isalpha() else c for c in word) for word in words)


def matching(pattern: str, message: str) -> Json:
    """The form of a text that matches as a whole, outer space aside."""
    return {"type": "string", "pattern": rf"^\s*(?:{pattern})\s*$", "patternErrorMessage": message}


def one_word_of(choices: tuple[str, ...]) -> Json:
    """The form of a closed list of words: an editor offers them, any case is accepted."""
    return {
        "type": "string",
        "anyOf": [{"enum": list(choices)}, {"pattern": rf"^\s*(?:{any_case(*choices)})\s*$"}],
        "errorMessage": f"one of {', '.join(choices)}",
    }


def number(*, kind: str = "number", **bounds: float) -> Json:
    """The form of a number that YAML gave a type."""
    return {"type": kind, **bounds}


_UNSIGNED = r"[0-9]+(?:\.[0-9]+)?"
_SIGNED = rf"[+-]?{_UNSIGNED}"
# Any number of zeros may follow, because the reader drops them.
_KHZ = r"[0-9]+(?:\.[0-9]{1,2}0*)?"
_CLOCK = "(?:[01][0-9]|2[0-3])[0-5][0-9]"
_DAY = "|".join(f"{any_case(name[:3])}(?:{any_case(name[3:])})?" for name in FULL_NAMES)
_DAYS = rf"\s*(?:{any_case('daily')}|(?:{_DAY})(?:\s*-\s*(?:{_DAY}))?)\s*"
_NUMBER_TEXT = matching(_SIGNED, "a plain decimal number")
_ANY_TEXT = ({"type": "string", "pattern": r"\S", "patternErrorMessage": "not empty"}, number())
_DAY_WORDS = matching(rf"{_DAYS}(?:,{_DAYS})*", "daily, Mon-Fri, Wed-Mon, Sat,Sun; digits are refused")
_VALID_KHZ = number(exclusiveMinimum=0, maximum=HIGHEST_KHZ)
_VALID_KW = number(exclusiveMinimum=0)
_SEVERITIES = tuple(Severity)


def quantity(low: float, high: float, unit: str, *, highest: float | None = None) -> Written:
    """The kind of a number inside ``low..high``; ``highest`` is where editors draw the line, if not there."""
    typed = number(minimum=low) if highest is None else number(minimum=low, maximum=highest)
    forms = (typed, _NUMBER_TEXT)
    return Written(v.between(low, high, unit), v.plain_number, forms, unit, "quantity")


def one_of(*choices: str) -> Written:
    """The kind of one word out of a closed list."""
    return Written(v.one_of(choices), forms=(one_word_of(choices),), sought="code")


def spelled(read: Callable[[Any], Any], pattern: str, message: str, *typed: Json, **more: Any) -> Written:
    """The kind of a text that matches a pattern; ``typed`` is what YAML may make of it, ``more`` as in ``Written``."""
    return Written(read, forms=(*typed, matching(pattern, message)), **more)


Text = Annotated[str, Written(str.strip, forms=_ANY_TEXT)]
"""Words for people; a number stands for its digits."""
Note = Annotated[str, Written(str, forms=_ANY_TEXT)]
"""The same with its outer space."""
Code = Annotated[str, Written(str.strip, forms=_ANY_TEXT, sought="code")]
"""A word that stands for something, of a table or of the plan."""
Band = Annotated[str, Written(str.strip, forms=_ANY_TEXT)]
"""A band by its name; only who has the tables at hand can tell the spellings of one."""
Glob = Annotated[str, Written(parse_glob, forms=_ANY_TEXT)]
"""A path or glob, counted from the folder of the plan."""
RuleCode = Annotated[str, Written(lambda text: text.strip().upper(), forms=_ANY_TEXT)]
"""The code of a rule or its beginning."""
Identifier = Annotated[str, Written(v.identifier, forms=(matching(r"\S+", "a word without white space"), number()))]
Mode = Annotated[str, one_of(*v.MODES)]
Status = Annotated[str, one_of(*v.STATUSES)]
ItemStyle = Annotated[str, one_of("keep", "block", "flow")]
Coordination = Annotated[str, one_of("asked", "agreed", "refused")]
Tenure = Annotated[str, one_of("owned", "leased")]
ValueRule = Annotated[str, one_of("best", "any")]
ScenarioRule = Annotated[str, one_of("base", "mean", "worst")]
SeverityWord = Annotated[
    Severity,
    Written(
        lambda text: Severity(v.one_of(tuple(Severity))(text)), forms=(one_word_of(tuple(Severity)),), sought="code"
    ),
]
Version = Annotated[int, Written(v.integer, forms=({"enum": [1, "1"]},))]

# fmt: off
FrequencyKhz = Annotated[float, spelled(
    parse_frequency, _KHZ, "kHz as a plain number with at most two decimals, as 9565 or 6348.25", _VALID_KHZ,
    text_of=format_khz, unit="kHz", sought="quantity",
)]
KhzRange = Annotated[FrequencyRange, spelled(
    v.frequency_range, rf"{_KHZ}\s*(?:-\s*{_KHZ})?", "kHz, or from-to in kHz, as 531-1602", _VALID_KHZ,
)]
PowerKw = Annotated[float, spelled(
    v.power, rf"\+?{_UNSIGNED}", "kW above 0", _VALID_KW, text_of=v.plain_number, unit="kW", sought="quantity",
)]
KwRange = Annotated[FrequencyRange, spelled(
    v.power_range, rf"\+?{_UNSIGNED}\s*(?:-\s*\+?{_UNSIGNED})?", "kW, or from-to in kW, as 500-1000", _VALID_KW,
)]
Time = Annotated[ClockTime, spelled(
    parse_time, rf"{_CLOCK}\s*-\s*(?:{_CLOCK}|2400)", "start and stop in UTC, as 1530-1630; 2400 is the end of the day",
    typed=ClockTime,  # 24 hours from 0030 on have no text of their own
)]
Days = Annotated[int, Written(
    parse_days, format_days, (_DAY_WORDS, {"type": "array", "items": _DAY_WORDS, "minItems": 1}), lists=True,
)]
Date = Annotated[date, spelled(
    parse_date, "(?:19[2-9][0-9]|20[0-9]{2})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])",
    "year-month-day, as 2026-06-22",
)]
YearMonth = Annotated[date, spelled(
    parse_month, "(?:19[2-9][0-9]|20[0-9]{2})-(?:0[1-9]|1[0-2])", "year-month, as 2026-08",
    text_of=lambda first_day: f"{first_day:%Y-%m}",
)]
"""A month, as its first day."""
SeasonName = Annotated[Season, spelled(
    parse_season, "[AaBb][0-9]{2}", "A or B and the year it starts in, as A26 or B26",
)]
# The pattern asks for a FREQ that there is; what RFC 5545 says of the other parts, only the reader can tell.
RepeatRule = Annotated[Repeat, spelled(
    parse_repeat, rf"(?:RRULE:)?(?:.*;)?\s*{any_case('FREQ')}\s*=\s*(?:{any_case(*FREQUENCIES)})\s*(?:;.*)?",
    "an RFC 5545 rule of whole days, as FREQ=MONTHLY;BYDAY=1SA",
)]
# Which zones there are depends on the system, so that the pattern looks at the characters only.
TimeZone = Annotated[str, spelled(v.zone, r"[A-Za-z0-9_+/-]+", "an IANA time zone, as Asia/Seoul")]
Flag = Annotated[bool, spelled(
    v.flag, any_case("yes", "no", "true", "false"), "yes or no", {"type": "boolean"},
    text_of=lambda value: "yes" if value else "no", sought="code",
)]

Azimuth = Annotated[float, quantity(0, 360, "degrees", highest=360)]
Slew = Annotated[float, quantity(-90, 90, "degrees", highest=90)]
Latitude = Annotated[float, quantity(-90, 90, "degrees", highest=90)]
Longitude = Annotated[float, quantity(-180, 180, "degrees", highest=180)]
HourPrice = Annotated[float, quantity(0, 1e9, "per hour")]
EnergyPrice = Annotated[float, quantity(0, 1e6, "per kWh")]
Amount = Annotated[float, quantity(0, 1e12, "a month or season")]
YearlyPercent = Annotated[float, quantity(-50, 100, "% a year")]
Efficiency = Annotated[float, quantity(0.01, 1, "(RF out / mains in)", highest=1)]
Conductivity = Annotated[float, quantity(0.1, 5000, "mS/m", highest=5000)]  # sea water has 5,000
Weight = Annotated[float, quantity(0, 1, "(share of the audience)", highest=1)]
HoursADay = Annotated[float, quantity(0, 24, "hours a day", highest=24)]

Whole = Annotated[int, spelled(
    v.integer, r"[+-]?[0-9]+", "a whole number", number(kind="integer"), sought="quantity",
)]
SmallCount = Annotated[int, spelled(
    v.whole_between(1, 24, "as a number"), r"\+?0*(?:[1-9]|1[0-9]|2[0-4])", "a whole number from 1 to 24",
    number(kind="integer", minimum=1, maximum=24),
)]
Minutes = Annotated[int, spelled(
    v.whole_between(0, 1440, "minutes"), r"[+-]?[0-9]+", "whole minutes",
    number(kind="integer", minimum=0, maximum=1440), unit="minutes", sought="quantity",
)]
People = Annotated[int, spelled(
    v.people, r"\+?[0-9]+", "a whole number of people, 0 or more",
    number(kind="integer", minimum=0, maximum=v.MOST_PEOPLE), unit="people", sought="quantity",
)]
Month = Annotated[int, spelled(
    v.whole_between(1, 12, "as a month"), r"\+?0*(?:[1-9]|1[0-2])", "a month from 1 to 12",
    number(kind="integer", minimum=1, maximum=12),
)]
Region = Annotated[int, spelled(
    lambda text: int(v.one_of(("1", "2", "3"))(text)), "[123]", "an ITU Region, 1 to 3",
    number(kind="integer", minimum=1, maximum=3),
)]
# fmt: on
