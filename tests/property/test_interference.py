"""Coverage under interference against a twin that asks, minute by minute and place by place, what disturbs it.

The physics is replaced by invented levels: what is counted here is airtime and powers.
"""

import math
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
from bcastplan.coverage.audiences import Audience
from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.coverage_facts import CoverageFacts
from bcastplan.coverage.coverage_hours import coverage_of
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.disturbers import Surroundings
from bcastplan.coverage.predicted_months import reference_dates
from bcastplan.coverage.samples import Samples
from bcastplan.model.clock import ClockTime
from bcastplan.model.days import DAILY
from bcastplan.model.season import Window
from bcastplan.model.transmission import Transmission

FIRST = date(2026, 8, 20)
WINDOWS = [
    Window(FIRST, FIRST + timedelta(days=3)),
    Window(FIRST - timedelta(days=70), FIRST + timedelta(days=2)),
    Window(FIRST, FIRST + timedelta(days=2), 60, 1440),
]
TARGETS = {"44NE": 0b111, "44": 0b1110}
TOWNS = {(1, 4.0), (2, 1.0)}  # place number, people
PEOPLE = Audience("towns", 0b11, np.array([0, 1]), np.array([4.0, 1.0]))
RELATIVE_DB = {0: 0.0, 5: -3.0, 10: -35.0}
SERVED = 0.5


@st.composite
def on_air(draw):
    start = draw(st.sampled_from([0, 30, 45, 720, 755, 1410]))
    return Transmission(
        frequency=float(draw(st.sampled_from([9560, 9565, 9570, 9580]))),
        time=ClockTime(start, start + draw(st.sampled_from([15, 30, 60, 90, 150]))),
        days=draw(st.just(DAILY) | st.integers(1, DAILY)),
        window=draw(st.sampled_from(WINDOWS)),
    )


def emission_of(transmission, power_kw, points=0):
    return Emission(0.0, 0.0, float(transmission.frequency_khz), power_kw, None, None, 0.0, None, False, points)


@st.composite
def wanted(draw):
    transmission = draw(on_air())
    service, target = draw(st.sampled_from(["VOA", "RFA"])), draw(st.sampled_from(list(TARGETS)))
    peopled = draw(st.sampled_from([None, PEOPLE]))
    points = peopled.points if peopled else TARGETS[target]
    emission = emission_of(transmission, 100.0, points)
    known = draw(st.sampled_from([True, True, True, False]))
    facts = CoverageFacts(service, target, "31 m", 8, emission if known else None, () if known else ("power",),
                          listeners="towns" if peopled else None, peopled=peopled)  # fmt: skip
    return transmission, facts


@st.composite
def unwanted(draw):
    """A row that disturbs, with what it radiates; None where that is not known."""
    transmission = draw(on_air())
    return transmission, draw(st.sampled_from([50.0, 300.0, None]))


def invented(emission, month, hour, place):
    """Reliability, level, and how far the level rises and falls from day to day; numbers nobody would guess."""
    number = int(emission.frequency_khz) // 5 * 7 + month * 3 + hour * 5 + place * 11
    level_db = number % 31 + 10.0 * math.log10(emission.power_kw)
    return (number % 9) / 8, level_db, 3.0 + number % 4, 5.0 + number % 3


def invented_samples(emissions, slots, asked, listening, **_):
    request = asked.request()
    samples = Samples.empty(request.emission.size)
    rows = zip(request.emission, request.slot, request.hour, request.point, strict=True)
    for number, (emission, slot, hour, place) in enumerate(rows):
        values = invented(emissions[emission], slots[slot].month, int(hour), int(place))
        samples.reliability[number], samples.level_db[number] = values[:2]
        samples.upper_day_db[number], samples.lower_day_db[number] = values[2:]
        samples.sky_share[number] = 1.0
    return samples


