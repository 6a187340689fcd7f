"""Medium wave hour by hour: ground wave and sky wave, added as powers.

The hourly loss is what the sun takes off the sky wave.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bcastplan.science.arrays import FloatArray
from bcastplan.science.geodesy import point_at_fraction
from bcastplan.science.mediumwave.diurnal import DAY_LOSS_DB, hourly_loss_db, is_night, sun_times
from bcastplan.science.mediumwave.ground_paths import LEAST_FIELD_DBUV, Ground, along_ground_dbuv
from bcastplan.science.mediumwave.mast import direction_gain_db, mast_gain_db
from bcastplan.science.mediumwave.seagain import sea_gain_db
from bcastplan.science.mediumwave.sections import path_sections
from bcastplan.science.mediumwave.skywave import LONGEST_KM, Paths, sky_wave

LOWEST_KHZ, HIGHEST_KHZ = 150.0, 1705.0
METHODS = ("p1147", "fcc")
_MIDPOINT_ONLY_KM = 2000.0
_CONTROL_KM = 750.0  # from each end, for longer paths


@dataclass(frozen=True)
class MediumWavePrediction:
    """Field strengths in dB(uV/m) of P paths at H hours.

    ``distance_km``, ``azimuth_deg``, ``elevation_deg``, ``ground_dbuv``, ``night_sky_dbuv`` (sky wave without
    hourly loss) and ``sky_decile_db`` are (P,); the others (P, H). The sky wave is NaN under 50 and over
    12000 km; the total is then the ground wave alone under 50 km, and NaN over 12000 km.
    """

    distance_km: FloatArray
    azimuth_deg: FloatArray
    elevation_deg: FloatArray
    ground_dbuv: FloatArray
    night_sky_dbuv: FloatArray
    sky_decile_db: FloatArray
    sky_dbuv: FloatArray
    total_dbuv: FloatArray
    hourly_loss_db: FloatArray
    is_night: NDArray[np.bool_]

    @property
    def sky_share(self) -> FloatArray:
        """The part of the total's power that came by sky wave, 0 to 1, (P, H); 0 where nothing is known."""
        return np.nan_to_num(10.0 ** ((self.sky_dbuv - self.total_dbuv) / 10.0))

    def day_to_day_deciles_db(self) -> tuple[FloatArray, FloatArray]:
        """How far the total rises on the best tenth of nights and falls on the worst, (P, H) each.

        The ground wave is taken as steady, the sky wave varies by ``sky_decile_db`` both ways.
        """
        share = self.sky_share
        swing = 10.0 ** (self.sky_decile_db[:, None] / 10.0)
        up = 10.0 * np.log10(1.0 - share + share * swing)
        down = -10.0 * np.log10(1.0 - share + share / swing)
        return up, down


def field_strength(
    tx_latitude: ArrayLike,
    tx_longitude: ArrayLike,
    rx_latitude: ArrayLike,
    rx_longitude: ArrayLike,
    *,
    frequency_khz: float,
    power_kw: ArrayLike,
    hours_utc: ArrayLike,
    day_of_year: int | None = None,
    year: int | None = None,
    month: int | None = None,
    day: int = 15,
    ssn: float = 0.0,
    ground: Ground | None = None,
    mast_wavelengths: float | None = 0.25,
    azimuth_deg: float | None = None,
    method: str = "p1147",
    sea_gain: bool = False,
    day_loss_db: float = DAY_LOSS_DB,
) -> MediumWavePrediction:
    """Field strength on long and medium wave for P paths and H hours (UT) of a day.

    Coordinates in degrees, broadcasting to (P,); ``power_kw`` is the power radiated, scalar or (P,). Give
    ``day_of_year`` or ``month`` (and ``day``, and ``year`` for leap years). ``mast_wavelengths`` ``None`` takes
    the power as e.m.r.p. at every elevation; ``azimuth_deg`` turns a cardioid-like guess of a directional mast. NaN
    coordinates give NaN.

    Raises:
        ValueError: Frequency outside 150 to 1705 kHz, latitude beyond a pole, power or conductivity not
            positive, no valid date, unknown method, hours or sunspot number not finite.

    Source: ITU-R P.368 (ground), P.1147-4 or 47 CFR 73.190 (sky); docs/physics-mediumwave.md has the details.
    """
    number = _checked_day(day_of_year, year, month, day)
    _check(frequency_khz, power_kw, method, tx_latitude, rx_latitude)
    paths = _paths(tx_latitude, tx_longitude, rx_latitude, rx_longitude)
    hours = _checked_hours(hours_utc, ssn)
    lengths_km, land = path_sections(*paths.ends, paths.distance_km)
    radiated_db = 10.0 * np.log10(power_kw) + direction_gain_db(paths.azimuth_deg, azimuth_deg)
    ground_db = along_ground_dbuv(frequency_khz, lengths_km, land, ground or Ground())
    ground_db = np.where(np.isfinite(paths.distance_km), ground_db, np.nan)
    ground_db = np.maximum(ground_db + radiated_db + mast_gain_db(0.0, mast_wavelengths), LEAST_FIELD_DBUV)
    gain_db = sea_gain_db(frequency_khz, paths.distance_km, lengths_km, land) if sea_gain else 0.0
    sky = sky_wave(paths, frequency_khz, ssn=ssn, method=method, sea_gain_db=gain_db)
    night_sky = sky.field_dbuv + radiated_db + mast_gain_db(sky.elevation_deg, mast_wavelengths)
    loss, night = _sun(paths, number, hours, frequency_khz, method, day_loss_db)
    return MediumWavePrediction(
        paths.distance_km,
        paths.azimuth_deg,
        sky.elevation_deg,
        ground_db,
        night_sky,
        sky.decile_db,
        night_sky[:, None] - loss,
        _total(ground_db, night_sky[:, None] - loss, paths.distance_km),
        loss,
        night,
    )


