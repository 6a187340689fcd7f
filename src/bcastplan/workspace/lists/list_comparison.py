"""Compare two lists: rows that only one of them has, rows that differ, rows that nobody has heard lately.

Rows that may be one transmission form an item, however many rows either list cuts it into; airtime is compared over
the whole item, minute by minute and date by date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bcastplan.airtime.table import AirtimeTable, build
from bcastplan.exchange.eibi.eibi_rows import HEARD_KEY
from bcastplan.model.finding import Finding
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory
from bcastplan.workspace.inspection.rule_check import reading_findings
from bcastplan.workspace.lists.choice import Choice
from bcastplan.workspace.lists.comparison import (
    STATUSES,
    ComparedItem,
    ComparedList,
    ComparedRow,
    Comparison,
    Difference,
    Status,
)
from bcastplan.workspace.lists.row_matches import Match, Traits, matches
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress, open_paths

_MONTH = re.compile("[0-9]{4}-(0[1-9]|1[0-2])")  # as the reader of EiBi writes it; a schedule may hold anything

MONITORED = frozenset({"eibi", "aoki"})
"""Kinds of lists that tell what is heard."""


@dataclass(slots=True)
class CompareAnswer:
    """The comparison, and the findings that tell what could not be compared."""

    result: Comparison
    findings: list[Finding]
    unreadable: int


@dataclass(slots=True)
class _Side:
    """One list opened, its rows that are on the air."""

    workspace: Workspace
    rows: list[Transmission]
    view: ComparedList
    directory: Directory = field(default_factory=Directory)

    @classmethod
    def opened(cls, name: str, choice: Choice, progress: Progress) -> _Side:
        workspace = open_paths([name], plan_against=False, progress=progress)
        chosen = choice.kept(
            transmission for schedule in workspace.schedules for transmission in schedule.transmissions
        )
        rows = [transmission for transmission in chosen if transmission.counts]
        kinds = tuple(sorted({schedule.kind for schedule in workspace.schedules}))
        heard = [month for row in rows if (month := heard_month(row))]
        view = ComparedList(
            name=name.rstrip("/").rsplit("/", 1)[-1] or name,
            kinds=kinds,
            rows=len(rows),
            monitored=bool(kinds) and MONITORED.issuperset(kinds),
            newest_heard=max(heard, default=None),
        )
        directory = workspace.plans[0].directory if workspace.plans else Directory()
        return cls(workspace, rows, view, directory)


def compare_paths(
    a: str,
    b: str,
    *,
    choice: Choice | None = None,
    heard_within_months: int = 12,
    everything: bool = False,
    progress: Progress = no_progress,
) -> CompareAnswer:
    """Open two lists, plans or folders and compare them.

    Args:
        a: the list that is asked about; a plan, say.
        b: the list it is held against.
        choice: the transmissions to compare, of both.
        heard_within_months: how long before the newest report of a list a last one counts as lately.
        everything: also list rows of B in bands and for areas that A does not deal with.
        progress: told about every file.
    """
    sides = [_Side.opened(name, choice or Choice(), progress) for name in (a, b)]
    result = compare(*sides, heard_within_months=heard_within_months, everything=everything)
    findings = [finding for side in sides for finding in reading_findings(side.workspace)]
    return CompareAnswer(result, findings, sum(side.workspace.unreadable for side in sides))


def compare(a: _Side, b: _Side, *, heard_within_months: int, everything: bool) -> Comparison:
    """Compare two opened lists."""
    comparing = _Comparing(a, b, heard_within_months)
    result = Comparison(a.view, b.view, heard_within_months=heard_within_months)
    matched = matches(*([Traits.of(row, side.directory) for row in side.rows] for side in (a, b)))
    alone_a, alone_b = set(range(len(a.rows))), set(range(len(b.rows)))
    for group in _components(matched):
        result.items.append(comparing.item(group))
        alone_a -= {match.a for match in group}
        alone_b -= {match.b for match in group}
    result.items += [comparing.alone("only-a", row) for row in sorted(alone_a)]
    concern = comparing.concern(everything)
    for row in sorted(alone_b):
        if concern(row):
            result.items.append(comparing.alone("only-b", row))
        else:
            result.beyond += 1
    result.items.sort(key=lambda item: (STATUSES.index(item.status), item.frequency_khz, _first_row(item)))
    return result


def _first_row(item: ComparedItem) -> tuple[str, str, int]:
    row = (*item.a, *item.b)[0]
    return row.time, row.file, row.line


def heard_month(transmission: Transmission) -> str | None:
    """The month a transmission was last heard, where its list told."""
    month = transmission.extensions.get(HEARD_KEY) if transmission.extensions else None
    return month if isinstance(month, str) and _MONTH.fullmatch(month) else None


def _components(matched: Sequence[Match]) -> list[list[Match]]:
    """Groups of matches that share a row of either side, in the order of A."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            # Every look shortens the way to the root (union-find), so that long chains stay cheap.
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for match in matched:
        parent[root(("a", match.a))] = root(("b", match.b))
    groups: dict[tuple[str, int], list[Match]] = {}
    for match in matched:
        groups.setdefault(root(("a", match.a)), []).append(match)
    return list(groups.values())


