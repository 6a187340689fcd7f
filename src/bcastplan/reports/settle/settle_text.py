"""Sheets for a meeting as plain text, with boxes to tick."""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.model.inert import inert
from bcastplan.reports.settle.settle_sheets import Line, sheets_of
from bcastplan.reports.settle.settle_words import notes_of, summary_words
from bcastplan.workspace.moves.season_moves import SettleAnswer


def settle_text(answer: SettleAnswer) -> str:
    """One sheet for each counterpart, both sides' rows and what is proposed."""
    lines: list[str] = []
    for sheet in sheets_of(answer):
        title = inert(sheet.title)
        lines += [title, "=" * len(title), ""]
        for line in sheet.lines:
            lines += [*_problem(line), ""]
    notes = notes_of(answer)
    return "\n".join([*lines, summary_words(answer), *notes]) + "\n"


def _problem(line: Line) -> Iterator[str]:
    cells = {name: inert(text) for name, text in line.cells.items()}
    yield f"{cells['number']}. {cells['severity']} {cells['kind']}, {cells['hours_a_week']} h a week: {cells['when']}"
    yield f"     ours    {_row(cells, 'our')}  {cells['our_file']}:{cells['our_line']}"
    yield f"     theirs  {_row(cells, 'their')}" if cells["their_khz"] else f"     jammer  {cells['their_service']}"
    if not line.solved:
        yield f"     no move: {cells['blocked_by']}"
        return
    yield f" [ ] move    {cells['proposal']}"
    yield f"     because {cells['because']}"
    if cells["instead"]:
        yield f" [ ] or      {cells['instead']}"
        yield f"     second: {cells['instead_because']}"


def _row(cells: dict[str, str], whose: str) -> str:
    named = f" [{cells[f'{whose}_id']}]" if cells[f"{whose}_id"] else ""
    site = f" ({cells[f'{whose}_site']})" if cells[f"{whose}_site"] else ""
    target = f" to {cells[f'{whose}_target']}" if cells[f"{whose}_target"] else ""
    return (
        f"{cells[f'{whose}_khz']} kHz  {cells[f'{whose}_time']} {cells[f'{whose}_days']}  "
        f"{cells[f'{whose}_service']}{site}{target}{named}"
    )
