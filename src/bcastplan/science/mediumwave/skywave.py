"""Sky wave in the middle of the night: annual median field of 1 kW e.m.r.p., before mast, power and hour.

Two methods, ITU-R P.1147 and that of 47 CFR 73.190, which agree within 0.1 dB below 3000 km when P.1147's terms for
polarization, sea and sunspots are 0. Outside 50 to 12000 km there is no answer: NaN.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bcastplan.science.arrays import FloatArray
from bcastplan.science.geodesy import EARTH_RADIUS_KM, bearing_deg, great_circle_distance_km, point_at_fraction
from bcastplan.science.geomagnetic import magnetic_fields

SHORTEST_KM, LONGEST_KM = 50.0, 12000.0  # ITU-R P.1147 scope
LF_BELOW_KHZ = 300.0
GEOMAGNETIC_POLE = (78.5, -69.0)  # degrees, the pole of both methods
LONG_PATH_KM = 3000.0
MAST_HOP_KM = 2000.0  # longest hop; sets the number of hops and so the elevation
_E_HEIGHT_KM, _F_HEIGHT_KM = 100.0, 220.0
_UNIT_DB = {"mf": 107.0, "lf": 110.2, "australia": 110.0}  # ITU-R P.1147-4 A
_SOLAR_FROM_DEG, _SOLAR_DEG_PER_UNIT = 45.0, 3.0  # ITU-R P.1147-4 b, geomagnetic latitude
_FCC_UNIT_DB = 97.5 + 20.0 * np.log10(3.0)  # from 100 to 300 mV/m at 1 km


@dataclass(frozen=True)
class Paths:
    """P great-circle paths, degrees and km; every array is (P,)."""

    tx_latitude: FloatArray
    tx_longitude: FloatArray
    rx_latitude: FloatArray
    rx_longitude: FloatArray
    distance_km: FloatArray
    azimuth_deg: FloatArray
    back_azimuth_deg: FloatArray
    middle_latitude: FloatArray
    middle_longitude: FloatArray

    @classmethod
    def between(
        cls, tx_latitude: FloatArray, tx_longitude: FloatArray, rx_latitude: FloatArray, rx_longitude: FloatArray
    ) -> "Paths":
        """Paths along the shorter arc; at antipodes any one of them."""
        ends = (tx_latitude, tx_longitude, rx_latitude, rx_longitude)
        return cls(
            *ends,
            great_circle_distance_km(*ends),
            bearing_deg(*ends),
            bearing_deg(rx_latitude, rx_longitude, tx_latitude, tx_longitude),
            *point_at_fraction(*ends, 0.5),
        )

    @property
    def ends(self) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Latitude and longitude of the transmitters, then of the receivers, in degrees."""
        return self.tx_latitude, self.tx_longitude, self.rx_latitude, self.rx_longitude


@dataclass(frozen=True)
class SkyWave:
    """Median field at its best hour, dB(uV/m) for 1 kW e.m.r.p., with its elevation and 10 % of nights excess."""

    field_dbuv: FloatArray
    elevation_deg: FloatArray
    decile_db: FloatArray


def sky_wave(paths: Paths, frequency_khz: float, *, ssn: float, method: str, sea_gain_db: ArrayLike = 0.0) -> SkyWave:
    """Sky wave of 1 kW e.m.r.p. (300 mV/m at 1 km) for P paths; ``method`` is ``p1147`` or ``fcc``.

    NaN where the path is shorter than 50 or longer than 12000 km. ``sea_gain_db`` and ``ssn`` (R12) do not
    enter the FCC method.
    """
    height = reflection_height_km(paths.distance_km, frequency_khz)
    if method == "fcc":
        field, decile = _fcc(paths)
        height = np.full_like(height, _E_HEIGHT_KM)
    else:
        field = _p1147(paths, frequency_khz, height, ssn) + np.asarray(sea_gain_db, dtype=np.float64)
        decile = np.full_like(field, 6.5 if frequency_khz < LF_BELOW_KHZ else 8.0)
    valid = (paths.distance_km >= SHORTEST_KM) & (paths.distance_km <= LONGEST_KM)
    return SkyWave(np.where(valid, field, np.nan), departure_elevation_deg(paths.distance_km, height), decile)


def reflection_height_km(distance_km: FloatArray, frequency_khz: float) -> FloatArray:
    """100 km (E layer) or, for high frequencies on short paths, 220 km. Source: ITU-R P.1147, from memory."""
    limit_khz = 350.0 + np.cbrt((2.8 * distance_km) ** 3 + 300.0**3)
    return np.where(frequency_khz <= limit_khz, _E_HEIGHT_KM, _F_HEIGHT_KM)


def departure_elevation_deg(distance_km: FloatArray, height_km: ArrayLike) -> FloatArray:
    """Elevation of the wave at the ends, for hops of at most 2000 km between mirrors at this height."""
    hops = np.maximum(np.ceil(distance_km / MAST_HOP_KM), 1.0)
    half = np.maximum(distance_km, 1e-3) / (hops * EARTH_RADIUS_KM) / 2.0
    rise = np.cos(half) - EARTH_RADIUS_KM / (EARTH_RADIUS_KM + np.asarray(height_km, dtype=np.float64))
    return np.asarray(np.degrees(np.arctan2(rise, np.sin(half))))


