"""Rows of the page's tables; a long table is cut and shows its true number of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from bcastplan.conflicts import Pair, RowSide
from bcastplan.hours.hours_result import HoursResult, HoursRow
from bcastplan.model.finding import Finding, Severity
from bcastplan.reports.check.check_text import place_text
from bcastplan.reports.hours.part_years import part_of_bucket
from bcastplan.reports.page import figures
from bcastplan.reports.page.charts import Spark
from bcastplan.workspace.inspection.plan_conflicts import PlanConflicts

# What a page lists at most of each kind: it stays short enough to be read, and the browser test prints it on 4 to 8
# pages.
MOST_ROWS = 40
MOST_BUCKETS = 120
MOST_PAIRS = 120
MOST_FINDINGS = 250
MOST_PLACES = 6
MOST_CHANGES = 150
MOST_FILES = 200
MOST_STRIPS = 60
_RANKED = frozenset({"service", "site", "broadcaster", "manager", "administration", "language", "target", "file"})
"""Groups without an order of their own: most frequency-hours first."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table of hours; ``share`` of the longest bar, ``code`` stands after the label.

    ``on_air`` is the mean of a day on the air, where it is not that of a day of the period. ``hue`` is the colour of
    the bar, None for the common one.
    """

    code: str
    label: str
    share: float
    spark: Spark | None
    frequency: str
    transmitter: str
    programme: str
    per_day: str
    on_air: str
    energy: str
    cost: str
    hue: int | None = None


@dataclass(frozen=True, slots=True)
class HoursTable:
    """A table of hours; ``all_rows`` counts those that were cut too."""

    heading: str
    label: str
    """What the rows are."""
    rows: tuple[TableRow, ...]
    total: TableRow
    all_rows: int
    has_energy: bool
    has_cost: bool
    has_sparks: bool
    ranked: bool
    adds_up: bool
    """Whether the rows' frequency-hours and programme-hours add up to the total's."""


def hours_table(
    result: HoursResult,
    heading: str,
    charts: Mapping[object, Spark] | None = None,
    hues: Mapping[str, int] | None = None,
) -> HoursTable:
    """The rows of one result, a bar beside each; ``hues`` are the colours of services."""
    # Buckets of time keep their order, whatever they hold.
    ranked = bool(result.by) and result.by[0] in _RANKED and result.per is None
    rows = list(result.rows)
    if ranked:
        rows.sort(key=lambda row: -row.frequency_minutes)
    most = max((row.frequency_minutes for row in rows), default=0)
    lines = _folded(result, rows, most) if result.per is not None and not result.by else None
    if lines is None:
        shown = rows[: MOST_BUCKETS if result.per else MOST_ROWS]
        lines = [_table_row(result, row, most, charts or {}, hues or {}) for row in shown]
        listed = len(shown)
    else:
        listed = len(rows)
    total = result.total
    sums = (sum(row.frequency_minutes for row in rows), sum(row.programme_minutes for row in rows))
    return HoursTable(
        heading=heading,
        label=_row_heading(result),
        rows=tuple(lines),
        total=_table_row(result, total, most, {}, {}),
        all_rows=len(lines) + len(rows) - listed,
        has_energy=total.energy_kwh is not None,
        has_cost=total.cost is not None or any(row.cost is not None for row in rows),
        has_sparks=bool(charts),
        ranked=ranked,
        adds_up=sums == (total.frequency_minutes, total.programme_minutes),
    )


def _row_heading(result: HoursResult) -> str:
    words = [*result.by, *([result.per.replace("-", " ")] if result.per else [])]
    return ", ".join(words).capitalize() or "All"


def _folded(result: HoursResult, rows: Sequence[HoursRow], most: int) -> list[TableRow] | None:
    """The rows of buckets; three or more equal ones in succession share a row. None where there are still too many.

    Buckets are equal when hours, energy and cost a day are the same to the last printed digit.
    """
    runs: list[list[HoursRow]] = []
    for row in rows:
        if runs and _a_day(runs[-1][-1]) == _a_day(row) and _follows(runs[-1][-1], row):
            runs[-1].append(row)
        else:
            runs.append([row])
    lines = []
    for run in runs:
        # Two rows say it in as little room as one that has to explain itself.
        if len(run) < 3:
            lines += [_table_row(result, row, most, {}, {}) for row in run]
            continue
        first, last = figures.bucket_label(run[0].period), figures.bucket_label(run[-1].period)
        line = _table_row(result, _sum(run), most, {}, {})
        # The bar of the fold stands for one bucket, so that its length compares with the others.
        longest = max(row.frequency_minutes for row in run)
        lines.append(
            replace(
                line,
                label=f"{first} to {last}",
                code=f"{len(run)} alike, the bar is one of them",
                share=longest / most if most else 0.0,
            )
        )
    return lines if len(lines) <= MOST_BUCKETS else None


def _a_day(row: HoursRow) -> tuple[str, ...]:
    """The figures of a bucket for one day, as printed."""
    days = row.days
    return (
        figures.hours(row.frequency_minutes / days),
        figures.hours(row.programme_minutes / days),
        figures.hours(row.transmitter_minutes / days),
        figures.whole(None if row.energy_kwh is None else row.energy_kwh / days),
        "" if row.cost is None else f"{row.cost / days:.0f}",
        row.currency or "",
    )


def _follows(earlier: HoursRow, later: HoursRow) -> bool:
    """Whether a month or quarter comes right after another one, with none (without airtime) between them."""
    numbers = []
    for label in (earlier.period or "", later.period or ""):
        year, _, part = label.partition("-")
        if not year.isdigit() or not part.lstrip("Q").isdigit():
            return False
        numbers.append((int(year), int(part.lstrip("Q"))))
    (this_year, number), (next_year, next_number) = numbers
    last = number == (4 if "Q" in (earlier.period or "") else 12)
    return (next_year, next_number) == ((this_year + 1, 1) if last else (this_year, number + 1))


def _sum(run: Sequence[HoursRow]) -> HoursRow:
    """Several buckets as one; time divides them, so every measure adds up."""
    days = sum(row.days for row in run)
    frequency = sum(row.frequency_minutes for row in run)
    energies = [row.energy_kwh for row in run if row.energy_kwh is not None]
    costs = [row.cost for row in run if row.cost is not None]
    return replace(
        run[0],
        days=days,
        frequency_minutes=frequency,
        transmitter_minutes=sum(row.transmitter_minutes for row in run),
        programme_minutes=sum(row.programme_minutes for row in run),
        frequency_minutes_per_day=frequency / days,
        days_on_air=sum(row.days_on_air for row in run),
        energy_kwh=sum(energies) if energies else None,
        cost=sum(costs, Decimal(0)) if len(costs) == len(run) else None,
    )


def _table_row(
    result: HoursResult, row: HoursRow, most: int, charts: Mapping[object, Spark], hues: Mapping[str, int]
) -> TableRow:
    codes, labels = [], []
    # Not strict, because the total has no values.
    for group, value, name in zip(result.by, row.values, row.names, strict=False):
        label = figures.group_label(value)
        if group == "frequency" and isinstance(value, int | float):
            label = figures.kilohertz(value)
        if name and name != value:
            alone = len(result.by) == 1 and result.per is None
            codes += [label] if alone else []
            label = figures.plain(name) if alone else f"{figures.plain(name)} ({label})"
        labels.append(label)
    if row.period is not None:
        labels.append(figures.bucket_label(row.period))
        part = part_of_bucket(row, result.per)
        codes += [part] if part else []
    per_day = figures.hours(row.frequency_minutes_per_day)
    on_air = figures.hours(row.frequency_minutes_per_day_on_air)
    service = row.values[result.by.index("service")] if "service" in result.by and row.values else None
    return TableRow(
        code=" ".join(codes),
        label=" · ".join(labels) or "Total",
        share=row.frequency_minutes / most if most else 0.0,
        spark=charts.get(row.values[0]) if row.values and row.period is None else None,
        frequency=figures.hours(row.frequency_minutes),
        transmitter=figures.hours(row.transmitter_minutes),
        programme=figures.hours(row.programme_minutes),
        per_day=per_day,
        on_air=on_air if on_air != per_day and row.days_on_air else "",
        energy=figures.whole(row.energy_kwh),
        cost=figures.money(row.cost, row.currency),
        hue=hues.get(str(service)) if service is not None else None,
    )


@dataclass(frozen=True, slots=True)
class SideCell:
    """One side of a conflict in three lines."""

    head: str
    who: str
    place: str


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One pair or double booking."""

    severity: str
    kind: str
    detail: str
    sides: tuple[SideCell, ...]
    when: tuple[str, ...]
    amount: str
    area: str


