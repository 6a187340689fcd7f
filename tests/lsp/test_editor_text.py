"""Positions of an editor and offsets of a text, against a twin that counts in encoded bytes."""

import hypothesis.strategies as st
import pytest
from hypothesis import given
from lsprotocol import types as lsp

from bcastplan.document.parse import parse_text
from bcastplan.lsp.editor_text import MOST_CHARACTERS, EditorText

pieces = st.lists(
    st.sampled_from(["a", "é", "語", "\U0001f4fb", "\n", "\r\n", "\r", "\t", "\u2028", "\x85", " "]), max_size=25
)
texts = pieces.map("".join)
encodings = st.sampled_from(["utf-8", "utf-16", "utf-32"])
BYTES_PER_UNIT = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def twin_position(text: str, offset: int, encoding: str) -> tuple[int, int]:
    """Line and units before an offset: by lines cut out of the text."""
    lines = text[:offset].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    name, width = BYTES_PER_UNIT[encoding]
    return len(lines) - 1, len(lines[-1].encode(name)) // width


@given(texts, encodings, st.data())
def test_positions_are_counted_in_the_units_of_the_encoding(text, encoding, data):
    editor = EditorText("file:///x", text, encoding=encoding)
    offset = data.draw(st.integers(0, len(text)))
    position = editor.position(offset)
    if text[offset - 1 : offset + 1] == "\r\n":
        return  # nobody can stand between the two
    assert (position.line, position.character) == twin_position(text, offset, encoding)
    assert editor.offset(position) == offset


@given(texts, encodings, st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), texts), max_size=4))
def test_changes_are_made_one_behind_the_other(text, encoding, changes):
    editor = EditorText("file:///x", text, encoding=encoding)
    for first, second, new in changes:
        start, end = sorted((int(first * len(text)), int(second * len(text))))
        start, end = (at - (text[at - 1 : at + 1] == "\r\n") for at in (start, end))
        change = lsp.TextDocumentContentChangePartial(editor.range(start, end), new)
        editor.change([change], 1)
        text = text[:start] + new + text[end:]
        assert editor.text == text


def test_what_lies_beyond_is_the_end_of_the_line_or_of_the_text():
    editor = EditorText("file:///x", "ab\r\nc\U0001f4fb")
    assert editor.offset(lsp.Position(0, 99)) == 2
    assert editor.offset(lsp.Position(1, 2)) == 6  # in the middle of a pair of surrogates: behind it
    assert editor.offset(lsp.Position(9, 0)) == 6


@given(texts.map(lambda text: f"{text.replace(chr(9), ' ')}\nkey: value"), st.booleans())
def test_places_of_findings_are_those_of_the_reader(text, has_mark):
    """Readers end lines at the line breaks of Unicode too, and do not see a byte-order mark."""
    root, _ = parse_text("", text)
    editor = EditorText("file:///x", "\ufeff" * has_mark + text)
    assert editor.content == text
    if root is not None and getattr(root, "entries", {}).get("key"):
        key, value = root.entries["key"]
        assert editor.place_offset(key.line, key.column) == key.start.index
        assert editor.line_and_column(value.start.index) == (value.line, value.column)


def test_a_mark_counts_for_the_editor_and_not_for_readers():
    editor = EditorText("file:///x", "\ufeffab: c\n")
    assert editor.position(4) == lsp.Position(0, 5)
    assert editor.offset(lsp.Position(0, 5)) == 4
    assert editor.place_range(1, 5) == lsp.Range(lsp.Position(0, 5), lsp.Position(0, 6))


@pytest.mark.parametrize(
    ("line", "column", "marked"),
    [
        ("key: a value # why", 6, "a value"),
        ("key: a value # why", 1, "key"),
        ("- {one: two, three: 'f, g'}", 9, "two"),
        ("- {one: two, three: 'f, g'}", 21, "'f, g'"),
        ('- ["x \\" y", z]', 4, '"x \\" y"'),
        ("time: 1500-1600", 7, "1500-1600"),
        ("days: Sat,Sun", 7, "Sat,Sun"),
        ("- {one: [1, 2], two: '}'} # {", 3, "{one: [1, 2], two: '}'}"),
        ("- {one: [1, 2], two: '}'", 3, "{one: [1, 2], two: '}'"),
        ("  whole line ", None, "whole line"),
        ("x", 9, ""),
    ],
)
def test_a_finding_marks_the_value_or_key_at_its_place(line, column, marked):
    editor = EditorText("file:///x", f"first\n{line}\nlast")
    span = editor.place_range(2, column)
    assert editor.content[editor.offset(span.start) : editor.offset(span.end)].strip() == marked


def test_lone_surrogates_are_replaced_and_very_long_texts_are_not_kept():
    assert EditorText("file:///x", "a\ud800b").text == "a\ufffdb"
    long = EditorText("file:///x", "x" * (MOST_CHARACTERS + 1))
    assert long.too_long
    assert long.text == ""
    long.change([lsp.TextDocumentContentChangePartial(lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0)), "y")], 2)
    assert long.too_long
    long.change([lsp.TextDocumentContentChangeWholeDocument("short")], 3)
    assert not long.too_long
    assert long.text == "short"
