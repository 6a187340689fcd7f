"""Coverage of a plan and of a season, and what each step gains that makes it fast: all in one run, as ratios.

Whatever is compared predicts the same samples; the ways of computing must agree on their mean. Without the published
season, random rows stand in. Seconds are processor time of one core, but for the two processes (time on the clock).

python -m benchmarks coverage
"""

from __future__ import annotations

import os
import random
import resource
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from types import SimpleNamespace
from typing import Any, TypeVar

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from bcastplan.airtime import build
from bcastplan.coverage import shortwave
from bcastplan.coverage.audiences import Audience
from bcastplan.coverage.cell_minutes import minutes_by_hour
from bcastplan.coverage.coverage_facts import CoverageFacts, coverage_facts
from bcastplan.coverage.coverage_hours import coverage_of, predict_coverage
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.predicted_months import slot_calendar
from bcastplan.coverage.receiver_places import place_coordinates
from bcastplan.coverage.reliabilities import Predicted, Reliabilities, predict_rows
from bcastplan.coverage.samples import PAST_THE_HOUR, Listening, Means, never, quiet
from bcastplan.coverage.service_units import service_numbers
from bcastplan.coverage.transmitter_gains import GainsOfPaths, TransmitterGains
from bcastplan.model.clock import ClockTime
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Transmission
from bcastplan.reference import towns_of
from bcastplan.reference.directory import Directory
from bcastplan.science.hf import (
    Circuits,
    predict,
    predict_pairs,
    ratio_reliability_pct,
)
from bcastplan.tasks.processes import Processes
from bcastplan.workspace.prediction.sample_cache import SampleCache

