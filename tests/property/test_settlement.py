"""Proposed moves against a twin that writes the moved season anew and compares all pairs before and after."""

from datetime import date, timedelta
from functools import partial
from itertools import combinations, product

from examples import examples
from highspy import Highs
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.airtime.jamming import JammerRow, PlanJammers, jamming_of
from bcastplan.conflicts import RowSide, frequency_pairs, jammed_transmissions
from bcastplan.conflicts.pool import Pool
from bcastplan.model.clock import ClockTime
from bcastplan.model.days import DAILY
from bcastplan.model.frequency import FrequencyRange
from bcastplan.model.jammers import Jammer
from bcastplan.model.season import Window
from bcastplan.model.transmission import Origin, Transmission
from bcastplan.workspace.moves.allowed_channels import Channel
from bcastplan.workspace.moves.highs_choice import highs
from bcastplan.workspace.moves.joint_moves import Choices, choose_together, greedy
from bcastplan.workspace.moves.proposals import Move, Problem, Proposal, SettleOptions
from bcastplan.workspace.moves.row_moves import Judges
from bcastplan.workspace.moves.settlement import Settlement

FIRST = date(2026, 6, 1)
WINDOW = Window(FIRST, FIRST + timedelta(days=9))
CHANNELS = [9500.0 + 5 * number for number in range(5)]
GRAVE = ("error", "warning")
WHO = ("VOA", "KBS", "BBC")


@st.composite
def seasons(draw: st.DrawFn) -> list[Transmission]:
    rows = []
    for line in range(draw(st.integers(2, 6))):
        start = draw(st.sampled_from([0, 600, 615, 630, 1410]))
        rows.append(
            Transmission(
                frequency=draw(st.sampled_from(CHANNELS)),
                time=ClockTime(start, start + draw(st.sampled_from([20, 30, 60, 120]))),
                days=draw(st.sampled_from([DAILY, DAILY, 0b1100000])),
                service="S",
                manager=draw(st.sampled_from(WHO)),
                target=draw(st.sampled_from(["44NE", "44", "18", None])),
                mode=draw(st.sampled_from(["AM", "AM", "DRM"])),
                window=WINDOW,
                origin=Origin("a.yaml", line + 1, index=line),
            )
        )
    return rows


def sides_of(rows: list[Transmission]) -> list[RowSide]:
    return [RowSide.of(row, plan="p") for row in rows]


def pairs_between(rows: list[Transmission]) -> dict[tuple[int, int], int]:
    """The rank of the severity of each pair of rows, from the plain engine."""
    result = frequency_pairs(build(rows), sides_of(rows))
    return {tuple(sorted((pair.a_row, pair.b_row))): pair.severity.rank for pair in result}


def is_sound(rows: list[Transmission], problem: Problem, proposal: Proposal, jammer: Jammer | None) -> bool:
    """Whether a proposal ends its pair and makes nothing of warning or error new, for anybody."""
    moved = list(rows)
    for move in proposal.moves:
        moved[move.row] = move.after
    before, after = pairs_between(rows), pairs_between(moved)
    if problem.b_row is not None and after.get(tuple(sorted((problem.a_row, problem.b_row))), 3) <= 1:
        return False
    if any(rank <= 1 and rank < before.get(pair, 3) for pair, rank in after.items()):
        return False
    ours = {move.row for move in proposal.moves if move.own}
    still = ours & jammed_rows(moved, jammer)
    return not still if problem.jammed is not None else still <= jammed_rows(rows, jammer)


def jammed_rows(rows: list[Transmission], jammer: Jammer | None) -> set[int]:
    table = build(rows)
    jammers = [jammer] if jammer is not None else []
    jamming = jamming_of(table, [PlanJammers("p", jammers, range(len(rows)))], [])
    return {item.row for item in jammed_transmissions(table, sides_of(rows), jamming)}


