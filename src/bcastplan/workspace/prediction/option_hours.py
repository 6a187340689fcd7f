"""In which steps of the day each option may be on the air, and what forbids it in the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bcastplan.airtime.table import AirtimeTable
from bcastplan.conflicts import PairOptions
from bcastplan.coverage.reliabilities import date_flags
from bcastplan.model.clock import MINUTES_PER_DAY
from bcastplan.model.finding import Severity
from bcastplan.model.transmission import Transmission
from bcastplan.science.arrays import BoolArray
from bcastplan.workspace.inspection.plan_conflicts import agreements_of
from bcastplan.workspace.opening.open_plans import Workspace
from bcastplan.workspace.prediction.facility_channels import facility_of
from bcastplan.workspace.prediction.programme_sets import ProgrammeSet, facility_key, offer_of
from bcastplan.workspace.prediction.tried_workspace import TriedWorkspace, first_pairs
from bcastplan.workspace.prediction.wanted_hours import steps_of


@dataclass(frozen=True)
class OptionHours:
    """Arrays (O, T): in which steps each option is free of what could forbid it.

    Attributes:
        of_pairs: of pairs of warning or error with others; agreed pairs do not count.
        of_bookings: whether its transmitter is free of other transmissions of the plans, and the offer can be had.
        present: whether it is a transmission of the set where that is on the air now: there it makes nothing new.
    """

    of_pairs: BoolArray
    of_bookings: BoolArray
    present: BoolArray

    @property
    def allowed(self) -> BoolArray:
        """Whether it may be on the air."""
        return np.asarray((self.of_pairs & self.of_bookings) | self.present)


def option_hours(tried: TriedWorkspace, programme: ProgrammeSet, kept: Sequence[Transmission]) -> OptionHours:
    """Ask the engines of conflicts and bookings about options that stand in place of a set."""
    workspace = tried.with_rows(kept)
    free = np.ones((len(kept), MINUTES_PER_DAY // programme.step_minutes), dtype=bool)
    return OptionHours(
        _free_of_pairs(workspace, programme, free.copy()),
        free if programme.wishes is None else _free_of_bookings(workspace, programme, kept, free.copy()),
        _present(programme, kept, np.zeros_like(free)),
    )


def _free_of_pairs(workspace: Workspace, programme: ProgrammeSet, free: BoolArray) -> BoolArray:
    table = workspace.table
    flags = date_flags(table.segment_dates[:])
    for pair in first_pairs(workspace, free.shape[0], PairOptions(agreed=agreements_of(workspace))):
        if pair.severity is not Severity.INFO:
            # Options are the first rows of the tried workspace, so that of a pair the lower row is the option.
            option, other = sorted((pair.a_row, pair.b_row))
            _forbid(table, flags, programme, free[option], option, other)
    return free


def _free_of_bookings(
    workspace: Workspace, programme: ProgrammeSet, kept: Sequence[Transmission], free: BoolArray
) -> BoolArray:
    """Transmitters that are named are used once at a time; offers can be had at some hours only."""
    assert programme.wishes is not None
    table = workspace.table
    flags = date_flags(table.segment_dates[:])
    others: dict[tuple[str | None, str], list[int]] = {}
    for row in range(len(kept), workspace.own_rows):
        item = table.transmissions[row]
        if item.transmitter is not None and item.counts:
            others.setdefault((item.site_code, item.transmitter), []).append(row)
    for number, item in enumerate(kept):
        hours = programme.wishes.free.get(facility_key(item))
        if hours is not None:
            free[number] &= np.array(hours)
        if item.transmitter is not None and offer_of(item) is None:
            for other in others.get((item.site_code, item.transmitter), ()):
                _forbid(table, flags, programme, free[number], number, other)
    return free


def _forbid(
    table: AirtimeTable, flags: BoolArray, programme: ProgrammeSet, free: BoolArray, option: int, other: int
) -> None:
    """Forbid an option, (T,), where another row is on the air on one of its dates."""
    dates = flags[table.segments_of(option)].any(axis=0)
    theirs = table.segments_of(other)
    for segment in range(theirs.start, theirs.stop):
        if (flags[segment] & dates).any():
            start, stop = int(table.segment_start[segment]), int(table.segment_stop[segment])
            # A step that is taken in part is taken: steps are rounded outwards.
            steps = np.arange(start // programme.step_minutes, -(-stop // programme.step_minutes))
            free[(steps - programme.begins // programme.step_minutes) % free.size] = False


def _present(programme: ProgrammeSet, kept: Sequence[Transmission], present: BoolArray) -> BoolArray:
    for number, candidate in enumerate(kept):
        for item in programme.transmissions:
            if candidate.frequency_khz == item.frequency_khz and facility_of(candidate) == facility_of(item):
                present[number] |= steps_of(item.time, programme.step_minutes, programme.begins)
    return present
