"""One schedule: what one file puts on the air in one window."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from bcastplan.model.season import Season, Window
from bcastplan.model.transmission import Transmission

FORMAT_VERSION = 1


class Schedule(BaseModel):
    """The transmissions of one file, in its order.

    ``kind`` tells how the file is written: ``yaml``, ``hfcc``, ``eibi``, ``aoki`` or ``csv``.
    """

    model_config = ConfigDict(frozen=True, defer_build=True, arbitrary_types_allowed=True)

    file: str
    kind: str = "yaml"
    service: str | None = None
    season: Season | None = None
    window: Window
    transmissions: tuple[Transmission, ...] = ()
    ignores: dict[int, tuple[str, ...]] = {}
    """Line -> rule code prefixes that a comment on it switches off for the item that starts or stands there."""
    extensions: dict[str, Any] = {}
    """Top-level keys beginning ``x-``, as written."""
