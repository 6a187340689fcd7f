"""One function decides what needs quotes, wherever a text is written."""

import datetime

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.document.parse import parse_text
from bcastplan.document.scalars import (
    FLAGS,
    item_lines,
    line_text,
    pair_text,
    raw_of_line,
    scalar_text,
    value_text,
)
from bcastplan.document.schedule_reader import read_schedule
from bcastplan.document.starter import empty_schedule, first_schedule
from bcastplan.exchange.schedule_text import schedule_yaml
from bcastplan.model import written as w
from bcastplan.model.errors import ValueFault
from bcastplan.model.keys import Many, shape_of
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import KEYS

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


@pytest.mark.parametrize(
    ("text", "written"),
    [("\xa0", '"\\xa0"'), ("\u2028", '"\\u2028"'), ("\U000e0001", '"\\U000e0001"'), ("é", '"é"')],
)
def test_characters_that_are_not_printable_are_escapes(text, written):
    assert scalar_text(text) == written
    assert parse_text("", f"k: {written}\n")[0].raw() == {"k": text}


LINES = [
    (None, ""),
    ("Voice of America, Korean", "Voice of America, Korean"),
    (["Mon", "a, b"], "Mon, a, b"),
    ([{"name": "Jeju, South", "latitude": "33.45"}], '{name: "Jeju, South", latitude: 33.45}'),
    ([["a", "b, c"], "d"], '[a, "b, c"], d'),
    ({"name": "Jeju, South", "over": ["x", "y, z"]}, '{name: "Jeju, South", over: [x, "y, z"]}'),
]


@pytest.mark.parametrize(("value", "line"), LINES)
def test_values_as_people_write_them_in_one_line(value, line):
    assert line_text(value) == line


TEXT, TEXTS = shape_of(w.Text), KEYS["language"].shape
assert isinstance(TEXTS, Many)


@pytest.mark.parametrize(
    ("line", "shape", "value"),
    [
        ("  ", TEXT, None),
        (" Kor ", TEXT, "Kor"),
        ("a, b", TEXT, "a, b"),
        ("Kor", TEXTS, "Kor"),
        (" Kor , Eng,", TEXTS, ["Kor", "Eng"]),
        ("{a: b}", TEXT, "{a: b}"),
        ("[a, b]", TEXTS, ["[a", "b]"]),
        ("{a: b, c: [d]}", None, {"a": "b", "c": ["d"]}),
        ("[a, {b: c}]", None, ["a", {"b": "c"}]),
    ],
)
def test_what_such_a_line_stands_for(line, shape, value):
    assert raw_of_line(line, shape) == value


@pytest.mark.parametrize("line", ["{a: b", "[a", "{a: b, a: c}"])
def test_braces_that_cannot_be_read_are_told(line):
    with pytest.raises(ValueFault, match="the braces cannot be read"):
        raw_of_line(line, None)


def test_a_file_without_transmissions_shows_one_as_a_comment_that_can_be_taken_as_it_is():
    """Without its hashes the example is a schedule like the first one of a plan."""
    season = parse_season("A26")
    text = empty_schedule("VOA Korean", season)
    schedule, problems = read_schedule("a.yaml", text)
    assert (schedule.service, schedule.transmissions, problems) == ("VOA Korean", (), [])
    head, _, example = text.partition("# An example:\n")
    lines = example.removesuffix("\ntransmissions: []\n").splitlines()
    assert all(line == "#" or line.startswith("# ") for line in lines)
    shown, problems = read_schedule("a.yaml", head + "".join(f"{line[2:]}\n" for line in lines))
    assert [row.id for row in shown.transmissions] == ["evening", "weekend"]
    assert problems == []