@dataclass(frozen=True, slots=True)
class ConflictList:
    """One of the lists of conflicts, with what was cut."""

    heading: str
    rows: tuple[ConflictRow, ...]
    all_rows: int
    counts: tuple[tuple[str, int], ...]


def conflict_lists(conflicts: PlanConflicts) -> list[ConflictList]:
    """Lists of the conflicts with others, of those inside the house and of those over transmitters and antennas."""
    lists = []
    for heading, pairs in (("With others", conflicts.pairs.external), ("Own", conflicts.pairs.own)):
        ranks = pairs.columns.severity.tolist()
        # Pairs are made when they are asked for, and there may be half a million: only those that are shown are made.
        rows = [_pair_row(conflicts, pair) for pair in islice(pairs, MOST_PAIRS)]
        lists.append(ConflictList(heading, tuple(rows), len(pairs), _counted(ranks)))
    resources = [
        ConflictRow(
            severity=str(resource.severity),
            kind=resource.kind.value,
            detail=figures.plain(" ".join(filter(None, (resource.site, resource.transmitter or resource.antenna)))),
            sides=tuple(_side(conflicts, member) for member in resource.members[:4]),
            when=(f"worst on {figures.moment(resource.worst_at)}", f"{resource.dates:,} dates"),
            amount=f"{figures.hours(resource.overlap_minutes)} h",
            area="",
        )
        for resource in conflicts.resources[:MOST_PAIRS]
    ]
    ranks = [resource.severity.rank for resource in conflicts.resources]
    lists.append(ConflictList("Transmitters and antennas", tuple(resources), len(conflicts.resources), _counted(ranks)))
    return [conflict_list for conflict_list in lists if conflict_list.all_rows]


