"""Did you mean: one suggestion or none, whatever the case of what was typed."""

from collections.abc import Iterable

CUTOFF = 0.6  # difflib's own threshold: for three-letter codes two letters must agree in order


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like ``word``, compared without case; None when nothing comes near.

    Of equally near candidates the first in sorted order, so that a message is the same on every run.
    """
    from difflib import SequenceMatcher

    folded: dict[str, str] = {}
    for candidate in sorted(candidates):
        folded.setdefault(candidate.casefold(), candidate)
    wanted = word.strip().casefold()
    if wanted in folded:
        return folded[wanted]
    matcher = SequenceMatcher(b=wanted)
    best, best_ratio = None, CUTOFF
    for key, candidate in folded.items():
        matcher.set_seq1(key)
        if matcher.real_quick_ratio() < best_ratio or matcher.quick_ratio() < best_ratio:
            continue
        ratio = matcher.ratio()
        if ratio > best_ratio or (best is None and ratio == best_ratio):
            best, best_ratio = candidate, ratio
    return best
