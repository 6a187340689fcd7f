"""What a row brings into a conflict, and the tables of kinds, severities and rasters."""

import numpy as np
import pytest

from bcastplan.conflicts import Kind, RowSide
from bcastplan.conflicts.kinds import (
    HF_FROM_HZ,
    PAIR_KINDS,
    SEVERITIES,
    WIDEST_HZ,
    raster_steps_hz,
    severity_ranks,
)
from bcastplan.model.finding import Severity
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Transmission

A26 = parse_season("A26").window


def made(**keys):
    return Transmission(window=A26, **({"frequency": "9565", "time": "1500-1600", "service": "Radio X"} | keys))


def test_a_side_that_nothing_is_known_of_is_a_row_of_ours_at_the_beginning_of_its_file():
    side = RowSide()
    assert (side.frequency_khz, side.is_reference, side.drm, side.line) == (0.0, False, False, 1)


@pytest.mark.parametrize(
    ("codes", "is_station"), [({}, True), ({"broadcaster": "VOA"}, False), ({"manager": "AGM"}, False)]
)
def test_a_name_stands_for_a_station_where_there_is_no_code(codes, is_station):
    assert (RowSide.of(made(**codes)).station is not None) is is_station


def test_a_side_moves_with_its_transmission_and_keeps_whose_it_is():
    side = RowSide.of(made(site="PHT", transmitter="1", antenna="216"), region=3, plan="p", position=(15.0, 120.0))
    there = made(frequency="7465", days="Sat", site="SAI", transmitter="2", antenna="218", sync="s1")
    moved = side.moved(there)
    assert moved == RowSide.of(there, region=3, plan="p", position=(15.0, 120.0))
    assert moved != side


def test_rasters_by_band_and_region():
    hz = np.array([648_000, HF_FROM_HZ - 1, HF_FROM_HZ, 9_565_000])
    steps = {region: raster_steps_hz(hz, np.full(4, region, dtype=np.uint8)).tolist() for region in range(4)}
    assert steps[0] == steps[1] == steps[3] == [9000, 9000, 5000, 5000]
    assert steps[2] == [10_000, 10_000, 5000, 5000]
    assert WIDEST_HZ == 20_000  # second-adjacent in Region 2


EXTERNAL_AND_OWN = {
    Kind.CO_CHANNEL: (Severity.ERROR, Severity.WARNING),
    Kind.ADJACENT: (Severity.WARNING, Severity.INFO),
    Kind.SECOND_ADJACENT: (Severity.INFO, Severity.INFO),
    Kind.DUPLICATE: (Severity.WARNING, Severity.ERROR),
}


@pytest.mark.parametrize("kind", range(len(PAIR_KINDS)))
@pytest.mark.parametrize("own", [False, True])
def test_what_is_doubtful_weighs_one_step_less_each_time(kind, own):
    base = SEVERITIES.index(EXTERNAL_AND_OWN[PAIR_KINDS[kind]][own])
    for unknown in (False, True):
        for probable in (False, True):
            columns = (np.array([kind], dtype=np.int8), *(np.array([flag]) for flag in (own, False, unknown, probable)))
            assert severity_ranks(*columns).tolist() == [min(base + unknown + probable, 2)]
