"""Sunspot numbers are R12 on the scale of the CCIR coefficients; each tells whether it was observed."""

from typing import Literal, NamedTuple, cast

from bcastplan.reference.caches import cached_table
from bcastplan.reference.storage import read_table

SunspotStatus = Literal["observed", "predicted"]


class SmoothedSunspotNumber(NamedTuple):
    """R12 of a month; ``predicted`` as soon as one predicted month goes into it."""

    r12: float
    status: SunspotStatus


def smoothed_sunspot_number(year: int, month: int) -> SmoothedSunspotNumber | None:
    """R12 of a month (April 1958 to the end of the shipped predictions), None outside.

    The 13-month running mean with halved ends of numbers made from the solar radio flux at 10.7 cm: by ITU-R P.371
    before 1981, by NOAA SWPC's relation from then on (docs/reference-tables.md).
    """
    return _table().get((year, month))


@cached_table
def _table() -> dict[tuple[int, int], SmoothedSunspotNumber]:
    def row(fields: list[str]) -> tuple[tuple[int, int], SmoothedSunspotNumber]:
        year, month, r12, status = fields
        if status not in ("observed", "predicted"):
            raise ValueError(f"{status!r} is neither observed nor predicted")
        number = SmoothedSunspotNumber(float(r12), cast("SunspotStatus", status))
        return (int(year), int(month)), number

    return dict(read_table("sunspots", ("year", "month", "r12", "status"), row))
