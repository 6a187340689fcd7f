"""Coverage-hours against a twin that asks, minute by minute and place by place, which frequency is heard best.

The physics is replaced by a table of arbitrary reliabilities: what is counted here is airtime.
"""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

import numpy as np
import pytest
from examples import examples
from hypothesis import example, given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.coverage import moment_hearings, reliabilities
from bcastplan.coverage.audiences import Audience
from bcastplan.coverage.cell_minutes import minutes_by_bucket
from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.coverage_facts import CoverageFacts
from bcastplan.coverage.coverage_hours import Division, coverage_of
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.predicted_months import reference_dates
from bcastplan.coverage.receiver_places import place_coordinates
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
PEOPLE = {  # the places of groups of listeners by number, and who lives there; groups differ about place 2
    "towns": {1: 500.0, 2: 1500.0, 6: 250.0},
    "border": {2: 1000.0, 3: 4000.0},
    "empty village": {4: 0.0, 7: 125.0},
}
SERVED = 0.625
BANDS = {5995: ("49 m", 5), 9565: ("31 m", 8), 9570: ("31 m", 8)}


def group(name: str) -> Audience:
    """A group of listeners at the places with these numbers."""
    latitude, longitude = place_coordinates()
    return Audience.of_people(
        name, [(latitude[place - 1], longitude[place - 1], people) for place, people in PEOPLE[name].items()]
    )


GROUPS = {name: group(name) for name in PEOPLE}


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
    audience = GROUPS.get(draw(st.sampled_from(["", "", *GROUPS])))
    points = TARGETS[target] if audience is None else audience.points
    emission = Emission(0.0, 0.0, float(frequency), 100.0, None, None, 0.0, None, False, points)
    known = draw(st.sampled_from([True, True, True, False]))
    facts = CoverageFacts(
        draw(st.sampled_from(["VOA", "RFA"])), target, *BANDS[frequency], emission if known else None,
        () if known else ("power",), listeners=audience.name if audience else None, peopled=audience,
    )  # fmt: skip
    return transmission, facts


