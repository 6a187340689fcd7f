"""Log-periodic arrays: only the few elements near resonance carry current, and they fire towards the short end.

Source: ITU-R BS.705 as implemented by NTIA, with the sign of the vertical part's phase made that of the
horizontal part (NTIA's differ; the same for level arrays, up to 1.4 dB at the peak of tilted ones).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bcastplan.science.antennas.angles import LIGHT_M_MHZ, Angles, Float, dipole
from bcastplan.science.antennas.definition import AntennaDefinition
from bcastplan.science.antennas.ground import Ground, reflection

# Half length of the centre of the active region in quarter wavelengths: powers of the feeder's kilo-ohms, NTIA.
_ACTIVE_CENTRE = (1.098790227, -1.055146365, 3.208544524, -5.766460847, 4.054233788)


@dataclass(frozen=True)
class ActiveElements:
    """Elements that radiate: half lengths, positions and heights (m), relative current, phase (rad)."""

    half_length_m: Float
    position_m: Float
    height_m: Float
    current: Float
    phase_rad: Float
    tilt_tan: float


def log_periodic_field(
    definition: AntennaDefinition, angles: Angles, *, frequency_mhz: float, ground: Ground | None
) -> Float:
    """Relative field strength of ``LPH`` and ``LPV`` arrays, shaped like ``angles`` broadcast."""
    active = active_elements(definition, frequency_mhz)
    k = 2.0 * math.pi * frequency_mhz / LIGHT_M_MHZ
    sine, cosine = angles.sin_elevation, angles.cos_elevation
    r_horizontal, r_vertical = reflection(sine, frequency_mhz, ground)
    shape = np.broadcast_shapes(sine.shape, angles.cos_azimuth.shape)
    first, second = np.zeros(shape, dtype=np.complex128), np.zeros(shape, dtype=np.complex128)
    forward = angles.cos_azimuth * cosine
    for index in range(active.current.size):
        half_rad = k * active.half_length_m[index]
        drive = active.current[index] / math.sin(half_rad)
        x, height = active.position_m[index], active.height_m[index]
        wave = np.exp(1j * (k * x * (active.tilt_tan * sine - forward) + active.phase_rad[index]))
        if definition.family == "LPV":
            upright = (np.cos(half_rad * sine) - math.cos(half_rad)) / np.maximum(cosine, 1e-9)
            lift = np.exp(1j * k * height * sine)
            first += drive * upright * wave * (lift + r_vertical / lift)
            continue
        image = np.exp(-2.0j * k * height * sine)
        part = drive * dipole(half_rad, angles.sin_azimuth * cosine) * wave
        first += part * (1.0 + r_horizontal * image)
        second += part * (1.0 - r_vertical * image)
    if definition.family == "LPV":
        return np.abs(first)
    return np.hypot(angles.cos_azimuth * np.abs(first), angles.sin_azimuth * sine * np.abs(second))


def active_elements(definition: AntennaDefinition, frequency_mhz: float) -> ActiveElements:
    """Elements with current at this frequency; outside the array's range those of its nearest frequency."""
    count, length_m, short_height, long_height, short_half, long_half, ohm = definition.parameters
    elements = int(count)
    tau = (short_half / long_half) ** (1.0 / (elements - 1))
    half = long_half * tau ** np.arange(elements - 1, -1, -1, dtype=np.float64)
    tan_apex = (long_half - short_half) / length_m
    slant = half / tan_apex  # the apex is where the elements would shrink to nothing
    tilt = math.asin((long_height - short_height) / length_m)
    height = short_height + (slant - slant[0]) * math.sin(tilt)
    z = ohm / 1000.0
    centre = sum(factor * z**power for power, factor in enumerate(_ACTIVE_CENTRE))
    spacing = (1.0 - tau) / (4.0 * tan_apex)
    bandwidth = 1.1 + 30.7 * spacing * (1.0 - tau)
    resonant = LIGHT_M_MHZ / frequency_mhz * centre / 4.0
    if not _in_active_region(half, resonant, bandwidth).any():
        resonant = float(half[np.argmin(np.abs(np.log(half / resonant)))])
    active = _in_active_region(half, resonant, bandwidth)
    current, phase = _currents(half[active], resonant, bandwidth)
    return ActiveElements(
        half[active], (slant * math.cos(tilt))[active], height[active], current, phase, math.tan(tilt)
    )


def _in_active_region(half: Float, l_centre: float, bandwidth: float) -> NDArray[np.bool_]:
    slack = 1e-12
    return (half >= l_centre / bandwidth * (1.0 - slack)) & (half <= 1.1 * l_centre * (1.0 + slack))


def _currents(x: Float, l_centre: float, bandwidth: float) -> tuple[Float, Float]:
    """Relative base current and phase (rad) of active elements with half lengths ``x``."""
    l_low, l_high = l_centre / bandwidth, 1.1 * l_centre
    l_peak = l_low + 0.7166 * (l_centre - l_low)
    rise = (x - l_low) / (l_peak - l_low)
    fall = (x - l_peak) / (l_centre - l_peak)
    tail = (x - l_centre) / (l_high - l_centre)
    current = np.select(
        [rise < 0.5, rise < 0.75, rise <= 1.0, fall <= 1.0],
        [
            _quadratic(rise, (0.0, 0.316), (0.25, 0.676), (0.5, 0.876)),
            _quadratic(rise, (0.5, 0.876), (0.75, 0.976), (1.0, 1.0)),
            1.0 - 0.024 * ((rise - 1.0) / 0.25) ** 2,
            _quadratic(fall, (0.0, 1.0), (0.5, 0.922), (1.0, 0.707)),
        ],
        default=_quadratic(tail, (0.0, 0.707), (0.5, 0.501), (1.0, 0.316)),
    )
    phase_deg = np.where(x <= l_peak, 150.0 * (x - l_peak) / (l_peak - l_low), 142.0 * (x - l_peak) / (l_high - l_peak))
    return current / current.max(), np.radians(phase_deg)


def _quadratic(x: Float, first: tuple[float, float], middle: tuple[float, float], last: tuple[float, float]) -> Float:
    """Parabola through three points, by Lagrange."""
    (x0, y0), (x1, y1), (x2, y2) = first, middle, last
    return (
        y0 * (x - x1) * (x - x2) / ((x0 - x1) * (x0 - x2))
        + y1 * (x - x0) * (x - x2) / ((x1 - x0) * (x1 - x2))
        + y2 * (x - x0) * (x - x1) / ((x2 - x0) * (x2 - x1))
    )
