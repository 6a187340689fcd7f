"""The options of a search for frequencies: which there are, what each is worth through the day, what forbids it.

Options are tried as transmissions of the plan in place of those of the set, so that the engines see what they would see
if the schedule said so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from bcastplan.coverage.airtime_cells import Coverage
from bcastplan.coverage.audiences import SERVED, Audience, hearing
from bcastplan.coverage.cell_minutes import minutes_by_hour
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.day_blocks import Block
from bcastplan.coverage.day_layers import DayOptions, Layers
from bcastplan.coverage.disturbed_cells import DisturbedCoverage
from bcastplan.coverage.samples import Cancelled
from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime
from bcastplan.model.transmission import Transmission
from bcastplan.science.arrays import FloatArray, IntArray
from bcastplan.workspace.opening.open_plans import Progress, Workspace
from bcastplan.workspace.prediction.facility_channels import facility_channels
from bcastplan.workspace.prediction.option_hours import OptionHours, option_hours
from bcastplan.workspace.prediction.plan_facts import PlanFacts
from bcastplan.workspace.prediction.programme_sets import (
    COARSEST_MINUTES,
    OptimiseError,
    ProgrammeSet,
    facility_key,
    offer_of,
)
from bcastplan.workspace.prediction.proposal_verdicts import ProposalVerdicts
from bcastplan.workspace.prediction.tried_workspace import TriedWorkspace, surroundings_of_options

PREDICTED_STEP_KHZ = 25.0  # nearer frequencies of a band are heard alike against noise alone
OWN_CHANNELS_APART_KHZ = 10.0  # at most one of our own in any window so wide
BEST_GROUPS = 6
"""How many groups of 25 kHz, the best against noise in a step of the day, are predicted under interference."""
BEST_OF_SELLER = 3
"""How many of them of each transmitter or offer, whatever the others are worth, where hours and money are asked for."""


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
        facts = self._facts.of_all(programme.transmissions or programme.facilities)
        missing = {name for fact in facts for name in fact.missing}
        if missing:
            raise OptimiseError(f"{programme.service}: nothing can be predicted without {', '.join(sorted(missing))}")
        if max(programme.at_once) > 1 and len({fact.audience for fact in facts}) > 1:
            raise OptimiseError(
                f"{programme.service}: its frequencies at a time are meant for different places, and the best of them "
                "cannot be told for both. `--service` and `--on` choose other transmissions; `--service 'NAME*'` and "
                "`--all` count each place by itself"
            )
        self._tried = TriedWorkspace(workspace, programme)
        self.verdicts = ProposalVerdicts(
            self._tried, self._facts, options, progress, cancelled, booked_once=programme.wishes is not None
        )

    def candidates(self, only_bands: Sequence[str] = ()) -> list[Transmission]:
        """A transmission over the whole day of the set for each facility and channel, the present ones among them."""
        programme = self._programme
        length = (max(programme.steps) + 1) * programme.step_minutes
        time = ClockTime(programme.begins, programme.begins + length)
        candidates: dict[tuple[object, ...], Transmission] = {}
        for item in programme.usable:
            for khz in self._channels(item, only_bands):
                candidates[khz, facility_key(item)] = item.changed(frequency_khz=khz)
        for item in programme.transmissions:
            # The present frequencies are options even where they are not allocated, because the plan uses them.
            candidates[item.frequency_khz, facility_key(item)] = item
        return [
            # With an id of the set, by which jammers follow it to any channel.
            candidates[key].changed(time=time, sync=None, alternatives=(), requirement=None, id=programme.pattern.id)
            for key in sorted(candidates, key=lambda key: (key[0], str(key[1])))
        ]

    def _channels(self, item: Transmission, only_bands: Sequence[str]) -> Iterator[float]:
        """Channels of a facility, those alone that an offer can be tuned to."""
        programme, wishes = self._programme, self._programme.wishes
        ranges = wishes.ranges.get(offer_of(item) or "", ()) if wishes is not None else ()
        bands = only_bands or (wishes.bands if wishes is not None else ())
        # What nobody uses yet has no frequency to take the design frequency from: coverage takes each channel's own.
        known = item.design_frequency_khz is not None or facility_key(item) in map(
            facility_key, programme.transmissions
        )
        emission = self._facts.of(item).emission if known else None
        customary = wishes is not None and wishes.customary
        for khz in facility_channels(item, programme.opened, emission, bands, customary=customary):
            if not ranges or any(khz in span for span in ranges):
                yield khz

    def near_the_best(self, candidates: Sequence[Transmission]) -> list[Transmission]:
        """Those that are among the best against noise alone in some step of the day, and the present ones."""
        groups: dict[tuple[object, ...], list[int]] = {}
        for number, item in enumerate(candidates):
            # Neighbouring channels are heard alike, so one prediction serves all of a group.
            rounded = round(item.frequency_khz / PREDICTED_STEP_KHZ) * PREDICTED_STEP_KHZ
            groups.setdefault((rounded, facility_key(item)), []).append(number)
        rows = [candidates[members[0]].changed(frequency_khz=key[0]) for key, members in groups.items()]
        coverage = self.verdicts.predicted(Workspace([self._tried.plan_of(rows)]), len(rows))
        value = self._against_noise(coverage, len(rows))
        kept = self._best_groups(value, rows)
        # What carries best with other sunspot numbers is near the best there.
        sunspots = {options.ssn: options for options, _ in self._predictions}
        for ssn, options in sunspots.items():
            if ssn != self._options.ssn:
                coverage = self.verdicts.predicted(Workspace([self._tried.plan_of(rows)]), len(rows), None, options)
                kept |= self._best_groups(self._against_noise(coverage, len(rows)), rows)
        present = {(item.frequency_khz, facility_key(item)) for item in self._programme.transmissions}
        return [
            item
            for number, members in enumerate(groups.values())
            for item in (candidates[member] for member in members)
            if number in kept or (item.frequency_khz, facility_key(item)) in present
        ]

    def _best_groups(self, value: FloatArray, rows: Sequence[Transmission]) -> set[int]:
        """The numbers of rows that are among the best in some step, (rows, T); of each seller and price a few."""
        sellers: dict[object, list[int]] = {"all": list(range(len(rows)))}
        if self._programme.wishes is not None:
            # What is heard less may be cheaper, or free when the best is not.
            for number, item in enumerate(rows):
                sellers.setdefault((_pool_of(item), item.rate, item.power_kw), []).append(number)
        kept = set()
        for seller, members in sellers.items():
            most = BEST_GROUPS if seller == "all" else BEST_OF_SELLER
            best = np.argsort(-value[members], axis=0, kind="stable")[:most]
            kept |= {members[place] for step in self._programme.steps for place in best[:, step].tolist()}
        return kept

    def day_options(self, kept: Sequence[Transmission]) -> DayOptions:
        """What may be on the air in the day of the set, and the coverage-minutes under interference over all dates."""
        programme, wishes = self._programme, self._programme.wishes
        reliability, weight = self._cases(kept)
        if wishes is not None:
            weight = weight * np.array(wishes.weights)[:, None]
        pools = {pool: number for number, pool in enumerate(dict.fromkeys(map(_pool_of, kept)))}
        khz = np.array([item.frequency_khz for item in kept])
        return DayOptions(
            reliability,
            weight,
            self.hours(kept).allowed,
            np.array([pools[_pool_of(item)] for item in kept], dtype=np.intp),
            np.array([_size_of_pool(programme, pool) for pool in pools], dtype=np.intp),
            np.abs(khz[:, None] - khz[None, :]) <= OWN_CHANNELS_APART_KHZ,
            np.array(programme.at_once, dtype=np.intp),
            _shortest(programme, kept),
            programme.is_daily,
            rule="best" if wishes is None else wishes.rule,
            worst_of=len(self._predictions) if wishes is not None and wishes.scenario == "worst" else 1,
        )

    def hours(self, kept: Sequence[Transmission]) -> OptionHours:
        """When each option may be on the air, and what forbids it."""
        return option_hours(self._tried, self._programme, kept)

    @cached_property
    def scenarios(self) -> list[tuple[str, CoverageOptions, bool]]:
        """Other assumptions, as of the sunspot numbers of the first prediction."""
        return list(self.verdicts.scenarios())

    @property
    def _predictions(self) -> list[tuple[CoverageOptions, bool]]:
        """How to predict, and whether jammers are on the air, for each scenario that the day is to be best for."""
        wishes = self._programme.wishes
        others = self.scenarios if wishes is not None and wishes.scenario != "base" else []
        return [(self._options, True), *((options, jammers) for _, options, jammers in others)]

    def _cases(self, kept: Sequence[Transmission]) -> tuple[FloatArray, FloatArray]:
        """(O, T, C) reliabilities in the cases of all scenarios, and (T, C) weights that make the mean of them."""
        predictions, parts = self._predictions, []
        for options, jammers in predictions:
            part = self._reliabilities(kept, options, jammers=jammers)
            # With one frequency at a time the mean over places and months is all that counts of a scenario.
            parts.append(_one_case(*part) if len(predictions) > 1 and max(self._programme.at_once) < 2 else part)
        if len(parts) == 1:
            return parts[0]
        weights = [weight / len(parts) for _, weight in parts]
        return np.concatenate([part for part, _ in parts], axis=2), np.concatenate(weights, axis=1)

    def _reliabilities(
        self, kept: Sequence[Transmission], options: CoverageOptions, *, jammers: bool
    ) -> tuple[FloatArray, FloatArray]:
        """(O, T, C) reliabilities under interference, averaged over the dates of a month, and (T, C) their weights."""
        workspace = self._tried.with_rows(kept)
        surroundings, _ = surroundings_of_options(workspace, len(kept), self._tried.with_rows(()), options)
        if not jammers:
            surroundings = surroundings.below(len(workspace.table))  # jammers come after the transmissions
        coverage = self.verdicts.predicted(workspace, len(kept), surroundings, options)
        assert coverage.disturbed is not None
        return self._under_interference(coverage.disturbed, len(kept))

    def present_layers(self, kept: Sequence[Transmission]) -> Layers:
        """The set as it is, in as many layers as it has frequencies at a time."""
        layers: list[list[Block]] = [[] for _ in range(max(self._programme.at_once))]
        for block in self.present_blocks(kept):
            free = next((layer for layer in layers if not any(_meet(block, other) for other in layer)), None)
            if free is not None:  # a day that is a circle may need more layers than it has frequencies at a time
                free.append(block)
        return tuple(map(tuple, layers))

    def staying_blocks(self, kept: Sequence[Transmission]) -> tuple[Block, ...]:
        """The transmissions of the set that are to stay."""
        wishes = self._programme.wishes
        blocks = self.present_blocks(kept)
        return tuple(blocks[number] for number in wishes.staying) if wishes is not None else ()

    def present_blocks(self, kept: Sequence[Transmission]) -> list[Block]:
        """The set as it is, block by block."""
        programme = self._programme
        numbers = {(item.frequency_khz, facility_key(item)): number for number, item in enumerate(kept)}
        return [
            Block(
                numbers[item.frequency_khz, facility_key(item)],
                (item.time.start_minute - programme.begins) % MINUTES_PER_DAY // programme.step_minutes,
                item.time.minutes // programme.step_minutes,
            )
            for item in programme.transmissions
        ]

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


def _one_case(reliability: FloatArray, weight: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(O, T, 1) the mean reliability over all cases, and (T, 1) the weight of all."""
    total = weight.sum(axis=1, keepdims=True)
    mean = np.einsum("otc,tc->ot", reliability, weight)[..., None] / np.maximum(total, 1e-12)
    return mean, total


