"""Codes that no table knows: the same words for every kind, and a suggestion only where one is plausible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from string import ascii_lowercase

from bcastplan.model.finding import Problem
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory
from bcastplan.reference.suggestions import nearest
from bcastplan.rules.context import Context
from bcastplan.rules.facilities import filed, once_per_place

Name = Callable[[str], str | None]

LONGEST_CODE = 3  # what is longer is taken for a name

MOST_SUGGESTIONS = 40
"""Distinct unknown codes of one kind that are looked up for a suggestion: a foreign file must not cost minutes."""


class Suggestions:
    """What was probably meant by unknown codes of one kind."""

    def __init__(self, directory: Directory, kinds: Iterable[str], name: Name) -> None:
        self.directory = directory
        self.kinds = tuple(kinds)
        self.name = name
        self._answers: dict[str, str] = {}

    def hint(self, word: str) -> str:
        """``, did you mean PHT (Tinang)?`` or nothing."""
        if word not in self._answers:
            code = self.code(word) if len(self._answers) < MOST_SUGGESTIONS else None
            self._answers[word] = f", did you mean {code} ({self.names[code]})?" if code is not None else ""
        return self._answers[word]

    def code(self, word: str) -> str | None:
        """The code that was probably meant."""
        folded = word.strip().casefold()
        by_code, by_name = self.folded
        if found := by_code.get(folded) or by_name.get(folded):
            return found
        if len(folded) > LONGEST_CODE:
            close = nearest(folded, by_name)
            return by_name[close] if close is not None else None
        slip = _swapped(folded, by_code) or _replaced(folded, by_code)
        return by_code[slip] if slip else None

    @cached_property
    def names(self) -> dict[str, str]:
        """Every known code with its name."""
        codes = [code for kind in self.kinds for code in self.directory.known(kind)]
        return {code: self.name(code) or code for code in codes}

    @cached_property
    def folded(self) -> tuple[dict[str, str], dict[str, str]]:
        """Codes by themselves and by their names, without case; the first of equal names."""
        by_name: dict[str, str] = {}
        for code, name in self.names.items():
            by_name.setdefault(name.casefold(), code)
        return {code.casefold(): code for code in self.names}, by_name


def _swapped(word: str, known: Mapping[str, str]) -> str:
    """The known word that differs by two neighbouring letters in the wrong order, or nothing."""
    for at in range(len(word) - 1):
        other = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if other in known:
            return other
    return ""


def _replaced(word: str, known: Mapping[str, str]) -> str:
    """The one known word that differs in one letter only, later letters first; nothing where several do."""
    for at in reversed(range(len(word))):
        others = [word[:at] + letter + word[at + 1 :] for letter in ascii_lowercase]
        found = [other for other in others if other in known]
        if len(found) == 1:
            return found[0]
        if found:
            return ""
    return ""


def unknown_codes(
    rule_code: str,
    context: Context,
    key: str,
    codes_of: Callable[[Transmission], Iterable[str]],
    name: Name,
    suggestions: Suggestions,
) -> Iterator[Problem]:
    """Every code of one key that has no name, with what was probably meant.

    Args:
        rule_code: the rule that asks.
        context: the plan.
        key: the key in the file; also what the thing is called.
        codes_of: the codes a transmission has there.
        name: the name of a code, None for an unknown one.
        suggestions: of the same kind.
    """

    def found() -> Iterator[Problem]:
        known: dict[str, bool] = {}
        for transmission in filed(context):
            for code in codes_of(transmission):
                if code not in known:
                    known[code] = name(code) is not None
                if not known[code]:
                    message = (
                        f"unknown {key} '{code}'{suggestions.hint(code) or '.'} "
                        "Codes of your own are declared under codes in bcastplan.yaml"
                    )
                    yield Problem(rule_code, message, transmission.place(key), {"code": code})

    return once_per_place(context, found())
