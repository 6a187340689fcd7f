"""How to compute: the Recommendation's way by default, re-fitted to measurements, or with the ITU program's quirks.

A quirk is never on in a plan: ``reference`` mode exists so that numbers can be held against the ITU's own program.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

Mode = Literal["recommendation", "calibrated", "reference"]
MODES: tuple[Mode, ...] = ("recommendation", "calibrated", "reference")
Absorption = Literal["penetration_points", "control_points"]


@dataclass(frozen=True)
class Quirks:
    """Deviations of the ITU's program (P533 14.2, P372 14.3) that change numbers; docs/physics-hf.md explains each."""

    deciles_by_utc: bool = False  # Q2: F2 decile table entered with universal instead of local time
    june_one_day_late: bool = False  # Q3: day count of June one too large
    polar_night_everywhere_south: bool = False  # Q4: lost minus sign in foE's polar winter
    operational_muf_as_coded: bool = False  # Q5: no wrap past midnight, power never considered
    height_from_any_point: bool = False  # Q6: mirror height from the lowest foF2 of four points
    screening_term_missing: bool = False  # Q9: one term of the screening height lost
    auroral_clock_unwrapped: bool = False  # Q10: negative local times fall into the midnight column
    noise_whole_hour_zones: bool = False  # Q11: noise clock in whole-hour zones
    high_latitude_north_only: bool = False  # Q13: auroral decile class not used in the southern hemisphere


RECOMMENDATION = Quirks()
REFERENCE = Quirks(*(True,) * 9)


@dataclass(frozen=True)
class Method:
    """Quirks, absorption points and arithmetic of one run, and whether the loss above the MUF is the re-fitted one.

    ``exact`` computes everything in double precision at the points themselves; otherwise the frequency-dependent part
    is in single precision and the absorption's geographic factors come from a table along each path.
    """

    quirks: Quirks = RECOMMENDATION
    absorption: Absorption = "penetration_points"
    exact: bool = False
    calibrated: bool = False

    @classmethod
    def named(cls, mode: Mode, absorption: Absorption) -> "Method":
        """The method of a mode; ValueError for an unknown name."""
        if absorption not in ("penetration_points", "control_points"):
            raise ValueError(f"absorption {absorption!r}: expected 'penetration_points' or 'control_points'")
        if mode == "recommendation":
            return cls(RECOMMENDATION, absorption)
        if mode == "calibrated":
            return cls(RECOMMENDATION, absorption, calibrated=True)
        if mode == "reference":
            return cls(REFERENCE, absorption, exact=True)
        raise ValueError(f"mode {mode!r}: expected 'recommendation', 'calibrated' or 'reference'")

    @property
    def dtype(self) -> type[np.floating]:
        """Precision of the frequency-dependent part."""
        return np.float64 if self.exact else np.float32
