"""Transmissions as text and back: what is copied means the same where it is pasted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.document.splice import EditRefused
from bcastplan.model.errors import ValueFault
from bcastplan.workspace.editing.clipboard import LARGEST_PASTE, copy_text, parse_pasted, paste
from bcastplan.workspace.editing.session import Session

HEAD = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {broadcaster: VOA, manager: AGM, administration: PHL, language: Kor, target: 44NE, site: PHT, power: 250,
           antenna: 216, azimuth: 21, days: Mon-Fri}
transmissions:
  - {id: one, frequency: 9565, time: 1530-1630}
  - {id: two, frequency: 7460, time: 2330-0030, days: daily, note: "=1+1\\ttab"}
"""
ROW = (
    " 9565 1530 1630 44NE                           PHT  250 21        0 216 1234567 290326 311026 D       "
    "Kor        PHL VOA AGM  2347                     \n"
)
EIBI = "9565;1530-1630;;USA;Voice of America;K;KRE;/PHL-t;1;;\n"


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setenv("BCASTPLAN_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(HEAD)
    (tmp_path / "b.yaml").write_text("bcastplan: 1\nservice: Other\nseason: A26\ntransmissions: []\n")
    return Session.open(["a.yaml", "b.yaml"])


def said(session: Session, row: int) -> dict[str, object]:
    one = session.table.transmissions[row]
    return {key: value for key, value in one.values().items() if key not in ("id", "origin")}


@pytest.mark.parametrize("file", ["a.yaml", "b.yaml"])
def test_yaml_means_the_same_in_any_file_of_the_season(session: Session, file: str) -> None:
    before = [said(session, row) for row in (0, 1)]
    pasted = parse_pasted(copy_text(session, [0, 1], "yaml"))
    assert pasted.problems == []
    rows = paste(session, file, pasted.items)
    assert [said(session, row) for row in rows] == before
    assert [session.table.transmissions[row].id for row in rows] == ["one-2", "two-2"]
    assert session.undo() == "paste 2 transmissions"
    assert len(session.table) == 2


def test_listeners_at_the_top_of_a_text_go_along(session: Session) -> None:
    text = (
        "bcastplan: 1\nservice: X\nseason: A26\nlisteners: KRE\ntransmissions: [{frequency: 7460, time: 1000-1100}]\n"
    )
    (row,) = paste(session, "a.yaml", parse_pasted(text).items)
    assert session.table.transmissions[row].listeners == "KRE"


def test_what_the_file_says_already_is_not_written_again(session: Session) -> None:
    paste(session, "a.yaml", parse_pasted(copy_text(session, [0], "yaml")).items)
    assert session.raw(2) == {"id": "one-2", "frequency": "9565", "time": "1530-1630"}


def test_silent_values_are_written_where_defaults_say_otherwise(session: Session) -> None:
    rows = paste(session, "a.yaml", parse_pasted("{frequency: 7460, time: 1000-1100}").items)
    assert session.raw(rows[0])["days"] == "daily"


def test_tsv_has_a_head_a_line_each_and_nothing_a_spreadsheet_runs(session: Session) -> None:
    head, first, second = copy_text(session, [0, 1], "tsv").splitlines()
    assert head.split("\t")[:4] == ["id", "service", "frequency", "time"]
    assert first.split("\t")[:4] == ["one", "VOA Korean", "9565", "1530-1630"]
    assert second.split("\t")[head.split("\t").index("note")] == "'=1+1\\x09tab"


def test_hfcc_lines_come_back(session: Session) -> None:
    text = copy_text(session, [0], "hfcc")
    assert text.startswith(" 9565 1530 1630 44NE")
    pasted = parse_pasted(text)
    assert pasted.kind == "hfcc"
    item = pasted.items[0]
    assert (item["frequency"], item["days"], item["site"], item["power"]) == ("9565", "Mon-Fri", "PHT", "250")


def test_what_hfcc_cannot_say_is_refused(session: Session) -> None:
    session.change([0], {"frequency": "9565.5"})
    with pytest.raises(EditRefused, match=r"9565.5 kHz"):
        copy_text(session, [0], "hfcc")


def test_rows_of_lists_bring_their_dates_where_the_season_is_another(session: Session, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD.replace("A26", "B26"))
    winter = Session.open(["a.yaml"])
    for text in (ROW, EIBI):
        pasted = parse_pasted(text, session.workspace.schedules[0].season)
        assert len(pasted.items) == 1
        rows = paste(winter, "a.yaml", pasted.items)
        assert str(winter.table.transmissions[rows[0]].first_date) == "2026-03-29"
    rows = paste(session, "b.yaml", parse_pasted(ROW.replace("311026", "241026")).items)
    assert "from" not in session.raw(rows[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "nothing to paste"),
        ("  \n", "nothing to paste"),
        ("hello", "is no transmission"),
        ("- {frequency: 9565}", "time missing"),
        ("- {frequency: 9565, time: 25-26}", "is not a time"),
        ("- {frequenzy: 9565, time: 1000-1100}", "did you mean frequency?"),
        ("- [", "line"),
        ("- &a {frequency: 9565, time: 1000-1100}\n- !!python/object:x {}", "tag"),
        ("x" * (LARGEST_PASTE + 1), "too many to paste"),
    ],
)
def test_what_is_no_transmission_is_said(text: str, expected: str) -> None:
    pasted = parse_pasted(text)
    assert any(expected in problem for problem in pasted.problems), pasted.problems


