"""PLN: the parts of a plan must agree with each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase

from bcastplan.model.finding import DataValue, Place, Problem, Severity
from bcastplan.model.jammers import MOST_JAMMERS
from bcastplan.model.nearest import did_you_mean
from bcastplan.model.plan import RuleSettings
from bcastplan.model.transmission import Transmission
from bcastplan.rules.context import Context
from bcastplan.rules.registry import all_rules, reading_rule, rule
from bcastplan.rules.rule_fixes import Fix, drop_agreement

_ROW_OF_A_LIST = re.compile(r"[rek][0-9]+")
"""Ids that rows of HFCC, EiBi and Aoki lists get."""


@rule("PLN001", "duplicate-id", Severity.ERROR, since="0.1")
def duplicate_id(context: Context) -> Iterator[Problem]:
    """Two transmissions of a plan have the same id.

    ## What it checks
    Every `id` in the YAML schedules of a plan is used once.

    ## Why it matters
    Agreements and other programs name transmissions by id; two of them cannot be told apart.

    ## Example
    A transmission copied with its id.

    ## How to fix
    Give the later one an id of its own.

    ## Source
    Format version 1 of schedule files (docs/file-format.md).
    """
    times = Counter(context.ids)
    times.pop(None, None)
    if max(times.values(), default=1) == 1:
        return
    first: dict[str, Transmission] = {}
    # Readers of lists make their ids from lines and requirement numbers, where nobody could correct them.
    written = {schedule.file for schedule in context.schedules if schedule.kind == "yaml"}
    for row, name in zip(context.rows, context.ids, strict=True):
        if times[name] < 2:
            continue
        transmission = context.table.transmissions[row]
        if transmission.id is None or transmission.file not in written:
            continue
        earlier = first.setdefault(transmission.id, transmission)
        if earlier is not transmission:
            known = earlier.place("id")
            yield Problem(
                "PLN001",
                f"the id '{transmission.id}' is taken: {known.file}, line {known.line}",
                transmission.place("id"),
                other=known,
            )


@rule(
    "PLN002", "unused-agreement", Severity.WARNING, since="0.1", fields=("a", "b", "missing"),
    fixes=(Fix("takes the agreement out where both transmissions are there.", drop_agreement),),
)  # fmt: skip
def unused_agreement(context: Context) -> Iterator[Problem]:
    """An agreement settles a conflict that does not exist any more.

    ## What it checks
    Every pair under `agreed` is in conflict when the agreement is left aside. Where only some files of the plan are
    checked, nothing is said, nor of rows of a list (`r71`) when no list is read with it, nor of what is only asked for
    or was refused (`status`): that settles nothing.

    ## Why it matters
    A stale agreement would silently settle the next conflict between the two.

    ## Example
    One of the two has moved to another frequency since the conference.

    ## How to fix
    Remove the agreement.

    ## Source
    The program's own rule.
    """
    unused = list(context.unused_agreements()) if context.whole and context.plan.agreed else []
    if not unused:
        return
    ids = set(context.ids)
    everywhere = {transmission.id for transmission in context.table.transmissions if transmission.id}
    jammers = {
        transmission.id for transmission in context.table.transmissions if transmission.id and transmission.jammer
    }
    lists_read = any(_ROW_OF_A_LIST.fullmatch(name) for name in everywhere)
    for number in unused:
        agreement = context.plan.agreed[number]
        # Where both are unknown, the agreement never had a meaning: PLN003 reports that.
        if agreement.a not in ids and agreement.b not in ids:
            continue
        message = f"{agreement.a} and {agreement.b} are not in conflict any more: remove the agreement"
        jammer = next((name for name in (agreement.a, agreement.b) if name in jammers), None)
        if jammer is not None:
            message = f"{jammer} is a jammer, with which nothing can be settled: remove the agreement"
        other = next((name for name in (agreement.a, agreement.b) if name not in everywhere), None)
        if other is not None:
            # A row of a list is unknown as long as no list is read with the plan.
            if _ROW_OF_A_LIST.fullmatch(other) and not lists_read:
                continue
            message = (
                f"nothing that was read has the id '{other}': correct it, name the schedule it is in under `against`, "
                "or remove the agreement"
            )
        data: dict[str, DataValue] = {"a": agreement.a, "b": agreement.b}
        if other is not None:
            data["missing"] = other
        yield Problem("PLN002", message, agreement.place, data)


@rule("PLN003", "unknown-reference", Severity.ERROR, since="0.1", fields=("id",))
def unknown_reference(context: Context) -> Iterator[Problem]:
    """An agreement names a transmission that is not there.

    ## What it checks
    At least one id of every agreement belongs to the plan; the other may belong to a reference schedule. An id that
    is close to one of the plan's is taken for a misspelling. Where only some files of the plan are checked, nothing
    is said.

    ## Why it matters
    The agreement settles nothing.

    ## Example
    `{a: voa-9565-evning, b: rfa-9570, reason: ...}`

    ## How to fix
    Correct the id, or remove the agreement.

    ## Source
    Format version 1 of plan files (docs/file-format.md).
    """
    if not context.whole or not context.plan.agreed:
        return
    ids = [name for name in context.ids if name]
    known = set(ids)
    for agreement in context.plan.agreed:
        missing = [name for name in (agreement.a, agreement.b) if name not in known]
        # A single unknown id may be of a list that is not read this time,
        # unless it looks like a slip of one that is there.
        if len(missing) == 2 or (missing and did_you_mean(missing[0], ids)):
            for name in missing:
                yield Problem(
                    "PLN003",
                    f"no transmission has the id '{name}'{did_you_mean(name, ids)}",
                    agreement.place,
                    {"id": name},
                )


@rule("PLN004", "matches-no-file", Severity.WARNING, since="0.1", fields=("pattern",))
def matches_no_file(context: Context) -> Iterator[Problem]:
    """The plan names files that do not exist.

    ## What it checks
    Every glob under `schedules` matches a file and every path under `against` exists.

    ## Why it matters
    A schedule that is not found is not checked; conflicts with a season that is not found are not seen.

    ## Example
    `against: [hfcc/A26allx2.zip]` before the file is downloaded.

    ## How to fix
    Correct the path (it counts from the plan file's folder), or put the file there.

    ## Source
    Format version 1 of plan files (docs/file-format.md).
    """
    for key, pattern in context.unmatched_patterns.items():
        place = context.plan.places.get(key, Place(context.plan.file or context.plan.root, 1, 1))
        yield Problem("PLN004", f"'{pattern}' matches no file", place, {"pattern": pattern})


@rule("PLN005", "unknown-rule", Severity.WARNING, since="0.1", fields=("code",))
def unknown_rule(context: Context) -> Iterator[Problem]:
    """The plan's settings name a rule that does not exist.

    ## What it checks
    Codes under `rules` begin the code of at least one rule.

    ## Why it matters
    The rule that was to be switched off is still on.

    ## Example
    `ignore: [FREQ001]`

    ## How to fix
    Take a code from `bcastplan rule`.

    ## Source
    Format version 1 of plan files (docs/file-format.md).
    """
    known = list(all_rules())
    for code, path in sorted(_codes(context.plan.rules).items()):
        if not any(name.startswith(code) for name in known):
            place = context.plan.places.get(path, Place(context.plan.file or "", 1, 1))
            yield Problem("PLN005", f"no rule begins with '{code}'{did_you_mean(code, known)}", place, {"code": code})


def _codes(settings: RuleSettings) -> dict[str, str]:
    """Every code of the settings -> where it is written; those for the whole plan win over those for some files."""
    groups = {**{f"rules.files.{name}": below for name, below in settings.files.items()}, "rules": settings}
    places: dict[str, str] = {}
    for path, group in groups.items():
        places |= {code: f"{path}.ignore.{number}" for number, code in enumerate(group.ignore)}
        places |= {code: f"{path}.severity.{code}" for code in group.severity}
    return places


@reading_rule("PLN006", "rates-without-currency", Severity.WARNING, since="0.1")
def rates_without_currency() -> None:
    """Prices have no currency.

    ## What it checks
    `rates` with items names a `currency`.

    ## Why it matters
    A reviewer cannot tell what the cost column is in.

    ## Example
    `rates: {items: [{per_hour: 55}]}`

    ## How to fix
    Add `currency: USD`, or the one that is meant.

    ## Source
    Format version 1 of plan files (docs/file-format.md).
    """


@reading_rule("PLN007", "reference-incomplete", Severity.WARNING, since="0.1", fields=("faults",))
def reference_incomplete() -> None:
    """A reference schedule could be read in part only, or holds nothing.

    ## What it checks
    Every row of what the plan is compared with (`--against`, or `against` in the plan) could be read. Where none could,
    the severity is error.

    ## Why it matters
    A row that was not read is in no conflict: a plan compared with half a season looks better than it is.

    ## Example
    `bcastplan conflicts voa.yaml --against A26all00.TXT`, whose columns are shifted by one.

    ## How to fix
    `bcastplan check` with the reference as the file to check lists what is wrong in it; fetch it again, or correct it.

    ## Source
    The program's own rule.
    """


@rule("PLN008", "jammer-without-effect", Severity.WARNING, since="0.1", fields=("jammer", "pattern"))
def jammer_without_effect(context: Context) -> Iterator[Problem]:
    """A jammer of the plan jams nothing.

    ## What it checks
    Every id or glob under `follows` of a jammer matches the id or the service of a transmission of the plan, a jammer
    has frequencies or something to follow, its `until` is not before its `from`, and it is one of the first 200. Where
    only some files of the plan are checked, nothing is said of what it follows.

    ## Why it matters
    A jammer that follows nobody is in no prediction, and the plan looks better than it is.

    ## Example
    `follows: ["voa-*"]` while the ids begin with `VOA-`.

    ## How to fix
    Correct the glob, the frequencies or the dates, or remove the jammer.

    ## Source
    Format version 1 of plan files (docs/file-format.md).
    """
    if not context.plan.jammers:
        return
    # A jammer follows what is on the air; unused transmissions are not.
    names = {name for part in context.transmissions for name in (part.id, part.service) if name and part.counts}
    for number, jammer in enumerate(context.plan.jammers):
        place = jammer.place or Place(context.plan.file or context.plan.root, 1, 1)
        if number == MOST_JAMMERS:
            message = f"this jammer and those behind it do not count: a plan has at most {MOST_JAMMERS}"
            yield Problem("PLN008", message, place, {"jammer": jammer.name})
            return
        if not jammer.frequencies and not jammer.follows:
            message = f"the jammer {jammer.name} has neither frequencies nor anything to follow"
            yield Problem("PLN008", message, place, {"jammer": jammer.name})
        if jammer.valid_from and jammer.valid_until and jammer.valid_until < jammer.valid_from:
            message = f"the jammer {jammer.name} is on no date: it ends before it begins"
            yield Problem("PLN008", message, place, {"jammer": jammer.name})
        for at, pattern in enumerate(jammer.follows if context.whole else ()):
            if not any(fnmatchcase(name, pattern) for name in names):
                where = context.plan.places.get(f"jammers.{number}.follows.{at}", place)
                message = f"no id and no service matches '{pattern}', which the jammer {jammer.name} is to follow"
                hint = did_you_mean(pattern, sorted(names))
                yield Problem("PLN008", message + hint, where, {"jammer": jammer.name, "pattern": pattern})


@rule("PLN009", "alias-of-nobody", Severity.WARNING, since="0.1", fields=("alias",))
def alias_of_nobody(context: Context) -> Iterator[Problem]:
    """An alias belongs to a broadcaster, manager or service that the plan does not have.

    ## What it checks
    Every key under `codes.aliases` is the broadcaster, the manager or the service of a transmission of the plan. Where
    only some files of the plan are checked, nothing is said.

    ## Why it matters
    The rows that were to be recognised in EiBi's and Aoki's lists are still taken for somebody else's.

    ## Example
    `aliases: {VAO: [Voice of America]}`

    ## How to fix
    Write the code or the service as the schedules have it.

    ## Source
    Format version 1 of plan files (docs/file-format.md).
    """
    aliases = context.plan.codes.aliases
    if not aliases or not context.whole:
        return
    names = {name for part in context.transmissions for name in (part.broadcaster, part.manager, part.service) if name}
    for key in aliases:
        if key not in names:
            place = context.plan.places.get(f"codes.aliases.{key}", Place(context.plan.file or context.plan.root, 1, 1))
            message = f"no transmission has the broadcaster, manager or service '{key}'"
            yield Problem("PLN009", message + did_you_mean(key, sorted(names)), place, {"alias": key})
