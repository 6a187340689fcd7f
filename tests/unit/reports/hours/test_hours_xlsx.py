"""The workbook read back: numbers are numbers, totals are formulas where sums are right, nothing else is active."""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from bcastplan.coverage.coverage_result import Heard
from bcastplan.reports.hours.hours_xlsx import hours_xlsx, report_xlsx
from bcastplan.reports.page.definitions import MEASURES
from bcastplan.workspace.report.coverage_section import CoverageRow, CoverageSection
from bcastplan.workspace.report.report_data import VIEWS

HEAD = 4


def sheets(book):
    data = hours_xlsx(book)
    return load_workbook(io.BytesIO(data)), load_workbook(io.BytesIO(data), data_only=True)


def column(sheet, heading):
    return next(cell.column for cell in sheet[HEAD] if cell.value == heading)


def total_row(sheet):
    return next(row for row in range(HEAD + 1, sheet.max_row + 1) if sheet.cell(row, 1).value == "Total")


@pytest.fixture
def one_year(plan):
    """The summer's schedule alone, all of it in one fiscal year."""
    (plan / "b26.yaml").unlink()
    text = (plan / "bcastplan.yaml").read_text()
    (plan / "bcastplan.yaml").write_text(text.replace("fiscal_year_starts: 10\n", "fiscal_year_starts: 1\n"))


def test_one_sheet_a_view_then_definitions_and_sources(book):
    workbook, _ = sheets(book())
    names = [view.heading for view in VIEWS]
    assert names == ["Bands", "Services", "Sites", "Months", "Quarters", "Fiscal quarters", "Fiscal years"]
    extra = ["Broadcast hours", "Rates", "Bands by month", "Definitions", "Sources"]
    assert workbook.sheetnames == ["Summary", *names, *extra]


def test_a_question_that_is_no_standing_view_comes_first(book):
    workbook, _ = sheets(book(by=("site", "band"), per="quarter"))
    assert workbook.sheetnames[0] == "Hours"
    headings = [cell.value for cell in workbook["Hours"][HEAD]]
    assert headings[:4] == ["Site", "Site name", "Band", "Quarter"]
    assert workbook["Hours"].cell(HEAD + 1, 2).value == "Tinang 1"


@pytest.mark.parametrize(
    ("heading", "attribute"),
    [
        ("Frequency-hours", "frequency_minutes"),
        ("Transmitter-hours", "transmitter_minutes"),
        ("Programme-hours", "programme_minutes"),
    ],
)
def test_every_figure_is_a_number_and_every_total_is_ours(book, one_year, heading, attribute):
    counted = book()
    formulas, values = sheets(counted)
    for view in VIEWS:
        result, sheet = counted.views[view.key], values[view.heading]
        place = column(sheet, heading)
        for number, row in enumerate(result.rows, HEAD + 1):
            assert sheet.cell(number, place).value == pytest.approx(getattr(row, attribute) / 60, abs=1e-9)
        last = total_row(sheet)
        assert last == HEAD + 1 + len(result.rows)
        stored = sheet.cell(last, place).value
        assert stored == pytest.approx(getattr(result.total, attribute) / 60, abs=1e-9)
        written = formulas[view.heading].cell(last, place).value
        rows = [sheet.cell(number, place).value for number in range(HEAD + 1, last)]
        if isinstance(written, str):
            letter = sheet.cell(HEAD, place).column_letter
            assert written == f"=SUM({letter}{HEAD + 1}:{letter}{last - 1})"
            assert sum(rows) == pytest.approx(stored, abs=1e-9)
        else:
            assert sum(rows) != pytest.approx(stored, abs=1e-3)


