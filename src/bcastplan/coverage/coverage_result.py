"""Coverage as data: None means that nothing could be predicted, 0 that nobody is predicted to hear."""

from __future__ import annotations

from dataclasses import dataclass

GroupValue = str | int | float | None


@dataclass(frozen=True, slots=True)
class Heard:
    """Minutes of some airtime, and whom it is meant for.

    Attributes:
        programme_minutes: on the air.
        predicted_minutes: those of them for which a prediction exists.
        coverage_minutes: the latter, each weighed with the mean reliability over its audience; None without any.
        served_minutes: the same, weighed with the share of the audience that is served; None without any.
        peopled_minutes: the predicted ones whose audience is people and not test points.
        person_minutes: those, times the people predicted to hear them; None without any.
        listeners: the names of the audiences that are people, each once.
        people: how many people those audiences have, each place counted once; None without any.
        heard_low, heard_high: bounds of ``share`` where they were predicted.
        heard_interfered: ``share`` under interference where it was predicted.
        person_minutes_interfered: the same of ``person_minutes``.
    """

    programme_minutes: int
    predicted_minutes: int
    coverage_minutes: float | None
    served_minutes: float | None = None
    peopled_minutes: int = 0
    person_minutes: float | None = None
    listeners: tuple[str, ...] = ()
    people: float | None = None
    heard_low: float | None = None
    heard_high: float | None = None
    heard_interfered: float | None = None
    person_minutes_interfered: float | None = None

    @property
    def share(self) -> float | None:
        """The mean reliability (0 to 1) over the audience, of a predicted minute on average."""
        return None if self.coverage_minutes is None else self.coverage_minutes / self.predicted_minutes

    @property
    def served_share(self) -> float | None:
        """The share of the audience (0 to 1) that is served in a predicted minute on average."""
        return None if self.served_minutes is None else self.served_minutes / self.predicted_minutes

    @property
    def person_hours(self) -> float | None:
        """People times the hours that they are predicted to hear."""
        return None if self.person_minutes is None else self.person_minutes / 60.0


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
    """A service towards its listeners, else its target, through the 24 hours of the UTC day.

    ``target`` is None where there is none, and where transmissions for the same listeners have several.
    """

    service: str
    target: str | None
    hours: tuple[StripHour, ...]
    heard: Heard
    listeners: str | None = None

    @property
    def towards(self) -> str | None:
        """The listeners, else the target."""
        return self.listeners or self.target


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
class AssumptionUse:
    """What a plan assumes, as ``power 500 kW``, why, and of how many transmissions on the air it was used."""

    what: str
    why: str
    transmissions: int


@dataclass(frozen=True, slots=True)
class CoverageColumn:
    """Coverage beside other figures of the same groups: one for each of their rows, and for their total."""

    rows: tuple[Heard, ...]
    total: Heard
