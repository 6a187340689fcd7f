"""Reads and writes single fields of fixed width; a blank field has no value, a value that does not fit is replaced."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from bcastplan.model.clock import ClockTime, clock, clock_stop, clock_time
from bcastplan.model.errors import ValueFault
from bcastplan.model.frequency import HIGHEST_KHZ, format_khz
from bcastplan.model.season import FIRST_YEAR, Season
from bcastplan.model.sites import InlineSite
from bcastplan.reference.targets import target_items

LANGUAGE_WIDTH = 3
LANGUAGES_WIDTH = 10
TARGET_WIDTH = 30
TARGET_TOKENS = 12  # Resolution 535: at most 12 CIRAF zones or quadrants
HIGHEST_BAND_MHZ = 30
HIGHEST_REQUIREMENT = 99_999

BAND = "HFC010"
START_IS_STOP = "HFC005"

_DIGITS = re.compile(r"[0-9]+")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_CLOCK = re.compile(r"([01][0-9]|2[0-3])([0-5][0-9])|(2400)")
_DATE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})")
_DAYS = re.compile(r"[. ]*[1-7][1-7. ]*")
_MODES = {"D": "AM", "T": "SSB", "N": "DRM"}
_LETTERS = {mode: letter for letter, mode in _MODES.items()}


class Uncarried(ValueFault):
    """A value the column cannot hold; ``text`` is what is written instead, padded to its width."""

    def __init__(self, message: str, text: str, code: str = "HFC102") -> None:
        super().__init__(message, code)
        self.text = text


def read_word(text: str) -> str | None:
    """A code or other text without its padding; one object for equal texts."""
    word = text.strip()
    return sys.intern(word) if word else None


def write_code(value: Any, width: int) -> str:
    """A code on the left of its column."""
    if len(str(value)) > width:
        raise Uncarried(f"'{value}' has more than {width} characters: left blank", " " * width)
    return str(value).ljust(width)


def read_khz(text: str) -> float:
    """A frequency in kHz; a band in MHz is a fault of its own (HFC010)."""
    written = text.strip()
    if not _NUMBER.fullmatch(written):
        raise ValueFault(f"'{written}' is no frequency in kHz")
    value = float(written)
    if 0 < value < HIGHEST_BAND_MHZ and _DIGITS.fullmatch(written):
        raise ValueFault(f"{written} is a band in MHz: the requirement has no frequency yet", BAND)
    if not 0 < value <= HIGHEST_KHZ:
        raise ValueFault(f"{written} kHz lies outside 0 to {HIGHEST_KHZ} kHz")
    return value


def write_khz(value: float) -> str:
    """A frequency on the right of its column."""
    if value != int(value):
        raise Uncarried(f"{format_khz(value)} kHz is no whole number of kHz", " " * 5, "HFC101")
    return f"{int(value):5d}"


def read_design(text: str) -> float | None:
    """The antenna's design frequency in kHz; none where blank or 0 (the operating frequency)."""
    written = text.strip()
    if not written.strip("0"):
        return None
    return read_khz(text)


def write_design(value: float) -> str:
    """The design frequency in whole kHz."""
    if value != int(value):
        raise Uncarried(f"a design frequency of {format_khz(value)} kHz: written in whole kHz", f"{_half_up(value):5d}")
    return f"{int(value):5d}"


def read_time(text: str) -> ClockTime:
    """Start and stop, ``1530 1630``; raises HFC005 where they are the same."""
    start, stop = text[:4], text[5:9]
    minutes = [_minute(start), _minute(stop)]
    if start == "2400":
        raise ValueFault("a start of 2400: write 0000 and the next day")
    if start == stop:
        raise ValueFault(f"start and stop are both {start}: 0000 2400 would be all day", START_IS_STOP)
    return clock_time(*minutes)


def _minute(text: str) -> int:
    match = _CLOCK.fullmatch(text)
    if not match:
        raise ValueFault(f"'{text}' is no time of day from 0000 to 2400")
    return 1440 if match[3] else int(match[1]) * 60 + int(match[2])


def write_time(value: ClockTime) -> str:
    """Start and stop; the end of the day is 2400."""
    return f"{clock(value.start_minute)} {clock_stop(value.stop_minute)}"


