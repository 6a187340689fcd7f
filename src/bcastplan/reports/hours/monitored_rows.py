"""What was delivered and heard, as rows that page and workbook share: transmissions by month that have reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bcastplan.model.counts import count
from bcastplan.monitoring.monitored_result import Delivery
from bcastplan.workspace.report.report_data import MonitoredBook

DEFINED = (
    "Confirmed: airings that somebody heard. Off: airings that somebody found without a carrier, and nobody heard.",
    "Not delivered: all of an airing that was off; else what began late, ended early or was interrupted, as far as "
    "reports prove it. The credit is its price by the hour; fixed amounts are not in it.",
    "3 and more: the share of reports with an overall merit of 3 (fair) and more on the scales SINPO and SIO, of so "
    "many. Predicted: the mean reliability predicted for the same moments and places.",
)


@dataclass(frozen=True, slots=True)
class MonitoredRow:
    """One transmission in one month."""

    service: str
    frequency_khz: float
    time: str
    delivery: Delivery


def monitored_rows(book: MonitoredBook) -> list[MonitoredRow]:
    """The rows with reports, in the order of the plans."""
    return [
        MonitoredRow(transmission.service, transmission.frequency_khz, str(transmission.time), delivery)
        for delivery in book.result.deliveries
        if delivery.reports
        for transmission in [book.transmissions[delivery.row]]
    ]


def credit_sums(book: MonitoredBook) -> dict[str, Decimal]:
    """What is credited for airtime that was not delivered, by currency; amounts without a currency are left out."""
    sums: dict[str, Decimal] = {}
    for delivery in book.result.deliveries:
        amount, currency = delivery.credit
        if amount and currency:
            sums[currency] = sums.get(currency, Decimal(0)) + amount
    return sums


def monitored_words(book: MonitoredBook) -> Iterator[str]:
    """What the logs come to, in sentences."""
    result = book.result
    if result.first is None:
        yield f"No report in {count(len(book.logs), 'log')}."
        return
    yield (
        f"{count(result.reports, 'report')} of {count(len(book.logs), 'log')}, {result.first} to {result.last}; "
        f"{result.matched:,} of them speak of airings of this plan."
    )
    if result.incidents:
        lost = sum(incident.undelivered_minutes for incident in result.incidents)
        words = f"{count(len(result.incidents), 'airing')} not delivered whole, {lost:,} minutes"
        amounts = [f"{amount:,.2f} {currency}" for currency, amount in sorted(credit_sums(book).items())]
        yield words + (f", {' and '.join(amounts)}." if amounts else ".")
    else:
        yield "No report says that an airing was not delivered."
