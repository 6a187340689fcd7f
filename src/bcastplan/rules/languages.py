"""LNG: languages as the HFCC table spells them."""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.model.finding import Problem, Severity
from bcastplan.rules.context import Context
from bcastplan.rules.registry import rule
from bcastplan.rules.unknown import Suggestions, unknown_codes


@rule("LNG001", "unknown-language", Severity.WARNING, since="0.1", fields=("code",))
def unknown_language(context: Context) -> Iterator[Problem]:
    """A language code is in no table.

    ## What it checks
    Every `language` is a code of the HFCC table (7,702 of them, three letters, the first one a capital) or is
    declared by the plan. The name of a language or a code in other capitals is recognised and its code suggested.

    ## Why it matters
    A list filed with an unknown code comes back from coordination, and hours by language count it apart.
    It speaks of 0 of the 3,305 requirements of season A26.

    ## Example
    `language: Korean`, where the code is `Kor`.

    ## How to fix
    Take the code that is suggested, or declare one: `codes: {languages: {Xyz: A new language}}` in `bcastplan.yaml`.

    ## Source
    HFCC reference table language.txt; the codes follow ISO 639-3.
    """
    name = context.directory.language_name
    suggestions = Suggestions(context.directory, ["languages"], name)
    yield from unknown_codes("LNG001", context, "language", lambda one: one.language, name, suggestions)
