"""How each row stands: what the rules said last, looked at anew where rows were edited, and its conflicts as of now.

A whole check is not needed for that: it comes later, from a worker, and is taken in by ``take_check``. Signs of rows
weigh conflicts as the plan's rule settings do; settings for single files and comments count in ``findings`` only.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from bcastplan.conflicts.kinds import PAIR_KINDS
from bcastplan.conflicts.pairs import Pair, PairResult
from bcastplan.conflicts.words import Wording
from bcastplan.model.finding import Finding, Severity
from bcastplan.model.transmission import Transmission
from bcastplan.rules.conflict_findings import pair_problem
from bcastplan.rules.context import Context
from bcastplan.rules.registry import matches
from bcastplan.rules.run import run_rules
from bcastplan.workspace.editing.row_findings import OF_THE_PLAN, findings_in_row
from bcastplan.workspace.editing.session import Session

NOTHING = 3
"""The rank of a row without a finding."""
_PAIR_RULES = ("CON101", "CON102", "CON103", "CON110")
_MOST_ROWS_AT_ONCE = 40


class Standing:
    """The findings of a session, row by row."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._transmissions: tuple[Transmission, ...] = ()
        self._ranks: NDArray[np.int8] = np.zeros(0, dtype=np.int8)
        self._checked: dict[int, list[Finding]] = {}
        self._pairs: PairResult | None = None
        self._pair_ranks: NDArray[np.int8] = np.zeros(0, dtype=np.int8)

    def take_check(self) -> None:
        """Take over what the session's last check says."""
        self._transmissions = self.session.table.transmissions
        own = self._transmissions[: self.session.own_rows]
        self._ranks = np.full(len(self._transmissions), NOTHING, dtype=np.int8)
        self._checked = defaultdict(list)
        for row, finding in located(self.session.check().findings, own):
            if finding.rule in _PAIR_RULES:
                continue
            self._ranks[row] = min(self._ranks[row], finding.severity.rank)
            if finding.rule.startswith(OF_THE_PLAN):
                self._checked[row].append(finding)

    def follow(self) -> None:
        """Take in an edit: rows that differ are looked at anew, rows that moved keep what was said of them."""
        before, after = self._transmissions, self.session.table.transmissions
        if before is after:
            return
        first = _same(zip(before, after, strict=False))
        last = _same(zip(reversed(before), reversed(after), strict=False))
        last = min(last, len(before) - first, len(after) - first)
        stop_before, stop = len(before) - last, len(after) - last
        middle = np.full(stop - first, NOTHING, dtype=np.int8)
        self._ranks = np.concatenate((self._ranks[:first], middle, self._ranks[stop_before:])).astype(np.int8)
        moved = stop - stop_before
        self._checked = {
            row if row < first else row + moved: said
            for row, said in self._checked.items()
            if not first <= row < stop_before
        }
        self._transmissions = after
        for row in range(first, min(stop, first + _MOST_ROWS_AT_ONCE)):
            said = self._rules_say_of(row)
            self._ranks[row] = min((one.severity.rank for one in said), default=NOTHING)

    def severity(self, row: int) -> Severity | None:
        """The gravest finding of a row, conflicts included."""
        rank = min(
            int(self._ranks[row]) if row < len(self._ranks) else NOTHING,
            int(self.pair_ranks[row]) if row < len(self.pair_ranks) else NOTHING,
        )
        return tuple(Severity)[rank] if rank < NOTHING else None

    def in_conflict(self, row: int) -> bool:
        """Whether a row is a side of a pair."""
        return row < len(self.pair_ranks) and self.pair_ranks[row] < NOTHING

    @property
    def pair_ranks(self) -> NDArray[np.int8]:
        """(n,) the rank of each row's gravest pair; nothing as long as the pairs are not known yet."""
        if not self.session.pairs_known:
            return self._pair_ranks[:0]
        pairs = self.session.pairs
        if pairs is not self._pairs:
            self._pairs = pairs
            ranks = np.full(len(self.session.table), NOTHING, dtype=np.int8)
            weighed = self._weighed(pairs)
            for side in (pairs.columns.a, pairs.columns.b):
                np.minimum.at(ranks, side, weighed)
            self._pair_ranks = ranks
        return self._pair_ranks

    def _weighed(self, pairs: PairResult) -> NDArray[np.int8]:
        """(k,) severity ranks as the plans weigh them; what a plan ignores has none."""
        weighed = pairs.columns.severity.astype(np.int8)
        for opened in self.session.workspace.plans:
            settings = opened.plan.rules
            rows = self.session.workspace.rows_of(opened)
            ours = (pairs.columns.a >= rows.start) & (pairs.columns.a < rows.stop)
            for kind, code in enumerate(one.rule for one in PAIR_KINDS):
                prefixes = [prefix for prefix in settings.severity if code.startswith(prefix)]
                rank = settings.severity[max(prefixes, key=len)].rank if prefixes else None
                if matches(code, settings.ignore):
                    rank = NOTHING
                if rank is not None:
                    weighed[ours & (pairs.columns.kind == kind)] = rank
        return weighed

    def pairs_of(self, row: int) -> list[Pair]:
        """The pairs of a row, each with the row as its side ``a``."""
        if not self.session.pairs_known:
            return []
        pairs = self.session.pairs
        chosen = np.flatnonzero((pairs.columns.a == row) | (pairs.columns.b == row))
        found = [pairs[int(number)] for number in chosen]
        return [pair if pair.a_row == row else turned(pair) for pair in found]

    def findings(self, row: int) -> list[Finding]:
        """Everything that is to be said of a row, gravest first."""
        said = [*self._rules_say_of(row), *self._pair_findings(row), *self._checked.get(row, ())]
        return sorted(said, key=lambda one: (one.severity.rank, one.rule, one.message))

    def _rules_say_of(self, row: int) -> list[Finding]:
        plan = self.session.workspace.plan_of_row(row)
        return findings_in_row(self.session.table, row, plan) if plan is not None else []

    def _pair_findings(self, row: int) -> list[Finding]:
        pairs = self.pairs_of(row)
        plan = self.session.workspace.plan_of_row(row)
        if not pairs:
            return []
        table = self.session.table
        wording = Wording(table)
        problems = [pair_problem(table, pair, wording) for pair in pairs]
        schedules = tuple(one for one in plan.schedules if one.file == table.transmissions[row].file) if plan else ()
        owner = plan or self.session.workspace.plans[0]
        context = Context(owner.plan, schedules, table, [row], owner.directory)
        context.conflicts = lambda code: (one for one in problems if one.code == code)
        return run_rules([context], _PAIR_RULES)


def turned(pair: Pair) -> Pair:
    """A pair seen from its other side."""
    return replace(pair, a=pair.b, b=pair.a, a_row=pair.b_row, b_row=pair.a_row)


def located(findings: Iterable[Finding], transmissions: Sequence[Transmission]) -> Iterator[tuple[int, Finding]]:
    """Findings with the row in whose lines they lie; those of no row are left out."""
    by_file: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row, transmission in enumerate(transmissions):
        by_file[transmission.origin.file].append((transmission.origin.line, row))
    for lines in by_file.values():
        lines.sort()
    for finding in findings:
        lines = by_file.get(finding.place.file, [])
        position = bisect_right(lines, (finding.place.line or 0, len(transmissions))) - 1
        if position >= 0:
            yield lines[position][1], finding


def _same(rows: Iterable[tuple[Transmission, Transmission]]) -> int:
    """How many transmissions are equal at the beginning."""
    return sum(1 for _ in takewhile(lambda both: both[0] is both[1] or both[0].same_as(both[1]), rows))
