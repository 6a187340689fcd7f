"""Written values as types: every text a parser accepts, and what a YAML program with types makes of it.

Patterns are portable between ECMAScript, Python and Rust; ``patternErrorMessage`` is what editors show instead.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from bcastplan.model.days import FULL_NAMES
from bcastplan.model.frequency import HIGHEST_KHZ
from bcastplan.model.repeat import FREQUENCIES
from bcastplan.model.values import MODES, STATUSES


def any_case(*words: str) -> str:
    """A pattern of any of the words, whatever their case, for dialects without a flag for it."""
    return "|".join("".join(f"[{c.upper()}{c.lower()}]" if c.isalpha() else c for c in word) for word in words)


def matching(pattern: str, message: str) -> Any:
    """Constraint of a text that matches as a whole, outer space aside."""
    return Field(pattern=rf"^\s*(?:{pattern})\s*$", json_schema_extra={"patternErrorMessage": message})


def one_word_of(choices: tuple[str, ...]) -> Any:
    """Constraint of a closed list of words: an editor offers them, any case is accepted."""
    return Field(
        json_schema_extra={
            "anyOf": [{"enum": list(choices)}, {"pattern": rf"^\s*(?:{any_case(*choices)})\s*$"}],
            "errorMessage": f"one of {', '.join(choices)}",
        }
    )


_UNSIGNED = r"[0-9]+(?:\.[0-9]+)?"
_SIGNED = rf"[+-]?{_UNSIGNED}"
_KHZ = r"[0-9]+(?:\.[0-9]0*)?"
_CLOCK = "(?:[01][0-9]|2[0-3])[0-5][0-9]"
_DAY = "|".join(f"{any_case(name[:3])}(?:{any_case(name[3:])})?" for name in FULL_NAMES)
_DAYS = rf"\s*(?:{any_case('daily')}|(?:{_DAY})(?:\s*-\s*(?:{_DAY}))?)\s*"

AnyNumber = Annotated[float, Field(strict=True)]
WrittenNumber = Annotated[str, matching(_SIGNED, "a plain decimal number")]

Text = Annotated[str, Field(pattern=r"\S", json_schema_extra={"patternErrorMessage": "not empty"})] | AnyNumber
"""Any text; a number stands for its digits."""

Word = Annotated[str, matching(r"\S+", "a word without white space")] | AnyNumber
"""An id."""

TextOrList = Text | list[Text]

FrequencyKhz = (
    Annotated[float, Field(strict=True, gt=0, le=HIGHEST_KHZ)]
    | Annotated[str, matching(_KHZ, "kHz as a plain number with at most one decimal, as 9565 or 6348.5")]
)
FrequencyRange = (
    Annotated[float, Field(strict=True, gt=0, le=HIGHEST_KHZ)]
    | Annotated[str, matching(rf"{_KHZ}\s*(?:-\s*{_KHZ})?", "kHz, or from-to in kHz, as 531-1602")]
)
PowerKw = Annotated[float, Field(strict=True, gt=0)] | Annotated[str, matching(rf"\+?{_UNSIGNED}", "kW above 0")]
PowerRange = (
    Annotated[float, Field(strict=True, gt=0)]
    | Annotated[str, matching(rf"\+?{_UNSIGNED}\s*(?:-\s*\+?{_UNSIGNED})?", "kW, or from-to in kW, as 500-1000")]
)
Time = Annotated[
    str,
    matching(rf"{_CLOCK}\s*-\s*(?:{_CLOCK}|2400)", "start and stop in UTC, as 1530-1630; 2400 is the end of the day"),
]
DayWords = Annotated[str, matching(rf"{_DAYS}(?:,{_DAYS})*", "daily, Mon-Fri, Wed-Mon, Sat,Sun; digits are refused")]
Days = DayWords | Annotated[list[DayWords], Field(min_length=1)]
Date = Annotated[
    str,
    matching(
        "(?:19[2-9][0-9]|20[0-9]{2})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])", "year-month-day, as 2026-06-22"
    ),
]
SeasonName = Annotated[str, matching("[AaBb][0-9]{2}", "A or B and the year it starts in, as A26 or B26")]
RepeatRule = Annotated[
    str,
    matching(
        rf"(?:RRULE:)?(?:.*;)?\s*{any_case('FREQ')}\s*=\s*(?:{any_case(*FREQUENCIES)})\s*(?:;.*)?",
        "an RFC 5545 rule of whole days, as FREQ=MONTHLY;BYDAY=1SA",
    ),
]
TimeZone = Annotated[str, matching(r"[A-Za-z0-9_+/-]+", "an IANA time zone, as Asia/Seoul")]
Azimuth = Annotated[float, Field(strict=True, ge=0, le=360)] | WrittenNumber
Slew = Annotated[float, Field(strict=True, ge=-90, le=90)] | WrittenNumber
Latitude = Annotated[float, Field(strict=True, ge=-90, le=90)] | WrittenNumber
Longitude = Annotated[float, Field(strict=True, ge=-180, le=180)] | WrittenNumber
Price = Annotated[float, Field(strict=True, ge=0)] | WrittenNumber
Whole = Annotated[int, Field(strict=True)] | Annotated[str, matching(r"[+-]?[0-9]+", "a whole number")]
Minutes = Annotated[int, Field(strict=True, ge=0, le=1440)] | Annotated[str, matching(r"[+-]?[0-9]+", "whole minutes")]
Month = (
    Annotated[int, Field(strict=True, ge=1, le=12)]
    | Annotated[str, matching(r"\+?0*(?:[1-9]|1[0-2])", "a month from 1 to 12")]
)
Region = Annotated[int, Field(strict=True, ge=1, le=3)] | Annotated[str, matching("[123]", "an ITU Region, 1 to 3")]
Efficiency = Annotated[float, Field(strict=True, ge=0.01, le=1)] | WrittenNumber
Conductivity = Annotated[float, Field(strict=True, ge=0.1, le=5000)] | WrittenNumber
Flag = (
    Annotated[bool, Field(strict=True)] | Annotated[str, matching(any_case("yes", "no", "true", "false"), "yes or no")]
)
Mode = Annotated[str, one_word_of(MODES)]
Status = Annotated[str, one_word_of(STATUSES)]
SeverityWord = Annotated[str, one_word_of(("error", "warning", "info"))]
