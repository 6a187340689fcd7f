"""Did you mean: one suggestion or none, whatever the case of what was typed."""

from collections.abc import Iterable

CUTOFF = 0.6  # difflib's own threshold: for three-letter codes two letters must agree in order


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like ``word``, compared without case; None when nothing comes near.

    Of equally near candidates the first in sorted order, so that a message is the same on every run.
    """
    import difflib

    folded: dict[str, str] = {}
    for candidate in sorted(candidates):
        folded.setdefault(candidate.casefold(), candidate)
    wanted = word.strip().casefold()
    if wanted in folded:
        return folded[wanted]
    matches = difflib.get_close_matches(wanted, sorted(folded), n=1, cutoff=CUTOFF)
    return folded[matches[0]] if matches else None