def settlement(
    rows: list[Transmission], options: SettleOptions, jammer: Jammer | None = None, loss_of=None
) -> Settlement:
    table, sides = build(rows), sides_of(rows)
    jammers = [jammer] if jammer is not None else []

    def jamming(season):
        return jamming_of(season, [PlanJammers("p", jammers, range(len(rows)))], list[JammerRow]())

    pool = Pool.of(table, sides, {}, jamming(table), jamming)
    ours = [side.manager == "VOA" for side in sides]

    def channels(row: int) -> list[Channel]:
        return [Channel(khz, "31 m", True, False) for khz in CHANNELS if khz != rows[row].frequency_khz]

    return Settlement(pool, ours, Judges(channels, loss_of=loss_of), options)


def problems_of(rows: list[Transmission], jammer: Jammer | None = None) -> list[Problem]:
    table, sides = build(rows), sides_of(rows)
    problems = []
    for pair in frequency_pairs(table, sides).external:
        ours = [row for row in (pair.a_row, pair.b_row) if sides[row].manager == "VOA"]
        if pair.severity in GRAVE and len(ours) == 1:
            theirs = pair.b_row if ours[0] == pair.a_row else pair.a_row
            problems.append(Problem(len(problems) + 1, sides[ours[0]], ours[0], pair=pair, b_row=theirs))
    if jammer is not None:
        jamming = jamming_of(table, [PlanJammers("p", [jammer], range(len(rows)))], [])
        for item in jammed_transmissions(table, sides, jamming):
            if item.side.manager == "VOA":
                problems.append(Problem(len(problems) + 1, item.side, item.row, jammed=item))
    return problems


OPTIONS = st.builds(
    SettleOptions,
    st.sampled_from([("own",), ("theirs",), ("own", "theirs"), ("own", "theirs", "both")]),
    st.booleans(),
    st.sampled_from([0, 5, 30]),
)


@given(seasons(), OPTIONS)
@examples(150)
def test_every_proposal_is_sound_and_none_is_missed(rows: list[Transmission], options: SettleOptions) -> None:
    finder = settlement(rows, options)
    for problem in problems_of(rows):
        answer = finder.settle(problem)
        for proposal in (answer.proposal, answer.runner_up):
            if proposal is not None:
                assert is_sound(rows, problem, proposal, None)
                assert all(move.own == (rows[move.row].manager == "VOA") for move in proposal.moves)
        if answer.proposal is not None and answer.runner_up is not None:
            assert answer.proposal.order <= answer.runner_up.order
        if answer.rows_moved != 1:
            assert not any(is_sound(rows, problem, move, None) for move in single_moves(rows, problem, options))


def single_moves(rows: list[Transmission], problem: Problem, options: SettleOptions) -> list[Proposal]:
    movers = [problem.a_row] if "own" in options.moves else []
    movers += [problem.b_row] if "theirs" in options.moves and problem.b_row is not None else []
    return [Proposal((move,)) for row in movers for move in moves_of(rows, row, options)]


def moves_of(rows: list[Transmission], row: int, options: SettleOptions) -> list[Move]:
    own = rows[row].manager == "VOA"
    others = [khz for khz in CHANNELS if khz != rows[row].frequency_khz]
    moves = [Move(row, own, "frequency", rows[row], rows[row].changed(frequency_khz=khz)) for khz in others]
    for shift in range(-options.shift_minutes, options.shift_minutes + 1, 5):
        start, stop = rows[row].time
        if shift and not options.keep_time and 0 <= start + shift < 1440:
            after = rows[row].changed(time=ClockTime(start + shift, stop + shift))
            moves.append(Move(row, own, "time", rows[row], after))
    return moves


