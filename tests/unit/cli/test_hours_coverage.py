"""The coverage column of hours is what the coverage command says, group by group and month by month."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from bcastplan.model.percent import percent, whole_percent

PLAN = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {site: PHT, antenna: 216, azimuth: 21, power: 250}
transmissions:
  - {frequency: 9565, time: 1530-1630, target: 44NE}
  - {frequency: 7465, time: 0030-0130, target: 44NE}
  - {frequency: 11700, time: 0300-0400}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a26.yaml").write_text(PLAN)


def data(run, *arguments):
    ran = run(*arguments, "--format", "json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_the_column_is_there_only_when_asked(run):
    plain = run("hours", "a26.yaml").out
    assert "coverage" not in plain
    assert "coverage_minutes" not in data(run, "hours", "a26.yaml")["total"]
    assert "coverage" not in run("hours", "a26.yaml", "--format", "csv").out


def test_groups_agree_with_the_coverage_command(run):
    hours = data(run, "hours", "a26.yaml", "--coverage", "--by", "band")
    coverage = data(run, "coverage", "a26.yaml", "--by", "band")
    for ours, theirs in zip([*hours["rows"], hours["total"]], [*coverage["rows"], coverage["total"]], strict=True):
        for name in ("programme_minutes", "predicted_minutes", "coverage_minutes"):
            assert ours[name] == theirs[name]
    assert [row["coverage_minutes"] is None for row in hours["rows"]] == [False, False, True]


@pytest.mark.parametrize("per", ["month", "week", "season"])
def test_buckets_share_the_total(run, per):
    hours = data(run, "hours", "a26.yaml", "--coverage", "--per", per, "--by", "band")
    heard = [row["coverage_minutes"] for row in hours["rows"] if row["coverage_minutes"] is not None]
    assert sum(heard) == pytest.approx(hours["total"]["coverage_minutes"], abs=0.01 * len(heard))
    assert sum(row["predicted_minutes"] for row in hours["rows"]) == hours["total"]["predicted_minutes"]


def test_ranges_are_those_of_the_coverage_command(run):
    hours = data(run, "hours", "a26.yaml", "--coverage", "--range", "--by", "band")
    coverage = data(run, "coverage", "a26.yaml", "--range", "--by", "band")
    for ours, theirs in zip([*hours["rows"], hours["total"]], [*coverage["rows"], coverage["total"]], strict=True):
        assert (ours["heard_low"], ours["heard_high"]) == (theirs["heard_low"], theirs["heard_high"])
    assert 0.0 < hours["total"]["heard_low"] < hours["total"]["heard_high"]
    monthly = data(run, "hours", "a26.yaml", "--coverage", "--range", "--per", "month", "--by", "band")["rows"]
    assert all((row["heard_low"] is None) is (row["share"] is None) for row in monthly)
    text = run("hours", "a26.yaml", "--coverage", "--range").out
    assert "likely heard" in text
    assert "Likely: 16 to 84 % of 200 draws" in text
    assert "likely" not in run("hours", "a26.yaml", "--coverage").out
    ran = run("hours", "a26.yaml", "--range")
    assert ran.code == 2
    assert "--range is for --coverage" in ran.err
    assert run("hours", "a26.yaml", "--marginal", "--range").code == 2


def test_every_row_of_a_book_has_its_range(run):
    """The sheets of hours and the bands of the page, and not the services of the section alone."""
    asked = data(run, "hours", "a26.yaml", "--coverage", "--range", "--by", "band")
    ranges = {row["band"]: (row["heard_low"], row["heard_high"]) for row in asked["rows"]}
    assert run("hours", "a26.yaml", "--coverage", "--format", "xlsx", "-o", "h.xlsx").code == 0
    lines = list(openpyxl.load_workbook("h.xlsx", data_only=True)["Bands"].iter_rows(values_only=True))
    head = next(number for number, line in enumerate(lines) if line[0] == "Band")
    low, high = (lines[head].index(f"Heard, at {bound}") for bound in ("least", "most"))
    for line in lines[head + 1 : head + 4]:
        expected = [None if bound is None else whole_percent(bound) / 100 for bound in ranges[line[0]]]
        assert [line[low], line[high]] == expected
    assert run("hours", "a26.yaml", "--coverage", "--format", "html", "-o", "h.html").code == 0
    page = Path("h.html").read_text()
    for band in ("31 m", "41 m"):
        words = " to ".join(percent(bound) for bound in ranges[band])
        # The band stands in two tables; hours come first, coverage last.
        row = page[page.rindex(f'<th scope="row">{band}</th>') :]
        assert words in row[: row.index("</tr>")]


def test_text_markdown_and_csv_show_it(run):
    text = run("hours", "a26.yaml", "--coverage").out
    assert "coverage-hours" in text.splitlines()[2]
    assert "210.00 programme-hours could not be predicted" in text
    assert next(line for line in text.splitlines() if line.startswith("25 m")).split()[-2] == "?"
    assert "| coverage-hours |" in run("hours", "a26.yaml", "--coverage", "--format", "markdown").out
    row = next(csv.DictReader(io.StringIO(run("hours", "a26.yaml", "--coverage", "--format", "csv").out)))
    assert row["coverage_hours"] == f"{float(row['coverage_minutes']) / 60:.2f}"


def test_a_period_counts_what_is_inside(run):
    one = data(run, "hours", "a26.yaml", "--coverage", "--from", "2026-07-01", "--until", "2026-07-01")["total"]
    assert one["programme_minutes"] == 180
    assert one["predicted_minutes"] == 120


PEOPLE = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {site: PHT, antenna: 216, azimuth: 21, power: 250, listeners: border, rate: 60}
transmissions:
  - {frequency: 9565, time: 1530-1630}
  - {frequency: 11700, time: 0300-0400, target: 44NE}
"""
BORDER = """\
bcastplan: 1
rates: {currency: USD}
listeners:
  border:
    places:
      - {name: Hyesan, latitude: 41.40, longitude: 128.18, people: 192680}
      - {latitude: 42.23, longitude: 129.21, people: 123721}
"""
NEW_KEYS = {
    "listeners", "people", "person_hours", "served_share", "heard_low", "heard_high", "heard_interfered",
    "person_hours_interfered",
}  # fmt: skip


