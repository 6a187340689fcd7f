"""Notes that stand beside figures of coverage: what they mean, leave out and assume, and whose people count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bcastplan.coverage.coverage_facts import CoverageFacts
from bcastplan.coverage.coverage_result import AssumptionUse, Disturbance, LeftOut
from bcastplan.coverage.likely_range import DRAWS, HIGH_PCT, LOW_PCT
from bcastplan.model.counts import count
from bcastplan.model.percent import percent
from bcastplan.model.plan import Plan
from bcastplan.reference.listener_places import administrations_of, places_of, share_in_towns
from bcastplan.reference.towns import CREDIT
from bcastplan.workspace.opening.open_plans import Workspace

if TYPE_CHECKING:
    from bcastplan.coverage.coverage_hours import CoverageResult

NOT_PREDICTED = {
    "site": "no site, or one that is not known",
    "target": "no target, or one without test points",
    "listeners": "listeners that are not known, or nobody among them",
    "power": "no power",
    "frequency": "a frequency that neither model reaches (150 to 1705 kHz, 2 to 30 MHz)",
}
"""What keeps a transmission from being predicted, in words."""

_MOST_NAMES = 4
MEAN = "Heard: the mean reliability over the listeners, else over the target's test points; the best frequency counts."
UNDISTURBED = "Left out: interference and jamming (`coverage --interference`), sporadic E, storms of the ionosphere."
DISTURBED = (
    "Figures under interference count other stations and jammers; the others leave them out. Left out of all: sporadic "
    "E, storms of the ionosphere."
)

LIKELY = (
    f"Likely: {LOW_PCT:g} to {HIGH_PCT:g} % of {DRAWS} draws with the model's own error on each circuit, the same in "
    "all its hours and months; where nearly all are predicted to hear, errors only take away, and the range lies below."
)


@dataclass(frozen=True, slots=True)
class ListenersInfo:
    """A group of listeners or an administration that was predicted for.

    Attributes:
        name: as schedules write it.
        administrations: whose towns it stands for, in part at least.
        places: how many places it has.
        people: how many people they have.
        administration_people: how many the administrations have as a whole; None where that is not known, or where
            places are written out.
    """

    name: str
    administrations: tuple[str, ...]
    places: int
    people: int
    administration_people: int | None

    @property
    def words(self) -> str:
        """A sentence about it."""
        if not self.administrations:
            return f"Listeners {self.name}: {count(self.places, 'place')}, {self.people:,} people."
        where, whole = _listed(self.administrations), self.administration_people
        if not whole:
            return (
                f"Listeners {self.name}: {count(self.places, 'place')}, the towns of {where} among them, "
                f"{self.people:,} people; people elsewhere are not counted."
            )
        words = f"Listeners {self.name}: {count(self.places, 'town')} of {where} with {self.people:,} people"
        if self.people > whole:
            return f"{words}, more than the {whole:,} there: districts of large towns are listed as towns."
        return f"{words}, {percent(self.people / whole)} of the {whole:,} there; the others are not counted."


def _listed(codes: Sequence[str]) -> str:
    """``KRE``, ``KRE and KOR``, ``KRE, KOR and 3 more``."""
    shown, rest = codes[:_MOST_NAMES], len(codes) - _MOST_NAMES
    last = f"{rest} more" if rest > 0 else shown[-1]
    before = shown if rest > 0 else shown[:-1]
    return f"{', '.join(before)} and {last}" if before else last


def listeners_of_workspace(workspace: Workspace, facts: Sequence[CoverageFacts]) -> tuple[ListenersInfo, ...]:
    """Whom the rows are predicted for that name people, each group of each plan once."""
    infos: dict[ListenersInfo, None] = {}
    row = 0
    for opened in workspace.plans:
        names = {fact.listeners for fact in facts[row : row + opened.rows] if fact.peopled is not None}
        row += opened.rows
        infos.update(dict.fromkeys(_info(opened.plan, name) for name in sorted(filter(None, names))))
    return tuple(infos)


def _info(plan: Plan, name: str) -> ListenersInfo:
    places = list(places_of(plan, name))
    share = share_in_towns(plan, name)
    people = sum(int(people) for _, _, people in places)
    return ListenersInfo(name, administrations_of(plan, name), len(places), people, share[1] if share else None)


def coverage_notes(result: CoverageResult, listeners: Sequence[ListenersInfo] = ()) -> Iterator[str]:
    """Sentences that belong beside the figures of a result."""
    yield MEAN
    yield served_words(result.coverage.served_from)
    if result.disturbance is None:
        yield UNDISTURBED
    else:
        yield DISTURBED
        yield from disturbance_words(result.disturbance)
    if result.total.heard_low is not None:
        yield LIKELY
    yield from (info.words for info in listeners)
    # The licence of the list of towns asks for its source wherever people of it are shown.
    if any(info.administrations for info in listeners):
        yield f"{CREDIT}."
    for left_out in result.left_out:
        yield left_out_words(left_out)
    yield from _reach_words(result)
    yield from (assumption_words(use) for use in result.assumptions)
    if result.assumed:
        also = ", or what the plan assumes" if result.assumptions else ""
        yield f"{count(result.assumed, 'transmission')} with something assumed: antenna, direction or power{also}."


def _reach_words(result: CoverageResult) -> Iterator[str]:
    """Why places so far away have no value, where there are such."""
    rows = [row for row in result.per_transmission if row.out_of_reach]
    if rows:
        audiences = [result.coverage.audience_of_row[row.row] for row in rows]
        places = sum(audience.places.size for audience in audiences if audience is not None)
        beyond = sum(row.out_of_reach for row in rows)
        yield (
            f"Medium wave is predicted up to 12,000 km (ITU-R P.1147): {beyond:,} of the {count(places, 'place')} of "
            f"{count(len(rows), 'transmission')} lie beyond and count as not hearing."
        )


def disturbance_words(disturbance: Disturbance) -> Iterator[str]:
    """What was on the air around the plans, and what of it is not in the figures."""
    jammers = f" and {count(disturbance.jammers, 'jammer')}" if disturbance.jammers else ""
    by = f", by {count(disturbance.interferers, 'other transmission')}{jammers}" if disturbance.disturbed else ""
    yield f"Under interference: {count(disturbance.disturbed, 'transmission')} disturbed within 10 kHz{by}."
    if disturbance.not_predicted:
        lacking = count(disturbance.not_predicted, "more interferer")
        yield f"Not in it: {lacking} without a known site or power, so that less may be heard."


def served_words(served_from: float) -> str:
    """Returns the sentence that says from which reliability on a listener counts as served."""
    return f"Served: the share of them with a reliability of {100.0 * served_from:g} % or more."


def left_out_words(left_out: LeftOut) -> str:
    """What could not be predicted, and why."""
    lacking = count(left_out.transmissions, "transmission")
    return f"Not predicted: {lacking} ({left_out.minutes / 60:,.2f} hours): {NOT_PREDICTED[left_out.reason]}."


def assumption_words(use: AssumptionUse) -> str:
    """What a plan assumes, of how many transmissions, and why."""
    return f"Assumed of {count(use.transmissions, 'transmission')}: {use.what} ({use.why})."
