"""The figures of plans side by side: one list of measures, for tiles, the headline and the table of scenarios."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bcastplan.workspace.report.report_data import PlanStanding

DAYS_A_WEEK = 7
DAYS_A_YEAR = 365
_MINUTES_PER_HOUR = 60


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """Hours, energy and cost of one plan by the day; None where a figure is not known."""

    standing: PlanStanding

    @property
    def frequency_hours(self) -> float:
        """Frequency-hours a day."""
        return float(self.standing.daily.daily.frequency_minutes / _MINUTES_PER_HOUR)

    @property
    def programme_hours(self) -> float:
        """Programme-hours a day, of each service."""
        return float(self.standing.daily.daily.programme_minutes / _MINUTES_PER_HOUR)

    @property
    def transmitter_hours(self) -> float:
        """Transmitter-hours a day."""
        return float(self.standing.daily.daily.transmitter_minutes / _MINUTES_PER_HOUR)

    @property
    def either_hours(self) -> float | None:
        """Hours a day with any service on the air; None where services have schedules of different lengths."""
        daily = self.standing.daily
        alike = daily.services and all(service.days == daily.days for service in daily.services)
        return daily.either_minutes / daily.days / _MINUTES_PER_HOUR if alike else None

    @property
    def energy_kwh(self) -> float | None:
        """Energy a day."""
        return self.standing.daily.daily.energy_kwh

    @property
    def cost(self) -> float | None:
        """Cost a day."""
        cost = self.standing.daily.daily.cost
        return None if cost is None else float(cost)

    @property
    def currency(self) -> str | None:
        """The currency of the cost."""
        return self.standing.daily.daily.currency

    @property
    def cost_a_year(self) -> float | None:
        """Cost of 365 days."""
        return None if self.cost is None else self.cost * DAYS_A_YEAR

    @property
    def energy_a_year_kwh(self) -> float | None:
        """Energy of 365 days."""
        return None if self.energy_kwh is None else self.energy_kwh * DAYS_A_YEAR

    @property
    def cost_per_frequency_hour(self) -> float | None:
        """What a frequency-hour costs."""
        return self._cost_per(self.frequency_hours)

    @property
    def cost_per_programme_hour(self) -> float | None:
        """What a programme-hour costs."""
        return self._cost_per(self.programme_hours)

    def _cost_per(self, hours: float) -> float | None:
        return self.cost / hours if self.cost is not None and hours else None

    @property
    def share(self) -> float | None:
        """The mean reliability over the audience, 0 to 1."""
        return self.standing.heard.share if self.standing.heard is not None else None

    @property
    def wholly_predicted(self) -> bool:
        """Whether no programme-hour lacks a prediction."""
        heard = self.standing.heard
        return heard is not None and heard.predicted_minutes == heard.programme_minutes

    @property
    def cost_per_coverage_hour(self) -> float | None:
        """What a coverage-hour costs; an upper bound where not all hours could be predicted."""
        heard = self.standing.heard
        return self._total_cost_per(
            heard.coverage_minutes / 60 if heard is not None and heard.coverage_minutes else None
        )

    @property
    def cost_per_million_person_hours(self) -> float | None:
        """What a million hours that a person hears cost; an upper bound where not all hours could be predicted.

        A single one costs some hundred-thousandths of a currency, which nobody can compare at sight.
        """
        heard = self.standing.heard
        return self._total_cost_per(heard.person_hours / 1e6 if heard is not None and heard.person_hours else None)

    def _total_cost_per(self, hours: float | None) -> float | None:
        # Of the whole period and not by the day, because coverage is predicted for the whole period.
        cost = self.standing.daily.total.cost
        return float(cost) / hours if cost is not None and hours else None

    @property
    def people_hearing(self) -> float | None:
        """How many people hear a predicted minute, on average."""
        heard = self.standing.heard
        if heard is None or heard.person_minutes is None or not heard.peopled_minutes:
            return None
        return heard.person_minutes / heard.peopled_minutes

    @property
    def people_hearing_interfered(self) -> float | None:
        """The same under interference and jamming, where that was asked for."""
        heard = self.standing.heard
        if heard is None or heard.person_minutes_interfered is None or not heard.peopled_minutes:
            return None
        return heard.person_minutes_interfered / heard.peopled_minutes


Measure = Callable[[PlanFigures], float | None]


@dataclass(frozen=True, slots=True)
class PlanMeasure:
    """A measure of plans side by side; ``kind`` tells how it is shown, ``costs`` whether it needs one currency."""

    label: str
    figure: Measure
    kind: str
    costs: bool = False


PLAN_MEASURES = (
    PlanMeasure("Programme-hours a day", lambda plan: plan.programme_hours, "hours"),
    PlanMeasure("a week", lambda plan: plan.programme_hours * DAYS_A_WEEK, "hours"),
    PlanMeasure("a year", lambda plan: plan.programme_hours * DAYS_A_YEAR, "hours"),
    PlanMeasure("Hours a day with any service on the air", lambda plan: plan.either_hours, "hours"),
    PlanMeasure("Frequency-hours a day", lambda plan: plan.frequency_hours, "hours"),
    PlanMeasure("Transmitter-hours a day", lambda plan: plan.transmitter_hours, "hours"),
    PlanMeasure("Energy a year, kWh", lambda plan: plan.energy_a_year_kwh, "whole"),
    PlanMeasure("Cost a year", lambda plan: plan.cost_a_year, "money", costs=True),
    PlanMeasure("Cost of a frequency-hour", lambda plan: plan.cost_per_frequency_hour, "price", costs=True),
    PlanMeasure("Cost of a programme-hour", lambda plan: plan.cost_per_programme_hour, "price", costs=True),
    PlanMeasure("Cost of a coverage-hour", lambda plan: plan.cost_per_coverage_hour, "price", costs=True),
    PlanMeasure("Cost of a million person-hours", lambda plan: plan.cost_per_million_person_hours, "price", costs=True),
    PlanMeasure("Heard", lambda plan: plan.share, "share"),
    PlanMeasure("People who hear an hour", lambda plan: plan.people_hearing, "people"),
)
"""What plans are held side by side by, in this order, on the page and in the workbook."""


def measured(measure: PlanMeasure, plans: Sequence[PlanFigures]) -> tuple[list[float | None], list[float | None]]:
    """The figure of every plan, and the part by which the first plan's lies above that of each other one."""
    values = [measure.figure(plan) for plan in plans]
    parts = [
        change(value, values[0]) if not measure.costs or same_currency(plans[0], plan) else None
        for value, plan in zip(values[1:], plans[1:], strict=True)
    ]
    return values, parts


def change(before: float | None, after: float | None) -> float | None:
    """The part by which a figure changed, as 0.55 for 55 % more; None where there is nothing to compare with."""
    return None if before is None or after is None or not before else after / before - 1


def same_currency(*plans: PlanFigures) -> bool:
    """Whether the costs of some plans may be compared."""
    return len({plan.currency for plan in plans}) == 1 and all(plan.cost is not None for plan in plans)


def cost_of_an_added_hour(before: PlanFigures, after: PlanFigures) -> Fraction | None:
    """Cost added (or saved) by programme-hour added (or given up); None where one grows and the other does not."""
    old, new = before.standing.daily.daily, after.standing.daily.daily
    if old.cost is None or new.cost is None or not same_currency(before, after):
        return None
    cost, minutes = new.cost - old.cost, new.programme_minutes - old.programme_minutes
    return cost / minutes * _MINUTES_PER_HOUR if cost and minutes and (cost > 0) == (minutes > 0) else None
