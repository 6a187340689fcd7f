"""Lists on standard output hold no control characters of names; files keep every byte; SOURCE_DATE_EPOCH dates them."""

import re

import pytest

from bcastplan.exchange.eibi.eibi_reader import read_eibi
from bcastplan.model.inert import inert_list

ESCAPE = "\x1b[31mRed\x1b[0m \x9b2J \x07\x7f\x85"
ROW = f"9565;1530-1630;Mo-Fr;USA;Voice {ESCAPE};E;KRE;;1;;"
RAW = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "sked-a26.csv"
    path.write_bytes(f"kHz:75;Time(UTC):93;Days:59\r\n{ROW}\r\n".encode("iso-8859-1"))
    return path


def test_escapes_of_a_name_stay_in_files_and_do_not_reach_a_terminal(listed, run, tmp_path):
    answer = run("export", "eibi", listed)
    assert not RAW.search(answer.out.encode("utf-8", "surrogateescape"))
    assert "Voice ?[31mRed?[0m ?2J ???" in answer.out
    assert "6 control characters shown as ?" in answer.err
    target = tmp_path / "out.csv"
    assert "control" not in run("export", "eibi", listed, "-o", target).err
    assert ESCAPE.encode("iso-8859-1") in target.read_bytes()
    assert read_eibi("sked-a26.csv", target.read_bytes())[0].transmissions[0].service.endswith(ESCAPE.strip())


@pytest.mark.parametrize(
    ("data", "shown", "count"),
    [
        ("Málaga — 東京\t|\r\n".encode(), "Málaga — 東京\t|\r\n".encode(), 0),
        ("M\xe1laga\r\n".encode("iso-8859-1"), "M\xe1laga\r\n".encode("iso-8859-1"), 0),
        ("東\x9b".encode(), "東??".encode(), 1),
        (b"\xe1\x9b", b"\xe1?", 1),
        ("a\u202eb\u2066".encode(), b"a???b???", 2),
        (b"\x1a", b"?", 1),
    ],
)
def test_letters_stay_and_columns_too(data, shown, count):
    assert inert_list(data) == (shown, count)


@pytest.mark.parametrize("style", ["hfcc", "ics"])
def test_the_date_of_a_file_can_be_set(style, run, root, monkeypatch):
    plan = root / "schedules" / "example"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "981173106")  # 2001-02-03 04:05:06 UTC
    first = run("export", style, plan).out
    assert ("03-FEB-2001" if style == "hfcc" else "20010203T040506Z") in first
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert run("export", style, plan).code == 2


def test_a_new_schedule_follows_the_date_too(run, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "981173106")
    assert "season: B00" in run("new", "-").out


@pytest.mark.parametrize("month", ["Mon-", "2026", "2026-13", "2026-1", "", "２０２６-01"])
def test_a_month_last_heard_that_is_none(month, run, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(
        "bcastplan: 1\nservice: X\nseason: A26\ntransmissions:\n"
        f"  - {{frequency: 9565, time: 1530-1630, x-eibi-heard: '{month}'}}\n"
    )
    for paths in ((path, path), (path, tmp_path)):
        answer = run("compare", *paths)
        assert answer.code in (0, 1)
        assert "fault" not in answer.err
