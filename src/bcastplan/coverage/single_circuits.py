"""Single circuits, each with its own month, hour, frequency and antenna; the frequency decides which model answers.

NaN means that there is no prediction for the input, never that nothing is heard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from bcastplan.coverage.circuit_ends import HF_MHZ, MEDIUM_WAVE_MHZ, Receiver
from bcastplan.science import mediumwave
from bcastplan.science.antennas import GainBank, resolve
from bcastplan.science.antennas.definition import OMNIDIRECTIONAL_FAMILIES, parse_definition
from bcastplan.science.arrays import BoolArray, FloatArray, IntArray
from bcastplan.science.hf import AimedGain, Circuits, Mode, predict_pairs, ratio_reliability_pct


@dataclass(frozen=True)
class CircuitRows:
    """N circuits to predict, every array (N,): degrees, months 1 to 12, R12, hours UT, MHz, kW.

    ``antenna`` are BS.705 designations, None for an isotropic antenna on shortwave and a quarter-wave mast below;
    ``azimuth_deg`` NaN where no direction is given.
    """

    tx_latitude: FloatArray
    tx_longitude: FloatArray
    rx_latitude: FloatArray
    rx_longitude: FloatArray
    month: FloatArray
    ssn: FloatArray
    hour_utc: FloatArray
    frequency_mhz: FloatArray
    power_kw: FloatArray
    antenna: Sequence[str | None]
    azimuth_deg: FloatArray

    @property
    def defined(self) -> BoolArray:
        """Rows without a NaN where a number is needed."""
        needed = [getattr(self, field.name) for field in fields(self) if field.name not in ("antenna", "azimuth_deg")]
        return np.asarray(~np.isnan(np.stack(needed)).any(axis=0))


@dataclass(frozen=True)
class CircuitPrediction:
    """The answers, (N,): km, MHz, dB(µV/m), dB and per cent; the MUFs are NaN below 2 MHz."""

    distance_km: FloatArray
    basic_muf_mhz: FloatArray
    operational_muf_mhz: FloatArray
    e_dbuv: FloatArray
    snr_db: FloatArray
    bcr_pct: FloatArray


def predict_circuits(rows: CircuitRows, receiver: Receiver, mode: Mode = "recommendation") -> CircuitPrediction:
    """Predict every row: ITU-R P.533 from 2 to 30 MHz, ground and sky wave from 0.15 to 1.705 MHz, NaN elsewhere.

    Raises:
        ValueError: month, R12, hour or latitude out of range, or an unknown environment, antenna or mode.
    """
    result = CircuitPrediction(*(np.full(rows.month.size, np.nan) for _ in fields(CircuitPrediction)))
    frequency, defined = rows.frequency_mhz, rows.defined
    shortwave = defined & (frequency >= HF_MHZ[0]) & (frequency <= HF_MHZ[1])
    isotropic = np.array([antenna is None for antenna in rows.antenna], dtype=bool)
    # A prediction has gains for all of its rows, or for none.
    for some in (np.flatnonzero(shortwave & isotropic), np.flatnonzero(shortwave & ~isotropic)):
        if some.size:
            _shortwave(rows, some, receiver, mode, result)
    low = defined & (frequency >= MEDIUM_WAVE_MHZ[0]) & (frequency <= MEDIUM_WAVE_MHZ[1])
    for some in _alike(rows, np.flatnonzero(low)):
        _medium_wave(rows, some, receiver, result)
    return result


def _shortwave(rows: CircuitRows, some: IntArray, receiver: Receiver, mode: Mode, result: CircuitPrediction) -> None:
    if rows.antenna[some[0]] is None:
        index, gain = np.zeros(some.size, np.intp), None
    else:
        index, gain = _antennas(rows, some)
    answer = predict_pairs(
        Circuits(rows.tx_latitude[some], rows.tx_longitude[some], rows.rx_latitude[some], rows.rx_longitude[some]),
        month=rows.month[some],
        ssn=rows.ssn[some],
        hour_utc=rows.hour_utc[some],
        frequency_mhz=rows.frequency_mhz[some],
        power_dbkw=10.0 * np.log10(rows.power_kw[some]),
        antenna_index=index,
        tx_gain=gain,
        environment=receiver.environment,
        bandwidth_hz=receiver.bandwidth_hz,
        required_snr_db=receiver.required_snr_db,
        mode=mode,
    )
    result.distance_km[some] = answer.distance_km
    result.basic_muf_mhz[some] = answer.basic_muf_mhz
    result.operational_muf_mhz[some] = answer.operational_muf_mhz
    result.e_dbuv[some] = answer.field_strength_dbuv
    result.snr_db[some] = answer.snr_db
    result.bcr_pct[some] = answer.reliability_pct


@dataclass(frozen=True)
class AntennaGains:
    """The gains of antennas, each at one frequency, as the engine asks for them."""

    bank: GainBank

    def towards(self, index: IntArray, _frequency_mhz: FloatArray, azimuth_deg: FloatArray) -> AimedGain:
        """The gain in dBi of L lines; each number of a transmitter stands for one antenna at one frequency."""
        return self.bank.towards(index, azimuth_deg).gain_dbi


def _antennas(rows: CircuitRows, some: IntArray) -> tuple[IntArray, AntennaGains]:
    numbers: dict[tuple[str | None, float | None, float], int] = {}
    index = np.empty(some.size, np.intp)
    for position, row in enumerate(some.tolist()):
        azimuth = float(rows.azimuth_deg[row])
        key = (rows.antenna[row], None if np.isnan(azimuth) else azimuth, float(rows.frequency_mhz[row]))
        index[position] = numbers.setdefault(key, len(numbers))
    bank = GainBank(
        [
            (resolve(antenna, azimuth_deg=azimuth, frequency_mhz=frequency), frequency)
            for antenna, azimuth, frequency in numbers
        ]
    )
    return index, AntennaGains(bank)


def _alike(rows: CircuitRows, some: IntArray) -> list[IntArray]:
    """Groups of rows that differ only in their ends and power; the medium-wave model takes one hour and frequency."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for row in some.tolist():
        azimuth = float(rows.azimuth_deg[row])
        key = (
            *(float(column[row]) for column in (rows.frequency_mhz, rows.month, rows.ssn, rows.hour_utc)),
            rows.antenna[row],
            None if np.isnan(azimuth) else azimuth,
        )
        groups.setdefault(key, []).append(row)
    return [np.array(members, np.intp) for members in groups.values()]


