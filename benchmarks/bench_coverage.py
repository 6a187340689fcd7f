"""Coverage of a plan and of a season, and what predicting in dense blocks gains over row by row, on one core.

All of them predict the same samples in the same run, and must agree on their mean. Without the published season,
random rows stand in.

OMP_NUM_THREADS=1 python benchmarks/bench_coverage.py
"""

from __future__ import annotations

import os
import random
import resource
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time
from typing import TypeVar

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from bcastplan.airtime import build
from bcastplan.coverage.audiences import Audience
from bcastplan.coverage.cell_minutes import minutes_by_hour
from bcastplan.coverage.coverage_facts import CoverageFacts, coverage_facts
from bcastplan.coverage.coverage_hours import coverage_of, never, predict_coverage, quiet
from bcastplan.coverage.predicted_months import slot_calendar
from bcastplan.coverage.receiver_places import place_coordinates
from bcastplan.coverage.reliabilities import Predicted, predict_rows
from bcastplan.coverage.samples import PAST_THE_HOUR, Listening
from bcastplan.coverage.service_units import service_numbers
from bcastplan.coverage.transmitter_gains import TransmitterGains
from bcastplan.model.clock import ClockTime
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Transmission
from bcastplan.reference import towns_of
from bcastplan.reference.directory import Directory
from bcastplan.science.hf import Circuits, predict_pairs, ratio_reliability_pct

Result = TypeVar("Result")
DATA = Path(os.environ.get("BCASTPLAN_TEST_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
SITES = ("PHT", "TIN", "UDO", "KWT", "LAM", "SAO", "BIB", "WOF")
TARGETS = ("44NE", "43,44", "40E,41NW", "38E,39", "49", "54")
PLAN_ROWS = 40
SEASON_ROWS = 3305


def run() -> list[tuple[str, str]]:
    """What was measured and the figure: processor time of one core."""
    plan, season = _random_rows(PLAN_ROWS, 1), _season()
    lines = [_whole("40 transmissions, patterns to be made", plan), _whole("the same again", plan)]
    lines.append(_whole("  for the 97 towns of KRE", plan, _towns("KRE")))
    table, facts = build(season), _facts(season)
    calendar, listening = slot_calendar(table), Listening()
    seconds, found = _timed(lambda: predict_rows(table, facts, calendar, listening, progress=quiet, cancelled=never))
    size = found.predicted.samples.reliability.size
    lines.append((f"{len(season):,} transmissions: predicting", f"{seconds:.1f} s, {size:,} samples"))
    again, _ = _timed(lambda: predict_rows(table, facts, calendar, listening, progress=quiet, cancelled=never))
    lines.append(("  again", f"{again:.1f} s"))
    coverage = predict_coverage(table, facts)
    every_day = np.ones(table.words * 64, dtype=bool)
    service = service_numbers(facts)
    counting, _ = _timed(lambda: minutes_by_hour(coverage, service, int(service.max()) + 1, every_day))
    lines.append(("  counting its services by hour", f"{counting:.2f} s"))
    lines += _row_by_row(found.predicted, calendar.slots, listening)
    lines.append(("peak memory of all this", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB"))
    return lines


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
                np.array([one.latitude for one in predicted.emissions])[number],
                np.array([one.longitude for one in predicted.emissions])[number],
                latitude[point],
                longitude[point],
            ),
            month=np.array([one.month for one in slots])[month],
            ssn=np.array([one.r12 for one in slots])[month],
            hour_utc=clock + PAST_THE_HOUR,
            frequency_mhz=np.array([one.frequency_khz / 1000.0 for one in predicted.emissions])[number],
            antenna_index=gains.of_emission[number],
            tx_gain=gains.gain_and_power,
        )
        required = np.array([listening.required_db(one.drm) for one in predicted.emissions])[number]
        return float(ratio_reliability_pct(answer.snr_db, required, answer.du_snr_db, answer.dl_snr_db).mean() / 100.0)

    seconds, mean = _timed(rows)
    same = [predicted.place(int(emission[place]), int(slot[place]), int(hour[place])) for place in some]
    ours = float(np.concatenate([predicted.samples.reliability[place] for place in same if place]).mean())
    assert abs(mean - ours) < 1e-4, (mean, ours)
    return [(f"  every 40th, {number.size:,} samples, row by row", f"{seconds:.1f} s")]


def _timed(action: Callable[[], Result]) -> tuple[float, Result]:
    started = process_time()
    result = action()
    return process_time() - started, result


def _facts(rows: Sequence[Transmission], listeners: Audience | None = None) -> list[CoverageFacts]:
    directory = Directory()
    return [coverage_facts(one, directory, listeners=listeners) for one in rows]


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