class _Comparing:
    """Both lists on one airtime table, A's rows first."""

    def __init__(self, a: _Side, b: _Side, heard_within_months: int) -> None:
        self.a, self.b = a, b
        self.first_b = len(a.rows)
        self.table: AirtimeTable = build([*a.rows, *b.rows])
        self.dates = self.table.segment_dates.ints()
        newest = max((view.newest_heard for view in (a.view, b.view) if view.newest_heard), default=None)
        self.heard_since = _months_before(newest, heard_within_months) if newest else None

    def item(self, group: Sequence[Match]) -> ComparedItem:
        """One item of the comparison from the rows of a group of matches."""
        rows_a, rows_b = sorted({match.a for match in group}), sorted({match.b for match in group})
        far = [match.distance_km for match in group if match.distance_km is not None]
        both, only_a, only_b, differences = self.airtime(rows_a, [self.first_b + row for row in rows_b])
        # Matching allows frequencies that differ a little, as lists round them.
        if {self.a.rows[row].frequency_khz for row in rows_a} != {self.b.rows[row].frequency_khz for row in rows_b}:
            differences.insert(0, "frequency")
        if far:
            differences.append("site")
        all_rows = [*(self.a.rows[row] for row in rows_a), *(self.b.rows[row] for row in rows_b)]
        heard = max((month for row in all_rows if (month := heard_month(row))), default=None)
        # Months are written 2026-07, so that they compare as texts.
        late = heard is not None and self.heard_since is not None and heard < self.heard_since
        status: Status = "not-heard-lately" if late else "differs" if differences else "same"
        return ComparedItem(
            status=status,
            a=tuple(_row(self.a, row) for row in rows_a),
            b=tuple(_row(self.b, row) for row in rows_b),
            differences=tuple(differences),
            minutes_a=both + only_a,
            minutes_b=both + only_b,
            minutes_both=both,
            site_distance_km=round(max(far), 1) if far else None,
            heard=heard,
        )

    def alone(self, status: Status, row: int) -> ComparedItem:
        """A row without a counterpart."""
        side, number = (self.a, row) if status == "only-a" else (self.b, self.first_b + row)
        minutes = int(sum(self.dates[at].bit_count() * self.length(at) for at in self.segments([number])))
        shown = (_row(side, row),)
        heard = heard_month(side.rows[row])
        if status == "only-a":
            return ComparedItem(status, shown, (), minutes_a=minutes, heard=heard)
        return ComparedItem(status, (), shown, minutes_b=minutes, heard=heard)

    def segments(self, rows: Iterable[int]) -> list[int]:
        count = len(self.table.segment_row)
        return [at for row in rows for at in range(*self.table.segments_of(row).indices(count))]

    def length(self, segment: int) -> int:
        return int(self.table.segment_stop[segment] - self.table.segment_start[segment])

    def airtime(self, rows_a: Sequence[int], rows_b: Sequence[int]) -> tuple[int, int, int, list[Difference]]:
        """Minutes in both, in A alone and in B alone, and whether the clock or the dates differ."""
        segments = {side: self.segments(rows) for side, rows in (("a", rows_a), ("b", rows_b))}
        start, stop = self.table.segment_start, self.table.segment_stop
        # Between two edges of any segment nothing begins or ends, so every minute there has the same dates.
        edges = sorted({int(edge) for some in segments.values() for at in some for edge in (start[at], stop[at])})
        both = only_a = only_b = 0
        clock_differs = False
        days = {"a": 0, "b": 0}
        for begin, end in pairwise(edges):
            on = {"a": 0, "b": 0}
            for side, some in segments.items():
                for at in some:
                    if start[at] <= begin and end <= stop[at]:
                        on[side] |= self.dates[at]
            clock_differs |= bool(on["a"]) != bool(on["b"])
            both += (on["a"] & on["b"]).bit_count() * (end - begin)
            only_a += (on["a"] & ~on["b"]).bit_count() * (end - begin)
            only_b += (on["b"] & ~on["a"]).bit_count() * (end - begin)
            days = {side: days[side] | on[side] for side in days}
        differences: list[Difference] = ["time"] if clock_differs else []
        # The same dates in all may still be spread differently over the stretches of the day.
        if days["a"] != days["b"] or (not clock_differs and only_a + only_b):
            differences.append("days")
        return both, only_a, only_b, differences

    def concern(self, everything: bool) -> Callable[[int], bool]:
        """A test for rows of B: the band is used by A and, where A is a plan, the row reaches the listeners of A."""
        if everything:
            return lambda row: True
        bands = {self.a.directory.band(row).band for row in self.a.rows}
        plan = set(self.a.view.kinds) <= {"yaml"}
        listeners = [Traits.of(row, self.a.directory) for row in self.a.rows] if plan else []
        points = 0
        for listener in listeners:
            points |= listener.points
        tongues = frozenset().union(*(listener.languages for listener in listeners)) if listeners else frozenset()

        def is_concerned(row: int) -> bool:
            transmission = self.b.rows[row]
            # A plan for 49 m is not held against all of the world's other bands.
            if self.b.directory.band(transmission).band not in bands:
                return False
            if not plan:
                return True
            traits = Traits.of(transmission, self.b.directory)
            return bool(traits.points & points and traits.languages & tongues)

        return is_concerned


def _months_before(month: str, months: int) -> str:
    number = int(month[:4]) * 12 + int(month[5:]) - 1 - months
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _row(side: _Side, row: int) -> ComparedRow:
    transmission = side.rows[row]
    return ComparedRow(
        file=transmission.file,
        line=transmission.origin.line,
        id=transmission.id,
        frequency_khz=transmission.frequency_khz,
        time=str(transmission.time),
        days=transmission.days_text if transmission.repeat is None else transmission.repeat.text,
        service=transmission.service,
        broadcaster=transmission.broadcaster,
        manager=transmission.manager,
        language=transmission.language_text,
        target=transmission.target,
        site=transmission.site_code,
        site_name=side.directory.site_name(transmission.site_code),
        heard=heard_month(transmission),
    )
