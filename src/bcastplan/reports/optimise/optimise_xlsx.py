"""Workbooks of a proposal and of what budgets buy; every cell is text or a number, and no formula is in them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from bcastplan.reports.optimise.frontier_tables import frontier_notes, further
from bcastplan.reports.optimise.optimise_text import (
    asked_words,
    binding_lines,
    note_lines,
    programme_words,
    proof_lines,
)
from bcastplan.reports.safe_text import LONGEST_CELL, TEXT_STAYS_TEXT, printable
from bcastplan.workspace.prediction.better_frequencies import OptimiseAnswer
from bcastplan.workspace.prediction.budget_frontier import Frontier, FrontierPoint
from bcastplan.workspace.prediction.programme_sets import offer_of

_WIDTH = 16
_CHART_PX = {"width": 720, "height": 320}
_FIRST_ROW = 4  # title, what is asked, an empty row, headings
# Frequencies, powers and directions are shown with the digits that they have, and not with two decimals.
_AS_WRITTEN = ("kHz", "runner-up kHz", "kW", "azimuth")
Cell = str | float | int | None

_BLOCK = (
    "UTC", "kHz", "site", "offer", "kW", "antenna", "azimuth", "coverage-hours", "runner-up kHz",
    "runner-up coverage-hours", "what binds", "lost by it, coverage-hours",
)  # fmt: skip


def optimise_xlsx(answer: OptimiseAnswer) -> bytes:
    """A sheet for the proposal, and one for both plans under other assumptions."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, TEXT_STAYS_TEXT) as workbook:
        asked = asked_words(answer.programme)
        rows = [_block(choice) for choice in answer.choices]
        lines = [*binding_lines(answer), *proof_lines(answer), *note_lines(answer)]
        _sheet(workbook, "Proposal", programme_words(answer.programme), asked, _BLOCK, rows, lines)
        heading = ("assumption", "plan", "programme-hours", "coverage-hours", "under interference", "still heard",
                   "still person-hours")  # fmt: skip
        cases = [("as predicted", answer.present, answer.proposed)]
        cases += [(scenario.name, scenario.present, scenario.proposed) for scenario in answer.scenarios]
        figures = [
            _heard_cells(name, plan, heard)
            for name, *both in cases
            for plan, heard in zip(("now", "proposed"), both, strict=True)
        ]
        _sheet(workbook, "Assumptions", programme_words(answer.programme), asked, heading, figures, ())
    return out.getvalue()


