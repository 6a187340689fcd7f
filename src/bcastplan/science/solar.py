"""The Sun's place for the middle of a month; hours are universal time, the year plays no part.

The series of ITU-R P.533's ionospheric part: good to a few hundredths of a degree, continuous within the day.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.science.arrays import FloatArray

DAYS_BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
MID_MONTH_DAY = 15
DAILY_MOTION_DEG = 0.98565327  # mean motion of the Sun, degrees per day
OBLIQUITY_DEG = 23.45
SUNSET_ZENITH_DEG = 90.833  # refraction and the Sun's half width included


def day_number(month: int, hour_utc: ArrayLike, day: int = MID_MONTH_DAY) -> FloatArray:
    """Days since the start of the year, with the hour as fraction; 24 h is the same day's 0 h."""
    return DAYS_BEFORE_MONTH[month - 1] + day + (np.asarray(hour_utc, float) % 24.0) / 24.0


def declination_deg(day: ArrayLike) -> FloatArray:
    """Declination of the Sun in degrees."""
    anomaly = np.radians(DAILY_MOTION_DEG * (np.asarray(day, float) - 2.0))
    longitude = anomaly + 0.016713 * np.sin(anomaly) - np.radians(78.746118)
    declination: FloatArray = np.degrees(np.arcsin(np.sin(np.radians(OBLIQUITY_DEG)) * np.sin(longitude)))
    return declination


def equation_of_time_min(day: ArrayLike) -> FloatArray:
    """Apparent minus mean solar time in minutes."""
    anomaly_deg = DAILY_MOTION_DEG * (np.asarray(day, float) - 2.0)
    centre_deg = -1.915169 * np.sin(np.radians(anomaly_deg))
    orbit_deg = DAILY_MOTION_DEG * (np.asarray(day, float) - 80.0)
    orbit_deg = orbit_deg - np.select([orbit_deg >= 270.0, orbit_deg >= 90.0], [360.0, 180.0], 0.0)
    right_ascension_deg = np.degrees(np.arctan(np.cos(np.radians(OBLIQUITY_DEG)) * np.tan(np.radians(orbit_deg))))
    minutes: FloatArray = 3.98891967 * (orbit_deg - right_ascension_deg + centre_deg)
    return minutes


def hour_angle_deg(longitude: ArrayLike, hour_utc: ArrayLike, equation_min: ArrayLike) -> FloatArray:
    """Angle of the Sun west of the meridian, not reduced to a range."""
    angle: FloatArray = (
        15.0 * (np.asarray(hour_utc, float) - 12.0)
        + np.asarray(longitude, float)
        + 0.25 * np.asarray(equation_min, float)
    )
    return angle


def zenith_angle_deg(
    latitude: ArrayLike, longitude: ArrayLike, month: int, hour_utc: ArrayLike, day: int = MID_MONTH_DAY
) -> FloatArray:
    """Angle between the Sun and the zenith, 0..180 degrees."""
    number = day_number(month, hour_utc, day)
    phi, delta = np.radians(latitude), np.radians(declination_deg(number))
    eta = np.radians(hour_angle_deg(longitude, hour_utc, equation_of_time_min(number)))
    cosine = np.sin(phi) * np.sin(delta) + np.cos(phi) * np.cos(delta) * np.cos(eta)
    zenith: FloatArray = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    return zenith


def sunset_hour_angle_deg(latitude: ArrayLike, declination: ArrayLike) -> FloatArray:
    """Half the arc of daylight in degrees: 180 in polar day, 0 in polar night."""
    phi, delta = np.radians(latitude), np.radians(declination)
    cosine = np.cos(np.radians(SUNSET_ZENITH_DEG)) - np.sin(phi) * np.sin(delta)
    horizontal = np.maximum(np.cos(phi) * np.cos(delta), 1e-12)
    half_arc: FloatArray = np.degrees(np.arccos(np.clip(cosine / horizontal, -1.0, 1.0)))
    return half_arc


def sunrise_noon_sunset_utc(
    latitude: ArrayLike, longitude: ArrayLike, month: int, hour_utc: ArrayLike = 12.0
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """UTC hours in [0, 24) of sunrise, noon and sunset; sunrise and sunset are NaN in polar day and night."""
    number = day_number(month, hour_utc)
    half_arc = sunset_hour_angle_deg(latitude, declination_deg(number))
    half_arc = np.where((half_arc > 0.0) & (half_arc < 180.0), half_arc, np.nan)
    noon = 12.0 - np.asarray(longitude, float) / 15.0 - equation_of_time_min(number) / 60.0
    noon, half_arc = np.broadcast_arrays(noon, half_arc)
    return (noon - half_arc / 15.0) % 24.0, noon % 24.0, (noon + half_arc / 15.0) % 24.0


@dataclass(frozen=True)
class SunTrack:
    """The Sun at H instants: declination, equation of time and the unit vector (3, H) to it."""

    hours_utc: FloatArray
    declination_rad: FloatArray
    equation_min: FloatArray
    vector: FloatArray

    @classmethod
    def at(cls, month: int, hours_utc: FloatArray, day_shift: int = 0) -> "SunTrack":
        """The Sun on the 15th of the month; ``day_shift`` moves the day count."""
        number = day_number(month, hours_utc, MID_MONTH_DAY + day_shift)
        delta = np.radians(declination_deg(number))
        equation = equation_of_time_min(number)
        subsolar = -np.radians(hour_angle_deg(0.0, hours_utc, equation))
        vector = np.stack([np.cos(delta) * np.cos(subsolar), np.cos(delta) * np.sin(subsolar), np.sin(delta)])
        return cls(hours_utc, delta, equation, vector)
