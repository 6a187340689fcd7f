"""How this machine predicts: on which cores, and with which results of earlier predictions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bcastplan.coverage.audiences import SERVED
from bcastplan.coverage.circuit_ends import Receiver
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.predicted_months import CoverageRequestError
from bcastplan.coverage.samples import Listening, Means, SampleStore
from bcastplan.files.value_cache import cache_folder
from bcastplan.science.hf import Mode
from bcastplan.tasks.machines import chosen_runner
from bcastplan.tasks.runner import Runner
from bcastplan.workspace.prediction.sample_cache import SampleCache


def local_means(runner: Runner | None = None, *, kept: bool = True) -> Means:
    """The means of this machine.

    Args:
        runner: who predicts, None for a process on each core.
        kept: whether predictions of earlier runs count and new ones are kept.
    """
    store: SampleStore | None = SampleCache(cache_folder()) if kept else None
    return Means(runner or chosen_runner(), store)


def local_options() -> CoverageOptions:
    """Returns the default options, with the means of this machine."""
    return CoverageOptions(means=local_means())


_RATIO_DB = (-100.0, 200.0)


def prediction_settings(
    *,
    mode: Mode = "recommendation",
    ssn: float | None = None,
    snr: float | None = None,
    snr_drm: float | None = None,
    environment: str | None = None,
    assumed_power_kw: float | None = None,
    dates: Sequence[date] = (),
    served: float | None = None,
    runner: Runner | None = None,
    kept: bool = True,
) -> CoverageOptions:
    """Returns the options for settings that users give; what they leave out has the engine's default.

    Args:
        mode: how the shortwave signal is predicted.
        ssn: the smoothed sunspot number R12 instead of the shipped one.
        snr: signal-to-noise ratio that AM and SSB need, dB in 9 kHz.
        snr_drm: signal-to-noise ratio that DRM needs, dB in 10 kHz.
        environment: man-made noise where the listeners are.
        assumed_power_kw: the power of transmissions that have none.
        dates: predict for the months of these dates.
        served: reliability (0 to 1) from which on a listener counts as served.
        runner: who predicts, None for a process on each core.
        kept: whether predictions of earlier runs count and new ones are kept.

    Raises:
        CoverageRequestError: a ratio or a share that is none.
    """
    for ratio in (snr, snr_drm):
        if ratio is not None and not _RATIO_DB[0] <= ratio <= _RATIO_DB[1]:
            raise CoverageRequestError(
                f"a signal-to-noise ratio is from {_RATIO_DB[0]:g} to {_RATIO_DB[1]:g} dB, not {ratio:g}"
            )
    if served is not None and not 0.0 < served <= 1.0:
        raise CoverageRequestError(f"the reliability of the served is above 0 and at most 1, not {served:g}")
    usual = Listening()
    receiver = Receiver(
        usual.receiver.environment if environment is None else environment,
        required_snr_db=usual.receiver.required_snr_db if snr is None else snr,
    )
    listening = Listening(receiver, usual.drm_snr_db if snr_drm is None else snr_drm, mode)
    return CoverageOptions(
        ssn,
        tuple(dates),
        listening,
        assumed_power_kw,
        SERVED if served is None else served,
        means=local_means(runner, kept=kept),
    )
