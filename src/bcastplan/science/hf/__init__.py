"""HF sky-wave prediction after ITU-R P.533-14: arrays in, arrays out; see docs/physics-hf.md for the sources.

Each name is fetched when it is first used: a coverage whose predictions are kept needs few of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bcastplan.science.hf.circuits import Circuits
    from bcastplan.science.hf.full_grid import predict, predict_path_hours, predict_signals
    from bcastplan.science.hf.hf_prediction import MODE_LABELS, PathHourPrediction, Prediction, SignalPrediction
    from bcastplan.science.hf.method import Absorption, Mode
    from bcastplan.science.hf.muf import support_probability
    from bcastplan.science.hf.radiation import AimedGain, Gain, GainFunction
    from bcastplan.science.hf.radio_noise import ENVIRONMENTS, noise_at, total_noise
    from bcastplan.science.hf.ratio_reliability import ratio_reliability_pct
    from bcastplan.science.hf.reliability import Interference, interference
    from bcastplan.science.hf.separate_rows import RowPrediction, predict_pairs

_HOMES = {
    "circuits": ("Circuits",),
    "full_grid": ("predict", "predict_path_hours", "predict_signals"),
    "hf_prediction": ("MODE_LABELS", "PathHourPrediction", "Prediction", "SignalPrediction"),
    "method": ("Absorption", "Mode"),
    "muf": ("support_probability",),
    "radiation": ("AimedGain", "Gain", "GainFunction"),
    "radio_noise": ("ENVIRONMENTS", "noise_at", "total_noise"),
    "ratio_reliability": ("ratio_reliability_pct",),
    "reliability": ("Interference", "interference"),
    "separate_rows": ("RowPrediction", "predict_pairs"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "ENVIRONMENTS",
    "MODE_LABELS",
    "Absorption",
    "AimedGain",
    "Circuits",
    "Gain",
    "GainFunction",
    "Interference",
    "Mode",
    "PathHourPrediction",
    "Prediction",
    "RowPrediction",
    "SignalPrediction",
    "interference",
    "noise_at",
    "predict",
    "predict_pairs",
    "predict_path_hours",
    "predict_signals",
    "ratio_reliability_pct",
    "support_probability",
    "total_noise",
]


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value
