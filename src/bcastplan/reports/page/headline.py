"""The headline in words, and the tiles under it: everything said here is made from the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bcastplan.model.counts import count
from bcastplan.reports.page import figures
from bcastplan.reports.page.plan_figures import (
    DAYS_A_WEEK,
    Measure,
    PlanFigures,
    change,
    cost_of_an_added_hour,
    same_currency,
)
from bcastplan.workspace.report.report_data import HoursBook


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure; ``change`` compares it with the first other plan."""

    label: str
    value: str
    under: str
    change: str = ""
    lead: bool = False


def headline(plans: Sequence[PlanFigures]) -> list[str]:
    """The verdict, then what it rests on; the first plan is this one, the second the one it is held against."""
    own = plans[0]
    if not own.standing.daily.services:
        return []
    if len(plans) == 1:
        return [_alone(own), *_people(own)]
    return [*_against(plans[1], own), *_people(own, plans[1])]


def _alone(own: PlanFigures) -> str:
    services = own.standing.daily.services
    who = figures.plain(services[0].service or "The service") if len(services) == 1 else f"{len(services)} services"
    words = f"{who}: {figures.short_hours(own.programme_hours)} programme-hours a day, "
    words += f"on {figures.short_hours(own.frequency_hours)} frequency-hours"
    if own.cost is not None:
        words += f", for {figures.short_money(own.cost, own.currency)} a day"
    return f"{words}."


def _against(base: PlanFigures, own: PlanFigures) -> Iterator[str]:
    yield (
        f"{_moved('Programme-hours', base.programme_hours, own.programme_hours)}; "
        f"{_moved('frequency-hours', base.frequency_hours, own.frequency_hours)}."
    )
    if not same_currency(base, own):
        return
    old, new = base.cost_a_year, own.cost_a_year
    # `same_currency` holds only where both costs are known.
    assert old is not None
    assert new is not None
    moved = change(old, new)
    amounts = f"{figures.short_money(old, None)} to {figures.short_money(new, own.currency)}"
    # Compared to the cent, as it is printed: costs are sums of fractions.
    if round(old, 2) == round(new, 2):
        yield f"A year costs as much as before: {figures.short_money(new, own.currency)}."
    else:
        part = "" if moved is None else f"{figures.percent_of(abs(moved))} "
        yield f"A year costs {part}{'more' if new > old else 'less'}: from {amounts}."
    added = cost_of_an_added_hour(base, own)
    if added is not None:
        amount = figures.short_money(float(added), own.currency)
        yield (
            f"Each added programme-hour costs {amount}."
            if own.programme_hours > base.programme_hours
            else f"Each programme-hour given up saves {amount}."
        )
    elif new > old:
        yield "No programme-hour is added for it."


def _moved(what: str, before: float, after: float) -> str:
    part = change(before, after)
    now = figures.short_hours(after)
    # Compared as printed, so that no sentence says that 5 hours rise to 5.
    if figures.short_hours(before) == now:
        return f"{what} stay at {now} a day"
    verb = "rise" if after > before else "fall"
    by = "" if part is None else f" by {figures.percent_of(abs(part))}"
    return f"{what} {verb}{by}, from {figures.short_hours(before)} to {now} a day"


def _people(own: PlanFigures, base: PlanFigures | None = None) -> Iterator[str]:
    hearing, heard = own.people_hearing, own.standing.heard
    if hearing is None or heard is None:
        return
    words = f"An hour is predicted to be heard by {figures.people(hearing)}"
    if heard.people:
        words += f" of {figures.people(heard.people)} people"
    before = base.people_hearing if base is not None else None
    if before is not None:
        words += f" on average ({figures.people(before)} before)"
    # The number never stands alone: what it leaves out belongs to the sentence.
    still = own.people_hearing_interfered
    yield (
        f"{words}, and by {figures.people(still)} under interference and jamming."
        if still is not None
        else (f"{words}, interference and jamming left out.")
    )