def _counted(ranks: Sequence[int]) -> tuple[tuple[str, int], ...]:
    counts = Counter(ranks)
    return tuple((str(severity), counts[severity.rank]) for severity in Severity if counts[severity.rank])


def _pair_row(conflicts: PlanConflicts, pair: Pair) -> ConflictRow:
    shared = pair.shared_test_points
    area = "area unknown" if shared is None else f"{shared} shared test point{'' if shared == 1 else 's'}"
    if (note := conflicts.note_of(pair)) is not None:
        area += f"; {note.status}: {figures.plain(note.reason)}"
    weekly = conflicts.pairs.wording.hours_a_week(pair.a_row, pair.b_row)
    return ConflictRow(
        severity=str(pair.severity),
        kind=pair.kind.value,
        detail=f"{pair.separation_khz:g} kHz apart" if pair.separation_khz else "same channel",
        sides=(_side(conflicts, pair.a), _side(conflicts, pair.b)),
        when=tuple(conflicts.pairs.wording.overlap(pair.a_row, pair.b_row)),
        amount=f"{weekly:,.1f} h a week",
        area=area,
    )


def _side(conflicts: PlanConflicts, side: RowSide) -> SideCell:
    site = conflicts.sites.get(side.site or "") or side.site
    broadcaster = side.broadcaster if side.broadcaster != side.service else None
    facts = (broadcaster, site, f"to {side.target_text}" if side.target_text else None)
    return SideCell(
        head=f"{figures.kilohertz(side.frequency_khz)} {figures.plain(side.service)}".strip(),
        who=", ".join(figures.plain(fact) for fact in facts if fact),
        place=figures.plain(f"{side.id or ''} {side.file}:{side.line}".strip()),
    )


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often one rule found something."""

    severity: str
    code: str
    name: str
    summary: str
    number: int


def rule_counts(findings: Iterable[Finding], summaries: Mapping[str, str]) -> list[RuleCount]:
    """Findings by severity and rule, gravest and most frequent first."""
    counts = Counter((finding.severity.rank, finding.rule, finding.name) for finding in findings)
    severities = [str(severity) for severity in Severity]
    ordered = sorted(counts.items(), key=lambda entry: (entry[0][0], -entry[1], entry[0][1]))
    return [
        RuleCount(severities[rank], code, name, summaries.get(code, ""), number)
        for (rank, code, name), number in ordered
    ]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """Findings with the same message: the places of the first ones, and how many ``more`` there are."""

    severity: str
    code: str
    message: str
    places: tuple[str, ...]
    more: int


def finding_rows(findings: Sequence[Finding]) -> list[FindingRow]:
    """The gravest findings, as many as fit the page; findings with the same message share a row."""
    # Within a severity the order of the files stays, so that two pages of one plan can be compared.
    worst = sorted(range(len(findings)), key=lambda number: (findings[number].severity.rank, number))[:MOST_FINDINGS]
    same: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in (findings[number] for number in worst):
        same.setdefault((str(finding.severity), finding.rule, finding.message), []).append(finding)
    return [
        FindingRow(
            severity=severity,
            code=code,
            message=figures.plain(message),
            places=tuple(_place(finding) for finding in some[:MOST_PLACES]),
            more=max(0, len(some) - MOST_PLACES),
        )
        for (severity, code, message), some in same.items()
    ]


def _place(finding: Finding) -> str:
    place = figures.plain(place_text(finding.place))
    return f"{place} {figures.plain(finding.place.id)}" if finding.place.id else place
