"""The answer as JSON, schema ``bcastplan.settle/1``: keys may be added, never renamed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bcastplan.model.finding import Finding
from bcastplan.reports.check.check_json import finding_object
from bcastplan.reports.conflicts.conflicts_json import jammed_object, pair_object
from bcastplan.reports.safe_text import json_text
from bcastplan.reports.settle.settle_sheets import reason_words
from bcastplan.workspace.moves.proposals import Move, Proposal, Settled
from bcastplan.workspace.moves.season_moves import SettleAnswer

SCHEMA = "bcastplan.settle/1"


def settle_json(answer: SettleAnswer, findings: Sequence[Finding] = ()) -> str:
    """The problems with their proposals as one JSON object, each on a line of its own."""
    problems = ",\n  ".join(json_text(_problem(answer, settled)) for settled in answer.settled)
    told = ",\n  ".join(json_text(finding_object(finding)) for finding in findings)
    return (
        f'{{"schema": "{SCHEMA}", "manager": {json_text(answer.manager)},\n "summary": {json_text(answer.summary)},\n'
        f' "together": {json_text(_joint(answer))},\n'
        f' "problems": [{_listed(problems)}],\n "findings": [{_listed(told)}]}}\n'
    )


def _joint(answer: SettleAnswer) -> dict[str, Any] | None:
    joint = answer.joint
    if joint is None:
        return None
    return {
        "solver": joint.solver,
        "ended": len(joint.ended),
        "rows_moved": joint.rows_moved,
        "weight": round(joint.weight, 3),
        "bound": round(joint.bound, 3),
        "gap": round(joint.gap, 6),
        "moves": [_move(move) for proposal in joint.proposals for move in proposal.moves],
    }


def _listed(lines: str) -> str:
    return f"\n  {lines}" if lines else ""


def _problem(answer: SettleAnswer, settled: Settled) -> dict[str, Any]:
    problem = settled.problem
    conflicts = answer.conflicts
    return {
        "number": problem.number,
        "counterpart": problem.counterpart or None,
        "pair": pair_object(conflicts, problem.pair) if problem.pair is not None else None,
        "jammed": jammed_object(conflicts, conflicts.jammed, problem.jammed) if problem.jammed is not None else None,
        "proposal": _proposal(settled.proposal),
        "runner_up": _proposal(settled.runner_up),
        "blocked_by": dict(settled.blockers),
    }


def _proposal(proposal: Proposal | None) -> dict[str, Any] | None:
    if proposal is None:
        return None
    return {
        "rows_moved": len(proposal.moves),
        "test_points_disturbed": sum(move.disturbed for move in proposal.moves),
        "coverage_lost": _lost(proposal),
        "reason": reason_words(proposal),
        "moves": [_move(move) for move in proposal.moves],
    }


def _lost(proposal: Proposal) -> float | None:
    """Percentage points of the row that loses most; null where nothing is predicted."""
    losses = [move.loss_points for move in proposal.moves if move.loss_points is not None]
    return round(max(losses), 2) if losses else None


def _move(move: Move) -> dict[str, Any]:
    before, after = move.before, move.after
    return {
        "side": "own" if move.own else "theirs",
        "change": move.change,
        "file": before.file,
        "line": before.origin.line,
        "id": before.id,
        "service": before.service,
        "frequency_khz": {"from": before.frequency_khz, "to": after.frequency_khz},
        "time": {"from": str(before.time), "to": str(after.time)},
        "in_band": move.in_band,
        "alternative": move.alternative,
        "shift_minutes": move.shift_minutes,
        "coverage_lost": None if move.loss_points is None else round(move.loss_points, 2),
    }