def _total(ground_dbuv: FloatArray, sky_dbuv: FloatArray, distance_km: FloatArray) -> FloatArray:
    power_sum = 10.0 ** (ground_dbuv[:, None] / 10.0) + np.nan_to_num(10.0 ** (sky_dbuv / 10.0))
    return np.where(distance_km[:, None] > LONGEST_KM, np.nan, 10.0 * np.log10(power_sum))


def _paths(*ends: ArrayLike) -> Paths:
    arrays = [np.atleast_1d(np.asarray(value, dtype=np.float64)) for value in ends]
    tx_latitude, tx_longitude, rx_latitude, rx_longitude = np.broadcast_arrays(*arrays)
    return Paths.between(tx_latitude, tx_longitude, rx_latitude, rx_longitude)


def _sun(
    paths: Paths, day_of_year: int, hours: FloatArray, frequency_khz: float, method: str, day_loss_db: float
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Hourly loss and night at the path's control points: the one that loses most decides."""
    long = paths.distance_km >= _MIDPOINT_ONLY_KM
    share = np.where(long, _CONTROL_KM / np.maximum(paths.distance_km, 1.0), 0.5)
    losses, nights = [], []
    for fraction in (share, 1.0 - share):
        sun = sun_times(*point_at_fraction(*paths.ends, fraction), day_of_year)
        losses.append(hourly_loss_db(sun, hours, frequency_khz=frequency_khz, method=method, day_loss_db=day_loss_db))
        nights.append(is_night(sun, hours))
    return np.maximum(*losses), nights[0] & nights[1]


def _checked_day(day_of_year: int | None, year: int | None, month: int | None, day: int) -> int:
    if day_of_year is not None:
        if not 1 <= day_of_year <= 366:
            raise ValueError(f"day_of_year must be 1 to 366, not {day_of_year!r}")
        return day_of_year
    if month is None:
        raise ValueError("give day_of_year or month")
    if not 1 <= month <= 12:
        raise ValueError(f"month must be 1 to 12, not {month!r}")
    # Without a year any that is not a leap year will do: a day moves sunset by two minutes.
    in_year = 2001 if year is None else year
    try:
        return date(in_year, month, day).timetuple().tm_yday
    except ValueError as error:
        raise ValueError(f"no such date: year {in_year}, month {month}, day {day}") from error


def _checked_hours(hours_utc: ArrayLike, ssn: float) -> FloatArray:
    hours = np.atleast_1d(np.asarray(hours_utc, dtype=np.float64))
    if not (np.isfinite(hours).all() and np.isfinite(ssn)):
        raise ValueError(f"hours and sunspot number must be finite, not {hours_utc!r} and {ssn!r}")
    return hours


def _check(
    frequency_khz: float, power_kw: ArrayLike, method: str, tx_latitude: ArrayLike, rx_latitude: ArrayLike
) -> None:
    if not LOWEST_KHZ <= frequency_khz <= HIGHEST_KHZ:
        raise ValueError(
            f"frequency must be {LOWEST_KHZ:g} to {HIGHEST_KHZ:g} kHz for medium wave, not {frequency_khz!r}"
        )
    if not np.all(np.asarray(power_kw, dtype=np.float64) > 0.0):
        raise ValueError(f"power must be positive (kW), not {power_kw!r}")
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}, not {method!r}")
    for latitude in (tx_latitude, rx_latitude):
        if np.any(np.abs(np.asarray(latitude, dtype=np.float64)) > 90.0):
            raise ValueError(f"latitude must be -90 to 90 degrees, not {latitude!r}")
