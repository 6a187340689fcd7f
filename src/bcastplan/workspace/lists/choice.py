"""Which transmissions a command is about: every given filter must be met, and one of its values is enough."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch

from bcastplan.model.transmission import Transmission
from bcastplan.reference import is_same_language, target_points


@dataclass(frozen=True, slots=True)
class Choice:
    """Codes to keep, whatever their case; ``target`` is a CIRAF text, ``services`` may have ``*`` and ``?``.

    A language is met under any of its codes: ``Ara`` keeps what a list calls ``Arb``.
    """

    managers: tuple[str, ...] = ()
    broadcasters: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    target: str | None = None

    def kept(self, transmissions: Iterable[Transmission]) -> list[Transmission]:
        """The transmissions that meet every filter, in their order.

        A target is met where a test point is shared; a transmission without a target meets none.
        """
        managers, broadcasters = map(_folded, (self.managers, self.broadcasters))
        services = _folded(self.services)
        points = target_points(self.target)
        return [
            transmission
            for transmission in transmissions
            if (not managers or (transmission.manager or "").lower() in managers)
            and (not broadcasters or (transmission.broadcaster or "").lower() in broadcasters)
            and (not self.languages or self._speaks(transmission))
            and (not services or any(fnmatch(transmission.service.lower(), pattern) for pattern in services))
            and (not self.target or target_points(transmission.target) & points)
        ]

    def _speaks(self, transmission: Transmission) -> bool:
        return any(is_same_language(code, asked) for code in transmission.language for asked in self.languages)


def _folded(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.lower() for code in codes)
