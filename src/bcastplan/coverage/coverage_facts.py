"""The facts a prediction needs of a transmission besides its airtime; missing facts are named, never invented.

What stands in for a missing power or antenna is said in words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bcastplan.coverage.audiences import Audience, audience_of_points
from bcastplan.coverage.circuit_ends import HF_MHZ, Emission, in_range
from bcastplan.coverage.filled_transmissions import Assumed
from bcastplan.model.transmission import Transmission
from bcastplan.reference import target_points
from bcastplan.reference.directory import Directory, Location
from bcastplan.science.antennas import describe_assumption, parse_definition

_QUARTER_WAVE_M_MHZ = 299.792458 / 4.0  # metres at 1 MHz


@dataclass(frozen=True, slots=True)
class CoverageFacts:
    """One row of the airtime table as the coverage engine sees it.

    ``emission`` is None where something is ``missing`` (of ``site``, ``target``, ``listeners``, ``power``,
    ``frequency``). ``assumed`` says in words what stands in for what is not known, ``assumptions`` which part of it the
    plan assumes. ``listeners`` is the group or administration that the transmission names, ``peopled`` the people it
    stands for; without people the audience is the test points that the emission is aimed at.
    """

    service: str
    target: str | None
    band: str
    band_order: int
    emission: Emission | None
    missing: tuple[str, ...] = ()
    assumed: str = ""
    assumptions: tuple[Assumed, ...] = ()
    listeners: str | None = None
    peopled: Audience | None = None

    @property
    def audience(self) -> Audience | None:
        """Whom it is meant for; None where it is not predicted."""
        if self.emission is None:
            return None
        return self.peopled or audience_of_points(self.emission.points)


def coverage_facts(
    transmission: Transmission,
    directory: Directory,
    *,
    power_kw: float | None = None,
    antenna: str | None = None,
    assumed_power_kw: float | None = None,
    ground_ms_m: float | None = None,
    listeners: Audience | None = None,
    assumptions: tuple[Assumed, ...] = (),
) -> CoverageFacts:
    """Gather the facts of a transmission.

    Args:
        transmission: the row of the airtime table.
        directory: sites, bands and antennas as the row's plan knows them.
        power_kw: power to count with where the transmission gives none (of its transmitter in the inventory).
        antenna: code or designation in place of the transmission's own (of its antenna in the inventory).
        assumed_power_kw: power to assume, and to say so, where there is none at all; None assumes nothing.
        ground_ms_m: conductivity of the land on the way (mS/m), None for the default of medium wave.
        listeners: the people that the transmission's ``listeners`` stand for, None where they are not known.
        assumptions: what of the transmission is not written but assumed by its plan.
    """
    location = directory.location(transmission.site)
    points = _points(transmission, listeners)
    known_power = transmission.power_kw if transmission.power_kw is not None else power_kw
    power = known_power or assumed_power_kw
    band = directory.band(transmission)
    known = CoverageFacts(
        transmission.service,
        transmission.target,
        band.band,
        band.sort_key,
        None,
        assumptions=assumptions,
        listeners=transmission.listeners or (listeners.name if listeners is not None else None),
    )
    missing = [
        name
        for name, absent in (
            ("site", location is None),
            ("target" if transmission.listeners is None else "listeners", not points),
            ("power", not power),
            ("frequency", not in_range(transmission.frequency_khz)),
        )
        if absent
    ]
    if missing or location is None or not power:
        return replace(known, missing=tuple(missing))
    definition, doubt = _definition(antenna or transmission.antenna, directory)
    emission = _emission(transmission, location, float(power), definition, points, ground_ms_m)
    power_doubt = "" if known_power else f"power {power:g} kW assumed"
    assumed = "; ".join(part for part in (*map(str, assumptions), power_doubt, doubt, _assumption(emission)) if part)
    return replace(known, emission=emission, assumed=assumed, peopled=listeners)


def disturbing_emission(
    transmission: Transmission,
    directory: Directory,
    *,
    power_kw: float | None = None,
    antenna: str | None = None,
    assumed_power_kw: float | None = None,
    ground_ms_m: float | None = None,
) -> Emission | None:
    """What a transmission radiates towards nobody in particular; None where site, power or frequency do not allow it.

    The arguments are those of ``coverage_facts``. A jammer without an antenna is a monopole of a quarter wavelength.
    """
    location = directory.location(transmission.site)
    power = transmission.power_kw or power_kw or assumed_power_kw
    if location is None or not power or not in_range(transmission.frequency_khz):
        return None
    definition = _definition(antenna or transmission.antenna, directory)[0]
    emission = _emission(transmission, location, float(power), definition, 0, ground_ms_m)
    if not transmission.jammer:
        return emission
    if definition is None and emission.is_shortwave:
        # A designation VM h/r/N/d: height, radius of the earth system, both in metres, 120 radials, a wire of 3 mm.
        height_m = f"{_QUARTER_WAVE_M_MHZ * 1000.0 / emission.frequency_khz:.3f}"
        emission = replace(emission, antenna=f"VM{height_m}/{height_m}/120/3")
    # A jammer stands among its listeners, and reaches those near it along the ground.
    return replace(emission, ground_wave=True, ground_ms_m=ground_ms_m)


def _emission(
    transmission: Transmission,
    location: Location,
    power_kw: float,
    definition: str | None,
    points: int,
    ground_ms_m: float | None,
) -> Emission:
    return Emission(
        latitude=location.latitude,
        longitude=location.longitude,
        frequency_khz=float(transmission.frequency_khz),
        power_kw=power_kw,
        antenna=definition,
        azimuth_deg=transmission.azimuth_deg,
        slew_deg=transmission.slew_deg or 0.0,
        design_frequency_mhz=(transmission.design_frequency_khz or 0.0) / 1000.0 or None,
        drm=transmission.mode == "DRM",
        points=points,
        # Without a ground wave the ground changes nothing; leaving it out lets equal emissions be predicted once.
        ground_ms_m=None if transmission.frequency_khz >= HF_MHZ[0] * 1000.0 else ground_ms_m,
    )


def _points(transmission: Transmission, listeners: Audience | None) -> int:
    """The places where it is to be received; none where it names listeners that are not known."""
    if listeners is not None:
        return listeners.points
    return target_points(transmission.target) if transmission.listeners is None else 0


def _definition(antenna: str | None, directory: Directory) -> tuple[str | None, str]:
    """The designation of an antenna (or None), and the fault of an antenna that cannot be read."""
    definition = directory.antenna_definition(antenna)
    if definition is None:
        return None, f"antenna {antenna} is not in the tables" if antenna else ""
    try:
        return parse_definition(definition).text, ""
    except ValueError:
        return None, f"antenna {antenna} has no pattern"


def _assumption(emission: Emission) -> str:
    if not emission.is_shortwave:
        height = emission.antenna is not None and emission.antenna.startswith("VM")
        return "" if height else "mast of a quarter wavelength assumed"
    return describe_assumption(
        emission.antenna,
        azimuth_deg=emission.azimuth_deg,
        slew_deg=emission.slew_deg,
        frequency_mhz=emission.frequency_khz / 1000.0,
        design_frequency_mhz=emission.design_frequency_mhz,
        power_kw=emission.power_kw,
    )
