"""Plans side by side on the page: figures by the day, what changed by band, service and site, and by transmission."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bcastplan.hours.daily_rates import NOTHING_A_DAY, DailyRate
from bcastplan.hours.row_facts import GroupValue
from bcastplan.model.counts import count
from bcastplan.reports.page import figures
from bcastplan.reports.page.page_tables import MOST_CHANGES, MOST_ROWS
from bcastplan.reports.page.plan_figures import (
    DAYS_A_YEAR,
    PLAN_MEASURES,
    PlanFigures,
    change,
    measured,
    same_currency,
)
from bcastplan.workspace.inspection.daily_hours import DAILY_GROUPS, DailyHours, per_day
from bcastplan.workspace.report.report_data import Comparison, PlanStanding
from bcastplan.workspace.seasons.plan_changes import Aired, PlanChanges

_HEADINGS = {"band": "By band", "service": "By service", "site": "By site"}


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """The head of a plan's column: its name, its length in words, and the path that folds away."""

    title: str
    path: str
    length: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure of every plan; ``changes`` say how this plan's figure lies against each of the others."""

    label: str
    values: tuple[str, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scenarios:
    """The table of plans side by side, and the days of services whose schedule is not as long as the plan."""

    columns: tuple[PlanColumn, ...]
    rows: tuple[MeasureRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeltaRow:
    """One group before and now, a day; ``offset`` and ``width`` place its bar between 0 and 100, 50 being no change."""

    label: str
    code: str
    hue: int | None
    before: str
    after: str
    difference: str
    percent: str
    cost: str
    offset: float
    width: float
    rises: bool


@dataclass(frozen=True, slots=True)
class DeltaTable:
    """What changed by one group; rows that stay as they are are counted only."""

    heading: str
    rows: tuple[DeltaRow, ...]
    all_rows: int
    unchanged: int
    has_cost: bool


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One transmission that was added, removed or changed."""

    sign: str
    head: str
    id: str
    details: tuple[tuple[str, str, str], ...]
    hours: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed from one other plan; rows are cut, counts are true."""

    title: str
    path: str
    tables: tuple[DeltaTable, ...]
    cost_note: str
    added: int
    removed: int
    changed: int
    unchanged: int
    rows: tuple[ChangeRow, ...]
    all_rows: int
    by_the_day: bool


def titled(standings: Sequence[PlanStanding]) -> list[str]:
    """A name for each plan that no other has."""
    titles = [figures.plain(standing.title) for standing in standings]
    return [
        f"{title} ({figures.plain(standing.path)})" if titles.count(title) > 1 and standing.path else title
        for title, standing in zip(titles, standings, strict=True)
    ]


def scenarios(plans: Sequence[PlanFigures]) -> Scenarios:
    """The plans side by side, this one first."""
    standings = [plan.standing for plan in plans]
    return Scenarios(
        columns=tuple(
            PlanColumn(title, figures.plain(standing.path), _length(standing.daily))
            for title, standing in zip(titled(standings), standings, strict=True)
        ),
        rows=tuple(_measures(plans)),
        notes=tuple(
            note
            for title, standing in zip(titled(standings), standings, strict=True)
            if (note := _own_days(title, standing.daily))
        ),
    )


def _length(daily: DailyHours) -> str:
    if daily.period is None:
        return "no dates"
    return f"{count(daily.days, 'day')}, {figures.day(daily.period.first)} to {figures.day(daily.period.last)}"


def _own_days(title: str, daily: DailyHours) -> str:
    """The days of services that have another schedule than the whole plan."""
    others = [service for service in daily.services if service.days != daily.days]
    if not others:
        return ""
    named = "; ".join(f"{figures.plain(service.service)} {count(service.days, 'day')}" for service in others[:4])
    more = f"; {len(others) - 4} more" if len(others) > 4 else ""
    return f"{title}: each service is divided by the days of its own schedule ({named}{more})."


def _measures(plans: Sequence[PlanFigures]) -> Iterator[MeasureRow]:
    several_services = any(len(plan.standing.daily.services) > 1 for plan in plans)
    for measure in PLAN_MEASURES:
        values, parts = measured(measure, plans)
        # With one service, hours with any service are its programme-hours.
        if all(value is None for value in values) or ("any service" in measure.label and not several_services):
            continue
        yield MeasureRow(
            measure.label,
            tuple(_in_words(measure.kind, value, plan) for value, plan in zip(values, plans, strict=True)),
            tuple(figures.signed_percent(part) for part in parts),
        )


def _in_words(kind: str, value: float | None, plan: PlanFigures) -> str:
    if value is None:
        return figures.NOTHING
    currency = plan.currency or plan.standing.daily.total.currency
    words: dict[str, Callable[[float], str]] = {
        "hours": figures.short_hours,
        "whole": figures.whole,
        "share": figures.share,
        "people": figures.people,
        "money": lambda amount: figures.short_money(amount, currency),
        "price": lambda amount: figures.price(amount, currency),
    }
    return words[kind](value)


@dataclass(frozen=True, slots=True)
class TogetherRow:
    """Two services of one plan: hours a day with either and with both on the air."""

    plan: str
    pair: str
    either: str
    both: str


def services_together(plans: Sequence[PlanFigures]) -> list[TogetherRow]:
    """The services of each plan two by two, those that share most time first."""
    titles = titled([plan.standing for plan in plans])
    rows = []
    for title, plan in zip(titles, plans, strict=True):
        daily = plan.standing.daily
        for overlap in sorted(daily.overlaps, key=lambda pair: (-pair.both_minutes, pair.a, pair.b)):
            both = per_day(overlap.both_minutes, overlap.days)
            # The sum of both counts the time that they share twice.
            rates = [daily.groups["service"][name].programme_minutes for name in (overlap.a, overlap.b)]
            rows.append(
                TogetherRow(
                    title,
                    f"{figures.plain(overlap.a)} and {figures.plain(overlap.b)}",
                    figures.short_hours(float(sum(rates) - both) / 60),
                    figures.short_hours(float(both) / 60),
                )
            )
    return rows


def changes_of(comparison: Comparison, own: PlanStanding, title: str, hues: Mapping[str, int]) -> Changes:
    """What changed from another plan, by group and by transmission; ``hues`` are the colours of services."""
    changes = comparison.changes
    before, after = comparison.standing.daily, own.daily
    priced = same_currency(PlanFigures(comparison.standing), PlanFigures(own))
    rows = list(_change_rows(changes))
    return Changes(
        title=title,
        path=figures.plain(comparison.standing.path),
        tables=tuple(_delta_table(group, before, after, hues, priced) for group in DAILY_GROUPS),
        cost_note="" if priced else "The costs are not compared: one has none, or they are in different currencies.",
        added=len(changes.added),
        removed=len(changes.removed),
        changed=len(changes.changed),
        unchanged=changes.unchanged,
        rows=tuple(rows),
        all_rows=len(changes.added) + len(changes.removed) + len(changes.changed),
        by_the_day=not changes.same_length,
    )


def _delta_table(
    group: str, before: DailyHours, after: DailyHours, hues: Mapping[str, int], priced: bool
) -> DeltaTable:
    values: list[GroupValue] = list(dict.fromkeys([*after.groups[group], *before.groups[group]]))
    # Bands keep the order of their frequencies; services and sites stand by how much they change.
    if group == "band":
        values = merged_order(list(before.groups[group]), list(after.groups[group]))
    pairs = [
        (
            value,
            before.groups[group].get(value, NOTHING_A_DAY),
            after.groups[group].get(value, NOTHING_A_DAY),
        )
        for value in values
    ]
    moved = [pair for pair in pairs if _differs(pair[1], pair[2])]
    if group != "band":
        moved.sort(key=lambda pair: -abs(pair[2].frequency_minutes - pair[1].frequency_minutes))
    most = max((abs(new.frequency_minutes - old.frequency_minutes) for _, old, new in moved), default=Fraction(0))
    names = {**before.names, **after.names}
    rows = []
    for value, old, new in moved[:MOST_ROWS]:
        name = names.get((group, value))
        label = figures.group_label(value)
        rows.append(_delta_row(name or label, label if name else "", hues.get(str(value)), old, new, most, priced))
    return DeltaTable(_HEADINGS[group], tuple(rows), len(moved), len(pairs) - len(moved), priced)


def merged_order(first: list[GroupValue], second: list[GroupValue]) -> list[GroupValue]:
    """Two ordered lists as one in which the order of both holds."""
    merged = list(second)
    for place, value in enumerate(first):
        if value not in merged:
            following = next((other for other in first[place + 1 :] if other in merged), None)
            # What only the first list has goes before the next one that both have.
            merged.insert(merged.index(following) if following is not None else len(merged), value)
    return merged


def _differs(old: DailyRate, new: DailyRate) -> bool:
    measures = ("frequency_minutes", "transmitter_minutes", "programme_minutes", "cost")
    return any(getattr(old, name) != getattr(new, name) for name in measures)


def _delta_row(
    label: str, code: str, hue: int | None, old: DailyRate, new: DailyRate, most: Fraction, priced: bool
) -> DeltaRow:
    difference = new.frequency_minutes - old.frequency_minutes
    # Bars begin in the middle, where nothing has changed, so that the longest one takes half of the room.
    width = float(abs(difference) / most * 50) if most else 0.0
    cost = ((new.cost or Fraction(0)) - (old.cost or Fraction(0))) * DAYS_A_YEAR if priced else None
    part = change(float(old.frequency_minutes), float(new.frequency_minutes))
    words = figures.signed_percent(part)
    # There is no percentage of what was not there before.
    if part is None:
        words = "new" if new.frequency_minutes else ""
    elif not new.frequency_minutes:
        words = "gone"
    return DeltaRow(
        label=figures.plain(label),
        code=code,
        hue=hue,
        before=figures.short_hours(float(old.frequency_minutes) / 60),
        after=figures.short_hours(float(new.frequency_minutes) / 60),
        difference=figures.signed_hours(float(difference)),
        percent=words,
        cost="" if cost is None else figures.signed_amount(float(cost)),
        offset=50.0 if difference >= 0 else 50.0 - width,
        width=width,
        rises=difference >= 0,
    )


def _change_rows(changes: PlanChanges) -> Iterator[ChangeRow]:
    # Each list gets its part, so that a long one does not push out the others.
    per_list = MOST_CHANGES // 3
    whole = changes.same_length

    def amount(minutes: int, a_day: Fraction) -> str:
        return figures.signed_hours(minutes if whole else float(a_day))

    for aired in changes.removed[:per_list]:
        yield _row_of("−", aired, amount(-aired.minutes, -aired.minutes_a_day))
    for aired in changes.added[:per_list]:
        yield _row_of("+", aired, amount(aired.minutes, aired.minutes_a_day))
    for both in changes.changed[:per_list]:
        yield ChangeRow(
            sign="~",
            head=_head(both.after),
            id=figures.plain(both.after.transmission.id or ""),
            details=tuple(
                (change.key, figures.plain(change.before or "–"), figures.plain(change.after or "–"))
                for change in both.changes
            ),
            hours=amount(both.minutes, both.minutes_a_day),
        )


def _row_of(sign: str, aired: Aired, hours: str) -> ChangeRow:
    return ChangeRow(sign, _head(aired), figures.plain(aired.transmission.id or ""), (), hours)


def _head(aired: Aired) -> str:
    transmission = aired.transmission
    parts = [
        figures.kilohertz(transmission.frequency_khz),
        f"{transmission.time} UTC",
        transmission.days_text,
        figures.plain(transmission.service),
    ]
    if transmission.site_code:
        parts.append(figures.plain(transmission.site_code))
    return ", ".join(parts)
