"""Gain of the antennas in use on shortwave, from their BS.705 designations alone.

Every gain is absolute (dBi, loss in the ground included, nothing else) and every angle is in degrees; azimuth is
measured clockwise, from the physical boresight or from true north as the name of the argument says.
"""

from bcastplan.science.antennas.antenna_defaults import defaults
from bcastplan.science.antennas.bank import GainBank
from bcastplan.science.antennas.beam import front_to_back_db, gain_dbi, peak_gain_dbi, six_db_width_deg
from bcastplan.science.antennas.definition import (
    AntennaDefinition,
    can_slew,
    design_range_mhz,
    is_directional,
    parse_definition,
)
from bcastplan.science.antennas.gain import exact_gain_dbi
from bcastplan.science.antennas.ground import Ground
from bcastplan.science.antennas.towards import Antenna, Situation, describe_assumption, gain_towards, resolve

__all__ = [
    "Antenna",
    "AntennaDefinition",
    "GainBank",
    "Ground",
    "Situation",
    "can_slew",
    "defaults",
    "describe_assumption",
    "design_range_mhz",
    "exact_gain_dbi",
    "front_to_back_db",
    "gain_dbi",
    "gain_towards",
    "is_directional",
    "parse_definition",
    "peak_gain_dbi",
    "resolve",
    "six_db_width_deg",
]
