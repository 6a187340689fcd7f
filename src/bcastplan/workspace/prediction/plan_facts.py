"""What predictions know of a plan's transmissions: what is written, what the inventory adds, and what is assumed."""

from __future__ import annotations

from collections.abc import Iterable

from bcastplan.coverage.audiences import Audience
from bcastplan.coverage.circuit_ends import Emission
from bcastplan.coverage.coverage_facts import CoverageFacts, coverage_facts, disturbing_emission
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.filled_transmissions import Assumed, filled
from bcastplan.model.plan import Plan
from bcastplan.model.transmission import Transmission
from bcastplan.reference.listener_places import places_of
from bcastplan.workspace.inspection.plan_hours import inventory_power_kw
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace


class PlanListeners:
    """The audiences that the names under ``listeners`` stand for in one plan; each is made once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._audiences: dict[str, Audience | None] = {}

    def audience(self, name: str | None) -> Audience | None:
        """The people a name stands for: of a group of the plan, else of an administration; None without any."""
        if name is None:
            return None
        if name not in self._audiences:
            places = [
                (latitude, longitude, float(people)) for latitude, longitude, people in places_of(self.plan, name)
            ]
            audience = Audience.of_people(name, places)
            self._audiences[name] = audience if audience.points else None
        return self._audiences[name]


class PlanFacts:
    """Gathers the facts of one plan's transmissions.

    Args:
        opened: the plan.
        options: how to predict; None for the defaults.
        to_targets: judge at the test points of targets, whatever listeners are named, because conflicts are settled
        with others at these.
    """

    def __init__(self, opened: OpenPlan, options: CoverageOptions | None = None, *, to_targets: bool = False) -> None:
        self._opened = opened
        self._assumed_power_kw = options.assumed_power_kw if options else None
        self._listeners = PlanListeners(opened.plan)
        self._to_targets = to_targets

    def of(self, transmission: Transmission) -> CoverageFacts:
        """The facts of a transmission of the plan, written or proposed."""
        plan = self._opened.plan
        power_kw = inventory_power_kw(plan, transmission)
        people = None if self._to_targets else self._listeners.audience(transmission.listeners)
        transmission, assumed = self._filled(transmission, power_kw)
        if self._to_targets:
            transmission = transmission.changed(listeners=None)
        return coverage_facts(
            transmission,
            self._opened.directory,
            power_kw=power_kw,
            antenna=inventory_antenna(plan, transmission),
            assumed_power_kw=self._assumed_power_kw,
            ground_ms_m=plan.ground_conductivity_ms,
            listeners=people,
            assumptions=assumed,
        )

    def disturbing(self, transmission: Transmission) -> Emission | None:
        """What a transmission radiates whoever it is meant for; None where that is not known."""
        plan = self._opened.plan
        power_kw = inventory_power_kw(plan, transmission)
        return disturbing_emission(
            self._filled(transmission, power_kw)[0],
            self._opened.directory,
            power_kw=power_kw,
            antenna=inventory_antenna(plan, transmission),
            assumed_power_kw=self._assumed_power_kw,
            ground_ms_m=plan.ground_conductivity_ms,
        )

    def _filled(self, transmission: Transmission, power_kw: float | None) -> tuple[Transmission, tuple[Assumed, ...]]:
        """The transmission with what its plan assumes of it, and which parts those are."""
        plan = self._opened.plan
        if not plan.assume:
            return transmission, ()
        people = None if self._to_targets else self._listeners.audience(transmission.listeners)
        # What the inventory or the listeners tell needs no assumption.
        known = [key for key, is_known in (("power", power_kw), ("target", people)) if is_known is not None]
        whole = filled(transmission, plan.assume, self._opened.directory.band(transmission).band, known=known)
        return whole.transmission, whole.words()

    def of_all(self, transmissions: Iterable[Transmission]) -> list[CoverageFacts]:
        """The facts of several, in their order."""
        return [self.of(transmission) for transmission in transmissions]


def prediction_facts(
    workspace: Workspace, options: CoverageOptions | None = None, *, to_targets: bool = False
) -> list[CoverageFacts]:
    """What predictions know of the rows of the plans, in the order of the table."""
    return [
        facts
        for opened in workspace.plans
        for facts in PlanFacts(opened, options, to_targets=to_targets).of_all(opened.transmissions)
    ]


def inventory_antenna(plan: Plan, transmission: Transmission) -> str | None:
    """Code or designation of the plan's own antenna of that name, or None."""
    site = plan.sites.get(transmission.site_code or "")
    if site is None or transmission.antenna is None:
        return None
    return next((antenna.antenna for antenna in site.antennas if antenna.id == transmission.antenna), None)
