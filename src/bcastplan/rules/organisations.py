"""COD: who broadcasts, who manages the frequency and which administration answers for it."""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.model.finding import Problem, Severity
from bcastplan.rules.context import Context
from bcastplan.rules.registry import rule
from bcastplan.rules.unknown import CODE_FIX, unknown_codes


@rule(
    "COD001", "unknown-broadcaster", Severity.WARNING, since="0.1", fields=("code", "meant"), fixes=(CODE_FIX,),
)  # fmt: skip
def unknown_broadcaster(context: Context) -> Iterator[Problem]:
    """A broadcaster code is in no table.

    ## What it checks
    Every `broadcaster` is a code of the HFCC table or is declared by the plan.

    ## Why it matters
    Where the manager is missing, equal broadcasters decide whether a conflict is our own or is to be coordinated with
    others; with a misspelt code, two of our own transmissions count as those of strangers.
    It reports 0 of the 3,305 requirements of season A26.

    ## Example
    `broadcaster: VAO`

    ## How to fix
    Take the code that is suggested, or declare it: `codes: {broadcasters: {NKR: North Korea Reform Radio}}` in
    `bcastplan.yaml`. Broadcasters outside HFCC have no code there.

    ## Source
    HFCC reference table broadcas.txt.
    """
    name = context.directory.broadcaster_name
    yield from unknown_codes(
        "COD001",
        context,
        "broadcaster",
        lambda transmission: (transmission.broadcaster,) if transmission.broadcaster else (),
        name,
    )


@rule(
    "COD002", "unknown-manager", Severity.WARNING, since="0.1", fields=("code", "meant"), fixes=(CODE_FIX,),
)  # fmt: skip
def unknown_manager(context: Context) -> Iterator[Problem]:
    """A frequency manager's code is in no table.

    ## What it checks
    Every `manager` is a frequency-management organisation of the HFCC table, an administration (which manages its
    own where the column is blank), or is declared by the plan.

    ## Why it matters
    Equal managers make a conflict our own; a misspelt code moves it to the list for coordination.
    It reports 0 of the 3,305 requirements of season A26.

    ## Example
    `manager: AMG`, where the organisation is `AGM`.

    ## How to fix
    Take the code that is suggested, or declare it: `codes: {managers: {XYZ: Our organisation}}` in `bcastplan.yaml`.

    ## Source
    HFCC reference tables fmorg.txt and admin.txt.
    """
    # An administration that manages its own frequencies stands there under its own code.
    name = context.directory.manager_name
    yield from unknown_codes(
        "COD002", context, "manager", lambda transmission: (transmission.manager,) if transmission.manager else (), name
    )


@rule(
    "COD003", "unknown-administration", Severity.WARNING, since="0.1", fields=("code", "meant"), fixes=(CODE_FIX,),
)  # fmt: skip
def unknown_administration(context: Context) -> Iterator[Problem]:
    """An administration code is in no table.

    ## What it checks
    Every `administration` is an ITU code of the HFCC table or is declared by the plan.

    ## Why it matters
    The administration answers for the transmission at the ITU; a list with an unknown one is not accepted.
    It reports 0 of the 3,305 requirements of season A26.

    ## Example
    `administration: PHI`, where the Philippines are `PHL`.

    ## How to fix
    Take the code that is suggested; it is the country of the site, not of the broadcaster.

    ## Source
    HFCC reference table admin.txt; ITU table of administration symbols.
    """
    name = context.directory.administration_name
    yield from unknown_codes(
        "COD003",
        context,
        "administration",
        lambda transmission: (transmission.administration,) if transmission.administration else (),
        name,
    )