def write_target(value: str) -> str:
    """The target, zones separated by commas; raises HFC105 with those that fit where it is over 30 characters."""
    if any(character.isspace() for character in value):
        value = ",".join(target_items(value))
    if len(value) <= TARGET_WIDTH:
        return value.ljust(TARGET_WIDTH)
    kept = ""
    for token in value.split(","):
        longer = f"{kept},{token.strip()}" if kept else token.strip()
        if len(longer) > TARGET_WIDTH:
            break
        kept = longer
    raise Uncarried(f"'{value}' has more than {TARGET_WIDTH} characters: '{kept}' is written", kept.ljust(30), "HFC105")


def write_site(value: Any) -> str:
    """A site's code."""
    if isinstance(value, InlineSite):
        raise Uncarried(f"the site {value.name} has no HFCC code: left blank", " " * 3)
    return write_code(value, 3)


def _number(text: str, what: str, low: float, high: float) -> float | None:
    written = text.strip()
    if not written:
        return None
    if not _NUMBER.fullmatch(written):
        raise ValueFault(f"'{written}' is no {what}")
    value = float(written)
    if not low <= value <= high:
        raise ValueFault(f"{written} is no {what}: it lies outside {low:g} to {high:g}")
    return value


def _half_up(value: float) -> int:
    # ``round`` would go to the even neighbour, and make 2.5 kW 2 and 3.5 kW 4.
    return int(value + 0.5) if value >= 0 else -int(-value + 0.5)


def read_power(text: str) -> float | None:
    """Power in kW; 0 is none."""
    return _number(text, "power in kW", 0, 9999) or None


def write_power(value: float) -> str:
    """Power in whole kW; less than 1 kW is written as 1, as the format says."""
    if value != int(value) or value > 9999:
        written = f"{max(1, min(_half_up(value), 9999)):4d}"
        raise Uncarried(f"a power of {value:g} kW: written as {written.strip()} kW", written)
    return f"{int(value):4d}"


def read_azimuth(text: str) -> float | None:
    """Azimuth in degrees."""
    return _number(text, "azimuth in degrees", 0, 360)


def write_azimuth(value: float) -> str:
    """Azimuth in whole degrees from 0 to 359, on the left of its column."""
    # North is 0 in the file: 360 is the same direction, but no value of the column.
    whole = _half_up(value) % 360
    if value != whole:
        raise Uncarried(f"an azimuth of {value:g} degrees: written as {whole}", f"{whole:<7d}")
    return f"{whole:<7d}"


def read_slew(text: str) -> float | None:
    """Slew in degrees."""
    return _number(text, "slew in degrees", -90, 90)


def write_slew(value: float) -> str:
    """Slew in whole degrees."""
    whole = _half_up(value)
    if value != whole:
        raise Uncarried(f"a slew of {value:g} degrees: written as {whole}", f"{whole:3d}")
    return f"{whole:3d}"


def write_antenna(value: str) -> str:
    """An antenna's code; a BS.705 designation is written as the code that stands for it."""
    if len(value) <= 3:
        return value.ljust(3)
    from bcastplan.reference import antennas

    definition = value.replace(" ", "")
    code = next((known.code for known in antennas().values() if known.definition.replace(" ", "") == definition), None)
    if code is None:
        raise Uncarried(f"the antenna {value} has no HFCC code: left blank", " " * 3)
    return code.ljust(3)


def read_days(text: str) -> int:
    """Digits of days, Sunday is 1 -> bits, Monday is bit 0; blanks and dots among them mean nothing."""
    if not _DAYS.fullmatch(text):
        raise ValueFault(f"'{text.strip()}' names no days: digits from 1 (Sunday) to 7 (Saturday)")
    mask = 0
    for digit in text:
        if digit not in ". ":
            mask |= 1 << (int(digit) + 5) % 7
    return mask


def write_days(mask: int) -> str:
    """The digits of the days in rising order, on the left of the column."""
    return "".join(str(digit) for digit in range(1, 8) if mask >> (digit + 5) % 7 & 1).ljust(7)


Dates = tuple[date | None, date | None]


def dates_within(season: Season | None) -> tuple[Callable[[str], Dates], Callable[[Dates], str]]:
    """Reading and writing of both dates; the season's own edges are None in the model."""
    first = season.first_day if season else None
    last = season.last_day if season else None

    def read(text: str) -> Dates:
        begin, end = read_date(text[:6]), read_date(text[7:])
        return (None if begin == first else begin, None if end == last else end)

    def write(value: Dates) -> str:
        begin, end = value[0] or first, value[1] or last
        return f"{_ddmmyy(begin)} {_ddmmyy(end)}"

    return read, write


