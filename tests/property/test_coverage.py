"""Coverage-hours against a twin that asks, minute by minute and point by point, which frequency is heard best.

The physics is replaced by a table of arbitrary reliabilities: what is counted here is airtime.
"""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.coverage import reliabilities
from bcastplan.coverage.airtime_cells import minutes_by_bucket
from bcastplan.coverage.coverage_facts import CoverageFacts, Emission
from bcastplan.coverage.coverage_hours import Division, coverage_of
from bcastplan.coverage.predicted_months import reference_dates
from bcastplan.coverage.samples import Samples
from bcastplan.coverage.service_units import group_units, service_numbers
from bcastplan.model.clock import ClockTime
from bcastplan.model.days import DAILY
from bcastplan.model.season import Window
from bcastplan.model.transmission import Transmission

EDGE = date(2026, 10, 25)
WINDOWS = [
    Window(EDGE - timedelta(days=4), EDGE, 0, 60),
    Window(EDGE - timedelta(days=70), EDGE + timedelta(days=3)),
    Window(EDGE, EDGE + timedelta(days=4), 60, 1440),
]
TARGETS = {"44NE": 0b111, "44": 0b11110, "45": 0b1100000}
BANDS = {5995: ("49 m", 5), 9565: ("31 m", 8), 9570: ("31 m", 8)}


@st.composite
def rows(draw: st.DrawFn) -> tuple[Transmission, CoverageFacts]:
    start = draw(st.sampled_from([0, 30, 45, 720, 755, 1410]))
    frequency = draw(st.sampled_from(list(BANDS)))
    target = draw(st.sampled_from(list(TARGETS)))
    transmission = Transmission(
        frequency=float(frequency),
        time=ClockTime(start, start + draw(st.sampled_from([15, 30, 60, 90, 150]))),
        days=draw(st.just(DAILY) | st.integers(1, DAILY)),
        window=draw(st.sampled_from(WINDOWS)),
    )
    emission = Emission(0.0, 0.0, float(frequency), 100.0, None, None, 0.0, None, False, TARGETS[target])
    known = draw(st.sampled_from([True, True, True, False]))
    facts = CoverageFacts(
        draw(st.sampled_from(["VOA", "RFA"])), target, *BANDS[frequency], emission if known else None,
        () if known else ("power",),
    )  # fmt: skip
    return transmission, facts


