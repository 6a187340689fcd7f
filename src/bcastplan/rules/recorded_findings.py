"""What rules on single files reported in an earlier run, noted in a form that can be stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from bcastplan.airtime.stored_rows import MixedRows, NotStored
from bcastplan.model.finding import Finding, Place, Problem, Severity
from bcastplan.rules.context import Context
from bcastplan.rules.kept_findings import FILE_RULES, FileFindings, looked_at, narrowed
from bcastplan.rules.registry import Rule
from bcastplan.rules.unknown import MOST_SUGGESTIONS

RULES_OF_CODES = {
    "COD001": "broadcaster", "COD002": "manager", "COD003": "administration", "LNG001": "language", "SIT001": "site",
}  # fmt: skip
"""Rules on codes that no table knows -> the key; they look at one file alone while a plan has few such codes."""

RULES_OF_FILES = FILE_RULES | {"INV001", "INV002", "LIS001", "TIM004", "TIM007", *RULES_OF_CODES}
"""Rules whose findings in a file follow from the file, the plan file and the tables, and from no other file."""

_SPARE = 300
"""So many findings of a rule are noted beyond the listed ones: they move up when findings of changed files go."""


@dataclass(slots=True)
class NotedFindings:
    """The findings of one rule in one file: the first place, the number by severity, and the list if it is kept."""

    first: Place
    counts: dict[Severity, int] = field(default_factory=dict)
    findings: list[Finding] | None = field(default_factory=list)


class FindingRecorder:
    """Notes findings while a check runs: rule -> file -> findings."""

    def __init__(self, most: int | None) -> None:
        """Start with nothing; ``most`` findings of a rule are listed."""
        self._most = most
        self._left: dict[str, int] = {}
        self.noted: dict[str, dict[str, NotedFindings]] = {}

    def add(self, rule: str, place: Place, severity: Severity, finding: Callable[[], Finding]) -> None:
        """Note a finding, which is only made where it may be listed."""
        of_rule = self.noted.setdefault(rule, {})
        of_file = of_rule.get(place.file)
        if of_file is None:
            of_file = of_rule[place.file] = NotedFindings(place)
        of_file.counts[severity] = of_file.counts.get(severity, 0) + 1
        # Where all findings are listed nothing is counted down: the 1 then lets every finding be noted.
        left = self._left.get(rule, 1 if self._most is None else self._most + _SPARE)
        if left <= 0:
            # The findings of a file are noted whole or not at all: a
            # later check could not tell which of them are missing.
            of_file.findings = None
        elif of_file.findings is not None:
            of_file.findings.append(finding())
            self._left[rule] = left if self._most is None else left - 1


class RecordedFindings:
    """Findings that were noted in an earlier run, for the files that have not changed; the others are looked at."""

    def __init__(
        self, noted: Mapping[str, Mapping[str, NotedFindings]], fresh: Collection[str], *, fresh_only: bool = False
    ) -> None:
        """Take what was noted, and the names of files that have changed or are new; the others may be left out."""
        # A check since a revision has all files read that git knows as changed, and tells nothing of any other.
        self._noted = {} if fresh_only else noted
        self._fresh = fresh
        self._places: dict[int, dict[str, int]] = {}
        self._narrowed: dict[int, Context] = {}

    def knows(self, rule: Rule, context: Context) -> bool:
        """Whether a rule looks at single files; raises NotStored where the plan has too many codes for that."""
        # Only the first unknown codes of a plan get a suggestion. Past that number the words of a finding depend on the
        # other files, and what was noted of one file alone may be wrong.
        if rule.code in RULES_OF_CODES:
            _refuse_many_unknown(context, RULES_OF_CODES[rule.code])
        return rule.code in RULES_OF_FILES

    def judge_fresh_only(self, context: Context) -> None:
        """Let the rules that keep rows off the air look at fresh files only: all other rows were in order before."""
        context.judged = self._fresh_of(context).rows

    def of_files(
        self, rule: Rule, context: Context, finding_of: Callable[[Problem], Finding | None]
    ) -> Iterator[FileFindings]:
        """What a rule reports of a plan, file by file."""
        reported = {}
        for problem in context.problems.get(rule.code, ()):
            if finding := finding_of(problem):
                reported[finding.place, finding.other, finding.message] = finding
        if reported:
            yield _of(list(reported.values()))
        places = self._places_of(context)
        fresh = self._fresh_of(context)
        looked = looked_at(rule, fresh, list(fresh.schedules), finding_of) if fresh.schedules else {}
        noted = self._noted.get(rule.code, {})
        with_findings = {name for name in noted if name in places and name not in self._fresh} | looked.keys()
        # The order of the files decides which findings are listed and which
        # are only counted, so that it has to be that of a check made anew.
        for name in sorted(with_findings, key=places.__getitem__):
            if name in looked:
                yield looked[name]
            else:
                yield FileFindings(noted[name].findings or [], noted[name].counts, _unlisted(noted[name]))

    def _places_of(self, context: Context) -> dict[str, int]:
        """The files of a plan with their places in its order."""
        if id(context) not in self._places:
            self._places[id(context)] = {schedule.file: at for at, schedule in enumerate(context.schedules)}
        return self._places[id(context)]

    def _fresh_of(self, context: Context) -> Context:
        """The plan with its fresh files alone."""
        if id(context) not in self._narrowed:
            fresh = [schedule for schedule in context.schedules if schedule.file in self._fresh]
            # ``of_files`` tells the problems of reading for all files; rules
            # that find those of fresh files here too would tell them twice.
            self._narrowed[id(context)] = replace(narrowed(context, fresh), problems={})
        return self._narrowed[id(context)]


def _of(findings: list[Finding]) -> FileFindings:
    return FileFindings(findings, Counter(finding.severity for finding in findings))


def _unlisted(noted: NotedFindings) -> Place | None:
    return noted.first if noted.findings is None else None


def _refuse_many_unknown(context: Context, key: str) -> None:
    """Raise NotStored where so many codes of a key are unknown that not each of them gets a suggestion."""
    directory = context.directory
    name_of = {
        "broadcaster": directory.broadcaster_name,
        "manager": directory.manager_name,
        "administration": directory.administration_name,
        "language": directory.language_name,
        "site": directory.site_name,
    }[key]
    rows = context.table.transmissions
    if not isinstance(rows, MixedRows):
        raise NotStored(key)
    codes: set[str] = set()
    for value in rows.different(key):
        # A transmission has several languages but one of every other
        # code, and a site with its own coordinates has none.
        codes.update(value if isinstance(value, tuple) else (value,) if isinstance(value, str) and value else ())
    if sum(name_of(code) is None for code in codes) > MOST_SUGGESTIONS:
        raise NotStored(key)
