"""Turn a coverage result into a section of the page; what could not be predicted is named, never shown as zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bcastplan.coverage.coverage_result import Heard, Strip
from bcastplan.model.counts import count
from bcastplan.model.percent import percent

if TYPE_CHECKING:  # predictions take time to import
    from bcastplan.coverage.coverage_hours import CoverageResult

_MISSING = {
    "site": "without a known site",
    "target": "without a target that has test points",
    "listeners": "for listeners that are not known",
    "power": "without a power",
    "frequency": "on frequencies that neither model reaches",
}


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """Coverage of one group."""

    label: str
    heard: Heard


@dataclass(frozen=True, slots=True)
class CoverageHour:
    """One UTC hour: the share of the target (0 to 1) that hears a service, None where nothing could be predicted."""

    on_air: bool
    share: float | None
    band: str | None


@dataclass(frozen=True, slots=True)
class CoverageStrip:
    """How much of its listeners, or of its target, hears a service in each of the 24 UTC hours."""

    service: str
    towards: str
    hours: tuple[CoverageHour, ...]


@dataclass(frozen=True, slots=True)
class CoverageSection:
    """Predicted coverage as the page shows it; ``notes`` say what was assumed and left out.

    ``rows`` are the services, ``bands`` the same airtime by band.
    """

    rows: tuple[CoverageRow, ...]
    total: CoverageRow
    bands: tuple[CoverageRow, ...] = ()
    strips: tuple[CoverageStrip, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def heard(self) -> Heard:
        """Coverage of everything together."""
        return self.total.heard


def coverage_section(
    result: CoverageResult, notes: Sequence[str], bands: Sequence[CoverageRow] = ()
) -> CoverageSection:
    """The rows of a result, those of its bands, and its strips, with the notes that belong beside them."""
    return CoverageSection(
        rows=tuple(
            CoverageRow(" · ".join("(none)" if value is None else str(value) for value in row.values), row.heard)
            for row in result.rows
        ),
        total=CoverageRow("Total", result.total),
        bands=tuple(bands),
        strips=tuple(_strip(strip) for strip in result.strips if strip.towards is not None),
        notes=(*_months(result), *notes),
    )


def _months(result: CoverageResult) -> Iterator[str]:
    if result.slots:
        months = ", ".join(f"{slot.year}-{slot.month:02d} (R12 {slot.r12:g}, {slot.status})" for slot in result.slots)
        yield f"Predicted for {months}."


def _strip(strip: Strip) -> CoverageStrip:
    hours = tuple(CoverageHour(bool(hour.heard.programme_minutes), hour.heard.share, hour.band) for hour in strip.hours)
    return CoverageStrip(strip.service, strip.towards or "", hours)


def coverage_summary(result: CoverageResult) -> str:
    """The share of the targets, what could not be predicted and what had to be assumed, for a notice."""
    share, served = result.total.share, result.total.served_share
    words = (
        "No transmission could be predicted."
        if share is None or served is None
        else f"Heard {percent(share)} on average of listeners and targets, served {percent(served)}. "
        "Interference, jamming and sporadic E are left out."
    )
    lacking = [
        f"{left_out.transmissions} {_MISSING.get(left_out.reason, f'without {left_out.reason}')}"
        for left_out in sorted(result.left_out, key=lambda left_out: -left_out.transmissions)
    ]
    if lacking:
        words += f" Not predicted: {', '.join(lacking)}."
    if result.assumed:
        words += f" Something had to be assumed for {count(result.assumed, 'transmission')}."
    return words