@pytest.fixture
def peopled(tmp_path):
    Path("peopled").mkdir()
    Path("peopled/a26.yaml").write_text(PEOPLE)
    Path("peopled/bcastplan.yaml").write_text(BORDER)
    return "peopled"


def test_people_and_what_a_person_hour_costs_stand_beside_the_hours(run, peopled):
    answer = data(run, "hours", peopled, "--coverage", "--by", "band")
    coverage = data(run, "coverage", peopled, "--by", "band")
    for ours, theirs in zip([*answer["rows"], answer["total"]], [*coverage["rows"], coverage["total"]], strict=True):
        assert {name: ours[name] for name in NEW_KEYS} == {name: theirs[name] for name in NEW_KEYS}
        assert (ours["listeners"], ours["people"]) == ("border", 316_401)
        assert ours["person_hours"] == pytest.approx(316_401 * ours["coverage_minutes"] / 60, rel=1e-4)
        assert ours["cost_per_person_hour"] == pytest.approx(ours["cost"] / ours["person_hours"], rel=1e-6)
    assert any("GeoNames" in note for note in answer["notes"]) is False  # no shipped town is in it
    assert any("Left out: interference" in note for note in answer["notes"])


def test_airtime_that_is_not_predicted_for_people_has_no_cost_per_person_hour(run, peopled):
    Path("peopled/a26.yaml").write_text(PEOPLE.replace("target: 44NE", "site: NOWHERE"))
    answer = data(run, "hours", peopled, "--coverage")
    prices = [row["cost_per_person_hour"] for row in (*answer["rows"], answer["total"])]
    assert [price is None for price in prices] == [False, True, True]
    Path("peopled/a26.yaml").write_text(PEOPLE.replace("listeners: border", "target: 44NE"))
    total = data(run, "hours", peopled, "--coverage")["total"]
    assert (total["people"], total["person_hours"], total["cost_per_person_hour"]) == (None, None, None)
    assert total["served_share"] is not None


def test_every_format_shows_the_same_people(run, peopled):
    total = data(run, "hours", peopled, "--coverage")["total"]
    shown = f"{total['person_hours']:,.0f}"
    for style in ("text", "markdown"):
        out = run("hours", peopled, "--coverage", "--format", style).out
        assert shown in out
        assert f"{1e6 * total['cost_per_person_hour']:,.2f}" in out
    row = next(csv.DictReader(io.StringIO(run("hours", peopled, "--coverage", "--format", "csv").out)))
    same = data(run, "hours", peopled, "--coverage")["rows"][0]
    assert (row["people"], float(row["person_hours"])) == ("316401", same["person_hours"])
    assert float(row["cost_per_person_hour"]) == pytest.approx(same["cost_per_person_hour"])
    page = run("hours", peopled, "--coverage", "--format", "html").out
    assert "Coverage</h2>" in page
    assert "316,401 people" in page
    assert "Cost per person-hour" in page
    # One person-hour costs some hundred-thousandths, which nobody reads.
    [shown] = re.findall(r"Cost of a million person-hours</\w+>\s*<\w+[^>]*>\s*([\d,.]+) ", page)
    assert shown == f"{1e6 * total['cost_per_person_hour']:,.2f}"
    assert not re.search(r"\de-\d", page.partition("<body")[2])


def test_the_workbook_has_the_columns_in_every_view(run, peopled):
    assert run("hours", peopled, "--coverage", "--format", "xlsx", "-o", "hours.xlsx").code == 0
    total = data(run, "hours", peopled, "--coverage")["total"]
    with zipfile.ZipFile("hours.xlsx") as book:
        texts = book.read("xl/sharedStrings.xml").decode()
        sheets = [book.read(name).decode() for name in book.namelist() if "/sheet" in name]
    for heading in ("Coverage-hours", "Heard", "Served", "Person-hours", "Cost per million person-hours"):
        assert f">{heading}<" in texts
    numbers = [float(value) for sheet in sheets for value in re.findall(r"<v>([0-9.]+)</v>", sheet)]
    assert sum(value == pytest.approx(total["person_hours"], rel=1e-9) for value in numbers) >= 4
    assert "Left out: interference" in texts


def test_the_threshold_of_the_served_goes_with_coverage(run, peopled):
    shares = [
        data(run, "hours", peopled, "--coverage", "--served", percent)["total"]["served_share"]
        for percent in ("0.1", "80", "100")
    ]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1]
    ran = run("hours", peopled, "--served", "90")
    assert ran.code == 2
    assert "--served is for --coverage" in ran.err
    assert run("hours", peopled, "--coverage", "--served", "101").code == 2
