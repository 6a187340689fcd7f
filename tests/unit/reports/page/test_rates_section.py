"""The rates on the page and in the workbook: what each holds for and came to, and that the amounts add up."""

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from bcastplan.reports.hours.hours_xlsx import hours_xlsx
from bcastplan.reports.hours.rate_lines import rate_lines, tenure_sums
from bcastplan.reports.page import report_html
from bcastplan.reports.page.rates_section import rates_table

PLAN = """\
bcastplan: 1
plan: Own and leased
rates:
  currency: USD
  efficiency: 0.5
  items:
    - {per_month: 310.00, site: PHT, tenure: owned}
    - {site: PHT, band: 31 m, power: 100-250, from: 2026-04-01, per_hour: 2.5, per_kwh: 0.125, tenure: owned}
    - {site: SAI, per_hour: 1.00, minimum_per_month: 60.00, tenure: leased}
    - {site: TIN, until: 2026-12-31, per_hour: 9}
"""
SCHEDULE = """\
bcastplan: 1
service: A service
from: 2026-04-01
until: 2026-04-30
transmissions:
  - {id: a, frequency: 9565, time: 1530-1630, site: PHT, power: 250}
  - {id: b, frequency: 9720, time: 1600-1700, site: SAI, power: 100}
  - {id: c, frequency: 9730, time: 1600-1700, site: SAI, power: 100, rate: 4}
"""


@pytest.fixture
def rated(book, plan):
    for file in plan.iterdir():
        file.unlink()
    (plan / "bcastplan.yaml").write_text(PLAN)
    (plan / "a.yaml").write_text(SCHEDULE)
    return book()


def test_every_price_says_what_it_holds_for_and_came_to(rated):
    (rates,) = rated.rates
    lines = rate_lines(rates)
    assert [line.place for line in lines] == [7, 8, 9, 10]
    assert [line.holds_for for line in lines] == [
        "site PHT",
        "site PHT, band 31 m, 100-250 kW, from 2026-04-01",
        "site SAI",
        "site TIN, until 2026-12-31",
    ]
    assert lines[1].price == "2.50 an hour, 0.125 a kWh"
    assert lines[2].price == "1.00 an hour, at least 60.00 a month"
    # 30 h × 250 kW / 0.5 = 15,000 kWh: 75 + 1,875; SAI: 30 × 1 + 30 × 4 = 150, above its minimum
    amounts = [Decimal(310), Decimal(1950), Decimal(150), Decimal(0)]
    assert [line.use.amount for line in lines] == amounts
    assert rates.ledger.amount == sum(amounts) == rated.total.cost
    assert lines[1].use.energy_kwh == 15000
    assert tenure_sums(rates.ledger) == [
        ("owned", Decimal(2260)),
        ("leased", Decimal(150)),
        ("owned or leased is not stated", Decimal(0)),
    ]


def test_the_page_shows_every_price(rated, report, read_page):
    text = read_page(report_html(report())).text
    assert "Rates of Own and leased" in text
    assert "at least 60.00 a month" in text
    assert "2,410.00 USD" in text
    assert rates_table(rated.rates[0]).rows[3].unused


def test_the_workbook_has_a_sheet_of_rates(rated):
    sheet = load_workbook(io.BytesIO(hours_xlsx(rated)))["Rates"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert [row[11] for row in rows if row[2]] == [310, 1950, 150, 0]
    assert next(row[11] for row in rows if row[0] == "Total") == 2410


def test_idle_and_unpriced_airtime_is_said(book, plan):
    (plan / "b26.yaml").unlink()
    (plan / "bcastplan.yaml").write_text(
        "bcastplan: 1\nrates: {currency: USD, items: [{site: TIN, per_season: 2100}, {site: TAC, per_hour: 1}]}\n"
    )
    (rates,) = book().rates
    notes = rates_table(rates).notes
    assert "have no price by the hour" in notes[0]
    assert "2,100.00 USD of the fixed amounts" in notes[1]


def test_files_of_the_compared_plan_are_listed_too(report, plan):
    other = plan / "other"
    other.mkdir()
    (other / "bcastplan.yaml").write_text("bcastplan: 1\n")
    (other / "x.yaml").write_text(SCHEDULE)
    sources = report("a26.yaml", compare=["other"]).book.provenance.sources
    roles = {(source.name, source.role) for source in sources}
    assert {("other/bcastplan.yaml", "compared plan"), ("other/x.yaml", "compared schedule")} <= roles
    assert all(source.sha256 for source in sources)
