"""TGT: targets are CIRAF zones and quadrants, kept as written; without test points areas cannot be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.model.finding import Problem, Severity
from bcastplan.model.transmission import Transmission
from bcastplan.reference.targets import TargetProblem, parse_target, target_items
from bcastplan.rules.context import Context, remark
from bcastplan.rules.facilities import filed, lacks, missing, once_per_place
from bcastplan.rules.registry import rule

MOST_ITEMS = 12  # ITU HFBC requirement file: zones and quadrants of one requirement
MOST_CHARACTERS = 30  # HFCC requirement file, columns 17-46


def _problems(context: Context) -> Iterator[tuple[Transmission, TargetProblem]]:
    for transmission in filed(context):
        if transmission.target is not None:
            for problem in parse_target(transmission.target).problems:
                yield transmission, problem


@rule("TGT001", "bad-target", Severity.ERROR, since="0.1", fields=("token", "suggestion"))
def bad_target(context: Context) -> Iterator[Problem]:
    """A target is not written as CIRAF zones.

    ## What it checks
    Every item of `target` is a zone from 1 to 85 (`44`), a quadrant or half of one (`44NE`, `40E`) or a range of
    whole zones (`37-39`). What can still be read with certainty, as `44ne` or `39-37`, weighs a warning.

    ## Why it matters
    An item that means nothing covers no test point: conflicts there are not seen, and nothing can be predicted.
    It reports 0 of the 3,305 requirements of season A26.

    ## Example
    `target: NE44`

    ## How to fix
    Write what is suggested, or look the zone up on the CIRAF map.

    ## Source
    ITU HFBC requirement file format, CIRAF zones; HFCC requirement file, columns 17-46.
    """

    def problems() -> Iterator[Problem]:
        for transmission, fault in _problems(context):
            # TGT002 reports it: the zone itself is right.
            if fault.kind == "undivided-zone":
                continue
            reason = f"'{fault.token}': {fault.message}" if fault.kind != "bad-token" else fault.message
            if fault.suggestion is not None and fault.kind != "spelling":
                reason += f", did you mean {fault.suggestion}?"
            problem = remark(
                "TGT001", transmission, "target", f"target {reason}", token=fault.token, suggestion=fault.suggestion
            )
            # What is misspelt still counts with what it clearly means, so that the transmission loses nothing.
            if fault.kind == "spelling":
                problem = Problem(problem.code, problem.message, problem.place, problem.data, severity=Severity.WARNING)
            yield problem

    return once_per_place(context, problems())


@rule("TGT002", "quadrant-of-undivided-zone", Severity.WARNING, since="0.1", fields=("token", "suggestion"))
def quadrant_of_undivided_zone(context: Context) -> Iterator[Problem]:
    """A target names a quadrant of a zone that has no quadrants.

    ## What it checks
    Zones 1 to 5, 17, 19 to 26, 67 and 69 to 75 stand without a quadrant. The whole zone is taken meanwhile.

    ## Why it matters
    A file with such an item is not accepted for coordination.
    It reports 0 of the 3,305 requirements of season A26.

    ## Example
    `target: 20NE`

    ## How to fix
    Name the zone alone.

    ## Source
    ITU HFBC requirement file format: zones without quadrants.
    """

    def problems() -> Iterator[Problem]:
        for transmission, fault in _problems(context):
            if fault.kind == "undivided-zone":
                message = f"target '{fault.token}': {fault.message}"
                yield remark("TGT002", transmission, "target", message, token=fault.token, suggestion=fault.suggestion)

    return once_per_place(context, problems())


@rule("TGT003", "target-too-long", Severity.WARNING, since="0.1", fields=("items", "characters"))
def target_too_long(context: Context) -> Iterator[Problem]:
    """A target is longer than a requirement can carry.

    ## What it checks
    A target has at most 12 items and 30 characters.

    ## Why it matters
    This program works with a longer target, but it cannot be filed: the column of the HFCC file ends there.
    It reports 0 of the 3,305 requirements of season A26.

    ## Example
    `target: 27,28,29,30,31,32,33,37,38,39,40,41,42`

    ## How to fix
    Write neighbouring zones as a range (`27-33,37-42`), or split the transmission in two.

    ## Source
    ITU Resolution 535 (Rev. WRC-15), annex: at most 12 CIRAF zones and quadrants in 30 characters.
    """

    def problems() -> Iterator[Problem]:
        for transmission in filed(context):
            target = transmission.target
            if target is None:
                continue
            items = len(target_items(target))
            if items > MOST_ITEMS or len(target) > MOST_CHARACTERS:
                message = (
                    f"the target has {items} items in {len(target)} characters, a requirement carries "
                    f"{MOST_ITEMS} in {MOST_CHARACTERS}: write ranges, as 37-39, or split the transmission"
                )
                yield remark("TGT003", transmission, "target", message, items=items, characters=len(target))

    return once_per_place(context, problems())


@rule("TGT004", "missing-target", Severity.INFO, since="0.1", fields=("transmissions",))
def missing_target(context: Context) -> Iterator[Problem]:
    """A transmission does not say whom it is for.

    ## What it checks
    Every transmission has a `target`. A file in which none has one gets one finding; lists of what was heard get none.

    ## Why it matters
    Without a target nothing excludes a conflict, so every pair on the channel is listed, and without `listeners` no
    coverage can be predicted either. It reports 0 of the 3,305 requirements of season A26.

    ## Example
    A transmission without `target`, in a file whose `defaults` have none.

    ## How to fix
    Add `target: 44NE`, once under `defaults` when it is the same for all.

    ## Source
    ITU Resolution 535 (Rev. WRC-15), annex: the target is a required part of a requirement.
    """
    consequence = "no area excludes a conflict and nothing can be predicted. Add target: 44NE, or the zones meant"

    def absent(transmission: Transmission) -> str:
        return "target" if lacks(transmission, "target", transmission.target) else ""

    yield from missing("TGT004", context, absent, lambda _: consequence)
