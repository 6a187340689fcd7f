"""Offsets learned from reports: on logs made up with known offsets, prediction of a left-out report gets better.

Where there is no offset it gets worse by two per cent at most.
"""

from math import sqrt

import numpy as np
import pytest

from bcastplan.monitoring.circuit_offsets import Observation, learned_offset, reliability_with

CIRCUITS = 120
REQUIRED_DB, DECILE_DB = 34.0, 11.0
SD_DB = DECILE_DB / 1.281552


def made_up(seed, offset_sd_db, *, ratios):
    """Circuits with their true offset and observations drawn from the model itself."""
    rng = np.random.default_rng(seed)
    circuits = []
    for _ in range(CIRCUITS):
        offset_db = rng.normal(0.0, offset_sd_db) if offset_sd_db else 0.0
        observations = []
        for _ in range(int(rng.integers(3, 25))):
            predicted_db = float(rng.uniform(25.0, 50.0))
            bare = Observation(predicted_db, DECILE_DB, DECILE_DB, REQUIRED_DB, None, None)
            if ratios:
                heard = predicted_db + offset_db + rng.normal(0.0, SD_DB)
                observations.append(bare._replace(snr_db=float(heard)))
            else:
                usable = rng.random() < float(reliability_with(bare, np.array(offset_db)))
                observations.append(bare._replace(usable=bool(usable)))
        circuits.append((offset_db, observations))
    return circuits


def left_out_error(circuits, *, learning):
    """Root mean square error over all reports, each predicted from the others of its circuit."""
    squares = []
    for _, observations in circuits:
        for number, observation in enumerate(observations):
            others = observations[:number] + observations[number + 1 :]
            offset_db = learned_offset(others).mean_db if learning else 0.0
            if observation.snr_db is not None:
                squares.append((observation.snr_db - observation.predicted_snr_db - offset_db) ** 2)
            else:
                squares.append((observation.usable - float(reliability_with(observation, np.array(offset_db)))) ** 2)
    return sqrt(sum(squares) / len(squares))


@pytest.mark.parametrize("ratios", [True, False], ids=["ratios", "merits"])
def test_the_error_of_a_left_out_report_falls_where_there_are_offsets(ratios):
    circuits = made_up(1, 9.0, ratios=ratios)
    assert left_out_error(circuits, learning=True) < 0.95 * left_out_error(circuits, learning=False)


@pytest.mark.parametrize("ratios", [True, False], ids=["ratios", "merits"])
def test_it_rises_by_two_per_cent_at_most_where_there_are_none(ratios):
    circuits = made_up(2, 0.0, ratios=ratios)
    assert left_out_error(circuits, learning=True) <= 1.02 * left_out_error(circuits, learning=False)


def test_offsets_come_out_and_are_shrunk_towards_nothing():
    circuits = made_up(3, 9.0, ratios=True)
    learned = [learned_offset(observations).mean_db for _, observations in circuits]
    true = [offset_db for offset_db, _ in circuits]
    assert np.corrcoef(learned, true)[0, 1] > 0.9
    assert np.std(learned) < np.std(true)


def test_one_or_two_reports_teach_nothing():
    loud = Observation(20.0, DECILE_DB, DECILE_DB, REQUIRED_DB, None, 45.0)
    assert learned_offset([loud] * 2).mean_db == 0.0
    assert learned_offset([loud] * 3).mean_db > 5.0


def test_more_reports_that_agree_teach_more():
    weak = Observation(40.0, DECILE_DB, DECILE_DB, REQUIRED_DB, usable=False, snr_db=None)
    learned = [learned_offset([weak] * count).mean_db for count in (3, 6, 12, 24)]
    assert learned == sorted(learned, reverse=True)
    assert learned[-1] < -10.0


def test_the_posterior_equals_a_plain_sum_over_a_fine_grid():
    observations = [
        Observation(38.0, 9.0, 12.0, REQUIRED_DB, None, 44.0),
        Observation(31.0, 9.0, 12.0, REQUIRED_DB, None, 39.0),
        Observation(36.0, 9.0, 12.0, REQUIRED_DB, usable=True, snr_db=None),
    ]
    grid = np.arange(-60.0, 60.0, 0.05)
    sd_db = sqrt((10.5 / 1.281552) ** 2 + 9.0)
    likelihood = np.ones_like(grid)
    for observation in observations[:2]:
        likelihood *= np.exp(-0.5 * ((observation.snr_db - observation.predicted_snr_db - grid) / sd_db) ** 2)
    likelihood *= reliability_with(observations[2], grid)
    prior = np.exp(-0.5 * (grid / 9.2) ** 2)
    prior /= prior.sum()
    at_zero = float(np.interp(0.0, grid, likelihood))
    evidence = float((prior * likelihood).sum())
    probability = evidence / (evidence + at_zero)
    expected = probability * float((prior * likelihood * grid).sum()) / evidence
    assert learned_offset(observations).mean_db == pytest.approx(expected, abs=0.05)
