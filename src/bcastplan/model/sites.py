"""Transmitter sites that a plan or a schedule writes out itself; degrees north and east are positive."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from bcastplan.model import written as w
from bcastplan.model.keys import Key, Keyed


@dataclass(frozen=True, slots=True)
class InlineSite(Keyed):
    """A transmitter site written out, for places without a code."""

    # fmt: off
    name: Annotated[w.Text, Key("What the place is called.", "Jeju")]
    latitude: Annotated[w.Latitude, Key("Degrees north; south is negative.", 33.45)]
    longitude: Annotated[w.Longitude, Key("Degrees east; west is negative.", 126.57)]
    # fmt: on

    closed: ClassVar[bool] = True
    instead: ClassVar[str] = "a site is a code, or {name: , latitude: , longitude: }"

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class OwnSite(Keyed):
    """A site that the shipped table does not know."""

    # fmt: off
    name: Annotated[w.Text, Key("What the place is called.", "Ussuriysk")]
    administration: Annotated[w.Code, Key("ITU code of its administration.", "RUS")]
    latitude: Annotated[w.Latitude, Key("Degrees north; south is negative.", 43.54)]
    longitude: Annotated[w.Longitude, Key("Degrees east; west is negative.", 131.93)]
    # fmt: on

    closed: ClassVar[bool] = True
    instead: ClassVar[str] = "a site is {name: , administration: , latitude: , longitude: }"
