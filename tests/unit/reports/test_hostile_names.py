"""Whatever text a schedule holds, page and workbook show it and never run it."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from fractions import Fraction
from xml.etree import ElementTree

from examples import examples
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bcastplan.airtime import build
from bcastplan.coverage.coverage_result import Heard
from bcastplan.hours import RowFacts, summarise
from bcastplan.hours.daily_rates import DailyRate, ServiceDays
from bcastplan.model.clock import ClockTime
from bcastplan.model.finding import Finding, Place, Severity
from bcastplan.model.season import season
from bcastplan.model.transmission import Transmission
from bcastplan.reports.hours.hours_xlsx import hours_xlsx
from bcastplan.reports.page import report_html
from bcastplan.workspace.inspection.daily_hours import DailyHours, Overlap
from bcastplan.workspace.report.coverage_section import CoverageHour, CoverageRow, CoverageSection, CoverageStrip
from bcastplan.workspace.report.day_timeline import timeline_of
from bcastplan.workspace.report.report_data import (
    VIEWS,
    Comparison,
    CurrencyCost,
    HoursBook,
    PlanStanding,
    Provenance,
    ReportData,
    Source,
)
from bcastplan.workspace.seasons.plan_changes import Aired, ChangedTransmission, HoursDelta, KeyChange, PlanChanges

NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>1</script>",
    "</title></svg><a href='javascript:1'>",
    "{{ 7*7 }}{% raw %}",
    "=HYPERLINK(\"http://example.org\")",
    "+1", "-1", "@SUM(A1)", "\t=1", "\r=1",
    "http://example.org/", "mailto:a@example.org",
    "\x00\x1b[31m\x9b", "\u202eabc\u2066", "\ud800", "&lt;b&gt;", "]]>", "<!--", "x" * 40_000, "_x0041_", "  ",
]  # fmt: skip
OWN_CELLS = re.compile(r"('Bands by month'|Summary|Marginal)!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?")
TEXTS = st.sampled_from(NASTY) | st.text(max_size=30)
A26 = season("A", 2026)


def book_of(service, site, name):
    rows = [
        Transmission(frequency=9565.0, time=ClockTime(930, 990), window=A26.window).changed(service=service),
        Transmission(frequency=9720.0, time=ClockTime(1410, 1470), window=A26.window, service="Plain"),
    ]
    table = build(rows)
    facts = [
        RowFacts(9565, service, "31 m", 8, site=site, target=site, power_kw=100.0, names={"site": name}),
        RowFacts(9720, "Plain", "31 m", 8),
    ]

    def hours(by, per):
        return summarise(table, facts, by=by, per=per)

    book = HoursBook(
        title=name,
        views={view.key: hours(view.by, view.per) for view in VIEWS},
        month_bands=hours(("band",), "month"),
        costs=(CurrencyCost(service, None, 60, 60, (name, site)), CurrencyCost(None, None, 60, 60, ())),
        fiscal_year_starts=10,
        provenance=Provenance("1", datetime(2026, 4, 1, tzinfo=UTC), (Source(name, "schedule", None, None, 2),)),
        asked=hours(("site", "service", "target"), None),
        daily=daily_of(service, site, name, hours(("band",), None)),
    )
    return book, table, facts, rows


def daily_of(service, site, name, hours):
    first, last = hours.period
    rate = DailyRate(Fraction(60), Fraction(60), Fraction(60), 1.0, Fraction(60), service)
    return DailyHours(
        period=hours.period,
        days=210,
        services=(ServiceDays(service, first, last, 210), ServiceDays("Plain", first, last, 210)),
        total=hours.total,
        daily=rate,
        groups={"band": {"31 m": rate}, "service": {service: rate, "Plain": rate}, "site": {site: rate, None: rate}},
        names={("site", site): name},
        either_minutes=60,
        overlaps=(Overlap(service, "Plain", 60, 30, 210),),
    )


def data_of(service, site, name):
    book, table, facts, rows = book_of(service, site, name)
    one = Aired(rows[0].changed(id=name, site=site), 60, 210)
    finding = Finding("TIM004", "never-airs", Severity.ERROR, name, Place(site, 1, 1, service))
    summary = type("Summary", (), {"files": 1, "transmissions": 2, "errors": 1, "warnings": 0, "infos": 0})()
    hours = book.views["bands"]
    return ReportData(
        book,
        timeline=timeline_of(table, facts, hours.period),
        check=type("Check", (), {"findings": [finding], "summary": summary})(),
        compared=(
            Comparison(
                PlanStanding(name, site, daily_of(name, site, service, hours)),
                PlanChanges(
                    name,
                    site,
                    (one,),
                    (one,),
                    (ChangedTransmission(one, one, (KeyChange("note", name, service),)),),
                    1,
                    hours,
                    hours,
                    daily_of(service, site, name, hours),
                    daily_of(name, service, site, hours),
                    (HoursDelta("service", name, hours.total, None),),
                ),
            ),
        ),
        coverage=CoverageSection(
            rows=(CoverageRow(name, Heard(60, 60, 1.0)),),
            total=CoverageRow(name, Heard(60, 60, 1.0, 1.0, 60, 5.0, (name,), 20.0)),
            bands=(CoverageRow(service, Heard(60, 60, 1.0)), CoverageRow(site, Heard(60, 60, 1.0))),
            strips=(CoverageStrip(service, site, (CoverageHour(True, 0.5, name),) * 24),),
            notes=(name,),
        ),
        rule_names={"TIM004": name},
    )


@given(service=TEXTS, site=TEXTS, name=TEXTS)
@example(*NASTY[:3])
@example(*NASTY[13:16])
@example("\ud800", "\x00", "x" * 40_000)
@examples(40)
def test_a_page_has_the_same_elements_whatever_the_names(read_page, service, site, name):
    page = read_page(report_html(data_of(service, site, name)))
    plain = read_page(report_html(data_of("Radio", "PHT", "A plan")))
    extra = set(page.tags) - set(plain.tags)
    assert extra == set()
    names = {(tag, attribute) for tag, attribute, _ in page.attributes}
    assert names <= {(tag, attribute) for tag, attribute, _ in plain.attributes} | {("td", "title")}


def test_markup_is_shown_as_it_was_written(read_page):
    page = read_page(report_html(data_of(*NASTY[:2], "Plan {{ 7*7 }} <b>")))
    assert "<script>alert(1)</script>" in page.text
    assert "Plan {{ 7*7 }} <b>" in page.text


@given(service=TEXTS, site=TEXTS, name=TEXTS)
@example("=1+1", "+A1", "@SUM(1)")
@example("\ud800", "\x00", "x" * 40_000)
@examples(40)
def test_a_workbook_holds_no_formula_but_our_sums(service, site, name):
    data = hours_xlsx(book_of(service, site, name)[0])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            content = archive.read(part)
            root = ElementTree.fromstring(content)
            for element in root.iter():
                kind = element.tag.rsplit("}", 1)[-1]
                assert kind not in {"hyperlink", "oleObject", "control"}
                if kind == "f" and "/chart" in element.tag:
                    assert re.fullmatch(
                        r"('Bands by month'|Summary|Marginal)!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", element.text
                    )
                elif kind == "f":
                    assert element.text.startswith("SUM(")
                    assert set(element.text[4:-1]) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ:0123456789")
    assert load_workbook(io.BytesIO(data)).sheetnames[0] == "Hours"


def test_the_period_of_the_twin_is_a_season():
    assert book_of("a", "b", "c")[0].views["bands"].period == (date(2026, 3, 29), date(2026, 10, 25))
