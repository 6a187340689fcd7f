"""What a search over a network rearranges: transmissions of one plan, each of which keeps its hours and place.

A programme is what is counted once: transmissions of one service in the same languages for the same listeners or
target. Where several are on the air at a time, the best of them counts at each place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from bcastplan.coverage.audiences import Audience
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace
from bcastplan.workspace.prediction.facility_channels import SHORTWAVE_FROM_KHZ
from bcastplan.workspace.prediction.plan_facts import PlanFacts
from bcastplan.workspace.prediction.programme_sets import OptimiseError


@dataclass(frozen=True, slots=True)
class Programme:
    """Transmissions of a network by position that carry the same to the same listeners."""

    service: str
    language: tuple[str, ...]
    towards: str
    audience: Audience
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LeftAsItIs:
    """A transmission whose frequency is not chosen anew, and why."""

    transmission: Transmission
    reason: str


@dataclass(frozen=True)
class Network:
    """Transmissions of one plan whose frequencies are chosen together.

    Attributes:
        opened: their plan.
        rows: their numbers among the rows of all plans.
        transmissions: they themselves, as they are now.
        programmes: each is in one of them.
        left: those that were asked for, and stay as they are.
        facts: what predictions know of the plan.
    """

    opened: OpenPlan
    rows: tuple[int, ...]
    transmissions: tuple[Transmission, ...]
    programmes: tuple[Programme, ...]
    left: tuple[LeftAsItIs, ...]
    facts: PlanFacts


def network_of(workspace: Workspace, services: Sequence[str], day: date | None, options: CoverageOptions) -> Network:
    """The network of the transmissions of some services.

    Args:
        workspace: the plans.
        services: names, or patterns with ``*`` and ``?``, in capitals or not; without any, all services.
        day: only what is on the air on this date.
        options: how to predict.

    Raises:
        OptimiseError: none is asked for or can be rearranged, or they are of several plans.
    """
    patterns = [text.casefold() for text in services]
    table = workspace.own_table
    asked = [
        (row, item)
        for row, item in enumerate(table.transmissions)
        if item.counts
        and (not patterns or any(fnmatchcase(item.service.casefold(), pattern) for pattern in patterns))
        and (day is None or table.airs_on(row, day))
    ]
    if not asked:
        names = ", ".join(sorted({item.service for item in table.transmissions}))
        raise OptimiseError(f"no transmission is of these services{f' on {day}' if day else ''}; there are {names}")
    plans = [workspace.plan_of_row(row) for row, _ in asked]
    opened = plans[0]
    assert opened is not None
    if any(other is not opened for other in plans):
        raise OptimiseError("these transmissions are of several plans: give the paths of one of them")
    facts = PlanFacts(opened, options)
    left, rows = [], []
    for row, item in asked:
        reason = _reason_to_stay(item, facts, on_air=bool(table.minutes[row]))
        if reason:
            left.append(LeftAsItIs(item, reason))
        else:
            rows.append((row, item))
    if not rows:
        raise OptimiseError(f"nothing to rearrange: {left[0].reason}")
    transmissions = tuple(item for _, item in rows)
    return Network(
        opened, tuple(row for row, _ in rows), transmissions, _programmes(transmissions, facts), tuple(left), facts
    )


def _reason_to_stay(item: Transmission, facts: PlanFacts, *, on_air: bool) -> str:
    """Why the frequency of a transmission stays; nothing where it may change."""
    if not on_air:
        return "never on the air"
    if item.frequency_khz < SHORTWAVE_FROM_KHZ:
        return "not on shortwave"
    if item.mode == "DRM":
        return "DRM"
    # Synchronised transmitters are one carrier on one frequency: one of them alone cannot leave it.
    if item.sync is not None:
        return "synchronised with others"
    missing = facts.of(item).missing
    return f"nothing can be predicted without {', '.join(sorted(missing))}" if missing else ""


def _programmes(transmissions: Sequence[Transmission], facts: PlanFacts) -> tuple[Programme, ...]:
    members: dict[tuple[str, tuple[str, ...], Audience], list[int]] = {}
    for number, item in enumerate(transmissions):
        audience = facts.of(item).audience
        assert audience is not None  # it is missing otherwise, and the transmission stays
        members.setdefault((item.service, item.language, audience), []).append(number)
    return tuple(
        Programme(
            service, language, transmissions[some[0]].listeners or transmissions[some[0]].target or "", audience,
            tuple(some),
        )
        for (service, language, audience), some in members.items()
    )  # fmt: skip
