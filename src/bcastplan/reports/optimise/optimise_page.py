"""A printable page of a proposal or of what budgets buy; it fetches nothing and holds no script.

The template escapes every value; only our own style sheet is put in unescaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bcastplan.reports.optimise.frontier_chart import FrontierChart, frontier_chart
from bcastplan.reports.optimise.frontier_tables import day_rows, frontier_notes, frontier_rows, last_words
from bcastplan.reports.optimise.optimise_text import (
    asked_words,
    binding_lines,
    block_rows,
    both_rows,
    note_lines,
    programme_words,
    proof_lines,
    scenario_rows,
)
from bcastplan.reports.page_templates import page_environment, template_text
from bcastplan.reports.safe_text import printable
from bcastplan.workspace.prediction.better_frequencies import OptimiseAnswer
from bcastplan.workspace.prediction.budget_frontier import Frontier


def optimise_page(answer: OptimiseAnswer) -> str:
    """The page of a proposal."""
    sections = [
        _section("What it gains", both_rows(answer), text_columns=(0,)),
        _section("The proposal", block_rows(answer), binding_lines(answer), text_columns=(0, 2, 3)),
        _section("How good it is", [], proof_lines(answer)),
        _section("Under other assumptions", scenario_rows(answer.scenarios), note_lines(answer), text_columns=(0,)),
    ]
    return _page("A better plan", programme_words(answer.programme), asked_words(answer.programme), sections)


def frontier_page(frontier: Frontier) -> str:
    """The page of what budgets buy."""
    sections = [
        _section("What money buys", frontier_rows(frontier), chart=frontier_chart(frontier)),
        _section(last_words(frontier).rstrip(":"), day_rows(frontier), text_columns=(0, 2, 3)),
        _section("What it means", [], frontier_notes(frontier)),
    ]
    return _page("What money buys", programme_words(frontier.programme), asked_words(frontier.programme), sections)


def _section(
    title: str,
    rows: Sequence[Sequence[str]],
    lines: Iterable[str] = (),
    *,
    text_columns: Sequence[int] = (),
    chart: FrontierChart | None = None,
) -> dict[str, Any]:
    return {
        "title": title,
        "headings": [printable(cell) for cell in rows[0]] if rows else [],
        "rows": [[printable(cell) for cell in row] for row in rows[1:]],
        "lines": [printable(line) for line in lines],
        "text_columns": list(text_columns),
        "chart": chart,
    }


def _page(title: str, subject: str, asked: Sequence[str], sections: list[dict[str, Any]]) -> str:
    return (
        page_environment(__package__)
        .get_template("optimise.html")
        .render(
            style=template_text(__package__, "optimise.css"),
            title=title,
            subject=printable(subject),
            asked=[printable(line) for line in asked],
            sections=sections,
        )
    )
