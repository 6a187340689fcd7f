"""The whole world's season as page and workbook: true counts beside cut lists, sums that a spreadsheet repeats."""

import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from bcastplan.reports.hours.hours_xlsx import hours_xlsx
from bcastplan.reports.page import report_html
from bcastplan.workspace.report.plan_report import report_of_paths


@pytest.fixture(scope="module")
def data(shared_data):
    path = shared_data / "hfcc" / "A26allx2.zip"
    if not path.exists():
        pytest.skip(f"the season A26 is not at {path}")
    return report_of_paths([str(path)], made_at=datetime(2026, 4, 1, tzinfo=UTC)).data


def test_lists_are_cut_and_say_how_long_they_are(data):
    text = report_html(data)
    assert f"120 of {len(data.conflicts.pairs.external):,} conflicts are listed here" in text
    assert f"250 of {len(data.check.findings):,} findings are listed here" in text
    assert f"40 of {len(data.book.views['sites'].rows):,} rows are listed here" in text
    assert len(text) < 600_000


def test_every_formula_gives_what_was_counted(data):
    book = hours_xlsx(data.book)
    formulas, values = (load_workbook(io.BytesIO(book), data_only=only) for only in (False, True))
    seen = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    first, last = cell.value.removeprefix("=SUM(").removesuffix(")").split(":")
                    added = sum(one[0].value or 0 for one in values[sheet.title][f"{first}:{last}"])
                    assert values[sheet.title][cell.coordinate].value == pytest.approx(added, rel=1e-12)
                    seen += 1
    assert seen >= 12
