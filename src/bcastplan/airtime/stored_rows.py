"""Transmissions kept as columns of codes, made into objects one by one when somebody asks for a row.

What a check compares over all files is kept; of everything else a stored transmission says that it does not know it
(``NotStored``), so that nothing is ever taken for a default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from typing import Any, NoReturn, overload

import numpy as np
from numpy.typing import NDArray

from bcastplan.model.clock import ClockTime
from bcastplan.model.season import Window
from bcastplan.model.sites import InlineSite
from bcastplan.model.transmission import Origin, Transmission


class NotStored(Exception):
    """Something is asked for that is not kept of a file that has not changed: it has to be read again."""


STORED = (
    "id", "service", "frequency_khz", "days", "status", "mode", "broadcaster", "manager", "administration", "language",
    "target", "listeners", "site", "transmitter", "power_kw", "antenna", "azimuth_deg", "sync", "rate", "jammer",
    "valid_from", "valid_until", "window",
)  # fmt: skip
"""Attributes that are kept: those that sides, agreements, jammers, rates and assumptions ask for."""

_OF_JAMMERS = ("time", "excepted", "extensions")
_JAMMERS = "jammers"
_STORED_OF = attrgetter(*STORED)
_AT_ONCE = 2000

Json = Any


class StoredTransmission(Transmission):
    """A transmission of which only the attributes in ``STORED`` and the place of the id are known."""

    def values(self) -> NoReturn:
        """Refuse: not all values are kept."""
        raise NotStored


def _refusing(attribute: str) -> property:
    def refuse(_self: StoredTransmission) -> NoReturn:
        raise NotStored(attribute)

    return property(refuse)


for _field in fields(Transmission):
    if _field.name not in STORED and _field.name != "origin":
        setattr(StoredTransmission, _field.name, _refusing(_field.name))


class StoredJammer(StoredTransmission):
    """A jammer of a list, of which all is known that says when it is on the air, and when it was heard."""

    # Plain attributes replace the parent's refusing properties, which would win over the values of an instance.
    time = ClockTime(0, 0)
    excepted = ()
    repeat = None
    extensions: dict[str, Any] = {}  # noqa: RUF012 - each instance has its own


def is_storable_jammer(transmission: Transmission) -> bool:
    """Whether nothing of a jammer is lost when it is stored: it has no repeat rule, and of texts of its own words."""
    return transmission.repeat is None and all(type(text) is str for text in transmission.extensions.values())


class _StoredPositions(Mapping[str, tuple[int, int]]):
    """Which keys are written, and where the id stands."""

    __slots__ = ("_id", "_keys")

    def __init__(self, keys: frozenset[str], position_of_id: tuple[int, int]) -> None:
        self._keys = keys
        self._id = position_of_id

    def __getitem__(self, key: str) -> tuple[int, int]:
        if key not in self._keys:
            raise KeyError(key)
        if key != "id":
            raise NotStored(key)
        return self._id

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._keys


@dataclass(frozen=True, slots=True, eq=False)
class StoredRows(Sequence[Transmission]):
    """Some transmissions in columns.

    Attributes:
        values: for each attribute of ``STORED``, and ``file`` and ``keys``, the different values that occur.
        codes: for each of these (n,) the number of a row's value.
        places: (5, n) line, column and number in its file of each transmission, line and column of its id.
        jammers: row of a jammer -> its attributes that other rows have not.
    """

    values: Mapping[str, Sequence[Any]]
    codes: Mapping[str, NDArray[np.int32]]
    places: NDArray[np.int32]
    jammers: Mapping[int, Mapping[str, Any]]

    @classmethod
    def of(cls, transmissions: Sequence[Transmission]) -> StoredRows:
        """Put transmissions into columns."""
        values, codes = {}, {}
        columns: list[list[Any]] = [[] for _ in STORED]
        for start in range(0, len(transmissions), _AT_ONCE):  # what is fetched together is near in memory
            parts = zip(*map(_STORED_OF, transmissions[start : start + _AT_ONCE]), strict=True)
            for column, part in zip(columns, parts, strict=True):
                column += part
        for name, column in zip(STORED, columns, strict=True):
            values[name], codes[name] = _coded(column)
        origins = [row.origin for row in transmissions]
        positions = [origin.positions for origin in origins]
        values["file"], codes["file"] = _coded([origin.file for origin in origins])
        values["keys"], codes["keys"] = _coded([*map(tuple, positions)])
        places = np.empty((5, len(origins)), dtype=np.int32)
        for at, name in enumerate(("line", "column", "index")):
            places[at] = np.fromiter(map(attrgetter(name), origins), dtype=np.int32, count=len(origins))
        places[3:] = np.array([place.get("id", (0, 0)) for place in positions], dtype=np.int32).reshape(-1, 2).T
        flagged = [code for code, jams in enumerate(values["jammer"]) if jams]
        jammers = {
            row: {name: getattr(transmissions[row], name) for name in _OF_JAMMERS}
            for row in np.flatnonzero(np.isin(codes["jammer"], flagged)).tolist()
            if is_storable_jammer(transmissions[row])
        }
        return cls(values, codes, places, jammers)

    def __len__(self) -> int:
        return int(self.places.shape[1])

    @overload
    def __getitem__(self, index: int) -> Transmission: ...
    @overload
    def __getitem__(self, index: slice) -> list[Transmission]: ...
    def __getitem__(self, index: int | slice) -> Transmission | list[Transmission]:
        if isinstance(index, slice):
            return [self[row] for row in range(len(self))[index]]
        attributes = {name: self.values[name][self.codes[name][index]] for name in STORED}
        line, column, number, id_line, id_column = self.places[:, index].tolist()
        keys = frozenset(self.values["keys"][self.codes["keys"][index]])
        file = self.values["file"][self.codes["file"][index]]
        attributes["origin"] = Origin(file, line, column, _StoredPositions(keys, (id_line, id_column)), number)
        if index in self.jammers:
            return StoredJammer.trusted({**attributes, **self.jammers[index]})
        return StoredTransmission.trusted(attributes)

    def column(self, name: str) -> list[Any]:
        """The value of an attribute for every row, without making transmissions."""
        values = self.values[name]
        return [values[code] for code in self.codes[name].tolist()]

    def packed(self) -> tuple[Json, dict[str, NDArray[Any]]]:
        """The values as JSON, and the codes and places as arrays; raises NotStored for values of another type."""
        values: Json = {name: [_as_json(value) for value in some] for name, some in self.values.items()}
        values[_JAMMERS] = [
            [int(row), _as_json(known["time"]), _as_json(known["excepted"]), dict(known["extensions"])]
            for row, known in self.jammers.items()
        ]
        return values, {**{f"code of {name}": codes for name, codes in self.codes.items()}, "places": self.places}

    @classmethod
    def unpacked(cls, values: Json, arrays: Mapping[str, NDArray[Any]]) -> StoredRows:
        """The rows that ``packed`` took apart."""
        named = {
            name: [_of_json(value) for value in some] if dict in set(map(type, some)) else some
            for name, some in values.items()
            if name != _JAMMERS
        }
        jammers = {
            row: {"time": _of_json(time), "excepted": _of_json(excepted), "extensions": extensions}
            for row, time, excepted, extensions in values[_JAMMERS]
        }
        return cls(named, {name: arrays[f"code of {name}"] for name in named}, arrays["places"], jammers)


class MixedRows(Sequence[Transmission]):
    """Rows of which some are stored and the others are there as objects, in any order; each is made once."""

    def __init__(self, stored: StoredRows, fresh: Sequence[Transmission], sources: NDArray[np.int64]) -> None:
        """Take the parts.

        Args:
            stored: rows in columns.
            fresh: rows as objects.
            sources: (n,) the stored row of each row, or ``len(stored) + k`` for the k-th of ``fresh``.
        """
        self._stored = stored
        self._fresh = fresh
        self._sources = sources
        self._present: dict[int, Transmission] = {}

    def __len__(self) -> int:
        return len(self._sources)

    @overload
    def __getitem__(self, index: int) -> Transmission: ...
    @overload
    def __getitem__(self, index: slice) -> list[Transmission]: ...
    def __getitem__(self, index: int | slice) -> Transmission | list[Transmission]:
        if isinstance(index, slice):
            return [self[row] for row in range(len(self))[index]]
        source = int(self._sources[index])
        if source >= len(self._stored):
            return self._fresh[source - len(self._stored)]
        known = self._present.get(source)
        if known is None:
            known = self._present[source] = self._stored[source]
        return known

    def column(self, name: str, rows: Sequence[int] | None = None) -> list[Any]:
        """The value of an attribute for some rows, or for all."""
        column = [*self._stored.column(name), *(getattr(row, name) for row in self._fresh)]
        sources = self._sources if rows is None else self._sources[np.asarray(rows, dtype=np.int64)]
        return [column[source] for source in sources.tolist()]

    def different(self, name: str) -> set[Any]:
        """The values of an attribute that occur, and maybe some that did before an edit."""
        return {*self._stored.values[name], *(getattr(row, name) for row in self._fresh)}


def column_of(transmissions: Sequence[Transmission], name: str, rows: Sequence[int]) -> list[Any]:
    """The value of an attribute in ``STORED`` for some rows."""
    if isinstance(transmissions, MixedRows):
        return transmissions.column(name, rows)
    return [getattr(transmissions[row], name) for row in rows]


def _coded(column: list[Any]) -> tuple[list[Any], NDArray[np.int32]]:
    """The different values of a column, and the number of each row's."""
    if column and (column[0] is None or type(column[0]) is str) and column.count(column[0]) == len(column):
        return column[:1], np.zeros(len(column), dtype=np.int32)
    types = set(map(type, column)) - {type(None)}
    if types == {str} and len({*column}) == len(column):
        return column, np.arange(len(column), dtype=np.int32)
    # By identity first: most values are one object in many rows, and to hash or write them costs more than all else.
    objects = dict(zip(map(id, column), column, strict=True))
    present = [*objects.values()]
    # 1, 1.0 and True are equal, and so are 0.0 and -0.0, but they are not written alike.
    keys = present if any(types <= {same} for same in (str, tuple, date, Window)) else [*map(repr, present)]
    values = dict(zip(keys, present, strict=True))
    numbers = {key: number for number, key in enumerate(values)}
    number_of = dict(zip(objects, map(numbers.__getitem__, keys), strict=True))
    codes = np.fromiter(map(number_of.__getitem__, map(id, column)), dtype=np.int32, count=len(column))
    return [*values.values()], codes


def _as_json(value: Any) -> Json:
    if value is None or type(value) in (str, bool, int, float):
        return value
    if type(value) is tuple:
        return {"tuple": [_as_json(part) for part in value]}
    if type(value) is date:
        return {"date": value.isoformat()}
    if type(value) is InlineSite:
        return {"site": [value.name, value.latitude, value.longitude]}
    if type(value) is ClockTime:
        return {"time": [value.start_minute, value.stop_minute]}
    if type(value) is Window:
        return {"window": [*map(_as_json, (value.first_day, value.last_day)), value.start_minute, value.stop_minute]}
    raise NotStored(type(value).__name__)


_OF_JSON: dict[str, Callable[[Any], Any]] = {
    "tuple": lambda parts: tuple(map(_of_json, parts)),
    "date": date.fromisoformat,
    "site": lambda parts: InlineSite(*parts),
    "time": lambda parts: ClockTime(*parts),
    "window": lambda parts: Window(*map(_of_json, parts)),
}


def _of_json(value: Json) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, inner),) = value.items()
    return _OF_JSON[kind](inner)
