"""SIT003 and SIT007 to SIT010: whether an antenna can radiate as filed, and whether it points at the target."""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.model.finding import Problem, Severity
from bcastplan.model.frequency import format_khz
from bcastplan.rules.context import Context, remark
from bcastplan.rules.facilities import Antennas, antenna_text, filed, once_per_place
from bcastplan.rules.registry import rule

MOST_SLEW_DEG = 30.0  # HFCC requirement file, columns 65-67


@rule("SIT003", "unknown-antenna", Severity.WARNING, since="0.1", fields=("antenna",))
def unknown_antenna(context: Context) -> Iterator[Problem]:
    """An antenna is in no table and is no designation.

    ## What it checks
    Every `antenna` is a code of the HFCC table, an antenna of the site's inventory, a code the plan declares, or a
    designation after BS.705 such as `AHR4/4/0.5`. Codes 991 to 995 stand for antennas still to be defined.

    ## Why it matters
    Its pattern is not known: predictions assume a common curtain, and beam, slew and design range are not checked.
    It reports 0 of the 3,305 requirements of season A26.

    ## Example
    `antenna: AHR4/4`, which lacks the height of the lowest row.

    ## How to fix
    Write the HFCC code or the whole designation, or declare the antenna under `codes: {antennas: ...}`.

    ## Source
    HFCC reference table antenna.txt; Recommendation ITU-R BS.705.
    """
    yield from once_per_place(context, _unknown_antennas(context))


def _unknown_antennas(context: Context) -> Iterator[Problem]:
    # Antennas bring numpy with them, which a check that selects other rules does without.
    from bcastplan.science.antennas import parse_definition

    answers: dict[tuple[str | None, str], str | None] = {}
    for transmission in filed(context):
        antenna = transmission.antenna
        if antenna is None:
            continue
        key = (transmission.site_code, antenna)
        if key not in answers:
            answers[key] = None
            text = antenna_text(context, transmission)
            if text is None:
                answers[key] = f"the HFCC table has no antenna {antenna}"
            # The table vouches for what its codes stand for; only what stands for itself has to be read.
            elif text == antenna:
                try:
                    parse_definition(text)
                except ValueError as fault:
                    answers[key] = str(fault)
        if (reason := answers[key]) is not None:
            message = (
                f"unknown antenna: {reason}. Write a code of the HFCC table, one of the inventory or a designation"
            )
            yield remark("SIT003", transmission, "antenna", message, antenna=antenna)


@rule("SIT007", "outside-design-range", Severity.INFO, since="0.1", fields=("frequency_khz", "low_khz", "high_khz"))
def outside_design_range(context: Context) -> Iterator[Problem]:
    """A frequency is far from the one the antenna is built for.

    ## What it checks
    With a `design_frequency`, an antenna with an aperiodic screen (AHR) works from 0.6 to 1.6 times it, other
    antennas built in wavelengths from 0.8 to 1.25 times. Antennas built in metres have no design frequency.

    ## Why it matters
    The pattern formulas do not hold outside that range: predictions take the operating frequency as design frequency.
    It reports 86 of the 3,305 requirements of season A26: 40 on AHR curtains, 24 on curtains with tuned reflectors,
    22 on dipoles without one. Often one design frequency is filed for several antennas of a site, so the finding is an
    info.

    ## Example
    `antenna: CH1/1/0.3` with `design_frequency: 9000` on 2485 kHz.

    ## How to fix
    Correct the design frequency, or leave it out: the operating frequency then counts.

    ## Source
    Recommendation ITU-R BS.705 and its implementation by NTIA (0.7 to 1.4, and 0.85 to 1.2), widened to what is filed.
    """
    from bcastplan.science.antennas import design_range_mhz

    antennas = Antennas(context)
    for transmission in context.transmissions:
        design_khz = transmission.design_frequency_khz
        if not design_khz or (antenna := antennas.of(transmission)) is None:
            continue
        low_khz, high_khz = (1000 * limit for limit in design_range_mhz(antenna, design_khz / 1000))
        if not low_khz <= transmission.frequency_khz <= high_khz:
            message = (
                f"{antenna} designed for {format_khz(design_khz)} kHz works from {low_khz:.0f} to {high_khz:.0f} kHz: "
                f"at {format_khz(transmission.frequency_khz)} kHz the design frequency is ignored"
            )
            yield remark(
                "SIT007",
                transmission,
                "design_frequency",
                message,
                frequency_khz=transmission.frequency_khz,
                low_khz=low_khz,
                high_khz=high_khz,
            )


