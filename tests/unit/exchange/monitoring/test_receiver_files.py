"""Files for receiver programs, read back here as those programs read them."""

import csv
import io
import json
from datetime import date
from xml.etree import ElementTree

import pytest

from bcastplan.exchange.monitoring.log_reader import read_log
from bcastplan.exchange.monitoring.receiver_files import RECEIVER_FORMATS, write_receiver_file
from bcastplan.model.clock import ClockTime
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Transmission

SEASON = parse_season("A26")


def transmission(**values):
    return Transmission(
        **{
            "frequency": 9565.0,
            "service": 'VOA "Korean"; <night>',
            "time": ClockTime(23 * 60 + 30, 24 * 60 + 30),
            "window": SEASON.window,
            "season": SEASON,
            **values,
        }
    )


ROWS = (
    transmission(),
    transmission(time=ClockTime(0, 1440), frequency=7465.25, mode="DRM", days=0b0000010),
    transmission(time=ClockTime(930, 990), days=0b0011111, valid_from=date(2026, 6, 22), power_kw=250.0),
    transmission(frequency=11700.0, mode="SSB", service="RFA"),
    transmission(frequency=5000.0, status="unused"),
)


def written(kind, rows=ROWS):
    data, problems = write_receiver_file(kind, rows)
    return data.decode(), problems


def sdrpp(text):
    """As the frequency manager imports a list: an object of bookmarks by name, each with three numbers."""
    bookmarks = json.loads(text)["bookmarks"]
    modes = ("NFM", "WFM", "AM", "DSB", "USB", "CW", "LSB", "RAW")
    return [(mark["frequency"], name, modes[mark["mode"]], mark["bandwidth"]) for name, mark in bookmarks.items()]


def sdrsharp(text):
    """As an XML serialiser reads an array of MemoryEntry."""
    root = ElementTree.fromstring(text)
    assert root.tag == "ArrayOfMemoryEntry"
    return [
        (
            float(entry.findtext("Frequency")),
            entry.findtext("Name"),
            entry.findtext("DetectorType"),
            float(entry.findtext("FilterBandwidth")),
        )
        for entry in root.iter("MemoryEntry")
    ]


def gqrx(text):
    """As Gqrx does: tags up to the first empty line, then lines of exactly five parts."""
    lines = iter(text.split("\n"))
    tags = set()
    for line in lines:
        if not line.strip():
            break
        if not line.startswith("#"):
            name, _ = line.split(";")
            tags.add(name.strip())
    marks = []
    for line in lines:
        if line.strip() and not line.startswith("#"):
            hertz, name, mode, bandwidth, tag = (part.strip() for part in line.split(";"))
            assert tag in tags
            marks.append((float(hertz), name, mode, float(bandwidth)))
    return marks


@pytest.mark.parametrize("read", [sdrpp, sdrsharp, gqrx], ids=lambda read: read.__name__)
def test_bookmarks_are_read_back_as_the_program_reads_them(read):
    text, problems = written(read.__name__)
    marks = sorted(read(text))
    raw = "Raw I/Q" if read is gqrx else "RAW"
    assert [(hertz, mode, width) for hertz, _, mode, width in marks] == [
        (7_465_250.0, raw, 10_000.0),
        (9_565_000.0, "AM", 9_000.0),
        (11_700_000.0, "USB", 2_700.0),
    ]
    assert "1530-1630 2330-0030" in marks[1][1]
    assert [(problem.code, problem.data["count"]) for problem in problems] == [("MON101", 4)]


def test_names_of_bookmarks_are_unique():
    rows = [transmission(time=ClockTime(minute, minute + 1), service="V" * 90, mode=mode) for minute, mode in
            ((0, "AM"), (1, "DRM"))]  # fmt: skip
    assert len(json.loads(written("sdrpp", rows)[0])["bookmarks"]) == 2


def kiwisdr(text):
    """As KiwiSDR does: line by line, the first one passed over, each line up to 511 bytes, frequencies rising."""
    lines = text.encode().split(b"\n")
    assert lines[0] == b'{"dx":['
    assert lines[-2:] == [b"]}", b""]
    labels = []
    for line in lines[1:-2]:
        assert len(line) < 511
        label = json.loads(line.removesuffix(b","))
        options = label[4] if len(label) > 4 else {}
        days = options.get("d0", 0) or 0x7F
        begin, end = options.get("b0", 0), options.get("e0", 0)
        if (begin, end) == (0, 0):
            end = 2400
        names = [name for number, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
                 if days & (0x40 >> number)]  # fmt: skip
        assert not labels or labels[-1][0] <= label[0]
        labels.append((label[0], label[1], label[2], "".join(name[0] for name in names), begin, end, label[3]))
    return labels


def test_labels_of_kiwisdr_have_times_and_days_as_it_knows_them():
    text, problems = written("kiwisdr")
    labels = kiwisdr(text)
    assert [label[:2] + label[3:6] for label in labels] == [
        (7465.25, "DRM", "T", 0, 2400),
        (9565.0, "AM", "MTWTF", 1530, 1630),
        (9565.0, "AM", "MTWTFSS", 2330, 30),
        (11700.0, "USB", "MTWTFSS", 2330, 30),
    ]
    assert labels[1][2] == 'VOA "Korean"; <night>'
    assert labels[1][6] == "250 kW, from 2026-06-22"
    assert [(problem.code, problem.data["count"]) for problem in problems] == [("MON102", 1)]


def test_a_label_that_is_too_long_loses_its_notes_first():
    text, _ = written("kiwisdr", [transmission(target="44NE," * 100)])
    assert kiwisdr(text)[0][2] == 'VOA "Korean"; <night>'


def test_the_timetable_has_every_hour_with_its_own_days_and_dates():
    text, problems = written("timetable", [transmission(days=0b1000000)])
    rows = list(csv.DictReader(io.StringIO(text)))
    assert problems == []
    assert [(row["hour"], row["start"], row["stop"], row["days"], row["from"]) for row in rows] == [
        ("00", "0000", "0030", "Mon", "2026-03-30"),
        ("23", "2330", "2400", "Sun", "2026-03-29"),
    ]


def test_a_filled_timetable_is_a_log():
    text, _ = written("timetable", ROWS[:1])
    filled = text.replace("2026-10-26,,,,,", "2026-10-26,2026-06-22,PM37,45444,,")
    assert filled != text
    reports, problems = read_log("timetable.csv", filled.encode())
    assert [problem.code for problem in problems] == ["MON006"]
    assert [(report.frequency_hz, report.overall, report.stop_minute - report.start_minute) for report in reports] == [
        (9_565_000, 4, 30)
    ]


@pytest.mark.parametrize("kind", RECEIVER_FORMATS)
def test_control_characters_of_names_never_get_into_a_file(kind):
    text, _ = written(kind, [transmission(service="a\x1b[2Jb")])
    assert "\x1b" not in text


@pytest.mark.parametrize("kind", RECEIVER_FORMATS)
def test_nothing_on_the_air_is_an_empty_file(kind):
    assert written(kind, ROWS[-1:])[1] == []
