"""The two ends of a circuit: what a transmitter radiates, and what a receiver needs; and the range of the models."""

from __future__ import annotations

from dataclasses import dataclass

HF_MHZ = (2.0, 30.0)
"""The range of the shortwave model (ITU-R P.533), both ends included."""
MEDIUM_WAVE_MHZ = (0.15, 1.705)
"""The range of the model of long and medium wave (ITU-R P.1147), both ends included."""


@dataclass(frozen=True, slots=True)
class Emission:
    """What one transmitter radiates towards a set of places (bit ``number - 1``): degrees, kHz, kW.

    ``antenna`` is a BS.705 designation, None where it is not known; ``azimuth_deg`` has the slew in it. On shortwave
    a ground wave counts only where ``ground_wave`` is set. ``ground_ms_m`` is the conductivity of the ground under
    the paths (mS/m); None stands for the default, and for paths on which no ground wave counts.
    """

    latitude: float
    longitude: float
    frequency_khz: float
    power_kw: float
    antenna: str | None
    azimuth_deg: float | None
    slew_deg: float
    design_frequency_mhz: float | None
    drm: bool
    points: int
    ground_ms_m: float | None = None
    ground_wave: bool = False

    @property
    def is_shortwave(self) -> bool:
        """Whether the sky-wave model of shortwave holds for it; else that of long and medium wave does."""
        return self.frequency_khz >= HF_MHZ[0] * 1000.0


@dataclass(frozen=True)
class Receiver:
    """The receiving side: noise class, bandwidth in Hz and signal-to-noise ratio in dB."""

    environment: str = "rural"
    bandwidth_hz: float = 9000.0
    required_snr_db: float = 34.0


def in_range(frequency_khz: float) -> bool:
    """Whether one of the two models reaches this frequency."""
    return any(low * 1000.0 <= frequency_khz <= high * 1000.0 for low, high in (MEDIUM_WAVE_MHZ, HF_MHZ))
