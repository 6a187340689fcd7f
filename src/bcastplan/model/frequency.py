"""Frequencies: kHz with at most two decimals in schedules, whole hertz in every comparison."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from bcastplan.model.errors import ValueFault

_KHZ = re.compile(r"^[0-9]+(?:\.[0-9]+)?$")
_MOST_DIGITS = 30
_LOWEST_BROADCAST_KHZ = 148.5  # bottom of LW
HIGHEST_KHZ = 30000  # top of HF
DECIMALS = 2  # of a frequency in kHz: monitors' lists name channels to 10 Hz


@lru_cache(maxsize=4096)
def parse_frequency(text: str) -> float:
    """Read kHz with up to two decimals, above 0 and up to 30000; raises ValueFault YML005 or FRQ004."""
    written = text.strip()
    if not _KHZ.match(written):
        raise ValueFault(f"'{text}' is not a frequency: write kHz as a plain number{_khz_meant(written)}")
    # Longer numbers could overflow; as infinity they get the message of what lies outside.
    value = float(written) if len(written) < _MOST_DIGITS else math.inf
    if "." in written and len(written.partition(".")[2].rstrip("0")) > DECIMALS:
        unit = other_unit(value)
        raise ValueFault(f"{text} kHz: {unit or 'at most two decimals'}")
    if not 0 < value <= HIGHEST_KHZ:
        unit = other_unit(value)
        raise ValueFault(f"{text} kHz lies outside 0 to {HIGHEST_KHZ} kHz{f': {unit}' if unit else ''}", "FRQ004")
    return value


def other_unit(value: float) -> str:
    """The advice to write kHz, where a number looks like a broadcasting frequency in MHz or in Hz; else nothing."""
    for unit, factor in (("MHz", 1000), ("Hz", 0.001)):
        # What is a broadcasting frequency as it stands is never taken for another unit.
        if _LOWEST_BROADCAST_KHZ <= value * factor <= HIGHEST_KHZ and not _LOWEST_BROADCAST_KHZ <= value <= HIGHEST_KHZ:
            return f"this looks like {unit}, write {format_khz(value * factor)}"
    return ""


def khz_written(text: str) -> str | None:
    """The kHz of a frequency with its unit written, as ``9565`` of ``9.565 MHz``; None for anything else."""
    meant = _khz_meant(text.strip())
    return meant.removeprefix(", as ") or None


def khz_of_mhz(text: str) -> str | None:
    """The kHz of a number with more decimals than kHz have, where it is a broadcasting frequency in MHz."""
    written = text.strip()
    if (
        not _KHZ.match(written)
        or len(written.partition(".")[2].rstrip("0")) <= DECIMALS
        or len(written) >= _MOST_DIGITS
    ):
        return None
    value = float(written)
    # A sixth decimal of MHz would be a third one of kHz, and be lost.
    return format_khz(value * 1000) if "MHz" in other_unit(value) and round(value * 1e6) % 10 == 0 else None


def _khz_meant(written: str) -> str:
    """The number that was probably meant: a unit is written with it, or its thousands are set apart."""
    unit = re.match(r"^([0-9]+(?:\.[0-9]+)?)\s*(k|M)?Hz$", written, re.IGNORECASE)
    if unit:
        factor = {"m": 1000.0, "k": 1.0, None: 0.001}[unit[2].lower() if unit[2] else None]
        return f", as {format_khz(float(unit[1]) * factor)}"
    thousands = re.match(r"^([0-9]{1,2})[,' ]([0-9]{3})$", written)
    return f", as {thousands[1]}{thousands[2]}" if thousands else ""


def rounded_khz(frequency_khz: float) -> float:
    """The frequency as a schedule can write it."""
    return round(frequency_khz, DECIMALS)


def hertz(frequency_khz: float) -> int:
    """Whole hertz of a frequency in kHz."""
    # Sums and differences of 6348.35 and the like are not exact in binary; those of whole hertz are.
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


def khz_number(frequency_khz: float) -> int | float:
    """The frequency as JSON has it: whole where it is whole."""
    return int(frequency_khz) if float(frequency_khz).is_integer() else frequency_khz


def format_khz(frequency_khz: float) -> str:
    """``9565`` or ``6348.5``: no trailing zero."""
    return f"{frequency_khz:.3f}".rstrip("0").rstrip(".")
