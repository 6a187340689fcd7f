"""Coverage as data: None means that nothing could be predicted, 0 that nobody is predicted to hear."""

from __future__ import annotations

from dataclasses import dataclass

GroupValue = str | int | float | None


@dataclass(frozen=True, slots=True)
class Heard:
    """Minutes of some airtime.

    ``programme_minutes`` are on the air, ``predicted_minutes`` those of them for which a prediction exists;
    ``coverage_minutes`` are the latter, each weighed with the share of the target that is predicted to receive it;
    None without any prediction.
    """

    programme_minutes: int
    predicted_minutes: int
    coverage_minutes: float | None

    @property
    def share(self) -> float | None:
        """The share of the target (0 to 1) that can receive a predicted minute on average."""
        return None if self.coverage_minutes is None else self.coverage_minutes / self.predicted_minutes

    @classmethod
    def of(cls, programme: int, predicted: int, covered: float) -> Heard:
        """Make the figures from sums; they are None where nothing was predicted."""
        return cls(int(programme), int(predicted), float(covered) if predicted else None)


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One group: the values and names of what it is grouped by, in that order."""

    values: tuple[GroupValue, ...]
    names: tuple[str | None, ...]
    heard: Heard


@dataclass(frozen=True, slots=True)
class StripHour:
    """One clock hour of a strip; ``band`` is the one that reaches most, None when nothing is heard or known."""

    heard: Heard
    band: str | None


@dataclass(frozen=True, slots=True)
class Strip:
    """A service towards a target through the 24 hours of the UTC day."""

    service: str
    target: str | None
    hours: tuple[StripHour, ...]
    heard: Heard


@dataclass(frozen=True, slots=True)
class RowCoverage:
    """One transmission alone; ``missing`` and ``assumed`` are those of its facts."""

    row: int
    heard: Heard
    missing: tuple[str, ...]
    assumed: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a prediction could not be made for, by what was missing; a transmission may lack several things."""

    reason: str
    transmissions: int
    minutes: int


@dataclass(frozen=True, slots=True)
class CoverageColumn:
    """Coverage beside other figures of the same groups: one for each of their rows, and for their total."""

    rows: tuple[Heard, ...]
    total: Heard
