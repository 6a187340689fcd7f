"""The answer of `settle` as sheets of plain cells, one sheet for each counterpart; the formats only lay them out."""

from __future__ import annotations

from dataclasses import dataclass

from bcastplan.model.counts import count
from bcastplan.model.frequency import format_khz
from bcastplan.model.transmission import Transmission
from bcastplan.reports.settle.settle_words import blocked_words, proposal_words, reason_words, second_words
from bcastplan.workspace.moves.proposals import Settled
from bcastplan.workspace.moves.season_moves import SettleAnswer

JAMMED = "jammed channels, with nobody to settle them with"
SIDE_COLUMNS = ("from", "until", "target", "power", "azimuth", "manager", "requirement")
"""What a sheet has of a row besides what finds it on the air."""
COLUMNS = (
    "number", "counterpart", "severity", "kind", "hours_a_week", "when", "our_file", "our_line", "our_id", "our_khz",
    "our_time", "our_days", "our_service", "our_site", "their_id", "their_khz", "their_time", "their_days",
    "their_service", "their_site", "proposal", "rows_moved", "test_points_disturbed", "instead", "blocked_by",
    "people_disturbed", "coverage_lost", "because", "instead_because",
    *(f"our_{name}" for name in SIDE_COLUMNS), *(f"their_{name}" for name in SIDE_COLUMNS),
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
    # Who is jammed has no counterpart, and nobody to meet.
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
    cells |= {"when": "; ".join(when), "hours_a_week": f"{weekly:.1f}", **_proposed(settled)}
    return Line({name: cells.get(name, "") for name in COLUMNS}, settled.proposal is not None)


def _side(whose: str, transmission: Transmission) -> dict[str, str]:
    power, azimuth, requirement = transmission.power_kw, transmission.azimuth_deg, transmission.requirement
    cells = {
        "id": transmission.id or "",
        "khz": format_khz(transmission.frequency_khz),
        "time": str(transmission.time),
        "days": transmission.days_text,
        "service": transmission.service or transmission.broadcaster or "",
        "site": transmission.site_code or "",
        "from": transmission.first_date.isoformat(),
        "until": transmission.last_date.isoformat(),
        "target": transmission.target or "",
        "power": "" if power is None else f"{power:g}",
        "azimuth": "" if azimuth is None else f"{azimuth:g}",
        "manager": transmission.manager or "",
        "requirement": "" if requirement is None else str(requirement),
    }
    return {f"{whose}_{name}": text for name, text in cells.items()}


def _proposed(settled: Settled) -> dict[str, str]:
    proposal, second = settled.proposal, settled.runner_up
    if proposal is None:
        return {"blocked_by": blocked_words(settled), "rows_moved": "0"}
    theirs = settled.problem.b_row
    losses = [move.loss_points for move in proposal.moves if move.loss_points is not None]
    return {
        "proposal": proposal_words(proposal, theirs),
        "because": reason_words(proposal),
        "rows_moved": str(len(proposal.moves)),
        "test_points_disturbed": str(sum(move.disturbed for move in proposal.moves)),
        "people_disturbed": "" if proposal.people is None else f"{proposal.people:.0f}",
        "coverage_lost": f"{max(losses):.2f}" if losses else "",
        "instead": proposal_words(second, theirs) if second else "",
        "instead_because": second_words(proposal, second) if second else "",
    }
