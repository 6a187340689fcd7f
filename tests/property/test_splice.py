"""Edits of one item change that item and nothing else, and can be taken back to the byte."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from bcastplan.document.parse import parse_text
from bcastplan.document.splice import (
    ListPlace,
    apply_edits,
    change_item,
    difference,
    insert_items,
    remove_items,
)
from bcastplan.model.transmission import TRANSMISSION_PARSERS

ORDER = tuple(TRANSMISSION_PARSERS)
KEYS = ("id", "frequency", "time", "days", "site", "power", "note", "except", "language")
scalars = st.one_of(
    st.sampled_from(
        [
            "9565",
            "1530-1630",
            "Mon-Fri",
            "no",
            "010",
            "12:30",
            "a: b",
            "x # y",
            "- z",
            "'q'",
            '"',
            "",
            " s",
            "é",
            "~",
            "[a",
            "{",
            "*x",
            "&y",
            "!t",
            "a,b",
            "a]b",
            "%",
            "@",
        ]
    ),
    st.text(
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\x85\ufeff\ufffe\uffff"),
        max_size=12,
    ),
)
values = st.one_of(scalars, st.lists(scalars, min_size=1, max_size=3))
items = st.dictionaries(st.sampled_from(KEYS), values, min_size=1, max_size=6)


@st.composite
def documents(draw):
    """A schedule in block style, flow style or a mix, with comments and either line end."""
    from bcastplan.document.scalars import item_lines, value_text

    newline = draw(st.sampled_from(["\n", "\r\n"]))
    listed = draw(st.lists(items, min_size=1, max_size=4))
    styles = draw(st.lists(st.sampled_from(["block", "flow", "comment"]), min_size=len(listed), max_size=len(listed)))
    if draw(st.booleans()):
        body = "[" + f",{newline}  ".join(value_text(item, flow=True) for item in listed) + "]" + newline
        return f"a: 1{newline}transmissions: {body}x: y{newline}", newline
    text = f"a: 1{newline}transmissions:{newline}"
    for item, style in zip(listed, styles, strict=True):
        if style == "flow":
            text += f"  - {value_text(item, flow=True)}  # kept{newline}"
        else:
            lines = item_lines(item, "  ", newline)
            text += lines.replace(newline, f"  # kept{newline}", 1) if style == "comment" else lines
    text += draw(st.sampled_from(["", f"# end{newline}", f"{newline}x: y{newline}"]))
    return text, newline


def listed_of(text):
    root, problems = parse_text("f", text)
    assert not problems, (problems, text)
    return root.get("transmissions")


@given(documents(), st.data())
def test_changing_an_item_changes_that_item_alone(document, data):
    text, newline = document
    listed = listed_of(text)
    before = listed.raw()
    index = data.draw(st.integers(0, len(before) - 1))
    changes = data.draw(st.dictionaries(st.sampled_from(KEYS), st.one_of(st.none(), values), min_size=1, max_size=4))
    new, inverse = apply_edits(text, change_item(text, listed.items[index], changes, ORDER, newline))
    expected = dict(before[index])
    for key, value in changes.items():
        if value is None:
            expected.pop(key, None)
        else:
            expected[key] = value
    after = listed_of(new).raw()
    assert after[index] == expected
    assert [*after[:index], *after[index + 1 :]] == [*before[:index], *before[index + 1 :]]
    assert new.count("# kept") == text.count("# kept") or any(value is None for value in changes.values())
    assert apply_edits(new, inverse)[0] == text


@given(documents(), st.lists(items, max_size=3), st.data())
def test_inserted_items_are_read_back_and_taken_back(document, new_items, data):
    text, newline = document
    listed = listed_of(text)
    before = listed.raw()
    index = data.draw(st.integers(0, len(before)))
    new, inverse = apply_edits(text, insert_items(text, ListPlace.of(listed), index, new_items, newline))
    assert listed_of(new).raw() == [*before[:index], *new_items, *before[index:]]
    assert apply_edits(new, inverse)[0] == text


@given(documents(), st.data())
def test_removed_items_leave_the_others_alone(document, data):
    text, newline = document
    listed = listed_of(text)
    before = listed.raw()
    gone = data.draw(st.sets(st.integers(0, len(before) - 1)))
    new, inverse = apply_edits(text, remove_items(text, ListPlace.of(listed), gone))
    assert listed_of(new).raw() == [item for index, item in enumerate(before) if index not in gone]
    assert apply_edits(new, inverse)[0] == text
    assert new.count("\n") == new.count(newline)


@pytest.mark.parametrize("indent", ["", "  ", "     "])
def test_an_item_is_found_by_its_own_hyphen(indent):
    """Hyphens of comments between the hyphen and the first key are not the item's."""
    keys = indent + "  "
    text = (
        f"transmissions:\n{indent}-\n{keys}# the well-known\n{keys}frequency: 1\n"
        f"{indent}- # to-morrow\n{keys}# - not this\n{keys}frequency: 2\n"
    )
    place = ListPlace.of(listed_of(text))
    for gone, left in (([0], ["2"]), ([1], ["1"]), ([0, 1], [])):
        new, _ = apply_edits(text, remove_items(text, place, gone))
        assert [item["frequency"] for item in listed_of(new).raw()] == left
    new, _ = apply_edits(text, insert_items(text, place, 1, [{"frequency": "3"}, {"frequency": "4"}], "\n"))
    assert [item["frequency"] for item in listed_of(new).raw()] == ["1", "3", "4", "2"]


