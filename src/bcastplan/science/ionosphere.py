"""Monthly median ionosphere after ITU-R P.1239: foF2 and M(3000)F2 from the CCIR maps, foE from the Sun.

The map series is evaluated exactly at the points asked, never on a grid; everything is linear in R12.
"""

import functools
import math
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bcastplan.science.arrays import BoolArray, FloatArray, Floats, IntArray
from bcastplan.science.geomagnetic import magnetic_fields, modified_dip_rad
from bcastplan.science.solar import SUNSET_ZENITH_DEG

SSN_CEILING = 160.0  # the maps do not grow beyond this R12

# Highest power of sin(modified dip) for every longitude order (ITU-R P.1239 section 3).
FOF2_POWERS = (11, 11, 8, 4, 1, 0, 0, 0, 0)
M3000_POWERS = (6, 7, 5, 2, 1, 0, 0)

POLAR_WINTER_LATITUDE_DEG = 72.5622


@functools.cache
def load_tables() -> dict[str, NDArray[np.float32]]:
    """Coefficient arrays by name; the first axis is the month."""
    with (
        resources.files("bcastplan.science").joinpath("data/ionosphere.npz").open("rb") as file,
        np.load(file) as archive,
    ):
        return {name: archive[name] for name in archive.files}


def capped(ssn: float) -> float:
    """R12 limited to the range of the maps."""
    return min(ssn, SSN_CEILING)


def _m3000_columns() -> IntArray:
    """Where the functions of M(3000)F2 lie among those of foF2: the same ones up to lower powers."""
    columns = [np.arange(M3000_POWERS[0] + 1)]
    start = FOF2_POWERS[0] + 1
    for fof2_power, m3000_power in zip(FOF2_POWERS[1:], M3000_POWERS[1:], strict=False):
        columns.append(start + np.arange(2 * (m3000_power + 1)))
        start += 2 * (fof2_power + 1)
    return np.concatenate(columns)


M3000_COLUMNS = _m3000_columns()


def geographic_functions(latitude: FloatArray, longitude: FloatArray, dip_300_rad: FloatArray) -> FloatArray:
    """The maps' geographic functions at N points, shape (76, N), in the order of the foF2 coefficients.

    ``dip_300_rad`` is the magnetic dip at 300 km.
    """
    sine = np.sin(modified_dip_rad(dip_300_rad, latitude))
    power_table = np.ones((max(FOF2_POWERS) + 1, latitude.size))
    for n in range(1, len(power_table)):
        power_table[n] = power_table[n - 1] * sine
    rows = [power_table[: FOF2_POWERS[0] + 1]]
    lam, cosine = np.radians(longitude), np.cos(np.radians(latitude))
    for order in range(1, len(FOF2_POWERS)):
        waves = np.stack([np.cos(order * lam), np.sin(order * lam)]) * cosine**order
        terms = power_table[: FOF2_POWERS[order] + 1, None] * waves
        rows.append(terms.reshape(2 * (FOF2_POWERS[order] + 1), latitude.size))
    return np.concatenate(rows)


