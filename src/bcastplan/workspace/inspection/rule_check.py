"""Check: every rule over everything that was opened, counted and sorted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from bcastplan.model.finding import Finding, Problem, Severity
from bcastplan.rules.context import Context
from bcastplan.rules.registry import all_rules
from bcastplan.rules.run import run_rules
from bcastplan.workspace.opening.open_plans import OpenPlan, Progress, Workspace, no_progress, open_paths

if TYPE_CHECKING:
    from bcastplan.conflicts import PairResult


READING_RULES = ("FIL", "YML", "TIM", "HFC", "EIB", "AOK", "CSV", "PLN004", "PLN006", "PLN007")
"""Rules whose findings say that something is missing from a count."""

INCOMPLETE = ("PLN004", "PLN007")
"""Those that speak of files and rows left out, though they weigh a warning."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How much was checked and what came of it."""

    files: int
    transmissions: int
    errors: int
    warnings: int
    infos: int


@dataclass(slots=True)
class CheckResult:
    """The findings of one check, sorted by file, line, column and code."""

    findings: list[Finding] = field(default_factory=list)
    summary: Summary = field(default_factory=lambda: Summary(0, 0, 0, 0, 0))
    unreadable: int = 0
    files: list[str] = field(default_factory=list)
    """Every file that was read or has a finding, sorted."""

    def failed(self, at: Severity | None) -> bool:
        """Whether a finding is as grave as ``at``; never when ``at`` is None."""
        return at is not None and any(finding.severity.at_least(at) for finding in self.findings)

    def narrowed(self, findings: list[Finding]) -> CheckResult:
        """The same check with these of its findings only."""
        summary = _summary(len(self.files), self.summary.transmissions, findings)
        return CheckResult(findings, summary, self.unreadable, self.files)


def check_paths(
    paths: Sequence[str],
    against: Iterable[str] = (),
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    progress: Progress = no_progress,
) -> CheckResult:
    """Open the paths and run every selected rule."""
    return check_workspace(open_paths(paths, against, progress=progress), select=select, ignore=ignore)


def check_workspace(workspace: Workspace, *, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> CheckResult:
    """Run every selected rule over an opened workspace."""
    findings = run_rules(contexts(workspace), tuple(select), tuple(ignore))
    files = sorted({schedule.file for schedule in workspace.schedules} | {one.place.file for one in findings})
    return CheckResult(findings, _summary(len(files), workspace.own_rows, findings), workspace.unreadable, files)


def reading_findings(workspace: Workspace, *, also: tuple[str, ...] = ()) -> list[Finding]:
    """What stands in the way of counting or comparing all of a workspace: the faults of reading, whatever their code.

    ``also`` names further rules to run.
    """
    wanted = (*READING_RULES, *also)
    others = {one.code for plan in workspace.plans for one in plan.problems if not one.code.startswith(wanted)}
    return of_reading(workspace, check_workspace(workspace, select=(*wanted, *others)).findings, wanted)


def of_reading(
    workspace: Workspace, findings: Iterable[Finding], wanted: tuple[str, ...] = READING_RULES
) -> list[Finding]:
    """The findings of a check that rules of ``wanted`` made, or that say what reading said."""
    said = {(one.code, one.place, one.message) for plan in workspace.plans for one in plan.problems}
    return [one for one in findings if one.rule.startswith(wanted) or (one.rule, one.place, one.message) in said]


def _summary(files: int, transmissions: int, findings: Sequence[Finding]) -> Summary:
    counts = {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}
    return Summary(files, transmissions, counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.INFO])


class _Conflicts:
    """The conflicts of a workspace as problems by plan and code, found when the first rule asks."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    @cached_property
    def pairs(self) -> PairResult:
        """Frequency pairs over all plans and the reference schedules."""
        from bcastplan.workspace.inspection.plan_conflicts import pairs_of

        return pairs_of(self.workspace)

    @cached_property
    def problems(self) -> dict[tuple[str, str], list[Problem]]:
        """Plan and code -> problems, in the order of the conflicts."""
        from bcastplan.rules.conflict_findings import pair_problems, resource_problems
        from bcastplan.workspace.inspection.plan_conflicts import resources_of

        found: dict[tuple[str, str], list[Problem]] = defaultdict(list)
        resources = resource_problems(self.workspace.table, resources_of(self.workspace))
        for plan, problem in (*pair_problems(self.pairs), *resources):
            found[plan, problem.code].append(problem)
        return found

    def of_plan(self, plan: str) -> Callable[[str], Iterator[Problem]]:
        """The problems of one plan by code."""
        return lambda code: iter(self.problems.get((plan, code), ()))

    def stale_of_plan(self, plan: str) -> Callable[[], Iterator[int]]:
        """Numbers of a plan's agreements that settle nothing."""
        return lambda: (number for name, number in self.pairs.stale if name == plan)


def contexts(workspace: Workspace) -> list[Context]:
    """What the rules of each plan may look at."""
    conflicts = _Conflicts(workspace)
    made = [_context(workspace, plan, conflicts) for plan in workspace.plans]
    if workspace.reference_problems and made:
        for problem in workspace.reference_problems:
            made[0].problems.setdefault(problem.code, []).append(problem)
    return made


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


def rule_codes() -> list[str]:
    """Every code that ``--select`` and ``--ignore`` may name."""
    return list(all_rules())
