"""Every frequency has a band; whether it is allocated there depends on the ITU Region and the date.

Limits are carriers in kHz, both ends inclusive. The validity dates are the conferences': WARC-79 extensions on
1 July 1989, WARC-92 additions counted from 3 March 1992 (formally 1 April 2007), 7 MHz after WRC-03 on 29 March 2009.
"""

from bisect import bisect_right
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from bcastplan.reference.storage import read_shipped

Allocation = Literal["in", "customary", "out"]

OTHER = "other"


class Band(NamedTuple):
    """A broadcast band: the frequencies counted to it (from inclusive, to exclusive) and the customary ones."""

    name: str
    capture_from_khz: float
    capture_until_khz: float
    customary_from_khz: float
    customary_until_khz: float


class BandAllocation(NamedTuple):
    """An allocation, both ends inclusive in kHz, in some Regions, valid from a date to the day before another."""

    band: str
    from_khz: float
    until_khz: float
    regions: frozenset[int]
    valid_from: date
    valid_before: date
    note: str


class BandStatus(NamedTuple):
    """The band of a frequency, its standing there, and a key by which bands sort by frequency."""

    band: str
    status: Allocation
    sort_key: int


@cache
def bands() -> tuple[Band, ...]:
    """All bands, rising in frequency; ``other`` is not among them."""
    columns = ("band", "capture_from", "capture_until", "customary_from", "customary_until")

    def band(fields: list[str]) -> Band:
        return Band(fields[0], *(float(text) for text in fields[1:]))

    return tuple(read_shipped("bands", columns, band))


@cache
def band_allocations() -> tuple[BandAllocation, ...]:
    """All allocations of all bands and dates, as shipped."""
    columns = ("band", "from", "until", "regions", "valid_from", "valid_before", "note")

    def allocation(fields: list[str]) -> BandAllocation:
        name, low, high, regions, valid_from, valid_before, note = fields
        return BandAllocation(
            name,
            float(low),
            float(high),
            frozenset(int(region) for region in regions.split()),
            date.fromisoformat(valid_from) if valid_from else date.min,
            date.fromisoformat(valid_before) if valid_before else date.max,
            note,
        )

    return tuple(read_shipped("band_allocations", columns, allocation))


def band_of(frequency_khz: float, region: int, day: date) -> BandStatus:
    """Band and standing of a carrier frequency.

    Args:
        frequency_khz: carrier frequency in kHz.
        region: ITU Region 1, 2 or 3 of the transmitter.
        day: UTC date. An allocation that changes at 0100 UTC counts with its new limits on that date.

    Returns:
        ``in`` an allocation of that Region and date, in the ``customary`` use beside it, or ``out``. Frequencies in
        no band's capture range (and NaN) are in ``other``, ``out``.
    """
    band = _capturing(frequency_khz)
    if band is None:
        return BandStatus(OTHER, "out", band_order(OTHER))
    for low, high, regions, valid_from, valid_before in _allocations_of(band.name):
        if low <= frequency_khz <= high and region in regions and valid_from <= day < valid_before:
            return BandStatus(band.name, "in", band_order(band.name))
    customary = band.customary_from_khz <= frequency_khz <= band.customary_until_khz
    return BandStatus(band.name, "customary" if customary else "out", band_order(band.name))


def band_order(band_name: str) -> int:
    """Place of a band among all by rising frequency; ``other`` and unknown names come last."""
    return _orders().get(band_name, len(bands()))


def parse_band(text: str) -> str | None:
    """Canonical name of a band: ``49m``, ``49 M`` and ``49`` give ``49 m``, ``mw`` gives ``MW``; None when unknown."""
    folded = "".join(text.split()).casefold()
    return _names().get(folded) or _names().get(f"{folded}m")


def _capturing(frequency_khz: float) -> Band | None:
    starts = _capture_starts()
    # NaN is the one number that differs from itself; without the test bisection would put it into a band.
    index = bisect_right(starts, frequency_khz) - 1 if frequency_khz == frequency_khz else -1
    if index < 0:
        return None
    band = bands()[index]
    return band if frequency_khz < band.capture_until_khz else None


@cache
def _capture_starts() -> list[float]:
    return [band.capture_from_khz for band in bands()]


@cache
def _allocations_of(band_name: str) -> tuple[tuple[float, float, frozenset[int], date, date], ...]:
    return tuple(row[1:6] for row in band_allocations() if row.band == band_name)


@cache
def _orders() -> dict[str, int]:
    return {band.name: index for index, band in enumerate(bands())}


@cache
def _names() -> dict[str, str]:
    names = [*(band.name for band in bands()), OTHER]
    return {"".join(name.split()).casefold(): name for name in names}
