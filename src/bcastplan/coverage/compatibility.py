"""Two transmissions on neighbouring frequencies, heard at the test points both are meant for: signal to interference.

A margin is what the wanted signal has above the interference and the protection ratio it needs, from medians at one
instant. It is asked both ways, for each may disturb the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bcastplan.airtime.table import AirtimeTable
from bcastplan.coverage.dates import SlotCalendar, slot_calendar
from bcastplan.coverage.engine import CoverageOptions, never, quiet
from bcastplan.coverage.facts import CoverageFacts, Emission
from bcastplan.coverage.reliabilities import ABSENT, Predicted, date_flags, numbered_emissions, predict_emissions
from bcastplan.coverage.samples import Cancelled, Progress
from bcastplan.reference import itu_region
from bcastplan.science.arrays import BoolArray, FloatArray, IntArray
from bcastplan.science.hf import interference
from bcastplan.science.protection import Protection, margin_class, protection_for


@dataclass(frozen=True, slots=True)
class Reception:
    """How one of two transmissions fares under the other, over the moments both are on the air.

    Attributes:
        margin_db: median over the test points in the clock hour and month where that is lowest; infinite where the
            other transmission is beyond all reach.
        margin_class: ``clean``, ``fair``, ``interference`` or ``unusable`` by ``margin_db``.
        worst_month: that month, 1 to 12.
        worst_hour: that clock hour, UT.
        protected: share of points and minutes with a margin of 0 dB or more, 0 to 1.
        basic: mean reliability against noise alone, 0 to 1.
        overall: mean reliability against noise and the other transmission, 0 to 1.
        protection: ratio and curve that applied in the worst moment.
    """

    margin_db: float
    margin_class: str
    worst_month: int
    worst_hour: int
    protected: float
    basic: float
    overall: float
    protection: Protection


@dataclass(frozen=True, slots=True)
class PairReception:
    """Both directions of a pair, None where something is missing to predict it; ``missing`` says what."""

    a: Reception | None
    b: Reception | None
    missing: tuple[str, ...]
    assumed: bool


@dataclass(frozen=True, slots=True)
class _Moment:
    """A clock hour of a month in which both of a pair are on the air, and for how many minutes in all."""

    slot: int
    hour: int
    minutes: int


def compatibility(
    table: AirtimeTable,
    facts: Sequence[CoverageFacts],
    pairs: Sequence[tuple[int, int]],
    options: CoverageOptions | None = None,
    *,
    progress: Progress = quiet,
    cancelled: Cancelled = never,
) -> list[PairReception]:
    """Judge pairs of rows of a table, each both ways, at the test points their targets share.

    Raises:
        CoverageRequestError: no sunspot number is known, or one out of range was given.
        CoverageCancelled: ``cancelled`` said so.
    """
    options = options or CoverageOptions()
    calendar = slot_calendar(table, ssn=options.ssn, dates=options.dates)
    emissions, emission_of_row = numbered_emissions(facts)
    flags = date_flags(table.segment_dates)
    wanted = np.zeros((len(emissions), len(calendar.slots), 24), dtype=bool)
    moments: list[tuple[list[_Moment], list[_Moment]]] = []
    for a, b in pairs:
        both = _shared(facts[a], facts[b]) != 0
        found = tuple(list(_moments(table, calendar, flags, *way)) if both else [] for way in ((a, b), (b, a)))
        moments.append((found[0], found[1]))
        for one in (*found[0], *found[1]):
            wanted[emission_of_row[[a, b]], one.slot, one.hour] = True
    predicted = predict_emissions(
        emissions, wanted, calendar.slots, options.listening, progress=progress, cancelled=cancelled
    )
    answers = []
    for (a, b), (of_a, of_b) in zip(pairs, moments, strict=True):
        judge = _Judge(predicted, calendar, int(emission_of_row[a]), int(emission_of_row[b]))
        missing = sorted({*facts[a].missing, *facts[b].missing})
        if not missing and not _shared(facts[a], facts[b]):
            missing = ["shared test points"]
        answers.append(
            PairReception(
                judge.reception(of_a),
                judge.turned().reception(of_b),
                tuple(missing),
                bool(facts[a].assumed or facts[b].assumed),
            )
        )
    return answers


def _shared(a: CoverageFacts, b: CoverageFacts) -> int:
    if a.emission is None or b.emission is None or a.emission.is_shortwave != b.emission.is_shortwave:
        return 0
    return a.emission.points & b.emission.points


def _moments(
    table: AirtimeTable, calendar: SlotCalendar, flags: BoolArray, wanted: int, other: int
) -> Iterator[_Moment]:
    """When both rows are on the air; the wanted one's season says which month speaks for a date."""
    minutes: dict[tuple[int, int], int] = {}
    slot_of_date = calendar.slot_of_date[calendar.window_of_row[wanted]]
    ours, theirs = table.segments_of(wanted), table.segments_of(other)
    for left in range(ours.start, ours.stop):
        for right in range(theirs.start, theirs.stop):
            begin = max(int(table.segment_start[left]), int(table.segment_start[right]))
            end = min(int(table.segment_stop[left]), int(table.segment_stop[right]))
            if begin >= end:
                continue
            slots, days = np.unique(slot_of_date[flags[left] & flags[right]], return_counts=True)
            for hour in range(begin // 60, (end - 1) // 60 + 1):
                length = min(end, 60 * hour + 60) - max(begin, 60 * hour)
                for slot, count in zip(slots.tolist(), days.tolist(), strict=True):
                    minutes[slot, hour] = minutes.get((slot, hour), 0) + count * length
    for (slot, hour), total in sorted(minutes.items()):
        yield _Moment(slot, hour, total)


@dataclass(frozen=True)
class _Judge:
    """One direction of a pair: the wanted emission under the other, by number."""

    predicted: Predicted
    calendar: SlotCalendar
    wanted: int
    other: int

    def turned(self) -> _Judge:
        """The other direction."""
        return _Judge(self.predicted, self.calendar, self.other, self.wanted)

    def reception(self, moments: Sequence[_Moment]) -> Reception | None:
        """The verdict over all moments; None without any."""
        if not moments or ABSENT in (self.wanted, self.other):
            return None
        points = self.predicted.points
        _, ours, theirs = np.intersect1d(
            points[self.wanted], points[self.other], assume_unique=True, return_indices=True
        )
        judged = [self._moment(one, ours, theirs) for one in moments]
        weights = np.array([one.minutes for one in moments], dtype=np.float64)
        weights /= weights.sum()
        medians = np.array([np.nan if np.isnan(one.margin_db).all() else np.nanmedian(one.margin_db) for one in judged])
        if np.isnan(medians).all():
            return None
        worst = int(np.nanargmin(medians))
        return Reception(
            margin_db=float(medians[worst]),
            margin_class=str(margin_class(medians[worst])),
            worst_month=self.calendar.slots[moments[worst].slot].month,
            worst_hour=moments[worst].hour,
            protected=float(np.dot(weights, [np.mean(one.margin_db >= 0.0) for one in judged])),
            basic=float(np.dot(weights, [one.basic.mean() for one in judged])),
            overall=float(np.dot(weights, [one.overall.mean() for one in judged])),
            protection=judged[worst].protection,
        )

    def _moment(self, moment: _Moment, ours: IntArray, theirs: IntArray) -> _Judged:
        """Margins and reliabilities at the shared points."""
        samples = self.predicted.samples
        left = self.predicted.place(self.wanted, moment.slot, moment.hour)
        right = self.predicted.place(self.other, moment.slot, moment.hour)
        assert left is not None
        assert right is not None
        wanted, other = self.predicted.emissions[self.wanted], self.predicted.emissions[self.other]
        by_sky = float(np.median(samples.sky_share[right][theirs])) > 0.5
        protection = _protection(wanted, other, by_sky)
        relative = float(protection.curve.at(other.frequency_khz - wanted.frequency_khz))
        level, noise = samples.level_db[left][ours], samples.level_db[right][theirs]
        basic = samples.reliability[left][ours].astype(np.float64)
        answer = interference(
            level,
            samples.upper_day_db[left][ours],
            samples.lower_day_db[left][ours],
            noise[:, None],
            samples.upper_day_db[right][theirs][:, None],
            samples.lower_day_db[right][theirs][:, None],
            basic_reliability_pct=100.0 * basic,
            relative_protection_db=relative,
            required_sir_db=protection.co_channel.value,
        )
        # Medium wave from beyond its reach: no interference; a wanted signal from there stays NaN.
        heard = np.where(np.isnan(noise), -np.inf, noise.astype(np.float64))
        margin = level.astype(np.float64) - heard - relative - protection.co_channel.value
        return _Judged(margin, basic, np.nan_to_num(answer.ocr_pct) / 100.0, protection)


@dataclass(frozen=True)
class _Judged:
    margin_db: FloatArray
    basic: FloatArray
    overall: FloatArray
    protection: Protection


def _protection(wanted: Emission, other: Emission, by_sky_wave: bool) -> Protection:
    return protection_for(
        wanted.frequency_khz,
        wanted_drm=wanted.drm,
        unwanted_drm=other.drm,
        unwanted_by_sky_wave=by_sky_wave,
        itu_region=itu_region(wanted.latitude, wanted.longitude),
    )


def worst_of(found: PairReception) -> Reception | None:
    """The direction with the smaller margin, None where neither is known."""
    known = [one for one in (found.a, found.b) if one is not None]
    return min(known, key=lambda one: one.margin_db) if known else None
