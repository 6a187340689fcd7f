"""The page and the workbook of a proposal show what the text does, and what a user wrote is inert in them."""

import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from bcastplan.reports.optimise.frontier_chart import round_values

PLAN = """\
bcastplan: 1
rates: {currency: "<b>USD", items: [{site: PHT, per_hour: 40}]}
optimise:
  programmes:
    evening:
      service: "<script>alert(1)</script>=1+1"
      wanted: [{time: 1300-1500, value: 1}]
      most_hours: 1
      budget: 2000
  offers:
    - {name: "=cmd()<img src=x>", site: PHT, power: 250, antenna: 216, azimuths: [21], frequencies: [9405],
       per_hour: 20}
"""
OURS = """\
bcastplan: 1
service: "<script>alert(1)</script>=1+1"
from: 2026-07-01
until: 2026-07-31
defaults: {language: Kor, target: 44NE, site: PHT, power: 250, antenna: 216, azimuth: 21, days: Mon-Fri}
transmissions:
  - {id: now, frequency: 9565, time: 1500-1600}
"""
FAST = ("--date", "2026-07-15")


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("plan").mkdir()
    Path("plan/bcastplan.yaml").write_text(PLAN)
    Path("plan/ours.yaml").write_text(OURS)


def shown(run, *options):
    ran = run("optimise", "plan", *FAST, *options)
    assert ran.code == 0, ran.err
    return ran.out


class Reader(HTMLParser):
    """The tags, their attributes and the cells of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.links, self.cells, self.open = [], [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("src", "href")]
        self.open = tag in ("td", "th")
        if self.open:
            self.cells.append("")

    def handle_endtag(self, tag):
        self.open = self.open and tag not in ("td", "th")

    def handle_data(self, data):
        if self.open:
            self.cells[-1] += data


@pytest.mark.parametrize("options", [(), ("--budgets", "500,1500")])
def test_the_page_is_inert_and_self_contained(run, options):
    page = Reader(shown(run, "--format", "html", *options))
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert page.links == []
    assert ("svg" in page.tags) == bool(options)


def test_page_and_text_show_the_same_figures(run):
    text, page = shown(run), Reader(shown(run, "--format", "html"))
    for line in text.splitlines():
        if line.startswith(("now ", "proposed ", "13", "14")) and "binds" not in line:
            for figure in re.findall(r"\d[\d,.]+", line):
                assert any(figure in cell for cell in page.cells), figure


def test_the_chart_has_a_point_for_each_budget_and_the_plan_as_it_is(run):
    page = shown(run, "--format", "html", "--budgets", "300,900,1500")
    assert page.count('<circle class="best"') == 3
    assert page.count('<rect class="now"') == 1
    assert all(0 <= float(value) <= 720 for value in re.findall(r'c[xy]="([\d.]+)"', page))


def test_the_word_beside_the_present_plan_stays_inside_the_chart_where_the_plan_costs_most(run):
    page = shown(run, "--budgets", "300:900:2", "--format", "html")
    width = float(re.search(r'viewBox="0 0 ([\d.]+)', page)[1])
    square = float(re.search(r'<rect class="now" x="([\d.]+)"', page)[1])
    assert square > width / 2, "the example no longer has its plan on the right"
    x, anchor = re.search(r'<text class="name" x="([\d.]+)"[^>]* text-anchor="(\w+)"', page).groups()
    assert (float(x) < square, anchor) == (True, "end")


def book_of(run, *options):
    ran = run("optimise", "plan", *FAST, "--format", "xlsx", *options)
    assert ran.code == 0, ran.err
    return openpyxl.load_workbook(io.BytesIO(ran.out.encode("utf-8", "surrogateescape")))


def test_the_workbook_holds_the_figures_as_numbers_and_no_formula(run):
    answer = json.loads(shown(run, "--format", "json", "--budgets", "300,900"))
    book = book_of(run, "--budgets", "300,900")
    assert book.sheetnames == ["Frontier", "Days"]
    rows = [[cell.value for cell in row] for row in book["Frontier"].iter_rows(min_row=5, max_row=7)]
    assert [row[0] for row in rows] == ["now", 300, 900]
    assert [row[1] for row in rows[1:]] == [point["cost"] for point in answer["frontier"]]
    assert rows[2][3] == pytest.approx(answer["frontier"][1]["counted_minutes"] / 60, abs=0.01)
    assert len(book["Frontier"]._charts) == 1
    proposal = book_of(run)
    assert proposal.sheetnames == ["Proposal", "Assumptions"]
    for sheet in (*book, *proposal):
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_frequencies_in_the_workbook_have_no_decimals_added(run):
    sheet = book_of(run, "--on", "2026-07-15")["Proposal"]
    heads = [cell.value for cell in sheet[4]]
    for head, look in (("kHz", "General"), ("runner-up kHz", "General"), ("coverage-hours", "#,##0.00")):
        cell = sheet.cell(5, heads.index(head) + 1)
        assert isinstance(cell.value, int | float), head
        assert cell.number_format == look, head


def test_an_outage_has_no_page(run):
    ran = run("optimise", "plan", "--without", "PHT", "--from", "2026-07-15", "--format", "html")
    assert ran.code == 2
    assert "answered as text or json" in ran.err


@pytest.mark.parametrize("most", [0.4, 1.0, 7.0, 99.0, 100.0, 62_400.0, 1e9])
def test_ticks_are_round_few_and_reach_far(most):
    ticks = round_values(most)
    assert ticks[0] == 0.0
    assert 3 <= len(ticks) <= 8
    assert 0.7 * most <= ticks[-1] <= most * 1.0001
