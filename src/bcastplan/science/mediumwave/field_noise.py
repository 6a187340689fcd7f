"""Noise at medium and long wave as a field strength, and how often a signal stands far enough above it.

Man-made noise is always there; atmospheric noise needs a place, a month and hours. Galactic noise does not come
down through the ionosphere at these frequencies.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.science.arrays import FloatArray
from bcastplan.science.hf.radio_noise import environment as noise_class
from bcastplan.science.hf.radio_noise import noise_at

_SKY_FADING_DB = (5.0, 8.0)  # within the hour, upper and lower: Rayleigh-like, ITU-R P.842


@dataclass(frozen=True)
class NoiseLevel:
    """Noise in dB above kT0b: the median, and how far the upper and lower decile lie from it (dB)."""

    median_db: FloatArray
    upper_db: FloatArray
    lower_db: FloatArray


def man_made_noise(frequency_khz: ArrayLike, environment: str = "rural") -> NoiseLevel:
    """Man-made noise alone (ITU-R P.372), in the shape of ``frequency_khz``.

    Raises:
        ValueError: The environment is not one of city, residential, rural, quiet rural.
    """
    place = noise_class(environment)
    median = place.intercept_db - place.slope_db * np.log10(_megahertz(frequency_khz))
    return NoiseLevel(median, np.full_like(median, place.upper_db), np.full_like(median, place.lower_db))


def local_noise(
    latitude: ArrayLike,
    longitude: ArrayLike,
    *,
    frequency_khz: float,
    hours_utc: ArrayLike,
    month: int,
    environment: str = "rural",
) -> NoiseLevel:
    """Man-made and atmospheric noise together at P receivers and H hours of a month, (P, H).

    Medians add as powers, deciles likewise (the sums of ITU-R P.842). Source: the maps of ITU-R P.372.

    Raises:
        ValueError: Unknown environment, or month not 1 to 12.
    """
    if not 1 <= month <= 12:
        raise ValueError(f"month must be 1 to 12, not {month!r}")
    place = noise_class(environment)
    noise = noise_at(latitude, longitude, frequency_khz / 1000.0, hours_utc, month=month, place=place)
    atmospheric, upper, lower = (
        part[:, :, 0] for part in (noise.atmospheric, noise.atmospheric_upper, noise.atmospheric_lower)
    )
    man_made = noise.man_made[:, :, 0]
    median = _power_sum(atmospheric, man_made)
    return NoiseLevel(
        median,
        _power_sum(atmospheric + upper, man_made + place.upper_db) - median,
        median - _power_sum(atmospheric - lower, man_made - place.lower_db),
    )


def noise_field_dbuv(
    frequency_khz: ArrayLike,
    *,
    noise: NoiseLevel | None = None,
    environment: str = "rural",
    bandwidth_hz: float = 9000.0,
) -> FloatArray:
    """Median noise field in dB(uV/m) in this bandwidth, as a short vertical rod meets it.

    ``noise`` is the noise at the place (``local_noise``), else the man-made noise of the environment alone. Source:
    ITU-R P.372, E = F + 20 log f(MHz) + 10 log b - 95.5.

    Raises:
        ValueError: Unknown environment.
    """
    level = noise or man_made_noise(frequency_khz, environment)
    field = level.median_db + 20.0 * np.log10(_megahertz(frequency_khz))
    return np.asarray(field + 10.0 * np.log10(bandwidth_hz) - 95.5)


def reliability_pct(
    field_dbuv: ArrayLike,
    frequency_khz: ArrayLike,
    *,
    required_snr_db: float = 34.0,
    bandwidth_hz: float = 9000.0,
    noise: NoiseLevel | None = None,
    environment: str = "rural",
    day_to_day_db: tuple[ArrayLike, ArrayLike] = (0.0, 0.0),
    sky_share: ArrayLike = 0.0,
) -> FloatArray:
    """Share of the time (per cent) in which the signal is the required ratio above the noise; broadcasts.

    ``noise`` as for ``noise_field_dbuv``. ``day_to_day_db`` are the upper and lower deciles of the field
    (``day_to_day_deciles_db`` of a prediction), ``sky_share`` 0 to 1 the part of the power that arrives by sky wave and
    fades within the hour (``sky_share`` of a prediction). NaN fields give NaN.

    The form is ITU-R P.842's: 50 % where the median ratio equals the required one, 90 % a decile above it. It was made
    for shortwave; its use here is an engineering choice.

    Raises:
        ValueError: Unknown environment.
    """
    level = noise or man_made_noise(frequency_khz, environment)
    up, down = ratio_deciles_db(level, day_to_day_db, sky_share)
    median = noise_field_dbuv(frequency_khz, noise=level, bandwidth_hz=bandwidth_hz)
    excess = np.asarray(field_dbuv, dtype=np.float64) - median - required_snr_db
    above = np.minimum(130.0 - 80.0 / (1.0 + np.maximum(excess, 0.0) / down), 100.0)
    below = np.maximum(80.0 / (1.0 + np.maximum(-excess, 0.0) / up) - 30.0, 0.0)
    return np.where(np.isnan(excess), np.nan, np.where(excess >= 0.0, above, below))


def ratio_deciles_db(
    noise: NoiseLevel, day_to_day_db: tuple[ArrayLike, ArrayLike], sky_share: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Upper and lower decile deviation (dB) of the signal-to-noise ratio; arguments as for ``reliability_pct``."""
    share = np.asarray(sky_share, dtype=np.float64)
    fade_up = 10.0 * np.log10(1.0 - share + share * 10.0 ** (_SKY_FADING_DB[0] / 10.0))
    fade_down = -10.0 * np.log10(1.0 - share + share * 10.0 ** (-_SKY_FADING_DB[1] / 10.0))
    day_up, day_down = (np.asarray(value, dtype=np.float64) for value in day_to_day_db)
    up = np.sqrt(noise.lower_db**2 + day_up**2 + fade_up**2)
    down = np.sqrt(noise.upper_db**2 + day_down**2 + fade_down**2)
    return np.asarray(up), np.asarray(down)


def _power_sum(first: FloatArray, second: FloatArray) -> FloatArray:
    return np.asarray(10.0 * np.log10(10.0 ** (first / 10.0) + 10.0 ** (second / 10.0)))


def _megahertz(frequency_khz: ArrayLike) -> FloatArray:
    return np.asarray(frequency_khz, dtype=np.float64) / 1000.0
