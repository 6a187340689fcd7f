"""R12: the 13-month mean of the sunspot number on its original scale."""

import itertools

import pytest

from bcastplan.reference import smoothed_sunspot_number
from bcastplan.reference.storage import read_shipped

SCALE = 0.7

# Extremes of the 13-month smoothed number (version 2) as published by SILSO, www.sidc.be/SILSO/cyclesminmax:
# cycles 22 to 25 maximum, minimum between 23 and 24. Here they are on the scale of version 1.
EXTREMES = [(1989, 11, 212.5), (2001, 11, 180.3), (2008, 12, 2.2), (2014, 4, 116.4), (2024, 10, 160.9)]


@pytest.mark.parametrize(("year", "month", "version_2"), EXTREMES)
def test_published_extremes(year: int, month: int, version_2: float) -> None:
    number = smoothed_sunspot_number(year, month)
    assert number is not None
    assert number.status == "observed"
    assert number.r12 == pytest.approx(SCALE * version_2, abs=0.15)  # both sides are rounded to 0.1


def test_outside_the_table_there_is_no_number() -> None:
    assert smoothed_sunspot_number(1957, 10) is None
    assert smoothed_sunspot_number(2100, 1) is None
    assert smoothed_sunspot_number(2020, 13) is None


def test_predictions_follow_observations_without_a_gap_or_a_jump() -> None:
    rows = read_shipped("sunspots", ("year", "month", "r12", "status"), tuple)
    months = [12 * int(year) + int(month) - 1 for year, month, _, _ in rows]
    assert months == list(range(months[0], months[-1] + 1))
    statuses = [status for *_, status in rows]
    turn = statuses.index("predicted")
    assert set(statuses[:turn]) == {"observed"}
    assert set(statuses[turn:]) == {"predicted"}
    values = [float(r12) for _, _, r12, _ in rows]
    assert all(value >= 0 for value in values)
    steps = [abs(later - earlier) for earlier, later in itertools.pairwise(values)]
    assert max(steps[turn - 1 :]) <= max(steps[: turn - 1])
