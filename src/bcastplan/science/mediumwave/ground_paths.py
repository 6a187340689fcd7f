"""The ground wave between two places: the land and sea on the way, and the mast it starts from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bcastplan.science.arrays import FloatArray
from bcastplan.science.geodesy import great_circle_distance_km
from bcastplan.science.mediumwave.groundwave import SEA_S_M, millington_dbuv
from bcastplan.science.mediumwave.mast import mast_gain_db
from bcastplan.science.mediumwave.sections import path_sections

LEAST_FIELD_DBUV = -60.0  # ground waves weaker than this are reported as this; nobody hears them
LOWEST_KHZ, HIGHEST_KHZ = 150.0, 30_000.0


@dataclass(frozen=True)
class Ground:
    """Conductivity along the paths: land in mS/m, one value or one per path (P,), and sea in S/m.

    No atlas of conductivity is shipped: 3 mS/m is the middle of what land has, 1 to 10 mS/m.
    """

    land_ms_m: float | FloatArray = 3.0
    sea_s_m: float = SEA_S_M


def along_ground_dbuv(
    frequency_khz: float, lengths_km: FloatArray, land: NDArray[np.bool_], ground: Ground
) -> FloatArray:
    """Field in dB(uV/m) of 1 kW e.m.r.p. over paths cut into sections of land and sea (P, S) by ``path_sections``.

    Raises:
        ValueError: A conductivity is not positive.
    """
    if not (np.all(np.asarray(ground.land_ms_m) > 0.0) and ground.sea_s_m > 0.0):
        raise ValueError(f"conductivity must be positive, not {ground!r}")
    land_s_m = np.broadcast_to(np.asarray(ground.land_ms_m, dtype=np.float64) / 1000.0, lengths_km.shape[:1])
    conductivity = np.where(land, land_s_m[:, None], ground.sea_s_m)
    return millington_dbuv(frequency_khz, lengths_km, conductivity)


def ground_wave_dbuv(
    tx_latitude: ArrayLike,
    tx_longitude: ArrayLike,
    rx_latitude: ArrayLike,
    rx_longitude: ArrayLike,
    *,
    frequency_khz: float,
    power_kw: float,
    ground: Ground | None = None,
    mast_wavelengths: float | None = 0.25,
) -> FloatArray:
    """Ground-wave field in dB(uV/m) of a mast over P paths, 150 kHz to 30 MHz; at least -60 dB(uV/m).

    Coordinates in degrees, broadcasting to (P,); NaN coordinates give NaN. ``mast_wavelengths`` ``None`` takes the
    power as e.m.r.p.

    Raises:
        ValueError: Frequency outside 150 to 30,000 kHz, power or conductivity not positive.

    Source: ITU-R P.368 by way of NTIA LFMF, Millington's method; docs/physics-mediumwave.md.
    """
    if not LOWEST_KHZ <= frequency_khz <= HIGHEST_KHZ:
        raise ValueError(f"frequency must be {LOWEST_KHZ:g} to {HIGHEST_KHZ:g} kHz, not {frequency_khz!r}")
    if not power_kw > 0.0:
        raise ValueError(f"power must be positive (kW), not {power_kw!r}")
    from_latitude, from_longitude, to_latitude, to_longitude = np.broadcast_arrays(
        *(
            np.atleast_1d(np.asarray(value, dtype=np.float64))
            for value in (tx_latitude, tx_longitude, rx_latitude, rx_longitude)
        )
    )
    distance_km = great_circle_distance_km(from_latitude, from_longitude, to_latitude, to_longitude)
    lengths_km, land = path_sections(from_latitude, from_longitude, to_latitude, to_longitude, distance_km)
    field = along_ground_dbuv(frequency_khz, lengths_km, land, ground or Ground())
    field = np.where(np.isfinite(distance_km), field, np.nan)
    radiated_db = 10.0 * np.log10(power_kw) + mast_gain_db(0.0, mast_wavelengths)
    return np.asarray(np.maximum(field + radiated_db, LEAST_FIELD_DBUV))
