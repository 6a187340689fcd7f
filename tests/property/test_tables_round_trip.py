"""A table that is written and read again holds the same transmissions, whatever stands in their texts."""

from contextlib import suppress
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bcastplan.exchange.tables.table_reader import read_csv
from bcastplan.exchange.tables.table_writer import write_csv
from bcastplan.model.clock import ClockTime
from bcastplan.model.repeat import parse_repeat
from bcastplan.model.season import Window, parse_season
from bcastplan.model.sites import InlineSite
from bcastplan.model.transmission import Transmission
from bcastplan.model.values import MODES, STATUSES

LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=6)
CODES = st.text(st.characters(whitelist_categories=("Lu", "Ll", "Nd")), min_size=1, max_size=5)
WORDS = st.one_of(
    LETTERS, st.sampled_from(["=1+1", "-2", "'=x", "''", "@a", 'a"b', "a;b|c", "a,b", "한국", "+", "a b"])
)
NUMBERS = st.integers(1, 3599).map(lambda tenths: tenths / 10)
A26 = parse_season("A26")


def optional(strategy):
    return st.none() | strategy


@st.composite
def transmissions(draw):
    start = draw(st.integers(0, 1439))
    days = st.dates(date(2026, 3, 30), date(2026, 10, 24))
    site = draw(
        st.none()
        | CODES
        | st.builds(InlineSite, WORDS, st.sampled_from([1.5, -89.25, 0.0]), NUMBERS.map(lambda n: n / 2))
    )
    return Transmission(
        id=draw(optional(CODES)), service=draw(WORDS), frequency=draw(st.integers(1, 300000)) / 10,
        time=ClockTime(start, start + draw(st.integers(1, 1440 if start == 0 else 1439))),
        days=draw(st.integers(1, 127)),
        excepted=tuple(sorted(set(draw(st.lists(days, max_size=2))))),
        repeat=draw(optional(st.just(parse_repeat("FREQ=MONTHLY;BYDAY=1SA")))),
        status=draw(st.sampled_from(STATUSES)), mode=draw(st.sampled_from(MODES)),
        broadcaster=draw(optional(CODES)), manager=draw(optional(CODES)), administration=draw(optional(CODES)),
        language=tuple(draw(st.lists(CODES, max_size=3))), programme=draw(optional(WORDS)),
        target=draw(optional(WORDS)),
        site=site, transmitter=draw(optional(CODES)), power=draw(optional(NUMBERS)), antenna=draw(optional(CODES)),
        azimuth=draw(optional(NUMBERS)), slew=draw(optional(st.integers(-30, 30).map(float))),
        design_frequency=draw(optional(st.integers(20000, 300000).map(lambda tenths: tenths / 10))),
        alternatives=tuple(draw(st.lists(CODES, max_size=2))), sync=draw(optional(CODES)),
        follows=draw(optional(st.just("Asia/Seoul"))), rate=draw(optional(NUMBERS)),
        requirement=draw(optional(st.integers(1, 99999))), old=draw(st.booleans()), note=draw(optional(WORDS)),
        window=A26.window, season=A26, **{"from": draw(optional(days)), "until": draw(optional(days))},
    )  # fmt: skip


def values(one):
    return {key: value for key, value in one.values().items() if key != "origin"}


@given(st.lists(transmissions(), min_size=1, max_size=4))
def test_written_and_read_again(rows):
    data, problems = write_csv(rows)
    schedule, found = read_csv("x.csv", data)
    assert problems == found == []
    assert [values(one) for one in schedule.transmissions] == [values(one) for one in rows]


@given(st.lists(transmissions(), min_size=1, max_size=3))
def test_a_window_of_dates_comes_back(rows):
    window = Window(date(2008, 3, 2), date(2008, 3, 30))
    rows = [one.changed(season=None, window=window, valid_from=None, valid_until=None) for one in rows]
    schedule, found = read_csv("x.csv", write_csv(rows)[0])
    assert found == []
    assert schedule.window == window
    assert [values(one) for one in schedule.transmissions] == [values(one) for one in rows]


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_bytes_end_in_a_traceback(data):
    from bcastplan.exchange.aoki.aoki_reader import read_aoki
    from bcastplan.exchange.eibi.eibi_reader import read_eibi
    from bcastplan.model.errors import UnreadableInput

    for read in (read_csv, read_eibi, read_aoki):
        with suppress(UnreadableInput):
            schedule, problems = read("sked-a26.csv", data)
            assert schedule.transmissions or problems


@given(st.lists(st.tuples(st.integers(0, 10), st.text(max_size=6)), min_size=1, max_size=3), st.booleans())
def test_no_cell_of_an_eibi_row_ends_in_a_traceback_and_rows_come_back(changes, again):
    from bcastplan.exchange.eibi.eibi_reader import read_eibi
    from bcastplan.exchange.eibi.eibi_writer import write_eibi

    cells = ["5920", "1600-1700", "Tu,Th", "J", "Shiokaze", "K", "KRE", "y", "6", "0704", "2604[0426]"]
    for column, text in changes:
        cells[column] = text.translate({ord(letter): "" for letter in "\r\n\x00\x1a;"})
    data = f"{';'.join(cells)}\r\n".encode()
    schedule, problems = read_eibi("sked-a26.csv", data)
    if schedule.transmissions:
        kept = {**schedule.extensions, "x-eibi-header": None}
        assert write_eibi(schedule.transmissions, season=A26, extensions=kept)[0] == data
    else:
        assert problems