def test_an_item_goes_into_an_empty_list():
    for text in ("transmissions: []\n", "transmissions:   [ ]  # none yet\nx: y\n"):
        listed = listed_of(text)
        new, inverse = apply_edits(
            text, insert_items(text, ListPlace.of(listed), 0, [{"frequency": "9565", "note": "a: b"}], "\n")
        )
        assert listed_of(new).raw() == [{"frequency": "9565", "note": "a: b"}]
        assert apply_edits(new, inverse)[0] == text


def changed(text, changes, index=0, newline="\n"):
    """The text after some keys of one transmission are written."""
    return apply_edits(text, change_item(text, listed_of(text).items[index], changes, ORDER, newline))[0]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_key_goes_on_a_line_of_its_own_where_the_file_ends_without_a_line_end(newline):
    text = newline.join(("transmissions:", "  - frequency: 9565", "    time: 1530-1630"))
    assert changed(text, {"power": "250"}, newline=newline) == f"{text}{newline}    power: 250"
    assert changed(text, {"power": "250", "days": "Sun"}, newline=newline) == newline.join(
        (text, "    days: Sun", "    power: 250")
    )
    commented = f"{text}  # the last line"
    assert changed(commented, {"days": "Sun"}, newline=newline) == f"{commented}{newline}    days: Sun"


@pytest.mark.parametrize("header", ["|", "|-", "|+", "|2", ">", ">-"])
def test_a_block_of_text_gives_way_to_a_value_and_leaves_the_lines_below(header):
    indent = "      "
    text = (
        f"transmissions:\n  - frequency: 9565\n    note: {header}\n{indent}first\n\n{indent}second\n"
        "    # of the time\n    time: 1530-1630\n  - frequency: 7465\n"
    )
    expected = (
        "transmissions:\n  - frequency: 9565\n    note: short\n"
        "    # of the time\n    time: 1530-1630\n  - frequency: 7465\n"
    )
    assert changed(text, {"note": "short"}) == expected
    last = f"transmissions:\n  - frequency: 9565\n    note: {header}\n{indent}first\n"
    assert changed(last, {"note": "short"}) == "transmissions:\n  - frequency: 9565\n    note: short\n"
    followed = changed(f"{last}x: y\n", {"note": "short", "power": "250"})
    assert listed_of(followed).raw() == [{"frequency": "9565", "note": "short", "power": "250"}]
    assert followed.endswith("\nx: y\n")


@pytest.mark.parametrize(
    ("written", "added", "expected"),
    [
        (("frequency", "time", "power"), ("days",), ("frequency", "time", "days", "power")),
        (("frequency", "power"), ("site", "time"), ("frequency", "time", "site", "power")),
        (("power", "frequency"), ("days",), ("power", "frequency", "days")),
        (("frequency", "x-own", "note"), ("site",), ("frequency", "site", "x-own", "note")),
        (("frequency", "note"), ("x-own", "power"), ("frequency", "power", "note", "x-own")),
    ],
)
@pytest.mark.parametrize("flow", [False, True])
def test_a_new_key_stands_behind_the_last_that_comes_before_it_in_the_order_of_files(written, added, expected, flow):
    pairs = [f"{key}: 1" for key in written]
    listed = "{" + ", ".join(pairs) + "}" if flow else "\n    ".join(pairs)
    text = f"transmissions:\n  - {listed}\n"
    after = listed_of(changed(text, dict.fromkeys(added, "1"))).raw()[0]
    assert tuple(after) == expected


def test_a_key_that_comes_before_all_others_goes_as_near_to_the_start_as_lines_stay_whole():
    """The first key of a block item shares its line with the hyphen, so a new one stands behind it."""
    block = "transmissions:\n  - time: 1530-1630  # kept\n    power: 250\n"
    assert changed(block, {"frequency": "9565"}) == block.replace("    power", "    frequency: 9565\n    power")
    flow = "transmissions:\n  - {time: 1530-1630, power: 250}\n"
    assert changed(flow, {"frequency": "9565"}) == flow.replace("{time", "{frequency: 9565, time")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_item_goes_behind_a_file_that_ends_without_a_line_end(newline):
    text = newline.join(("transmissions:", "  - frequency: 9565", "    time: 1530-1630"))
    place = ListPlace.of(listed_of(text))
    new, inverse = apply_edits(text, insert_items(text, place, 1, [{"frequency": "9570"}], newline))
    assert new == f"{text}{newline}  - frequency: 9570"
    assert apply_edits(new, inverse)[0] == text


