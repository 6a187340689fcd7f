"""Runs rules and returns findings: command line, plan and comments select, weigh and silence them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from bcastplan.airtime.stored_rows import NotStored
from bcastplan.model.counts import count
from bcastplan.model.finding import Finding, Place, Problem, Severity, WordedLater
from bcastplan.rules.context import Context
from bcastplan.rules.kept_findings import FileFindings, KnownFindings
from bcastplan.rules.recorded_findings import RULES_OF_FILES, FindingRecorder
from bcastplan.rules.registry import Rule, matches, rules_of
from bcastplan.rules.rule_settings import IGNORING, NEVER_SILENCED, RuleSettings

LOSING_ROWS = ("TIM006", "TIM011")
"""Rules that look at whole transmissions and keep some off the air; the others report what reading said."""


class Listing(NamedTuple):
    """Findings sorted by file, line, column and code, and how many there are by severity, listed or not."""

    findings: list[Finding]
    counts: Mapping[Severity, int]


def run_rules(contexts: Sequence[Context], select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[Finding]:
    """Run every selected rule over every plan; findings come sorted by file, line, column and code."""
    return listed(contexts, select, ignore).findings


def listed(
    contexts: Sequence[Context],
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    most: int | None = None,
    kept: KnownFindings | None = None,
    recorder: FindingRecorder | None = None,
    only: Callable[[Problem], bool] | None = None,
) -> Listing:
    """Run every selected rule over every plan.

    Args:
        contexts: the plans of the run.
        select: code prefixes to run; empty for all.
        ignore: code prefixes to leave out.
        most: findings of one rule that are listed; a closing one says how many more there are. None: all of them.
        kept: findings of an earlier check, which hold for files that have not changed.
        recorder: notes for later checks what the rules report that look at one file alone.
        only: whether to list a problem and to count it.
    """
    ignored = tuple(ignore)
    collected: dict[str, _Collected] = {}
    for rule, context, settings in _runs(contexts, select):
        of_rule = collected.setdefault(rule.code, _Collected(rule, most))
        if kept is not None and kept.knows(rule, context) and _runs_whole(rule, settings, ignored):
            settings.ran.add(rule.code)
            for file_findings in kept.of_files(rule, context, partial(_finding_unless_silenced, rule, settings)):
                of_rule.take(file_findings)
        else:
            noted = recorder if rule.code in RULES_OF_FILES else None
            # A rule hands on the problems of reading as they are. They are kept with the readings of the files:
            # noted as findings too, they would be told twice by the next check.
            reported_before = set(map(id, context.problems.get(rule.code, ())))
            for problem in _unsilenced(rule, context, settings, ignored):
                if only is None or only(problem):
                    of_rule.add(problem, settings, None if id(problem) in reported_before else noted)
    findings = [finding for of_rule in collected.values() for finding in of_rule.findings()]
    counts: Counter[Severity] = Counter()
    for of_rule in collected.values():
        counts.update(of_rule.counts)
    return Listing(sorted(findings, key=_sort_key), counts)


def every_finding(contexts: Sequence[Context], select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[Finding]:
    """Every finding, repeats included: a fault of a default is reported for every transmission that takes it over."""
    ignored = tuple(ignore)
    findings = (
        _finding(rule, problem, settings)
        for rule, context, settings in _runs(contexts, select)
        for problem in _unsilenced(rule, context, settings, ignored)
    )
    return sorted(findings, key=_sort_key)


@lru_cache(maxsize=32)
def _selected(select: tuple[str, ...]) -> tuple[Rule, ...]:
    """The rules that code prefixes select, those on ignoring last: they judge what the others used."""
    known = rules_of((*select, *NEVER_SILENCED) if select else ()).values()
    return tuple(sorted(known, key=lambda rule: rule.family == IGNORING))


def _runs(contexts: Sequence[Context], select: Iterable[str]) -> Iterator[tuple[Rule, Context, RuleSettings]]:
    """Each selected rule with each plan and the settings of the plan, one plan after the other."""
    for context in contexts:
        settings = RuleSettings(context.plan, context.schedules)
        context.ignoring = settings
        for rule in _selected(tuple(select)):
            yield rule, context, settings


def _runs_whole(rule: Rule, settings: RuleSettings, ignored: tuple[str, ...]) -> bool:
    """Whether a rule is not ignored; an ignored one reports only what keeps transmissions off the air."""
    silent = matches(rule.code, ignored) or settings.silences_everywhere(rule)
    return rule.family in NEVER_SILENCED or not silent


def _unsilenced(rule: Rule, context: Context, settings: RuleSettings, ignored: tuple[str, ...]) -> Iterator[Problem]:
    """Each problem that a rule reports of a plan and no setting silences.

    What keeps transmissions off the air is reported though its rule is ignored.
    """
    if _runs_whole(rule, settings, ignored):
        settings.ran.add(rule.code)
        reported = rule.check(context)
    else:
        reported = losing(rule, context)
    return (problem for problem in reported if not settings.silences(problem))


def losses(context: Context) -> Iterator[Problem]:
    """Every problem of a plan that keeps transmissions off the air, whatever is selected or ignored."""
    codes = (*LOSING_ROWS, *(code for code in context.problems if code not in LOSING_ROWS))
    for rule in rules_of(codes).values():
        yield from losing(rule, context)


def losing(rule: Rule, context: Context) -> Iterator[Problem]:
    """The problems of a rule that keep transmissions off the air; a rule that never does so is not run."""
    if rule.code in LOSING_ROWS or any(problem.loses is not None for problem in context.problems.get(rule.code, ())):
        yield from (problem for problem in rule.check(context) if problem.loses is not None)


def shortened(findings: Iterable[Finding], most: int) -> list[Finding]:
    """The first ``most`` findings of each rule, and for each rule that has more a closing one that counts them."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    kept = [finding for some in by_rule.values() for finding in some[:most]]
    for some in by_rule.values():
        if rest := some[most:]:
            counts = Counter(finding.severity for finding in rest)
            loses = _sum_of_losses(finding.loses for finding in rest)
            kept.append(_closing(rest[0].rule, rest[0].name, rest[0].place, counts, loses))
    return sorted(kept, key=_sort_key)


