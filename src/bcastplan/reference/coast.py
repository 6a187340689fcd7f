"""The coast as lines that never cross the date line, coarse enough for a map in braille cells."""

from functools import cache

from bcastplan.reference.storage import read_shipped

CoastLine = tuple[tuple[float, float], ...]


@cache
def coastline() -> tuple[CoastLine, ...]:
    """Lines of (latitude, longitude) in degrees; closed ones end where they begin. Natural Earth 1:110m, thinned."""

    def line(fields: list[str]) -> CoastLine:
        points = (pair.split("/") for pair in fields[0].split())
        return tuple((float(latitude), float(longitude)) for latitude, longitude in points)

    return tuple(read_shipped("coastline", ("points",), line))
