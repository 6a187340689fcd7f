"""Check: every rule over everything that was opened, counted and sorted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from bcastplan.model.finding import MOST_FINDINGS, Finding, Problem
from bcastplan.model.left_out import left_out_of
from bcastplan.rules.context import Context
from bcastplan.rules.kept_findings import KnownFindings
from bcastplan.rules.recorded_findings import FindingRecorder, RecordedFindings
from bcastplan.rules.run import listed, losses
from bcastplan.workspace.inspection.check_result import CheckResult, Summary
from bcastplan.workspace.opening.kept_readings import NotedReadings
from bcastplan.workspace.opening.open_plans import OpenPlan, Progress, Workspace, no_progress, open_paths

if TYPE_CHECKING:
    from bcastplan.conflicts import JammedResult, PairResult, RowSide
    from bcastplan.conflicts.side_columns import SideArrays
    from bcastplan.workspace.inspection.changed_since import ChangesSince


READING_RULES = ("FIL", "YML", "TIM", "HFC", "EIB", "AOK", "CSV", "PLN004", "PLN006", "PLN007")
"""Rules whose findings say that something is missing from a count."""

INCOMPLETE = ("PLN004", "PLN007")
"""Those that speak of files and rows left out, though they weigh a warning."""


def check_paths(
    paths: Sequence[str],
    against: Iterable[str] = (),
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    most: int | None = None,
    progress: Progress = no_progress,
    exclude: Sequence[str] = (),
    stdin_name: str | None = None,
    since: str | None = None,
    notes: CheckNotes | None = None,
) -> CheckResult:
    """Open the paths and run every selected rule.

    Args:
        paths: files, folders or ``-``.
        against: reference schedules besides those the plans name.
        select: code prefixes to run; empty for all.
        ignore: code prefixes to leave out.
        most: findings of one rule that are listed; None for all.
        progress: told about every file.
        exclude: patterns, as in .gitignore, of files and folders to pass over.
        stdin_name: the file whose text standard input is.
        since: a git revision; only findings of what has changed since are kept. NoRevision where git knows none.
        notes: takes what a later check may use.
    """
    readings = notes.readings if notes is not None else None
    workspace = open_paths(paths, against, progress=progress, exclude=exclude, stdin_name=stdin_name, kept=readings)
    if since is None:
        return check_workspace(workspace, select=select, ignore=ignore, most=most, notes=notes)
    from bcastplan.workspace.inspection.changed_since import ChangesSince

    changes = ChangesSince(since)
    # Shortened last: of the first findings of a rule all could be old ones.
    return check_workspace(workspace, select=select, ignore=ignore, notes=notes, changes=changes).shortened(most)


@dataclass(slots=True)
class CheckNotes:
    """What a check leaves for the next one besides its result: readings, findings, what was opened, and its sides."""

    recorder: FindingRecorder
    readings: NotedReadings = field(default_factory=NotedReadings)
    workspace: Workspace | None = None
    sides: SideArrays | None = None


SidesOf = Callable[[Workspace], Sequence["RowSide"]]
"""Returns the sides of all rows of a workspace's table."""


@dataclass(frozen=True, slots=True)
class KnownConflicts:
    """The frequency pairs and jammed transmissions of a workspace, where they have been found before its check."""

    pairs: PairResult
    jammed: JammedResult


def check_workspace(
    workspace: Workspace,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    most: int | None = None,
    known: KnownConflicts | None = None,
    kept: KnownFindings | None = None,
    sides: SidesOf | None = None,
    notes: CheckNotes | None = None,
    changes: ChangesSince | None = None,
) -> CheckResult:
    """Run every selected rule over an opened workspace.

    ``most`` findings of each rule are listed, and how many more it has; the summary counts them all. Conflicts that are
    ``known`` are not looked for again; ``kept`` findings hold for files that have not changed, and ``sides`` returns
    the sides of conflicts where that is less work than making them. What a later check may use goes into ``notes``.
    With ``changes`` only the findings of what has changed are kept.
    """
    conflicts = _Conflicts(workspace, known, sides)
    plan_contexts = _contexts(workspace, conflicts)
    if isinstance(kept, RecordedFindings):
        for context in plan_contexts:
            kept.judge_fresh_only(context)
    recorder = notes.recorder if notes is not None else None
    only = changes.may_tell if changes is not None else None
    findings, counts = listed(plan_contexts, tuple(select), tuple(ignore), most, kept, recorder, only)
    if notes is not None:
        notes.workspace, notes.sides = workspace, conflicts.arrays
    names = {schedule.file for schedule in workspace.schedules} | {finding.place.file for finding in findings}
    files = sorted(names | (changes.passed_over if changes is not None else set()))
    summary = Summary.of(len(files), workspace.own_rows, counts)
    left_out = left_out_of(problem for context in plan_contexts for problem in losses(context))
    plan_files = [plan.plan.file for plan in workspace.plans if plan.plan.file is not None]
    result = CheckResult(findings, summary, workspace.unreadable, files, plan_files, left_out)
    return result if changes is None else result.narrowed(changes.findings(findings, workspace.schedules))


def reading_findings(workspace: Workspace, *, also: tuple[str, ...] = ()) -> list[Finding]:
    """The faults of reading, whatever their code: because of them a workspace cannot be counted or compared whole.

    ``also`` names further rules to run.
    """
    prefixes = (*READING_RULES, *also)
    others = {
        problem.code for plan in workspace.plans for problem in plan.problems if not problem.code.startswith(prefixes)
    }
    check = check_workspace(workspace, select=(*prefixes, *others), most=MOST_FINDINGS)
    return of_reading(workspace, check.findings, prefixes)