def test_programme_hours_that_rows_share_are_no_sum_and_the_sheet_says_so(book):
    counted = book()
    by_site = counted.views["services"]
    assert by_site.total.programme_minutes == sum(row.programme_minutes for row in by_site.rows)
    frequency = book(by=("frequency",))
    formulas, _ = sheets(frequency)
    sheet = formulas["Hours"]
    total = sheet.cell(total_row(sheet), column(sheet, "Programme-hours"))
    assert total.data_type == "n"
    assert total.font.italic
    assert any("not their sum" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_cost_and_energy_agree_with_the_count(book, one_year):
    counted = book()
    _, values = sheets(counted)
    sheet = values["Sites"]
    place, total = total_row(sheet), counted.total
    assert Decimal(str(sheet.cell(place, column(sheet, "Cost")).value)) == total.cost
    assert sheet.cell(place, column(sheet, "Energy, kWh")).value == pytest.approx(total.energy_kwh)
    assert sheet.cell(place, column(sheet, "Currency")).value == "USD"


def test_headers_are_frozen_filtered_and_numbers_formatted(book, one_year):
    workbook, _ = sheets(book())
    sheet = workbook["Sites"]
    assert sheet.freeze_panes == f"C{HEAD + 1}"
    assert sheet.auto_filter.ref.startswith(f"A{HEAD}:")
    assert sheet.auto_filter.ref.endswith(str(total_row(sheet) - 1))
    assert sheet.cell(HEAD + 1, column(sheet, "Frequency-hours")).number_format == "#,##0.00"
    assert sheet.cell(HEAD + 1, column(sheet, "Energy, kWh")).number_format == "#,##0"


def test_definitions_and_sources_are_there(book):
    workbook, _ = sheets(book())
    written = [row[0].value for row in workbook["Definitions"].iter_rows(min_row=HEAD + 1)]
    assert written == [one.term for one in MEASURES]
    sources = {row[0].value: row[4].value for row in workbook["Sources"].iter_rows(min_row=HEAD + 1)}
    assert set(sources) == {"bcastplan.yaml", "a26.yaml", "b26.yaml"}
    assert all(len(checksum) == 64 for checksum in sources.values())


def test_the_same_input_makes_the_same_bytes(book):
    assert hours_xlsx(book()) == hours_xlsx(book())


def test_formulas_and_links_in_names_stay_text(plan, book):
    hostile = '=HYPERLINK("http://example.org","x")'
    (plan / "a26.yaml").write_text((plan / "a26.yaml").read_text().replace("service: Relay", f"service: '{hostile}'"))
    (plan / "bcastplan.yaml").write_text("bcastplan: 1\nplan: '@SUM(1)'\n")
    data = hours_xlsx(book("a26.yaml"))
    workbook = load_workbook(io.BytesIO(data))
    cell = next(cell for row in workbook["Services"].iter_rows() for cell in row if cell.value == hostile)
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert "hyperlink" not in "".join(zipfile.ZipFile(io.BytesIO(data)).namelist())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        formulas = [name for name in archive.namelist() if b"<f>" in archive.read(name).replace(b"<f>SUM(", b"")]
    assert formulas == []


def test_amounts_in_different_currencies_have_a_sheet_and_no_total(plan, book):
    other = plan / "euro"
    other.mkdir()
    (other / "bcastplan.yaml").write_text("bcastplan: 1\nplan: Euro\nrates: {currency: EUR, items: [{per_hour: 10}]}\n")
    (other / "s.yaml").write_text(
        "bcastplan: 1\nservice: E\nseason: A26\ntransmissions:\n  - {frequency: 6005, time: 0500-0600}\n"
    )
    counted = book()
    assert {cost.currency: cost.cost for cost in counted.costs}["EUR"] == Decimal("2100.00")
    workbook, values = sheets(counted)
    assert values["Currencies"].cell(HEAD + 1, 1).value == "EUR"
    assert values["Currencies"].cell(HEAD + 1, 3).value == 2100
    assert "Total" not in [row[0].value for row in values["Currencies"].iter_rows()]
    sheet = workbook["Bands"]
    assert sheet.cell(total_row(sheet), column(sheet, "Cost")).value is None


@pytest.mark.parametrize(
    ("plan_text", "says"),
    [
        ("bcastplan: 1\n", "No plan here has rates"),
        ("bcastplan: 1\nrates: {items: [{per_hour: 2}]}\n", "name no currency"),
        ("bcastplan: 1\nrates: {currency: USD, items: [{site: TAC, per_hour: 2}]}\n", "have no price"),
    ],
)
def test_what_is_missing_for_a_cost_is_said(plan, book, plan_text, says):
    (plan / "bcastplan.yaml").write_text(plan_text)
    workbook, _ = sheets(book())
    assert any(says in str(cell.value) for row in workbook["Bands"].iter_rows() for cell in row)


def test_nothing_on_the_air_still_makes_a_workbook(plan, book):
    (plan / "empty.yaml").write_text("bcastplan: 1\nservice: E\nseason: A26\ntransmissions: []\n")
    workbook, values = sheets(book("empty.yaml"))
    assert values["Bands"].cell(HEAD + 1, 1).value == "Total"
    assert workbook["Bands"].auto_filter.ref is None


def test_several_fiscal_years_are_rows_and_never_one_sum(book):
    counted = book()
    years = counted.views["fiscal-years"].rows
    assert [year.period for year in years] == ["FY2026", "FY2027"]
    _, values = sheets(counted)
    for key in ("bands", "services", "sites"):
        sheet, result = values[key.capitalize()], counted.yearly[key]
        labels = [sheet.cell(row, 1).value for row in range(HEAD + 1, sheet.max_row + 1)]
        assert "Total" not in labels
        for year in years:
            place = HEAD + 1 + labels.index(f"Total {year.period}")
            figure = sheet.cell(place, column(sheet, "Frequency-hours")).value
            assert figure == pytest.approx(year.frequency_minutes / 60)
            assert Decimal(str(sheet.cell(place, column(sheet, "Cost")).value)) == year.cost
        assert len([label for label in labels if label and not label.startswith("Total")]) >= len(result.rows)
    for name in ("Months", "Quarters", "Fiscal quarters", "Fiscal years"):
        texts = [str(cell.value) for row in values[name].iter_rows() for cell in row if cell.value is not None]
        assert "Total" not in texts
        assert any("not added up into one total" in text for text in texts)


def test_the_summary_has_the_headline_the_measures_and_charts(book, one_year):
    workbook, values = sheets(book())
    sheet = values["Summary"]
    assert "programme-hours a day" in sheet["A2"].value
    figures = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=HEAD + 1) if row[0].value}
    assert figures["Frequency-hours a day"] == pytest.approx(690 / 210)
    assert figures["Relay"] == pytest.approx(210)
    assert len(workbook["Summary"]._charts) == 2
    bands = values["Bands by month"]
    assert [cell.value for cell in bands[HEAD]] == ["Month", "31 m"]
    assert sum(row[1].value for row in bands.iter_rows(min_row=HEAD + 1)) == pytest.approx(690)


