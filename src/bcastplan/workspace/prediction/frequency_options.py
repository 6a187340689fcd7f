"""The options of a search for frequencies: which there are, what each is worth through the day, what forbids it.

Options are tried as transmissions of the plan in place of those of the set, so that the engines see what they would see
if the schedule said so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bcastplan.conflicts import PairOptions
from bcastplan.coverage.airtime_cells import Coverage
from bcastplan.coverage.audiences import SERVED, Audience, hearing
from bcastplan.coverage.cell_minutes import minutes_by_hour
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.day_blocks import Block
from bcastplan.coverage.day_layers import DayOptions, Layers
from bcastplan.coverage.disturbed_cells import DisturbedCoverage
from bcastplan.coverage.reliabilities import date_flags
from bcastplan.coverage.samples import Cancelled
from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime
from bcastplan.model.finding import Severity
from bcastplan.model.transmission import Transmission
from bcastplan.science.arrays import BoolArray, FloatArray
from bcastplan.workspace.inspection.plan_conflicts import agreements_of
from bcastplan.workspace.opening.open_plans import Progress, Workspace
from bcastplan.workspace.prediction.facility_channels import facility_channels, facility_of
from bcastplan.workspace.prediction.plan_facts import PlanFacts
from bcastplan.workspace.prediction.programme_sets import COARSEST_MINUTES, OptimiseError, ProgrammeSet
from bcastplan.workspace.prediction.proposal_verdicts import ProposalVerdicts
from bcastplan.workspace.prediction.tried_workspace import TriedWorkspace, first_pairs, surroundings_of_options

PREDICTED_STEP_KHZ = 25.0  # nearer frequencies of a band are heard alike against noise alone
OWN_CHANNELS_APART_KHZ = 10.0  # at most one of our own in any window so wide
BEST_GROUPS = 6
"""How many groups of 25 kHz, the best against noise in a step of the day, are predicted under interference."""


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
        self.verdicts = ProposalVerdicts(self._tried, self._facts, options, progress, cancelled)

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
            # The present frequencies are options even where they are not allocated, because the plan uses them.
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
        coverage = self.verdicts.predicted(Workspace([self._tried.plan_of(rows)]), len(rows))
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
        coverage = self.verdicts.predicted(workspace, len(kept), surroundings)
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
                    # A step that is taken in part is taken: steps are rounded outwards.
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

    def block(self, option: Transmission, block: Block) -> Transmission:
        """The transmission of a block; it keeps an id of the set, by which jammers follow it."""
        programme = self._programme
        start = (programme.begins + block.start * programme.step_minutes) % MINUTES_PER_DAY
        stop = start + block.length * programme.step_minutes
        return option.changed(time=ClockTime(start, stop))

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
        steps, slots = len(programme.at_once), len(self.verdicts.slots)
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
