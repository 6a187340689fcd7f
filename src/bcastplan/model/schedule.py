"""One schedule: the transmissions of one file in one window."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, ClassVar

from bcastplan.model import written as w
from bcastplan.model.ignoring import IgnoreComment
from bcastplan.model.keys import Json, Key, Keyed, Records, Written, keys_of, record_of, without
from bcastplan.model.season import Season, Window
from bcastplan.model.transmission import Transmission
from bcastplan.model.values import Raw

FORMAT_VERSION = 1
VERSION_KEY = "bcastplan"
LISTENERS_KEY = "listeners"
"""The key at the top of a file that is read as one of its defaults."""

# A dict, because an item by itself may lack what the defaults of its file give.
ITEM = replace(record_of(Transmission), make=dict)
"""A transmission as an item of the list."""
DEFAULTS = without(
    ITEM, "id", name="DefaultsForm", about="Keys that every transmission of the file shares unless it writes its own."
)


def _needed_in_transmissions(name: str, *, also_top: bool = False) -> Json:
    """Every transmission needs a key that neither the defaults nor the file give."""
    elsewhere: list[Json] = [{"required": ["defaults"], "properties": {"defaults": {"required": [name]}}}]
    if also_top:
        elsewhere.append({"required": [name]})
    return {
        "if": {"not": {"anyOf": elsewhere}},
        "then": {"properties": {"transmissions": {"items": {"required": [name]}}}},
    }


@dataclass(frozen=True, kw_only=True)
class ScheduleFile(Keyed):
    """A bcastplan schedule, format version 1.

    What the file itself has; ``Schedule`` is what it means.
    """

    # fmt: off
    version: Annotated[w.Version, Key(
        "Version of the format; marks the file as a schedule.", 1, name=VERSION_KEY, required=True,
    )] = FORMAT_VERSION
    service: Annotated[w.Text | None, Key(
        "Whose programmes these are; a transmission may name its own.", "VOA Korean",
    )] = None
    season: Annotated[w.SeasonName | None, Key(
        "HFCC season: A runs from the last Sunday of March 0100 UTC to that of October, B from there to March of the "
        "next year.",
        "A26", "B26",
    )] = None
    valid_from: Annotated[w.Date | None, Key(
        "Instead of a season: first date, from 0000 UTC.", "2008-03-02", name="from",
    )] = None
    valid_until: Annotated[w.Date | None, Key(
        "Instead of a season: last date, to 2400 UTC.", "2008-03-30", name="until",
    )] = None
    listeners: Annotated[w.Code | None, Key(
        "Whom the transmissions are meant for that name no listeners themselves: a group of the plan or an ITU "
        "administration code.",
        "dprk", "KRE",
    )] = None
    note: Annotated[w.Text | None, Key(
        "What is to be known about the file as a whole.", "as registered at the A26 conference",
    )] = None
    defaults: Annotated[dict[str, Any], DEFAULTS, Key(
        "Any key of a transmission but `id`; a transmission overrides it.", {"broadcaster": "VOA", "language": "Kor"},
    )] = field(default_factory=dict)
    transmissions: Annotated[tuple[dict[str, Any], ...], Records(ITEM), Key(
        "What is put on the air, in any order.", [{"frequency": 9565, "time": "1530-1630"}], required=True,
    )] = ()
    # fmt: on

    file_name: ClassVar[str] = "ScheduleForm"
    schema: ClassVar[Json] = {
        "anyOf": [{"required": ["season"]}, {"required": ["from", "until"]}],
        "allOf": [
            {"not": {"required": ["season", "from"]}},
            {"not": {"required": ["season", "until"]}},
            _needed_in_transmissions("frequency"),
            _needed_in_transmissions("time"),
            _needed_in_transmissions("service", also_top=True),
        ],
    }


SCHEDULE_KEYS = keys_of(ScheduleFile)
"""Every key at the top of a schedule file."""

SCHEDULE_PARSERS: dict[str, Callable[[Raw], Any]] = {
    name: key.shape.parse
    for name, key in SCHEDULE_KEYS.items()
    if isinstance(key.shape, Written) and name not in (VERSION_KEY, LISTENERS_KEY)
}
"""Those of them that hold one value, with what reads it; who reads the version refuses the whole file by it, and
listeners are read with the defaults."""


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """The transmissions of one file, in its order.

    ``kind`` tells how the file is written: ``yaml``, ``hfcc``, ``eibi``, ``aoki`` or ``csv``.
    """

    file: str
    kind: str = "yaml"
    service: str | None = None
    season: Season | None = None
    window: Window
    transmissions: tuple[Transmission, ...] = ()
    ignores: tuple[IgnoreComment, ...] = ()
    """The comments that switch rules off for the item that starts or stands on their line."""
    extensions: dict[str, Any] = field(default_factory=dict)
    """Top-level keys beginning ``x-``, as written."""
