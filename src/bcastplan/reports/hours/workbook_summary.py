"""The summary of a workbook, and the sheets and charts beside its views; all data of a chart stand in a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bcastplan.hours.daily_rates import NOTHING_A_DAY, DailyRate
from bcastplan.hours.hours_result import HoursRow
from bcastplan.reports.hours.marginal_tables import marginal_notes, price_of_loss, transmission_words
from bcastplan.reports.hours.workbook_sheets import HEAD_ROWS, Cell, Sheets, hours_of
from bcastplan.reports.page.headline import headline
from bcastplan.reports.page.plan_figures import DAYS_A_YEAR, PLAN_MEASURES, PlanFigures, change, measured, same_currency
from bcastplan.reports.page.plans_compared import merged_order, titled
from bcastplan.workspace.inspection.daily_hours import DAILY_GROUPS, DailyHours
from bcastplan.workspace.report.broadcast_hours import BroadcastHours
from bcastplan.workspace.report.report_data import ReportData

if TYPE_CHECKING:  # predictions take time to import
    from bcastplan.workspace.prediction.marginal_values import MarginalValues

_BANDS = "Bands by month"
_PALETTE = (
    "#14506B",
    "#B3592B",
    "#4C7A34",
    "#7D4F93",
    "#876410",
    "#1F7A76",
    "#8A2F5B",
    "#3B5BA9",
    "#5C6B1F",
    "#A33A3A",
)
_KINDS = {"price": "money", "people": "whole"}
# A chart covers 15 rows of 20 pixels; the next one begins after an empty row.
_CHART_HEIGHT_PX, _CHART_ROWS = 300, 16
_MOST_CHARTED = 25
_LOST = ("programme", "coverage", "interfered", "person", "person_interfered")
_LEFT = ("coverage", "interfered", "person")


def write_summary(sheets: Sheets, data: ReportData) -> None:
    """The headline, every measure of this plan and of those it is compared with, services, and charts of them."""
    plans = [PlanFigures(standing) for standing in data.standings]
    sheet = sheets.add("Summary", " ".join(headline(plans)) or "Nothing is on the air.")
    names = titled(data.standings)
    columns = [("By the day", "text", 42), *((name, "hours", 22) for name in names)]
    columns += [(f"against {name}", "part", 18) for name in names[1:]]
    rows: list[list[Cell]] = []
    kinds = []
    for measure in PLAN_MEASURES:
        values, parts = measured(measure, plans)
        if any(value is not None for value in values):
            rows.append([measure.label, *values, *parts])
            kinds.append(_KINDS.get(measure.kind, measure.kind))
    line = sheets.table(sheet, columns, rows)
    # A column of `table` has one kind of number, and here each row has its own: its cells are written again.
    for place, (row, kind) in enumerate(zip(rows, kinds, strict=True), HEAD_ROWS + 1):
        for number, value in enumerate(row[1 : 1 + len(plans)], 1):
            if value is not None:
                sheet.write_number(place, number, value, sheets.numbers[kind])
    line = _service_table(sheets, sheet, data, line + 1)
    _band_chart(sheets, sheet, line + 1)


def _service_table(sheets: Sheets, sheet: Any, data: ReportData, first: int) -> int:
    """Services with their hours, cost and coverage of the whole period, and the charts made of them."""
    heard = {row.label: row.heard for row in data.coverage.rows} if data.coverage is not None else {}
    services = sorted(data.book.views["services"].rows, key=_most_hours_first)[:_MOST_CHARTED]
    rows: list[list[Cell]] = [
        [
            "(none)" if row.values[0] is None else str(row.values[0]),
            row.frequency_minutes / 60,
            None if row.cost is None else float(row.cost),
            hours_of(heard[label].coverage_minutes) if (label := str(row.values[0])) in heard else None,
        ]
        for row in services
    ]
    columns = [("Services in the whole period", "text", 42), ("Frequency-hours", "hours", 22), ("Cost", "money", 22)]
    columns.append(("Coverage-hours", "hours", 22))
    end = sheets.table(sheet, columns, rows, first)
    top, last = first + 1, first + len(rows)
    if not rows:
        return end
    # A chart would draw an unknown cost as none at all.
    if all(row[2] is not None for row in rows):
        chart = sheets.workbook.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": "Cost",
                "categories": ["Summary", top, 0, last, 0],
                "values": ["Summary", top, 2, last, 2],
                "fill": {"color": _PALETTE[0]},
            }
        )
        chart.set_title({"name": "Cost by service", "name_font": {"size": 12}})
        # Excel draws the bars from the bottom up, against the order of the table.
        chart.set_y_axis({"reverse": True})
        chart.set_legend({"none": True})
        _place(sheet, chart, end + 1 + _CHART_ROWS, 0)
    if all(row[2] is not None and row[3] is not None for row in rows):
        chart = sheets.workbook.add_chart({"type": "scatter"})
        labels = [{"value": f"=Summary!$A${place}"} for place in range(top + 1, last + 2)]  # never a text of a user
        chart.add_series(
            {
                "name": "Services",
                "categories": ["Summary", top, 2, last, 2],
                "values": ["Summary", top, 3, last, 3],
                "marker": {"type": "circle", "size": 8, "fill": {"color": _PALETTE[1]}},
                "data_labels": {"custom": labels, "value": True, "position": "right"},
            }
        )
        chart.set_title({"name": "Coverage-hours against cost, by service", "name_font": {"size": 12}})
        chart.set_x_axis({"name": "Cost", "num_format": "#,##0"})
        chart.set_y_axis({"name": "Coverage-hours", "num_format": "#,##0"})
        chart.set_legend({"none": True})
        _place(sheet, chart, end + 1 + _CHART_ROWS, 2)
    return end


def _most_hours_first(row: HoursRow) -> tuple[int, str]:
    return -row.frequency_minutes, str(row.values[0])


def _place(sheet: Any, chart: Any, row: int, column: int) -> None:
    chart.set_size({"width": 620, "height": _CHART_HEIGHT_PX})
    sheet.insert_chart(row, column, chart, {"object_position": 1})


def _band_chart(sheets: Sheets, sheet: Any, row: int) -> None:
    bands, months = _band_months(sheets)
    if not bands:
        return
    chart = sheets.workbook.add_chart({"type": "column", "subtype": "stacked"})
    last = HEAD_ROWS + len(months)
    for number in range(len(bands)):
        chart.add_series(
            {
                "name": [_BANDS, HEAD_ROWS, number + 1],
                "categories": [_BANDS, HEAD_ROWS + 1, 0, last, 0],
                "values": [_BANDS, HEAD_ROWS + 1, number + 1, last, number + 1],
                "fill": {"color": _PALETTE[number % len(_PALETTE)]},
            }
        )
    chart.set_title({"name": "Frequency-hours by month and band", "name_font": {"size": 12}})
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#E9E6DF"}}})
    chart.set_legend({"position": "bottom"})
    _place(sheet, chart, row, 0)


def _band_months(sheets: Sheets) -> tuple[list[str], list[str]]:
    """The bands, low ones first, and the months with airtime."""
    rows = sheets.book.month_bands.rows
    return list(dict.fromkeys(str(row.values[0]) for row in rows)), sorted({row.period or "" for row in rows})


def write_band_months(sheets: Sheets) -> None:
    """Frequency-hours by month and band, the data of the first chart."""
    bands, months = _band_months(sheets)
    if not bands:
        return
    minutes = {(row.period, str(row.values[0])): row.frequency_minutes for row in sheets.book.month_bands.rows}
    sheet = sheets.add(_BANDS, "Frequency-hours by month and band.")
    rows: list[list[Cell]] = [[month, *(minutes.get((month, band), 0) / 60 for band in bands)] for month in months]
    sheets.table(sheet, [("Month", "text", 14), *((band, "hours", 12) for band in bands)], rows)


def write_broadcast_hours(sheets: Sheets, hours: BroadcastHours) -> None:
    """Programme-hours a week by service and medium, a column for each fiscal year."""
    note = "Programme-hours a week; frequency-hours a week in the columns to the right. Part years have their days."
    sheet = sheets.add("Broadcast hours", note)
    several = len({column.plan for column in hours.columns}) > 1
    heads = [
        f"{f'{column.plan}, ' if several else ''}{column.year}"
        + (f" ({column.scheduled_days} of {column.days} days)" if column.scheduled_days < column.days else "")
        for column in hours.columns
    ]
    columns = [("Service", "text", 34), ("Medium", "text", 12), *((head, "hours", 20) for head in heads)]
    columns += [(f"frequency-hours, {head}", "hours", 20) for head in heads]
    rows: list[list[Cell]] = [
        [
            row.service if row.service is not None else "All services",
            row.medium or "all media",
            *(None if value is None else float(value) / 60 for value in (*row.programme, *row.frequency)),
        ]
        for row in hours.rows
    ]
    sheets.table(sheet, columns, rows)


def write_changes(sheets: Sheets, data: ReportData) -> None:
    """What changed against each other plan, by band, service and site, by the day and in the cost of a year."""
    own = data.standings[0]
    sheet = sheets.add(
        "Changes", "Frequency-hours a day, each service by the days of its own schedule; cost of 365 days."
    )
    names = titled(data.standings)
    rows: list[list[Cell]] = []
    for name, comparison in zip(names[1:], data.compared, strict=True):
        before = comparison.standing.daily
        priced = same_currency(PlanFigures(comparison.standing), PlanFigures(own))
        for group in DAILY_GROUPS:
            rows += _change_rows(name, group, before, own.daily, priced)
    heads = ("Against", "By", "Band, service or site", "Before", "Now", "Difference", "in %", "Cost before", "Cost now")
    kinds = ("text", "text", "text", "hours", "hours", "hours", "part", "money", "money", "money")
    widths = (30, 10, 34, 12, 12, 12, 10, 16, 16, 18)
    columns = list(zip((*heads, "Difference in cost"), kinds, widths, strict=True))
    sheets.table(sheet, columns, rows)


def _change_rows(name: str, group: str, before: DailyHours, after: DailyHours, priced: bool) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for value in merged_order(list(before.groups[group]), list(after.groups[group])):
        old, new = (side.groups[group].get(value, NOTHING_A_DAY) for side in (before, after))
        hours = [float(rate.frequency_minutes) / 60 for rate in (old, new)]
        costs: list[float | None] = [_cost_a_year(rate, priced) for rate in (old, new)]
        difference = costs[1] - costs[0] if costs[0] is not None and costs[1] is not None else None
        label = "(none)" if value is None else str(value)
        rows.append([name, group, label, *hours, hours[1] - hours[0], change(*hours), *costs, difference])
    return rows


def _cost_a_year(rate: DailyRate, priced: bool) -> float | None:
    if not priced:
        return None
    # A group that one of the plans does not have costs nothing in it.
    return 0.0 if rate.cost is None else float(rate.cost * DAYS_A_YEAR)


def write_marginal(sheets: Sheets, values: MarginalValues) -> None:
    """What is lost without each transmission, in the order of cutting, and coverage against budget as a chart."""
    sheet = sheets.add("Marginal", "What is lost without each transmission; what can be cut for the least loss first.")
    heads = (
        "Transmission", "Transmitter-hours", "Cost", "Programme-hours lost", "Coverage-hours lost",
        # The blank at the end of the second "lost under interference" tells it from the first where columns are chosen
        # by name.
        "lost under interference", "Person-hours lost", "lost under interference ", "Cost of a coverage-hour",
        "Cost left", "Coverage-hours left", "left under interference", "Person-hours left",
    )  # fmt: skip
    kinds = ("text", "hours", "money", "hours", "hours", "hours", "whole", "whole", "money", "money", "hours", "hours")
    columns = [(head, kind, 44 if kind == "text" else 15) for head, kind in zip(heads, (*kinds, "whole"), strict=True)]
    rows: list[list[Cell]] = []
    for row in values.rows:
        lost, left = row.lost, row.left
        rows.append(
            [
                transmission_words(row.transmission),
                row.transmitter_minutes / 60,
                None if row.cost is None else float(row.cost),
                *(hours_of(getattr(lost, name) if lost is not None else None) for name in _LOST),
                price_of_loss(row),
                None if row.cost_left is None else float(row.cost_left),
                *(hours_of(getattr(left, name) if left is not None else None) for name in _LEFT),
            ]
        )
    end = sheets.table(sheet, columns, rows)
    sheets.notes(sheet, end + 1, list(marginal_notes(values)))
    cut = sum(row.left is not None for row in values.rows)
    if values.cost is not None and cut > 1:
        chart = sheets.workbook.add_chart({"type": "scatter", "subtype": "straight"})
        chart.add_series(
            {
                "name": "Coverage-hours left",
                # Columns 9 and 10 have the cost and the coverage-hours that are left.
                "categories": ["Marginal", HEAD_ROWS + 1, 9, HEAD_ROWS + cut, 9],
                "values": ["Marginal", HEAD_ROWS + 1, 10, HEAD_ROWS + cut, 10],
                "line": {"color": _PALETTE[0], "width": 2},
            }
        )
        chart.set_title({"name": "Coverage-hours against budget", "name_font": {"size": 12}})
        chart.set_x_axis({"name": "Cost left", "num_format": "#,##0"})
        chart.set_y_axis({"name": "Coverage-hours left", "num_format": "#,##0"})
        chart.set_legend({"none": True})
        _place(sheet, chart, end + 8, 0)
