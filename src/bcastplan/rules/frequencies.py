"""FRQ: whether a frequency is one for broadcasting there and then; one cause gives one finding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import NamedTuple

from bcastplan.model.finding import Problem, Severity
from bcastplan.model.frequency import format_khz, hertz
from bcastplan.model.transmission import Transmission
from bcastplan.reference.frequency_bands import OTHER, BandAllocation, band_allocations, band_of
from bcastplan.rules.context import Context, remark
from bcastplan.rules.registry import rule

REGIONS = (1, 2, 3)
HF_STEP_KHZ = 5  # ITU HFBC requirement file: integer multiple of 5 kHz
MW_STEPS_KHZ = {1: (9,), 2: (10,), 3: (9,), None: (9, 10)}  # GE75 in Regions 1 and 3, Rio 1981 in Region 2
LW_STEPS_KHZ = (9,)  # GE75

DISASTER_RELIEF_KHZ = (5910, 7400, 9430, 11840, 13620, 15650, 17500, 18950, 21840, 26010)
"""What HFCC's disaster-relief project (broadcaster RDR) files for the whole world, all day: season A26."""

DISASTER_RELIEF_CODE = "RDR"
DISASTER_RELIEF_MARGIN_KHZ = 5  # the project's own list gives every frequency as ±5 kHz

TROPICAL_BANDS = ("120 m", "90 m", "60 m")


class _Standing(NamedTuple):
    """How a frequency stands in a Region on a date."""

    band: str
    status: str
    day: date


@lru_cache(maxsize=8192)
def _standing(frequency_khz: float, region: int | None, first: date, last: date) -> _Standing:
    """The worse standing of two dates; without a Region the most favourable one counts."""
    order = ("in", "customary", "out")
    worst = _Standing(OTHER, "in", first)
    for day in (first, last):
        every = [band_of(frequency_khz, one, day) for one in ((region,) if region else REGIONS)]
        best = min(every, key=lambda status: order.index(status.status))
        if day == first or order.index(best.status) > order.index(worst.status):
            worst = _Standing(best.band, best.status, day)
    return worst


def _dates(transmission: Transmission) -> tuple[date, date]:
    """First and last date under the allocations of its season: an edge Sunday until 0100 still counts to the old."""
    window = transmission.window
    first, last = max(transmission.first_date, window.first_day), transmission.last_date
    if last >= window.last_day and window.stop_minute < 1440:
        last = window.last_day - timedelta(days=1)
    return first, max(first, last)


def _standings(context: Context) -> Iterator[tuple[Transmission, int | None, _Standing]]:
    """Everything that is not inside an allocation."""
    for transmission in context.transmissions:
        region = context.directory.region(transmission)
        standing = _standing(transmission.frequency_khz, region, *_dates(transmission))
        if standing.status != "in":
            yield transmission, region, standing


@lru_cache(maxsize=4096)
def _allocated_somewhen(frequency_khz: float) -> tuple[BandAllocation, ...]:
    """Every allocation that has the frequency in it, whatever the Region and the date."""
    return tuple(row for row in band_allocations() if row.from_khz <= frequency_khz <= row.until_khz)


def _khz(frequency_khz: float) -> str:
    return f"{format_khz(frequency_khz)} kHz"


def _where(region: int | None) -> str:
    return f"in Region {region}" if region else "in any Region"


@lru_cache(maxsize=1024)
def _limits(band: str, region: int | None, day: date) -> str:
    """The allocations of a band as ``5900-6200 kHz``, neighbours joined."""
    joined: list[list[float]] = []
    for row in sorted(band_allocations(), key=lambda row: row.from_khz):
        if row.band != band or not row.valid_from <= day < row.valid_before:
            continue
        if region is not None and region not in row.regions:
            continue
        if joined and row.from_khz <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], row.until_khz)
        else:
            joined.append([row.from_khz, row.until_khz])
    return " and ".join(f"{format_khz(low)}-{format_khz(high)}" for low, high in joined) + " kHz" if joined else ""


