"""What schedules and tables cannot say as a list does is rounded, split or left out, with a word for each row."""

from datetime import date

import pytest

from bcastplan.airtime import build
from bcastplan.exchange.eibi.eibi_reader import read_eibi
from bcastplan.exchange.tables.table_reader import read_csv
from bcastplan.exchange.tables.table_writer import write_csv
from bcastplan.exchange.writable import writable
from bcastplan.model.finding import Problem
from bcastplan.model.season import parse_season

A26 = parse_season("A26")


def rows(*lines: str):
    return read_eibi("sked-a26.csv", "".join(f"{line}\r\n" for line in lines).encode())[0].transmissions


def told(problems: list[Problem]) -> list[tuple[str, int | None, object]]:
    return [(problem.code, problem.place.line, problem.data.get("count")) for problem in problems]


@pytest.mark.parametrize(
    ("written", "kept", "problems"),
    [("5025.37", 5025.37, 0), ("17860.1", 17860.1, 0), ("10159.876", 10159.88, 1), ("4180.941", 4180.94, 1)],
)
def test_hundredths_of_a_kilohertz_are_kept(written, kept, problems):
    made, said = writable(rows(f"{written};0100-0200;;D;R;D;Eu;n;1;;"), "EIB011")
    assert [one.frequency_khz for one in made] == [kept]
    assert told(said) == [("EIB011", 1, None)] * problems


def test_rows_with_one_time_are_left_out_and_counted():
    made, said = writable(rows("6085;0815-0815;;D;R;D;Eu;n;1;;", "6085;0900-1000;;D;R;D;Eu;n;1;;"), "CSV102")
    assert [str(one.time) for one in made] == ["0900-1000"]
    assert told(said) == [("CSV102", 1, 1)]


@pytest.mark.parametrize("dates", [";", "0305;2805", "3003;", ";2410", "2903;2510"])
@pytest.mark.parametrize(("time", "days"), [("0100-0100", "Fr"), ("2300-2300", "Su"), ("0100-0100", "SaSu")])
def test_a_day_split_at_midnight_is_on_the_air_as_long(time, days, dates):
    listed = rows(f"9610;{time};{days};TUR;Radio Gece;TU;Eu;e;2;{dates}")
    made, said = writable(listed, "EIB011")
    assert len(made) == 2
    assert told(said) == [("EIB011", 1, None)]
    assert on_the_air(made) == on_the_air(listed)


def on_the_air(transmissions) -> set[tuple[date, int]]:
    table = build(transmissions)
    minutes = set()
    days = [table.date_of(bit) for bit in range(table.words * 64)]
    for row in range(len(table)):
        for segment in range(table.segments_of(row).start, table.segments_of(row).stop):
            start, stop = int(table.segment_start[segment]), int(table.segment_stop[segment])
            for bit, day in enumerate(days):
                if int(table.segment_dates[segment, bit // 64]) >> (bit % 64) & 1:
                    minutes |= {(day, minute) for minute in range(start, stop)}
    return minutes


def test_a_table_of_any_list_is_read_back():
    listed = rows(
        "4810.26;0100-0200;;IND;Radio Delta;HI;SAs;bh;1;;",
        "66.666;0000-2400;;RUS;Clock;-TS;EEu;t;1;;",
        "9610;0100-0100;Fr;TUR;Radio Gece;TU;Eu;e;2;;",
        "6085;0815-0815;;D;R;D;Eu;n;1;;",
    )
    data, problems = write_csv(listed)
    again, said = read_csv("back.csv", data)
    assert said == []
    assert told(problems)[:3] == [("CSV102", 2, None), ("CSV102", 3, None), ("CSV102", 4, 1)]
    assert on_the_air(again.transmissions) == on_the_air(listed)
