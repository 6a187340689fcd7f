"""Counts reports and minutes by group, transmission and month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.airing_list import AiringList
from bcastplan.airtime.table import AirtimeTable
from bcastplan.model.cents import to_cents
from bcastplan.model.clock import MINUTES_PER_DAY
from bcastplan.model.frequency import khz_number
from bcastplan.model.reception import USABLE, ReceptionReport, date_of_minute
from bcastplan.monitoring.airing_evidence import AiringEvidence, evidence_of
from bcastplan.monitoring.monitored_result import Credit, Delivery, GroupKey, HeardRow, Incident
from bcastplan.monitoring.spans import Span, minutes, split

HOURS = 24
_MINUTES_PER_HOUR = 60

PriceOf = Callable[[int, date], tuple[Fraction | None, str | None]]
"""The price of a transmitter-hour of a row on a UTC date, None where it is not known, and its currency."""


def month_of(day: date) -> str:
    """The month of a date, as ``2026-06``."""
    return f"{day.year}-{day.month:02d}"


def _month_at(minute: int) -> str:
    return month_of(date_of_minute(minute))


def months_between(first: date, last: date) -> Iterator[tuple[str, date, date]]:
    """The months from one date to another: their names, and their dates inside that period."""
    day = first
    while day <= last:
        # 32 days after the first of a month lie in the next one, however long the month is.
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield month_of(day), day, min(last, following - timedelta(days=1))
        day = following


@dataclass(slots=True)
class CreditSum:
    """The price of minutes that were not delivered."""

    amounts: dict[str | None, Fraction] = field(default_factory=dict)
    unpriced_minutes: int = 0

    def add(self, row: int, span: Span, price_of: PriceOf) -> None:
        """Price some minutes of one UTC date."""
        price, currency = price_of(row, date_of_minute(span.start))
        length = span.stop - span.start
        if price is None:
            self.unpriced_minutes += length
        else:
            amount = price * Fraction(length, _MINUTES_PER_HOUR)
            self.amounts[currency] = self.amounts.get(currency, Fraction(0)) + amount

    @property
    def credit(self) -> Credit:
        """To the cent; without an amount where a price is not known or currencies differ."""
        if self.unpriced_minutes or len(self.amounts) > 1:
            return Credit(None, None)
        for currency, amount in self.amounts.items():
            return Credit(to_cents(amount), currency)
        return Credit(to_cents(Fraction(0)), None)


@dataclass(slots=True)
class _Tally:
    """What belongs to one group."""

    scheduled: int = 0
    monitored: int = 0
    confirmed: int = 0
    off: int = 0
    undelivered: int = 0
    credit: CreditSum = field(default_factory=CreditSum)
    reports: int = 0
    judged: int = 0
    usable: int = 0
    merit: int = 0
    compared: int = 0
    compared_usable: int = 0
    predicted: float = 0.0

    def count(self, report: ReceptionReport, predicted: float | None) -> None:
        self.reports += 1
        if report.overall is None:
            return
        self.judged += 1
        self.merit += report.overall
        self.usable += report.overall >= USABLE
        if predicted is not None:
            self.compared += 1
            self.compared_usable += report.overall >= USABLE
            self.predicted += predicted

    def row(self, values: GroupKey, *, divided: bool) -> HeardRow:
        """``divided`` says that reports were counted place by place: what was not delivered cannot be divided so."""
        return HeardRow(
            values=values,
            scheduled_minutes=self.scheduled,
            monitored_minutes=self.monitored,
            confirmed_minutes=self.confirmed,
            off_minutes=self.off,
            undelivered_minutes=None if divided else self.undelivered,
            reports=self.reports,
            judged=self.judged,
            usable=self.usable,
            mean_overall=self.merit / self.judged if self.judged else None,
            compared=self.compared,
            compared_usable=self.compared_usable,
            predicted=self.predicted / self.compared if self.compared else None,
            credit=Credit(None, None) if divided else self.credit.credit,
        )


@dataclass(slots=True)
class ReportCounts:
    """Reports matched to airings of a table inside a period, ready to be counted by any groups.

    Attributes:
        table: the airings' table; only its rows below ``rows`` belong to the plans.
        reports: every report of the period.
        airings_of_report: for each report, the numbers of the airings it speaks of.
        predicted: (number of a report, row) -> reliability predicted for it, 0 to 1.
        price_of: prices of airtime.
        first, last: the period, UTC dates.
    """

    table: AirtimeTable
    airings: AiringList
    reports: Sequence[ReceptionReport]
    airings_of_report: Sequence[tuple[int, ...]]
    predicted: dict[tuple[int, int], float]
    price_of: PriceOf
    first: date
    last: date
    _evidence: dict[int, AiringEvidence] = field(default_factory=dict)
    _reports_of: dict[int, list[ReceptionReport]] = field(default_factory=dict)
    _scheduled: dict[str, NDArray[np.int64]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for report, numbers in zip(self.reports, self.airings_of_report, strict=True):
            for number in numbers:
                self._reports_of.setdefault(number, []).append(report)
        for number, reports in self._reports_of.items():
            start, stop = self.span_of(number)
            self._evidence[number] = evidence_of(reports, start, stop)
        for month, first, last in months_between(self.first, self.last):
            self._scheduled[month] = minutes_by_hour(self.table, first, last)

    def span_of(self, number: int) -> Span:
        """The minutes of an airing."""
        return Span(int(self.airings.start[number]), int(self.airings.stop[number]))

    def rows(self, by: Sequence[str]) -> list[HeardRow]:
        """The groups in order, those without reports too, but for groups by place."""
        tallies: dict[GroupKey, _Tally] = defaultdict(_Tally)
        divided = "place" in by
        self._count_reports(by, tallies)
        self._count_minutes(by, tallies)
        scheduled = self._scheduled_by(by)
        if divided:
            at = list(by).index("place")
            for key, tally in tallies.items():
                # Airtime is not divided among places: what was heard at each is held against all of it.
                tally.scheduled = scheduled.get((*key[:at], None, *key[at + 1 :]), 0)
        else:
            for key, count in scheduled.items():
                tallies[key].scheduled = count
        return [tallies[key].row(key, divided=divided) for key in sorted(tallies, key=_in_order)]

    def total(self) -> HeardRow:
        """Everything together."""
        rows = self.rows(())
        return rows[0] if rows else _Tally().row((), divided=False)

    def _key(self, by: Sequence[str], row: int, *, hour: int, month: str, place: str | None) -> GroupKey:
        transmission = self.table.transmissions[row]
        values: dict[str, str | int | float | None] = {
            "service": transmission.service,
            "frequency": khz_number(transmission.frequency_khz),
            "place": place,
            "hour": hour,
            "month": month,
        }
        return tuple(values[name] for name in by)

    def _key_at(self, by: Sequence[str], row: int, minute: int, place: str | None) -> GroupKey:
        hour = minute // _MINUTES_PER_HOUR % HOURS
        return self._key(by, row, hour=hour, month=_month_at(minute), place=place)

    def _count_reports(self, by: Sequence[str], tallies: dict[GroupKey, _Tally]) -> None:
        for at, (report, numbers) in enumerate(zip(self.reports, self.airings_of_report, strict=True)):
            predicted: dict[GroupKey, list[float]] = {}
            for row in dict.fromkeys(int(self.airings.row[number]) for number in numbers):
                key = self._key_at(by, row, report.start_minute, report.place)
                known = predicted.setdefault(key, [])
                if (at, row) in self.predicted:
                    known.append(self.predicted[at, row])
            for key, values in predicted.items():
                # Where a report fits several transmitters of one group, it is held against the best prediction: the
                # listener heard the strongest.
                tallies[key].count(report, max(values, default=None))

    def _count_minutes(self, by: Sequence[str], tallies: dict[GroupKey, _Tally]) -> None:
        for number, reports in self._reports_of.items():
            row = int(self.airings.row[number])
            evidences: dict[str | None, AiringEvidence] = {None: self._evidence[number]}
            if "place" in by:
                places = dict.fromkeys(report.place for report in reports)
                evidences = {
                    place: evidence_of((report for report in reports if report.place == place), *self.span_of(number))
                    for place in places
                }
            for place, evidence in evidences.items():
                self._add(
                    evidence,
                    row,
                    lambda span, row=row, place=place: tallies[  # type: ignore[misc]
                        self._key_at(by, row, span.start, place)
                    ],
                )

    def _add(self, evidence: AiringEvidence, row: int, tally_of: Callable[[Span], _Tally]) -> None:
        """Add the minutes of an airing to the groups they fall into."""
        for kind in ("monitored", "confirmed", "off", "undelivered"):
            for span in self.inside(getattr(evidence, kind)):
                tally = tally_of(span)
                setattr(tally, kind, getattr(tally, kind) + span.stop - span.start)
                if kind == "undelivered":
                    tally.credit.add(row, span, self.price_of)

    def inside(self, spans: Iterable[Span]) -> Iterator[Span]:
        """The minutes of some stretches inside the period, cut at every hour."""
        for span in split(spans, _MINUTES_PER_HOUR):
            if self.first <= date_of_minute(span.start) <= self.last:
                yield span

    def _scheduled_by(self, by: Sequence[str]) -> dict[GroupKey, int]:
        counted: Counter[GroupKey] = Counter()
        for month, of_month in self._scheduled.items():
            for row, hour in np.argwhere(of_month).tolist():
                counted[self._key(by, row, hour=hour, month=month, place=None)] += int(of_month[row, hour])
        return dict(counted)

    def deliveries(self) -> list[Delivery]:
        """Every transmission in every month of the period in which it is on the air."""
        airings = self._airings_by_month()
        sums: dict[tuple[int, str], _Tally] = defaultdict(_Tally)
        for at, (report, numbers) in enumerate(zip(self.reports, self.airings_of_report, strict=True)):
            for row in dict.fromkeys(int(self.airings.row[number]) for number in numbers):
                sums[row, _month_at(report.start_minute)].count(report, self.predicted.get((at, row)))
        started: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
        for number, evidence in self._evidence.items():
            row = int(self.airings.row[number])
            self._add(evidence, row, lambda span, row=row: sums[row, _month_at(span.start)])  # type: ignore[misc]
            month = _month_at(int(self.airings.start[number]))
            started[row, month].update(
                monitored=int(bool(evidence.monitored)),
                confirmed=int(evidence.is_confirmed),
                off=int(evidence.is_off),
                late=evidence.late_minutes,
                early=evidence.early_minutes,
            )
        return [
            self._delivery(row, month, of_month, airings[row, month], sums[row, month], started[row, month])
            for row in range(len(self.table))
            for month, of_month in self._scheduled.items()
            if of_month[row].any() or airings[row, month]
        ]

    def _delivery(
        self,
        row: int,
        month: str,
        of_month: NDArray[np.int64],
        airings: int,
        tally: _Tally,
        started: Counter[str],
    ) -> Delivery:
        return Delivery(
            row=row,
            month=month,
            airings=airings,
            monitored_airings=started["monitored"],
            confirmed_airings=started["confirmed"],
            off_airings=started["off"],
            scheduled_minutes=int(of_month[row].sum()),
            monitored_minutes=tally.monitored,
            confirmed_minutes=tally.confirmed,
            off_minutes=tally.off,
            late_minutes=started["late"],
            early_minutes=started["early"],
            undelivered_minutes=tally.undelivered,
            reports=tally.reports,
            judged=tally.judged,
            usable=tally.usable,
            mean_overall=tally.merit / tally.judged if tally.judged else None,
            predicted=tally.predicted / tally.compared if tally.compared else None,
            credit=tally.credit.credit,
        )

    def _airings_by_month(self) -> Counter[tuple[int, str]]:
        """How many airings of each row start in each month of the period."""
        days = (self.airings.start // MINUTES_PER_DAY).astype(np.int64)
        counted: Counter[tuple[int, str]] = Counter()
        for month, first, last in months_between(self.first, self.last):
            # Absolute minutes count days from 0, ordinals of dates from 1.
            inside = (days >= first.toordinal() - 1) & (days <= last.toordinal() - 1)
            for row, count in zip(*np.unique(self.airings.row[inside], return_counts=True), strict=True):
                counted[int(row), month] = int(count)
        return counted

    def incidents(self) -> list[Incident]:
        """The airings that were not delivered whole, by start and row."""
        listed = []
        for number, evidence in self._evidence.items():
            lost = list(self.inside(evidence.undelivered))
            if not lost:
                continue
            row = int(self.airings.row[number])
            credit = CreditSum()
            for span in lost:
                credit.add(row, span, self.price_of)
            start, stop = self.span_of(number)
            listed.append(
                Incident(
                    row=row,
                    start_minute=start,
                    stop_minute=stop,
                    is_off=evidence.is_off,
                    late_minutes=evidence.late_minutes,
                    early_minutes=evidence.early_minutes,
                    undelivered_minutes=minutes(lost),
                    credit=credit.credit,
                    reports=tuple(self._reports_of[number]),
                )
            )
        return sorted(listed, key=lambda incident: (incident.start_minute, incident.row))


def minutes_by_hour(table: AirtimeTable, first: date, last: date) -> NDArray[np.int64]:
    """Minutes on the air of each row in each hour of the day from one UTC date to another: (rows, 24)."""
    counted = np.zeros((len(table), HOURS), dtype=np.int64)
    days = table.segment_dates.counts(table.mask(first, last))
    hours = np.arange(HOURS) * _MINUTES_PER_HOUR
    # The minutes that each segment has within each hour, times the days on which it has them.
    begin = np.maximum(table.segment_start[:, None], hours[None, :])
    end = np.minimum(table.segment_stop[:, None], hours[None, :] + _MINUTES_PER_HOUR)
    np.add.at(counted, table.segment_row, days[:, None] * np.maximum(end - begin, 0))
    return counted


def _in_order(key: GroupKey) -> list[tuple[bool, float, str]]:
    """Sorts numbers by value and texts by letters; what is not known comes last."""
    return [
        (value is None, value, "") if isinstance(value, int | float) else (value is None, 0.0, value or "")
        for value in key
    ]
