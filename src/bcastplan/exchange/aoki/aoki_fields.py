"""Single fields of Aoki's lists: days from Sunday, positions in degrees and minutes, languages by English names."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from bcastplan.exchange.day_digits import numbered_days
from bcastplan.exchange.places import site_at
from bcastplan.model.errors import ValueFault
from bcastplan.model.sites import InlineSite
from bcastplan.reference import languages

FLAGS = {"*": "jammed", "x": "off the air", "v": "variable frequency", "s": "AM stereo"}
"""The character after the frequency. The list does not explain it; the meanings were taken from its rows."""
ENDED = "x"
JAMMER = "*"

_OTHER_NAMES = {
    "Chinese": "Zho", "Mandarin": "Cmn", "Persian": "Fas", "Farsi": "Fas", "Burmese": "Mya", "Cantonese": "Yue",
    "Amoy": "Nan", "Malay": "Msa", "Arabic": "Ara", "Pashto": "Pus", "Mongolian": "Mon", "Azeri": "Aze",
    "Albanian": "Sqi", "Swahili": "Swa", "Uzbek": "Uzb", "Kurdish": "Kur", "Oromo": "Orm", "Nepali": "Nep",
    "Greek": "Ell", "Khmer": "Khm", "Tibetan": "Bod", "Uighur": "Uig", "Indonesian": "Ind",
}  # fmt: skip
"""Names as the list writes them -> HFCC code, where the HFCC table names the language otherwise or more finely."""


@lru_cache(maxsize=512)
def read_days(text: str) -> int:
    """``1234567``, ``.2.4...``, ``1-7`` or ``124-7`` (1, 2 and 4 to 7), Sunday is 1 -> bits, Monday is bit 0.

    A range may run over Saturday: ``5-3`` is Thursday to Tuesday. Raises ValueFault.
    """
    numbers = numbered_days(text)
    if numbers is None:
        words = f"'{text.strip()}' names no days: digits from 1 (Sunday) to 7 (Saturday), as 23456, 2-6 or 124-7"
        raise ValueFault(words)
    mask = 0
    for number in numbers:
        # Day 1 of the list is Sunday, bit 0 of a mask is Monday.
        mask |= 1 << (number + 5) % 7
    return mask


@lru_cache(maxsize=4096)
def read_position(text: str) -> tuple[float, float] | None:
    """``372514N1264519E`` -> degrees north and east, None where blank; raises ValueFault.

    Seconds may be missing in either half: four or five digits before E or W are degrees and minutes, six or seven have
    seconds.
    """
    written = text.strip()
    if not written:
        return None
    match = re.fullmatch(r"([0-9]{4}|[0-9]{6})([NS])([0-9]{4,7})([EW])", written)
    if not match:
        raise ValueFault(f"'{written}' is no position as 372514N1264519E")
    latitude = _degrees(match[1], 2) * (1 if match[2] == "N" else -1)
    digits = match[3]
    longitude = _degrees(digits, len(digits) - (4 if len(digits) >= 6 else 2)) * (1 if match[4] == "E" else -1)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueFault(f"'{written}' lies outside the globe")
    return latitude, longitude


def _degrees(digits: str, degree_digits: int) -> float:
    rest = digits[degree_digits:]
    return int(digits[:degree_digits]) + int(rest[:2]) / 60 + int(rest[2:4] or 0) / 3600


@lru_cache(maxsize=4096)
def read_site(name: str, position: str) -> str | InlineSite | None:
    """The site of a row, None without a position; raises ValueFault."""
    place = read_position(position)
    return None if place is None else site_at(" ".join(name.split()) or "unnamed", *place)


@lru_cache(maxsize=2048)
def read_languages(text: str) -> tuple[str, ...]:
    """HFCC codes of names with slashes between them; names that no table has, cut ones among them, are left out."""
    codes = [_codes_by_name().get(part.strip().lower()) for part in text.split("/")]
    return tuple(dict.fromkeys(code for code in codes if code))


@cache
def _codes_by_name() -> dict[str, str]:
    known = languages()
    names: dict[str, str] = {}
    for code in known:
        names.setdefault(known[code].name.lower(), code)
    return names | {name.lower(): code for name, code in _OTHER_NAMES.items() if code in known}


@lru_cache(maxsize=1024)
def read_power(text: str) -> float | None:
    """Power in kW, None where blank; raises ValueFault."""
    written = text.strip()
    if not written:
        return None
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?|\.[0-9]+", written):
        raise ValueFault(f"'{written}' is no power in kW")
    return float(written) or None


@lru_cache(maxsize=1024)
def read_azimuth(text: str) -> float | None:
    """Azimuth in degrees, None for ND (non-directional) and blank; raises ValueFault."""
    written = text.strip()
    if not written or written.upper().endswith("ND"):  # "ND", in some tables with a number before it
        return None
    if not re.fullmatch("[0-9]{1,3}", written) or int(written) > 360:
        raise ValueFault(f"'{written}' is no azimuth from 0 to 360 and not ND")
    return float(written)