@given(seasons(), st.sampled_from([("own", "theirs", "both"), ("both",)]), st.booleans())
@examples(40)
def test_two_rows_move_where_one_does_not_do_and_none_is_missed(
    rows: list[Transmission], sides: tuple[str, ...], keep_time: bool
) -> None:
    """Every pair of moves is tried in which the first one is of the conflict: a swap, a chain, or one step each."""
    options = SettleOptions(sides, keep_time, 30)
    finder = settlement(rows, options)
    for problem in problems_of(rows):
        answer = finder.settle(problem)
        for proposal in (answer.proposal, answer.runner_up):
            assert proposal is None or is_sound(rows, problem, proposal, None)
        if sides == ("both",):
            assert answer.rows_moved in (0, 2)
        if answer.proposal is None:
            coarse = SettleOptions(sides, keep_time, 15)
            firsts = [move for row in (problem.a_row, problem.b_row) for move in moves_of(rows, row, coarse)]
            seconds = [move for row in range(len(rows)) for move in moves_of(rows, row, coarse)]
            assert not any(
                is_sound(rows, problem, Proposal((first, second)), None)
                for first, second in product(firsts, seconds)
                if first.row != second.row and not is_sound(rows, problem, Proposal((first,)), None)
            )


def test_a_swap_is_two_rows() -> None:
    """Ours can go where a row for 18 alone is, and that one takes our channel: its listeners do not hear KBS there."""
    rows = [
        row_at(1, 9510.0, "VOA", "44NE,18"),
        row_at(2, 9510.0, "KBS", "44NE"),
        row_at(3, 9520.0, "BBC", "44NE"),
        row_at(4, 9500.0, "BBC", "18"),
    ]
    finder = settlement(rows, SettleOptions(("both",), keep_time=True))
    problem = problems_of(rows)[0]
    swap = [(0, 9500.0), (3, 9510.0)]
    verified = [proposal for proposal in finder._chains(problem) if finder.holds(problem, proposal)]
    places = [[(move.row, move.after.frequency_khz) for move in proposal.moves] for proposal in verified]
    assert swap in places
    assert finder.settle(problem).rows_moved == 2


def row_at(line: int, khz: float, manager: str, target: str) -> Transmission:
    return Transmission(
        frequency=khz, time=ClockTime(600, 660), service="S", manager=manager, target=target,
        window=WINDOW, origin=Origin("a.yaml", line, index=line - 1),
    )  # fmt: skip


JAMMERS = st.builds(
    lambda span, follows, time: Jammer(
        name="J",
        latitude=39.0,
        longitude=125.0,
        frequencies=() if follows else (FrequencyRange(*span),),
        follows=("S",) if follows else (),
        time=time,
    ),
    st.sampled_from([(9500, 9510), (9505, 9505), (9500, 9520)]),
    st.booleans(),
    st.sampled_from([None, ClockTime(0, 620), ClockTime(640, 1440), ClockTime(615, 635)]),
)


@given(seasons(), JAMMERS, st.booleans())
@examples(80)
def test_a_jammed_transmission_goes_where_or_when_no_jammer_is(
    rows: list[Transmission], jammer: Jammer, keep_time: bool
) -> None:
    options = SettleOptions(moves=("own",), keep_time=keep_time)
    finder = settlement(rows, options, jammer)
    for problem in problems_of(rows, jammer):
        answer = finder.settle(problem)
        for proposal in (answer.proposal, answer.runner_up):
            assert proposal is None or is_sound(rows, problem, proposal, jammer)
        if answer.proposal is None:
            assert not any(is_sound(rows, problem, move, jammer) for move in single_moves(rows, problem, options))
        if jammer.follows and jammer.time is None and problem.jammed is not None:
            assert answer.proposal is None, "it follows"


@st.composite
def choices(draw: st.DrawFn) -> Choices:
    problems = draw(st.integers(1, 5))
    weights = draw(st.lists(st.sampled_from([1.0, 2.0, 4.0, 28.0]), min_size=problems, max_size=problems))
    ends = draw(st.lists(st.frozensets(st.integers(0, problems - 1), min_size=1), min_size=1, max_size=7))
    pairs = list(combinations(range(len(ends)), 2))
    excluded = frozenset(draw(st.lists(st.sampled_from(pairs), max_size=8))) if pairs else frozenset()
    costs = draw(st.lists(st.sampled_from([0.0, 0.01, 0.05]), min_size=len(ends), max_size=len(ends)))
    return Choices(weights, ends, costs, excluded)


def value(choice: Choices, candidates: tuple[int, ...]) -> float:
    ended = frozenset().union(*(choice.ends[candidate] for candidate in candidates))
    return sum(choice.weights[problem] for problem in ended) - sum(choice.costs[candidate] for candidate in candidates)


