"""Conflicts of what was opened: sides from codes and plans, pairs and double bookings from the engines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from bcastplan.conflicts import (
    NO_OPTIONS,
    Jammed,
    JammedResult,
    Pair,
    PairOptions,
    PairResult,
    RowSide,
    frequency_pairs,
    jammed_transmissions,
)
from bcastplan.conflicts.pair_selection import noted_keys, settled_keys
from bcastplan.conflicts.resources import Inventories, Resource, resource_conflicts
from bcastplan.conflicts.side_columns import SideArrays
from bcastplan.model.finding import Severity
from bcastplan.model.plan import Agreement
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace


@dataclass(frozen=True, slots=True)
class PlanConflicts:
    """The pairs, double bookings and jammed transmissions of opened plans, each in order.

    ``managers`` and ``sites`` name codes that are known; ``jammed`` is None where it was not asked for. ``notes`` has
    the entry under `agreed` of a plan by the pair's rows, the lower one first; ``agreed`` are the pairs that these
    settle, which are conflicts no more.
    """

    pairs: PairResult
    resources: Sequence[Resource] = ()
    managers: Mapping[str, str] = field(default_factory=dict)
    sites: Mapping[str, str] = field(default_factory=dict)
    jammed: JammedResult | None = None
    notes: Mapping[tuple[int, int], Agreement] = field(default_factory=dict)
    agreed: PairResult | None = None

    def note_of(self, pair: Pair) -> Agreement | None:
        """The entry under `agreed` about a pair; None where nothing was asked yet."""
        return self.notes.get((min(pair.a_row, pair.b_row), max(pair.a_row, pair.b_row)))

    def status_of(self, pair: Pair) -> str | None:
        """How far a pair is coordinated: asked, refused, agreed, or open; None for one of ours, with nobody to ask."""
        note = self.note_of(pair)
        return note.status if note is not None else None if pair.own else "open"

    def gravest_at_least(self, severity: Severity) -> bool:
        """Whether a pair, a double booking or a jammed transmission is as grave as that."""
        others: list[Resource | Jammed] = [*self.resources, *(self.jammed or ())]
        return bool((self.pairs.columns.severity <= severity.rank).any()) or any(
            other.severity.at_least(severity) for other in others
        )


def conflicts_of(
    workspace: Workspace,
    options: PairOptions = NO_OPTIONS,
    *,
    side: str | None = None,
) -> PlanConflicts:
    """Find every conflict of a workspace.

    ``side`` is ``own`` or ``external`` for one of the two lists of pairs, None for both; who is jammed is neither.
    """
    sides = sides_of(workspace)
    pairs = pairs_of(workspace, options, sides)
    agreed = _agreed_pairs(workspace, options, sides)
    if side is not None:
        pairs = pairs.own if side == "own" else pairs.external
        agreed = agreed and (agreed.own if side == "own" else agreed.external)
    jammed = jammed_of(workspace, options, sides) if side is None else None
    conflicts = named_conflicts(workspace, pairs, resources_of(workspace, sides), jammed)
    return replace(conflicts, notes=_notes(workspace, sides), agreed=agreed)


def _notes(workspace: Workspace, sides: Sequence[RowSide]) -> dict[tuple[int, int], Agreement]:
    agreements = agreements_of(workspace)
    return {
        # The key of a pair is its lower row times the number of all rows, and its higher row added to that.
        divmod(key, len(sides)): agreements[plan][number]
        for key, ((plan, number), *_) in noted_keys(sides, agreements).items()
    }


def _agreed_pairs(workspace: Workspace, options: PairOptions, sides: Sequence[RowSide]) -> PairResult | None:
    """The pairs that are left out because an agreement settles them; None where there is no such agreement."""
    keys = list(settled_keys(sides, agreements_of(workspace)))
    if not keys:
        return None
    # The options name no agreements here, so that the pairs which they settle are among those that are found.
    pairs = frequency_pairs(workspace.table, sides, options)
    low, high = np.minimum(pairs.columns.a, pairs.columns.b), np.maximum(pairs.columns.a, pairs.columns.b)
    return pairs.selected(np.isin(low * len(sides) + high, keys))


def named_conflicts(
    workspace: Workspace, pairs: PairResult, resources: Sequence[Resource] = (), jammed: JammedResult | None = None
) -> PlanConflicts:
    """Conflicts with the names of the managers and sites that occur in the pairs."""
    directories = [opened.directory for opened in workspace.plans] or [Directory()]
    managers: dict[str, str] = {}
    sites: dict[str, str] = {}
    for side in pairs.sides:
        if side.manager and side.manager not in managers:
            managers[side.manager] = _first(directory.manager_name(side.manager) for directory in directories)
        if side.site and side.site not in sites:
            sites[side.site] = _first(directory.site_name(side.site) for directory in directories)
    return PlanConflicts(pairs, resources, _known(managers), _known(sites), jammed)


def _known(names: Mapping[str, str]) -> dict[str, str]:
    return {code: name for code, name in names.items() if name}


def _first(names: Iterable[str | None]) -> str:
    return next((name for name in names if name), "")


def side_of(transmission: Transmission, opened: OpenPlan) -> RowSide:
    """One side of a conflict as its plan knows it; a list that was found in the plan's folder is a reference."""
    directory, aliases = opened.directory, opened.plan.codes.aliases
    names: tuple[str, ...] = ()
    if aliases:
        keys = dict.fromkeys((transmission.broadcaster, transmission.manager, transmission.service))
        names = tuple(name for key in keys for name in aliases.get(key or "", ()))
    return RowSide.of(
        transmission,
        region=directory.region(transmission),
        is_reference=transmission.origin.file in opened.found_lists,
        plan=opened.key,
        names=names,
        position=_position(transmission, directory),
    )