def mast_of(antenna: str | None, frequency_khz: float, azimuth_deg: float | None) -> tuple[float, float | None]:
    """Height of the mast in wavelengths and its direction: a monopole's own, else a quarter wave.

    Antennas without a direction keep none, whatever azimuth was filed.
    """
    if antenna is None:
        return 0.25, azimuth_deg
    definition = parse_definition(antenna)
    if definition.family == "VM":
        return definition.named["height_m"] * frequency_khz / 299_792.458, None
    return 0.25, None if definition.family in OMNIDIRECTIONAL_FAMILIES else azimuth_deg


def _medium_wave(rows: CircuitRows, some: IntArray, receiver: Receiver, result: CircuitPrediction) -> None:
    first = int(some[0])
    frequency_khz = round(float(rows.frequency_mhz[first]) * 1000.0, 6)
    azimuth = float(rows.azimuth_deg[first])
    mast, direction = mast_of(rows.antenna[first], frequency_khz, None if np.isnan(azimuth) else azimuth)
    hours, month = rows.hour_utc[first : first + 1] % 24.0, int(rows.month[first])
    signal = mediumwave.field_strength(
        rows.tx_latitude[some],
        rows.tx_longitude[some],
        rows.rx_latitude[some],
        rows.rx_longitude[some],
        frequency_khz=frequency_khz,
        power_kw=rows.power_kw[some],
        hours_utc=hours,
        month=month,
        ssn=float(rows.ssn[first]),
        mast_wavelengths=mast,
        azimuth_deg=direction,
    )
    quality = medium_wave_quality(
        signal, rows.rx_latitude[some], rows.rx_longitude[some], frequency_khz, hours, month, receiver
    )
    result.distance_km[some] = signal.distance_km
    result.e_dbuv[some] = signal.total_dbuv[:, 0]
    result.snr_db[some] = quality.snr_db[:, 0]
    result.bcr_pct[some] = quality.reliability_pct[:, 0]


@dataclass(frozen=True)
class MediumWaveQuality:
    """Signal-to-noise ratio of a medium-wave prediction, its deciles, and the reliability, (P, H)."""

    snr_db: FloatArray
    upper_snr_db: FloatArray
    lower_snr_db: FloatArray
    reliability_pct: FloatArray


def medium_wave_quality(
    signal: mediumwave.MediumWavePrediction,
    latitude: FloatArray,
    longitude: FloatArray,
    frequency_khz: float,
    hours_utc: FloatArray,
    month: int,
    receiver: Receiver,
) -> MediumWaveQuality:
    """Compare the field with man-made and atmospheric noise at the receivers."""
    noise = mediumwave.local_noise(
        latitude,
        longitude,
        frequency_khz=frequency_khz,
        hours_utc=hours_utc,
        month=month,
        environment=receiver.environment,
    )
    level = mediumwave.noise_field_dbuv(frequency_khz, noise=noise, bandwidth_hz=receiver.bandwidth_hz)
    upper, lower = mediumwave.ratio_deciles_db(noise, signal.day_to_day_deciles_db(), signal.sky_share)
    ratio = signal.total_dbuv - level
    reliability = ratio_reliability_pct(ratio, receiver.required_snr_db, upper, lower)
    return MediumWaveQuality(ratio, upper, lower, np.where(np.isnan(ratio), np.nan, reliability))
