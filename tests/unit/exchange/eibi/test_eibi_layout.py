"""A list comes back byte for byte, whatever it has besides its rows."""

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.document.schedule_reader import read_schedule
from bcastplan.exchange.eibi.eibi_layout import HEADER, is_heading
from bcastplan.exchange.eibi.eibi_reader import read_eibi
from bcastplan.exchange.eibi.eibi_writer import write_eibi
from bcastplan.exchange.schedule_text import schedule_yaml
from bcastplan.model.season import parse_season

A26 = parse_season("A26")
ROWS = (
    "5955;1100-1200;Mo-Fr;KOR;KBS World Radio;K;FE;k;1;;[0526]",
    "7275;1300-1400;;KOR;KBS World Radio;J;FE;k;6;0104;3006",
    "15575;0200-0300;SaSu;KOR;KBS Wörld;E;SAm;k;1;;",
)
OTHER = ("", "   ", "# Season: a26", "#", "\t")
HEADINGS = (
    HEADER,
    "kHz;Time(UTC);Days;ITU;Station;Lng;Target;Remarks;P;Start;Stop;",
    "Freq;UTC;Day;ITU;Name;L;T;S;P;F;U",
)


def back(data: bytes) -> bytes:
    """The list read, written as a schedule, read again and written as a list."""
    schedule, _ = read_eibi("sked-a26.csv", data)
    text = schedule_yaml("x", schedule.transmissions, season=A26, extensions=schedule.extensions)
    again, problems = read_schedule("x.yaml", text)
    assert again is not None
    assert problems == []
    return write_eibi(again.transmissions, season=A26, extensions=again.extensions)[0]


@examples(150)
@given(
    lines=st.lists(st.sampled_from(ROWS + OTHER), min_size=1, max_size=12).filter(lambda lines: set(lines) & set(ROWS)),
    heading=st.none() | st.sampled_from(HEADINGS),
    above=st.sampled_from([(), ("# a copy",), ("", "# two", "")]),
    newline=st.sampled_from(["\r\n", "\n", "\r", "\r\r\n"]),
    closed=st.booleans(),
    encoding=st.sampled_from(["iso-8859-1", "utf-8", "utf-8-sig"]),
    end_marks=st.integers(0, 2),
)
def test_all_bytes_come_back(lines, heading, above, newline, closed, encoding, end_marks):
    written = [*above, *([heading] if heading else []), *lines]
    if not closed and written[-1] == "":
        written[-1] = "# end"
    text = newline.join(written) + (newline if closed else "") + "\x1a" * end_marks
    data = text.encode(encoding)
    assert back(data) == data


@pytest.mark.parametrize("line", [*HEADINGS, HEADER.lower(), '"kHz";"Time (UTC)";"Days";"ITU";"Station";"L";"T";"R"'])
def test_headings_are_told_by_their_form(line):
    assert is_heading(line)
    schedule, problems = read_eibi("sked-a26.csv", f"{line}\r\n{ROWS[0]}\r\n".encode("iso-8859-1"))
    assert [one.id for one in schedule.transmissions] == ["e2"]
    assert problems == []


@pytest.mark.parametrize("line", [*ROWS, "x;0100-0200;;USA;R;E;NAm;;1;;", "kHz Time(UTC) Days", ";;;;;;;;;;"])
def test_rows_are_no_headings(line):
    assert not is_heading(line)


def test_a_schedule_that_never_was_a_list_gets_the_usual_heading():
    schedule, _ = read_eibi("sked-a26.csv", f"{ROWS[0]}\n".encode())
    assert write_eibi(schedule.transmissions, season=A26)[0] == f"{HEADER}\r\n{ROWS[0]}\r\n".encode()


def test_lines_with_two_carriage_returns_are_counted_once():
    data = "".join(f"{line}\r\r\n" for line in (HEADER, *ROWS, "6010;0900-0900;;KOR;Same;K;FE;k;1;;")).encode(
        "iso-8859-1"
    )
    schedule, problems = read_eibi("sked-a26.csv", data)
    assert [one.id for one in schedule.transmissions] == ["e2", "e3", "e4", "e5"]
    assert [(problem.code, problem.place.line) for problem in problems if problem.code == "EIB003"] == [("EIB003", 5)]