def _position(transmission: Transmission, directory: Directory) -> tuple[float, float] | None:
    location = directory.location(transmission.site)
    return (location.latitude, location.longitude) if location is not None else None


def reference_side(transmission: Transmission, directory: Directory) -> RowSide:
    """One side of a conflict out of a reference schedule."""
    return RowSide.of(
        transmission,
        region=directory.region(transmission),
        is_reference=True,
        position=_position(transmission, directory),
    )


def sides_of(workspace: Workspace) -> list[RowSide]:
    """The sides of all rows of the workspace's table."""
    sides = [side_of(transmission, opened) for opened in workspace.plans for transmission in opened.transmissions]
    directory = Directory()
    sides += [
        reference_side(transmission, directory)
        for schedule in workspace.reference
        for transmission in schedule.transmissions
    ]
    return sides


def only_found_lists(workspace: Workspace) -> bool:
    """Whether only lists for listeners that were found in folders are there to compare; then there are no pairs."""
    schedules = [(schedule, opened) for opened in workspace.plans for schedule in opened.schedules]
    return bool(schedules) and all(schedule.file in opened.found_lists for schedule, opened in schedules)


def agreements_of(workspace: Workspace) -> dict[str, tuple[Agreement, ...]]:
    """What each plan has settled."""
    return {opened.key: opened.plan.agreed for opened in workspace.plans if opened.plan.agreed}


def inventories_of(workspace: Workspace) -> Inventories:
    """What the sites of each plan have."""
    return {opened.key: opened.plan.sites for opened in workspace.plans if opened.plan.sites}


def pairs_of(
    workspace: Workspace,
    options: PairOptions = NO_OPTIONS,
    sides: Sequence[RowSide] | None = None,
    arrays: SideArrays | None = None,
) -> PairResult:
    """The frequency pairs of a workspace; what its plans have settled is added to the options.

    ``sides`` are those of all rows, and ``arrays`` the same in columns, where they are known already.
    """
    settled = replace(options, agreed=agreements_of(workspace))
    return frequency_pairs(workspace.table, sides or sides_of(workspace), settled, arrays)


def jammed_of(
    workspace: Workspace, options: PairOptions = NO_OPTIONS, sides: Sequence[RowSide] | None = None
) -> JammedResult:
    """The transmissions of a workspace's plans that are jammed."""
    return jammed_transmissions(workspace.table, sides or sides_of(workspace), workspace.jamming, options)


def resources_of(workspace: Workspace, sides: Sequence[RowSide] | None = None) -> list[Resource]:
    """The double bookings of a workspace."""
    inventories = inventories_of(workspace)
    return resource_conflicts(workspace.table, sides or sides_of(workspace), inventories) if inventories else []
