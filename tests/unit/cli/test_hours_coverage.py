"""The coverage column of hours is what the coverage command says, group by group and month by month."""

import csv
import io
import json
from pathlib import Path

import pytest

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


def test_books_have_no_such_column(run):
    ran = run("hours", "a26.yaml", "--coverage", "--format", "html")
    assert ran.code == 2
    assert "--coverage goes with" in ran.err
