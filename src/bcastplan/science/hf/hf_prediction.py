"""What a prediction consists of; NaN means "no prediction for this input", never "nothing heard"."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from bcastplan.science.arrays import FloatArray

# Index in Prediction.mode_index -> label. F2 modes above 9,000 km are not told apart.
MODE_LABELS = ("", "1E", "2E", "3E", "1F2", "2F2", "3F2", "4F2", "5F2", "6F2", "long")
LONG_MODE = len(MODE_LABELS) - 1
PATH_FIELDS = ("distance_km", "azimuth_deg")
MUF_FIELDS = ("basic_muf_mhz", "muf90_mhz", "muf10_mhz", "operational_muf_mhz")


@dataclass(frozen=True)
class PredictedQuantities:
    """Every quantity that is predicted of a path, its MUFs and its frequencies; NaN where nothing is."""

    distance_km: FloatArray
    azimuth_deg: FloatArray
    basic_muf_mhz: FloatArray
    muf90_mhz: FloatArray
    muf10_mhz: FloatArray
    operational_muf_mhz: FloatArray
    field_strength_dbuv: FloatArray
    received_power_dbw: FloatArray
    snr_db: FloatArray
    du_snr_db: FloatArray
    dl_snr_db: FloatArray
    du_day_db: FloatArray
    dl_day_db: FloatArray
    reliability_pct: FloatArray
    elevation_deg: FloatArray
    mode_index: NDArray[np.int8]


@dataclass(frozen=True)
class SignalPrediction(PredictedQuantities):
    """Monthly medians of S signals at K path-hours of P paths: the quantities of `Prediction`.

    Shapes: (P,) distance and azimuth; (K,) the MUFs; (S,) all others.
    """

    @classmethod
    def empty(cls, paths: int, path_hours: int, signals: int) -> "SignalPrediction":
        """All NaN, to be filled in chunk by chunk."""
        arrays = {}
        for field in fields(cls):
            size = paths if field.name in PATH_FIELDS else path_hours if field.name in MUF_FIELDS else signals
            arrays[field.name] = np.full(size, np.nan)
        arrays["mode_index"] = np.zeros(signals, np.int8)
        return cls(**arrays)


@dataclass(frozen=True)
class PathHourPrediction(PredictedQuantities):
    """Monthly medians of P paths at K path-hours and F frequencies: the quantities of `Prediction`.

    Shapes: (P,) distance and azimuth; (K,) the MUFs; (K, F) all others.
    """


@dataclass(frozen=True)
class Prediction(PredictedQuantities):
    """Monthly medians for P paths, H hours and F frequencies.

    Shapes: (P,) distance and azimuth; (P, H) the MUFs; (P, H, F) all others. Field strengths in dB(µV/m), received
    power in dBW of a lossless isotropic receiving antenna, S/N in dB in the bandwidth asked. ``du_snr_db`` and
    ``dl_snr_db`` are the upper and lower decile deviations of S/N, ``du_day_db`` and ``dl_day_db`` the day-to-day
    part of the signal alone (what interference calculations need). ``mode_index`` and ``elevation_deg`` describe the
    strongest mode of the short model, up to 9,000 km; from there on the label is "long" and the elevation NaN.
    Rows of undefined paths and columns of frequencies outside 2..30 MHz are NaN, with mode index 0.
    """

    def mode_labels(self) -> NDArray[np.str_]:
        """Name of the dominant mode, such as "2F2"; "long" above 9,000 km, empty where there is no prediction."""
        return np.array(MODE_LABELS)[self.mode_index]
