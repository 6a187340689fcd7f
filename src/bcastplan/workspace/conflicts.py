"""Conflicts of what was opened: sides from codes and plans, pairs and double bookings from the engines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bcastplan.conflicts import PairResult, RowSide, frequency_pairs
from bcastplan.conflicts.resources import Inventories, Resource, resource_conflicts
from bcastplan.model.plan import Agreement
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory
from bcastplan.workspace.opening import OpenPlan, Progress, Workspace, no_progress, open_paths


@dataclass(slots=True)
class ConflictsAnswer:
    """Pairs and double bookings, with the workspace they were found in."""

    workspace: Workspace
    pairs: PairResult
    resources: list[Resource]


def plan_key(opened: OpenPlan) -> str:
    """How sides, agreements and inventories name a plan."""
    return opened.plan.file or opened.plan.root


def side_of(transmission: Transmission, opened: OpenPlan) -> RowSide:
    """One side of a conflict as its plan knows it."""
    return RowSide.of(transmission, region=opened.directory.region(transmission), plan=plan_key(opened))


def reference_side(transmission: Transmission, directory: Directory) -> RowSide:
    """One side of a conflict out of a reference schedule."""
    return RowSide.of(transmission, region=directory.region(transmission), is_reference=True)


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


def agreements_of(workspace: Workspace) -> dict[str, tuple[Agreement, ...]]:
    """What each plan has settled."""
    return {plan_key(opened): opened.plan.agreed for opened in workspace.plans if opened.plan.agreed}


def inventories_of(workspace: Workspace) -> Inventories:
    """What the sites of each plan have."""
    return {plan_key(opened): opened.plan.sites for opened in workspace.plans if opened.plan.sites}


def pairs_of(workspace: Workspace, *, separation_khz: float | None = None, all_areas: bool = False) -> PairResult:
    """The frequency pairs of a workspace."""
    return frequency_pairs(
        workspace.table,
        sides_of(workspace),
        separation_khz=separation_khz,
        all_areas=all_areas,
        agreed=agreements_of(workspace),
    )


def resources_of(workspace: Workspace) -> list[Resource]:
    """The double bookings of a workspace."""
    inventories = inventories_of(workspace)
    return resource_conflicts(workspace.table, sides_of(workspace), inventories) if inventories else []


def conflicts_of_paths(
    paths: Sequence[str],
    against: Sequence[str] = (),
    *,
    separation_khz: float | None = None,
    all_areas: bool = False,
    progress: Progress = no_progress,
) -> ConflictsAnswer:
    """Open the paths with their reference schedules and find every conflict."""
    workspace = open_paths(paths, against, progress=progress)
    pairs = pairs_of(workspace, separation_khz=separation_khz, all_areas=all_areas)
    return ConflictsAnswer(workspace, pairs, resources_of(workspace))
