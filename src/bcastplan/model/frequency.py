"""Frequencies: kHz with at most two decimals in schedules, whole hertz in every comparison."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bcastplan.model.errors import ValueFault

_KHZ = re.compile(r"^[0-9]+(?:\.[0-9]+)?$")
HIGHEST_KHZ = 30000  # top of HF
DECIMALS = 2  # of a frequency in kHz: monitors' lists name channels to 10 Hz


@lru_cache(maxsize=4096)
def parse_frequency(text: str) -> float:
    """Read kHz with up to two decimals, above 0 and up to 30000; raises ValueFault YML005 or FRQ004."""
    written = text.strip()
    if not _KHZ.match(written):
        unit = re.match(r"^([0-9]+(?:\.[0-9]+)?)\s*(k|M)Hz$", written, re.IGNORECASE)
        hint = ""
        if unit:
            value = float(unit[1]) * (1000 if unit[2] in "mM" else 1)
            hint = f", as {value:g}"
        raise ValueFault(f"'{text}' is not a frequency: write kHz as a plain number{hint}")
    if "." in written and len(written.partition(".")[2].rstrip("0")) > DECIMALS:
        raise ValueFault(f"{text} kHz: at most two decimals")
    value = float(written)
    if not 0 < value <= HIGHEST_KHZ:
        raise ValueFault(f"{text} kHz lies outside 0 to {HIGHEST_KHZ} kHz", "FRQ004")
    return value


def rounded_khz(frequency_khz: float) -> float:
    """The frequency as a schedule can write it."""
    return round(frequency_khz, DECIMALS)


def hertz(frequency_khz: float) -> int:
    """Whole hertz of a frequency in kHz."""
    return round(frequency_khz * 1000)


@dataclass(frozen=True, slots=True)
class FrequencyRange:
    """Frequencies from ``low_khz`` to ``high_khz``, both included; ranges of powers use it too, in kW."""

    low_khz: float
    high_khz: float

    def __contains__(self, frequency_khz: float) -> bool:
        return self.low_khz <= frequency_khz <= self.high_khz

    def __str__(self) -> str:
        low, high = format_khz(self.low_khz), format_khz(self.high_khz)
        return low if low == high else f"{low}-{high}"


def format_khz(frequency_khz: float) -> str:
    """``9565`` or ``6348.5``: no trailing zero."""
    return f"{frequency_khz:.3f}".rstrip("0").rstrip(".")
