"""Many sets of dates, of which equal ones are held once, each as wide as its own dates need.

A folder of many seasons has hundreds of thousands of sets, few of them different, and each reaches over one season.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.bits import WORD_BITS, Bits, first_bit, last_bit, popcount, to_int


class DateSets:
    """``n`` sets of dates over ``words`` words of 64 dates; never changed in place.

    Indexed by numbers of sets, as an array ``(n, words)`` would be, it gives them as ``Bits``: ``sets[3]``,
    ``sets[rows]``, ``sets[rows, word]``, and ``sets[:]`` for all of them in full width.
    """

    def __init__(self, words: int, numbers: NDArray[np.int32], packed: Bits, base: NDArray[np.int64]) -> None:
        """Take sets that are packed already.

        Args:
            words: width of every set when it is asked for.
            numbers: (n,) the row of ``packed`` that holds each set.
            packed: (k, width) the different sets, each from its own first word on.
            base: (k,) the word of the full width at which each begins.
        """
        self.words = words
        self.numbers = numbers
        self._packed = packed
        self._base = base

    PARTS = ("numbers", "sets", "base")

    def packed(self) -> dict[str, NDArray[Any]]:
        """The arrays that the sets are made of, in the order in which they are taken."""
        return dict(zip(self.PARTS, (self.numbers, self._packed, self._base), strict=True))

    @classmethod
    def of_ints(cls, values: Iterable[int], words: int) -> DateSets:
        """The sets of some Python integers below ``2 ** (64 * words)``."""
        collector = SetCollector()
        return collector.packed(words, [collector.number(value) for value in values])[0]

    def __len__(self) -> int:
        """How many sets there are, equal ones counted as often as they occur."""
        return len(self.numbers)

    @property
    def shape(self) -> tuple[int, int]:
        """The shape that an array of the same sets would have."""
        return len(self.numbers), self.words

    @property
    def nbytes(self) -> int:
        """Memory that the sets take, in bytes."""
        return self.numbers.nbytes + self._packed.nbytes + self._base.nbytes

    def __getitem__(self, index: Any) -> Any:
        """Sets as ``Bits``; a second index chooses words."""
        if isinstance(index, tuple):
            rows, words = index
            return self._packed[self.numbers[rows], words] if self._is_full else self[rows][..., words]
        numbers = self.numbers[index]
        if self._is_full:
            return self._packed[numbers]
        sets = np.zeros((*numbers.shape, self.words), dtype=np.uint64)
        columns = self._base[numbers][..., None] + np.arange(self._packed.shape[1])
        np.put_along_axis(sets, columns, self._packed[numbers], axis=-1)
        return sets

    def __iter__(self) -> Iterator[Bits]:
        """One set after the other in full width."""
        return (self[number] for number in range(len(self)))

    @property
    def _is_full(self) -> bool:
        """Whether the different sets are packed in full width, as those of one season are."""
        return bool(self._packed.shape[1] == self.words)

    @cached_property
    def _bounds(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First and last date of each different set; those of an empty set meet no others."""
        first, last = first_bit(self._packed), last_bit(self._packed)
        start = self._base * WORD_BITS
        empty = first < 0
        return np.where(empty, self.words * WORD_BITS, first + start), np.where(empty, -1, last + start)

    def may_meet(self, left: NDArray[Any], right: NDArray[Any]) -> NDArray[np.bool_]:
        """Whether the stretches from first to last date of some sets overlap those of others."""
        first, last = self._bounds
        a, b = self.numbers[left], self.numbers[right]
        meet: NDArray[np.bool_] = (first[a] <= last[b]) & (first[b] <= last[a])
        return meet

    def counts(self, mask: Bits | None = None) -> NDArray[np.int64]:
        """(n,) dates in each set, or those of them that are in ``mask`` (words,)."""
        sets = self._packed
        if mask is not None:
            sets = sets & mask[self._base[:, None] + np.arange(sets.shape[1])]
        return popcount(sets)[self.numbers]

    def have(self, bit: int) -> NDArray[np.bool_]:
        """(n,) whether each set has a date; none has one outside its words."""
        word, shift = divmod(bit, WORD_BITS)
        column = word - self._base
        inside = (column >= 0) & (column < self._packed.shape[1])
        words = self._packed[np.arange(len(column)), np.where(inside, column, 0)]
        has: NDArray[np.bool_] = inside & (words >> np.uint64(shift) & np.uint64(1) != 0)
        return has[self.numbers]

    def ints(self) -> list[int]:
        """The sets as Python integers; equal sets are one object."""
        different = [to_int(bits) << int(base) * WORD_BITS for bits, base in zip(self._packed, self._base, strict=True)]
        return [different[number] for number in self.numbers.tolist()]

    def taken(self, index: Any) -> DateSets:
        """Some of the sets, in the order of ``index``."""
        return DateSets(self.words, self.numbers[index], self._packed, self._base)._without_unused()

    def within(self, mask: Bits) -> DateSets:
        """Those dates of each set that are in ``mask`` (words,)."""
        packed = self._packed & mask[self._base[:, None] + np.arange(self._packed.shape[1])]
        return DateSets(self.words, self.numbers, packed, self._base)

    def followed_by(self, other: DateSets) -> DateSets:
        """These sets and those of another behind them, over the same words."""
        return DateSets.joined([self, other])

    @classmethod
    def joined(cls, parts: Sequence[DateSets]) -> DateSets:
        """The sets of several lists in one, over the same words; at least one list."""
        first = parts[0]
        assert all(part.words == first.words for part in parts)
        if all(part._packed is first._packed for part in parts):  # chosen out of one list
            return cls(first.words, np.concatenate([part.numbers for part in parts]), first._packed, first._base)
        width = max(part._packed.shape[1] for part in parts)
        wide = [part._at_width(width) for part in parts]
        behind = np.cumsum([0, *(len(part._base) for part in wide)]).tolist()
        return cls(
            first.words,
            np.concatenate([part.numbers + np.int32(before) for part, before in zip(wide, behind, strict=False)]),
            np.concatenate([part._packed for part in wide]),
            np.concatenate([part._base for part in wide]),
        )

    def _at_width(self, width: int) -> DateSets:
        """The same with packed sets of another width, none below the present one."""
        more = width - self._packed.shape[1]
        if not more:
            return self
        # Near the end of the calendar a wider row has to begin earlier, so as not to reach past the last word.
        base = np.minimum(self._base, self.words - width)
        packed = np.zeros((len(base), width), dtype=np.uint64)
        columns = (self._base - base)[:, None] + np.arange(self._packed.shape[1])
        np.put_along_axis(packed, columns, self._packed, axis=1)
        return DateSets(self.words, self.numbers, packed, base)

    def _without_unused(self) -> DateSets:
        """The same without the sets that no number names, where those are most of them: edits leave some behind."""
        if len(self._base) <= 2 * len(self.numbers) + WORD_BITS:
            return self
        used, numbers = np.unique(self.numbers, return_inverse=True)
        return DateSets(self.words, numbers.astype(np.int32), self._packed[used], self._base[used])


