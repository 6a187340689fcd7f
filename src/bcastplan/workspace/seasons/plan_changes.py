"""What changed between two plans, by transmission; each transmission is paired with one other at most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from bcastplan.hours import HoursResult, HoursRow
from bcastplan.hours.daily_rates import scheduled_spans
from bcastplan.model.days import format_days
from bcastplan.model.finding import Finding
from bcastplan.model.sites import InlineSite
from bcastplan.model.transmission import ATTRIBUTE_OF_KEY, Transmission, transmission_keys
from bcastplan.workspace.inspection.daily_hours import DailyHours, daily_hours
from bcastplan.workspace.inspection.plan_hours import facts_of, hours_of
from bcastplan.workspace.inspection.rule_check import reading_findings
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress, open_paths

_NUMBERED_BY_LINE = frozenset({"eibi", "aoki", "csv"})
"""Lists whose ids come from line numbers and say nothing about the same row of another edition."""


@dataclass(frozen=True, slots=True)
class Aired:
    """A transmission with its minutes on the air over all its dates, the days of its schedule, and its band."""

    transmission: Transmission
    minutes: int
    days: int
    band: str = ""

    @property
    def minutes_a_day(self) -> Fraction:
        """Minutes on the air by the days of its schedule."""
        return Fraction(self.minutes, self.days) if self.days else Fraction(0)


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One key of the file whose value differs; None where it is not written."""

    key: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ChangedTransmission:
    """One transmission in both plans, with what differs."""

    before: Aired
    after: Aired
    changes: tuple[KeyChange, ...]

    @property
    def minutes(self) -> int:
        """Minutes on the air more than before; negative for less."""
        return self.after.minutes - self.before.minutes

    @property
    def minutes_a_day(self) -> Fraction:
        """Minutes a day more than before; negative for less."""
        return self.after.minutes_a_day - self.before.minutes_a_day


@dataclass(frozen=True, slots=True)
class HoursDelta:
    """Hours of one group before and after; None where it is not on the air."""

    group: str
    label: str
    before: HoursRow | None
    after: HoursRow | None


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """What changed from one plan to another, by transmission; the ``_daily`` figures compare plans of any length."""

    before_name: str
    after_name: str
    added: tuple[Aired, ...]
    removed: tuple[Aired, ...]
    changed: tuple[ChangedTransmission, ...]
    unchanged: int
    before: HoursResult
    after: HoursResult
    before_daily: DailyHours
    after_daily: DailyHours
    deltas: tuple[HoursDelta, ...] = ()

    @property
    def same_length(self) -> bool:
        """Whether hours of both plans compare as they are, because the plans have as many days."""
        lengths = [{service.days for service in side.services} for side in (self.before_daily, self.after_daily)]
        return len(lengths[0] | lengths[1]) <= 1

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.added or self.removed or self.changed)


_Key = Callable[[Aired], Hashable]


def _everything(aired: Aired) -> Hashable:
    """All values that the file gives for a transmission."""
    transmission = aired.transmission
    # As text, because mappings among the values have no hash.
    return repr(
        [getattr(transmission, ATTRIBUTE_OF_KEY.get(key, key)) for key in transmission_keys()]
        + [transmission.extensions]
    )


def _alike(*attributes: str) -> _Key:
    def key(aired: Aired) -> Hashable:
        return tuple(getattr(aired.transmission, name) for name in attributes)

    return key


_LIKENESS: tuple[_Key, ...] = (
    _everything,
    _alike("service", "frequency_khz", "time", "site_code", "days", "first_date", "last_date"),
    _alike("service", "frequency_khz", "time", "site_code", "days"),
    _alike("service", "frequency_khz", "time", "site_code"),
    _alike("service", "frequency_khz", "time"),
    lambda aired: (aired.band, aired.transmission.service, aired.transmission.time, aired.transmission.site_code),
    _alike("service", "frequency_khz", "site_code"),
    _alike("service", "frequency_khz"),
)
"""The keys by which two transmissions without a common id may still be the same, the surest first."""


@dataclass(slots=True)
class DiffAnswer:
    """The changes, the findings of reading both plans and how many inputs could not be read."""

    changes: PlanChanges
    findings: list[Finding]
    unreadable: int


def diff_paths(
    before: str, after: str, *, texts: Mapping[str, str] = MappingProxyType({}), progress: Progress = no_progress
) -> DiffAnswer:
    """Open two files or folders and compare them; ``texts`` as in ``open_paths``."""
    opened = [open_paths([path], plan_against=False, progress=progress, texts=texts) for path in (before, after)]
    findings = [finding for workspace in opened for finding in reading_findings(workspace)]
    changes = changes_between(opened[0], opened[1], before, after)
    return DiffAnswer(changes, findings, sum(workspace.unreadable for workspace in opened))


