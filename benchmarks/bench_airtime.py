"""Airtime table and hours of a season against expanding every airing with datetime in plain Python."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import process_time
from typing import TypeVar

from bcastplan.airtime import AirtimeTable, build
from bcastplan.exchange.archive import read_input
from bcastplan.exchange.hfcc.hfcc_reader import read_hfcc
from bcastplan.hours import row_facts, summarise
from bcastplan.model.clock import clock, clock_stop
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory

Result = TypeVar("Result")
ROWS = 3305  # of the published A26 season
REPEATS = 5
DATA = Path(os.environ.get("BCASTPLAN_TEST_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))


def run() -> list[tuple[str, str]]:
    """What was measured and the figure: processor time, best of some runs, and its ratio to the baseline."""
    lines: list[tuple[str, str]] = []
    for name, rows in _inputs():
        started = process_time()
        minutes = expand(rows)
        expanded = process_time() - started
        built, table = _best(lambda rows=rows: build(rows), REPEATS)
        assert int(table.minutes.sum()) == minutes
        lines.append((f"{name}: plain Python expansion, {len(rows)} rows (baseline)", _figure(expanded)))
        lines.append((f"{name}: table build", _ratio(built, expanded)))
        edited, _ = _best(lambda rows=rows, table=table: table.replaced(len(rows) // 2, rows[0]), REPEATS)
        lines.append(
            (
                f"{name}: table with one row replaced",
                f"{_figure(edited)}, {built / edited:.0f} times faster than a build",
            )
        )
        lines += [(f"{name}: {what}", _ratio(seconds, expanded)) for what, seconds in _hours(table)]
    return lines


def expand(rows: list[Transmission]) -> int:
    """Minutes on the air, airing by airing: the baseline, and what the table must agree with."""
    minutes = 0
    for row in rows:
        window = row.window
        opens = datetime.combine(window.first_day, time.min) + timedelta(minutes=window.start_minute)
        closes = datetime.combine(window.last_day, time.min) + timedelta(minutes=window.stop_minute)
        if window.stop_minute == 1440:
            closes += timedelta(days=1)
        day, last = max(row.first_date, window.first_day), min(row.last_date, window.last_day)
        while day <= last and row.counts:
            if row.days >> day.weekday() & 1 and day not in row.excepted:
                midnight = datetime.combine(day, time.min)
                start = max(opens, midnight + timedelta(minutes=row.time.start_minute))
                stop = min(closes, midnight + timedelta(minutes=row.time.stop_minute))
                minutes += max(0, int((stop - start).total_seconds()) // 60)
            day += timedelta(days=1)
    return minutes


def _inputs() -> list[tuple[str, list[Transmission]]]:
    inputs = [("random season", random_season(ROWS))]
    published = DATA / "hfcc" / "A26allx2.zip"
    if published.is_file():
        rows = [
            row
            for source in read_input(str(published))
            if source.name.lower().endswith("all00.txt")
            for row in read_hfcc(source.name, source.data)[0].transmissions
        ]
        if rows:
            inputs.append(("A26", rows))
    return inputs


def random_season(count: int) -> list[Transmission]:
    """Rows as varied as a season's: mostly daily, on quarters of an hour, some for a part of the season."""
    chance = random.Random(26)
    season = parse_season("A26")
    rows = []
    for _ in range(count):
        start = chance.randrange(0, 1440, 15)
        stop = start + chance.choice([15, 30, 60, 60, 120, 240])
        values = {
            "frequency": str(chance.randrange(5900, 17900, 5)),
            "time": f"{clock(start)}-{clock_stop(stop)}",
            "days": chance.choice(["daily", "daily", "daily", "Mon-Fri", "Sat,Sun", "Wed"]),
            "service": f"S{chance.randrange(80)}",
            "power": str(chance.choice([100, 250, 300, 500])),
        }
        if chance.random() < 0.3:
            values["from"] = (date(2026, 4, 1) + timedelta(days=chance.randrange(150))).isoformat()
        rows.append(Transmission(**values, window=season.window, season=season))
    return rows


def _hours(table: AirtimeTable) -> list[tuple[str, float]]:
    directory = Directory()
    facts = [row_facts(row, directory) for row in table.transmissions]
    asked: list[tuple[str, tuple[str, ...], str | None]] = [
        ("hours by band", ("band",), None),
        ("hours by band per month", ("band",), "month"),
        ("hours by service per day", ("service",), "day"),
    ]
    measured = []
    for what, by, per in asked:
        seconds, _ = _best(lambda by=by, per=per: summarise(table, facts, by=by, per=per), REPEATS)
        measured.append((what, seconds))
    return measured


def _best(work: Callable[[], Result], repeats: int) -> tuple[float, Result]:
    result = work()
    seconds = []
    for _ in range(repeats):
        started = process_time()
        result = work()
        seconds.append(process_time() - started)
    return min(seconds), result


def _figure(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def _ratio(seconds: float, baseline: float) -> str:
    return f"{_figure(seconds)}, {baseline / seconds:.0f} times faster than the baseline"


if __name__ == "__main__":
    for line in run():
        print(": ".join(line))
