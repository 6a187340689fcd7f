"""What is needed is predicted once, and nothing else: every moment at the places that were asked for then."""

from datetime import date

import numpy as np
import pytest

from bcastplan.coverage import reliabilities
from bcastplan.coverage.coverage_facts import coverage_facts
from bcastplan.coverage.needed_samples import NeededSamples
from bcastplan.coverage.predicted_months import Slot
from bcastplan.coverage.receiver_places import point_indices
from bcastplan.coverage.samples import Listening
from bcastplan.model.clock import ClockTime
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Transmission
from bcastplan.reference import target_points
from bcastplan.reference.directory import Directory

SLOTS = [Slot(2026, 4, 60.0, "given"), Slot(2026, 7, 60.0, "given")]


def emission(site="TIN", target="44NE", khz=9565.0):
    transmission = Transmission(
        frequency=khz, site=site, power=250.0, time=ClockTime(900, 960), target=target, antenna="AHR2/2/0.5",
        azimuth=330.0, window=parse_season("A26").window, **{"from": date(2026, 4, 1)},
    )  # fmt: skip
    return coverage_facts(transmission, Directory()).emission


def predicted(needed):
    return needed.predicted(SLOTS, Listening(), progress=lambda *_: None, cancelled=lambda: False)


def test_a_moment_is_predicted_at_the_places_asked_for_then(monkeypatch):
    asked = []
    monkeypatch.setattr(
        reliabilities, "sample", lambda *args, **kwargs: (asked.append(args[2]), sample(*args, **kwargs))[1]
    )
    needed = NeededSamples()
    few, many = target_points("44NE"), target_points("44,45")
    number = needed.number(emission())
    assert needed.number(emission(target="49")) == number  # whom it is aimed at does not matter
    needed.add(number, 0, 14, few)
    needed.add(number, 1, 15, many)
    found = predicted(needed)
    assert asked[0].count == few.bit_count() + many.bit_count()
    assert found.place(number, 0, 15) is None
    assert found.place(number, 0, 14).stop - found.place(number, 0, 14).start == few.bit_count()
    assert found.points[number].tolist() == point_indices(few | many).tolist()


def test_samples_are_those_of_a_request_for_all_places():
    needed, whole = NeededSamples(), NeededSamples()
    few, many = target_points("44NE"), target_points("44,45")
    for each, points in ((needed, few), (whole, many)):
        number = each.number(emission())
        each.add(number, 0, 14, points)
        each.add(number, 1, 15, many)
    sparse, full = predicted(needed), predicted(whole)
    places = point_indices(few)
    here, there = (each.samples_at(number, 0, 14, places) for each in (sparse, full))
    assert sparse.samples.snr_db[here] == pytest.approx(full.samples.snr_db[there], abs=1e-3)
    assert np.isfinite(sparse.samples.snr_db).all()
    with pytest.raises(AssertionError):
        sparse.samples_at(number, 0, 15, places)


sample = reliabilities.sample