def changes_between(before: Workspace, after: Workspace, before_name: str, after_name: str) -> PlanChanges:
    """Compare two opened plans; totals are those of each plan's own period, and rates are by the day."""
    old, new = list(_aired(before)), list(_aired(after))
    pairs = _paired(old, new, _list_rows(before) | _list_rows(after))
    changed, unchanged = [], 0
    for earlier, later in pairs:
        changes = tuple(_key_changes(earlier.transmission, later.transmission))
        if changes or earlier.minutes != later.minutes:
            changed.append(ChangedTransmission(earlier, later, changes))
        else:
            unchanged += 1
    # By identity: a file may have equal transmissions, of which only one has a counterpart.
    gone = {id(earlier) for earlier, _ in pairs}
    come = {id(later) for _, later in pairs}
    return PlanChanges(
        before_name=before_name,
        after_name=after_name,
        added=tuple(sorted((aired for aired in new if id(aired) not in come), key=_reading_order)),
        removed=tuple(sorted((aired for aired in old if id(aired) not in gone), key=_reading_order)),
        changed=tuple(sorted(changed, key=lambda change: _reading_order(change.after))),
        unchanged=unchanged,
        before=hours_of(before, by=()),
        after=hours_of(after, by=()),
        before_daily=daily_hours(before),
        after_daily=daily_hours(after),
        deltas=tuple(_deltas(before, after)),
    )


def _reading_order(aired: Aired) -> tuple[Any, ...]:
    transmission = aired.transmission
    return (
        transmission.service,
        transmission.frequency_khz,
        transmission.time,
        transmission.file,
        transmission.origin.line,
    )


def _aired(workspace: Workspace) -> Iterator[Aired]:
    table = workspace.own_table
    for transmission, minutes, fact in zip(
        table.transmissions, table.minutes.tolist(), facts_of(workspace), strict=True
    ):
        # The days of its schedule, and not of its airings: a rate by the day is to tell weekly from daily programmes.
        days = sum(span.days for span in scheduled_spans([transmission.window]))
        yield Aired(transmission, minutes, days, fact.band)


def _list_rows(workspace: Workspace) -> set[int]:
    """Identities of the transmissions whose id is but a line number."""
    return {
        id(transmission)
        for schedule in workspace.schedules
        if schedule.kind in _NUMBERED_BY_LINE
        for transmission in schedule.transmissions
    }


def _paired(old: Sequence[Aired], new: Sequence[Aired], line_ids: set[int]) -> list[tuple[Aired, Aired]]:
    """Pair by id where it is unique on both sides, then by what is alike."""

    def identifier(aired: Aired) -> Hashable:
        return None if id(aired.transmission) in line_ids else aired.transmission.id

    pairs = list(_matches(old, new, identifier, unique=True))
    for likeness in _LIKENESS:
        # Each likeness is looser than the one before, so it only sees what the surer ones left.
        taken = {id(candidate) for pair in pairs for candidate in pair}
        left = [candidate for candidate in old if id(candidate) not in taken]
        right = [candidate for candidate in new if id(candidate) not in taken]
        if not left or not right:
            break
        pairs += _matches(left, right, likeness, unique=False)
    return pairs


def _matches(old: Iterable[Aired], new: Iterable[Aired], key: _Key, *, unique: bool) -> Iterator[tuple[Aired, Aired]]:
    left: dict[Hashable, list[Aired]] = defaultdict(list)
    right: dict[Hashable, list[Aired]] = defaultdict(list)
    for side, some in ((left, old), (right, new)):
        for aired in some:
            if (value := key(aired)) is not None:
                side[value].append(aired)
    for value, some in left.items():
        others = right.get(value, [])
        # Equal ones are paired in the order of the files; what is left over on one side finds no partner here.
        if not unique or len(some) == len(others) == 1:
            yield from zip(some, others, strict=False)


def _key_changes(before: Transmission, after: Transmission) -> Iterator[KeyChange]:
    """The keys of the file whose values differ, in the order files are written."""
    for key in transmission_keys():
        attribute = ATTRIBUTE_OF_KEY.get(key, key)
        old, new = getattr(before, attribute), getattr(after, attribute)
        if old != new:
            yield KeyChange(key, value_words(key, old), value_words(key, new))
    for key in sorted(before.extensions.keys() | after.extensions.keys()):
        old, new = before.extensions.get(key), after.extensions.get(key)
        if old != new:
            yield KeyChange(key, value_words(key, old), value_words(key, new))


def value_words(key: str, value: Any) -> str | None:
    """A value of a transmission as a schedule file would have it; None where nothing would be written."""
    if value is None or value == () or value is False:
        return None
    if value is True:
        return "yes"
    if key == "days":
        return format_days(value)
    if isinstance(value, InlineSite):
        return f"{value.name} ({value.latitude:g}, {value.longitude:g})"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return ", ".join(f"{name}: {value_words('', item)}" for name, item in value.items())
    if isinstance(value, list | tuple) and key != "time":
        return ", ".join(value_words("", item) or "" for item in value)
    return str(value)


def _deltas(before: Workspace, after: Workspace) -> Iterator[HoursDelta]:
    order = {fact.band: fact.band_order for plan in (before, after) for fact in facts_of(plan)}
    for group in ("band", "service"):
        rows: dict[str | None, list[HoursRow | None]] = {}
        for number, workspace in enumerate((before, after)):
            for row in hours_of(workspace, by=(group,)).rows:
                value = None if row.values[0] is None else str(row.values[0])
                rows.setdefault(value, [None, None])[number] = row
        for value in sorted(rows, key=lambda name: (order.get(name or "", 0), name or "")):
            yield HoursDelta(group, value or "(none)", *rows[value])