@rule(
    "FRQ001",
    "outside-allocations",
    Severity.WARNING,
    since="0.1",
    fields=("band", "region", "frequency_khz", "customary"),
)
def outside_allocations(context: Context) -> Iterator[Problem]:
    """A frequency is in no broadcasting allocation.

    ## What it checks
    The frequency lies in a range that Article 5 of the Radio Regulations allocates to broadcasting in some Region at
    some date. `customary` tells whether it lies in the stretch beside the band that broadcasters are used to work in
    all the same. Frequencies that are allocated elsewhere or at another date are FRQ003's, those in no band's
    neighbourhood FRQ004's.

    ## Why it matters
    Such a station works under number 4.4 of the Radio Regulations: it must not disturb the services the range belongs
    to, and has no right to protection from them. Many do so on purpose, to be heard beside a crowded or jammed band.
    It speaks of 203 of the 3,305 requirements of season A26, all of them on customary frequencies.

    ## Example
    `frequency: 7460`, used towards Korea for years; the 41 m band ends at 7450 kHz.

    ## How to fix
    Move the transmission into the band, or keep it knowingly: `rules: {ignore: [FRQ001]}` in `bcastplan.yaml`, or
    `# bcastplan: ignore[FRQ001] reason` beside it.

    ## Source
    Radio Regulations, Article 5 and number 4.4; customary ranges as in use in season A26.
    """
    for transmission, region, standing in _standings(context):
        frequency_khz = transmission.frequency_khz
        if standing.band == OTHER or _allocated_somewhen(frequency_khz):
            continue
        limits = _limits(standing.band, region, standing.day)
        band = f"the {standing.band} band has {limits} {_where(region)}" if limits else f"near the {standing.band} band"
        habit = ", though broadcasters use it customarily" if standing.status == "customary" else ""
        message = (
            f"{_khz(frequency_khz)} lies outside every broadcasting allocation{habit} ({band}): RR 4.4 gives it no "
            "protection and it must not disturb others. Move it, or ignore this rule knowingly"
        )
        yield remark(
            "FRQ001",
            transmission,
            "frequency",
            message,
            band=standing.band,
            region=region,
            frequency_khz=frequency_khz,
            customary=standing.status == "customary",
        )


@rule("FRQ002", "off-raster", Severity.WARNING, since="0.1", fields=("band", "step_khz", "nearest_khz"))
def off_raster(context: Context) -> Iterator[Problem]:
    """A frequency lies between the channels.

    ## What it checks
    Frequencies are whole multiples of 5 kHz on shortwave, of 9 kHz on medium wave in Regions 1 and 3, of 10 kHz in
    Region 2, of 9 kHz on long wave. Where the Region of a site is not known, either medium-wave raster is accepted.

    ## Why it matters
    A carrier between two channels whistles in both, and coordination accepts no such frequency.
    It speaks of 0 of the 3,305 requirements of season A26.

    ## Example
    `frequency: 9567`

    ## How to fix
    Take the nearest channel the message names. Lists of what was heard give measured carriers; keep those as they are.

    ## Source
    ITU HFBC requirement file format (multiples of 5 kHz); Geneva 1975 (9 kHz); Rio de Janeiro 1981 (10 kHz).
    """
    for transmission in context.transmissions:
        carrier_hz = hertz(transmission.frequency_khz)
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
            f"{_khz(transmission.frequency_khz)} is no multiple of {words} kHz, the channels of {band}: the nearest "
            f"channel is {near} kHz"
        )
        yield remark(
            "FRQ002", transmission, "frequency", message, band=band, step_khz=steps[0], nearest_khz=float(near)
        )


def _apart(frequency_khz: float, channel_khz: float) -> float:
    return abs(frequency_khz - channel_khz)


