"""Predicts coverage with offsets learned from monitors' reports: what was heard corrects what is predicted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bcastplan.airtime.airing_list import airing_list
from bcastplan.coverage.corrections import CircuitOffset, Corrections
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.model.counts import count
from bcastplan.model.finding import Finding
from bcastplan.model.reception import USABLE, ReceptionReport
from bcastplan.monitoring.circuit_offsets import FEWEST_REPORTS, Observation, learned_offset
from bcastplan.monitoring.report_matches import MatchOptions, match_reports
from bcastplan.workspace.lists.list_import import findings_of
from bcastplan.workspace.monitoring.logged_stations import LoggedStations
from bcastplan.workspace.monitoring.plan_logs import Logs
from bcastplan.workspace.monitoring.predicted_reports import PredictedReport, predicted_reports
from bcastplan.workspace.monitoring.receiver_sites import ReceiverSites
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress
from bcastplan.workspace.prediction.plan_coverage import CoverageAnswer, coverage_answer, opened_for

_SMALLEST_DB = 0.05
"""An offset below is nothing: it changes no figure that is shown."""

Circuit = tuple[tuple[float, float], tuple[float, float], str]
"""A site and a place, as latitude and longitude, and a band."""


@dataclass(frozen=True, slots=True)
class LearnedOffsets:
    """The corrections, what could not be read of the logs, and a sentence on what was learned."""

    corrections: Corrections
    findings: tuple[Finding, ...]
    unreadable: int
    note: str


def corrected_coverage(
    paths: Sequence[str],
    logs: Sequence[str],
    *,
    by: Sequence[str],
    options: CoverageOptions,
    against: Sequence[str] = (),
    progress: Progress = no_progress,
) -> tuple[CoverageAnswer, int]:
    """Coverage with what logs teach, and how many of the logs cannot be read.

    Raises CoverageRequestError for a question without an answer.
    """
    workspace = opened_for(paths, against, options, progress)
    learned = learned_offsets(workspace, logs, options, progress=progress)
    answer = coverage_answer(
        workspace, by=by, options=replace(options, corrections=learned.corrections), progress=progress
    )
    answer.findings += learned.findings
    answer.notes = (learned.note, *answer.notes)
    answer.corrections = learned.corrections.offsets
    return answer, learned.unreadable


def learned_offsets(
    workspace: Workspace, logs: Sequence[str], options: CoverageOptions, *, progress: Progress = no_progress
) -> LearnedOffsets:
    """Learn the offsets of circuits from logs; raises CoverageRequestError where no sunspot number is known.

    Only the logs that are given count, not those of the plans.
    """
    read = Logs()
    mapping = read.mapping(None)
    assert mapping is not None
    for name in logs:
        read.add(name, mapping, pipes=True)
    observations = _observations(workspace, read.reports, options, progress)
    offsets = []
    for (site, place, band), known in observations.items():
        offset = learned_offset(known)
        if abs(offset.mean_db) >= _SMALLEST_DB:
            offsets.append(CircuitOffset(site, place, band, offset.mean_db, offset.reports))
    reports = sum(len(known) for known in observations.values())
    note = (
        f"Corrected by {count(reports, 'report')} of {count(len(observations), 'circuit')} (site, place, band): "
        f"{count(len(offsets), 'circuit')} with an offset"
    )
    if offsets:
        values = [offset.offset_db for offset in offsets]
        note += f", {min(values):+.1f} to {max(values):+.1f} dB"
    note += f"; less than {FEWEST_REPORTS} reports change nothing."
    return LearnedOffsets(Corrections(tuple(offsets)), tuple(findings_of(read.problems)), read.unreadable, note)


def _observations(
    workspace: Workspace, reports: Sequence[ReceptionReport], options: CoverageOptions, progress: Progress
) -> dict[Circuit, list[Observation]]:
    """What was observed on each circuit, in the order of the reports."""
    table = workspace.own_table
    airings = airing_list(table)
    matched = match_reports(reports, airings, table.frequency_hz, LoggedStations(workspace).fit, MatchOptions())
    receivers = ReceiverSites(workspace)
    # Offsets are learned against the bare prediction: one that is corrected already would be corrected twice.
    plain = replace(options, corrections=None, interference=False)
    predicted = predicted_reports(workspace, reports, airings, matched, receivers, plain, progress)
    observed: dict[Circuit, list[Observation]] = {}
    for (number, row), signal in predicted.items():
        opened = workspace.plan_of_row(row)
        transmission = table.transmissions[row]
        place = receivers.of(reports[number])
        location = opened.directory.location(transmission.site) if opened is not None else None
        if opened is None or location is None or place is None:
            continue
        circuit = (location.latitude, location.longitude), place, opened.directory.band(transmission).band
        observed.setdefault(circuit, []).append(_observation(reports[number], signal))
    return observed


def _observation(report: ReceptionReport, signal: PredictedReport) -> Observation:
    return Observation(
        signal.snr_db,
        signal.upper_db,
        signal.lower_db,
        signal.required_db,
        None if report.overall is None else report.overall >= USABLE,
        report.snr_db,
    )
