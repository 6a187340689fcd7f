"""``report``, ``diff``, ``rollover``, and ``hours`` as workbook and page: exit codes, and nothing half written."""

import errno
import io
import json
import os
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

PLAN = "bcastplan: 1\nplan: A plan\nrates: {currency: USD, items: [{per_hour: 30}]}\nfiscal_year_starts: 10\n"
SCHEDULE = """\
# kept
bcastplan: 1
service: VOA Korean
season: A26          # the season
defaults: {broadcaster: VOA, manager: AGM, administration: PHL, language: Kor, target: 44NE}
transmissions:
  - id: voa-a26-1    # the evening
    frequency: 9565
    time: 1530-1630
    follows: Europe/Berlin
    site: PHT
    power: 250
    antenna: 216
    azimuth: 21
  - {id: gone, frequency: 9580, time: 1200-1300, until: 2026-06-26, site: PHT, power: 250, antenna: 216, azimuth: 21}
  # the last one
  - {id: voa-sat, frequency: 9720, time: 2330-0030, days: [Fri, Sat], from: 2026-05-01, except: [2026-07-03], site: PHT,
     power: 250, antenna: 216, azimuth: 21}
"""


@pytest.fixture(autouse=True)
def _plan(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775000000")
    Path("bcastplan.yaml").write_text(PLAN)
    Path("a26.yaml").write_text(SCHEDULE)


def leftovers():
    return sorted(path.name for path in Path().iterdir() if path.name not in {"bcastplan.yaml", "a26.yaml"})


def test_a_report_is_written_and_says_nothing(run):
    ran = run("report", ".", "-o", "report.html")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert Path("report.html").read_text().startswith("<!DOCTYPE html>")
    assert leftovers() == ["report.html"]


def test_a_report_may_go_to_standard_output(run):
    assert run("report", "a26.yaml", "-o", "-").out.startswith("<!DOCTYPE html>")


def test_a_report_bears_the_time_it_is_told(run, monkeypatch):
    assert "31 Mar 2026, 2333 UTC" in run("report", ".", "-o", "-").out
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert run("report", ".", "-o", "-").code == 2


def test_what_cannot_be_read_is_reported_beside_the_page(run):
    Path("bad.yaml").write_text("bcastplan: 1\nseason: A26\ntransmissions:\n  - {frequency: x, time: 1000-1100}\n")
    ran = run("report", ".", "-o", "report.html")
    assert ran.code == 1
    assert "bad.yaml:4:" in ran.err
    assert "bad.yaml:4:" in Path("report.html").read_text()
    assert run("report", "a26.yaml", "--compare", "missing.yaml", "-o", "r.html").code == 3
    assert run("report", "missing.yaml", "-o", "r.html").code == 3
    assert run("report", ".", "-o", "r.html", "--from", "2026-06-01", "--until", "2026-05-01").code == 2


@pytest.mark.parametrize("command", [("report",), ("hours", "--format", "html"), ("hours", "--format", "xlsx")])
def test_a_full_disk_leaves_no_file_and_says_so(run, monkeypatch, command):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    ran = run(command[0], "a26.yaml", *command[1:], "-o", "out.file")
    assert ran.code == 3
    assert "cannot write out.file: No space left on device" in ran.err
    assert "Traceback" not in ran.err
    assert leftovers() == []


def test_an_old_page_survives_a_full_disk(run, monkeypatch):
    Path("out.html").write_text("old")

    def full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert run("report", "a26.yaml", "-o", "out.html").code == 3
    assert Path("out.html").read_text() == "old"


def test_a_folder_that_cannot_be_written(run):
    assert run("report", ".", "-o", "missing/report.html").code == 3
    folder = Path("locked")
    folder.mkdir(mode=0o500)
    if os.access(folder, os.W_OK):
        pytest.skip("this user may write everywhere, so no folder is read-only")
    ran = run("report", "a26.yaml", "-o", "locked/report.html")
    assert ran.code == 3
    assert "Permission denied" in ran.err


def test_hours_as_a_workbook_agree_with_hours_as_json(run):
    question = ("hours", ".", "--by", "site", "--fiscal-year", "2026")
    assert run(*question, "--format", "xlsx", "-o", "hours.xlsx").code == 0
    total = json.loads(run(*question, "--format", "json").out)["total"]
    sheet = load_workbook("hours.xlsx", data_only=True)["Sites"]
    last = next(row for row in sheet.iter_rows() if row[0].value == "Total")
    headings = [cell.value for cell in sheet[4]]
    for heading, name in (("Frequency-hours", "frequency_minutes"), ("Programme-hours", "programme_minutes")):
        assert last[headings.index(heading)].value == pytest.approx(total[name] / 60)
    assert last[headings.index("Cost")].value == pytest.approx(total["cost"])


def test_a_workbook_may_go_through_a_pipe(run):
    ran = run("hours", "a26.yaml", "--format", "xlsx")
    assert ran.code == 0
    assert "Bands" in load_workbook(io.BytesIO(ran.out.encode("utf-8", "surrogateescape"))).sheetnames


def test_unknown_groups_are_refused_in_every_format(run):
    for style in ("xlsx", "html"):
        ran = run("hours", ".", "--by", "colour", "--format", style, "-o", "out")
        assert ran.code == 2
        assert "not by 'colour'" in ran.err


def test_diff_says_what_changed(run):
    Path("new.yaml").write_text(SCHEDULE.replace("9720", "9735"))
    ran = run("diff", "a26.yaml", "new.yaml")
    assert ran.code == 0
    assert "~ 9735 kHz 2330-0030 Fri,Sat VOA Korean PHT [voa-sat]" in ran.out
    assert "    frequency: 9720 -> 9735" in ran.out
    record = json.loads(run("diff", "a26.yaml", "new.yaml", "--format", "json").out)
    assert record["summary"] == {"removed": 0, "added": 0, "changed": 1, "unchanged": 2}
    assert run("diff", "a26.yaml", "missing.yaml").code == 3


def test_rollover_keeps_the_text_and_the_listeners_clock(run):
    ran = run("rollover", "A26", "B26", "a26.yaml")
    assert ran.code == 0
    assert ran.out == ""
    text = Path("b26.yaml").read_text()
    expected = (
        SCHEDULE.replace("season: A26 ", "season: B26 ")
        .replace("id: voa-a26-1 ", "id: voa-b26-1 ")
        .replace("1530-1630", "1630-1730")
        .replace("id: voa-sat,", "id: voa-sat-b26,")
        .replace(", from: 2026-05-01, except: [2026-07-03]", "")
    )
    gone = next(line for line in expected.splitlines(keepends=True) if "id: gone" in line)
    assert text == expected.replace(gone, "")
    assert "a26.yaml:15:5: [gone] left out: ended on 2026-06-26" in ran.err
    assert "1530-1630 is 1630-1730 UTC in B26: it follows Europe/Berlin" in ran.err
    assert "wrote b26.yaml: 2 carried over, 1 left out" in ran.err
    assert run("check", ".", "--select", "YML,PLN,TIM").code == 0


def test_rollover_overwrites_nothing_unasked(run):
    Path("b26.yaml").write_text("mine")
    ran = run("rollover", "A26", "B26", "a26.yaml")
    assert ran.code == 2
    assert "b26.yaml exists already" in ran.err
    assert Path("b26.yaml").read_text() == "mine"
    assert run("rollover", "A26", "B26", "a26.yaml", "--force").code == 0
    assert "season: B26" in Path("b26.yaml").read_text()


def test_rollover_into_a_folder_of_another_plan_keeps_the_ids(run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("winter")
    assert run("rollover", "A26", "B26", "a26.yaml", "-o", folder).code == 0
    assert "id: voa-sat," in (folder / "b26.yaml").read_text()


def test_rollover_keeps_line_ends_and_the_byte_order_mark(run):
    Path("a26.yaml").write_bytes(b"\xef\xbb\xbf" + SCHEDULE.replace("\n", "\r\n").encode())
    assert run("rollover", "A26", "B26", "a26.yaml").code == 0
    data = Path("b26.yaml").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf# kept\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_rollover_with_dates_in_the_defaults(run):
    Path("a26.yaml").write_text(
        "bcastplan: 1\nservice: S\nseason: A26\ndefaults:\n  from: 2026-05-01\n  language: Kor\ntransmissions:\n"
        "  - {frequency: 9565, time: 1000-1100}\n  - {frequency: 9720, time: 1000-1100, until: 2026-05-31}\n"
    )
    assert run("rollover", "A26", "A27", "a26.yaml").code == 0
    assert Path("a27.yaml").read_text() == (
        "bcastplan: 1\nservice: S\nseason: A27\ndefaults:\n  language: Kor\ntransmissions:\n"
        "  - {frequency: 9565, time: 1000-1100, from: 2027-04-30}\n"
        "  - {frequency: 9720, time: 1000-1100, from: 2027-04-30, until: 2027-05-30}\n"
    )


def test_rollover_refuses_what_it_cannot_copy_whole(run):
    Path("bad.yaml").write_text("bcastplan: 1\nseason: A26\ntransmissions:\n  - {frequency: x, time: 1000-1100}\n")
    ran = run("rollover", "A26", "B26", ".")
    assert ran.code == 1
    assert "bad.yaml: not copied: put its errors right first" in ran.err
    assert Path("b26.yaml").exists()
    assert not Path("bad-b26.yaml").exists()
    Path("anchor.yaml").write_text(
        "bcastplan: 1\nservice: S\nseason: A26\ntransmissions:\n"
        "  - {frequency: 9565, time: &t 1000-1100, follows: Europe/Berlin}\n  - {frequency: 9720, time: *t}\n"
    )
    ran = run("rollover", "A26", "B26", "anchor.yaml")
    assert ran.code == 1
    assert "anchor.yaml:5:" in ran.err
    assert "anchor" in ran.err
    assert not Path("anchor-b26.yaml").exists()


def test_rollover_copies_neither_lists_nor_pipes(run, monkeypatch):
    with zipfile.ZipFile("season.zip", "w") as archive:
        archive.writestr("a26.yaml", SCHEDULE)
    ran = run("rollover", "A26", "B26", "season.zip")
    assert ran.code == 1
    assert "season.zip!a26.yaml: not copied: only files by themselves are" in ran.err
    assert not Path("b26.yaml").exists()


def test_a_report_of_standard_input_has_no_checksum_for_it(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(SCHEDULE.encode())))
    ran = run("report", "-", "-o", "-")
    assert ran.code == 0
    assert "standard input" in ran.out


def test_rollover_finds_no_such_season(run):
    ran = run("rollover", "A25", "B25", ".")
    assert ran.code == 2
    assert "no schedule of season A25 there (found: A26)" in ran.err
    assert run("rollover", "A26", "A26", ".").code == 2
    assert run("rollover", "A26", "C26", ".").code == 2


def test_amounts_in_several_currencies_stand_beside_each_other(run):
    for name, rates in (("usa", "{currency: USD, items: [{per_hour: 30}]}"), ("eur", "{currency: EUR, items: []}")):
        Path(name).mkdir()
        Path(name, "bcastplan.yaml").write_text(f"bcastplan: 1\nrates: {rates}\n")
        rate = "" if name == "usa" else "    rate: 2.5\n"
        Path(name, "a.yaml").write_text(
            "bcastplan: 1\nservice: S\nfrom: 2026-04-01\nuntil: 2026-04-10\ntransmissions:\n"
            f"  - frequency: 9565\n    time: 1500-1600\n    site: PHT\n{rate}"
        )
    answer = json.loads(run("hours", "usa", "eur", "--by", "file", "--format", "json").out)
    assert answer["total"]["cost"] is None
    assert answer["total"]["unpriced_minutes"] == 0
    assert answer["total"]["amounts"] == [{"currency": "EUR", "amount": 25.0}, {"currency": "USD", "amount": 300.0}]
    header, *rows = run("hours", "usa", "eur", "--by", "file", "--format", "csv").out.split("\r\n")
    assert header.endswith(",amount_EUR,amount_USD")
    assert ",cost,currency,unpriced_minutes,unpriced_hours," in header
    assert [row.split(",")[-2:] for row in rows if row] == [["25.00", ""], ["", "300.00"]]


def test_rates_that_are_wrong_are_told_beside_the_count(run):
    Path("bcastplan.yaml").write_text(PLAN.replace("[{per_hour: 30}]", "[{site: PHTT, per_hour: 220}, {per_hour: 30}]"))
    ran = run("hours", "a26.yaml", ".")
    assert "PLN012" in ran.err
    assert ran.code == 0


YEARS = """\
bcastplan: 1
service: S
from: 2007-09-01
until: 2008-10-31
transmissions:
  - {frequency: 9565, time: 1200-1300}
"""


@pytest.fixture
def years(tmp_path):
    """Case 05: a schedule over three fiscal years, of two plans whose years begin in October and in April."""
    for name, month in (("usa", 10), ("uk", 4)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "bcastplan.yaml").write_text(f"bcastplan: 1\nfiscal_year_starts: {month}\n")
        (tmp_path / name / "s.yaml").write_text(YEARS)


def test_a_fiscal_year_stands_for_its_dates(run, years):
    period = json.loads(run("hours", "usa", "--fiscal-year", "2008", "--format", "json").out)["period"]
    assert period == {"from": "2007-10-01", "until": "2008-09-30", "days": 366, "scheduled_days": 366}
    period = json.loads(run("hours", "uk", "--fiscal-year", "FY2009", "--format", "json").out)["period"]
    assert period == {"from": "2008-04-01", "until": "2009-03-31", "days": 365, "scheduled_days": 214}
    assert "214 with a schedule" in run("hours", "uk", "--fiscal-year", "2009").out
    assert "1 Oct 2007 to 30 Sep 2008" in run("report", "usa", "--fiscal-year", "2008", "-o", "-").out


@pytest.mark.parametrize("more", [("--from", "2008-01-01"), ("--until", "2008-01-01")])
def test_a_fiscal_year_has_dates_of_its_own(run, years, more):
    assert run("hours", "usa", "--fiscal-year", "2008", *more).code == 2
    assert run("report", "usa", "--fiscal-year", "2008", *more, "-o", "-").code == 2


@pytest.mark.parametrize("year", ["08", "next", "20080", "-1", "1920"])
def test_what_is_no_fiscal_year_is_refused(run, years, year):
    assert run("hours", "usa", "--fiscal-year", year).code == 2


def test_part_years_are_marked_with_their_days(run, years):
    out = run("hours", "usa", "--per", "fiscal-year").out
    assert "FY2007 (30 of 365 days)" in out
    assert "FY2008  " in out
    rows = json.loads(run("hours", "usa", "--per", "fiscal-quarter", "--format", "json").out)["rows"]
    assert [row["period"] for row in rows] == [
        "FY2007-Q4", "FY2008-Q1", "FY2008-Q2", "FY2008-Q3", "FY2008-Q4", "FY2009-Q1",
    ]  # fmt: skip
    assert [(row["scheduled_days"], row["bucket_days"]) for row in rows][:2] == [(30, 92), (92, 92)]


def test_plans_whose_years_begin_apart_share_no_fiscal_year(run, years):
    for options in (("--fiscal-year", "2008"), ("--per", "fiscal-year"), ("--per", "fiscal-quarter")):
        ran = run("hours", "usa", "uk", *options)
        assert ran.code == 2
        assert "begin at different times" in ran.err
    page = run("report", "usa", "uk", "-o", "-").out
    assert "fiscal years are not counted together" in page
    assert "FY2008" not in page


def test_without_a_word_on_it_a_fiscal_year_is_said_to_be_the_calendar_year(run, years):
    Path("alone").mkdir()
    Path("alone/s.yaml").write_text(YEARS)
    Path("alone/bcastplan.yaml").write_text("bcastplan: 1\n")
    assert "a fiscal year is the calendar year" in run("hours", "alone", "--per", "fiscal-year").out
    assert json.loads(run("hours", "alone", "--per", "fiscal-year", "--format", "json").out)["fiscal_years"] == (
        "calendar years"
    )
    assert "a fiscal year is the calendar year" in run("report", "alone", "-o", "-").out
    assert "a fiscal year is the calendar year" not in run("hours", "usa", "--per", "fiscal-year").out


def test_a_report_may_be_a_workbook(run):
    assert run("report", ".", "-o", "report.xlsx").code == 0
    assert load_workbook("report.xlsx").sheetnames[0] == "Summary"
    assert leftovers() == ["report.xlsx"]


def test_more_plans_than_a_page_has_room_for_are_refused(run):
    assert run("report", ".", *("--compare", "a26.yaml") * 4, "-o", "r.html").code == 2
    assert run("report", ".", *("--compare", "a26.yaml") * 3, "-o", "r.html").code == 0


def test_what_can_be_cut_has_every_format(run):
    text = run("hours", "a26.yaml", "--marginal")
    assert text.code == 0
    assert "[voa-a26-1]" in text.out
    answer = json.loads(run("hours", "a26.yaml", "--marginal", "--format", "json").out)
    assert answer["schema"] == "bcastplan.marginal/1"
    assert {row["id"] for row in answer["rows"]} == {"voa-a26-1", "gone", "voa-sat"}
    header, *rows = run("hours", "a26.yaml", "--marginal", "--format", "csv").out.strip().split("\r\n")
    assert header.startswith("file,line,id,frequency_khz")
    assert len(rows) == 3
    assert run("hours", "a26.yaml", "--marginal", "--format", "xlsx", "-o", "h.xlsx").code == 0
    assert "Marginal" in load_workbook("h.xlsx").sheetnames
    assert "What can be cut" in run("hours", "a26.yaml", "--marginal", "--format", "html").out


@pytest.mark.parametrize("more", [("--per", "month"), ("--format", "markdown")])
def test_what_can_be_cut_goes_with_no_buckets(run, more):
    assert run("hours", "a26.yaml", "--marginal", *more).code == 2


def test_a_report_tells_what_is_heard_under_interference(run):
    Path("other").mkdir()
    Path("other/rival.yaml").write_text(SCHEDULE.replace("VOA Korean", "Rival").replace("manager: AGM", "manager: RIV"))
    page = run("report", "a26.yaml", "--coverage", "--interference", "--against", "other/rival.yaml", "-o", "-").out
    assert "under interference" in page
    assert run("report", "a26.yaml", "--interference", "-o", "-").code == 2
