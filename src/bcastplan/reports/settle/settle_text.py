"""Sheets for a meeting as plain text, with boxes to tick."""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.model.inert import inert
from bcastplan.reports.settle.settle_sheets import Line, reason_words, sheets_of, summary_words
from bcastplan.workspace.moves.season_moves import SettleAnswer


def settle_text(answer: SettleAnswer) -> str:
    """One sheet for each counterpart, both sides' rows and what is proposed."""
    by_number = {str(settled.problem.number): settled for settled in answer.settled}
    lines: list[str] = []
    for sheet in sheets_of(answer):
        title = inert(sheet.title)
        lines += [title, "=" * len(title), ""]
        for line in sheet.lines:
            lines += [*_problem(line)]
            proposal = by_number[line.cells["number"]].proposal
            if proposal is not None:
                lines.append(f"     because {reason_words(proposal)}")
            if line.cells["instead"]:
                lines.append(f" [ ] or      {inert(line.cells['instead'])}")
            lines.append("")
    return "\n".join([*lines, summary_words(answer)]) + "\n"


def _problem(line: Line) -> Iterator[str]:
    cells = {name: inert(text) for name, text in line.cells.items()}
    yield f"{cells['number']}. {cells['severity']} {cells['kind']}, {cells['hours_a_week']} h a week: {cells['when']}"
    yield f"     ours    {_row(cells, 'our')}  {cells['our_file']}:{cells['our_line']}"
    if cells["their_khz"]:
        yield f"     theirs  {_row(cells, 'their')}"
    else:
        yield f"     jammer  {cells['their_service']}"
    if line.solved:
        yield f" [ ] move    {cells['proposal']}"
    else:
        yield f"     no move: {cells['blocked_by']}"


def _row(cells: dict[str, str], whose: str) -> str:
    named = f" [{cells[f'{whose}_id']}]" if cells[f"{whose}_id"] else ""
    site = f" ({cells[f'{whose}_site']})" if cells[f"{whose}_site"] else ""
    return (
        f"{cells[f'{whose}_khz']} kHz  {cells[f'{whose}_time']} {cells[f'{whose}_days']}  "
        f"{cells[f'{whose}_service']}{site}{named}"
    )
