"""Arguments of a prediction, checked and brought to common shapes; a wrong month is an error, never a number."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.science.arrays import BoolArray, FloatArray
from bcastplan.science.hf.radio_noise import ManMade, environment

LOWEST_MHZ, HIGHEST_MHZ = 2.0, 30.0
HIGHEST_SSN = 311.0
STAND_IN_MHZ = 10.0  # computed in place of an invalid frequency, then masked


@dataclass(frozen=True)
class Receiver:
    """What the receiving side asks for."""

    place: ManMade
    bandwidth_hz: float
    required_snr_db: float


def checked_month(month: int) -> int:
    """The month as int; ValueError unless it is a whole number from 1 to 12."""
    if month != month or int(month) != month or not 1 <= month <= 12:
        raise ValueError(f"month {month}: expected 1 to 12")
    return int(month)


def checked_ssn(ssn: float) -> float:
    """R12 as float; ValueError outside 0..311."""
    if not 0.0 <= ssn <= HIGHEST_SSN:
        raise ValueError(f"sunspot number {ssn}: expected R12 from 0 to {HIGHEST_SSN:g}")
    return float(ssn)


def checked_hours(hours_utc: ArrayLike) -> FloatArray:
    """Hours (H,) in [0, 24); ValueError outside 0..24. 24 is the same instant as 0."""
    hours = np.atleast_1d(np.asarray(hours_utc, float))
    if hours.ndim != 1:
        raise ValueError(f"hours_utc has shape {hours.shape}, expected (H,)")
    wrong = ~((hours >= 0.0) & (hours <= 24.0))
    if wrong.any():
        raise ValueError(f"hour {hours[wrong][0]:g}: expected 0 to 24 UTC")
    return hours % 24.0


def checked_frequencies(frequencies_mhz: ArrayLike, paths: int) -> tuple[FloatArray, BoolArray]:
    """Frequencies (P, F) with a stand-in where they are outside 2..30 MHz or NaN, and where that is, (P, F)."""
    frequencies = np.atleast_1d(np.asarray(frequencies_mhz, float))
    if frequencies.ndim > 2 or (frequencies.ndim == 2 and frequencies.shape[0] != paths):
        raise ValueError(f"frequencies_mhz has shape {frequencies.shape}, expected (F,) or ({paths}, F)")
    valid = (frequencies >= LOWEST_MHZ) & (frequencies <= HIGHEST_MHZ)
    shape = (paths, frequencies.shape[-1])
    return np.broadcast_to(np.where(valid, frequencies, STAND_IN_MHZ), shape), np.broadcast_to(~valid, shape)


def checked_power(power_dbkw: ArrayLike, shape: tuple[int, int]) -> FloatArray:
    """Powers (P, F) from a scalar, (P,) or (P, F); NaN is allowed, infinity is not."""
    power = np.asarray(power_dbkw, float)
    if np.isinf(power).any():
        raise ValueError("power_dbkw is infinite")
    if power.ndim == 1:
        power = power[:, None]
    if power.ndim not in (0, 2) or (power.ndim == 2 and power.shape[0] not in (1, shape[0])):
        raise ValueError(f"power_dbkw has shape {power.shape}, expected (), ({shape[0]},) or {shape}")
    return np.broadcast_to(power, shape)


def checked_receiver(place: str, bandwidth_hz: float, required_snr_db: float) -> Receiver:
    """The receiving side; ValueError for an unknown environment or an impossible bandwidth."""
    if not 0.0 < bandwidth_hz < np.inf:
        raise ValueError(f"bandwidth {bandwidth_hz} Hz: expected a positive number")
    if not np.isfinite(required_snr_db):
        raise ValueError(f"required S/N {required_snr_db} dB: expected a number")
    return Receiver(environment(place), float(bandwidth_hz), float(required_snr_db))