@rule("FRQ003", "not-allocated-here-or-now", Severity.WARNING, since="0.1", fields=("band", "region", "date"))
def not_allocated_here_or_now(context: Context) -> Iterator[Problem]:
    """A frequency is for broadcasting, but not in this Region or not at this date.

    ## What it checks
    The allocation holds in the ITU Region of the site, on the first and on the last date of the transmission. The
    Region follows from the site's coordinates; for a site without, `region` of the plan counts; without either, any
    Region will do.

    ## Why it matters
    In that Region or at that date the range belongs to others: 7100-7200 kHz to radio amateurs since 29 March 2009.
    It speaks of 2 of the 3,305 requirements of season A26: 3930 kHz from Bulgaria and 7435 kHz from the United States.

    ## Example
    `frequency: 7110` in season A26; it was regular until season B08.

    ## How to fix
    Choose a frequency that is allocated there, or a site in another Region.

    ## Source
    Radio Regulations, Article 5 with the changes of WARC-79, WARC-92 and WRC-03 (in force on 29 March 2009, 0100 UTC).
    """
    for transmission, region, standing in _standings(context):
        elsewhere = _allocated_somewhen(transmission.frequency_khz)
        if not elsewhere or standing.band == OTHER:
            continue
        known = "; ".join(_allocation_words(row) for row in elsewhere)
        message = (
            f"{_khz(transmission.frequency_khz)} is not allocated to broadcasting {_where(region)} on {standing.day}, "
            f"only: {known}. Choose another frequency or another site"
        )
        yield remark(
            "FRQ003",
            transmission,
            "frequency",
            message,
            band=standing.band,
            region=region,
            date=str(standing.day),
        )


def _allocation_words(row: BandAllocation) -> str:
    regions = sorted(row.regions)
    where = (
        "in every Region"
        if len(regions) == 3
        else f"in Region{'s' * (len(regions) > 1)} " + " and ".join(map(str, regions))
    )
    since = f" from {row.valid_from}" if row.valid_from != date.min else ""
    until = f" until {row.valid_before - timedelta(days=1)}" if row.valid_before != date.max else ""
    return f"{format_khz(row.from_khz)}-{format_khz(row.until_khz)} kHz {where}{since}{until}"


@rule("FRQ004", "unsupported-frequency", Severity.ERROR, since="0.1", fields=("frequency_khz",))
def unsupported_frequency(context: Context) -> Iterator[Problem]:
    """A frequency is outside what the program can plan.

    ## What it checks
    A frequency lies above 0 and up to 30000 kHz; otherwise the transmission is left out. Below 100 kHz and from
    28000 kHz on (a warning) it is kept, counted in the band `other`, and no coverage is predicted.

    ## Why it matters
    Mostly a unit or a digit is wrong: kHz are meant, not MHz.
    It speaks of 0 of the 3,305 requirements of season A26.

    ## Example
    `frequency: 95650`

    ## How to fix
    Write kHz: `9565`.

    ## Source
    The program's own limits; HF ends at 30 MHz.
    """
    yield from context.problems.get("FRQ004", ())
    for transmission in context.transmissions:
        if context.directory.band(transmission).band == OTHER:
            said = remark(
                "FRQ004",
                transmission,
                "frequency",
                f"{_khz(transmission.frequency_khz)} is in no broadcasting band's neighbourhood (100 to 28000 kHz): "
                "it is counted as 'other' and not predicted. Is the unit kHz?",
                frequency_khz=transmission.frequency_khz,
            )
            yield Problem(said.code, said.message, said.place, said.data, severity=Severity.WARNING)


