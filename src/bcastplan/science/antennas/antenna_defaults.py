"""Every number of the antenna patterns that a designation does not say, for the user to see."""

from bcastplan.science.antennas.curtains import (
    SCREEN_DISTANCE,
    SCREEN_WIRE_MM,
    SCREEN_WIRE_SPACING_M,
    TUNED_CURRENT,
)
from bcastplan.science.antennas.ground import AVERAGE_GROUND
from bcastplan.science.antennas.pattern import FLOOR_BELOW_PEAK_DB, LOWEST_GAIN_DBI
from bcastplan.science.antennas.towards import LOW_BANDS_MHZ, STRONG_KW
from bcastplan.science.defaults import Confidence, Default


def defaults() -> tuple[Default, ...]:
    """The constants behind ``gain_dbi`` and ``gain_towards`` with source and confidence."""
    ntia, source, choice = "NTIA program for ITU-R BS.705", Confidence.SOURCE, Confidence.CHOICE
    return (
        Default("ground permittivity", AVERAGE_GROUND.permittivity, "relative", ntia, source),
        Default("ground conductivity", AVERAGE_GROUND.conductivity_s_m, "S/m", ntia, source),
        Default("screen distance", SCREEN_DISTANCE, "wavelengths", ntia, source),
        Default("screen wire spacing", SCREEN_WIRE_SPACING_M, "m", ntia, source),
        Default("screen wire diameter", SCREEN_WIRE_MM, "mm", ntia, source),
        Default("tuned reflector current", TUNED_CURRENT, "ratio", ntia, source),
        Default("null floor under the peak", -FLOOR_BELOW_PEAK_DB, "dB", ntia, source),
        Default("least gain", LOWEST_GAIN_DBI, "dBi", ntia, source),
        Default("rhombic termination", 0.0, "dB", "ITU-R BS.705; practice takes 2 to 3 dB off", source),
        Default("unknown antenna is a curtain from", STRONG_KW, "kW", "assumption of this program", choice),
        Default("unknown antenna fires upwards below", LOW_BANDS_MHZ, "MHz", "assumption of this program", choice),
    )