def invented(frequency_khz: float, month: int, hour: int, point: int) -> float:
    """A reliability nobody would guess, in eighths so that sums are exact."""
    return ((int(frequency_khz) // 5 * 7 + month * 3 + hour * 5 + point * 11) % 9) / 8


def invented_samples(emissions, slots, request, listening, *, progress, cancelled):
    samples = Samples.empty(request.emission.size)
    for number, (emission, slot, hour, point) in enumerate(
        zip(request.emission, request.slot, request.hour, request.point, strict=True)
    ):
        value = invented(emissions[emission].frequency_khz, slots[slot].month, int(hour), int(point))
        samples.reliability[number] = value
    return samples


def moments_of(table, row):
    transmission = table.transmissions[row]
    window = transmission.window
    opens = datetime.combine(window.first_day, time.min) + timedelta(minutes=window.start_minute)
    closes = datetime.combine(window.last_day, time.min) + timedelta(minutes=window.stop_minute)
    if window.stop_minute == 1440:
        closes += timedelta(days=1)
    for day in table.date_list(row):
        for minute in range(transmission.time.start_minute, transmission.time.stop_minute):
            moment = datetime.combine(day, time.min) + timedelta(minutes=minute)
            if opens <= moment < closes:
                yield moment


def month_for(day: date, window: Window) -> int:
    return min(reference_dates(window), key=lambda one: abs(one - day)).month


def twin(table, facts, key_of_row, day_counts=lambda day: True):
    """Programme, predicted and covered minutes of every key, from sets of moments."""
    on_air = defaultdict(lambda: defaultdict(list))
    for row in range(len(table)):
        for moment in moments_of(table, row):
            if day_counts(moment.date()):
                on_air[key_of_row(row, moment), facts[row].service][moment].append(row)
    totals = defaultdict(lambda: [0, 0, 0.0])
    for (key, _), moments in on_air.items():
        for moment, active in moments.items():
            best: dict[int, float] = {}
            for row in active:
                emission = facts[row].emission
                if emission is not None:
                    month = month_for(moment.date(), table.transmissions[row].window)
                    for point in range(emission.points.bit_length()):
                        if emission.points >> point & 1:
                            value = invented(emission.frequency_khz, month, moment.hour, point)
                            best[point] = max(best.get(point, 0.0), value)
            total = totals[key]
            total[0] += 1
            if best:
                total[1] += 1
                total[2] += sum(best.values()) / len(best)
    return totals


def compare(heard, expected):
    assert (heard.programme_minutes, heard.predicted_minutes) == (expected[0], expected[1])
    if expected[1]:
        assert heard.coverage_minutes == pytest.approx(expected[2], rel=1e-6, abs=1e-6)
    else:
        assert heard.coverage_minutes is None


@examples(25)
@given(st.lists(rows(), min_size=1, max_size=5), st.booleans())
def test_coverage_is_what_a_count_minute_by_minute_gives(drawn, by_hour):
    table = build([transmission for transmission, _ in drawn])
    facts = [fact for _, fact in drawn]
    bands = sorted({(fact.band_order, fact.band) for fact in facts})
    division = Division(
        ("band",),
        np.array([bands.index((fact.band_order, fact.band)) for fact in facts], dtype=np.intp),
        [(band,) for _, band in bands],
        [(None,) for _ in bands],
    )
    last = EDGE + timedelta(days=1)
    with patch.object(reliabilities, "sample", invented_samples):
        result = coverage_of(table, facts, division, by_hour=by_hour, last=last)

    def until(day):
        return day <= last

    total = twin(table, facts, lambda row, moment: None, until)
    compare(result.total, total[None])
    by_band = twin(
        table, facts, lambda row, moment: (facts[row].band, moment.hour) if by_hour else (facts[row].band,), until
    )
    assert [row.values for row in result.rows] == sorted(
        by_band, key=lambda key: (dict((band, order) for order, band in bands)[key[0]], *key[1:])
    )
    for row in result.rows:
        compare(row.heard, by_band[row.values])
    alone = twin(table, facts, lambda row, moment: row, until)
    assert {one.row for one in result.per_transmission} == set(alone)
    for one in result.per_transmission:
        compare(one.heard, alone[one.row])
    strips = twin(table, facts, lambda row, moment: (facts[row].service, facts[row].target, moment.hour), until)
    for strip in result.strips:
        for hour, cell in enumerate(strip.hours):
            compare(cell.heard, strips.get((strip.service, strip.target, hour), (0, 0, 0.0)))


@examples(15)
@given(st.lists(rows(), min_size=1, max_size=4))
def test_buckets_that_meet_at_one_o_clock_share_every_minute(drawn):
    table = build([transmission for transmission, _ in drawn])
    facts = [fact for _, fact in drawn]
    with patch.object(reliabilities, "sample", invented_samples):
        coverage = coverage_of(table, facts).coverage
    units, group_of_unit = group_units(np.zeros(len(facts), dtype=np.intp), service_numbers(facts))
    days = np.arange(table.words * 64)
    edge = table.bit_of(EDGE)
    buckets = [(days <= edge, days < edge), (days > edge, days >= edge)]
    counted = minutes_by_bucket(coverage, units, group_of_unit.size, buckets)

    def season(row, moment):
        return int(moment - timedelta(hours=1) >= datetime.combine(EDGE, time.min))

    expected = twin(table, facts, season)
    for bucket in (0, 1):
        assert counted.programme[:, bucket].sum() == expected[bucket][0]
        assert counted.predicted[:, bucket].sum() == expected[bucket][1]
        assert counted.covered[:, bucket].sum() == pytest.approx(expected[bucket][2], rel=1e-6, abs=1e-6)
