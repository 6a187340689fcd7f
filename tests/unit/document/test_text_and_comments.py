import codecs

import pytest

from bcastplan.document.comments import comments_of, find_ignores
from bcastplan.document.parse import parse_text
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


@pytest.mark.parametrize(
    ("zeros", "others", "says"),
    [
        (2, 4, "a binary file"),
        (3, 7, "a binary file"),
        (3, 5, "UTF-16 without a mark"),
        (1, 1, "UTF-16 without a mark"),
    ],
)
def test_more_than_every_third_octet_is_zero_in_wide_characters(zeros, others, says):
    with pytest.raises(UnreadableInput, match=says):
        decode_text("f", b"\0" * zeros + b"a" * others)


def test_zeros_are_looked_for_at_the_beginning_only():
    assert decode_text("f", b"a" * 4096 + b"\0")[0] == "a" * 4096 + "\0"
    with pytest.raises(UnreadableInput):
        decode_text("f", b"a" * 4095 + b"\0")


def test_a_bad_byte_of_the_first_line_has_its_column():
    for data, place in ((b"a\xf3\n", (1, 2)), (b"\xf3", (1, 1)), (b"\n\xf3", (2, 1))):
        _, (problem,) = decode_text("f.yaml", data)
        assert (problem.place.line, problem.place.column) == place


def test_bytes_that_are_not_utf_8_are_named_at_their_line():
    text, (problem,) = decode_text("f.yaml", b"a: 1\nb: Liberaci\xf3n\n")
    assert text == ""
    assert (problem.code, problem.place.line, problem.place.column) == ("YML008", 2, 12)
    assert "0xF3" in problem.message


def ignored(text):
    """Line that each ignore comment speaks of, with its words or its fault."""
    return [(comment.target_line, comment.fault or " ".join(word.text for word in comment.words))
            for comment in find_ignores(text)]  # fmt: skip


def test_comments_that_switch_rules_off():
    text = "a: 1  # bcastplan: ignore[FRQ001] agreed\n# bcastplan: ignore[SIT, tim]\nb: 2\nc: 3 #bcastplan:ignore[X1]\n"
    assert ignored(text) == [(1, "FRQ001"), (3, "SIT tim"), (4, "X1")]


def test_a_comment_on_its_own_line_speaks_of_the_next_value():
    text = "# bcastplan: ignore[A]\n# bcastplan: ignore[B]\n\n  # why\na: 1\n# bcastplan: ignore[C]\n"
    assert ignored(text) == [(5, "A"), (5, "B"), (6, "C")]


def test_two_comments_on_one_line_both_count():
    assert ignored("a: 1  # bcastplan: ignore[A] # bcastplan: ignore[B]\n") == [(1, "A"), (1, "B")]


def test_words_and_comments_have_their_columns():
    (comment,) = find_ignores("a: 1\nb: 2 # bcastplan: ignore[ FRQ001 ,SIT]\n")
    assert (comment.line, comment.column) == (2, 6)
    assert [(word.text, word.column) for word in comment.words] == [("FRQ001", 27), ("SIT", 35)]


@pytest.mark.parametrize(
    ("comment", "fault"),
    [
        ("# bcastplan: ignore", "square brackets"),
        ("# bcastplan: ignore FRQ001", "square brackets"),
        ("# bcastplan: ignore: FRQ001", "square brackets"),
        ("# bcastplan: ignore(FRQ001)", "square brackets"),
        ("# bcastplan: ignore[FRQ001", "square brackets"),
        ("# bcastplan: ignore[]", "names no rule"),
        ("# bcastplan: ignore [FRQ001]", "form is another"),
        ("# bcastplan ignore[FRQ001]", "colon is missing"),
        ("# bcastplan: ignor[FRQ001]", "the word for it is ignore"),
        ("# bcastplan: disable[FRQ001]", "the word for it is ignore"),
        ("# BCASTPLAN: noqa", "the word for it is ignore"),
    ],
)
def test_a_comment_that_was_meant_to_switch_off_a_rule_is_no_plain_comment(comment, fault):
    ((_, told),) = ignored(f"a: 1  {comment}\n")
    assert fault in told


@pytest.mark.parametrize(
    "text",
    [
        "a: x#bcastplan: ignore[FRQ001]\n",
        'a: "x # bcastplan: ignore[FRQ001]"\n',
        "{a: 'x # bcastplan: ignore[FRQ001]'}\n",
        "a: 1 # bcastplan: 1\n",
        "# bcastplan: the planner that reads this file\n",
        "# bcastplan.yaml ignores nothing\n",
    ],
)
def test_what_is_no_such_comment(text):
    assert find_ignores(text) == ()


def test_an_apostrophe_opens_no_quotes():
    assert ignored("a: it's  # bcastplan: ignore[FRQ001]\n") == [(1, "FRQ001")]


def test_thousands_of_comments_are_counted_once():
    text = "a: 1 # bcastplan: ignore[FRQ001]\n" * 20_000
    found = ignored(text)
    assert (len(found), found[-1]) == (20_000, (20_000, "FRQ001"))


def test_quotes_may_open_with_the_text():
    assert find_ignores('"a # bcastplan: ignore[A]": 1\n') == ()


def test_a_blank_line_is_no_value():
    assert ignored("# bcastplan: ignore[A]\n\na: 1\n") == [(3, "A")]
    assert ignored("# bcastplan: ignore[A]\n\na: 1") == [(3, "A")]


@pytest.mark.parametrize(("blank", "target"), [(49, 51), (50, 1)])
def test_a_value_is_looked_for_in_the_fifty_lines_below(blank, target):
    text = "# bcastplan: ignore[A]\n" + "\n" * blank + "a: 1\n"
    assert ignored(text) == [(target, "A")]


def test_all_comments_of_a_text_and_where_they_stand():
    text = (
        "# top\na: 1 # one\n'b': \"x # no\"  # two\r\nc: [x, 'y # no'] # three\n"
        "d: &e {f: g}\nh: *e # four\ni: a#b\n  #last"
    )
    root, problems = parse_text("", text)
    assert not problems
    assert [tuple(comment) for comment in comments_of(text, root)] == [
        (1, 1, "# top", True),
        (2, 6, "# one", False),
        (3, 16, "# two", False),
        (4, 18, "# three", False),
        (6, 7, "# four", False),
        (8, 3, "#last", True),
    ]
