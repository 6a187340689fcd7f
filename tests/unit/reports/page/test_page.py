"""The page: every section, true figures, cut lists that say so, nothing that needs a network or a script."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.coverage.coverage_result import Heard
from bcastplan.model.finding import Finding, Place, Severity
from bcastplan.reports.page import report_html
from bcastplan.reports.page.definitions import CONFLICTS, COVERAGE, MEASURES
from bcastplan.reports.page.page_tables import MOST_FINDINGS
from bcastplan.workspace.report.coverage_section import CoverageHour, CoverageRow, CoverageSection, CoverageStrip
from bcastplan.workspace.report.report_data import ReportData


def test_the_page_has_every_section_and_is_whole(report, read_page):
    page = read_page(report_html(report()))
    for section in ("day", "hours", "time", "cost", "conflicts", "findings", "definitions", "made"):
        assert section in page.ids
    assert "coverage" not in page.ids
    assert "changes" not in page.ids
    assert page.ids.index("made") < page.ids.index("findings")


def test_every_link_in_the_contents_leads_somewhere(report, read_page):
    page = read_page(report_html(report(compare=["a26.yaml"])))
    targets = [value[1:] for _, name, value in page.attributes if name == "href"]
    assert targets
    assert set(targets) <= set(page.ids)


def test_nothing_is_fetched_and_the_page_forbids_it(report):
    text = report_html(report())
    assert "default-src 'none'" in text
    assert re.findall(r"(?:https?:)?//[a-z]|url\((?!#)|@import", text) == []


def test_the_figures_are_those_of_the_count(report, read_page):
    data = report()
    total = data.book.total
    text = read_page(report_html(data)).text
    assert f"{total.frequency_minutes / 60:,.2f}" in text
    assert f"{total.programme_minutes / 60:,.2f}" in text
    assert f"{total.cost:,.2f} USD" in text
    for row in data.book.views["fiscal-years"].rows:
        assert f"{row.period}" in text
        assert f"{row.cost:,.2f} USD" in text
    assert [row.period for row in data.book.views["fiscal-years"].rows] == ["FY2026", "FY2027"]


def test_the_timeline_has_local_time_at_the_target(report, read_page):
    text = read_page(report_html(report())).text
    assert "Pyongyang" in text
    assert "44NE, UTC+9" in text


def test_definitions_carry_their_sources(report, read_page):
    text = read_page(report_html(report())).text
    for one in (*MEASURES, *CONFLICTS):
        assert one.meaning in text
        assert one.source in text
    assert COVERAGE[0].meaning not in text


def test_how_it_was_made(report, read_page, plan):
    data = report()
    text = read_page(report_html(data)).text
    assert "1 Apr 2026, 1230 UTC" in text
    for source in data.book.provenance.sources:
        assert source.sha256 in text


def test_the_same_input_makes_the_same_page(report):
    assert report_html(report()) == report_html(report())


def test_conflicts_of_our_own_and_with_others_stand_apart(report, read_page, plan):
    (plan / "other.txt").write_text("")
    rival = (plan / "a26.yaml").read_text().replace("VOA Korean", "Rival").replace("voa-", "riv-")
    rival = rival.replace("manager: AGM", "manager: RIV")
    (plan / "rival").mkdir()
    (plan / "rival" / "bcastplan.yaml").write_text("bcastplan: 1\n")
    (plan / "rival" / "r.yaml").write_text(rival)
    text = read_page(report_html(report("a26.yaml", against=["rival/r.yaml"]))).text
    assert "With others" in text
    assert "co-channel" in text
    assert "Rival" in text


def test_a_hundred_thousand_findings_are_counted_and_cut(report, read_page):
    findings = [
        Finding(
            "TIM004", "never-airs", Severity.WARNING, f"number {number}", Place("a26.yaml", number + 1, 1, f"x{number}")
        )
        for number in range(100_000)
    ]
    findings.append(Finding("FRQ001", "out", Severity.ERROR, "the gravest", Place("a26.yaml", 7)))
    summary = SimpleNamespace(files=1, transmissions=100_000, errors=1, warnings=100_000, infos=0)
    data = replace(report(), check=SimpleNamespace(findings=findings, summary=summary))
    text = report_html(data)
    page = read_page(text)
    assert f"{MOST_FINDINGS} of 100,001 findings are listed here" in page.text
    assert "the gravest" in page.text
    assert "100,000 warnings" in page.text
    assert len(text) < 400_000


def test_long_tables_are_cut_with_their_true_number(report, read_page, plan):
    rows = "\n".join(
        f"  - {{frequency: {5900 + 5 * (n % 50)}, time: 0500-0600, service: S{n}, days: Mon}}" for n in range(90)
    )
    (plan / "many.yaml").write_text(f"bcastplan: 1\nseason: A26\ntransmissions:\n{rows}\n")
    text = read_page(report_html(report("many.yaml"))).text
    assert "40 of 90 rows are listed here, most frequency-hours first" in text


def test_coverage_is_shown_when_somebody_computed_it(report, read_page):
    section = CoverageSection(
        rows=(CoverageRow("VOA Korean", Heard(600, 600, 300.0)), CoverageRow("Unknown", Heard(60, 0, None))),
        total=CoverageRow("Total", Heard(660, 600, 300.0)),
        strips=(
            CoverageStrip(
                "VOA Korean",
                "44NE",
                (
                    CoverageHour(True, 0.42, "31 m"),
                    CoverageHour(True, None, None),
                    *(CoverageHour(False, None, None),) * 22,
                ),
            ),
        ),
        notes=("Two transmissions have no antenna.",),
    )
    page = read_page(report_html(replace(report(), coverage=section)))
    assert "coverage" in page.ids
    assert "VOA Korean 10.00 10.00 5.00 50 %" in page.text
    assert "Unknown 1.00 0.00 – –" in page.text
    assert "to 44NE 42 ?" in page.text
    assert "Two transmissions have no antenna." in page.text
    assert COVERAGE[0].meaning in page.text


def test_coverage_is_predicted_when_it_is_asked_for(report, read_page):
    data = report(coverage=CoverageOptions())
    total = data.coverage.heard
    assert total.programme_minutes == data.book.total.programme_minutes
    assert 0 < total.coverage_minutes < total.programme_minutes
    assert "44NE" in read_page(report_html(data)).text
    assert any("R12" in note for note in data.coverage.notes)
    bands = data.book.views["bands"].rows
    assert [row.label for row in data.coverage.bands] == [row.values[0] for row in bands]
    assert [row.heard.programme_minutes for row in data.coverage.bands] == [row.programme_minutes for row in bands]


def test_bands_stand_below_the_services_where_there_are_several(report, read_page, plan):
    assert "31 m 1,014.00" not in read_page(report_html(report(coverage=CoverageOptions()))).text
    text = (plan / "a26.yaml").read_text().replace("9720, time: 1600-1700", "7300, time: 1600-1700")
    (plan / "a26.yaml").write_text(text)
    data = report(coverage=CoverageOptions())
    page = read_page(report_html(data)).text
    assert [row.label for row in data.coverage.bands] == ["41 m", "31 m"]
    for row in data.coverage.bands:
        assert f"{row.label} {row.heard.programme_minutes / 60:,.2f}" in page


def test_what_changed_against_another_plan(report, read_page, plan):
    old = (plan / "a26.yaml").read_text().replace("1530-1630", "1500-1600")
    (plan / "old.yaml").write_text(f"{old}  - {{id: gone, frequency: 6005, time: 0500-0600}}\n")
    text = read_page(report_html(report("a26.yaml", compare=["old.yaml"]))).text
    assert "0 transmissions added, 1 removed, 1 changed, 3 as before" in text
    assert "time: 1500-1600 → 1530-1630" in text


def test_currencies_are_never_added(report, read_page, plan):
    other = plan / "euro"
    other.mkdir()
    (other / "bcastplan.yaml").write_text("bcastplan: 1\nplan: Euro\nrates: {currency: EUR, items: [{per_hour: 10}]}\n")
    (other / "s.yaml").write_text(
        "bcastplan: 1\nservice: E\nseason: A26\ntransmissions:\n  - {frequency: 6005, time: 0500-0600}\n"
    )
    data = report()
    text = read_page(report_html(data)).text
    assert {cost.currency for cost in data.book.costs} == {"EUR", "USD"}
    assert "2,100.00 EUR" in text
    assert "Amounts in different currencies are not added together." in text
    dollars = next(cost.cost for cost in data.book.costs if cost.currency == "USD")
    assert f"{dollars + 2100:,.2f}" not in text


@pytest.mark.parametrize(
    ("plan_text", "says"),
    [
        ("bcastplan: 1\n", "No plan here has rates"),
        ("bcastplan: 1\nrates: {items: [{per_hour: 2}]}\n", "Rates without a currency"),
        ("bcastplan: 1\nrates: {currency: USD, items: [{site: TAC, per_hour: 2}]}\n", "have no price"),
    ],
)
def test_what_is_missing_for_a_cost_is_said(report, read_page, plan, plan_text, says):
    (plan / "bcastplan.yaml").write_text(plan_text)
    assert says in read_page(report_html(report())).text


def test_hours_alone_have_no_findings_and_answer_the_question_first(book, read_page):
    page = read_page(report_html(ReportData(book(by=("language", "band"), per="quarter"))))
    assert "By language and band, per quarter" in page.text
    assert "Korean (Kor) · 31 m · Q2 2026" in page.text
    assert "findings" not in page.ids
    assert page.ids.index("asked") < page.ids.index("bands")


def test_nothing_on_the_air_is_said(report, read_page, plan):
    (plan / "empty.yaml").write_text("bcastplan: 1\nservice: E\nseason: A26\ntransmissions: []\n")
    assert "Nothing is on the air." in read_page(report_html(report("empty.yaml"))).text