def test_keys_before_the_first_that_is_kept_go_together():
    text = "transmissions:\n  - id: a\n    frequency: 9565\n    time: 1530-1630\n"
    assert changed(text, {"id": None, "frequency": None}) == "transmissions:\n  - time: 1530-1630\n"


def test_a_key_goes_behind_one_without_a_value_at_the_very_end():
    text = "transmissions:\n  - frequency: 9565\n    time:"
    assert changed(text, {"days": "Sun"}) == f"{text}\n    days: Sun"


def test_an_empty_value_is_filled_behind_its_own_colon():
    text = "transmissions:\n  - frequency: 9565\n    note:\n    time: 1530-1630\n"
    assert changed(text, {"note": "heard"}) == text.replace("note:", "note: heard")


def test_a_flow_item_without_any_of_its_keys_quotes_what_separates_others():
    text = "transmissions:\n  - {frequency: 9565, id: x}\n"
    after = changed(text, {"frequency": None, "id": None, "note": "at 9, then 10"})
    assert listed_of(after).raw() == [{"note": "at 9, then 10"}]


@pytest.mark.parametrize("left", ["note: ", '"note":', "note"])
def test_a_key_behind_one_without_a_value_goes_from_a_flow_item(left):
    text = f"transmissions:\n  - {{frequency: 9565, {left}, id: x}}\n"
    after = changed(text, {"id": None})
    assert after.startswith(f"transmissions:\n  - {{frequency: 9565, {left}")
    assert listed_of(after).raw() == [{"frequency": "9565", "note": ""}]


def test_a_new_key_goes_below_the_last_line_of_the_value_before_it():
    text = "transmissions:\n  - frequency: 9565\n    except:\n      - 2026-07-03\n      - 2026-07-10\n"
    assert changed(text, {"power": "250"}) == f"{text}    power: 250\n"


FLOW_LIST = "transmissions: [{id: a}, {id: b}, {id: c}, {id: d}]\n"


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        ((0, 1), "[{id: c}, {id: d}]"),
        ((1, 2), "[{id: a}, {id: d}]"),
        ((2, 3), "[{id: a}, {id: b}]"),
        ((3,), "[{id: a}, {id: b}, {id: c}]"),
        ((0, 2), "[{id: b}, {id: d}]"),
        ((0, 1, 2, 3), "[]"),
    ],
)
def test_items_leave_a_flow_list_with_their_commas(gone, left):
    place = ListPlace.of(listed_of(FLOW_LIST))
    assert apply_edits(FLOW_LIST, remove_items(FLOW_LIST, place, gone))[0] == f"transmissions: {left}\n"


@pytest.mark.parametrize("index", [0, 2, 4])
def test_an_item_of_a_flow_list_quotes_what_separates_others(index):
    new, _ = apply_edits(
        FLOW_LIST, insert_items(FLOW_LIST, ListPlace.of(listed_of(FLOW_LIST)), index, [{"note": "9, 10"}], "\n")
    )
    assert listed_of(new).raw()[index] == {"note": "9, 10"}
    assert len(listed_of(new).raw()) == 5


def test_the_blanks_before_empty_brackets_go_with_them():
    text = "transmissions:  []\n"
    new, _ = apply_edits(text, insert_items(text, ListPlace.of(listed_of(text)), 0, [{"id": "a"}], "\n"))
    assert new == "transmissions:\n  - id: a\n"


@pytest.mark.parametrize(
    ("before", "after", "edit"),
    [
        ("ab", "aab", (1, 1, "a")),
        ("aab", "ab", (1, 2, "")),
        ("xabcdef", "yabcdef", (0, 1, "y")),
        ("abcdefx", "abcdefy", (6, 7, "y")),
        ("", "ab", (0, 0, "ab")),
        ("same", "same", (4, 4, "")),
    ],
)
def test_the_difference_of_two_texts(before, after, edit):
    assert difference(before, after) == edit


@given(st.text("ab\n", max_size=12), st.text("ab\n", max_size=12))
def test_the_difference_of_two_texts_is_the_least_that_makes_one_into_the_other(before, after):
    edit = difference(before, after)
    assert apply_edits(before, [edit])[0] == after
    removed = before[edit.start : edit.end]
    assert not (removed and edit.text) or (removed[0] != edit.text[0] and removed[-1] != edit.text[-1])
