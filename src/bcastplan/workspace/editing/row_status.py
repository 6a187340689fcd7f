"""How each row stands: its last findings, judged anew where rows were edited, and its present conflicts.

A whole check is not needed for that: it comes later, from a worker, and is taken in by ``take_check``. Signs of rows
weigh conflicts as the plan's rule settings do; settings for single files and comments count in ``findings`` only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.table import RowSplice, in_place
from bcastplan.conflicts.jammed import Jammed
from bcastplan.conflicts.kinds import PAIR_KINDS, Kind
from bcastplan.conflicts.pairs import Pair, PairResult
from bcastplan.conflicts.words import Wording
from bcastplan.model.finding import Finding, Severity
from bcastplan.model.plan import RuleSettings
from bcastplan.rules.conflict_findings import jammed_problem, pair_problem
from bcastplan.rules.context import Context
from bcastplan.rules.registry import matches
from bcastplan.rules.run import run_rules
from bcastplan.workspace.editing.kept_pairs import KeptPairs
from bcastplan.workspace.editing.open_documents import OpenDocuments
from bcastplan.workspace.editing.row_findings import OF_THE_PLAN, RowPlaces, findings_in_rows
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace

if TYPE_CHECKING:
    from bcastplan.workspace.editing.kept_check import SessionCheck

NOTHING = 3
"""The rank of a row without a finding."""
_PAIR_RULES = ("CON101", "CON102", "CON103", "CON110", Kind.JAMMED.rule)


class RowStatus:
    """The findings of a session, row by row; until the first check ``known`` is False and no row has any."""

    def __init__(self, workspace: Workspace, documents: OpenDocuments, pairs: KeptPairs) -> None:
        self._workspace = workspace
        self._documents = documents
        self._kept_pairs = pairs
        self.known = False
        self._ranks: NDArray[np.int8] = np.zeros(0, dtype=np.int8)
        self._of_the_plan: dict[int, list[Finding]] = {}
        self._read_with: dict[int, tuple[str, ...]] = {}
        self._pairs: PairResult | None = None
        self._pair_ranks: NDArray[np.int8] = np.zeros(0, dtype=np.int8)

    def take_check(self, check: SessionCheck) -> None:
        """Take over the findings of a check of the workspace in its present state."""
        self.known = True
        self._ranks = np.full(len(self._workspace.table), NOTHING, dtype=np.int8)
        self._of_the_plan = defaultdict(list)
        places = RowPlaces(self._workspace, self._documents)
        for finding in check.result.findings:
            # Conflicts are not taken from the check: the kept pairs follow every edit, so they are never out of date.
            if finding.rule.startswith(OF_THE_PLAN) and finding.rule not in _PAIR_RULES:
                row = places.row_of(finding.place)
                if row is not None:
                    self._of_the_plan[row].append(finding)
        self._weigh(check.of_rows, places)
        self._read_with = self._problems_by_row(places)
        for row, findings in self._of_the_plan.items():
            self._ranks[row] = min(self._ranks[row], *(finding.severity.rank for finding in findings))

    def _weigh(self, findings: Sequence[Finding], places: RowPlaces) -> None:
        """Give each row the rank of its gravest finding."""
        for finding in findings:
            row = places.row_of(finding.place)
            if row is not None:
                self._ranks[row] = min(self._ranks[row], finding.severity.rank)

    def follow(self, splices: Sequence[RowSplice]) -> None:
        """Follow an edit: check the rows that are new; rows that only moved keep their findings.

        Of two equal transmissions a splice may name either one as removed, though reading may report other problems of
        one than of the other. So rows with other reported problems than before are checked too.
        """
        if not self.known:
            return
        shifts = in_place(range(len(self._ranks)), [(first, stop, [-1] * len(some)) for first, stop, some in splices])
        self._of_the_plan = {row: self._of_the_plan[was] for row, was in enumerate(shifts) if was in self._of_the_plan}
        # New rows have the number -1, which takes the rank appended at the end.
        ranks = np.append(self._ranks, np.int8(NOTHING))[shifts]
        added = {row for row, was in enumerate(shifts) if was < 0}
        self._ranks = ranks
        moved = {row: self._read_with[was] for row, was in enumerate(shifts) if was in self._read_with}
        self._read_with = self._problems_by_row(RowPlaces(self._workspace, self._documents))
        changed = {row for row in moved.keys() | self._read_with.keys() if moved.get(row) != self._read_with.get(row)}
        rows = sorted(added | changed)
        self._ranks[rows] = NOTHING
        self._look_at(rows)

    def fit(self, rows: int) -> None:
        """Follow a change of the ghosts: the table now has ``rows`` rows in all, the plans' own rows first."""
        if self.known:
            own = self._ranks[: self._workspace.own_rows]
            self._ranks = np.append(own, np.full(rows - len(own), NOTHING, dtype=np.int8))

    def forget_all(self) -> None:
        """Check every row again, because a plan has changed the meaning of its codes."""
        if self.known:
            if len(self._ranks) != len(self._workspace.table):
                self._of_the_plan = {}  # the rows it names have other numbers now; the next check reports it again
            self._ranks = np.full(len(self._workspace.table), NOTHING, dtype=np.int8)
            self._look_at(range(self._workspace.own_rows))

    def _problems_by_row(self, places: RowPlaces) -> dict[int, tuple[str, ...]]:
        """Row -> the codes of what reading reports of it, for the rows of which it reports something."""
        codes: dict[int, list[str]] = defaultdict(list)
        for opened in self._workspace.plans:
            for problem in opened.problems:
                row = places.row_of(problem.place)
                if row is not None:
                    codes[row].append(problem.code)
        return {row: tuple(sorted(of_row)) for row, of_row in codes.items()}

    def _look_at(self, rows: Sequence[int]) -> None:
        """Rank some rows by what the rules report of them now."""
        if not rows:
            return
        places = RowPlaces(self._workspace, self._documents)
        for opened, some in self._by_plan(rows):
            self._weigh(self._rules_say_of(some, opened, places), places)
        for row in rows:
            for finding in self._of_the_plan.get(row, ()):
                self._ranks[row] = min(self._ranks[row], finding.severity.rank)

    def _by_plan(self, rows: Sequence[int]) -> Iterator[tuple[OpenPlan, list[int]]]:
        first = 0
        for opened in self._workspace.plans:
            stop = first + opened.rows
            if some := [row for row in rows if first <= row < stop]:
                yield opened, some
            first = stop

    def _rules_say_of(self, rows: Sequence[int], opened: OpenPlan, places: RowPlaces) -> list[Finding]:
        chosen = set(rows)
        problems = [problem for problem in opened.problems if places.row_of(problem.place) in chosen]
        return findings_in_rows(self._workspace.table, rows, opened, problems)

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
        """(n,) the rank of each row's gravest pair; of length 0 until the pairs are known."""
        if not self._kept_pairs.known:
            return self._pair_ranks[:0]
        pairs = self._kept_pairs.result
        # The pairs are the same object until the next edit.
        if pairs is not self._pairs:
            self._pairs = pairs
            ranks = np.full(len(self._workspace.table), NOTHING, dtype=np.int8)
            weighed = self._weighed(pairs)
            for side in (pairs.columns.a, pairs.columns.b):
                np.minimum.at(ranks, side, weighed)
            for item in self._kept_pairs.jammed:
                ranks[item.row] = min(int(ranks[item.row]), self._weight(item))
            self._pair_ranks = ranks
        return self._pair_ranks

    def _weight(self, item: Jammed) -> int:
        """The severity rank of a jammed transmission under the settings of its plan; NOTHING where it is ignored."""
        opened = self._workspace.plan_of_row(item.row)
        rank = _set_rank(opened.plan.rules, item.kind.rule) if opened is not None else None
        return item.severity.rank if rank is None else rank

    def _weighed(self, pairs: PairResult) -> NDArray[np.int8]:
        """(k,) severity ranks under the settings of each plan; a pair that its plan ignores has rank NOTHING."""
        weighed = pairs.columns.severity.astype(np.int8)
        for opened in self._workspace.plans:
            settings = opened.plan.rules
            rows = self._workspace.rows_of(opened)
            ours = (pairs.columns.a >= rows.start) & (pairs.columns.a < rows.stop)
            for kind, code in enumerate(pair_kind.rule for pair_kind in PAIR_KINDS):
                rank = _set_rank(settings, code)
                if rank is not None:
                    weighed[ours & (pairs.columns.kind == kind)] = rank
        return weighed

    def pairs_of(self, row: int) -> list[Pair]:
        """The pairs of a row, each with the row as its side ``a``."""
        if not self._kept_pairs.known:
            return []
        pairs = self._kept_pairs.result
        chosen = np.flatnonzero((pairs.columns.a == row) | (pairs.columns.b == row))
        row_pairs = [pairs[int(number)] for number in chosen]
        return [pair if pair.a_row == row else turned(pair) for pair in row_pairs]

    def jammed_of(self, row: int) -> list[Jammed]:
        """By which jammers a row is jammed; nothing until the pairs are known."""
        return [item for item in self._kept_pairs.jammed if item.row == row] if self._kept_pairs.known else []

    @property
    def pairs_known(self) -> bool:
        """Whether the frequency pairs have been found; until then a row without pairs may still have conflicts."""
        return self._kept_pairs.known

    def findings(self, row: int) -> list[Finding]:
        """All findings of a row, the gravest first; a ghost has conflicts only."""
        row_findings = [*self._pair_findings(row), *self._of_the_plan.get(row, ())]
        opened = self._workspace.plan_of_row(row)
        if opened is not None:
            row_findings += self._rules_say_of([row], opened, RowPlaces(self._workspace, self._documents))
        return sorted(row_findings, key=lambda finding: (finding.severity.rank, finding.rule, finding.message))

    def _pair_findings(self, row: int) -> list[Finding]:
        pairs, jammed = self.pairs_of(row), self.jammed_of(row)
        plan = self._workspace.plan_of_row(row)
        if not pairs and not jammed:
            return []
        table = self._workspace.table
        wording = Wording(table)
        problems = [pair_problem(table, pair, wording) for pair in pairs]
        problems += [jammed_problem(self._kept_pairs.jammed, item) for item in jammed]
        file = table.transmissions[row].file
        schedules = tuple(schedule for schedule in plan.schedules if schedule.file == file) if plan else ()
        owner = plan or self._workspace.plans[0]
        context = Context(owner.plan, schedules, table, [row], owner.directory)
        # The context would find the pairs of the whole plan.
        context.conflicts = lambda code: (problem for problem in problems if problem.code == code)
        return run_rules([context], _PAIR_RULES)


def _set_rank(settings: RuleSettings, code: str) -> int | None:
    """The rank that a plan's settings give a rule, NOTHING where they ignore it, None where they are silent."""
    if matches(code, settings.ignore):
        return NOTHING
    prefixes = [prefix for prefix in settings.severity if code.startswith(prefix)]
    # The longest prefix speaks of the fewest rules, and overrules the others, as in `check`.
    return settings.severity[max(prefixes, key=len)].rank if prefixes else None


def turned(pair: Pair) -> Pair:
    """A pair seen from its other side."""
    return replace(pair, a=pair.b, b=pair.a, a_row=pair.b_row, b_row=pair.a_row)
