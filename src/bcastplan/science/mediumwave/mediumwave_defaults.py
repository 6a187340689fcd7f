"""Every number of the medium-wave prediction that was remembered or chosen, for the user to see and to change."""

from bcastplan.science.defaults import Confidence, Default
from bcastplan.science.mediumwave.diurnal import DAY_LOSS_DB
from bcastplan.science.mediumwave.groundwave import SEA_S_M


def defaults() -> tuple[Default, ...]:
    """The defaults of ``field_strength`` and ``reliability_pct`` with their confidence."""
    high, second_hand, choice = Confidence.MEMORY_HIGH, Confidence.SECOND_HAND, Confidence.CHOICE
    return (
        Default("land conductivity", 3.0, "mS/m", "middle of 1 to 10 mS/m; no atlas shipped", choice),
        Default("sea conductivity", SEA_S_M, "S/m", "ITU-R P.368 curves", high),
        Default("mast height", 0.25, "wavelengths", "quarter-wave mast where none is filed", choice),
        Default("transmitter efficiency", 1.0, "ratio", "filed power taken as radiated power", choice),
        Default("day loss of the sky wave", DAY_LOSS_DB, "dB", "ITU-R P.1147 gives words only", choice),
        Default("sky-wave constant, MF", 107.0, "dB", "ITU-R P.1147-4, agrees with 47 CFR 73.190", second_hand),
        Default("sky-wave constant, LF", 110.2, "dB", "ITU-R P.1147-4", second_hand),
        Default("sky-wave constant, Australia and New Zealand", 110.0, "dB", "ITU-R P.1147-4", second_hand),
        Default("reflection height switch and 220 km layer", 220.0, "km", "ITU-R P.1147", high),
        Default("polarization loss", 2.0, "dB", "ITU-R P.1147-4, 180/sqrt(36+theta2+dip2) - 2 per end", second_hand),
        Default("solar term, Europe", 1.0, "factor", "ITU-R P.1147-4", second_hand),
        Default("solar term elsewhere begins at", 45.0, "degrees", "ITU-R P.1147-4, geomagnetic latitude", second_hand),
        Default("sunset and sunrise loss", 12.4, "dB", "ITU-R P.1147 polynomials, dB at sunset", high),
        Default("best tenth of nights, MF", 8.0, "dB", "ITU-R P.1147", high),
        Default("best tenth of nights, LF", 6.5, "dB", "ITU-R P.1147", high),
        Default("FCC diurnal factors", 0.257, "ratio", "47 CFR 73.99, factor at sunset at 1 MHz", high),
        Default("sea gain at most", 10.0, "dB", "approximation, off unless asked for; 4.1 dB on LF", choice),
        Default("directional mast", 4.0, "dB", "cardioid guess where an azimuth is filed", choice),
        Default("required S/N", 34.0, "dB", "Resolution 535 (Rev. WRC-15), p. 337", Confidence.SOURCE),
        Default("noise environment rural", 67.2, "dB above kT0b", "ITU-R P.372 at 1 MHz", Confidence.SOURCE),
    )
