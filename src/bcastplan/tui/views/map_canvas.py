"""What the map shows and where: a plate carrée of the world in braille dots, north up, round the date line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from bcastplan.reference import coastline
from bcastplan.science.arrays import FloatArray, Floats
from bcastplan.science.geodesy import EARTH_RADIUS_KM, great_circle_distance_km, latitude_longitude, unit_vector
from bcastplan.tui.braille import DOTS_ACROSS, DOTS_DOWN, Canvas

COAST, EDGE, BEAM, POINTS, POORLY, PARTLY, WELL, SITE, TARGET, CHOSEN = range(1, 11)
"""Layers, the most important last."""
SITE_SIGNS = ((1, "·"), (5, "•"), (20, "●"), (None, "◉"))
"""Up to how many transmissions a site is shown by which sign."""
CHOSEN_SIGN, POINT_SIGN, TARGET_SIGN = "›", "+", "✚"
HEARD_WELL, HEARD_PARTLY = 0.8, 0.5
"""From which share of the days on a test point is shown as hearing it well, and partly."""
ZOOMS = (1, 2, 4, 8, 16)
BEAM_WITHOUT_TARGET_KM = 10_000.0  # a quarter of the way round: as far as three or four hops reach
_STEP_KM = 50.0


class SiteMark(NamedTuple):
    """A site with the number of transmissions listed there."""

    code: str
    latitude: float
    longitude: float
    transmissions: int

    @property
    def sign(self) -> str:
        """The sign that tells how many transmissions are listed there."""
        return next(sign for most, sign in SITE_SIGNS if most is None or self.transmissions <= most)


class Path(NamedTuple):
    """What the chosen transmission adds: its site, its beam if it has one, and the points it is aimed at."""

    code: str
    latitude: float
    longitude: float
    azimuth_deg: float | None
    length_km: float
    target: tuple[float, float] | None
    points: tuple[tuple[float, float], ...]
    heard: tuple[float | None, ...] = ()
    """Reliability (0 to 1) at each of the points, None where it is not known; empty when nothing was predicted."""
    half_width_deg: float | None = None
    """Degrees from the beam's axis to where 6 dB of the gain are lost; None where the antenna has no such beam."""

    @property
    def reach_km(self) -> float:
        """How far the shape of the beam is drawn: to the farthest of the points, or as long as its axis."""
        if not self.points:
            return self.length_km
        distances = great_circle_distance_km(self.latitude, self.longitude, *np.array(self.points).T)
        return max(self.length_km, float(distances.max()))


