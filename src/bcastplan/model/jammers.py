"""Jammers of a plan: what disturbs its transmissions on purpose, by fixed frequencies or by following services."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Annotated, ClassVar

from bcastplan.model import written as w
from bcastplan.model.days import DAILY
from bcastplan.model.finding import Place
from bcastplan.model.keys import Key, Keyed
from bcastplan.model.sites import InlineSite
from bcastplan.model.transmission import Transmission

MOST_JAMMERS = 200
"""Jammers of a plan that count: what they jam is listed one by one."""


@dataclass(frozen=True, kw_only=True)
class Jammer(Keyed):
    """A jammer: it interferes and is counted nowhere.

    It is on the air on all of its ``frequencies`` at a time, and on the channels of all that it follows. ``time``,
    ``days`` and dates hold for both; without them it is always on the air, or whenever what it follows is.
    """

    # fmt: off
    name: Annotated[w.Text, Key("What it is called.", "Pyongyang")]
    latitude: Annotated[w.Latitude, Key("Degrees north of where it stands; south is negative.", 39.03)]
    longitude: Annotated[w.Longitude, Key("Degrees east; west is negative.", 125.75)]
    power_kw: Annotated[w.PowerKw | None, Key(
        "Power in kW on one channel; without it nothing can be predicted of it.", 10, name="power",
    )] = None
    frequencies: Annotated[tuple[w.KhzRange, ...], Key(
        "Frequencies or ranges in kHz on which it is heard, all of them at a time.", ["5860-6300", 7210], 7210,
    )] = ()
    follows: Annotated[tuple[w.Glob, ...], Key(
        "Ids or services of the plan, or globs of them: it is on every channel of these, whenever they are on the air.",
        ["voa-*", "rfa-*"], "VOA Korean",
    )] = ()
    time: Annotated[w.Time | None, Key("Start and stop in UTC; default: the whole day.", "0900-2200")] = None
    days: Annotated[w.Days, Key("Days of the week in UTC on which it starts; default: daily.", "daily")] = DAILY
    valid_from: Annotated[w.Date | None, Key("First date it is on the air.", "2026-03-29", name="from")] = None
    valid_until: Annotated[w.Date | None, Key("Last date it is on the air.", "2026-10-24", name="until")] = None
    heard: Annotated[w.YearMonth | None, Key(
        "Month in which it was heard last; findings tell how long ago that is.", "2026-08",
    )] = None
    why: Annotated[w.Text | None, Key("How it is known, or why it is assumed.", "assumed")] = None
    # fmt: on
    place: Place | None = None

    one_of: ClassVar[tuple[str, ...]] = ("frequencies", "follows")
    lacking: ClassVar[str] = "a jammer needs `frequencies`, or `follows` with ids or services"
    instead: ClassVar[str] = "a jammer is {name: , latitude: , longitude: , power: , frequencies: []} or has `follows`"

    @property
    def site(self) -> InlineSite:
        """Where it stands."""
        return InlineSite(self.name, self.latitude, self.longitude)

    def follows_transmission(self, transmission: Transmission) -> bool:
        """Whether it follows a transmission, by its id or its service."""
        names = [name for name in (transmission.id, transmission.service) if name]
        # fnmatch would pay attention to capitals on some systems and not on others.
        return any(fnmatchcase(name, pattern) for pattern in self.follows for name in names)
