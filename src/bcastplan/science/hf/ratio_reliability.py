"""How often a ratio is exceeded of which the median and the deciles are known, after ITU-R P.842.

It is by itself because it needs no tables: who only judges predictions that are kept loads nothing of those.
"""

import numpy as np
from numpy.typing import ArrayLike

from bcastplan.science.arrays import FloatArray


def ratio_reliability_pct(
    ratio_db: ArrayLike, required_db: ArrayLike, upper_db: ArrayLike, lower_db: ArrayLike
) -> FloatArray:
    """Percentage of time the ratio exceeds what is required (P.842 Table 1); 50 when they are equal."""
    margin = np.asarray(ratio_db) - required_db
    # Table 1 in one expression: 130 - 80 / (1 + margin / lower) above, 80 / (1 - margin / upper) - 30 below.
    from_half = 80.0 - 80.0 / (1.0 + np.abs(margin) / np.where(margin >= 0.0, lower_db, upper_db))
    reliability: FloatArray = np.clip(50.0 + np.copysign(from_half, margin), 0.0, 100.0)
    return reliability