def of_reading(
    workspace: Workspace, findings: Iterable[Finding], prefixes: tuple[str, ...] = READING_RULES
) -> list[Finding]:
    """Findings whose rule code starts with one of ``prefixes``, and findings that repeat a problem of reading."""
    reported = {(problem.code, problem.place, problem.message) for plan in workspace.plans for problem in plan.problems}
    return [
        finding
        for finding in findings
        if finding.rule.startswith(prefixes) or (finding.rule, finding.place, finding.message) in reported
    ]


class _Conflicts:
    """The conflicts of a workspace as problems by plan and code, found when the first rule asks."""

    def __init__(self, workspace: Workspace, known: KnownConflicts | None, sides_of: SidesOf | None) -> None:
        self.workspace = workspace
        self.known = known
        self._sides_of = sides_of

    @cached_property
    def pairs(self) -> PairResult:
        """Frequency pairs over all plans and the reference schedules."""
        from bcastplan.workspace.inspection.plan_conflicts import pairs_of

        if self.known is not None:
            return self.known.pairs
        return pairs_of(self.workspace, sides=self.sides, arrays=self.arrays)

    @cached_property
    def arrays(self) -> SideArrays:
        """The sides in columns."""
        from bcastplan.conflicts.side_columns import encode

        return encode(self.sides, self.workspace.table.frequency_hz)

    @cached_property
    def sides(self) -> Sequence[RowSide]:
        """The sides of all rows of the workspace's table."""
        from bcastplan.workspace.inspection.plan_conflicts import sides_of

        if self.known is not None:
            return self.known.pairs.sides
        return (self._sides_of or sides_of)(self.workspace)

    @cached_property
    def grouped(self) -> dict[tuple[str, str], PairResult]:
        """Plan of the first side and rule code -> their pairs, in the order of the conflicts."""
        return {(plan, kind.rule): pairs for (plan, kind), pairs in self.pairs.by_plan_and_kind().items()}

    @cached_property
    def jammed(self) -> dict[str, list[Problem]]:
        """Plan -> problems with jammers, in the order of the conflicts."""
        from bcastplan.rules.conflict_findings import jammed_problem
        from bcastplan.workspace.inspection.plan_conflicts import jammed_of

        by_plan: dict[str, list[Problem]] = defaultdict(list)
        result = self.known.jammed if self.known is not None else jammed_of(self.workspace, sides=self.sides)
        for item in result:
            by_plan[item.side.plan].append(jammed_problem(result, item))
        return by_plan

    @cached_property
    def resources(self) -> dict[tuple[str, str], list[Problem]]:
        """Plan and rule code -> problems with transmitters, antennas and sites, in the order of the conflicts."""
        from bcastplan.rules.conflict_findings import resource_problems
        from bcastplan.workspace.inspection.plan_conflicts import resources_of

        problems_by_rule: dict[tuple[str, str], list[Problem]] = defaultdict(list)
        for plan, problem in resource_problems(self.workspace.table, resources_of(self.workspace, self.sides)):
            problems_by_rule[plan, problem.code].append(problem)
        return problems_by_rule

    def of_plan(self, plan: str) -> Callable[[str], Iterator[Problem]]:
        """The problems of one plan by code."""

        def problems(code: str) -> Iterator[Problem]:
            from bcastplan.rules.conflict_findings import pair_problems

            if (plan, code) in self.grouped:
                yield from pair_problems(self.grouped[plan, code])
            if code == "CON120":
                yield from self.jammed.get(plan, ())
            yield from self.resources.get((plan, code), ())

        return problems

    def stale_of_plan(self, plan: str) -> Callable[[], Iterator[int]]:
        """Numbers of a plan's agreements that settle nothing."""
        return lambda: (number for name, number in self.pairs.stale if name == plan)


def contexts(workspace: Workspace, known: KnownConflicts | None = None, sides: SidesOf | None = None) -> list[Context]:
    """What the rules of each plan may look at; conflicts that are ``known`` are not looked for again."""
    return _contexts(workspace, _Conflicts(workspace, known, sides))


def _contexts(workspace: Workspace, conflicts: _Conflicts) -> list[Context]:
    plan_contexts = [_context(workspace, plan, conflicts) for plan in workspace.plans]
    if workspace.reference_problems and plan_contexts:
        for problem in workspace.reference_problems:
            # References belong to all plans; their problems are told once, with the first plan.
            plan_contexts[0].problems.setdefault(problem.code, []).append(problem)
    return plan_contexts


def _context(workspace: Workspace, plan: OpenPlan, conflicts: _Conflicts) -> Context:
    by_code: dict[str, list[Problem]] = defaultdict(list)
    for problem in plan.problems:
        by_code[problem.code].append(problem)
    return Context(
        plan=plan.plan,
        schedules=tuple(plan.schedules),
        table=workspace.table,
        rows=workspace.rows_of(plan),
        directory=plan.directory,
        problems=by_code,
        conflicts=conflicts.of_plan(plan.key),
        unused_agreements=conflicts.stale_of_plan(plan.key),
        unmatched_patterns=plan.unmatched,
        whole=plan.whole,
    )
