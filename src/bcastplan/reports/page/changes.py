"""What changed against another plan, as rows of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bcastplan.reports.page import figures
from bcastplan.reports.page.page_tables import MOST_CHANGES
from bcastplan.workspace.seasons.plan_changes import Aired, HoursDelta, PlanChanges


@dataclass(frozen=True, slots=True)
class DeltaRow:
    """One figure before and after."""

    label: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One transmission that was added, removed or changed."""

    sign: str
    head: str
    id: str
    details: tuple[tuple[str, str, str], ...]
    hours: str


@dataclass(frozen=True, slots=True)
class ChangesSection:
    """The section with true counts; rows are cut."""

    before_name: str
    after_name: str
    totals: tuple[DeltaRow, ...]
    bands: tuple[DeltaRow, ...]
    services: tuple[DeltaRow, ...]
    added: int
    removed: int
    changed: int
    unchanged: int
    rows: tuple[ChangeRow, ...]
    all_rows: int


def changes_section(changes: PlanChanges) -> ChangesSection:
    """The rows of the section: removed, added, changed."""
    per_list = MOST_CHANGES // 3
    rows = [
        *(_row_of("−", aired, -aired.minutes) for aired in changes.removed[:per_list]),
        *(_row_of("+", aired, aired.minutes) for aired in changes.added[:per_list]),
        *(
            ChangeRow(
                sign="~",
                head=_head(both.after),
                id=figures.plain(both.after.transmission.id or ""),
                details=tuple(
                    (change.key, figures.plain(change.before or "–"), figures.plain(change.after or "–"))
                    for change in both.changes
                ),
                hours=figures.signed_hours(both.minutes),
            )
            for both in changes.changed[:per_list]
        ),
    ]
    return ChangesSection(
        before_name=figures.plain(changes.before_name),
        after_name=figures.plain(changes.after_name),
        totals=tuple(_totals(changes)),
        bands=tuple(_delta(delta) for delta in changes.deltas if delta.group == "band"),
        services=tuple(_delta(delta) for delta in changes.deltas if delta.group == "service")[:40],
        added=len(changes.added),
        removed=len(changes.removed),
        changed=len(changes.changed),
        unchanged=changes.unchanged,
        rows=tuple(rows),
        all_rows=len(changes.added) + len(changes.removed) + len(changes.changed),
    )


def _totals(changes: PlanChanges) -> Sequence[DeltaRow]:
    before, after = changes.before.total, changes.after.total
    rows = []
    for label, name in (
        ("Frequency-hours", "frequency_minutes"),
        ("Transmitter-hours", "transmitter_minutes"),
        ("Programme-hours", "programme_minutes"),
        ("Frequency-hours a day", "frequency_minutes_per_day"),
    ):
        old, new = getattr(before, name), getattr(after, name)
        rows.append(DeltaRow(label, figures.hours(old), figures.hours(new), figures.signed_hours(new - old)))
    if before.energy_kwh is not None and after.energy_kwh is not None:
        difference = after.energy_kwh - before.energy_kwh
        signed = f"{'+' if difference > 0 else '−' if difference < 0 else '±'}{abs(difference):,.0f}"
        rows.append(DeltaRow("Energy, kWh", figures.whole(before.energy_kwh), figures.whole(after.energy_kwh), signed))
    if before.cost is not None and after.cost is not None and before.currency == after.currency:
        amount = after.cost - before.cost
        signed = f"{'+' if amount > 0 else '−' if amount < 0 else '±'}{abs(amount):,.2f}"
        label = f"Cost, {figures.plain(after.currency)}" if after.currency else "Cost"
        rows.append(DeltaRow(label, f"{before.cost:,.2f}", f"{after.cost:,.2f}", signed))
    return rows


def _delta(delta: HoursDelta) -> DeltaRow:
    old = delta.before.frequency_minutes if delta.before else 0
    new = delta.after.frequency_minutes if delta.after else 0
    return DeltaRow(figures.plain(delta.label), figures.hours(old), figures.hours(new), figures.signed_hours(new - old))


def _row_of(sign: str, aired: Aired, minutes: int) -> ChangeRow:
    return ChangeRow(sign, _head(aired), figures.plain(aired.transmission.id or ""), (), figures.signed_hours(minutes))


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
