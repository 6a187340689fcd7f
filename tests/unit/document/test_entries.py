"""Entries of a text: on which lines they stand, and which comments go with them."""

import pytest

from bcastplan.document.comments import comments_of
from bcastplan.document.entries import Entry, all_entries, attach_comments, block_entries, lines_of
from bcastplan.document.parse import parse_text


def read(text):
    root, problems = parse_text("", text)
    assert not problems
    return root


def attached(text):
    """The entries below the root by key or number, with the comments above, behind and at the end; the preamble."""
    root = read(text)
    top, preamble = Entry(None, root, 0, -1, block_entries(root, text)), []
    attach_comments(top, comments_of(text, root), text, preamble)
    entries = {}
    for number, (entry, _) in enumerate(all_entries(top)):
        behind = entry.behind.text if entry.behind else None
        entries[entry.key or number] = ([line for line in entry.above if line], behind, entry.tail)
    return entries, [line for line in top.tail if line], preamble


def test_entries_stand_where_their_keys_and_hyphens_do():
    text = "- a\n-   b: 1\n    c: 2\n"
    entries = block_entries(read(text), text)
    assert [(entry.line, entry.column) for entry in entries] == [(1, 0), (2, 0)]
    assert [(entry.key, entry.line, entry.column) for entry in entries[1].inner] == [("b", 2, 4), ("c", 3, 4)]


LONG = "a:\n  b: |\n    x\n    y\n\n  c: [1,\n    2]\nd:\n  - e\n  - f: g\n    h: 'i\n\n    j'\nk: {l: m}\n"


@pytest.mark.parametrize(("key", "lines"), [("a", (2, 7)), ("d", (9, 13)), ("k", (14, 14))])
def test_a_value_stands_on_all_its_lines(key, lines):
    found = lines_of(read(LONG).get(key), LONG)
    assert (found[0], found[-1]) == lines


def test_a_comment_behind_a_value_of_several_lines_goes_with_it():
    entries, _, _ = attached("a: [b,  # first\n  c]  # last\nd: 1  # d\ne: 'f\n  g'  # e\n")
    assert {key: behind for key, (_, behind, _) in entries.items()} == {"a": "# last", "d": "# d", "e": "# e"}


def test_comments_go_with_what_is_below_and_deeper_ones_with_what_is_above():
    entries, tail, _ = attached("# a\na: 1\nb:\n  c: 2\n  # end of b\n# d\nd: 3\n# end\n")
    assert entries["a"][0] == ["# a"]
    assert entries["b"] == ([], None, ["# end of b"])
    assert entries["d"][0] == ["# d"]
    assert tail == ["# end"]


def test_what_stands_above_the_beginning_of_the_document_is_kept_apart():
    entries, _, preamble = attached("# why\n\n--- # here\n# a\na: 1\n")
    assert preamble == ["# why", "", "--- # here"]
    assert entries["a"][0] == ["# a"]
