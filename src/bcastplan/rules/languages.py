"""LNG: language codes must stand in the HFCC table, and every transmission needs one."""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.model.finding import Problem, Severity
from bcastplan.model.transmission import Transmission
from bcastplan.rules.context import Context
from bcastplan.rules.facilities import lacks, missing
from bcastplan.rules.registry import rule
from bcastplan.rules.unknown import CODE_FIX, unknown_codes


@rule(
    "LNG001", "unknown-language", Severity.WARNING, since="0.1", fields=("code", "meant"), fixes=(CODE_FIX,),
)  # fmt: skip
def unknown_language(context: Context) -> Iterator[Problem]:
    """A language code is in no table.

    ## What it checks
    Every `language` is a code of the HFCC table (7,699 of them, three letters, the first one a capital) or is
    declared by the plan. The name of a language or a code in other capitals is recognised and its code suggested.

    ## Why it matters
    Coordination refuses a list with an unknown code, and hours by language count it as a language of its own.
    It reports 0 of the 3,305 requirements of season A26.

    ## Example
    `language: Korean`, where the code is `Kor`.

    ## How to fix
    Take the code that is suggested, or declare one: `codes: {languages: {Xyz: A new language}}` in `bcastplan.yaml`.

    ## Source
    HFCC reference table language.txt; the codes follow ISO 639-3.
    """
    name = context.directory.language_name
    yield from unknown_codes("LNG001", context, "language", lambda transmission: transmission.language, name)


@rule("LNG002", "missing-language", Severity.INFO, since="0.1", fields=("transmissions",))
def missing_language(context: Context) -> Iterator[Problem]:
    """A transmission does not say in which language it is.

    ## What it checks
    Every transmission has a `language`. A file in which none has one gets one finding, lists of what was heard none.

    ## Why it matters
    The language is a column of the HFCC file, tells double entries from two programmes on one channel, and hours by
    language count what has none apart. It reports 0 of the 3,305 requirements of season A26.

    ## Example
    A transmission without `language`, in a file whose `defaults` have none.

    ## How to fix
    Add `language: Kor`, once under `defaults` when it is the same for all; `Mul` stands for several, `Und` for none
    that can be told.

    ## Source
    HFCC requirement file, columns 103-112; reference table language.txt.
    """
    consequence = "double entries cannot be told from two programmes. Add language: Kor, or the one meant"

    def absent(transmission: Transmission) -> str:
        return "language" if lacks(transmission, "language", transmission.language) else ""

    yield from missing("LNG002", context, absent, lambda _: consequence)