Result = TypeVar("Result")
DATA = Path(os.environ.get("BCASTPLAN_TEST_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
SITES = ("PHT", "TIN", "UDO", "KWT", "LAM", "SAO", "BIB", "WOF")
TARGETS = ("44NE", "43,44", "40E,41NW", "38E,39", "49", "54")
PLAN_ROWS = 40
SIGNAL_FIELDS = ("received_power_dbw", "snr_db", "du_snr_db", "dl_snr_db", "du_day_db", "dl_day_db")
SEASON_ROWS = 3305


def run() -> list[tuple[str, str]]:
    """What was measured and the figure."""
    plan, season = _random_rows(PLAN_ROWS, 1), _season()
    lines = [_whole("40 transmissions, patterns to be made", plan), _whole("the same again", plan)]
    lines.append(_whole("  for the 97 towns of KRE", plan, _towns("KRE")))
    lines += _ways_of_predicting(season)
    lines += _kept(season)
    lines.append(_ranges(season))
    lines += _compatibility()
    lines.append(("peak memory of all this", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB"))
    return lines


def _ways_of_predicting(season: Sequence[Transmission]) -> list[tuple[str, str]]:
    """A season predicted as it used to be and as it is, and counted."""
    table, facts = build(season), _facts(season)
    calendar, listening = slot_calendar(table), Listening()

    def predicted(means: Means | None = None) -> Reliabilities:
        return predict_rows(table, facts, calendar, listening, means=means, progress=quiet, cancelled=never)

    predicted()  # patterns are made
    exact, found = _timed(predicted)
    mean = float(found.predicted.samples.reliability.mean())
    absorption_of, engine = shortwave.absorption_of, shortwave.predict_signals
    try:
        shortwave.predict_signals = _in_blocks
        blocks, again = _timed(predicted)
        assert abs(float(again.predicted.samples.reliability.mean()) - mean) < 1e-5
        shortwave.absorption_of = lambda _mode: "penetration_points"
        before, again = _timed(predicted)
        assert abs(float(again.predicted.samples.reliability.mean()) - mean) < 1e-3
    finally:
        shortwave.absorption_of, shortwave.predict_signals = absorption_of, engine
    alone, _ = _timed(predicted, perf_counter)
    together, _ = _timed(lambda: predicted(Means(Processes(2))), perf_counter)
    coverage = predict_coverage(table, facts)
    every_day = np.ones(table.words * 64, dtype=bool)
    service = service_numbers(facts)
    counting, _ = _timed(lambda: minutes_by_hour(coverage, service, int(service.max()) + 1, every_day))
    size = found.predicted.samples.reliability.size
    return [
        (f"{len(season):,} transmissions, {size:,} samples: six-hour blocks, 90 km crossings", f"{before:.1f} s"),
        ("  control points instead", f"{blocks:.1f} s, {before / blocks:.1f} times as fast"),
        (
            "  and only the hours on the air, with the frequencies on the air then",
            f"{exact:.1f} s, {before / exact:.1f} times as fast",
        ),
        ("  two processes against one, on the clock", f"{alone:.1f} to {together:.1f} s, {alone / together:.1f} times"),
        ("  counting its services by hour", f"{counting:.2f} s"),
        *_row_by_row(found.predicted, calendar.slots, listening),
    ]


def _in_blocks(
    circuits: Circuits,
    path: Any,
    hour_utc: Any,
    line_path: Any,
    frequency_mhz: Any,
    path_hour: Any,
    line: Any,
    **settings: Any,
) -> SimpleNamespace:
    """Signals out of full grids of six hours and all frequencies of a path, as they used to be computed."""
    gain = settings.pop("tx_gain")
    counts = np.bincount(line_path, minlength=len(circuits))
    column = np.arange(line_path.size) - np.searchsorted(line_path, np.arange(len(circuits)))[line_path]
    answer = {name: np.empty(line.size) for name in SIGNAL_FIELDS}
    block, paths_of = np.floor(hour_utc / 6.0).astype(int)[path_hour], path[path_hour]
    size_class = np.ceil(np.log2(counts)).astype(int)
    for key in np.unique(block * 100 + size_class[paths_of]).tolist():
        rows = np.flatnonzero(block * 100 + size_class[paths_of] == key)
        paths, place = np.unique(paths_of[rows], return_inverse=True)
        hours, hour = np.unique(hour_utc[path_hour[rows]], return_inverse=True)
        table = np.full((paths.size, int(counts[paths].max())), np.nan)
        mine = np.flatnonzero(np.isin(line_path, paths))
        table[np.searchsorted(paths, line_path[mine]), column[mine]] = frequency_mhz[mine]
        grid = predict(
            circuits.select(paths),
            hours_utc=hours,
            frequencies_mhz=table,
            tx_gain=GainsOfPaths(gain.gains, gain.transmitter[paths]),
            **settings,
        )
        for name, values in answer.items():
            values[rows] = getattr(grid, name)[place, hour, column[line[rows]]]
    return SimpleNamespace(**answer)


def _kept(season: Sequence[Transmission]) -> list[tuple[str, str]]:
    """Coverage with all its figures: the first time, again, and after an edit of one transmission."""
    with tempfile.TemporaryDirectory() as folder:
        options = CoverageOptions(means=Means(store=SampleCache(Path(folder))))
        table, facts = build(season), _facts(season)
        first, _ = _timed(lambda: coverage_of(table, facts, None, options))
        again, _ = _timed(lambda: coverage_of(table, facts, None, options))
        edited = [season[0].changed(power_kw=123.0), *season[1:]]
        other, other_facts = build(edited), _facts(edited)
        after, _ = _timed(lambda: coverage_of(other, other_facts, None, options))
    return [
        ("  coverage with all its figures, nothing kept", f"{first:.1f} s"),
        ("  again, all kept", f"{again:.2f} s, {first / again:.0f} times as fast"),
        ("  after an edit of one transmission", f"{after:.2f} s, {first / after:.0f} times as fast"),
    ]


def _ranges(season: Sequence[Transmission]) -> tuple[str, str]:
    """Likely ranges of the rows in Korean of VOA and RFA, which the season files as those of AGM."""
    korean = [row for row in season if "Kor" in (row.language or ()) and row.broadcaster == "AGM"]
    korean = korean or list(season[:40])
    table, facts = build(korean), _facts(korean)
    options = replace(CoverageOptions(), likely_range=True)
    plain, _ = _timed(lambda: coverage_of(table, facts))
    ranged, _ = _timed(lambda: coverage_of(table, facts, None, options))
    return f"likely ranges of {len(korean)} rows in Korean of VOA and RFA", f"{ranged:.2f} s, without {plain:.2f} s"


def _compatibility() -> list[tuple[str, str]]:
    """The published season against itself; nothing where it is not at hand."""
    path = DATA / "hfcc" / "A26allx2.zip"
    if not path.exists():
        return []
    from bcastplan.workspace.opening.open_plans import open_paths
    from bcastplan.workspace.prediction.plan_compatibility import compatibility_of_workspace

    with tempfile.TemporaryDirectory() as folder:
        options = CoverageOptions(means=Means(store=SampleCache(Path(folder))))
        workspace = open_paths([str(path)], [str(path)], plan_against=False)
        first, _ = _timed(lambda: compatibility_of_workspace(workspace, options=options))
        again, _ = _timed(lambda: compatibility_of_workspace(workspace, options=options))
    return [
        ("compat of the season with itself, nothing kept", f"{first:.1f} s"),
        ("  again, all kept", f"{again:.1f} s, {first / again:.1f} times as fast"),
    ]


def _whole(label: str, rows: Sequence[Transmission], listeners: Audience | None = None) -> tuple[str, str]:
    table, facts = build(rows), _facts(rows, listeners)
    seconds, result = _timed(lambda: coverage_of(table, facts))
    assert result.total.share is not None
    return f"{label}: strips, bands, rows", f"{seconds:.2f} s, {100 * result.total.share:.0f} % heard"


def _row_by_row(predicted: Predicted, slots: Sequence[object], listening: Listening) -> list[tuple[str, str]]:
    """A share of the same samples through the interface that takes rows instead of batches."""
    emission, slot, hour = np.nonzero(predicted.start >= 0)
    some = [place for place in range(0, emission.size, 40) if predicted.emissions[emission[place]].is_shortwave]
    columns = [
        (int(emission[place]), int(slot[place]), int(hour[place]), int(point))
        for place in some
        for point in predicted.points[emission[place]]
    ]
    number, month, clock, point = (np.array(column, dtype=np.intp) for column in zip(*columns, strict=True))
    latitude, longitude = place_coordinates()
    gains = TransmitterGains(predicted.emissions, sorted(set(number.tolist())))

    def rows() -> float:
        answer = predict_pairs(
            Circuits(
                np.array([row.latitude for row in predicted.emissions])[number],
                np.array([row.longitude for row in predicted.emissions])[number],
                latitude[point],
                longitude[point],
            ),
            month=np.array([one.month for one in slots])[month],
            ssn=np.array([one.r12 for one in slots])[month],
            hour_utc=clock + PAST_THE_HOUR,
            frequency_mhz=np.array([one.frequency_khz / 1000.0 for one in predicted.emissions])[number],
            antenna_index=gains.of_emission[number],
            tx_gain=gains.gain_and_power,
            absorption="control_points",
        )
        required = np.array([listening.required_db(one.drm) for one in predicted.emissions])[number]
        return float(ratio_reliability_pct(answer.snr_db, required, answer.du_snr_db, answer.dl_snr_db).mean() / 100.0)

    seconds, mean = _timed(rows)
    same = [predicted.place(int(emission[place]), int(slot[place]), int(hour[place])) for place in some]
    ours = float(np.concatenate([predicted.samples.reliability[place] for place in same if place]).mean())
    assert abs(mean - ours) < 1e-4, (mean, ours)
    return [(f"  every 40th, {number.size:,} samples, row by row", f"{seconds:.1f} s")]


def _timed(action: Callable[[], Result], clock: Callable[[], float] = process_time) -> tuple[float, Result]:
    started = clock()
    result = action()
    return clock() - started, result


def _facts(rows: Sequence[Transmission], listeners: Audience | None = None) -> list[CoverageFacts]:
    directory = Directory()
    return [coverage_facts(row, directory, listeners=listeners) for row in rows]


def _towns(code: str) -> Audience:
    return Audience.of_people(code, [(town.latitude, town.longitude, town.people) for town in towns_of(code)])


def _season() -> list[Transmission]:
    path = DATA / "hfcc" / "A26allx2.zip"
    if not path.exists():
        return _random_rows(SEASON_ROWS, 2)
    from bcastplan.workspace.opening.schedule_files import read

    return [one for schedule in read(str(path)).schedules for one in schedule.transmissions]


def _random_rows(count: int, seed: int) -> list[Transmission]:
    draw = random.Random(seed)
    rows = []
    for number in range(count):
        start = draw.randrange(0, 1440, 30)
        rows.append(
            Transmission(
                service=f"service {number % 4}",
                frequency=float(draw.choice((5900, 7200, 9400, 11600, 13600, 15100)) + 5 * draw.randrange(40)),
                time=ClockTime(start, start + draw.choice((30, 60, 120))),
                site=draw.choice(SITES),
                target=draw.choice(TARGETS),
                power=draw.choice((100.0, 250.0)),
                antenna=draw.choice(("AHR(S)4/4/0.5", "AHR2/2/0.5", "HQ1/0.3")),
                azimuth=float(draw.randrange(1, 360)),
                window=parse_season("A26").window,
            )
        )
    return rows


def main() -> None:
    for label, figure in run():
        print(f"{label:60} {figure}")


if __name__ == "__main__":
    main()
