"""Bookmarks of three programs become unused transmissions, each with its line."""

import json

import pytest

from bcastplan.exchange.bookmarks.bookmark_reader import read_bookmarks
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.season import parse_season

A26 = parse_season("A26")
XML = """<?xml version="1.0" encoding="utf-8"?>
<ArrayOfMemoryEntry xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <MemoryEntry>
    <IsFavourite>true</IsFavourite>
    <Name>Radio Un &amp; Deux</Name>
    <GroupName>Afrique</GroupName>
    <Frequency>5970000</Frequency>
    <DetectorType>AM</DetectorType>
  </MemoryEntry>
  <MemoryEntry>
    <Name>Volmet</Name>
    <GroupName>Wx</GroupName>
    <Frequency>5505123</Frequency>
    <DetectorType>USB</DetectorType>
  </MemoryEntry>
  <MemoryEntry><Name>Tower</Name><Frequency>118300000</Frequency><DetectorType>NFM</DetectorType></MemoryEntry>
</ArrayOfMemoryEntry>
"""
SDRPP = {
    "bookmarkDisplayMode": 1,
    "lists": {
        "Afrique": {"bookmarks": {"Radio Un & Deux": {"bandwidth": 9000.0, "frequency": 5970000.0, "mode": 2}}},
        "Wx": {
            "bookmarks": {
                "Volmet": {"bandwidth": 2800.0, "frequency": 5505123.0, "mode": 4},
                "Tower": {"bandwidth": 9000.0, "frequency": 118300000.0, "mode": 0},
            },
            "showOnWaterfall": True,
        },
    },
}
GQRX = """# Tag name          ;  color
Afrique             ; #c0c0c0

# Frequency ; Name                     ; Modulation          ;  Bandwidth; Tags
     5970000; Radio Un & Deux          ; AM                  ;      10000; Afrique
     5505123; Volmet                   ; USB                 ;       2800; Wx
   118300000; Tower                    ; Narrow FM           ;      10000; Wx
"""


@pytest.mark.parametrize(
    ("text", "lines"),
    [(XML, [3, 10]), (json.dumps(SDRPP, indent=4), [6, 15]), (GQRX, [5, 6]), ("\ufeff" + XML, [3, 10])],
)
def test_the_three_files_give_the_same(text, lines):
    schedule, problems = read_bookmarks("marks", text.encode(), season=A26)
    first, second = schedule.transmissions
    assert [(one.id, one.service, one.frequency_khz, one.mode) for one in (first, second)] == [
        ("b1", "Radio Un & Deux", 5970.0, "AM"),
        ("b2", "Volmet", 5505.123, "SSB"),
    ]
    assert (first.status, str(first.time), first.note, first.season) == (
        "unused",
        "0000-2400",
        "bookmark of Afrique",
        A26,
    )
    assert [(one.code, one.data) for one in problems] == [("CSV009", {"count": 1})]
    assert [one.origin.line for one in (first, second)] == lines


def test_one_list_as_sdrpp_exports_it():
    text = json.dumps({"bookmarks": {"X": {"frequency": 7325000.0, "mode": 7}}})
    schedule, problems = read_bookmarks("marks", text.encode(), season=A26)
    assert problems == []
    assert [(one.service, one.note, one.mode) for one in schedule.transmissions] == [("X", "bookmark", "AM")]
    assert schedule.transmissions[0].extensions == {"x-bookmark-mode": "RAW"}


@pytest.mark.parametrize("hertz", ["", "7325 kHz", "-7325000", "nan", "0", "inf"])
def test_a_frequency_that_is_none_is_told_with_its_line(hertz):
    text = GQRX.replace("5505123", hertz)
    schedule, problems = read_bookmarks("marks", text.encode(), season=A26)
    assert [one.id for one in schedule.transmissions] == ["b1"]
    assert [(one.code, one.place.line) for one in problems if one.code == "CSV008"] == [("CSV008", 6)]


@pytest.mark.parametrize(
    "text",
    [
        "<a/>",
        "<ArrayOfMemoryEntry><MemoryEntry>",
        '<!DOCTYPE a [<!ENTITY x "y">]><ArrayOfMemoryEntry/>',
        "{}",
        "{",
        '{"lists": []}',
        "hello\n",
        "",
        '{"a":' * 100_000,
    ],
)
def test_what_is_no_file_of_bookmarks_is_refused(text):
    with pytest.raises(UnreadableInput):
        read_bookmarks("marks", text.encode())
