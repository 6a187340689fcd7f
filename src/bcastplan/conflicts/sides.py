"""What an engine must know of a transmission besides its airtime: who, where, for whom; codes become numbers once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from bcastplan.conflicts.kinds import raster_steps_hz
from bcastplan.model.days import DAILY
from bcastplan.model.transmission import Transmission
from bcastplan.reference import target_points

POINT_WORDS = 15
"""uint64 words of a set over the 911 test points."""
MISSING = -1
"""Number of a code that is not given."""


@dataclass(frozen=True, slots=True)
class RowSide:
    """One side of a conflict: the transmission of one row of the airtime table, as far as it is not airtime.

    ``target_bits`` is a set of test points (bit ``number - 1``), None where the target is missing or names no
    point. ``region`` is the ITU Region of the site, None where it is not known. Rows of ``--against`` have
    ``is_reference``. ``plan`` names the plan whose inventory and agreements hold for the row.
    """

    frequency_khz: float = 0.0
    service: str = ""
    broadcaster: str | None = None
    manager: str | None = None
    site: str | None = None
    language: str | None = None
    target_text: str | None = None
    target_bits: int | None = None
    region: int | None = None
    is_reference: bool = False
    drm: bool = False
    sync: str | None = None
    days: int = DAILY
    id: str | None = None
    file: str = ""
    line: int = 1
    plan: str = ""
    transmitter: str | None = None
    antenna: str | None = None

    @classmethod
    def of(
        cls, transmission: Transmission, *, region: int | None = None, is_reference: bool = False, plan: str = ""
    ) -> RowSide:
        """The side of a transmission; its target is looked up among the test points."""
        target = transmission.target
        return cls(
            frequency_khz=transmission.frequency_khz,
            service=transmission.service,
            broadcaster=transmission.broadcaster,
            manager=transmission.manager,
            site=transmission.site_code,
            language=transmission.language_text,
            target_text=target,
            target_bits=(target_points(target) or None) if target else None,
            region=region,
            is_reference=is_reference,
            drm=transmission.mode == "DRM",
            sync=transmission.sync,
            days=transmission.days,
            id=transmission.id,
            file=transmission.origin.file,
            line=transmission.origin.line,
            plan=plan,
            transmitter=transmission.transmitter,
            antenna=transmission.antenna,
        )


@dataclass(frozen=True, slots=True, eq=False)
class SideArrays:
    """The sides in columns, one number per distinct code; shapes ``(n,)`` unless said otherwise.

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
    days: NDArray[np.int32]
    step_hz: NDArray[np.int64]
    order: NDArray[np.int64]
    target_set: NDArray[np.int32]
    target_points: NDArray[np.uint64]

    def own(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether two rows are one organisation's: by manager, else by broadcaster, else by service."""
        own: NDArray[np.bool_] = self.service[a] == self.service[b]
        for column in (self.broadcaster, self.manager):
            left, right = column[a], column[b]
            own = np.where((left == MISSING) | (right == MISSING), own, left == right)
        return own

    def shared_points(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.int64]:
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

    def synchronised(self, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether two rows carry the same synchronisation word."""
        together: NDArray[np.bool_] = (self.sync[a] == self.sync[b]) & (self.sync[a] != MISSING)
        return together


def encode(sides: Sequence[RowSide], frequency_hz: NDArray[np.int64]) -> SideArrays:
    """Put sides into columns; ``frequency_hz`` (n,) comes from the airtime table of the same rows."""
    region = np.array([side.region or 0 for side in sides], dtype=np.int8)
    target_set, points = _targets([side.target_bits for side in sides])
    return SideArrays(
        is_reference=np.array([side.is_reference for side in sides], dtype=np.bool_),
        drm=np.array([side.drm for side in sides], dtype=np.bool_),
        manager=_numbered([side.manager for side in sides]),
        broadcaster=_numbered([side.broadcaster for side in sides]),
        service=_numbered([side.service for side in sides]),
        site=_numbered([side.site for side in sides]),
        language=_numbered([side.language for side in sides]),
        sync=_numbered([side.sync for side in sides]),
        days=np.array([side.days for side in sides], dtype=np.int32),
        step_hz=raster_steps_hz(frequency_hz, region),
        order=_order(sides, frequency_hz),
        target_set=target_set,
        target_points=points,
    )


def _numbered(codes: Sequence[str | None]) -> NDArray[np.int32]:
    numbers: dict[str | None, int] = defaultdict(count().__next__, {None: MISSING})
    return np.fromiter(map(numbers.__getitem__, codes), dtype=np.int32, count=len(codes))


def _targets(sets: Sequence[int | None]) -> tuple[NDArray[np.int32], NDArray[np.uint64]]:
    # By identity: hashing sets of 911 bits costs more than an equal set that is held twice.
    distinct = {id(points): points for points in sets if points}
    numbers = {key: number for number, key in enumerate(distinct)}
    index = np.fromiter((numbers.get(id(points), MISSING) for points in sets), dtype=np.int32, count=len(sets))
    packed = b"".join([points.to_bytes(POINT_WORDS * 8, "little") for points in distinct.values()])
    matrix = np.frombuffer(packed, dtype="<u8").astype(np.uint64).reshape(-1, POINT_WORDS)
    return index, np.ascontiguousarray(matrix.T)


def _order(sides: Sequence[RowSide], frequency_hz: NDArray[np.int64]) -> NDArray[np.int64]:
    names = {name: number for number, name in enumerate(sorted({side.file for side in sides}))}
    files = np.array([names[side.file] for side in sides], dtype=np.int32)
    lines = np.array([side.line for side in sides], dtype=np.int64)
    order = np.empty(len(sides), dtype=np.int64)
    order[np.lexsort((lines, files, frequency_hz))] = np.arange(len(sides))
    return order
