"""Reliability after ITU-R P.842: how often a required ratio is exceeded, from medians and decile deviations in dB."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.science.arrays import BoolArray, FloatArray, Floats, IntArray
from bcastplan.science.hf.itu_tables import DAY_LOWER_DECILE_DB, DAY_UPPER_DECILE_DB, MUF_RATIO_EDGES
from bcastplan.science.hf.radio_noise import GALACTIC_DECILE_DB, ManMade, galactic_db
from bcastplan.science.hf.ratio_reliability import ratio_reliability_pct

HOUR_UPPER_DB = 5.0  # within-the-hour deciles of the signal
HOUR_LOWER_DB = 8.0
DB_PER_NEPER = 10.0 / math.log(10.0)


def day_deciles_db(
    frequency_mhz: Floats, basic_muf_mhz: Floats, high_latitude: BoolArray
) -> tuple[FloatArray, FloatArray]:
    """Upper and lower day-to-day decile of the signal by frequency over basic MUF (P.842 Table 2)."""
    column = np.searchsorted(MUF_RATIO_EDGES, frequency_mhz / basic_muf_mhz, side="left")
    row = np.asarray(high_latitude).astype(int)
    return DAY_UPPER_DECILE_DB[row, column], DAY_LOWER_DECILE_DB[row, column]


@dataclass(frozen=True)
class NoiseSum:
    """Sum of the three noise medians in dB above kT0b and how far its deciles lie above and below, (S,)."""

    median_db: FloatArray
    upper_db: FloatArray
    lower_db: FloatArray

    @classmethod
    def of(
        cls,
        atmospheric: tuple[FloatArray, FloatArray, FloatArray],
        frequency_mhz: FloatArray,
        place: ManMade,
        line: IntArray,
    ) -> "NoiseSum":
        """Add the powers of the medians, of the upper and of the lower deciles of S signals.

        Args:
            atmospheric: power of the median and of its deciles as ratios, (S,) each.
            frequency_mhz: of the lines (L,).
            place: the man-made noise.
            line: which line each signal is, (S,).
        """
        man_made = np.exp(place.median_db(frequency_mhz) / DB_PER_NEPER)
        galactic = np.exp(galactic_db(frequency_mhz) / DB_PER_NEPER)
        middle, above, below = atmospheric
        sums = []
        for power, man_made_shift, galactic_shift in (
            (middle, 0.0, 0.0),
            (middle * above, place.upper_db, GALACTIC_DECILE_DB),
            (middle / below, -place.lower_db, -GALACTIC_DECILE_DB),
        ):
            others = man_made * 10.0 ** (man_made_shift / 10.0) + galactic * 10.0 ** (galactic_shift / 10.0)
            sums.append(DB_PER_NEPER * np.log(power + others[line]))
        median, upper, lower = sums
        return cls(median, upper - median, median - lower)


def snr_deciles_db(noise: NoiseSum, upper_day: FloatArray, lower_day: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Upper and lower decile deviation of the signal-to-noise ratio."""
    upper = np.sqrt(noise.lower_db**2 + upper_day**2 + HOUR_UPPER_DB**2)
    lower = np.sqrt(noise.upper_db**2 + lower_day**2 + HOUR_LOWER_DB**2)
    return upper, lower


@dataclass(frozen=True)
class Interference:
    """Signal-to-interference ratio and reliabilities; the shape of the wanted signal.

    ``sir_db`` is +inf and ``icr_pct`` 100 where nothing interferes. ``ocr_pct`` is the overall circuit reliability.
    """

    sir_db: FloatArray
    du_sir_db: FloatArray
    dl_sir_db: FloatArray
    icr_pct: FloatArray
    ocr_pct: FloatArray


def interference(
    wanted_dbw: ArrayLike,
    wanted_du_day_db: ArrayLike,
    wanted_dl_day_db: ArrayLike,
    interferer_dbw: ArrayLike,
    interferer_du_day_db: ArrayLike,
    interferer_dl_day_db: ArrayLike,
    *,
    basic_reliability_pct: ArrayLike,
    relative_protection_db: ArrayLike = 0.0,
    required_sir_db: ArrayLike = 17.0,
    combine: Literal["product", "minimum"] = "product",
) -> Interference:
    """Reliability of a wanted signal among interferers at the same receiver and instant (P.842 section 6, Table 3).

    Interferers lie along the last axis of the three ``interferer_`` arrays, whose other axes broadcast against the
    wanted signal; a power of NaN or -inf means that there is none. ``relative_protection_db`` (<= 0, by frequency
    offset) broadcasts against the interferers. ``combine`` multiplies basic reliability and interference reliability
    (the ITU's program, the careful choice) or takes the smaller (older texts of P.842).
    """
    if combine not in ("product", "minimum"):
        raise ValueError(f"combine {combine!r}: expected 'product' or 'minimum'")
    weighted = np.asarray(interferer_dbw, float) + np.asarray(relative_protection_db, float)
    weighted = np.where(np.isnan(weighted), -np.inf, weighted)
    centre = _power_sum_db(weighted)
    disturbed = np.isfinite(centre)

    def spread(shift: ArrayLike) -> FloatArray:
        known = np.where(np.isnan(shift), 0.0, shift)
        shifted = _power_sum_db(weighted + known)
        return np.subtract(shifted, centre, where=disturbed, out=np.zeros_like(centre))

    # A shift that is the same for all of them moves their power sum by as much.
    upper = np.sqrt(
        np.square(wanted_du_day_db)
        + HOUR_UPPER_DB**2
        + spread(-np.asarray(interferer_dl_day_db, float)) ** 2
        + HOUR_LOWER_DB**2 * disturbed
    )
    lower = np.sqrt(
        np.square(wanted_dl_day_db)
        + HOUR_LOWER_DB**2
        + spread(np.asarray(interferer_du_day_db, float)) ** 2
        + HOUR_UPPER_DB**2 * disturbed
    )
    sir = np.asarray(wanted_dbw, float) - centre
    alone = sir == np.inf
    icr = ratio_reliability_pct(np.where(alone, 0.0, sir), required_sir_db, upper, lower)
    icr = np.where(alone, 100.0, icr)
    basic = np.asarray(basic_reliability_pct, float)
    ocr = basic * icr / 100.0 if combine == "product" else np.minimum(basic, icr)
    return Interference(sir, upper, lower, icr, ocr)


def _power_sum_db(levels_db: FloatArray) -> FloatArray:
    """Level of the sum of the powers along the last axis; -inf where there is none."""
    if levels_db.shape[-1] == 1:
        return levels_db[..., 0]
    with np.errstate(divide="ignore"):
        total: FloatArray = DB_PER_NEPER * np.log(np.exp(levels_db / DB_PER_NEPER).sum(axis=-1))
    return total
