"""What `check --fix` makes of files: fixes are applied and everything is checked again until nothing is left to fix.

Nothing is written here. A fix that would break its file is left out.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bcastplan.document.parse import parse_text
from bcastplan.document.splice import TextEdit, apply_edits
from bcastplan.document.text import decode_text
from bcastplan.files.regular import is_file, read_regular
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import Finding
from bcastplan.rules.registry import Rule, all_rules
from bcastplan.rules.rule_fixes import FixedText
from bcastplan.workspace.inspection.check_result import CheckResult
from bcastplan.workspace.opening.discovery import identity
from bcastplan.workspace.opening.open_plans import Workspace

MOST_ROUNDS = 50
"""How often everything is checked again; each round makes the fixes that the round before had to leave."""

Check = Callable[[Mapping[str, str]], tuple[Workspace, CheckResult]]
"""Checks with some texts in place of files (``open_paths``)."""


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A file with its bytes before and after."""

    name: str
    before: bytes
    after: bytes


@dataclass(slots=True)
class Fixed:
    """The files that change, how often each rule was fixed, and the check of what they are then."""

    result: CheckResult
    files: list[FixedFile] = field(default_factory=list)
    fixes: Counter[str] = field(default_factory=Counter)
    unsafe_left: int = 0
    """Findings that unsafe fixes would mend."""


@dataclass(slots=True)
class _Text:
    """A file under repair."""

    name: str
    before: bytes
    text: str

    @property
    def data(self) -> bytes:
        mark = codecs.BOM_UTF8 if self.before.startswith(codecs.BOM_UTF8) else b""
        return mark + self.text.encode()


def fixed(check: Check, *, unsafe: bool) -> Fixed:
    """Fix all findings that can be fixed.

    Args:
        check: opens and checks, and leaves out what is not to be fixed.
        unsafe: whether fixes are made too that may change what is on the air.
    """
    texts: dict[str, _Text] = {}
    fixes: Counter[str] = Counter()
    for _ in range(MOST_ROUNDS):
        workspace, result = check({key: text.text for key, text in texts.items()})
        done = _fix_once(result.findings, _own_files(workspace), texts, unsafe)
        fixes += done
        if not done:
            break
    else:
        # The last round fixed something too: the result is to be that of the texts as they are now.
        workspace, result = check({key: text.text for key, text in texts.items()})
    files = [FixedFile(text.name, text.before, text.data) for text in texts.values() if text.data != text.before]
    left = 0 if unsafe else _fix_once(result.findings, _own_files(workspace), texts, True, dry=True).total()
    return Fixed(result, sorted(files, key=lambda file: file.name), fixes, left)


def _own_files(workspace: Workspace) -> set[str]:
    """The YAML files of the plans, those that cannot be read as schedules too."""
    files = {schedule.file for schedule in workspace.schedules if schedule.kind == "yaml"}
    plan_files = {opened.plan.file for opened in workspace.plans if opened.plan.file is not None}
    named = {problem.place.file for opened in workspace.plans for problem in opened.problems}
    return files | plan_files | {file for file in named if file.endswith((".yaml", ".yml"))}


def _fix_once(
    findings: Sequence[Finding], own: set[str], texts: dict[str, _Text], unsafe: bool, *, dry: bool = False
) -> Counter[str]:
    """Apply to each file the fixes that do not touch each other; returns how many of each rule. ``dry`` only counts."""
    rules = all_rules()
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.place.file in own and any(unsafe or not fix.unsafe for fix in rules[finding.rule].fixes):
            by_file.setdefault(finding.place.file, []).append(finding)
    done: Counter[str] = Counter()
    for name, of_file in by_file.items():
        text = texts.get(identity(name)) or _opened(name)
        if text is not None:
            done += _fix_file(text, of_file, rules, unsafe, dry)
            if not dry:
                texts[identity(name)] = text
    return done


def _fix_file(
    text: _Text, findings: Sequence[Finding], rules: Mapping[str, Rule], unsafe: bool, dry: bool
) -> Counter[str]:
    fixes = fixes_of(text.name, text.text, findings, rules, unsafe=unsafe)
    if fixes and not dry:
        edits = [edit for fix in fixes for edit in fix.edits]
        text.text = apply_edits(text.text, edits)[0]
    return Counter(fix.finding.rule for fix in fixes)


@dataclass(frozen=True, slots=True)
class FindingFix:
    """The edits of a text that mend a finding."""

    finding: Finding
    edits: list[TextEdit]


def fixes_of(
    name: str, text: str, findings: Sequence[Finding], rules: Mapping[str, Rule], *, unsafe: bool
) -> list[FindingFix]:
    """The fixes of some findings of one text that can be made together; none where the text could then not be read.

    Args:
        name: the file of the text.
        text: what it says.
        findings: findings of the file; of two whose fixes touch each other the first is fixed.
        rules: every rule by its code.
        unsafe: whether fixes count that may change what is on the air.
    """
    root, problems = parse_text(name, text)
    if root is None:
        return []
    source = FixedText(text, root)
    fixes: list[FindingFix] = []
    taken: list[TextEdit] = []
    for finding in findings:
        edits = edits_of(source, finding, rules[finding.rule], unsafe=unsafe)
        # Edits that touch are left to the next round, which reads the text anew.
        if edits and not any(edit.start <= other.end and other.start <= edit.end for edit in edits for other in taken):
            taken += edits
            fixes.append(FindingFix(finding, edits))
    if not fixes:
        return []
    after, _ = apply_edits(text, taken)
    read_again, new_problems = parse_text(name, after)
    # A fix must never make a file worse: then all of this round's fixes of the file are dropped.
    return [] if read_again is None or len(new_problems) > len(problems) else fixes


def edits_of(source: FixedText, finding: Finding, rule: Rule, *, unsafe: bool) -> list[TextEdit]:
    """The edits of the first fix of a rule that mends a finding; none where none does."""
    for fix in rule.fixes:
        if (unsafe or not fix.unsafe) and (edits := fix.edits(source, finding)):
            return edits
    return []


def _opened(name: str) -> _Text | None:
    """A file as it is on the disk; None for what is no text file by itself, as a member of an archive."""
    if not is_file(name):
        return None
    try:
        data = read_regular(name)
        text, problems = decode_text(name, data)
    except (OSError, UnreadableInput):
        return None
    return None if problems else _Text(name, data, text)