@rule("FRQ005", "disaster-relief-channel", Severity.INFO, since="0.1", fields=("channel_khz", "separation_khz"))
def disaster_relief_channel(context: Context) -> Iterator[Problem]:
    """A frequency is kept free for emergencies.

    ## What it checks
    The frequency is at least 10 kHz away from those of the International Radio for Disaster Relief: 5910, 7400, 9430,
    11840, 13620, 15650, 17500, 18950, 21840 and 26010 kHz. The project's own entries (broadcaster RDR) are left out.

    ## Why it matters
    After a disaster, broadcasters turn to these channels at once, worldwide and at any hour; a regular transmission
    would have to give way. Use that was there before and is coordinated goes on, so this is for your information.
    It speaks of 18 of the 3,305 requirements of season A26: 13 on such a frequency, 11 of them from Romania on 5910
    kHz, and 5 beside one.

    ## Example
    `frequency: 7400`

    ## How to fix
    Prefer another channel for a new transmission.

    ## Source
    HFCC season A26 of 21 July 2026, requirements 113 to 122 (marked IRDR); HFCC page on the project, which gives each
    frequency as ±5 kHz. Recommendation ITU-R BS.2107 asks to use these frequencies for emergencies; its own list was
    not at hand, and HFCC may change a frequency from season to season: confirm the list before you rely on it.
    """
    for transmission in context.transmissions:
        if DISASTER_RELIEF_CODE in (transmission.broadcaster, transmission.manager):
            continue
        frequency_khz = transmission.frequency_khz
        for channel in _near_relief(frequency_khz):
            apart = _apart(frequency_khz, channel)
            what = "is" if apart == 0 else f"lies {format_khz(apart)} kHz beside"
            message = (
                f"{_khz(frequency_khz)} {what} a channel of the International Radio for Disaster Relief "
                f"({channel} kHz): in an emergency it must be cleared. Prefer another one for new transmissions"
            )
            yield remark("FRQ005", transmission, "frequency", message, channel_khz=channel, separation_khz=apart)


@lru_cache(maxsize=4096)
def _near_relief(frequency_khz: float) -> tuple[int, ...]:
    return tuple(one for one in DISASTER_RELIEF_KHZ if _apart(frequency_khz, one) <= DISASTER_RELIEF_MARGIN_KHZ)


@rule("FRQ006", "tropical-band-outside-tropics", Severity.INFO, since="0.1", fields=("band", "latitude"))
def tropical_band_outside_tropics(context: Context) -> Iterator[Problem]:
    """A tropical band is used from outside the Tropical Zone.

    ## What it checks
    A site on 120, 90 or 60 m lies in the Tropical Zone: between 30 N and 35 S, and up to 40 N between 40 E and 80 E,
    in Regions 1 and 3, with all of Libya; between the tropics (23.4 degrees) in Region 2.

    ## Why it matters
    Outside the zone these ranges belong to fixed and mobile services, so RR 4.4 holds as for FRQ001. Some
    administrations allow it within their own country all the same.
    It speaks of 23 of the 3,305 requirements of season A26, from the United States, China and Mongolia.

    ## Example
    `frequency: 4840` from a site at 36 N 87 W.

    ## How to fix
    Use a band that is allocated there, or ignore this rule when your administration agrees.

    ## Source
    Radio Regulations, 5.113 and 5.16 to 5.20 (the zone's limits from general knowledge, to be confirmed; Region 2 may
    extend it to 33 N by special agreement, which is not taken into account).
    """
    for transmission in context.transmissions:
        if transmission.frequency_khz >= 5500:
            continue
        standing = context.directory.band(transmission)
        location = context.directory.location(transmission.site)
        if standing.band not in TROPICAL_BANDS or standing.status != "in" or location is None:
            continue
        region = context.directory.region(transmission)
        if in_tropical_zone(location.latitude, location.longitude, region, location.administration):
            continue
        message = (
            f"{_khz(transmission.frequency_khz)} ({standing.band}) is allocated in the Tropical Zone only, and "
            f"{location.name} lies outside it: RR 4.4 gives no protection there"
        )
        yield remark(
            "FRQ006",
            transmission,
            "frequency",
            message,
            band=standing.band,
            latitude=location.latitude,
        )


def in_tropical_zone(latitude: float, longitude: float, region: int | None, administration: str | None) -> bool:
    """Whether a place (degrees, north and east positive) lies in the Tropical Zone of RR 5.16 to 5.19."""
    if region == 2:
        return abs(latitude) <= 23.44
    if administration == "LBY":
        return True
    return -35.0 <= latitude <= (40.0 if 40.0 <= longitude <= 80.0 else 30.0)
