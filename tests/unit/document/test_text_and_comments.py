import codecs

import pytest

from bcastplan.document.comments import find_ignores
from bcastplan.document.text import decode_text
from bcastplan.model.errors import UnreadableInput


def test_utf_8_with_and_without_a_mark():
    assert decode_text("f", "naïve".encode())[0] == "naïve"
    assert decode_text("f", codecs.BOM_UTF8 + b"a: 1\r\n") == ("a: 1\r\n", [])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("bcastplan: 1".encode("utf-16"), "save it as UTF-8"),
        ("bcastplan: 1".encode("utf-16-le"), "UTF-16 without a mark"),
        ("bcastplan: 1".encode("utf-16-be"), "UTF-16 without a mark"),
        ("bcastplan: 1".encode("utf-32"), "UTF-16 or UTF-32"),
        (b"\x7fELF\x02\x01\x01\0" + b"\xff" * 100, "a binary file"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data, says):
    with pytest.raises(UnreadableInput, match=says):
        decode_text("f", data)


def test_bytes_that_are_not_utf_8_are_named_at_their_line():
    text, (problem,) = decode_text("f.yaml", b"a: 1\nb: Liberaci\xf3n\n")
    assert text == ""
    assert (problem.code, problem.place.line, problem.place.column) == ("YML008", 2, 12)
    assert "0xF3" in problem.message


def test_comments_that_switch_rules_off():
    text = "a: 1  # bcastplan: ignore[FRQ001] agreed\n# bcastplan: ignore[SIT, tim]\nb: 2\nc: 3 #bcastplan:ignore[X1]\n"
    assert find_ignores(text) == {1: ("FRQ001",), 3: ("SIT", "TIM"), 4: ("X1",)}


def test_a_hash_inside_a_word_starts_no_comment():
    assert find_ignores("a: x#bcastplan: ignore[FRQ001]\n") == {}


def test_thousands_of_comments_are_counted_once():
    text = "a: 1 # bcastplan: ignore[FRQ001]\n" * 20_000
    found = find_ignores(text)
    assert (len(found), found[20_000]) == (20_000, ("FRQ001",))
