"""Radio noise at the receiver after ITU-R P.372: external noise factors in dB above kT0b, frequencies in MHz."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.science.arrays import FloatArray, IntArray
from bcastplan.science.hf.pathhours import PathHours, Signals
from bcastplan.science.ionosphere import load_tables

GALACTIC_DECILE_DB = 2.0


@dataclass(frozen=True)
class ManMade:
    """Man-made noise class of P.372: F = intercept - slope·log10(f), and its decile deviations."""

    intercept_db: float
    slope_db: float
    upper_db: float
    lower_db: float

    def median_db(self, frequency_mhz: FloatArray) -> FloatArray:
        """The median at some frequencies."""
        return self.intercept_db - self.slope_db * np.log10(frequency_mhz)


def galactic_db(frequency_mhz: FloatArray) -> FloatArray:
    """Median of galactic noise."""
    return 52.0 - 23.0 * np.log10(frequency_mhz)


ENVIRONMENTS = {
    "city": ManMade(76.8, 27.7, 11.0, 6.7),
    "residential": ManMade(72.5, 27.7, 10.6, 5.3),
    "rural": ManMade(67.2, 27.7, 9.2, 4.6),
    "quiet rural": ManMade(53.6, 28.6, 9.2, 4.6),
}


def environment(name: str) -> ManMade:
    """The noise class of a name; ValueError lists the names."""
    try:
        return ENVIRONMENTS[name.strip().lower().replace("_", " ")]
    except KeyError:
        raise ValueError(f"environment {name!r}: expected one of {', '.join(ENVIRONMENTS)}") from None


@dataclass(frozen=True)
class Noise:
    """Atmospheric, man-made and galactic noise: medians and decile deviations in dB, any common shape."""

    atmospheric: FloatArray
    atmospheric_upper: FloatArray
    atmospheric_lower: FloatArray
    man_made: FloatArray
    galactic: FloatArray
    place: ManMade


def power(decibels: FloatArray) -> FloatArray:
    """10^(x/10)."""
    return np.exp(decibels * (math.log(10.0) / 10.0))


def _horner(coefficients: FloatArray, x: FloatArray, rows: IntArray | slice = slice(None)) -> FloatArray:
    """Polynomials with descending coefficients in the last axis, or those of some rows."""
    value: FloatArray = coefficients[rows, 0]
    for column in range(1, coefficients.shape[-1]):
        value = value * x + coefficients[rows, column]
    return value


def atmospheric_at_1_mhz(latitude: FloatArray, longitude: FloatArray, month: int) -> FloatArray:
    """Atmospheric noise at 1 MHz in the six four-hour blocks of local time, (N, 6)."""
    tables = load_tables()
    maps, linear = tables["noise_map"][month - 1].astype(float), tables["noise_map_linear"][month - 1].astype(float)
    alpha = np.radians(np.asarray(longitude, float) % 360.0) / 2.0
    theta = np.radians(np.asarray(latitude, float) + 90.0)
    waves = np.sin(np.outer(alpha, np.arange(1, 16)))
    terms = maps[:, 15] + np.tensordot(waves, maps[:, :15], axes=(1, 1))
    harmonics = np.sin(np.outer(theta, np.arange(1, 30)))
    series = (terms @ harmonics[:, :, None])[:, :, 0]
    noise: FloatArray = linear[:, 0] + linear[:, 1] * theta[:, None] + series
    return noise


def atmospheric_blocks(
    latitude: FloatArray, longitude: FloatArray, receiver: IntArray, frequency_mhz: FloatArray, month: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Median, upper and lower decile in dB for the six blocks, each (L, 6), of L frequencies at their receivers."""
    tables = load_tables()
    rows = np.arange(6) + np.where(latitude < 0.0, 6, 0)[:, None]
    fam = tables["noise_frequency"][month - 1].astype(float)
    at_1_mhz = atmospheric_at_1_mhz(latitude, longitude, month)
    start = np.array(-0.75)
    base = at_1_mhz * (2.0 - _horner(fam[:, :7], start)[rows]) - _horner(fam[:, 7:], start)[rows]
    rows, base = rows[receiver], base[receiver]
    log_frequency = np.log10(frequency_mhz)[:, None]
    u = (8.0 * 2.0**log_frequency - 11.0) / 4.0
    median = base * _horner(fam[:, :7], u, rows) + _horner(fam[:, 7:], u, rows)
    x = np.minimum(log_frequency, np.log10(20.0))
    dud = tables["noise_deciles"][month - 1].astype(float)
    return median, _horner(dud[0], x, rows), _horner(dud[1], x, rows)


