"""Hours of day and night along a path, and what the sky wave loses around sunset and sunrise.

The loss is 0 deep in the night and never negative; by day it is a flat figure nobody has measured for all paths.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bcastplan.science.arrays import FloatArray

DAY_LOSS_DB = 35.0  # loss of the sky wave by day; an engineering choice, 30 to 45 are defensible
_SUNSET = (12.40, -9.248, 2.892, -0.3343)  # ITU-R P.1147, from memory: dB, t in hours after sunset, -1 to 4
_SUNRISE = (9.6, 12.2, 5.62, 0.86)  # ITU-R P.1147, from memory: dB, t in hours after sunrise, -3 to 1
_HORIZON_ZENITH_DEG = 90.833  # sun's upper edge on the horizon, refraction included

# 47 CFR 73.99 diurnal factors (from memory): hours from the event, then a, b, c, d of a + bF + cF^2 + dF^3, F in MHz.
_FCC_SUNRISE = (
    (-2.0, 1.3084, 0.0083, -0.0155, 0.0144),
    (-1.75, 1.3165, -0.4919, 0.6011, -0.1884),
    (-1.5, 1.0079, 0.0296, 0.1488, -0.0452),
    (-1.25, 0.7773, 0.3751, -0.1911, 0.0736),
    (-1.0, 0.6230, 0.1547, 0.2654, -0.1006),
    (-0.75, 0.3718, 0.1178, 0.3632, -0.1172),
    (-0.5, 0.2151, 0.0737, 0.4167, -0.1413),
    (-0.25, 0.2027, -0.2560, 0.7269, -0.2577),
    (0.0, 0.1504, -0.2325, 0.5374, -0.1729),
    (0.25, 0.1057, -0.2092, 0.4148, -0.1239),
    (0.5, 0.0642, -0.1295, 0.2583, -0.0699),
    (0.75, 0.0446, -0.1002, 0.1754, -0.0405),
    (1.0, 0.0148, 0.0135, 0.0462, 0.0010),
)
_FCC_SUNSET = (
    (-1.0, -0.0043, 0.0452, -0.0040, 0.0103),
    (-0.75, 0.0152, -0.0002, 0.0786, -0.0185),
    (-0.5, 0.0203, 0.0132, 0.1166, -0.0340),
    (-0.25, 0.0278, 0.0458, 0.1473, -0.0486),
    (0.0, 0.0002, 0.3024, -0.0540, 0.0086),
    (0.25, 0.0382, 0.3706, -0.0673, 0.0171),
    (0.5, 0.1186, 0.4281, -0.0799, 0.0197),
    (0.75, 0.3003, 0.4050, -0.0961, 0.0256),
    (1.0, 0.5486, 0.1401, 0.0952, -0.0288),
    (1.25, 0.6756, 0.1518, 0.0279, -0.0163),
    (1.5, 0.7196, 0.3583, -0.2280, 0.0611),
    (1.75, 0.9495, -0.0187, 0.0720, -0.0290),
    (2.0, 1.0, 0.0, 0.0, 0.0),
)


@dataclass(frozen=True)
class SunTimes:
    """The sun at points on one date, hours UT in 0 to 24; NaN in polar day and polar night."""

    noon_utc: FloatArray
    half_day_h: FloatArray
    """Hours from noon to sunset: 12 in polar day, 0 in polar night."""

    @property
    def sunrise_utc(self) -> FloatArray:
        """Hours UT of sunrise."""
        return np.where(self._has_events, np.mod(self.noon_utc - self.half_day_h, 24.0), np.nan)

    @property
    def sunset_utc(self) -> FloatArray:
        """Hours UT of sunset."""
        return np.where(self._has_events, np.mod(self.noon_utc + self.half_day_h, 24.0), np.nan)

    @property
    def _has_events(self) -> NDArray[np.bool_]:
        return (self.half_day_h > 0.0) & (self.half_day_h < 12.0)


def sun_times(latitude: ArrayLike, longitude: ArrayLike, day_of_year: int) -> SunTimes:
    """Noon and length of day at points (degrees) on a day of the year, 1 to 366.

    Source: the NOAA solar equations (Spencer's series) at 0 UT of the day; half a day moves sunrise by 1.4 minutes
    at most at middle latitudes.
    """
    turn = 2.0 * np.pi / 365.0 * (day_of_year - 1.5)
    declination = (
        0.006918
        - 0.399912 * np.cos(turn)
        + 0.070257 * np.sin(turn)
        - 0.006758 * np.cos(2.0 * turn)
        + 0.000907 * np.sin(2.0 * turn)
        - 0.002697 * np.cos(3.0 * turn)
        + 0.00148 * np.sin(3.0 * turn)
    )
    equation_min = 229.18 * (
        0.000075
        + 0.001868 * np.cos(turn)
        - 0.032077 * np.sin(turn)
        - 0.014615 * np.cos(2.0 * turn)
        - 0.040849 * np.sin(2.0 * turn)
    )
    north = np.radians(np.asarray(latitude, dtype=np.float64))
    level = np.cos(np.radians(_HORIZON_ZENITH_DEG)) - np.sin(north) * np.sin(declination)
    cosine = level / np.maximum(np.cos(north) * np.cos(declination), 1e-12)
    half_day = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))) / 15.0
    noon = 12.0 - np.asarray(longitude, dtype=np.float64) / 15.0 - equation_min / 60.0
    return SunTimes(np.mod(noon, 24.0), half_day)


def is_night(sun: SunTimes, hours_utc: FloatArray) -> NDArray[np.bool_]:
    """Whether the sun is down at points (P,) at hours (H,); result (P, H)."""
    return np.abs(_hours_since(hours_utc, sun.noon_utc)) > sun.half_day_h[:, None]


def hourly_loss_db(
    sun: SunTimes, hours_utc: FloatArray, *, frequency_khz: float, method: str, day_loss_db: float = DAY_LOSS_DB
) -> FloatArray:
    """Loss of the sky wave against the middle of the night, dB, at points (P,) and hours (H,); result (P, H).

    ``method`` is ``p1147`` or ``fcc`` (loss against two hours after sunset, which depends on frequency).
    """
    night = is_night(sun, hours_utc)
    loss = np.where(night, 0.0, day_loss_db)
    after_sunset = _hours_since(hours_utc, sun.sunset_utc)
    after_sunrise = _hours_since(hours_utc, sun.sunrise_utc)
    if method == "p1147":
        evening = np.polynomial.polynomial.polyval(after_sunset, _SUNSET)
        morning = np.polynomial.polynomial.polyval(after_sunrise, _SUNRISE)
    else:
        evening = _fcc_loss_db(after_sunset, _FCC_SUNSET, frequency_khz)
        morning = _fcc_loss_db(after_sunrise, _FCC_SUNRISE, frequency_khz)
    evening_end, morning_start = (4.0, -3.0) if method == "p1147" else (2.0, -2.0)
    # A short night must not carry its evening past the next sunrise, nor a short day its morning past sunset.
    in_evening = (after_sunset >= -1.0) & (after_sunset <= evening_end) & (night | (after_sunset <= 0.0))
    in_morning = (after_sunrise >= morning_start) & (after_sunrise <= 1.0) & (night | (after_sunrise >= 0.0))
    transition = np.maximum(np.where(in_evening, evening, -np.inf), np.where(in_morning, morning, -np.inf))
    loss = np.where(in_evening | in_morning, np.maximum(transition, 0.0), loss)
    return np.where(np.isfinite(sun.half_day_h + sun.noon_utc)[:, None], loss, np.nan)


def _hours_since(hours_utc: FloatArray, event_utc: FloatArray) -> FloatArray:
    """Hours from the nearest event, -12 to 12; (P, H)."""
    return np.mod(hours_utc[None, :] - event_utc[:, None] + 12.0, 24.0) - 12.0


def _fcc_loss_db(
    hours: FloatArray, table: tuple[tuple[float, float, float, float, float], ...], frequency_khz: float
) -> FloatArray:
    rows = np.array(table)
    megahertz = frequency_khz / 1000.0
    factor = rows[:, 1] + megahertz * (rows[:, 2] + megahertz * (rows[:, 3] + megahertz * rows[:, 4]))
    loss = -20.0 * np.log10(np.clip(factor, 1e-3, 1.0))
    return np.interp(hours, rows[:, 0], loss)
