"""FRQ001, FRQ003 and FRQ006: whether a frequency is allocated to broadcasting at its site and on its dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from bcastplan.model.finding import Problem, Severity
from bcastplan.model.frequency import format_khz
from bcastplan.model.transmission import Transmission
from bcastplan.reference.frequency_bands import OTHER, BandAllocation, band_allocations, band_of
from bcastplan.rules.context import Context, remark
from bcastplan.rules.facilities import filed
from bcastplan.rules.registry import rule

REGIONS = (1, 2, 3)
TROPICAL_BANDS = ("120 m", "90 m", "60 m")


class _Standing(NamedTuple):
    """How a frequency stands in a Region on a date."""

    band: str
    status: str
    day: date


@lru_cache(maxsize=8192)
def _standing(frequency_khz: float, region: int | None, first: date, last: date) -> _Standing:
    """Returns the worse standing of the two dates; without a Region, the most favourable Region counts."""
    order = ("in", "customary", "out")
    worst = _Standing(OTHER, "in", first)
    # Allocations change years apart, so that a change within the dates shows at one of their two ends.
    for day in (first, last):
        # Without a Region no place can be wrong, so that the best of all three counts.
        every = [band_of(frequency_khz, number, day) for number in ((region,) if region else REGIONS)]
        best = min(every, key=lambda status: order.index(status.status))
        if day == first or order.index(best.status) > order.index(worst.status):
            worst = _Standing(best.band, best.status, day)
    return worst


def _dates(transmission: Transmission) -> tuple[date, date]:
    """Returns first and last date as allocations count: the Sunday of a change belongs to the old season until 0100."""
    window = transmission.window
    first, last = max(transmission.first_date, window.first_day), transmission.last_date
    if last >= window.last_day and window.stop_minute < 1440:
        last = window.last_day - timedelta(days=1)
    # What is on the air on that Sunday alone would otherwise end the day before it begins.
    return first, max(first, last)


def _standings(context: Context) -> list[tuple[Transmission, int | None, _Standing]]:
    """What is not inside an allocation: each transmission with its Region and its standing."""
    return context.once("standings", _found_standings)


def _found_standings(context: Context) -> list[tuple[Transmission, int | None, _Standing]]:
    standings = []
    for transmission in filed(context):
        region = context.directory.region(transmission)
        standing = _standing(transmission.frequency_khz, region, *_dates(transmission))
        if standing.status != "in":
            standings.append((transmission, region, standing))
    return standings


@lru_cache(maxsize=4096)
def _allocated_somewhen(frequency_khz: float) -> tuple[BandAllocation, ...]:
    """Returns every allocation that contains the frequency, in whatever Region and at whatever date."""
    return tuple(row for row in band_allocations() if row.from_khz <= frequency_khz <= row.until_khz)


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
    some date. Broadcasters customarily use some frequencies beside a band: there the finding is an info (`customary` is
    true), farther out it is a warning. FRQ003 reports what is allocated in another Region or at another date, FRQ004
    what is near no band. Lists of what was heard (EiBi, Aoki) are left out.

    ## Why it matters
    Such a station works under number 4.4 of the Radio Regulations: it must not disturb the services the range belongs
    to, and has no right to protection from them. Many do so on purpose, to be heard beside a crowded or jammed band.
    It reports 203 of the 3,305 requirements of season A26, all of them on customary frequencies.

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
        # FRQ004 reports what is in no band, and FRQ003 what is allocated in another Region or at another time.
        if standing.band == OTHER or _allocated_somewhen(frequency_khz):
            continue
        limits = _limits(standing.band, region, standing.day)
        band = f"the {standing.band} band has {limits} {_where(region)}" if limits else f"near the {standing.band} band"
        habit = ", though broadcasters use it customarily" if standing.status == "customary" else ""
        message = (
            f"{format_khz(frequency_khz)} kHz lies outside every broadcasting allocation{habit} ({band}): RR 4.4 "
            "gives it no protection and it must not disturb others. Move it, or ignore this rule knowingly"
        )
        problem = remark(
            "FRQ001",
            transmission,
            "frequency",
            message,
            band=standing.band,
            region=region,
            frequency_khz=frequency_khz,
            customary=standing.status == "customary",
        )
        yield replace(problem, severity=Severity.INFO) if standing.status == "customary" else problem


@rule("FRQ003", "not-allocated-here-or-now", Severity.WARNING, since="0.1", fields=("band", "region", "date"))
def not_allocated_here_or_now(context: Context) -> Iterator[Problem]:
    """A frequency is for broadcasting, but not in this Region or not at this date.

    ## What it checks
    The allocation holds in the ITU Region of the site, on the first and on the last date of the transmission. The
    Region follows from the site's coordinates; for a site without, `region` of the plan counts; without either, an
    allocation in any Region is enough. Lists of what was heard (EiBi, Aoki) are left out.

    ## Why it matters
    In that Region or at that date the range belongs to others: 7100-7200 kHz to radio amateurs since 29 March 2009.
    It reports 2 of the 3,305 requirements of season A26: 3930 kHz from Bulgaria and 7435 kHz from the United States.

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
            f"{format_khz(transmission.frequency_khz)} kHz is not allocated to broadcasting {_where(region)} "
            f"on {standing.day}, only: {known}. Choose another frequency or another site"
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


@rule("FRQ006", "tropical-band-outside-tropics", Severity.INFO, since="0.1", fields=("band", "latitude"))
def tropical_band_outside_tropics(context: Context) -> Iterator[Problem]:
    """A tropical band is used from outside the Tropical Zone.

    ## What it checks
    A site on 120, 90 or 60 m lies in the Tropical Zone: between 30 N and 35 S, and up to 40 N between 40 E and 80 E,
    in Regions 1 and 3, with all of Libya; between the tropics (23.4 degrees) in Region 2.
    Lists of what was heard (EiBi, Aoki) are left out.

    ## Why it matters
    Outside the zone these ranges belong to fixed and mobile services, so RR 4.4 holds as for FRQ001. Some
    administrations allow it within their own country all the same.
    It reports 23 of the 3,305 requirements of season A26, from the United States, China and Mongolia.

    ## Example
    `frequency: 4840` from a site at 36 N 87 W.

    ## How to fix
    Use a band that is allocated there, or ignore this rule when your administration agrees.

    ## Source
    Radio Regulations, 5.113 and 5.16 to 5.20 (the zone's limits from general knowledge, to be confirmed; Region 2 may
    extend it to 33 N by special agreement, which is not taken into account).
    """
    for transmission in filed(context):
        # The highest tropical band ends at 5060 kHz: most transmissions need no look at their band.
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
            f"{format_khz(transmission.frequency_khz)} kHz ({standing.band}) is allocated in the Tropical Zone "
            f"only, and {location.name} lies outside it: RR 4.4 gives no protection there"
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
    # The Zone takes in all of Libya, whose north lies beyond 30 degrees.
    if administration == "LBY":
        return True
    return -35.0 <= latitude <= (40.0 if 40.0 <= longitude <= 80.0 else 30.0)
