"""What of a session goes on the map: the sites of the rows listed, the selected row's path, and who hears it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bcastplan.model.inert import inert
from bcastplan.model.sites import InlineSite
from bcastplan.model.transmission import Transmission
from bcastplan.reference import target_centroid, target_numbers, test_points
from bcastplan.reference.directory import Directory, Location
from bcastplan.science.geodesy import bearing_deg, great_circle_distance_km
from bcastplan.tui.views.lookups import Directories
from bcastplan.tui.views.map_canvas import BEAM_WITHOUT_TARGET_KM, Path, SiteMark
from bcastplan.workspace.editing.session import Session

if TYPE_CHECKING:
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


def path_of(transmission: Transmission, directory: Directory, heard: Mapping[int, float] | None = None) -> Path | None:
    """The path of a transmission, None where its site is missing or unknown; ``heard`` by number of the test point."""
    where = directory.location(transmission.site)
    if where is None:
        return None
    target = target_centroid(transmission.target) if transmission.target else None
    numbers = target_numbers(transmission.target)
    points = tuple((test_points()[number - 1].latitude, test_points()[number - 1].longitude) for number in numbers)
    length = BEAM_WITHOUT_TARGET_KM
    if target is not None:
        length = float(great_circle_distance_km(where.latitude, where.longitude, *target))
    values = tuple(heard.get(number) for number in numbers) if heard else ()
    return Path(_code(where), where.latitude, where.longitude, transmission.azimuth_deg, length, target, points, values)


def path_words(transmission: Transmission, directory: Directory) -> list[str]:
    """Site and beam, then target, distance and bearing; one short sentence each."""
    where = directory.location(transmission.site)
    name = inert(transmission.site_code or "no site")
    if where is None:
        return [f"{name}: the position of the site is not known, so its path cannot be shown"]
    code = inert(where.code) if where.code else ""
    words = [" ".join(part for part in (code, inert(where.name), _degrees(where)) if part)]
    azimuth = transmission.azimuth_deg
    words.append("no azimuth: no beam is drawn" if azimuth is None else f"beam {azimuth:g}°")
    path = path_of(transmission, directory)
    if path is None or path.target is None:
        words.append("no target" if not transmission.target else f"target {inert(transmission.target)} has no points")
        return words
    bearing = float(bearing_deg(where.latitude, where.longitude, *path.target))
    said = f"target {inert(transmission.target or '')}: {path.length_km:,.0f} km at {bearing:.0f}°"
    if azimuth is not None:
        said += f", {abs((azimuth - bearing + 180.0) % 360.0 - 180.0):.0f}° off the beam"
    words.append(said)
    distances = great_circle_distance_km(where.latitude, where.longitude, *np.array(path.points).T)
    near, far = f"{distances.min():,.0f}", f"{distances.max():,.0f}"
    count = len(path.points)
    words.append(f"{count} test points, {near} to {far} km" if count > 1 else "1 test point")
    return words


def _degrees(where: Location) -> str:
    north = "N" if where.latitude >= 0 else "S"
    east = "E" if where.longitude >= 0 else "W"
    return f"{abs(where.latitude):.1f}°{north} {abs(where.longitude):.1f}°{east}"


class Hearing(NamedTuple):
    """The reliability (0 to 1) of a row by number of the test point, empty where it is not known, and what is said."""

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
    """Who hears a row in an hour and a month, or in others of its own where it is not on the air in those."""
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
    old = predicted.generation != session.generation
    coverage = predicted.of_row(row)
    missing = coverage.missing if coverage is not None else ()
    words = _words(points, chosen_hour, chosen_slot, missing, old)
    return Hearing(points, words, hours, chosen_hour, slots, chosen_slot)


def _words(points: dict[int, float], hour: int, slot: Slot, missing: tuple[str, ...], old: bool) -> str:
    if not points:
        return f"coverage cannot be predicted without {' and '.join(missing) or 'more'}"
    mean, worst, best = sum(points.values()) / len(points), f"{min(points.values()):.0%}", f"{max(points.values()):.0%}"
    words = f"{hour:02d}-{hour + 1:02d} UTC in {slot.year}-{slot.month:02d}: {'~' if old else ''}{mean:.0%} hear it"
    if worst != best:
        words += f", {worst} to {best} by test point"
    return f"{words} (before the last edits)" if old else words
