"""Ground wave over uniform earth, looked up in the shipped table of NTIA's LFMF model, and Millington's mixed paths.

All fields are for 1 kW e.m.r.p. (300 mV/m at 1 km), so a transmitter's power and mast are added by the caller.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bcastplan.science.arrays import FloatArray

UNIT_FIELD_DBUV = 109.54  # dB(uV/m) at 1 km from 1 kW e.m.r.p. over a perfect plane: 300 mV/m
SEA_S_M = 5.0


@dataclass(frozen=True)
class _Table:
    flattened: NDArray[np.float64]  # field plus 20 log10 km; (ground, frequency, distance)
    log_conductivity: FloatArray
    log_frequency: FloatArray
    log_distance: FloatArray


def uniform_field_dbuv(frequency_khz: ArrayLike, distance_km: ArrayLike, conductivity_s_m: ArrayLike) -> FloatArray:
    """Ground-wave field in dB(uV/m) of 1 kW e.m.r.p. over uniform ground; the arguments broadcast.

    Frequency 148 to 1710 kHz, conductivity 0.0001 to 5 S/m (clamped). Below 1 km the inverse-distance field,
    beyond 2500 km the table's last slope. Interpolated linearly in the logarithms; at
    most 0.15 dB from LFMF where the field is above -40 dB(uV/m).
    """
    table = _table()
    distance = np.maximum(np.asarray(distance_km, dtype=np.float64), 1e-3)
    frequency, log_km, ground = np.broadcast_arrays(
        np.log(np.asarray(frequency_khz, dtype=np.float64)),
        np.log(np.clip(distance, 1.0, np.exp(table.log_distance[-1]))),
        np.log(np.asarray(conductivity_s_m, dtype=np.float64)),
    )
    value = np.zeros(log_km.shape)
    corners = [
        _bracket(ground, table.log_conductivity),
        _bracket(frequency, table.log_frequency),
        _bracket(log_km, table.log_distance),
    ]
    for g, g_weight in _ends(*corners[0]):
        for f, f_weight in _ends(*corners[1]):
            for d, d_weight in _ends(*corners[2]):
                value = value + g_weight * f_weight * d_weight * table.flattened[g, f, d]
    # Diffraction decays exponentially, so beyond the table the field falls in proportion to distance.
    beyond = np.maximum(distance - np.exp(table.log_distance[-1]), 0.0)
    if np.any(beyond > 0.0):
        last_km = np.exp(table.log_distance[-2:])
        slope = (_at_table_distance(corners[0], corners[1], -1) - _at_table_distance(corners[0], corners[1], -2)) / (
            last_km[1] - last_km[0]
        )
        value = value + slope * beyond
    field = np.where(distance < 1.0, UNIT_FIELD_DBUV, value) - 20.0 * np.log10(distance)
    return np.asarray(field)


def _at_table_distance(
    ground: tuple[NDArray[np.intp], FloatArray], frequency: tuple[NDArray[np.intp], FloatArray], column: int
) -> FloatArray:
    """The table interpolated in ground and frequency at one of its own distances."""
    table, value = _table(), np.zeros(())
    for g, g_weight in _ends(*ground):
        for f, f_weight in _ends(*frequency):
            value = value + g_weight * f_weight * table.flattened[g, f, column]
    return value


def millington_dbuv(frequency_khz: float, lengths_km: FloatArray, conductivity_s_m: FloatArray) -> FloatArray:
    """Ground-wave field in dB(uV/m) of 1 kW e.m.r.p. over mixed paths: the mean of both ways along the path.

    ``lengths_km`` and ``conductivity_s_m`` are (P, S): the sections of every path from transmitter to receiver;
    unused sections have length 0. Source: Millington's method as in ITU-R P.368.
    """
    there = _one_way(frequency_khz, lengths_km, conductivity_s_m)
    # Turning a path round puts its unused sections first, where they add nothing either.
    back = _one_way(frequency_khz, lengths_km[:, ::-1], conductivity_s_m[:, ::-1])
    return np.asarray((there + back) / 2.0)


def _one_way(frequency_khz: float, lengths_km: FloatArray, conductivity_s_m: FloatArray) -> FloatArray:
    end = np.cumsum(lengths_km, axis=1)
    start = end - lengths_km
    used = lengths_km > 0.0
    at_end = uniform_field_dbuv(frequency_khz, end, conductivity_s_m)
    at_start = uniform_field_dbuv(frequency_khz, start, conductivity_s_m)
    first = used & (np.cumsum(used, axis=1) == 1)
    parts = np.where(first, at_end, np.where(used, at_end - at_start, 0.0))
    total: FloatArray = parts.sum(axis=1)
    return np.where(used.any(axis=1), total, uniform_field_dbuv(frequency_khz, 1e-3, conductivity_s_m[:, 0]))


def _bracket(value: FloatArray, axis: FloatArray) -> tuple[NDArray[np.intp], FloatArray]:
    inside = np.clip(value, axis[0], axis[-1])
    index = np.clip(np.searchsorted(axis, inside, side="right") - 1, 0, axis.size - 2)
    return index, (inside - axis[index]) / (axis[index + 1] - axis[index])


def _ends(
    index: NDArray[np.intp], weight: FloatArray
) -> tuple[tuple[NDArray[np.intp], FloatArray], tuple[NDArray[np.intp], FloatArray]]:
    return (index, 1.0 - weight), (index + 1, weight)


@cache
def _table() -> _Table:
    with (files("bcastplan.science") / "data" / "groundwave.npz").open("rb") as stream:
        data = np.load(stream)
        order = np.argsort(data["conductivity_s_m"])
        return _Table(
            data["flattened"][order].astype(np.float64),
            np.log(data["conductivity_s_m"][order]),
            np.log(data["frequency_khz"]),
            np.log(data["distance_km"]),
        )
