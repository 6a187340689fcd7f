"""Runs rules and returns findings: command line, plan and comments select, weigh and silence them."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from bcastplan.model.counts import count
from bcastplan.model.finding import Finding, Place, Problem, Severity, WordedLater
from bcastplan.model.paths import below, glob_matches
from bcastplan.model.plan import Plan
from bcastplan.model.schedule import Schedule
from bcastplan.rules.context import Context
from bcastplan.rules.registry import Rule, matches, rules_of

NEVER_SILENCED = ("FIL",)
"""What could not be read stays visible whatever the settings say: it decides the exit code."""


class Listing(NamedTuple):
    """Findings sorted by file, line, column and code, and how many there are by severity, listed or not."""

    findings: list[Finding]
    counts: Mapping[Severity, int]


def run_rules(contexts: Sequence[Context], select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[Finding]:
    """Run every selected rule over every plan; findings come sorted by file, line, column and code."""
    return listed(contexts, select, ignore).findings


def listed(
    contexts: Sequence[Context], select: Iterable[str] = (), ignore: Iterable[str] = (), most: int | None = None
) -> Listing:
    """Run every selected rule over every plan.

    Args:
        contexts: the plans of the run.
        select: code prefixes to run; empty for all.
        ignore: code prefixes to leave out.
        most: findings of one rule that are listed; a closing one says how many more there are. None: all of them.
    """
    collected: dict[str, _Collected] = {}
    for rule, problem, settings in _unsilenced(contexts, select, ignore):
        if rule.code not in collected:
            collected[rule.code] = _Collected(rule, most)
        collected[rule.code].add(problem, settings)
    findings = [finding for of_rule in collected.values() for finding in of_rule.findings()]
    counts: Counter[Severity] = Counter()
    for of_rule in collected.values():
        counts.update(of_rule.counts)
    return Listing(sorted(findings, key=_sort_key), counts)


def every_finding(contexts: Sequence[Context], select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[Finding]:
    """Every finding, repeats included: a fault of a default is reported for every transmission that takes it over."""
    return sorted((_finding(*parts) for parts in _unsilenced(contexts, select, ignore)), key=_sort_key)


@lru_cache(maxsize=32)
def _chosen(select: tuple[str, ...], ignore: tuple[str, ...]) -> tuple[Rule, ...]:
    """The rules that code prefixes select and do not leave out; the screen asks at every key."""
    known = rules_of((*select, *NEVER_SILENCED) if select else ())
    return tuple(rule for rule in known.values() if rule.family in NEVER_SILENCED or not matches(rule.code, ignore))


def _unsilenced(
    contexts: Sequence[Context], select: Iterable[str], ignore: Iterable[str]
) -> Iterator[tuple[Rule, Problem, _Settings]]:
    """Each problem that a selected rule finds and no setting silences, with its rule and the settings of its plan."""
    chosen = _chosen(tuple(select), tuple(ignore))
    for context in contexts:
        settings = _Settings(context.plan, context.schedules)
        for rule in chosen:
            if not settings.silences_everywhere(rule):
                yield from (
                    (rule, problem, settings) for problem in rule.check(context) if not settings.silences(problem)
                )


def shortened(findings: Iterable[Finding], most: int) -> list[Finding]:
    """The first ``most`` findings of each rule, and for each rule that has more a closing one that counts them."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    kept = [finding for some in by_rule.values() for finding in some[:most]]
    for some in by_rule.values():
        if rest := some[most:]:
            counts = Counter(finding.severity for finding in rest)
            kept.append(_closing(rest[0].rule, rest[0].name, rest[0].place, counts))
    return sorted(kept, key=_sort_key)


def _sort_key(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.sort_key


def _closing(code: str, name: str, place: Place, counts: Mapping[Severity, int]) -> Finding:
    """The finding that stands for those of a rule that are not listed; it is as grave as the gravest of them."""
    gravest = min(counts, key=lambda severity: severity.rank)
    parts = ", ".join(count(counts[severity], severity.value) for severity in Severity if counts.get(severity))
    number = f"{sum(counts.values()):,}"
    message = f"and {number} more findings of this rule, which are not listed ({parts}): --max-findings lists more"
    return Finding(code, name, gravest, message, place)


class _Collected:
    """The findings of one rule: the first ones in full, and a count of the rest.

    Two that say the same of the same place are one (a file that two plans read, say).
    """

    def __init__(self, rule: Rule, most: int | None) -> None:
        self.rule = rule
        self.most = most
        self.counts: Counter[Severity] = Counter()
        self._kept: dict[tuple[object, ...], Finding] = {}
        self._rest: Counter[Severity] = Counter()
        self._first_of_rest: Place | None = None
        self._seen: set[int] = set()

    def add(self, problem: Problem, settings: _Settings) -> None:
        if self.most is None or len(self._kept) < self.most:
            finding = _finding(self.rule, problem, settings)
            key = (finding.place, finding.other, finding.message)
            if key not in self._kept:
                self._kept[key] = finding
                self.counts[finding.severity] += 1
        elif isinstance(problem, WordedLater) or self._is_new(problem):
            severity = settings.severity(problem) or problem.severity or self.rule.severity
            self.counts[severity] += 1
            self._rest[severity] += 1
            self._first_of_rest = self._first_of_rest or problem.place

    def _is_new(self, problem: Problem) -> bool:
        key = (problem.place, problem.other, problem.message)
        if key in self._kept or hash(key) in self._seen:
            return False
        self._seen.add(hash(key))
        return True

    def findings(self) -> Iterator[Finding]:
        yield from self._kept.values()
        if self._first_of_rest is not None:
            yield _closing(self.rule.code, self.rule.name, self._first_of_rest, self._rest)


def _finding(rule: Rule, problem: Problem, settings: _Settings) -> Finding:
    unknown = set(problem.data) - set(rule.fields)
    assert not unknown, f"{rule.code} has undeclared data fields {sorted(unknown)}"
    severity = settings.severity(problem) or problem.severity or rule.severity
    return Finding(rule.code, rule.name, severity, problem.message, problem.place, problem.other, problem.data)


class _Settings:
    """What one plan switches off or weighs differently."""

    def __init__(self, plan: Plan, schedules: Sequence[Schedule]) -> None:
        self.rules = plan.rules
        self.root = plan.root
        self.ignores = {schedule.file: schedule.ignores for schedule in schedules if schedule.ignores}
        self.head_of_id = {
            schedule.file: {
                transmission.id: transmission.origin.line
                for transmission in schedule.transmissions
                if transmission.id is not None
            }
            for schedule in schedules
            if schedule.ignores
        }
        self.heads = {
            schedule.file: sorted({transmission.origin.line for transmission in schedule.transmissions})
            for schedule in schedules
            if schedule.ignores
        }

    def silences_everywhere(self, rule: Rule) -> bool:
        ignored = self.rules.ignore
        return bool(ignored) and matches(rule.code, ignored) and rule.family not in NEVER_SILENCED

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
        # A value of the defaults stands above the transmissions, yet its finding belongs to one of them.
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
