"""A plan for an outage as text, as a record (``bcastplan.outage/1``), and as a schedule that goes on from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bcastplan.exchange.schedule_text import schedule_yaml
from bcastplan.model.counts import count, hours
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.transmission import Transmission
from bcastplan.reports.safe_text import json_text
from bcastplan.reports.settle.settle_words import facility_words
from bcastplan.workspace.moves.outage_search import OutageAnswer, PlacedRow
from bcastplan.workspace.moves.proposals import Move
from bcastplan.workspace.moves.replacements import Replacement

SCHEMA = "bcastplan.outage/1"


def outage_text(answer: OutageAnswer, *, applied: bool = False) -> str:
    """Every transmission of the failed site with the place it gets, and the next best."""
    outage = answer.outage
    placed = sum(part.replacement is not None for part in answer.placed)
    left = answer.minutes(placed=False)
    lines = [
        f"Without {inert(outage.site)} from {outage.first}: {placed} of {count(len(answer.placed), 'transmission')} "
        f"{'has' if placed == 1 else 'have'} another place, {hours(answer.minutes(placed=True))} h on the air; "
        f"{hours(left)} h have none; {count(answer.changes_elsewhere, 'change')} elsewhere",
        "",
    ]
    for part in answer.placed:
        lines += [*_part_lines(part), ""]
    lines += [f"{_row_words(item)}: its repeat rule counts from its first date, so it cannot be cut: move it by hand"
              for item in outage.not_cut]  # fmt: skip
    lines += [f"refused: {inert(words)}" for words in answer.refused]
    how = "the best choice among these places (HiGHS)" if answer.solver == "highs" else "a greedy choice"
    written = "" if applied else " Nothing is written but by --apply or -o."
    lines.append(f"This is {how}; coverage is against noise alone.{written}")
    return "\n".join(lines) + "\n"


def _part_lines(part: PlacedRow) -> Iterator[str]:
    yield f"{_row_words(part.failed.written)}, {hours(part.minutes)} h"
    if part.replacement is None:
        yield f"  no place: {part.why_not}"
        return
    # The first move is that of the failed row; others make room for it elsewhere.
    moved, *others = part.replacement.proposal.moves
    yield f"  {_place_words(moved)}: {_cost_words(part.replacement)}"
    for other in others:
        yield f"  and {_row_words(other.before)} {_place_words(other)}"
    if part.runner_up is not None:
        yield f"  next best {_place_words(part.runner_up.proposal.moves[0])}: {_cost_words(part.runner_up)}"


def _row_words(transmission: Transmission) -> str:
    named = f" [{transmission.id}]" if transmission.id else ""
    return inert(
        f"{format_khz(transmission.frequency_khz)} kHz {transmission.time} {transmission.days_text} "
        f"{transmission.service}{named} {transmission.file}:{transmission.origin.line}"
    )


def _place_words(move: Move) -> str:
    retuned = f" on {format_khz(move.after.frequency_khz)} kHz" if move.is_retuned else " on its frequency"
    return inert(f"{facility_words(move.after)}{retuned}")


def _cost_words(place: Replacement) -> str:
    points = place.points_lost
    # Less would be printed as 0.0 points.
    if abs(points) < 0.05:
        return "as well heard"
    return f"{abs(points):.1f} points of coverage {'lost' if points > 0 else 'gained'}"


def outage_json(answer: OutageAnswer) -> str:
    """One object; keys may be added, never renamed."""
    record = {
        "schema": SCHEMA,
        "without": answer.outage.site,
        "from": answer.outage.first.isoformat(),
        "keep_others": answer.keep_others,
        "solver": answer.solver,
        "placed_minutes": answer.minutes(placed=True),
        "unplaced_minutes": answer.minutes(placed=False),
        "changes_elsewhere": answer.changes_elsewhere,
        "transmissions": [
            _row(part.failed.written)
            | {
                "minutes": part.minutes,
                "is_cut": part.failed.is_cut,
                "place": _place(part.replacement),
                "runner_up": _place(part.runner_up),
                "no_place_because": part.why_not or None,
            }
            for part in answer.placed
        ],
        "not_cut": [_row(item) for item in answer.outage.not_cut],
        "refused": list(answer.refused),
    }
    return json_text(record, indent=1) + "\n"


def _place(place: Replacement | None) -> dict[str, Any] | None:
    if place is None:
        return None
    moved, *others = place.proposal.moves
    return _row(moved.after) | {
        "points_lost": round(place.points_lost, 2),
        "elsewhere": [{"before": _row(other.before), "after": _row(other.after)} for other in others],
    }


def _row(transmission: Transmission) -> dict[str, Any]:
    return {
        "file": transmission.file,
        "line": transmission.origin.line,
        "id": transmission.id,
        "service": transmission.service,
        "frequency_khz": transmission.frequency_khz,
        "time": str(transmission.time),
        "site": transmission.site_code,
        "transmitter": transmission.transmitter,
        "power_kw": transmission.power_kw,
        "antenna": transmission.antenna,
        "azimuth": transmission.azimuth_deg,
    }


def outage_yaml(answer: OutageAnswer) -> str:
    """What goes on from elsewhere as a schedule; comments say what ends for it and what changes elsewhere."""
    outage = answer.outage
    placed = [part for part in answer.placed if part.replacement is not None]
    comments = [f"A draft of bcastplan optimise --without {outage.site} --from {outage.first}."]
    for part in placed:
        assert part.replacement is not None
        ends = "ends the day before" if part.failed.is_cut else "moves as a whole"
        comments.append(f"{_row_words(part.failed.written)} {ends}.")
        comments += [
            f"Elsewhere: {_row_words(other.before)} {_place_words(other)}."
            for other in part.replacement.proposal.moves[1:]
        ]
    first = outage.failed[0].written if outage.failed else None
    return schedule_yaml(
        None,
        # Ids are unique in a plan, and the old transmissions still have theirs.
        [part.replacement.proposal.moves[0].after.changed(id=None) for part in placed if part.replacement is not None],
        season=first.season if first is not None else None,
        window=first.window if first is not None else None,
        comments=comments,
    )
