"""The answer of `settle` as sheets of plain cells, one sheet for each counterpart; the formats only lay them out."""

from __future__ import annotations

from dataclasses import dataclass

from bcastplan.model.counts import count
from bcastplan.model.frequency import format_khz
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.moves.joint_moves import JointAnswer
from bcastplan.workspace.moves.proposals import Move, Proposal, Settled
from bcastplan.workspace.moves.season_moves import SettleAnswer

JAMMED = "jammed channels, with nobody to settle them with"
COLUMNS = (
    "number", "counterpart", "severity", "kind", "hours_a_week", "when", "our_file", "our_line", "our_id", "our_khz",
    "our_time", "our_days", "our_service", "our_site", "their_id", "their_khz", "their_time", "their_days",
    "their_service", "their_site", "proposal", "rows_moved", "test_points_disturbed", "instead", "blocked_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One problem as cells by ``COLUMNS``, and whether a proposal was found for it."""

    cells: dict[str, str]
    solved: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be settled with one counterpart."""

    counterpart: str
    name: str
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        """Its heading: whom it is for, and how much there is."""
        if not self.counterpart:
            return f"{JAMMED[0].upper()}{JAMMED[1:]}: {len(self.lines):,}"
        name = f" ({self.name})" if self.name else ""
        return f"With {self.counterpart}{name}: {count(len(self.lines), 'conflict')}"


def sheets_of(answer: SettleAnswer) -> list[Sheet]:
    """A sheet for each counterpart, those with most conflicts first; jammed channels last."""
    by_counterpart: dict[str, list[Settled]] = {}
    for settled in answer.settled:
        by_counterpart.setdefault(settled.problem.counterpart, []).append(settled)
    names = answer.conflicts.managers
    order = sorted(by_counterpart, key=lambda name: (not name, -len(by_counterpart[name]), name))
    return [
        Sheet(name, names.get(name, ""), tuple(_line(answer, settled) for settled in by_counterpart[name]))
        for name in order
    ]


def _line(answer: SettleAnswer, settled: Settled) -> Line:
    problem = settled.problem
    transmissions = answer.pool.table.transmissions
    cells = {
        "number": str(problem.number),
        "counterpart": problem.counterpart,
        **_side("our", transmissions[problem.a_row]),
        "our_file": problem.a.file,
        "our_line": str(problem.a.line),
    }
    pair, jammed = problem.pair, problem.jammed
    if pair is not None and problem.b_row is not None:
        cells |= _side("their", transmissions[problem.b_row])
        when = answer.conflicts.pairs.wording.overlap(pair.a_row, pair.b_row)
        weekly = answer.conflicts.pairs.wording.hours_a_week(pair.a_row, pair.b_row)
        cells |= {"severity": str(pair.severity), "kind": str(pair.kind)}
    else:
        assert jammed is not None
        assert answer.conflicts.jammed is not None
        when = answer.conflicts.jammed.when(jammed)
        weekly = answer.conflicts.jammed.hours_a_week(jammed)
        cells |= {"severity": str(jammed.severity), "kind": "jammed", "their_service": jammed.jammer.name}
    cells |= {"when": "; ".join(when), "hours_a_week": f"{weekly:.1f}", **_found(answer, settled)}
    return Line({name: cells.get(name, "") for name in COLUMNS}, settled.proposal is not None)


def _side(whose: str, transmission: Transmission) -> dict[str, str]:
    return {
        f"{whose}_id": transmission.id or "",
        f"{whose}_khz": format_khz(transmission.frequency_khz),
        f"{whose}_time": str(transmission.time),
        f"{whose}_days": transmission.days_text,
        f"{whose}_service": transmission.service or transmission.broadcaster or "",
        f"{whose}_site": transmission.site_code or "",
    }


def _found(answer: SettleAnswer, settled: Settled) -> dict[str, str]:
    if settled.proposal is None:
        return {"blocked_by": blocked_words(settled), "rows_moved": "0"}
    return {
        "proposal": proposal_words(answer, settled.proposal),
        "rows_moved": str(len(settled.proposal.moves)),
        "test_points_disturbed": str(sum(move.disturbed for move in settled.proposal.moves)),
        "instead": proposal_words(answer, settled.runner_up) if settled.runner_up else "",
    }


def proposal_words(answer: SettleAnswer, proposal: Proposal) -> str:
    """What is moved where, as ``ours to 9570 kHz, and BBC's r71 to 1500-1600``."""
    return ", and ".join(_move_words(answer, move) for move in proposal.moves)


def _move_words(answer: SettleAnswer, move: Move) -> str:
    transmission = move.before
    whose = "ours" if move.own else f"{transmission.broadcaster or transmission.service or 'theirs'}'s"
    named = f" {transmission.id}" if transmission.id else ""
    was = f" ({format_khz(transmission.frequency_khz)} kHz)"
    if move.change == "frequency":
        band = "" if move.in_band else ", another band"
        return f"{whose}{named}{was} to {format_khz(move.after.frequency_khz)} kHz{band}"
    return f"{whose}{named}{was} to {move.after.time}"


def reason_words(proposal: Proposal) -> str:
    """Why it is the first: what it costs."""
    points = sum(move.disturbed for move in proposal.moves)
    shifted = sum(move.shift_minutes for move in proposal.moves)
    parts = [f"{count(points, 'test point')} of the targets disturbed", count(len(proposal.moves), "row") + " moved"]
    losses = [move.loss_points for move in proposal.moves if move.loss_points is not None]
    if losses:
        lost = max(0.0, *losses)
        parts.append(f"{lost:.1f} points of coverage lost" if lost >= 0.05 else "no coverage lost")
    parts += [f"{shifted} minutes"] if shifted else []
    parts += ["one of its alternatives"] if any(move.alternative for move in proposal.moves) else []
    return ", ".join(parts)


def blocked_words(settled: Settled) -> str:
    """What is in the way where no move was found."""
    if not settled.channels:
        return "no channel of its band is allocated there and within reach of its equipment"
    named = ", ".join(f"{name} ({number})" for name, number in settled.blockers[:4])
    if not named:
        return "a rule of the plan speaks against every move"
    return f"none of {count(settled.channels, 'channel')} is clear: {named}"


def joint_words(answer: SettleAnswer, joint: JointAnswer) -> str:
    """What one choice over all problems ends, and how much more might be possible."""
    how = "by HiGHS" if joint.solver == "highs" else "greedily (the extra [optimise] is not installed)"
    return (
        f"together: {len(joint.ended):,} of {len(answer.settled):,} end at once by moving "
        f"{count(joint.rows_moved, 'row')}, chosen {how}; at most {100 * joint.gap:.1f} % of the weighted hours may be "
        "missing to the best choice"
    )


def summary_words(answer: SettleAnswer) -> str:
    """How many there are, and how many end by one row or two."""
    summary = answer.summary
    if answer.joint is not None:
        return joint_words(answer, answer.joint)
    return (
        f"{count(summary['pairs'], 'pair')}, {summary['jammed']:,} jammed: {summary['by_one_row']:,} end by moving one "
        f"row, {summary['by_two_rows']:,} by two, {summary['unsolved']:,} by none that was found"
    )
