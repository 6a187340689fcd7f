"""Codes that no table knows: every kind has the same message, with a suggestion only where one is plausible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bcastplan.model.finding import DataValue, Problem
from bcastplan.model.transmission import Transmission
from bcastplan.reference.suggestions import hint, in_other_case
from bcastplan.rules.context import Context
from bcastplan.rules.facilities import filed, once_per_place
from bcastplan.rules.rule_fixes import Fix, write_code

CODE_FIX = Fix("writes the code as the tables do, where only capitals and small letters differ.", write_code)
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

    def problems() -> Iterator[Problem]:
        known: dict[str, bool] = {}
        hints: dict[str, str] = {}
        for transmission in filed(context):
            for code in codes_of(transmission):
                if code not in known:
                    known[code] = name(code) is not None
                if not known[code]:
                    # Looking for similar codes is slow, so that of very many unknown ones only the first get a
                    # suggestion.
                    if len(hints) < MOST_SUGGESTIONS and code not in hints:
                        hints[code] = hint(context.directory, key, code)
                    message = (
                        f"unknown {key} '{code}'{hints.get(code) or '.'} "
                        "Codes of your own are declared under codes in bcastplan.yaml"
                    )
                    data: dict[str, DataValue] = {"code": code}
                    if meant := in_other_case(context.directory, key, code):
                        data["meant"] = meant
                    yield Problem(rule_code, message, transmission.place(key), data)

    return once_per_place(context, problems())
