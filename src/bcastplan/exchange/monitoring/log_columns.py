"""What the columns of a monitoring log mean, and how the values in them are read."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta

from bcastplan.model.errors import ValueFault
from bcastplan.model.frequency import format_khz
from bcastplan.model.reception import absolute_minute, merit_of_digits

MEANINGS = (
    "time", "start", "stop", "date", "frequency", "place", "latitude", "longitude", "service", "sinpo", "sio",
    "overall", "snr_db", "field_dbuv_m", "status", "observer", "remark",
)  # fmt: skip
"""What a column can mean."""

_ALIASES = {
    "utc": "time", "time_utc": "time", "datetime": "time", "datetime_utc": "time", "timestamp": "time", "when": "time",
    "begin": "start", "start_utc": "start", "start_time": "start", "end": "stop", "stop_utc": "stop",
    "end_utc": "stop", "stop_time": "stop", "end_time": "stop", "day": "date", "date_utc": "date",
    "freq": "frequency", "khz": "frequency", "frequency_khz": "frequency", "freq_khz": "frequency",
    "location": "place", "receiver": "place", "qth": "place", "locator": "place", "grid": "place",
    "lat": "latitude", "lon": "longitude", "lng": "longitude", "long": "longitude",
    "station": "service", "broadcaster": "service", "programme": "service", "o": "overall", "merit": "overall",
    "overall_merit": "overall", "snr": "snr_db", "s_n": "snr_db", "s_n_db": "snr_db", "sn_db": "snr_db",
    "field": "field_dbuv_m", "field_strength": "field_dbuv_m", "dbuv_m": "field_dbuv_m", "dbuv": "field_dbuv_m",
    "carrier": "status", "on_air": "status", "listener": "observer", "monitor": "observer", "reporter": "observer",
    "name": "observer", "note": "remark", "notes": "remark", "remarks": "remark", "comment": "remark",
    "comments": "remark",
}  # fmt: skip
"""Heading in lower case, with `_` for everything between its words -> what the column means."""

_CLOCK = re.compile(r"([0-9]{1,2})[:.]?([0-9]{2})(?:[:.]([0-9]{2}(?:\.[0-9]{1,6})?))?")
_ZONE_WORDS = (" utc", " gmt", " ut")
_DATE_LENGTH = 10  # characters of an ISO date without a time
_SINPO = re.compile(r"(?:SINPO *)?([1-5])[ -]?([1-5])[ -]?([1-5])[ -]?([1-5])[ -]?([1-5])", re.IGNORECASE)
_SIO = re.compile(r"(?:SIO *)?([1-5])[ -]?([1-5])[ -]?([1-5])", re.IGNORECASE)
_ON = frozenset({"on", "heard", "ok", "yes"})
_OFF = frozenset({"off", "off air", "silent", "no carrier", "no"})
_KHZ = (30.0, 30_000.0)
_HIGHEST_MERIT = 5
_DB_RANGES = {"snr_db": (-50.0, 150.0), "field_dbuv_m": (-60.0, 150.0)}
_EARLIEST_YEAR = 1900


def meaning_of_log_heading(heading: str) -> str | None:
    """What a heading of a log means, one of MEANINGS; None for an unknown one."""
    word = re.sub(r"[^a-z0-9]+", "_", heading.lower()).strip("_")
    return word if word in MEANINGS else _ALIASES.get(word)


def read_moment(text: str, dates: str = "%Y-%m-%d") -> datetime:
    """A date and time in UTC: ISO, or a date of the form ``dates`` and a clock time after a blank.

    A time with an offset is turned into UTC, one without is UTC. Raises ValueFault.
    """
    written = text.strip()
    for word in _ZONE_WORDS:
        written = written.removesuffix(word.upper()).removesuffix(word)
    try:
        # ``fromisoformat`` reads a date alone as its midnight; below, the time that is missing is noticed.
        if len(written) <= _DATE_LENGTH:
            raise ValueError
        moment = datetime.fromisoformat(written)
    except ValueError:
        day, _, clock = written.partition(" ")
        try:
            moment = read_day(day, dates) + read_clock_time(clock)
        except (ValueFault, OverflowError):
            raise ValueFault(f"'{text}' is no date and time: write UTC as 2026-06-22T15:30Z") from None
    try:
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        raise ValueFault(f"'{text}' lies outside the calendar") from None
    if moment.year < _EARLIEST_YEAR:
        raise ValueFault(f"'{text}' lies before {_EARLIEST_YEAR}")
    return moment


def read_day(text: str, dates: str = "%Y-%m-%d") -> datetime:
    """A date, as ISO or of the form ``dates``, at 0000; raises ValueFault."""
    for form in dict.fromkeys((dates, "%Y-%m-%d", "%Y%m%d")):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise ValueFault(f"'{text}' is no date: write it as 2026-06-22, or say `dates` in the mapping")


def read_clock_time(text: str) -> timedelta:
    """A clock time as ``1530``, ``15:30`` or ``15:30:20``, from midnight; raises ValueFault."""
    match = _CLOCK.fullmatch(text.strip().removesuffix("Z"))
    if match:
        hours, minutes, seconds = int(match[1]), int(match[2]), float(match[3] or 0.0)
        since = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        if minutes < 60 and seconds < 60.0 and since <= timedelta(days=1):
            return since
    raise ValueFault(f"'{text}' is no time of the day: write UTC as 1530 or 15:30")


def minute_of(moment: datetime, *, upwards: bool = False) -> int:
    """The number of the UTC minute in which a moment lies.

    With ``upwards`` it is the number of the first minute that does not begin before the moment.
    """
    minute = absolute_minute(moment.date(), moment.hour * 60 + moment.minute)
    return minute + 1 if upwards and (moment.second or moment.microsecond) else minute


def read_report_frequency(text: str) -> int:
    """A frequency in kHz with any number of decimals, as whole hertz; raises ValueFault."""
    written = text.strip().lower().removesuffix("khz").strip().replace(",", ".")
    try:
        khz = float(written)
    except ValueError:
        khz = math.nan
    # NaN, which stands for a text that is no number, lies in no range.
    if _KHZ[0] <= khz <= _KHZ[1]:
        return round(khz * 1000)
    meant = f"; in MHz it would be {format_khz(round(khz * 1000, 2))}" if 0.15 <= khz < _KHZ[0] else ""
    raise ValueFault(f"'{text}' is no frequency from {_KHZ[0]:g} to {_KHZ[1]:g} kHz{meant}")


def read_status(text: str) -> bool:
    """Whether a report says that no carrier was there; raises ValueFault."""
    word = text.strip().lower()
    if word in _OFF:
        return True
    if word in _ON:
        return False
    raise ValueFault(f"'{text}' is no status: write `off` where nothing was on the air, `on` where it was")


def read_merit(what: str, text: str) -> int:
    """The overall merit of a cell of ``overall``, ``sinpo`` or ``sio``; raises ValueFault."""
    if what == "overall":
        written = text.strip()
        # Spreadsheets write whole numbers as 4.0.
        merit = float(written) if re.fullmatch(r"[0-9](?:\.0{1,9})?", written) else math.nan
        if 0 <= merit <= _HIGHEST_MERIT:
            return int(merit)
        raise ValueFault(f"'{text}' is no overall merit from 0 (nothing heard) to {_HIGHEST_MERIT}")
    pattern, digits = (_SINPO, "five") if what == "sinpo" else (_SIO, "three")
    match = pattern.fullmatch(text.strip())
    if not match:
        raise ValueFault(f"'{text}' is no {what.upper()} code: {digits} digits from 1 to 5")
    return merit_of_digits("".join(match.groups()))


def read_decibels(what: str, text: str) -> float:
    """A ratio or a field strength in dB; raises ValueFault."""
    low, high = _DB_RANGES[what]
    try:
        value = float(text.strip().lower().removesuffix("db").replace(",", "."))
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise ValueFault(f"'{text}' is no number of decibels from {low:g} to {high:g}")
    return value


def read_degrees(what: str, text: str) -> float:
    """A latitude or longitude; raises ValueFault."""
    most = 90.0 if what == "latitude" else 180.0
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not abs(value) <= most:
        raise ValueFault(f"'{text}' is no {what} from {-most:g} to {most:g} degrees")
    return value