def tiles(book: HoursBook, plans: Sequence[PlanFigures]) -> list[Tile]:
    """The tiles of the first screen; what is not known has none."""
    own = plans[0]
    base = plans[1] if len(plans) > 1 else None

    def moved(measure: Measure) -> str:
        return figures.signed_percent(change(measure(base), measure(own))) if base is not None else ""

    total = book.total
    shown = [
        Tile(
            "Programme-hours a day",
            figures.short_hours(own.programme_hours),
            f"{figures.short_hours(own.programme_hours * DAYS_A_WEEK)} a week; "
            f"{figures.figure_hours(total.programme_minutes)} in all",
            moved(lambda plan: plan.programme_hours),
            lead=True,
        ),
        Tile(
            "Frequency-hours a day",
            figures.short_hours(own.frequency_hours),
            f"{figures.figure_hours(total.frequency_minutes)} in all",
            moved(lambda plan: plan.frequency_hours),
        ),
        *_cost_tiles(book, own, base),
        *_hour_prices(own, base),
        *_coverage_tiles(own, base),
    ]
    if total.energy_kwh is not None:
        unknown = f"without {figures.hours(total.unknown_power_minutes)} h of unknown power"
        under = unknown if total.unknown_power_minutes else "from the mains"
        shown.append(Tile("Energy", figures.energy(total.energy_kwh), under, moved(lambda plan: plan.energy_kwh)))
    return shown


def _cost_tiles(book: HoursBook, own: PlanFigures, base: PlanFigures | None) -> Iterator[Tile]:
    several = len(book.costs) > 1
    for cost in book.costs:
        label = f"Cost, {figures.plain(cost.currency or 'no currency')}" if several else "Cost"
        under = f"{figures.hours(cost.transmitter_minutes)} transmitter-hours"
        moved = ""
        if cost.cost is None:
            under = f"{figures.hours(cost.unpriced_minutes)} h have no price"
        elif not several and own.cost is not None:
            under = f"{figures.short_money(own.cost, own.currency)} a day"
            if base is not None and same_currency(base, own):
                moved = figures.signed_percent(change(base.cost, own.cost))
        yield Tile(label, figures.money(cost.cost, cost.currency), under, moved)


def _hour_prices(own: PlanFigures, base: PlanFigures | None) -> Iterator[Tile]:
    measures: tuple[tuple[str, Measure, bool], ...] = (
        ("frequency-hour", lambda plan: plan.cost_per_frequency_hour, False),
        ("programme-hour", lambda plan: plan.cost_per_programme_hour, False),
        ("coverage-hour", lambda plan: plan.cost_per_coverage_hour, True),
        ("million person-hours", lambda plan: plan.cost_per_million_person_hours, True),
    )
    for name, measure, predicted in measures:
        price = measure(own)
        if price is None:
            continue
        # Hours that could not be predicted may be heard too, and would lower the price.
        bound = "≤ " if predicted and not own.wholly_predicted else ""
        moved = ""
        if base is not None and same_currency(base, own):
            moved = figures.signed_percent(change(measure(base), price))
        currency = own.currency or own.standing.daily.total.currency
        under = "not all hours could be predicted" if bound else ""
        yield Tile(f"Cost of a {name}", f"{bound}{figures.price(price, currency)}", under, moved)


def _coverage_tiles(own: PlanFigures, base: PlanFigures | None) -> Iterator[Tile]:
    heard = own.standing.heard
    if heard is None or heard.share is None:
        return
    under = "mean reliability over the listeners"
    if heard.heard_low is not None and heard.heard_high is not None:
        under = f"{figures.share(heard.heard_low)} to {figures.share(heard.heard_high)}"
    under += (
        "; without interference and jamming"
        if heard.heard_interfered is None
        else f"; {figures.share(heard.heard_interfered)} under interference and jamming"
    )
    if left := heard.programme_minutes - heard.predicted_minutes:
        under += f"; {figures.hours(left)} h not predicted"
    moved = figures.signed_percent(change(base.share, own.share)) if base is not None else ""
    yield Tile("Heard", figures.share(heard.share), under, moved)
    if heard.people:
        served = f"; {figures.share(heard.served_share)} served" if heard.served_share is not None else ""
        hearing = own.people_hearing
        now = figures.people(hearing) if hearing is not None else figures.NOTHING
        yield Tile("People who hear an hour", now, f"of {figures.people(heard.people)}{served}")


def lede(book: HoursBook) -> str:
    """How many services, bands and sites there are."""
    services = len(book.views["services"].rows)
    sites = len([row for row in book.views["sites"].rows if row.values[0] is not None])
    bands = len(book.views["bands"].rows)
    parts = [count(services, "service"), f"in {count(bands, 'band')}"]
    if sites:
        parts.append(f"from {count(sites, 'site')}")
    return " ".join(parts)
