"""Date sets as rows of uint64 words: bit ``i`` of a row is the date ``epoch + i``, lowest bit of word 0 first."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

WORD_BITS = 64

Bits = NDArray[np.uint64]


def popcount(bits: Bits) -> NDArray[np.int64]:
    """Dates in each set: ``(..., words)`` -> ``(...,)`` int64."""
    counted: NDArray[np.int64] = np.bitwise_count(bits).sum(axis=-1, dtype=np.int64)
    return counted


def first_bit(bits: Bits) -> NDArray[np.int64]:
    """Number of the lowest bit of each set, -1 where it is empty: ``(..., words)`` -> ``(...,)`` int64."""
    word, index, empty = _outer_word(bits)
    with np.errstate(over="ignore"):  # an empty set wraps round, and is replaced below
        # All bits below the lowest set one: their count is its number.
        below = ~word & (word - np.uint64(1))
    bit: NDArray[np.int64] = np.where(empty, -1, index * WORD_BITS + np.bitwise_count(below).astype(np.int64))
    return bit


def last_bit(bits: Bits) -> NDArray[np.int64]:
    """Number of the highest bit of each set, -1 where it is empty: ``(..., words)`` -> ``(...,)`` int64."""
    word, index, empty = _outer_word(bits[..., ::-1])
    # Every bit below the highest one is filled up; the count is then its number plus one.
    for step in (1, 2, 4, 8, 16, 32):
        word = word | (word >> np.uint64(step))
    highest = np.bitwise_count(word).astype(np.int64) - 1
    bit: NDArray[np.int64] = np.where(empty, -1, (bits.shape[-1] - 1 - index) * WORD_BITS + highest)
    return bit


def _outer_word(bits: Bits) -> tuple[Bits, NDArray[np.int64], NDArray[np.bool_]]:
    """The first word of each set that is not zero, its index, and where there is none."""
    used = bits != 0
    index = used.argmax(axis=-1).astype(np.int64)
    word: Bits = np.take_along_axis(bits, index[..., None], axis=-1)[..., 0]
    return word, index, ~used.any(axis=-1)


def range_mask(first: int, last: int, words: int) -> Bits:
    """The bits ``first..last``, both included and cut to the words there are: ``(words,)``."""
    return from_ints([span(first, min(last, words * WORD_BITS - 1))], words).reshape(words)


def span(first: int, last: int) -> int:
    """The bits ``first..last`` as a Python integer; a negative ``first`` counts as 0, none when they cross."""
    first = max(first, 0)
    return ((1 << (last - first + 1)) - 1) << first if last >= first else 0


def shifted(bits: Bits, days: int) -> Bits:
    """The same sets ``days`` later (earlier when negative); bits pushed over either end are lost."""
    words = bits.shape[-1]
    word_step, bit_step = divmod(abs(days), WORD_BITS)
    moved = np.zeros_like(bits)
    if word_step >= words:
        return moved
    kept = words - word_step
    # What leaves a word at one end enters its neighbour at the other.
    carry = np.uint64(WORD_BITS - bit_step)
    if days >= 0:
        moved[..., word_step:] = bits[..., :kept] << np.uint64(bit_step)
        if bit_step:
            moved[..., word_step + 1 :] |= bits[..., : kept - 1] >> carry
    else:
        moved[..., :kept] = bits[..., word_step:] >> np.uint64(bit_step)
        if bit_step:
            moved[..., : kept - 1] |= bits[..., word_step + 1 :] << carry
    return moved


def from_ints(values: Iterable[int], words: int) -> Bits:
    """Pack Python integers below ``2 ** (64 * words)`` into a matrix ``(n, words)``."""
    size = words * WORD_BITS // 8
    packed = b"".join([value.to_bytes(size, "little") for value in values])
    # The buffer is read-only and little-endian; the copy can be written to and has the order of the machine.
    bits: Bits = np.frombuffer(packed, dtype="<u8").astype(np.uint64).reshape(-1, words)
    return bits


def to_int(bits: Bits) -> int:
    """One set ``(words,)`` as a Python integer."""
    return int.from_bytes(np.ascontiguousarray(bits, dtype="<u8").tobytes(), "little")


def positions(bits: Bits) -> NDArray[np.int64]:
    """Numbers of the bits of one set ``(words,)``, rising."""
    octets = np.ascontiguousarray(bits, dtype="<u8").view(np.uint8)
    return np.flatnonzero(np.unpackbits(octets, bitorder="little")).astype(np.int64)
