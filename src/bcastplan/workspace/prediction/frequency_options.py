"""The options of a search for frequencies: which there are, what each is worth through the day, what forbids it.

Options are tried as transmissions of the plan in place of those of the set, so that the engines see what they would see
if the schedule said so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from bcastplan.conflicts import PairOptions, RowSide
from bcastplan.coverage.airtime_cells import Coverage
from bcastplan.coverage.audiences import SERVED, Audience, hearing
from bcastplan.coverage.cell_minutes import minutes_by_hour
from bcastplan.coverage.compatibility import compatibility
from bcastplan.coverage.coverage_hours import predict_coverage
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.coverage_result import Heard
from bcastplan.coverage.day_blocks import Block
from bcastplan.coverage.day_layers import DayOptions, Layers
from bcastplan.coverage.disturbed_cells import DisturbedCoverage
from bcastplan.coverage.disturbers import Surroundings
from bcastplan.coverage.reliabilities import date_flags
from bcastplan.coverage.samples import Cancelled
from bcastplan.coverage.service_units import heard_of
from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime
from bcastplan.model.finding import Severity
from bcastplan.model.frequency import format_khz
from bcastplan.model.transmission import Origin, Transmission
from bcastplan.science.arrays import BoolArray, FloatArray
from bcastplan.workspace.inspection.plan_conflicts import agreements_of, sides_of
from bcastplan.workspace.inspection.rule_check import check_workspace
from bcastplan.workspace.opening.open_plans import Progress, Workspace
from bcastplan.workspace.prediction.facility_channels import facility_channels, facility_of
from bcastplan.workspace.prediction.plan_compatibility import all_facts
from bcastplan.workspace.prediction.plan_facts import PlanFacts
from bcastplan.workspace.prediction.programme_sets import COARSEST_MINUTES, OptimiseError, ProgrammeSet
from bcastplan.workspace.prediction.surroundings import disturbing_pairs, surroundings_of
from bcastplan.workspace.prediction.tried_workspace import TriedWorkspace, first_pairs, surroundings_of_options

PREDICTED_STEP_KHZ = 25.0  # nearer frequencies of a band are heard alike against noise alone
_NO_WORSE_DB = 0.05
OWN_CHANNELS_APART_KHZ = 10.0  # at most one of our own in any window so wide
BEST_GROUPS = 6
"""How many groups of 25 kHz, the best against noise in a step of the day, are predicted under interference."""


class _Fault(NamedTuple):
    """What is refused of a chosen transmission, by its number: whom it concerns, how grave it is, and words for it."""

    number: int
    victim: tuple[object, ...]
    gravity: float
    words: str


class FrequencyOptions:
    """Channels at the facilities of a set, tried in its place."""

    def __init__(
        self,
        workspace: Workspace,
        programme: ProgrammeSet,
        options: CoverageOptions,
        progress: Progress,
        cancelled: Cancelled,
    ) -> None:
        self._programme, self._options = programme, options
        self._progress, self._cancelled = progress, cancelled
        self._facts = PlanFacts(programme.opened, options)
        facts = self._facts.of_all(programme.transmissions)
        missing = {name for fact in facts for name in fact.missing}
        if missing:
            raise OptimiseError(f"{programme.service}: nothing can be predicted without {', '.join(sorted(missing))}")
        if max(programme.at_once) > 1 and len({fact.audience for fact in facts}) > 1:
            raise OptimiseError(
                f"{programme.service}: its frequencies at a time are meant for different places, and the best of them "
                "cannot be told for both"
            )
        self._tried = TriedWorkspace(workspace, programme)

    def candidates(self, only_bands: Sequence[str] = ()) -> list[Transmission]:
        """A transmission over the whole day of the set for each facility and channel, the present ones among them."""
        programme = self._programme
        length = (max(programme.steps) + 1) * programme.step_minutes
        time = ClockTime(programme.begins, programme.begins + length)
        candidates: dict[tuple[object, ...], Transmission] = {}
        facilities = {facility_of(item): item for item in programme.transmissions}
        for facility, item in facilities.items():
            for khz in facility_channels(item, programme.opened, self._facts.of(item).emission, only_bands):
                candidates[khz, facility] = item.changed(frequency_khz=khz)
        for item in programme.transmissions:
            candidates[item.frequency_khz, facility_of(item)] = item
        first = programme.transmissions[0]
        return [
            candidates[key].changed(time=time, sync=None, alternatives=(), requirement=None, id=first.id)
            for key in sorted(candidates, key=lambda key: (key[0], str(key[1])))
        ]

    def near_the_best(self, candidates: Sequence[Transmission]) -> list[Transmission]:
        """Those that are among the best against noise alone in some step of the day, and the present ones."""
        groups: dict[tuple[object, ...], list[int]] = {}
        for number, item in enumerate(candidates):
            # Neighbouring channels are heard alike, so one prediction serves all of a group.
            rounded = round(item.frequency_khz / PREDICTED_STEP_KHZ) * PREDICTED_STEP_KHZ
            groups.setdefault((rounded, facility_of(item)), []).append(number)
        rows = [candidates[members[0]].changed(frequency_khz=key[0]) for key, members in groups.items()]
        coverage = self._predicted(Workspace([self._tried.plan_of(rows)]), len(rows))
        value = self._against_noise(coverage, len(rows))
        best = np.argsort(-value, axis=0, kind="stable")[:BEST_GROUPS]
        kept = {int(group) for step in self._programme.steps for group in best[:, step]}
        present = {(item.frequency_khz, facility_of(item)) for item in self._programme.transmissions}
        return [
            item
            for number, members in enumerate(groups.values())
            for item in (candidates[member] for member in members)
            if number in kept or (item.frequency_khz, facility_of(item)) in present
        ]

    def day_options(self, kept: Sequence[Transmission]) -> DayOptions:
        """What may be on the air in the day of the set, and the coverage-minutes under interference over all dates."""
        programme = self._programme
        reliability, weight = self._reliabilities(kept)
        pools = {pool: number for number, pool in enumerate(dict.fromkeys(map(_pool_of, kept)))}
        khz = np.array([item.frequency_khz for item in kept])
        return DayOptions(
            reliability,
            weight,
            self._allowed(kept),
            np.array([pools[_pool_of(item)] for item in kept], dtype=np.intp),
            np.array([_size_of_pool(programme, pool) for pool in pools], dtype=np.intp),
            np.abs(khz[:, None] - khz[None, :]) <= OWN_CHANNELS_APART_KHZ,
            np.array(programme.at_once, dtype=np.intp),
            COARSEST_MINUTES // programme.step_minutes,
            programme.is_daily,
        )

    def _reliabilities(self, kept: Sequence[Transmission]) -> tuple[FloatArray, FloatArray]:
        """(O, T, C) reliabilities under interference, averaged over the dates of a month, and (T, C) their weights."""
        workspace = self._tried.with_rows(kept)
        surroundings, _ = surroundings_of_options(workspace, len(kept), self._tried.with_rows(()), self._options)
        coverage = self._predicted(workspace, len(kept), surroundings)
        assert coverage.disturbed is not None
        return self._under_interference(coverage.disturbed, len(kept))

    def _allowed(self, kept: Sequence[Transmission]) -> BoolArray:
        """(O, T) whether an option makes no pair of warning or error there; agreed pairs do not count."""
        programme = self._programme
        workspace = self._tried.with_rows(kept)
        table = workspace.table
        pairs = first_pairs(workspace, len(kept), PairOptions(agreed=agreements_of(workspace)))
        allowed = np.ones((len(kept), MINUTES_PER_DAY // programme.step_minutes), dtype=bool)
        flags = date_flags(table.segment_dates[:])
        for pair in pairs:
            if pair.severity is Severity.INFO:
                continue
            option, other = sorted((pair.a_row, pair.b_row))
            ours, theirs = table.segments_of(option), table.segments_of(other)
            dates = flags[ours].any(axis=0)
            for segment in range(theirs.start, theirs.stop):
                if (flags[segment] & dates).any():
                    start, stop = int(table.segment_start[segment]), int(table.segment_stop[segment])
                    steps = np.arange(start // programme.step_minutes, -(-stop // programme.step_minutes))
                    allowed[option, (steps - programme.begins // programme.step_minutes) % allowed.shape[1]] = False
        self._allow_present(kept, allowed)
        return allowed

    def _allow_present(self, kept: Sequence[Transmission], allowed: BoolArray) -> None:
        """Allow the set's own transmissions where they are on the air now: there they make no new pair."""
        programme = self._programme
        for number, candidate in enumerate(kept):
            for present in programme.transmissions:
                same_channel = candidate.frequency_khz == present.frequency_khz
                if same_channel and facility_of(candidate) == facility_of(present):
                    first = (present.time.start_minute - programme.begins) // programme.step_minutes
                    length = (present.time.stop_minute - present.time.start_minute) // programme.step_minutes
                    allowed[number, np.arange(first, first + length) % allowed.shape[1]] = True

    def present_layers(self, kept: Sequence[Transmission]) -> Layers:
        """The set as it is, in as many layers as it has frequencies at a time."""
        programme = self._programme
        numbers = {(item.frequency_khz, facility_of(item)): number for number, item in enumerate(kept)}
        layers: list[list[Block]] = [[] for _ in range(max(programme.at_once))]
        for item in programme.transmissions:
            start = (item.time.start_minute - programme.begins) % MINUTES_PER_DAY // programme.step_minutes
            length = item.time.minutes // programme.step_minutes
            block = Block(numbers[item.frequency_khz, facility_of(item)], start, length)
            free = next((layer for layer in layers if not any(_meet(block, other) for other in layer)), None)
            if free is not None:  # a day that is a circle may need more layers than it has frequencies at a time
                free.append(block)
        return tuple(map(tuple, layers))

    def faults(self, chosen: Sequence[Transmission]) -> dict[int, str]:
        """What the engines refuse: a pair of warning or error, or harm to others below 0 dB; in words by number.

        What the present plan does to the same transmission already, and no less, is not made by the proposal.
        """
        now = self._present_faults
        return {
            fault.number: fault.words
            for fault in self._faults(chosen)
            if fault.gravity > now.get(fault.victim, -np.inf) + _NO_WORSE_DB
        }

    @cached_property
    def _present_faults(self) -> dict[tuple[object, ...], float]:
        gravity: dict[tuple[object, ...], float] = {}
        for fault in self._faults(self._programme.transmissions):
            gravity[fault.victim] = max(fault.gravity, gravity.get(fault.victim, -np.inf))
        return gravity

    def _faults(self, chosen: Sequence[Transmission]) -> Iterator[_Fault]:
        workspace, count = self._tried.with_rows(chosen), len(chosen)
        sides = sides_of(workspace)
        for pair in first_pairs(workspace, count, PairOptions(agreed=agreements_of(workspace))):
            if pair.severity is not Severity.INFO:
                number, other = sorted((pair.a_row, pair.b_row))
                words = f"{format_khz(sides[number].frequency_khz)} kHz: {pair.kind} with {_name(sides[other])}"
                yield _Fault(number, ("pair", *_place(sides[other])), -float(pair.severity.rank), words)
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
                for number in harm.interferers:
                    khz = format_khz(sides[number].frequency_khz)
                    words = f"{khz} kHz: pushes {_name(sides[harm.row])} to {harm.margin_db:+.1f} dB"
                    yield _Fault(number, ("harm", *_place(sides[harm.row])), -harm.margin_db, words)

    def findings(self, chosen: Sequence[Transmission]) -> list[str]:
        """What `check` finds in the proposal, errors and warnings, in words."""
        file = "proposal"
        rows = [item.changed(id=None, origin=Origin(file, number)) for number, item in enumerate(chosen, start=1)]
        checked = check_workspace(self._tried.with_rows(rows))
        return [
            f"{finding.rule} {finding.message}"
            for finding in checked.findings
            if finding.place.file == file and finding.severity is not Severity.INFO
        ]

    def block(self, option: Transmission, block: Block) -> Transmission:
        """The transmission of a block; it keeps an id of the set, by which jammers follow it."""
        programme = self._programme
        start = (programme.begins + block.start * programme.step_minutes) % MINUTES_PER_DAY
        stop = start + block.length * programme.step_minutes
        return option.changed(time=ClockTime(start, stop))

    def heard(self, transmissions: Sequence[Transmission], options: CoverageOptions, *, jammers: bool = True) -> Heard:
        """What is heard of transmissions in place of the set, alone and under interference, or without the jammers."""
        workspace = self._tried.with_rows(transmissions)
        surroundings = self._surroundings(workspace, len(transmissions), jammers=jammers)
        coverage = self._predicted(workspace, len(transmissions), surroundings, options)
        within = np.ones(coverage.table.words * 64, dtype=bool)
        minutes = minutes_by_hour(coverage, np.zeros(len(transmissions), dtype=np.intp), 1, within)
        return heard_of(minutes, 0)

    def scenarios(self) -> Iterator[tuple[str, CoverageOptions, bool]]:
        """Other assumptions, under which the gain should still be one, and whether jammers are on the air in them."""
        slots = self._slots
        r12 = sum(slot.r12 for slot in slots) / len(slots)
        for words, factor in (("25 % fewer sunspots", 0.75), ("25 % more sunspots", 1.25)):
            yield f"{words} (R12 {factor * r12:.0f})", replace(self._options, ssn=factor * r12), True
        listening = self._options.listening
        for environment in ("city", "quiet rural"):
            receiver = replace(listening.receiver, environment=environment)
            yield f"{environment} noise", replace(self._options, listening=replace(listening, receiver=receiver)), True
        if len(self._tried.workspace.jamming):
            yield "jammers silent", self._options, False

    def _surroundings(self, workspace: Workspace, count: int, *, jammers: bool) -> Surroundings:
        pairs = first_pairs(workspace, count, PairOptions(all_areas=True))
        whole = surroundings_of(workspace, self._options, pairs)
        last = len(whole.table if jammers else workspace.table)  # jammers come after the transmissions
        near = {
            row: {other: emission for other, emission in others.items() if other < last}
            for row, others in whole.near.items()
            if row < count
        }
        return Surroundings(whole.table, near)

    def _predicted(
        self,
        workspace: Workspace,
        count: int,
        surroundings: Surroundings | None = None,
        options: CoverageOptions | None = None,
    ) -> Coverage:
        table = (surroundings.table if surroundings else workspace.table).first(count)
        coverage = predict_coverage(
            table,
            self._facts.of_all(table.transmissions),
            options or self._options,
            surroundings=surroundings,
            progress=self._progress,
            cancelled=self._cancelled,
        )
        self._slots = coverage.calendar.slots
        return coverage

    def _against_noise(self, coverage: Coverage, count: int) -> FloatArray:
        """(rows, T) coverage-minutes against noise of each row in the clock hour of each step."""
        within = np.ones(coverage.table.words * 64, dtype=bool)
        minutes = minutes_by_hour(coverage, np.arange(count, dtype=np.intp), count, within)
        programme = self._programme
        begins = programme.begins + programme.step_minutes * np.arange(MINUTES_PER_DAY // programme.step_minutes)
        value: FloatArray = minutes.covered[:, begins // 60 % 24]
        return value

    def _under_interference(self, disturbed: DisturbedCoverage, count: int) -> tuple[FloatArray, FloatArray]:
        programme = self._programme
        fine = replace(disturbed, grid_minutes=programme.step_minutes)
        moments = list(fine.moments(np.arange(count, dtype=np.intp)))
        audiences = {moment.received[0].audience for moment in moments}
        # With one audience each of its places is a case; with several only the shares of whole audiences can be
        # compared.
        alike = audiences.pop() if len(audiences) == 1 else None
        shares = _shares(alike)
        steps, slots = len(programme.at_once), len(self._slots)
        heard = np.zeros((count, steps, slots, shares.size))
        minutes = np.zeros((count, steps, slots))
        for moment in moments:
            place = moment.unit, (moment.begin - programme.begins) // programme.step_minutes % steps, moment.slot
            values = moment.received[0].reliability if alike else hearing(moment.received, SERVED).share
            heard[place] += moment.minutes * values
            minutes[place] += moment.minutes
        reliability = np.divide(heard, minutes[..., None], out=np.zeros_like(heard), where=minutes[..., None] > 0.0)
        weight = minutes.max(axis=0, initial=0.0)[..., None] * shares
        return reliability.reshape(count, steps, -1), weight.reshape(steps, -1)


def _meet(block: Block, other: Block) -> bool:
    """Whether two blocks of a day have a step in common; where one runs past its end, both are taken to meet."""
    return block.start < other.start + other.length and other.start < block.start + block.length


def _shares(audience: Audience | None) -> FloatArray:
    """The share of an audience at each of its places; one place for all where there are several audiences."""
    if audience is None:
        return np.ones(1)
    people = np.ones(audience.places.size) if audience.people is None else audience.people
    return np.asarray(people / people.sum())


def _pool_of(item: Transmission) -> tuple[str | None, str | None]:
    """The transmitters that a transmission draws on: its own, or those of its site."""
    return item.site_code, item.transmitter


def _size_of_pool(programme: ProgrammeSet, pool: tuple[str | None, str | None]) -> int:
    """How many transmissions of the set draw on a pool at a time now."""
    on_air = np.zeros(MINUTES_PER_DAY, dtype=int)
    for item in programme.transmissions:
        if _pool_of(item) == pool:
            np.add.at(on_air, np.arange(item.time.start_minute, item.time.stop_minute) % MINUTES_PER_DAY, 1)
    return int(on_air.max())


def _name(side: RowSide) -> str:
    name = f" ({side.id})" if side.id else ""
    return f"{format_khz(side.frequency_khz)} kHz {side.service}{name}"


def _place(side: RowSide) -> tuple[object, ...]:
    return side.file, side.line, side.id, side.frequency_khz
