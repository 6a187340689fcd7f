"""A likely range holds the truth as often as it says, whatever the circuits, hours and months."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from examples import tries

from bcastplan.airtime.table import build
from bcastplan.coverage import likely_range
from bcastplan.coverage.airtime_cells import Coverage
from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.coverage_facts import coverage_facts
from bcastplan.coverage.coverage_hours import coverage_of, coverage_result, predict_coverage
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.likely_range import DRAWS, DrawnCoverage, circuit_errors_db
from bcastplan.coverage.reliabilities import Reliabilities
from bcastplan.coverage.samples import Listening, Means
from bcastplan.model.clock import ClockTime
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory
from bcastplan.tasks.processes import Processes

SITES = ("PHT", "TIN", "UDO", "KWT", "LAM", "BIB")
TARGETS = ("44NE", "43,44", "40E,41NW", "49", "54")
OPTIONS = CoverageOptions(ssn=70.0, likely_range=True)


def transmissions(count, seed=3):
    rng = np.random.default_rng(seed)
    window = parse_season("A26").window
    rows = []
    for number in range(count):
        start = int(rng.integers(0, 18))
        rows.append(
            Transmission(
                service=f"service {number % 20}",
                frequency=float(5900 + 5 * rng.integers(0, 1500)),
                time=ClockTime(60 * start, 60 * start + 60 * int(rng.integers(2, 6))),
                site=str(rng.choice(SITES)),
                target=str(rng.choice(TARGETS)),
                power=float(rng.choice([50.0, 100.0, 250.0])),
                azimuth=float(rng.integers(1, 360)),
                window=window,
            )
        )
    return rows


def facts_of(rows):
    directory = Directory()
    return [coverage_facts(row, directory) for row in rows]


@pytest.fixture(scope="module")
def predicted():
    rows = transmissions(80)
    table, facts = build(rows), facts_of(rows)
    return table, facts, predict_coverage(table, facts, OPTIONS)


def shares(result):
    return np.array([row.heard.share for row in result.per_transmission])


def bounds(result):
    return np.array([(row.heard.heard_low, row.heard.heard_high) for row in result.per_transmission]).T


def truth(predicted, errors_db):
    """The shares that would be, were the signals off by these errors, (S,)."""
    _, facts, coverage = predicted
    known = coverage.reliabilities.predicted
    samples = replace(known.samples, snr_db=known.samples.snr_db + errors_db.astype(np.float32))
    samples = replace(samples, reliability=np.empty_like(samples.reliability))
    samples.judge(np.full(samples.snr_db.size, Listening().required_db(False), np.float32))
    reliabilities = Reliabilities(coverage.reliabilities.emission_of_row, replace(known, samples=samples))
    other = Coverage(coverage.table, coverage.calendar, reliabilities, coverage.audience_of_row, coverage.served_from)
    return shares(coverage_result(other, facts))


def circuit_of_sample(known):
    """A number for the circuit of each sample, and the standard deviation of its error."""
    circuit, sd_db = (np.zeros(known.samples.snr_db.size, kind) for kind in (int, float))
    numbers = {}
    for number, emission in enumerate(known.emissions):
        errors = circuit_errors_db(emission, *(values[known.points[number]] for values in places()))
        for start in known.start[number][known.start[number] >= 0]:
            for place, point in enumerate(known.points[number].tolist()):
                key = (emission.latitude, emission.longitude, emission.frequency_khz, point)
                circuit[start + place] = numbers.setdefault(key, len(numbers))
                sd_db[start + place] = errors[place].std()
    return circuit, sd_db


def places():
    return likely_range.place_coordinates()


def test_the_range_holds_the_truth_as_often_as_it_says(predicted):
    table, facts, coverage = predicted
    low, high = bounds(coverage_of(table, facts, None, OPTIONS))
    circuit, sd_db = circuit_of_sample(coverage.reliabilities.predicted)
    rng = np.random.default_rng(99)
    held = []
    for _ in range(6):
        actual = truth(predicted, sd_db * rng.normal(size=circuit.max() + 1)[circuit])
        held.append((low - 1e-4 <= actual) & (actual <= high + 1e-4))
    assert 0.62 < np.mean(held) < 0.76  # 480 ranges of 68 %: three standard deviations are 6 %


def test_a_range_that_ignores_correlation_is_too_narrow(predicted):
    coverage = predicted[2]
    circuit, sd_db = circuit_of_sample(coverage.reliabilities.predicted)
    rng = np.random.default_rng(5)
    drawn = np.stack([truth(predicted, sd_db * rng.normal(size=circuit.size)) for _ in range(tries(80))])
    low, high = np.percentile(drawn, [16, 84], axis=0)
    held = []
    for _ in range(6):
        actual = truth(predicted, sd_db * rng.normal(size=circuit.max() + 1)[circuit])
        held.append((low <= actual) & (actual <= high))
    assert np.mean(held) < 0.45


def test_every_figure_has_its_range_and_none_without_being_asked(predicted):
    table, facts, coverage = predicted
    result = coverage_of(table, facts, None, OPTIONS)
    for heard in [
        result.total,
        *(row.heard for row in result.per_transmission),
        *(strip.heard for strip in result.strips),
        *(hour.heard for strip in result.strips for hour in strip.hours if hour.heard.predicted_minutes),
    ]:
        assert 0.0 <= heard.heard_low <= heard.heard_high <= 1.0
    low, high = bounds(result)
    assert result.total.heard_high - result.total.heard_low < np.median(high - low)  # many circuits average out
    assert coverage_result(coverage, facts).total.heard_low is None


def test_draws_follow_from_the_circuit_alone(predicted):
    table, facts, _ = predicted
    first = bounds(coverage_of(table, facts, None, OPTIONS))
    np.testing.assert_array_equal(bounds(coverage_of(table, facts, None, OPTIONS)), first)
    rows = transmissions(80)[10:13]
    few = bounds(coverage_of(build(rows), facts_of(rows), None, OPTIONS))
    np.testing.assert_allclose(few, first[:, 10:13], atol=1e-6)


def test_several_processes_draw_what_one_does(predicted, monkeypatch):
    table, facts, _ = predicted
    alone = bounds(coverage_of(table, facts, None, OPTIONS))
    monkeypatch.setattr(likely_range, "_WORTH_MOMENTS", 0)
    monkeypatch.setattr(likely_range, "_MOMENTS_AT_ONCE", 50)
    together = coverage_of(table, facts, None, replace(OPTIONS, means=Means(Processes(2))))
    np.testing.assert_array_equal(bounds(together), alone)


def test_errors_have_the_spread_of_the_distance_and_nothing_in_common():
    emission = Emission(15.0, 145.0, 9565.0, 250.0, None, None, 0.0, None, False, 0)
    latitude, longitude = np.linspace(-60.0, 75.0, 300), np.linspace(-170.0, 170.0, 300)
    errors = circuit_errors_db(emission, latitude, longitude)
    assert errors.shape == (300, DRAWS)
    distance = likely_range.great_circle_distance_km(15.0, 145.0, latitude, longitude)
    for near, far, sd_db in ((0, 7000, 8.6), (7000, 9000, 8.4), (9000, 20100, 10.7)):
        some = errors[(distance >= near) & (distance < far)]
        assert some.std() == pytest.approx(sd_db, rel=0.03)
        assert abs(some.mean()) < 0.25
    correlation = np.corrcoef(errors)
    assert np.abs(correlation[~np.eye(300, dtype=bool)]).mean() < 0.07
    other = circuit_errors_db(replace(emission, frequency_khz=9570.0), latitude, longitude)
    assert abs(np.corrcoef(errors.ravel(), other.ravel())[0, 1]) < 0.02
    same = circuit_errors_db(replace(emission, power_kw=100.0, azimuth_deg=21.0), latitude, longitude)
    np.testing.assert_array_equal(same, errors)
    low = circuit_errors_db(replace(emission, frequency_khz=1350.0), latitude, longitude)
    assert low.std() == pytest.approx(8.0, rel=0.03)


def test_a_bucket_has_the_range_of_its_dates(predicted):
    """The edge of a season falls into a clock hour: what is before it counts by other dates than what is after."""
    table, _, coverage = predicted
    drawn = DrawnCoverage(coverage, OPTIONS.listening, Means())
    every = np.ones(table.words * 64, dtype=bool)
    some = np.arange(every.size) < 60
    each = np.arange(len(table))
    in_buckets = drawn.ranges_in_buckets(each, each, [(every, every), (some, some), (some & False, some)])
    for number, dates in ((0, every), (1, some)):
        expected = drawn.ranges(each, each, dates)
        assert expected
        assert {(row, None): pair for (row, bucket), pair in in_buckets.items() if bucket == number} == expected
    at_midnight = [row for row in each.tolist() if table.start_minute[row] < 60]
    assert at_midnight
    for row in each.tolist():
        assert (in_buckets.get((row, 2)) == in_buckets.get((row, 1))) is (row not in at_midnight)


def test_a_period_without_airtime_has_no_range(predicted):
    table, facts, _ = predicted
    result = coverage_of(table, facts, None, OPTIONS, first=date(2030, 1, 1))
    assert result.total.heard_low is None
