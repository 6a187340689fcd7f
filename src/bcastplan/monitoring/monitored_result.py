"""What came of holding reports against airings, as rows for listings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import sqrt
from typing import NamedTuple

from bcastplan.model.reception import ReceptionReport

GROUPS = ("service", "frequency", "place", "hour", "month")
"""What rows are grouped by."""

GroupKey = tuple[str | int | float | None, ...]
_Z95 = 1.959964
"""Half the width of the middle 95 % of a normal distribution, in standard deviations."""


class Credit(NamedTuple):
    """What minutes that were not delivered cost, to the cent; ``amount`` is None where a price is not known."""

    amount: Decimal | None
    currency: str | None


class Interval(NamedTuple):
    """Bounds between which a share lies with 95 % probability, 0 to 1."""

    low: float
    high: float


def binomial_interval(successes: int, trials: int) -> Interval:
    """Wilson's interval of 95 % for a share of which ``successes`` of ``trials`` were seen; at least one trial."""
    # Wilson's formula holds for a handful of reports too, and never leaves 0 to 1, as the simple formula does.
    share = successes / trials
    spread = _Z95**2 / trials
    middle = (share + spread / 2) / (1 + spread)
    half = _Z95 / (1 + spread) * sqrt(share * (1 - share) / trials + spread / (4 * trials))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


@dataclass(frozen=True, slots=True)
class HeardRow:
    """One group of reports and of the airtime they speak of.

    Attributes:
        values: of the groups, in their order.
        scheduled_minutes, monitored_minutes, confirmed_minutes, off_minutes: transmitter-minutes on schedule, with a
            listener, heard, and found without a carrier.
        undelivered_minutes: what the credit is for; None by place, where it cannot be divided.
        reports: how many speak of it; ``judged`` of them give an overall merit, ``usable`` one of 3 at least.
        mean_overall: of the judged ones, None without any.
        compared, compared_usable, predicted: the judged ones with a prediction, how many of them were usable, and the
            mean reliability predicted for them, 0 to 1.
        credit: the price of the minutes that were not delivered.
    """

    values: GroupKey
    scheduled_minutes: int
    monitored_minutes: int
    confirmed_minutes: int
    off_minutes: int
    undelivered_minutes: int | None
    reports: int
    judged: int
    usable: int
    mean_overall: float | None
    compared: int
    compared_usable: int
    predicted: float | None
    credit: Credit

    @property
    def usable_share(self) -> float | None:
        """The share of judged reports with an overall merit of 3 and more, 0 to 1; None without any."""
        return self.usable / self.judged if self.judged else None

    @property
    def interval(self) -> Interval | None:
        """Where the share of usable receptions lies, by the reports that are held against the prediction."""
        return binomial_interval(self.compared_usable, self.compared) if self.compared else None

    @property
    def disagrees(self) -> bool | None:
        """Whether the prediction lies outside the interval; None where nothing can be compared."""
        interval = self.interval
        if interval is None or self.predicted is None:
            return None
        return not interval.low <= self.predicted <= interval.high


@dataclass(frozen=True, slots=True)
class Delivery:
    """One transmission in one month, against what was scheduled.

    Airings count in the month they start in, minutes in the month they lie in. ``late_minutes`` and
    ``early_minutes`` are sums over airings, each at least as long as told. What was heard is as in ``HeardRow``.
    """

    row: int
    month: str
    airings: int
    monitored_airings: int
    confirmed_airings: int
    off_airings: int
    scheduled_minutes: int
    monitored_minutes: int
    confirmed_minutes: int
    off_minutes: int
    late_minutes: int
    early_minutes: int
    undelivered_minutes: int
    reports: int
    judged: int
    usable: int
    mean_overall: float | None
    predicted: float | None
    credit: Credit


@dataclass(frozen=True, slots=True)
class Incident:
    """One airing that was not delivered whole; minutes as ``absolute_minute`` counts them."""

    row: int
    start_minute: int
    stop_minute: int
    is_off: bool
    late_minutes: int
    early_minutes: int
    undelivered_minutes: int
    credit: Credit
    reports: tuple[ReceptionReport, ...]


@dataclass(frozen=True, slots=True)
class UnscheduledRow:
    """What was heard on a frequency in an hour of the day, UTC, while none of the plans is on the air there."""

    frequency_hz: int
    hour: int
    reports: int
    services: tuple[str, ...]
    """As the logs name them."""
    places: tuple[str, ...]
    first: date
    last: date
    mean_overall: float | None
    registered: tuple[int, ...]
    """Rows of the reference schedules on the air there at a time of these reports."""


@dataclass(frozen=True, slots=True)
class HeardResult:
    """All of it; ``first`` and ``last`` are the dates of the period, None without a report."""

    by: tuple[str, ...]
    first: date | None
    last: date | None
    rows: tuple[HeardRow, ...]
    total: HeardRow
    strips: tuple[HeardRow, ...]
    """By service and hour."""
    deliveries: tuple[Delivery, ...]
    incidents: tuple[Incident, ...]
    unscheduled: tuple[UnscheduledRow, ...]
    reports: int
    matched: int
    off_unscheduled: int
    """Reports of no carrier where none was due: they say nothing."""
    outside: int
    """Reports outside the period."""
    reports_of_row: dict[int, Sequence[ReceptionReport]] = field(default_factory=dict, repr=False)