def dipole_latitude_deg(latitude: ArrayLike, longitude: ArrayLike) -> FloatArray:
    """Geomagnetic latitude in the field of a dipole with its pole at 78.5N 69W (47 CFR 73.190)."""
    pole_latitude, pole_longitude = np.radians(GEOMAGNETIC_POLE)
    north, east = np.radians(latitude), np.radians(longitude)
    sine = np.sin(north) * np.sin(pole_latitude)
    sine = sine + np.cos(north) * np.cos(pole_latitude) * np.cos(east - pole_longitude)
    return np.asarray(np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0))))


def _p1147(paths: Paths, frequency_khz: float, height_km: FloatArray, ssn: float) -> FloatArray:
    slant_km = np.hypot(paths.distance_km, 2.0 * height_km)
    at_tx = dipole_latitude_deg(paths.tx_latitude, paths.tx_longitude)
    at_rx = dipole_latitude_deg(paths.rx_latitude, paths.rx_longitude)
    short = _absorption(0.5 * (at_tx + at_rx))
    long = 0.5 * (_absorption(0.75 * at_tx + 0.25 * at_rx) + _absorption(0.25 * at_tx + 0.75 * at_rx))
    absorption = np.where(paths.distance_km < LONG_PATH_KM, short, long) * np.sqrt(slant_km / 1000.0)
    field = _unit_db(paths, frequency_khz) - 20.0 * np.log10(slant_km) - absorption
    if frequency_khz < LF_BELOW_KHZ:
        return np.asarray(field)
    sunspot = 0.5 * (
        solar_factor(paths.tx_latitude, paths.tx_longitude) + solar_factor(paths.rx_latitude, paths.rx_longitude)
    )
    field = field - sunspot * (ssn / 100.0) * (slant_km / 1000.0)
    field = field - polarization_loss_db(paths.tx_latitude, paths.tx_longitude, paths.azimuth_deg)
    return np.asarray(field - polarization_loss_db(paths.rx_latitude, paths.rx_longitude, paths.back_azimuth_deg))


def _fcc(paths: Paths) -> tuple[FloatArray, FloatArray]:
    slant_km = np.hypot(paths.distance_km, 2.0 * _E_HEIGHT_KM)
    middle = np.abs(dipole_latitude_deg(paths.middle_latitude, paths.middle_longitude))
    field = _FCC_UNIT_DB - 20.0 * np.log10(slant_km) - _absorption(middle) * np.sqrt(slant_km / 1000.0)
    decile = np.clip(0.2 * middle - 2.0, 6.0, 10.0)
    return np.asarray(field), np.asarray(decile)


def _absorption(latitude_deg: FloatArray) -> FloatArray:
    tangent = np.tan(np.radians(np.minimum(np.abs(latitude_deg), 60.0)))
    return np.asarray(2.0 * np.pi + 4.95 * tangent**2)


def _unit_db(paths: Paths, frequency_khz: float) -> FloatArray:
    if frequency_khz < LF_BELOW_KHZ:
        return np.full_like(paths.distance_km, _UNIT_DB["lf"])
    east = np.mod(paths.middle_longitude, 360.0)
    australia = (paths.middle_latitude < -11.0) & (east > 100.0) & (east < 190.0)
    return np.where(australia, _UNIT_DB["australia"], _UNIT_DB["mf"])


def polarization_loss_db(latitude: FloatArray, longitude: FloatArray, azimuth_deg: FloatArray) -> FloatArray:
    """Loss at one end where the magnetic field lies flat (dip up to 45 degrees), worst for east-west paths.

    Magnetic north is taken from the dipole, dip from the full field. Source: ITU-R P.1147-4, second-hand.
    """
    (field,) = magnetic_fields(latitude, longitude, _E_HEIGHT_KM)
    dip = np.degrees(np.abs(field.dip_rad))
    from_north = azimuth_deg - bearing_deg(latitude, longitude, *GEOMAGNETIC_POLE)
    from_east_west = np.degrees(np.arcsin(np.abs(np.cos(np.radians(from_north)))))
    loss = 180.0 / np.sqrt(36.0 + from_east_west**2 + dip**2) - 2.0
    return np.where(dip <= 45.0, np.maximum(loss, 0.0), 0.0)


def solar_factor(latitude: FloatArray, longitude: FloatArray) -> FloatArray:
    """The factor b of the solar term at an end: how strongly a medium-wave path loses with sunspots.

    (|geomagnetic latitude| - 45) / 3 above 45 degrees and 0 below; 1 in Europe. Source: ITU-R P.1147-4, second-hand.
    Where Europe ends on the map is our reading.
    """
    east = np.mod(longitude + 180.0, 360.0) - 180.0
    europe = _box(latitude, east, 35.0, 72.0, -25.0, 40.0)
    beyond = np.abs(dipole_latitude_deg(latitude, longitude)) - _SOLAR_FROM_DEG
    return np.where(europe, 1.0, np.maximum(beyond, 0.0) / _SOLAR_DEG_PER_UNIT)


def _box(
    latitude: FloatArray, longitude: FloatArray, south: float, north: float, west: float, east: float
) -> NDArray[np.bool_]:
    return np.asarray((latitude >= south) & (latitude <= north) & (longitude >= west) & (longitude <= east))
