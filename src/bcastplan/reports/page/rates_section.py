"""The rates on the page: one table for each plan, whose amounts add up to its cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bcastplan.reports.hours.rate_lines import RateLine, rate_lines, tenure_sums
from bcastplan.reports.page import figures
from bcastplan.workspace.report.report_data import PlanRates


@dataclass(frozen=True, slots=True)
class RateRow:
    """One price; ``unused`` where it came to nothing and priced nothing."""

    place: str
    holds_for: str
    price: str
    tenure: str
    transmissions: str
    hours: str
    energy: str
    fixed: str
    amount: str
    unused: bool


@dataclass(frozen=True, slots=True)
class RatesTable:
    """The rates of one plan; ``notes`` say what the amounts leave out."""

    plan: str
    file: str
    currency: str
    efficiency: str
    rows: tuple[RateRow, ...]
    sums: tuple[tuple[str, str], ...]
    total: str
    has_fixed: bool
    notes: tuple[str, ...]


def rates_table(rates: PlanRates) -> RatesTable:
    """The table of one plan's rates."""
    ledger = rates.ledger
    currency = ledger.rates.currency
    idle = sum((use.idle for use in ledger.uses), Decimal(0))
    notes = []
    if ledger.unpriced_minutes:
        notes.append(f"{figures.hours(ledger.unpriced_minutes)} transmitter-hours have no price by the hour.")
    if idle:
        notes.append(
            f"{figures.money(idle, currency)} of the fixed amounts fell on months or seasons in which nothing that "
            "they are for was on the air; they are in the total and in no band, service or site."
        )
    return RatesTable(
        plan=figures.plain(rates.plan),
        file=figures.plain(rates.file or ""),
        currency=figures.plain(currency or "no currency named"),
        efficiency=f"{ledger.rates.efficiency:g}",
        rows=tuple(_row(line) for line in rate_lines(rates)),
        sums=tuple((name, figures.money(amount, None)) for name, amount in tenure_sums(ledger)),
        total=figures.money(ledger.amount, currency),
        has_fixed=any(use.fixed for use in ledger.uses),
        notes=tuple(notes),
    )


def _row(line: RateLine) -> RateRow:
    use = line.use
    return RateRow(
        place=f"line {line.place}" if line.place else "",
        holds_for=line.holds_for,
        price=line.price,
        tenure=line.tenure,
        transmissions=f"{use.transmissions:,}" if use.transmissions else figures.NOTHING,
        hours=figures.hours(use.transmitter_minutes) if use.transmitter_minutes else figures.NOTHING,
        energy=figures.whole(use.energy_kwh),
        fixed=figures.money(use.fixed, None) if use.fixed else figures.NOTHING,
        amount=figures.money(use.amount, None),
        unused=not (use.transmissions or use.amount),
    )
