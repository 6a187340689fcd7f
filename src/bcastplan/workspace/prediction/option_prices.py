"""What options and proposals cost, exactly as `hours` counts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bcastplan.airtime.table import build
from bcastplan.coverage.day_layers import DayOptions
from bcastplan.hours.rate_ledger import row_costs
from bcastplan.hours.row_facts import facts_of_plan
from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime
from bcastplan.model.transmission import Transmission
from bcastplan.science.arrays import FloatArray
from bcastplan.workspace.prediction.programme_sets import OptimiseError, ProgrammeSet


def with_prices(day: DayOptions, programme: ProgrammeSet, kept: Sequence[Transmission]) -> DayOptions:
    """The options of a day with what a step of each costs over all dates; prices hold all day long.

    Raises:
        OptimiseError: one has no price, or they are in several currencies.
    """
    dates = _shares_of_dates(programme)
    # Every option runs over the same hours: the whole day of the set.
    first = (kept[0].time.start_minute - programme.begins) // programme.step_minutes
    spans = [np.arange(first, first + item.time.minutes // programme.step_minutes) % dates.size for item in kept]
    costs, _ = costs_of(programme, kept)
    price = np.array([cost / dates[span].sum() for cost, span in zip(costs, spans, strict=True)])
    return replace(day, price=price, dates=dates)


def _shares_of_dates(programme: ProgrammeSet) -> FloatArray:
    """(T,) the share of its dates on which each step of a programme lies within its season."""
    count = MINUTES_PER_DAY // programme.step_minutes
    starts = [(programme.begins + step * programme.step_minutes) % MINUTES_PER_DAY for step in range(count)]
    rows = [programme.pattern.changed(time=ClockTime(start, start + programme.step_minutes)) for start in starts]
    minutes = np.asarray(build(rows).minutes, dtype=float)
    return np.asarray(minutes / max(1.0, float(minutes.max(initial=0.0))))


def costs_of(programme: ProgrammeSet, transmissions: Sequence[Transmission]) -> tuple[list[float], str | None]:
    """What each transmission costs by the hour over its dates, and the currency of all.

    Raises:
        OptimiseError: one has no price, or they are in several currencies.
    """
    if not transmissions:
        return [], None
    opened, table = programme.opened, build(transmissions)
    facts = facts_of_plan(opened.plan, transmissions, opened.directory)
    first = min(item.first_date for item in transmissions)
    last = max(item.last_date for item in transmissions)
    priced = row_costs(table, facts, first=first, last=last)
    if any(cost is None for cost, _ in priced):
        raise OptimiseError(
            f"{programme.service}: a budget needs the price of an hour: give it as a rate of the plan or of the "
            "transmissions"
        )
    currencies = {currency for _, currency in priced}
    if len(currencies) > 1:
        named = ", ".join(sorted(str(currency) for currency in currencies))
        # No rates of exchange are known, so that amounts in two currencies can neither be added nor compared.
        raise OptimiseError(f"{programme.service}: its prices are in several currencies, {named}")
    return [float(cost or 0) for cost, _ in priced], currencies.pop()
