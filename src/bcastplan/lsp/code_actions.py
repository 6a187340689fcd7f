"""Repairs of findings: those of `check --fix`, and a comment that switches a rule off at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lsprotocol import types as lsp

from bcastplan.document.parse import parse_text
from bcastplan.document.splice import TextEdit, apply_edits
from bcastplan.lsp.diagnostics import diagnostic_of, findings_at
from bcastplan.lsp.question import Question
from bcastplan.model.finding import Finding
from bcastplan.model.inert import inert
from bcastplan.rules.registry import all_rules
from bcastplan.rules.rule_fixes import FixedText
from bcastplan.rules.rule_settings import IGNORING, NEVER_SILENCED
from bcastplan.workspace.inspection.fixing import edits_of

FIX_ALL = f"{lsp.CodeActionKind.SourceFixAll.value}.bcastplan"
KINDS = [lsp.CodeActionKind.QuickFix, FIX_ALL]
_SHOWN = 30  # characters of a value in the title of an action
_LISTED = re.compile(r"#[ \t]*bcastplan[ \t]*:[ \t]*ignore\[([^\]\n]{0,400})\]", re.IGNORECASE)


def code_actions(question: Question, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """What can be done about the findings in a range."""
    if question.typed is None:
        return []
    only = params.context.only
    text = question.text
    start, end = text.offset(params.range.start), text.offset(params.range.end)
    findings = findings_at(question.typed.check(), text, question.file, start, end, lines=True)
    # Editors ask without `only` whenever the cursor moves; all repairs of a season take too long for that.
    repairs_all = bool(only) and _asked(only, FIX_ALL)
    if not (findings or repairs_all):
        return []
    around = text.content if repairs_all else question.around(start, end)
    root = parse_text(question.file, around)[0]
    if root is None:
        return []
    fixed = FixedText(around, root)
    actions: list[lsp.CodeAction] = []
    if _asked(only, lsp.CodeActionKind.QuickFix):
        for finding in findings:
            actions += _repairs(question, fixed, finding)
        for finding in findings:
            actions += _ignoring(question, fixed, finding)
    if repairs_all:
        actions += _fix_all(question, fixed)
    return actions


def _asked(only: Sequence[lsp.CodeActionKind | str] | None, kind: str) -> bool:
    """Whether actions of a kind are asked for; a kind stands for all whose name begins with it."""
    kinds = [str(getattr(asked, "value", asked)) for asked in only or ()]
    value = str(getattr(kind, "value", kind))
    return not kinds or any(value == asked or value.startswith(f"{asked}.") for asked in kinds)


def _repairs(question: Question, fixed: FixedText, finding: Finding) -> Iterator[lsp.CodeAction]:
    """The repairs of a finding that its rule declares, the safe one preferred."""
    rule = all_rules()[finding.rule]
    for fix in rule.fixes:
        edits = fix.edits(fixed, finding)
        if not edits or not _holds(fixed, edits):
            continue
        title = f"{finding.rule}: {_told(fixed.text, edits)}"
        yield _action(
            question,
            f"{title} (may change what is on the air)" if fix.unsafe else title,
            edits,
            finding,
            preferred=not fix.unsafe,
        )


def _holds(fixed: FixedText, edits: Sequence[TextEdit]) -> bool:
    """Whether the text can still be read with the edits."""
    return parse_text("", apply_edits(fixed.text, edits)[0])[0] is not None


def _told(text: str, edits: Sequence[TextEdit]) -> str:
    """What edits do, in a few words."""
    first = edits[0]
    old, new = (_shortened(words) for words in (text[first.start : first.end], first.text))
    if not new:
        return f"remove {old}"
    return f"write {new} for {old}" if old else f"add {new}"


def _shortened(words: str) -> str:
    flat = inert(" ".join(words.split()))
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"


def _ignoring(question: Question, fixed: FixedText, finding: Finding) -> Iterator[lsp.CodeAction]:
    """A comment that switches the rule of a finding off there, where that may be done."""
    family = finding.rule.rstrip("0123456789")
    # The check refuses to silence these, so the comment would only bring a finding of its own.
    if finding.loses is not None or family in (*NEVER_SILENCED, IGNORING) or finding.place.line is None:
        return
    edit = _comment(question, fixed, finding)
    if edit is not None:
        yield _action(question, f"Ignore {finding.rule} {finding.name} here", [edit], finding, preferred=False)


def _comment(question: Question, fixed: FixedText, finding: Finding) -> TextEdit | None:
    """The edit that adds a rule to the ignore comment of a line, or adds one; None where it would become no comment."""
    text = question.text
    start = text.place_offset(finding.place.line, 1)
    content = fixed.text
    end = content.find("\n", start)
    end = len(content) if end < 0 else end
    line = content[start:end].rstrip("\r")
    listed = _LISTED.search(line)
    if listed is not None:
        behind = start + listed.end(1)
        return TextEdit(behind, behind, f", {finding.rule}" if listed.group(1).strip() else finding.rule)
    behind = start + len(line.rstrip())
    edit = TextEdit(behind, start + len(line), f"  # bcastplan: ignore[{finding.rule}]")
    # Within a block value or a quoted one of several lines, the comment would become a part of the value.
    after = parse_text("", apply_edits(content, [edit])[0])[0]
    return edit if after is not None and fixed.root.raw() == after.raw() else None


def _fix_all(question: Question, fixed: FixedText) -> Iterator[lsp.CodeAction]:
    """All safe repairs of the text that do not touch each other, at once."""
    assert question.typed is not None
    taken: list[TextEdit] = []
    for finding in question.typed.check().findings:
        if finding.place.file == question.file:
            edits = edits_of(fixed, finding, all_rules()[finding.rule], unsafe=False)
            # Editors apply all edits to the same text, so edits that overlap would spoil it.
            if not any(edit.start <= other.end and other.start <= edit.end for edit in edits for other in taken):
                taken += edits
    if taken and _holds(fixed, taken):
        yield lsp.CodeAction("Repair what can be repaired safely", FIX_ALL, edit=_workspace_edit(question, taken))


def _action(
    question: Question, title: str, edits: Sequence[TextEdit], finding: Finding, *, preferred: bool
) -> lsp.CodeAction:
    return lsp.CodeAction(
        title,
        lsp.CodeActionKind.QuickFix,
        diagnostics=[diagnostic_of(finding, question.places, question.pages)],
        is_preferred=preferred or None,
        edit=_workspace_edit(question, edits),
    )


def _workspace_edit(question: Question, edits: Sequence[TextEdit]) -> lsp.WorkspaceEdit:
    text = question.text
    changes = [lsp.TextEdit(text.range(edit.start, edit.end), edit.text) for edit in edits]
    return lsp.WorkspaceEdit({text.uri: changes})
