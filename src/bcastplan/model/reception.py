"""What somebody heard, or did not hear, of a broadcast: one line of a monitoring log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bcastplan.model.clock import MINUTES_PER_DAY

USABLE = 3
"""Overall merit from which on a reception counts as usable: 3 is fair on the scales SINPO and SIO."""


@dataclass(frozen=True, slots=True)
class ReceptionReport:
    """One report. Minutes are UTC, counted from 0001-01-01 as ``absolute_minute`` does.

    Attributes:
        file, line: where it stands.
        start_minute: the first minute of listening.
        stop_minute: the first minute after it; a report of a moment has one minute.
        frequency_hz: as reported.
        place: where the receiver stood, as written; None where the log does not say.
        latitude, longitude: degrees, where the place is written as coordinates or as a locator.
        service: the station as the log names it.
        overall: the overall merit from 0 (nothing heard) to 5, None where it is not judged.
        snr_db: signal-to-noise ratio, dB.
        field_dbuv_m: field strength, dB(uV/m).
        off: somebody listened and there was no carrier.
        observer, remark: as written.
    """

    file: str
    line: int
    start_minute: int
    stop_minute: int
    frequency_hz: int
    place: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    service: str | None = None
    overall: int | None = None
    snr_db: float | None = None
    field_dbuv_m: float | None = None
    off: bool = False
    observer: str | None = None
    remark: str | None = None

    @property
    def confirms(self) -> bool:
        """Whether something was heard, so that the transmitter was on the air; merit 0 says nothing of that."""
        return not self.off and self.overall != 0


def absolute_minute(day: date, minute: int = 0) -> int:
    """The number of a UTC minute, counted from 0000 UTC of 0001-01-01."""
    return (day.toordinal() - 1) * MINUTES_PER_DAY + minute


def date_of_minute(minute: int) -> date:
    """The UTC date of a minute counted as ``absolute_minute`` does."""
    return date.fromordinal(minute // MINUTES_PER_DAY + 1)


def merit_of_digits(digits: str) -> int:
    """The overall merit of a SINPO (five digits) or SIO code (three): its last digit."""
    return int(digits[-1])