def time_coefficients(table: NDArray[np.float32], ssn: float, hours_utc: FloatArray) -> FloatArray:
    """Coefficients combined for R12 and H instants: (2, K, 2J+1) -> (K, H)."""
    low, high = table.astype(float)
    combined = low + (high - low) * (capped(ssn) / 100.0)
    angle = np.radians(15.0 * hours_utc - 180.0)
    basis = np.ones((combined.shape[1], hours_utc.size))
    for j in range(1, (len(basis) + 1) // 2):
        basis[2 * j - 1], basis[2 * j] = np.sin(j * angle), np.cos(j * angle)
    product: FloatArray = combined @ basis
    return product


@dataclass(frozen=True)
class F2Maps:
    """The F2 layer of one month and R12 at H instants."""

    fof2: FloatArray
    m3000: FloatArray

    @classmethod
    def at(cls, month: int, ssn: float, hours_utc: FloatArray) -> "F2Maps":
        """Combine the month's coefficients with R12 and the hours."""
        tables = load_tables()
        return cls(
            fof2=time_coefficients(tables["fof2"][month - 1], ssn, hours_utc),
            m3000=time_coefficients(tables["m3000"][month - 1], ssn, hours_utc),
        )

    def evaluate(
        self, latitude: FloatArray, longitude: FloatArray, dip_300_rad: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """foF2 in MHz and M(3000)F2 at N points and all H instants, each (N, H)."""
        functions = geographic_functions(latitude, longitude, dip_300_rad)
        fof2 = functions.T @ self.fof2
        m3000 = functions[M3000_COLUMNS].T @ self.m3000
        return np.maximum(fof2, 0.1), np.maximum(m3000, 1.0)


def f2_layer(
    latitude: ArrayLike, longitude: ArrayLike, *, month: int, ssn: float, hours_utc: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """foF2 (MHz) and M(3000)F2 at N points for H hours UTC, each of shape (N, H)."""
    maps = F2Maps.at(month, ssn, np.atleast_1d(np.asarray(hours_utc, float)))
    lat, lon = np.broadcast_arrays(np.atleast_1d(np.asarray(latitude, float)), np.asarray(longitude, float))
    (field,) = magnetic_fields(lat, lon, 300.0)
    return maps.evaluate(lat, lon, field.dip_rad)


@dataclass(frozen=True)
class ELayer:
    """foE of one month and R12 (ITU-R P.1239 section 4).

    ``polar_night_everywhere_south`` repeats a lost minus sign of the ITU's program, which takes every point south of
    +72.56° for polar winter from May to July; only comparisons with that program want it.
    """

    month: int
    ssn: float
    polar_night_everywhere_south: bool = False

    def critical_frequency(
        self, sine_latitude: Floats, zenith_rad: Floats, evening: BoolArray, sine_decl: Floats, cosine_decl: Floats
    ) -> Floats:
        """FoE in MHz.

        ``zenith_rad`` is the Sun's zenith angle, ``evening`` true when the Sun is west of the meridian; all arguments
        broadcast, and the result keeps their precision (float32 or float64).
        """
        cosine_latitude = np.sqrt(np.maximum(1.0 - sine_latitude * sine_latitude, 1e-12))
        flux = 63.7 + 0.728 * capped(self.ssn) + 0.00089 * capped(self.ssn) ** 2
        solar = 1.0 + 0.0094 * (flux - 66.0)
        tropical = cosine_latitude > math.cos(math.radians(32.0))
        exponent = np.where(tropical, 1.92 * cosine_latitude - 1.93, 0.11 - 0.49 * cosine_latitude)
        scale = np.where(tropical, 23.0 + 116.0 * cosine_latitude, 92.0 + 35.0 * cosine_latitude)
        cosine_noon = cosine_latitude * cosine_decl + sine_latitude * sine_decl
        seasonal = np.log(np.maximum(cosine_noon, math.cos(math.radians(80.0))))
        daily = self._log_daily_variation(sine_latitude, cosine_latitude, zenith_rad, evening, sine_decl, cosine_decl)
        fourth_power = solar * scale * np.exp(exponent * seasonal + daily)
        floor = 0.004 * (1.0 + 0.021 * flux) ** 2
        result: Floats = np.sqrt(np.sqrt(np.maximum(fourth_power, floor)))
        return result

    def _log_daily_variation(
        self,
        sine_latitude: Floats,
        cosine_latitude: Floats,
        zenith_rad: Floats,
        evening: BoolArray,
        sine_decl: Floats,
        cosine_decl: Floats,
    ) -> Floats:
        """Logarithm of the factor D, day and night."""
        zenith_deg = np.degrees(zenith_rad)
        power = np.where(np.abs(sine_latitude) <= math.sin(math.radians(12.0)), 1.31, 1.20).astype(sine_latitude.dtype)
        depression = np.maximum(zenith_deg - 50.0, 0.0)
        square = depression * depression
        shift_deg = np.where(zenith_deg > 73.0, 6.27e-13 * (square * square) * (square * square), 0.0)
        by_day = power * np.log(np.maximum(np.cos(np.radians(zenith_deg - shift_deg)), 1e-6))
        twilight = 25.2 - 0.28 * zenith_deg
        # Hours since sunset from hour angles: no clock and no wrap at midnight is needed.
        horizontal = np.maximum(cosine_latitude * cosine_decl, 1e-6)
        vertical = sine_latitude * sine_decl
        cosine_sunset = (math.cos(math.radians(SUNSET_ZENITH_DEG)) - vertical) / horizontal
        sunset = np.arccos(np.clip(cosine_sunset, -1.0, 1.0))
        hour_angle = np.arccos(np.clip((np.cos(zenith_rad) - vertical) / horizontal, -1.0, 1.0))
        since_sunset = np.where(evening, hour_angle, 2.0 * math.pi - hour_angle) - sunset
        dark = (np.abs(cosine_sunset) <= 1.0) & (hour_angle > sunset)
        decay = np.where(dark, -1.4 * 12.0 / math.pi * since_sunset, 0.0)
        by_night = np.where(self._polar_winter(sine_latitude), twilight, np.maximum(decay, twilight))
        by_night = by_night + power * math.log(0.072)
        result: Floats = np.where(zenith_deg < 90.0, by_day, by_night)
        return result

    def _polar_winter(self, sine_latitude: Floats) -> BoolArray:
        limit = math.sin(math.radians(POLAR_WINTER_LATITUDE_DEG))
        if self.month in (11, 12, 1):
            return np.asarray(sine_latitude > limit)
        if self.month in (5, 6, 7):
            return np.asarray(sine_latitude < (limit if self.polar_night_everywhere_south else -limit))
        return np.zeros(sine_latitude.shape, bool)
