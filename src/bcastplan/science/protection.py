"""How much stronger a wanted signal must be than others nearby in frequency, every figure with its provenance.

Most of these Recommendations could not be read in full, so each default carries where it comes from and how sure it
is, and whoever computes with one can put another in its place.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.science.arrays import FloatArray
from bcastplan.science.defaults import Confidence, Default

FARTHEST_KHZ = 20.0
IGNORED_DB = -60.0  # relative protection of carriers farther away than any table reaches
RECEIVER_FLOOR_DBUV = 3.5  # intrinsic noise field of a receiver


@dataclass(frozen=True)
class Curve:
    """Relative protection (dB, what an off-channel signal counts) by carrier separation (kHz)."""

    name: str
    separation_khz: tuple[float, ...]
    relative_db: tuple[float, ...]
    source: str
    confidence: Confidence

    def at(self, separation_khz: ArrayLike) -> FloatArray:
        """Relative protection in dB at these separations, linear between the points.

        The sign of the separation does not matter unless the curve has points below 0. Beyond its last point -60 dB:
        such signals do not count. NaN gives NaN.
        """
        offset = np.asarray(separation_khz, dtype=np.float64)
        if self.separation_khz[0] >= 0.0:
            offset = np.abs(offset)
        inside = (offset >= self.separation_khz[0]) & (offset <= self.separation_khz[-1])
        value = np.interp(offset, self.separation_khz, self.relative_db)
        return np.where(np.isnan(offset), np.nan, np.where(inside, value, IGNORED_DB))


_POINTS = (0.0, 2.0, 5.0, 8.0, 9.0, 10.0, 15.0, 18.0, 20.0)
_BS560 = "ITU-R BS.560 figure 1; 9 kHz from GE75, other points smoothed by hand"
_DRM = "WRC-03 Resolution 543"

HF_AM = Curve(
    "HF",
    (0.0, 5.0, 10.0, 15.0, 20.0),
    (0.0, -3.0, -35.0, -49.0, -54.0),
    "ITU-R BS.560 annex 4: high compression, 4.5 kHz audio",
    Confidence.MEMORY_HIGH,
)
MF_CURVES = {
    "A": Curve("A", _POINTS, (0, 5, -5, -17, -21, -25, -37, -43, -46), _BS560, Confidence.CHOICE),
    "B": Curve("B", _POINTS, (0, 5, -3, -19, -23, -28, -42, -48, -51), _BS560, Confidence.CHOICE),
    "C": Curve("C", _POINTS, (0, 5, -6, -21, -25, -33, -48, -52, -54), _BS560, Confidence.CHOICE),
    "D": Curve("D", _POINTS, (0, 5, -3, -21, -25, -35, -49, -53, -54), _BS560, Confidence.MEMORY_HIGH),
}
"""Curves A (little compression, 10 kHz audio), B (high, 10 kHz), C (little, 4.5 kHz) and D (high, 4.5 kHz)."""
MF_REGION_2 = Curve("RJ81", (0.0, 10.0, 20.0), (0.0, -26.0, -55.5), "RJ81: 26, 0, -29.5 dB", Confidence.MEMORY_HIGH)
AM_FROM_DRM = Curve(
    "AM disturbed by DRM",
    (-20.0, -15.0, -10.0, -5.0, 0.0, 5.0, 10.0, 15.0, 20.0),
    (-47.0, -44.0, -32.0, 3.0, 6.0, 3.0, -32.0, -44.0, -47.0),
    _DRM,
    Confidence.MEMORY_HIGH,
)
DRM_FROM_AM = Curve(
    "DRM disturbed by AM",
    (-20.0, -15.0, -10.0, -5.0, 0.0, 5.0, 10.0, 15.0, 20.0),
    (-54.0, -48.0, -40.0, -3.0, 0.0, -3.0, -40.0, -48.0, -54.0),
    _DRM,
    Confidence.MEMORY_LOW,
)
DRM_FROM_DRM = Curve(
    "DRM disturbed by DRM",
    (-20.0, -15.0, -10.0, -5.0, 0.0, 5.0, 10.0, 15.0, 20.0),
    (-51.0, -46.0, -36.0, -3.0, 0.0, -3.0, -36.0, -46.0, -51.0),
    _DRM,
    Confidence.MEMORY_LOW,
)

_HIGH, _LOW = Confidence.MEMORY_HIGH, Confidence.MEMORY_LOW
_DEFAULTS = {
    default.name: default
    for default in (
        Default("HF co-channel", 17.0, "dB", "Resolution 535 (Rev. WRC-15), p. 337", Confidence.SOURCE),
        Default("HF co-channel objective", 27.0, "dB", "WARC HFBC-84/87, ITU-R BS.560", _HIGH),
        Default("MF co-channel", 30.0, "dB", "GE75, stable unwanted signal; 40 dB in BS.560-4, p. 1", _HIGH),
        Default("MF co-channel from sky wave", 27.0, "dB", "GE75, fluctuating unwanted signal", _HIGH),
        Default("MF co-channel Region 2", 26.0, "dB", "RJ81, note 2 of ITU-R BS.560", Confidence.SOURCE),
        Default("AM from DRM", 17.0, "dB", "Resolution 543, audio target of AM", _HIGH),
        Default("DRM from AM", 7.0, "dB", "Resolution 543, 64-QAM protection level 1", _HIGH),
        Default("DRM from DRM", 16.0, "dB", "Resolution 543, 64-QAM protection level 1", _HIGH),
        Default("16-QAM instead of 64-QAM", -6.0, "dB", "ITU-R BS.1615", _LOW),
        Default("synchronised up to 700 km", 0.0, "dB", "ITU-R BS.560 annex 4", _LOW),
        Default("synchronised up to 2500 km", 4.0, "dB", "ITU-R BS.560 annex 4", _LOW),
        Default("synchronised beyond 2500 km", 8.0, "dB", "ITU-R BS.560 annex 4", _LOW),
        Default("receiver noise field", RECEIVER_FLOOR_DBUV, "dB(uV/m)", "WARC HFBC-87", _HIGH),
        Default(
            "AM required S/N", 34.0, "dB", "Resolution 535 (Rev. WRC-15), p. 337: 24 dB at audio", Confidence.SOURCE
        ),
        Default("DRM required S/N", 18.0, "dB", "ITU-R BS.1615 annex 1, 64-QAM in mode B", _LOW),
        Default("clean margin", 10.0, "dB", "class limit of this program", Confidence.CHOICE),
        Default("interference margin", -10.0, "dB", "class limit of this program", Confidence.CHOICE),
    )
}


def defaults() -> tuple[Default, ...]:
    """Every protection ratio and planning value with source and confidence."""
    return tuple(_DEFAULTS.values())


def default(name: str) -> Default:
    """One of ``defaults`` by its name.

    Raises:
        KeyError: There is no default of this name.
    """
    return _DEFAULTS[name]


@dataclass(frozen=True)
class Protection:
    """What applies between two signals: the co-channel ratio (dB) and the curve for other separations."""

    co_channel: Default
    curve: Curve

    @property
    def confidence(self) -> Confidence:
        """That of the less certain of the two."""
        order = list(Confidence)
        return max(self.co_channel.confidence, self.curve.confidence, key=order.index)


def protection_for(
    frequency_khz: float,
    *,
    wanted_drm: bool = False,
    unwanted_drm: bool = False,
    unwanted_by_sky_wave: bool = False,
    itu_region: int = 3,
    curve: str = "A",
) -> Protection:
    """Ratio and curve for a wanted and an unwanted signal near this frequency.

    Below 1710 kHz the long- and medium-wave rules apply: curve ``A`` to ``D``, in ITU Region 2 those of RJ81.

    Raises:
        KeyError: ``curve`` is not one of A, B, C, D.
    """
    if wanted_drm or unwanted_drm:
        if not wanted_drm:
            return Protection(default("AM from DRM"), AM_FROM_DRM)
        if not unwanted_drm:
            return Protection(default("DRM from AM"), DRM_FROM_AM)
        return Protection(default("DRM from DRM"), DRM_FROM_DRM)
    if frequency_khz >= 1710.0:
        return Protection(default("HF co-channel"), HF_AM)
    if itu_region == 2:
        return Protection(default("MF co-channel Region 2"), MF_REGION_2)
    name = "MF co-channel from sky wave" if unwanted_by_sky_wave else "MF co-channel"
    return Protection(default(name), MF_CURVES[curve])


def synchronised_ratio_db(distance_km: ArrayLike) -> FloatArray:
    """Co-channel ratio (dB) between synchronised transmitters of one programme, by the distance between them."""
    distance = np.asarray(distance_km, dtype=np.float64)
    near, middle, far = (
        default(f"synchronised {where} km").value for where in ("up to 700", "up to 2500", "beyond 2500")
    )
    ratio = np.where(distance <= 700.0, near, np.where(distance <= 2500.0, middle, far))
    return np.where(np.isnan(distance), np.nan, ratio)


def interference_dbuv(unwanted_dbuv: ArrayLike, relative_db: ArrayLike, axis: int = -1) -> FloatArray:
    """Power sum of unwanted fields, each with its relative protection (dB), along ``axis``; dB(uV/m).

    Without any signal minus infinity.
    """
    weighted = np.asarray(unwanted_dbuv, dtype=np.float64) + np.asarray(relative_db, dtype=np.float64)
    total = np.sum(10.0 ** (weighted / 10.0), axis=axis)
    with np.errstate(divide="ignore"):
        return np.asarray(10.0 * np.log10(total))


def margin_db(wanted_dbuv: ArrayLike, interference: ArrayLike, co_channel_db: ArrayLike) -> FloatArray:
    """Wanted field minus weighted interference minus the co-channel ratio; not negative means protected."""
    wanted_field = np.asarray(wanted_dbuv, dtype=np.float64)
    return np.asarray(wanted_field - np.asarray(interference) - np.asarray(co_channel_db))


_CLASS_LIMITS_DB = (default("clean margin").value, 0.0, default("interference margin").value)


def margin_class(margin: float) -> str:
    """``clean``, ``fair``, ``interference`` or ``unusable`` for a margin in dB; ``unknown`` for NaN."""
    if margin != margin:
        return "unknown"
    for name, least in zip(("clean", "fair", "interference"), _CLASS_LIMITS_DB, strict=True):
        if margin >= least:
            return name
    return "unusable"


def minimum_usable_field_dbuv(noise_field_dbuv: ArrayLike, required_snr_db: ArrayLike = 34.0) -> FloatArray:
    """Field at which a signal is usable against noise alone: the noise or the receiver's own, plus the ratio."""
    noise = np.asarray(noise_field_dbuv, dtype=np.float64)
    return np.asarray(np.maximum(noise, RECEIVER_FLOOR_DBUV) + np.asarray(required_snr_db, dtype=np.float64))
