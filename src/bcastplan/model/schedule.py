"""One schedule: what one file puts on the air in one window."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bcastplan.model.season import Season, Window
from bcastplan.model.transmission import Transmission

FORMAT_VERSION = 1


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
    ignores: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Line -> rule code prefixes that a comment on it switches off for the item that starts or stands there."""
    extensions: dict[str, Any] = field(default_factory=dict)
    """Top-level keys beginning ``x-``, as written."""
