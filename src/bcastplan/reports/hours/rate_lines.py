"""The rates of a plan as lines that can be followed: what each holds for, its prices, and what it came to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bcastplan.hours.rate_ledger import RateLedger, RateUse
from bcastplan.model.inert import inert
from bcastplan.model.plan import RateItem
from bcastplan.workspace.report.report_data import PlanRates

_NOT_STATED = "owned or leased is not stated"


@dataclass(frozen=True, slots=True)
class RateLine:
    """One price: ``place`` is its line in the plan file, None for a transmission's own rate."""

    place: int | None
    holds_for: str
    price: str
    tenure: str
    use: RateUse


def rate_lines(rates: PlanRates) -> list[RateLine]:
    """The lines of one plan, in the order in which the prices are tried."""
    lines = []
    for use in rates.ledger.uses:
        if use.item is None:
            lines.append(RateLine(None, "transmissions with a rate of their own", "`rate` of each", "", use))
            continue
        item = rates.ledger.rates.items[use.item]
        line = item.place.line if item.place is not None else None
        lines.append(RateLine(line, holds_for(item), ", ".join(_prices(item)), item.tenure or "", use))
    return lines


def tenure_sums(ledger: RateLedger) -> list[tuple[str, Decimal]]:
    """Amounts of owned and of leased stations, where a price says which it is for; they add up line by line."""
    sums: dict[str, Decimal] = {}
    for use in ledger.uses:
        tenure = ledger.rates.items[use.item].tenure if use.item is not None else None
        sums[tenure or _NOT_STATED] = sums.get(tenure or _NOT_STATED, Decimal(0)) + use.amount
    # A single sum would be the total once more.
    return [(name, sums[name]) for name in ("owned", "leased", _NOT_STATED) if name in sums] if len(sums) > 1 else []


def holds_for(item: RateItem) -> str:
    """The conditions of a price in words."""
    words = [
        f"{key} {inert(str(value))}"
        for key, value in (
            ("site", item.site),
            ("band", item.band),
            ("service", item.service),
            ("broadcaster", item.broadcaster),
            ("transmitter", item.transmitter),
            ("mode", item.mode),
        )
        if value is not None
    ]
    if item.power is not None:
        words.append(f"{item.power} kW")
    words += _dates(item)
    return ", ".join(words) or "everything"


def _dates(item: RateItem) -> Iterator[str]:
    if item.valid_from is not None and item.valid_until is not None:
        yield f"{item.valid_from} to {item.valid_until}"
    elif item.valid_from is not None:
        yield f"from {item.valid_from}"
    elif item.valid_until is not None:
        yield f"until {item.valid_until}"


def _prices(item: RateItem) -> Iterator[str]:
    for value, words in (
        (item.per_hour, "{} an hour"),
        (item.per_kwh, "{} a kWh"),
        (item.per_month, "{} a month"),
        (item.per_season, "{} a season"),
        (item.minimum_per_month, "at least {} a month"),
        (item.minimum_per_season, "at least {} a season"),
        (item.escalation, "{} % more every year"),
    ):
        if value is not None:
            yield words.format(_amount(value))


def _amount(value: float) -> str:
    """Two decimals at least, and all that are written."""
    # `:g` would keep six digits of an amount, and write larger ones with an exponent.
    digits = f"{value:,.10f}".rstrip("0")
    whole, _, decimals = digits.partition(".")
    return f"{whole}.{decimals:0<2}"
