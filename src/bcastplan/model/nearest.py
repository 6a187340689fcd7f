"""Suggestions (did you mean?): the choice that was probably meant, or none; every message takes them from here."""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST_BEGINNING = 3  # letters; a shorter abbreviation suggests nothing
LEAST_LIKENESS = 0.6  # difflib's own threshold
LONGEST_WORD = 100  # letters; comparing takes as many steps as the product of both lengths

_DOUBLED, _SWAPPED, _TOO_MANY, _TOO_FEW, _REPLACED = range(5)
"""Slips of the hand, the likeliest first."""


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """``, did you mean X?`` where one of the choices was probably meant, else nothing."""
    meant = nearest(word, choices)
    return f", did you mean {meant}?" if meant is not None else ""


def nearest(word: str, choices: Iterable[str], *, least_likeness: float = LEAST_LIKENESS) -> str | None:
    """The choice that was probably meant, whatever its case; None where nothing comes near.

    A slip of one letter comes first, then a choice that begins so, then the one most alike. Of equal ones the first
    in sorted order is taken, so that a message is the same on every run. ``least_likeness`` is the least ratio of
    difflib, 0 to 1; among thousands of choices a word is like many, and more is needed.
    """
    if len(word) > LONGEST_WORD:
        return None
    folded: dict[str, str] = {}
    for choice in sorted(choices):
        folded.setdefault(choice.casefold(), choice)
    written = word.strip().casefold()
    meant = written if written in folded else slip(written, folded)
    if meant is None and len(written) >= SHORTEST_BEGINNING:
        beginning = [choice for choice in folded if choice.startswith(written)]
        meant = beginning[0] if len(beginning) == 1 else None
    meant = meant or _most_alike(written, folded, least_likeness)
    return folded[meant] if meant is not None else None


def one_slip_away(word: str, choices: Iterable[str]) -> str | None:
    """The choice that is the word in other capitals, or that one slip of the hand turns into it."""
    folded = {choice.casefold(): choice for choice in choices}
    written = word.strip().casefold()
    meant = written if written in folded else slip(written, folded)
    return folded[meant] if meant is not None else None


def slip(written: str, choices: Iterable[str]) -> str | None:
    """The choice that one slip of the hand turns into ``written``; None without one, or where several are as likely.

    Later letters are likelier to be wrong than earlier ones.
    """
    best: tuple[int, int] | None = None
    meant: list[str] = []
    for choice in choices:
        rank = _slip_between(choice, written)
        if rank is None or (best is not None and rank > best):
            continue
        meant = [*meant, choice] if rank == best else [choice]
        best = rank
    return meant[0] if len(meant) == 1 else None


def _slip_between(meant: str, written: str) -> tuple[int, int] | None:
    """The kind of the slip and how far from the end it happened; None where it takes more than one."""
    longer = len(written) - len(meant)
    if not -1 <= longer <= 1 or len(written) < 2 or meant == written:
        return None
    # The first letter that differs; what follows it tells the kind of the slip.
    at = next(
        (at for at, (a, b) in enumerate(zip(meant, written, strict=False)) if a != b), min(map(len, (meant, written)))
    )
    if longer:
        long, short = (written, meant) if longer > 0 else (meant, written)
        if long[at + 1 :] != short[at:]:
            return None
        doubled = at > 0 and long[at] == long[at - 1]
        return (_DOUBLED if doubled else _TOO_MANY if longer > 0 else _TOO_FEW), -at
    if meant[at + 1 :] == written[at + 1 :]:
        return _REPLACED, -at
    swapped = meant[at : at + 2] == written[at : at + 2][::-1] and meant[at + 2 :] == written[at + 2 :]
    return (_SWAPPED, -at) if swapped else None


def _most_alike(written: str, choices: Iterable[str], least_likeness: float) -> str | None:
    # Imported here, because most files have no word to correct.
    from difflib import SequenceMatcher

    # difflib keeps what it finds out about b, so that the word is b and the choices take turns as a.
    matcher = SequenceMatcher(b=written)
    best, best_ratio = None, 0.0
    for choice in choices:
        matcher.set_seq1(choice)
        least = max(best_ratio, least_likeness)
        # Both are upper bounds of the ratio and much cheaper, so that most choices are done with here.
        if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
            continue
        ratio = matcher.ratio()
        if ratio >= least_likeness and ratio > best_ratio:
            best, best_ratio = choice, ratio
    return best