def _shares(audience: Audience | None) -> FloatArray:
    """The share of an audience at each of its places; one place for all where there are several audiences."""
    if audience is None:
        return np.ones(1)
    people = np.ones(audience.places.size) if audience.people is None else audience.people
    return np.asarray(people / people.sum())


def _shortest(programme: ProgrammeSet, kept: Sequence[Transmission]) -> IntArray:
    """(O,) steps of the shortest block of each option."""
    usual = max(1, COARSEST_MINUTES // programme.step_minutes)
    own = programme.wishes.shortest if programme.wishes is not None else {}
    return np.array([own.get(facility_key(item), usual) for item in kept], dtype=np.intp)


def _pool_of(item: Transmission) -> tuple[str | None, str | None]:
    """The transmitters that a transmission draws on: its own, those of its offer, or those of its site."""
    offer = offer_of(item)
    return (item.site_code, item.transmitter) if offer is None else (None, offer)


def _size_of_pool(programme: ProgrammeSet, pool: tuple[str | None, str | None]) -> int:
    """How many transmissions of the set draw on a pool at a time now, or may where hours are asked for."""
    on_air = np.zeros(MINUTES_PER_DAY, dtype=int)
    for item in programme.transmissions:
        if _pool_of(item) == pool:
            np.add.at(on_air, np.arange(item.time.start_minute, item.time.stop_minute) % MINUTES_PER_DAY, 1)
    if programme.wishes is None:
        return int(on_air.max())
    site, transmitter = pool
    if site is None and transmitter is not None:
        return programme.wishes.pools.get(transmitter, 1)
    inventory = programme.opened.plan.sites.get(site or "")
    there = len(inventory.transmitters) if inventory is not None and transmitter is None else 1
    return max(int(on_air.max()), there)
