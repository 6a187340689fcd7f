"""Places for all that a failed site had to send: as much as possible on the air, with the fewest changes elsewhere.

The choice among the places of all rows is an integer programme, as that of ``settle --together``. The engines of
conflicts and compatibility, and the rules of the plans, look at what was chosen; what they refuse is left out, and the
choice repeated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from bcastplan.conflicts import PairOptions, frequency_pairs
from bcastplan.conflicts.pool import Pool
from bcastplan.coverage.compatibility import compatibility
from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.disturbers import Surroundings
from bcastplan.model.frequency import format_khz
from bcastplan.model.schedule import Schedule
from bcastplan.model.transmission import Transmission
from bcastplan.tasks.runner import InThisProcess, Work
from bcastplan.workspace.inspection.plan_conflicts import inventories_of, sides_of
from bcastplan.workspace.moves.failed_site import FailedRow, Outage, outage_of
from bcastplan.workspace.moves.highs_choice import has_highs, highs
from bcastplan.workspace.moves.joint_moves import Choices, clashing_rows, excluded_together, greedy
from bcastplan.workspace.moves.own_rules import OwnRules
from bcastplan.workspace.moves.proposals import Move, SettleOptions
from bcastplan.workspace.moves.replacements import RETUNED_POINTS, Replacement, Replacements
from bcastplan.workspace.moves.row_moves import RowMoves
from bcastplan.workspace.moves.season_moves import judges_of, pool_of
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress
from bcastplan.workspace.prediction.plan_compatibility import all_facts
from bcastplan.workspace.prediction.surroundings import disturbing_pairs

MOST_ROUNDS = 8
CHANGE_POINTS = 200.0
"""What a change elsewhere counts beside points of coverage: more than all that a row can lose; a choice of ours."""
WORTH_ROWS = 8
"""How many rows there have to be before other processes pay: a row takes a quarter of a second."""
# Less than the tenth of a decibel that messages show.
_NO_WORSE_DB = 0.05


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """What became of a row of the failed site.

    ``replacement`` is None where no place was found for it, ``why_not`` says why; ``runner_up`` is the next best
    place of its own.
    """

    failed: FailedRow
    minutes: int
    replacement: Replacement | None
    runner_up: Replacement | None
    why_not: str = ""


@dataclass(frozen=True)
class OutageAnswer:
    """A plan for an outage.

    Attributes:
        outage: what failed.
        placed: every row of the failed site, by time.
        refused: what the engines refused of earlier choices, in words.
        solver: ``highs`` or ``greedy``.
        keep_others: whether nothing elsewhere was to change.
        interrupted: whether the search was stopped, so that not all was looked at.
    """

    outage: Outage
    placed: tuple[PlacedRow, ...]
    refused: tuple[str, ...]
    solver: str
    keep_others: bool
    interrupted: bool = False

    @property
    def moves(self) -> list[Move]:
        """All moves, those of other rows among them."""
        return [move for part in self.placed if part.replacement for move in part.replacement.proposal.moves]

    @property
    def changes_elsewhere(self) -> int:
        """How many transmissions of other sites change."""
        return sum(part.replacement.others for part in self.placed if part.replacement is not None)

    def minutes(self, *, placed: bool) -> int:
        """Minutes from the failed site that have a place, or that have none."""
        return sum(part.minutes for part in self.placed if (part.replacement is not None) == placed)


def plan_for_outage(
    workspace: Workspace,
    site: str,
    first: date,
    *,
    keep_others: bool = False,
    options: CoverageOptions,
    time_limit_seconds: float = 10.0,
    progress: Progress = no_progress,
) -> OutageAnswer:
    """Find other places for all that a site has to send from a date on.

    Args:
        workspace: the plans with what they are held against.
        site: the code of the site that fails.
        first: the first date on which it is off the air.
        keep_others: whether transmissions of other sites stay as they are.
        options: how to predict.
        time_limit_seconds: how long the solver may look.
        progress: told what is being done.

    Whoever interrupts it (KeyboardInterrupt) gets the best of what was found until then.

    Raises:
        OutageError: nothing is on the air from there then.
        CoverageRequestError: no sunspot number is known, or one out of range was given.
    """
    outage = outage_of(workspace, site, first)
    sides = sides_of(outage.workspace)
    pool = pool_of(outage.workspace, sides)
    rules = OwnRules(outage.workspace, pool)
    settle = SettleOptions()
    judges = judges_of(outage.workspace, pool, rules, options, settle)
    rows = RowMoves(pool, [not side.is_reference for side in sides], judges, settle)
    finder = Replacements(outage, rows, rules, keep_others=keep_others)
    places, interrupted = _places(outage, finder, options, progress)
    chooser = _Chooser(outage, pool, rules, options, time_limit_seconds, progress)
    chosen = chooser.choose(places)
    placed = [
        PlacedRow(
            failed,
            int(pool.table.minutes[failed.row]),
            chosen.get(failed.row),
            _runner_up(places.get(failed.row, ()), chosen.get(failed.row)),
            "" if failed.row in chosen else _why_not(failed.row, places, finder),
        )
        for failed in outage.failed
    ]
    placed.sort(key=lambda part: (part.failed.written.time.start_minute, part.failed.row))
    return OutageAnswer(outage, tuple(placed), tuple(chooser.refused), chooser.solver, keep_others, interrupted)


def _places(
    outage: Outage, finder: Replacements, options: CoverageOptions, progress: Progress
) -> tuple[dict[int, list[Replacement]], bool]:
    """The places of each row in the order of the rows, and whether an interrupt left some out."""
    places: dict[int, list[Replacement]] = {}
    interrupted = False
    work = Work(places_of, finder, [failed.row for failed in outage.failed])
    runner = options.means.runner if len(outage.failed) >= WORTH_ROWS else InThisProcess()
    try:
        for done, (task, (heard_there, reason)) in enumerate(runner.answers(work), 1):
            row = outage.failed[task].row
            places[row] = heard_there
            if reason is not None:
                finder.reasons[row] = reason
            progress("looking for places", done, len(outage.failed))
    except KeyboardInterrupt:  # what was found until then is chosen from
        interrupted = True
    # Answers come in any order, and of equal places the solver takes the first: the order is that of the rows.
    return {failed.row: places[failed.row] for failed in outage.failed if failed.row in places}, interrupted


def places_of(finder: Replacements, row: int) -> tuple[list[Replacement], str | None]:
    """The places of a row, and why there is none; a task for any process."""
    return finder.of(row), finder.reasons.get(row)


def _why_not(row: int, places: Mapping[int, Sequence[Replacement]], finder: Replacements) -> str:
    if row not in places:
        return "not looked at: the search was stopped before"
    return finder.reasons.get(row, "its places went to others")


def _runner_up(places: Sequence[Replacement], chosen: Replacement | None) -> Replacement | None:
    """The next best place at another site or on another frequency."""

    def where(place: Replacement) -> tuple[str | None, float]:
        after = place.proposal.moves[0].after
        return after.site_code, after.frequency_khz

    others = [place for place in places if chosen is not None and where(place) != where(chosen)]
    return min(others, key=lambda place: place.order, default=None)


class _Chooser:
    """Chooses a place for each row, until the engines refuse nothing of it."""

    def __init__(
        self,
        outage: Outage,
        pool: Pool,
        rules: OwnRules,
        options: CoverageOptions,
        time_limit_seconds: float,
        progress: Progress,
    ) -> None:
        self._outage, self._pool, self._rules, self._options = outage, pool, rules, options
        self._progress = progress
        self._solve = partial(highs, time_limit_seconds=time_limit_seconds) if has_highs() else greedy
        self.solver = "highs" if has_highs() else "greedy"
        self.refused: list[str] = []
        self._harm_now: Mapping[object, float] | None = None

    def choose(self, places: Mapping[int, Sequence[Replacement]]) -> dict[int, Replacement]:
        """A place for as many rows as possible, by row."""
        left = {row: list(some) for row, some in places.items()}
        chosen: list[Replacement] = []
        faults: list[tuple[Replacement, str]] = []
        for done in range(MOST_ROUNDS):
            self._progress("asking the engines", done, MOST_ROUNDS)
            chosen = self._best(left)
            faults = self._faults(chosen)
            if not faults:
                return {place.row: place for place in chosen}
            for place, words in faults:
                left[place.row] = [other for other in left[place.row] if not _alike(other, place)]
                self.refused.append(words)
        while faults:  # what is left of the last choice goes together, and no place is looked for in its stead
            bad = {place.row for place, _ in faults}
            chosen = [place for place in chosen if place.row not in bad]
            faults = self._faults(chosen)
        return {place.row: place for place in chosen}

    def _best(self, places: Mapping[int, Sequence[Replacement]]) -> list[Replacement]:
        """The best choice for the values and the exclusions: most minutes on the air, then what each place costs."""
        candidates = [place for some in places.values() for place in some]
        if not candidates:
            return []
        rows = sorted(row for row, some in places.items() if some)
        weights = [float(self._pool.table.minutes[row]) for row in rows]
        costs = self._costs(places, candidates, min(weights))
        ends = [frozenset({rows.index(place.row)}) for place in candidates]
        proposals = [place.proposal for place in candidates]
        excluded = excluded_together(self._pool, proposals, inventories_of(self._outage.workspace))
        answer = self._solve(Choices(weights, ends, costs, excluded))
        return [candidates[number] for number in answer.candidates]

    @staticmethod
    def _costs(
        places: Mapping[int, Sequence[Replacement]], candidates: Sequence[Replacement], least: float
    ) -> list[float]:
        """What each place costs; one for each row together less than the shortest row weighs."""
        # What a row loses in any place is the work of the outage, and no reason to prefer one place to another.
        best = {row: min(place.points_lost for place in some) for row, some in places.items() if some}
        # Nearness only decides between places that are alike otherwise:
        # 1,000 kHz count as a hundredth of a point of coverage.
        plain = [
            CHANGE_POINTS * place.others
            + RETUNED_POINTS * place.proposal.moves[0].is_retuned
            + place.points_lost
            - best[place.row]
            + place.proposal.moves[0].distance / 1e5
            for place in candidates
        ]
        most: dict[int, float] = {}
        for place, cost in zip(candidates, plain, strict=True):
            most[place.row] = max(cost, most.get(place.row, 0.0))
        # All costs stay below the lightest row, so that no row goes off the air to save costs.
        scale = 0.5 * least / max(1.0, sum(most.values()))
        return [scale * cost for cost in plain]

    def _faults(self, chosen: Sequence[Replacement]) -> list[tuple[Replacement, str]]:
        """The places that the engines refuse, with the reason."""
        clashing = clashing_rows(self._pool, [place.proposal for place in chosen])
        faults = [
            (place, f"{_name(place)}: a new pair of warning or error")
            for place in chosen
            if clashing & {move.row for move in place.proposal.moves}
        ]
        if faults:
            return faults
        if self._rules.allow([move for place in chosen for move in place.proposal.moves]):
            return self._harmful(chosen)
        kept: list[Move] = []
        # Of places that cannot be booked together the better one stays.
        for place in sorted(chosen, key=lambda place: place.order):
            if self._rules.allow([*kept, *place.proposal.moves]):
                kept += place.proposal.moves
            else:
                faults.append((place, f"{_name(place)}: a rule of the plan, or booked twice"))
        # Harm is looked for last: it takes predictions, which a choice that has to change anyway would waste.
        return faults or self._harmful(chosen)

    def _harmful(self, chosen: Sequence[Replacement]) -> list[tuple[Replacement, str]]:
        """The places from which a registered transmission is pushed below 0 dB at its own test points anew."""
        if self._harm_now is None:
            self._harm_now = {victim: margin for victim, (margin, _) in self._harm({}).items()}
        moves = {move.row: move.after for place in chosen for move in place.proposal.moves}
        faults: dict[int, tuple[Replacement, str]] = {}
        by_row = {move.row: place for place in chosen for move in place.proposal.moves}
        for victim, (margin, interferers) in self._harm(moves).items():
            # Whoever is not harmed now has at least 0 dB.
            if margin < self._harm_now.get(victim, 0.0) - _NO_WORSE_DB:
                for row in interferers & by_row.keys():
                    words = f"{_name(by_row[row])}: pushes {victim} to {margin:+.1f} dB"
                    faults.setdefault(by_row[row].row, (by_row[row], words))
        return list(faults.values())

    def _harm(self, moves: Mapping[int, Transmission]) -> dict[str, tuple[float, frozenset[int]]]:
        """Registered transmissions below 0 dB: the margin, and the rows of ours that disturb them."""
        failed = {item.row for item in self._outage.failed}
        ours = failed | moves.keys()
        workspace = with_moves(self._outage.workspace, moves)
        own = workspace.own_rows
        pairs = frequency_pairs(workspace.table, sides_of(workspace), PairOptions(all_areas=True))
        near = [(a, b) for a, b in disturbing_pairs(pairs) if a in ours and b >= own]
        judged = compatibility(
            workspace.table,
            all_facts(workspace, self._options),
            near,
            self._options,
            own_rows=own,
            surroundings=Surroundings(workspace.table, {}),
        )
        harm: dict[str, tuple[float, frozenset[int]]] = {}
        for verdict in judged.harm:
            if verdict.margin_db < 0.0:
                victim = workspace.table.transmissions[verdict.row]
                name = f"{format_khz(victim.frequency_khz)} kHz {victim.service} {victim.id or ''}".strip()
                harm[name] = verdict.margin_db, frozenset(verdict.interferers)
        return harm


def with_moves(workspace: Workspace, moves: Mapping[int, Transmission]) -> Workspace:
    """A workspace with other transmissions in some rows of its plans."""
    plans = []
    row = 0
    for opened in workspace.plans:
        schedules: list[Schedule] = []
        for schedule in opened.schedules:
            items = tuple(moves.get(number, item) for number, item in enumerate(schedule.transmissions, row))
            row += len(items)
            schedules.append(replace(schedule, transmissions=items))
        plans.append(replace(opened, schedules=schedules))
    return Workspace(plans, workspace.reference, workspace.reference_problems, workspace.unreadable)


def _alike(other: Replacement, refused: Replacement) -> bool:
    """Whether a place has what was refused: the same channel, whatever it needs elsewhere."""
    ours, theirs = (place.proposal.moves[0].after for place in (other, refused))
    return (ours.frequency_khz, ours.site_code) == (theirs.frequency_khz, theirs.site_code)


def _name(place: Replacement) -> str:
    after = place.proposal.moves[0].after
    return f"{format_khz(after.frequency_khz)} kHz {after.time} from {after.site_code}"
