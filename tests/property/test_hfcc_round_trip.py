"""File -> model -> file, and file -> YAML -> file, for any rows that are read; the model against plain slicing."""

from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.document.schedule_reader import read_schedule
from bcastplan.exchange.file_kind import recognise
from bcastplan.exchange.hfcc.hfcc_problems import CODES
from bcastplan.exchange.hfcc.hfcc_reader import read_hfcc
from bcastplan.exchange.hfcc.hfcc_writer import write_hfcc
from bcastplan.exchange.schedule_text import schedule_yaml

HEADER = "; A26 ALL 21-jul-2026"


def padded(texts, width):
    """A text on the left, on the right or anywhere in its column."""
    return st.tuples(texts, st.sampled_from([str.ljust, str.rjust, str.center])).map(
        lambda pair: pair[1](pair[0], width)
    )


def whole(low, high):
    return st.integers(low, high).map(str)


minute = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda pair: f"{pair[0]:02d}{pair[1]:02d}")
word = st.text(st.characters(min_codepoint=33, max_codepoint=255, exclude_characters="\x7f;\x85\xa0"), max_size=3)
tail = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f\x85"), max_size=9)
dates = st.sampled_from(["290326", "251026", "241026", "010626", "310826", "150127", "      "])
CELLS = st.tuples(
    padded(whole(30, 30000), 5),
    minute,
    minute | st.sampled_from(["2400", "0000"]),
    padded(st.sampled_from(["44NE", "01,02,06", "18-20,40E", ""]), 30),
    padded(word, 3),
    padded(whole(0, 9999) | st.sampled_from(["", "1.5", "x"]), 4),
    padded(whole(0, 360) | st.sampled_from(["", "021", "21.5", "ND"]), 7),
    padded(whole(-30, 30) | st.just(""), 3),
    padded(st.sampled_from(["216", "95", "", "991"]), 3),
    padded(st.sets(st.integers(1, 7), min_size=1).map(lambda digits: "".join(map(str, sorted(digits)))), 7),
    dates,
    dates,
    st.sampled_from("DTN "),
    padded(whole(2000, 30000) | st.sampled_from(["", "0"]), 5),
    padded(st.sampled_from(["Kor", "NldEng", "EngSpaFra", "", "Kor,En", "Korea"]), 10),
    padded(word, 3),
    padded(word, 3),
    padded(word, 3),
    padded(whole(0, 99999) | st.sampled_from(["", "00012"]), 5),
    st.sampled_from(" 10x"),
    padded(st.sampled_from(["", "9500", "15"]), 5),
    padded(st.sampled_from(["", "9500"]), 5),
    padded(st.sampled_from(["", "15"]), 5),
    tail,
).filter(lambda cells: cells[1] != cells[2])
ROWS = st.lists(CELLS.map(" ".join), min_size=1, max_size=4)


def as_file(rows):
    return "".join(f"{line}\r\n" for line in (HEADER, *rows)).encode("iso-8859-1")


def written(schedule):
    """Header and rows; numbers of rows that have none are left open, as in the source."""
    lines = []
    for made in schedule.transmissions:
        data, _ = write_hfcc([made], season=schedule.season, header=[])
        text = data.decode("iso-8859-1")
        lines.append(text if made.requirement is not None else text[:125] + _number_of(made) + text[130:])
    header = "".join(f"{line}\r\n" for line in schedule.extensions["x-hfcc-header"])
    return (header + "".join(lines)).encode("iso-8859-1")


def _number_of(made):
    return made.extensions.get("x-hfcc-requirement", " " * 5)


@given(ROWS)
def test_rows_come_back_byte_for_byte(rows):
    data = as_file(rows)
    schedule, _ = read_hfcc("x", data)
    assert len(schedule.transmissions) == len(rows)
    assert written(schedule) == data


@given(ROWS)
def test_rows_come_back_from_yaml_byte_for_byte(rows):
    data = as_file(rows)
    schedule, _ = read_hfcc("x", data)
    text = schedule_yaml("file", schedule.transmissions, season=schedule.season, extensions=schedule.extensions)
    again, problems = read_schedule("x.yaml", text)
    assert [problem.code for problem in problems] == []
    for one, other in zip(schedule.transmissions, again.transmissions, strict=True):
        left, right = one.values(), other.values()
        del left["origin"], right["origin"]
        assert {**left, "service": one.service or "file"} == right
    assert written(again) == data


@given(CELLS)
def test_values_are_those_of_plain_slices(cells):
    line = " ".join(cells)
    (made,) = read_hfcc("x", as_file([line]))[0].transmissions
    assert made.frequency_khz == float(line[0:5])
    start = int(line[6:8]) * 60 + int(line[8:10])
    stop = int(line[11:13]) * 60 + int(line[13:15])
    assert made.time.start_minute == start
    assert made.time.stop_minute == (stop if stop > start else stop + 1440)
    assert {day for day in range(7) if made.days >> day & 1} == {(int(digit) - 2) % 7 for digit in line[72:79].strip()}
    assert (made.target or "") == line[16:46].strip()
    assert (made.site or "", made.antenna or "") == (line[47:50].strip(), line[68:71].strip())
    assert (made.manager or "") == (line[121:124].strip() or line[113:116].strip())
    assert made.mode == {"D": "AM", "T": "SSB", "N": "DRM", " ": "AM"}[line[94]]
    assert (made.note or "") == line[151:].strip()


@examples(100)
@given(st.lists(st.text(max_size=40) | CELLS.map(" ".join) | CELLS.map(lambda cells: " ".join(cells)[:90]), max_size=5))
def test_any_text_gives_a_schedule_and_known_codes(lines):
    data = "\n".join(lines).replace("\0", "").encode("utf-8", "replace")
    recognise("x", data)
    schedule, problems = read_hfcc("x", data)
    assert all(set(problem.data) <= set(CODES[problem.code].fields) for problem in problems)
    assert all(problem.place.line and 1 <= problem.place.line <= data.count(b"\n") + data.count(b"\r") + 1
               for problem in problems)  # fmt: skip
    rows = [line for line in data.decode("iso-8859-1").replace("\r", "\n").split("\n")
            if line.strip("\x1a").strip() and not line.startswith(";")]  # fmt: skip
    unread = {problem.place.line for problem in problems if "row" in problem.data}
    if "\r" not in "".join(lines) and not data.startswith(b"\xef\xbb\xbf"):
        assert len(schedule.transmissions) + len(unread) == len(rows)
