"""Where the keys of a transmission are written, in a fraction of the memory of a dict of tuples."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from typing import Self, TypeAlias

Layout: TypeAlias = "tuple[tuple[str, ...], array[int]]"

_KNOWN: dict[tuple[tuple[str, ...], bytes], Layout] = {}
"""The same keys in the same places below the head are one layout: files write most of their transmissions alike."""
_MOST_KNOWN = 4096


class KeyPlaces(Mapping[str, tuple[int, int]]):
    """Key -> line and column of its value, both from 1; like a dict that is never changed."""

    __slots__ = ("_head", "_layout")

    def __init__(self, places: Mapping[str, tuple[int, int]], head: int = 1) -> None:
        """Note some places; ``head`` is the line of the transmission, above which its defaults stand."""
        keys = tuple(places)
        # Lines from the head on count from it; those above it are kept as they are, with a minus.
        numbers = array("q")
        for line, column in places.values():
            numbers.append(line - head if line >= head else -line)
            numbers.append(column)
        if len(_KNOWN) >= _MOST_KNOWN:
            # Transmissions keep the layouts they have; only later ones share none with them.
            _KNOWN.clear()
        self._head = head
        # An array cannot be hashed, its bytes can.
        self._layout = _KNOWN.setdefault((keys, numbers.tobytes()), (keys, numbers))

    def moved(self, lines: int) -> Self:
        """The same with the transmission some lines further down; what stands above it stays where it is."""
        places = type(self).__new__(type(self))
        places._head, places._layout = self._head + lines, self._layout
        return places

    def inheriting(self, inherited: Mapping[str, tuple[int, int]], lines: int, known: dict[int, Layout]) -> Self:
        """The same some lines further down, below defaults that are now written at other places.

        Args:
            inherited: key -> line and column of the defaults, which stand above the transmission.
            lines: how many lines further down.
            known: what this method has found for layouts so far, for calls with the same ``inherited``.
        """
        places = type(self).__new__(type(self))
        layout = known.get(id(self._layout))
        if layout is None:
            own = [(key, place) for key, place in self.items() if place[0] >= self._head]
            own.sort(key=lambda item: item[1])
            head = self._head + lines
            moved = {key: (line + lines, column) for key, (line, column) in own}
            layout = known[id(self._layout)] = type(self)({**inherited, **moved}, head)._layout
        places._head, places._layout = self._head + lines, layout
        return places

    def owns(self, key: str) -> bool:
        """Whether the transmission writes a key itself, instead of taking it over from defaults above it."""
        keys, numbers = self._layout
        return key in keys and numbers[2 * keys.index(key)] >= 0

    def __getitem__(self, key: str) -> tuple[int, int]:
        """Line and column of a key; raises KeyError for one that is not written."""
        keys, numbers = self._layout
        try:
            at = 2 * keys.index(key)
        except ValueError:
            raise KeyError(key) from None
        line = numbers[at]
        return (self._head + line if line >= 0 else -line), numbers[at + 1]

    def __iter__(self) -> Iterator[str]:
        """The keys in the order of the file, those of the defaults first."""
        return iter(self._layout[0])

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self._layout[0])

    def __repr__(self) -> str:
        return repr(dict(self))