class SetCollector:
    """Gives equal sets of dates the same number, while they come one by one."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, int], int] = {}
        self._widest = 1

    def number(self, dates: int) -> int:
        """The number of a set, given as a Python integer."""
        base = ((dates & -dates).bit_length() - 1) // WORD_BITS if dates else 0
        own = dates >> base * WORD_BITS
        number = self._numbers.setdefault((base, own), len(self._numbers))
        if number == len(self._numbers) - 1:
            self._widest = max(self._widest, -(-own.bit_length() // WORD_BITS))
        return number

    def packed(self, words: int, *columns: Sequence[int]) -> list[DateSets]:
        """The sets of some columns of numbers, in their order, over ``words`` words."""
        width = min(self._widest, words)
        base = np.fromiter((base for base, _ in self._numbers), dtype=np.int64, count=len(self._numbers))
        lowered = np.minimum(base, words - width)  # so that no packed set reaches over the end
        size = width * WORD_BITS // 8
        data = b"".join(
            (own << (at - low) * WORD_BITS).to_bytes(size, "little")
            for (at, own), low in zip(self._numbers, lowered.tolist(), strict=True)
        )
        packed = np.frombuffer(data, dtype="<u8").astype(np.uint64).reshape(-1, width)
        return [DateSets(words, np.array(numbers, dtype=np.int32), packed, lowered) for numbers in columns]
