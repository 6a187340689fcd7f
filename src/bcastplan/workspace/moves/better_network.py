"""Better frequencies for several sets of a plan together: each transmission keeps its hours, site and antenna.

Channels are chosen for all sets at once. The engines of conflicts, compatibility and coverage judge the choice; what
they refuse is forbidden, and the search goes on without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bcastplan.airtime.airings import Calendar
from bcastplan.airtime.table import assembled
from bcastplan.coverage.airtime_cells import Coverage
from bcastplan.coverage.cell_minutes import minutes_by_hour
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.coverage_result import Heard
from bcastplan.coverage.samples import Cancelled, never
from bcastplan.coverage.service_units import heard_of
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.moves.highs_choice import has_highs
from bcastplan.workspace.moves.network_channels import NetworkChannels, RowChannels, transmission_on
from bcastplan.workspace.moves.network_choice import NetworkChoices, NetworkSearch, simple_bound
from bcastplan.workspace.moves.network_programme import ProvenBounds, proven_bounds
from bcastplan.workspace.moves.network_rows import LeftAsItIs, Network, Programme
from bcastplan.workspace.moves.network_values import network_values
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress
from bcastplan.workspace.prediction.better_frequencies import Scenario
from bcastplan.workspace.prediction.local_means import local_options
from bcastplan.workspace.prediction.programme_sets import OptimiseError
from bcastplan.workspace.prediction.proposal_verdicts import Fault, ProposalVerdicts
from bcastplan.workspace.prediction.surroundings import surroundings_of_rows
from bcastplan.workspace.prediction.tried_workspace import TriedWorkspace, with_own_jammers

MOST_ROUNDS = 40
KEPT_POINTS = 0.5
"""Points of coverage that another frequency has to gain before a registered one is given up; a choice of ours."""
SECONDS_OF_PROOF = 20.0


@dataclass(frozen=True, slots=True)
class NetworkChange:
    """A transmission as it is and as proposed; the proposal may keep its frequency.

    ``minutes`` are the coverage-minutes that it adds to the others of its programme, over all dates; ``runner_up_khz``
    is the other channel that adds most, of those that the proposal leaves free.
    """

    before: Transmission
    after: Transmission
    minutes: float
    runner_up_khz: float | None
    runner_up_minutes: float | None

    @property
    def is_changed(self) -> bool:
        """Whether it gets another frequency."""
        return self.before.frequency_khz != self.after.frequency_khz


@dataclass(frozen=True, slots=True)
class ProgrammeChange:
    """A programme of the network with its transmissions, and what is heard of it now and as proposed."""

    programme: Programme
    changes: tuple[NetworkChange, ...]
    present: Heard
    proposed: Heard


@dataclass(frozen=True)
class NetworkAnswer:
    """A proposal for a network.

    Attributes:
        network: what was rearranged.
        programmes: by what they gain, most first.
        present, proposed: what is heard of all programmes together.
        bounds: coverage-minutes that no choice of these channels exceeds.
        considered, predicted: channels that are free of conflicts, and those of them that were predicted under
            interference.
        refused: what the engines refused of earlier choices, in words.
        scenarios: both under other assumptions.
        findings: what `check` says of the proposal and does not say of the plan as it is.
        interrupted: whether the search was stopped.
    """

    network: Network
    programmes: tuple[ProgrammeChange, ...]
    present: Heard
    proposed: Heard
    bounds: ProvenBounds
    considered: int
    predicted: int
    refused: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    findings: tuple[str, ...]
    interrupted: bool = False

    @property
    def left(self) -> tuple[LeftAsItIs, ...]:
        """Transmissions that were asked for and stay as they are."""
        return self.network.left

    @property
    def changed(self) -> int:
        """How many transmissions get another frequency."""
        return sum(change.is_changed for programme in self.programmes for change in programme.changes)

    @property
    def gap(self) -> float:
        """How far the proposal may lie below the best of these channels, as a share of the least bound."""
        return self._gap(self.bounds.least)

    @property
    def gap_to_relaxation(self) -> float | None:
        """The same against the linear relaxation; None where it was not solved."""
        return None if self.bounds.relaxation is None else self._gap(self.bounds.relaxation)

    def _gap(self, bound: float) -> float:
        proposed = self.proposed.coverage_minutes_interfered or 0.0
        return max(0.0, 1.0 - proposed / bound) if bound else 0.0


def better_network(
    workspace: Workspace,
    network: Network,
    *,
    only_bands: Sequence[str] = (),
    options: CoverageOptions | None = None,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> NetworkAnswer:
    """Look for the frequencies under which most is heard of all programmes of a network.

    Whoever interrupts it (KeyboardInterrupt) once the channels are known gets the best choice until then.

    Args:
        workspace: the plans with what they are held against.
        network: what is rearranged.
        only_bands: names of bands; none takes all.
        options: how to predict.
        progress: told what is being done.
        cancelled: asked from time to time whether to stop.

    Raises:
        OptimiseError: no channel is to be had.
        CoverageRequestError: no sunspot number is known, or one out of range was given.
    """
    return _Rearrangement(workspace, network, options or local_options(), progress, cancelled).answer(only_bands)


class _Rearrangement:
    def __init__(
        self,
        workspace: Workspace,
        network: Network,
        options: CoverageOptions,
        progress: Progress,
        cancelled: Cancelled,
    ) -> None:
        self._network, self._options, self._progress = network, options, progress
        self._finder = NetworkChannels(workspace, network, options)
        self._tried = TriedWorkspace(workspace, network)
        self._verdicts = ProposalVerdicts(self._tried, network.facts, options, progress, cancelled)
        self._refused: list[str] = []

    def answer(self, only_bands: Sequence[str]) -> NetworkAnswer:
        """The proposal with its proof and what is to be said of it."""
        candidates = self._finder.candidates(only_bands)
        channels = self._finder.near_the_best(self._verdicts, self._tried, candidates)
        choices = self._choices(channels)
        interrupted = False
        chosen = [some.present for some in channels]
        bounds = ProvenBounds(simple_bound(choices))
        try:
            choices, chosen = self._accepted(choices, None)
            # What the engines refused is no longer allowed, so that the bound lies nearer to what can be had.
            bounds = replace(bounds, simple=simple_bound(choices))
            if has_highs():
                self._progress("proving how good it is", 0, 1)
                bounds, better = proven_bounds(choices, chosen, bounds.simple, SECONDS_OF_PROOF)
                if better is not None:
                    # What the engines refuse of it may cost more than it was ahead.
                    again, accepted = self._accepted(choices, better)
                    bounds = replace(bounds, accepted=again.worth(accepted))
                    if again.worth(accepted) > choices.worth(chosen):
                        choices, chosen = again, accepted
        except KeyboardInterrupt:  # what the engines accepted until then is the answer
            interrupted = True
        return self._told(choices, chosen, bounds, sum(some.khz.size for some in candidates), interrupted=interrupted)

    def _choices(self, channels: Sequence[RowChannels]) -> NetworkChoices:
        """What is chosen from, predicted under interference by all that is not rearranged."""
        coverage = self._predicted(channels)
        table = assembled(self._network.transmissions, Calendar(coverage.table.epoch, coverage.table.words))
        return NetworkChoices(
            tuple(channels),
            tuple(np.ones(some.khz.size, dtype=bool) for some in channels),
            network_values(table, self._network.programmes, channels, coverage),
            np.asarray(KEPT_POINTS / 100.0 * table.minutes, dtype=np.float64),
            self._finder.meetings,
        )

    def _predicted(self, channels: Sequence[RowChannels]) -> Coverage:
        rows = [
            transmission_on(item, khz)
            for item, some in zip(self._network.transmissions, channels, strict=True)
            for khz in some.khz.tolist()
        ]
        workspace, without = self._tried.with_rows(rows), self._tried.with_rows(())
        # Whoever is not rearranged has another number behind the options.
        number = {id(item): len(rows) + row for row, item in enumerate(workspace.table.transmissions[len(rows) :])}
        everybody = self._tried.workspace.table.transmissions
        disturbing: list[tuple[int, int]] = []
        begin = 0
        for position, some in enumerate(channels):
            for channel, others in self._finder.disturbed_by(position, some):
                disturbing += [(begin + channel, number[id(everybody[other])]) for other in others]
            begin += some.khz.size
            self._progress("looking for who disturbs", position + 1, len(channels))
        whole = surroundings_of_rows(workspace, self._options, disturbing)
        return self._verdicts.predicted(workspace, len(rows), with_own_jammers(whole, workspace, len(rows), without))

    def _accepted(self, choices: NetworkChoices, begin: list[int] | None) -> tuple[NetworkChoices, list[int]]:
        """The best choice of which the engines refuse nothing, and what may still be chosen then.

        Raises OptimiseError where they refuse every one.
        """
        chosen = begin or self._better_start(choices)
        for done in range(MOST_ROUNDS):
            self._progress("asking the engines", done, MOST_ROUNDS)
            faults = self._verdicts.new_faults(self._transmissions(choices, chosen))
            if not faults:
                return choices, chosen
            self._refused += [fault.words for fault in faults]
            smaller = _without(choices, chosen, faults)
            # All faults are then of transmissions on their present channels, which are never forbidden.
            if smaller is None:
                return choices, chosen
            choices = smaller
            # The search goes on from where it was: only whose channel is forbidden now has to look for another one.
            chosen = NetworkSearch(choices, chosen).go()
        raise OptimiseError(f"after {MOST_ROUNDS} rounds the engines still refuse the proposal: {self._refused[-1]}")

    @staticmethod
    def _better_start(choices: NetworkChoices) -> list[int]:
        """The better of what is found from the present channels and from none."""
        present = [some.present for some in choices.channels]
        # Exchanges end where none gains any more, and where that is depends on the start.
        return max((NetworkSearch(choices, begin).go() for begin in (present, ())), key=choices.worth)

    def _transmissions(self, choices: NetworkChoices, chosen: Sequence[int]) -> list[Transmission]:
        return [
            transmission_on(item, float(some.khz[number])) if number >= 0 else item
            for item, some, number in zip(self._network.transmissions, choices.channels, chosen, strict=True)
        ]

    def _told(
        self,
        choices: NetworkChoices,
        chosen: Sequence[int],
        bounds: ProvenBounds,
        considered: int,
        *,
        interrupted: bool,
    ) -> NetworkAnswer:
        before, after = self._network.transmissions, self._transmissions(choices, chosen)
        present, proposed = self._heard(before, self._options), self._heard(after, self._options)
        search = NetworkSearch(choices, chosen)
        changes = [_change(choices, chosen, search, member, before, after) for member in range(len(before))]
        programmes = [
            ProgrammeChange(programme, tuple(changes[member] for member in programme.members), now, then)
            for programme, now, then in zip(self._network.programmes, present[1:], proposed[1:], strict=True)
        ]
        programmes.sort(key=lambda part: _minutes(part.present) - _minutes(part.proposed))
        scenarios = () if interrupted else tuple(self._scenarios(before, after))
        known = self._verdicts.findings(before)
        return NetworkAnswer(
            self._network, tuple(programmes), present[0], proposed[0], bounds, considered,
            sum(some.khz.size for some in choices.channels), tuple(dict.fromkeys(self._refused)), scenarios,
            tuple(finding for finding in self._verdicts.findings(after) if finding not in known), interrupted,
        )  # fmt: skip

    def _scenarios(self, before: Sequence[Transmission], after: Sequence[Transmission]) -> list[Scenario]:
        return [
            Scenario(
                name,
                self._heard(before, other, jammers=jammers)[0],
                self._heard(after, other, jammers=jammers)[0],
            )
            for name, other, jammers in self._verdicts.scenarios()
        ]

    def _heard(
        self, transmissions: Sequence[Transmission], options: CoverageOptions, *, jammers: bool = True
    ) -> list[Heard]:
        """What is heard of all programmes, and of each."""
        unit = np.zeros(len(transmissions), dtype=np.intp)
        for number, programme in enumerate(self._network.programmes):
            unit[list(programme.members)] = number
        coverage = self._verdicts.coverage(transmissions, options, jammers=jammers)
        within = np.ones(coverage.table.words * 64, dtype=bool)
        minutes = minutes_by_hour(coverage, unit, len(self._network.programmes), within)
        return [
            heard_of(minutes, slice(None)),
            *(heard_of(minutes, number) for number in range(len(self._network.programmes))),
        ]


def _without(choices: NetworkChoices, chosen: Sequence[int], faults: Sequence[Fault]) -> NetworkChoices | None:
    """What may still be chosen after some faults; None where only transmissions on their present channels have one.

    A transmission that harms another one may not have its channel, nor any that lies as near to the channel of the
    victim: it would do the same harm there.
    """
    allowed = [flags.copy() for flags in choices.allowed]
    for fault in faults:
        khz, present = choices.channels[fault.number].khz, choices.channels[fault.number].present
        if chosen[fault.number] not in (present, -1):
            reach = abs(float(khz[chosen[fault.number]]) - fault.victim_khz)
            near = np.abs(khz - fault.victim_khz) <= reach
            near[present] = False
            allowed[fault.number] &= ~near
    if all((new == old).all() for new, old in zip(allowed, choices.allowed, strict=True)):
        return None
    return replace(choices, allowed=tuple(allowed))


def _change(
    choices: NetworkChoices,
    chosen: Sequence[int],
    search: NetworkSearch,
    member: int,
    before: Sequence[Transmission],
    after: Sequence[Transmission],
) -> NetworkChange:
    """A transmission as proposed, with the best other channel that the others leave free."""
    others = [channel if other != member else -1 for other, channel in enumerate(chosen)]
    added, khz = choices.values.added(member, others), choices.channels[member].khz
    free = search.free(member)
    free[chosen[member]] = False
    # No channel adds less than nothing, so that -1 stands for those that are not free.
    best = int(np.where(free, added, -1.0).argmax())
    return NetworkChange(
        before[member],
        after[member],
        float(added[chosen[member]]),
        float(khz[best]) if free[best] else None,
        float(added[best]) if free[best] else None,
    )


def _minutes(heard: Heard) -> float:
    return heard.coverage_minutes_interfered or 0.0
