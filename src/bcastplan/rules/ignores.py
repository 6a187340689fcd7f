"""IGN: what switches a rule off has to silence something, and never what keeps transmissions off the air."""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.document.splice import TextEdit
from bcastplan.model.finding import Finding, Place, Problem, Severity
from bcastplan.model.ignoring import IgnoreComment
from bcastplan.model.nearest import did_you_mean
from bcastplan.rules.context import Context
from bcastplan.rules.registry import all_rules, find_rule, rule
from bcastplan.rules.rule_fixes import Fix, FixedText, drop_ignore, word_in_comment
from bcastplan.rules.rule_settings import PlacedWord

_EXAMPLE = "# bcastplan: ignore[FRQ001] reason"


def _drop_unused(fixed: FixedText, finding: Finding) -> list[TextEdit]:
    # Conflicts depend on the lists that were read, so that a code of theirs may be needed the next time.
    return [] if str(finding.data.get("code")).startswith("CON") else drop_ignore(fixed, finding)


def _drop_unused_of_pairs(fixed: FixedText, finding: Finding) -> list[TextEdit]:
    return drop_ignore(fixed, finding) if str(finding.data.get("code")).startswith("CON") else []


def _drop_refused(fixed: FixedText, finding: Finding) -> list[TextEdit]:
    code = str(finding.data.get("code"))
    start = fixed.offset(finding.place.line or 1, finding.place.column or 1)
    return drop_ignore(fixed, finding) if fixed.text[start : start + len(code)].upper() == code else []


def _write_code(fixed: FixedText, finding: Finding) -> list[TextEdit]:
    place = word_in_comment(fixed, finding)
    if place is None:
        return []
    _, start, end, _ = place
    named = find_rule(fixed.text[start:end])
    return [TextEdit(start, end, named.code)] if named is not None else []


@rule(
    "IGN001", "unused-ignore", Severity.WARNING, since="0.1", fields=("code",),
    fixes=(
        Fix("takes the code out of the comment, and with the last code the comment.", _drop_unused),
        Fix("does so with codes of conflicts too, which other files may need.", _drop_unused_of_pairs, unsafe=True),
    ),
)  # fmt: skip
def unused_ignore(context: Context) -> Iterator[Problem]:
    """An ignore comment switches off a rule that has nothing to report there.

    ## What it checks
    Every code in `# bcastplan: ignore[CODES]` silences a finding: of the transmission that starts on its line, or of
    the line itself; a comment on a line of its own applies to the next value. Codes of rules that did not run are not
    judged, nor are those of conflicts where only some files of the plan are checked.

    ## Why it matters
    The comment would silence the next fault of that kind, which nobody has looked at.

    ## Example
    `# bcastplan: ignore[FRQ001]` beside a transmission that has moved into a broadcasting band.

    ## How to fix
    Take the code out of the comment, or the comment away; `bcastplan check --fix` does so.

    ## Source
    The program's own rule.
    """
    if context.ignoring is None:
        return
    # A comment on a transmission that could not be read may have something to silence once it can be.
    lost = (problem for problems in context.problems.values() for problem in problems if problem.loses is not None)
    for placed in context.ignoring.unused_words(lost, whole=context.whole):
        message = f"{placed.code} has nothing to report here: take it out of the comment"
        yield Problem("IGN001", message, _place(placed), {"code": placed.code})


@rule(
    "IGN002", "faulty-ignore", Severity.WARNING, since="0.1", fields=("code",),
    fixes=(Fix("writes the code of a rule that is named by its name.", _write_code),),
)  # fmt: skip
def faulty_ignore(context: Context) -> Iterator[Problem]:
    """A comment that is meant to switch off a rule names no rule.

    ## What it checks
    A comment that begins with `bcastplan:` and a word such as ignore is written `# bcastplan: ignore[CODES]`, with the
    codes of rules or their beginnings, separated by commas, and the reason behind it. Rules are named by code only.

    ## Why it matters
    The rule that was to be silenced still reports.

    ## Example
    `# bcastplan: ignore[FRQ01]`, `# bcastplan: ignore` or `# bcastplan: ignore[outside-allocations]`

    ## How to fix
    Write the code that the message names; `bcastplan rule` lists them all.

    ## Source
    The program's own rule.
    """
    if context.ignoring is None:
        return
    for file, comments in context.ignoring.comments.items():
        for comment in comments:
            if comment.fault:
                message = f"the comment switches nothing off, because {comment.fault}: write {_EXAMPLE}"
                yield Problem("IGN002", message, Place(file, comment.line, comment.column))
            yield from _unknown_words(file, comment)


def _unknown_words(file: str, comment: IgnoreComment) -> Iterator[Problem]:
    for word in comment.words:
        code = word.text.upper()
        # The beginning of a code, as FRQ, stands for all rules that begin so.
        if any(known.startswith(code) for known in all_rules()):
            continue
        named = find_rule(word.text)
        hint = f": {word.text} is {named.code}, write that" if named else did_you_mean(code, all_rules())
        reason = "rules are ignored by their code" if named else f"no rule begins with '{code}'"
        yield Problem("IGN002", f"{reason}{hint}", Place(file, comment.line, word.column), {"code": code})


@rule(
    "IGN003", "refused-ignore", Severity.WARNING, since="0.1", fields=("code",),
    fixes=(Fix("takes a full code out of the comment; beginnings of codes and the plan stay.", _drop_refused),),
)  # fmt: skip
def refused_ignore(context: Context) -> Iterator[Problem]:
    """An ignored finding keeps transmissions off the air.

    ## What it checks
    Neither a comment nor `rules` of the plan ignores a finding because of which a transmission, or a whole file, stays
    out of every check and count: an unreadable time, frequency or date, broken YAML, a row of a list that is not read.

    ## Why it matters
    Such a transmission would be missing from hours, costs and conflicts without a word. The finding is reported all the
    same, and settings cannot make it weigh less.

    ## Example
    `{frequency: 9475, time: 2530-0830}  # bcastplan: ignore[TIM001]`

    ## How to fix
    Correct the value, or take the transmission out; `status: unused` keeps it for later. Name single rules instead of
    their family.

    ## Source
    The program's own rule.
    """
    ignoring = context.ignoring
    if ignoring is None:
        return
    for placed, problem in ignoring.refused.items():
        yield Problem("IGN003", _refusal(problem), _place(placed), {"code": problem.code})
    for path, problem in ignoring.refused_in_plan.items():
        place = context.plan.places.get(path, Place(context.plan.file or context.plan.root, 1, 1))
        yield Problem("IGN003", _refusal(problem), place, {"code": problem.code})


def _refusal(problem: Problem) -> str:
    lost = "everything in a file" if problem.loses == -1 else "a transmission"
    return f"{problem.code} cannot be ignored here, because it keeps {lost} off the air: correct what it reports"


def _place(placed: PlacedWord) -> Place:
    return Place(placed.file, placed.comment.line, placed.word.column)
