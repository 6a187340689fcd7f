"""Keeps the findings of files from one check to the next of the same process, as long as a file does not change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple, Protocol

from bcastplan.model.finding import Finding, Place, Problem, Severity
from bcastplan.model.plan import Plan
from bcastplan.model.schedule import Schedule
from bcastplan.rules.context import Context
from bcastplan.rules.registry import Rule

FILE_RULES = frozenset(
    {
        "FRQ001", "FRQ002", "FRQ003", "FRQ004", "FRQ005", "FRQ006", "LNG002", "SIT002", "SIT003", "SIT004", "SIT005",
        "SIT006", "SIT007", "SIT008", "SIT009", "SIT010", "TGT001", "TGT002", "TGT003", "TGT004", "TIM003",
    }
)  # fmt: skip
"""Rules whose findings in a file follow from that file and the plan's settings, and from nothing else."""


class FileFindings(NamedTuple):
    """The findings of one rule in one file, in their order, and how many there are by severity.

    ``unlisted`` is the place of the first where the findings themselves are not known; then there are none of them.
    """

    findings: list[Finding]
    counts: Mapping[Severity, int]
    unlisted: Place | None = None


class KnownFindings(Protocol):
    """Findings of files that have not changed."""

    def knows(self, rule: Rule, context: Context) -> bool:
        """Whether findings of a rule are known for files of a plan."""

    def of_files(
        self, rule: Rule, context: Context, finding_of: Callable[[Problem], Finding | None]
    ) -> Iterator[FileFindings]:
        """What a rule that is known reports of a plan, file by file; what is not known is looked at."""


class _Kept(NamedTuple):
    schedule: Schedule
    plan: Plan
    findings: FileFindings


class KeptFindings:
    """Findings by rule and schedule; a schedule that was read anew, or whose plan has changed, is looked at again."""

    def __init__(self) -> None:
        self._plans: dict[str, Plan] = {}
        self._last: dict[tuple[str, int], _Kept] = {}
        self._present: dict[tuple[str, int], _Kept] = {}

    def begin_round(self) -> None:
        """Forget what the last round did not ask for."""
        self._last, self._present = self._present, {}

    def knows(self, rule: Rule, context: Context) -> bool:
        """Whether findings of a rule are kept for the files of a plan, each of which has another name."""
        if rule.code not in FILE_RULES or context.problems.get(rule.code):
            return False  # a file that could not be read has problems, but no schedule to keep them for
        return len({schedule.file for schedule in context.schedules}) == len(context.schedules)

    def plan(self, plan: Plan) -> Plan:
        """The same plan as one object for as long as it says the same."""
        key = plan.file or plan.root
        # Each round reads the plan anew, so that plans are compared by what they say.
        if self._plans.get(key) != plan:
            self._plans[key] = plan
        return self._plans[key]

    def of_files(
        self, rule: Rule, context: Context, finding_of: Callable[[Problem], Finding | None]
    ) -> Iterator[FileFindings]:
        """What one of ``FILE_RULES`` reports of each schedule of a plan, in the order of the schedules.

        Args:
            rule: the rule.
            context: the plan.
            finding_of: makes a finding of a problem; None where a setting silences it.
        """
        plan = self.plan(context.plan)
        known = {}
        for schedule in context.schedules:
            kept = self._last.get((rule.code, id(schedule)))
            # What a comment silences is noted while rules run, so that files with comments are looked at every time.
            if kept is not None and kept.schedule is schedule and kept.plan is plan and not schedule.ignores:
                known[schedule.file] = kept.findings
        anew = [schedule for schedule in context.schedules if schedule.file not in known]
        fresh = looked_at(rule, context, anew, finding_of) if anew else {}
        for schedule in context.schedules:
            findings = known[schedule.file] if schedule.file in known else fresh[schedule.file]
            self._present[rule.code, id(schedule)] = _Kept(schedule, plan, findings)
            yield findings


def looked_at(
    rule: Rule, context: Context, schedules: list[Schedule], finding_of: Callable[[Problem], Finding | None]
) -> dict[str, FileFindings]:
    """File -> what a rule reports of it, each finding once."""
    by_file: dict[str, dict[tuple[object, ...], Finding]] = {schedule.file: {} for schedule in schedules}
    for problem in rule.check(narrowed(context, schedules)):
        finding = finding_of(problem)
        if finding is not None:
            key = (finding.place, finding.other, finding.message)
            by_file[problem.place.file].setdefault(key, finding)
    return {
        file: FileFindings(list(findings.values()), Counter(finding.severity for finding in findings.values()))
        for file, findings in by_file.items()
    }


def narrowed(context: Context, schedules: list[Schedule]) -> Context:
    """A plan with some of its schedules only."""
    if len(schedules) == len(context.schedules):
        return context
    chosen = {id(schedule) for schedule in schedules}
    rows: list[int] = []
    # The rows of a plan follow its schedules, so that the rows of each are a stretch.
    first = context.rows[0] if context.rows else 0
    for schedule in context.schedules:
        stop = first + len(schedule.transmissions)
        if id(schedule) in chosen:
            rows += range(first, stop)
        first = stop
    files = {schedule.file for schedule in schedules}
    problems = {
        code: [problem for problem in of_code if problem.place.file in files]
        for code, of_code in context.problems.items()
    }
    return replace(context, schedules=tuple(schedules), rows=rows, problems=problems)
