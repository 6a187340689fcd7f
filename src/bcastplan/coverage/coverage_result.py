"""Coverage as data: None means that nothing could be predicted, 0 that nobody is predicted to hear."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

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
        coverage_minutes_interfered, served_minutes_interfered, person_minutes_interfered: the same as above under
            interference; None where that was not asked for.
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
    coverage_minutes_interfered: float | None = None
    served_minutes_interfered: float | None = None
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

    @property
    def heard_interfered(self) -> float | None:
        """``share`` under interference."""
        minutes = self.coverage_minutes_interfered
        return None if minutes is None else minutes / self.predicted_minutes

    @property
    def served_share_interfered(self) -> float | None:
        """``served_share`` under interference."""
        minutes = self.served_minutes_interfered
        return None if minutes is None else minutes / self.predicted_minutes

    @property
    def person_hours_interfered(self) -> float | None:
        """``person_hours`` under interference."""
        return None if self.person_minutes_interfered is None else self.person_minutes_interfered / 60.0


def cost_per_person_hour(cost: Decimal | None, heard: Heard) -> float | None:
    """What one person-hour costs, in the currency of the cost.

    None where nobody is counted, and where airtime that is paid for is not predicted for people: the figure would
    be too high or mean nothing.
    """
    if cost is None or not heard.person_hours or heard.peopled_minutes < heard.programme_minutes:
        return None
    return float(cost) / heard.person_hours


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
    """One transmission alone; ``missing`` and ``assumed`` are those of its facts.

    ``interferers`` is how many transmissions and jammers disturb it, ``not_predicted`` how many more would, if they
    could be predicted; None where interference was not asked for. ``out_of_reach`` is how many places of its audience
    lie beyond the reach of the model, where nobody counts as hearing it.
    """

    row: int
    heard: Heard
    missing: tuple[str, ...]
    assumed: str
    interferers: int | None = None
    not_predicted: int | None = None
    out_of_reach: int = 0


@dataclass(frozen=True, slots=True)
class Disturbance:
    """How many transmissions are disturbed, and by how many others.

    Attributes:
        disturbed: transmissions on the air and predicted that others disturb.
        interferers: transmissions that disturb one of them, jammers not among them.
        jammers: jammers that do, each counted once.
        not_predicted: transmissions and jammers that would disturb one, but cannot be predicted.
    """

    disturbed: int
    interferers: int
    jammers: int
    not_predicted: int


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
    """Coverage beside other figures of the same groups: one for each of their rows, and for their total.

    ``notes`` are sentences that belong beside it.
    """

    rows: tuple[Heard, ...]
    total: Heard
    notes: tuple[str, ...] = ()