def frontier_xlsx(frontier: Frontier) -> bytes:
    """A sheet with a row for each budget and a chart, and one with the transmissions of each day."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, TEXT_STAYS_TEXT) as workbook:
        subject, asked = programme_words(frontier.programme), asked_words(frontier.programme)
        money = frontier.currency or "money"
        heading = ("budget", f"cost, {money}", "hours", "coverage-hours", "bound, coverage-hours", "gap", "still heard",
                   "still person-hours", f"next coverage-hour, {money}", f"next person-hour, {money}")  # fmt: skip
        rows = [_point(frontier.present, {})]
        rows += [_point(point, further(frontier, number)) for number, point in enumerate(frontier.points)]
        sheet = _sheet(workbook, "Frontier", subject, asked, heading, rows, frontier_notes(frontier))
        _chart(workbook, sheet, len(rows), len(rows) + _FIRST_ROW + len(frontier.refused) + 6)
        days = [
            ("now" if point.budget is None else point.budget, str(item.time), item.frequency_khz, item.site_code,
             offer_of(item), item.power_kw, item.antenna, item.azimuth_deg)
            for point in (frontier.present, *frontier.points)
            for item in point.transmissions
        ]  # fmt: skip
        _sheet(workbook, "Days", subject, (), ("budget", *_BLOCK[:7]), days, ())
    return out.getvalue()


def _block(choice: Any) -> tuple[Cell, ...]:
    item, bound = choice.transmission, next(iter(choice.binds), None)
    return (
        str(item.time), item.frequency_khz, item.site_code, offer_of(item), item.power_kw, item.antenna,
        item.azimuth_deg, choice.minutes / 60.0,
        None if choice.runner_up is None else choice.runner_up.frequency_khz,
        None if choice.runner_up_minutes is None else choice.runner_up_minutes / 60.0,
        None if bound is None else f"{bound.kind}: {bound.words}", None if bound is None else bound.minutes / 60.0,
    )  # fmt: skip


def _heard_cells(name: str, plan: str, heard: Any) -> tuple[Cell, ...]:
    return (
        name, plan, heard.programme_minutes / 60.0,
        None if heard.coverage_minutes is None else heard.coverage_minutes / 60.0,
        None if heard.coverage_minutes_interfered is None else heard.coverage_minutes_interfered / 60.0,
        heard.heard_interfered, heard.person_hours_interfered,
    )  # fmt: skip


def _point(point: FrontierPoint, prices: dict[str, float | None]) -> tuple[Cell, ...]:
    return (
        "now" if point.budget is None else point.budget, point.cost, point.frequency_minutes / 60.0,
        point.minutes / 60.0,
        None if point.bound is None else point.bound / 60.0, point.gap, point.heard.heard_interfered,
        point.heard.person_hours_interfered, prices.get("cost_per_coverage_hour"), prices.get("cost_per_person_hour"),
    )  # fmt: skip


def _sheet(
    workbook: Any,
    name: str,
    title: str,
    asked: Sequence[str],
    heading: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    lines: Iterable[str],
) -> Any:
    """A sheet of one table, with notes below it."""
    sheet = workbook.add_worksheet(name)
    bold = workbook.add_format({"bold": True, "font_size": 14})
    head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    number = workbook.add_format({"num_format": "#,##0.00"})
    share = workbook.add_format({"num_format": "0.0 %"})
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, len(heading) - 1, _WIDTH)
    sheet.write_string(0, 0, printable(title)[:LONGEST_CELL], bold)
    sheet.write_string(1, 0, printable("; ".join(asked))[:LONGEST_CELL])
    for column, text in enumerate(heading):
        sheet.write_string(_FIRST_ROW - 1, column, printable(text), head)
    sheet.freeze_panes(_FIRST_ROW, 1)
    for row, cells in enumerate(rows, _FIRST_ROW):
        for column, cell in enumerate(cells):
            style = share if heading[column] in ("gap", "still heard") else number
            if isinstance(cell, str):
                sheet.write_string(row, column, printable(cell)[:LONGEST_CELL])
            elif cell is not None:
                sheet.write_number(row, column, cell, None if heading[column] in _AS_WRITTEN else style)
    for row, line in enumerate(lines, len(rows) + _FIRST_ROW + 1):
        sheet.write_string(row, 0, printable(line)[:LONGEST_CELL])
    return sheet


def _chart(workbook: Any, sheet: Any, rows: int, below: int) -> None:
    """What is heard against money; the first row is the plan as it is."""
    chart = workbook.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    # Columns 1 and 3 have cost and coverage-hours, 0 and 4 budget and bound: a budget need not be spent whole.
    first, last = _FIRST_ROW, _FIRST_ROW + rows - 1
    chart.add_series({
        "name": "Best within budget",
        "categories": ["Frontier", first + 1, 1, last, 1], "values": ["Frontier", first + 1, 3, last, 3],
    })  # fmt: skip
    chart.add_series({
        "name": "Bound", "line": {"dash_type": "dash"}, "marker": {"type": "none"},
        "categories": ["Frontier", first + 1, 0, last, 0], "values": ["Frontier", first + 1, 4, last, 4],
    })  # fmt: skip
    chart.add_series({
        "name": "Now", "line": {"none": True}, "marker": {"type": "square", "size": 9},
        "categories": ["Frontier", first, 1, first, 1], "values": ["Frontier", first, 3, first, 3],
    })  # fmt: skip
    chart.set_x_axis({"name": "Money", "num_format": "#,##0"})
    chart.set_y_axis({"name": "Coverage-hours", "num_format": "#,##0"})
    chart.set_title({"name": "What money buys", "name_font": {"size": 12}})
    chart.set_size(_CHART_PX)
    sheet.insert_chart(below, 0, chart, {"object_position": 1})
