"""Comments that switch rules off where they stand, as written; the rules know whether their words are codes."""

from __future__ import annotations

from typing import NamedTuple


class IgnoreWord(NamedTuple):
    """One word between the brackets, with its column from 1."""

    text: str
    column: int


class IgnoreComment(NamedTuple):
    """One ``# bcastplan: ignore[CODES]``, or a comment that was probably meant as one.

    Attributes:
        line: where it stands, from 1.
        column: of its ``#``, from 1.
        target_line: the line it speaks of: its own, or the next one with a value where it stands alone.
        words: what stands between the brackets.
        fault: why it switches nothing off, empty where it is well formed.
    """

    line: int
    column: int
    target_line: int
    words: tuple[IgnoreWord, ...]
    fault: str = ""
