"""Where else the transmissions of a failed site can go: facilities and channels, those that are heard best first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bcastplan.airtime.table import AirtimeTable
from bcastplan.conflicts.overlap import Candidates, overlaps
from bcastplan.model.transmission import Transmission
from bcastplan.reference import bands
from bcastplan.workspace.moves.allowed_channels import Channel
from bcastplan.workspace.moves.failed_site import Outage
from bcastplan.workspace.moves.moving_row import MovingRow
from bcastplan.workspace.moves.own_rules import OwnRules
from bcastplan.workspace.moves.proposals import Move, Proposal
from bcastplan.workspace.moves.row_moves import RowMoves
from bcastplan.workspace.opening.open_plans import OpenPlan
from bcastplan.workspace.prediction.clear_channels import predicted_at
from bcastplan.workspace.prediction.facility_channels import facility_channels, facility_of, heard_facility_of
from bcastplan.workspace.prediction.facility_options import facilities_at, other_facilities, other_transmitters
from bcastplan.workspace.prediction.plan_facts import PlanFacts

RETUNED_POINTS = 5.0
"""How many points of coverage a new frequency has to gain to be preferred to the present one; a choice of ours."""
MOST_OF_ROW = 24
"""How many replacements of one row go into the choice."""
MOST_OF_FACILITY = 6
BEST_FACILITIES = 8
"""How many facilities of a row are tried on every channel: those that are heard best on its present one."""
MOST_REFUSED = 2
"""After so many refused channels a facility is given up: most often its transmitter is taken on all of them."""
MOST_OTHERS = 12
"""How many other places are tried for a transmission that has to make room: transmitters at its own site first."""
_BANDS_EACH_WAY = 2


@dataclass(frozen=True, slots=True)
class Replacement:
    """A place for a row of the failed site, and the change elsewhere that it needs, if it needs one.

    ``points_lost`` of its coverage; negative where it gains.
    """

    row: int
    proposal: Proposal
    points_lost: float

    @property
    def others(self) -> int:
        """How many transmissions elsewhere change."""
        return len(self.proposal.moves) - 1

    @property
    def order(self) -> tuple[float, ...]:
        """Fewest changes elsewhere, then most coverage, a new frequency counted as a loss, then the nearest one."""
        moved = self.proposal.moves[0]
        return self.others, self.points_lost + RETUNED_POINTS * moved.is_retuned, moved.distance


class Replacements:
    """Looks for the places of each row of a failed site."""

    def __init__(self, outage: Outage, rows: RowMoves, rules: OwnRules, *, keep_others: bool) -> None:
        self._outage, self._rows, self._rules, self._keep_others = outage, rows, rules, keep_others
        self._facts: dict[int, PlanFacts] = {}
        self._known_channels: dict[tuple[object, ...], tuple[float, ...]] = {}
        self.reasons: dict[int, str] = {}
        """Why a row has no place at all."""

    def of(self, row: int) -> list[Replacement]:
        """The best places of a row that the rules of its plan allow, at most ``MOST_OF_ROW``.

        Raises:
            CoverageRequestError: no sunspot number is known.
        """
        opened = self._outage.workspace.plan_of_row(row)
        assert opened is not None
        facilities = _by_what_is_heard(self._facilities(row, opened))
        places = sorted(self._moves(row, opened, facilities), key=lambda move: self._replacement(row, (move,)).order)
        free, taken = self._free_and_taken(places, facilities)
        replacements = [self._replacement(row, (move,)) for move in free]
        if not self._keep_others:
            replacements += self._with_changes_elsewhere(row, taken)
        if not replacements and places:
            booked = "every transmitter or antenna that could send it is taken"
            self.reasons[row] = booked if taken else "a rule of the plan speaks against every place"
        return replacements

    def _free_and_taken(
        self, places: Sequence[Move], facilities: Mapping[tuple[object, ...], Sequence[Transmission]]
    ) -> tuple[list[Move], list[Move]]:
        """The places whose equipment is free, a varied choice of them, and those whose equipment is taken.

        Places that a rule refuses are in neither. Of channels that are heard alike one is enough, and a facility that
        was refused twice is not asked again.
        """
        free: list[Move] = []
        taken: list[Move] = []
        chosen: Counter[tuple[object, ...]] = Counter()
        refused: Counter[tuple[object, ...]] = Counter()
        groups: set[tuple[object, ...]] = set()
        for place in places:
            heard = heard_facility_of(place.after)
            group = (heard, predicted_at(place.after.frequency_khz))
            left = [item for item in facilities[heard] if refused[facility_of(item)] < MOST_REFUSED]
            if group in groups or not left or refused[heard] >= MOST_REFUSED or chosen[heard] >= MOST_OF_FACILITY:
                continue
            if not self._rules.add_no_finding([place]):
                refused[heard] += 1
                continue
            for move in _on_each_transmitter(place, left):
                if self._rules.add_no_booking_clash([move]):
                    chosen[heard] += 1
                    groups.add(group)
                    free.append(move)
                else:
                    refused[facility_of(move.after)] += 1
                    taken.append(move)
            if len(free) >= MOST_OF_ROW:
                break
        return free, taken

    @staticmethod
    def _replacement(row: int, moves: Sequence[Move]) -> Replacement:
        return Replacement(row, Proposal(tuple(moves)), moves[0].loss_points or 0.0)

    def _facilities(self, row: int, opened: OpenPlan) -> list[Transmission]:
        before = self._rows.pool.table.transmissions[row]
        sites = [code for code in opened.plan.sites if code != self._outage.site]
        facilities = list(facilities_at(sites, before, opened))
        if not facilities:
            self.reasons[row] = "no other site of the inventory has an antenna with a known direction"
        return facilities

    def _moves(
        self, row: int, opened: OpenPlan, facilities: Mapping[tuple[object, ...], Sequence[Transmission]]
    ) -> list[Move]:
        """The best facilities on every clear channel, with the coverage lost there, each on its first transmitter.

        What cannot be predicted is left out.
        """
        before = self._rows.pool.table.transmissions[row]
        best = self._best_facilities(row, [alike[0] for alike in facilities.values()])
        as_it_is = {facility_of(item) for item in other_facilities(before, opened)}
        options: list[tuple[Transmission, float]] = []
        for facility in best:
            # The present frequency may stay, allocated or not, where the facility can send it.
            stays = {before.frequency_khz} if facility_of(facility) in as_it_is else set()
            options += [(facility, khz) for khz in sorted({*self._channels(facility, opened), *stays})]
        frequencies = sorted({khz for _, khz in options})
        clear = dict(zip(frequencies, self._clear(row, frequencies), strict=True))
        afters = [
            # On another frequency it is no longer one carrier with those that it was synchronised with.
            facility.changed(frequency_khz=khz, sync=facility.sync if khz == before.frequency_khz else None)
            for facility, khz in options
            if clear[khz]
        ]
        if options and not afters:
            self.reasons[row] = "no channel is clear there"
        return self._predicted(row, afters)

    def _best_facilities(self, row: int, facilities: Sequence[Transmission]) -> list[Transmission]:
        """Those from which the present frequency is heard best: a beam beside the target misses it on all."""
        moves = self._predicted(row, facilities)
        if facilities and not moves:
            self.reasons[row] = "nothing can be predicted there: power, target or antenna are not known"
        moves.sort(key=lambda move: move.loss_points or 0.0)
        return [move.after for move in moves[:BEST_FACILITIES]]

    def _predicted(self, row: int, afters: Sequence[Transmission]) -> list[Move]:
        """The moves of a row to what can be predicted, with what each loses."""
        losses = self._losses(row, afters)
        return [
            replace(self._rows.to(row, "site", after), loss_points=loss)
            for after, loss in zip(afters, losses, strict=True)
            if loss is not None
        ]

    def _channels(self, facility: Transmission, opened: OpenPlan) -> tuple[float, ...]:
        """The channels of a facility in the bands about the present one."""
        if id(opened) not in self._facts:
            self._facts[id(opened)] = PlanFacts(opened)
        names = [band.name for band in bands() if band.capture_from_khz >= 1800.0]
        own = opened.directory.band(facility).band
        if own not in names:
            return ()
        at = names.index(own)
        near = names[max(0, at - _BANDS_EACH_WAY) : at + _BANDS_EACH_WAY + 1]
        # Rows of one antenna ask for the same channels, and allocations may change with the date.
        key = (id(opened), facility_of(facility), own, facility.first_date)
        if key not in self._known_channels:
            emission = self._facts[id(opened)].of(facility).emission
            self._known_channels[key] = tuple(facility_channels(facility, opened, emission, near))
        return self._known_channels[key]

    def _clear(self, row: int, frequencies: Sequence[float]) -> list[bool]:
        """Whether each frequency makes no new pair of warning or error, and meets no new jammer."""
        if not frequencies:
            return []
        # Only the frequency counts here; bands and alternatives put the moves of `settle` in order.
        channels = [Channel(khz, "", True, False) for khz in frequencies]
        mover = MovingRow(self._rows.pool, row, channels, self._rows.ranks(row))
        clear: list[bool] = (~mover.new.any(axis=1) & ~mover.newly_jammed).tolist()
        return clear

    def _losses(self, row: int, afters: Sequence[Transmission]) -> list[float | None]:
        assert self._rows.judges.loss_of is not None
        return list(self._rows.judges.loss_of(row, afters)) if afters else []

    def _with_changes_elsewhere(self, row: int, taken: Sequence[Move]) -> list[Replacement]:
        """Places that a single other transmission holds, each with another place for that transmission."""
        changed: list[Replacement] = []
        tried: set[tuple[object, ...]] = set()
        for move in taken:
            facility = facility_of(move.after)
            if facility in tried or len(changed) >= MOST_OF_FACILITY:
                continue
            tried.add(facility)
            holders = self._holders(move)
            other = next(self._elsewhere(holders[0], move), None) if len(holders) == 1 else None
            if other is not None:
                changed.append(self._replacement(row, (move, other)))
        return changed

    def _holders(self, move: Move) -> list[int]:
        """The rows that are on the air at the same time with the same transmitter or antenna of the inventory."""
        opened = self._outage.workspace.plan_of_row(move.row)
        assert opened is not None
        after, table = move.after, self._rows.pool.table
        antennas = {antenna.id for antenna in opened.plan.sites[after.site_code or ""].antennas}
        failed = {item.row for item in self._outage.failed}
        there = [
            row
            for row in range(self._outage.workspace.own_rows)
            if row not in failed
            and (other := table.transmissions[row]).site_code == after.site_code
            and (
                (other.transmitter is not None and other.transmitter == after.transmitter)
                or (other.antenna == after.antenna and other.antenna in antennas)
            )
        ]
        return _meet(self._rows.pool.moved(move.row, after).table, move.row, there) if there else []

    def _elsewhere(self, row: int, move: Move) -> Iterator[Move]:
        """Other places for a row that keeps its frequency and time, where the rules then allow both."""
        opened = self._outage.workspace.plan_of_row(row)
        assert opened is not None
        before = self._rows.pool.table.transmissions[row]
        options = list(other_transmitters(before, opened))
        options += [item for item in other_facilities(before, opened) if item.site_code != self._outage.site]
        moves = [self._rows.to(row, "site", after) for after in options]
        for other in self._rows.heard(moves[:MOST_OTHERS]):
            if self._rules.add_no_booking_clash([move, other]) and self._rules.add_no_finding([other]):
                yield other


def _by_what_is_heard(facilities: Iterable[Transmission]) -> dict[tuple[object, ...], list[Transmission]]:
    alike: dict[tuple[object, ...], list[Transmission]] = {}
    for facility in facilities:
        alike.setdefault(heard_facility_of(facility), []).append(facility)
    return alike


def _on_each_transmitter(move: Move, facilities: Iterable[Transmission]) -> Iterator[Move]:
    """A move to each transmitter of facilities that are heard alike."""
    for facility in facilities:
        yield replace(move, after=move.after.changed(transmitter=facility.transmitter))


def _meet(table: AirtimeTable, row: int, others: Sequence[int]) -> list[int]:
    """The rows that are on the air together with a row."""
    mine = table.segments_of(row)
    theirs = np.flatnonzero(np.isin(table.segment_row, np.array(others, dtype=np.int64)))
    left = np.repeat(np.arange(mine.start, mine.stop), theirs.size)
    met = overlaps(table, Candidates(left, np.tile(theirs, mine.stop - mine.start)))
    return sorted({*met.left.tolist(), *met.right.tolist()} - {row})
