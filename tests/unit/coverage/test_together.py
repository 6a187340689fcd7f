"""Under several at once powers add up, as far as they are on the air together, and at every point of the target."""

from datetime import date, timedelta

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.coverage.compatibility import compatibility
from bcastplan.coverage.coverage_facts import coverage_facts
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.predicted_months import Slot, slot_calendar
from bcastplan.coverage.predicted_samples import sample
from bcastplan.coverage.receiver_places import point_indices
from bcastplan.coverage.reliabilities import date_flags
from bcastplan.coverage.samples import AskedMoments, Listening
from bcastplan.coverage.together import Crowd, crowds_of
from bcastplan.model.clock import ClockTime
from bcastplan.model.plan import Codes
from bcastplan.model.season import parse_season
from bcastplan.model.sites import OwnSite
from bcastplan.model.transmission import Transmission
from bcastplan.reference import target_points
from bcastplan.reference.directory import Directory
from bcastplan.science.protection import HF_AM

SITES = {"USK": OwnSite("Ussuriysk", "RUS", 43.54, 131.93), "TIN": OwnSite("Tinian", "MRA", 15.05, 145.6)}
DIRECTORY = Directory(Codes(sites=SITES))
ONE = CoverageOptions(ssn=60.0, dates=(date(2026, 7, 15),))


def transmission(site="TIN", khz=9565.0, kw=250.0, start=900, stop=960, target="44NE", **more):
    values = {"antenna": "AHR2/2/0.5", "azimuth": 330.0} | more
    return Transmission(
        frequency=khz, site=site, power=kw, time=ClockTime(start, stop), target=target,
        window=parse_season("A26").window, **values,
    )  # fmt: skip


WANTED = transmission("USK", azimuth=215.0, target="44")


def judged(*rows, pairs=None, **more):
    facts = [coverage_facts(one, DIRECTORY) for one in rows]
    every = [(0, number) for number in range(1, len(rows))] if pairs is None else pairs
    return compatibility(build(rows), facts, every, ONE, **more)


def level_db(one, target, hour=15):
    """Level of a transmission at the points of any target."""
    emission = coverage_facts(one.changed(target=target), DIRECTORY).emission
    points = point_indices(target_points(target))
    asked = AskedMoments(*(np.array([number]) for number in (0, 0, hour, 0)), [points])
    found = sample([emission], [Slot(2026, 7, 60.0, "given")], asked, Listening(), progress=lambda *_: None,
                   cancelled=lambda: False)  # fmt: skip
    return found.level_db.astype(float)


def test_the_margin_is_over_the_power_sum_at_all_points_of_the_target():
    """PROTECTION: margin = wanted - 10 log sum 10^((unwanted + relative) / 10) - ratio."""
    others = [transmission(khz=9565.0), transmission(khz=9570.0, kw=500.0), transmission(khz=9555.0, target="44S")]
    (found,) = judged(WANTED, *others).together[:1]
    weighted = [level_db(one, "44") + float(HF_AM.at(one.frequency_khz - 9565.0)) for one in others]
    margin = level_db(WANTED, "44") - 10 * np.log10(np.sum(10 ** (np.array(weighted) / 10), axis=0)) - 17.0
    assert found.row == 0
    assert found.interferers == (1, 2, 3)
    assert found.margin_db == pytest.approx(np.median(margin), abs=1e-3)
    assert found.protected == pytest.approx(np.mean(margin >= 0.0))
    order = sorted(range(3), key=lambda number: -np.median(weighted[number]))
    assert found.at_once == tuple(number + 1 for number in order)


def test_two_equal_interferers_cost_three_decibels():
    one = judged(WANTED, transmission()).together[0]
    two = judged(WANTED, transmission(), transmission(service="another")).together[0]
    assert one.margin_db - two.margin_db == pytest.approx(10 * np.log10(2), abs=1e-3)
    assert two.overall <= one.overall <= one.basic == pytest.approx(two.basic)


