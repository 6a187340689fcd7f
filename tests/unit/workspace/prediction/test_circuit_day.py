"""A circuit's day: the curves keep their order, and every number is what single circuits and coverage give."""

from datetime import date

import numpy as np
import pytest

from bcastplan.coverage.audiences import SERVED
from bcastplan.coverage.circuit_ends import Receiver
from bcastplan.coverage.single_circuits import CircuitRows, predict_circuits
from bcastplan.model.season import Window
from bcastplan.workspace.opening.open_plans import open_paths
from bcastplan.workspace.prediction.circuit_day import (
    NoCircuit,
    circuit_day,
    months_of,
    nearest_month,
    slot_of,
)
from bcastplan.workspace.prediction.plan_coverage import coverage_of_workspace

TEXT = """\
bcastplan: 1
service: S
season: A26
defaults: {site: PHT, power: 250, antenna: 216, azimuth: 21, target: 44NE}
transmissions:
  - {id: night, frequency: 7460, time: 1200-2100}
  - {id: mw, frequency: 1188, time: 1200-2100}
"""


@pytest.fixture
def opened(tmp_path):
    (tmp_path / "s.yaml").write_text(TEXT)
    return open_paths([str(tmp_path)])


def test_the_months_of_a_season_and_the_nearest_of_them():
    months = months_of(Window(date(2026, 10, 25), date(2027, 3, 28)))
    assert months == [(2026, 10), (2026, 11), (2026, 12), (2027, 1), (2027, 2), (2027, 3)]
    assert nearest_month(months, date(2027, 1, 31)) == (2027, 1)
    assert nearest_month(months, date(2020, 5, 1)) == (2026, 10)


def test_the_numbers_are_those_of_single_circuits_and_of_coverage(opened):
    plan = opened.plans[0]
    transmission = plan.transmissions[0]
    slot = slot_of(2026, 7)
    day = circuit_day(plan, transmission, slot)
    assert (day.fot_mhz < day.muf_mhz).all()
    result = coverage_of_workspace(opened)
    reliabilities = result.coverage.reliabilities
    emission = int(reliabilities.emission_of_row[0])
    number = next(at for at, one in enumerate(result.slots) if (one.year, one.month) == (2026, 7))
    for hour in range(12, 21):
        assert day.heard[hour] == pytest.approx(reliabilities.at(emission, number, hour).mean(), abs=1e-6)
    served = _reliability(plan, slot, np.arange(24), day.luf_mhz)
    below = _reliability(plan, slot, np.arange(24), day.luf_mhz - 0.5)
    known = ~np.isnan(day.luf_mhz)
    assert known.sum() > 12
    assert (served[known] >= SERVED - 0.02).all()  # the single circuit takes the crossings of 90 km, a little apart
    found_lower = known & (day.luf_mhz > 2.4)
    assert (below[found_lower] < SERVED + 0.02).all()


def _reliability(plan, slot, hours, mhz):
    """Of single circuits to the mean direction of the test points of 44NE."""
    from bcastplan.reference import target_numbers, test_points

    points = [test_points()[number - 1] for number in target_numbers("44NE")]
    radians = np.radians([(point.latitude, point.longitude) for point in points])
    mean = np.array([np.cos(radians[:, 0]) * np.cos(radians[:, 1]), np.cos(radians[:, 0]) * np.sin(radians[:, 1]),
                     np.sin(radians[:, 0])]).mean(axis=1)  # fmt: skip
    latitude = np.degrees(np.arctan2(mean[2], np.hypot(*mean[:2])))
    longitude = np.degrees(np.arctan2(mean[1], mean[0]))
    site = plan.directory.location("PHT")
    size = hours.size
    filled = np.nan_to_num(mhz, nan=5.0)
    rows = CircuitRows(
        *(np.full(size, value) for value in (site.latitude, site.longitude, latitude, longitude, slot.month, slot.r12)),
        hours + 0.5, filled, np.full(size, 250.0),
        [plan.directory.antenna_definition("216")] * size, np.full(size, 21.0),
    )  # fmt: skip
    return np.nan_to_num(predict_circuits(rows, Receiver()).bcr_pct) / 100.0


def test_what_is_missing_is_named_and_medium_wave_has_no_share(opened):
    plan = opened.plans[0]
    with pytest.raises(NoCircuit, match="power"):
        circuit_day(plan, plan.transmissions[0].changed(power_kw=None), slot_of(2026, 7))
    assert circuit_day(plan, plan.transmissions[1], slot_of(2026, 7)).heard is None