def overall(emission, others, month, hour, place):
    """ITU-R P.842-5: basic times interference reliability, over the power sum of the others."""
    basic, level, rises, falls = invented(emission, month, hour, place)
    if not others:
        return basic

    def power_sum(shift):
        total = 0.0
        for other in others:
            values = invented(other, month, hour, place)
            offset = abs(int(other.frequency_khz) - int(emission.frequency_khz))
            total += 10 ** ((values[1] + RELATIVE_DB[offset] + 17.0 + shift(values)) / 10)
        return 10 * math.log10(total)

    middle = power_sum(lambda values: 0.0)
    upper = math.sqrt(
        rises**2
        + 25
        + (power_sum(lambda values: -values[3]) - middle) ** 2
        + (power_sum(lambda values: -8.0) - middle) ** 2
    )
    lower = math.sqrt(
        falls**2
        + 64
        + (power_sum(lambda values: values[2]) - middle) ** 2
        + (power_sum(lambda values: 5.0) - middle) ** 2
    )
    margin = level - middle
    undisturbed = 130 - 80 / (1 + margin / lower) if margin >= 0 else 80 / (1 - margin / upper) - 30
    return basic * min(max(undisturbed, 0.0), 100.0) / 100


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


def heard_at(moment, active, facts, table, emissions, near, on_air_then):
    """Share, served share and people heard at one moment, of the best of what is on the air together; 0 if unknown."""
    parts = [row for row in active if facts[row].emission is not None]
    parts = [row for row in parts if facts[row].peopled] or parts
    best, weight = {}, {}
    for row in parts:
        month = min(reference_dates(table.transmissions[row].window), key=lambda day: abs(day - moment.date())).month
        others = [emissions[other] for other in near[row] if other in on_air_then and emissions[other] is not None]
        people = dict(TOWNS) if facts[row].peopled else {}
        for place in range(4):
            if facts[row].emission.points >> place & 1:
                value = overall(facts[row].emission, others, month, moment.hour, place)
                best[place] = max(best.get(place, 0.0), value)
                weight[place] = people.get(place + 1, 1.0)
    if not best:
        return np.zeros(3)
    whole = sum(weight.values())
    heard = sum(best[place] * weight[place] for place in best)
    served = sum(weight[place] for place in best if best[place] >= SERVED)
    return np.array([heard / whole, served / whole, heard if any(facts[row].peopled for row in parts) else 0.0])


@examples(25)
@given(st.lists(wanted(), min_size=1, max_size=3), st.lists(unwanted(), max_size=4))
def test_interference_is_what_a_count_minute_by_minute_gives(ours, theirs):
    rows = [transmission for transmission, _ in ours] + [transmission for transmission, _ in theirs]
    table, facts = build(rows), [fact for _, fact in ours]
    emissions = [fact.emission for fact in facts]
    emissions += [power_kw and emission_of(transmission, power_kw) for transmission, power_kw in theirs]
    near = {
        row: {
            other: emissions[other]
            for other in range(len(rows))
            if other != row and abs(rows[row].frequency_khz - rows[other].frequency_khz) <= 10
        }
        for row in range(len(ours))
    }
    with patch.object(reliabilities, "sample", invented_samples):
        result = coverage_of(
            table.first(len(ours)),
            facts,
            options=CoverageOptions(served=SERVED),
            surroundings=Surroundings(table, near),
        )
        alone = coverage_of(table.first(len(ours)), facts, options=CoverageOptions(served=SERVED))
    when = [set(moments_of(table, row)) for row in range(len(rows))]
    units = {row: [row] for row in range(len(ours))}
    units |= {fact.service: [row for row in units if facts[row].service == fact.service] for fact in facts}
    expected = defaultdict(lambda: np.zeros(3))
    for unit, members in units.items():
        for moment in set().union(*(when[row] for row in members)):
            on_air_then = {row for row in range(len(rows)) if moment in when[row]}
            active = [row for row in members if row in on_air_then]
            heard = heard_at(moment, active, facts, table, emissions, near, on_air_then)
            expected[unit if isinstance(unit, int) else "total"] += heard
    for key, heard in [("total", result.total), *((row.row, row.heard) for row in result.per_transmission)]:
        if heard.predicted_minutes:
            of_twin = expected[key]
            assert heard.coverage_minutes_interfered == pytest.approx(of_twin[0], rel=1e-5, abs=1e-4)
            assert heard.served_minutes_interfered == pytest.approx(of_twin[1], rel=1e-5, abs=1e-4)
            assert (heard.person_minutes_interfered or 0.0) == pytest.approx(of_twin[2], rel=1e-5, abs=1e-4)
        else:
            assert heard.heard_interfered is heard.person_hours_interfered is None
    for disturbed, undisturbed in zip(result.per_transmission, alone.per_transmission, strict=True):
        assert disturbed.heard.coverage_minutes == pytest.approx(undisturbed.heard.coverage_minutes)
        assert undisturbed.heard.heard_interfered is None
