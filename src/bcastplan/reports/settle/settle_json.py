"""The answer as JSON, schema ``bcastplan.settle/1``: keys may be added, never renamed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bcastplan.model.finding import Finding
from bcastplan.reports.check.check_json import finding_object
from bcastplan.reports.conflicts.conflicts_json import jammed_object, pair_object
from bcastplan.reports.safe_text import json_text
from bcastplan.reports.settle.settle_words import notes_of, reason_words, second_words
from bcastplan.workspace.moves.proposals import FACILITY_KEYS, Move, Proposal, Settled
from bcastplan.workspace.moves.season_moves import SettleAnswer

SCHEMA = "bcastplan.settle/1"


def settle_json(answer: SettleAnswer, findings: Sequence[Finding] = ()) -> str:
    """The problems with their proposals as one JSON object, each on a line of its own."""
    problems = ",\n  ".join(json_text(_problem(answer, settled)) for settled in answer.settled)
    told = ",\n  ".join(json_text(finding_object(finding)) for finding in findings)
    return (
        f'{{"schema": "{SCHEMA}", "manager": {json_text(answer.manager)},\n "summary": {json_text(answer.summary)},\n'
        f' "stopped_by": {json_text(answer.stopped_by)}, "notes": {json_text(notes_of(answer))},\n'
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
        "looked_at": settled.looked_at,
        "proposal": _proposal(settled.proposal),
        "runner_up": _proposal(settled.runner_up),
        "runner_up_because": _second(settled),
        "blocked_by": dict(settled.blockers),
    }


def _second(settled: Settled) -> str | None:
    if settled.proposal is None or settled.runner_up is None:
        return None
    return second_words(settled.proposal, settled.runner_up)


def _proposal(proposal: Proposal | None) -> dict[str, Any] | None:
    if proposal is None:
        return None
    return {
        "rows_moved": len(proposal.moves),
        "people_disturbed": None if proposal.people is None else round(proposal.people),
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
        "facility": _facility(move),
        "mutual_loss": None if move.mutual_loss_points is None else round(move.mutual_loss_points, 2),
    }


def _facility(move: Move) -> dict[str, Any] | None:
    """What of site, transmitter and antenna changes; null where it stays where it is."""
    changes = {
        key: {"from": _plain(getattr(move.before, key)), "to": _plain(getattr(move.after, key))}
        for key in FACILITY_KEYS
        if getattr(move.before, key) != getattr(move.after, key)
    }
    return changes or None


def _plain(value: Any) -> Any:
    """A value of a facility as JSON has it: a place that is written out by its name."""
    return value if value is None or isinstance(value, int | float) else str(value)
