"""The season of a list: names, heading and rows are weighed together, and doubt is said."""

from datetime import date

import pytest

from bcastplan.exchange.eibi.eibi_dates import rows_say
from bcastplan.exchange.list_seasons import RowsSay, seasons_of_names, weighed
from bcastplan.model.season import parse_season

A24, B24, A25, B25, A26 = map(parse_season, ("A24", "B24", "A25", "B25", "A26"))


def likely(starts, stops, heard=()):
    return [str(season) for season in rows_say(starts, stops, heard).likely]


def test_monthly_rows_are_no_edges():
    starts, stops = ["0110"] * 9 + ["0103"] * 9, ["3110"] * 9 + ["3103"] * 9
    assert likely(starts, stops, ["[1124]"] * 3) == ["B24"]
    assert likely([*starts, "0107"], [*stops, "3108"]) == []


def test_a_season_that_ended_before_the_newest_reception_is_impossible():
    said = rows_say(["3103"] * 20, ["2710"] * 20, ["[1224]"] * 4)
    assert A24 not in said.likely
    assert said.heard == date(2024, 12, 1)


def test_a_reception_near_the_change_leaves_two_seasons_that_the_dates_tell_apart():
    assert likely([], [], ["[0925]"] * 3) == ["A25", "B25"]
    assert likely(["2610"], ["2803"], ["[0925]"] * 3) == ["B25"]
    assert likely(["3003"], ["2510"], ["[0925]"] * 3) == ["A25"]


def test_dates_alone_fit_several_years():
    found = likely(["2903"] * 3, ["2510"] * 3)
    assert {"A15", "A20", "A26"} <= set(found)
    assert all(name[0] == "A" for name in found)


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("lists/sked-a26.csv", {"the file's name": A26}),
        ("b24/download.csv", {}),
        ("eibi-a25.zip!sked.csv", {"the archive's name": A25}),
        ("x/eibi-a25.zip!sked-b25.csv", {"the file's name": B25, "the archive's name": A25}),
    ],
)
def test_what_names_a_season(file, named):
    assert seasons_of_names(file) == named


NAME, HEADING = "the file's name", "the heading"


@pytest.mark.parametrize(
    ("named", "rows", "season", "words"),
    [
        ({NAME: A26}, RowsSay(), A26, None),
        ({NAME: A26}, RowsSay((B25,), date(2026, 3, 1)), A26, None),
        ({}, RowsSay((A26,), None, "its dates"), A26, "read as A26, by its dates"),
        ({}, RowsSay((A25, A26), None, "its dates"), None, "its dates fit A25 and A26"),
        ({}, RowsSay(), None, "neither a name nor the rows tell the season"),
        ({NAME: A24}, RowsSay((B24,), date(2024, 12, 1)), B24, "last heard in 2024-12, after it ended: read as B24"),
        ({NAME: A24}, RowsSay((B24, A25), date(2025, 2, 1)), None, "after it ended: nothing goes on the air"),
        ({NAME: A25, HEADING: B25}, RowsSay((B25,)), B25, "the heading says B25: read as B25"),
        ({NAME: A25, HEADING: B25}, RowsSay(), None, "the file's name says A25 and the heading says B25: nothing"),
        ({NAME: A24, HEADING: A26}, RowsSay((), date(2025, 1, 1)), A26, "read as A26"),
    ],
)
def test_names_and_rows_are_weighed_together(named, rows, season, words):
    verdict = weighed(named, rows, "sked-a26.csv")
    assert verdict.season == season
    assert (words in verdict.message) if words else verdict.message is None


def test_one_slip_does_not_make_a_name_impossible():
    assert rows_say([], [], ["[0733]"]).heard is None
    assert rows_say([], [], ["[0733]", "[0733]"]).heard == date(2033, 7, 1)
    assert rows_say([], [], ["[0733]", "[0733]", *["[0526]"] * 5]).heard == date(2026, 5, 1)


def test_a_few_slips_among_many_receptions_do_not_move_a_list():
    heard = ["[0316]"] * 250 + ["[1215]"] * 150 + ["[0616]"] * 3
    said = rows_say(["2510"] * 40, ["2703"] * 40, heard)
    assert [str(season) for season in said.likely] == ["B15"]
    assert said.heard == date(2016, 3, 1)
