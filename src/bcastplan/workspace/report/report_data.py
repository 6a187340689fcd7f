"""What a reviewer's page is made of: results of the engines, gathered once; the page computes nothing but positions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from bcastplan.hours.results import HoursResult, HoursRow
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.inspection.conflicts_view import ConflictsView
from bcastplan.workspace.inspection.rule_check import CheckResult


@dataclass(frozen=True, slots=True)
class View:
    """One standing question to the hours: its heading and how it is asked."""

    key: str
    heading: str
    by: tuple[str, ...]
    per: str | None


VIEWS = (
    View("bands", "Bands", ("band",), None),
    View("services", "Services", ("service",), None),
    View("sites", "Sites", ("site",), None),
    View("months", "Months", (), "month"),
    View("quarters", "Quarters", (), "quarter"),
    View("fiscal-years", "Fiscal years", (), "fiscal-year"),
)
"""The views of every spreadsheet and page, in their order."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that went into the result; ``sha256`` and ``size`` are None for standard input.

    ``role`` is ``schedule``, ``plan``, ``against`` or ``compared``.
    """

    name: str
    role: str
    sha256: str | None
    size: int | None
    transmissions: int | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """How the result was made; ``made_at`` in UTC."""

    version: str
    made_at: datetime
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class CurrencyCost:
    """Cost of the plans that reckon in one currency (None: the rates name none).

    ``cost`` is None where airtime of these plans has no price, which ``unpriced_minutes`` counts.
    """

    currency: str | None
    cost: Decimal | None
    transmitter_minutes: int
    unpriced_minutes: int
    plans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoursBook:
    """Every standing view of one workspace, and the question asked besides them where it is another.

    ``fiscal_year_starts`` is the month. ``month_bands`` is by band and month, for the small charts.
    """

    title: str
    views: Mapping[str, HoursResult]
    month_bands: HoursResult
    costs: tuple[CurrencyCost, ...]
    fiscal_year_starts: int
    made: Provenance
    asked: HoursResult | None = None
    priced: bool = True
    """Whether a plan has rates or a transmission a rate at all."""

    @property
    def total(self) -> HoursRow:
        """The total, the same in every view."""
        return self.views["bands"].total


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the UTC day in which a service uses a frequency, ``stop_minute`` at most 1440.

    ``days`` of the period's ``HoursResult.period.days`` dates have it; ``words`` says which.
    """

    frequency_khz: float
    band: str
    band_order: int
    service: str
    sites: tuple[str, ...]
    targets: tuple[str, ...]
    start_minute: int
    stop_minute: int
    days: int
    words: str


@dataclass(frozen=True, slots=True)
class LocalClock:
    """What the clocks of some targets show; several ``zones`` show the same.

    ``changes`` are the minutes ahead of UTC from a date on, the first one from the period's first date.
    """

    zones: tuple[str, ...]
    targets: tuple[str, ...]
    changes: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The 24-hour UTC day of a period of ``days`` dates.

    ``load`` is, by band, the mean number of transmitters on the air in each of the 96 quarters of an hour.
    ``unplaced_targets`` have no one local clock.
    """

    days: int
    bars: tuple[Bar, ...]
    load: tuple[tuple[str, tuple[float, ...]], ...]
    clocks: tuple[LocalClock, ...]
    unplaced_targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """Coverage of one group: ``coverage_minutes`` is None where none of ``programme_minutes`` could be predicted."""

    label: str
    programme_minutes: int
    predicted_minutes: int
    coverage_minutes: float | None


@dataclass(frozen=True, slots=True)
class CoverageHour:
    """One UTC hour: the share of the target (0 to 1) that hears a service, None where nothing could be predicted."""

    on_air: bool
    share: float | None
    band: str | None


@dataclass(frozen=True, slots=True)
class CoverageStrip:
    """How much of a target hears a service in each of the 24 UTC hours."""

    service: str
    target: str
    hours: tuple[CoverageHour, ...]


@dataclass(frozen=True, slots=True)
class CoverageSection:
    """Predicted coverage as the page shows it; ``notes`` say what was assumed and left out."""

    rows: tuple[CoverageRow, ...]
    total: CoverageRow
    strips: tuple[CoverageStrip, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aired:
    """A transmission with its minutes on the air over all its dates, and its band."""

    transmission: Transmission
    minutes: int
    band: str = ""


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One key of the file whose value differs; None where it is not written."""

    key: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ChangedTransmission:
    """One transmission in both plans, with what differs."""

    before: Aired
    after: Aired
    changes: tuple[KeyChange, ...]

    @property
    def minutes(self) -> int:
        """Minutes on the air more than before; negative for less."""
        return self.after.minutes - self.before.minutes


@dataclass(frozen=True, slots=True)
class HoursDelta:
    """Hours of one group before and after; None where it is not on the air."""

    group: str
    label: str
    before: HoursRow | None
    after: HoursRow | None


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """What changed from one plan to another, by transmission."""

    before_name: str
    after_name: str
    added: tuple[Aired, ...]
    removed: tuple[Aired, ...]
    changed: tuple[ChangedTransmission, ...]
    unchanged: int
    before: HoursResult
    after: HoursResult
    deltas: tuple[HoursDelta, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class ReportData:
    """Everything on the page; a section whose data are None is left out."""

    book: HoursBook
    timeline: Timeline | None = None
    check: CheckResult | None = None
    conflicts: ConflictsView | None = None
    changes: PlanChanges | None = None
    coverage: CoverageSection | None = None
    rule_names: Mapping[str, str] = field(default_factory=dict)
    """Code -> summary of the rules that findings name."""

    @property
    def asked(self) -> Sequence[HoursResult]:
        """The question asked besides the standing views, if any."""
        return [self.book.asked] if self.book.asked is not None else []
