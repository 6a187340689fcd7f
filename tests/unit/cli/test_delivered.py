"""The plan's monitoring logs on the reviewer's page and in the workbook."""

from pathlib import Path

import openpyxl
import pytest

PLAN = """\
bcastplan: 1
monitoring: [log.csv]
rates: {currency: USD, items: [{per_hour: 60.00}]}
"""
SCHEDULE = """\
bcastplan: 1
service: VOA <Korean>
season: A26
transmissions:
  - {id: night, frequency: 9565, time: 1530-1630}
  - {id: noon, frequency: 12140, time: 1200-1300}
"""
LOG = """\
# Synthetic
time,frequency,sinpo,status,observer
2026-06-22T15:40Z,9565,45444,,Kim
2026-06-22T12:10Z,12140,,off,Kim
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("bcastplan.yaml").write_text(PLAN)
    Path("a26.yaml").write_text(SCHEDULE)
    Path("log.csv").write_text(LOG)


def page(run):
    ran = run("report", ".", "-o", "-")
    assert ran.code == 0, ran.err
    return ran.out.partition('<section id="delivered">')[2].partition("</section>")[0]


def test_the_page_tells_what_was_not_delivered_and_whose_word_that_is(run):
    section = page(run)
    assert "2 reports of 1 log, 2026-06-01 to 2026-06-30; 2 of them speak of airings of this plan." in section
    assert "1 airing not delivered whole, 60 minutes, 60.00 USD." in section
    assert section.index("12140 kHz 1200-1300") < section.index("9565 kHz 1530-1630")  # what was lost comes first
    assert "100 % of 1" in section
    assert "VOA &lt;Korean&gt;" in section
    assert "log.csv says that it is synthetic: nobody heard any of it." in section
    assert "Kim" not in section


def test_a_plan_without_logs_has_no_such_section(run):
    Path("bcastplan.yaml").write_text("bcastplan: 1\n")
    assert page(run) == ""


def test_a_log_that_cannot_be_read_is_a_finding_and_the_page_is_made(run):
    Path("log.csv").write_text(LOG + "noon,12140,33333,,\n")
    ran = run("report", ".", "-o", "-")
    assert ran.code == 1
    assert "log.csv:5: error MON003" in ran.err
    assert '<section id="delivered">' in ran.out


def test_the_workbook_has_a_sheet_of_it(run):
    assert run("hours", ".", "--format", "xlsx", "-o", "h.xlsx").code == 0
    rows = list(openpyxl.load_workbook("h.xlsx")["Delivered and heard"].iter_rows(values_only=True))
    head = rows[3]
    night, noon = (dict(zip(head, row, strict=True)) for row in rows[4:6])
    assert (night["kHz"], noon["kHz"]) == (9565, 12140), "numbers, so that a spreadsheet sorts them as such"
    assert (night["Airings"], night["Confirmed"], night["3 and more"]) == (30, 1, 1)
    assert (noon["Off"], noon["Not delivered, min"], noon["Credit"], noon["Currency"]) == (1, 60, 60, "USD")


def test_prediction_and_reports_share_the_sheet(run):
    assert run("hours", ".", "--coverage", "--format", "xlsx", "-o", "h.xlsx").code == 0
    rows = list(openpyxl.load_workbook("h.xlsx")["Delivered and heard"].iter_rows(values_only=True))
    assert rows[3][:2] == ("Service", "Programme-hours")
    [at] = [number for number, row in enumerate(rows) if row[3] == "Month"]
    assert rows[at - 1][0].startswith("2 reports of 1 log")
    assert rows[at + 1][3] == "2026-06"
