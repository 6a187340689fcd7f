"""L_m, the loss of a mode above its basic MUF (ITU-R P.533 section 5.2), and the same re-fitted to measurements.

The Recommendation lets every mode lose 5 or 8 dB in one step as the frequency passes its MUF. Measured fields of the
ITU's data bank D1 fall less steeply on long paths and begin to fall before the MUF on short ones.
"""

import numpy as np

from bcastplan.science.arrays import FloatArray, Floats

FAR_KM = 3000.0  # longer paths have the steeper law of F2 modes
SLOPE_DB = 70.0  # per unit of f/MUF - 1 beyond that

# Calibrated mode. The slope is the middle of the range that a fit to D1 gave, 35 to 40 dB; builders/muf_loss.py fits it
# to measurements that it is given.
CALIBRATED_SLOPE_DB = 37.5
SLOPE_FROM_KM, SLOPE_WHOLE_FROM_KM = 4000.0, 5000.0  # between the two the slope changes from the one to the other
RAMP_WHOLE_UP_TO_KM, RAMP_UP_TO_KM = 1500.0, 2000.0  # between the two the ramp fades out
RAMP_BEGINS = 0.85  # of the MUF, where the ramp begins that ends in the step at the MUF
STEP_DB = 5.0


def above_muf_loss(
    frequency_mhz: Floats,
    muf_mhz: FloatArray,
    distance_km: FloatArray,
    *,
    f2: bool,
    calibrated: bool = False,
    slope_db: float | None = None,
) -> Floats:
    """L_m in dB of one mode for S signals, (S,).

    Args:
        frequency_mhz: (S,); its precision is that of the result.
        muf_mhz: basic MUF of the mode at the path-hour of each; all arrays broadcast.
        distance_km: length of the path of each, up to 9,000 km.
        f2: whether it is an F2 mode; E modes have a law of their own.
        calibrated: beyond 4,000 km the slope of F2 modes is ``slope_db`` in place of 70 dB, below 2,000 km a ramp from
            85 % of the MUF on takes the place of the step. Between 2,000 and 4,000 km nothing changes.
        slope_db: per unit of f/MUF - 1; None for the shipped one.
    """
    dtype = frequency_mhz.dtype
    ratio = frequency_mhz * (1.0 / muf_mhz).astype(dtype)
    ratio -= 1.0
    above = ratio > 0.0
    excess = np.maximum(ratio, 0.0)
    if not f2:
        loss = np.minimum(46.0 * np.sqrt(excess) + STEP_DB, 58.0)
    else:
        slope: Floats | float = SLOPE_DB
        if calibrated:
            share = np.clip((distance_km - SLOPE_FROM_KM) / (SLOPE_WHOLE_FROM_KM - SLOPE_FROM_KM), 0.0, 1.0)
            slope = (SLOPE_DB + share * ((CALIBRATED_SLOPE_DB if slope_db is None else slope_db) - SLOPE_DB)).astype(
                dtype
            )
        far = distance_km > FAR_KM
        if far.all():
            loss = _far_loss(slope, excess)
        elif not far.any():
            loss = _near_loss(excess)
        else:
            loss = np.where(far, _far_loss(slope, excess), _near_loss(excess))
    loss = loss * above
    if calibrated:
        share = np.clip((RAMP_UP_TO_KM - distance_km) / (RAMP_UP_TO_KM - RAMP_WHOLE_UP_TO_KM), 0.0, 1.0)
        ramp = STEP_DB * np.clip(1.0 + np.minimum(ratio, 0.0) / (1.0 - RAMP_BEGINS), 0.0, 1.0)
        loss = np.where(above, loss, share.astype(dtype) * ramp)
    return np.asarray(loss, dtype)


def _near_loss(excess: Floats) -> Floats:
    """Of F2 modes up to 3,000 km, above the MUF."""
    return np.minimum(36.0 * np.sqrt(excess) + STEP_DB, 60.0)


def _far_loss(slope: Floats | float, excess: Floats) -> Floats:
    """Of F2 modes on longer paths, above the MUF."""
    return np.minimum(slope * excess + 8.0, 80.0)
