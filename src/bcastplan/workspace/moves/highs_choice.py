"""The best choice of moves by HiGHS, an integer programme; the package ``highspy`` is the extra ``optimise``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from bcastplan.workspace.moves.joint_moves import Choices, Chosen

SEED = 26
_PATIENCE_SECONDS = 0.1  # until an interrupt is noticed


def has_highs() -> bool:
    """Whether the solver is installed."""
    return find_spec("highspy") is not None


def highs(choices: Choices, time_limit_seconds: float | None = None) -> Chosen:
    """Choose the candidates that end the greatest weight of problems, the cheapest of equal ones.

    A problem counts once, however many of the chosen candidates end it. The answer is the same for the same choices; at
    the time limit, and at an interrupt (KeyboardInterrupt), it is the best so far, with the bound that is proven then.
    """
    if not choices.ends:
        return Chosen((), 0.0)
    solver = import_module("highspy").Highs()
    solver.silent()
    limit = () if time_limit_seconds is None else (("time_limit", time_limit_seconds),)
    # One thread and a fixed seed make the answer the same every time.
    for option, value in (*limit, ("random_seed", SEED), ("threads", 1), ("mip_rel_gap", 1e-6)):
        solver.setOptionValue(option, value)
    takes = [solver.addBinary() for _ in choices.ends]
    ending: dict[int, list[int]] = {}
    for candidate, ended in enumerate(choices.ends):
        for problem in ended:
            ending.setdefault(problem, []).append(candidate)
    ended_by = {problem: solver.addVariable(0, 1) for problem in sorted(ending)}
    for problem, variable in ended_by.items():
        solver.addConstr(variable <= sum(takes[candidate] for candidate in ending[problem]))
    for left, right in sorted(choices.excluded):
        solver.addConstr(takes[left] + takes[right] <= 1)
    gain = sum(choices.weights[problem] * variable for problem, variable in ended_by.items())
    cost = sum(choices.costs[candidate] * take for candidate, take in enumerate(takes))
    solver.setObjective(gain - cost, import_module("highspy").ObjSense.kMaximize)
    interrupted = solved_or_stopped(solver)
    values = solver.getSolution().col_value
    bound = float(solver.getInfo().mip_dual_bound)
    # The solver works with floats, in which a 1 may be 0.9999999.
    chosen = tuple(candidate for candidate, take in enumerate(takes) if values and values[take.index] > 0.5)
    most = sum(choices.weights[problem] for problem in ended_by)
    # The solver bounds weight less costs; with all costs added, no choice ends more than that.
    return Chosen(chosen, min(most, bound + sum(choices.costs)), interrupted)


def solved_or_stopped(solver: Any) -> bool:
    """Solve in a thread, so that an interrupt ends the solver and not the program; returns whether one came.

    HiGHS has a way of its own for that, which prints to standard output.
    """
    solver.HandleUserInterrupt = True
    solver.startSolve()
    interrupted = False
    while True:
        try:
            if solver.wait(_PATIENCE_SECONDS)[0]:
                return interrupted
        except KeyboardInterrupt:
            interrupted = True
            solver.cancelSolve()