@given(choices())
@examples(120)
def test_the_joint_choice_is_the_best_of_all_subsets(choice: Choices) -> None:
    numbers = range(len(choice.ends))
    subsets = [
        subset
        for size in range(len(choice.ends) + 1)
        for subset in combinations(numbers, size)
        if not set(combinations(subset, 2)) & choice.excluded
    ]
    best = max(value(choice, subset) for subset in subsets)
    exact, quick = highs(choice, 10.0), greedy(choice)
    for chosen in (exact, quick):
        assert tuple(sorted(chosen.candidates)) in subsets
        assert value(choice, chosen.candidates) <= best + 1e-9 <= chosen.bound + 1e-6
    assert abs(value(choice, exact.candidates) - best) < 1e-6
    assert highs(choice, 10.0) == exact


def test_an_interrupted_solver_gives_a_choice_that_goes_together(monkeypatch) -> None:
    choice = Choices([4.0, 2.0], [frozenset({0}), frozenset({0, 1})], [0.1, 0.2], frozenset({(0, 1)}))
    wait = Highs.wait
    interrupts = [KeyboardInterrupt]

    def interrupted(solver, seconds):
        if interrupts:
            raise interrupts.pop()
        return wait(solver, seconds)

    monkeypatch.setattr(Highs, "wait", interrupted)
    chosen = highs(choice)
    assert chosen.interrupted
    assert chosen.candidates in ((), (0,), (1,))
    assert chosen.bound >= value(choice, chosen.candidates)


@given(seasons(), st.booleans())
@examples(60)
def test_moves_chosen_together_make_nothing_new_together(rows: list[Transmission], with_solver: bool) -> None:
    finder = settlement(rows, SettleOptions())
    settled = [finder.settle(problem) for problem in problems_of(rows)]
    solve = partial(highs, time_limit_seconds=10.0) if with_solver else greedy
    answer = choose_together(finder, settled, lambda problem: 1.0, solve, "x")
    moves = {move.row: move for proposal in answer.proposals for move in proposal.moves}
    # Two proposals may have the same move of a row in common, but none may move it elsewhere.
    places = {(move.row, move.place) for proposal in answer.proposals for move in proposal.moves}
    assert len(places) == len(moves), "one place for each row"
    moved = [moves[row].after if row in moves else transmission for row, transmission in enumerate(rows)]
    before, after = pairs_between(rows), pairs_between(moved)
    assert not any(rank <= 1 and rank < before.get(pair, 3) for pair, rank in after.items())
    for position, part in enumerate(settled):
        pair = tuple(sorted((part.problem.a_row, part.problem.b_row)))
        assert (after.get(pair, 3) > 1) == (position in answer.ended)
    assert answer.weight <= answer.bound + 1e-6
    if settled and any(part.proposal is not None for part in settled):
        assert answer.ended


@given(seasons(), st.sampled_from([0.0, 2.0, 5.0]), st.sampled_from([0.5, 1.0]))
@examples(60)
def test_no_row_loses_more_of_its_coverage_than_is_allowed(
    rows: list[Transmission], most: float, per_channel: float
) -> None:
    def loss_of(row: int, variants: list[Transmission]) -> list[float | None]:
        steps = [abs(variant.frequency_khz - rows[row].frequency_khz) / 5 for variant in variants]
        return [None if row == 0 else per_channel * step for step in steps]

    free = settlement(rows, SettleOptions(keep_time=True))
    finder = settlement(rows, SettleOptions(keep_time=True, most_loss_points=most), loss_of=loss_of)
    for problem in problems_of(rows):
        answer, unlimited = finder.settle(problem), free.settle(problem)
        for proposal in (answer.proposal, answer.runner_up):
            for move in proposal.moves if proposal is not None else ():
                assert move.loss_points == loss_of(move.row, [move.after])[0]
                assert move.loss_points is None or move.loss_points <= most
        if answer.rows_moved == 1:
            assert unlimited.rows_moved == 1
