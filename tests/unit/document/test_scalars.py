"""One function decides what needs quotes, wherever a text is written."""

import datetime

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.document.parse import parse_text
from bcastplan.document.scalars import FLAGS, item_lines, pair_text, scalar_text, value_text
from bcastplan.document.schedule_reader import read_schedule
from bcastplan.document.starter import first_schedule
from bcastplan.exchange.schedule_text import schedule_yaml
from bcastplan.model.season import parse_season

WORDS = {
    "no": '"no"', "Yes": '"Yes"', "on": '"on"', "y": '"y"', "null": '"null"', "~": '"~"', "true": '"true"',
    "9565": "9565", "-15": "-15", "6348.5": "6348.5", "010": "010", "2026-06-22": "2026-06-22", "12:30": '"12:30"',
    "Mon-Fri": "Mon-Fri", "Voice of America, Korean": "Voice of America, Korean", "a: b": '"a: b"', "a #b": '"a #b"',
    "it's": '"it\'s"', "- a": '"- a"', "": '""', "AHR(S)4/4/0.5": "AHR(S)4/4/0.5", "\x85": '"\\x85"',
}  # fmt: skip


@pytest.mark.parametrize(("word", "written"), WORDS.items())
def test_an_edit_a_list_and_a_first_file_write_the_same(word, written):
    season = parse_season("A26")
    assert scalar_text(word) == written
    assert item_lines({"note": word}, "", "\n") == f"- note: {written}\n"
    assert f"service: {written}\n" in schedule_yaml(word, [], season=season)
    assert f"service: {written}\n" in first_schedule(word, season)


@given(st.text(max_size=30), st.booleans())
def test_any_text_is_read_back_by_us_and_is_no_truth_to_others(text, flow):
    written = f"[{scalar_text(text, flow=True)}, b]" if flow else f"k: {scalar_text(text)}  # comment"
    root, problems = parse_text("", written + "\n")
    assert problems == []
    assert root.raw() == ([text, "b"] if flow else {"k": text})
    typed = yaml.safe_load(written)
    value = typed[0] if flow else typed["k"]
    assert value == text or (isinstance(value, int | float | datetime.date) and not isinstance(value, bool))


def test_only_the_words_of_a_flag_are_plain():
    assert {"old", "jammer"} == FLAGS
    assert pair_text("old", "yes") == "old: yes"
    assert value_text({"old": "no", "note": "no"}) == '{old: no, note: "no"}'
    _, problems = read_schedule("a.yaml", "bcastplan: 1\nservice: X\nseason: A26\ntransmissions: [{old: maybe}]\n")
    assert any("neither yes nor no" in problem.message for problem in problems)
