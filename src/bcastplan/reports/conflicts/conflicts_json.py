"""Conflicts as JSON, schema ``bcastplan.conflicts/1``: keys may be added, never renamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bcastplan.conflicts import Jammed, JammedResult, Pair, Resource, RowSide
from bcastplan.model.finding import Finding
from bcastplan.model.frequency import khz_number
from bcastplan.reports.check.check_json import finding_object
from bcastplan.reports.safe_text import json_text
from bcastplan.workspace.inspection.plan_conflicts import PlanConflicts

SCHEMA = "bcastplan.conflicts/1"


def conflicts_json(conflicts: PlanConflicts, findings: Sequence[Finding] = ()) -> Iterator[str]:
    """All pairs, resources and jammed transmissions as one JSON object, in their fixed order, each on its own line.

    ``agreed`` are the pairs that agreements settle, which are conflicts no more and not among ``pairs``.

    The text comes in parts: of a thousand rows that are alike there are half a million pairs, 450 MB as JSON.
    ``findings`` are what stood in the way of reading the inputs.
    """
    yield f'{{"schema": "{SCHEMA}",\n "pairs": ['
    yield from _listed(pair_object(conflicts, pair) for pair in conflicts.pairs)
    yield '],\n "resources": ['
    yield from _listed(resource_object(conflicts, resource) for resource in conflicts.resources)
    yield '],\n "jammed": ['
    yield from _listed(jammed_object(conflicts, conflicts.jammed, item) for item in conflicts.jammed or ())
    yield '],\n "agreed": ['
    yield from _listed(pair_object(conflicts, pair) for pair in conflicts.agreed or ())
    yield '],\n "findings": ['
    yield from _listed(finding_object(finding) for finding in findings)
    yield "]}\n"


def _listed(records: Iterable[dict[str, Any]]) -> Iterator[str]:
    # JSON allows no comma after the last record, and which one is the last shows only when no other comes.
    before = "\n  "
    for record in records:
        yield before + json_text(record)
        before = ",\n  "


def pair_object(conflicts: PlanConflicts, pair: Pair) -> dict[str, Any]:
    """One pair as JSON; ``status`` and ``reason`` are those of its entry under `agreed` of the plan."""
    note = conflicts.note_of(pair)
    return {
        "kind": pair.kind.value,
        "rule": pair.kind.rule,
        "severity": str(pair.severity),
        "own": pair.own,
        "separation_khz": pair.separation_khz,
        "overlap_minutes": pair.overlap_minutes,
        "dates": pair.dates,
        "first": pair.first.isoformat(),
        "last": pair.last.isoformat(),
        "hours_a_week": round(conflicts.pairs.wording.hours_a_week(pair.a_row, pair.b_row), 2),
        "when": conflicts.pairs.wording.overlap(pair.a_row, pair.b_row),
        "shared_test_points": pair.shared_test_points,
        "probably_ours": pair.probably_ours,
        "status": conflicts.status_of(pair),
        "reason": note.reason if note is not None else None,
        "a": side_object(conflicts, pair.a),
        "b": side_object(conflicts, pair.b),
    }


def jammed_object(conflicts: PlanConflicts, result: JammedResult | None, item: Jammed) -> dict[str, Any]:
    """One jammed transmission as JSON; ``a`` is ours, ``b`` the jammer as a side, ``jammer`` what else is known of it.

    A jammed transmission is neither own nor external, so that it has no key ``own``.
    """
    jammer, written = item.jammer, item.jammer.jammer
    other = RowSide.of(jammer.transmission, is_reference=jammer.is_reference)
    return {
        "kind": item.kind.value,
        "rule": item.kind.rule,
        "severity": str(item.severity),
        "separation_khz": item.separation_khz,
        "overlap_minutes": item.overlap_minutes,
        "dates": item.dates,
        "first": item.first.isoformat(),
        "last": item.last.isoformat(),
        "hours_a_week": round(result.hours_a_week(item), 2) if result is not None else None,
        "when": result.when(item) if result is not None else [],
        "shared_test_points": item.shared_test_points,
        "heard": f"{item.heard:%Y-%m}" if item.heard else None,
        "since": item.since.isoformat() if item.since else None,
        "a": side_object(conflicts, item.side),
        "b": side_object(conflicts, other),
        "jammer": {
            "name": jammer.name,
            "low_khz": khz_number(jammer.low_hz / 1000),
            "high_khz": khz_number(jammer.high_hz / 1000),
            "latitude": written.latitude if written else None,
            "longitude": written.longitude if written else None,
            "power_kw": jammer.transmission.power_kw,
            "follows": list(written.follows) if written else [],
            "why": written.why if written else None,
        },
    }


def resource_object(conflicts: PlanConflicts, resource: Resource) -> dict[str, Any]:
    """One conflict over a transmitter, an antenna or a site as JSON."""
    return {
        "kind": resource.kind.value,
        "rule": resource.kind.rule,
        "severity": str(resource.severity),
        "site": resource.site,
        "site_name": conflicts.sites.get(resource.site),
        "transmitter": resource.transmitter,
        "antenna": resource.antenna,
        "overlap_minutes": resource.overlap_minutes,
        "dates": resource.dates,
        "first": resource.first.isoformat(),
        "last": resource.last.isoformat(),
        "worst_at": resource.worst_at.strftime("%Y-%m-%dT%H:%MZ"),
        "available": resource.available,
        "most_at_once": resource.most_at_once,
        "gap_minutes": resource.gap_minutes,
        "retune_minutes": resource.retune_minutes,
        "members": [side_object(conflicts, member) for member in resource.members],
    }


def side_object(conflicts: PlanConflicts, side: RowSide) -> dict[str, Any]:
    """One side of a conflict as JSON; frequencies in kHz, whole ones without a point."""
    return {
        "file": side.file,
        "line": side.line,
        "id": side.id,
        "frequency_khz": khz_number(side.frequency_khz),
        "service": side.service,
        "broadcaster": side.broadcaster,
        "manager": side.manager,
        "manager_name": conflicts.managers.get(side.manager or ""),
        "site": side.site,
        "site_name": conflicts.sites.get(side.site or ""),
        "language": side.language,
        "target": side.target_text,
        "against": side.is_reference,
    }