@rule("SIT008", "azimuth-without-direction", Severity.WARNING, since="0.1", fields=("antenna", "azimuth_deg"))
def azimuth_without_direction(context: Context) -> Iterator[Problem]:
    """An azimuth is given for an antenna that radiates all around.

    ## What it checks
    Quadrant antennas (HQ), crossed dipoles (HX) and monopoles (VM) have no `azimuth`, or 0.

    ## Why it matters
    Either the azimuth or the antenna is wrong, and so is the coverage that is predicted from them.
    It reports 0 of the 3,305 requirements of season A26.

    ## Example
    `antenna: 925` with `azimuth: 60`.

    ## How to fix
    Remove the azimuth, or name the antenna that is really used.

    ## Source
    Recommendation ITU-R BS.705: families without a direction of maximum radiation.
    """
    from bcastplan.science.antennas import is_directional

    antennas = Antennas(context)
    for transmission in context.transmissions:
        # In lists azimuth 0 means north or not known, so that it says nothing about a direction.
        if not transmission.azimuth_deg or (antenna := antennas.of(transmission)) is None or is_directional(antenna):
            continue
        message = (
            f"azimuth {transmission.azimuth_deg:g} on {antenna}, which radiates all around: remove it, or name the "
            "antenna that is used"
        )
        yield remark(
            "SIT008", transmission, "azimuth", message, antenna=antenna.text, azimuth_deg=transmission.azimuth_deg
        )


@rule("SIT009", "impossible-slew", Severity.WARNING, since="0.1", fields=("antenna", "slew_deg"))
def impossible_slew(context: Context) -> Iterator[Problem]:
    """An antenna cannot be slewed like that.

    ## What it checks
    `slew` lies within -30 to 30 degrees, and is 0 on antennas whose designation has no `(S)` or that have only one
    column of dipoles.

    ## Why it matters
    The filed azimuth already has the slew in it: with a slew that does not exist, the antenna points elsewhere.
    It reports 0 of the 3,305 requirements of season A26, 380 of which are slewed.

    ## Example
    `antenna: 902` (a rhombic) with `slew: 15`.

    ## How to fix
    Correct the slew; turn the azimuth by the same amount when the antenna stays where it is.

    ## Source
    HFCC requirement file, columns 65-67; Recommendation ITU-R BS.705, slewable antennas.
    """
    from bcastplan.science.antennas import can_slew

    antennas = Antennas(context)
    for transmission in context.transmissions:
        slew_deg = transmission.slew_deg
        if not slew_deg:
            continue
        antenna = antennas.of(transmission)
        # Beyond this limit the antenna need not be known.
        if abs(slew_deg) > MOST_SLEW_DEG:
            message = f"a slew of {slew_deg:g} degrees: no antenna is slewed by more than {MOST_SLEW_DEG:g} either way"
        elif antenna is not None and not can_slew(antenna):
            message = f"{antenna} cannot be slewed, yet slew is {slew_deg:g}: remove it and check the azimuth"
        else:
            continue
        name = antenna.text if antenna is not None else None
        yield remark("SIT009", transmission, "slew", message, antenna=name, slew_deg=slew_deg)


@rule(
    "SIT010",
    "beam-misses-target",
    Severity.WARNING,
    since="0.1",
    fields=("antenna", "azimuth_deg", "offset_deg", "half_width_deg"),
)
def beam_misses_target(context: Context) -> Iterator[Problem]:
    """The beam passes every test point of the target.

    ## What it checks
    At least one test point of the target lies within the antenna's 6 dB width around the azimuth, which is that of
    maximum radiation with the slew in it. With a design frequency the wider of the two beams counts. The rule does not
    judge antennas that radiate both ways or all around, medium wave, and azimuth 0, which in lists means north or not
    known (`360` is north).

    ## Why it matters
    The target gets a quarter of the power or less; mostly the azimuth or the target is that of another transmission.
    It reports 22 of the 3,305 requirements of season A26, out of 3,067 that can be judged: domestic services whose
    target was written for the province, and a few beams for another target. Four more miss unless their design
    frequency is taken into account, and eleven more (all from Kuwait) would miss with azimuth 0 read as north. One
    point is enough, for large targets are wider than any beam.

    ## Example
    `site: DHA`, `antenna: 218`, `azimuth: 15`, `target: 52,53`: Dhabbaya to southern Africa, sent northwards.

    ## How to fix
    Correct azimuth or target. The message says how far off the nearest point is.

    ## Source
    Recommendation ITU-R BS.705 patterns; test points of HFBC-87; HFCC requirement file (azimuth includes the slew).
    """
    from bcastplan.rules.beams import Beams

    beams = Beams(context)
    for transmission in context.transmissions:
        miss = beams.miss(transmission)
        if miss is None:
            continue
        message = (
            f"the beam at {transmission.azimuth_deg:g} degrees misses {transmission.target}: the nearest test point is "
            f"{miss.offset_deg:.0f} degrees off, {miss.antenna} reaches {miss.half_width_deg:.0f} to either side. "
            "Correct azimuth or target"
        )
        yield remark(
            "SIT010",
            transmission,
            "azimuth",
            message,
            antenna=miss.antenna,
            azimuth_deg=transmission.azimuth_deg,
            offset_deg=round(miss.offset_deg, 1),
            half_width_deg=round(miss.half_width_deg, 1),
        )
