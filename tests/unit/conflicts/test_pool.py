"""Pairs that a row would have elsewhere, against the engine of conflicts asked about the season with the row there."""

import random

import numpy as np
import pytest

from bcastplan.airtime import build
from bcastplan.airtime.jamming import JammerRow, jamming_of
from bcastplan.conflicts import RowSide
from bcastplan.conflicts.pool import GRAVE, NOTHING, Pool, is_shortwave
from bcastplan.model.clock import ClockTime
from bcastplan.model.frequency import hertz
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Origin, Transmission

A26 = parse_season("A26").window
HF = (9554.9, 9555.0, 9560.0, 9564.0, 9565.0, 9565.1, 9570.0, 9575.0, 9575.1)
MW = (1566.0, 1575.0, 1576.0, 1584.0, 1586.0, 1586.1)


def drawn_rows(draw, channels):
    rows, sides = [], []
    for line in range(1, draw.randint(3, 9)):
        start = draw.choice([600, 630, 660])
        keys = {
            "service": draw.choice(["VOA Korean", "RFA Korean", "X"]),
            "language": draw.choice([None, "Kor", "Eng"]),
            "target": draw.choice(["44NE", "44NE", "45", None]),
            "site": draw.choice(["PHT", "SAI", None]),
            "manager": draw.choice(["AGM", "TWN", None]),
            "broadcaster": draw.choice(["VOA", "RFA", None]),
            "mode": draw.choice(["AM", "AM", "DRM"]),
            "sync": draw.choice([None, None, "s1"]),
        }
        written = {key: value for key, value in keys.items() if value is not None}
        row = Transmission(
            window=A26,
            frequency=draw.choice(channels),
            time=ClockTime(start, start + 60),
            origin=Origin("a.yaml", line),
            days=draw.choice([0b1111111, 0b11]),
            **written,
        )
        rows.append(row)
        sides.append(
            RowSide.of(row, region=draw.choice([None, 2, 3]), is_reference=draw.random() < 0.4, plan=draw.choice("pq"))
        )
    return rows, sides


def pool_of(rows, sides, jammers=()):
    table = build(rows)
    return Pool.of(table, sides, {}, jamming_of(table, [], [JammerRow.of_list(row, None) for row in jammers]))


def movable(pool):
    """The rows that somebody might move: not those that only repeat a row of ours, which make no pairs."""
    return [(row, part) for row, part in enumerate(pool.table.transmissions) if not pool.known.twins[row]]


def told(pool, neighbours, ranks):
    """The ranks of all rows of the season, out of those of the neighbours."""
    whole = np.full(len(pool.table), NOTHING, dtype=np.int8)
    whole[neighbours.rows] = ranks
    return whole.tolist()


@pytest.mark.parametrize("seed", range(40))
def test_the_rank_on_every_channel_is_that_of_the_season_with_the_row_there(seed):
    draw = random.Random(seed)
    channels = HF if seed % 3 else MW
    rows, sides = drawn_rows(draw, channels)
    pool = pool_of(rows, sides)
    hz = np.array([hertz(khz) for khz in channels])
    for row, transmission in movable(pool):
        neighbours = pool.neighbours(row, int(hz.min()), int(hz.max()))
        ranks = neighbours.ranks(hz, sides[row].region)
        for number, khz in enumerate(channels):
            there = pool.moved(row, transmission.changed(frequency_khz=khz))
            # Whether a row of a list is ours was found out before the move, and stays as it is.
            assert told(pool, neighbours, ranks[number]) == there.ranks_of(row).tolist(), (row, khz)


@pytest.mark.parametrize("seed", range(20))
def test_neighbours_at_other_times_are_those_of_the_season_with_the_row_there(seed):
    draw = random.Random(seed)
    rows, sides = drawn_rows(draw, HF if seed % 3 else MW)
    pool = pool_of(rows, sides)
    for row, transmission in movable(pool):
        variants = [transmission.changed(time=ClockTime(start, start + 45)) for start in (585, 615, 645, 700)]
        for variant, neighbours in zip(variants, pool.shifted_neighbours(row, variants), strict=True):
            ranks = neighbours.ranks(pool.table.frequency_hz[row : row + 1], sides[row].region)[0]
            assert told(pool, neighbours, ranks) == pool.moved(row, variant).ranks_of(row).tolist()


@pytest.mark.parametrize("seed", range(20))
def test_new_rows_are_those_with_a_new_or_graver_pair(seed):
    draw = random.Random(seed)
    rows, sides = drawn_rows(draw, HF)
    pool = pool_of(rows, sides)
    moved = pool.moved(0, rows[0].changed(frequency_khz=draw.choice(HF)))
    expected = set()
    for row in range(len(rows)):
        before, now = pool.ranks_of(row).tolist(), moved.ranks_of(row).tolist()
        if any(new <= GRAVE and new < old for new, old in zip(now, before, strict=True)):
            expected.add(row)
    assert moved.new_rows(range(len(rows)), pool) == expected


@pytest.mark.parametrize(
    ("khz", "target", "on_channel", "near"),
    [
        (9565.0, "44NE", 1, 1),
        (9569.9, "44NE", 1, 1),
        (9560.1, "44NE", 1, 1),
        (9570.0, "44NE", 0, 1),
        (9560.0, "44NE", 0, 1),
        (9565.0, "45", 0, 0),
        (9565.0, None, 1, 1),
    ],
)
def test_a_jammer_of_a_list_is_on_a_channel_within_its_step(khz, target, on_channel, near):
    row = Transmission(window=A26, frequency=9565.0, time=ClockTime(600, 660), target="44NE", service="VOA")
    jammer = row.changed(frequency_khz=khz, target=target, jammer=True, service="J")
    rows = [row.changed(time=ClockTime(900, 960)), row]
    pool = pool_of(rows, [RowSide.of(part) for part in rows], [jammer])
    assert (len(pool.jammers_on(1)), len(pool.jammers_near(1))) == (on_channel, near)
    assert pool.jammers_near(0) == []
    reference = pool_of(rows, [RowSide.of(part, is_reference=True) for part in rows], [jammer])
    assert (len(reference.jammers_on(1)), len(reference.jammers_near(1))) == (0, 0)
    assert pool_of(rows, [RowSide.of(part) for part in rows]).jammers_near(1) == []


def test_shortwave_begins_where_the_raster_of_medium_wave_ends():
    assert [is_shortwave(khz) for khz in (1799.999, 1800.0, 9565.0)] == [False, True, True]