class Projection(NamedTuple):
    """A stretch of the world on ``width`` x ``height`` cells, the same scale both ways."""

    width: int
    height: int
    latitude: float = 20.0
    longitude: float = 0.0
    zoom: int = 1

    @property
    def dots_per_degree(self) -> float:
        """How many dots a degree takes; at zoom 1 all 360 degrees fit the width."""
        return self.width * DOTS_ACROSS / 360.0 * self.zoom

    def dots(self, latitude: Floats, longitude: Floats) -> tuple[FloatArray, FloatArray]:
        """Where a place lies: dots from the left and from the top."""
        # Degrees east of the middle, from -180 to 180, whichever side of the date line a place is on.
        east = (np.asarray(longitude, float) - self.longitude + 180.0) % 360.0 - 180.0
        x: FloatArray = east * self.dots_per_degree + self.width * DOTS_ACROSS / 2
        y: FloatArray = (
            self.latitude - np.asarray(latitude, float)
        ) * self.dots_per_degree + self.height * DOTS_DOWN / 2
        return x, y

    def places(self) -> tuple[FloatArray, FloatArray]:
        """Latitudes (dots down, 1) and longitudes (1, dots across) of all dots; dots off the world lie beyond ±90."""
        across = np.arange(self.width * DOTS_ACROSS, dtype=np.float64) + 0.5
        down = np.arange(self.height * DOTS_DOWN, dtype=np.float64) + 0.5
        latitudes = self.latitude - (down - self.height * DOTS_DOWN / 2) / self.dots_per_degree
        longitudes = self.longitude + (across - self.width * DOTS_ACROSS / 2) / self.dots_per_degree
        return latitudes[:, None], longitudes[None, :]

    def cell(self, latitude: float, longitude: float) -> tuple[int, int]:
        """Cell from the left and line from the top; may lie outside."""
        x, y = self.dots(np.array(latitude), np.array(longitude))
        return int(x // DOTS_ACROSS), int(y // DOTS_DOWN)

    def centred(self, latitude: float, longitude: float) -> Projection:
        """The same scale about another place; the poles stay at the edge of the screen as long as they can."""
        half = self.height * DOTS_DOWN / 2 / self.dots_per_degree
        most = max(0.0, 90.0 - half)
        return self._replace(latitude=max(-most, min(most, latitude)), longitude=(longitude + 180.0) % 360.0 - 180.0)

    def panned(self, east: int, north: int) -> Projection:
        """Moved by quarters of the screen."""
        step = self.width * DOTS_ACROSS / self.dots_per_degree / 4
        down = self.height * DOTS_DOWN / self.dots_per_degree / 4
        return self.centred(self.latitude + north * down, self.longitude + east * step)

    def zoomed(self, zoom: int) -> Projection:
        """Another scale about the same place."""
        return self._replace(zoom=zoom).centred(self.latitude, self.longitude)


def destinations(latitude: float, longitude: float, azimuth_deg: float, distances_km: Floats) -> tuple[Floats, Floats]:
    """Latitudes and longitudes at distances along the great circle that leaves a place at an azimuth."""
    phi, lam, angle = np.radians(latitude), np.radians(longitude), np.radians(azimuth_deg)
    # Unit vectors at the place towards north and east: a heading is a mix of the two, and so is each point further on.
    north = np.array([-np.sin(phi) * np.cos(lam), -np.sin(phi) * np.sin(lam), np.cos(phi)])
    east = np.array([-np.sin(lam), np.cos(lam), 0.0])
    heading = north * np.cos(angle) + east * np.sin(angle)
    along = np.asarray(distances_km, float) / EARTH_RADIUS_KM
    start = unit_vector(latitude, longitude)
    return latitude_longitude(start[:, None] * np.cos(along) + heading[:, None] * np.sin(along))


def draw(projection: Projection, sites: Iterable[SiteMark], path: Path | None) -> Canvas:
    """The map: coast, then the beam, the target's points, the sites and their codes where there is room."""
    canvas = Canvas(projection.width, projection.height)
    # Rounded, so that a window that is resized a little finds the coast that was made before.
    latitudes, longitudes = _coast(round(projection.dots_per_degree * 2) / 2)
    canvas.plot(*projection.dots(latitudes, longitudes), COAST)
    if path is not None:
        _plot_beam(canvas, projection, path)
        _put_points(canvas, projection, path)
    # Of sites in one cell the one with most transmissions is drawn last, and stays in sight.
    marks = sorted(sites, key=lambda site: (site.transmissions, site.code))
    for mark in marks:
        canvas.put(*projection.cell(mark.latitude, mark.longitude), mark.sign, SITE)
    if path is not None:
        column, line = projection.cell(path.latitude, path.longitude)
        canvas.put(column, line, CHOSEN_SIGN, CHOSEN)
        _name(canvas, column, line, path.code, CHOSEN)
    # The sites with most transmissions get their codes first, while there is room.
    for mark in reversed(marks):
        if path is None or mark.code != path.code:
            _name(canvas, *projection.cell(mark.latitude, mark.longitude), mark.code, SITE)
    return canvas


def _plot_beam(canvas: Canvas, projection: Projection, path: Path) -> None:
    """The axis of the beam, and the sides where 6 dB of its gain are lost."""
    if path.azimuth_deg is None:
        return
    sides = () if path.half_width_deg is None else (-path.half_width_deg, path.half_width_deg)
    # Steps of less than a dot leave no gaps in the line, however far the map is zoomed in.
    step_km = min(_STEP_KM, EARTH_RADIUS_KM / projection.dots_per_degree / 60)
    for turn, length_km, layer in ((0.0, path.length_km, BEAM), *((side, path.reach_km, EDGE) for side in sides)):
        along = np.arange(0.0, length_km, step_km)
        line = destinations(path.latitude, path.longitude, path.azimuth_deg + turn, along)
        canvas.plot(*projection.dots(*line), layer)


def _put_points(canvas: Canvas, projection: Projection, path: Path) -> None:
    """The test points: a cross, or the tenths of the days on which they hear it; of several in a cell the worst."""
    heard = path.heard or (None,) * len(path.points)
    # What is heard at a point says more than where the middle of the target is, and is written over it.
    if path.target is not None and path.heard:
        canvas.put(*projection.cell(*path.target), TARGET_SIGN, TARGET)
    for place, value in sorted(zip(path.points, heard, strict=True), key=lambda point: -(point[1] or 0.0)):
        canvas.put(*projection.cell(*place), *point_sign(value))
    if path.target is not None and not path.heard:
        canvas.put(*projection.cell(*path.target), TARGET_SIGN, TARGET)


def point_sign(heard: float | None) -> tuple[str, int]:
    """Sign and layer of a test point by its reliability: ``9`` from 0.9 on, ``0`` below 0.1."""
    if heard is None:
        return POINT_SIGN, POINTS
    layer = WELL if heard >= HEARD_WELL else PARTLY if heard >= HEARD_PARTLY else POORLY
    # A reliability of 0.9 that is computed as 0.8999999 is still nine tenths.
    return str(min(9, int(heard * 10 + 1e-6))), layer


def _name(canvas: Canvas, column: int, line: int, code: str, layer: int) -> None:
    """Write a code beside its sign, on the side that has room; the selected site's over whatever is there."""
    over = layer == CHOSEN
    if not canvas.put(column + 1, line, code, layer, over=over):
        canvas.put(column - len(code), line, code, layer, over=over)


@lru_cache(maxsize=8)
def _coast(dots_per_degree: float) -> tuple[FloatArray, FloatArray]:
    """The coast as points near enough to each other to leave no gap at a scale."""
    lines = [_dense(line, dots_per_degree) for line in coastline()]
    return np.concatenate([line[0] for line in lines]), np.concatenate([line[1] for line in lines])


def _dense(line: Sequence[tuple[float, float]], dots_per_degree: float) -> tuple[FloatArray, FloatArray]:
    points = np.array(line, dtype=float)
    length = np.abs(np.diff(points, axis=0)).max(axis=1) * dots_per_degree
    # Each stretch of the coast gets as many points as it has dots at this scale.
    at = np.concatenate(([0.0], np.cumsum(np.ceil(length) + 1)))
    steps = np.arange(at[-1] + 1)
    return np.interp(steps, at, points[:, 0]), np.interp(steps, at, points[:, 1])


def fitted(projection: Projection, path: Path) -> Projection:
    """The largest scale at which a path lies on the screen, about its middle."""
    places = [(path.latitude, path.longitude), *path.points]
    if path.azimuth_deg is not None:
        along = np.linspace(0.0, path.length_km, 9)
        places += zip(
            *(part.tolist() for part in destinations(path.latitude, path.longitude, path.azimuth_deg, along)),
            strict=True,
        )
    latitudes = np.array([place[0] for place in places])
    # Longitudes are counted from the site, so that a path over the date line stays in one piece.
    east = (np.array([place[1] for place in places]) - path.longitude + 180.0) % 360.0 - 180.0
    middle = (latitudes.min() + latitudes.max()) / 2, path.longitude + (east.min() + east.max()) / 2
    for zoom in reversed(ZOOMS):
        tried = projection._replace(zoom=zoom).centred(float(middle[0]), float(middle[1]))
        x, y = tried.dots(latitudes, np.array([place[1] for place in places]))
        if (
            x.min() >= DOTS_ACROSS
            and x.max() < (tried.width - 1) * DOTS_ACROSS
            and y.min() >= 0
            and y.max() < tried.height * DOTS_DOWN
        ):
            return tried
    return projection._replace(zoom=ZOOMS[0]).centred(float(middle[0]), float(middle[1]))