def _ddmmyy(day: date | None) -> str:
    return f"{day:%d%m%y}" if day else " " * 6


def read_date(text: str) -> date | None:
    """A date as day, month, two digits of the year (counted from 1960)."""
    if not text.strip():
        return None
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueFault(f"'{text.strip()}' is no date: day, month and year in two digits each")
    short_year = int(match[3])
    try:
        return date(short_year + (1900 if short_year >= FIRST_YEAR % 100 else 2000), int(match[2]), int(match[1]))
    except ValueError:
        raise ValueFault(f"{text} does not exist: day, month and year in two digits each") from None


def read_mode(text: str) -> str:
    """The letter of a modulation; blank is AM."""
    if text == " ":
        return "AM"
    mode = _MODES.get(text.upper())
    if mode is None:
        raise ValueFault(f"'{text}' is no modulation: D is AM, T is SSB, N is DRM")
    return mode


def write_mode(mode: str) -> str:
    """The letter of a modulation."""
    return _LETTERS[mode]


def read_languages(text: str) -> tuple[str, ...]:
    """Codes of three letters without a separator, as ``NldEng``; any other text is divided into its words."""
    written = text.strip()
    words = re.split(r"[ ,/+]+", written) if re.search(r"[ ,/+]", written) else [written]
    codes: list[str] = []
    for word in words:
        if len(word) % LANGUAGE_WIDTH == 0:
            codes += [word[at : at + LANGUAGE_WIDTH] for at in range(0, len(word), LANGUAGE_WIDTH)]
        else:
            codes.append(word)
    return tuple(sys.intern(code) for code in codes)


def write_languages(codes: tuple[str, ...]) -> str:
    """Up to three codes of three letters."""
    good = [code for code in codes if len(code) == LANGUAGE_WIDTH]
    most = LANGUAGES_WIDTH // LANGUAGE_WIDTH
    text = "".join(good[:most]).ljust(LANGUAGES_WIDTH)
    if len(good) < len(codes) or len(good) > most:
        written = text.strip() or "nothing"
        raise Uncarried(f"the languages {','.join(codes)} are not up to {most} codes: {written} is written", text)
    return text


def read_requirement(text: str) -> int | None:
    """The requirement number; 0 is none."""
    written = text.strip()
    if not written:
        return None
    if not _DIGITS.fullmatch(written):
        raise ValueFault(f"'{written}' is no requirement number")
    return int(written) or None


def write_requirement(value: int) -> str:
    """The requirement number on the right of its column."""
    if not 0 < value <= HIGHEST_REQUIREMENT:
        message = f"the requirement number {value} is not from 1 to {HIGHEST_REQUIREMENT}: left blank"
        raise Uncarried(message, " " * 5)
    return f"{value:5d}"


def read_old(text: str) -> bool:
    """The flag of data taken over from an earlier season: 1."""
    if text not in "10 ":
        raise ValueFault(f"'{text}' is no flag: 1 or blank")
    return text == "1"


def write_old(value: bool) -> str:
    """1 or blank."""
    return "1" if value else " "


def read_alternatives(text: str) -> tuple[str, ...]:
    """Up to three alternative frequencies or bands."""
    return tuple(sys.intern(text[at : at + 5].strip()) for at in (0, 6, 12) if text[at : at + 5].strip())


def write_alternatives(values: tuple[str, ...]) -> str:
    """Up to three alternatives, each on the right of its column."""
    fitting = [value for value in values if len(value) <= 5]
    text = " ".join(value.rjust(5) for value in fitting[:3]).ljust(17)
    if len(fitting) < len(values) or len(fitting) > 3:
        raise Uncarried(
            f"the alternatives {', '.join(values)} are not up to three of five characters: "
            f"{', '.join(text.split()) or 'nothing'} written",
            text,
        )
    return text


def read_note(text: str) -> str | None:
    """The note to the end of the line."""
    return text.strip() or None


def write_note(value: str) -> str:
    """Seven characters; not padded, as HFCC's own rows."""
    if len(value) > 7:
        raise Uncarried(f"the note '{value}' has more than 7 characters: '{value[:7].rstrip()}' is written", value[:7])
    return value