def _sort_key(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.sort_key


def _sum_of_losses(losses: Iterable[int | None]) -> int | None:
    known = [loses for loses in losses if loses is not None]
    # A whole file that is lost (-1) has no number of transmissions.
    return sum(max(loses, 0) for loses in known) if known else None


def _closing(code: str, name: str, place: Place, counts: Mapping[Severity, int], loses: int | None) -> Finding:
    """The finding that stands for those of a rule that are not listed; it is as grave as the gravest of them."""
    gravest = min(counts, key=lambda severity: severity.rank)
    parts = ", ".join(count(counts[severity], severity.value) for severity in Severity if counts.get(severity))
    number = f"{sum(counts.values()):,}"
    message = f"and {number} more findings of this rule, which are not listed ({parts}): --max-findings lists more"
    return Finding(code, name, gravest, message, place, loses=loses)


class _Collected:
    """The findings of one rule: the first ones in full, and a count of the rest.

    Two findings that say the same about one place count once, as where two plans read the same file.
    """

    def __init__(self, rule: Rule, most: int | None) -> None:
        self.rule = rule
        self.most = most
        self.counts: Counter[Severity] = Counter()
        self._kept: dict[tuple[object, ...], Finding] = {}
        self._rest: Counter[Severity] = Counter()
        self._first_of_rest: Place | None = None
        self._losses_of_rest: int | None = None
        self._seen: set[int] = set()

    def add(self, problem: Problem, settings: RuleSettings, recorder: FindingRecorder | None = None) -> None:
        if self.most is None or len(self._kept) < self.most:
            finding = _finding(self.rule, problem, settings)
            key = (finding.place, finding.other, finding.message)
            if key not in self._kept:
                self._kept[key] = finding
                self.counts[finding.severity] += 1
                if recorder is not None:
                    recorder.add(self.rule.code, finding.place, finding.severity, lambda: finding)
        # No two problems that are worded later say the same, and a look at their message would make its words.
        elif isinstance(problem, WordedLater) or self._is_new(problem):
            severity = settings.weight(self.rule, problem)
            self._losses_of_rest = _sum_of_losses((self._losses_of_rest, problem.loses))
            self.counts[severity] += 1
            self._rest[severity] += 1
            self._first_of_rest = self._first_of_rest or problem.place
            if recorder is not None:
                recorder.add(self.rule.code, problem.place, severity, lambda: _finding(self.rule, problem, settings))

    def take(self, file_findings: FileFindings) -> None:
        """Add the findings of a file that no other has, as adding its problems one by one would.

        Raises NotStored where they would be listed and are only counted.
        """
        findings, counts, unlisted = file_findings
        for (
            severity,
            number,
        ) in counts.items():  # a method of Counter would take most of the time of a check after edits
            self.counts[severity] += number
        room = sum(counts.values()) if self.most is None else max(self.most - len(self._kept), 0)
        if unlisted is not None and room:
            raise NotStored(self.rule.code)
        for finding in findings[:room]:
            self._kept[finding.place, finding.other, finding.message] = finding
        rest = findings[room:]
        # Once a rule's list is full, the counts of a file say all
        # that is needed; its findings need not be gone through.
        if unlisted is not None or (rest and not room):
            for severity, number in counts.items():
                self._rest[severity] += number
        elif rest:
            self._rest.update(finding.severity for finding in rest)
        if unlisted is not None or rest:
            self._first_of_rest = self._first_of_rest or unlisted or rest[0].place

    def _is_new(self, problem: Problem) -> bool:
        key = (problem.place, problem.other, problem.message)
        # Of what is not listed only a hash is kept, so that memory does not grow with the length of messages.
        if key in self._kept or hash(key) in self._seen:
            return False
        self._seen.add(hash(key))
        return True

    def findings(self) -> Iterator[Finding]:
        yield from self._kept.values()
        if self._first_of_rest is not None:
            yield _closing(self.rule.code, self.rule.name, self._first_of_rest, self._rest, self._losses_of_rest)


def _finding_unless_silenced(rule: Rule, settings: RuleSettings, problem: Problem) -> Finding | None:
    return None if settings.silences(problem) else _finding(rule, problem, settings)


def _finding(rule: Rule, problem: Problem, settings: RuleSettings) -> Finding:
    message, data = problem.worded()
    unknown = set(data) - set(rule.fields)
    assert not unknown, f"{rule.code} has undeclared data fields {sorted(unknown)}"
    severity = settings.weight(rule, problem)
    return Finding(rule.code, rule.name, severity, message, problem.place, problem.other, data, problem.loses)
