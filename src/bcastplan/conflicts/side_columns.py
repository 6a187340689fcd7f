"""Sides in columns: equal codes have equal numbers, so that one array operation compares thousands of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, lru_cache
from itertools import count
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.table import in_place
from bcastplan.conflicts.kinds import raster_steps_hz
from bcastplan.conflicts.overlap import Index
from bcastplan.conflicts.sides import RowSide
from bcastplan.reference import language_as_whole

POINT_WORDS = 15
"""uint64 words of a set over the 911 test points."""
MISSING = -1
"""Number of a code that is not given."""


def _fresh_codes() -> defaultdict[str | None, int]:
    return defaultdict(count().__next__, {None: MISSING})


@dataclass(slots=True)
class Codebook:
    """Numbers given to codes and target sets so far; it only grows, so that numbers stay valid after an edit."""

    codes: defaultdict[str | None, int] = field(default_factory=_fresh_codes)
    files: dict[str, int] = field(default_factory=dict)
    targets: dict[int, int] = field(default_factory=dict)
    known: dict[frozenset[str], int] = field(default_factory=dict)
    stations: dict[str, int] = field(default_factory=dict)
    _points: NDArray[np.uint64] = field(default_factory=lambda: np.zeros((POINT_WORDS, 0), dtype=np.uint64))
    _named: NDArray[np.bool_] = field(default_factory=lambda: np.zeros((0, 1), dtype=np.bool_))

    def numbers(self, codes: Sequence[str | None]) -> NDArray[np.int32]:
        """One number for each code, MISSING for None."""
        return np.fromiter(map(self.codes.__getitem__, codes), dtype=np.int32, count=len(codes))

    def file_numbers(self, files: Sequence[str]) -> NDArray[np.int32]:
        """One number for each file, by first appearance."""
        for name in dict.fromkeys(files):
            self.files.setdefault(name, len(self.files))
        return np.fromiter(map(self.files.__getitem__, files), dtype=np.int32, count=len(files))

    def target_numbers(self, sets: Sequence[int | None]) -> NDArray[np.int32]:
        """The column of ``target_points`` for each set, MISSING for None and the empty set."""
        # By identity first: hashing a set of 911 bits for every row costs more than all other columns.
        keys = list(map(id, sets))
        numbers = dict(zip(keys, sets, strict=True))
        for key, points in numbers.items():
            numbers[key] = self.targets.setdefault(points, len(self.targets)) if points else MISSING
        return np.fromiter(map(numbers.__getitem__, keys), dtype=np.int32, count=len(sets))

    def target_points(self) -> NDArray[np.uint64]:
        """(15, sets) words of the sets met so far."""
        if self._points.shape[1] != len(self.targets):
            self._points = self._packed_points()
        return self._points

    def _packed_points(self) -> NDArray[np.uint64]:
        packed = b"".join([points.to_bytes(POINT_WORDS * 8, "little") for points in self.targets])
        # One row for each word: ``shared_points`` takes the same word of thousands of sets, which should lie together.
        by_set = np.frombuffer(packed, dtype="<u8").astype(np.uint64).reshape(-1, POINT_WORDS)
        return np.ascontiguousarray(by_set.T)

    def known_numbers(self, forms: Sequence[frozenset[str]]) -> NDArray[np.int32]:
        """One number for each set of names."""
        known = self.known
        return np.fromiter((known.setdefault(some, len(known)) for some in forms), dtype=np.int32, count=len(forms))

    def station_numbers(self, names: Sequence[str | None]) -> NDArray[np.int32]:
        """One number for each name of a station, MISSING for None."""
        known = self.stations
        numbers = (MISSING if name is None else known.setdefault(name, len(known)) for name in names)
        return np.fromiter(numbers, dtype=np.int32, count=len(names))

    def named(self) -> NDArray[np.bool_]:
        """(sets, stations + 1) whether a station is among the names of a set; the last column stands for no name."""
        if self._named.shape != (len(self.known), len(self.stations) + 1):
            named = np.zeros((len(self.known), len(self.stations) + 1), dtype=np.bool_)
            for forms, number in self.known.items():
                named[number, [self.stations[form] for form in forms if form in self.stations]] = True
            self._named = named
        return self._named

    def file_ranks(self) -> NDArray[np.int32]:
        """Place of each numbered file in the order of names."""
        ranks = np.empty(len(self.files), dtype=np.int32)
        ranks[[self.files[name] for name in sorted(self.files)]] = np.arange(len(self.files))
        return ranks


@dataclass(frozen=True, slots=True, eq=False)
class SideArrays:
    """The sides in columns, shapes ``(n,)`` unless said otherwise.

    ``order`` ranks the rows by frequency, file and line. ``target_set`` is a column of ``target_points``
    (15, sets) or MISSING.
    """

    is_reference: NDArray[np.bool_]
    drm: NDArray[np.bool_]
    manager: NDArray[np.int32]
    broadcaster: NDArray[np.int32]
    service: NDArray[np.int32]
    site: NDArray[np.int32]
    language: NDArray[np.int32]
    sync: NDArray[np.int32]
    days: NDArray[np.uint8]
    step_hz: NDArray[np.int64]
    file: NDArray[np.int32]
    line: NDArray[np.int64]
    known: NDArray[np.int32]
    station: NDArray[np.int32]
    target_set: NDArray[np.int32]
    target_points: NDArray[np.uint64]
    order: NDArray[np.int64]
    book: Codebook

    def own(self, a: Index, b: Index) -> NDArray[np.bool_]:
        """Whether two rows are one organisation's: by manager, else by broadcaster, else by service.

        Between a reference row and a row of ours, a name by which lists know the organisation counts too.
        """
        own: NDArray[np.bool_] = (self.service[a] == self.service[b]) & (self.service[a] != MISSING)
        # The manager comes last: where both sides have one, it overrules broadcaster and service.
        for column in (self.broadcaster, self.manager):
            left, right = column[a], column[b]
            own = np.where((left == MISSING) | (right == MISSING), own, left == right)
        own |= (self.is_reference[a] != self.is_reference[b]) & self.same_station(a, b)
        return own

    def same_station(self, a: Index, b: Index) -> NDArray[np.bool_]:
        """Whether one of two rows bears only a name, and the other is known by it."""
        named = self.book.named()
        same: NDArray[np.bool_] = named[self.known[a], self.station[b]] | named[self.known[b], self.station[a]]
        return same

    def shared_points(self, a: Index, b: Index) -> NDArray[np.int64]:
        """Test points in both targets, MISSING where a target is missing."""
        left, right = self.target_set[a], self.target_set[b]
        shared = np.full(a.size, MISSING, dtype=np.int64)
        known = np.flatnonzero((left != MISSING) & (right != MISSING))
        left, right = left[known], right[known]
        counted = np.zeros(known.size, dtype=np.int64)
        for word in self.target_points:
            counted += np.bitwise_count(word.take(left) & word.take(right))
        shared[known] = counted
        return shared

    def synchronised(self, a: Index, b: Index) -> NDArray[np.bool_]:
        """Whether two rows carry the same synchronisation word."""
        together: NDArray[np.bool_] = (self.sync[a] == self.sync[b]) & (self.sync[a] != MISSING)
        return together

    def arranged(
        self, numbers: NDArray[np.int64], added: Sequence[RowSide], frequency_hz: NDArray[np.int64]
    ) -> SideArrays:
        """The columns of some rows and of other sides, in any order.

        Args:
            numbers: (n,) the present row of each row, or the number of present rows and ``k`` for ``added[k]``.
            added: other sides.
            frequency_hz: (n,) of the rows as they are then.
        """
        new = encode(added, frequency_hz[numbers >= len(self.line)], self.book)
        columns: dict[str, Any] = {
            name: np.concatenate((getattr(self, name), getattr(new, name)))[numbers] for name in _ROW_COLUMNS
        }
        return replace(new, **columns, order=_order(frequency_hz, columns["file"], columns["line"], self.book))

    def packed(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """The codes as JSON and the columns as arrays."""
        book = self.book
        values = {
            "codes": [code for code in book.codes if code is not None],
            "files": [*book.files],
            "targets": [f"{points:x}" for points in book.targets],
            "known": [sorted(forms) for forms in book.known],
            "stations": [*book.stations],
        }
        return values, {name: getattr(self, name) for name in _ROW_COLUMNS}

    @classmethod
    def unpacked(cls, values: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> SideArrays:
        """The columns that ``packed`` took apart; they have no ``order`` until they are ``arranged``."""
        book = Codebook()
        book.numbers(values["codes"])
        book.file_numbers(values["files"])
        book.targets.update((int(points, 16), number) for number, points in enumerate(values["targets"]))
        book.known.update((frozenset(forms), number) for number, forms in enumerate(values["known"]))
        book.stations.update((name, number) for number, name in enumerate(values["stations"]))
        columns: dict[str, Any] = {name: arrays[name] for name in _ROW_COLUMNS}
        return cls(**columns, target_points=book.target_points(), order=np.zeros(0, dtype=np.int64), book=book)

    def spliced(
        self,
        splices: Iterable[tuple[int, int, Sequence[RowSide]]],
        frequency_hz: NDArray[np.int64],
        lines: Sequence[int] | None = None,
    ) -> SideArrays:
        """The columns with other sides in place of some rows.

        Args:
            splices: first row, the row behind the last, and the sides in their place; in the order of the rows.
            frequency_hz: (n,) of all rows as they are then.
            lines: (n,) the line of every row then; None where only the new sides stand on lines of their own.
        """
        numbers: list[tuple[int, int, range]] = []
        new: list[RowSide] = []
        for first, stop, sides in splices:
            # New sides are numbered behind the present ones, so that one choice of rows puts old and new in order.
            at = len(self.line) + len(new)
            numbers.append((first, stop, range(at, at + len(sides))))
            new += sides
        rows = np.array(in_place(range(len(self.line)), numbers), dtype=np.intp)
        # With the same codebook equal codes keep their numbers, so that old and new columns fit together.
        added = encode(new, frequency_hz[rows >= len(self.line)], self.book)
        columns: dict[str, Any] = {
            name: np.concatenate((getattr(self, name), getattr(added, name)))[rows] for name in _ROW_COLUMNS
        }
        if lines is not None:
            columns["line"] = np.array(lines, dtype=np.int64)
        order = _order(frequency_hz, columns["file"], columns["line"], self.book)
        return replace(added, **columns, order=order)


_ROW_COLUMNS = tuple(
    column.name for column in fields(SideArrays) if column.name not in ("target_points", "order", "book")
)


class EncodedSides(Sequence[RowSide]):
    """Sides whose columns are known; each is made when somebody asks for it."""

    def __init__(
        self, arrays: SideArrays, find_ids: Callable[[], Sequence[str | None]], make: Callable[[int], RowSide]
    ) -> None:
        """Take columns (n,), what finds the id of each row, and what makes the side of a row."""
        self.arrays = arrays
        self._find_ids = find_ids
        self._make = make
        self._present: dict[int, RowSide] = {}

    @cached_property
    def ids(self) -> Sequence[str | None]:
        """The id of each row."""
        return self._find_ids()

    def __len__(self) -> int:
        return len(self.arrays.line)

    @overload
    def __getitem__(self, index: int) -> RowSide: ...
    @overload
    def __getitem__(self, index: slice) -> list[RowSide]: ...
    def __getitem__(self, index: int | slice) -> RowSide | list[RowSide]:
        if isinstance(index, slice):
            return [self[row] for row in range(len(self))[index]]
        known = self._present.get(index)
        if known is None:
            known = self._present[index] = self._make(index)
        return known


def ids_of(sides: Sequence[RowSide]) -> Sequence[str | None]:
    """The id of each side."""
    return sides.ids if isinstance(sides, EncodedSides) else [side.id for side in sides]


def rows_at(sides: Sequence[RowSide], sites: Collection[str]) -> Iterable[int]:
    """The rows from some sites, rising; those of reference schedules are none of them."""
    if isinstance(sides, EncodedSides):
        arrays = sides.arrays
        numbers = [arrays.book.codes[site] for site in sites if site in arrays.book.codes]
        yield from np.flatnonzero(np.isin(arrays.site, numbers) & ~arrays.is_reference).tolist()
        return
    for row, side in enumerate(sides):
        if side.site in sites and not side.is_reference:
            yield row


def encode(sides: Sequence[RowSide], frequency_hz: NDArray[np.int64], book: Codebook | None = None) -> SideArrays:
    """Put sides into columns; ``frequency_hz`` (n,) comes from the airtime table of the same rows."""
    if isinstance(sides, EncodedSides):
        return sides.arrays
    book = book or Codebook()
    file = book.file_numbers([side.file for side in sides])
    line = np.array([side.line for side in sides], dtype=np.int64)
    return SideArrays(
        is_reference=_octets([side.is_reference for side in sides]).view(np.bool_),
        drm=_octets([side.drm for side in sides]).view(np.bool_),
        manager=book.numbers([side.manager for side in sides]),
        broadcaster=book.numbers([side.broadcaster for side in sides]),
        service=book.numbers([side.service or None for side in sides]),
        site=book.numbers([side.site for side in sides]),
        language=book.numbers([_one_code_each(side.language) for side in sides]),
        sync=book.numbers([side.sync for side in sides]),
        days=_octets([side.days for side in sides]),
        step_hz=raster_steps_hz(frequency_hz, _octets([side.region or 0 for side in sides])),
        file=file,
        line=line,
        known=book.known_numbers([side.known_as for side in sides]),
        station=book.station_numbers([side.station for side in sides]),
        target_set=book.target_numbers([side.target_bits for side in sides]),
        target_points=book.target_points(),
        order=_order(frequency_hz, file, line, book),
        book=book,
    )


@lru_cache(maxsize=4096)
def _one_code_each(languages: str | None) -> str | None:
    """Languages in one order and each under one code, whichever of its codes a list gives it."""
    if languages is None:
        return None
    return ",".join(sorted({language_as_whole(code) for code in languages.split(",")}))


def _octets(values: Sequence[int]) -> NDArray[np.uint8]:
    return np.frombuffer(bytes(values), dtype=np.uint8)


def _order(
    frequency_hz: NDArray[np.int64], file: NDArray[np.int32], line: NDArray[np.int64], book: Codebook
) -> NDArray[np.int64]:
    order = np.empty(line.size, dtype=np.int64)
    order[np.lexsort((line, book.file_ranks()[file], frequency_hz))] = np.arange(line.size)
    return order