def test_interferers_that_follow_each_other_do_not_add_up():
    first, second = transmission(stop=930), transmission(start=930)
    apart = judged(WANTED, first, second).together[0]
    assert apart.margin_db == pytest.approx(judged(WANTED, transmission()).together[0].margin_db, abs=1e-3)
    assert apart.minutes == 60 * 210
    assert len(apart.at_once) == 1


def test_what_cannot_be_predicted_is_told_and_only_own_rows_are_judged():
    nowhere, elsewhere = transmission().changed(site=None), transmission(target="27")
    found = judged(WANTED, transmission(), nowhere, elsewhere, own_rows=1).together
    assert [(one.row, one.interferers, one.not_predicted) for one in found] == [(0, (1, 3), (2,))]
    assert judged(WANTED, nowhere).together == []
    assert {one.row for one in judged(WANTED, transmission()).together} == {0, 1}


def test_other_ratios_take_part_with_their_own():
    drm, plain = transmission(mode="DRM"), transmission()
    both = judged(WANTED, drm, plain).together[0]
    weights = [level_db(drm, "44") + 6.0 + 17.0, level_db(plain, "44") + 17.0]
    margin = level_db(WANTED, "44") - 10 * np.log10(np.sum(10 ** (np.array(weights) / 10), axis=0))
    assert both.margin_db == pytest.approx(np.median(margin), abs=1e-3)


@st.composite
def moments(draw):
    start = draw(st.integers(0, 1439))
    first = draw(st.integers(0, 8))
    return {
        "start": start, "stop": start + draw(st.integers(1, 600)),
        "days": draw(st.sampled_from([127, 0b1010101, 0b0000011, 0b1100000])),
        "from": date(2026, 7, 1) + timedelta(days=first),
        "until": date(2026, 7, 1) + timedelta(days=first + draw(st.integers(0, 8))),
    }  # fmt: skip


def minutes_on_air(table, row):
    """Every (bit, minute) a row is on the air."""
    flags = date_flags(table.segment_dates[:])
    found = set()
    ours = table.segments_of(row)
    for segment in range(ours.start, ours.stop):
        for bit in np.flatnonzero(flags[segment]).tolist():
            span = range(int(table.segment_start[segment]), int(table.segment_stop[segment]))
            found.update((bit, minute) for minute in span)
    return found


def crowds_and_a_count(rows):
    table = build([transmission(**row) for row in rows])
    calendar = slot_calendar(table, ssn=60.0, dates=(date(2026, 6, 15), date(2026, 7, 10)))
    found = crowds_of(table, calendar, date_flags(table.segment_dates[:]), 0, range(1, len(rows)))
    on_air = [minutes_on_air(table, row) for row in range(len(rows))]
    expected = {}
    for bit, minute in on_air[0]:
        together = tuple(row for row in range(1, len(rows)) if (bit, minute) in on_air[row])
        if together:
            crowd = Crowd(int(calendar.slot_of_date[calendar.window_of_row[0], bit]), minute // 60, together)
            expected[crowd] = expected.get(crowd, 0) + 1
    return found, expected


@given(st.lists(moments(), min_size=2, max_size=4))
@examples(30)
def test_crowds_are_a_count_minute_by_minute(rows):
    found, expected = crowds_and_a_count(rows)
    assert found == expected


@given(st.lists(moments(), min_size=4, max_size=4), st.integers(38, 90))
@examples(3)
def test_so_are_crowds_of_more_rows_than_a_number_has_bits(rows, others):
    """Dates are told apart by numbers that have a bit for each row, forty at a time."""
    spread = [
        rows[0],
        *(rows[1 + number % 3] | {"start": 40 + number, "stop": 700 + number} for number in range(others)),
    ]
    found, expected = crowds_and_a_count([rows[0] | {"start": 60, "stop": 200}, *spread[1:]])
    assert found == expected
