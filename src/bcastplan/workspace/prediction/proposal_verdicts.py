"""Lets the engines judge a proposal as if it stood in the plan: faults, coverage, and findings of `check`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from bcastplan.conflicts import PairOptions, RowSide, frequency_pairs
from bcastplan.conflicts.resources import resource_conflicts
from bcastplan.coverage.airtime_cells import Coverage
from bcastplan.coverage.cell_minutes import minutes_by_hour
from bcastplan.coverage.compatibility import compatibility
from bcastplan.coverage.coverage_hours import predict_coverage
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.coverage_result import Heard
from bcastplan.coverage.disturbers import Surroundings
from bcastplan.coverage.likely_range import DrawnCoverage
from bcastplan.coverage.predicted_months import Slot
from bcastplan.coverage.samples import Cancelled
from bcastplan.coverage.service_units import heard_of, ranged
from bcastplan.model.finding import Severity
from bcastplan.model.frequency import format_khz
from bcastplan.model.transmission import Origin, Transmission
from bcastplan.workspace.inspection.plan_conflicts import agreements_of, inventories_of, sides_of
from bcastplan.workspace.inspection.rule_check import check_workspace
from bcastplan.workspace.opening.open_plans import Progress, Workspace
from bcastplan.workspace.prediction.plan_compatibility import all_facts
from bcastplan.workspace.prediction.plan_facts import PlanFacts
from bcastplan.workspace.prediction.surroundings import disturbing_pairs, surroundings_of
from bcastplan.workspace.prediction.tried_workspace import TriedWorkspace, first_pairs

# Less than the tenth of a decibel that messages show.
_NO_WORSE_DB = 0.05


class Fault(NamedTuple):
    """What is refused of a chosen transmission, by its number: whom it concerns, how grave it is, and words for it.

    ``times`` are the minutes of the day (from, until) at which the victim of harm is on the air.
    """

    number: int
    victim: tuple[object, ...]
    victim_khz: float
    gravity: float
    words: str
    times: tuple[tuple[int, int], ...] = ()


class ProposalVerdicts:
    """Asks the engines about transmissions in the place of those that a search rearranges."""

    def __init__(
        self,
        tried: TriedWorkspace,
        facts: PlanFacts,
        options: CoverageOptions,
        progress: Progress,
        cancelled: Cancelled,
        *,
        booked_once: bool = False,
    ) -> None:
        """Prepare to ask; with ``booked_once`` a transmitter or antenna that is booked twice is a fault too."""
        self._booked_once = booked_once
        self._tried, self._facts, self._options = tried, facts, options
        self._progress, self._cancelled = progress, cancelled
        self.slots: tuple[Slot, ...] = ()
        """The months of the last prediction."""

    def faults(self, chosen: Sequence[Transmission]) -> dict[int, str]:
        """What the engines refuse: a pair of warning or error, or harm to others below 0 dB; in words by number.

        What the present plan does to the same transmission already, and no less, is not made by the proposal.
        """
        return {fault.number: fault.words for fault in self.new_faults(chosen)}

    def new_faults(self, chosen: Sequence[Transmission]) -> list[Fault]:
        """The same one by one: a transmission may have several."""
        now = self._present_faults
        return [
            fault for fault in self._faults(chosen) if fault.gravity > now.get(fault.victim, -np.inf) + _NO_WORSE_DB
        ]

    @cached_property
    def _present_faults(self) -> dict[tuple[object, ...], float]:
        gravity: dict[tuple[object, ...], float] = {}
        for fault in self._faults(self._tried.rearranged.transmissions):
            gravity[fault.victim] = max(fault.gravity, gravity.get(fault.victim, -np.inf))
        return gravity

    def _faults(self, chosen: Sequence[Transmission]) -> Iterator[Fault]:
        if not chosen:
            return
        workspace, count = self._tried.with_rows(chosen), len(chosen)
        sides = sides_of(workspace)
        if self._booked_once:
            yield from _booked(workspace, sides, count)
        for pair in first_pairs(workspace, count, PairOptions(agreed=agreements_of(workspace))):
            if pair.severity is not Severity.INFO:
                number, other = sorted((pair.a_row, pair.b_row))
                words = f"{format_khz(sides[number].frequency_khz)} kHz: {pair.kind} with {_name(sides[other])}"
                # Gravity grows with the fault, and errors have the lowest rank.
                victim = ("pair", *_place(sides[other]))
                yield Fault(number, victim, sides[other].frequency_khz, -float(pair.severity.rank), words)
        every = first_pairs(workspace, count, PairOptions(all_areas=True))
        judged = compatibility(
            workspace.table,
            all_facts(workspace, self._options),
            [(a, b) for a, b in disturbing_pairs(every) if a < count and b >= workspace.own_rows],
            self._options,
            own_rows=workspace.own_rows,
            surroundings=Surroundings(workspace.table, {}),
            progress=self._progress,
            cancelled=self._cancelled,
        )
        for harm in judged.harm:
            if harm.margin_db < 0.0:
                theirs = workspace.table.segments_of(harm.row)
                starts, stops = workspace.table.segment_start[theirs], workspace.table.segment_stop[theirs]
                times = tuple(dict.fromkeys(zip(starts.tolist(), stops.tolist(), strict=True)))
                for number in harm.interferers:
                    khz = format_khz(sides[number].frequency_khz)
                    words = f"{khz} kHz: pushes {_name(sides[harm.row])} to {harm.margin_db:+.1f} dB"
                    victim = ("harm", *_place(sides[harm.row]))
                    yield Fault(number, victim, sides[harm.row].frequency_khz, -harm.margin_db, words, times)

    def findings(self, chosen: Sequence[Transmission]) -> list[str]:
        """What `check` finds in the proposal, errors and warnings, in words."""
        file = "proposal"
        # With places of their own the findings of the proposal can be told from those of the plan.
        rows = [item.changed(id=None, origin=Origin(file, number)) for number, item in enumerate(chosen, start=1)]
        checked = check_workspace(self._tried.with_rows(rows))
        return [
            f"{finding.rule} {finding.message}"
            for finding in checked.findings
            if finding.place.file == file and finding.severity is not Severity.INFO
        ]

    @property
    def has_jammers(self) -> bool:
        """Whether anything is jammed on purpose."""
        return bool(len(self._tried.workspace.jamming))

    def heard(
        self,
        transmissions: Sequence[Transmission],
        options: CoverageOptions,
        *,
        jammers: bool = True,
        likely_range: bool = False,
    ) -> Heard:
        """What is heard of transmissions in place of the set, alone and under interference, or without the jammers."""
        if not transmissions:
            return Heard(0, 0, None)
        coverage = self.coverage(transmissions, options, jammers=jammers)
        within = np.ones(coverage.table.words * 64, dtype=bool)
        alike = np.zeros(len(transmissions), dtype=np.intp)
        heard = heard_of(minutes_by_hour(coverage, alike, 1, within), 0)
        if not likely_range:
            return heard
        drawn = DrawnCoverage(coverage, options.listening, options.means)
        return ranged(heard, drawn.ranges(alike, np.zeros(1, dtype=np.intp), within).get((0, None)))

    def coverage(
        self, transmissions: Sequence[Transmission], options: CoverageOptions, *, jammers: bool = True
    ) -> Coverage:
        """The coverage of transmissions in place of what is rearranged, under interference too."""
        workspace = self._tried.with_rows(transmissions)
        surroundings = self._surroundings(workspace, len(transmissions), jammers=jammers)
        return self.predicted(workspace, len(transmissions), surroundings, options)

    def scenarios(self) -> Iterator[tuple[str, CoverageOptions, bool]]:
        """Other assumptions, under which the gain should still be one, and whether jammers are on the air in them."""
        slots = self.slots
        r12 = sum(slot.r12 for slot in slots) / len(slots)
        for words, factor in (("25 % fewer sunspots", 0.75), ("25 % more sunspots", 1.25)):
            yield f"{words} (R12 {factor * r12:.0f})", replace(self._options, ssn=factor * r12), True
        listening = self._options.listening
        for environment in ("city", "quiet rural"):
            receiver = replace(listening.receiver, environment=environment)
            yield f"{environment} noise", replace(self._options, listening=replace(listening, receiver=receiver)), True
        if self.has_jammers:
            yield "jammers silent", self._options, False

    def _surroundings(self, workspace: Workspace, count: int, *, jammers: bool) -> Surroundings:
        # The first rows are on the air together, so that they may disturb each other too.
        pairs = frequency_pairs(workspace.table, sides_of(workspace), PairOptions(all_areas=True))
        ours = pairs.selected((pairs.columns.a < count) | (pairs.columns.b < count))
        whole = surroundings_of(workspace, self._options, ours)
        last = len(whole.table if jammers else workspace.table)  # jammers come after the transmissions
        near = {
            row: {other: emission for other, emission in others.items() if other < last}
            for row, others in whole.near.items()
            if row < count
        }
        return Surroundings(whole.table, near)

    def predicted(
        self,
        workspace: Workspace,
        count: int,
        surroundings: Surroundings | None = None,
        options: CoverageOptions | None = None,
    ) -> Coverage:
        """Predict the first rows of a workspace, with ``surroundings`` under interference too."""
        table = (surroundings.table if surroundings else workspace.table).first(count)
        coverage = predict_coverage(
            table,
            self._facts.of_all(table.transmissions),
            options or self._options,
            surroundings=surroundings,
            progress=self._progress,
            cancelled=self._cancelled,
        )
        self.slots = coverage.calendar.slots
        return coverage


def _booked(workspace: Workspace, sides: Sequence[RowSide], count: int) -> Iterator[Fault]:
    """Transmitters, antennas and sites that are booked twice; how fast a transmitter is retuned is left to `check`."""
    for conflict in resource_conflicts(workspace.table, sides, inventories_of(workspace)):
        ours = [row for row in conflict.member_rows if row < count]
        if ours and conflict.overlap_minutes:
            others = tuple(_place(sides[row]) for row in conflict.member_rows if row >= count)
            victim = ("booked", conflict.kind, conflict.site, conflict.transmitter, conflict.antenna, others)
            what = conflict.transmitter or conflict.antenna or "a transmitter"
            khz = format_khz(sides[ours[-1]].frequency_khz)
            words = f"{khz} kHz: {what} of {conflict.site} is booked already"
            yield Fault(ours[-1], victim, sides[ours[-1]].frequency_khz, float(conflict.overlap_minutes), words)


def _name(side: RowSide) -> str:
    name = f" ({side.id})" if side.id else ""
    return f"{format_khz(side.frequency_khz)} kHz {side.service}{name}"


def _place(side: RowSide) -> tuple[object, ...]:
    return side.file, side.line, side.id, side.frequency_khz
