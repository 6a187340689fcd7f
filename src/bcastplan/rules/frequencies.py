"""FRQ002, FRQ004 and FRQ005: whether a frequency is a channel, and whether it may be planned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache, partial

from bcastplan.document.splice import TextEdit
from bcastplan.model.finding import Finding, Problem, Severity
from bcastplan.model.frequency import format_khz, hertz, other_unit
from bcastplan.reference.frequency_bands import OTHER
from bcastplan.rules.context import Context, remark
from bcastplan.rules.facilities import filed
from bcastplan.rules.registry import rule
from bcastplan.rules.rule_fixes import Fix, FixedText, rewriting

HF_STEP_KHZ = 5  # ITU HFBC requirement file: integer multiple of 5 kHz
MW_STEPS_KHZ = {1: (9,), 2: (10,), 3: (9,), None: (9, 10)}  # GE75 in Regions 1 and 3, Rio 1981 in Region 2
LW_STEPS_KHZ = (9,)  # GE75

DISASTER_RELIEF_KHZ = (5910, 7400, 9430, 11840, 13620, 15650, 17500, 18950, 21840, 26010)
"""What HFCC's disaster-relief project (broadcaster RDR) files for the whole world, all day: season A26."""

DISASTER_RELIEF_CODE = "RDR"
DISASTER_RELIEF_SINCE = date(2017, 6, 1)  # Recommendation ITU-R BS.2107-0
DISASTER_RELIEF_MARGIN_KHZ = 5  # the project's own list gives every frequency as ±5 kHz


def _nearest_channel(fixed: FixedText, finding: Finding) -> list[TextEdit]:
    near = finding.data.get("nearest_khz")
    return rewriting(lambda _: format_khz(near) if isinstance(near, float) else None)(fixed, finding)


@rule(
    "FRQ002", "off-raster", Severity.WARNING, since="0.1", fields=("band", "step_khz", "nearest_khz"),
    fixes=(Fix("writes the nearest channel.", _nearest_channel, unsafe=True),),
)  # fmt: skip
def off_raster(context: Context) -> Iterator[Problem]:
    """A frequency lies between the channels.

    ## What it checks
    Frequencies are whole multiples of 5 kHz on shortwave, of 9 kHz on medium wave in Regions 1 and 3, of 10 kHz in
    Region 2, of 9 kHz on long wave. Where the Region of a site is not known, either medium-wave raster is accepted.
    Lists of what was heard (EiBi, Aoki) are left out.

    ## Why it matters
    A carrier between two channels whistles in both, and coordination accepts no such frequency.
    It reports 0 of the 3,305 requirements of season A26.

    ## Example
    `frequency: 9567`

    ## How to fix
    Take the nearest channel the message names. Lists of what was heard give measured carriers; keep those as they are.

    ## Source
    ITU HFBC requirement file format (multiples of 5 kHz); Geneva 1975 (9 kHz); Rio de Janeiro 1981 (10 kHz).
    """
    for transmission in filed(context):
        carrier_hz = hertz(transmission.frequency_khz)
        # Nearly every frequency on shortwave is a channel, and needs no look at its band.
        if carrier_hz % (HF_STEP_KHZ * 1000) == 0 and transmission.frequency_khz >= 1800:
            continue
        band = context.directory.band(transmission).band
        if band == OTHER:
            continue
        steps: tuple[int, ...] = (HF_STEP_KHZ,)
        if band in ("LW", "MW"):
            steps = LW_STEPS_KHZ if band == "LW" else MW_STEPS_KHZ[context.directory.region(transmission)]
        if any(carrier_hz % (step * 1000) == 0 for step in steps):
            continue
        channels = [round(transmission.frequency_khz / step) * step for step in steps]
        near = min(channels, key=partial(_apart, transmission.frequency_khz))
        words = " or ".join(str(step) for step in steps)
        message = (
            f"{format_khz(transmission.frequency_khz)} kHz is no multiple of {words} kHz, the channels of {band}: the "
            f"nearest channel is {near} kHz"
        )
        yield remark(
            "FRQ002", transmission, "frequency", message, band=band, step_khz=steps[0], nearest_khz=float(near)
        )


def _apart(frequency_khz: float, channel_khz: float) -> float:
    return abs(frequency_khz - channel_khz)


