"""Values of a file are written, added and taken out by their path: nothing else changes, and no comment is lost."""

from __future__ import annotations

import copy
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.document.parse import parse_text
from bcastplan.document.splice import EditRefused, apply_edits
from bcastplan.workspace.editing.tree_edits import add_item, raw_at, remove, write_keys

TEXT = """\
# the head
bcastplan: 1   # version
plan: Test

sites:   # what there is
  PHT:
    transmitters:
      - {id: A, power: 250}   # the old one
      - id: B   # in lines
        power: 100
    antennas: [{id: mast}]
  USK: {transmitters: [{id: U, retune: 5}]}
rates:
  currency: USD   # dollars
  items:
    - {per_hour: 40}   # first
against: ["a.zip", b.zip]
# the end
"""
RATE_ORDER = ("currency", "efficiency", "items")


def after(text: str, edits) -> str:
    return apply_edits(text, edits)[0]


def raw(text: str):
    node, problems = parse_text("", text)
    assert not problems
    return node.raw()


def test_a_key_is_written_where_it_stands() -> None:
    text = after(TEXT, write_keys(TEXT, ("sites", "PHT", "transmitters", 0), {"power": "300"}))
    assert text == TEXT.replace("{id: A, power: 250}", "{id: A, power: 300}")
    text = after(TEXT, write_keys(TEXT, ("rates",), {"efficiency": "0.65", "currency": None}, RATE_ORDER))
    assert raw(text)["rates"] == {"efficiency": "0.65", "items": [{"per_hour": "40"}]}
    assert "# first" in text


def test_mappings_on_the_way_are_made() -> None:
    text = after(TEXT, write_keys(TEXT, ("listeners", "north"), {"administration": "KRE"}))
    assert text == TEXT.replace("# the end\n", "listeners:\n  north:\n    administration: KRE\n# the end\n")


@pytest.mark.parametrize("text", ["", "\n"])
def test_an_empty_file_becomes_a_plan_file(text: str) -> None:
    assert after(text, write_keys(text, ("rates",), {"currency": "USD"})) == "bcastplan: 1\nrates:\n  currency: USD\n"
    assert after(text, add_item(text, ("jammers",), {"name": "x"})) == "bcastplan: 1\njammers:\n  - {name: x}\n"


def test_items_are_added_behind_the_others_in_their_style() -> None:
    text = after(TEXT, add_item(TEXT, ("sites", "PHT", "transmitters"), {"id": "C"}))
    assert text == TEXT.replace("        power: 100\n", "        power: 100\n      - {id: C}\n")
    text = after(TEXT, add_item(TEXT, ("against",), "c.zip"))
    assert text == TEXT.replace("b.zip]", "b.zip, c.zip]")
    text = after(TEXT, add_item(TEXT, ("agreed",), {"a": "x", "b": "z", "reason": "met"}))
    assert text == TEXT.replace("# the end\n", "agreed:\n  - {a: x, b: z, reason: met}\n# the end\n")


def test_the_last_of_a_list_takes_its_key_along() -> None:
    text = after(TEXT, remove(TEXT, ("rates", "items", 0)))
    assert raw(text)["rates"] == {"currency": "USD"}
    assert "# dollars" in text
    text = after(TEXT, remove(TEXT, ("sites", "PHT", "transmitters", 0)))
    assert text == TEXT.replace("      - {id: A, power: 250}   # the old one\n", "")
    both = after(text, remove(text, ("sites", "USK", "transmitters", 0)))
    assert raw(both)["sites"].keys() == {"PHT"}


def test_aliases_and_broken_files_are_refused() -> None:
    text = "bcastplan: 1\na: &x {b: 1}\nc: *x\n"
    with pytest.raises(EditRefused, match="alias"):
        write_keys(text, ("c",), {"b": "2"})
    with pytest.raises(EditRefused, match="no mapping"):
        write_keys(text, ("bcastplan",), {"b": "2"})
    with pytest.raises(EditRefused, match="broken"):
        write_keys("a: [", (), {"b": "2"})


PATHS = [
    (), ("sites",), ("sites", "PHT"), ("sites", "PHT", "transmitters", 0), ("sites", "PHT", "transmitters", 1),
    ("sites", "USK"), ("rates",), ("rates", "items", 0), ("new",), ("sites", "NEW"),
]  # fmt: skip
VALUES = st.sampled_from(["x", "12", "a: b", "#", "", {"k": "v"}, {"k": {"l": "m"}}, [{"k": "v"}], ["a", "b"], None])
WAYS = st.tuples(
    st.sampled_from(PATHS),
    st.dictionaries(
        st.sampled_from(["plan", "power", "id", "currency", "zz", "against"]), VALUES, min_size=1, max_size=3
    ),
)


def applied(tree, path, changes):
    """The same on plain values: the twin."""
    tree = copy.deepcopy(tree)
    kept = {key: value for key, value in changes.items() if value is not None}
    holder, steps = tree, list(path)
    while steps:
        step = steps.pop(0)
        if isinstance(holder, dict) and step not in holder:
            if not kept:
                return tree
            holder[step] = {}
        holder = holder[step]
    for key, value in changes.items():
        if value is None:
            holder.pop(key, None)
        else:
            holder[key] = value
    return pruned(tree, path)


def pruned(tree, path):
    """Without the mappings and lists on the way that have become empty."""
    for length in range(len(path), 0, -1):
        holder = tree
        for step in path[: length - 1]:
            holder = holder[step]
        if holder[path[length - 1]] in ({}, []):
            del holder[path[length - 1]]
    return tree


@given(WAYS)
def test_what_is_written_reads_back_and_no_comment_is_lost(way) -> None:
    path, changes = way
    if path and path[-1] == 0:
        changes = {"id": "A", **changes}  # an item of a list keeps something
    text = after(TEXT, write_keys(TEXT, path, changes, RATE_ORDER))
    assert raw(text) == applied(raw(TEXT), path, changes)
    gone = [key for key, value in changes.items() if key in (raw_at(TEXT, path) or {})]
    if not gone:
        comment = re.compile("# [a-z].*")
        assert set(comment.findall(TEXT)) <= set(comment.findall(text))
    undone = apply_edits(*reversed_(TEXT, write_keys(TEXT, path, changes, RATE_ORDER)))[0]
    assert undone == TEXT


def reversed_(text: str, edits):
    return apply_edits(text, edits)
