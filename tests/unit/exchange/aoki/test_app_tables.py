"""Aoki's list as apps store it: CSV, JSON and bars give the rows of the list."""

import json

import pytest

from bcastplan.exchange.aoki.aoki_reader import read_aoki
from bcastplan.exchange.aoki.app_tables import is_app_table
from bcastplan.exchange.file_kind import recognise
from bcastplan.model.days import parse_days
from bcastplan.model.season import parse_season

OBJECTS = [
    {
        "frequency": 6180, "time": "1000-1100", "days": ".2.4.6.", "stationName": "Radio Tres", "language": "Spanish",
        "itu": "CUB", "txLocation": "Bauta", "coordinates": "2257N08233W", "power": 50, "azimuth": "ND",
        "remarks": "RT a26",
    },
    {
        "frequency": "9535.5", "time": "2300-0100", "days": "1234567", "stationName": "Radio Cuatro, Dos",
        "language": "Korean", "itu": "KOR", "txLocation": "Kimjae", "coordinates": "3550N12650E", "power": "100",
        "azimuth": "290", "remarks": "KBS a26",
    },
]  # fmt: skip
CSV = "\r\n".join(
    [
        ",".join(OBJECTS[0]),
        *(",".join(f'"{one[key]}"' if "," in str(one[key]) else str(one[key]) for key in one) for one in OBJECTS),
    ]
)
SHORT = [
    {
        "freq": "6180", "startTime": "1000", "endTime": "1100", "ITU": "CUB", "station": "Radio Tres",
        "language": "Spa", "location": "Bauta", "days": "246",
    },
]  # fmt: skip
BARS = "6180||Radio Tres|1000-1100|.2.4.6.|Spanish|50|ND|Bauta|CUB|2257N08233W|RT a26\r\n"


def read(text, name="list-a26.json"):
    assert recognise(name, text.encode()) == "aoki"
    return read_aoki(name, text.encode())


@pytest.mark.parametrize("text", [json.dumps(OBJECTS), json.dumps(OBJECTS, indent=1), CSV, f"# from an app\n{CSV}"])
def test_rows_are_those_of_the_list(text):
    schedule, problems = read(text)
    first, second = schedule.transmissions
    assert problems == []
    assert (first.frequency_khz, str(first.time), first.days) == (6180.0, "1000-1100", parse_days("Mon,Wed,Fri"))
    assert (first.service, first.language, first.administration) == ("Radio Tres", ("Spa",), "CUB")
    assert (first.power_kw, first.azimuth_deg, first.note) == (50.0, None, "RT a26")
    assert (second.service, second.frequency_khz, second.azimuth_deg) == ("Radio Cuatro, Dos", 9535.5, 290.0)
    assert first.site is not None


def test_the_tags_tell_the_season_where_no_name_does():
    schedule, problems = read(json.dumps(OBJECTS), "-")
    assert schedule.season == parse_season("A26")
    assert [problem.code for problem in problems] == ["AOK004"]


def test_a_program_text_around_the_objects():
    text = "// B25 Shortwave Frequency List\n\nvar list = [\n" + json.dumps(SHORT[0]) + ",\n];\n"
    schedule, problems = read(text, "schedule.js")
    found = schedule.transmissions[0]
    assert problems == []
    assert schedule.season == parse_season("B25")
    assert (found.id, found.days, found.note) == ("k4", parse_days("Mon,Wed,Fri"), "site Bauta")


def test_bars_between_the_columns():
    schedule, problems = read(BARS * 2, "nc-a26.csv")
    assert problems == []
    assert [(one.id, one.frequency_khz) for one in schedule.transmissions] == [("k1", 6180.0), ("k2", 6180.0)]


def test_lines_and_faults_of_objects():
    broken = [{**OBJECTS[0], "time": "2100-17300"}, {**OBJECTS[0], "power": "x"}, OBJECTS[1]]
    schedule, problems = read("\n".join(json.dumps(one) for one in broken))
    assert [one.id for one in schedule.transmissions] == ["k2", "k3"]
    assert [(problem.code, problem.place.line) for problem in problems] == [("AOK001", 1), ("AOK003", 2)]
    assert [one.id for one in read(json.dumps(OBJECTS))[0].transmissions] == ["k1", "k1-2"]


def test_days_that_a_spreadsheet_took_for_a_number():
    schedule, _ = read(json.dumps([{**OBJECTS[0], "days": "0.234567"}]))
    assert schedule.transmissions[0].days == parse_days("Mon-Sat")


def test_other_tables_are_nobodys():
    assert not is_app_table(["frequency,time,days,service,language"])
    assert not is_app_table(['{"frequency": 1, "time": "x"}'])
    assert not is_app_table([])


def test_a_table_without_a_season_names_both_ways_to_read_it():
    schedule, problems = read(CSV.replace("a26", ""), "table.csv")
    assert schedule.season is None
    assert "CSV" in problems[0].message
    assert "import csv --mapping" in problems[0].message
