"""Rules -> findings: selected, weighed and silenced as command line, plan and comments say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from bcastplan.model.finding import Finding, Problem, Severity
from bcastplan.model.paths import below, glob_matches
from bcastplan.model.plan import Plan
from bcastplan.model.schedule import Schedule
from bcastplan.rules.context import Context
from bcastplan.rules.registry import Rule, matches, rules_of

NEVER_SILENCED = ("FIL",)
"""What could not be read stays visible whatever the settings say: it decides the exit code."""


def run_rules(contexts: Sequence[Context], select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[Finding]:
    """Run every selected rule over every plan; findings come sorted by file, line, column and code.

    Args:
        contexts: the plans of the run.
        select: code prefixes to run; empty for all.
        ignore: code prefixes to leave out.
    """
    return set_free_of_repeats(every_finding(contexts, select, ignore))


def every_finding(contexts: Sequence[Context], select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[Finding]:
    """The same with repeats: what is wrong with a default is said of every transmission that takes it over."""
    left_out, wanted = tuple(ignore), tuple(select)
    known = rules_of((*wanted, *NEVER_SILENCED) if wanted else ())
    chosen = [one for one in known.values() if one.family in NEVER_SILENCED or not matches(one.code, left_out)]
    findings: list[Finding] = []
    for context in contexts:
        settings = _Settings(context.plan, context.schedules)
        for one in chosen:
            if settings.silences_everywhere(one):
                continue
            for problem in one.check(context):
                if not settings.silences(problem):
                    findings.append(_finding(one, problem, settings))
    return sorted(findings, key=lambda finding: finding.sort_key)


def set_free_of_repeats(findings: Iterable[Finding]) -> list[Finding]:
    """Drop findings that say the same of the same place (a file that two plans read, say)."""
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        seen.setdefault((finding.rule, finding.place, finding.other, finding.message), finding)
    return list(seen.values())


def _finding(one: Rule, problem: Problem, settings: _Settings) -> Finding:
    unknown = set(problem.data) - set(one.fields)
    assert not unknown, f"{one.code} has undeclared data fields {sorted(unknown)}"
    severity = settings.severity(problem) or problem.severity or one.severity
    return Finding(one.code, one.name, severity, problem.message, problem.place, problem.other, problem.data)


class _Settings:
    """What one plan switches off or weighs differently."""

    def __init__(self, plan: Plan, schedules: Sequence[Schedule]) -> None:
        self.rules = plan.rules
        self.root = plan.root
        self.ignores = {schedule.file: schedule.ignores for schedule in schedules if schedule.ignores}
        self.head_of_id = {
            schedule.file: {one.id: one.origin.line for one in schedule.transmissions if one.id is not None}
            for schedule in schedules
            if schedule.ignores
        }
        self.heads = {
            schedule.file: sorted({transmission.origin.line for transmission in schedule.transmissions})
            for schedule in schedules
            if schedule.ignores
        }

    def silences_everywhere(self, one: Rule) -> bool:
        return matches(one.code, self.rules.ignore) and one.family not in NEVER_SILENCED

    def silences(self, problem: Problem) -> bool:
        if problem.code[:3] in NEVER_SILENCED:
            return False
        for pattern, file_rules in self.rules.files.items():
            if file_rules.ignore and matches(problem.code, file_rules.ignore) and self.file_matches(problem, pattern):
                return True
        return self.silenced_by_comment(problem)

    def silenced_by_comment(self, problem: Problem) -> bool:
        by_line = self.ignores.get(problem.place.file)
        if not by_line or problem.place.line is None:
            return False
        heads = self.heads[problem.place.file]
        position = bisect_right(heads, problem.place.line)
        lines = {problem.place.line} | ({heads[position - 1]} if position else set())
        # What comes from the defaults stands there, and speaks of a transmission all the same.
        own = self.head_of_id[problem.place.file].get(problem.place.id or "")
        lines |= {own} if own is not None else set()
        return any(matches(problem.code, by_line.get(line, ())) for line in lines)

    def severity(self, problem: Problem) -> Severity | None:
        for pattern, file_rules in self.rules.files.items():
            if file_rules.severity and self.file_matches(problem, pattern):
                chosen = _longest(problem.code, file_rules.severity)
                if chosen is not None:
                    return chosen
        return _longest(problem.code, self.rules.severity)

    def file_matches(self, problem: Problem, pattern: str) -> bool:
        return glob_matches(below(problem.place.file, self.root), pattern)


def _longest(code: str, severities: dict[str, Severity]) -> Severity | None:
    prefixes = [prefix for prefix in severities if code.startswith(prefix)]
    return severities[max(prefixes, key=len)] if prefixes else None
