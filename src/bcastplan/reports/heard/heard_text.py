"""What was delivered and heard, for a terminal; the number of reports stands beside every share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bcastplan.model.counts import count
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.percent import percent, whole_percent
from bcastplan.model.reception import date_of_minute
from bcastplan.monitoring.monitored_result import Credit, HeardResult, HeardRow
from bcastplan.reports.heard.heard_records import utc
from bcastplan.reports.text_columns import align
from bcastplan.workspace.monitoring.plan_monitoring import HeardAnswer

_HOURS = 24
_MOST_SHOWN = 99  # reports of an hour that two characters can show
_NAMED = 3  # registered rows named beside what was heard unscheduled
_HEADINGS = {"service": "service", "frequency": "kHz", "place": "place", "hour": "hour", "month": "month"}


def heard_text(answer: HeardAnswer) -> str:
    """Strips, groups, deliveries, incidents and what was heard besides."""
    result = answer.result
    parts = [
        [_summary(answer)],
        *_strips(result),
        _groups(result),
        _deliveries(answer),
        _incidents(answer),
        _unscheduled(answer),
        list(_notes(answer)),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _summary(answer: HeardAnswer) -> str:
    result = answer.result
    if result.first is None:
        return f"No reports in {count(len(answer.logs), 'log')}."
    period = f"{result.first} to {result.last}"
    unscheduled = sum(row.reports for row in result.unscheduled)
    words = f"{count(result.reports, 'report')} from {count(len(answer.logs), 'log')}, {period}: "
    words += f"{result.matched:,} of airings, {unscheduled:,} of what is not scheduled"
    if result.off_unscheduled:
        words += f", {result.off_unscheduled:,} of no carrier where none was due"
    return words + "."


def _strips(result: HeardResult) -> Iterator[list[str]]:
    """Every service by hour: share of usable receptions, the share predicted for them, and how many there are."""
    services = dict.fromkeys(row.values[0] for row in result.strips if row.reports)
    for service in services:
        hours = {row.values[1]: row for row in result.strips if row.values[0] == service}
        cells = [hours.get(hour) for hour in range(_HOURS)]
        yield [
            f"{inert(str(service))}: overall merit 3 and more, % of reports",
            "  UTC     " + " ".join(f"{hour:02d}" for hour in range(_HOURS)),
            "  %usable " + " ".join(_cell(row, row.usable_share if row else None) for row in cells),
            # Cut short, because all labels are equally long for the hours to line up.
            "  %predic " + " ".join(_cell(row, row.predicted if row else None) for row in cells),
            "  reports " + " ".join(_number(row) for row in cells),
        ]


def _cell(row: HeardRow | None, share: float | None) -> str:
    """A share as two characters, 99 also for 100; a point where nothing is on the air."""
    if row is None or not (row.scheduled_minutes or row.reports):
        return " ."
    return " ?" if share is None else f"{min(whole_percent(share), 99):2d}"


def _number(row: HeardRow | None) -> str:
    if row is None or not (row.scheduled_minutes or row.reports):
        return " ."
    return f"{min(row.judged, _MOST_SHOWN):2d}"


def _groups(result: HeardResult) -> list[str]:
    if result.first is None:
        return []
    labels = [_HEADINGS[group] for group in result.by] or [""]
    heading = [*labels, "scheduled", "monitored", "confirmed", "off", "reports", "overall", "3 and more", "predicted"]
    reported = [row for row in result.rows if row.reports]
    rows = [[*(_label(group, value) for group, value in zip(result.by, row.values, strict=True)), *_measures(row)]
            for row in reported]  # fmt: skip
    # Most groups of a plan have no listener; a line counts them, where a row for each would hide the others.
    silent = len(result.rows) - len(reported)
    scheduled = sum(row.scheduled_minutes for row in result.rows if not row.reports)
    total = ["total", *[""] * (len(labels) - 1), *_measures(result.total)]
    more = f"Without a report: {count(silent, 'more group')} with {_hours(scheduled)} transmitter-hours."
    return [*_table([heading, *rows, total], len(labels)), *([more] if silent else [])]


def _label(group: str, value: str | int | float | None) -> str:
    if value is None:
        return "(none)"
    if group == "hour":
        return f"{value:02d} UTC"
    return format_khz(float(value)) if group == "frequency" else inert(str(value))


def _measures(row: HeardRow) -> list[str]:
    return [
        _hours(row.scheduled_minutes),
        _hours(row.monitored_minutes),
        _hours(row.confirmed_minutes),
        _hours(row.off_minutes),
        f"{row.reports:,}",
        "-" if row.mean_overall is None else f"{row.mean_overall:.1f}",
        "-" if row.usable_share is None else f"{percent(row.usable_share)} of {row.judged:,}",
        _predicted(row),
    ]


def _predicted(row: HeardRow) -> str:
    if row.predicted is None:
        return "-"
    mark = " !" if row.disagrees else ""
    return f"{percent(row.predicted)}{mark}"


def _deliveries(answer: HeardAnswer) -> list[str]:
    deliveries = [delivery for delivery in answer.result.deliveries if delivery.reports]
    if not deliveries:
        return []
    heading = [
        "delivered", "kHz", "UTC", "month", "airings", "confirmed", "off", "scheduled", "monitored", "late", "early",
        "not delivered", "credit",
    ]  # fmt: skip
    rows = []
    for delivery in deliveries:
        transmission = answer.workspace.table.transmissions[delivery.row]
        rows.append(
            [
                inert(transmission.id or transmission.service),
                format_khz(transmission.frequency_khz),
                str(transmission.time),
                delivery.month,
                f"{delivery.airings:,}",
                f"{delivery.confirmed_airings:,}",
                f"{delivery.off_airings:,}",
                _hours(delivery.scheduled_minutes),
                _hours(delivery.monitored_minutes),
                _minutes(delivery.late_minutes),
                _minutes(delivery.early_minutes),
                _minutes(delivery.undelivered_minutes),
                _credit(delivery.credit),
            ]
        )
    return _table([heading, *rows], 4, total=False)


def _incidents(answer: HeardAnswer) -> list[str]:
    lines = []
    for incident in answer.result.incidents:
        transmission = answer.workspace.table.transmissions[incident.row]
        name = inert(transmission.id or transmission.service)
        words = (
            "off the air"
            if incident.is_off
            else ", ".join(
                f"{text} by {minutes} min at least"
                for text, minutes in (("began late", incident.late_minutes), ("ended early", incident.early_minutes))
                if minutes
            )
            or "interrupted"
        )
        lines.append(
            # The slice takes 15:30 out of 2026-06-22T15:30Z.
            f"{date_of_minute(incident.start_minute)} {utc(incident.start_minute)[-6:-1]}-"
            f"{utc(incident.stop_minute)[-6:-1]} {format_khz(transmission.frequency_khz)} kHz {name}: {words}; "
            f"{incident.undelivered_minutes} min not delivered, {count(len(incident.reports), 'report')}"
        )
    return ["Not delivered whole:", *lines] if lines else []


def _unscheduled(answer: HeardAnswer) -> list[str]:
    if not answer.result.unscheduled:
        return []
    rows = []
    for row in answer.result.unscheduled:
        names = [_registered(answer, number) for number in row.registered]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        rows.append(
            [
                format_khz(row.frequency_hz / 1000),
                f"{row.hour:02d} UTC",
                f"{row.reports:,}",
                str(row.first),
                str(row.last),
                inert(", ".join(row.services)) or "-",
                inert(", ".join(names[:_NAMED])) + more or "-",
            ]
        )
    heading = ["heard, not scheduled (kHz)", "hour", "reports", "first", "last", "named as", "registered there"]
    return _table([heading, *rows], 1, total=False, numbers=(2,))


def _registered(answer: HeardAnswer, number: int) -> str:
    transmission = answer.workspace.table.transmissions[number]
    return f"{transmission.service} {transmission.time}"


def _notes(answer: HeardAnswer) -> Iterator[str]:
    result = answer.result
    if result.first is None:
        return
    if any(row.disagrees for row in (*result.rows, result.total)):
        yield "!: the predicted share lies outside the range in which the share of usable reports lies with 95 %."
    if result.outside:
        yield f"Left out: {count(result.outside, 'report')} outside the period."
    yield from answer.notes
    yield "Late, early and not delivered are what the reports prove, at least; the credit has no fixed amounts."


def _table(
    rows: Sequence[Sequence[str]], labels: int, *, total: bool = True, numbers: Sequence[int] | None = None
) -> list[str]:
    right = [column >= labels if numbers is None else column in numbers for column in range(len(rows[0]))]
    lines = align(rows, right)
    rule = "-" * max(len(line) for line in lines)
    return [lines[0], rule, *lines[1:-1], rule, lines[-1]] if total else [lines[0], rule, *lines[1:]]


def _hours(minutes: int) -> str:
    return f"{minutes / 60:,.2f}"


def _minutes(minutes: int) -> str:
    return f"{minutes:,} min" if minutes else "-"


def _credit(credit: Credit) -> str:
    # What has no price is not the same as what costs nothing.
    if credit.amount is None:
        return "?"
    return f"{credit.amount:,.2f} {credit.currency}" if credit.amount and credit.currency else "-"
