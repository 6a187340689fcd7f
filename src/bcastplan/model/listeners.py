"""Groups of listeners as a plan writes them: the people a service is meant for, as weighted places."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from bcastplan.model import written as w
from bcastplan.model.finding import Place
from bcastplan.model.keys import Key, Keyed


@dataclass(frozen=True, kw_only=True)
class ListenerPlace(Keyed):
    """A place where people listen; it weighs as much as it has people."""

    # fmt: off
    name: Annotated[w.Text | None, Key("What the place is called.", "Hyesan")] = None
    latitude: Annotated[w.Latitude, Key("Degrees north; south is negative.", 41.4)]
    longitude: Annotated[w.Longitude, Key("Degrees east; west is negative.", 128.18)]
    people: Annotated[w.People, Key("How many people live there.", 192680)]
    # fmt: on
    place: Place | None = None


@dataclass(frozen=True, kw_only=True)
class ListenerGroup(Keyed):
    """A group of listeners: the shipped towns of administrations, places written out, or both."""

    # fmt: off
    administration: Annotated[tuple[w.Code, ...], Key(
        "ITU code of an administration, or a list of them: every shipped town there, weighted by its people.",
        "KRE", ["KRE", "KOR"],
    )] = ()
    places: Annotated[tuple[ListenerPlace, ...], Key(
        "Places written out, each with its people.",
        [{"name": "Hyesan", "latitude": 41.40, "longitude": 128.18, "people": 192680}],
    )] = ()
    # fmt: on
    place: Place | None = None

    instead: ClassVar[str] = "a group of listeners is {administration: KRE} or {places: [...]}"
    one_of: ClassVar[tuple[str, ...]] = ("administration", "places")
    lacking: ClassVar[str] = "a group of listeners needs an administration, places or both"