def invented(frequency_khz: float, month: int, hour: int, point: int) -> float:
    """A reliability nobody would guess, in eighths so that sums are exact."""
    return ((int(frequency_khz) // 5 * 7 + month * 3 + hour * 5 + point * 11) % 9) / 8


def invented_samples(emissions, slots, asked, listening, **_):
    request = asked.request()
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


class Counted:
    """What the twin counts: minutes, minutes weighed with shares, minutes times people; and whose listeners."""

    def __init__(self):
        self.programme = self.predicted = self.peopled = 0
        self.covered = self.served = self.person = 0.0
        self.rows = set()

    def add(self, facts, active, months, hour):
        self.programme += 1
        self.rows.update(active)
        active = [row for row in active if facts[row].emission is not None]
        of_people = [row for row in active if facts[row].listeners]
        best: dict[int, float] = {}
        weight: dict[int, float] = {}
        for row in of_people or active:
            emission = facts[row].emission
            for place in range(emission.points.bit_length()):
                if emission.points >> place & 1:
                    value = invented(emission.frequency_khz, months[row], hour, place)
                    best[place] = max(best.get(place, 0.0), value)
                    people = PEOPLE[facts[row].listeners][place + 1] if of_people else 1.0
                    weight[place] = max(weight.get(place, 0.0), people)
        if best:
            whole = sum(weight.values())
            self.predicted += 1
            self.covered += sum(best[place] * weight[place] for place in best) / whole
            self.served += sum(weight[place] for place in best if best[place] >= SERVED) / whole
            if of_people:
                self.peopled += 1
                self.person += sum(best[place] * weight[place] for place in best)

    def listeners(self, facts):
        """Names and people of the groups that are predicted."""
        names = {facts[row].listeners for row in self.rows if facts[row].emission is not None} - {None}
        most: dict[int, float] = {}
        for name in names:
            for place, people in PEOPLE[name].items():
                most[place] = max(most.get(place, 0.0), people)
        return tuple(sorted(names)), sum(most.values()) if names else None


def twin(table, facts, key_of_row, day_counts=lambda day: True):
    """What is counted under every key, from sets of moments."""
    on_air = defaultdict(lambda: defaultdict(list))
    for row in range(len(table)):
        for moment in moments_of(table, row):
            if day_counts(moment.date()):
                on_air[key_of_row(row, moment), facts[row].service][moment].append(row)
    totals = defaultdict(Counted)
    for (key, _), moments in on_air.items():
        for moment, active in moments.items():
            months = {row: month_for(moment.date(), table.transmissions[row].window) for row in active}
            totals[key].add(facts, active, months, moment.hour)
    return totals


def compare(heard, expected, facts=None):
    assert (heard.programme_minutes, heard.predicted_minutes) == (expected.programme, expected.predicted)
    assert heard.peopled_minutes == expected.peopled
    for weighed, sum_of_twin, is_known in (
        (heard.coverage_minutes, expected.covered, expected.predicted),
        (heard.served_minutes, expected.served, expected.predicted),
        (heard.person_minutes, expected.person, expected.peopled),
    ):
        assert weighed == (pytest.approx(sum_of_twin, rel=1e-6, abs=1e-6) if is_known else None)
    if facts is not None:
        assert (heard.listeners, heard.people) == expected.listeners(facts)


@examples(25)
@given(st.lists(rows(), max_size=5), st.booleans(), st.sampled_from([1, 2, 1000]))
@example([], False, 1000)
def test_coverage_is_what_a_count_minute_by_minute_gives(drawn, by_hour, at_once):
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
    with (
        patch.object(reliabilities, "sample", invented_samples),
        patch.object(moment_hearings, "_MOMENTS_AT_ONCE", at_once),
        patch.object(moment_hearings, "_VALUES_AT_ONCE", at_once),
    ):
        result = coverage_of(table, facts, division, CoverageOptions(served=SERVED), by_hour=by_hour, last=last)

    def until(day):
        return day <= last

    total = twin(table, facts, lambda row, moment: None, until)
    compare(result.total, total[None], facts)
    by_band = twin(
        table, facts, lambda row, moment: (facts[row].band, moment.hour) if by_hour else (facts[row].band,), until
    )
    assert [row.values for row in result.rows] == sorted(
        by_band, key=lambda key: (dict((band, order) for order, band in bands)[key[0]], *key[1:])
    )
    for row in result.rows:
        compare(row.heard, by_band[row.values], None if by_hour else facts)
    alone = twin(table, facts, lambda row, moment: row, until)
    assert {one.row for one in result.per_transmission} == set(alone)
    for one in result.per_transmission:
        compare(one.heard, alone[one.row], facts)

    def towards(row):
        return facts[row].service, facts[row].listeners or facts[row].target

    strips = twin(table, facts, lambda row, moment: (*towards(row), moment.hour), until)
    assert {(strip.service, strip.towards) for strip in result.strips} == {key[:2] for key in strips}
    for strip in result.strips:
        for hour, cell in enumerate(strip.hours):
            compare(cell.heard, strips.get((strip.service, strip.towards, hour), Counted()))


@examples(15)
@given(st.lists(rows(), min_size=1, max_size=4))
def test_buckets_that_meet_at_one_o_clock_share_every_minute(drawn):
    table = build([transmission for transmission, _ in drawn])
    facts = [fact for _, fact in drawn]
    with patch.object(reliabilities, "sample", invented_samples):
        coverage = coverage_of(table, facts, options=CoverageOptions(served=SERVED)).coverage
    units, group_of_unit = group_units(np.zeros(len(facts), dtype=np.intp), service_numbers(facts))
    days = np.arange(table.words * 64)
    edge = table.bit_of(EDGE)
    buckets = [(days <= edge, days < edge), (days > edge, days >= edge)]
    counted = minutes_by_bucket(coverage, units, group_of_unit.size, buckets)

    def season(row, moment):
        return int(moment - timedelta(hours=1) >= datetime.combine(EDGE, time.min))

    expected = twin(table, facts, season)
    for bucket in (0, 1):
        for name in ("programme", "predicted", "peopled", "covered", "served", "person"):
            of_twin = getattr(expected[bucket], name)
            assert getattr(counted, name)[:, bucket].sum() == pytest.approx(of_twin, rel=1e-6, abs=1e-6), name
