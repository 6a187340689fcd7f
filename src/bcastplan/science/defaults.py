"""A default that the user sees: a value with its unit, where it comes from and how sure that is.

Physics whose source was not at hand is marked as memory, choices of this program as choices; both can be overridden.
"""

from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """How well a value is known, best first."""

    SOURCE = "source"
    """Read in the source text, or computed from it."""
    SECOND_HAND = "second_hand"
    """Read in somebody else's check against the source text, and in accord with it."""
    KNOWN = "known"
    """Common knowledge in the field, in several places alike."""
    MEMORY_HIGH = "memory_high"
    """Remembered, and consistent with other evidence."""
    MEMORY_LOW = "memory_low"
    """Remembered without a check."""
    CHOICE = "choice"
    """An engineering choice of this program."""


@dataclass(frozen=True)
class Default:
    """One default value with its provenance."""

    name: str
    value: float
    unit: str
    source: str
    confidence: Confidence
