"""Circuits by themselves, predicted for whole arrays at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike

from bcastplan.library.rows import Rows
from bcastplan.science.arrays import FloatArray

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]
    import polars

    from bcastplan.coverage.single_circuits import CircuitRows
    from bcastplan.science.hf import Mode


@dataclass(frozen=True)
class Predictions:
    """What circuits can be expected to carry; every array has the shape that the inputs have together.

    NaN means that there is no prediction, never that nothing is heard.

    Attributes:
        distance_km: length of the great circle.
        basic_muf_mhz, operational_muf_mhz: monthly median maximum usable frequencies; NaN on medium wave.
        e_dbuv: monthly median field strength, dB(uV/m).
        snr_db: signal-to-noise ratio in the bandwidth of the receiver.
        bcr_pct: basic circuit reliability, per cent.
    """

    distance_km: FloatArray
    basic_muf_mhz: FloatArray
    operational_muf_mhz: FloatArray
    e_dbuv: FloatArray
    snr_db: FloatArray
    bcr_pct: FloatArray
    _circuits: CircuitRows

    def __repr__(self) -> str:
        return f"<Predictions: shape {self.bcr_pct.shape}>"

    def to_dicts(self) -> list[dict[str, Any]]:
        """A dictionary for each circuit, the last index of the shape running fastest: its inputs and predictions."""
        return self._rows().to_dicts()

    def to_polars(self) -> polars.DataFrame:
        """The circuits as a Polars data frame, a row each, as `to_dicts` has them."""
        return self._rows().to_polars()

    def to_pandas(self) -> pandas.DataFrame:
        """The circuits as a pandas data frame, a row each, as `to_dicts` has them."""
        return self._rows().to_pandas()

    def _rows(self) -> Rows[dict[str, Any]]:
        from bcastplan.workspace.prediction.circuit_tables import RESULTS

        given = self._circuits
        columns: dict[str, Any] = {
            "tx_lat": given.tx_latitude,
            "tx_lon": given.tx_longitude,
            "rx_lat": given.rx_latitude,
            "rx_lon": given.rx_longitude,
            "month": given.month,
            "ssn": given.ssn,
            "hour_utc": given.hour_utc,
            "freq_mhz": given.frequency_mhz,
            "power_kw": given.power_kw,
            "azimuth": given.azimuth_deg,
            **{name: getattr(self, name).ravel() for name in RESULTS},
        }
        # `tolist` makes Python numbers: a dictionary with NumPy scalars could not be written as JSON.
        lists = [column.tolist() for column in columns.values()]
        rows = [
            {"antenna": antenna, **dict(zip(columns, values, strict=True))}
            for antenna, values in zip(given.antenna, zip(*lists, strict=True), strict=True)
        ]
        return Rows(rows, dict)


def predict(
    *,
    tx_lat: ArrayLike,
    tx_lon: ArrayLike,
    rx_lat: ArrayLike,
    rx_lon: ArrayLike,
    month: ArrayLike,
    hour_utc: ArrayLike,
    freq_mhz: ArrayLike,
    power_kw: ArrayLike,
    year: ArrayLike | None = None,
    ssn: ArrayLike | None = None,
    antenna: ArrayLike | None = None,
    azimuth: ArrayLike | None = None,
    mode: Mode = "recommendation",
    environment: str = "rural",
    bandwidth: float = 9000.0,
    snr: float = 34.0,
) -> Predictions:
    """Predict circuits; numbers and arrays of all shapes that broadcast together, as NumPy has it.

    Args:
        tx_lat: transmitter, degrees north.
        tx_lon: transmitter, degrees east.
        rx_lat: receiver, degrees north.
        rx_lon: receiver, degrees east.
        month: 1 to 12.
        hour_utc: instant, hours UT; for a programme from 15 to 16 it is 15.5.
        freq_mhz: 2 to 30 MHz on shortwave, 0.15 to 1.705 MHz below; predictions elsewhere are NaN.
        power_kw: transmitter power.
        year: looks the sunspot number up where there is no ``ssn``.
        ssn: smoothed sunspot number R12.
        antenna: HFCC codes or BS.705 designations, as ``AHR4/4/0.5``; isotropic without.
        azimuth: direction of maximum radiation, degrees.
        mode: ``recommendation``, ``calibrated`` or ``reference``.
        environment: man-made noise: ``city``, ``residential``, ``rural`` or ``quiet rural``.
        bandwidth: noise bandwidth of the receiver, Hz.
        snr: signal-to-noise ratio that the reliability asks for, dB.

    Raises:
        ValueError: a number out of its range, neither ``year`` nor ``ssn``, an unknown antenna, environment or mode, or
            shapes that do not fit.
    """
    from bcastplan.coverage.circuit_ends import Receiver
    from bcastplan.workspace.prediction.circuit_tables import RESULTS, predict_arrays

    if year is None and ssn is None:
        raise ValueError("give ssn, or year to look it up with")
    # Written as "not within" so that NaN is refused as well.
    if not 0.0 < bandwidth < 1e9 or not -1e3 < snr < 1e3:
        raise ValueError("bandwidth takes a positive number of Hz, snr a number of dB")
    columns = {
        "tx_lat": tx_lat, "tx_lon": tx_lon, "rx_lat": rx_lat, "rx_lon": rx_lon, "month": month, "year": year,
        "ssn": ssn, "hour_utc": hour_utc, "freq_mhz": freq_mhz, "power_kw": power_kw, "azimuth": azimuth,
    }  # fmt: skip
    given = {name: values for name, values in columns.items() if values is not None}
    circuits, prediction, shape = predict_arrays(given, antenna, Receiver(environment, bandwidth, snr), mode)
    return Predictions(**{name: getattr(prediction, name).reshape(shape) for name in RESULTS}, _circuits=circuits)
