"""A coverage result as the section of the page; what could not be predicted is said, and never shown as zero."""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.coverage.results import CoverageResult, Heard, Strip
from bcastplan.model.counts import count
from bcastplan.workspace.report.report_data import CoverageHour, CoverageRow, CoverageSection, CoverageStrip

_MISSING = {
    "site": "without a known site",
    "target": "without a target that has test points",
    "power": "without a power",
    "frequency": "on frequencies that neither model reaches",
}


def coverage_section(result: CoverageResult) -> CoverageSection:
    """The rows of a result, its strips and its notes."""
    return CoverageSection(
        rows=tuple(
            _row(" · ".join("(none)" if value is None else str(value) for value in row.values), row.heard)
            for row in result.rows
        ),
        total=_row("Total", result.total),
        strips=tuple(_strip(strip) for strip in result.strips if strip.target is not None),
        notes=tuple(_notes(result)),
    )


def _row(label: str, heard: Heard) -> CoverageRow:
    return CoverageRow(label, heard.programme_minutes, heard.predicted_minutes, heard.coverage_minutes)


def _strip(strip: Strip) -> CoverageStrip:
    hours = tuple(CoverageHour(bool(one.heard.programme_minutes), one.heard.share, one.band) for one in strip.hours)
    return CoverageStrip(strip.service, strip.target or "", hours)


def coverage_summary(result: CoverageResult) -> str:
    """The share of the targets, what could not be predicted and what had to be assumed, for a notice."""
    share = result.total.share
    words = (
        "No transmission could be predicted."
        if share is None
        else f"{share:.0%} of the targets hears an hour that was predicted, on the average."
    )
    lacking = [
        f"{one.transmissions} {_MISSING.get(one.reason, f'without {one.reason}')}"
        for one in sorted(result.left_out, key=lambda one: -one.transmissions)
    ]
    if lacking:
        words += f" Not predicted: {', '.join(lacking)}."
    if result.assumed:
        words += f" Something had to be assumed for {count(result.assumed, 'transmission')}."
    return words


def _notes(result: CoverageResult) -> Iterator[str]:
    if result.slots:
        months = ", ".join(f"{slot.year}-{slot.month:02d} (R12 {slot.r12:g}, {slot.status})" for slot in result.slots)
        yield f"Predicted for {months}."
    for one in result.left_out:
        lacking = _MISSING.get(one.reason, f"without {one.reason}")
        yield f"Not predicted: {count(one.transmissions, 'transmission')} {lacking}, {one.minutes / 60:,.2f} hours."
    if result.assumed:
        yield f"The antenna or its direction had to be assumed for {count(result.assumed, 'transmission')}."
