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
    """L_m in dB, (K, F), of one mode at K path-hours.

    Args:
        frequency_mhz: (K, F); its precision is that of the result.
        muf_mhz: basic MUF of the mode (K,).
        distance_km: length of the path (K,), up to 9,000 km.
        f2: whether it is an F2 mode; E modes have a law of their own.
        calibrated: beyond 4,000 km the slope of F2 modes is ``slope_db`` in place of 70 dB, below 2,000 km a ramp from
            85 % of the MUF on takes the place of the step. Between 2,000 and 4,000 km nothing changes.
        slope_db: per unit of f/MUF - 1; None for the shipped one.
    """
    excess = frequency_mhz * (1.0 / muf_mhz).astype(frequency_mhz.dtype)[:, None]
    excess -= 1.0
    above = excess > 0.0
    ratio_below = np.minimum(excess, 0.0) if calibrated else None
    np.maximum(excess, 0.0, out=excess)
    if not f2:
        loss = np.minimum(46.0 * np.sqrt(excess) + STEP_DB, 58.0)
    else:
        far = (distance_km > FAR_KM)[:, None]
        slope = np.full(distance_km.shape, SLOPE_DB)
        if calibrated:
            share = np.clip((distance_km - SLOPE_FROM_KM) / (SLOPE_WHOLE_FROM_KM - SLOPE_FROM_KM), 0.0, 1.0)
            slope += share * ((CALIBRATED_SLOPE_DB if slope_db is None else slope_db) - SLOPE_DB)
        near = np.minimum(36.0 * np.sqrt(excess) + STEP_DB, 60.0)
        loss = np.where(far, np.minimum(slope.astype(excess.dtype)[:, None] * excess + 8.0, 80.0), near)
    loss = loss * above
    if ratio_below is not None:
        share = np.clip((RAMP_UP_TO_KM - distance_km) / (RAMP_UP_TO_KM - RAMP_WHOLE_UP_TO_KM), 0.0, 1.0)
        ramp = STEP_DB * np.clip(1.0 + ratio_below / (1.0 - RAMP_BEGINS), 0.0, 1.0)
        loss = np.where(above, loss, share.astype(excess.dtype)[:, None] * ramp)
    return np.asarray(loss, frequency_mhz.dtype)