def noise_at(
    latitude: ArrayLike,
    longitude: ArrayLike,
    frequency_mhz: ArrayLike,
    hours_utc: ArrayLike,
    *,
    month: int,
    place: ManMade,
    whole_hour_zones: bool = False,
) -> Noise:
    """Noise at N receivers for H hours and F frequencies, arrays (N, H, F).

    ``frequency_mhz`` is (F,) or (N, F). The value of a block is taken at its beginning and the blocks are joined by
    linear interpolation of powers, as the ITU's program does; ``whole_hour_zones`` also takes its rounded longitudes.
    """
    lat, lon = np.atleast_1d(np.asarray(latitude, float)), np.atleast_1d(np.asarray(longitude, float))
    frequency = np.atleast_2d(np.asarray(frequency_mhz, float))
    hours = np.atleast_1d(np.asarray(hours_utc, float))
    every = noise_of(
        lat,
        lon,
        frequency,
        hours,
        PathHours.grid(lat.size, hours.size),
        month=month,
        place=place,
        whole_hour_zones=whole_hour_zones,
    )
    shape = (lat.size, hours.size, -1)
    return Noise(
        atmospheric=every.atmospheric.reshape(shape),
        atmospheric_upper=every.atmospheric_upper.reshape(shape),
        atmospheric_lower=every.atmospheric_lower.reshape(shape),
        man_made=place.median_db(frequency)[:, None, :],
        galactic=galactic_db(frequency)[:, None, :],
        place=place,
    )


def noise_of(
    latitude: FloatArray,
    longitude: FloatArray,
    frequency_mhz: FloatArray,
    hours_utc: FloatArray,
    at: PathHours,
    *,
    month: int,
    place: ManMade,
    whole_hour_zones: bool = False,
) -> Noise:
    """Noise at K combinations ``at`` of N receivers and H hours, arrays (K, F); frequencies (N or 1, F)."""
    frequencies = np.broadcast_to(frequency_mhz, (latitude.size, frequency_mhz.shape[1]))
    receiver = np.repeat(np.arange(latitude.size), frequencies.shape[1])
    signals = Signals.grid(at, frequencies.shape[1])
    powers = atmospheric_powers(
        latitude, longitude, receiver, frequencies.ravel(), hours_utc, at, signals, month=month,
        whole_hour_zones=whole_hour_zones,
    )  # fmt: skip
    median, upper, lower = (10.0 * np.log10(values).reshape(at.size, -1) for values in powers)
    return Noise(
        atmospheric=median,
        atmospheric_upper=upper,
        atmospheric_lower=lower,
        man_made=place.median_db(frequencies)[at.path],
        galactic=galactic_db(frequencies)[at.path],
        place=place,
    )


def atmospheric_powers(
    latitude: FloatArray,
    longitude: FloatArray,
    receiver: IntArray,
    frequency_mhz: FloatArray,
    hours_utc: FloatArray,
    at: PathHours,
    signals: Signals,
    *,
    month: int,
    whole_hour_zones: bool = False,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Atmospheric noise of S signals as powers: the median, and its upper and lower decile as ratios, each (S,).

    ``receiver`` and ``frequency_mhz`` (L,) belong to the lines, ``latitude`` and ``longitude`` (N,) to the receivers,
    which are the paths of ``at``.
    """
    zone = longitude / 15.0
    if whole_hour_zones:
        zone = np.trunc((longitude + 180.0) % 360.0 / 15.0 - 12.0)
    local = (hours_utc[at.hour] + zone[at.path]) % 24.0
    block = np.minimum((local / 4.0).astype(np.intp), 5)
    share = (local / 4.0 - block)[signals.path_hour]
    now = signals.line * 6 + block[signals.path_hour]
    then = signals.line * 6 + ((block + 1) % 6)[signals.path_hour]
    joined = []
    for values in atmospheric_blocks(latitude, longitude, receiver, frequency_mhz, month):
        powers = power(values).ravel()
        joined.append(powers[now] * (1.0 - share) + powers[then] * share)
    return joined[0], joined[1], joined[2]


def total_noise(noise: Noise) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Median of the combined noise and its upper and lower deciles in dB (P.372 section 8).

    The log-normal combination P.372 prints; S/N uses the plain sum of the three medians instead, as P.533 does.
    """
    k = 10.0 / np.log(10.0)
    galactic_sigma = 1.56
    results = []
    for atmospheric, man_made in (
        (noise.atmospheric_upper, noise.place.upper_db),
        (noise.atmospheric_lower, noise.place.lower_db),
    ):
        medians = np.broadcast_arrays(noise.atmospheric, noise.man_made, noise.galactic)
        sigmas = (atmospheric / 1.282, np.array(man_made / 1.282), np.array(galactic_sigma))
        means = [np.exp(m / k + s**2 / (2 * k**2)) for m, s in zip(medians, sigmas, strict=True)]
        alpha = sum(means)
        beta = sum(e**2 * (np.exp((s / k) ** 2) - 1.0) for e, s in zip(means, sigmas, strict=True))
        gamma = sum(np.exp(m / k) for m in medians)
        wide = np.maximum(atmospheric, max(man_made, GALACTIC_DECILE_DB)) > 12.0
        sigma = k * np.sqrt(np.where(wide, 2.0 * np.log(alpha / gamma), np.log1p(beta / alpha**2)))
        results.append((k * (np.log(alpha) - sigma**2 / (2 * k**2)), 1.282 * sigma))
    return np.minimum(results[0][0], results[1][0]), results[0][1], results[1][1]
