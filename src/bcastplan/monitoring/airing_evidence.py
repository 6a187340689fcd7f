"""What the reports on one airing say together: the minutes that were heard, and those without a carrier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bcastplan.model.reception import ReceptionReport
from bcastplan.monitoring.spans import Span, Spans, clipped, union, without


@dataclass(frozen=True, slots=True)
class AiringEvidence:
    """The evidence on one airing; stretches lie inside it.

    Attributes:
        monitored: minutes in which somebody listened.
        confirmed: minutes in which somebody heard it. A report that heard it outweighs one that did not, because a
        carrier was there.
        off: minutes in which somebody found no carrier and nobody heard it.
        is_confirmed: somebody heard it, be it just before its start or after its end.
        is_off: somebody found no carrier while it was due, and nobody heard it at all.
        late_minutes: how many minutes at least it began late.
        early_minutes: how many minutes at least it ended early.
        undelivered: all of an airing that is off; else what is late, early and off in between.
    """

    monitored: Spans
    confirmed: Spans
    off: Spans
    is_confirmed: bool
    is_off: bool
    late_minutes: int
    early_minutes: int
    undelivered: Spans


def evidence_of(reports: Iterable[ReceptionReport], start: int, stop: int) -> AiringEvidence:
    """Weigh the reports that speak of the airing from ``start`` to ``stop``."""
    reports = list(reports)
    heard = union(_span(report) for report in reports if report.confirms)
    # What was heard is not clipped yet: whoever heard it just before its start confirms it too.
    monitored = clipped((_span(report) for report in reports), start, stop)
    silent = clipped((_span(report) for report in reports if report.off), start, stop)
    off = without(silent, heard)
    if not heard:
        undelivered = [Span(start, stop)] if off else []
        return AiringEvidence(monitored, [], off, False, bool(off), 0, 0, undelivered)
    # Silence before it was first heard is a late start, and silence after it was last heard an early end.
    before = [span.stop for span in off if span.start < heard[0].start]
    after = [span.start for span in off if span.stop > heard[-1].stop]
    late = max(before) - start if before else 0
    early = stop - min(after) if after else 0
    undelivered = union([*off, (start, start + late), (stop - early, stop)])
    return AiringEvidence(monitored, clipped(heard, start, stop), off, True, False, late, early, undelivered)


def _span(report: ReceptionReport) -> Span:
    return Span(report.start_minute, report.stop_minute)
