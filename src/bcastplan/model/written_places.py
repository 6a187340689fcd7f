"""Where the keys of a transmission are written, in a tenth of the memory of a dict of tuples."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping

_KNOWN: dict[tuple[str, ...], tuple[str, ...]] = {}
"""The same keys in the same order are one tuple: a season writes most of its transmissions alike."""
_MOST_KNOWN = 4096


class KeyPlaces(Mapping[str, tuple[int, int]]):
    """Key -> line and column of its value, both from 1; like a dict that is never changed."""

    __slots__ = ("_keys", "_numbers")

    def __init__(self, places: Mapping[str, tuple[int, int]]) -> None:
        keys = tuple(places)
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        self._keys = _KNOWN.setdefault(keys, keys)
        self._numbers = array("I", [number for place in places.values() for number in place])

    def __getitem__(self, key: str) -> tuple[int, int]:
        """Line and column of a key; raises KeyError for one that is not written."""
        try:
            at = 2 * self._keys.index(key)
        except ValueError:
            raise KeyError(key) from None
        return self._numbers[at], self._numbers[at + 1]

    def __iter__(self) -> Iterator[str]:
        """The keys in the order of the file, those of the defaults first."""
        return iter(self._keys)

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self._keys)

    def __repr__(self) -> str:
        return repr(dict(self))