def test_good_ones_among_bad_ones_are_taken(session: Session) -> None:
    pasted = parse_pasted("- {frequency: 9565}\n- {frequency: 7460, time: 1000-1100}\n- 5\n")
    assert [item["frequency"] for item in pasted.items] == ["7460"]
    assert len(pasted.problems) == 2


def test_a_whole_schedule_brings_its_defaults_and_service() -> None:
    pasted = parse_pasted(HEAD)
    assert pasted.items[0] == {
        "service": "VOA Korean", "broadcaster": "VOA", "manager": "AGM", "administration": "PHL", "language": "Kor",
        "target": "44NE", "site": "PHT", "power": "250", "antenna": "216", "azimuth": "21", "days": "Mon-Fri",
        "id": "one", "frequency": "9565", "time": "1530-1630",
    }  # fmt: skip


def test_a_paste_that_fails_half_way_leaves_nothing(session: Session) -> None:
    with pytest.raises(ValueFault):
        paste(
            session, "b.yaml", [{"frequency": "7460", "time": "1000-1100"}, {"frequency": "7460", "time": "nonsense"}]
        )
    assert len(session.table) == 2
    assert not session.dirty


@given(st.text(max_size=200))
def test_any_text_is_understood_or_explained(text: str) -> None:
    pasted = parse_pasted(text)
    assert pasted.items or pasted.problems


def test_headings_of_a_spreadsheet_mean_what_they_mean_to_import_csv(session: Session) -> None:
    pasted = parse_pasted(
        "Station\tFreq (kHz)\tStart UTC\tStop UTC\tSite\tPower [kW]\tLang\tDay\tAzimuth deg\tRemarks\n"
        "Radio Seoul\t7215,5\t6:00\t0730\tKIM\t250 kW\tKor\tMon-Fri\tND\t'=relay\n"
    )
    assert pasted.problems == []
    assert pasted.items == [
        {
            "service": "Radio Seoul", "frequency": "7215.5", "time": "0600-0730", "site": "KIM", "power": "250",
            "language": "Kor", "days": "Mon-Fri", "note": "=relay",
        }
    ]  # fmt: skip
    rows = paste(session, "b.yaml", pasted.items)
    assert session.table.transmissions[rows[0]].frequency_khz == 7215.5


@pytest.mark.parametrize(
    "headings", ["kHz\tUTC\tkW", "frequency\ttime\tpower", "Frequency_kHz\tTime (UTC)\tPower (kW)"]
)
def test_headings_in_other_usual_words(headings: str) -> None:
    pasted = parse_pasted(f"{headings}\n6070\t0500-0600\t10\n")
    assert (pasted.items, pasted.problems) == ([{"frequency": "6070", "time": "0500-0600", "power": "10"}], [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Place\tStart\tStop\nHome\t0500\t0600\n", "no column means frequency"),
        ("kHz\tStart\n6070\t0500\n", "no column means time"),
        ("kHz\tStart\tStop\n6070\t0500\t\n", "line 2: '' is no time"),
        ("kHz\tUTC\tPower\n6070\t0500-0600\tmuch\n", "line 2:"),
        ("kHz\tUTC\tFreqency\n6070\t0500-0600\t1\n", "did you mean frequency?"),
        ("kHz\tFreq\tUTC\n6070\t6080\t0500-0600\n", "several columns mean frequency"),
    ],
)
def test_a_spreadsheet_that_cannot_be_understood_is_reported(text: str, expected: str) -> None:
    assert any(expected in problem for problem in parse_pasted(text).problems), parse_pasted(text).problems


def test_negative_numbers_and_apostrophes_come_back_out_of_a_table(session: Session) -> None:
    session.change([0], {"slew": "-15", "note": "'quoted'"})
    item = parse_pasted(copy_text(session, [0], "tsv")).items[0]
    assert (item["slew"], item["note"]) == ("-15", "'quoted'")
