"""The page made of data: templates escape every value, and only our own style sheet is put in unescaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from bcastplan.hours.hours_result import HoursResult
from bcastplan.model.counts import count
from bcastplan.model.percent import percent, whole_percent
from bcastplan.reports.hours.part_years import CALENDAR_YEARS
from bcastplan.reports.page import day_drawing, figures, page_tables
from bcastplan.reports.page.broadcast_table import broadcast_table
from bcastplan.reports.page.charts import NARROW, month_columns, sparks
from bcastplan.reports.page.day_drawing import drawing_of
from bcastplan.reports.page.definitions import CONFLICTS, COVERAGE, MEASURES
from bcastplan.reports.page.delivered_section import delivered_section
from bcastplan.reports.page.headline import headline, lede, tiles
from bcastplan.reports.page.marginal_section import marginal_section
from bcastplan.reports.page.plan_figures import PlanFigures
from bcastplan.reports.page.plans_compared import changes_of, scenarios, services_together, titled
from bcastplan.reports.page.rates_section import rates_table
from bcastplan.reports.page.service_colours import hues_of
from bcastplan.reports.page_templates import page_environment, template_text
from bcastplan.workspace.report.report_data import VIEWS, HoursBook, ReportData

if TYPE_CHECKING:
    from jinja2 import Environment

MOST_TOGETHER = 24
_FILTERS = (
    "plain",
    "hours",
    "figure_hours",
    "energy",
    "whole",
    "money",
    "share",
    "people",
    "moment",
    "day",
    "byte_size",
)


def report_html(data: ReportData) -> str:
    """The page as one text; sections without data are left out."""
    return _environment().get_template("page.html").render(_context(data))


@cache
def _environment() -> Environment:
    environment = page_environment(__package__)
    environment.filters |= {name: getattr(figures, name) for name in _FILTERS}
    environment.filters |= {
        "counted": count,
        "bucket": figures.bucket_label,
        "percent": percent,
        "whole_percent": whole_percent,
    }
    return environment


def _context(data: ReportData) -> dict[str, Any]:
    book = data.book
    # Where two names have the same colour, the service with more airtime keeps it.
    services = sorted(book.views["services"].rows, key=lambda row: (-row.frequency_minutes, str(row.values[0])))
    hues = hues_of([str(row.values[0]) for row in services])
    definitions = [*MEASURES]
    # Only the terms that this page uses are explained on it.
    definitions += CONFLICTS if data.conflicts is not None else ()
    definitions += COVERAGE if data.coverage is not None else ()
    return {
        "style": template_text(__package__, "page.css"),
        "data": data,
        "book": book,
        "title": figures.plain(book.title),
        "period": book.views["bands"].period,
        "total": book.total,
        **_first_screen(data, hues),
        "hours_tables": _hours_tables(data, hues),
        "fiscal_note": _fiscal_note(book),
        "broadcast": broadcast_table(book.broadcast) if book.broadcast is not None else None,
        **_charts(data, hues),
        "cost_notes": _cost_notes(book),
        "delivered": delivered_section(book.monitored) if book.monitored is not None else None,
        "rates": [rates_table(rates) for rates in book.rates],
        "marginal": marginal_section(book.coverage.marginal)
        if book.coverage is not None and book.coverage.marginal is not None
        else None,
        "conflicts": page_tables.conflict_lists(data.conflicts) if data.conflicts is not None else None,
        "rules": page_tables.rule_counts(data.check.findings, data.rule_names) if data.check is not None else [],
        "findings": page_tables.finding_rows(data.check.findings) if data.check is not None else [],
        "most_strips": page_tables.MOST_STRIPS,
        "shown_findings": min(page_tables.MOST_FINDINGS, len(data.check.findings)) if data.check is not None else 0,
        "definitions": definitions,
        "sources": book.provenance.sources[: page_tables.MOST_FILES],
    }


def _first_screen(data: ReportData, hues: Mapping[str, int]) -> dict[str, Any]:
    """The headline, the tiles, and what changed."""
    standings = data.standings
    plans = [PlanFigures(standing) for standing in standings]
    titles = titled(standings)
    # Our own services come first, so that they keep the colours they have in the other charts of the page.
    others = hues_of([*hues, *(str(name) for other in standings[1:] for name in other.daily.groups["service"])])
    return {
        "headline": headline(plans),
        "tiles": tiles(data.book, plans),
        "lede": lede(data.book),
        "base_title": titles[1] if len(titles) > 1 else None,
        "scenarios": scenarios(plans) if len(plans) > 1 else None,
        "together": services_together(plans)[:MOST_TOGETHER],
        "changes": [
            changes_of(comparison, standings[0], title, others)
            for comparison, title in zip(data.compared, titles[1:], strict=True)
        ],
    }


def _charts(data: ReportData, hues: Mapping[str, int]) -> dict[str, Any]:
    """Each chart as it is drawn on a wide screen and on a telephone."""
    book, timeline = data.book, data.timeline
    months, starts = book.views["months"], book.fiscal_year_starts
    return {
        "months": month_columns(months, starts),
        "narrow_months": month_columns(months, starts, NARROW),
        "timeline": drawing_of(timeline, hues) if timeline is not None else None,
        "narrow_timeline": drawing_of(timeline, hues, day_drawing.NARROW) if timeline is not None else None,
    }


def _fiscal_note(book: HoursBook) -> str:
    if book.fiscal_year_starts is None:
        return "The budget years of these plans begin in different months: fiscal years are not counted together."
    if not book.fiscal_year_stated:
        return CALENDAR_YEARS
    month = figures.MONTHS[book.fiscal_year_starts - 1]
    return f"Fiscal years begin on 1 {month} and bear the number of the calendar year they end in."


def _hours_tables(data: ReportData, hues: Mapping[str, int]) -> dict[str, page_tables.HoursTable]:
    book = data.book
    labels = [str(row.period) for row in book.views["months"].rows]
    # A column of more months would be narrower than five units, and could not be told from the next.
    charts = sparks(book.month_bands, labels) if len(labels) <= 36 else {}
    tables = {
        view.key: page_tables.hours_table(
            book.views[view.key], view.heading, charts if view.key == "bands" else None, hues
        )
        for view in VIEWS
        if view.key in book.views
    }
    if book.asked is not None:
        tables["asked"] = page_tables.hours_table(book.asked, _asked_words(book.asked), hues=hues)
    return tables


def _asked_words(result: HoursResult) -> str:
    """``By site and band, per fiscal year``; the first letter is a capital."""
    by = " and ".join(filter(None, (", ".join(result.by[:-1]), *result.by[-1:])))
    parts = [f"by {by}"] if by else []
    parts += [f"per {result.per.replace('-', ' ')}"] if result.per else []
    words_of_it = ", ".join(parts) or "all together"
    return words_of_it[0].upper() + words_of_it[1:]


def _cost_notes(book: HoursBook) -> list[str]:
    total = book.total
    notes = []
    if not book.priced:
        notes.append("No plan here has rates: no cost is given. `rates` in bcastplan.yaml sets prices.")
    elif len(book.costs) > 1:
        notes.append("Amounts in different currencies are not added together.")
    elif total.cost is None and total.unpriced_minutes:
        notes.append(
            f"{figures.hours(total.unpriced_minutes)} transmitter-hours have no price: no cost is given for sums that "
            "hold them."
        )
    if any(cost.currency is None for cost in book.costs):
        notes.append("Rates without a currency: `currency` in bcastplan.yaml names it.")
    if total.energy_kwh is None:
        notes.append("No transmission has a power: no energy is given.")
    elif total.unknown_power_minutes:
        notes.append(
            f"{figures.hours(total.unknown_power_minutes)} transmitter-hours have no power: their energy is not in the "
            "sum."
        )
    return notes
