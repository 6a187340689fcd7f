"""The fixes of `check --fix` on the screen: those of some findings, as one step that can be undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bcastplan.document.splice import EditRefused, TextEdit
from bcastplan.model.finding import Finding
from bcastplan.rules.registry import all_rules
from bcastplan.workspace.editing.row_findings import OF_THE_PLAN, RowPlaces
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.inspection.fixing import MOST_ROUNDS, FindingFix, fixes_of

LABEL = "fix"


@dataclass(frozen=True, slots=True)
class OfferedFix:
    """What a fix would write: its finding, the text it replaces, and the new text."""

    finding: Finding
    before: str
    after: str

    def __str__(self) -> str:
        place = f"{self.finding.place.file}:{self.finding.place.line}"
        return f"{place}  {self.finding.rule}: {self.before or 'nothing'} becomes {self.after or 'nothing'}"


def offered_fixes(session: Session, findings: Sequence[Finding], *, unsafe: bool) -> list[OfferedFix]:
    """The fixes of some findings that can be made now."""
    offered = []
    for file, fixes in _fixes_by_file(session, findings, unsafe=unsafe):
        text = session.documents[file].text
        for fix in fixes:
            before = ", ".join(text[edit.start : edit.end].strip() for edit in fix.edits)
            after = ", ".join(edit.text.strip() for edit in fix.edits)
            offered.append(OfferedFix(fix.finding, before.strip(", "), after.strip(", ")))
    return offered


def fix_findings(session: Session, findings: Sequence[Finding], *, unsafe: bool) -> Counter[str]:
    """Make the fixes of some findings, in one step; returns how many of each rule. Raises EditRefused."""
    done: Counter[str] = Counter()
    edits: dict[str, list[TextEdit]] = {}
    for file, fixes in _fixes_by_file(session, findings, unsafe=unsafe):
        edits[file] = [edit for fix in fixes for edit in fix.edits]
        done.update(fix.finding.rule for fix in fixes)
    if edits:
        session.steps.do(LABEL, edits)
    return done


def fix_rows(session: Session, rows: Sequence[int], *, unsafe: bool) -> Counter[str]:
    """Fix what there is to fix in some transmissions until nothing is left, in one step. Raises EditRefused."""
    items = [(origin.file, origin.index) for row in rows for origin in (session.table.transmissions[row].origin,)]
    return _until_done(session, lambda: findings_of_rows(session, _rows_of(session, items)), unsafe=unsafe)


def _until_done(session: Session, findings: Callable[[], Sequence[Finding]], *, unsafe: bool) -> Counter[str]:
    done: Counter[str] = Counter()
    with session.one_step(LABEL):
        # A fix may bring another fault to light, so it is looked for again, as `check --fix` does.
        for _ in range(MOST_ROUNDS):
            fixed = fix_findings(session, findings(), unsafe=unsafe)
            if not fixed:
                break
            done += fixed
    return done


_FEW = 20
"""Rows whose findings are looked for one by one; for more of them a whole check is made."""


def findings_of_rows(session: Session, rows: Iterable[int]) -> list[Finding]:
    """The findings of some rows; those of rules that look at the whole plan only where a check has been made."""
    chosen = set(rows)
    few = len(chosen) <= _FEW
    check = session.kept_check.result if few else session.check()
    findings = [
        finding
        for row in (sorted(chosen) if few else ())
        for finding in session.row_status.findings(row)
        if not finding.rule.startswith(OF_THE_PLAN)
    ]
    if check is not None:
        places = RowPlaces(session.workspace, session.documents)
        others = [finding for finding in check.findings if not few or finding.rule.startswith(OF_THE_PLAN)]
        findings += [finding for finding in others if places.row_of(finding.place) in chosen]
    return sorted(findings, key=lambda finding: finding.sort_key)


def _rows_of(session: Session, items: Iterable[tuple[str, int]]) -> list[int]:
    """The rows of some items of files as they are numbered now; items that are no whole transmission have none."""
    rows = []
    for file, index in items:
        try:
            rows.append(session.row_at(file, index))
        except EditRefused:
            continue
    return rows


def _fixes_by_file(
    session: Session, findings: Sequence[Finding], *, unsafe: bool
) -> Iterable[tuple[str, list[FindingFix]]]:
    """File -> the fixes of its findings; files that cannot be edited here, as lists, have none."""
    rules = all_rules()
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        if any(unsafe or not fix.unsafe for fix in rules[finding.rule].fixes):
            by_file.setdefault(finding.place.file, []).append(finding)
    for file, of_file in by_file.items():
        document = session.documents.schedule_or_plan(file)
        if document is not None and (fixes := fixes_of(file, document.text, of_file, rules, unsafe=unsafe)):
            yield file, fixes
