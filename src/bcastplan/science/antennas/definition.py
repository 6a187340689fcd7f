"""A definition string says everything about an antenna that its pattern needs; a code number says nothing.

Two spellings of one antenna give equal definitions, so a definition is a safe cache key.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

CURTAIN_FAMILIES = ("AHR", "CHR", "EHR", "CH", "CT")
BIDIRECTIONAL_FAMILIES = ("CH", "CT")
OMNIDIRECTIONAL_FAMILIES = ("HQ", "HX", "VM")
METRE_FAMILIES = ("LPH", "LPV", "RH", "VM")
"""Families whose dimensions are metres: a design frequency means nothing to them."""

# Generic BS.705 letters, written without saying which reflector: HR is read as the aperiodic screen.
_ALIASES = {"HR": "AHR", "HRS": "AHR(S)", "HRRS": "AHR(S)", "H": "CH", "T": "CT"}

_PARAMETERS = {
    "AHR": ("dipoles", "rows", "height_wavelengths"),
    "CHR": ("dipoles", "rows", "height_wavelengths"),
    "EHR": ("dipoles", "rows", "height_wavelengths"),
    "CH": ("dipoles", "rows", "height_wavelengths"),
    "CT": ("dipoles", "rows", "height_wavelengths"),
    "LPH": ("elements", "length_m", "short_height_m", "long_height_m", "short_half_m", "long_half_m", "ohm"),
    "LPV": ("elements", "length_m", "short_height_m", "long_height_m", "short_half_m", "long_half_m", "ohm"),
    "RH": ("leg_m", "half_angle_deg", "height_m"),
    "HQ": ("rows", "height_wavelengths"),
    "HX": ("height_wavelengths",),
    "VM": ("height_m", "earth_radius_m", "radials", "wire_mm"),
}
_COUNTS = {"dipoles": 16, "rows": 16, "elements": 60, "radials": 720}
_LIMITS = {
    "height_wavelengths": (0.05, 10.0),
    "half_angle_deg": (30.0, 89.0),
    "ohm": (10.0, 2000.0),
}
_SHAPE = re.compile(r"([A-Z]+)(\(S\))?((?:\d+(?:\.\d*)?|\.\d+)(?:/(?:\d+(?:\.\d*)?|\.\d+))*)")


@dataclass(frozen=True)
class AntennaDefinition:
    """One antenna as ITU-R BS.705 and the HFCC antenna table describe it.

    ``parameters`` are in the order of the designation: dipoles per row, rows, height of the lowest row in
    wavelengths at the design frequency for curtains; metres for log-periodics, rhombics and monopoles.
    """

    family: str
    parameters: tuple[float, ...]
    slewable: bool = False

    @property
    def text(self) -> str:
        """The designation in its one canonical spelling, such as ``AHR(S)4/4/0.5``."""
        numbers = "/".join(f"{value:g}" for value in self.parameters)
        return f"{self.family}{'(S)' if self.slewable else ''}{numbers}"

    def __str__(self) -> str:
        return self.text

    @property
    def named(self) -> dict[str, float]:
        """The parameters by name, units in the names."""
        return dict(zip(_PARAMETERS[self.family], self.parameters, strict=True))


@lru_cache(maxsize=4096)
def parse_definition(text: str) -> AntennaDefinition:
    """Read a designation such as ``AHR(S)4/4/0.5``, ``RH155/68/40`` or ``HQ1/0.3``.

    Case and spaces do not matter. ``HR``, ``HRS`` and ``HRRS`` are read as a curtain with an aperiodic
    screen, ``H`` and ``T`` as ``CH`` and ``CT``.

    Raises:
        ValueError: The text is no designation this program knows; the message says what is wrong.
    """
    match = _SHAPE.fullmatch("".join(text.split()).upper())
    if match is None:
        raise ValueError(f"not an antenna designation: {text!r} (write one like AHR4/4/0.5 or RH155/68/40)")
    letters, slew_mark, numbers = match.groups()
    alias = _ALIASES.get(letters, letters)
    family = alias.removesuffix("(S)")
    if family not in _PARAMETERS:
        known = ", ".join(_PARAMETERS)
        raise ValueError(f"unknown antenna family {letters!r} in {text!r} (known: {known})")
    slewable = slew_mark is not None or alias.endswith("(S)")
    if slewable and family not in ("AHR", "CHR", "EHR"):
        raise ValueError(f"{family} antennas cannot be slewed: {text!r}")
    names = _PARAMETERS[family]
    values = tuple(float(number) for number in numbers.split("/"))
    if len(values) != len(names):
        raise ValueError(f"{family} takes {len(names)} numbers ({'/'.join(names)}), {text!r} has {len(values)}")
    if family == "RH" and values[1] >= 85.0:
        # The HFCC table writes RH67/88/17 for a leg of 88 m at 67 degrees.
        values = (values[1], values[0], values[2])
    _check(text, family, dict(zip(names, values, strict=True)))
    return AntennaDefinition(family, values, slewable)


def as_definition(definition: AntennaDefinition | str) -> AntennaDefinition:
    """Let every function of the package take a designation as text or already parsed."""
    return parse_definition(definition) if isinstance(definition, str) else definition


def is_directional(definition: AntennaDefinition | str) -> bool:
    """Say whether the antenna favours a direction; ``CH`` and ``CT`` fire both ways and count as directional."""
    return as_definition(definition).family not in OMNIDIRECTIONAL_FAMILIES


def can_slew(definition: AntennaDefinition | str) -> bool:
    """Say whether the designation carries ``(S)`` and has at least two columns to feed out of phase."""
    parsed = as_definition(definition)
    return parsed.slewable and columns(parsed) > 1


def columns(definition: AntennaDefinition) -> int:
    """Independent columns of a curtain: dipoles side by side, or end-fed pairs; 1 for other families."""
    if definition.family not in CURTAIN_FAMILIES:
        return 1
    dipoles = int(definition.parameters[0])
    return (dipoles + 1) // 2 if definition.family == "EHR" else dipoles


def design_range_mhz(definition: AntennaDefinition | str, design_frequency_mhz: float) -> tuple[float, float]:
    """Operating frequencies (MHz) for which the pattern formulas hold at this design frequency.

    0.6 to 1.6 times the design frequency for aperiodic screens, 0.8 to 1.25 for the other families built
    in wavelengths; wider by 0.1 (0.05) than BS.705 because filed schedules go there and the formulas stay sane.
    Antennas built in metres are valid everywhere: (0, inf).
    """
    low, high = design_ratio_limits(as_definition(definition))
    return low * design_frequency_mhz, high * design_frequency_mhz


def design_ratio_limits(definition: AntennaDefinition) -> tuple[float, float]:
    """Limits of frequency over design frequency outside which the design frequency is ignored."""
    if definition.family in METRE_FAMILIES:
        return 0.0, float("inf")
    return (0.6, 1.6) if definition.family == "AHR" else (0.8, 1.25)


def _check(text: str, family: str, named: dict[str, float]) -> None:
    for name, value in named.items():
        low, high = (1, _COUNTS[name]) if name in _COUNTS else _LIMITS.get(name, (0.0, 1000.0))
        if name in _COUNTS and value != int(value):
            raise ValueError(f"{name} must be a whole number in {text!r}, not {value:g}")
        if not low <= value <= high or value == 0.0:
            raise ValueError(f"{name} of {text!r} must lie between {low:g} and {high:g}, not {value:g}")
    if family in ("LPH", "LPV"):
        if named["elements"] < 2:
            raise ValueError(f"a log-periodic antenna has at least 2 elements: {text!r}")
        if named["short_half_m"] >= named["long_half_m"]:
            raise ValueError(f"the shortest element of {text!r} must be shorter than the longest")
        if abs(named["long_height_m"] - named["short_height_m"]) > named["length_m"]:
            raise ValueError(f"the heights of {text!r} differ by more than the antenna is long")
