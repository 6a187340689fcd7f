"""HF sky-wave prediction after ITU-R P.533-14: arrays in, arrays out; see docs/physics-hf.md for the sources."""

from bcastplan.science.hf.circuits import Circuits
from bcastplan.science.hf.full_grid import predict, predict_path_hours, predict_signals
from bcastplan.science.hf.hf_prediction import MODE_LABELS, PathHourPrediction, Prediction, SignalPrediction
from bcastplan.science.hf.method import Absorption, Mode
from bcastplan.science.hf.muf import support_probability
from bcastplan.science.hf.radiation import AimedGain, Gain, GainFunction
from bcastplan.science.hf.radio_noise import ENVIRONMENTS, noise_at, total_noise
from bcastplan.science.hf.reliability import Interference, interference, ratio_reliability_pct
from bcastplan.science.hf.separate_rows import RowPrediction, predict_pairs

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
