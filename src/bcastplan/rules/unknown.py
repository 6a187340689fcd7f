"""Codes that no table knows: every kind has the same message, with a suggestion only where one is plausible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bcastplan.model.finding import Problem
from bcastplan.model.transmission import Transmission
from bcastplan.reference.suggestions import hint
from bcastplan.rules.context import Context
from bcastplan.rules.facilities import filed, once_per_place

MOST_SUGGESTIONS = 40
"""Distinct unknown codes of one kind that are looked up for a suggestion: a foreign file must not cost minutes."""


def unknown_codes(
    rule_code: str,
    context: Context,
    key: str,
    codes_of: Callable[[Transmission], Iterable[str]],
    name: Callable[[str], str | None],
) -> Iterator[Problem]:
    """Report every code of one key that has no name, with the code that was probably meant.

    Args:
        rule_code: the rule that asks.
        context: the plan.
        key: the key in the file; also what the thing is called.
        codes_of: the codes a transmission has there.
        name: the name of a code, None for an unknown one.
    """

    def found() -> Iterator[Problem]:
        known: dict[str, bool] = {}
        hints: dict[str, str] = {}
        for transmission in filed(context):
            for code in codes_of(transmission):
                if code not in known:
                    known[code] = name(code) is not None
                if not known[code]:
                    if len(hints) < MOST_SUGGESTIONS and code not in hints:
                        hints[code] = hint(context.directory, key, code)
                    message = (
                        f"unknown {key} '{code}'{hints.get(code) or '.'} "
                        "Codes of your own are declared under codes in bcastplan.yaml"
                    )
                    yield Problem(rule_code, message, transmission.place(key), {"code": code})

    return once_per_place(context, found())
