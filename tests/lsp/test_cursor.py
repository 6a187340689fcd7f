"""What stands at a place: for texts that can be read, what the reader says of it; for others, what is being written."""

import hypothesis.strategies as st
import pytest
from hypothesis import given
from schedule_texts import PLAN, schedule_texts

from bcastplan.document.nodes import ListNode, MapNode, ScalarNode
from bcastplan.document.parse import parse_text
from bcastplan.lsp.cursor import cursor_at

PLAIN = PLAN + (
    "agreed:\n  - {a: x, b: y, reason: because}\n  - a: u\n    b: w\n    reason: it is\n"
    "codes:\n  sites:\n    USK: {name: Ussuriysk, administration: RUS}\n    XYZ:\n      name: Somewhere\n"
    "rules:\n  ignore: [FRQ001, SIT]\n  severity:\n    SIT002: info\nschedules:\n- '*.yaml'\n- b/*.yaml\n"
)


def scalars(node, path=(), key=None):
    """Every scalar with its kind, the keys around it, and the key whose value it is."""
    if isinstance(node, ScalarNode):
        yield node, False, path, key
    elif isinstance(node, MapNode):
        for name, (key_node, value) in node.entries.items():
            yield key_node, True, path, None
            is_scalar = isinstance(value, ScalarNode)
            yield from scalars(value, path if is_scalar else (*path, name), name if is_scalar else None)
    elif isinstance(node, ListNode):
        for item in node.items:
            yield from scalars(item, path, None)


@given(st.one_of(schedule_texts("One"), st.just(PLAIN)))
def test_a_text_that_can_be_read_is_understood_as_the_reader_does(text):
    root, problems = parse_text("", text)
    if root is None or problems or "&" in text or "\n\n      " in text:
        return
    for node, is_key, path, key in scalars(root):
        if node.style in ("|", ">") or node.start.index == node.end.index:
            continue
        for offset in (node.start.index, (node.start.index + node.end.index) // 2):
            cursor = cursor_at(text, offset)
            expected_key = None if is_key else key
            if not is_key and key is None and path and not cursor.flow:
                assert (cursor.path, cursor.key) == (path, None), (text[:offset], cursor)
                continue
            assert (cursor.path, cursor.key, cursor.is_key) == (path, expected_key, is_key), (text[:offset], cursor)


@pytest.mark.parametrize(
    ("text", "path", "key", "is_key", "siblings", "typed"),
    [
        ("|", (), None, True, (), ""),
        ("bcastplan: 1\nser|", (), None, True, ("bcastplan",), "ser"),
        ("bcastplan: 1\n|\nseason: A26\n", (), None, True, ("bcastplan", "season"), ""),
        ("transmissions:\n  - fre|", ("transmissions",), None, True, (), "fre"),
        ("transmissions:\n  - |", ("transmissions",), None, True, (), ""),
        ("transmissions:\n  - id: a\n    fre|", ("transmissions",), None, True, ("id",), "fre"),
        ("transmissions:\n  - id: a\n    |\n    time: x\n  - b", ("transmissions",), None, True, ("id", "time"), ""),
        ("transmissions:\n  - id: a\n    site: P|\n", ("transmissions",), "site", False, ("id", "site"), "P"),
        ("transmissions:\n  - id: a\n    site: |\n", ("transmissions",), "site", False, ("id", "site"), ""),
        ("transmissions:\n  - {id: a, si|}\n", ("transmissions",), None, True, ("id",), "si"),
        (
            "transmissions:\n  - {id: a, site: P|, power: 1}\n",
            ("transmissions",),
            "site",
            False,
            ("id", "site", "power"),
            "P",
        ),
        ("transmissions:\n  - {id: a, |\n  - {id: b}\n", ("transmissions",), None, True, ("id",), ""),
        ("transmissions:\n  - {id: a, days: [Fri, S|\n  - b", ("transmissions", "days"), None, False, (), "S"),
        ("transmissions:\n  - language:\n      - Ko|", ("transmissions", "language"), None, True, (), "Ko"),
        ("defaults:\n  |", ("defaults",), None, True, (), ""),
        ("defaults:\n  site: PHT\n|", (), None, True, ("defaults",), ""),
        ("defaults: {language: K|", ("defaults",), "language", False, ("language",), "K"),
        ("agreed:\n  - {a: vo|, b: x}", ("agreed",), "a", False, ("a", "b"), "vo"),
        ("rules:\n  ignore: [F|]\n", ("rules", "ignore"), None, False, (), "F"),
        ("rules:\n  severity:\n    S|", ("rules", "severity"), None, True, (), "S"),
        ('service: "open\nsea|', (), None, True, ("service",), "sea"),
        ("x: {'a': 'b, c|'}", ("x",), "a", False, ("a",), "c"),
    ],
)
def test_what_is_being_written(text, path, key, is_key, siblings, typed):
    offset = text.index("|")
    cursor = cursor_at(text.replace("|", "", 1), offset)
    assert (cursor.path, cursor.key, cursor.is_key, cursor.siblings, cursor.typed) == (
        path,
        key,
        is_key,
        siblings,
        typed,
    )


@given(st.text("a:- \n{}[]'\"#,x", max_size=60), st.floats(0, 1))
def test_any_text_has_an_answer(text, place):
    offset = int(place * len(text))
    cursor = cursor_at(text, offset)
    assert 0 <= cursor.start <= cursor.end <= len(text)
