"""What was predicted for the moments and places of reception reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np

from bcastplan.airtime.airing_list import AiringList
from bcastplan.coverage.airtime_cells import Coverage
from bcastplan.coverage.audiences import Audience
from bcastplan.coverage.coverage_facts import CoverageFacts
from bcastplan.coverage.coverage_hours import predict_coverage
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.receiver_places import place_numbers
from bcastplan.coverage.reliabilities import ABSENT
from bcastplan.model.reception import ReceptionReport, date_of_minute
from bcastplan.workspace.monitoring.receiver_sites import ReceiverSites
from bcastplan.workspace.opening.open_plans import Progress, Workspace
from bcastplan.workspace.prediction.plan_facts import PlanFacts

_MIDDLE_OF_MONTH = 15
_MINUTES_PER_HOUR = 60
_HOURS = 24


class PredictedReport(NamedTuple):
    """What was predicted for one report: reliability 0 to 1, S/N with its deciles and what is required, in dB."""

    reliability: float
    snr_db: float
    upper_db: float
    lower_db: float
    required_db: float


def predicted_reports(
    workspace: Workspace,
    reports: Sequence[ReceptionReport],
    airings: AiringList,
    airings_of_report: Sequence[tuple[int, ...]],
    receivers: ReceiverSites,
    options: CoverageOptions,
    progress: Progress,
) -> dict[tuple[int, int], PredictedReport]:
    """(number of a report, row) -> what is predicted at its place, in the month and hour of its airing.

    Reports without a merit or ratio, without a known place, and of transmissions that cannot be predicted have none.
    Raises CoverageRequestError where no sunspot number is known.
    """
    judged = [
        (number, airing, place)
        for number, (report, of_report) in enumerate(zip(reports, airings_of_report, strict=True))
        if (report.overall is not None or report.snr_db is not None) and (place := receivers.of(report)) is not None
        for airing in of_report
    ]
    if not judged:
        return {}
    places = list(dict.fromkeys(place for _, _, place in judged))
    number_of = dict(zip(places, place_numbers(places), strict=True))
    rows = {int(airings.row[airing]) for _, airing, _ in judged}
    # Each receiver weighs one person: its place is predicted, whomever the transmission is meant for.
    audience = Audience.of_people("receivers", [(*place, 1.0) for place in places])
    months = sorted(
        {date_of_minute(reports[number].start_minute).replace(day=_MIDDLE_OF_MONTH) for number, *_ in judged}
    )
    coverage = predict_coverage(
        workspace.own_table, _facts(workspace, rows, audience, options), _dated(options, months), progress=progress
    )
    required_db = options.listening.required_db
    predicted: dict[tuple[int, int], PredictedReport] = {}
    for number, airing, place in judged:
        row, minute = int(airings.row[airing]), reports[number].start_minute
        # A report just outside of the airing it counts for takes the hour of the airing's nearest minute.
        inside = min(max(minute, int(airings.start[airing])), int(airings.stop[airing]) - 1)
        month, hour = date_of_minute(minute).month, inside // _MINUTES_PER_HOUR % _HOURS
        at = _sample(coverage, row, month, hour, number_of[place] - 1)
        if at is not None:
            samples = coverage.reliabilities.predicted.samples
            predicted[number, row] = PredictedReport(
                float(samples.reliability[at]),
                float(samples.snr_db[at]),
                float(samples.upper_snr_db[at]),
                float(samples.lower_snr_db[at]),
                required_db(workspace.own_table.transmissions[row].mode == "DRM"),
            )
    return predicted


def _sample(coverage: Coverage, row: int, month: int, hour: int, point: int) -> int | None:
    """The number of the sample of a row in a month and clock hour at a place; None where there is no prediction."""
    reliabilities = coverage.reliabilities
    emission = int(reliabilities.emission_of_row[row])
    if emission == ABSENT:
        return None
    for slot, season in enumerate(coverage.calendar.slots):
        # Only the reliabilities of rows that are asked about are predicted, so that a month may lack this one.
        if season.month == month and (place := reliabilities.predicted.place(emission, slot, hour)) is not None:
            return int(place.start) + int(np.searchsorted(reliabilities.points(emission), point))
    return None


def _dated(options: CoverageOptions, months: Sequence[date]) -> CoverageOptions:
    return replace(options, dates=tuple(months))


def _facts(workspace: Workspace, rows: set[int], audience: Audience, options: CoverageOptions) -> list[CoverageFacts]:
    """The facts of the rows that are asked about, aimed at the receivers; the others are not predicted."""
    facts: list[CoverageFacts] = []
    for opened in workspace.plans:
        plan_facts = PlanFacts(opened, options)
        for transmission in opened.transmissions:
            # As a disturber a transmission needs no target: receivers stand anywhere, often far from its listeners.
            emission = plan_facts.disturbing(transmission) if len(facts) in rows else None
            band = opened.directory.band(transmission)
            known = CoverageFacts(transmission.service, transmission.target, band.band, band.sort_key, None)
            if emission is not None:
                known = replace(known, emission=replace(emission, points=audience.points), peopled=audience)
            facts.append(known)
    return facts
