"""What of a session goes on the map: the sites of the rows listed, the selected row's path, and who hears it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bcastplan.coverage.circuit_ends import HF_MHZ
from bcastplan.coverage.receiver_places import place_coordinates
from bcastplan.model.inert import inert
from bcastplan.model.percent import whole_percent
from bcastplan.model.plan import Plan
from bcastplan.model.sites import InlineSite
from bcastplan.model.transmission import Transmission
from bcastplan.reference import target_centroid, target_numbers, test_points
from bcastplan.reference.directory import Directory, Location
from bcastplan.reference.listener_places import places_of
from bcastplan.science.geodesy import bearing_deg, great_circle_distance_km, middle_of
from bcastplan.tui.views.lookups import Directories
from bcastplan.tui.views.map_canvas import BEAM_WITHOUT_TARGET_KM, Path, SiteMark
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.prediction.plan_facts import inventory_antenna

if TYPE_CHECKING:
    from bcastplan.coverage.audiences import Audience
    from bcastplan.coverage.predicted_months import Slot
    from bcastplan.workspace.prediction.kept_coverage import PlanCoverage


_MOST_CODE = 5


def site_marks(session: Session, rows: Sequence[int]) -> tuple[list[SiteMark], int]:
    """The sites of some rows with their number of rows, and how many rows have no known site."""
    directories = Directories(session)
    counts: Counter[Location] = Counter()
    placed: dict[tuple[int, str | InlineSite | None], Location | None] = {}
    unknown = 0
    table = session.table.transmissions
    for row in rows:
        directory, site = directories.of(row), table[row].site
        # A code means the same site in all rows of a plan, so it is looked up once.
        key = (id(directory), site)
        if key not in placed:
            placed[key] = directory.location(site)
        where = placed[key]
        if where is None:
            unknown += 1
        else:
            counts[where] += 1
    return [SiteMark(_code(where), where.latitude, where.longitude, count) for where, count in counts.items()], unknown


def _code(where: Location) -> str:
    return inert(where.code or where.name)[:_MOST_CODE]


def path_of(
    plan: Plan, transmission: Transmission, directory: Directory, heard: Mapping[int, float] | None = None
) -> Path | None:
    """The path of a transmission, None where its site is missing or unknown; ``heard`` by number of the place.

    It leads to the places of the listeners whom the transmission names, else to the test points of its target.
    """
    where = directory.location(transmission.site)
    if where is None:
        return None
    target = target_centroid(transmission.target) if transmission.target else None
    if heard:
        numbers: Sequence[int] = tuple(heard)
        latitudes, longitudes = place_coordinates()
        # Places are numbered from 1, as in the tables; arrays count from 0.
        points = tuple((float(latitudes[number - 1]), float(longitudes[number - 1])) for number in numbers)
    else:
        numbers = ()
        points = points_of(plan, transmission)
    if target is None and points:
        target = middle_of(*zip(*points, strict=True))
    length = BEAM_WITHOUT_TARGET_KM
    if target is not None:
        length = float(great_circle_distance_km(where.latitude, where.longitude, *target))
    values = tuple(heard.get(number) for number in numbers) if heard else ()
    half = half_width_deg(plan, transmission, directory)
    azimuth = transmission.azimuth_deg
    return Path(_code(where), where.latitude, where.longitude, azimuth, length, target, points, values, half)


def half_width_deg(plan: Plan, transmission: Transmission, directory: Directory) -> float | None:
    """Half the 6 dB width of a transmission's beam in degrees.

    None where the antenna is not known, fires both ways or all around, or is a mast below shortwave.
    """
    from bcastplan.science.antennas import six_db_width_deg

    definition = directory.antenna_definition(inventory_antenna(plan, transmission) or transmission.antenna)
    if definition is None or transmission.frequency_khz < HF_MHZ[0] * 1000.0:
        return None
    design_mhz = (transmission.design_frequency_khz or 0) / 1000.0 or None
    try:
        width = six_db_width_deg(definition, transmission.frequency_khz / 1000.0, design_mhz)
    except ValueError:  # a designation without a pattern: ANT rules say so
        return None
    return width / 2.0 if width < 360.0 else None


def points_of(plan: Plan, transmission: Transmission) -> tuple[tuple[float, float], ...]:
    """Latitudes and longitudes of those whom a transmission is for: the places of its listeners, else test points."""
    if transmission.listeners is not None:
        return tuple((latitude, longitude) for latitude, longitude, _ in places_of(plan, transmission.listeners))
    numbers = target_numbers(transmission.target)
    return tuple((test_points()[number - 1].latitude, test_points()[number - 1].longitude) for number in numbers)


def path_words(plan: Plan, transmission: Transmission, directory: Directory) -> list[str]:
    """Site and beam, then target, distance and bearing; one short sentence each."""
    where = directory.location(transmission.site)
    name = inert(transmission.site_code or "no site")
    if where is None:
        return [f"{name}: the position of the site is not known, so its path cannot be shown"]
    code = inert(where.code) if where.code else ""
    words = [" ".join(part for part in (code, inert(where.name), _degrees(where)) if part)]
    azimuth = transmission.azimuth_deg
    path = path_of(plan, transmission, directory)
    half = path.half_width_deg if path is not None else None
    width = "" if half is None else f" ±{half:.0f}°"
    words.append("no azimuth: no beam is drawn, e writes it" if azimuth is None else f"beam {azimuth:g}°{width}")
    if path is None or path.target is None:
        words.append(
            "no target, e writes it"
            if not transmission.target
            else f"target {inert(transmission.target)} has no points"
        )
        return words
    bearing = float(bearing_deg(where.latitude, where.longitude, *path.target))
    aim = (
        f"target {inert(transmission.target)}"
        if transmission.target
        else f"listeners {inert(transmission.listeners or '')}"
    )
    direction = f"{aim}: {path.length_km:,.0f} km at {bearing:.0f}°"
    if azimuth is not None:
        direction += f", {abs((azimuth - bearing + 180.0) % 360.0 - 180.0):.0f}° off the beam"
    words.append(direction)
    distances = great_circle_distance_km(where.latitude, where.longitude, *np.array(path.points).T)
    near, far = f"{distances.min():,.0f}", f"{distances.max():,.0f}"
    count = len(path.points)
    of = "" if transmission.listeners is None else f" of {inert(transmission.listeners)}"
    place = "place" if of else "test point"
    words.append(f"{count} {place}s{of}, {near} to {far} km" if count > 1 else f"1 {place}{of}")
    return words


def _degrees(where: Location) -> str:
    north = "N" if where.latitude >= 0 else "S"
    east = "E" if where.longitude >= 0 else "W"
    return f"{abs(where.latitude):.1f}°{north} {abs(where.longitude):.1f}°{east}"


class Hearing(NamedTuple):
    """The reliability (0 to 1) of a row by number of the place, empty where it is not known, and what is said."""

    points: dict[int, float]
    words: str
    hours: tuple[int, ...] = ()
    """Clock hours in which it is on the air."""
    hour: int | None = None
    slots: tuple[Slot, ...] = ()
    """Months that were predicted for it."""
    slot: Slot | None = None


def hearing_of(
    predicted: PlanCoverage, session: Session, selected: int, day: date, hour: int | None, slot: Slot | None
) -> Hearing:
    """Who hears a row in an hour and a month; where it is not on the air then, in an hour or month in which it is."""
    if selected >= session.own_rows:
        return Hearing({}, "coverage is predicted for the rows of the plan only")
    row = predicted.row_of(session.table.transmissions[selected])
    if row is None:
        return Hearing({}, "edited since coverage was predicted: C predicts it again")
    hours, slots = tuple(predicted.hours_of(row)), tuple(predicted.slots_of(row))
    if not hours or not slots:
        return Hearing({}, "never on the air: nothing to predict")
    chosen_hour = hour if hour in hours else hours[0]
    chosen_slot = slot if slot in slots else predicted.slot_on(row, day) or slots[0]
    points = predicted.heard_at(row, chosen_slot, chosen_hour)
    # Figures from before an edit are shown, marked as old, because predicting again takes time.
    old = predicted.generation != session.generation
    coverage = predicted.of_row(row)
    missing = coverage.missing if coverage is not None else ()
    audience = predicted.facts[row].audience
    if audience is not None and points:
        points = {place + 1: points[place + 1] for place in audience.places.tolist() if place + 1 in points}
    words = _words(points, audience, chosen_hour, chosen_slot, missing, old)
    return Hearing(points, words, hours, chosen_hour, slots, chosen_slot)


def _words(
    points: dict[int, float], audience: Audience | None, hour: int, slot: Slot, missing: tuple[str, ...], old: bool
) -> str:
    if not points or audience is None:
        return f"coverage cannot be predicted without {' and '.join(missing) or 'more'}"
    from bcastplan.coverage.audiences import SERVED, Received, hearing

    reliability = np.array([points.get(place + 1, 0.0) for place in audience.places.tolist()])
    heard = hearing([Received(audience, reliability)], SERVED)
    worst, best = whole_percent(float(reliability.min())), whole_percent(float(reliability.max()))
    words = f"{hour:02d}-{hour + 1:02d} UTC in {slot.year}-{slot.month:02d}: {'~' if old else ''}"
    words += f"heard {whole_percent(heard.share)}%, served {whole_percent(heard.served)}%"
    if heard.people is not None:
        words += f" of {heard.people:,.0f} people"
    if worst != best:
        words += f", {worst}% to {best}% by {'place' if audience.people is not None else 'test point'}"
    words += "; without interference and jamming"
    return f"{words} (before the last edits)" if old else words