@rule("FRQ004", "unsupported-frequency", Severity.ERROR, since="0.1", fields=("frequency_khz",))
def unsupported_frequency(context: Context) -> Iterator[Problem]:
    """A frequency is outside what the program can plan.

    ## What it checks
    A frequency lies above 0 and up to 30000 kHz; otherwise the transmission is left out. Below 100 kHz and from
    28000 kHz on (a warning) it is kept, counted in the band `other`, and no coverage is predicted.
    Lists of what was heard (EiBi, Aoki) are left out.

    ## Why it matters
    Mostly a unit or a digit is wrong: kHz are meant, not MHz.
    It reports 0 of the 3,305 requirements of season A26.

    ## Example
    `frequency: 95650`

    ## How to fix
    Write kHz: `9565`.

    ## Source
    The program's own limits; HF ends at 30 MHz.
    """
    yield from context.problems.get("FRQ004", ())
    for transmission in filed(context):
        if context.directory.band(transmission).band == OTHER:
            problem = remark(
                "FRQ004",
                transmission,
                "frequency",
                f"{format_khz(transmission.frequency_khz)} kHz is in no broadcasting band's neighbourhood (100 to "
                f"28000 kHz): it is counted as 'other' and not predicted{_unit_meant(transmission.frequency_khz)}",
                frequency_khz=transmission.frequency_khz,
            )
            # Other than what the reader refuses, this one is on the air and counted, so that it only warns.
            yield Problem(problem.code, problem.message, problem.place, problem.data, severity=Severity.WARNING)


def _unit_meant(frequency_khz: float) -> str:
    unit = other_unit(frequency_khz)
    return f"; {unit}" if unit else ". Is the unit kHz?"


@rule("FRQ005", "disaster-relief-channel", Severity.INFO, since="0.1", fields=("channel_khz", "separation_khz"))
def disaster_relief_channel(context: Context) -> Iterator[Problem]:
    """A frequency is kept free for emergencies.

    ## What it checks
    The frequency is at least 10 kHz away from those of the International Radio for Disaster Relief: 5910, 7400, 9430,
    11840, 13620, 15650, 17500, 18950, 21840 and 26010 kHz. Schedules that ended
    before June 2017 and the project's own entries (broadcaster RDR) are left out.
    Lists of what was heard (EiBi, Aoki) are left out.

    ## Why it matters
    After a disaster, broadcasters turn to these channels at once, worldwide and at any hour; a regular transmission
    would have to give way. Earlier use that is coordinated may go on, so the finding is an info.
    It reports 18 of the 3,305 requirements of season A26: 13 on such a frequency, 11 of them from Romania on 5910
    kHz, and 5 beside one.

    ## Example
    `frequency: 7400`

    ## How to fix
    Prefer another channel for a new transmission.

    ## Source
    HFCC season A26 of 21 July 2026, requirements 113 to 122 (marked IRDR); HFCC page on the project, which gives each
    frequency as ±5 kHz. Recommendation ITU-R BS.2107 (June 2017) asks to use these frequencies for emergencies; its
    own list was not at hand, and HFCC may change a frequency from season to season: confirm the list before you rely
    on it.
    """
    for transmission in filed(context):
        if DISASTER_RELIEF_CODE in (transmission.broadcaster, transmission.manager):
            continue
        frequency_khz = transmission.frequency_khz
        near = _near_relief(frequency_khz)
        if not near or transmission.last_date < DISASTER_RELIEF_SINCE:
            continue
        for channel in near:
            apart = _apart(frequency_khz, channel)
            what = "is" if apart == 0 else f"lies {format_khz(apart)} kHz beside"
            message = (
                f"{format_khz(frequency_khz)} kHz {what} a channel of the International Radio for Disaster Relief "
                f"({channel} kHz): in an emergency it must be cleared. Prefer another one for new transmissions"
            )
            yield remark("FRQ005", transmission, "frequency", message, channel_khz=channel, separation_khz=apart)


@lru_cache(maxsize=4096)
def _near_relief(frequency_khz: float) -> tuple[int, ...]:
    return tuple(
        channel_khz
        for channel_khz in DISASTER_RELIEF_KHZ
        if _apart(frequency_khz, channel_khz) <= DISASTER_RELIEF_MARGIN_KHZ
    )
