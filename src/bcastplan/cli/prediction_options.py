"""Options that the predicting commands share, and the settings made of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from bcastplan.cli.common import Quantity, adding
from bcastplan.cli.date_options import Day
from bcastplan.cli.runner_options import runner_of, runner_options

if TYPE_CHECKING:
    from bcastplan.coverage.coverage_options import CoverageOptions
    from bcastplan.science.hf import Mode

mode_option = click.option(
    "--mode", type=click.Choice(("recommendation", "calibrated", "reference")), default="recommendation",
    show_default=True, help="calibrated: the loss above the MUF as it fits measurements; reference: with the oddities "
    "of the ITU's program, for comparisons only.",
)  # fmt: skip

ENVIRONMENTS = ("city", "residential", "rural", "quiet rural")

_LISTENING = (
    mode_option,
    click.option("--snr", type=float, default=34.0, show_default=True, metavar="DB",
                 help="Signal-to-noise ratio that AM and SSB need in 9 kHz."),
    click.option("--snr-drm", "snr_drm", type=float, default=18.0, show_default=True, metavar="DB",
                 help="Signal-to-noise ratio that DRM needs in 10 kHz."),
)  # fmt: skip
_OPTIONS = (
    # The help lists options as they stand here: the mode first, then the numbers that it is given.
    _LISTENING[0],
    click.option("--ssn", type=float, metavar="N",
                 help="Smoothed sunspot number R12; default: the shipped monthly table, observed or predicted."),
    *_LISTENING[1:],
    click.option("--environment", type=click.Choice(ENVIRONMENTS), default="rural", show_default=True,
                 help="Man-made noise where the listeners are."),
    click.option("--assume-power", "assumed_power_kw", metavar="KW",
                 type=Quantity(min=0, min_open=True, max=1e5),
                 help="Predict transmissions without a power with this one; default: leave them out and count them."),
    click.option("--date", "dates", type=Day(), multiple=True,
                 help="Predict for the month of this date; may be repeated. Default: half a month after the season's "
                 "start, its middle, half a month before its end."),
    runner_options,
    click.option("--no-cache", is_flag=True,
                 help="Neither use nor keep predictions of other runs (at most 256 MB in the user's cache folder)."),
)  # fmt: skip


listening_options = adding(_LISTENING)
"""What a listener needs: the mode of the model, and the ratios of AM and of DRM."""
prediction_options = adding(_OPTIONS)
"""The shared options; the command takes them as ``**prediction``."""


def served_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the threshold of the served to a command; None where it is not given."""
    # Without a default, so that `coverage_asked` sees whether it was given; the help names the default.
    return click.option(
        "--served", "served_percent", type=Quantity(min=0, min_open=True, max=100), metavar="PERCENT",
        help="Reliability from which on a listener counts as served; 80 to 90 are usual in the trade. [default: 80]",
    )(function)  # fmt: skip


def coverage_asked(
    with_coverage: bool, served_percent: float | None, *, interference: bool = False, likely_range: bool = False
) -> CoverageOptions | None:
    """How to predict for commands that do so on request; None where it is not asked for."""
    if not with_coverage:
        if served_percent is not None:
            raise click.UsageError("--served is for --coverage: without it nothing is predicted")
        if interference:
            raise click.UsageError("--interference is for --coverage: hours on the air are the same under interference")
        if likely_range:
            raise click.UsageError("--range is for --coverage: hours on the air are counted, and not predicted")
        return None
    from bcastplan.coverage.coverage_options import CoverageOptions
    from bcastplan.workspace.prediction.local_means import local_means

    return CoverageOptions(
        served=_share(served_percent), interference=interference, likely_range=likely_range, means=local_means()
    )


def _share(served_percent: float | None) -> float:
    from bcastplan.coverage.audiences import SERVED

    return SERVED if served_percent is None else served_percent / 100.0


def check_against(against: tuple[str, ...], interference: bool) -> None:
    """Refuse schedules to hold against where they would do nothing."""
    if against and not interference:
        raise click.UsageError("--against is for --interference: without it nothing disturbs anything")


def band_named(text: str) -> str:
    """The name of a band as it was typed; wrong usage where there is none of that name."""
    from bcastplan.reference import parse_band

    band = parse_band(text)
    if band is None:
        raise click.UsageError(f"no band '{text}': write it as 31m, MW or LW")
    return band


def coverage_options(
    mode: Mode,
    ssn: float | None,
    snr: float,
    snr_drm: float,
    environment: str,
    assumed_power_kw: float | None,
    dates: tuple[date, ...],
    jobs: int | None,
    scheduler: str | None,
    no_cache: bool,
    served_percent: float | None = None,
) -> CoverageOptions:
    """What the engine is to assume; a ratio that is no number is wrong usage."""
    from bcastplan.workspace.prediction.local_means import prediction_settings

    for name, value in (("--snr", snr), ("--snr-drm", snr_drm)):
        # Asked this way round because `nan` is a number for Click, and lies in no range.
        if not -100.0 <= value <= 200.0:
            raise click.UsageError(f"{name} takes a ratio from -100 to 200 dB, not {value:g}")
    return prediction_settings(
        mode=mode,
        ssn=ssn,
        snr=snr,
        snr_drm=snr_drm,
        environment=environment,
        assumed_power_kw=assumed_power_kw,
        dates=dates,
        served=_share(served_percent),
        runner=runner_of(jobs, scheduler),
        kept=not no_cache,
    )
