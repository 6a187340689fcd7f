"""Noise at medium and long wave as a field strength, and how often a signal stands far enough above it.

Man-made noise is always there, atmospheric noise is the caller's to give (it depends on place, month and hour);
galactic noise does not come down through the ionosphere at these frequencies.
"""

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.science.arrays import FloatArray

ENVIRONMENTS = ("city", "residential", "rural", "quiet_rural")
# c, d of c - d log10 f(MHz) in dB above kT0b, then upper and lower decile in dB: ITU-R P.372.
_MAN_MADE = {
    "city": (76.8, 27.7, 11.0, 6.7),
    "residential": (72.5, 27.7, 10.6, 5.3),
    "rural": (67.2, 27.7, 9.2, 4.6),
    "quiet_rural": (53.6, 28.6, 9.2, 4.6),
}
_ATMOSPHERIC_DECILES_DB = (9.0, 7.0)  # typical of ITU-R P.372 near 1 MHz; give better ones with the median
_SKY_FADING_DB = (5.0, 8.0)  # within the hour, upper and lower: Rayleigh-like, ITU-R P.842


def man_made_noise_db(frequency_khz: ArrayLike, environment: str = "rural") -> FloatArray:
    """Median man-made noise in dB above kT0b (ITU-R P.372).

    Raises:
        ValueError: The environment is not one of ``city``, ``residential``, ``rural``, ``quiet_rural``.
    """
    c, d, _, _ = _environment(environment)
    return np.asarray(c - d * np.log10(np.asarray(frequency_khz, dtype=np.float64) / 1000.0))


def noise_field_dbuv(
    frequency_khz: ArrayLike,
    *,
    environment: str = "rural",
    bandwidth_hz: float = 9000.0,
    atmospheric_db: ArrayLike | None = None,
) -> FloatArray:
    """Median noise field in dB(uV/m) in this bandwidth, as a short vertical rod meets it.

    ``atmospheric_db`` is the median atmospheric noise in dB above kT0b at the place, hour and frequency; its power
    is added to the man-made noise. Broadcasts. Source: ITU-R P.372, E = F + 20 log f(MHz) + 10 log b - 95.5.

    Raises:
        ValueError: Unknown environment.
    """
    total = man_made_noise_db(frequency_khz, environment)
    if atmospheric_db is not None:
        total = _power_sum(total, np.asarray(atmospheric_db, dtype=np.float64))
    return as_field_dbuv(total, frequency_khz, bandwidth_hz)


def as_field_dbuv(noise_db: ArrayLike, frequency_khz: ArrayLike, bandwidth_hz: float) -> FloatArray:
    """Noise in dB above kT0b as dB(uV/m) for a short vertical rod over perfect ground (ITU-R P.372)."""
    megahertz = np.asarray(frequency_khz, dtype=np.float64) / 1000.0
    field = np.asarray(noise_db, dtype=np.float64) + 20.0 * np.log10(megahertz)
    return np.asarray(field + 10.0 * np.log10(bandwidth_hz) - 95.5)


def reliability_pct(
    field_dbuv: ArrayLike,
    frequency_khz: ArrayLike,
    *,
    required_snr_db: float = 34.0,
    bandwidth_hz: float = 9000.0,
    environment: str = "rural",
    atmospheric_db: ArrayLike | None = None,
    day_to_day_db: tuple[ArrayLike, ArrayLike] = (0.0, 0.0),
    sky_share: ArrayLike = 0.0,
) -> FloatArray:
    """Share of the time (per cent) in which the signal is the required ratio above the noise; broadcasts.

    ``day_to_day_db`` are the upper and lower deciles of the field (``day_to_day_deciles_db`` of a prediction),
    ``sky_share`` 0 to 1 the part of the power that arrives by sky wave and fades within the hour. NaN fields give NaN.

    The form is ITU-R P.842's: 50 % where the median ratio equals the required one, 90 % a decile above it. It was made
    for shortwave; its use here is an engineering choice.

    Raises:
        ValueError: Unknown environment.
    """
    noise_db = man_made_noise_db(frequency_khz, environment)
    _, _, upper, lower = _environment(environment)
    middle, high, low = noise_db, noise_db + upper, noise_db - lower
    if atmospheric_db is not None:
        atmospheric = np.asarray(atmospheric_db, dtype=np.float64)
        middle = _power_sum(middle, atmospheric)
        high = _power_sum(high, atmospheric + _ATMOSPHERIC_DECILES_DB[0])
        low = _power_sum(low, atmospheric - _ATMOSPHERIC_DECILES_DB[1])
    share = np.asarray(sky_share, dtype=np.float64)
    fade_up = 10.0 * np.log10(1.0 - share + share * 10.0 ** (_SKY_FADING_DB[0] / 10.0))
    fade_down = -10.0 * np.log10(1.0 - share + share * 10.0 ** (-_SKY_FADING_DB[1] / 10.0))
    day_up, day_down = (np.asarray(value, dtype=np.float64) for value in day_to_day_db)
    up = np.sqrt((middle - low) ** 2 + day_up**2 + fade_up**2)
    down = np.sqrt((high - middle) ** 2 + day_down**2 + fade_down**2)
    field = np.asarray(field_dbuv, dtype=np.float64)
    excess = field - as_field_dbuv(middle, frequency_khz, bandwidth_hz) - required_snr_db
    above = np.minimum(130.0 - 80.0 / (1.0 + np.maximum(excess, 0.0) / down), 100.0)
    below = np.maximum(80.0 / (1.0 + np.maximum(-excess, 0.0) / up) - 30.0, 0.0)
    return np.where(np.isnan(excess), np.nan, np.where(excess >= 0.0, above, below))


def _power_sum(first: FloatArray, second: FloatArray) -> FloatArray:
    return np.asarray(10.0 * np.log10(10.0 ** (first / 10.0) + 10.0 ** (second / 10.0)))


def _environment(name: str) -> tuple[float, float, float, float]:
    if name not in _MAN_MADE:
        raise ValueError(f"environment must be one of {', '.join(ENVIRONMENTS)}, not {name!r}")
    return _MAN_MADE[name]
