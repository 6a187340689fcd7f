"""EiBi's text editions are read row by row, and are not taken for Aoki's short list."""

import pytest

from bcastplan.exchange.eibi.eibi_reader import read_eibi
from bcastplan.exchange.file_kind import recognise
from bcastplan.model.season import parse_season

TITLE = """\
BC A25 - The comprehensive shortwave broadcasting schedule
==========================================================
         Valid March 30, 2025 - October 26, 2025

Last update: May 02, 2025

"""
BY_FREQUENCY = """\
kHz           Time(UTC) Days  ITU Station                Lang. Target   Remarks
================================================================================

882           0015-0045 Tu    IND Trans World Radio        TEL SAs         /CLN-p
4885.5        0000-2400       B   Radio Clube do Para      P   B           be
7325          1300-1400 Mo-Fr ROU Radio Romania Int.       RO  WEu         t
"""
BY_TIME = """\
Time(UTC) Days  ITU Station                Lang. Target Frequencies
================================================================================

0015 0045 Tu    IND Trans World Radio         TEL SAs 882/CLN-p
1300 1400 Mo-Fr ROU Radio Romania Int.        RO  WEu 7325t 9500g
                                                      11950t
                                                  NAf 15460g
2300 2400       XUU Various pirates           E   Eu  6295.5/XUU
"""
AOKI = """\
882           0015-0045       IND Trans World Radio        Tel Puttalam    3
4885          0000-2400       B   Radio Clube do Para      Por Belem       1-7
7325          1300-1400       ROU Radio Romania Int.       Rom Tiganesti   2-6
"""


def read(text, name="freq-a25.txt"):
    return read_eibi(name, text.encode("iso-8859-1"))


@pytest.mark.parametrize("head", ["", TITLE, "# Season: a25\n" + TITLE])
def test_rows_by_frequency(head):
    schedule, problems = read(head + BY_FREQUENCY)
    found = schedule.transmissions
    assert problems == []
    assert schedule.season == parse_season("A25")
    assert [(one.frequency_khz, str(one.time), one.days_text) for one in found] == [
        (882.0, "0015-0045", "Tue"),
        (4885.5, "0000-2400", "daily"),
        (7325.0, "1300-1400", "Mon-Fri"),
    ]
    assert [(one.service, one.language, one.administration) for one in found] == [
        ("Trans World Radio", ("Tel",), "CLN"),
        ("Radio Clube do Para", ("Por",), "B"),
        ("Radio Romania Int.", ("Ron",), "ROU"),
    ]
    first = 4 + head.count("\n")
    assert [one.id for one in found] == [f"e{first + step}" for step in range(3)]


def test_rows_by_time_are_one_for_each_frequency():
    schedule, problems = read(TITLE + BY_TIME, "bc.txt")
    found = schedule.transmissions
    assert problems == []
    assert schedule.season == parse_season("A25")
    assert [one.frequency_khz for one in found] == [882.0, 7325.0, 9500.0, 11950.0, 15460.0, 6295.5]
    assert [one.id for one in found] == ["e10", "e11", "e11-2", "e12", "e13", "e14"]
    assert {one.days_text for one in found[1:5]} == {"Mon-Fri"}
    assert found[4].target != found[3].target == found[1].target
    assert len({one.service for one in found[1:5]}) == 1


def test_rows_of_an_edition_that_cannot_be_read_are_told():
    broken = BY_TIME + "1700 1800       D   Radio Nowhere                 D   Eu\nnothing at all\n"
    schedule, problems = read(TITLE + broken, "bc.txt")
    assert len(schedule.transmissions) == 6
    assert [(problem.code, problem.place.line) for problem in problems] == [("EIB001", 15), ("EIB001", 16)]


def test_an_edition_without_a_heading_is_told_from_aokis_list():
    rows = BY_FREQUENCY.split("\n\n")[1]
    assert recognise("x.txt", rows.encode()) == "eibi"
    assert recognise("x.txt", AOKI.encode()) == "aoki"
    for text in (BY_FREQUENCY, BY_TIME, TITLE + BY_FREQUENCY, TITLE + BY_TIME, BY_TIME.split("\n\n")[1]):
        assert recognise("x.txt", text.encode()) == "eibi"


def test_letters_written_by_their_number_keep_the_columns():
    line = "9665          0600-0100       B   R\\E1dio Cidade Nova        P   B           x\n"
    found = read(BY_FREQUENCY + line)[0].transmissions[-1]
    assert (found.service, found.language) == ("Rádio Cidade Nova", ("Por",))