def test_a_report_is_a_workbook_too(report, plan):
    data = report("a26.yaml", compare=["b26.yaml"])
    values = load_workbook(io.BytesIO(report_xlsx(data)), data_only=True)
    rows = [[cell.value for cell in row] for row in values["Changes"].iter_rows(min_row=HEAD + 1)]
    assert {row[1] for row in rows} == {"band", "service", "site"}
    relay = next(row for row in rows if row[2] == "Relay")
    assert relay[3:7] == [1, 1, 0, 0]
    assert "against Broadcasts to the DPRK (b26.yaml)" in [cell.value for cell in values["Summary"][HEAD]]


def test_what_is_delivered_and_heard_has_a_sheet(report):
    heard = Heard(600, 600, 300.0, 240.0, 600, 60e6, ("dprk",), 1e6, heard_low=0.4, heard_high=0.6)
    section = CoverageSection((CoverageRow("Relay", heard),), CoverageRow("Total", heard), notes=("A note.",))
    values = load_workbook(io.BytesIO(report_xlsx(replace(report(), coverage=section))), data_only=True)
    row = [cell.value for cell in values["Delivered and heard"][HEAD + 1]]
    assert row == ["Relay", 10, 10, 5, 0.5, 0.4, 0.6, None, 0.4, 1e6, 1e6]
    assert any(cell.value == "A note." for row in values["Delivered and heard"].iter_rows() for cell in row)
