"""The code that was probably meant by an unknown one; rules and the form both ask here, so they agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache

from bcastplan.model.nearest import nearest, slip
from bcastplan.reference.directory import Directory

Name = Callable[[str], str | None]

CODE_LETTERS = 3  # of a code in the HFCC tables
LONGEST_CODE = 4  # a code with a letter too many; what is longer is taken for a name

ALIKE_NAMES = 0.75  # ratio of difflib; tables have up to 7,699 names


class Suggestions:
    """Finds the codes that were probably meant by unknown codes of one kind."""

    def __init__(self, directory: Directory, kinds: Iterable[str], name: Name) -> None:
        self.directory = directory
        self.kinds = tuple(kinds)
        self.name = name
        self._answers: dict[str, str] = {}

    def hint(self, word: str) -> str:
        """``, did you mean PHT (Tinang)?`` or nothing."""
        if word not in self._answers:
            code = self.code(word)
            self._answers[word] = f", did you mean {code} ({self.names[code]})?" if code is not None else ""
        return self._answers[word]

    def code(self, word: str) -> str | None:
        """The code that was probably meant by a mistyped code, or by a name in its place.

        Of hundreds of short codes many are alike, so that only one slip of the hand counts among them.
        """
        written = word.strip().casefold()
        by_code, by_name = self.folded
        if known := by_code.get(written) or by_name.get(written):
            return known
        if len(written) <= LONGEST_CODE and (meant := slip(written, by_code)) is not None:
            return by_code[meant]
        name = nearest(written, by_name, least_likeness=ALIKE_NAMES) if len(written) > CODE_LETTERS else None
        return by_name[name] if name is not None else None

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


class _Languages(Suggestions):
    """Also separates language codes that are written without a comma, as in HFCC's column."""

    def hint(self, word: str) -> str:
        """A list of codes for ``KorEng``."""
        parts = [word[at : at + CODE_LETTERS] for at in range(0, len(word), CODE_LETTERS)]
        if len(parts) > 1 and all(map(self.name, parts)):
            return f", did you mean [{', '.join(parts)}]?"
        return super().hint(word)


@lru_cache(maxsize=64)
def suggestions_for(directory: Directory, key: str) -> Suggestions | None:
    """The suggestions for the codes of a key of transmissions; None for a key whose values are not looked up."""
    match key:
        case "site":
            return Suggestions(directory, ["sites"], directory.site_name)
        case "broadcaster":
            return Suggestions(directory, ["broadcasters"], directory.broadcaster_name)
        case "manager":
            return Suggestions(directory, ["managers", "administrations"], directory.manager_name)
        case "administration":
            return Suggestions(directory, ["administrations"], directory.administration_name)
        case "language":
            return _Languages(directory, ["languages"], directory.language_name)
    return None


def hint(directory: Directory, key: str, code: str) -> str:
    """``, did you mean PHT (Tinang)?`` for an unknown code of a key, or nothing."""
    suggestions = suggestions_for(directory, key)
    return suggestions.hint(code) if suggestions is not None else ""


def in_other_case(directory: Directory, key: str, word: str) -> str | None:
    """The known code that differs from a word in capitals and small letters only."""
    suggestions = suggestions_for(directory, key)
    return suggestions.folded[0].get(word.strip().casefold()) if suggestions is not None else None
