"""The pair engine on a whole season against a double loop in plain Python and DuckDB's range join; growth; memory.

All of them look for pairs at most 10 kHz apart with common airtime, all areas, over the same rows in the same run, and
must agree on the number of pairs and on every minute. Each has one core, and its processor time is taken. Without the
published season, random rows of its size stand in.

    python benchmarks/bench_conflicts.py
"""

from __future__ import annotations

import os
import random
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import TypeVar

import numpy as np

from bcastplan.airtime import AirtimeTable, build
from bcastplan.conflicts import RowSide, frequency_pairs
from bcastplan.conflicts.incremental import Incremental
from bcastplan.conflicts.own_rows import own_rows
from bcastplan.conflicts.pair_selection import PairOptions
from bcastplan.conflicts.pairs import conflicts_of
from bcastplan.conflicts.side_columns import encode
from bcastplan.conflicts.site_load import airings_of_rows
from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Origin, Transmission

Result = TypeVar("Result")
Figures = tuple[int, int]
"""Pairs and minutes."""
DATA = Path(os.environ.get("BCASTPLAN_TEST_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
REACH_HZ = 10_000
ROWS = 3305  # of the published A26 season
COPY_SHIFT_KHZ = 40_000  # copies of the season do not meet one another
COPY_SHIFT_MINUTES = 7
REPEATS = 15
NO_KEYS = np.zeros(0, dtype=np.int64)


def run() -> list[tuple[str, str]]:
    """What was measured and the figure: processor time of one core, best of some runs."""
    name, rows = _season()
    table, sides = build(rows), [RowSide.of(row) for row in rows]
    engine, found = _best(lambda: frequency_pairs(table, sides, PairOptions(separation_khz=10, all_areas=True)))
    figures = (len(found), int(found.columns.minutes.sum()))
    lines = [(f"{name}: pairs at 0-10 kHz, all areas", f"{_ms(engine)} ({figures[0]:,} pairs)")]
    lines.append(("  the same, codes of the sides already numbered", _ms(_numbered(table, sides))))
    shared, fewer = _best(lambda: frequency_pairs(table, sides))
    lines.append(("  with a common test point only", f"{_ms(shared)} ({len(fewer):,} pairs)"))
    lines.append(("  40 rows against the season", _ms(_against(table, sides))))
    lines.append(("  one row replaced, pairs kept up to date", _ms(_edited(table, sides))))
    for what, twin in (
        ("plain Python double loop over interval lists", plain_python),
        ("DuckDB range join over the same airings", duckdb_range_join),
        ("DuckDB hash join on the 5 kHz raster", duckdb_raster_join),
    ):
        seconds, told = twin(table)
        assert told == figures, f"{what}: {told} instead of {figures}"
        lines.append((f"  {what}", f"{seconds:.2f} s, {seconds / engine:,.0f} times the engine"))
    return lines + list(_growth(rows))


def plain_python(table: AirtimeTable) -> tuple[float, Figures]:
    """Every row against every later one; interval lists walked side by side."""
    airings = list(_airings(table))
    started = process_time()
    frequencies = table.frequency_hz.tolist()
    pairs = minutes = 0
    for left, mine in enumerate(airings):
        for right in range(left + 1, len(airings)):
            if abs(frequencies[left] - frequencies[right]) <= REACH_HZ:
                common = _common_minutes(mine, airings[right])
                pairs += common > 0
                minutes += common
    return process_time() - started, (pairs, minutes)


def _common_minutes(mine: list[tuple[int, int]], theirs: list[tuple[int, int]]) -> int:
    minutes = here = there = 0
    while here < len(mine) and there < len(theirs):
        start, stop = mine[here]
        other_start, other_stop = theirs[there]
        minutes += max(0, min(stop, other_stop) - max(start, other_start))
        if stop < other_stop:
            here += 1
        else:
            there += 1
    return minutes


def duckdb_range_join(table: AirtimeTable) -> tuple[float, Figures]:
    """The same question in SQL, over airings cut at 0000 UTC: equal day, frequency and time as ranges."""
    return _ask_duckdb(
        table,
        f"""airing a join airing b
            on a.day = b.day and b.hz between a.hz - {REACH_HZ} and a.hz + {REACH_HZ}
           and a.start < b.stop and b.start < a.stop and a.id < b.id""",
    )


def duckdb_raster_join(table: AirtimeTable) -> tuple[float, Figures]:
    """The question that SQL likes best: every row is written out once for each channel of the 5 kHz raster in reach."""
    return _ask_duckdb(
        table,
        """(select *, hz + step as partner_hz from airing, (select unnest([-10000, -5000, 0, 5000, 10000]) as step)) a
           join airing b on a.day = b.day and a.partner_hz = b.hz
           and a.start < b.stop and b.start < a.stop and a.id < b.id""",
    )


def _ask_duckdb(table: AirtimeTable, joined: str) -> tuple[float, Figures]:
    """Run a join; the table of airings is made outside the time that is taken."""
    import duckdb

    connection = duckdb.connect(config={"threads": 1})
    octets = np.ascontiguousarray(table.segment_dates[:], dtype="<u8").view(np.uint8)
    segment, day = np.nonzero(np.unpackbits(octets, axis=1, bitorder="little"))
    row = table.segment_row[segment]
    columns = {  # noqa: F841 - DuckDB reads the variable by its name
        "id": row,
        "hz": table.frequency_hz[row],
        "day": day,
        "start": table.segment_start[segment],
        "stop": table.segment_stop[segment],
    }
    connection.execute("create table airing as select * from columns")
    started = process_time()
    found = connection.execute(
        f"""with met as (select a.id::bigint * {len(table)} + b.id as pair,
                                least(a.stop, b.stop) - greatest(a.start, b.start) as minutes from {joined})
            select count(distinct pair), coalesce(sum(minutes), 0) from met"""
    ).fetchone()
    seconds = process_time() - started
    pairs, minutes = found or (0, 0)
    return seconds, (int(pairs), int(minutes))


def _airings(table: AirtimeTable) -> Iterator[list[tuple[int, int]]]:
    airings = airings_of_rows(table, np.arange(len(table)))
    by_row = np.argsort(airings.row, kind="stable")
    rows, starts, stops = (column[by_row] for column in airings)
    edges = np.searchsorted(rows, np.arange(len(table) + 1))
    for first, last in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        yield list(zip(starts[first:last].tolist(), stops[first:last].tolist(), strict=True))


def _numbered(table: AirtimeTable, sides: list[RowSide]) -> float:
    arrays, options = encode(sides, table.frequency_hz), PairOptions(10, True)
    known = own_rows(table, arrays, sides)
    return _best(lambda: conflicts_of(table, arrays, options, NO_KEYS, known))[0]


def _against(table: AirtimeTable, sides: list[RowSide]) -> float:
    from dataclasses import replace

    few = [replace(side, is_reference=row % 83 != 0) for row, side in enumerate(sides)]
    return _best(lambda: frequency_pairs(table, few))[0]


def _edited(table: AirtimeTable, sides: list[RowSide]) -> float:
    kept = Incremental(table, sides, PairOptions(separation_khz=10, all_areas=True))
    row = len(sides) // 2
    moved = table.transmissions[row].changed(frequency_khz=table.transmissions[row].frequency_khz + 5)
    tables = (table.replaced(row, moved), table)
    both = (RowSide.of(moved), sides[row])
    return _best(lambda: [kept.replace(row, *edit) for edit in zip(tables, both, strict=True)])[0] / 2


def _growth(rows: Sequence[Transmission]) -> Iterator[tuple[str, str]]:
    base = 0.0
    for times in (1, 10, 100):
        copies = [_moved(row, copy) for copy in range(times) for row in rows]
        table, sides = build(copies), [RowSide.of(row) for row in copies]
        seconds, found = _best(
            lambda table=table, sides=sides: frequency_pairs(table, sides, PairOptions(all_areas=True)), 3
        )
        base = base or seconds
        tracemalloc.start()
        frequency_pairs(table, sides, PairOptions(all_areas=True))
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        told = f"{len(copies):,} rows, {len(found):,} pairs"
        yield f"  {times}x the season: {told}", f"{_ms(seconds)}, {seconds / base:.1f}x the time, {peak:.0f} MB more"


def _moved(row: Transmission, copy: int) -> Transmission:
    start = (row.time.start_minute + copy * COPY_SHIFT_MINUTES) % MINUTES_PER_DAY
    return row.changed(
        frequency_khz=row.frequency_khz + copy * COPY_SHIFT_KHZ, time=ClockTime(start, start + row.time.minutes)
    )


def _season() -> tuple[str, list[Transmission]]:
    archive = DATA / "hfcc" / "A26allx2.zip"
    if archive.exists():
        from bcastplan.exchange.archive import read_input
        from bcastplan.exchange.hfcc.hfcc_reader import read_hfcc

        (source,) = [one for one in read_input(str(archive)) if one.kind == "hfcc"]
        return "season A26", list(read_hfcc(source.name, source.data)[0].transmissions)
    chance, window = random.Random(26), parse_season("A26").window
    rows = [
        Transmission.trusted(
            {
                "service": f"service {chance.randrange(120)}",
                "frequency_khz": 5900.0 + 5 * chance.randrange(670),
                "time": ClockTime(start := 30 * chance.randrange(48), start + chance.choice((30, 60, 120, 300))),
                "days": chance.choice((0b1111111, 0b1111111, 0b0011111, 0b1100000)),
                "target": f"{chance.randint(27, 60)}",
                "window": window,
                "origin": Origin("random.yaml", line),
            }
        )
        for line in range(1, ROWS + 1)
    ]
    return f"{ROWS:,} random rows", rows


def _best(what: Callable[[], Result], repeats: int = REPEATS) -> tuple[float, Result]:
    seconds, result = _timed(what)
    for _ in range(repeats - 1):
        seconds = min(seconds, _timed(what)[0])
    return seconds, result


def _timed(what: Callable[[], Result]) -> tuple[float, Result]:
    started = process_time()
    result = what()
    return process_time() - started, result


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.1f} ms"


if __name__ == "__main__":
    for what, figure in run():
        print(f"{what:62}{figure}")
