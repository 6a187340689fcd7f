"""Rectangles of cells: a copy comes back as it was, text of spreadsheets is read, impossible values are refused."""

from __future__ import annotations

import pytest

from bcastplan.workspace.editing.cell_block import (
    cells_text,
    emptied,
    filled_down,
    is_block,
    placed,
    read_cells,
    spread,
)
from bcastplan.workspace.editing.session import Session

TEXT = """\
bcastplan: 1
service: Test
season: A26
defaults: {power: 100, language: Kor}
transmissions:
  - {id: a, frequency: 9565, time: 1000-1100, note: "=1+1"}
  - {id: b, frequency: 7455, time: 1200-1300, days: Mon-Fri, language: [Kor, Eng], slew: -30}
  - {id: c, frequency: 6045, time: 1400-1500, power: 250}
"""


@pytest.fixture
def session(tmp_path, monkeypatch) -> Session:
    monkeypatch.setenv("BCASTPLAN_STATE_DIR", str(tmp_path / "state"))
    file = tmp_path / "plan.yaml"
    file.write_text(TEXT)
    return Session.open([str(file)])


def shown(_row: int, key: str) -> str:
    return f"shown {key}"


def test_cells_are_copied_as_they_are_written_defaults_included(session) -> None:
    text = cells_text(session, [0, 1], ["frequency", "power", "language", "note", "slew", "local"], shown)
    assert text == (
        "9565\t100\tKor\t'=1+1\tshown slew\tshown local\n7455\t100\tKor,Eng\tshown note\t-30\tshown local\n"
    )
    assert cells_text(session, [2], ["power"], shown) == "250"


def test_a_copy_pasted_over_itself_changes_nothing(session) -> None:
    rows, keys = [0, 1, 2], ["frequency", "time", "days", "power", "language", "note", "slew"]
    block = read_cells(cells_text(session, rows, keys, lambda *_: ""))
    placement = placed(session, block, rows, keys, lambda *_: "")
    assert (placement.changes, placement.refused, placement.same) == ([], [], 21)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("9565", [["9565"]]),
        ("9565\t1000-1100\r\n7455\t\r\n", [["9565", "1000-1100"], ["7455", ""]]),
        ('a\t"two\nlines"\t"say ""x"""\n', [["a", "two lines", 'say "x"']]),
        ("a\nb\tc\n", [["a", ""], ["b", "c"]]),
        ("\t\n", [["", ""]]),
    ],
)
def test_text_of_spreadsheets_is_read(text: str, cells: list[list[str]]) -> None:
    assert read_cells(text) == cells


@pytest.mark.parametrize("text", ["", "\n", "x" * 5_000_001])
def test_what_holds_no_cells_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="paste"):
        read_cells(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9565", True), ("9565\n7455\n", True), ("9565\t1000-1100", True), ("Mon-Fri", True), ("-30", True),
        ("a note about it", True), ("", False),
        ("Frequency\tTime\n9565\t1000-1100", False),
        ("- {frequency: 9565, time: 1000-1100}", False),
        ("frequency: 9565\ntime: 1000-1100", False),
        (" 9565 1530 1630 44NE                           PHT  250 21        0 216 1234567 290326 241026 D       "
         "Kor        PHL VOA AGM  2347                     \n", False),
    ],
)  # fmt: skip
def test_cells_are_told_from_transmissions(text: str, expected: bool) -> None:
    assert is_block(text) is expected


def test_cells_fill_a_selection_that_they_fit_into_a_whole_number_of_times() -> None:
    assert spread([["x"]], 2, 3) == [["x"] * 3] * 2
    assert spread([["a", "b"]], 2, 4) == [["a", "b", "a", "b"]] * 2
    assert spread([["a"], ["b"]], 3, 1) == [["a"], ["b"]]


def test_values_are_written_as_a_schedule_has_them(session) -> None:
    block = [["10:00-11:30", "100 kW", "Sat,Sun"], ["", "", ""]]
    placement = placed(session, block, [1, 2], ["time", "power", "days"], lambda *_: "")
    assert placement.refused == []
    assert placement.changes == [
        (1, {"time": "1000-1130", "days": "Sat,Sun"}),
        (2, {"time": None, "power": None}),
    ]


def test_every_value_that_cannot_be_written_is_refused_with_its_cell(session) -> None:
    block = [["1000-2500", "x", "9"], ["1000-1100", "y", "9"]]
    placement = placed(session, block, [2], ["time", "local"], lambda *_: "")
    assert placement.computed == 1
    assert [(refusal.row, refusal.key) for refusal in placement.refused] == [(2, ""), (2, ""), (2, "time")]
    assert placement.refused[0].reason.startswith("1 row of")
    assert placement.refused[1].reason.startswith("1 column of")


def test_the_first_row_fills_the_others_and_cells_are_emptied(session) -> None:
    assert filled_down(session, [1, 0, 2], ["days", "power", "local"]) == [
        (0, {"days": "Mon-Fri"}),
        (2, {"days": "Mon-Fri", "power": "100"}),
    ]
    assert filled_down(session, [0, 1], ["days"]) == [(1, {"days": None})]
    assert emptied(session, [0, 1, 2], ["power", "note"]) == [(0, {"note": None}), (2, {"power": None})]
