"""Hours a week by service, medium and fiscal year, from plans of any length."""

from datetime import date

import pytest

from bcastplan.hours.periods import Period
from bcastplan.workspace.opening.open_plans import open_paths
from bcastplan.workspace.report.broadcast_hours import broadcast_hours

HEAD = "bcastplan: 1\nservice: {service}\nfrom: {first}\nuntil: {last}\ntransmissions:\n"


@pytest.fixture
def plan(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def opened(name, *schedules, starts=10):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "bcastplan.yaml").write_text(f"bcastplan: 1\nfiscal_year_starts: {starts}\n")
        for number, (service, first, last, *rows) in enumerate(schedules):
            lines = "".join(f"  - {{frequency: {khz}, time: {time}, site: PHT}}\n" for khz, time in rows)
            (folder / f"{number}.yaml").write_text(HEAD.format(service=service, first=first, last=last) + lines)
        return name, open_paths([name])

    return opened


def hours(row):
    return [None if value is None else float(value) / 60 for value in row.programme]


def table(*plans, within=None):
    counted = broadcast_hours(plans, within)
    rows = {(row.service, row.medium): hours(row) for row in counted.rows}
    return [(column.plan, column.year, column.scheduled_days, column.days) for column in counted.columns], rows


def test_media_add_up_to_programmes_not_to_rows(plan):
    """An hour on both media is one programme-hour; the subtotal counts it once."""
    columns, rows = table(
        plan("a", ("VOA", "2007-10-01", "2008-09-30", (9565, "1200-1400"), (648, "1300-1500"), (9720, "1200-1300")))
    )
    assert columns == [("a", "FY2008", 366, 366)]
    assert rows == {
        ("VOA", "SW"): [14.0],
        ("VOA", "MW"): [14.0],
        ("VOA", None): [21.0],
        (None, "SW"): [14.0],
        (None, "MW"): [14.0],
        (None, None): [21.0],
    }


def test_part_years_have_their_days_and_the_weeks_of_their_schedule(plan):
    columns, rows = table(plan("a", ("VOA", "2007-09-01", "2008-10-31", (9565, "1200-1300"))))
    assert columns == [("a", "FY2007", 30, 365), ("a", "FY2008", 366, 366), ("a", "FY2009", 31, 365)]
    assert rows["VOA", "SW"] == [7.0, 7.0, 7.0]


def test_each_service_has_its_own_days_and_none_where_it_has_no_schedule(plan):
    columns, rows = table(
        plan(
            "a",
            ("A", "2007-10-01", "2008-09-30", (9565, "1200-1300")),
            ("B", "2008-09-01", "2008-12-31", (9570, "1200-1400")),
        )
    )
    assert [column[1:] for column in columns] == [("FY2008", 366, 366), ("FY2009", 92, 365)]
    assert rows["A", "SW"] == [7.0, None]
    assert rows["B", "SW"] == [14.0, 14.0]
    assert rows[None, "SW"] == rows[None, None] == [21.0, 14.0]


def test_plans_stand_in_the_order_of_their_years(plan):
    prior = plan("prior", ("A", "2006-10-01", "2007-09-30", (9565, "1200-1300")))
    request = plan("request", ("A", "2007-10-01", "2008-09-30", (9565, "1200-1400")))
    columns, rows = table(prior, request)
    assert [column[:2] for column in columns] == [("prior", "FY2007"), ("request", "FY2008")]
    assert rows["A", "SW"] == [7.0, 14.0]


def test_dates_that_are_asked_for_bound_this_plan(plan):
    columns, _ = table(
        plan("a", ("A", "2006-10-01", "2009-09-30", (9565, "1200-1300"))),
        within=Period(date(2007, 10, 1), date(2008, 9, 30)),
    )
    assert columns == [("a", "FY2008", 366, 366)]


def test_nothing_on_the_air_has_no_rows(plan):
    assert broadcast_hours([plan("a")], None).rows == ()
