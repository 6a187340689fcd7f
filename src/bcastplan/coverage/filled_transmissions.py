"""What a plan assumes of its transmissions, filled in where they say nothing: for predictions, and nothing else.

Checks use this module too, so it imports none of the models of propagation. The
transmission itself stays as it is. Of all assumptions that match, the first that has a key fills it in; a site that
was filled in counts for those that come after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bcastplan.model.assumptions import FILLED, Assumption
from bcastplan.model.sites import InlineSite
from bcastplan.model.transmission import ATTRIBUTE_OF_KEY, LINES, Transmission

_UNITS = {"power": " kW", "azimuth": "°"}


class Assumed(NamedTuple):
    """Keys that a plan assumes of a transmission, as ``power 500 kW``, and why that is likely."""

    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.what} assumed ({self.why})"


@dataclass(frozen=True, slots=True)
class Filled:
    """A transmission with what is assumed of it, and each assumption that was used with what it filled in."""

    transmission: Transmission
    used: tuple[tuple[Assumption, tuple[str, ...]], ...] = ()

    def words(self) -> tuple[Assumed, ...]:
        """What was filled in, in words, with the reasons."""
        return tuple(
            Assumed(", ".join(_word(self.transmission, key) for key in keys), assumption.why)
            for assumption, keys in self.used
        )


def filled(
    transmission: Transmission, assumptions: Sequence[Assumption], band: str, *, known: Sequence[str] = ()
) -> Filled:
    """Fill in what a transmission lacks.

    Args:
        transmission: as it is written.
        assumptions: of its plan, in order.
        band: of its frequency.
        known: keys that it lacks but that the plan knows otherwise, as the power of its transmitter.
    """
    used = []
    for assumption in assumptions:
        if not matches(assumption, transmission, band):
            continue
        keys = tuple(key for key in given_by(assumption) if key not in known and _lacks(transmission, key))
        if keys:
            attributes = [ATTRIBUTE_OF_KEY[key] for key in keys]
            transmission = transmission.changed(
                **{attribute: getattr(assumption, attribute) for attribute in attributes}
            )
            used.append((assumption, keys))
    return Filled(transmission, tuple(used))


def given_by(assumption: Assumption) -> Iterator[str]:
    """The keys that an assumption has for others to be filled in with."""
    return (key for key in FILLED if getattr(assumption, ATTRIBUTE_OF_KEY[key]) is not None)


def matches(assumption: Assumption, transmission: Transmission, band: str) -> bool:
    """Whether an assumption applies to a transmission."""
    for attribute in ("service", "broadcaster", "manager", "administration"):
        condition = getattr(assumption, attribute)
        if condition is not None and condition != getattr(transmission, attribute):
            return False
    return (
        assumption.language in (None, *transmission.language)
        and assumption.band in (None, band)
        and (not assumption.frequency or any(transmission.frequency_khz in span for span in assumption.frequency))
        and (not assumption.at or transmission.site_code in assumption.at)
        # What is assumed of one site says nothing of a transmission that names another.
        and (assumption.site is None or transmission.site is None or _same_site(assumption.site, transmission.site))
    )


def _same_site(site: str | InlineSite, other: str | InlineSite) -> bool:
    if isinstance(site, InlineSite) and isinstance(other, InlineSite):
        return (site.latitude, site.longitude) == (other.latitude, other.longitude)
    return site == other


def _lacks(transmission: Transmission, key: str) -> bool:
    return getattr(transmission, ATTRIBUTE_OF_KEY[key]) is None


def _word(transmission: Transmission, key: str) -> str:
    return f"{key} {LINES[key](transmission)}{_UNITS.get(key, '')}"
