import numpy as np

from bcastplan.airtime.bits import from_ints, to_int
from bcastplan.airtime.date_sets import DateSets
from bcastplan.hours.measures import DateMasks, Stretches, minutes_by_bucket, split_at, union


def stretches(*rows: tuple[int, int, int, int]) -> Stretches:
    """Rows of key, start, stop, dates."""
    key, start, stop = (np.array([row[column] for row in rows], dtype=np.int64) for column in range(3))
    return Stretches(key, start, stop, DateSets.of_ints([row[3] for row in rows], 1))


def listed(found: Stretches) -> list[tuple[int, int, int, int]]:
    dates = [to_int(row) for row in found.dates]
    return sorted(zip(found.key.tolist(), found.start_minute.tolist(), found.stop_minute.tolist(), dates, strict=True))


def test_a_union_cuts_the_day_where_something_starts_or_stops() -> None:
    found = union(stretches((0, 60, 120, 0b011), (0, 90, 180, 0b110)))
    assert listed(found) == [(0, 60, 90, 0b011), (0, 90, 120, 0b111), (0, 120, 180, 0b110)]


def test_a_union_keeps_keys_apart_and_single_stretches_as_they_are() -> None:
    rows = [(2, 0, 1440, 0b1), (1, 30, 60, 0b10), (1, 30, 60, 0b01)]
    assert listed(union(stretches(*rows))) == [(1, 30, 60, 0b11), (2, 0, 1440, 0b1)]


def test_containment_and_gaps() -> None:
    found = union(stretches((0, 0, 100, 1), (0, 20, 40, 1), (0, 200, 220, 1)))
    assert sum((stop - start) * dates.bit_count() for _, start, stop, dates in listed(found)) == 120


def test_splitting_at_a_minute_keeps_keys_rising() -> None:
    found = split_at(stretches((0, 30, 90, 1), (1, 60, 90, 1), (2, 0, 60, 1), (3, 0, 1440, 1)), 60)
    assert found.key.tolist() == [0, 0, 1, 2, 3, 3]
    assert listed(found) == [
        (0, 30, 60, 1),
        (0, 60, 90, 1),
        (1, 60, 90, 1),
        (2, 0, 60, 1),
        (3, 0, 60, 1),
        (3, 60, 1440, 1),
    ]


def test_minutes_go_to_the_mask_of_their_side_of_the_edge() -> None:
    early, late = from_ints([0b10, 0b01], 1)
    rows = stretches((0, 0, 60, 0b11), (0, 60, 61, 0b11), (1, 0, 30, 0b01))
    assert minutes_by_bucket(rows, 2, [DateMasks(early, late)], 60).tolist() == [[61], [0]]


def test_nothing_to_count() -> None:
    empty = Stretches(*(np.empty(0, dtype=np.int64),) * 3, DateSets.of_ints([], 1))
    mask = from_ints([1], 1)[0]
    assert listed(union(empty)) == []
    assert minutes_by_bucket(empty, 1, [DateMasks(mask, mask)], 0).tolist() == [[0]]
