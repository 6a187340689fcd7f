"""What a reviewer's page is made of: results of the engines, gathered once; the page computes nothing but positions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from bcastplan.coverage.coverage_result import CoverageColumn, Heard
from bcastplan.hours.hours_result import HoursResult, HoursRow
from bcastplan.hours.rate_ledger import RateLedger
from bcastplan.model.transmission import Transmission
from bcastplan.monitoring.monitored_result import HeardResult
from bcastplan.workspace.inspection.check_result import CheckResult
from bcastplan.workspace.inspection.daily_hours import DailyHours
from bcastplan.workspace.inspection.plan_conflicts import PlanConflicts
from bcastplan.workspace.report.broadcast_hours import BroadcastHours
from bcastplan.workspace.report.coverage_section import CoverageSection
from bcastplan.workspace.report.day_timeline import Timeline
from bcastplan.workspace.seasons.plan_changes import PlanChanges

if TYPE_CHECKING:  # predictions take time to import
    from bcastplan.workspace.prediction.marginal_values import MarginalValues


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
    View("fiscal-quarters", "Fiscal quarters", (), "fiscal-quarter"),
    View("fiscal-years", "Fiscal years", (), "fiscal-year"),
)
"""The views of every spreadsheet and page, in their order."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that went into the result; ``sha256`` and ``size`` are None for standard input.

    ``role`` is ``schedule``, ``plan``, ``against``, ``compared schedule`` or ``compared plan``.
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
class PlanRates:
    """The rates of one plan and what each came to in the period; ``plan`` is its name, or its folder."""

    plan: str
    file: str | None
    ledger: RateLedger


@dataclass(frozen=True, slots=True)
class BookCoverage:
    """What is predicted of a book: beside each of its views, by key (``asked`` among them), and as a section."""

    columns: Mapping[str, CoverageColumn]
    section: CoverageSection
    marginal: MarginalValues | None = None
    """What is lost without each transmission."""


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """One of the plans held side by side: its name, the path as given, its figures by the day and its coverage."""

    title: str
    path: str
    daily: DailyHours
    heard: Heard | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Another plan, and what changed from it to this one."""

    standing: PlanStanding
    changes: PlanChanges


@dataclass(frozen=True, slots=True)
class MonitoredBook:
    """The plans' monitoring logs held against their schedules.

    ``transmissions`` are those that the rows of the result count; ``notes`` belong beside its figures.
    """

    result: HeardResult
    transmissions: Sequence[Transmission]
    logs: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoursBook:
    """Every standing view of one workspace, and the question asked besides them where it is another.

    ``month_bands`` is by band and month, for the small charts.
    """

    title: str
    views: Mapping[str, HoursResult]
    month_bands: HoursResult
    costs: tuple[CurrencyCost, ...]
    fiscal_year_starts: int | None
    """The month; None where plans say different ones, and fiscal years are not counted then."""
    provenance: Provenance
    daily: DailyHours
    asked: HoursResult | None = None
    broadcast: BroadcastHours | None = None
    yearly: Mapping[str, HoursResult] = field(default_factory=dict)
    """Bands, services and sites by fiscal year; empty where the period lies in one year."""
    fiscal_year_stated: bool = True
    """Whether a plan says when its fiscal year begins."""
    rates: tuple[PlanRates, ...] = ()
    priced: bool = True
    """Whether a plan has rates or a transmission a rate at all."""
    coverage: BookCoverage | None = None
    monitored: MonitoredBook | None = None
    """What the plans' logs say; None where they name none."""

    @property
    def total(self) -> HoursRow:
        """The total, the same in every view."""
        return self.views["bands"].total


@dataclass(frozen=True, slots=True)
class ReportData:
    """Everything on the page; a section whose data are None is left out."""

    book: HoursBook
    timeline: Timeline | None = None
    check: CheckResult | None = None
    conflicts: PlanConflicts | None = None
    path: str = ""
    """The paths of the plan as given."""
    compared: tuple[Comparison, ...] = ()
    coverage: CoverageSection | None = None
    rule_names: Mapping[str, str] = field(default_factory=dict)
    """Code -> summary of the rules that findings name."""

    @property
    def standings(self) -> list[PlanStanding]:
        """This plan, then those it is compared with."""
        heard = self.coverage.heard if self.coverage is not None else None
        own = PlanStanding(self.book.title, self.path, self.book.daily, heard)
        return [own, *(comparison.standing for comparison in self.compared)]

    @property
    def asked(self) -> Sequence[HoursResult]:
        """The question asked besides the standing views, if any."""
        return [self.book.asked] if self.book.asked is not None else []
