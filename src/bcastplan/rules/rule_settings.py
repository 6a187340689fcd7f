"""What a plan and the comments of its files switch off or weigh differently.

It notes which of these words silenced something.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bcastplan.model.finding import Problem, Severity
from bcastplan.model.ignoring import IgnoreComment, IgnoreWord
from bcastplan.model.paths import below, glob_matches
from bcastplan.model.plan import Plan
from bcastplan.model.schedule import Schedule
from bcastplan.rules.registry import Rule, all_rules, matches

NEVER_SILENCED = ("FIL",)
"""What could not be read stays visible whatever the settings say: it decides the exit code."""
IGNORING = "IGN"
"""The family of rules that judge what is ignored."""


class PlacedWord(NamedTuple):
    """One word of an ignore comment with the comment and its file."""

    file: str
    comment: IgnoreComment
    word: IgnoreWord

    @property
    def code(self) -> str:
        """The word as codes are written."""
        return self.word.text.upper()


class RuleSettings:
    """The settings of one plan; while rules run, it notes which words silenced something and which must not."""

    def __init__(self, plan: Plan, schedules: Sequence[Schedule]) -> None:
        self.rules = plan.rules
        self.root = plan.root
        self.comments = {schedule.file: schedule.ignores for schedule in schedules if schedule.ignores}
        if plan.file is not None and plan.ignores:
            self.comments[plan.file] = plan.ignores
        self.ran: set[str] = set()
        """Codes of the rules that ran in full."""
        self.used: set[PlacedWord] = set()
        """Words that silenced a finding."""
        self.refused: dict[PlacedWord, Problem] = {}
        """Words that were to silence what keeps a transmission off the air, each with the first such problem."""
        self.refused_in_plan: dict[str, Problem] = {}
        """The same for entries of the plan: dotted path -> problem."""
        self._by_line = {file: self._words_by_line(file) for file in self.comments}
        commented = [schedule for schedule in schedules if schedule.ignores]
        # Heads are looked up for files with comments only: a season has thousands of transmissions and few comments.
        self._head_of_id = {
            schedule.file: {
                transmission.id: transmission.origin.line
                for transmission in schedule.transmissions
                if transmission.id is not None
            }
            for schedule in commented
        }
        self._heads = {
            schedule.file: sorted({transmission.origin.line for transmission in schedule.transmissions})
            for schedule in commented
        }

    def _words_by_line(self, file: str) -> dict[int, list[PlacedWord]]:
        by_line = defaultdict(list)
        for placed in words_of(file, self.comments[file]):
            by_line[placed.comment.target_line].append(placed)
        return by_line

    def silences_everywhere(self, rule: Rule) -> bool:
        """Whether the plan ignores a rule in all files."""
        ignored = self.rules.ignore
        return bool(ignored) and matches(rule.code, ignored) and rule.family not in NEVER_SILENCED

    def silences(self, problem: Problem) -> bool:
        """Whether a comment or the plan silences a problem; what loses transmissions is refused that."""
        words = self._comments_on(problem)
        paths = [*self._entries("rules", self.rules.ignore, problem)]
        for pattern, file_rules in self.rules.files.items():
            entries = [*self._entries(f"rules.files.{pattern}", file_rules.ignore, problem)]
            # Codes are compared first, because matching a path with a glob takes longer.
            if entries and self.file_matches(problem, pattern):
                paths += entries
        if not words and not paths:
            return False
        # A word that is refused counts as used too, because it did meet a finding.
        self.used.update(words)
        if problem.loses is not None:
            for word in words:
                self.refused.setdefault(word, problem)
            for path in paths:
                self.refused_in_plan.setdefault(path, problem)
            return False
        return problem.code[:3] not in NEVER_SILENCED

    @staticmethod
    def _entries(path: str, ignored: Sequence[str], problem: Problem) -> Iterator[str]:
        """The places of the entries of a list that a problem's code begins with."""
        return (f"{path}.ignore.{at}" for at, code in enumerate(ignored) if problem.code.startswith(code))

    def _comments_on(self, problem: Problem) -> list[PlacedWord]:
        file, line = problem.place.file, problem.place.line
        by_line = self._by_line.get(file)
        if not by_line or line is None:
            return []
        lines = {line}
        if file in self._heads:
            heads = self._heads[file]
            position = bisect_right(heads, line)
            # A comment on the head of a transmission holds for all of its lines.
            lines |= {heads[position - 1]} if position else set()
            # A value of the defaults stands above the transmissions, yet its finding belongs to one of them.
            own = self._head_of_id[file].get(problem.place.id or "")
            lines |= {own} if own is not None else set()
        words = (word for number in sorted(lines) for word in by_line.get(number, ()))
        return [word for word in words if problem.code.startswith(word.code)]

    def weight(self, rule: Rule, problem: Problem) -> Severity:
        """The severity of a problem; what loses transmissions never weighs less than its rule says."""
        own = problem.severity or rule.severity
        chosen = self._chosen_severity(problem) or own
        return own if problem.loses is not None and own.at_least(chosen) else chosen

    def _chosen_severity(self, problem: Problem) -> Severity | None:
        for pattern, file_rules in self.rules.files.items():
            if file_rules.severity and self.file_matches(problem, pattern):
                chosen = _longest(problem.code, file_rules.severity)
                if chosen is not None:
                    return chosen
        return _longest(problem.code, self.rules.severity)

    def file_matches(self, problem: Problem, pattern: str) -> bool:
        """Whether a problem stands in a file that a glob of the plan names."""
        return glob_matches(below(problem.place.file, self.root), pattern)

    def unused_words(self, lost: Iterable[Problem], *, whole: bool) -> Iterator[PlacedWord]:
        """Words that silenced nothing though all of their rules ran.

        Args:
            lost: problems that keep transmissions off the air; of comments on such a transmission nothing is known.
            whole: whether all files of the plan were read; otherwise nothing is said of rules that compare files.
        """
        lost_lines: dict[str, set[int]] = defaultdict(set)
        for problem in lost:
            lost_lines[problem.place.file].add(problem.place.line or 0)
        for file, comments in self.comments.items():
            for placed in words_of(file, comments):
                if self._speaks_of_lost(placed, lost_lines[file]):
                    continue
                codes = [code for code in all_rules() if code.startswith(placed.code)]
                comparing = any(code.startswith(_COMPARING) for code in codes) and not whole
                # IGN002 reports words that name no rule, and rules on ignoring are not judged by themselves.
                if not codes or placed in self.used or comparing or placed.code.startswith(IGNORING):
                    continue
                if self.ran.issuperset(codes):
                    yield placed

    def _speaks_of_lost(self, placed: PlacedWord, lost_lines: set[int]) -> bool:
        """Whether a comment may be about a lost transmission: both stand between the same two that were read."""
        if not lost_lines:
            return False
        heads, line = self._heads.get(placed.file, []), placed.comment.target_line
        if line in lost_lines:
            return True
        stretch = bisect_right(heads, line)
        return line not in heads and any(bisect_right(heads, lost) in (0, stretch) for lost in lost_lines)


_COMPARING = ("CON", "PLN", "INV")
"""Families whose findings depend on what else is read."""


def words_of(file: str, comments: Sequence[IgnoreComment]) -> Iterator[PlacedWord]:
    """The words of some comments of a file, in its order."""
    return (PlacedWord(file, comment, word) for comment in comments for word in comment.words)


def _longest(code: str, severities: dict[str, Severity]) -> Severity | None:
    prefixes = [prefix for prefix in severities if code.startswith(prefix)]
    return severities[max(prefixes, key=len)] if prefixes else None
