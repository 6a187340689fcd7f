"""How much stronger or weaker a circuit is than predicted, by what was heard on it.

A circuit is a site, a place and a band. Its offset is either nothing, or drawn from the errors that the model makes on
circuits (normal, 9.2 dB: the standard deviation against 16,268 measurements of ITU-R's databank D1). Which of the two,
and how large it is, follows from the reports by Bayes' rule; the offset is the mean of that distribution. With few
reports it stays near zero, and with less than three it is zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

import numpy as np

from bcastplan.science.arrays import FloatArray
from bcastplan.science.hf import ratio_reliability_pct

PRIOR_SD_DB = 9.2
"""Standard deviation of measured minus predicted field strength over circuits (databank D1 of ITU-R)."""
SHARE_WITH_OFFSET = 0.5
"""Probability before any report that a circuit has an offset at all: a default, for want of knowledge."""
FEWEST_REPORTS = 3
_MEASURING_SD_DB = 3.0  # of a reported ratio; a default
_DECILE = 1.281552  # standard deviations from the median of a normal distribution to its deciles
_SURE = 0.02  # no listener is so sure that a report is impossible
_STEP_DB = 0.5
_GRID: FloatArray = np.arange(-40.0, 40.0 + _STEP_DB / 2, _STEP_DB)


class Observation(NamedTuple):
    """One report of a circuit, and what was predicted for its moment, in dB.

    ``usable`` is whether the overall merit was 3 and more, None where only a ratio is reported; ``snr_db`` is the
    reported ratio, None where only a merit is.
    """

    predicted_snr_db: float
    upper_db: float
    lower_db: float
    required_db: float
    usable: bool | None
    snr_db: float | None


@dataclass(frozen=True, slots=True)
class Offset:
    """What was learned: the mean in dB, from how many reports, and how probable it is that there is one (0 to 1)."""

    mean_db: float
    reports: int
    probability: float


def learned_offset(observations: Sequence[Observation]) -> Offset:
    """The offset of one circuit."""
    if len(observations) < FEWEST_REPORTS:
        return Offset(0.0, len(observations), 0.0)
    likelihood = sum((_log_likelihood(observation) for observation in observations), np.zeros_like(_GRID))
    prior = -0.5 * (_GRID / PRIOR_SD_DB) ** 2
    prior -= np.log(np.exp(prior).sum())
    joint = likelihood + prior
    with_offset = _log_of_sum(joint)
    # The middle of the grid is an offset of 0: the hypothesis that the circuit has none.
    without = float(likelihood[_GRID.size // 2])
    odds = np.log(SHARE_WITH_OFFSET / (1 - SHARE_WITH_OFFSET)) + with_offset - without
    # The odds are bounded because the exponential overflows above 709.
    probability = float(1.0 / (1.0 + np.exp(-np.clip(odds, -700.0, 700.0))))
    # The mean over both hypotheses shrinks the offset by the probability that there is one at all.
    weight = np.exp(joint - with_offset)
    return Offset(float(probability * (weight * _GRID).sum()), len(observations), probability)


def _log_of_sum(values: FloatArray) -> float:
    highest = float(values.max())
    # The highest value is taken out, so that the exponentials neither overflow nor all vanish.
    return highest + float(np.log(np.exp(values - highest).sum()))


def _log_likelihood(observation: Observation) -> FloatArray:
    """How likely a report is for every offset of the grid, as a logarithm."""
    if observation.snr_db is not None:
        # The deciles above and below the median differ; a normal distribution has one width, that of their mean.
        sd_db = sqrt(((observation.upper_db + observation.lower_db) / 2 / _DECILE) ** 2 + _MEASURING_SD_DB**2)
        residual_db = observation.snr_db - observation.predicted_snr_db
        normal: FloatArray = -0.5 * ((residual_db - _GRID) / sd_db) ** 2
        return normal
    usable = reliability_with(observation, _GRID)
    probable: FloatArray = np.log(usable if observation.usable else 1.0 - usable)
    return probable


def reliability_with(observation: Observation, offset_db: FloatArray) -> FloatArray:
    """The probability of a usable reception with some offsets, as the prediction has it; never quite 0 or 1."""
    percent = ratio_reliability_pct(
        observation.predicted_snr_db + offset_db, observation.required_db, observation.upper_db, observation.lower_db
    )
    return np.clip(percent / 100.0, _SURE, 1.0 - _SURE)
