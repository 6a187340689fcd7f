"""Three versions of some lines made into one; where both sides changed the same lines, both stand between markers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

_MANY = 500
"""Lines from which on those that occur very often are no landmarks: comparing all of them would take hours."""


@dataclass(frozen=True, slots=True)
class Markers:
    """How a conflict is marked: the names of both sides, how many characters a marker has, and the line end."""

    ours: str = "ours"
    theirs: str = "theirs"
    size: int = 7
    newline: str = "\n"


@dataclass(slots=True)
class MergedLines:
    """Lines, each with its line end, and how many conflicts stand in them."""

    lines: list[str] = field(default_factory=list)
    conflicts: int = 0

    def add(self, other: MergedLines) -> None:
        """Put other lines behind these."""
        self.lines += other.lines
        self.conflicts += other.conflicts


def conflict(ours: Sequence[str], theirs: Sequence[str], markers: Markers) -> MergedLines:
    """Put both versions between markers; lines with which both begin or end stand outside of them."""
    head = next((at for at in range(min(len(ours), len(theirs))) if ours[at] != theirs[at]), None)
    if head is None:
        head = min(len(ours), len(theirs))
        if len(ours) == len(theirs):
            return MergedLines(list(ours))
    rest = min(len(ours), len(theirs)) - head
    # Counted in what the common head leaves, because no line may belong to both ends.
    tail = next((at for at in range(rest) if ours[-1 - at] != theirs[-1 - at]), rest)
    end = markers.newline
    middle = [
        f"{'<' * markers.size} {markers.ours}{end}",
        *_ended(ours[head : len(ours) - tail], end),
        f"{'=' * markers.size}{end}",
        *_ended(theirs[head : len(theirs) - tail], end),
        f"{'>' * markers.size} {markers.theirs}{end}",
    ]
    return MergedLines([*ours[:head], *middle, *ours[len(ours) - tail :]], 1)


def _ended(lines: Sequence[str], newline: str) -> list[str]:
    return [line if line.endswith("\n") else line + newline for line in lines]


def merged_lines(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], markers: Markers) -> MergedLines:
    """Merge lines: what one side changed is taken, what both changed alike too, and the rest is a conflict."""
    if ours == theirs or theirs == base:
        return MergedLines(list(ours))
    if ours == base:
        return MergedLines(list(theirs))
    merged = MergedLines()
    at_base = at_ours = at_theirs = 0
    for start, stop, our_start, their_start in _common(base, ours, theirs):
        merged.add(_between(base[at_base:start], ours[at_ours:our_start], theirs[at_theirs:their_start], markers))
        merged.lines += base[start:stop]
        length = stop - start
        at_base, at_ours, at_theirs = stop, our_start + length, their_start + length
    merged.add(_between(base[at_base:], ours[at_ours:], theirs[at_theirs:], markers))
    return merged


def _between(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], markers: Markers) -> MergedLines:
    """The lines between two stretches that all three have in common."""
    if list(ours) == list(theirs) or list(theirs) == list(base):
        return MergedLines(list(ours))
    if list(ours) == list(base):
        return MergedLines(list(theirs))
    return conflict(ours, theirs, markers)


def _common(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of the base that both sides have: first line, line behind the last, and where they begin in each."""
    ours_blocks = SequenceMatcher(None, base, ours, autojunk=len(ours) > _MANY).get_matching_blocks()
    theirs_blocks = SequenceMatcher(None, base, theirs, autojunk=len(theirs) > _MANY).get_matching_blocks()
    left = right = 0
    while left < len(ours_blocks) and right < len(theirs_blocks):
        a, b = ours_blocks[left], theirs_blocks[right]
        start, stop = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if start < stop:
            yield start, stop, a.b + start - a.a, b.b + start - b.a
        if a.a + a.size < b.a + b.size:
            left += 1
        else:
            right += 1
